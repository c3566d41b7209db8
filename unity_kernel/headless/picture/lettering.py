"""Text as a texture, in Pillow's own font or the project's."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from unity_kernel.headless.picture.surface import Image

__all__ = ["letter"]

_TAG = re.compile(r"</?[a-zA-Z#][^<>]{0,60}>")
_LARGEST = 2048  # pixels on a side
_MOST = 4000  # characters; more cannot be read in a picture


@lru_cache(maxsize=64)
def _font(size: int, path: Path | None) -> Any:
    from PIL import ImageFont

    if path is not None:
        try:
            return ImageFont.truetype(str(path), size)
        except (OSError, ValueError):
            pass  # a damaged font, or not one of FreeType's
    return ImageFont.load_default(size)


def letter(
    text: str,
    width: float,
    height: float,
    size: float,
    scale: float,
    *,
    across: float = 0.0,
    down: float = 0.0,
    wrap: bool = True,
    spacing: float = 1.0,
    font: Path | None = None,
) -> Image | None:
    """Return a text as white pixels whose alpha is the ink; None if nothing of it would be seen.

    Args:
        text: May have line breaks; rich text's tags are left out.
        width: Of its box, in the unit of ``size``.
        height: Of its box.
        size: Of the font.
        scale: Pixels per unit.
        across: Where lines stand in the box: 0 left, 0.5 middle, 1 right.
        down: Where the text stands in the box: 0 top, 0.5 middle, 1 bottom.
        wrap: Whether lines that are too long are broken.
        spacing: Of lines, as a factor.
        font: A font file.
    """
    from PIL import Image as Pillow
    from PIL import ImageDraw

    text = _TAG.sub("", text)[:_MOST]
    scale = min(scale, _LARGEST / max(width, height, 1e-6))
    w, h = round(width * scale), round(height * scale)
    pixels = min(round(size * scale), 500)
    if w < 1 or h < 1 or pixels < 2 or not text.strip():
        return None
    face = _font(pixels, font)
    lines = [part for line in text.splitlines() for part in (_wrap(line, face, w) if wrap else [line])]
    ascent, descent = face.getmetrics()
    step = (ascent + descent) * spacing
    canvas = Pillow.new("L", (w, h))
    draw = ImageDraw.Draw(canvas)
    top = (h - step * len(lines)) * down
    for index, line in enumerate(lines):
        y = top + index * step
        if -step < y < h:
            draw.text(((w - draw.textlength(line, face)) * across, y), line, fill=255, font=face)
    ink = np.array(canvas)
    rgba = np.full((*ink.shape, 4), 255, np.uint8)
    rgba[..., 3] = ink
    return Image(rgba, repeat=False)


def _wrap(line: str, face: Any, width: int) -> list[str]:
    """Break a line between words."""
    lines: list[str] = []
    current = ""
    for word in line.split(" "):
        longer = f"{current} {word}" if current else word
        if current and face.getlength(longer) > width:
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current]
