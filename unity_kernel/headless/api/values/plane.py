"""``UnityEngine.Plane``."""

from __future__ import annotations

from typing import Any, overload

from . import raw
from .base import FloatStruct
from .errors import UNSET
from .formatting import format_number
from .ray import Ray
from .single import divide, single
from .vector import Either
from .vector3 import Vector3

__all__ = ["Plane"]


class Plane(FloatStruct, size=4):
    """A plane in space: a unit normal, and the distance from the plane to the origin along it."""

    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, a: Vector3, b: Vector3 | float) -> None: ...
    @overload
    def __init__(self, a: Vector3, b: Vector3, c: Vector3) -> None: ...
    def __init__(self, a: Any = UNSET, b: Any = UNSET, c: Any = UNSET) -> None:
        if a is UNSET:
            self._v = self._zeros
        elif c is not UNSET:
            self.Set3Points(a, b, c)
        elif isinstance(b, (int, float)):
            self._v = self._round(*raw.normalize(Vector3._take(a)), b)
        else:
            self.SetNormalAndPosition(a, b)

    def SetNormalAndPosition(self, inNormal: Vector3, inPoint: Vector3) -> None:
        """Become the plane through a point with a normal, which need not have unit length."""
        normal = raw.normalize(Vector3._take(inNormal))
        self._v = self._round(*normal, -raw.dot(normal, Vector3._take(inPoint)))

    def Set3Points(self, a: Vector3, b: Vector3, c: Vector3) -> None:
        """Become the plane through three points; seen from the normal's side they go clockwise."""
        p, q, r = Vector3._take(a), Vector3._take(b), Vector3._take(c)
        edges = ((q[0] - p[0], q[1] - p[1], q[2] - p[2]), (r[0] - p[0], r[1] - p[1], r[2] - p[2]))
        normal = raw.normalize(raw.cross(*edges))
        self._v = self._round(*normal, -raw.dot(normal, p))

    @property
    def normal(self) -> Vector3:
        """The direction that the plane faces. Setting it does not normalize."""
        return Vector3._of(*self._v[:3])

    @normal.setter
    def normal(self, value: Vector3) -> None:
        self._v = (*Vector3._take(value), self._v[3])

    @property
    def distance(self) -> float:
        """The distance from the plane to the origin, along the normal."""
        return float(self._v[3])

    @distance.setter
    def distance(self, value: float) -> None:
        self._v = (*self._v[:3], single(value))

    @property
    def flipped(self) -> Plane:
        """The same plane facing the other way."""
        return self._of(*(-x for x in self._v))

    def Flip(self) -> None:
        """Face the other way."""
        self._v = tuple(-x for x in self._v)

    def GetDistanceToPoint(self, point: Vector3) -> float:
        """Return the distance of a point, negative behind the plane."""
        return single(self._distance_to(Vector3._take(point)))

    def _distance_to(self, point: raw.Vec3) -> float:
        return raw.dot(self._v, point) + float(self._v[3])

    def GetSide(self, point: Vector3) -> bool:
        """True if a point is on the side that the plane faces."""
        return self._distance_to(Vector3._take(point)) > 0.0

    def SameSide(self, inPt0: Vector3, inPt1: Vector3) -> bool:
        """True if two points are on the same side."""
        return self.GetSide(inPt0) == self.GetSide(inPt1)

    def ClosestPointOnPlane(self, point: Vector3) -> Vector3:
        """Return the point of the plane that is nearest to a point."""
        p = Vector3._take(point)
        away = self._distance_to(p)
        return Vector3._from([x - n * away for x, n in zip(p, self._v[:3], strict=True)])

    def Raycast(self, ray: Ray, enter: float = 0.0) -> tuple[bool, float]:
        """Intersect the plane with a ray.

        Args:
            ray: The ray.
            enter: Ignored; a placeholder for the ``out`` argument.

        Returns:
            Whether the ray meets the plane ahead, and the distance along the ray: negative if the plane is
            behind, 0 if they are parallel.
        """
        components = Ray._take(ray)
        origin, direction = components[:3], components[3:]
        approach = raw.dot(direction, self._v)
        if abs(approach) < _PARALLEL:
            return False, 0.0
        distance = single(divide(-self._distance_to(origin), approach))
        return distance > 0.0, distance

    def _translate_static(cls: Any, plane: Any, translation: Any) -> Any:  # noqa: N805 - see Either
        """Return a plane moved by a vector; as ``plane.Translate(translation)``, move it in place."""
        moved = cls._of(*cls._take(plane))
        moved.Translate(translation)
        return moved

    def _translate_instance(self, translation: Any) -> None:
        self.distance = self._v[3] + raw.dot(self._v, Vector3._take(translation))

    Translate = Either(_translate_static, _translate_instance)

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return ``(normal:(0.00, 1.00, 0.00), distance:0.00)``, or with another .NET number format."""
        return (
            f"(normal:{self.normal.ToString(format)}, distance:{format_number(self._v[3], format or 'F2')})"
        )


# Mathf.Approximately(approach, 0): eight times float.Epsilon. Larger products divide to a finite distance.
_PARALLEL = 8 * 1.401298464324817e-45
