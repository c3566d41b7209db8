"""Matrices from the API's values; what is not a place at all."""

from __future__ import annotations

from typing import Any

import numpy as np

from unity_kernel.headless.picture.mesh import Floats

__all__ = ["is_visible_scale", "placed", "rotation_axes", "scaled", "world_matrix"]


def world_matrix(transform: Any) -> Floats:
    """Return the (4, 4) local-to-world matrix of a Transform."""
    return np.array(transform._world(), np.float64).reshape(4, 4).T


def is_visible_scale(matrix: Floats) -> bool:
    """Whether something with that matrix has any extent on a screen: finite, and not shrunk to a line or point."""
    if not np.isfinite(matrix).all():
        return False
    a, b, c = matrix[:3, 0], matrix[:3, 1], matrix[:3, 2]
    return any(bool(np.abs(np.cross(u, v)).max() > 1e-18) for u, v in ((a, b), (b, c), (c, a)))


def rotation_axes(quaternion: Any) -> Floats | None:
    """Return right, up and forward of a rotation as the rows of a (3, 3) matrix; None if it is no rotation."""
    x, y, z, w = (float(getattr(quaternion, name)) for name in "xyzw")
    length = x * x + y * y + z * z + w * w
    if not np.isfinite(length) or length < 1e-12:
        return None
    s = 2.0 / length
    return np.array(
        [
            (1 - s * (y * y + z * z), s * (x * y + z * w), s * (x * z - y * w)),
            (s * (x * y - z * w), 1 - s * (x * x + z * z), s * (y * z + x * w)),
            (s * (x * z + y * w), s * (y * z - x * w), 1 - s * (x * x + y * y)),
        ]
    )


def placed(position: tuple[float, float, float], rotation: Any, scale: Any) -> Floats:
    """Return the (4, 4) matrix that scales, then rotates, then moves."""
    axes = rotation_axes(rotation)
    matrix = np.eye(4)
    matrix[:3, :3] = (axes if axes is not None else np.eye(3)).T * (scale.x, scale.y, scale.z)
    matrix[:3, 3] = position
    return matrix


def scaled(x: float, y: float, width: float, height: float) -> Floats:
    """Return the (4, 4) matrix that takes the unit square to a rectangle."""
    return np.array([(width, 0, 0, x), (0, height, 0, y), (0, 0, 1, 0), (0, 0, 0, 1)], np.float64)
