"""The sRGB transfer function, which Unity calls gamma space (``Mathf.GammaToLinearSpace``)."""

from __future__ import annotations

__all__ = ["gamma_to_linear", "linear_to_gamma"]

# Beyond 1 Unity leaves the standard and uses a plain power, so that HDR colors stay invertible.
_HDR_GAMMA = 2.2


def gamma_to_linear(value: float) -> float:
    """Convert an sRGB component to linear light."""
    if value <= 0.04045:
        return value / 12.92
    if value < 1.0:
        return float(((value + 0.055) / 1.055) ** 2.4)
    return 1.0 if value == 1.0 else float(value**_HDR_GAMMA)


def linear_to_gamma(value: float) -> float:
    """Convert a linear component to sRGB. Negative light is black."""
    if value <= 0.0:
        return 0.0
    if value <= 0.0031308:
        return 12.92 * value
    if value < 1.0:
        return float(1.055 * value**0.4166667 - 0.055)
    return 1.0 if value == 1.0 else float(value ** (1.0 / _HDR_GAMMA))
