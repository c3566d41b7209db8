"""Interrupts: how KeyboardInterrupt gets into the job that it is meant for, and into no other.

A signal ends the system call that the main thread is in; its handler runs there between two bytecodes and raises only
if the job that runs *now* is the marked one. A late signal therefore hits nobody.
"""

from __future__ import annotations

import ctypes
import queue
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

from unity_kernel.editor.job import Job
from unity_kernel.wire import system

__all__ = ["Interrupts"]

INSIST = (0.02, 0.05, 0.1, 0.25, 0.5, 1.0)
"""Seconds until the signal of an interrupt is sent again, as long as the job has not seen it: a signal that comes in
the instant before a job falls asleep does not wake it."""

ECHO = 0.5
"""Seconds after one of our own interrupts in which another SIGINT counts as one as well: two that come at once may
arrive as one mark and two signals. Otherwise the second would pass for a terminal's Ctrl-C, which ends the editor."""

JOIN = 5.0
"""Seconds for the thread's end; it only ever waits in its queue."""

OURS = "unity_kernel.editor."
MESSAGES = "unity_kernel.unity.messages"
"""Whose code takes locks on the main thread on behalf of a cell, and leads it from step to step; see `_is_ours`."""
SWALLOWING = frozenset({"_weakrefset", "weakref"})
"""Whose frames are mostly call-backs of weak references, in which Python shows an exception and forgets it."""


class Interrupts:
    """SIGINT of the thread that pumps. `install` and `uninstall` belong to that thread.

    Args:
        stack: The jobs that run, the innermost last; the dispatcher's own list.
        awaiting: The jobs that await; the dispatcher's own set.
        clock: Seconds, monotonic.
        notify: Wakes the main thread where it waits in the dispatcher.

    Attributes:
        on_ctrl_c: Called on the main thread for a terminal's Ctrl-C while no job runs.
    """

    def __init__(
        self,
        stack: Sequence[Job],
        awaiting: Collection[Job],
        clock: Callable[[], float],
        notify: Callable[[], None],
    ) -> None:
        self.on_ctrl_c: Callable[[], None] | None = None
        self._stack = stack
        self._awaiting = awaiting
        self._clock = clock
        self._notify = notify
        self._main: int | None = None
        self._installed = False
        self._old_handler: Any = None
        self._fired = False
        self._held = 0
        self._last_fired = float("-inf")
        self._thread: threading.Thread | None = None
        self._requests: queue.SimpleQueue[Job | str] = queue.SimpleQueue()

    def install(self) -> None:
        """Takes SIGINT over for the calling thread, where it is Python's own main thread."""
        self._main = threading.get_ident()
        try:
            self._old_handler = signal.signal(signal.SIGINT, self._on_sigint)
        except ValueError:  # not Python's own main thread: fall back on asynchronous exceptions
            return
        self._installed = True
        self._thread = threading.Thread(target=self._insist, name="interrupts", daemon=True)
        self._thread.start()

    def uninstall(self) -> None:
        """Gives SIGINT back, and joins the thread."""
        self._main = None
        if self._thread is not None:
            self._requests.put("stop")
            self._thread.join(JOIN)
            self._thread = None
        if self._installed:
            # Inside Unity it is not Python's: None, or the default, by which a late signal would end the editor.
            old = self._old_handler
            signal.signal(signal.SIGINT, old if callable(old) else lambda number, frame: None)
            self._installed = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """What the block calls, of others as well, is not cut short: an interrupt waits for its end. Main thread."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    def send(self, job: Job, *, innermost: bool) -> None:
        """Has a job that is marked as interrupted see it soon. Any thread.

        Args:
            job: The marked one.
            innermost: Whether it is the one that runs now, and not one that waits while another runs.
        """
        if self._main is None:
            return
        if self._installed:
            self._fire(self._main)
            self._requests.put(job)
        elif innermost:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(self._main), ctypes.py_object(KeyboardInterrupt)
            )

    def _fire(self, main: int) -> None:
        self._fired = True
        system.wake_main_thread_calls(main)

    def _insist(self) -> None:
        """The thread: sends the signal again until the job has seen it."""
        waiting: list[tuple[float, Job, int]] = []
        while True:
            timeout = max(0.0, min(due for due, _, _ in waiting) - time.monotonic()) if waiting else None
            try:
                request = self._requests.get(timeout=timeout)
            except queue.Empty:
                now = time.monotonic()
                due = [each for each in waiting if each[0] <= now]
                waiting = [each for each in waiting if each[0] > now]
                for _, job, count in due:
                    main = self._main
                    if main is None or not job.interrupted or job not in tuple(self._stack):
                        continue
                    self._fire(main)
                    if count + 1 < len(INSIST):
                        waiting.append((now + INSIST[count + 1], job, count + 1))
                continue
            if request == "stop":
                return
            if isinstance(request, Job):
                waiting.append((time.monotonic() + INSIST[0], request, 0))
            else:
                self._notify()

    def _on_sigint(self, number: int, frame: FrameType | None) -> None:
        """SIGINT, from `send` or from a terminal's Ctrl-C, on the main thread between two bytecodes."""
        __tracebackhide__ = True  # IPython leaves this frame out of the cell's traceback
        fired, self._fired = self._fired, False
        now = self._clock()
        if fired:
            self._last_fired = now
        job = self._stack[-1] if self._stack else None
        if fired or now - self._last_fired < ECHO:
            # Where an outer job is meant, it sees its flag when the inner one returns to `wait`; where the job
            # has just ended, there is nothing left to interrupt; where it awaits by now, its task is cancelled.
            if job is not None and job.interrupted:
                if self._held or _is_ours(frame):
                    return  # `checkpoint` raises it, or the next signal
                job.interrupted = False
                raise KeyboardInterrupt
            for awaiting in self._awaiting:
                if awaiting.interrupted and awaiting.task is not None and awaiting not in self._stack:
                    awaiting.task.cancel()
        elif job is not None:
            if self._held or _is_ours(frame):
                job.interrupted = True
                self._requests.put("notify")  # for `wait`; a handler must take no lock, and this takes none
                return
            raise KeyboardInterrupt
        elif self.on_ctrl_c is not None:
            self.on_ctrl_c()


def _is_ours(frame: FrameType | None) -> bool:
    """Whether the interrupted code is ours, with a lock perhaps that an exception would leave locked for ever.

    `with lock:` is no protection: the exception may come between the lock's being taken and the block's beginning. Nor
    is a `finally` in a context manager of contextlib's: the exception may come in contextlib's own lines before it. And
    a coroutine of a cell's is left suspended by an exception in the one that leads it.
    """
    while frame is not None and frame.f_globals.get("__name__") in ("threading", "contextlib"):
        frame = frame.f_back
    name = str(frame.f_globals.get("__name__")) if frame is not None else ""
    return name.startswith(OURS) or name == MESSAGES or name in SWALLOWING
