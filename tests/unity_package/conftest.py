"""The Mono host for the tests of the Unity package; all of them are left out where Mono is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.conftest import home, project, pytest_runtest_makereport
from tests.support.projects import make_project
from tests.support.session import Editor, Home, Kernel
from tests.unity_package import mono

__all__ = ["home", "project", "pytest_runtest_makereport"]


@pytest.fixture(scope="session", autouse=True)
def _mono() -> None:
    mono.require()


@pytest.fixture(scope="module")
def module_home() -> Iterator[Home]:
    """A home for the module's editor."""
    with Home() as home:
        yield home


@pytest.fixture(scope="module")
def editor(_mono: None, module_home: Home) -> Iterator[Editor]:
    """A Mono host, one for each module."""
    with mono.start(module_home, make_project(module_home.path / "Game")) as editor:
        yield editor


@pytest.fixture(scope="module")
def kernel(editor: Editor, module_home: Home) -> Iterator[Kernel]:
    """A kernel on it."""
    with Kernel.start(module_home, editor=editor) as kernel:
        yield kernel


@pytest.fixture
def assets(editor: Editor) -> Path:
    """The project's Assets."""
    return editor.project / "Assets"
