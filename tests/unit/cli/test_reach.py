"""Which editor a command gets, and how editors are listed."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import make_project
from unity_kernel.cli import editors, reach
from unity_kernel.errors import EditorGone, NoEditorError, ProjectError
from unity_kernel.wire.editor_file import EditorFile
from unity_kernel.wire.endpoint import Endpoint

STATUS: dict[str, Any] = {"state": "idle", "job": None, "scene": {"path": "Assets/A.unity", "dirty": False}}


def editor(name: str = "unity-1", **fields: Any) -> EditorFile:
    basic = {"kind": "unity", "endpoint": Endpoint("tcp", port=1), "token": "t", "pid": 1, "started": 0.0}
    return EditorFile(
        name, **{**basic, "project": "/games/One", "versions": {"unity": "6000.0.1f1"}, **fields}
    )


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    reach.add_editor_options(parser, "help")
    return parser.parse_args(words)


# --- which ------------------------------------------------------------------------------------------------------


def test_an_editor_or_a_project_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path / "Game")
    monkeypatch.chdir(tmp_path)
    assert reach.wanted(options()) is None
    assert reach.wanted(options("--editor", "unity-1")) == "unity-1"
    assert reach.wanted(options("--project", "Game")) == str(tmp_path / "Game")


def test_a_project_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="is no Unity project"):
        reach.wanted(options("--project", str(tmp_path)))
    with pytest.raises(ProjectError, match="is no folder"):
        reach.wanted(options("--project", str(tmp_path / "gone")))


def test_without_any_editor_the_ways_to_one_are_named(fresh_home: Path) -> None:
    with (
        pytest.raises(NoEditorError, match="Run `unity-kernel headless PROJECT`"),
        reach.reach(None),
    ):
        pass
    with pytest.raises(NoEditorError, match="Give --project PROJECT"), reach.reach(None, may_start=True):
        pass


def test_an_unknown_name_starts_nothing(fresh_home: Path) -> None:
    with pytest.raises(NoEditorError, match="'nobody'"), reach.reach("nobody", may_start=True):
        pass


def test_a_command_that_may_not_start_one_says_so(fresh_home: Path, tmp_path: Path) -> None:
    project = make_project(tmp_path / "Game")
    with pytest.raises(NoEditorError, match="none may be started"), reach.reach(str(project)):
        pass


# --- asking ---------------------------------------------------------------------------------------------------------


class FakeControl:
    """An editor that answers, or does what its id says."""

    stuck = threading.Event()

    def __init__(self, file: EditorFile) -> None:
        self.file = file
        if file.id == "gone":
            raise EditorGone("nobody listens")

    def status(self) -> dict[str, Any]:
        if self.file.id == "stuck":
            self.stuck.wait(10.0)
        return {**STATUS, "id": self.file.id}

    def close(self) -> None:
        pass


def test_all_are_asked_and_none_holds_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "Control", FakeControl)
    monkeypatch.setattr(reach, "PATIENCE", 0.05)
    good, stuck, gone = reach.ask_all([editor("good"), editor("stuck"), editor("gone")])
    FakeControl.stuck.set()
    assert isinstance(good, dict)
    assert good["id"] == "good"
    assert str(stuck).startswith("no answer within")
    assert str(gone).startswith("it does not answer")


# --- the list --------------------------------------------------------------------------------------------------------


def test_a_row() -> None:
    assert editors._row(editor(), STATUS) == ("unity-1", "idle", "6000.0.1f1", "Assets/A.unity", "/games/One")


@pytest.mark.parametrize(
    ("status", "column", "shown"),
    [
        ({"state": "busy", "job": {"seconds": 12.3}}, 1, "busy 12 s"),
        ({"scene": {"path": "Assets/A.unity", "dirty": True}}, 3, "Assets/A.unity *"),
        ({"scene": None}, 3, "-"),
    ],
)
def test_what_it_is_doing(status: dict[str, Any], column: int, shown: str) -> None:
    assert editors._row(editor(), {**STATUS, **status})[column] == shown


def test_a_silent_editor_is_listed_with_the_reason() -> None:
    row = editors._row(editor(embedded=True), "no answer")
    assert row[1] == "silent"
    assert row[-1] == "/games/One  (ends with its notebooks)  (no answer)"


def test_a_project_in_the_users_folder_is_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.path.expanduser", lambda path: str(tmp_path))
    assert editors._row(editor(project=str(tmp_path / "Game")), STATUS)[-1].startswith("~")


def test_json_never_holds_a_token() -> None:
    data = editors._as_json([editor(token="secret")], [STATUS], [])
    assert "secret" not in str(data)
    assert data["editors"][0]["status"] == STATUS
    assert data["editors"][0]["error"] is None
