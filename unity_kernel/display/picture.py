"""A finished picture: pixels, what they show, and whatever somebody who looks at them has to be told."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unity_kernel.display import style
from unity_kernel.display.characters import clean
from unity_kernel.display.png import encode_png
from unity_kernel.errors import PictureError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MAX_SIDE", "Picture", "check_size"]

MAX_SIDE = 16_384
"""Pixels; the largest texture that Unity makes."""
MAX_PIXELS = 1 << 25
"""8K and a little; the headless editor needs about 40 bytes of memory per pixel to draw them."""


def check_size(width: object, height: object) -> tuple[int, int]:
    """Return a picture's width and height in pixels.

    Raises:
        PictureError: They are not numbers, or too small or large.
    """
    try:
        w, h = int(width), int(height)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        raise PictureError(
            f"a picture's size is two whole numbers of pixels, got {width!r} x {height!r}"
        ) from None
    if w < 1 or h < 1:
        raise PictureError(f"a picture of {w} x {h} pixels has no pixels; give at least 1 x 1")
    if w > MAX_SIDE or h > MAX_SIDE or w * h > MAX_PIXELS:
        raise PictureError(
            f"a picture of {w} x {h} pixels is too large; at most {MAX_SIDE} on a side (as Unity) and "
            f"{MAX_PIXELS:,} in all, such as 7680 x 4320"
        )
    return w, h


@dataclass(frozen=True)
class Picture:
    """Pixels, and what they show. As a cell's value it is shown; numpy takes it as an array.

    Attributes:
        width: In pixels.
        height: In pixels.
        rgba: ``width * height * 4`` bytes: red, green, blue, alpha (not premultiplied) in sRGB, top row first.
        view: What it was seen through, a sentence part such as ``camera "Main Camera"``.
        drawn: How many objects were drawn (those out of sight included); None where the editor does not say.
        notes: What is wrong with it, or could not be drawn as Unity would: a sentence each, shown beside it.

    Example:
        >>> picture = unity.screenshot()
        >>> picture.save("Recordings/before.png")
        >>> numpy.asarray(picture).shape
        (720, 1280, 4)
    """

    width: int
    height: int
    rgba: bytes = field(repr=False)
    view: str = ""
    drawn: int | None = None
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

    @cached_property
    def is_blank(self) -> bool:
        """Whether all pixels are the same: most likely nothing is in view."""
        return self.rgba == self.rgba[:4] * (self.width * self.height)

    @cached_property
    def _encoded(self) -> bytes:
        if self.rgba[3::4].count(255) == self.width * self.height:
            rgb = bytearray(self.width * self.height * 3)
            for channel in range(3):
                rgb[channel::3] = self.rgba[channel::4]
            return encode_png(self.width, self.height, bytes(rgb), 3)
        return encode_png(self.width, self.height, self.rgba)

    def png(self) -> bytes:
        """Return it as a PNG file; without an alpha channel if it is opaque."""
        return self._encoded

    def save(self, path: str | Path) -> Path:
        """Write it as a PNG file.

        Args:
            path: Of the file; ``.png`` is added where it has no ending. Relative paths start at the working directory,
                which in an editor is the project's.

        Returns:
            The file's absolute path.

        Raises:
            PictureError: The ending is that of another format.
            OSError: The file cannot be written.
        """
        target = Path(path)
        if not target.suffix:
            target = target.with_suffix(".png")
        if target.suffix.lower() != ".png":
            raise PictureError(
                f"a picture is saved as PNG, not as {target.suffix}; name the file {target.with_suffix('.png').name}"
            )
        target.write_bytes(self.png())
        return target.resolve()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """Return (height, width, 4) bytes: red, green, blue, alpha; read-only unless copied."""
        import numpy

        pixels = numpy.frombuffer(self.rgba, numpy.uint8).reshape(self.height, self.width, 4)
        if dtype is not None and pixels.dtype != dtype:
            return pixels.astype(dtype)
        return pixels.copy() if copy else pixels

    # --- in front ends --------------------------------------------------------------------------------------------

    @property
    def alt(self) -> str:
        """What it is, for who does not see it."""
        seen = f", {clean(self.view)}" if self.view else ""
        return f"picture of {self.width} x {self.height} pixels{seen}"

    def _repr_png_(self) -> bytes:
        return self.png()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        data = base64.b64encode(self.png()).decode("ascii")
        bundle = {"text/plain": str(self), "image/png": data}
        if self.notes:  # an image has no place for words
            notes = "".join(f'<div class="wa">⚠ {escape(note)}</div>' for note in self.notes)
            image = f'<img alt="{escape(self.alt)}" src="data:image/png;base64,{data}">'
            bundle["text/html"] = style.of_pictures(f"{image}{notes}")
        return bundle, {"image/png": {"alt": self.alt}}

    def __str__(self) -> str:
        count = "" if self.drawn is None else f", {self.drawn:,} {'object' if self.drawn == 1 else 'objects'}"
        return f"{self.alt}{count}{''.join(f'; {note}' for note in self.notes)}"
