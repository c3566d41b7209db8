"""Editors that live but do not serve: what a client waits for, and what it is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.background import Background
from tests.unit.client.conftest import Announce
from unity_kernel.client import reloading
from unity_kernel.client.control import Control
from unity_kernel.client.reloading import after_reload
from unity_kernel.errors import EditorGone, EditorStopped


def test_editor_that_serves_is_returned_as_its_file_says(announce: Announce, projects: Path) -> None:
    before = announce("unity-1", projects / "Game")
    now = before.write("busy")
    assert after_reload(before) == now


@pytest.mark.parametrize("state", ["reloading", "stopped"])
def test_editor_that_is_back_soon_is_waited_for(announce: Announce, projects: Path, state: str) -> None:
    away = announce("unity-1", projects / "Game", state=state)
    with Background(lambda: after_reload(away)) as waiting:
        back = away.write("idle")
        assert waiting.result() == back


def test_stopped_editor_is_an_error_that_says_what_to_do(
    announce: Announce, projects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reloading, "RESTART", 0.0)
    stopped = announce("unity-1", projects / "Game", state="stopped")
    for reach in (after_reload, Control):
        with pytest.raises(EditorStopped, match=r"on Game is stopped.*Start server"):
            reach(stopped)


def test_client_process_waits_while_its_editor_is_stopped(
    announce: Announce, projects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reloading, "RESTART", 0.0)
    stopped = announce("unity-1", projects / "Game", state="stopped")
    with Background(lambda: after_reload(stopped, through_stop=True)) as waiting:
        back = stopped.write("idle")
        assert waiting.result() == back


def test_editor_that_ends_meanwhile_is_told(announce: Announce, projects: Path) -> None:
    away = announce("unity-1", projects / "Game", state="reloading")
    away.remove()
    with pytest.raises(EditorGone, match="has ended while it reloaded"):
        after_reload(away)
