"""Unity's console for what Python prints and logs outside of cells."""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

__all__ = ["Console"]


class Console:
    """Takes text on any thread; `flush` shows it, on the main thread, a console message per line.

    Args:
        show: Called with a severity ("log", "warning" or "error") and a text.
    """

    def __init__(self, show: Callable[[str, str], None]) -> None:
        self._show = show
        self._lines: deque[tuple[str, str]] = deque()
        self._handler = _Handler(self)
        self._replaced: tuple[Any, Any] | None = None

    def install(self) -> None:
        """Replaces stdout and stderr, and takes the warnings of unity-kernel's own log."""
        self._replaced = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Stream(self, "log"), _Stream(self, "warning")
        logging.getLogger("unity_kernel").addHandler(self._handler)

    def uninstall(self) -> None:
        """Undoes `install` and shows what is left."""
        logging.getLogger("unity_kernel").removeHandler(self._handler)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, _Stream):
                stream.finish()
        if self._replaced is not None:
            sys.stdout, sys.stderr = self._replaced
            self._replaced = None
        self.flush()
        self._lines.clear()

    def add(self, severity: str, text: str) -> None:
        """Queues a message."""
        self._lines.append((severity, text))

    def flush(self) -> None:
        """Shows what is queued. Main thread.

        What is printed meanwhile, as by a handler of console messages that prints, waits for the next time: else
        this would never end.
        """
        for _ in range(len(self._lines)):
            if self._lines:  # a handler may have flushed as well
                self._show(*self._lines.popleft())


class _Stream(io.TextIOBase):
    """Cuts text into lines."""

    def __init__(self, console: Console, severity: str) -> None:
        self._console = console
        self._severity = severity
        self._rest = ""
        self._lock = threading.Lock()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        with self._lock:
            *lines, self._rest = (self._rest + text).split("\n")
            for line in lines:
                self._console.add(self._severity, line)
        return len(text)

    def finish(self) -> None:
        """Lets go of a line that has no end."""
        with self._lock:
            if self._rest:
                self._console.add(self._severity, self._rest)
            self._rest = ""


class _Handler(logging.Handler):
    """Shows log records, with unity-kernel's prefix."""

    def __init__(self, console: Console) -> None:
        super().__init__(logging.WARNING)
        self._console = console
        self.setFormatter(logging.Formatter("[Unity Kernel] %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        severity = "error" if record.levelno >= logging.ERROR else "warning"
        self._console.add(severity, self.format(record))
