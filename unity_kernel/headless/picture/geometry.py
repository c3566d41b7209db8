"""Everything to draw, put together as one heap of triangles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from unity_kernel.headless.picture.mesh import Floats, Integers, Mesh

__all__ = ["Geometry", "Instance", "assemble"]


@dataclass(eq=False)
class Instance:
    """A mesh at a place.

    Attributes:
        mesh: Shared by many.
        matrix: (4, 4), from its space to the world.
        surfaces: Index of the surface of each submesh; the last one serves those beyond.
        order: Sorts what is blended: a tuple that is compared first to last.
        layer: The GameObject's layer, 0 to 31.
    """

    mesh: Mesh
    matrix: Floats
    surfaces: tuple[int, ...]
    order: tuple[float, ...] = ()
    layer: int = 0


@dataclass(eq=False)
class Geometry:
    """Triangles in the world.

    Attributes:
        positions: (n, 3).
        normals: (n, 3), of any length.
        uv: (n, 2).
        triangles: (m, 3).
        surfaces: (m,), the surface of each triangle.
        owners: (m,), which instance each triangle came from.
    """

    positions: Floats
    normals: Floats
    uv: Floats
    triangles: Integers
    surfaces: Integers
    owners: Integers


def assemble(instances: Sequence[Instance]) -> Geometry:
    """Bring instances into the world, all of one mesh at once."""
    groups: dict[int, list[int]] = {}
    for index, instance in enumerate(instances):
        groups.setdefault(id(instance.mesh), []).append(index)
    parts = [
        _place(instances[group[0]].mesh, group, [instances[i] for i in group]) for group in groups.values()
    ]
    at = 0
    for part in parts:
        part.triangles += at
        at += len(part.positions)
    return Geometry(
        _join((part.positions for part in parts), 3),
        _join((part.normals for part in parts), 3),
        _join((part.uv for part in parts), 2),
        np.concatenate([np.empty((0, 3), np.int64), *(part.triangles for part in parts)]),
        np.concatenate([np.empty(0, np.int64), *(part.surfaces for part in parts)]),
        np.concatenate([np.empty(0, np.int64), *(part.owners for part in parts)]),
    )


def _join(arrays: Iterable[Floats], columns: int) -> Floats:
    return np.concatenate([np.empty((0, columns)), *arrays])


def _place(mesh: Mesh, indices: list[int], instances: list[Instance]) -> Geometry:
    matrices = np.stack([instance.matrix for instance in instances])  # (k, 4, 4)
    count, vertices = len(instances), len(mesh.positions)
    linear = matrices[:, :3, :3]
    positions = mesh.positions @ linear.transpose(0, 2, 1) + matrices[:, None, :3, 3]
    # Normals go by cofactors: right under uneven scale, and still there when one axis is flattened.
    a, b, c = linear[:, :, 0], linear[:, :, 1], linear[:, :, 2]
    cofactors = np.stack([np.cross(b, c), np.cross(c, a), np.cross(a, b)], axis=2)
    mirrored = np.einsum("ki,ki->k", a, np.cross(b, c)) < 0
    cofactors[mirrored] *= -1
    normals = mesh.normals @ cofactors.transpose(0, 2, 1)
    triangles = np.repeat(mesh.triangles[None], count, axis=0) + (np.arange(count) * vertices)[:, None, None]
    triangles[mirrored] = triangles[mirrored][:, :, ::-1]  # a mirror turns front faces into back faces
    submeshes = mesh.part_count
    table = np.array(
        [[i.surfaces[min(part, len(i.surfaces) - 1)] for part in range(submeshes)] for i in instances],
        np.int64,
    )
    return Geometry(
        positions.reshape(-1, 3),
        normals.reshape(-1, 3),
        np.tile(mesh.uv, (count, 1)),
        triangles.reshape(-1, 3),
        table[:, mesh.parts].ravel(),
        np.repeat(np.array(indices, np.int64), len(mesh.triangles)),
    )
