"""``UnityEngine.AnimationCurve`` and ``Keyframe``: values over time, smooth between keys.

Between two keys the value is the cubic Hermite spline of their values and tangents; an infinite tangent makes a step
(https://docs.unity3d.com/ScriptReference/AnimationCurve.html). Weighted keys make it a Bézier curve.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from . import catalogue
from .interop import ApiType, Array
from .values.single import single

__all__ = ["AnimationCurve", "Keyframe"]

_LOOP, _PING_PONG, _CLAMP = 2, 4, 8
_THIRD = 1 / 3
_STEPS = 40  # halvings when a weighted curve is solved for time: beyond float32's precision


class Keyframe(metaclass=ApiType):
    """A key of a curve; a struct in C#, so that curves hand out copies.

    Args:
        time: When.
        value: What.
        inTangent: Slope on its left.
        outTangent: Slope on its right.
        inWeight: How far the slope on its left reaches, 0 to 1 of the way to the key before.
        outWeight: How far the slope on its right reaches.
    """

    _namespace = "UnityEngine"
    __slots__ = ("inTangent", "inWeight", "outTangent", "outWeight", "time", "value", "weightedMode")

    def __init__(self, time: float = 0.0, value: float = 0.0, *more: float) -> None:
        tangents = [single(number) for number in more]
        self.time, self.value = single(time), single(value)
        self.inTangent, self.outTangent = [*tangents, 0.0, 0.0][:2]
        self.inWeight, self.outWeight = tangents[2:4] if len(tangents) == 4 else (0.0, 0.0)
        kind: Any = catalogue.enum_type("UnityEngine.WeightedMode")
        self.weightedMode = kind(3 if len(tangents) == 4 else 0)

    def _copy(self) -> Keyframe:
        made = Keyframe(self.time, self.value, self.inTangent, self.outTangent)
        made.inWeight, made.outWeight, made.weightedMode = self.inWeight, self.outWeight, self.weightedMode
        return made

    def _tuple(self) -> tuple[float, ...]:
        return self.time, self.value, self.inTangent, self.outTangent, self.inWeight, self.outWeight

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyframe) and other._tuple() == self._tuple()

    def __hash__(self) -> int:
        return hash(self._tuple())

    def __repr__(self) -> str:
        return f"Keyframe({self.time:g}, {self.value:g}, {self.inTangent:g}, {self.outTangent:g})"


class AnimationCurve(metaclass=ApiType):
    """A value over time.

    Args:
        keys: Keyframes, in any order.
    """

    _namespace = "UnityEngine"
    __slots__ = ("_keys", "_wrap")

    def __init__(self, *keys: Any) -> None:
        found: Iterable[Any] = keys[0] if len(keys) == 1 and not isinstance(keys[0], Keyframe) else keys
        self._keys: list[Keyframe] = sorted((key._copy() for key in found), key=lambda key: key.time)
        self._wrap = [_CLAMP, _CLAMP]

    @staticmethod
    def Linear(timeStart: float, valueStart: float, timeEnd: float, valueEnd: float) -> AnimationCurve:
        """Return a straight line."""
        if timeStart == timeEnd:
            return AnimationCurve(Keyframe(timeStart, valueStart))
        slope = (valueEnd - valueStart) / (timeEnd - timeStart)
        return AnimationCurve(
            Keyframe(timeStart, valueStart, 0.0, slope), Keyframe(timeEnd, valueEnd, slope, 0.0)
        )

    @staticmethod
    def EaseInOut(timeStart: float, valueStart: float, timeEnd: float, valueEnd: float) -> AnimationCurve:
        """Return a curve that is flat at both ends."""
        return AnimationCurve(Keyframe(timeStart, valueStart), Keyframe(timeEnd, valueEnd))

    @staticmethod
    def Constant(timeStart: float, timeEnd: float, value: float) -> AnimationCurve:
        """Return a flat line."""
        return AnimationCurve.Linear(timeStart, value, timeEnd, value)

    @property
    def keys(self) -> Array[Keyframe]:
        """Copies of its keys; assign a list to change them."""
        return Array([key._copy() for key in self._keys], Keyframe)

    @keys.setter
    def keys(self, value: Any) -> None:
        self._keys = sorted((key._copy() for key in value), key=lambda key: float(key.time))

    @property
    def length(self) -> int:
        """How many keys it has."""
        return len(self._keys)

    def __getitem__(self, index: int) -> Keyframe:
        if not 0 <= index < len(self._keys):
            raise IndexError("Index was outside the bounds of the array.")
        return self._keys[index]._copy()

    def _mode(self, side: int) -> Any:
        kind: Any = catalogue.enum_type("UnityEngine.WrapMode")
        return kind(self._wrap[side])

    @property
    def preWrapMode(self) -> Any:
        """What it does before its first key (``WrapMode``)."""
        return self._mode(0)

    @preWrapMode.setter
    def preWrapMode(self, value: Any) -> None:
        self._wrap[0] = int(value)

    @property
    def postWrapMode(self) -> Any:
        """What it does behind its last key (``WrapMode``)."""
        return self._mode(1)

    @postWrapMode.setter
    def postWrapMode(self, value: Any) -> None:
        self._wrap[1] = int(value)

    def AddKey(self, *key: Any) -> int:
        """Add ``(time, value)``, with tangents that make it smooth, or a Keyframe; returns its place, -1 if taken."""
        made = key[0]._copy() if len(key) == 1 else Keyframe(*key)
        if any(other.time == made.time for other in self._keys):
            return -1
        self._keys.append(made)
        self._keys.sort(key=lambda other: other.time)
        index = self._keys.index(made)
        if len(key) > 1:
            for near in range(max(index - 1, 0), min(index + 2, len(self._keys))):
                self.SmoothTangents(near, 0.0)
        return index

    def MoveKey(self, index: int, key: Keyframe) -> int:
        """Replace a key; returns its new place."""
        self.RemoveKey(index)
        return self.AddKey(key)

    def RemoveKey(self, index: int) -> None:
        """Remove a key."""
        _ = self[index]
        del self._keys[index]

    def ClearKeys(self) -> None:
        """Remove all keys."""
        self._keys.clear()

    def SmoothTangents(self, index: int, weight: float) -> None:
        """Give a key the mean of the slopes to its neighbours; ``weight`` from -1 to 1 prefers the right or left."""
        key = self._keys[index]
        slopes = []
        for a, b in ((index - 1, index), (index, index + 1)):
            if a >= 0 and b < len(self._keys):
                left, right = self._keys[a], self._keys[b]
                slopes.append((right.value - left.value) / (right.time - left.time))
        if not slopes:
            slope = 0.0
        elif len(slopes) == 1:
            slope = slopes[0]
        else:
            slope = (1 + weight) / 2 * slopes[0] + (1 - weight) / 2 * slopes[1]
        key.inTangent = key.outTangent = single(slope)

    def Evaluate(self, time: float) -> float:
        """Return the value at a time; 0 without keys."""
        keys = self._keys
        if not keys:
            return 0.0
        start, end = keys[0].time, keys[-1].time
        time = self._wrapped(single(time), start, end)
        if time <= start or len(keys) == 1:
            return keys[0].value
        if time >= end:
            return keys[-1].value
        index = next(i for i, key in enumerate(keys) if key.time > time)
        return single(_between(keys[index - 1], keys[index], time))

    def _wrapped(self, time: float, start: float, end: float) -> float:
        if start <= time <= end or end == start:
            return time
        mode = self._wrap[0 if time < start else 1]
        span = end - start
        if mode == _LOOP:
            return start + (time - start) % span
        if mode == _PING_PONG:
            way = (time - start) % (2 * span)
            return start + (way if way <= span else 2 * span - way)
        return time

    def CopyFrom(self, other: AnimationCurve) -> None:
        """Become a copy of another curve."""
        self.keys, self._wrap = other._keys, list(other._wrap)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnimationCurve) and (other._keys, other._wrap) == (self._keys, self._wrap)

    def __hash__(self) -> int:
        return hash(tuple(self._keys))

    def __repr__(self) -> str:
        return f"<UnityEngine.AnimationCurve of {len(self._keys)} keys>"


def _between(left: Keyframe, right: Keyframe, time: float) -> float:
    """Return the value between two keys."""
    if math.isinf(left.outTangent) or math.isinf(right.inTangent):
        return left.value
    span = right.time - left.time
    t = (time - left.time) / span
    first = left.outWeight if int(left.weightedMode) & 2 else _THIRD
    second = right.inWeight if int(right.weightedMode) & 1 else _THIRD
    if first != _THIRD or second != _THIRD:
        return _weighted(left, right, t, first, second)
    m0, m1 = left.outTangent * span, right.inTangent * span
    square, cube = t * t, t * t * t
    return (
        (2 * cube - 3 * square + 1) * left.value
        + (cube - 2 * square + t) * m0
        + (3 * square - 2 * cube) * right.value
        + (cube - square) * m1
    )


def _weighted(left: Keyframe, right: Keyframe, t: float, first: float, second: float) -> float:
    span = right.time - left.time
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _bezier(0.0, first, 1.0 - second, 1.0, middle) < t:
            low = middle
        else:
            high = middle
    near = left.value + left.outTangent * span * first
    far = right.value - right.inTangent * span * second
    return _bezier(left.value, near, far, right.value, (low + high) / 2)


def _bezier(a: float, b: float, c: float, d: float, t: float) -> float:
    u = 1 - t
    return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d
