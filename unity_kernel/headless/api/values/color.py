"""``UnityEngine.Color``."""

from __future__ import annotations

import colorsys
from operator import add, mul, sub
from typing import Any, ClassVar

from .base import Constant, FloatStruct, IndexedStruct, component
from .color_space import gamma_to_linear, linear_to_gamma
from .errors import UNSET
from .single import clamp01, divide, single
from .vector4 import Vector4

__all__ = ["Color"]


class Color(IndexedStruct, FloatStruct, size=4):
    """Red, green, blue and alpha as float32, 0 to 1 (more in HDR)."""

    _print_format: ClassVar[str] = "F3"

    r: float = component(0, "Red.")
    g: float = component(1, "Green.")
    b: float = component(2, "Blue.")
    a: float = component(3, "Alpha: 0 is transparent, 1 opaque.")

    red = Constant(1.0, 0.0, 0.0, 1.0)
    green = Constant(0.0, 1.0, 0.0, 1.0)
    blue = Constant(0.0, 0.0, 1.0, 1.0)
    white = Constant(1.0, 1.0, 1.0, 1.0)
    black = Constant(0.0, 0.0, 0.0, 1.0)
    yellow = Constant(1.0, 235 / 255, 4 / 255, 1.0)
    cyan = Constant(0.0, 1.0, 1.0, 1.0)
    magenta = Constant(1.0, 0.0, 1.0, 1.0)
    gray = Constant(0.5, 0.5, 0.5, 1.0)
    grey = Constant(0.5, 0.5, 0.5, 1.0)
    clear = Constant(0.0, 0.0, 0.0, 0.0)

    def __init__(self, r: float = UNSET, g: float = UNSET, b: float = UNSET, a: float = UNSET) -> None:
        if a is UNSET and r is not UNSET:
            a = 1.0
        self._v = self._round(r, g, b, a)

    def __add__(self, other: Color) -> Color:
        if other.__class__ is not Color:
            return NotImplemented
        return self._from(map(add, self._v, other._v))

    def __sub__(self, other: Color) -> Color:
        if other.__class__ is not Color:
            return NotImplemented
        return self._from(map(sub, self._v, other._v))

    def __mul__(self, other: Color | Vector4 | float) -> Color:
        if isinstance(other, (Color, Vector4)):
            return self._from(map(mul, self._v, other._v))
        try:
            factor = single(other)
        except TypeError:
            return NotImplemented
        return self._from([x * factor for x in self._v])

    __rmul__ = __mul__

    def __truediv__(self, scalar: float) -> Color:
        try:
            divisor = single(scalar)
        except TypeError:
            return NotImplemented
        return self._from([divide(x, divisor) for x in self._v])

    def __eq__(self, other: object) -> bool:
        return other.__class__ is Color and Vector4._of(*self._v) == Vector4._of(*other._v)

    __hash__ = FloatStruct.__hash__

    @property
    def grayscale(self) -> float:
        """The luminance: 0.299 r + 0.587 g + 0.114 b."""
        r, g, b, _ = self._v
        return single(0.299 * r + 0.587 * g + 0.114 * b)

    @property
    def maxColorComponent(self) -> float:
        """The largest of red, green and blue."""
        return max(self.r, self.g, self.b)

    @property
    def linear(self) -> Color:
        """This sRGB color with linear components; alpha stays."""
        r, g, b, a = self._v
        return self._from((gamma_to_linear(r), gamma_to_linear(g), gamma_to_linear(b), a))

    @property
    def gamma(self) -> Color:
        """This linear color with sRGB components; alpha stays."""
        r, g, b, a = self._v
        return self._from((linear_to_gamma(r), linear_to_gamma(g), linear_to_gamma(b), a))

    @classmethod
    def Lerp(cls, a: Color, b: Color, t: float) -> Color:
        """Return the color a fraction ``t`` of the way from a to b; t is clamped to [0, 1]."""
        return cls._lerp(a, b, clamp01(single(t)))

    @classmethod
    def LerpUnclamped(cls, a: Color, b: Color, t: float) -> Color:
        """Return the color a fraction ``t`` of the way from a to b, or beyond."""
        return cls._lerp(a, b, single(t))

    @classmethod
    def _lerp(cls, a: Color, b: Color, t: float) -> Color:
        return cls._from([x + (y - x) * t for x, y in zip(cls._take(a), cls._take(b), strict=True)])

    @classmethod
    def HSVToRGB(cls, H: float, S: float, V: float, hdr: bool = True) -> Color:
        """Return the opaque color of a hue, saturation and value, each 0 to 1.

        Args:
            H: Hue, 0 and 1 are red.
            S: Saturation.
            V: Value (brightness).
            hdr: Let the components exceed 1; otherwise they are clamped.
        """
        rgb = colorsys.hsv_to_rgb(single(H), single(S), single(V))
        return cls._from((*(rgb if hdr else (min(max(x, 0.0), 1.0) for x in rgb)), 1.0))

    @classmethod
    def RGBToHSV(
        cls, rgbColor: Color, H: Any = UNSET, S: Any = UNSET, V: Any = UNSET
    ) -> tuple[float, float, float]:
        """Return hue, saturation and value, each 0 to 1.

        Args:
            rgbColor: The color; its alpha does not count.
            H: Ignored; a placeholder for the ``out`` argument, which pythonnet returns.
            S: Ignored likewise.
            V: Ignored likewise.
        """
        h, s, v = colorsys.rgb_to_hsv(*cls._take(rgbColor)[:3])
        return single(h), single(s), single(v)

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return ``RGBA(r, g, b, a)``, three decimals unless a .NET number format is given."""
        return f"RGBA{super().ToString(format)}"
