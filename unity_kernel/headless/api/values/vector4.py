"""``UnityEngine.Vector4``."""

from __future__ import annotations

import math

from .base import Constant, component
from .errors import UNSET
from .single import single
from .vector import FloatVector, squared

__all__ = ["Vector4"]


class Vector4(FloatVector, size=4):
    """Four float32 components: homogeneous points, shader parameters, mesh tangents."""

    x: float = component(0, "X component.")
    y: float = component(1, "Y component.")
    z: float = component(2, "Z component.")
    w: float = component(3, "W component.")

    zero = Constant(0.0, 0.0, 0.0, 0.0)
    one = Constant(1.0, 1.0, 1.0, 1.0)
    positiveInfinity = Constant(math.inf, math.inf, math.inf, math.inf)
    negativeInfinity = Constant(-math.inf, -math.inf, -math.inf, -math.inf)

    def __init__(self, x: float = UNSET, y: float = UNSET, z: float = 0.0, w: float = 0.0) -> None:
        self._v = self._round(x, y, z, w)

    def Set(self, newX: float, newY: float, newZ: float, newW: float) -> None:
        """Set all components."""
        self._v = self._round(newX, newY, newZ, newW)

    @classmethod
    def Magnitude(cls, a: Vector4) -> float:
        """Return the length."""
        return single(math.sqrt(squared(cls._take(a))))

    @classmethod
    def Dot(cls, a: Vector4, b: Vector4) -> float:
        """Return the dot product."""
        return cls._dot(a, b)

    @classmethod
    def Project(cls, a: Vector4, b: Vector4) -> Vector4:
        """Return the part of a along b."""
        return cls._from(cls._along(a, b))
