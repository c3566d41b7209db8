from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

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
            dispatcher.wait_for_work(1.0)
            dispatcher.pump()
        raise AssertionError(f"the job did not end: {job.label} is {job.state}")

    return settle
