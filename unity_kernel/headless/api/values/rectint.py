"""``UnityEngine.RectInt``."""

from __future__ import annotations

from typing import Any, overload

from .base import Constant, component
from .errors import UNSET
from .formatting import format_number
from .intbox import IntBox, largest, smallest
from .vector2 import Vector2
from .vector2int import Vector2Int

__all__ = ["RectInt"]


class RectInt(IntBox, size=4):
    """A rectangle of whole cells."""

    _corner_type = Vector2Int
    _center_type = Vector2

    x: int = component(0, "Left edge; setting it moves the rectangle.")
    y: int = component(1, "Bottom edge; setting it moves the rectangle.")
    width: int = component(2, "Width, measured from x.")
    height: int = component(3, "Height, measured from y.")
    xMin: int = smallest(0, "Left edge; setting it resizes.")
    yMin: int = smallest(1, "Bottom edge; setting it resizes.")
    xMax: int = largest(0, "Right edge, just outside the last cell; setting it resizes.")
    yMax: int = largest(1, "Top edge, just outside the last cell; setting it resizes.")

    zero = Constant(0, 0, 0, 0)

    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, xMin: Vector2Int, yMin: Vector2Int) -> None: ...
    @overload
    def __init__(self, xMin: int, yMin: int, width: int, height: int) -> None: ...
    def __init__(self, xMin: Any = UNSET, yMin: Any = UNSET, width: Any = UNSET, height: Any = UNSET) -> None:
        if isinstance(xMin, Vector2Int):
            self._v = xMin._v + Vector2Int._take(yMin)
        else:
            self._v = self._round(xMin, yMin, width, height)

    def Overlaps(self, other: RectInt) -> bool:
        """True if two rectangles share a cell."""
        edges = zip(self._edges(), self._of(*self._take(other))._edges(), strict=True)
        return all(low2 < high and high2 > low for (low, high), (low2, high2) in edges)

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return ``(x:0, y:0, width:1, height:1)``."""
        names = ("x", "y", "width", "height")
        parts = (f"{n}:{format_number(v, format or 'D')}" for n, v in zip(names, self._v, strict=True))
        return f"({', '.join(parts)})"
