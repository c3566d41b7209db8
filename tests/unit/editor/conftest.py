from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import nullcontext

import pytest

from tests.support.notebook import Bench, Notebook
from unity_kernel.editor.dispatcher import Dispatcher, Job, JobState


@pytest.fixture(autouse=True)
def _clean(no_leaks: None, fresh_home: object) -> None:
    """No thread outlives its test, and no file its home."""


@pytest.fixture
def dispatcher() -> Iterator[Dispatcher]:
    """A dispatcher whose main thread is the test's."""
    dispatcher = Dispatcher(linger=0.0)
    dispatcher.attach()
    yield dispatcher
    dispatcher.detach()


Settle = Callable[[Job], Job]


@pytest.fixture
def settle(dispatcher: Dispatcher) -> Settle:
    """Submits a job, where that has not been done, and pumps until it is done."""

    def settle(job: Job) -> Job:
        if job.state is JobState.QUEUED and job not in dispatcher.queued():
            dispatcher.submit(job)
        for _ in range(10_000):
            if job.state is JobState.DONE:
                return job
            dispatcher.wait_for_work(0.005)
            dispatcher.pump()
        raise AssertionError(f"the job did not end: {job.label} is {job.state}")

    return settle


@pytest.fixture
def bench(dispatcher: Dispatcher) -> Bench:
    """What sessions need of an editor; while the test runs, the process's streams are routed."""
    return Bench(dispatcher)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Installs the routes around the test itself: pytest replaces the streams between set-up and test."""
    bench = pyfuncitem.funcargs.get("bench")
    with bench.installed() if isinstance(bench, Bench) else nullcontext():
        return (yield)


@pytest.fixture
def notebook(bench: Bench) -> Iterator[Notebook]:
    """A session, driven as a kernel drives it."""
    notebook = Notebook(bench)
    yield notebook
    notebook.close()


@pytest.fixture
def other(bench: Bench) -> Iterator[Notebook]:
    """A second notebook on the same editor."""
    other = Notebook(bench, "other")
    yield other
    other.close()
