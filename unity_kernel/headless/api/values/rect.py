"""``UnityEngine.Rect``."""

from __future__ import annotations

from typing import Any, overload

from .base import Constant, FloatStruct, component
from .errors import UNSET
from .formatting import format_number
from .single import clamp01, single
from .vector2 import Vector2
from .vector3 import Vector3

__all__ = ["Rect"]


class Rect(FloatStruct, size=4):
    """A rectangle: position of the corner with the smallest coordinates, and size. Sizes may be negative."""

    x: float = component(0, "Left edge; setting it moves the rectangle.")
    y: float = component(1, "Bottom edge (top in GUI space); setting it moves the rectangle.")
    width: float = component(2, "Width, measured from x.")
    height: float = component(3, "Height, measured from y.")

    zero = Constant(0.0, 0.0, 0.0, 0.0)

    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, x: Rect) -> None: ...
    @overload
    def __init__(self, x: Vector2, y: Vector2) -> None: ...
    @overload
    def __init__(self, x: float, y: float, width: float, height: float) -> None: ...
    def __init__(self, x: Any = UNSET, y: Any = UNSET, width: Any = UNSET, height: Any = UNSET) -> None:
        if isinstance(x, Rect):
            self._v = x._v
        elif width is UNSET and height is UNSET and x is not UNSET:
            self._v = Vector2._take(x) + Vector2._take(y)
        else:
            self._v = self._round(x, y, width, height)

    @classmethod
    def MinMaxRect(cls, xmin: float, ymin: float, xmax: float, ymax: float) -> Rect:
        """Return the rectangle between two corners."""
        x, y = single(xmin), single(ymin)
        return cls._from((x, y, single(xmax) - x, single(ymax) - y))

    def Set(self, x: float, y: float, width: float, height: float) -> None:
        """Set position and size."""
        self._v = self._round(x, y, width, height)

    @property
    def xMin(self) -> float:
        """Left edge; setting it resizes."""
        return self.x

    @xMin.setter
    def xMin(self, value: float) -> None:
        x, y, width, height = self._v
        left = single(value)
        self._v = self._round(left, y, x + width - left, height)

    @property
    def yMin(self) -> float:
        """Bottom edge; setting it resizes."""
        return self.y

    @yMin.setter
    def yMin(self, value: float) -> None:
        x, y, width, height = self._v
        bottom = single(value)
        self._v = self._round(x, bottom, width, y + height - bottom)

    @property
    def xMax(self) -> float:
        """Right edge; setting it resizes."""
        return single(self._v[0] + self._v[2])

    @xMax.setter
    def xMax(self, value: float) -> None:
        x, y, _, height = self._v
        self._v = self._round(x, y, single(value) - x, height)

    @property
    def yMax(self) -> float:
        """Top edge; setting it resizes."""
        return single(self._v[1] + self._v[3])

    @yMax.setter
    def yMax(self, value: float) -> None:
        x, y, width, _ = self._v
        self._v = self._round(x, y, width, single(value) - y)

    @property
    def position(self) -> Vector2:
        """The corner at x and y; setting it moves the rectangle."""
        return Vector2._of(*self._v[:2])

    @position.setter
    def position(self, value: Vector2) -> None:
        self._v = Vector2._take(value) + self._v[2:]

    @property
    def size(self) -> Vector2:
        """Width and height."""
        return Vector2._of(*self._v[2:])

    @size.setter
    def size(self, value: Vector2) -> None:
        self._v = self._v[:2] + Vector2._take(value)

    @property
    def center(self) -> Vector2:
        """The middle; setting it moves the rectangle."""
        x, y, width, height = self._v
        return Vector2._from((x + width / 2.0, y + height / 2.0))

    @center.setter
    def center(self, value: Vector2) -> None:
        (x, y), (_, _, width, height) = Vector2._take(value), self._v
        self._v = self._round(x - width / 2.0, y - height / 2.0, width, height)

    @property
    def min(self) -> Vector2:
        """The corner (xMin, yMin); setting it resizes."""
        return Vector2._of(*self._v[:2])

    @min.setter
    def min(self, value: Vector2) -> None:
        self.xMin, self.yMin = Vector2._take(value)

    @property
    def max(self) -> Vector2:
        """The corner (xMax, yMax); setting it resizes."""
        return Vector2._of(self.xMax, self.yMax)

    @max.setter
    def max(self, value: Vector2) -> None:
        self.xMax, self.yMax = Vector2._take(value)

    def Contains(self, point: Vector2 | Vector3, allowInverse: bool = False) -> bool:
        """True if a point lies inside, on the lower edges included, on the upper ones not.

        Args:
            point: Only its x and y count.
            allowInverse: Also look inside a rectangle of negative width or height.
        """
        px, py = Vector2._take(point)
        x, y, right, top = self.x, self.y, self.xMax, self.yMax
        if allowInverse and self.width < 0.0:
            x, right = right, x
            inside_x = x < px <= right
        else:
            inside_x = x <= px < right
        if allowInverse and self.height < 0.0:
            y, top = top, y
            return bool(inside_x and y < py <= top)
        return bool(inside_x and y <= py < top)

    def Overlaps(self, other: Rect, allowInverse: bool = False) -> bool:
        """True if two rectangles share an area, not only an edge.

        Args:
            other: The other rectangle.
            allowInverse: Take negative widths and heights as positive ones.
        """
        a, b = self, self._of(*self._take(other))
        if allowInverse:
            a, b = a._ordered(), b._ordered()
        return b.xMax > a.xMin and b.xMin < a.xMax and b.yMax > a.yMin and b.yMin < a.yMax

    def _ordered(self) -> Rect:
        x, y, width, height = self._v
        return self._from((x + min(width, 0.0), y + min(height, 0.0), abs(width), abs(height)))

    @classmethod
    def NormalizedToPoint(cls, rectangle: Rect, normalizedRectCoordinates: Vector2) -> Vector2:
        """Return the point at fractions (0 to 1, clamped) of a rectangle's width and height."""
        (x, y, width, height), (u, v) = cls._take(rectangle), Vector2._take(normalizedRectCoordinates)
        return Vector2._from((x + width * clamp01(u), y + height * clamp01(v)))

    @classmethod
    def PointToNormalized(cls, rectangle: Rect, point: Vector2) -> Vector2:
        """Return where a point lies in a rectangle, as fractions from 0 to 1, clamped."""
        (x, y, width, height), (px, py) = cls._take(rectangle), Vector2._take(point)
        return Vector2._from(
            (
                clamp01((px - x) / width) if width else 0.0,
                clamp01((py - y) / height) if height else 0.0,
            )
        )

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return ``(x:0.00, y:0.00, width:1.00, height:1.00)``, or with another .NET number format."""
        names = ("x", "y", "width", "height")
        parts = (f"{n}:{format_number(v, format or 'F2')}" for n, v in zip(names, self._v, strict=True))
        return f"({', '.join(parts)})"
