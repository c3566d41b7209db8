"""``UnityEngine.Vector3``."""

from __future__ import annotations

import math
from typing import ClassVar

from . import raw
from .base import Constant, component
from .errors import UNSET
from .single import clamp01, single
from .vector import NORMAL_EPSILON, FloatVector, squared

__all__ = ["Vector3"]


class Vector3(FloatVector, size=3):
    """A 3D vector or point of float32 components, in Unity's left-handed space: x right, y up, z forward."""

    kEpsilonNormalSqrt: ClassVar[float] = NORMAL_EPSILON

    x: float = component(0, "X component.")
    y: float = component(1, "Y component.")
    z: float = component(2, "Z component.")

    zero = Constant(0.0, 0.0, 0.0)
    one = Constant(1.0, 1.0, 1.0)
    forward = Constant(0.0, 0.0, 1.0)
    back = Constant(0.0, 0.0, -1.0)
    up = Constant(0.0, 1.0, 0.0)
    down = Constant(0.0, -1.0, 0.0)
    left = Constant(-1.0, 0.0, 0.0)
    right = Constant(1.0, 0.0, 0.0)
    positiveInfinity = Constant(math.inf, math.inf, math.inf)
    negativeInfinity = Constant(-math.inf, -math.inf, -math.inf)

    def __init__(self, x: float = UNSET, y: float = UNSET, z: float = 0.0) -> None:
        self._v = self._round(x, y, z)

    def Set(self, newX: float, newY: float, newZ: float) -> None:
        """Set all components."""
        self._v = self._round(newX, newY, newZ)

    @classmethod
    def Magnitude(cls, vector: Vector3) -> float:
        """Return the length."""
        return single(math.sqrt(squared(cls._take(vector))))

    @classmethod
    def SqrMagnitude(cls, vector: Vector3) -> float:
        """Return the squared length."""
        return single(squared(cls._take(vector)))

    @classmethod
    def Dot(cls, lhs: Vector3, rhs: Vector3) -> float:
        """Return the dot product."""
        return cls._dot(lhs, rhs)

    @classmethod
    def Cross(cls, lhs: Vector3, rhs: Vector3) -> Vector3:
        """Return the cross product, by the left-hand rule: right x up is forward."""
        return cls._from(raw.cross(cls._take(lhs), cls._take(rhs)))

    @classmethod
    def Angle(cls, from_: Vector3, to: Vector3) -> float:
        """Return the unsigned angle between two directions in degrees, 0 to 180."""
        return single(cls._angle(from_, to))

    @classmethod
    def SignedAngle(cls, from_: Vector3, to: Vector3, axis: Vector3) -> float:
        """Return the angle between two directions in degrees, -180 to 180, clockwise about ``axis``."""
        side = raw.dot(cls._take(axis), raw.cross(cls._take(from_), cls._take(to)))
        return single(math.copysign(cls._angle(from_, to), side + 0.0))

    @classmethod
    def ClampMagnitude(cls, vector: Vector3, maxLength: float) -> Vector3:
        """Return the vector, shortened to ``maxLength`` if it is longer."""
        return cls._clamp_magnitude(vector, maxLength)

    @classmethod
    def Project(cls, vector: Vector3, onNormal: Vector3) -> Vector3:
        """Return the part of a vector along another; zero if the other is almost zero."""
        return cls._from(cls._along(vector, onNormal))

    @classmethod
    def ProjectOnPlane(cls, vector: Vector3, planeNormal: Vector3) -> Vector3:
        """Return the part of a vector at right angles to a normal."""
        return cls._from(
            [x - p for x, p in zip(cls._take(vector), cls._along(vector, planeNormal), strict=True)]
        )

    @classmethod
    def Reflect(cls, inDirection: Vector3, inNormal: Vector3) -> Vector3:
        """Return the direction mirrored off a surface with a unit normal."""
        return cls._reflect(inDirection, inNormal)

    @classmethod
    def Slerp(cls, a: Vector3, b: Vector3, t: float) -> Vector3:
        """Interpolate direction along the arc and length linearly; t is clamped to [0, 1]."""
        return cls._from(_slerp(cls._take(a), cls._take(b), clamp01(single(t))))

    @classmethod
    def SlerpUnclamped(cls, a: Vector3, b: Vector3, t: float) -> Vector3:
        """Interpolate direction along the arc and length linearly, also beyond the ends."""
        return cls._from(_slerp(cls._take(a), cls._take(b), single(t)))

    @classmethod
    def RotateTowards(
        cls, current: Vector3, target: Vector3, maxRadiansDelta: float, maxMagnitudeDelta: float
    ) -> Vector3:
        """Turn ``current`` towards ``target`` by at most an angle in radians; its length changes likewise.

        A negative angle turns away, at most until the opposite direction.
        """
        start, end = cls._take(current), cls._take(target)
        turn, growth = single(maxRadiansDelta), single(maxMagnitudeDelta)
        a, b = raw.length(start), raw.length(end)
        size = b if abs(b - a) <= growth else a + math.copysign(growth, b - a)
        if a < _TINY or b < _TINY:
            return cls.MoveTowards(current, target, maxMagnitudeDelta)
        u, v = _scaled(start, 1.0 / a), _scaled(end, 1.0 / b)
        angle = math.acos(min(max(raw.dot(u, v), -1.0), 1.0))
        step = max(min(turn, angle), angle - math.pi)
        return cls._from(_scaled(_turned(u, v, step), size))

    @classmethod
    def OrthoNormalize(
        cls, normal: Vector3, tangent: Vector3, binormal: Vector3 | None = None
    ) -> tuple[Vector3, ...]:
        """Make two or three vectors orthogonal and of unit length, the first keeping its direction.

        Returns:
            The new vectors: pythonnet returns ``ref`` arguments as a tuple.
        """
        vectors = [normal, tangent] if binormal is None else [normal, tangent, binormal]
        basis: list[raw.Vec3] = []
        for vector in vectors:
            rest = raw.normalize(cls._take(vector))
            for axis in basis:
                share = raw.dot(rest, axis)
                rest = (rest[0] - share * axis[0], rest[1] - share * axis[1], rest[2] - share * axis[2])
            unit = raw.normalize(rest)
            if unit == (0.0, 0.0, 0.0):
                unit = (
                    (1.0, 0.0, 0.0)
                    if not basis
                    else raw.perpendicular(basis[0])
                    if len(basis) == 1
                    else raw.cross(basis[0], basis[1])
                )
            basis.append(unit)
        return tuple(map(cls._from, basis))

    @classmethod
    def SmoothDamp(
        cls,
        current: Vector3,
        target: Vector3,
        currentVelocity: Vector3,
        smoothTime: float,
        maxSpeed: float = math.inf,
        deltaTime: float = UNSET,
    ) -> tuple[Vector3, Vector3]:
        """Move a point towards a target as a critically damped spring would; see ``Mathf.SmoothDamp``.

        Returns:
            The new point and the new velocity: pythonnet returns ``ref`` arguments after the result.
        """
        return cls._smooth_damp(current, target, currentVelocity, smoothTime, maxSpeed, deltaTime)


