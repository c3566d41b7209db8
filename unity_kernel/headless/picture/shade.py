"""The color of a triangle at a pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from unity_kernel.headless.picture.color import decode
from unity_kernel.headless.picture.geometry import Geometry
from unity_kernel.headless.picture.light import Ambient, Light, illuminate, length_of
from unity_kernel.headless.picture.mesh import Floats, Integers
from unity_kernel.headless.picture.surface import Surface
from unity_kernel.headless.picture.view import View

__all__ = ["Shader"]

Flags = NDArray[np.bool_]
_CHUNK = 1 << 18  # pixels at once, for the processor's cache


@dataclass(eq=False)
class Shader:
    """Colors pixels of a geometry as one view sees it.

    Args:
        geometry: The triangles.
        projected: (n, 4), their vertices as of `View.project`.
        surfaces: What ``geometry.surfaces`` counts.
        lights: All that shine.
        ambient: Light from everywhere.
        view: The eye.
        linear: Whether the project computes in linear light.
    """

    geometry: Geometry
    projected: Floats
    surfaces: Sequence[Surface]
    lights: list[Light]
    ambient: Ambient
    view: View
    linear: bool

    def __post_init__(self) -> None:
        colors = np.array([surface.color for surface in self.surfaces] or [(0.0,) * 4])
        emission = np.array([surface.emission for surface in self.surfaces] or [(0.0,) * 3])
        if self.linear:
            colors[:, :3] = decode(colors[:, :3])
            emission = decode(emission)
        self._colors, self._emission = colors, emission
        self._lit: Flags = np.array([surface.lit for surface in self.surfaces] or [False])
        self._textured = [index for index, surface in enumerate(self.surfaces) if surface.image is not None]
        self._two_sided: Flags = np.array([surface.two_sided for surface in self.surfaces] or [False])

    @cached_property
    def _edges(self) -> tuple[Floats, Floats, Floats]:
        """For each corner of each triangle (m, 3): factors of column, row and 1 that give its weight at a pixel."""
        corners = self.projected[self.geometry.triangles][:, :, :3]
        with np.errstate(all="ignore"):
            a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
            return np.cross(b, c), np.cross(c, a), np.cross(a, b)

    def weights(self, triangles: Integers, columns: Floats, rows: Floats) -> Floats:
        """Return the (n, 3) weights of the corners of triangles at pixels, perspective included."""
        weights = np.empty((len(triangles), 3))
        for corner, edges in enumerate(self._edges):
            edge = edges[triangles]
            weights[:, corner] = edge[:, 0] * columns + edge[:, 1] * rows + edge[:, 2]
        with np.errstate(all="ignore"):
            weights /= (weights[:, 0] + weights[:, 1] + weights[:, 2])[:, None]
        return np.nan_to_num(weights, copy=False, nan=1 / 3, posinf=1.0, neginf=0.0)

    def color(self, triangles: Integers, columns: Floats, rows: Floats) -> Floats:
        """Return the (n, 4) colors of triangles at pixels.

        Args:
            triangles: (n,) indices of the geometry's triangles.
            columns: (n,) in pixels, middles at a half.
            rows: (n,).
        """
        colors = np.empty((len(triangles), 4))
        for start in range(0, len(triangles), _CHUNK):
            part = slice(start, start + _CHUNK)
            colors[part] = self._color(triangles[part], columns[part], rows[part])
        return colors

    def _color(self, triangles: Integers, columns: Floats, rows: Floats) -> Floats:
        geometry = self.geometry
        which = geometry.surfaces[triangles]
        colors = self._colors[which]
        textured = [index for index in self._textured if (which == index).any()]
        lit = np.flatnonzero(self._lit[which])
        if not textured and not len(lit):
            colors[:, :3] += self._emission[which]
            return colors
        weights = self.weights(triangles, columns, rows)
        vertices = geometry.triangles[triangles]
        for index in textured:
            surface = self.surfaces[index]
            if surface.image is not None:
                at = np.flatnonzero(which == index)
                uv = np.einsum("nc,nci->ni", weights[at], geometry.uv[vertices[at]])
                x, y, dx, dy = surface.tiling
                texels = surface.image.sample(uv * (x, y) + (dx, dy), linear=self.linear)
                colors[at] *= texels
                if surface.cutoff:
                    colors[at, 3] = (colors[at, 3] >= surface.cutoff).astype(np.float64)
        if len(lit):
            corners, part = vertices[lit], weights[lit]
            positions = np.einsum("nc,nci->ni", part, geometry.positions[corners])
            normals = np.einsum("nc,nci->ni", part, geometry.normals[corners])
            lengths = length_of(normals)
            normals /= np.where(lengths > 0, lengths, 1.0)[:, None]
            self._face_viewer(normals, positions, self._two_sided[which[lit]])
            colors[lit, :3] *= illuminate(positions, normals, self.lights, self.ambient)
        colors[:, :3] += self._emission[which]
        return colors

    def _face_viewer(self, normals: Floats, positions: Floats, two_sided: Flags) -> None:
        """Turn normals of surfaces that are seen from behind."""
        if two_sided.any():
            towards = (
                self.view.axes[2] if self.view.orthographic else positions - self.view.position
            )  # the way one looks
            behind = ((normals * towards).sum(1) > 0) & two_sided
            normals[behind] *= -1
