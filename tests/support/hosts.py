"""Which editors the suite runs on: each is one line in `HOSTS`, not another copy of the tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from tests.support.session import Editor, Home
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire import system
from unity_kernel.wire.editor_file import EditorFile
from unity_kernel.wire.endpoint import Transport

__all__ = ["HOSTS", "Start", "StartOwn", "left_out", "under_test", "unity"]

Start = Callable[[Home, Path, Transport | None], Editor]
"""Starts (or attaches to) an editor on a project; may call `pytest.skip` with what is missing."""


class StartOwn(Protocol):
    """Starts an editor on a project, which the test may end."""

    def __call__(self, project: Path, transport: Transport | None = None) -> Editor: ...


VARIABLE = "UNITY_KERNEL_EDITOR_UNDER_TEST"
# Before the tests hide both from themselves: where the user's editors are, and which of them is meant.
EDITORS = system.home() / "editors"
WANTED = os.environ.get("UNITY_KERNEL_EDITOR", "")


def headless(home: Home, project: Path, transport: Transport | None = None) -> Editor:
    """The headless editor, in a process of its own."""
    return Editor.start(home, project, transport=transport)


def mono(home: Home, project: Path, transport: Transport | None = None) -> Editor:
    """The Unity package in the stand-in editor on Mono."""
    from tests.unity_package import mono

    mono.require()
    return mono.start(home, project, transport)


def unity(home: Home, project: Path, transport: Transport | None = None) -> Editor:
    """The Unity that runs already, with the project of `python -m tests.support.projects`; it is never ended.

    UNITY_KERNEL_EDITOR names it, by its id or its project; where only one Unity runs, that one is meant.
    """
    if transport is not None:
        pytest.skip("needs an editor of its own; the running Unity serves in one way only")
    files = [file for path in sorted(EDITORS.glob("*.json")) if (file := _running(path)) is not None]
    fitting = [file for file in files if WANTED in ("", file.id) or _same_folder(WANTED, file.project)]
    if len(fitting) != 1:
        running = ", ".join(f"{file.id} on {file.project}" for file in files) or "none"
        raise UnityKernelError(
            f"{VARIABLE}=unity needs one running Unity with the server started; UNITY_KERNEL_EDITOR={WANTED!r} fits "
            f"{len(fitting)}. Running: {running}."
        )
    return Editor.attach(home, EDITORS / f"{fitting[0].id}.json")


def _running(path: Path) -> EditorFile | None:
    try:
        file = EditorFile.read(path)
    except ValueError:
        return None
    return file if file.kind == "unity" and file.is_running() else None


def _same_folder(one: str, other: str) -> bool:
    return Path(one).expanduser().resolve() == Path(other).resolve()


HOSTS: dict[str, Start] = {"headless": headless, "mono": mono, "unity": unity}
"""By the name that UNITY_KERNEL_EDITOR_UNDER_TEST uses."""


def under_test() -> list[str]:
    """The hosts of this run: what the variable lists (with commas), else those that this machine has."""
    names = [name.strip() for name in os.environ.get(VARIABLE, "").split(",")]
    chosen = [name for name in names if name]
    unknown = [name for name in chosen if name not in HOSTS]
    if unknown:
        raise ValueError(f"{VARIABLE} names {unknown}; there are {list(HOSTS)}")
    return chosen or (["headless"] if _no_mono() else ["headless", "mono"])


def left_out() -> list[str]:
    """What this run leaves out for want of an editor, a line each, and how to get it."""
    missing = _no_mono()
    lines = []
    if missing:
        lines.append(f"the tests of the Unity package, and the integration tests on the Mono host: {missing}")
    elif "mono" not in under_test():
        lines.append(f"the integration tests on the Mono host: {VARIABLE} does not name it")
    if "unity" not in under_test():
        lines.append(
            f"the integration tests on a real Unity: {VARIABLE}=unity runs them on the one that is open"
        )
    return lines


def _no_mono() -> str:
    from tests.unity_package import mono

    return mono.why_absent()
