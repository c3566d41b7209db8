"""An editor's console on the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from unity_kernel.cli import logs
from unity_kernel.errors import EditorGone


def entry(number: int, severity: str = "log", stack: str = "") -> dict[str, Any]:
    return {"number": number, "severity": severity, "message": f"m{number}", "stack": stack, "when": 0.0}


def found(*entries: dict[str, Any], last: int = 0, lost: int = 0) -> dict[str, Any]:
    return {"entries": list(entries), "last": last, "lost": lost}


class Console:
    """An editor's answers, one for each look; then it ends, or Ctrl-C comes."""

    def __init__(self, *answers: dict[str, Any], end: BaseException | None = None) -> None:
        self.answers = list(answers)
        self.end = end
        self.asked: list[tuple[int, int, list[str]]] = []
        self.editor = SimpleNamespace(id="headless-1")

    def logs(self, after: int, limit: int, severities: list[str]) -> dict[str, Any]:
        self.asked.append((after, limit, severities))
        if not self.answers and self.end is not None:
            raise self.end
        return self.answers.pop(0)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the command on a console; waits take no time."""
    monkeypatch.setattr("time.sleep", lambda seconds: None)

    def call(console: Console, *arguments: str) -> int:
        @contextmanager
        def reach(name: str | None) -> Iterator[tuple[Console, bool]]:
            yield console, False

        monkeypatch.setattr(logs, "reach", reach)
        return logs.main(list(arguments))

    return call


def test_the_last_entries(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(found(entry(1), entry(2, "warning"), last=2))
    assert run(console, "-n", "5") == 0
    assert console.asked == [(0, 5, [])]
    lines = capsys.readouterr().out.splitlines()
    assert [line[9:] for line in lines] == ["log       m1", "warning   m2"]


def test_a_stack_shows_where_something_went_wrong(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run(Console(found(entry(1, "log", "at A"), entry(2, "error", "at B\nat C\n"))))
    shown = capsys.readouterr().out
    assert "at A" not in shown
    assert "m2\n    at B\n    at C\n" in shown


def test_a_level_leaves_out_lesser_ones(run: Any) -> None:
    console = Console(found())
    run(console, "--level", "error")
    ((_, _, severities),) = console.asked
    assert "warning" not in severities
    assert {"error", "exception", "assert"} == set(severities)


def test_an_empty_console_says_so(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Console(found())) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "The console of headless-1 has nothing to show.\n"


def test_following_goes_on_after_the_newest_until_the_editor_ends(
    run: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    console = Console(
        found(entry(1), last=1), found(last=1), found(entry(9), last=9, lost=7), end=EditorGone("")
    )
    assert run(console, "-f") == 0
    assert [after for after, _, _ in console.asked] == [0, 1, 1, 9]
    shown = capsys.readouterr()
    assert [line.split()[-1] for line in shown.out.splitlines()] == ["m1", "m9"]
    assert shown.err == "[7 entries came too fast and are lost]\n[headless-1 has ended]\n"


def test_ctrl_c_ends_following_without_an_error(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Console(found(entry(1), last=1), end=KeyboardInterrupt()), "-f") == 0
    assert capsys.readouterr().err == ""


def test_json_is_one_object_per_line(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run(Console(found(entry(1), entry(2), last=2)), "--json")
    assert [json.loads(line)["number"] for line in capsys.readouterr().out.splitlines()] == [1, 2]
