"""Colors between sRGB, in which projects store them, and the space in which a project computes light."""

from __future__ import annotations

import numpy as np

from unity_kernel.headless.picture.mesh import Floats

__all__ = ["Rgb", "decode", "encode", "to_bytes"]

Rgb = tuple[float, float, float]


def decode(values: Floats) -> Floats:
    """Return sRGB components (any shape, 1 is full) as linear light; above 1 as Unity's HDR colors."""
    with np.errstate(invalid="ignore"):
        low = values / 12.92
        high = ((np.maximum(values, 0.0) + 0.055) / 1.055) ** 2.4
        return np.where(values <= 0.04045, low, np.where(values <= 1.0, high, np.abs(values) ** 2.2))


def encode(values: Floats) -> Floats:
    """Return linear components from 0 to 1 as sRGB."""
    return np.where(
        values <= 0.0031308, values * 12.92, 1.055 * np.maximum(values, 1e-9) ** (1 / 2.4) - 0.055
    )


def to_bytes(image: Floats, *, linear: bool) -> bytes:
    """Return (height, width, 4) components as 8 bits per channel in sRGB.

    Args:
        image: Not premultiplied; alpha is never encoded.
        linear: Whether red, green and blue are linear light.
    """
    clipped = np.clip(np.nan_to_num(image), 0.0, 1.0)
    if linear:
        # A table is ten times as quick as the power; at 16 bits it meets every 8-bit sRGB value exactly.
        steps = (clipped[..., :3] * 65535.0 + 0.5).astype(np.uint16)
        rgb = _TABLE[steps]
    else:
        rgb = (clipped[..., :3] * 255.0 + 0.5).astype(np.uint8)
    alpha = (clipped[..., 3:] * 255.0 + 0.5).astype(np.uint8)
    return np.concatenate([rgb, alpha], axis=-1).tobytes()


_TABLE = (encode(np.arange(65536) / 65535.0) * 255.0 + 0.5).astype(np.uint8)
