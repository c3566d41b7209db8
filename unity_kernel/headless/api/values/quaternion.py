"""``UnityEngine.Quaternion``."""

from __future__ import annotations

import math
from typing import Any, ClassVar, overload

from . import raw
from .base import Constant, FloatStruct, IndexedStruct, component
from .errors import UNSET
from .single import clamp01, single
from .vector import Either
from .vector3 import Vector3

__all__ = ["Quaternion"]

# Equal, and at an angle of zero, above this dot product ("Quaternion.operator ==", "Quaternion.Angle").
_SAME = 1.0 - 9.999999974752427e-07


class Quaternion(IndexedStruct, FloatStruct, size=4):
    """A rotation. Euler angles are in degrees and turn about z, then x, then y."""

    _print_format: ClassVar[str] = "F5"
    kEpsilon: ClassVar[float] = 9.999999974752427e-07

    x: float = component(0, "X component; not an angle.")
    y: float = component(1, "Y component; not an angle.")
    z: float = component(2, "Z component; not an angle.")
    w: float = component(3, "W component; not an angle.")

    identity = Constant(0.0, 0.0, 0.0, 1.0)

    def __init__(self, x: float = UNSET, y: float = UNSET, z: float = UNSET, w: float = UNSET) -> None:
        self._v = self._round(x, y, z, w)

    def Set(self, newX: float, newY: float, newZ: float, newW: float) -> None:
        """Set all components."""
        self._v = self._round(newX, newY, newZ, newW)

    @overload
    def __mul__(self, other: Quaternion) -> Quaternion: ...
    @overload
    def __mul__(self, other: Vector3) -> Vector3: ...
    def __mul__(self, other: Quaternion | Vector3) -> Quaternion | Vector3:
        if other.__class__ is Quaternion:
            return self._from(raw.quaternion_multiply(self._v, other._v))
        if other.__class__ is Vector3:
            return Vector3._from(raw.quaternion_rotate(self._v, other._v))
        return NotImplemented

    def __eq__(self, other: object) -> bool:
        return other.__class__ is Quaternion and _dot(self._v, other._v) > _SAME

    __hash__ = FloatStruct.__hash__

    @property
    def eulerAngles(self) -> Vector3:
        """The rotation as angles in degrees about z, then x, then y, each from 0 to 360."""
        return Vector3._from(raw.quaternion_to_euler(self._v))

    @eulerAngles.setter
    def eulerAngles(self, value: Vector3) -> None:
        self._v = self._round(*raw.quaternion_from_euler(*Vector3._take(value)))

    @property
    def normalized(self) -> Quaternion:
        """This rotation at length 1; the identity for a zero quaternion."""
        return self._from(raw.quaternion_normalize(self._v))

    def _normalize_static(cls: Any, q: Any) -> Any:  # noqa: N805 - see Either
        """Return a quaternion at length 1; as ``q.Normalize()``, change q in place."""
        return cls._from(raw.quaternion_normalize(cls._take(q)))

    def _normalize_instance(self) -> None:
        self._v = self._round(*raw.quaternion_normalize(self._v))

    Normalize = Either(_normalize_static, _normalize_instance)

    def ToAngleAxis(self, angle: Any = UNSET, axis: Any = UNSET) -> tuple[float, Vector3]:
        """Return the angle in degrees and the axis.

        Args:
            angle: Ignored; a placeholder for the ``out`` argument, which pythonnet returns.
            axis: Ignored likewise.
        """
        x, y, z, w = raw.quaternion_normalize(self._v)
        sine = math.sqrt(x * x + y * y + z * z)
        unit = (x / sine, y / sine, z / sine) if sine > 1e-7 else (1.0, 0.0, 0.0)
        return single(math.degrees(2.0 * math.atan2(sine, w))), Vector3._from(unit)

    def SetLookRotation(self, view: Vector3, up: Vector3 = UNSET) -> None:
        """Look along ``view``, with ``up`` (y unless given) as nearly up as can be."""
        self._v = self.LookRotation(view, up)._v

    def SetFromToRotation(self, fromDirection: Vector3, toDirection: Vector3) -> None:
        """Become the shortest rotation from one direction to another."""
        self._v = self.FromToRotation(fromDirection, toDirection)._v

    @overload
    @classmethod
    def Euler(cls, x: Vector3, /) -> Quaternion: ...
    @overload
    @classmethod
    def Euler(cls, x: float, y: float, z: float) -> Quaternion: ...
    @classmethod
    def Euler(cls, x: Any = UNSET, y: Any = UNSET, z: Any = UNSET, *, euler: Any = UNSET) -> Quaternion:
        """Return the rotation by z degrees about z, x about x, y about y, in this order.

        Takes three numbers, or one Vector3.
        """
        if y is UNSET and z is UNSET:
            return cls._from(raw.quaternion_from_euler(*Vector3._take(x if euler is UNSET else euler)))
        return cls._from(raw.quaternion_from_euler(single(x), single(y), single(z)))

    @classmethod
    def AngleAxis(cls, angle: float, axis: Vector3) -> Quaternion:
        """Return the rotation by ``angle`` degrees about an axis of any length."""
        return cls._from(raw.quaternion_angle_axis(single(angle), Vector3._take(axis)))

    @classmethod
    def LookRotation(cls, forward: Vector3, upwards: Vector3 = UNSET) -> Quaternion:
        """Return the rotation that looks along ``forward``.

        ``upwards`` (y unless given) points as nearly up as can be. A zero ``forward`` gives the identity,
        where Unity also logs "Look rotation viewing vector is zero".
        """
        up = (0.0, 1.0, 0.0) if upwards is UNSET else Vector3._take(upwards)
        return cls._from(raw.quaternion_look(Vector3._take(forward), up))

    @classmethod
    def FromToRotation(cls, fromDirection: Vector3, toDirection: Vector3) -> Quaternion:
        """Return the shortest rotation from one direction to another."""
        return cls._from(raw.quaternion_from_to(Vector3._take(fromDirection), Vector3._take(toDirection)))

    @classmethod
    def Inverse(cls, rotation: Quaternion) -> Quaternion:
        """Return the opposite rotation."""
        return cls._of(*raw.quaternion_conjugate(cls._take(rotation)))

    @classmethod
    def Dot(cls, a: Quaternion, b: Quaternion) -> float:
        """Return the dot product; its magnitude is 1 for equal rotations."""
        return single(_dot(cls._take(a), cls._take(b)))

    @classmethod
    def Angle(cls, a: Quaternion, b: Quaternion) -> float:
        """Return the angle between two rotations in degrees, 0 to 180."""
        return single(_angle(cls._take(a), cls._take(b)))

    @classmethod
    def Lerp(cls, a: Quaternion, b: Quaternion, t: float) -> Quaternion:
        """Interpolate along the chord the short way, at unit length; t is clamped to [0, 1]."""
        return cls._from(_lerp(cls._take(a), cls._take(b), clamp01(single(t))))

    @classmethod
    def LerpUnclamped(cls, a: Quaternion, b: Quaternion, t: float) -> Quaternion:
        """Interpolate along the chord the short way, at unit length, also beyond the ends."""
        return cls._from(_lerp(cls._take(a), cls._take(b), single(t)))

    @classmethod
    def Slerp(cls, a: Quaternion, b: Quaternion, t: float) -> Quaternion:
        """Interpolate along the arc the short way; t is clamped to [0, 1]."""
        return cls._from(raw.quaternion_slerp(cls._take(a), cls._take(b), clamp01(single(t))))

    @classmethod
    def SlerpUnclamped(cls, a: Quaternion, b: Quaternion, t: float) -> Quaternion:
        """Interpolate along the arc the short way, also beyond the ends."""
        return cls._from(raw.quaternion_slerp(cls._take(a), cls._take(b), single(t)))

    @classmethod
    def RotateTowards(cls, from_: Quaternion, to: Quaternion, maxDegreesDelta: float) -> Quaternion:
        """Turn one rotation towards another by at most an angle in degrees; a negative one turns away."""
        a, b = cls._take(from_), cls._take(to)
        angle = _angle(a, b)
        if angle == 0.0:
            return cls._of(*b)
        return cls._from(raw.quaternion_slerp(a, b, min(1.0, single(maxDegreesDelta) / angle)))


def _dot(a: Any, b: Any) -> float:
    return float(a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3])


def _angle(a: Any, b: Any) -> float:
    cosine = min(abs(_dot(a, b)), 1.0)
    return 0.0 if cosine > _SAME else math.degrees(2.0 * math.acos(cosine))


def _lerp(a: Any, b: Any, t: float) -> raw.Quat:
    sign = 1.0 if _dot(a, b) >= 0.0 else -1.0
    x, y, z, w = (p + (sign * q - p) * t for p, q in zip(a, b, strict=True))
    return raw.quaternion_normalize((x, y, z, w))
