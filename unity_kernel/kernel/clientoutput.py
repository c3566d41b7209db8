"""What a client process prints: into its log, and over the control channel to the editor's console."""

from __future__ import annotations

import io
import itertools
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from unity_kernel.client.control import Control
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire.messages import Message, Print

__all__ = ["ClientOutput"]

CAPACITY = 10_000
"""Entries that wait for the editor; whoever prints more waits for room."""
STALL = 2.0
"""Seconds that printing waits for room while the editor takes nothing, as during a domain reload; then entries are
left out and counted. The log has them all."""
AT_ONCE = 500
"""Entries in one batch."""
ACKNOWLEDGED = 5.0
"""Seconds that the editor's IO thread may take to take a batch; it needs less than a millisecond."""
RECONNECTING = 0.05
"""Seconds between looks for a connection."""


class ClientOutput:
    """A queue of console entries, and the thread that sends them while there is a connection.

    Args:
        control: Gives the open connection, or None.
    """

    def __init__(self, control: Callable[[], Control | None]) -> None:
        self._control = control
        self._entries: deque[Print] = deque()
        self._condition = threading.Condition()
        self._closed = False
        self._stalled = False
        self._dropped = 0
        self._thread = threading.Thread(target=self._run, name="client-output", daemon=True)
        self._thread.start()

    def add(self, severity: str, text: str) -> None:
        """Logs and queues an entry ("log", "warning" or "error"); any thread."""
        log = sys.__stderr__
        if log is not None:
            log.write(text + "\n")
            log.flush()
        with self._condition:
            if len(self._entries) >= CAPACITY and not self._stalled:
                self._stalled = not self._condition.wait_for(lambda: len(self._entries) < CAPACITY, STALL)
            if len(self._entries) >= CAPACITY:
                self._dropped += 1
                return
            self._entries.append(Print(severity, text))
            self._condition.notify_all()

    def close(self, timeout: float = 1.0) -> None:
        """Sends what is left, as far as `timeout` seconds allow, and joins the thread."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._entries or self._closed)
                if not self._entries:
                    return
            control = self._control()
            if control is not None and self._send(control):
                continue
            with self._condition:
                if self._closed:
                    return
                self._condition.wait_for(lambda: self._closed, RECONNECTING)

    def _send(self, control: Control) -> bool:
        """Sends a batch; False when the connection has ended, and all of it has to go over the next."""
        with self._condition:
            batch: list[Message] = [*itertools.islice(self._entries, AT_ONCE)]
            taken, dropped = len(batch), self._dropped
        if dropped:
            text = f"[Unity Kernel] {dropped} lines of a client came while the editor took none, and were left out."
            batch.append(Print("warning", text))
        try:
            control.post(batch).result(ACKNOWLEDGED)
        except (UnityKernelError, TimeoutError):
            return False
        with self._condition:
            for _ in range(taken):
                self._entries.popleft()
            self._dropped -= dropped
            self._stalled = False
            self._condition.notify_all()
        return True


class ClientStream(io.TextIOBase):
    """A client's stdout or stderr: an entry for each line, or what a front end's cell prints to that front end.

    Args:
        output: Where entries go.
        severity: Of the entries.
        front_end: The stream to front ends.
        for_front_end: Whether a front end's cell runs now.
    """

    def __init__(
        self, output: ClientOutput, severity: str, front_end: Any, for_front_end: Callable[[], bool]
    ) -> None:
        self._output = output
        self._severity = severity
        self._front_end = front_end
        self._for_front_end = for_front_end
        self._has_shown = False
        self._rest = ""
        self._lock = threading.Lock()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "backslashreplace"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._for_front_end():
            self._has_shown = True
            return int(self._front_end.write(text) or 0)
        with self._lock:
            *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._output.add(self._severity, line)
        return len(text)

    def set_parent(self, parent: dict[str, Any]) -> None:
        """Called by ipykernel with the request whose cell begins."""
        self._front_end.set_parent(parent)

    def finish(self) -> None:
        """Lets go of a line that has no end."""
        with self._lock:
            rest, self._rest = self._rest, ""
        if rest:
            self._output.add(self._severity, rest)

    def flush(self) -> None:
        if self._has_shown:  # ipykernel asks for it when the cell has ended
            self._has_shown = False
            self._front_end.flush()
