"""What a triangle is painted with."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from unity_kernel.headless.picture.color import decode
from unity_kernel.headless.picture.mesh import Floats

__all__ = ["Image", "Surface"]


@dataclass(eq=False)
class Image:
    """A texture.

    Attributes:
        pixels: (height, width, 4), 8 bits in sRGB, top row first.
        repeat: Whether it goes on beyond its edges, instead of stretching them.
        size: (width, height) of the file, where fewer pixels were kept.
    """

    pixels: NDArray[np.uint8]
    repeat: bool = True
    size: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        if self.size == (0, 0):
            self.size = self.pixels.shape[1], self.pixels.shape[0]

    def sample(self, uv: Floats, *, linear: bool) -> Floats:
        """Return the (n, 4) colors at (n, 2) texture coordinates, v up, between the four nearest pixels."""
        height, width = self.pixels.shape[:2]
        x = np.nan_to_num(uv[:, 0]) * width - 0.5
        y = (1.0 - np.nan_to_num(uv[:, 1])) * height - 0.5
        left, top = np.floor(x), np.floor(y)
        fx, fy = (x - left)[:, None], (y - top)[:, None]
        table = _LINEAR if linear else _PLAIN

        def texel(column: Floats, row: Floats) -> Floats:
            if self.repeat:
                i, j = np.mod(column, width), np.mod(row, height)
            else:
                i, j = np.clip(column, 0, width - 1), np.clip(row, 0, height - 1)
            raw = self.pixels[j.astype(np.int64), i.astype(np.int64)]
            colors = np.empty((len(raw), 4))
            colors[:, :3] = table[raw[:, :3]]
            colors[:, 3] = _PLAIN[raw[:, 3]]
            return colors

        upper = texel(left, top) * (1 - fx) + texel(left + 1, top) * fx
        lower = texel(left, top + 1) * (1 - fx) + texel(left + 1, top + 1) * fx
        return np.asarray(upper * (1 - fy) + lower * fy)


_PLAIN: Floats = np.arange(256) / 255.0
_LINEAR: Floats = decode(_PLAIN)


@dataclass(eq=False)
class Surface:
    """A material as far as it is drawn here.

    Attributes:
        color: (r, g, b, a), in sRGB as projects store it.
        emission: (r, g, b) of light that it gives off, in sRGB.
        lit: Whether lights make a difference.
        two_sided: Whether it shows from behind.
        blended: Whether its alpha lets through what is behind; else alpha counts for nothing.
        cutoff: Alpha below which a textured pixel is not drawn; 0 draws all.
        image: Multiplies the color, if there is one.
        tiling: Scale (x, y) and offset (x, y) of texture coordinates.
    """

    color: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    emission: tuple[float, float, float] = (0.0, 0.0, 0.0)
    lit: bool = True
    two_sided: bool = False
    blended: bool = False
    cutoff: float = 0.0
    image: Image | None = field(default=None, repr=False)
    tiling: tuple[float, float, float, float] = (1.0, 1.0, 0.0, 0.0)
