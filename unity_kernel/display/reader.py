"""Reading from objects whose getters may fail, take long or change things."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from unity_kernel.display.characters import clean

__all__ = ["BUDGET", "COPIES", "Failure", "Reader"]

BUDGET = 0.5
"""Seconds that a description may take. A guess: what people accept before a display."""
COPIES = frozenset({"material", "materials", "mesh"})
"""Getters of Unity that make a copy of the asset and put it into the scene; a display must not."""


class Failure:
    """What stands in place of a value that could not be read.

    Attributes:
        text: Why.
        absent: Whether this editor's type has no such member at all.
    """

    __slots__ = ("absent", "text")

    def __init__(self, text: str, absent: bool = False) -> None:
        self.text = text
        self.absent = absent


class Reader:
    """Reads members, within a time.

    Args:
        budget: Seconds, from now.
        clock: Gives the time in seconds.
    """

    def __init__(self, budget: float = BUDGET, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + budget
        self._budget = budget

    @property
    def is_late(self) -> bool:
        """Whether the time is up."""
        return self._clock() > self._end

    def extend(self, seconds: float) -> None:
        """Gives more time, for what has a bound of its own."""
        self._end += seconds

    def get(self, owner: Any, path: str) -> Any:
        """The value of a member, or of a dotted path; a `Failure` when it raises or the time is up.

        Interrupts pass: KeyboardInterrupt is the user's.
        """
        value = owner
        for name in path.split("."):
            if name in COPIES:
                raise ValueError(
                    f"a display must not read .{name}, which copies the asset; read .shared… instead"
                )
            value = self.call(getattr, value, name)
            if isinstance(value, Failure):
                return value
        return value

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function returns, or a `Failure`."""
        if self._clock() > self._end:
            return Failure(f"not read: the {self._budget:g} s for a display were over")
        try:
            return function(*arguments)
        except Exception as error:
            absent = isinstance(error, AttributeError) or type(error).__name__ == "HeadlessLimitation"
            return Failure(reason(error), absent)

    def text(self, owner: Any, path: str, default: str = "") -> str:
        """A member as text, `default` when it cannot be read."""
        value = self.get(owner, path)
        return default if value is None or isinstance(value, Failure) else str(value)

    def flag(self, owner: Any, path: str, default: bool = False) -> bool:
        """A member as a truth value, `default` when it cannot be read."""
        value = self.get(owner, path)
        return default if isinstance(value, Failure) else value is True


def reason(error: BaseException) -> str:
    """An exception in a few words; those of .NET by their message, without the stack."""
    try:
        message = getattr(error, "Message", None) or str(error)
        inner = getattr(error, "InnerException", None)
        if "target of an invocation" in str(message) and inner is not None:
            return f"{type(inner).__name__}: {clean(str(inner.Message).split(chr(10))[0], 200)}"
        return f"{type(error).__name__}: {clean(str(message).split(chr(10))[0], 200)}"
    except Exception:
        return type(error).__name__
