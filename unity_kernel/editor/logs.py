"""The editor's console, kept: a bounded ring of log entries with a count of what fell out."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from unity_kernel.editor.routing import current_cell
from unity_kernel.wire.messages import Log

__all__ = ["LogEntry", "LogStore"]

CAPACITY = 10_000
SEVERITIES = ("log", "warning", "error", "exception", "assert")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One message of the console; `when` is seconds since the epoch."""

    number: int
    severity: str
    message: str
    stack: str
    when: float


class LogStore:
    """Takes log entries on any thread; shows each in the cell that caused it.

    Attributes:
        collect: Called on the main thread before a cell's output and at its end. A host whose console messages wait
            in a queue of its own adds them here, so that they appear in their cell, and in their place.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.collect: Callable[[], None] = lambda: None
        self._entries: deque[LogEntry] = deque(maxlen=capacity)
        self._lock = threading.Lock()
        self._count = 0

    def add(self, severity: str, message: str, stack: str = "") -> None:
        """Keeps an entry and sends it to the running cell, if any."""
        cell = current_cell()
        with self._lock:
            self._count += 1
            entry = LogEntry(self._count, severity, message, stack, time.time())
            self._entries.append(entry)
        if cell is not None:
            put: Any = cell.session
            put.put(Log(cell.job, entry.number, severity, message, stack, entry.when))

    def read(self, after: int, limit: int, severities: list[str]) -> dict[str, Any]:
        """Entries with a number above `after`: the last `limit` of those severities (all, when empty).

        Returns:
            `entries` (oldest first), `last` (the newest number), `lost` (how many after `after` fell out of the
            ring) and `forgotten` (how many fell out in all).
        """
        with self._lock:
            entries = [entry for entry in self._entries if entry.number > after]
            first = self._entries[0].number if self._entries else self._count + 1
            last = self._count
        if severities:
            entries = [entry for entry in entries if entry.severity in severities]
        return {
            "entries": [asdict(entry) for entry in entries[-limit:]] if limit > 0 else [],
            "last": last,
            "lost": max(0, first - 1 - after) if after else 0,
            "forgotten": first - 1,
        }
