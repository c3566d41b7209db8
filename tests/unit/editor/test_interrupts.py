"""An interrupt stops its owner's job wherever it is, and nothing else.

"Late" signals are delivered by hand: the call that sends them is held back.
"""

from __future__ import annotations

import asyncio
import contextlib
import pkgutil
import signal
import threading
import time
import types
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.background import TIMEOUT, Background
from tests.unit.editor.conftest import Settle
from unity_kernel import editor as editor_package
from unity_kernel.editor import interrupts as interrupts_module
from unity_kernel.editor.dispatcher import Dispatcher, Job, JobState
from unity_kernel.wire import system

LONG = 3600.0
"""Seconds; a test that sleeps so long has failed."""


class Interrupter:
    """Interrupts from another thread, as the reader thread does, once the job says that it is under way."""

    def __init__(
        self, dispatcher: Dispatcher, owner: object, after: Callable[[], object] = lambda: None
    ) -> None:
        self.running = threading.Event()
        self.found: bool | None = None

        def interrupt() -> None:
            assert self.running.wait(TIMEOUT)
            after()
            self.found = dispatcher.interrupt(owner)

        self.background = Background(interrupt)


def settle_interrupted(settle: Settle, interrupter: Interrupter, job: Job) -> Job:
    with interrupter.background:
        settle(job)
    assert interrupter.background.error() is None
    return job


class TestRunningJobs:
    def test_a_loop_stops(self, dispatcher: Dispatcher, settle: Settle) -> None:
        interrupter = Interrupter(dispatcher, "a")

        def spin() -> None:
            interrupter.running.set()
            while True:
                pass

        job = settle_interrupted(settle, interrupter, Job(spin, "a"))

        assert isinstance(job.error, KeyboardInterrupt)
        assert interrupter.found

    def test_a_sleep_stops_at_once(self, dispatcher: Dispatcher, settle: Settle) -> None:
        interrupter = Interrupter(dispatcher, "a")

        def sleep() -> None:
            interrupter.running.set()
            time.sleep(LONG)

        assert isinstance(settle_interrupted(settle, interrupter, Job(sleep, "a")).error, KeyboardInterrupt)

    @pytest.mark.skipif(system.WINDOWS, reason="a lock's wait cannot be ended on Windows")
    def test_a_wait_for_a_lock_stops(self, dispatcher: Dispatcher, settle: Settle) -> None:
        interrupter = Interrupter(dispatcher, "a")

        def wait() -> None:
            interrupter.running.set()
            threading.Event().wait(LONG)

        assert isinstance(settle_interrupted(settle, interrupter, Job(wait, "a")).error, KeyboardInterrupt)

    def test_a_wait_for_the_client_stops(self, dispatcher: Dispatcher, settle: Settle) -> None:
        interrupter = Interrupter(dispatcher, "a")

        def ask() -> Any:
            interrupter.running.set()
            return dispatcher.wait(dispatcher.waiter(), "a", "an answer")

        assert isinstance(settle_interrupted(settle, interrupter, Job(ask, "a")).error, KeyboardInterrupt)

    def test_a_job_that_catches_it_goes_on_and_can_be_interrupted_again(
        self, dispatcher: Dispatcher, settle: Settle
    ) -> None:
        first, second = Interrupter(dispatcher, "a"), Interrupter(dispatcher, "a")

        def cell() -> str:
            for interrupter in (first, second):
                try:
                    interrupter.running.set()
                    time.sleep(LONG)
                except KeyboardInterrupt:
                    continue
            return "finished"

        with first.background, second.background:
            assert settle(Job(cell, "a")).result == "finished"

    def test_the_next_job_is_not_touched(self, dispatcher: Dispatcher, settle: Settle) -> None:
        interrupter = Interrupter(dispatcher, "a")

        def spin() -> None:
            interrupter.running.set()
            while True:
                pass

        spinning = dispatcher.submit(Job(spin, "a"))
        following = dispatcher.submit(Job(lambda: "ran", "a"))
        settle_interrupted(settle, interrupter, spinning)

        assert settle(following).result == "ran"


