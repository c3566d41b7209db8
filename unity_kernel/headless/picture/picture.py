"""A finished picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from unity_kernel.headless.picture.png import encode_png

__all__ = ["Picture"]


@dataclass(frozen=True)
class Picture:
    """Pixels, and what they show.

    Attributes:
        width: In pixels.
        height: In pixels.
        rgba: ``width * height * 4`` bytes: red, green, blue, alpha (not premultiplied) in sRGB, top row first.
        view: What it was seen through, a sentence part such as ``camera "Main Camera"``.
        drawn: How many objects were drawn (those out of sight included).
        notes: What could not be drawn as Unity would, a sentence each.
    """

    width: int
    height: int
    rgba: bytes = field(repr=False)
    view: str = ""
    drawn: int = 0
    notes: tuple[str, ...] = ()

    def pixel(self, x: int, y: int) -> tuple[int, int, int, int]:
        """Return a pixel as (r, g, b, a) from 0 to 255; ``x`` from the left, ``y`` from the top.

        Raises:
            IndexError: It lies outside.
        """
        if not (0 <= x < self.width and 0 <= y < self.height):
            raise IndexError(f"pixel ({x}, {y}) is outside of {self.width} x {self.height}")
        at = (y * self.width + x) * 4
        r, g, b, a = self.rgba[at : at + 4]
        return r, g, b, a

    @property
    def is_blank(self) -> bool:
        """Whether all pixels are the same: most likely nothing is in view."""
        return self.rgba == self.rgba[:4] * (self.width * self.height)

    def png(self) -> bytes:
        """Return it as a PNG file; without an alpha channel if it is opaque."""
        if self.rgba[3::4].count(255) == self.width * self.height:
            rgb = bytearray(self.width * self.height * 3)
            for channel in range(3):
                rgb[channel::3] = self.rgba[channel::4]
            return encode_png(self.width, self.height, bytes(rgb), 3)
        return encode_png(self.width, self.height, self.rgba)

    def _repr_png_(self) -> bytes:
        return self.png()

    def __str__(self) -> str:
        notes = "".join(f"; {note}" for note in self.notes)
        return f"picture of {self.width} x {self.height} pixels, {self.view}: {self.drawn} objects{notes}"
