"""Triangles to pixels: which triangle is in front, everywhere at once in numpy.

A triangle becomes the rows that it covers, each row a span of pixels, each pixel a fragment; all triangles take each
step together. Whether a fragment is in front is settled by one ``np.maximum.at`` over 64-bit keys: depth above, number
below. A pixel is covered if its middle is inside; edges shared by two triangles leave neither gaps nor overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from unity_kernel.headless.picture.mesh import Floats, Integers
from unity_kernel.headless.picture.view import View

__all__ = ["DepthBuffer", "Fragments", "Pieces", "cut"]

Keys: TypeAlias = NDArray[np.uint64]
_SPANS = 1 << 18  # rows of triangles taken at once, and
_FRAGMENTS = 1 << 20  # pixels: few enough for the processor's cache, enough to make numpy's calls worth it


@dataclass(eq=False)
class Pieces:
    """Triangles on the screen, what is nearer than the near plane cut off.

    Attributes:
        x: (m, 3) columns of the corners, in pixels.
        y: (m, 3) rows.
        depth: (m, 3) closeness, linear on the screen.
        triangle: (m,) the triangle that it is a piece of.
    """

    x: Floats
    y: Floats
    depth: Floats
    triangle: Integers

    def __len__(self) -> int:
        return len(self.triangle)

    def select(self, which: NDArray[np.bool_] | Integers | slice) -> Pieces:
        """Return some of them."""
        return Pieces(self.x[which], self.y[which], self.depth[which], self.triangle[which])


def cut(
    projected: Floats,
    triangles: Integers,
    two_sided: NDArray[np.bool_],
    view: View,
    frame: tuple[int, int, int, int],
) -> Pieces:
    """Cut triangles at the near plane; drop what faces away or lies beside the picture.

    Args:
        projected: (n, 4) as of `View.project`.
        triangles: (m, 3).
        two_sided: (m,) whether a triangle shows from behind.
        view: The eye.
        frame: Pixels that it fills: left, top, right, bottom.
    """
    corners = projected[triangles]  # (m, 3, 4)
    sound = np.isfinite(corners).all((1, 2))
    inside = corners[:, :, 3] >= view.near
    count = np.where(sound, inside.sum(1), 0)
    whole = count == 3
    pieces = [corners[whole]]
    numbers = [np.flatnonzero(whole)]
    for amount in (1, 2):
        crossing = np.flatnonzero(count == amount)
        if not len(crossing):
            continue
        # Turn each so that the corner that is alone on its side of the plane comes first.
        alone = (inside[crossing] if amount == 1 else ~inside[crossing]).argmax(1)
        turned = corners[crossing[:, None], (alone[:, None] + np.arange(3)) % 3]
        first, second, third = turned[:, 0], turned[:, 1], turned[:, 2]
        on_second, on_third = _meet(first, second, view.near), _meet(first, third, view.near)
        if amount == 1:
            pieces.append(np.stack([first, on_second, on_third], 1))
            numbers.append(crossing)
        else:
            pieces.append(np.stack([on_second, second, third], 1))
            pieces.append(np.stack([on_second, third, on_third], 1))
            numbers += [crossing, crossing]
    found, triangle = np.concatenate(pieces), np.concatenate(numbers)
    x, y = found[:, :, 0] / found[:, :, 2], found[:, :, 1] / found[:, :, 2]
    area = (x[:, 1] - x[:, 0]) * (y[:, 2] - y[:, 0]) - (x[:, 2] - x[:, 0]) * (y[:, 1] - y[:, 0])
    left, top, right, bottom = frame
    kept = (area > 1e-9) | ((area < -1e-9) & two_sided[triangle])  # rows go down: clockwise is positive
    kept &= (x.max(1) > left) & (x.min(1) < right) & (y.max(1) > top) & (y.min(1) < bottom)
    kept &= found[:, :, 3].min(1) <= view.far
    return Pieces(x[kept], y[kept], view.closeness(found[kept][:, :, 3]), triangle[kept])


def _meet(a: Floats, b: Floats, near: float) -> Floats:
    """Where edges cross the near plane."""
    t = (near - a[:, 3]) / (b[:, 3] - a[:, 3])
    made = a + (b - a) * t[:, None]
    made[:, 3] = near
    return made


@dataclass(eq=False)
class Fragments:
    """Pixels of pieces.

    Attributes:
        pixel: (k,) index into the buffer's pixels.
        depth: (k,) closeness.
        piece: (k,) index of the piece.
    """

    pixel: Integers
    depth: NDArray[np.float32]
    piece: Integers


class DepthBuffer:
    """What is in front in each pixel of some rows of a picture.

    Args:
        frame: The pixels: left, top, right, bottom; row by row from the upper left.
        farthest: Closeness beyond which nothing is seen.
    """

    def __init__(self, frame: tuple[int, int, int, int], farthest: float) -> None:
        self.frame = frame
        left, top, right, bottom = frame
        self.width, self.height = right - left, bottom - top
        limit = np.array([farthest], np.float32).view(np.uint32).astype(np.uint64) << np.uint64(32)
        self._keys: Keys = np.full(self.width * self.height, limit[0], np.uint64)

    def draw(self, pieces: Pieces) -> None:
        """Put in whatever is nearer than what is there."""
        for fragments in self.fragments(pieces):
            keys = fragments.depth.view(np.uint32).astype(np.uint64)
            keys <<= np.uint64(32)
            keys |= fragments.piece.astype(np.uint64) + np.uint64(1)
            np.maximum.at(self._keys, fragments.pixel, keys)

    @property
    def nearest(self) -> Integers:
        """(pixels,) index of the piece in front; -1 where there is none."""
        return (self._keys & np.uint64(0xFFFFFFFF)).astype(np.int64) - 1

    def visible(self, fragments: Fragments) -> NDArray[np.bool_]:
        """Return which fragments are not hidden."""
        there = (self._keys[fragments.pixel] >> np.uint64(32)).astype(np.uint32)
        return fragments.depth.view(np.uint32) >= there

    def fragments(self, pieces: Pieces) -> Iterator[Fragments]:
        """Yield the pixels of pieces within the buffer, a bounded number at a time."""
        _, top, _, bottom = self.frame
        first = np.clip(np.ceil(pieces.y.min(1) - 0.5), top, bottom).astype(np.int64)
        last = np.clip(np.ceil(pieces.y.max(1) - 0.5), top, bottom).astype(np.int64)
        rows = last - first
        ends = np.cumsum(rows)
        start = 0
        while start < len(pieces):
            done = ends[start - 1] if start else 0
            stop = max(int(np.searchsorted(ends, done + _SPANS, "right")), start + 1)
            yield from self._rows(
                pieces.select(slice(start, stop)), first[start:stop], rows[start:stop], start
            )
            start = stop

    def _rows(self, pieces: Pieces, first: Integers, rows: Integers, offset: int) -> Iterator[Fragments]:
        total = int(rows.sum())
        if not total:
            return
        left, top, right, _ = self.frame
        piece = np.repeat(np.arange(len(pieces)), rows)
        row = np.arange(total) - np.repeat(np.cumsum(rows) - rows, rows) + first[piece]
        middle: Floats = (row + 0.5).astype(np.float64)
        order = np.argsort(pieces.y, axis=1)
        xs, ys = np.take_along_axis(pieces.x, order, 1), np.take_along_axis(pieces.y, order, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            slopes = [
                np.nan_to_num((xs[:, b] - xs[:, a]) / (ys[:, b] - ys[:, a]), posinf=0.0, neginf=0.0)
                for a, b in ((0, 2), (0, 1), (1, 2))
            ]
        long_edge = xs[piece, 0] + (middle - ys[piece, 0]) * slopes[0][piece]
        upper = middle < ys[piece, 1]
        short_edge = np.where(
            upper,
            xs[piece, 0] + (middle - ys[piece, 0]) * slopes[1][piece],
            xs[piece, 1] + (middle - ys[piece, 1]) * slopes[2][piece],
        )
        begin = np.clip(np.ceil(np.minimum(long_edge, short_edge) - 0.5), left, right).astype(np.int64)
        end = np.clip(np.ceil(np.maximum(long_edge, short_edge) - 0.5), left, right).astype(np.int64)
        lengths = end - begin
        kept = np.flatnonzero(lengths)
        piece, row, begin, lengths, middle = piece[kept], row[kept], begin[kept], lengths[kept], middle[kept]
        depth, across = self._planes(pieces, piece, begin, middle)
        base = (row - top) * self.width + begin - left
        ends = np.cumsum(lengths)
        start = 0
        while start < len(lengths):
            done = ends[start - 1] if start else 0
            stop = max(int(np.searchsorted(ends, done + _FRAGMENTS, "right")), start + 1)
            count = lengths[start:stop]
            along = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
            span = np.repeat(np.arange(start, stop), count)
            close = np.maximum(depth[span] + across[span] * along, 0.0).astype(np.float32)
            yield Fragments(base[span] + along, close, piece[span] + offset)
            start = stop

    @staticmethod
    def _planes(pieces: Pieces, piece: Integers, begin: Integers, middle: Floats) -> tuple[Floats, Floats]:
        """Return the depth at the first pixel of each span, and its change per pixel."""
        x, y, d = pieces.x, pieces.y, pieces.depth
        x1, x2, y1, y2 = x[:, 1] - x[:, 0], x[:, 2] - x[:, 0], y[:, 1] - y[:, 0], y[:, 2] - y[:, 0]
        d1, d2 = d[:, 1] - d[:, 0], d[:, 2] - d[:, 0]
        area = x1 * y2 - x2 * y1
        across, down = (d1 * y2 - d2 * y1) / area, (d2 * x1 - d1 * x2) / area
        depth = (
            d[piece, 0] + across[piece] * (begin + 0.5 - x[piece, 0]) + down[piece] * (middle - y[piece, 0])
        )
        low, high = d.min(1)[piece], d.max(1)[piece]
        return np.clip(depth, low, high), across[piece]
