"""Signals of front ends that interrupt by SIGINT: while a cell runs in the editor, they go there."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any

__all__ = ["SignalForwarding"]


class SignalForwarding:
    """Replaces the SIGINT handler for a block; nothing where that is not possible."""

    def __init__(self, handler: Callable[[int, Any], None]) -> None:
        self._handler = handler
        self._old: Any = None
        self._installed = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> None:
        if self._installed:
            self._old = signal.signal(signal.SIGINT, self._handler)

    def __exit__(self, *details: object) -> None:
        if self._installed:
            signal.signal(signal.SIGINT, self._old)
