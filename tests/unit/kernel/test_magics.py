"""What `%unity` says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from IPython.core.error import UsageError

from unity_kernel.display.logs import entry_line
from unity_kernel.errors import EditorGone, NoEditorError
from unity_kernel.kernel.magics import UnityMagic, describe
from unity_kernel.wire import system
from unity_kernel.wire.editor_file import EditorFile, new_token
from unity_kernel.wire.endpoint import Endpoint

STATUS: dict[str, Any] = {
    "id": "unity-1",
    "kind": "unity",
    "state": "idle",
    "job": None,
    "queue": [],
    "project": "/projects/Game",
    "unity": "6000.0.1f1",
    "package": "0.1.0",
    "python": "3.13.0",
    "pid": 4711,
    "sessions": [],
}


class Console:
    def __init__(self, entries: list[dict[str, Any]]) -> None:
        self.entries = entries
        self.asked: dict[str, Any] = {}

    def logs(self, **options: Any) -> dict[str, Any]:
        self.asked = options
        return {"entries": self.entries, "last": len(self.entries), "lost": 0}


class Bridge:
    """The part of the kernel's bridge that the magic uses."""

    def __init__(self) -> None:
        self.status: dict[str, Any] | None = None
        self.editor: EditorFile | None = None
        self.control: Console | None = None
        self.used: list[str] = []

    def describe(self) -> dict[str, Any] | None:
        return self.status

    def use(self, name: str) -> str:
        if name == "nobody":
            raise NoEditorError("no running editor is called 'nobody'")
        if name == "gone":
            raise EditorGone("it has ended")
        self.used.append(name)
        return f"Now using {name}."


@pytest.fixture
def bridge() -> Bridge:
    return Bridge()


@pytest.fixture
def unity(bridge: Bridge) -> UnityMagic:
    return UnityMagic(bridge)  # type: ignore[arg-type]


def entry(severity: str, message: str, when: float = 0.0) -> dict[str, Any]:
    return {"number": 1, "severity": severity, "message": message, "stack": "", "when": when}


class TestUsage:
    def test_help_names_every_verb(self, unity: UnityMagic) -> None:
        text = unity.run("help")

        for verb in ("status", "list", "use NAME", "logs"):
            assert f"%unity {verb}" in text

    @pytest.mark.parametrize("line", ["dance", "STATUS", "statuses"])
    def test_an_unknown_verb_shows_the_help(self, unity: UnityMagic, line: str) -> None:
        with pytest.raises(UsageError, match=f"%unity has no '{line}'") as caught:
            unity.run(line)
        assert "%unity status" in str(caught.value)

    def test_a_line_that_is_no_line(self, unity: UnityMagic) -> None:
        with pytest.raises(UsageError, match="No closing quotation"):
            unity.run("use 'half")

    @pytest.mark.parametrize("line", ["use", "use a b"])
    def test_use_takes_one_name(self, unity: UnityMagic, line: str) -> None:
        with pytest.raises(UsageError, match="takes one name"):
            unity.run(line)


class TestStatus:
    @pytest.mark.parametrize("line", ["", "status"])
    def test_without_an_editor_it_says_what_will_happen(self, unity: UnityMagic, line: str) -> None:
        assert unity.run(line).startswith("No editor is connected. The next cell connects to one")

    def test_an_idle_editor(self, unity: UnityMagic, bridge: Bridge) -> None:
        bridge.status = STATUS

        assert unity.run("status") == (
            "unity editor unity-1: idle\n"
            "  project   /projects/Game (Unity 6000.0.1f1)\n"
            "  versions  unity-kernel 0.1.0, Python 3.13.0, process 4711"
        )

    def test_a_busy_one_says_with_what_since_when_for_whom(self) -> None:
        text = describe(
            {
                **STATUS,
                "state": "busy",
                "job": {"label": "In[3]: x = 1", "seconds": 2.345, "client": "Game.ipynb"},
                "queue": [f"job {number}" for number in range(7)],
                "scene": {"path": "Assets/Main.unity", "dirty": True},
                "sessions": [{"id": "s", "client": "Game.ipynb", "since": 0.0}],
            }
        )

        assert "busy: In[3]: x = 1 (2.3 s, Game.ipynb)" in text
        assert "  waiting   7: job 0; job 1; job 2; job 3; job 4" in text
        assert "  scene     Assets/Main.unity, unsaved changes" in text
        assert "  session   Game.ipynb" in text

    def test_a_scene_without_a_path(self) -> None:
        assert "  scene     untitled" in describe({**STATUS, "scene": {"path": "", "dirty": False}})


class TestList:
    def test_nothing_runs(self, unity: UnityMagic) -> None:
        assert unity.run("list") == "No editor is running."

    def test_the_current_one_is_marked_and_private_ones_are_named(
        self, unity: UnityMagic, bridge: Bridge
    ) -> None:
        started = system.process_start_time(os.getpid())
        assert started is not None
        files = [
            EditorFile(
                name,
                "unity",
                Endpoint("tcp", port=1),
                new_token(),
                os.getpid(),
                started,
                project,
                owner=owner,
            )
            for name, project, owner in (("unity-1", "/p/Game", ""), ("headless-2", "/p/Tools", "key"))
        ]
        for file in files:
            file.write("playing")
        bridge.editor = files[0]
        lines = sorted(unity.run("list").splitlines())

        assert lines[0].split() == ["headless-2", "playing", "/p/Tools", "(private", "to", "a", "kernel)"]
        assert lines[1].split() == ["*", "unity-1", "playing", "/p/Game"]


class TestUse:
    def test_a_name_with_spaces_can_be_quoted(self, unity: UnityMagic, bridge: Bridge) -> None:
        assert unity.run("use 'My Game'") == "Now using My Game."
        assert bridge.used == ["My Game"]

    @pytest.mark.parametrize(("name", "text"), [("nobody", "is called 'nobody'"), ("gone", "it has ended")])
    def test_what_fails_says_why(self, unity: UnityMagic, name: str, text: str) -> None:
        with pytest.raises(UsageError, match=f"%unity use: .*{text}"):
            unity.run(f"use {name}")


class TestLogs:
    def test_without_an_editor(self, unity: UnityMagic) -> None:
        assert unity.run("logs") == "No editor is connected."

    def test_an_empty_console(self, unity: UnityMagic, bridge: Bridge) -> None:
        bridge.control = Console([])

        assert unity.run("logs") == "The console is empty."

    def test_level_and_count_in_any_order(self, unity: UnityMagic, bridge: Bridge) -> None:
        bridge.control = console = Console([entry("error", "bad")])
        for line in ("logs error 5", "logs 5 error"):
            assert unity.run(line).endswith("error     bad")
            assert console.asked == {"limit": 5, "severities": ["assert", "error", "exception"]}

        unity.run("logs")
        assert console.asked == {"limit": 20, "severities": []}

    @pytest.mark.parametrize("word", ["loud", "-5", "1.5"])
    def test_another_word_is_refused(self, unity: UnityMagic, word: str) -> None:
        with pytest.raises(UsageError, match="neither a number nor one of log, warning, error"):
            unity.run(f"logs {word}")

    def test_an_entry_is_one_line_with_its_time(self) -> None:
        line = entry_line(entry("warning", "careful", 1_700_000_000.0))

        assert line.endswith(" warning   careful")
        assert len(line.split()[0]) == len("22:13:20")


def test_the_home_of_these_tests_is_their_own(fresh_home: Path) -> None:
    assert system.home() == fresh_home
