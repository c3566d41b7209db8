from __future__ import annotations

import asyncio
import contextvars
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.support.background import TIMEOUT, Background
from tests.support.clock import Clock, SteppedCondition
from tests.unit.editor.conftest import Settle
from unity_kernel.editor.dispatcher import LINGER, MAX_LINGER, Dispatcher, Job, JobState
from unity_kernel.errors import CellInterrupted, EditorClosing, UnityKernelError, WaitTimeout


class TestQueue:
    def test_jobs_run_in_order_on_the_thread_that_pumps(self, dispatcher: Dispatcher) -> None:
        ran: list[tuple[int, int]] = []

        def run(number: int) -> None:
            ran.append((number, threading.get_ident()))

        for number in range(5):
            dispatcher.submit(Job(partial(run, number), "a"))

        assert dispatcher.pump() == 5
        assert ran == [(number, threading.get_ident()) for number in range(5)]

    def test_nothing_runs_before_the_pump(self, dispatcher: Dispatcher) -> None:
        job = dispatcher.submit(Job(lambda: 42, "a", label="In[1]"))

        assert job.state is JobState.QUEUED
        assert [queued.label for queued in dispatcher.queued()] == ["In[1]"]
        dispatcher.pump()
        assert (job.state, job.result, dispatcher.queued()) == (JobState.DONE, 42, [])

    def test_each_threads_jobs_keep_their_order(self, dispatcher: Dispatcher) -> None:
        ran: list[tuple[int, int]] = []

        def submit(thread: int) -> None:
            for number in range(100):
                dispatcher.submit(Job(partial(ran.append, (thread, number)), "a"))

        threads = [Background(partial(submit, thread)) for thread in range(4)]
        for background in threads:
            background.result()
            background.thread.join()
        assert dispatcher.pump() == 400

        for thread in range(4):
            assert [number for source, number in ran if source == thread] == list(range(100))

    def test_the_host_is_woken_once_for_each_job(self) -> None:
        woken: list[None] = []
        dispatcher = Dispatcher(wake=lambda: woken.append(None))
        for _ in range(3):
            dispatcher.submit(Job(lambda: None, "a"))

        assert len(woken) == 3

    def test_a_job_that_is_submitted_by_a_job_runs_in_the_same_pump(self, dispatcher: Dispatcher) -> None:
        ran: list[str] = []

        def outer() -> None:
            dispatcher.submit(Job(lambda: ran.append("inner"), "a"))
            ran.append("outer")

        dispatcher.submit(Job(outer, "a"))
        assert dispatcher.pump() == 2
        assert ran == ["outer", "inner"]

    def test_a_pump_inside_a_job_does_nothing(self, dispatcher: Dispatcher) -> None:
        """A host that ticks while a cell runs (a progress bar, a modal dialog) must not begin the next cell."""
        begun: list[int] = []
        dispatcher.submit(Job(lambda: begun.append(dispatcher.pump()), "a"))
        dispatcher.submit(Job(lambda: None, "a"))

        assert dispatcher.pump() == 2
        assert begun == [0]

    def test_finished_is_called_once_when_all_is_known(self, dispatcher: Dispatcher) -> None:
        seen: list[tuple[JobState, Any]] = []
        dispatcher.submit(Job(lambda: 7, "a", finished=lambda job: seen.append((job.state, job.result))))
        dispatcher.pump()

        assert seen == [(JobState.DONE, 7)]

    @pytest.mark.parametrize(
        "error", [ValueError("v"), SystemExit(3), KeyboardInterrupt(), GeneratorExit()], ids=repr
    )
    def test_whatever_a_job_raises_stays_with_it(self, dispatcher: Dispatcher, error: BaseException) -> None:
        def fail() -> None:
            raise error

        failing = dispatcher.submit(Job(fail, "a"))
        next_one = dispatcher.submit(Job(lambda: "ran", "a"))
        dispatcher.pump()

        assert failing.error is error
        assert next_one.result == "ran"

    def test_a_job_knows_what_runs(self, dispatcher: Dispatcher) -> None:
        seen: list[str] = []

        def look() -> None:
            seen.extend(getattr(dispatcher.current(owner), "label", "none") for owner in (None, "a", "b"))

        dispatcher.submit(Job(look, "a", label="In[1]"))
        dispatcher.pump()

        assert seen == ["In[1]", "In[1]", "none"]
        assert dispatcher.current() is None


