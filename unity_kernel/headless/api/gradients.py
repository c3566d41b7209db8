"""``UnityEngine.Gradient``: colors over the way from 0 to 1 (https://docs.unity3d.com/ScriptReference/Gradient.html)."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation

from . import catalogue
from .interop import ApiType, Array
from .values import Color
from .values.single import single

__all__ = ["Gradient", "GradientAlphaKey", "GradientColorKey"]

_MOST_KEYS = 8
_BLEND, _FIXED = 0, 1


class GradientColorKey(metaclass=ApiType):
    """A color at a place from 0 to 1."""

    _namespace = "UnityEngine"
    __slots__ = ("color", "time")

    def __init__(self, col: Any = None, time: float = 0.0) -> None:
        self.color = Color._from(Color._take(col)) if col is not None else Color(0, 0, 0, 0)
        self.time = single(time)


class GradientAlphaKey(metaclass=ApiType):
    """An opacity at a place from 0 to 1."""

    _namespace = "UnityEngine"
    __slots__ = ("alpha", "time")

    def __init__(self, alpha: float = 0.0, time: float = 0.0) -> None:
        self.alpha = single(alpha)
        self.time = single(time)


class Gradient(metaclass=ApiType):
    """Colors and opacities between keys; a new one is white."""

    _namespace = "UnityEngine"
    __slots__ = ("_alphas", "_colors", "_mode")

    def __init__(self) -> None:
        self._mode = _BLEND
        self._colors = [GradientColorKey(Color.white, 0.0), GradientColorKey(Color.white, 1.0)]
        self._alphas = [GradientAlphaKey(1.0, 0.0), GradientAlphaKey(1.0, 1.0)]

    @property
    def mode(self) -> Any:
        """How it changes between keys (``GradientMode``)."""
        kind: Any = catalogue.enum_type("UnityEngine.GradientMode")
        return kind(self._mode)

    @mode.setter
    def mode(self, value: Any) -> None:
        self._mode = int(value)

    @property
    def colorKeys(self) -> Array[GradientColorKey]:
        """Copies of its colors; assign a list to change them."""
        return Array([GradientColorKey(key.color, key.time) for key in self._colors], GradientColorKey)

    @colorKeys.setter
    def colorKeys(self, value: Any) -> None:
        self.SetKeys(value, self._alphas)

    @property
    def alphaKeys(self) -> Array[GradientAlphaKey]:
        """Copies of its opacities; assign a list to change them."""
        return Array([GradientAlphaKey(key.alpha, key.time) for key in self._alphas], GradientAlphaKey)

    @alphaKeys.setter
    def alphaKeys(self, value: Any) -> None:
        self.SetKeys(self._colors, value)

    def SetKeys(self, colorKeys: Any, alphaKeys: Any) -> None:
        """Replace all keys.

        Raises:
            ValueError: There are more than eight of a kind; in .NET, an ArgumentException.
        """
        colors = sorted((GradientColorKey(k.color, k.time) for k in colorKeys), key=lambda k: k.time)
        alphas = sorted((GradientAlphaKey(k.alpha, k.time) for k in alphaKeys), key=lambda k: k.time)
        if max(len(colors), len(alphas)) > _MOST_KEYS:
            raise ValueError(f"a gradient has at most {_MOST_KEYS} color keys and {_MOST_KEYS} alpha keys")
        self._colors, self._alphas = colors or self._colors, alphas or self._alphas

    def Evaluate(self, time: float) -> Color:
        """Return the color at a place from 0 to 1.

        Raises:
            HeadlessLimitation: The mode is neither Blend nor Fixed.
        """
        if self._mode not in (_BLEND, _FIXED):
            raise HeadlessLimitation(
                f"evaluating a gradient in the mode {self.mode} is not in the headless editor"
            )
        time = min(max(float(time), 0.0), 1.0)
        rgb = self._at([(k.time, tuple(k.color._v[:3])) for k in self._colors], time)
        alpha = self._at([(k.time, (k.alpha,)) for k in self._alphas], time)
        return Color(*rgb, *alpha)

    def _at(self, keys: list[tuple[float, tuple[float, ...]]], time: float) -> tuple[float, ...]:
        following = next((i for i, (when, _) in enumerate(keys) if when >= time), len(keys))
        if following == len(keys):
            return keys[-1][1]
        if following == 0 or self._mode == _FIXED:  # fixed: each key's color reaches back to the key before
            return keys[following][1]
        (start, left), (end, right) = keys[following - 1], keys[following]
        part = (time - start) / (end - start)
        return tuple(a + (b - a) * part for a, b in zip(left, right, strict=True))
