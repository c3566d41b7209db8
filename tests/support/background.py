"""The other half of a conversation, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

__all__ = ["Background"]

TIMEOUT = 10.0
"""Seconds; whatever a test waits for takes milliseconds."""


class Background:
    """Calls a function on a thread; leaving the block joins it.

    Example:
        >>> with Background(lambda: handshake.accept(editor, TOKEN)) as accepting:
        ...     handshake.introduce(client, TOKEN, "control")
        >>> accepting.result().channel
        'control'
    """

    def __init__(self, call: Callable[[], Any]) -> None:
        self._future: Future[Any] = Future()
        self._call = call
        self.thread = threading.Thread(target=self._run, name="background", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self._future.set_result(self._call())
        except BaseException as error:
            self._future.set_exception(error)

    @property
    def is_done(self) -> bool:
        """Whether the function has returned or raised."""
        return self._future.done()

    def result(self) -> Any:
        """What the function returned; raises what it raised."""
        return self._future.result(TIMEOUT)

    def error(self) -> BaseException | None:
        """What the function raised, or None."""
        return self._future.exception(TIMEOUT)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.thread.join(TIMEOUT)
        if error is None:
            assert not self.thread.is_alive(), "the background call did not end"