class TestCall:
    def test_on_the_main_thread_it_just_calls(self, dispatcher: Dispatcher) -> None:
        assert dispatcher.call(lambda: len(dispatcher.queued()), "a", "a call") == 0

    def test_from_another_thread_it_is_exactly_one_job(self, dispatcher: Dispatcher) -> None:
        with Background(lambda: dispatcher.call(threading.get_ident, "a", "a call")) as calling:
            begun = 0
            while not calling.is_done:
                dispatcher.wait_for_work(0.1)
                begun += dispatcher.pump()

        assert calling.result() == threading.get_ident()
        assert begun == 1

    def test_errors_come_back_to_the_caller(self, dispatcher: Dispatcher) -> None:
        with Background(lambda: dispatcher.call(lambda: 1 // 0, "a", "a division")) as calling:
            while not calling.is_done:
                dispatcher.wait_for_work(0.1)
                dispatcher.pump()

        assert isinstance(calling.error(), ZeroDivisionError)

    def test_a_main_thread_that_does_not_come_is_named(self, dispatcher: Dispatcher) -> None:
        with Background(lambda: dispatcher.call(lambda: None, "a", "loading", timeout=0.01)) as calling:
            pass

        assert isinstance(calling.error(), WaitTimeout)
        assert str(calling.error()) == "the editor's main thread did not get to 'loading' within 0.01 s"


class TestWait:
    def test_a_value_that_is_there_already(self, dispatcher: Dispatcher, settle: Settle) -> None:
        def job() -> Any:
            waiter = dispatcher.waiter()
            waiter.set("answer")
            return dispatcher.wait(waiter, "a", "an answer")

        assert settle(Job(job, "a")).result == "answer"

    def test_an_error_is_raised_where_the_job_waits(self, dispatcher: Dispatcher, settle: Settle) -> None:
        def job() -> None:
            waiter = dispatcher.waiter()
            waiter.set(error=EOFError("no more"))
            dispatcher.wait(waiter, "a", "an answer")

        assert isinstance(settle(Job(job, "a")).error, EOFError)

    def test_a_call_back_of_the_same_owner_runs_while_the_job_waits(
        self, dispatcher: Dispatcher, settle: Settle
    ) -> None:
        """The client asks something back before it answers: without nested pumping both would wait for ever."""
        asked = threading.Event()
        waiter = dispatcher.waiter()

        def client() -> None:
            assert asked.wait(TIMEOUT)
            size = dispatcher.call(lambda: 21, "a", "a call-back", timeout=TIMEOUT)
            waiter.set(size * 2)

        def job() -> Any:
            asked.set()
            return dispatcher.wait(waiter, "a", "an answer")

        with Background(client) as answering:
            assert settle(Job(job, "a")).result == 42
        assert answering.error() is None

    def test_only_jobs_of_the_same_owner_run_meanwhile(self, dispatcher: Dispatcher, settle: Settle) -> None:
        ran: list[str] = []
        waiter = dispatcher.waiter()

        def job() -> None:
            for owner in "bab":
                dispatcher.submit(Job(partial(ran.append, owner), owner))
            dispatcher.submit(Job(waiter.set, "a"))
            dispatcher.wait(waiter, "a", "an answer")
            ran.append("waited")

        settle(Job(job, "a"))
        dispatcher.pump()

        assert ran == ["a", "waited", "b", "b"]

    def test_waits_may_be_nested(self, dispatcher: Dispatcher, settle: Settle) -> None:
        inner, outer = dispatcher.waiter(), dispatcher.waiter()
        order: list[str] = []

        def second() -> None:
            dispatcher.submit(Job(lambda: inner.set("inner"), "a"))
            order.append(dispatcher.wait(inner, "a", "the inner answer"))
            outer.set("outer")

        def first() -> None:
            dispatcher.submit(Job(second, "a"))
            order.append(dispatcher.wait(outer, "a", "the outer answer"))

        settle(Job(first, "a"))

        assert order == ["inner", "outer"]

    def test_a_bounded_wait_ends_with_a_sentence(self) -> None:
        clock = Clock()
        dispatcher = Dispatcher(clock=clock, linger=0.0)
        dispatcher._condition = SteppedCondition(clock)
        dispatcher.attach()
        try:
            job = dispatcher.submit(
                Job(lambda: dispatcher.wait(dispatcher.waiter(), "a", "the answer", timeout=5.0), "a")
            )
            dispatcher.pump()
        finally:
            dispatcher.detach()

        assert isinstance(job.error, WaitTimeout)
        assert str(job.error) == "nothing came of the answer within 5 s"
        assert clock.now == pytest.approx(1005.0)

    def test_another_thread_just_waits(self, dispatcher: Dispatcher) -> None:
        waiter = dispatcher.waiter()
        queued = dispatcher.submit(Job(lambda: None, "a"))
        with Background(lambda: dispatcher.wait(waiter, "a", "an answer")) as waiting:
            waiter.set("answer")

        assert waiting.result() == "answer"
        assert queued.state is JobState.QUEUED


class TestCoroutines:
    def test_a_job_may_await(self, settle: Settle) -> None:
        async def job() -> str:
            await asyncio.sleep(0)
            return "awaited"

        assert settle(Job(job, "a")).result == "awaited"

    def test_other_jobs_run_while_one_awaits(self, dispatcher: Dispatcher, settle: Settle) -> None:
        event = asyncio.Event()

        async def job() -> str:
            await event.wait()
            return "went on"

        awaiting = dispatcher.submit(Job(job, "a", label="In[1]"))
        dispatcher.pump()
        assert awaiting.state is JobState.AWAITING
        assert dispatcher.current() is awaiting

        settle(Job(event.set, "b"))

        assert settle(awaiting).result == "went on"
        assert dispatcher.current() is None

    def test_a_cell_finds_a_running_loop_and_its_tasks_go_on_after_it(
        self, dispatcher: Dispatcher, settle: Settle
    ) -> None:
        steps: list[int] = []

        async def count() -> None:
            for number in range(5):
                steps.append(number)
                await asyncio.sleep(0)

        task = settle(Job(lambda: asyncio.get_running_loop().create_task(count()), "a")).result
        for _ in range(10):
            dispatcher.pump()

        assert steps == [0, 1, 2, 3, 4]
        assert task.done()

    def test_timers_that_a_cell_left_keep_the_host_pumping(
        self, dispatcher: Dispatcher, settle: Settle
    ) -> None:
        fired: list[str] = []
        settle(Job(lambda: asyncio.get_running_loop().call_later(0.005, fired.append, "ding"), "a"))
        deadline = time.monotonic() + TIMEOUT
        while not fired and time.monotonic() < deadline:
            dispatcher.wait_for_work(0.01)
            dispatcher.pump()

        assert fired == ["ding"]

    def test_an_exception_in_a_coroutine_is_the_jobs(self, settle: Settle) -> None:
        async def job() -> None:
            await asyncio.sleep(0)
            raise LookupError("late")

        assert isinstance(settle(Job(job, "a")).error, LookupError)

    @pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt])
    def test_a_task_that_exits_does_not_take_the_editor_with_it(
        self, dispatcher: Dispatcher, settle: Settle, error: type[BaseException]
    ) -> None:
        async def leave() -> None:
            raise error

        task = settle(Job(lambda: asyncio.get_running_loop().create_task(leave()), "a")).result
        for _ in range(3):
            dispatcher.pump()

        assert task.done()
        assert isinstance(task.exception(), error)
        assert settle(Job(lambda: "still here", "a")).result == "still here"

    def test_a_call_back_that_exits_does_not_take_the_editor_with_it(
        self, dispatcher: Dispatcher, settle: Settle
    ) -> None:
        settle(Job(lambda: asyncio.get_running_loop().call_soon(sys.exit), "a"))
        for _ in range(3):
            dispatcher.pump()

        assert settle(Job(lambda: "still here", "a")).result == "still here"

    def test_each_coroutine_has_a_context_of_its_own(self, settle: Settle, dispatcher: Dispatcher) -> None:
        name: contextvars.ContextVar[str] = contextvars.ContextVar("name", default="nobody")
        seen: list[str] = []

        def named(what: str) -> Callable[[], Any]:
            async def job() -> None:
                name.set(what)
                for _ in range(3):
                    await asyncio.sleep(0)
                    seen.append(name.get())

            return job

        jobs = [dispatcher.submit(Job(named(what), what)) for what in ("one", "two")]
        for job in jobs:
            settle(job)

        assert sorted(seen) == ["one"] * 3 + ["two"] * 3
        assert seen != sorted(seen), "the coroutines did not interleave"
        assert name.get() == "nobody"

    def test_time_limits_inside_a_cell_are_its_own(self, settle: Settle) -> None:
        """`asyncio.timeout` cancels the task that it runs in; that is no interrupt."""

        async def job() -> str:
            try:
                async with asyncio.timeout(0.001):
                    await asyncio.sleep(30)
            except TimeoutError:
                return "timed out"
            return "slept"

        assert settle(Job(job, "a")).result == "timed out"


