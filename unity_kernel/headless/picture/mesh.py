"""Triangles in an object's own space."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Integers", "Mesh", "box", "outward"]

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]


@dataclass(eq=False)
class Mesh:
    """A mesh; front faces wind clockwise as seen, as in Unity.

    Attributes:
        positions: (n, 3), in units.
        triangles: (m, 3), indices of vertices.
        normals: (n, 3), of unit length; computed from the triangles if the source has none.
        uv: (n, 2), texture coordinates, v up; zeros if the source has none.
        parts: (m,), the submesh of each triangle.
    """

    positions: Floats
    triangles: Integers
    normals: Floats = field(default_factory=lambda: np.empty((0, 3)))
    uv: Floats = field(default_factory=lambda: np.empty((0, 2)))
    parts: Integers = field(default_factory=lambda: np.empty(0, np.int64))

    def __post_init__(self) -> None:
        count = len(self.positions)
        if len(self.triangles):
            sound = np.all((self.triangles >= 0) & (self.triangles < count), axis=1)
            if not sound.all():  # a damaged file
                if len(self.parts) == len(sound):
                    self.parts = self.parts[sound]
                self.triangles = self.triangles[sound]
        if len(self.uv) != count:
            self.uv = np.zeros((count, 2))
        if len(self.parts) != len(self.triangles):
            self.parts = np.zeros(len(self.triangles), np.int64)
        if len(self.normals) != count:
            self.normals = _smooth_normals(self.positions, self.triangles)

    @property
    def part_count(self) -> int:
        """How many submeshes it has."""
        return int(self.parts.max()) + 1 if len(self.parts) else 1

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """Smallest and largest corner, (3,) each; zeros for an empty mesh."""
        sound = self.positions[np.isfinite(self.positions).all(1)]
        if not len(sound):
            return np.zeros(3), np.zeros(3)
        return sound.min(0), sound.max(0)


def _smooth_normals(positions: Floats, triangles: Integers) -> Floats:
    """Average the faces around each vertex, as ``Mesh.RecalculateNormals`` does."""
    corners = positions[triangles]
    with np.errstate(all="ignore"):
        faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normals = np.zeros_like(positions)
        for corner in range(3):
            np.add.at(normals, triangles[:, corner], faces)
        lengths = np.linalg.norm(normals, axis=1, keepdims=True)
        return np.where(lengths > 0, normals / lengths, (0.0, 1.0, 0.0))


def box(low: Floats, high: Floats) -> Mesh:
    """Return an axis-aligned box with flat sides."""
    positions: list[Floats] = []
    normals: list[Floats] = []
    uvs: list[tuple[float, float]] = []
    triangles: list[tuple[int, int, int]] = []
    middle, half = (low + high) / 2, (high - low) / 2
    for axis in range(3):
        for sign in (-1.0, 1.0):
            normal, side = np.zeros(3), np.zeros(3)
            normal[axis] = sign
            side[(axis + 1) % 3] = 1.0
            up = np.cross(normal, side)
            start = len(positions)
            for u, v in ((-1, -1), (-1, 1), (1, 1), (1, -1)):
                positions.append(middle + (normal + u * side + v * up) * half)
                normals.append(normal)
                uvs.append(((u + 1) / 2, (v + 1) / 2))
            triangles += [(start, start + 1, start + 2), (start, start + 2, start + 3)]
    points, ups = np.array(positions), np.array(normals)
    return Mesh(points, outward(points, np.array(triangles, np.int64), ups), ups, np.array(uvs))


def outward(positions: Floats, triangles: Integers, normals: Floats) -> Integers:
    """Return triangles turned so that they face along the normals of their vertices.

    Clockwise as seen means: in left-handed coordinates the cross product of two edges points to the viewer.
    """
    corners = positions[triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    wrong = (faces * normals[triangles].sum(1)).sum(1) < 0
    turned = triangles.copy()
    turned[wrong] = turned[wrong][:, ::-1]
    return turned
