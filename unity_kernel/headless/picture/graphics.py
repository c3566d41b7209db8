"""The graphics of a user interface, each a surface on a rectangle."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from unity_kernel.headless.api import references, world
from unity_kernel.headless.api.component import Component
from unity_kernel.headless.api.scripts import MonoBehaviour
from unity_kernel.headless.picture.assets import Assets
from unity_kernel.headless.picture.lettering import letter
from unity_kernel.headless.picture.sprites import read_sprite
from unity_kernel.headless.picture.surface import Image, Surface
from unity_kernel.headless.project import Document

__all__ = ["paint_graphic", "switched_off"]

Rectangle = tuple[float, float, float, float]
_BUILT_IN_EXTRA = "0000000000000000f000000000000000"
_CHECKMARK, _KNOB, _ARROW = 10901, 10913, 10915  # built-in sprites that are more than a rectangle
_SIDE = 64  # pixels of these
_FILLED = 3  # Image.Type
_OVERFLOW = 0  # HorizontalWrapMode.Wrap is 0, Overflow 1
_LINE = 1.15  # ascent and descent of a usual font, in its size


def switched_off(state: world.World) -> set[int]:
    """Return the file ids of GameObjects that a Toggle hides: the check marks of those that are off."""
    found: set[int] = set()
    for scene in state.scenes:
        for part in scene.find(MonoBehaviour, False):
            if type(part).__name__ == "Toggle" and part._document.text("m_IsOn") == "0":
                graphic = scene.object(part._document.reference("graphic"))
                if isinstance(graphic, Component) and graphic.gameObject is not None:
                    found.add(graphic.gameObject._document.file_id)
    return found


def paint_graphic(
    part: Any, rectangle: Rectangle, alpha: float, scale: float, assets: Assets
) -> tuple[Surface, Rectangle] | None:
    """Return how a component is painted, and on which rectangle.

    Args:
        part: Any component.
        rectangle: x, y, width, height of its RectTransform.
        alpha: Of the canvas groups above.
        scale: Pixels per unit, for texts.
        assets: The project's files.

    Returns:
        None if it is no graphic, or shows nothing.
    """
    painter = _PAINTERS.get(type(part).__name__)
    if painter is None or not part.enabled or rectangle[2] <= 0 or rectangle[3] <= 0:
        return None
    found: tuple[Surface, Rectangle] | None = painter(part, rectangle, scale, assets)
    if found is None:
        return None
    surface, box = found
    r, g, b, a = surface.color
    if a * alpha <= 0:
        return None
    return Surface((r, g, b, a * alpha), lit=False, two_sided=True, blended=True, image=surface.image,
                   tiling=surface.tiling), box  # fmt: skip


def _image(part: Any, rectangle: Rectangle, scale: float, assets: Assets) -> tuple[Surface, Rectangle]:
    document = part._document
    x, y, w, h = rectangle
    image, tiling = None, (1.0, 1.0, 0.0, 0.0)
    guid, file_id = document.text("m_Sprite", "guid") or "", document.integer("m_Sprite", "fileID") or 0
    if guid == _BUILT_IN_EXTRA:
        image = _symbol(file_id)
    elif guid:
        sprite = read_sprite(references.resolve(None, file_id, guid), assets)
        image, tiling = sprite.image, sprite.tiling
        if image is None:
            assets.note("sprite(s) whose texture cannot be read are drawn as plain rectangles")
        elif document.text("m_PreserveAspect") == "1" and sprite.size is not None:
            fit = min(w / sprite.size[0], h / sprite.size[1])
            x, w = x + (w - sprite.size[0] * fit) / 2, sprite.size[0] * fit
            y, h = y + (h - sprite.size[1] * fit) / 2, sprite.size[1] * fit
    if document.integer("m_Type") == _FILLED and guid:
        amount = min(max(_real(document, "m_FillAmount", 1.0), 0.0), 1.0)
        method, origin = document.integer("m_FillMethod") or 0, document.integer("m_FillOrigin") or 0
        u, v, du, dv = tiling
        if method == 0:
            x, du = (x, du) if origin == 0 else (x + w * (1 - amount), du + u * (1 - amount))
            w, u = w * amount, u * amount
        elif method == 1:
            y, dv = (y, dv) if origin == 0 else (y + h * (1 - amount), dv + v * (1 - amount))
            h, v = h * amount, v * amount
        tiling = (u, v, du, dv)
    return Surface(_color(document, "m_Color"), image=image, tiling=tiling), (x, y, w, h)


def _raw_image(part: Any, rectangle: Rectangle, scale: float, assets: Assets) -> tuple[Surface, Rectangle]:
    document = part._document
    image = assets.image(document.text("m_Texture", "guid") or "")
    x, y, w, h = (
        _real(document, "m_UVRect", default, key)
        for key, default in (("x", 0.0), ("y", 0.0), ("width", 1.0), ("height", 1.0))
    )
    return Surface(_color(document, "m_Color"), image=image, tiling=(w, h, x, y)), rectangle


def _text(part: Any, rectangle: Rectangle, scale: float, assets: Assets) -> tuple[Surface, Rectangle] | None:
    document = part._document
    alignment = min(max(document.integer("m_FontData", "m_Alignment") or 0, 0), 8)
    wrap = (document.integer("m_FontData", "m_HorizontalOverflow") or 0) == _OVERFLOW
    size = _real(document, "m_FontData", 14.0, "m_FontSize")
    across, down = alignment % 3 / 2, alignment // 3 / 2
    text = document.text("m_Text") or ""
    if document.text("m_FontData", "m_BestFit") == "1":
        size = min(size, rectangle[3] / _LINE)
    box = rectangle
    if not wrap:
        box = _widened(box, text, size, across)
    if document.integer("m_FontData", "m_VerticalOverflow"):
        box = _heightened(box, text, size, down)
    path = assets.path(document.text("m_FontData", "m_Font", "guid") or "")
    font = assets.locate(path) if PurePosixPath(path).suffix.lower() in (".ttf", ".otf") else None
    spacing = _real(document, "m_FontData", 1.0, "m_LineSpacing")
    image = letter(
        text, box[2], box[3], size, scale, across=across, down=down, wrap=wrap, spacing=spacing, font=font
    )
    return (Surface(_color(document, "m_Color"), image=image), box) if image is not None else None


def _text_pro(
    part: Any, rectangle: Rectangle, scale: float, assets: Assets
) -> tuple[Surface, Rectangle] | None:
    document = part._document
    horizontal, vertical = document.integer("m_HorizontalAlignment"), document.integer("m_VerticalAlignment")
    if horizontal is None or vertical is None:  # up to TextMesh Pro 2.0 both were one number
        both = document.integer("m_textAlignment") or 257
        horizontal, vertical = both & 0xFF, both & 0xFF00
    across = {2: 0.5, 4: 1.0}.get(horizontal, 0.0)
    down = {512: 0.5, 1024: 1.0}.get(vertical, 0.0)
    size = _real(document, "m_fontSize", 36.0)
    text = document.text("m_text") or ""
    wrap = (document.integer("m_enableWordWrapping") or document.integer("m_TextWrappingMode") or 0) != 0
    box = rectangle if wrap else _widened(rectangle, text, size, across)
    box = _heightened(box, text, size, down)
    image = letter(text, box[2], box[3], size, scale, across=across, down=down, wrap=wrap)
    return (Surface(_color(document, "m_fontColor"), image=image), box) if image is not None else None


_PAINTERS = {"Image": _image, "RawImage": _raw_image, "Text": _text, "TextMeshProUGUI": _text_pro}


def _widened(box: Rectangle, text: str, size: float, across: float) -> Rectangle:
    """Return a box wide enough for text that overflows."""
    needed = max((len(line) for line in text.splitlines()), default=0) * size * 0.7
    x, y, w, h = box
    grow = max(needed - w, 0.0)
    return x - grow * across, y, w + grow, h


def _heightened(box: Rectangle, text: str, size: float, down: float) -> Rectangle:
    """Return a box high enough for text that overflows."""
    x, y, w, h = box
    lines = sum(1 + int(len(line) * size * 0.55 / max(w, 1e-6)) for line in text.splitlines())
    grow = max(min(lines, 200) * size * _LINE * 1.1 - h, 0.0)
    return x, y - grow * (1 - down), w, h + grow


def _real(document: Document, key: str, default: float, *path: str) -> float:
    try:
        return float(document.text(key, *path) or default)
    except ValueError:
        return default


def _color(document: Document, key: str) -> tuple[float, float, float, float]:
    r, g, b, a = document.numbers(key, 4) or (1.0, 1.0, 1.0, 1.0)
    return r, g, b, a


@cache
def _symbol(file_id: int) -> Image | None:
    """Return a built-in sprite that is more than a rectangle."""
    from PIL import Image as Pillow
    from PIL import ImageDraw

    canvas = Pillow.new("L", (_SIDE, _SIDE))
    draw = ImageDraw.Draw(canvas)
    if file_id == _KNOB:
        draw.ellipse((1, 1, _SIDE - 2, _SIDE - 2), fill=255)
    elif file_id == _CHECKMARK:
        draw.line([(12, 34), (26, 48), (52, 16)], fill=255, width=10, joint="curve")
    elif file_id == _ARROW:
        draw.polygon([(14, 24), (50, 24), (32, 42)], fill=255)
    else:
        return None
    rgba = np.full((_SIDE, _SIDE, 4), 255, np.uint8)
    rgba[..., 3] = np.array(canvas)
    return Image(rgba, repeat=False)
