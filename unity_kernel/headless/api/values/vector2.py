"""``UnityEngine.Vector2``."""

from __future__ import annotations

import math
from operator import mul
from typing import ClassVar

from .base import Constant, component
from .errors import UNSET
from .single import divide, single
from .vector import NORMAL_EPSILON, FloatVector

__all__ = ["Vector2"]


class Vector2(FloatVector, size=2):
    """A 2D vector or point of float32 components."""

    kEpsilonNormalSqrt: ClassVar[float] = NORMAL_EPSILON

    x: float = component(0, "X component.")
    y: float = component(1, "Y component.")

    zero = Constant(0.0, 0.0)
    one = Constant(1.0, 1.0)
    up = Constant(0.0, 1.0)
    down = Constant(0.0, -1.0)
    left = Constant(-1.0, 0.0)
    right = Constant(1.0, 0.0)
    positiveInfinity = Constant(math.inf, math.inf)
    negativeInfinity = Constant(-math.inf, -math.inf)

    def __init__(self, x: float = UNSET, y: float = UNSET) -> None:
        self._v = self._round(x, y)

    def Set(self, newX: float, newY: float) -> None:
        """Set both components."""
        self._v = self._round(newX, newY)

    def __mul__(self, other: Vector2 | float) -> Vector2:
        if isinstance(other, Vector2):
            return self._from(map(mul, self._v, other._v))
        return super().__mul__(other)

    __rmul__ = __mul__

    def __truediv__(self, other: Vector2 | float) -> Vector2:
        if isinstance(other, Vector2):
            return self._from(map(divide, self._v, other._v))
        return super().__truediv__(other)

    @classmethod
    def Dot(cls, lhs: Vector2, rhs: Vector2) -> float:
        """Return the dot product."""
        return cls._dot(lhs, rhs)

    @classmethod
    def Angle(cls, from_: Vector2, to: Vector2) -> float:
        """Return the unsigned angle between two directions in degrees, 0 to 180."""
        return single(cls._angle(from_, to))

    @classmethod
    def SignedAngle(cls, from_: Vector2, to: Vector2) -> float:
        """Return the angle between two directions in degrees, -180 to 180, positive counter-clockwise."""
        (ax, ay), (bx, by) = cls._take(from_), cls._take(to)
        return single(math.copysign(cls._angle(from_, to), ax * by - ay * bx + 0.0))

    @classmethod
    def ClampMagnitude(cls, vector: Vector2, maxLength: float) -> Vector2:
        """Return the vector, shortened to ``maxLength`` if it is longer."""
        return cls._clamp_magnitude(vector, maxLength)

    @classmethod
    def Perpendicular(cls, inDirection: Vector2) -> Vector2:
        """Return the direction turned by 90 degrees counter-clockwise (y up)."""
        x, y = cls._take(inDirection)
        return cls._of(-y, x)

    @classmethod
    def Reflect(cls, inDirection: Vector2, inNormal: Vector2) -> Vector2:
        """Return the direction mirrored off a surface with a unit normal."""
        return cls._reflect(inDirection, inNormal)

    @classmethod
    def SmoothDamp(
        cls,
        current: Vector2,
        target: Vector2,
        currentVelocity: Vector2,
        smoothTime: float,
        maxSpeed: float = math.inf,
        deltaTime: float = UNSET,
    ) -> tuple[Vector2, Vector2]:
        """Move a point towards a target as a critically damped spring would; see ``Mathf.SmoothDamp``.

        Returns:
            The new point and the new velocity: pythonnet returns ``ref`` arguments after the result.
        """
        return cls._smooth_damp(current, target, currentVelocity, smoothTime, maxSpeed, deltaTime)
