"""Unity's console messages on their way from the C# half to the cell that caused them."""

from __future__ import annotations

import ctypes
import logging
import threading
from contextlib import nullcontext
from typing import Any

from unity_kernel.editor.editor import Editor
from unity_kernel.editor.routing import Cell, entered
from unity_kernel.editor.session import Session

__all__ = ["ConsoleMessages"]

log = logging.getLogger(__name__)
AT_ONCE = 1000
"""Messages taken in one call, so that a storm of them does not become one huge string."""
LOOK = 0.05
"""Seconds between looks for messages that the main thread has had no time for."""
FIELD, ENTRY = "\x1f", "\x1e"
"""Separate the fields of a message, and messages; the C# half takes them out of the texts."""
LENGTH = ctypes.sizeof(ctypes.c_int32)


class ConsoleMessages:
    """Hands Unity's console messages to the editor, in the order in which they came.

    The main thread collects them before everything that a cell prints, and at its end: so they stand in their place.
    While it is in a long call, the C# half puts them into a block of memory, from which a thread takes them; that
    thread reads memory only, since a Python thread inside .NET during a domain reload ends the process.

    Args:
        editor: Takes them.
        bridge: `UnityKernel.PythonBridge`.
    """

    def __init__(self, editor: Editor, bridge: Any) -> None:
        self._editor = editor
        self._bridge = bridge
        self._pending = ctypes.c_int32.from_address(bridge.PendingLogs)
        self._block: int = bridge.LogBlock
        self._length = ctypes.c_int32.from_address(self._block)
        self._lock = threading.RLock()
        self._collecting = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="console-messages", daemon=True)

    def start(self) -> None:
        """Begins to look for what the main thread has no time for."""
        self._thread.start()

    def stop(self) -> None:
        """Joins the thread; the block of memory may be freed then."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()  # ends within a message or two; the outbox bounds how long one may wait

    def collect(self) -> None:
        """Hands over all that wait. Main thread."""
        # Asked before everything that a cell prints: reading the number in place costs 0.1 microseconds, asking .NET
        # for it ten times that.
        if self._collecting or not self._pending.value:
            return
        with self._lock:
            try:
                self._collecting = True
                while text := self._bridge.DrainLogs(AT_ONCE):
                    self._add(text)
            finally:
                self._collecting = False

    def _run(self) -> None:
        while not self._stopping.wait(LOOK):
            # Not waiting for the lock: whoever has it collects them all.
            if self._length.value and self._lock.acquire(blocking=False):
                try:
                    self._take_block()
                except Exception:
                    log.exception("console messages could not be shown")
                finally:
                    self._lock.release()

    def _take_block(self) -> None:
        length = self._length.value
        text = ctypes.string_at(self._block + LENGTH, length).decode("utf-8", "replace")
        self._length.value = 0
        job = self._editor.dispatcher.current()
        # The job cannot end before these are handed over: at its end the main thread collects, and waits for the lock.
        of_cell = job is not None and isinstance(job.owner, Session)
        with entered(Cell(job.owner, job.name)) if of_cell else nullcontext():  # type: ignore[union-attr, arg-type]
            self._add(text)

    def _add(self, text: str) -> None:
        for entry in text.split(ENTRY)[:-1]:
            severity, message, stack = entry.split(FIELD)
            self._editor.log(severity, message, stack)
