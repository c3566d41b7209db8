"""``UnityEngine.Vector3Int``."""

from __future__ import annotations

import math

from .base import Constant, component
from .errors import UNSET
from .integers import IntVector
from .vector3 import Vector3

__all__ = ["Vector3Int"]


class Vector3Int(IntVector, size=3):
    """A 3D vector or grid position of int32 components."""

    x: int = component(0, "X component.")
    y: int = component(1, "Y component.")
    z: int = component(2, "Z component.")

    zero = Constant(0, 0, 0)
    one = Constant(1, 1, 1)
    up = Constant(0, 1, 0)
    down = Constant(0, -1, 0)
    left = Constant(-1, 0, 0)
    right = Constant(1, 0, 0)
    forward = Constant(0, 0, 1)
    back = Constant(0, 0, -1)

    def __init__(self, x: int = UNSET, y: int = UNSET, z: int = 0) -> None:
        self._v = self._round(x, y, z)

    def Set(self, x: int, y: int, z: int) -> None:
        """Set all components."""
        self._v = self._round(x, y, z)

    @classmethod
    def FloorToInt(cls, v: Vector3) -> Vector3Int:
        """Round each component down."""
        return cls._converted(math.floor, Vector3._take(v))

    @classmethod
    def CeilToInt(cls, v: Vector3) -> Vector3Int:
        """Round each component up."""
        return cls._converted(math.ceil, Vector3._take(v))

    @classmethod
    def RoundToInt(cls, v: Vector3) -> Vector3Int:
        """Round each component to the nearest, halves to even."""
        return cls._converted(round, Vector3._take(v))
