"""From the editor's events to Jupyter's iopub channel."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from unity_kernel.display import logs
from unity_kernel.kernel.console import METADATA, CellConsole
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
RANK = {"log": 0, "assert": 1, "warning": 1, "error": 2, "exception": 2}
STYLES = ("rich", "text")
LEVELS = {"log": 0, "warning": 1, "error": 2, "none": 3}


class Relay:
    """Publishes events under the request that caused them. `handle` and `flush` run on the link's reader thread.

    Text and console messages are gathered until something else comes or `flush` is called.

    Args:
        publish: (message type, content, parent, buffers, metadata), any thread.
        on_call: Called with each `ClientCall`, and the request that it belongs to.

    Attributes:
        comms: The editor's open comms: id to target name.
        orphans: The request under which the output of unknown ones shows; none, by default.
        log_level: The least severity shown in cells: log, warning, error or none.
        log_style: How console messages show in cells: rich (coloured, counted, stacks folded) or text.
    """

    def __init__(
        self,
        publish: Callable[..., None],
        on_call: Callable[[ClientCall], None],
    ) -> None:
        self.comms: dict[str, str] = {}
        self.orphans: dict[str, Any] = {}
        self.log_level = "log"
        self.log_style = "rich"
        self._publish = publish
        self._on_call = on_call
        self._lock = threading.Lock()
        self._order = threading.RLock()  # the main thread's `finish` against the reader thread
        self._console = CellConsole(
            lambda kind, content, job: self._publish(kind, _safe(content), self.parent(job)), self._log_text
        )
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
        with self._order:
            if not isinstance(message, Stream | Log):
                self._flush_text()
                if not isinstance(message, Comm | ClientCall):
                    self._console.interrupt_run(getattr(message, "job", ""))
            handler(message)

    def line(self, job: str, text: str, name: str = "stdout") -> None:
        """Publishes a line of unity-kernel's own; as a display, where the text brings its own HTML."""
        html = getattr(text, "html", "")
        if html:
            data = _bundle({"text/plain": str(text), "text/html": html})
            content = {"data": data, "metadata": METADATA, "transient": {}}
            self._publish("display_data", content, self.parent(job))
            return
        self._publish("stream", {"name": name, "text": text + "\n"}, self.parent(job))

    def flush(self) -> None:
        """Publishes what was gathered: front ends pay for each message, and logs come one by one."""
        with self._order:
            self._flush_text()
            self._console.flush()

    def finish(self, job: str) -> None:
        """The request has ended: publishes the last counts of its console messages. Any thread."""
        with self._order:
            self._console.finish(job)

    def _flush_text(self) -> None:
        text, self._text = self._text, []
        if text:
            job, name = self._text_of
            self._publish("stream", {"name": name, "text": _sendable("".join(text))}, self.parent(job))

    def _gather(self, job: str, name: str, text: str) -> None:
        if self._text_of != (job, name):
            self._flush_text()
            self._text_of = (job, name)
        self._text.append(text)

    def _stream(self, event: Stream) -> None:
        self._console.interrupt_run(event.job)
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
        if self.log_style == "text":
            self._log_text(event.job, event.severity, logs.line(event.severity, event.message, event.stack))
            return
        if self._text:
            self._flush_text()
        self._console.add(event)

    def _log_text(self, job: str, severity: str, text: str) -> None:
        self._gather(job, "stderr" if RANK.get(severity, 2) else "stdout", text)

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


def _safe(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "data": _bundle(content["data"])}


def _bundle(data: dict[str, Any]) -> dict[str, Any]:
    return {kind: _sendable(value) if isinstance(value, str) else value for kind, value in data.items()}
