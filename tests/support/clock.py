"""Time that a test moves by hand, and waits that take none."""

from __future__ import annotations

import threading
from collections.abc import Callable

__all__ = ["Clock", "SteppedCondition"]


class Clock:
    """Seconds that pass only when told to. Called as `time.monotonic` is."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Lets time pass."""
        self.now += seconds


class SteppedCondition(threading.Condition):
    """A condition whose `wait` moves the clock instead of waiting.

    Args:
        clock: What to move.
        meanwhile: Called in each wait, which is what other threads would do; whether it did anything, in which case
            half the time has passed.

    Attributes:
        waits: The time-outs that were waited for.
    """

    def __init__(self, clock: Clock, meanwhile: Callable[[], bool] = lambda: False) -> None:
        super().__init__(threading.RLock())
        self._clock = clock
        self._meanwhile = meanwhile
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        """Returns at once."""
        self.waits.append(timeout)
        assert len(self.waits) < 10_000, "waits without end"
        woken = self._meanwhile()
        assert woken or timeout is not None, "nobody would ever end this wait"
        self._clock.advance((timeout or 0.0) * (0.5 if woken else 1.0))
        return woken
