"""``UnityEngine.BoundsInt``."""

from __future__ import annotations

from typing import Any, overload

from .base import component
from .errors import UNSET
from .intbox import IntBox, largest, smallest
from .vector3 import Vector3
from .vector3int import Vector3Int

__all__ = ["BoundsInt"]


class BoundsInt(IntBox, size=6):
    """An axis-aligned box of whole cells."""

    _corner_type = Vector3Int
    _center_type = Vector3

    x: int = component(0, "Position on x; setting it moves the box.")
    y: int = component(1, "Position on y; setting it moves the box.")
    z: int = component(2, "Position on z; setting it moves the box.")
    xMin: int = smallest(0, "Lower edge on x; setting it resizes.")
    yMin: int = smallest(1, "Lower edge on y; setting it resizes.")
    zMin: int = smallest(2, "Lower edge on z; setting it resizes.")
    xMax: int = largest(0, "Upper edge on x, just outside the last cell; setting it resizes.")
    yMax: int = largest(1, "Upper edge on y, just outside the last cell; setting it resizes.")
    zMax: int = largest(2, "Upper edge on z, just outside the last cell; setting it resizes.")

    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, xMin: Vector3Int, yMin: Vector3Int) -> None: ...
    @overload
    def __init__(self, xMin: int, yMin: int, zMin: int, sizeX: int, sizeY: int, sizeZ: int) -> None: ...
    def __init__(
        self,
        xMin: Any = UNSET,
        yMin: Any = UNSET,
        zMin: Any = UNSET,
        sizeX: Any = UNSET,
        sizeY: Any = UNSET,
        sizeZ: Any = UNSET,
    ) -> None:
        if isinstance(xMin, Vector3Int):
            self._v = xMin._v + Vector3Int._take(yMin)
        else:
            self._v = self._round(xMin, yMin, zMin, sizeX, sizeY, sizeZ)

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return ``Position: (0, 0, 0), Size: (1, 1, 1)``."""
        return f"Position: {self.position.ToString(format)}, Size: {self.size.ToString(format)}"
