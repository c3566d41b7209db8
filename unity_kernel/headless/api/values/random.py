"""``UnityEngine.Random``: Unity's own generator, so that a seed gives the numbers that it gives in Unity.

Marsaglia's xorshift128 ("Random" in the scripting reference names it), seeded by the multiplier of Knuth's
table of linear congruential generators (1812433253, increment 1). A float is the low 23 bits divided by
2**23 - 1, both ends included. How shapes are made of floats was found by comparing with numbers recorded
from Unity.
"""

from __future__ import annotations

import math
import time
from typing import Any, ClassVar

from . import raw
from .base import NetType, static_property
from .color import Color
from .integers import IntStruct, int32, integer
from .quaternion import Quaternion
from .single import single
from .vector2 import Vector2
from .vector3 import Vector3

__all__ = ["Random"]

_TURN = 6.2831854820251465  # 2 * Mathf.PI as float32
_MASK = 0xFFFFFFFF


class _State(IntStruct, size=4):
    """The generator's state: opaque, to be saved and put back (``Random.State``)."""

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return the type's name, as Unity does for it."""
        return "UnityEngine.Random+State"


_State.__name__ = "State"
_State.__qualname__ = "Random.State"


def _seeded(seed: int) -> tuple[int, int, int, int]:
    a = seed & _MASK
    b = (a * 1812433253 + 1) & _MASK
    c = (b * 1812433253 + 1) & _MASK
    return a, b, c, (c * 1812433253 + 1) & _MASK


_state: tuple[int, int, int, int] = _seeded(time.time_ns())


def _next() -> int:
    """Advance the generator; return 32 random bits."""
    global _state
    a, b, c, d = _state
    a ^= (a << 11) & _MASK
    fresh = a ^ (a >> 8) ^ d ^ (d >> 19)
    _state = (b, c, d, fresh)
    return fresh


def _unit() -> float:
    """A float from 0 to 1, both included."""
    return single((_next() & 0x7FFFFF) / 8388607.0)


def _between(low: float, high: float) -> float:
    """A float between two others; Unity weighs the lower end with the random number."""
    share = _unit()
    return single(low * share + high * (1.0 - share))


def _get_state() -> _State:
    """The generator's state, to be put back later."""
    return _State._of(*map(int32, _state))


def _set_state(value: Any) -> None:
    global _state
    a, b, c, d = (number & _MASK for number in _State._take(value))
    _state = (a, b, c, d)


def _inside_unit_circle() -> Vector2:
    """A point in the circle of radius 1."""
    angle = _between(0.0, _TURN)
    radius = math.sqrt(_between(0.0, 1.0))
    return Vector2._from((radius * math.cos(angle), radius * math.sin(angle)))


def _direction() -> raw.Vec3:
    z = _between(-1.0, 1.0)
    angle = _between(0.0, _TURN)
    around = math.sqrt(max(1.0 - z * z, 0.0))
    return (around * math.cos(angle), around * math.sin(angle), z)


def _inside_unit_sphere() -> Vector3:
    """A point in the sphere of radius 1."""
    x, y, z = _direction()
    radius = _unit() ** (1.0 / 3.0)
    return Vector3._from((x * radius, y * radius, z * radius))


def _on_unit_sphere() -> Vector3:
    """A point on the sphere of radius 1."""
    return Vector3._from(_direction())


def _rotation() -> Quaternion:
    """A rotation; not quite uniform, see ``rotationUniform``."""
    x, y, z, w = (_between(-1.0, 1.0) for _ in range(4))
    return _upright(raw.quaternion_normalize((x, y, z, w)))


def _rotation_uniform() -> Quaternion:
    """A rotation, each equally likely."""
    share, first, second = _unit(), _between(0.0, _TURN), _between(0.0, _TURN)
    a, b = math.sqrt(1.0 - share), math.sqrt(share)
    return _upright((b * math.sin(first), b * math.cos(first), a * math.sin(second), a * math.cos(second)))


def _upright(q: raw.Quat) -> Quaternion:
    """The rotation with w not negative: of two equal quaternions, Unity gives this one."""
    return Quaternion._from(q if q[3] >= 0.0 else [-x for x in q])


class Random(metaclass=NetType):
    """Random numbers. One generator for everything, seeded from the clock when the editor starts."""

    State: ClassVar[type[_State]] = _State

    value = static_property(_unit)
    state = static_property(_get_state, _set_state)
    insideUnitCircle = static_property(_inside_unit_circle)
    insideUnitSphere = static_property(_inside_unit_sphere)
    onUnitSphere = static_property(_on_unit_sphere)
    rotation = static_property(_rotation)
    rotationUniform = static_property(_rotation_uniform)

    @staticmethod
    def InitState(seed: int) -> None:
        """Restart the generator from a seed."""
        global _state
        _state = _seeded(integer(seed))

    @staticmethod
    def Range(minInclusive: Any, maxInclusive: Any) -> Any:
        """Return a random number from a range.

        Two ints give an int below the maximum; otherwise a float up to and including it.
        """
        if isinstance(minInclusive, int) and isinstance(maxInclusive, int):
            low, high = integer(minInclusive), integer(maxInclusive)
            if low == high:
                return low
            span = abs(high - low)
            return low + _next() % span if low < high else low - _next() % span
        return _between(single(minInclusive), single(maxInclusive))

    @staticmethod
    def ColorHSV(
        hueMin: float = 0.0,
        hueMax: float = 1.0,
        saturationMin: float = 0.0,
        saturationMax: float = 1.0,
        valueMin: float = 0.0,
        valueMax: float = 1.0,
        alphaMin: float = 1.0,
        alphaMax: float = 1.0,
    ) -> Color:
        """Return a random color from ranges of hue, saturation, value and alpha, each 0 to 1."""
        ranges = (hueMin, hueMax), (saturationMin, saturationMax), (valueMin, valueMax), (alphaMin, alphaMax)
        h, s, v, a = (low + (high - low) * _unit() for low, high in ranges)
        color = Color.HSVToRGB(h, s, v, True)
        color.a = a
        return color
