"""What a client prints on its way to the editor's console."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from unity_kernel.errors import EditorGone
from unity_kernel.kernel import clientoutput
from unity_kernel.kernel.clientoutput import ClientOutput, ClientStream
from unity_kernel.wire.messages import Message, Print


class Editor:
    """Takes batches as a connection does; `gone` makes it refuse."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.gone = False
        self.noted = threading.Event()

    def post(self, messages: list[Message]) -> Future[None]:
        if self.gone:
            raise EditorGone("it reloads")
        self.taken += [(each.severity, each.text) for each in messages if isinstance(each, Print)]
        if any(severity == "warning" for severity, _ in self.taken):
            self.noted.set()
        done: Future[None] = Future()
        done.set_result(None)
        return done


@pytest.fixture
def editor() -> Editor:
    return Editor()


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    log = io.StringIO()
    monkeypatch.setattr(sys, "__stderr__", log)
    return log


@pytest.fixture
def output(editor: Editor, log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClientOutput]:
    monkeypatch.setattr(clientoutput, "RECONNECTING", 0.001)
    control: Any = editor
    output = ClientOutput(lambda: control)
    yield output
    output.close()


def test_lines_are_sent_in_order_and_logged(output: ClientOutput, editor: Editor, log: io.StringIO) -> None:
    stream = ClientStream(output, "log", None, lambda: False)
    print("one\ntwo", "three", file=stream)
    print("four", end="", file=stream)
    output.add("error", "[Unity Kernel] it failed\nat line 1")
    stream.finish()
    output.close()
    assert editor.taken == [
        ("log", "one"),
        ("log", "two three"),
        ("error", "[Unity Kernel] it failed\nat line 1"),
        ("log", "four"),
    ]
    assert log.getvalue() == "one\ntwo three\n[Unity Kernel] it failed\nat line 1\nfour\n"


def test_a_front_ends_cell_prints_to_the_front_end(output: ClientOutput, editor: Editor) -> None:
    front_end = io.StringIO()
    running = [True]
    stream = ClientStream(output, "log", front_end, lambda: running[0])
    print("to the front end", file=stream)
    running[0] = False
    print("to the console", file=stream)
    output.close()
    assert front_end.getvalue() == "to the front end\n"
    assert editor.taken == [("log", "to the console")]


def test_what_comes_while_the_editor_is_away_waits_for_it(output: ClientOutput, editor: Editor) -> None:
    editor.gone = True
    output.add("log", "early")
    output.add("warning", "late")
    editor.gone = False
    assert editor.noted.wait(10)
    assert editor.taken == [("log", "early"), ("warning", "late")]


def test_beyond_the_bound_lines_are_counted(
    output: ClientOutput, editor: Editor, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clientoutput, "CAPACITY", 10)
    monkeypatch.setattr(clientoutput, "STALL", 0.0)
    editor.gone = True
    for number in range(25):
        output.add("log", str(number))
    editor.gone = False
    assert editor.noted.wait(10)
    output.close()
    shown = [text for _, text in editor.taken if text.isdigit()]
    [note] = [text for severity, text in editor.taken if severity == "warning"]
    assert shown == [str(number) for number in range(10)]
    assert note.startswith("[Unity Kernel] 15 lines of a client came while the editor took none")
    assert log.getvalue().count("\n") == 25, "the log has them all"
