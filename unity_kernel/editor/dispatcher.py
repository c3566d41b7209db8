"""The main-thread dispatcher: the only way to the editor's main thread.

Invariants, each with a test:

* A job runs on the thread that pumps, inside one asyncio loop, so that cells find a running loop as in Jupyter.
* While a job waits for its client (`wait`), only jobs of the same owner run; others wait their turn.
* A pump lingers for follow-ups no longer than `LINGER` each and `MAX_LINGER` in all.
* A late interrupt never reaches the pump or another owner's job.
"""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, cast

from unity_kernel.editor.interrupts import Interrupts
from unity_kernel.editor.job import Job, JobState, Steps, Waiter
from unity_kernel.editor.whereabouts import cell_line
from unity_kernel.errors import CellInterrupted, EditorClosing, WaitTimeout

__all__ = ["Dispatcher", "Job", "JobState", "Waiter"]

LINGER = 0.002
"""Seconds that a pump waits for a follow-up job; a guess that covers a client's round trip of 0.1 to 0.5 ms."""

MAX_LINGER = 0.010
"""Seconds that one pump may linger in all, so that a chatty client cannot hold the editor's frame."""

LAST_STEPS = 100
"""Steps of the loop that coroutines get at the very end, for their `finally` blocks; a guess."""


class Dispatcher:
    """One queue of jobs, pumped by the host on the main thread.

    Args:
        wake: Asks the host to pump soon; called on any thread. The headless host needs none, as it sleeps in
            `wait_for_work`.
        clock: Seconds, monotonic.
        linger: See `LINGER`; 0 switches it off.
    """

    def __init__(
        self,
        wake: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        linger: float = LINGER,
    ) -> None:
        self._wake = wake
        self._clock = clock
        self._linger = linger
        self._queue: deque[Job] = deque()
        self._stack: list[Job] = []
        self._awaiting: set[Job] = set()
        self._condition = threading.Condition(threading.RLock())
        self._closed = False
        self._frozen = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: int | None = None
        self._sleeping_in_loop = False
        self.last_tick = clock()
        self.interrupts = Interrupts(self._stack, self._awaiting, clock, self.notify)

    # --- any thread ---------------------------------------------------------------------------------------------

    def submit(self, job: Job) -> Job:
        """Queues a job; returns at once.

        Raises:
            EditorClosing: The dispatcher has been closed.
        """
        with self._condition:
            if self._closed:
                raise EditorClosing("the editor is closing; it takes no more jobs")
            self._queue.append(job)
            self._rouse()
        if self._wake is not None and not self._frozen:
            self._wake()
        return job

    def later(self, function: Callable[[], Any], owner: object = None) -> None:
        """Calls a function on the main thread when that is free, or never where the editor closes first."""
        try:
            self.submit(Job(function, owner, "keeping things in order", aside=True))
        except EditorClosing:
            pass

    def call(
        self, function: Callable[[], Any], owner: object, what: str, timeout: float | None = None
    ) -> Any:
        """Runs a function on the main thread and returns its result: at once when already there.

        Raises:
            WaitTimeout: It did not run within `timeout` seconds.
        """
        if self.on_main_thread():
            return function()
        job = Job(function, owner, label=what)
        job._event = threading.Event()
        self.submit(job)
        if not job._event.wait(timeout):
            raise WaitTimeout(f"the editor's main thread did not get to '{what}' within {timeout:g} s")
        if job.error is not None:
            raise job.error
        return job.result

    def cancel(self, name: str, owner: object) -> bool:
        """Takes a job that has not begun out of the queue; False when there is no such job."""
        with self._condition:
            for job in self._queue:
                if job.name == name and job.owner == owner:
                    self._queue.remove(job)
                    break
            else:
                return False
        job.error = CellInterrupted("cancelled before it ran")
        self._done(job)
        return True

    def drop(self, owner: object) -> None:
        """Forgets the queued jobs of an owner that has gone."""
        with self._condition:
            for job in [job for job in self._queue if job.owner == owner]:
                self._queue.remove(job)

    def interrupt(self, owner: object) -> bool:
        """Raises KeyboardInterrupt in the owner's running job; False when none runs.

        Python code, sleeps and waits stop at once (on Windows, waits for a lock only when they end). A native
        call stops when it returns.
        """
        with self._condition:
            job = next((job for job in reversed(self._stack) if job.owner == owner), None)
            if job is not None:
                job.interrupted = True
                self._condition.notify_all()
                self.interrupts.send(job, innermost=self._stack[-1].owner == owner)
                if not job.aside:
                    return True
            awaiting = [job for job in self._awaiting if job.owner == owner]
        for job in awaiting:
            job.interrupted = True
            if job.task is not None and self._loop is not None:
                self._loop.call_soon_threadsafe(job.task.cancel)
        self.notify()
        return bool(awaiting)

    def current(self, owner: object | None = None) -> Job | None:
        """The job that runs now (the innermost), else one that awaits; of this owner, where one is given."""
        with self._condition:
            for job in (*reversed(self._stack), *self._awaiting):
                if owner is None or job.owner == owner:
                    return job
        return None

    def where(self) -> dict[str, Any] | None:
        """The line of a cell that the main thread is at; see `cell_line`."""
        return cell_line(self._main) if self._stack else None

    def queued(self) -> list[Job]:
        """The jobs that have not begun, in order."""
        with self._condition:
            return list(self._queue)

    def is_nested(self) -> bool:
        """Whether the running job serves another one, which waits for its client."""
        return len(self._stack) > 1

    def on_main_thread(self) -> bool:
        """Whether the caller is on the thread that pumps."""
        return threading.get_ident() == self._main

    def waiter(self) -> Waiter:
        """A new `Waiter` for `wait`."""
        return Waiter(self.notify)

    # --- main thread --------------------------------------------------------------------------------------------

    def checkpoint(self) -> None:
        """Raises the interrupt that came while our own code was at work, which calls this when it holds no lock.

        Does nothing on other threads.
        """
        if self._stack and self.on_main_thread():
            job = self._stack[-1]
            if job.interrupted:
                job.interrupted = False
                raise KeyboardInterrupt

    def is_interrupted(self) -> bool:
        """Whether the running job has yet to see an interrupt; False on other threads."""
        return bool(self._stack) and self.on_main_thread() and self._stack[-1].interrupted

    def attach(self) -> None:
        """Makes the calling thread the main thread: sets up its loop and its interrupt handler."""
        self._main = threading.get_ident()
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self.interrupts.install()

    def detach(self) -> None:
        """Undoes `attach`: cancels what still awaits, closes the loop."""
        self.close()
        if self._loop is not None:
            if (
                not self._loop.is_running()
            ):  # it is when a cell has ended the editor: its process ends as it is
                self._end_tasks(self._loop)
                self._loop.close()
            asyncio.set_event_loop(None)
            self._loop = None
        self.interrupts.uninstall()
        self._main = None

    def _end_tasks(self, loop: asyncio.AbstractEventLoop) -> None:
        """Cancels what still awaits, as `asyncio.run` does at its end, but without waiting for what refuses."""
        for job in list(self._awaiting):
            job.interrupted = True
        for task in asyncio.all_tasks(loop):
            task.cancel()
        for _ in range(LAST_STEPS):
            self._step_loop()
            if not (asyncio.all_tasks(loop) or self._awaiting):
                break
        loop.create_task(loop.shutdown_asyncgens())
        for _ in range(LAST_STEPS):
            self._step_loop()

    def close(self) -> None:
        """Takes no more jobs; ends those in the queue, and the waits of those that run, with an error. Any thread."""
        with self._condition:
            self._closed = True
            left = list(self._queue)
            self._queue.clear()
            self._rouse()
        for job in left:
            job.error = EditorClosing("the editor closed before this ran")
            self._done(job)

    def freeze(self) -> None:
        """Before a domain reload: no job begins and no coroutine goes on until `thaw`; both may be queued."""
        self._frozen = True

    def thaw(self, wake: Callable[[], None] | None = None) -> None:
        """After a domain reload: goes on, on the calling thread, woken by the host that there is now."""
        self._main = threading.get_ident()
        # The interpreter may know this thread under a new thread state, which has no loop yet.
        asyncio.set_event_loop(self._loop)
        self._wake = wake
        self._frozen = False
        self.last_tick = self._clock()
        self.notify()

    def cancel_awaiting(self) -> None:
        """Ends the coroutines that cells await, as an interrupt would, and gives them time for their `finally`."""
        if self._loop is not None:
            self._end_tasks(self._loop)

    def wait_for_work(self, timeout: float | None) -> None:
        """Sleeps until there is something to pump, or for `timeout` seconds."""
        with self._condition:
            if self._closed or (self._queue and not self._frozen):
                return
            if self._frozen or not (self._awaiting or self._has_callbacks()):
                self._condition.wait(timeout)
                return
            self._sleeping_in_loop = True
        # Coroutines and timers wait in the loop, so it is there that the main thread sleeps: until the next timer has
        # run, until `_rouse`, or for `timeout` seconds.
        loop = cast(asyncio.AbstractEventLoop, self._loop)
        ends = [timer.when() for timer in self._timers()]
        if timeout is not None:
            ends.append(loop.time() + timeout)
        alarm = loop.call_at(min(ends), loop.stop) if ends else None
        try:
            self._run_loop()
        finally:
            self._sleeping_in_loop = False
            if alarm is not None:
                alarm.cancel()

    def pump(self) -> int:
        """Runs what is queued and advances the coroutines; returns how many jobs it began."""
        self.last_tick = self._clock()
        loop = self._loop
        if (
            self._frozen
            or loop is None
            or loop.is_running()
            or not (self._queue or self._awaiting or self._has_callbacks())
        ):
            return 0
        begun: list[int] = []
        loop.call_soon(lambda: begun.append(self._drain()))
        self._step_loop()
        self.last_tick = self._clock()
        return begun[0] if begun else 0

    def wait(self, waiter: Waiter, owner: object, what: str, timeout: float | None = None) -> Any:
        """Waits inside a job, meanwhile running other jobs of the same owner, so that call-backs cannot deadlock.

        On another thread (a cell's own) it only waits.

        Raises:
            KeyboardInterrupt: The waiting job was interrupted.
            WaitTimeout: `timeout` seconds have passed.
            EditorClosing: The dispatcher was closed.
        """
        deadline = None if timeout is None else self._clock() + timeout
        on_main = self.on_main_thread()
        waiting = self._stack[-1] if on_main and self._stack else None
        while not waiter.is_set:
            if waiting is not None and waiting.interrupted:
                waiting.interrupted = False
                raise KeyboardInterrupt
            job = self._take(owner) if on_main else None
            if job is not None:
                self._run(job)
                continue
            if self._closed:
                raise EditorClosing(f"the editor closes; it no longer waits for {what}")
            left = None if deadline is None else deadline - self._clock()
            if left is not None and left <= 0:
                raise WaitTimeout(f"nothing came of {what} within {timeout:g} s")
            with self._condition:
                if not (waiter.is_set or self._closed) and not (on_main and self._has_job(owner)):
                    self._condition.wait(left)
        if waiter.error is not None:
            raise waiter.error
        return waiter.value

    # --- inside -------------------------------------------------------------------------------------------------

    def _rouse(self) -> None:
        """Ends the main thread's sleep; the caller holds the lock."""
        self._condition.notify_all()
        if self._sleeping_in_loop and self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)

    def notify(self) -> None:
        """Wakes the main thread; any thread."""
        with self._condition:
            self._rouse()
        if self._wake is not None and not self._frozen:
            self._wake()

    def _has_job(self, owner: object) -> bool:
        return any(job.owner == owner and not job.aside for job in self._queue)

    def _has_callbacks(self) -> bool:
        """Whether user code left something on the loop: a task, a timer, a call."""
        loop = self._loop
        if loop is None:
            return False
        return bool(getattr(loop, "_ready", ()) or self._timers() or asyncio.all_tasks(loop))

    def _timers(self) -> list[asyncio.TimerHandle]:
        """What is to run on the loop later."""
        return [timer for timer in getattr(self._loop, "_scheduled", ()) if not timer.cancelled()]

    def _take(self, owner: object | None = None) -> Job | None:
        with self._condition:
            for job in self._queue:
                if owner is None or (job.owner == owner and not job.aside):
                    self._queue.remove(job)
                    return job
        return None

    def _step_loop(self) -> None:
        loop = cast(asyncio.AbstractEventLoop, self._loop)
        loop.call_soon(loop.stop)
        self._run_loop()

    def _run_loop(self) -> None:
        try:
            cast(asyncio.AbstractEventLoop, self._loop).run_forever()
        except (KeyboardInterrupt, SystemExit):
            # A late interrupt, whose job has ended, or a user's task or call-back that exits: asyncio lets both
            # through, and the editor must not end by them.
            pass

    def _drain(self) -> int:
        begun = 0
        lingered = 0.0
        while True:
            job = self._take()
            if job is not None:
                self._run(job)
                begun += 1
                continue
            if not begun or not self._linger or lingered >= MAX_LINGER or self._awaiting:
                return begun
            before = self._clock()
            with self._condition:
                if not self._queue and not self._closed:
                    self._condition.wait(self._linger)
                if not self._queue:
                    return begun
            lingered += self._clock() - before

    def _run(self, job: Job) -> None:
        job.started = self._clock()
        try:
            with self._entered(job):
                job.result = job.call()
        except BaseException as error:
            job.error = error
        if job.error is None and inspect.iscoroutine(job.result):
            self._await(job, job.result)
        else:
            self._done(job)

    def _await(self, job: Job, coroutine: Coroutine[Any, Any, Any]) -> None:
        loop = cast(asyncio.AbstractEventLoop, self._loop)
        job.result = None
        job.state = JobState.AWAITING
        with self._condition:
            self._awaiting.add(job)
        job.task = loop.create_task(Steps(coroutine, job, lambda: self._entered(job)))
        job.task.add_done_callback(lambda task: self._awaited(job, task))

    def _awaited(self, job: Job, task: asyncio.Task[Any]) -> None:
        with self._condition:
            self._awaiting.discard(job)
        if task.cancelled():
            job.error = KeyboardInterrupt()
        else:
            job.error = task.exception()
            job.result = None if job.error is not None else task.result()
        self._done(job)

    @contextmanager
    def _entered(self, job: Job) -> Iterator[None]:
        """Marks the job as the one that interrupts are for."""
        job.state = JobState.RUNNING
        try:
            self._stack.append(job)  # inside, as an interrupt may come right after it
            yield
        finally:
            self._stack.remove(job)
            if job in self._awaiting:
                job.state = JobState.AWAITING

    def _done(self, job: Job) -> None:
        job.state = JobState.DONE
        job.task = None
        if job.finished is not None:
            job.finished(job)
        if job._event is not None:
            job._event.set()