class TestCoroutines:
    def test_a_coroutine_that_awaits_stops(self, dispatcher: Dispatcher, settle: Settle) -> None:
        async def cell() -> None:
            await asyncio.sleep(LONG)

        job = dispatcher.submit(Job(cell, "a"))
        dispatcher.pump()
        dispatcher.pump()
        assert job.state is JobState.AWAITING

        assert dispatcher.interrupt("a")

        assert isinstance(settle(job).error, KeyboardInterrupt)

    def test_a_coroutine_may_clean_up_and_go_on(self, dispatcher: Dispatcher, settle: Settle) -> None:
        async def cell() -> str:
            try:
                await asyncio.sleep(LONG)
            except KeyboardInterrupt:
                await asyncio.sleep(0)
            return "cleaned up"

        job = dispatcher.submit(Job(cell, "a"))
        dispatcher.pump()
        dispatcher.pump()
        dispatcher.interrupt("a")

        assert settle(job).result == "cleaned up"

    def test_a_loop_inside_a_coroutine_stops(self, dispatcher: Dispatcher, settle: Settle) -> None:
        interrupter = Interrupter(dispatcher, "a")

        async def cell() -> None:
            await asyncio.sleep(0)
            interrupter.running.set()
            while True:
                pass

        assert isinstance(settle_interrupted(settle, interrupter, Job(cell, "a")).error, KeyboardInterrupt)

    def test_only_the_owners_coroutine_stops(self, dispatcher: Dispatcher, settle: Settle) -> None:
        async def cell() -> None:
            await asyncio.sleep(LONG)

        mine, other = (dispatcher.submit(Job(cell, owner)) for owner in "ab")
        dispatcher.pump()
        dispatcher.pump()
        dispatcher.interrupt("a")
        settle(mine)

        assert other.state is JobState.AWAITING
        dispatcher.interrupt("b")
        settle(other)