class TestTakingBack:
    def test_a_queued_job_can_be_cancelled_by_its_owner_alone(self, dispatcher: Dispatcher) -> None:
        ended: list[Job] = []
        job = dispatcher.submit(Job(lambda: None, "a", name="j", finished=ended.append))

        assert not dispatcher.cancel("j", "b")
        assert not dispatcher.cancel("other", "a")
        assert dispatcher.cancel("j", "a")
        assert not dispatcher.cancel("j", "a")

        assert ended == [job]
        assert isinstance(job.error, CellInterrupted)
        assert dispatcher.pump() == 0

    def test_a_job_that_has_begun_cannot(self, dispatcher: Dispatcher) -> None:
        cancelled: list[bool] = []
        dispatcher.submit(Job(lambda: cancelled.append(dispatcher.cancel("j", "a")), "a", name="j"))
        dispatcher.pump()

        assert cancelled == [False]

    def test_an_owner_that_went_is_forgotten_without_a_word(self, dispatcher: Dispatcher) -> None:
        ended: list[Job] = []
        for owner in "aba":
            dispatcher.submit(Job(lambda: None, owner, finished=ended.append))

        dispatcher.drop("a")

        assert dispatcher.pump() == 1
        assert [job.owner for job in ended] == ["b"]


class TestEnd:
    def test_a_closed_dispatcher_ends_what_waits_and_takes_no_more(self, dispatcher: Dispatcher) -> None:
        ended: list[Job] = []
        job = dispatcher.submit(Job(lambda: None, "a", finished=ended.append))

        dispatcher.close()

        assert ended == [job]
        assert isinstance(job.error, EditorClosing)
        with pytest.raises(EditorClosing, match="takes no more jobs"):
            dispatcher.submit(Job(lambda: None, "a"))

    def test_callers_on_other_threads_are_let_go(self, dispatcher: Dispatcher) -> None:
        with Background(lambda: dispatcher.call(lambda: None, "a", "a call")) as calling:
            dispatcher.wait_for_work(TIMEOUT)
            dispatcher.close()

        assert isinstance(calling.error(), UnityKernelError)

    def test_closing_wakes_the_host(self, dispatcher: Dispatcher) -> None:
        with Background(lambda: dispatcher.wait_for_work(TIMEOUT)) as waiting:
            dispatcher.close()
        assert waiting.error() is None

    def test_detach_puts_the_interrupt_handler_back(self) -> None:
        before = signal.getsignal(signal.SIGINT)
        dispatcher = Dispatcher()
        dispatcher.attach()
        assert signal.getsignal(signal.SIGINT) is not before
        dispatcher.detach()

        assert signal.getsignal(signal.SIGINT) is before
        assert not dispatcher.on_main_thread()

    def test_detach_ends_what_awaits_however_deep(self, caplog: pytest.LogCaptureFixture) -> None:
        ended: list[str] = []

        async def deep(depth: int) -> None:
            try:
                if depth:
                    await asyncio.create_task(deep(depth - 1))
                else:
                    await asyncio.sleep(3600)
            finally:
                ended.append(str(depth))

        async def generator() -> Any:
            try:
                yield 1
                yield 2
            finally:
                ended.append("generator")

        async def leave_open() -> None:
            async for _ in generator():
                await asyncio.sleep(3600)

        dispatcher = Dispatcher(linger=0.0)
        dispatcher.attach()
        jobs = [dispatcher.submit(Job(call, "a")) for call in (lambda: deep(5), leave_open)]
        dispatcher.submit(Job(lambda: asyncio.get_running_loop().create_task(deep(0)), "a"))
        for _ in range(10):
            dispatcher.pump()
        dispatcher.detach()

        assert [job.state for job in jobs] == [JobState.DONE, JobState.DONE]
        assert all(job.error is not None for job in jobs)
        assert sorted(ended) == ["0", "0", "1", "2", "3", "4", "5", "generator"]
        assert not [record for record in caplog.records if record.levelno >= logging.ERROR]

    def test_detach_does_not_wait_for_a_task_that_refuses_to_end(self) -> None:
        async def stubborn() -> None:
            while True:
                try:
                    await asyncio.sleep(3600)
                except (asyncio.CancelledError, KeyboardInterrupt):
                    pass

        dispatcher = Dispatcher(linger=0.0)
        dispatcher.attach()
        job = dispatcher.submit(Job(stubborn, "a"))
        dispatcher.pump()
        dispatcher.pump()
        loop_task = job.task
        dispatcher.detach()

        assert loop_task is not None
        loop_task._log_destroy_pending = False  # type: ignore[attr-defined]  # its own fault
        loop_task.get_coro().close()


