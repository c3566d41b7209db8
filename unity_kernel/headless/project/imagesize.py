"""The width and height of a picture file, from its first bytes."""

from __future__ import annotations

import re
import struct
from pathlib import Path

__all__ = ["image_size"]

_HEAD = 64 << 10  # bytes: a JPEG's size stands behind its comments and thumbnails
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_HDR = re.compile(rb"^-Y (\d+) \+X (\d+)\s", re.MULTILINE)
_EXR = re.compile(rb"dataWindow\0box2i\0\x10\0\0\0(.{16})", re.DOTALL)


def image_size(path: Path) -> tuple[int, int] | None:
    """Return (width, height) of a PNG, JPEG, GIF, BMP, PSD, TIFF, TGA, HDR or EXR file; None if it cannot be told."""
    try:
        with open(path, "rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return None
    try:
        found = _size(head, path.suffix.lower())
    except (struct.error, IndexError):
        return None
    return found if found is not None and found[0] > 0 and found[1] > 0 else None


def _size(head: bytes, extension: str) -> tuple[int, int] | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _pair(">II", head, 16)
    if head.startswith(b"\xff\xd8"):
        return _jpeg(head)
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _pair("<HH", head, 6)
    if head.startswith(b"BM"):
        width, height = _pair("<ii", head, 18)
        return width, abs(height)  # negative: rows from the top
    if head.startswith(b"8BPS"):
        height, width = _pair(">II", head, 14)
        return width, height
    if head.startswith((b"II*\0", b"MM\0*")):
        return _tiff(head)
    if head.startswith(b"#?"):
        match = _HDR.search(head)
        return (int(match[2]), int(match[1])) if match is not None else None
    if head.startswith(b"\x76\x2f\x31\x01"):
        found = _EXR.search(head)
        if found is None:
            return None
        left, top, right, bottom = struct.unpack("<iiii", found[1])
        return right - left + 1, bottom - top + 1
    return _pair("<HH", head, 12) if extension == ".tga" else None  # TGA has no signature at its start


def _pair(form: str, head: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from(form, head, at)
    return first, second


def _jpeg(head: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker in _START_OF_FRAME:
            height, width = _pair(">HH", head, at + 5)
            return width, height
        at += 2 + struct.unpack_from(">H", head, at + 2)[0]
    return None


def _tiff(head: bytes) -> tuple[int, int] | None:
    order = "<" if head[0] == 73 else ">"
    (at,) = struct.unpack_from(f"{order}I", head, 4)
    (count,) = struct.unpack_from(f"{order}H", head, at)
    sizes: dict[int, int] = {}
    for index in range(count):
        entry = at + 2 + 12 * index
        tag, kind = struct.unpack_from(f"{order}HH", head, entry)
        if tag in (256, 257):  # ImageWidth, ImageLength: short or long
            (sizes[tag],) = struct.unpack_from(f"{order}{'H' if kind == 3 else 'I'}", head, entry + 8)
    return (sizes[256], sizes[257]) if len(sizes) == 2 else None
