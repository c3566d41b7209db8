"""A cell run from the shell: order of output, questions, Ctrl-C."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, cast

import pytest

from unity_kernel.cli.cell import Cell, Output, Record, Terminal
from unity_kernel.client.control import Control
from unity_kernel.errors import EditorGone
from unity_kernel.wire.messages import (
    ClientCall,
    ClientReply,
    Display,
    ErrorOutput,
    Execute,
    Log,
    Message,
    Notice,
    Reply,
    Result,
    Stream,
)

OK = {"status": "ok"}


class FakeControl:
    """An editor that answers each cell with the same events, before `request` returns."""

    def __init__(self, events: list[Message]) -> None:
        self.events = events
        self.sent: list[Message] = []
        self.requests: list[Execute] = []
        self.interrupts = 0
        self.reply: Future[Reply] = Future()
        self.put: Callable[[Message], None]

    def new_job(self) -> str:
        return "job"

    def request(self, message: Execute) -> Future[Reply]:
        self.requests.append(message)
        for event in self.events:
            self.put(event)
        return self.reply

    def send(self, message: Message) -> None:
        self.sent.append(message)

    def interrupt(self) -> bool:
        self.interrupts += 1
        return True

    def finish(self, content: dict[str, Any] = OK) -> None:
        self.reply.set_result(Reply("job", content))


def run(output: Output, *events: Message, content: dict[str, Any] = OK) -> tuple[FakeControl, dict[str, Any]]:
    """Runs a cell whose events and reply have come already."""
    control = FakeControl(list(events))
    control.finish(content)
    cell = Cell(output)
    control.put = cell.events.put
    return control, cell.run(cast(Control, control), "code")


def test_output_shows_in_the_words_of_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    _, content = run(
        Terminal(),
        Stream("job", "stdout", "a"),
        Stream("job", "stderr", "warned\n"),
        Stream("job", "stdout", "b\n"),
        Log("job", 1, "log", "noted", "", 0.0),
        Log("job", 2, "error", "broken", "", 0.0),
        Display("job", {"text/plain": "<Figure>", "image/png": "..."}),
        Display("job", {"image/png": "...", "image/svg+xml": "..."}),
        Notice("job", "reconnected"),
        Result("job", {"text/plain": "42"}, {}, 1),
    )
    shown = capsys.readouterr()
    assert shown.out == "ab\n[Log] noted\n<Figure>\n<image/png, image/svg+xml>\n42\n"
    assert shown.err == "warned\n[Error] broken\n[unity-kernel] reconnected\n"
    assert content == OK


def test_a_traceback_goes_to_stderr_without_colours(capsys: pytest.CaptureFixture[str]) -> None:
    error = ErrorOutput("job", "ValueError", "no", ["\x1b[31mline 1\x1b[39m", "ValueError: no"])
    _, content = run(Terminal(), error, content={"status": "error"})
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "line 1\nValueError: no\n")
    assert content["status"] == "error"


def test_a_record_keeps_everything_apart() -> None:
    record = Record()
    run(
        record,
        Stream("job", "stdout", "a"),
        Stream("job", "stderr", "b"),
        Stream("job", "stdout", "c"),
        Log("job", 1, "warning", "careful", "where", 0.0),
        Display("job", {"text/plain": "shown"}),
        Result("job", {"text/plain": "42"}, {}, 1),
        ErrorOutput("job", "ValueError", "no", ["\x1b[31mValueError\x1b[39m: no"]),
    )
    assert record.data == {
        "stdout": "ac",
        "stderr": "b",
        "result": "42",
        "displays": [{"text/plain": "shown"}],
        "error": {"ename": "ValueError", "evalue": "no", "traceback": ["ValueError: no"]},
        "logs": [{"severity": "warning", "message": "careful", "stack": "where"}],
    }


def test_the_code_is_sent_whole_and_stays_out_of_the_history() -> None:
    control, _ = run(Record())
    (request,) = control.requests
    assert request.code == "code"
    assert not request.store_history


def test_a_question_is_asked_and_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "input", lambda prompt: f"{prompt}42")
    control, _ = run(Terminal(), ClientCall("job", 7, "input", {"prompt": "? "}))
    assert control.sent == [ClientReply(7, "? 42")]


def test_a_password_is_asked_without_echo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "secret")
    control, _ = run(Terminal(), ClientCall("job", 7, "getpass", {"prompt": "? "}))
    assert control.sent == [ClientReply(7, "secret")]


def test_nobody_can_answer_when_input_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(prompt: str) -> str:
        raise EOFError("end of input")

    monkeypatch.setattr(builtins, "input", ended)
    control, _ = run(Terminal(), ClientCall("job", 7, "input", {"prompt": "? "}))
    assert control.sent == [ClientReply(7, ename="EOFError", error="end of input")]


def test_what_only_a_kernel_can_do_is_refused() -> None:
    control, _ = run(Record(), ClientCall("job", 7, "pull", {"name": "x", "ticket": "t"}))
    (reply,) = control.sent
    assert isinstance(reply, ClientReply)
    assert (reply.ename, reply.error) == ("UsageError", "%pull works in notebooks only")


class CtrlC(Record):
    """Somebody presses Ctrl-C while the first events show."""

    def __init__(self, times: int, control: FakeControl) -> None:
        super().__init__()
        self.left = times
        self.control = control

    def show(self, event: Message) -> None:
        if self.left:
            self.left -= 1
            raise KeyboardInterrupt
        super().show(event)


def test_ctrl_c_interrupts_the_code_and_shows_how_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    control = FakeControl([Stream("job", "stdout", "lost"), Stream("job", "stdout", "kept")])
    control.finish({"status": "error"})
    output = CtrlC(1, control)
    cell = Cell(output)
    control.put = cell.events.put
    assert cell.run(cast(Control, control), "code") == {"status": "error"}
    assert control.interrupts == 1
    assert cell.interrupted
    assert output.data["stdout"] == "kept"
    assert "Ctrl-C again" in capsys.readouterr().err


def test_a_second_ctrl_c_gives_up() -> None:
    control = FakeControl([Stream("job", "stdout", "one"), Stream("job", "stdout", "two")])
    cell = Cell(CtrlC(2, control))
    control.put = cell.events.put
    with pytest.raises(KeyboardInterrupt):
        cell.run(cast(Control, control), "code")
    assert control.interrupts == 1


def test_an_editor_that_ends_is_an_error() -> None:
    control = FakeControl([])
    control.reply.set_exception(EditorGone("it ended"))
    cell = Cell(Record())
    control.put = cell.events.put
    with pytest.raises(EditorGone, match="it ended"):
        cell.run(cast(Control, control), "code")
