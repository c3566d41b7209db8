"""Real Unity projects and reference data beside the checkout, where they exist."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["SHARED", "why_absent"]


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
