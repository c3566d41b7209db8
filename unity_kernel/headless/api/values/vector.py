"""What Vector2, Vector3 and Vector4 share: componentwise arithmetic, lengths, interpolation."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import add, mul, neg, sub
from types import MethodType
from typing import Any, ClassVar, Self

from .base import FloatStruct, IndexedStruct
from .single import Components, clamp01, divide, single
from .smoothing import damp

__all__ = ["NORMAL_EPSILON", "Either", "FloatVector", "squared"]

# Vector == is approximate: Unity compares the squared distance to kEpsilon * kEpsilon in float32
# ("Vector3.operator ==").
_EQUAL_SQUARED = 9.99999944e-11
_NORMALIZABLE = 9.999999747378752e-06
_ANGLE_DENOMINATOR = 1e-15
NORMAL_EPSILON = 1.0000000036274937e-15
"""``kEpsilonNormalSqrt``: 1e-15 as a float32."""


class Either:
    """A method that .NET overloads as static and as instance: ``Vector3.Scale(a, b)`` and ``a.Scale(b)``."""

    def __init__(self, static: Callable[..., Any], instance: Callable[..., Any]) -> None:
        """Combine both.

        Args:
            static: Called as ``static(cls, ...)``; its docstring speaks for both.
            instance: Called as ``instance(self, ...)``.
        """
        self._static = static
        self._instance = instance
        self.__doc__ = static.__doc__

    def __get__(self, instance: object, owner: type) -> Callable[..., Any]:
        return MethodType(self._static, owner) if instance is None else MethodType(self._instance, instance)


def squared(components: Components) -> float:
    """Return the sum of squares."""
    return sum(map(mul, components, components), 0.0)


class FloatVector(IndexedStruct, FloatStruct):
    """A vector of float32 components."""

    kEpsilon: ClassVar[float] = _NORMALIZABLE

    # Operators. Sums and products of float32 values are exact float32 results, see ``single``.

    def __add__(self, other: Self) -> Self:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._from(map(add, self._v, other._v))

    def __sub__(self, other: Self) -> Self:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._from(map(sub, self._v, other._v))

    def __neg__(self) -> Self:
        return self._of(*map(neg, self._v))

    def __mul__(self, scalar: float) -> Self:
        try:
            factor = single(scalar)
        except TypeError:
            return NotImplemented
        return self._from([x * factor for x in self._v])

    __rmul__ = __mul__

    def __truediv__(self, scalar: float) -> Self:
        try:
            divisor = single(scalar)
        except TypeError:
            return NotImplemented
        return self._from([divide(x, divisor) for x in self._v])

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return False
        return squared(tuple(map(sub, self._v, other._v))) < _EQUAL_SQUARED

    __hash__ = FloatStruct.__hash__

    # Lengths.

    @property
    def sqrMagnitude(self) -> float:
        """The squared length."""
        return single(squared(self._v))

    @property
    def magnitude(self) -> float:
        """The length."""
        return single(math.sqrt(squared(self._v)))

    @property
    def normalized(self) -> Self:
        """This direction with length 1; zero if the vector is shorter than 1e-5."""
        return self._from(self._unit(self._v))

    @staticmethod
    def _unit(components: Components) -> Components:
        length = math.sqrt(squared(components))
        if length > _NORMALIZABLE:
            return tuple(x / length for x in components)
        return (0.0,) * len(components)

    # Static functions.

    @classmethod
    def Distance(cls, a: Self, b: Self) -> float:
        """Return the distance between two points."""
        return single(math.sqrt(squared(tuple(map(sub, cls._take(a), cls._take(b))))))

    @classmethod
    def Lerp(cls, a: Self, b: Self, t: float) -> Self:
        """Return the point a fraction ``t`` of the way from a to b; t is clamped to [0, 1]."""
        return cls._lerp(cls._take(a), cls._take(b), clamp01(single(t)))

    @classmethod
    def LerpUnclamped(cls, a: Self, b: Self, t: float) -> Self:
        """Return the point a fraction ``t`` of the way from a to b, or beyond."""
        return cls._lerp(cls._take(a), cls._take(b), single(t))

    @classmethod
    def _lerp(cls, a: Components, b: Components, t: float) -> Self:
        return cls._from([x + (y - x) * t for x, y in zip(a, b, strict=True)])

    @classmethod
    def MoveTowards(cls, current: Self, target: Self, maxDistanceDelta: float) -> Self:
        """Return ``current`` moved towards ``target`` by at most ``maxDistanceDelta`` (negative: away)."""
        start, end, step = cls._take(current), cls._take(target), single(maxDistanceDelta)
        way = tuple(map(sub, end, start))
        distance_squared = squared(way)
        if distance_squared == 0.0 or (step >= 0.0 and distance_squared <= step * step):
            return cls._of(*end)
        share = step / math.sqrt(distance_squared)
        return cls._from([x + d * share for x, d in zip(start, way, strict=True)])

    @classmethod
    def Min(cls, lhs: Self, rhs: Self) -> Self:
        """Return the smaller of each component."""
        return cls._of(*map(min, cls._take(lhs), cls._take(rhs)))

    @classmethod
    def Max(cls, lhs: Self, rhs: Self) -> Self:
        """Return the larger of each component."""
        return cls._of(*map(max, cls._take(lhs), cls._take(rhs)))

    def _scale_static(cls: Any, a: Any, b: Any) -> Any:  # noqa: N805 - see Either
        """Return two vectors multiplied componentwise; as ``v.Scale(scale)``, multiply v in place."""
        return cls._from(map(mul, cls._take(a), cls._take(b)))

    def _scale_instance(self, scale: Any) -> None:
        self._v = self._round(*map(mul, self._v, self._take(scale)))

    Scale = Either(_scale_static, _scale_instance)

    def _normalize_static(cls: Any, value: Any) -> Any:  # noqa: N805 - see Either
        """Return a vector at length 1, zero if below 1e-5; as ``v.Normalize()``, change v in place."""
        return cls._from(cls._unit(cls._take(value)))

    def _normalize_instance(self) -> None:
        self._v = self._round(*self._unit(self._v))

    Normalize = Either(_normalize_static, _normalize_instance)

    def _sqr_magnitude_static(cls: Any, a: Any) -> float:  # noqa: N805 - see Either
        """Return the squared length; also as ``v.SqrMagnitude()``, except for Vector3."""
        return single(squared(cls._take(a)))

    def _sqr_magnitude_instance(self) -> float:
        return self.sqrMagnitude

    SqrMagnitude = Either(_sqr_magnitude_static, _sqr_magnitude_instance)

    @classmethod
    def _dot(cls, a: Any, b: Any) -> float:
        return single(sum(map(mul, cls._take(a), cls._take(b))))

    @classmethod
    def _angle(cls, a: Any, b: Any) -> float:
        v, u = cls._take(a), cls._take(b)
        denominator = math.sqrt(squared(v) * squared(u))
        if denominator < _ANGLE_DENOMINATOR:
            return 0.0
        return math.degrees(math.acos(min(max(sum(map(mul, v, u)) / denominator, -1.0), 1.0)))

    @classmethod
    def _clamp_magnitude(cls, vector: Any, limit: float) -> Self:
        components, longest = cls._take(vector), single(limit)
        length_squared = squared(components)
        if length_squared <= longest * longest:
            return cls._of(*components)
        share = longest / math.sqrt(length_squared)
        return cls._from([x * share for x in components])

    @classmethod
    def _reflect(cls, direction: Any, normal: Any) -> Self:
        d, n = cls._take(direction), cls._take(normal)
        factor = -2.0 * sum(map(mul, n, d))
        return cls._from([factor * y + x for x, y in zip(d, n, strict=True)])

    @classmethod
    def _along(cls, vector: Any, onto: Any) -> Components:
        v, n = cls._take(vector), cls._take(onto)
        length_squared = squared(n)
        share = sum(map(mul, v, n)) / length_squared if length_squared >= 1.2e-38 else 0.0
        return tuple(x * share for x in n)

    @classmethod
    def _smooth_damp(
        cls, current: Any, target: Any, velocity: Any, smooth_time: float, max_speed: float, delta_time: Any
    ) -> tuple[Self, Self]:
        value, speed = damp(
            cls._take(current), cls._take(target), cls._take(velocity), smooth_time, max_speed, delta_time
        )
        return cls._from(value), cls._from(speed)
