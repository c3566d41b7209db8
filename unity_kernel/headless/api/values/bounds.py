"""``UnityEngine.Bounds``."""

from __future__ import annotations

import math
from typing import Any

from .base import FloatStruct
from .errors import UNSET
from .ray import Ray
from .single import Components, single
from .vector3 import Vector3

__all__ = ["Bounds"]


class Bounds(FloatStruct, size=6):
    """An axis-aligned box: its center, and its extents, which are half its size."""

    def __init__(self, center: Vector3 = UNSET, size: Vector3 = UNSET) -> None:
        if center is UNSET and size is UNSET:
            self._v = self._zeros
        else:
            self._v = Vector3._take(center) + Vector3._round(*(x * 0.5 for x in Vector3._take(size)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bounds) and self.center == other.center and self.extents == other.extents

    __hash__ = FloatStruct.__hash__

    @property
    def center(self) -> Vector3:
        """The middle of the box."""
        return Vector3._of(*self._v[:3])

    @center.setter
    def center(self, value: Vector3) -> None:
        self._v = Vector3._take(value) + self._v[3:]

    @property
    def extents(self) -> Vector3:
        """Half of the size."""
        return Vector3._of(*self._v[3:])

    @extents.setter
    def extents(self, value: Vector3) -> None:
        self._v = self._v[:3] + Vector3._take(value)

    @property
    def size(self) -> Vector3:
        """The lengths of the edges."""
        return self.extents * 2.0

    @size.setter
    def size(self, value: Vector3) -> None:
        self.extents = Vector3._from(x * 0.5 for x in Vector3._take(value))

    @property
    def min(self) -> Vector3:
        """The corner with the smallest coordinates; setting it resizes."""
        return self.center - self.extents

    @min.setter
    def min(self, value: Vector3) -> None:
        self.SetMinMax(value, self.max)

    @property
    def max(self) -> Vector3:
        """The corner with the largest coordinates; setting it resizes."""
        return self.center + self.extents

    @max.setter
    def max(self, value: Vector3) -> None:
        self.SetMinMax(self.min, value)

    def SetMinMax(self, min: Vector3, max: Vector3) -> None:
        """Set the box by two opposite corners."""
        low, high = Vector3._take(min), Vector3._take(max)
        extents = Vector3._round(*((h - l) * 0.5 for l, h in zip(low, high, strict=True)))  # noqa: E741
        self._v = Vector3._round(*(l + e for l, e in zip(low, extents, strict=True))) + extents  # noqa: E741

    def Encapsulate(self, point: Vector3 | Bounds) -> None:
        """Grow to include a point or another box."""
        corners = (point.min, point.max) if isinstance(point, Bounds) else (point, point)
        self.SetMinMax(Vector3.Min(self.min, corners[0]), Vector3.Max(self.max, corners[1]))

    def Expand(self, amount: Vector3 | float) -> None:
        """Grow the size by an amount, for all axes or for each."""
        growth = (single(amount),) * 3 if isinstance(amount, (int, float)) else Vector3._take(amount)
        self.extents = Vector3._from(e + g * 0.5 for e, g in zip(self._v[3:], growth, strict=True))

    def _intervals(self) -> list[tuple[float, float]]:
        """The box's range on each axis."""
        return [(c - e, c + e) for c, e in zip(self._v[:3], self._v[3:], strict=True)]

    def Intersects(self, bounds: Bounds) -> bool:
        """True if two boxes touch or overlap."""
        other = self._of(*self._take(bounds))
        pairs = zip(self._intervals(), other._intervals(), strict=True)
        return all(low <= high2 and low2 <= high for (low, high), (low2, high2) in pairs)

    def Contains(self, point: Vector3) -> bool:
        """True if a point is inside or on the surface."""
        p = Vector3._take(point)
        return all(low <= x <= high for x, (low, high) in zip(p, self._intervals(), strict=True))

    def ClosestPoint(self, point: Vector3) -> Vector3:
        """Return the point of the box that is nearest; the point itself if it is inside."""
        return Vector3._from(self._clamped(Vector3._take(point)))

    def SqrDistance(self, point: Vector3) -> float:
        """Return the squared distance of a point from the box; 0 inside."""
        p = Vector3._take(point)
        return single(sum((x - y) ** 2 for x, y in zip(p, self._clamped(p), strict=True)))

    def _clamped(self, point: Components) -> Components:
        clamped = (_clamp(x, low, high) for x, (low, high) in zip(point, self._intervals(), strict=True))
        return tuple(clamped)

    def IntersectRay(self, ray: Ray, distance: Any = UNSET) -> bool | tuple[bool, float]:
        """True if a ray meets the box.

        Args:
            ray: The ray.
            distance: Any number as a placeholder for the ``out`` argument asks for the distance as well.

        Returns:
            Whether they meet; with ``distance``, also the distance along the ray to where it enters,
            negative if it starts inside.
        """
        components = Ray._take(ray)
        enter, leave = -math.inf, math.inf
        for start, way, (low, high) in zip(components[:3], components[3:], self._intervals(), strict=True):
            if way == 0.0:
                if not low <= start <= high:
                    enter, leave = math.inf, -math.inf
                continue
            near, far = sorted(((low - start) / way, (high - start) / way))
            enter, leave = max(enter, near), min(leave, far)
        hit = enter <= leave and leave >= 0.0
        return hit if distance is UNSET else (hit, single(enter) if hit else 0.0)

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return ``Center: (0.00, 0.00, 0.00), Extents: (0.50, 0.50, 0.50)``, or in another format."""
        return f"Center: {self.center.ToString(format)}, Extents: {self.extents.ToString(format)}"


def _clamp(number: float, low: float, high: float) -> float:
    return low if number < low else high if number > high else number
