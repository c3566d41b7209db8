"""The chaos test's short form; `python -m tests.chaos --minutes 60` is the long one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chaos.world import Chaos, leftovers
from tests.support import hosts
from tests.support.session import Home, wait_until

STEPS = 25
SEEDS = (1,)


@pytest.fixture
def home() -> Iterator[Home]:
    with Home() as home:
        yield home


@pytest.fixture(scope="session", params=[name for name in hosts.under_test() if name != "unity"])
def start(request: pytest.FixtureRequest) -> hosts.Start:
    """How to start the editor; a real Unity is not to be killed."""
    return hosts.HOSTS[str(request.param)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_ran_once_or_reported_an_error_and_nothing_is_left(
    home: Home, start: hosts.Start, seed: int
) -> None:
    chaos = Chaos(home, seed, start)
    try:
        for _ in range(STEPS):
            chaos.step()
        chaos.settle()
    except BaseException:
        home.failed = True
        raise
    finally:
        chaos.close()
    wait_until(lambda: not leftovers(home), "the removal of what editors and sessions had on disk")
    assert home.editors() == []


def test_threads_and_files_do_not_pile_up(home: Home, start: hosts.Start) -> None:
    chaos = Chaos(home, 7, start, kills=False)
    try:
        for _ in range(5):
            chaos.reload(chaos.kernels[0])
            chaos.both(chaos.kernels[1])
            chaos.interrupt(chaos.kernels[0])
        before = chaos.shape()
        for _ in range(10):
            chaos.reload(chaos.kernels[0])
            chaos.both(chaos.kernels[1])
            chaos.interrupt(chaos.kernels[0])
        for name, (threads, files) in chaos.shape().items():
            assert threads <= before[name][0] + 1, name
            assert files <= before[name][1] + 2, name
        chaos.settle()
    finally:
        chaos.close()
