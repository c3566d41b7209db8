"""The Mono host for the tests of the Unity package; those that need it are left out where Mono is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.conftest import home, project, pytest_runtest_makereport
from tests.support.projects import make_project
from tests.support.session import Editor, Home, Kernel
from tests.unity_package import mono

__all__ = ["home", "project", "pytest_runtest_makereport"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what cannot run here; the end of the run says so, once (`hosts.left_out`)."""
    if mono.why_absent() and not mono.is_required():
        out = [item for item in items if "mono_host" in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in out]
        config.hook.pytest_deselected(items=out)


@pytest.fixture(scope="session")
def mono_host() -> None:
    """For tests that need the Mono host."""
    mono.require()


@pytest.fixture(scope="module")
def module_home() -> Iterator[Home]:
    """A home for the module's editor."""
    with Home() as home:
        yield home


@pytest.fixture(scope="module")
def editor(mono_host: None, module_home: Home) -> Iterator[Editor]:
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
