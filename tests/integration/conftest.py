"""Editors and kernels for the integration tests: real processes, shared where a test leaves no trace."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import hosts
from tests.support.projects import make_project
from tests.support.session import Editor, Home, Kernel
from unity_kernel.wire import system
from unity_kernel.wire.endpoint import Transport

TRANSPORTS: list[Transport] = ["unix", "tcp"] if system.HAS_UNIX_SOCKETS else ["tcp"]
SETUP = 5.0
"""Seconds before a test in which what it uses was started: logs written to since then are shown."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Generator[None, Any, Any]:
    """Shows the logs of a failed test, and keeps them."""
    report = yield
    if report.failed:
        for home in Home.alive:
            home.failed = True
            report.sections += home.tails(since=call.start - SETUP)
            report.sections.append(("logs kept", f"{home.path}\n"))
    return report


@pytest.fixture(scope="session", params=hosts.under_test())
def editor_host(request: pytest.FixtureRequest) -> hosts.Start:
    """How to start the editor under test: the whole suite runs once for each host."""
    return hosts.HOSTS[str(request.param)]


@pytest.fixture(scope="session")
def shared_home() -> Iterator[Home]:
    """The home of the shared editor."""
    with Home() as home:
        yield home


@pytest.fixture(scope="session")
def editor(editor_host: hosts.Start, shared_home: Home) -> Iterator[Editor]:
    """An editor for all tests that neither end it nor count its objects."""
    project = make_project(shared_home.path / "Project")
    with editor_host(shared_home, project, None) as editor:
        yield editor


@pytest.fixture(scope="module")
def kernel(editor: Editor, shared_home: Home) -> Iterator[Kernel]:
    """A kernel on the shared editor, one for each module: names that a test defines stay."""
    with Kernel.start(shared_home, editor=editor) as kernel:
        yield kernel


@pytest.fixture
def home() -> Iterator[Home]:
    """A home of the test's own, where no editor runs yet."""
    with Home() as home:
        yield home


@pytest.fixture
def project(home: Home) -> Path:
    """A small project of the test's own."""
    return make_project(home.path / "Game")


@pytest.fixture
def start_editor(editor_host: hosts.Start, home: Home) -> hosts.StartOwn:
    """Starts editors in the test's own home, on projects of its own; the test may end them."""
    if editor_host is hosts.unity:
        pytest.skip("needs editors of its own, which it may end")

    def start(project: Path, transport: Transport | None = None) -> Editor:
        return editor_host(home, project, transport)

    return start


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> Transport:
    """Both ways to reach an editor."""
    transport: Transport = request.param
    return transport
