"""A link: one control connection, its reader thread, and typed messages both ways."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from unity_kernel.errors import EditorGone, ProtocolError, WaitTimeout
from unity_kernel.wire.messages import Message, decode, encode
from unity_kernel.wire.rpc import ControlConnection, open_channel

__all__ = ["Link"]


class Link:
    """Carries batches of messages over an authenticated socket.

    The side that owns the link calls `start` (which makes a reader thread and joins it in `close`) or runs
    `serve_forever` on a thread of its own.

    Args:
        sock: Authenticated, blocking.
        handle: Called on the reader thread with each batch; what it returns is the answer that `ask` gets on the
            other side. It must not block.
        closed: Called once on the reader thread when the connection has ended.
        name: For the thread's name and for error texts.
    """

    def __init__(
        self,
        sock: socket.socket,
        handle: Callable[[list[Message]], Message | None],
        closed: Callable[[], None],
        name: str,
    ) -> None:
        self.name = name
        self._handle = handle
        self._on_closed = closed
        self._lock = threading.Lock()
        self._asked: set[Future[Message | None]] = set()
        self._ended = False
        self._thread: threading.Thread | None = None
        self._connection = ControlConnection(open_channel(sock), self._deliver)

    @property
    def is_open(self) -> bool:
        """False as soon as either side has closed."""
        return not self._ended and not self._connection.closed

    def start(self) -> None:
        """Serves on a thread of its own, which `close` joins."""
        self._thread = threading.Thread(target=self.serve_forever, name=f"link-{self.name}", daemon=True)
        self._thread.start()

    def serve_forever(self) -> None:
        """The reader's loop. Returns when the connection has ended."""
        try:
            self._connection.serve_forever()
        finally:
            self._finish()

    def post(self, messages: Sequence[Message]) -> Future[Message | None]:
        """Sends a batch, in order, from any thread; the future is the other side's answer.

        The future fails with `EditorGone` when the connection ends first. It must not be waited for on the
        reader thread.

        Raises:
            EditorGone: The link is closed.
        """
        answer: Future[Message | None] = Future()
        answer.set_running_or_notify_cancel()  # a waiter that gives up must not cancel it under the reader thread
        payload, buffers = encode(messages)
        with self._lock:
            if self._ended:
                raise EditorGone(f"the connection to {self.name} is closed")
            self._asked.add(answer)
        try:
            self._connection.post(
                payload, tuple(buffers), lambda failed, data: self._answered(answer, failed, data)
            )
        except (EOFError, OSError) as error:
            self._asked.discard(answer)
            raise EditorGone(f"the connection to {self.name} is closed ({error})") from error
        return answer

    def ask(self, message: Message, timeout: float = 5.0) -> Message | None:
        """Sends one message and waits for its answer; not on the reader thread.

        Raises:
            WaitTimeout: No answer within `timeout` seconds.
            EditorGone: The connection ended.
        """
        answer = self.post([message])
        try:
            return answer.result(timeout)
        except FutureTimeout:
            self._asked.discard(answer)
            raise WaitTimeout(
                f"{self.name} did not answer '{message.kind}' within {timeout:g} s; its IO thread is stuck, "
                "which only a native call that holds Python's lock can do"
            ) from None

    def close(self, timeout: float = 5.0) -> None:
        """Ends the connection and joins the reader thread, unless this is that thread."""
        self._connection.close()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)
        if thread is None or not thread.is_alive():
            self._finish()

    def _deliver(self, payload: bytes, buffers: tuple[bytes, ...]) -> object:
        answer = self._handle(decode(payload, buffers))
        if answer is None:
            return None
        encoded, answer_buffers = encode([answer])
        return encoded, tuple(answer_buffers)

    def _answered(self, answer: Future[Message | None], failed: bool, data: Any) -> None:
        with self._lock:
            if answer not in self._asked:
                return
            self._asked.discard(answer)
        if failed:
            answer.set_exception(ProtocolError(f"{self.name} could not handle the message: {data}"))
        elif data is None:
            answer.set_result(None)
        else:
            try:
                answer.set_result(decode(*data)[0])
            except (ProtocolError, TypeError, IndexError) as error:
                answer.set_exception(ProtocolError(f"{self.name} gave no answer that can be read: {error}"))

    def _finish(self) -> None:
        with self._lock:
            if self._ended:
                return
            self._ended = True
            asked, self._asked = self._asked, set()
        for answer in asked:
            answer.set_exception(EditorGone(f"the connection to {self.name} ended"))
        self._on_closed()
