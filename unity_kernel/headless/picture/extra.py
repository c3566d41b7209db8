"""The optional libraries, and what to do without them; and which sizes a picture may have."""

from __future__ import annotations

import importlib.util

from unity_kernel.errors import PictureError

__all__ = ["MAX_SIDE", "check_size", "require_extra"]

MAX_SIDE = 16_384
"""Pixels; the largest texture that Unity makes."""
_MAX_PIXELS = 1 << 25  # 8K and a little; working memory is about 40 bytes per pixel


def require_extra() -> None:
    """Check that what draws pictures is installed.

    Raises:
        PictureError: It is not; the message says how to get it.
    """
    missing = [
        package
        for module, package in (("numpy", "numpy"), ("PIL", "pillow"))
        if importlib.util.find_spec(module) is None
    ]
    if missing:
        raise PictureError(
            f"pictures of the headless editor need {' and '.join(missing)}, which this Python does not have; "
            "install them: pip install 'unity-kernel[picture]'"
        )


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
    if w > MAX_SIDE or h > MAX_SIDE or w * h > _MAX_PIXELS:
        raise PictureError(
            f"a picture of {w} x {h} pixels is too large; at most {MAX_SIDE} on a side (as Unity) and "
            f"{_MAX_PIXELS:,} in all, such as 7680 x 4320"
        )
    return w, h