class TestLinger:
    """How long one pump may hold the editor's frame for follow-ups, in a time without waiting."""

    def linger(self, follow_ups: int, work: float = 0.0) -> tuple[int, float, SteppedCondition]:
        """Jobs begun, seconds lingered, and the waits, when a client sends a follow-up in each wait."""
        clock = Clock()
        left = [follow_ups]

        def client() -> bool:
            if left[0]:
                left[0] -= 1
                dispatcher.submit(Job(lambda: clock.advance(work), "a"))
                return True
            return False

        dispatcher = Dispatcher(clock=clock)
        condition = dispatcher._condition = SteppedCondition(clock, client)
        dispatcher.attach()
        try:
            dispatcher.submit(Job(lambda: clock.advance(work), "a"))
            begin = clock.now
            begun = dispatcher.pump()
            return begun, clock.now - begin - begun * work, condition
        finally:
            dispatcher.detach()

    def test_no_follow_up_costs_one_linger(self) -> None:
        begun, lingered, condition = self.linger(0)

        assert begun == 1
        assert lingered == pytest.approx(LINGER)
        assert condition.waits == [LINGER]

    def test_a_follow_up_runs_in_the_same_pump(self) -> None:
        assert self.linger(1)[0] == 2

    def test_a_chatty_client_cannot_hold_the_frame(self) -> None:
        begun, lingered, _ = self.linger(10_000)

        assert begun < 20
        assert lingered <= MAX_LINGER + LINGER

    def test_an_idle_pump_does_not_linger(self) -> None:
        clock = Clock()
        dispatcher = Dispatcher(clock=clock)
        condition = dispatcher._condition = SteppedCondition(clock)
        dispatcher.attach()
        try:
            assert dispatcher.pump() == 0
        finally:
            dispatcher.detach()

        assert condition.waits == []

    def test_it_can_be_switched_off(self) -> None:
        clock = Clock()
        dispatcher = Dispatcher(clock=clock, linger=0.0)
        condition = dispatcher._condition = SteppedCondition(clock)
        dispatcher.attach()
        try:
            dispatcher.submit(Job(lambda: None, "a"))
            assert dispatcher.pump() == 1
        finally:
            dispatcher.detach()

        assert condition.waits == []


