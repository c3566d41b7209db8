"""A headless editor on a project that the test may change."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.projects import make_project
from unity_kernel.headless.api.runtime import Runtime
from unity_kernel.headless.project import Project

SAMPLE = Path(__file__).parents[3] / "unity_kernel" / "headless" / "sample"

Log = list[tuple[str, str]]
Opener = Callable[..., "Editor"]


class Editor:
    """A running Runtime, its project's folder, and what it logged."""

    def __init__(self, root: Path, scene: str | None = None) -> None:
        self.root = root
        self.log: Log = []
        self.runtime = Runtime(
            Project.open(root),
            scene=scene,
            log=lambda severity, message, stack: self.log.append((severity, message)),
        )
        self.runtime.install()
        self.runtime.load()

    def close(self) -> None:
        self.runtime.uninstall()


def copy_writable(source: Path, target: Path) -> Path:
    """Copies a folder of which the original may be read-only."""
    shutil.copytree(source, target)
    for folder, _, files in os.walk(target):
        for name in [folder, *(os.path.join(folder, file) for file in files)]:
            os.chmod(name, os.stat(name).st_mode | stat.S_IWUSR)
    return target


@pytest.fixture
def open_editor() -> Iterator[Opener]:
    """Opens editors and ends them after the test."""
    opened: list[Editor] = []

    def start(root: Path, scene: str | None = None) -> Editor:
        opened.append(Editor(root, scene))
        return opened[-1]

    yield start
    for editor in reversed(opened):
        editor.close()


@pytest.fixture
def editor(tmp_path: Path, open_editor: Opener) -> Editor:
    """An editor on a copy of the bundled sample project."""
    return open_editor(copy_writable(SAMPLE, tmp_path / "sample"))


@pytest.fixture
def small(tmp_path: Path, open_editor: Opener) -> Editor:
    """An editor on a project of three objects."""
    return open_editor(make_project(tmp_path / "small"))
