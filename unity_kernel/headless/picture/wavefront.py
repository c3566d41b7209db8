"""Wavefront OBJ files, as Unity imports them."""

from __future__ import annotations

import numpy as np

from unity_kernel.headless.picture.mesh import Mesh

__all__ = ["read_obj"]


def read_obj(text: str) -> Mesh:
    """Return the faces of an OBJ file, a submesh per material.

    OBJ is right-handed: Unity mirrors x when it imports, and turns the faces.

    Raises:
        ValueError: A line is not what its first word promises.
        IndexError: A face names a vertex that does not exist.
    """
    points: list[list[float]] = []
    uvs: list[list[float]] = [[0.0, 0.0]]
    normals: list[list[float]] = [[0.0, 0.0, 0.0]]
    corners: dict[tuple[int, int, int], int] = {}
    triangles: list[tuple[int, int, int]] = []
    parts: list[int] = []
    materials: dict[str, int] = {}
    part = 0
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        match words[0]:
            case "v":
                points.append([float(word) for word in words[1:4]])
            case "vt":
                uvs.append([float(word) for word in words[1:3]])
            case "vn":
                normals.append([float(word) for word in words[1:4]])
            case "usemtl":
                part = materials.setdefault(" ".join(words[1:]), len(materials))
            case "f":
                face = []
                for word in words[1:]:
                    numbers = [int(number) if number else 0 for number in word.split("/")] + [0, 0]
                    p, t, n = numbers[:3]
                    key = (
                        p - 1 if p > 0 else len(points) + p,
                        t if t >= 0 else len(uvs) + t,
                        n if n >= 0 else len(normals) + n,
                    )
                    face.append(corners.setdefault(key, len(corners)))
                for index in range(1, len(face) - 1):
                    triangles.append((face[0], face[index + 1], face[index]))
                    parts.append(part)
    if not corners:
        return Mesh(np.empty((0, 3)), np.empty((0, 3), np.int64))
    keys = np.array(list(corners))
    mirror = np.array([-1.0, 1.0, 1.0])
    has_normals = bool((keys[:, 2] > 0).all())
    return Mesh(
        np.array(points)[keys[:, 0]] * mirror,
        np.array(triangles, np.int64).reshape(-1, 3),
        np.array(normals)[keys[:, 2]] * mirror if has_normals else np.empty((0, 3)),
        np.array(uvs)[keys[:, 1]],
        np.array(parts, np.int64),
    )
