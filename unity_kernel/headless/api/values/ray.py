"""``UnityEngine.Ray`` and ``UnityEngine.Ray2D``."""

from __future__ import annotations

from typing import Any, ClassVar

from .base import FloatStruct
from .errors import UNSET
from .single import Components, single
from .vector import FloatVector
from .vector2 import Vector2
from .vector3 import Vector3

__all__ = ["Ray", "Ray2D"]


class _AnyRay(FloatStruct):
    """An origin and a direction of unit length, in one tuple."""

    _point_type: ClassVar[type[FloatVector]]

    def __init__(self, origin: Any = UNSET, direction: Any = UNSET) -> None:
        if origin is UNSET and direction is UNSET:
            self._v = self._zeros
        else:
            self._v = self._point_type._take(origin) + self._unit(direction)

    def _unit(self, direction: Any) -> Components:
        point = self._point_type
        unit = point._unit(point._take(direction))
        return point._round(*unit)

    @property
    def origin(self) -> Any:
        """Where the ray starts."""
        return self._point_type._of(*self._v[: len(self._v) // 2])

    @origin.setter
    def origin(self, value: Any) -> None:
        self._v = self._point_type._take(value) + self._v[len(self._v) // 2 :]

    @property
    def direction(self) -> Any:
        """Where the ray goes; always of length 1."""
        return self._point_type._of(*self._v[len(self._v) // 2 :])

    @direction.setter
    def direction(self, value: Any) -> None:
        self._v = self._v[: len(self._v) // 2] + self._unit(value)

    def GetPoint(self, distance: float) -> Any:
        """Return the point at a distance along the ray."""
        d, half = single(distance), len(self._v) // 2
        pairs = zip(self._v[:half], self._v[half:], strict=True)
        return self._point_type._from([start + way * d for start, way in pairs])

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return ``Origin: (0.00, 0.00, 0.00), Dir: (0.00, 0.00, 1.00)``, or in another format."""
        return f"Origin: {self.origin.ToString(format)}, Dir: {self.direction.ToString(format)}"


class Ray(_AnyRay, size=6):
    """A line in space from a point into a direction."""

    _point_type = Vector3


class Ray2D(_AnyRay, size=4):
    """A line in the plane from a point into a direction."""

    _point_type = Vector2
