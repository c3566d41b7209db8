"""``UnityEngine.Vector2Int``."""

from __future__ import annotations

import math

from .base import Constant, component
from .errors import UNSET
from .integers import IntVector
from .vector2 import Vector2

__all__ = ["Vector2Int"]


class Vector2Int(IntVector, size=2):
    """A 2D vector or grid position of int32 components."""

    x: int = component(0, "X component.")
    y: int = component(1, "Y component.")

    zero = Constant(0, 0)
    one = Constant(1, 1)
    up = Constant(0, 1)
    down = Constant(0, -1)
    left = Constant(-1, 0)
    right = Constant(1, 0)

    def __init__(self, x: int = UNSET, y: int = UNSET) -> None:
        self._v = self._round(x, y)

    def Set(self, x: int, y: int) -> None:
        """Set both components."""
        self._v = self._round(x, y)

    @classmethod
    def FloorToInt(cls, v: Vector2) -> Vector2Int:
        """Round each component down."""
        return cls._converted(math.floor, Vector2._take(v))

    @classmethod
    def CeilToInt(cls, v: Vector2) -> Vector2Int:
        """Round each component up."""
        return cls._converted(math.ceil, Vector2._take(v))

    @classmethod
    def RoundToInt(cls, v: Vector2) -> Vector2Int:
        """Round each component to the nearest, halves to even."""
        return cls._converted(round, Vector2._take(v))