class TestTick:
    def test_every_pump_is_a_sign_of_life(self) -> None:
        clock = Clock()
        dispatcher = Dispatcher(clock=clock)
        clock.advance(100)
        dispatcher.attach()
        try:
            dispatcher.pump()
            assert dispatcher.last_tick == clock.now
        finally:
            dispatcher.detach()

    def test_an_idle_host_may_sleep_as_long_as_it_likes(self, dispatcher: Dispatcher) -> None:
        condition = dispatcher._condition = SteppedCondition(Clock())

        dispatcher.wait_for_work(60.0)

        assert condition.waits == [60.0]

    def test_a_host_that_sleeps_still_runs_coroutines_and_is_woken_by_a_job(
        self, dispatcher: Dispatcher
    ) -> None:
        ticked = threading.Event()

        async def tick() -> None:
            await asyncio.sleep(0.001)
            ticked.set()
            await asyncio.sleep(3600)

        dispatcher.submit(Job(tick, "a"))
        dispatcher.pump()

        def submit() -> float:
            assert ticked.wait(TIMEOUT), "the coroutine stood still"
            dispatcher.submit(Job(lambda: None, "b"))
            return time.monotonic()

        with Background(submit) as submitting:
            dispatcher.wait_for_work(3600)
        assert time.monotonic() - submitting.result() < TIMEOUT
        assert dispatcher.pump() == 1

    def test_a_host_with_work_does_not_sleep(self, dispatcher: Dispatcher) -> None:
        condition = dispatcher._condition = SteppedCondition(Clock())
        dispatcher.submit(Job(lambda: None, "a"))

        dispatcher.wait_for_work(60.0)

        assert condition.waits == []


def test_a_job_that_waits_for_its_client_ends_when_the_editor_closes(dispatcher: Dispatcher) -> None:
    started = threading.Event()

    def wait() -> None:
        started.set()
        dispatcher.wait(dispatcher.waiter(), "a", "an answer that never comes")

    job = dispatcher.submit(Job(wait, "a"))

    def close() -> None:
        started.wait(10.0)
        dispatcher.close()

    closer = threading.Thread(target=close)
    closer.start()
    dispatcher.pump()
    closer.join()

    assert isinstance(job.error, EditorClosing)
    assert "an answer that never comes" in str(job.error)
