"""How fast unity-kernel is, each figure beside its peer's from the same run; see README.md."""
