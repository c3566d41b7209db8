"""PNG from raw pixels, with the standard library alone."""

from __future__ import annotations

import struct
import zlib

__all__ = ["encode_png"]

_LEVEL = 4  # on pictures of scenes, 6 takes twice the time for 5 % less


def encode_png(width: int, height: int, pixels: bytes, channels: int = 4) -> bytes:
    """Return a PNG file.

    Args:
        width: In pixels.
        height: In pixels.
        pixels: 8 bits per channel in sRGB, top row first.
        channels: 4 for RGBA, 3 for RGB.
    """
    stride = width * channels
    rows = b"".join(b"\0" + pixels[y * stride : (y + 1) * stride] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 6 if channels == 4 else 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"sRGB", b"\0")
        + _chunk(b"IDAT", zlib.compress(rows, _LEVEL))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
