"""Real Unity projects and reference data beside the checkout, where they exist."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

__all__ = ["SHARED", "copy_project", "why_absent"]


def _find() -> Path | None:
    given = os.environ.get("UNITY_KERNEL_SHARED")
    root = Path(__file__).resolve().parents[2]
    for folder in [Path(given)] if given else [root.parent / "shared", root.parent.parent / "shared"]:
        if (folder / "unity-projects").is_dir():
            return folder
    return None


SHARED: Path | None = _find()
"""The folder that holds `unity-projects`, or None; UNITY_KERNEL_SHARED names another one."""


def why_absent() -> str:
    """For `pytest.mark.skipif`: what is missing and how to get it."""
    return "the real Unity projects are not beside the checkout (../shared/unity-projects, or UNITY_KERNEL_SHARED)"


def copy_project(name: str, target: Path) -> Path:
    """A writable copy of one of the real projects (they are kept read-only); returns its folder."""
    assert SHARED is not None, why_absent()
    shutil.copytree(SHARED / "unity-projects" / name, target, copy_function=shutil.copyfile)
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    return target
