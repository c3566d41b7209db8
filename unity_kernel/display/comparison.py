"""Pictures beside each other, and one over the other: `unity.side_by_side`, `unity.before_after`."""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence
from html import escape
from typing import Any

from unity_kernel.display import style
from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.picture import Picture
from unity_kernel.errors import PictureError

__all__ = ["Comparison", "before_after", "side_by_side"]

_PNG = b"\x89PNG\r\n\x1a\n"
SLIGHT = 2
"""Of 255: how much a channel may differ before a pixel counts as changed; renderers are not exact."""


class Comparison:
    """A display of several pictures; without scripts, and readable without styles."""

    def __init__(self, text: str, html: str) -> None:
        self._bundle = {"text/plain": text, "text/html": style.of_pictures(html)}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return self._bundle

    def __repr__(self) -> str:
        return self._bundle["text/plain"]


def side_by_side(*pictures: Any, titles: Sequence[str] = ()) -> Comparison:
    """Pictures beside each other, each below its title.

    Args:
        pictures: What `unity.screenshot` returns, or anything else that has a PNG form: Pillow's images, PNG bytes.
        titles: One for each; by default what the pictures show.

    Raises:
        PictureError: One is no picture, or there are more or fewer titles than pictures.
    """
    if not pictures:
        raise PictureError("side_by_side needs at least one picture")
    if titles and len(titles) != len(pictures):
        raise PictureError(
            f"side_by_side has {len(pictures)} pictures and {len(titles)} titles; give one for each"
        )
    words = [clean(str(title), NAME_LIMIT) for title in titles] or [_title(each) for each in pictures]
    heads = "".join(f"<th><bdi>{escape(word)}</bdi></th>" for word in words)
    cells = "".join(
        f"<td>{_image(each, word)}{_notes(each)}</td>" for each, word in zip(pictures, words, strict=True)
    )
    texts = [f"{word}: {_text(each)}" for each, word in zip(pictures, words, strict=True)]
    return Comparison("\n".join(texts), f'<table class="sb"><tr>{heads}</tr><tr>{cells}</tr></table>')


def before_after(before: Any, after: Any, titles: Sequence[str] = ("before", "after")) -> Comparison:
    """Two pictures of one size, one over the other: the handle at the lower right uncovers more or less of the first.

    Pictures of different sizes, and front ends without styles, show both below each other.

    Args:
        before: A picture; see `side_by_side`.
        after: Likewise.
        titles: What they are called.

    Raises:
        PictureError: One is no picture.
    """
    first, second = (clean(str(title), NAME_LIMIT) for title in titles)
    changed = _changed(before, after)
    text = "\n".join(
        [f"{first}: {_text(before)}", f"{second}: {_text(after)}", *([changed] if changed else [])]
    )
    names = f"<bdi>{escape(first)}</bdi>", f"<bdi>{escape(second)}</bdi>"
    upper = f'<div class="up"><div class="tg">{names[0]}</div>{_image(before, first)}</div>'
    lower = f'<div class="lo"><div class="tg">{names[1]}</div>{_image(after, second)}</div>'
    width, height = _size(before)
    over = f'<div class="ba" style="width:{width}px">' if _size(after) == (width, height) else "<div>"
    note = f'<div class="k">{escape(changed)}</div>' if changed else ""
    return Comparison(text, f"{over}{upper}{lower}</div>{note}{_notes(before)}{_notes(after)}")


def _data(picture: Any) -> bytes:
    """A picture as a PNG file."""
    if isinstance(picture, Picture):
        return picture.png()
    data = picture if isinstance(picture, bytes) else None
    draw = getattr(picture, "_repr_png_", None)
    if data is None and draw is not None and not isinstance(picture, type):
        data = draw()
        if isinstance(data, tuple):  # with its metadata
            data = data[0]
        if isinstance(data, str):
            data = base64.b64decode(data)
    if not isinstance(data, bytes) or not data.startswith(_PNG) or len(data) < 24:
        raise PictureError(
            f"{type(picture).__name__} is no picture; give what unity.screenshot returns, an image of Pillow, "
            "or the bytes of a PNG file"
        )
    return data


def _size(picture: Any) -> tuple[int, int]:
    """Width and height in pixels, as the head of a PNG file says."""
    if isinstance(picture, Picture):
        return picture.width, picture.height
    width, height = struct.unpack(">II", _data(picture)[16:24])
    return width, height


def _image(picture: Any, title: str) -> str:
    width, _ = _size(picture)
    data = base64.b64encode(_data(picture)).decode("ascii")
    return f'<img width="{width}" alt="{escape(title)}" src="data:image/png;base64,{data}">'


def _notes(picture: Any) -> str:
    notes = picture.notes if isinstance(picture, Picture) else ()
    return "".join(f'<div class="wa">⚠ {escape(note)}</div>' for note in notes)


def _title(picture: Any) -> str:
    return clean(picture.view, NAME_LIMIT) if isinstance(picture, Picture) else type(picture).__name__


def _text(picture: Any) -> str:
    if isinstance(picture, Picture):
        return str(picture)
    width, height = _size(picture)
    return f"picture of {width} x {height} pixels"


def _changed(before: Any, after: Any) -> str:
    """How much of the picture differs; empty where that cannot be told."""
    if not (isinstance(before, Picture) and isinstance(after, Picture) and _size(before) == _size(after)):
        return ""
    if before.rgba == after.rgba:
        return "No pixel differs."
    try:
        import numpy
    except ImportError:
        return ""
    apart = (
        numpy.abs(numpy.asarray(before, numpy.int16) - numpy.asarray(after, numpy.int16)).max(axis=2) > SLIGHT
    )
    rows, columns = apart.any(axis=1).nonzero()[0], apart.any(axis=0).nonzero()[0]
    if not len(rows):
        return f"No pixel differs by more than {SLIGHT} of 255."
    place = f"between ({columns[0]}, {rows[0]}) and ({columns[-1]}, {rows[-1]})"
    return f"{apart.mean():.1%} of the pixels differ, all of them {place} from the upper left."
