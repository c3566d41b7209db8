"""``UnityEngine.Color32``."""

from __future__ import annotations

import operator
from typing import Any, ClassVar

from .base import IndexedStruct, component
from .errors import UNSET, no_match
from .single import Components, clamp01, single

__all__ = ["Color32", "color32_from_color", "color_from_color32"]


def _byte(value: Any) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        raise no_match("System.Byte", value) from None
    if 0 <= number <= 255:
        return number
    raise OverflowError(f"{number} does not fit System.Byte (0 to 255)")


class Color32(IndexedStruct):
    """Red, green, blue and alpha as bytes, 0 to 255. Converts to and from Color where one is wanted."""

    _component = staticmethod(_byte)
    _zeros: ClassVar[Components] = (0, 0, 0, 0)
    _print_format: ClassVar[str] = "D"

    r: int = component(0, "Red.")
    g: int = component(1, "Green.")
    b: int = component(2, "Blue.")
    a: int = component(3, "Alpha: 0 is transparent, 255 opaque.")

    def __init__(self, r: int = UNSET, g: int = UNSET, b: int = UNSET, a: int = UNSET) -> None:
        self._v = self._zeros if r is UNSET and a is UNSET else self._round(r, g, b, a)

    @staticmethod
    def _round(*components: Any) -> Components:
        return tuple(map(_byte, components))

    @classmethod
    def Lerp(cls, a: Color32, b: Color32, t: float) -> Color32:
        """Return the color a fraction ``t`` of the way from a to b; t is clamped to [0, 1]."""
        return cls._lerp(a, b, clamp01(single(t)))

    @classmethod
    def LerpUnclamped(cls, a: Color32, b: Color32, t: float) -> Color32:
        """Return the color a fraction ``t`` of the way from a to b, or beyond."""
        return cls._lerp(a, b, single(t))

    @classmethod
    def _lerp(cls, a: Color32, b: Color32, t: float) -> Color32:
        # C# casts to byte: the fraction is cut off, and what exceeds a byte wraps.
        return cls._of(*(int(x + (y - x) * t) & 255 for x, y in zip(cls._take(a), cls._take(b), strict=True)))

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return ``RGBA(r, g, b, a)``."""
        return f"RGBA{super().ToString(format)}"


def color32_from_color(components: Components) -> Components:
    """Convert 0..1 to bytes: clamped, rounded, halves to even."""
    return tuple(round(min(max(x, 0.0), 1.0) * 255.0) if x == x else 0 for x in components)


def color_from_color32(components: Components) -> Components:
    """Convert bytes to 0..1, as float32."""
    return tuple(single(x / 255.0) for x in components)
