"""Jobs: what runs on the main thread, what it waits for, and the steps of one that awaits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Generator
from enum import StrEnum
from typing import Any

__all__ = ["Job", "JobState", "Steps", "Waiter"]


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    AWAITING = "awaiting"
    DONE = "done"


class Job:
    """A function to be called on the main thread, and what became of it.

    Args:
        call: Called once; may return a coroutine, which then runs on the dispatcher's loop.
        owner: Whom it belongs to: the key for interrupts and for nested pumping.
        label: For people: what the status shows.
        name: The request's id, for `cancel`.
        finished: Called on the main thread when the job is done.
        aside: Whether it is none of the owner's cells or calls, but something that the editor does for it.
    """

    __slots__ = (
        "_event",
        "aside",
        "call",
        "error",
        "finished",
        "interrupted",
        "label",
        "name",
        "owner",
        "result",
        "started",
        "state",
        "task",
    )

    def __init__(
        self,
        call: Callable[[], Any],
        owner: object,
        label: str = "",
        name: str = "",
        finished: Callable[[Job], None] | None = None,
        aside: bool = False,
    ) -> None:
        self.call = call
        self.owner = owner
        self.label = label
        self.name = name
        self.finished = finished
        self.aside = aside
        self.state = JobState.QUEUED
        self.started = 0.0
        self.result: Any = None
        self.error: BaseException | None = None
        self.interrupted = False
        self.task: asyncio.Task[Any] | None = None
        self._event: threading.Event | None = None


class Waiter:
    """Something that a job on the main thread waits for; any thread may set it, once."""

    __slots__ = ("_notify", "error", "is_set", "value")

    def __init__(self, notify: Callable[[], None]) -> None:
        self._notify = notify
        self.is_set = False
        self.value: Any = None
        self.error: BaseException | None = None

    def set(self, value: Any = None, error: BaseException | None = None) -> None:
        """Ends the wait with a value, or with an error to raise there."""
        self.value = value
        self.error = error
        self.is_set = True
        self._notify()


class Steps(Coroutine[Any, Any, Any]):
    """A coroutine whose steps run inside a context manager, and for which an interrupt means KeyboardInterrupt.

    Other cancellations pass as they are: `asyncio.timeout` and `TaskGroup` cancel the task that they run in.
    """

    def __init__(self, coroutine: Coroutine[Any, Any, Any], job: Job, entered: Callable[[], Any]) -> None:
        self._coroutine = coroutine
        self._job = job
        self._entered = entered

    def send(self, value: Any) -> Any:
        with self._entered():
            result = self._coroutine.send(value)
        if self._job.interrupted and self._job.task is not None:
            self._job.task.cancel()  # the signal came while our own code was at work
        return result

    def throw(self, kind: Any, value: Any = None, traceback: Any = None) -> Any:
        error = kind if value is None else value
        if self._job.interrupted and (
            isinstance(error, asyncio.CancelledError) or error is asyncio.CancelledError
        ):
            self._job.interrupted = False
            error = KeyboardInterrupt()
            if self._job.task is not None:
                self._job.task.uncancel()  # a cell that catches the interrupt goes on as if nothing had been
        with self._entered():
            return self._coroutine.throw(error)

    def close(self) -> None:
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._coroutine.__await__()
