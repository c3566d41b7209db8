"""From the editor's events to Jupyter's iopub channel."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from unity_kernel.wire.messages import (
    ClearOutput,
    ClientCall,
    Comm,
    Display,
    ErrorOutput,
    Log,
    Message,
    Notice,
    Result,
    Stream,
)

__all__ = ["Relay"]

REMEMBERED = 1000
"""Requests whose parent header is kept, for output that comes after the cell has ended (threads, callbacks)."""
PREFIX = {
    "log": "[Log]",
    "warning": "[Warning]",
    "error": "[Error]",
    "exception": "[Exception]",
    "assert": "[Assert]",
}
RANK = {"log": 0, "assert": 1, "warning": 1, "error": 2, "exception": 2}
LEVELS = {"log": 0, "warning": 1, "error": 2, "none": 3}


class Relay:
    """Publishes events under the request that caused them. `handle` and `flush` run on the link's reader thread.

    Text is gathered until something else comes or `flush` is called.

    Args:
        publish: (message type, content, parent, buffers, metadata), any thread.
        on_call: Called with each `ClientCall`, and the request that it belongs to.

    Attributes:
        comms: The editor's open comms: id to target name.
        orphans: The request under which the output of unknown ones shows; none, by default.
        log_level: The least severity shown in cells: log, warning, error or none.
    """

    def __init__(
        self,
        publish: Callable[..., None],
        on_call: Callable[[ClientCall], None],
    ) -> None:
        self.comms: dict[str, str] = {}
        self.orphans: dict[str, Any] = {}
        self.log_level = "log"
        self._publish = publish
        self._on_call = on_call
        self._lock = threading.Lock()
        self._text_of = ("", "")
        self._text: list[str] = []
        self._parents: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._handlers: dict[type[Message], Callable[[Any], None]] = {
            Stream: self._stream,
            Display: self._display,
            Result: self._result,
            ClearOutput: self._clear_output,
            ErrorOutput: self._error,
            Comm: self._comm,
            Log: self._log,
            Notice: self._notice,
            ClientCall: on_call,
        }

    def remember(self, job: str, parent: dict[str, Any]) -> None:
        """Keeps the Jupyter request that a job stands for."""
        with self._lock:
            self._parents[job] = parent
            while len(self._parents) > REMEMBERED:
                self._parents.popitem(last=False)

    def parent(self, job: str) -> dict[str, Any]:
        """The request of a job, or an empty one."""
        with self._lock:
            return self._parents.get(job, self.orphans)

    def handle(self, message: Message) -> None:
        """Publishes one event."""
        handler = self._handlers.get(type(message))
        if handler is None:
            return
        if not isinstance(message, Stream | Log):
            self.flush()
        handler(message)

    def line(self, job: str, text: str, name: str = "stdout") -> None:
        """Publishes a line of unity-kernel's own."""
        self._publish("stream", {"name": name, "text": text + "\n"}, self.parent(job))

    def flush(self) -> None:
        """Publishes the text that was gathered: front ends pay for each message, and logs come one by one."""
        text, self._text = self._text, []
        if text:
            job, name = self._text_of
            self._publish("stream", {"name": name, "text": _sendable("".join(text))}, self.parent(job))

    def _gather(self, job: str, name: str, text: str) -> None:
        if self._text_of != (job, name):
            self.flush()
            self._text_of = (job, name)
        self._text.append(text)

    def _stream(self, event: Stream) -> None:
        self._gather(event.job, event.name, event.text)

    def _display(self, event: Display) -> None:
        kind = "update_display_data" if event.update else "display_data"
        content = {"data": _bundle(event.data), "metadata": event.metadata, "transient": event.transient}
        self._publish(kind, content, self.parent(event.job))

    def _result(self, event: Result) -> None:
        content = {
            "data": _bundle(event.data),
            "metadata": event.metadata,
            "execution_count": event.execution_count,
        }
        self._publish("execute_result", content, self.parent(event.job))

    def _clear_output(self, event: ClearOutput) -> None:
        self._publish("clear_output", {"wait": event.wait}, self.parent(event.job))

    def _error(self, event: ErrorOutput) -> None:
        with self._lock:
            is_orphan = bool(self.orphans) and event.job not in self._parents
        if is_orphan:  # an error of its own would pass for one of the cell in which it shows
            self.line(event.job, _sendable("\n".join(event.traceback)), "stderr")
            return
        content = {
            "ename": event.ename,
            "evalue": _sendable(event.evalue),
            "traceback": [_sendable(line) for line in event.traceback],
        }
        self._publish("error", content, self.parent(event.job))

    def _comm(self, event: Comm) -> None:
        name = event.content.get("comm_id", "")
        if event.msg_type == "comm_open":
            self.comms[name] = event.content.get("target_name", "")
        elif event.msg_type == "comm_close":
            self.comms.pop(name, None)
        self._publish(
            event.msg_type,
            event.content,
            self.parent(event.job),
            buffers=event.buffers,
            metadata=event.metadata,
            ident=f"comm-{name}".encode(),
        )

    def _log(self, event: Log) -> None:
        rank = RANK.get(event.severity, 2)
        if rank < LEVELS[self.log_level]:
            return
        text = f"{PREFIX.get(event.severity, '[Log]')} {event.message}\n"
        if event.stack and rank == 2:
            text += event.stack.rstrip("\n") + "\n"
        name = "stderr" if rank else "stdout"
        self._gather(event.job, name, text)

    def _notice(self, event: Notice) -> None:
        self.line(event.job, f"[unity-kernel] {event.text}")


def _sendable(text: str) -> str:
    """Text that UTF-8 can carry: lone surrogates as their escapes."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def _bundle(data: dict[str, Any]) -> dict[str, Any]:
    return {kind: _sendable(value) if isinstance(value, str) else value for kind, value in data.items()}