class TestNestedJobs:
    def test_the_innermost_job_of_the_owner_stops_and_the_outer_one_goes_on(
        self, dispatcher: Dispatcher, settle: Settle
    ) -> None:
        interrupter = Interrupter(dispatcher, "a")
        waiter = dispatcher.waiter()

        def inner() -> None:
            interrupter.running.set()
            time.sleep(LONG)

        nested = Job(inner, "a", finished=lambda job: waiter.set("answer"))

        def outer() -> Any:
            dispatcher.submit(nested)
            return dispatcher.wait(waiter, "a", "an answer")

        job = settle_interrupted(settle, interrupter, Job(outer, "a"))

        assert isinstance(nested.error, KeyboardInterrupt)
        assert job.result == "answer"

    def test_an_outer_job_of_another_owner_stops_when_the_inner_one_has_ended(
        self, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Only hosts nest jobs of several owners (a modal dialog that pumps); the inner one must not be hit."""
        inner_ended: list[bool] = []

        def inner() -> None:
            assert dispatcher.interrupt("outer")
            inner_ended.append(True)

        def outer() -> Any:
            dispatcher._run(Job(inner, "inner"))
            return dispatcher.wait(dispatcher.waiter(), "outer", "an answer", timeout=TIMEOUT)

        job = dispatcher.submit(Job(outer, "outer"))
        dispatcher.pump()

        assert inner_ended == [True]
        assert isinstance(job.error, KeyboardInterrupt)


class TestNothingToInterrupt:
    def test_an_idle_owner(self, dispatcher: Dispatcher) -> None:
        assert not dispatcher.interrupt("a")

    def test_a_queued_job_stays_queued(self, dispatcher: Dispatcher, settle: Settle) -> None:
        job = dispatcher.submit(Job(lambda: "ran", "a"))

        assert not dispatcher.interrupt("a")
        assert settle(job).result == "ran"

    def test_another_owners_job_goes_on(self, dispatcher: Dispatcher, settle: Settle) -> None:
        interrupter = Interrupter(dispatcher, "b")

        def wait() -> str:
            interrupter.running.set()
            interrupter.background.result()
            return "undisturbed"

        assert settle_interrupted(settle, interrupter, Job(wait, "a")).result == "undisturbed"
        assert interrupter.found is False


def test_a_signal_that_gets_lost_is_sent_again(
    dispatcher: Dispatcher, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that comes just before the job falls asleep wakes nobody."""
    really_wake = system.wake_main_thread_calls
    sent: list[int] = []

    def lose_the_first(ident: int) -> None:
        sent.append(ident)
        if len(sent) > 1:
            really_wake(ident)

    monkeypatch.setattr(system, "wake_main_thread_calls", lose_the_first)
    interrupter = Interrupter(dispatcher, "a")

    def sleep() -> None:
        interrupter.running.set()
        time.sleep(LONG)

    job = settle_interrupted(settle, interrupter, Job(sleep, "a"))

    assert isinstance(job.error, KeyboardInterrupt)
    assert len(sent) == 2


class TestLateSignals:
    @pytest.fixture(autouse=True)
    def held_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Signals come only when the test raises them."""
        monkeypatch.setattr(system, "wake_main_thread_calls", lambda ident: None)

    @pytest.fixture
    def ctrl_c(self, dispatcher: Dispatcher) -> list[str]:
        pressed: list[str] = []
        dispatcher.interrupts.on_ctrl_c = lambda: pressed.append("Ctrl-C")
        return pressed

    @staticmethod
    def interrupted(dispatcher: Dispatcher, owner: object = "a", times: int = 1) -> None:
        """A job of the owner is interrupted just before it ends."""

        def cell() -> None:
            for _ in range(times):
                assert dispatcher.interrupt(owner)

        job = dispatcher.submit(Job(cell, owner))
        dispatcher.pump()
        assert job.error is None

    def test_a_signal_after_its_job_has_ended_does_nothing(
        self, dispatcher: Dispatcher, ctrl_c: list[str]
    ) -> None:
        self.interrupted(dispatcher)
        signal.raise_signal(signal.SIGINT)

        assert ctrl_c == []

    @pytest.mark.parametrize("owner", ["a", "b"])
    def test_a_signal_that_hits_a_later_job_does_nothing(
        self, dispatcher: Dispatcher, ctrl_c: list[str], owner: str
    ) -> None:
        self.interrupted(dispatcher)

        def cell() -> str:
            signal.raise_signal(signal.SIGINT)
            return "undisturbed"

        job = dispatcher.submit(Job(cell, owner))
        dispatcher.pump()

        assert job.error is None
        assert job.result == "undisturbed"
        assert ctrl_c == []

    def test_two_signals_of_two_interrupts_do_not_end_the_editor(
        self, dispatcher: Dispatcher, ctrl_c: list[str]
    ) -> None:
        """The mark is one, the signals are two: the second must not pass for a terminal's Ctrl-C."""
        self.interrupted(dispatcher, times=2)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

        assert ctrl_c == []

    def test_a_signal_that_comes_when_its_coroutine_awaits_by_now_still_stops_it(
        self, dispatcher: Dispatcher, settle: Settle
    ) -> None:
        async def cell() -> None:
            dispatcher.interrupt("a")
            await asyncio.sleep(LONG)

        job = dispatcher.submit(Job(cell, "a"))
        dispatcher.pump()
        dispatcher.pump()
        assert job.state is JobState.AWAITING

        signal.raise_signal(signal.SIGINT)

        assert isinstance(settle(job).error, KeyboardInterrupt)

    def test_a_signal_right_at_a_jobs_begin_leaves_nothing_behind(
        self, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Stack(list[Job]):
            def append(self, job: Job) -> None:
                super().append(job)
                dispatcher.interrupt("a")
                signal.raise_signal(signal.SIGINT)

        stack = Stack()
        monkeypatch.setattr(dispatcher, "_stack", stack)
        monkeypatch.setattr(dispatcher.interrupts, "_stack", stack)
        job = dispatcher.submit(Job(lambda: None, "a"))
        dispatcher.pump()

        assert isinstance(job.error, KeyboardInterrupt)
        assert dispatcher.current() is None

    def test_a_signal_amid_the_lines_of_contextlib_leaves_nothing_behind(
        self, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        leave = contextlib._GeneratorContextManager.__exit__

        def interrupted(self: Any, *args: Any) -> Any:
            dispatcher.interrupt("a")
            signal.raise_signal(signal.SIGINT)
            return leave(self, *args)

        # The handler looks at the module that a frame's code belongs to.
        code = types.FunctionType(
            interrupted.__code__,
            {**interrupted.__globals__, "__name__": "contextlib"},
            closure=interrupted.__closure__,
        )
        monkeypatch.setattr(contextlib._GeneratorContextManager, "__exit__", code)
        dispatcher.submit(Job(lambda: None, "a"))
        dispatcher.pump()
        monkeypatch.undo()

        assert dispatcher.current() is None

    def test_a_cell_that_awaits_is_reached_past_what_the_editor_does_for_its_owner(
        self, dispatcher: Dispatcher, settle: Settle
    ) -> None:
        async def cell() -> None:
            await asyncio.sleep(LONG)

        job = dispatcher.submit(Job(cell, "a"))
        dispatcher.pump()
        dispatcher.pump()
        dispatcher.later(lambda: dispatcher.interrupt("a"), "a")
        dispatcher.pump()

        assert isinstance(settle(job).error, KeyboardInterrupt)


@pytest.mark.parametrize("module", [each.name for each in pkgutil.iter_modules(editor_package.__path__)])
def test_no_exception_is_raised_in_the_code_that_leads_a_cell_from_step_to_step(
    dispatcher: Dispatcher, settle: Settle, module: str
) -> None:
    """It would leave the cell's coroutine suspended, to be ended amid a later cell."""
    landed = []

    def job() -> None:
        running = dispatcher.current("a")
        assert running is not None
        dispatcher._stack[-1].interrupted = True
        frame = types.SimpleNamespace(f_globals={"__name__": f"unity_kernel.editor.{module}"}, f_back=None)
        dispatcher.interrupts._on_sigint(signal.SIGINT, frame)  # type: ignore[arg-type]
        landed.append(module)
        with pytest.raises(KeyboardInterrupt):
            dispatcher.checkpoint()

    settle(Job(job, "a", "steps"))
    assert landed == [module]


def test_a_block_that_is_held_is_not_cut_short(dispatcher: Dispatcher, settle: Settle) -> None:
    done = []

    def job() -> None:
        dispatcher._stack[-1].interrupted = True
        dispatcher.interrupts._fired = True
        with dispatcher.interrupts.held():
            signal.raise_signal(signal.SIGINT)
            done.append("block")
        dispatcher.interrupts._fired = True
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        done.append("after it")

    settle(Job(job, "a", "held"))
    assert done == ["block", "after it"]


class TestTerminal:
    def test_ctrl_c_stops_the_running_job(self, dispatcher: Dispatcher) -> None:
        def cell() -> None:
            signal.raise_signal(signal.SIGINT)

        job = dispatcher.submit(Job(cell, "a"))
        dispatcher.pump()

        assert isinstance(job.error, KeyboardInterrupt)

    def test_ctrl_c_on_an_idle_editor_is_the_hosts(self, dispatcher: Dispatcher) -> None:
        pressed: list[str] = []
        dispatcher.interrupts.on_ctrl_c = lambda: pressed.append("Ctrl-C")
        signal.raise_signal(signal.SIGINT)

        assert pressed == ["Ctrl-C"]

    def test_ctrl_c_long_after_an_interrupt_is_the_terminals(
        self, dispatcher: Dispatcher, settle: Settle, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(interrupts_module, "ECHO", 0.0)
        pressed: list[str] = []
        dispatcher.interrupts.on_ctrl_c = lambda: pressed.append("Ctrl-C")
        interrupter = Interrupter(dispatcher, "a")

        def sleep() -> None:
            interrupter.running.set()
            time.sleep(LONG)

        settle_interrupted(settle, interrupter, Job(sleep, "a"))
        signal.raise_signal(signal.SIGINT)

        assert pressed == ["Ctrl-C"]


def test_without_pythons_main_thread_interrupts_still_stop_code() -> None:
    """Where the host's main thread is not Python's, there are no signals; asynchronous exceptions do it."""
    dispatcher = Dispatcher(linger=0.0)
    interrupter = Interrupter(dispatcher, "a")

    def spin() -> None:
        interrupter.running.set()
        while True:
            time.sleep(0)

    def main() -> Job:
        dispatcher.attach()
        try:
            job = dispatcher.submit(Job(spin, "a"))
            dispatcher.pump()
            return job
        finally:
            dispatcher.detach()

    with interrupter.background, Background(main) as running:
        job = running.result()

    assert isinstance(job.error, KeyboardInterrupt)
