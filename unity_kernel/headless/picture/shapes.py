"""Unity's built-in meshes, made anew: same sizes, orientation and shape, not vertex for vertex."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from unity_kernel.headless.picture.mesh import Floats, Mesh, box, outward

__all__ = ["built_in"]

_SEGMENTS = 48  # around a sphere or cylinder: smooth at the size of a screen
_RINGS = 24


def cube() -> Mesh:
    """Edges of 1."""
    return box(np.full(3, -0.5), np.full(3, 0.5))


def sphere() -> Mesh:
    """Radius 0.5."""
    return _revolve(_arc(0.0, np.pi, _RINGS))


def capsule() -> Mesh:
    """Radius 0.5, height 2."""
    top, bottom = _arc(0.0, np.pi / 2, _RINGS // 2), _arc(np.pi / 2, np.pi, _RINGS // 2)
    top[:, 1] += 0.5
    bottom[:, 1] -= 0.5
    return _revolve(np.concatenate([top, bottom]))


def cylinder() -> Mesh:
    """Radius 0.5, height 2, flat ends."""
    sides = [
        ((0.0, 1.0, 0.0, 1.0), (0.5, 1.0, 0.0, 1.0)),
        ((0.5, 1.0, 1.0, 0.0), (0.5, -1.0, 1.0, 0.0)),
        ((0.5, -1.0, 0.0, -1.0), (0.0, -1.0, 0.0, -1.0)),
    ]
    meshes = [_revolve(np.array(side)) for side in sides]
    offsets = np.cumsum([0, *(len(mesh.positions) for mesh in meshes[:-1])])
    return Mesh(
        np.concatenate([mesh.positions for mesh in meshes]),
        np.concatenate([mesh.triangles + o for mesh, o in zip(meshes, offsets, strict=True)]),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate([mesh.uv for mesh in meshes]),
    )


def plane() -> Mesh:
    """10 by 10 in x and z, facing up."""
    positions = np.array([(-5.0, 0, -5), (-5, 0, 5), (5, 0, 5), (5, 0, -5)])
    uv = np.array([(1.0, 1), (1, 0), (0, 0), (0, 1)])  # Unity's plane has its texture upside down
    return Mesh(positions, np.array([(0, 1, 2), (0, 2, 3)]), np.tile((0.0, 1.0, 0.0), (4, 1)), uv)


def quad() -> Mesh:
    """1 by 1 in x and y, facing back (-z)."""
    positions = np.array([(-0.5, -0.5, 0), (-0.5, 0.5, 0), (0.5, 0.5, 0), (0.5, -0.5, 0)])
    return Mesh(
        positions, np.array([(0, 1, 2), (0, 2, 3)]), np.tile((0.0, 0.0, -1.0), (4, 1)), positions[:, :2] + 0.5
    )


def _arc(start: float, stop: float, steps: int) -> Floats:
    """A quarter or half of a circle of radius 0.5 from the top: (radius, y, normal outwards, normal up) rows."""
    angles = np.linspace(start, stop, steps + 1)
    out, up = np.sin(angles), np.cos(angles)
    return np.stack([out * 0.5, up * 0.5, out, up], axis=1)


def _revolve(profile: Floats) -> Mesh:
    """Turn a profile (rows as of `_arc`, top first) about the y axis."""
    around = np.linspace(0.0, 2 * np.pi, _SEGMENTS + 1)
    x, z = np.cos(around)[None], np.sin(around)[None]
    radius, y, out, up = (profile[:, column, None] for column in range(4))
    ones = np.ones_like(x)
    positions = np.stack([radius * x, y * ones, radius * z], axis=2)
    normals = np.stack([out * x, up * ones, out * z], axis=2)
    rows, columns = positions.shape[:2]
    v = np.linspace(1.0, 0.0, rows)[:, None] * ones
    u = np.linspace(0.0, 1.0, columns)[None] * np.ones((rows, 1))
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)[None]).ravel()
    below, beside = corner + columns, corner + 1
    triangles = np.concatenate(
        [np.stack([corner, beside, below], 1), np.stack([beside, below + 1, below], 1)]
    )
    points, outwards = positions.reshape(-1, 3), normals.reshape(-1, 3)
    return Mesh(
        points, outward(points, triangles, outwards), outwards, np.stack([u, v], axis=2).reshape(-1, 2)
    )


_MAKERS: dict[int, Callable[[], Mesh]] = {
    10202: cube, 10206: cylinder, 10207: sphere, 10208: capsule, 10209: plane, 10210: quad,
}  # fmt: skip


@cache
def built_in(file_id: int) -> Mesh | None:
    """Return the mesh with a file id of Unity's built-in resources; None if it is not one of the primitives."""
    maker = _MAKERS.get(file_id)
    return maker() if maker is not None else None
