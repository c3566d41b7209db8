"""One view painted over a picture: background, what is solid, then what is blended, back to front."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unity_kernel.headless.picture.color import decode
from unity_kernel.headless.picture.geometry import Geometry, Instance, assemble
from unity_kernel.headless.picture.light import Ambient, Light
from unity_kernel.headless.picture.mesh import Floats, Integers
from unity_kernel.headless.picture.raster import DepthBuffer, Fragments, Pieces, cut
from unity_kernel.headless.picture.shade import Shader
from unity_kernel.headless.picture.sky import Sky
from unity_kernel.headless.picture.surface import Surface
from unity_kernel.headless.picture.view import CLEAR_COLOR, CLEAR_SKY, View

__all__ = ["Drawing", "paint"]

_BAND = 1 << 20  # samples at once: bounds the memory, whatever the picture's size


@dataclass(eq=False)
class Drawing:
    """All that is to be drawn.

    Attributes:
        instances: What stands where.
        surfaces: What their indices mean.
        lights: All that shine.
        ambient: Light from everywhere.
        sky: Behind everything.
        linear: Whether the project computes in linear light.
    """

    instances: list[Instance]
    surfaces: list[Surface]
    lights: list[Light]
    ambient: Ambient
    sky: Sky
    linear: bool


def paint(drawing: Drawing, view: View, image: NDArray[np.float32], samples: int) -> None:
    """Paint what a view sees.

    Args:
        drawing: What there is.
        view: Who looks.
        image: (height, width, 4), not premultiplied, in the space in which the project computes; painted over.
        samples: Per pixel, 1 or 4.
    """
    factor = 2 if samples > 1 else 1
    height, width = image.shape[:2]
    left, top, right, bottom = view.viewport(width, height)
    if right <= left or bottom <= top:
        return
    seen = [i for i in drawing.instances if view.mask >> i.layer & 1]
    work = _View(drawing, seen, view, (left, top, right, bottom), factor)
    rows = max(_BAND // ((right - left) * factor * factor), 1)
    for first in range(top, bottom, rows):
        last = min(first + rows, bottom)
        band = image[first:last, left:right]
        band[:] = work.band(first, last, band)


class _View:
    """The work on one view."""

    def __init__(
        self,
        drawing: Drawing,
        instances: list[Instance],
        view: View,
        viewport: tuple[int, int, int, int],
        factor: int,
    ) -> None:
        self.drawing, self.view, self.factor = drawing, view, factor
        self.viewport = viewport
        left, top, right, bottom = (edge * factor for edge in viewport)
        self.frame = left, top, right, bottom
        geometry = assemble(instances)
        with np.errstate(all="ignore"):  # whatever is not finite is dropped by `cut`
            projected = view.project(geometry.positions, self.frame)
            self.shader = Shader(
                geometry, projected, drawing.surfaces, drawing.lights, drawing.ambient, view, drawing.linear
            )
            two_sided = np.array([s.two_sided for s in drawing.surfaces] or [False])[geometry.surfaces]
            blended = np.array([s.blended for s in drawing.surfaces] or [False])[geometry.surfaces]
            pieces = cut(projected, geometry.triangles, two_sided, view, self.frame)
        mixed = blended[pieces.triangle]
        self.solid = pieces.select(~mixed)
        self.blended = self._layers(pieces.select(mixed), geometry, instances)

    def _layers(self, pieces: Pieces, geometry: Geometry, instances: list[Instance]) -> list[Pieces]:
        """Sort what is blended: an entry per instance, farthest first."""
        owners = geometry.owners[pieces.triangle]
        present = np.unique(owners)
        middles = {}
        for owner in present:
            matrix = instances[owner].matrix
            middle = (matrix[:3, 3] - self.view.position) @ self.view.axes[2]
            middles[owner] = (*instances[owner].order, -float(middle), float(owner))
        ordered = sorted(present, key=middles.__getitem__)
        return [pieces.select(np.flatnonzero(owners == owner)) for owner in ordered]

    def band(self, first: int, last: int, below: NDArray[np.float32]) -> Floats:
        """Return the new pixels of some rows, given the old ones."""
        left, _, right, _ = self.viewport
        width, height, factor = right - left, last - first, self.factor
        frame = left * factor, first * factor, right * factor, last * factor
        buffer = DepthBuffer(frame, self.view.farthest)
        buffer.draw(self.solid)
        # (samples, pixels), so that comparing samples means comparing rows
        split_up = buffer.nearest.reshape(height, factor, width, factor).transpose(1, 3, 0, 2)
        nearest = np.ascontiguousarray(split_up).reshape(factor * factor, height * width)
        # A pixel whose samples all show one triangle is shaded once, in its middle; edges sample by sample.
        even = np.ones(height * width, np.bool_)
        for sample in nearest[1:]:
            even &= sample == nearest[0]
        solid = even & (nearest[0] >= 0)
        pixels = np.empty((height * width, 4))
        self._fill(pixels, np.flatnonzero(~solid), first, below)
        whole = np.flatnonzero(solid)
        rows, columns = np.divmod(whole, width)
        found = self._shade(
            self.solid, nearest[0, whole], (columns + left + 0.5) * factor, (rows + first + 0.5) * factor
        )
        found[:, 3] = 1.0
        pixels[whole] = found
        edges = np.flatnonzero(~even)
        split = np.repeat(pixels[edges, None], factor * factor, axis=1)
        edge, sample = np.nonzero(nearest[:, edges].T >= 0)
        rows, columns = np.divmod(edges[edge], width)
        down, across = np.divmod(sample, factor)
        found = self._shade(
            self.solid,
            nearest[sample, edges[edge]],
            (columns + left) * factor + across + 0.5,
            (rows + first) * factor + down + 0.5,
        )
        found[:, 3] = 1.0
        split[edge, sample] = found
        if self.blended:
            self._lay_over(pixels, edges, split, buffer)
        else:
            pixels[edges] = _resolve(split)
        return pixels.reshape(height, width, 4)

    def _lay_over(self, pixels: Floats, edges: Integers, split: Floats, buffer: DepthBuffer) -> None:
        """Blend everything that is not solid over the pixels, given the samples of those at edges."""
        factor = self.factor
        width, height = buffer.width // factor, buffer.height // factor
        samples = np.repeat(pixels[:, None], factor * factor, axis=1)
        samples[edges] = split
        flat = samples.reshape(height, width, factor, factor, 4).transpose(0, 2, 1, 3, 4)
        flat = np.ascontiguousarray(flat).reshape(-1, 4)
        for pieces in self.blended:
            for fragments in buffer.fragments(pieces):
                self._blend(flat, buffer, pieces, fragments)
        samples = flat.reshape(height, factor, width, factor, 4).transpose(0, 2, 1, 3, 4)
        pixels[:] = _resolve(samples.reshape(-1, factor * factor, 4))

    def _shade(self, pieces: Pieces, which: Integers, columns: Floats, rows: Floats) -> Floats:
        return self.shader.color(pieces.triangle[which], columns, rows)

    def _blend(self, colors: Floats, buffer: DepthBuffer, pieces: Pieces, fragments: Fragments) -> None:
        """Lay fragments over the colors of samples."""
        seen = np.flatnonzero(buffer.visible(fragments))
        if not len(seen):
            return
        pixel, piece = fragments.pixel[seen], fragments.piece[seen]
        if (
            len(pieces) > 2
        ):  # of a solid body, only what is in front: its own back must not shine through twice
            order = np.lexsort((fragments.depth[seen], pixel))
            ordered = pixel[order]
            front = order[np.append(ordered[1:] != ordered[:-1], True)]
            pixel, piece = pixel[front], piece[front]
        left, top = buffer.frame[:2]
        rows, columns = np.divmod(pixel, buffer.width)
        source = self._shade(pieces, piece, columns + left + 0.5, rows + top + 0.5)
        alpha = np.clip(source[:, 3:], 0.0, 1.0)
        under = colors[pixel]
        kept = under[:, 3:] * (1 - alpha)
        total = alpha + kept
        with np.errstate(invalid="ignore", divide="ignore"):
            mixed = np.where(total > 0, (source[:, :3] * alpha + under[:, :3] * kept) / total, under[:, :3])
        colors[pixel, :3] = mixed
        colors[pixel, 3:] = total

    def _fill(self, pixels: Floats, which: Integers, first: int, below: NDArray[np.float32]) -> None:
        """Put the background into some of the pixels of a band."""
        view, factor = self.view, self.factor
        left, _, right, _ = self.viewport
        if view.clear == CLEAR_COLOR:
            color = np.array(view.background)
            if self.drawing.linear:
                color[:3] = decode(color[:3])
            pixels[which] = color
        elif view.clear == CLEAR_SKY:
            rows, columns = np.divmod(which, right - left)
            heights = view.heights((columns + left + 0.5) * factor, (rows + first + 0.5) * factor, self.frame)
            pixels[which, :3] = self.drawing.sky.color(heights)
            pixels[which, 3] = 1.0
        else:
            pixels[which] = below.reshape(-1, 4)[which]


def _resolve(colors: Floats) -> Floats:
    """Average (n, samples, 4) colors to (n, 4); where alpha differs, transparent samples have no say in the color."""
    count = colors.shape[1]
    if count == 1:
        return colors[:, 0]
    mean = np.zeros((len(colors), 4))
    even = np.ones(len(colors), np.bool_)
    for sample in range(count):
        mean += np.clip(colors[:, sample], 0.0, 1.0)  # clipped first: a bright edge would stay jagged
        even &= colors[:, sample, 3] == colors[:, 0, 3]
    mean /= count
    differ = np.flatnonzero(~even)
    if len(differ):
        weight = colors[differ, :, 3]
        mean[differ, :3] = (colors[differ, :, :3] * weight[:, :, None]).sum(1) / weight.sum(1)[:, None]
    return mean
