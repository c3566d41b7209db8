"""The client's end of the control channel: requests as futures, events to a handler."""

from __future__ import annotations

import itertools
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from unity_kernel.client.reloading import refuse_stopped
from unity_kernel.errors import EditorGone, EditorReloading, NotSent, RemoteError
from unity_kernel.wire import bulk, handshake
from unity_kernel.wire.editor_file import EditorFile
from unity_kernel.wire.link import Link
from unity_kernel.wire.messages import (
    Adopt,
    AttachSession,
    Cancel,
    CloseSession,
    Disown,
    Failed,
    GetLogs,
    GetStatus,
    Interrupt,
    Message,
    Quit,
    Reply,
    StateChanged,
)

__all__ = ["Control"]

log = logging.getLogger(__name__)
PARTINGS = ("stopped", "disconnected")


class Control:
    """One connection to one editor.

    Args:
        editor: Whose editor file it is.
        on_event: Called on the reader thread with each message that is no reply; must not block.
        on_closed: Called on the reader thread when the editor or the connection has gone.
        on_flush: Called on the reader thread after the events of a batch, and before a reply is given out; for a
            handler that gathers them.

    Raises:
        EditorGone, EditorStopped, AuthenticationError, ProtocolError: The connection could not be made.

    Attributes:
        parting: Why the editor has said that it closes the connection: "stopped" (it may be back), "disconnected" (its
            user sent this kernel away); empty while it has said nothing.
        reloading_since: When the editor went into a domain reload (seconds, monotonic), or None. The connection stays.
    """

    def __init__(
        self,
        editor: EditorFile,
        on_event: Callable[[Message], None] | None = None,
        on_closed: Callable[[], None] | None = None,
        on_flush: Callable[[], None] | None = None,
    ) -> None:
        self.editor = editor
        self.parting = ""
        self.reloading_since: float | None = None
        self._on_event = on_event
        self._on_closed = on_closed
        self._on_flush = on_flush
        self._lock = threading.Lock()
        self._pending: dict[str, Future[Reply]] = {}
        self._over = False
        self._unsent: set[str] = set()
        self._numbers = itertools.count(1)
        try:
            sock = editor.endpoint.connect()
        except EditorGone:
            refuse_stopped(editor)
            raise
        try:
            handshake.introduce(sock, editor.token, "control")
        except BaseException:
            sock.close()
            raise
        self._link = Link(sock, self._receive, self._closed, f"editor {editor.id}")
        self._link.start()

    @property
    def is_open(self) -> bool:
        """Whether the editor can be reached."""
        return self._link.is_open

    def attach(self, session: str, client: str, **options: Any) -> dict[str, Any]:
        """Opens this connection's session; returns the editor's status. Options: see `AttachSession`."""
        return self._ask(AttachSession(session, client, os.getcwd(), **options))

    def abandon(self) -> None:
        """Gives up on an editor whose process has ended, though somebody, such as a child of its, holds its socket."""
        self._link.close()

    def request(self, message: Any) -> Future[Reply]:
        """Sends a request that becomes a job; `message.job` names it.

        The future gives the `Reply`, after all output that came before it was handed to `on_event`. It fails
        with `RemoteError`, or with `EditorGone` or `EditorReloading` when the connection ends.

        Raises:
            EditorGone, EditorReloading: The connection has ended already.
        """
        future: Future[Reply] = Future()
        future.set_running_or_notify_cancel()  # a waiter that gives up must not cancel it under the reader thread
        with self._lock:
            if self._over:
                raise self._end()
            self._pending[message.job] = future
        try:
            self._link.post([message])
        except EditorGone:
            # Whether for good, the reader thread learns from the editor's last words, and then says it.
            self._unsent.add(message.job)
        return future

    def new_job(self) -> str:
        """A fresh id for a request."""
        return f"{os.getpid()}-{next(self._numbers)}"

    def send(self, message: Message) -> None:
        """Sends a message whose answer does not matter."""
        self._link.post([message])

    def post(self, messages: Sequence[Message]) -> Future[Message | None]:
        """Sends messages, in order; the future is done when the editor's IO thread has taken them."""
        return self._link.post(messages)

    def status(self) -> dict[str, Any]:
        """What the editor is doing; answered also while its main thread is busy."""
        return self._ask(GetStatus())

    def logs(self, after: int = 0, limit: int = 1000, severities: list[str] | None = None) -> dict[str, Any]:
        """Entries of the editor's console; see `GetLogs`."""
        return self._ask(GetLogs(after, limit, severities or []))

    def interrupt(self) -> bool:
        """Interrupts this session's running job; False when none runs."""
        return bool(self._ask(Interrupt())["interrupted"])

    def cancel(self, job: str) -> bool:
        """Takes a queued job back; False when it has begun or ended."""
        return bool(self._ask(Cancel(job))["cancelled"])

    def adopt(self) -> None:
        """Tells an embedded editor that this process uses it."""
        self._ask(Adopt(os.getpid()))

    def disown(self) -> bool:
        """Tells an embedded editor that this process is done with it; True when that ends it."""
        return bool(self._ask(Disown(os.getpid()))["last"])

    def quit_editor(self) -> None:
        """Ends a headless editor.

        Raises:
            RemoteError: The editor refuses.
        """
        refused = self._ask(Quit())["refused"]
        if refused:
            raise RemoteError("EditorRefused", refused)

    def fetch(self, ticket: str) -> Any:
        """The value that the editor offers under a ticket, over the bulk channel."""
        sock = self.editor.endpoint.connect()
        with sock:
            handshake.introduce(sock, self.editor.token, "bulk", ticket=ticket)
            return bulk.load(bulk.receive(sock))

    def supply(self, ticket: str, value: object) -> None:
        """Sends a value under a ticket that the editor expects; returns when it has arrived."""
        buffers = bulk.dump(value)
        sock = self.editor.endpoint.connect()
        with sock:
            handshake.introduce(sock, self.editor.token, "bulk", ticket=ticket)
            bulk.send(sock, buffers)
            if not sock.recv(1):
                raise EditorGone("the editor closed the transfer before the value had arrived")

    def close(self) -> None:
        """Ends the session and the connection."""
        if self._link.is_open:
            try:
                self._link.post([CloseSession()])
            except EditorGone:
                pass
        self._link.close()

    # --- reader thread ------------------------------------------------------------------------------------------------

    def _receive(self, messages: list[Message]) -> None:
        for message in messages:
            if isinstance(message, Reply | Failed):
                self._flush()
                with self._lock:
                    future = self._pending.pop(message.job, None)
                if future is None:
                    continue
                if isinstance(message, Reply):
                    future.set_result(message)
                else:
                    future.set_exception(RemoteError(message.ename, message.evalue, message.traceback))
            elif isinstance(message, StateChanged):
                self.parting = message.state if message.state in PARTINGS else ""
                self.reloading_since = time.monotonic() if message.state == "reloading" else None
            elif self._on_event is not None:
                try:
                    self._on_event(message)
                except Exception:  # the replies that follow must not be lost with it
                    log.exception("an event of the editor could not be handled: %s", message.kind)
        self._flush()

    def _flush(self) -> None:
        if self._on_flush is not None:
            try:
                self._on_flush()
            except Exception:
                log.exception("the editor's events could not be handled")

    def _closed(self) -> None:
        with self._lock:
            self._over = True
            pending, self._pending = self._pending, {}
        if self._on_closed is not None:
            self._on_closed()
        for job, future in pending.items():
            future.set_exception(self._end(sent=job not in self._unsent))

    def _end(self, *, sent: bool = False) -> EditorGone:
        """Why a request has no reply."""
        if self.parting == "stopped":
            return EditorReloading(f"editor {self.editor.id} is stopped; this has not begun")
        if not sent:
            return NotSent(f"editor {self.editor.id} had ended before this could be sent")
        return EditorGone(f"editor {self.editor.id} ended while it worked on this")

    def _ask(self, message: Message) -> dict[str, Any]:
        answer = self._link.ask(message)
        if isinstance(answer, Failed):
            raise RemoteError(answer.ename, answer.evalue, answer.traceback)
        assert isinstance(answer, Reply)
        return answer.content
