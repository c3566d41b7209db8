"""Which editors the suite runs on: each is one line in `HOSTS`, not another copy of the tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.support.session import Editor, Home
from unity_kernel.wire.endpoint import Transport

__all__ = ["HOSTS", "Start", "under_test"]

Start = Callable[[Home, Path, Transport | None], Editor]
"""Starts (or attaches to) an editor on a project; may call `pytest.skip` with what is missing."""


def headless(home: Home, project: Path, transport: Transport | None = None) -> Editor:
    """The headless editor, in a process of its own."""
    return Editor.start(home, project, transport=transport)


def mono(home: Home, project: Path, transport: Transport | None = None) -> Editor:
    """The Unity package in the stand-in editor on Mono."""
    from tests.unity_package import mono

    mono.require()
    return mono.start(home, project, transport)


HOSTS: dict[str, Start] = {"headless": headless, "mono": mono}
"""By the name that UNITY_KERNEL_EDITOR_UNDER_TEST uses."""


def under_test() -> list[str]:
    """The hosts of this run: what UNITY_KERNEL_EDITOR_UNDER_TEST lists (with commas), else the headless editor."""
    names = [name.strip() for name in os.environ.get("UNITY_KERNEL_EDITOR_UNDER_TEST", "").split(",")]
    chosen = [name for name in names if name] or ["headless"]
    unknown = [name for name in chosen if name not in HOSTS]
    if unknown:
        raise ValueError(f"UNITY_KERNEL_EDITOR_UNDER_TEST names {unknown}; there are {list(HOSTS)}")
    return chosen
