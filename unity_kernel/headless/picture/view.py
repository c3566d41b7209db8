"""From where a picture is seen, and how the world falls onto its pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from unity_kernel.headless.picture.mesh import Floats

__all__ = ["CLEAR_COLOR", "CLEAR_NOTHING", "CLEAR_SKY", "View"]

CLEAR_SKY, CLEAR_COLOR, CLEAR_NOTHING = "sky", "color", "nothing"

Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class View:
    """An eye: left-handed, x right, y up, looking along z, as Unity's cameras.

    Attributes:
        position: (3,) in the world.
        axes: (3, 3), rows right, up, forward in the world, of unit length.
        half_height: Half the height of what is seen: in units if orthographic, else at distance 1.
        near: Distance of the near plane.
        far: Distance of the far plane.
        orthographic: Whether distance makes nothing smaller.
        rect: The part of the picture that it fills: x, y (from the bottom), width, height from 0 to 1.
        mask: Layers that it sees, a bit each.
        clear: What fills the pixels first.
        background: (r, g, b, a) in sRGB, for `CLEAR_COLOR`.
        name: What it is, for the reader of the picture.
    """

    position: Floats
    axes: Floats
    half_height: float
    near: float = 0.3
    far: float = 1000.0
    orthographic: bool = False
    rect: Box = (0.0, 0.0, 1.0, 1.0)
    mask: int = -1
    clear: str = CLEAR_SKY
    background: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    name: str = ""

    @classmethod
    def perspective_height(cls, angle: float) -> float:
        """Return the ``half_height`` of a vertical angle of view in degrees."""
        return math.tan(math.radians(min(max(angle, 1e-3), 179.0)) / 2)

    def viewport(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return the pixels that it fills in a picture of a size: left, top, right, bottom."""
        x, y, w, h = self.rect
        left, right = (round(width * min(max(edge, 0.0), 1.0)) for edge in (x, x + w))
        bottom, top = (round(height * (1 - min(max(edge, 0.0), 1.0))) for edge in (y, y + h))
        return left, top, right, bottom

    def project(self, points: Floats, frame: tuple[int, int, int, int]) -> Floats:
        """Return where points fall.

        Args:
            points: (n, 3) in the world.
            frame: Pixels that the view fills: left, top, right, bottom.

        Returns:
            (n, 4): column and row in pixels, both times w; w; and the distance along the view. w is that distance
            for a perspective view and 1 for an orthographic one.
        """
        left, top, right, bottom = frame
        seen = (points - self.position) @ self.axes.T
        z = seen[:, 2]
        w = np.ones_like(z) if self.orthographic else z
        half = (bottom - top) / 2  # pixels are square: the width only says how many of them there are
        scale = half / self.half_height
        x = seen[:, 0] * scale + w * ((left + right) / 2)
        y = w * ((top + bottom) / 2) - seen[:, 1] * scale
        return np.stack([x, y, w, z], axis=1)

    def closeness(self, z: Floats) -> Floats:
        """Return a measure of depth that is linear on the screen: 1 at the near plane, falling with distance."""
        if self.orthographic:
            return (self.far + (self.far - self.near) - z) / (2 * (self.far - self.near))
        return self.near / z

    @property
    def farthest(self) -> float:
        """The closeness of the far plane, just below."""
        limit = 0.5 if self.orthographic else self.near / self.far
        return limit * (1 - 1e-6)

    def heights(self, columns: Floats, rows: Floats, frame: tuple[int, int, int, int]) -> Floats:
        """Return how far up the rays of pixels look: the (n,) sines of their angles above the horizon."""
        left, top, right, bottom = frame
        if self.orthographic:
            return np.full(len(columns), self.axes[2, 1])
        scale = self.half_height / ((bottom - top) / 2)
        x = (columns - (left + right) / 2) * scale
        y = ((top + bottom) / 2 - rows) * scale
        right_up, up_up, forward_up = self.axes[:, 1]
        return np.asarray((x * right_up + y * up_up + forward_up) / np.sqrt(x * x + y * y + 1.0))
