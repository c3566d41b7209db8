"""The critically damped spring behind every ``SmoothDamp``."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from .errors import UNSET
from .single import Components, divide, single

__all__ = ["damp", "set_delta_time_source"]


def _default_delta_time() -> float:
    # Unity's default fixed time step, for use without an editor's clock.
    return 0.02


_delta_time: Callable[[], float] = _default_delta_time


def set_delta_time_source(source: Callable[[], float] | None) -> None:
    """Install what tells ``SmoothDamp`` the ``Time.deltaTime`` in seconds; None restores 0.02."""
    global _delta_time
    _delta_time = source or _default_delta_time


def damp(
    current: Components,
    target: Components,
    velocity: Components,
    smooth_time: float,
    max_speed: float,
    delta_time: Any = UNSET,
) -> tuple[list[float], list[float]]:
    """Advance a spring by one step, in any number of dimensions.

    The exponential is replaced by a cubic in its denominator ("Game Programming Gems 4", chapter 1.10),
    which is what gives Unity's results to all digits.

    Args:
        current: Where the value is.
        target: Where it should come to.
        velocity: Its velocity per second.
        smooth_time: About the seconds that it takes; at least 0.0001.
        max_speed: The largest velocity.
        delta_time: The step in seconds; asked from the editor's clock unless given.

    Returns:
        The new value and velocity, not rounded.
    """
    step = single(_delta_time() if delta_time is UNSET else delta_time)
    smooth = max(0.0001, single(smooth_time))
    omega = 2.0 / smooth
    x = omega * step
    decay = 1.0 / (1.0 + x + 0.48 * x * x + 0.235 * x * x * x)

    change = [c - t for c, t in zip(current, target, strict=True)]
    limit = single(max_speed) * smooth
    distance = math.sqrt(sum(d * d for d in change))
    if distance > limit:
        change = [d * limit / distance for d in change]
    reachable = [c - d for c, d in zip(current, change, strict=True)]

    momentum = [(v + omega * d) * step for v, d in zip(velocity, change, strict=True)]
    new_velocity = [(v - omega * m) * decay for v, m in zip(velocity, momentum, strict=True)]
    value = [r + (d + m) * decay for r, d, m in zip(reachable, change, momentum, strict=True)]

    # Past the target: stop on it.
    way = [t - c for t, c in zip(target, current, strict=True)]
    beyond = [v - t for v, t in zip(value, target, strict=True)]
    overshot = sum(w * b for w, b in zip(way, beyond, strict=True)) > 0.0
    if len(way) == 1:  # a single number also counts as past the target when it starts on it and falls
        overshot = (way[0] > 0.0) == (beyond[0] > 0.0)
    if overshot:
        return list(target), [divide(0.0, step)] * len(target)
    return value, new_velocity