_TINY = 1e-6


def _scaled(v: raw.Vec3, factor: float) -> raw.Vec3:
    return (v[0] * factor, v[1] * factor, v[2] * factor)


def _turned(u: raw.Vec3, v: raw.Vec3, angle: float) -> raw.Vec3:
    """Return unit vector u turned by radians towards unit vector v."""
    cosine = raw.dot(u, v)
    side = raw.normalize((v[0] - cosine * u[0], v[1] - cosine * u[1], v[2] - cosine * u[2]))
    if side == (0.0, 0.0, 0.0):
        if cosine > 0.0:
            return u
        side = raw.perpendicular(u)  # opposite directions: any way round
    c, s = math.cos(angle), math.sin(angle)
    return (u[0] * c + side[0] * s, u[1] * c + side[1] * s, u[2] * c + side[2] * s)


def _slerp(a: raw.Vec3, b: raw.Vec3, t: float) -> raw.Vec3:
    la, lb = raw.length(a), raw.length(b)
    if la < _TINY or lb < _TINY:
        return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)
    u, v = _scaled(a, 1.0 / la), _scaled(b, 1.0 / lb)
    angle = math.acos(min(max(raw.dot(u, v), -1.0), 1.0))
    return _scaled(_turned(u, v, angle * t), la + (lb - la) * t)
