"""One cell, run in an editor from a shell: its output shown as it comes, or kept."""

from __future__ import annotations

import getpass
import queue
import sys
from concurrent.futures import Future
from typing import Any, Protocol

from unity_kernel.cli.terminal import ANSI, plain
from unity_kernel.client.control import Control
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

__all__ = ["Cell", "Output", "Record", "Terminal"]

POLL = 0.2
"""Seconds between chances for Ctrl-C: on Windows it cannot end a wait for a queue any sooner."""


class Output(Protocol):
    """Where a cell's output goes. Both methods run on the thread that called `Cell.run`."""

    def show(self, event: Message) -> None:
        """Takes one event."""

    def answer(self, call: ClientCall) -> str:
        """Answers `input` or `getpass`; raises EOFError when nobody can."""


class Terminal:
    """Shows output as it comes, log entries in the words that a notebook uses."""

    def show(self, event: Message) -> None:
        """Writes one event."""
        if isinstance(event, Stream):
            self._write(event.text, event.name)
        elif isinstance(event, Result | Display):
            self._write(text_of(event.data) + "\n", "stdout")
        elif isinstance(event, Log):
            name = "stdout" if event.severity == "log" else "stderr"
            self._write(f"[{event.severity.capitalize()}] {event.message}\n", name)
        elif isinstance(event, ErrorOutput):
            self._write("\n".join(event.traceback) + "\n", "stderr")
        elif isinstance(event, Notice):
            self._write(f"[unity-kernel] {event.text}\n", "stderr")

    def answer(self, call: ClientCall) -> str:
        """Asks the user."""
        prompt = str(call.arguments["prompt"])
        return getpass.getpass(prompt) if call.name == "getpass" else input(prompt)

    @staticmethod
    def _write(text: str, name: str) -> None:
        stream = sys.stderr if name == "stderr" else sys.stdout
        stream.write(plain(text, stream))
        stream.flush()


class Record:
    """Keeps output for `--json`.

    Attributes:
        data: stdout, stderr, result (the last expression's text, or None), displays (MIME bundles), error, logs.
    """

    def __init__(self) -> None:
        self.data: dict[str, Any] = {
            "stdout": "",
            "stderr": "",
            "result": None,
            "displays": [],
            "error": None,
            "logs": [],
        }

    def show(self, event: Message) -> None:
        """Keeps one event."""
        data = self.data
        if isinstance(event, Stream):
            data["stderr" if event.name == "stderr" else "stdout"] += event.text
        elif isinstance(event, Result):
            data["result"] = text_of(event.data)
        elif isinstance(event, Display):
            data["displays"].append(event.data)
        elif isinstance(event, Log):
            data["logs"].append({"severity": event.severity, "message": event.message, "stack": event.stack})
        elif isinstance(event, ErrorOutput):
            data["error"] = error_of(event.ename, event.evalue, event.traceback)

    def answer(self, call: ClientCall) -> str:
        """Nobody can."""
        raise EOFError(f"{call.name}() cannot be answered under --json")


class Cell:
    """Runs code in the session of a connection.

    Args:
        output: Where the output goes.

    Attributes:
        events: The connection's events; give `events.put` to `Control` as `on_event`.
        interrupted: Whether Ctrl-C was pressed while it ran.
    """

    def __init__(self, output: Output) -> None:
        self.events: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self.interrupted = False
        self._output = output

    def run(self, control: Control, code: str) -> dict[str, Any]:
        """Runs the code until it ends; returns the execute_reply's content.

        Ctrl-C interrupts the code; a second one gives up on it.

        Raises:
            EditorGone: The editor ended meanwhile.
            RemoteError: The editor could not run it.
        """
        message = Execute(control.new_job(), code, store_history=False, allow_stdin=True)
        reply = control.request(message)
        # The future ends on the reader thread after all events before it, so the queue's order is the true one.
        reply.add_done_callback(lambda future: self.events.put(None))
        while True:
            try:
                if self._show_next(control):
                    return self._content(reply)
            except KeyboardInterrupt:
                if self.interrupted:
                    raise
                self.interrupted = True
                print("\nunity-kernel: interrupting; Ctrl-C again gives up", file=sys.stderr)
                control.interrupt()

    def _show_next(self, control: Control) -> bool:
        """Shows one event, if one comes; returns whether it was the last."""
        try:
            event = self.events.get(timeout=POLL)
        except queue.Empty:
            return False
        if event is None:
            return True
        if isinstance(event, ClientCall):
            control.send(self._answer(event))
        else:
            self._output.show(event)
        return False

    def _answer(self, call: ClientCall) -> ClientReply:
        if call.name not in ("input", "getpass"):
            return ClientReply(call.call, ename="UsageError", error=f"%{call.name} works in notebooks only")
        try:
            return ClientReply(call.call, self._output.answer(call))
        except EOFError as error:
            return ClientReply(call.call, ename="EOFError", error=str(error))

    @staticmethod
    def _content(reply: Future[Reply]) -> dict[str, Any]:
        return reply.result().content


def text_of(bundle: dict[str, Any]) -> str:
    """The text form of a MIME bundle; names its types where it has none."""
    return str(bundle.get("text/plain", f"<{', '.join(bundle)}>"))


def error_of(ename: str, evalue: str, traceback: list[str]) -> dict[str, Any]:
    """An error as `--json` shows it: its traceback without colours."""
    return {"ename": ename, "evalue": evalue, "traceback": [ANSI.sub("", line) for line in traceback]}
