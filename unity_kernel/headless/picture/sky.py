"""What is behind everything: a gradient that resembles Unity's default sky."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unity_kernel.headless.picture.color import decode
from unity_kernel.headless.picture.light import Ambient
from unity_kernel.headless.picture.mesh import Floats

__all__ = ["Sky"]

# Read off pictures of Unity's default procedural skybox, in sRGB.
_ZENITH, _HORIZON, _GROUND = (0.32, 0.46, 0.67), (0.82, 0.86, 0.90), (0.41, 0.38, 0.36)
_STEPS = 1 << 14  # of the gradient: finer than 8 bits per channel can tell
_HAZE = 0.035  # how far below the horizon, as a sine, the ground turns into sky


@dataclass(frozen=True)
class Sky:
    """Colors in sRGB.

    Attributes:
        zenith: Above.
        horizon: At eye level.
        ground: Below.
        linear: Whether the project computes in linear light.
    """

    zenith: tuple[float, float, float] = _ZENITH
    horizon: tuple[float, float, float] = _HORIZON
    ground: tuple[float, float, float] = _GROUND
    linear: bool = True

    def _colors(self) -> Floats:
        colors = np.array([self.zenith, self.horizon, self.ground])
        return decode(colors) if self.linear else colors

    def color(self, heights: Floats) -> Floats:
        """Return the (n, 3) colors at (n,) sines above the horizon, in the space in which the project computes."""
        zenith, horizon, ground = self._colors()
        steps = np.linspace(-1.0, 1.0, _STEPS)[:, None]
        haze = np.clip(-steps / _HAZE, 0.0, 1.0)
        part = np.clip(steps, 0.0, 1.0) ** 0.55
        table = (horizon * (1 - part) + zenith * part) * (1 - haze) + ground * haze
        index = ((np.clip(heights, -1.0, 1.0) + 1) * ((_STEPS - 1) / 2) + 0.5).astype(np.int64)
        return np.asarray(table[index])

    def ambient(self, intensity: float) -> Ambient:
        """Return the light that it gives: a fraction of what is seen, as a white wall in Unity's default scene has."""
        zenith, horizon, ground = self._colors() * intensity
        return Ambient((zenith + horizon) * 0.5, (zenith + horizon + 2 * ground) * 0.25, ground)
