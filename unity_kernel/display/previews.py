"""Small pictures of objects for their displays, drawn by whatever the editor draws with."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from unity_kernel.display.characters import clean
from unity_kernel.display.describer import Describer
from unity_kernel.display.description import Image, Node, Note
from unity_kernel.display.picture import Picture
from unity_kernel.display.reader import Failure

__all__ = ["BYTES", "preview", "use"]

Maker = Callable[[Any, int], Picture | None]
"""Draws an object, at most so many pixels wide and high; None for what it cannot draw."""

BYTES = 40_000
"""Of a PNG file within a display: a notebook holds many."""
ZOOM = 16
"""How much larger a small picture is shown."""
_TOO_DARK = "Its picture came out in one colour and is left out."

_maker: Maker | None = None


def use(maker: Maker | None) -> None:
    """Says who draws: the editor's host, once at its start and after each domain reload."""
    global _maker
    _maker = maker


def preview(look: Describer, obj: Any, longest: int, *, is_texture: bool = False) -> Node | None:
    """An object's picture, or a sentence that says why there is none; None where nobody draws such objects.

    Args:
        look: Reads, within the time for the display.
        obj: What is drawn.
        longest: Of the picture's sides, in pixels of the page; small textures are shown larger, with sharp pixels.
        is_texture: It may be of one colour then, and a pattern shows where it is transparent.
    """
    began = time.monotonic()
    found = _drawn(look, obj, longest)
    # Drawing has bounds of its own; the rest of the display is not to suffer.
    look.reader.extend(time.monotonic() - began)
    if found is None:
        return None
    if isinstance(found, Failure):
        why = found.text.removeprefix("PictureError: ").removeprefix("HeadlessLimitation: ")
        return Note(f"No picture: {why}")
    if found.is_blank and not is_texture:
        return Note(_TOO_DARK)
    scale = longest / max(found.width, found.height)
    zoom = min(ZOOM, int(scale))
    width, height = (
        max(1, round(side * (zoom if zoom > 1 else scale))) for side in (found.width, found.height)
    )
    return Image(
        found.png(),
        width,
        height,
        clean(found.view) or f"{found.width} x {found.height}",
        zoom > 1,
        is_texture,
    )


def _drawn(look: Describer, obj: Any, longest: int) -> Picture | Failure | None:
    """A picture whose file is within the size."""
    if _maker is None:
        return None
    found: Picture | Failure | None = look.reader.call(_maker, obj, longest)
    if isinstance(found, Picture) and (size := len(found.png())) > BYTES:
        found = look.reader.call(_maker, obj, max(16, int(longest * (0.85 * BYTES / size) ** 0.5)))
    return found
