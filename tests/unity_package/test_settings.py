"""A Python that cannot be used: one clear message, and the editor goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.session import Home, wait_until
from tests.unity_package import mono

Spoil = Callable[[Path], object]
pytestmark = pytest.mark.usefixtures("mono_host")


def no_settings(project: Path) -> None:
    """The project was never set up."""


def no_json(project: Path) -> None:
    mono.write_settings(project).write_text("python: here")


def wrong_python(project: Path) -> None:
    mono.write_settings(project, python="/nowhere/bin/python")


def wrong_library(project: Path) -> None:
    (project / "libpython.so").write_text("no library")
    mono.write_settings(project, libpython=str(project / "libpython.so"))


def old_library(project: Path) -> None:
    mono.write_settings(project, libpython="/lib/x86_64-linux-gnu/libm.so.6")


def no_transport(project: Path) -> None:
    mono.write_settings(project, transport="pigeon")


def no_room_for_sockets(project: Path) -> None:
    mono.write_settings(project)
    (project.parent / "sockets").write_text("in the way")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (no_settings, "This project has no Python yet (UserSettings/UnityKernel.json is missing)"),
        (no_json, "is no JSON"),
        (wrong_python, '"python" in UserSettings/UnityKernel.json names no file: "/nowhere/bin/python"'),
        (wrong_library, "Python cannot be loaded from"),
        (old_library, "Python cannot be loaded from"),
        (no_transport, '"transport" in UserSettings/UnityKernel.json is "pigeon"'),
        (no_room_for_sockets, "The server did not start: the editor cannot listen (unix)"),
    ],
)
def test_console_says_once_what_is_wrong_and_what_to_do(
    home: Home, project: Path, spoil: Spoil, message: str
) -> None:
    spoil(project)
    with mono.launched(home, project) as log:
        wait_until(lambda: "[Unity Kernel]" in log(), "a message in the console")
        assert log().count("[Unity Kernel]") == 1
        assert message in log()
        remedies = (
            "unity-kernel setup",
            "must be a 64-bit CPython",
            "Set UNITY_KERNEL_HOME",
            "leave it empty",
        )
        assert any(remedy in log() for remedy in remedies)


def test_server_can_be_switched_off(home: Home, project: Path) -> None:
    mono.write_settings(project, start=False)
    with mono.launched(home, project) as log:
        wait_until(lambda: "domain 0 began" in log(), "the start of the editor")
        assert home.editors() == []
