"""Sprites: rectangles of textures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from unity_kernel.headless.api import references
from unity_kernel.headless.picture.assets import Assets
from unity_kernel.headless.picture.mesh import Mesh
from unity_kernel.headless.picture.surface import Image

__all__ = ["Sprite", "read_sprite", "unit_square"]

_Box = tuple[float, float, float, float]
_PIVOTS = [
    (0.5, 0.5), (0.0, 1.0), (0.5, 1.0), (1.0, 1.0), (0.0, 0.5), (1.0, 0.5), (0.0, 0.0), (0.5, 0.0), (1.0, 0.0),
]  # fmt: skip
"""By SpriteAlignment: center, upper row, middle, lower row."""
_NUMBER = r" ?(-?[\d.eE+-]+)"


@dataclass(frozen=True)
class Sprite:
    """A sprite.

    Attributes:
        image: Its texture; None if it cannot be read.
        tiling: Where on the texture it lies: scale (x, y) and offset (x, y) of texture coordinates.
        size: (width, height) in units; None if unknown.
        pivot: Its origin, in parts of its size.
    """

    image: Image | None = None
    tiling: _Box = (1.0, 1.0, 0.0, 0.0)
    size: tuple[float, float] | None = None
    pivot: tuple[float, float] = (0.5, 0.5)


@cache
def unit_square() -> Mesh:
    """Return the square from 0 to 1 in x and y; lit from -z, as sprites are seen."""
    corners = np.array([(0.0, 0, 0), (0, 1, 0), (1, 1, 0), (1, 0, 0)])
    return Mesh(corners, np.array([(0, 1, 2), (0, 2, 3)]), np.tile((0.0, 0.0, -1.0), (4, 1)), corners[:, :2])


def read_sprite(sprite: Any, assets: Assets) -> Sprite:
    """Return what is known of a ``UnityEngine.Sprite``, from its texture and the importer's settings."""
    key = references.key_of(sprite) if sprite is not None else None
    if key is None:
        return Sprite()
    image, meta = assets.image(key.guid), assets.meta(key.guid)
    width, height = image.size if image is not None else (0, 0)
    box: _Box = (0.0, 0.0, width, height)
    pivot = _pivot(meta)
    if re.search(r"^  spriteMode: 2", meta, re.MULTILINE):
        for block in re.split(r"\n    - serializedVersion: \d+\n", meta)[1:]:
            if re.search(rf"\binternalID: {key.file_id}\b", block):
                numbers = [re.search(rf"\b{name}:{_NUMBER}", block) for name in ("x", "y", "width", "height")]
                if all(numbers):
                    x, y, w, h = (float(found[1]) for found in numbers if found)
                    box = (x, y, w, h)
                    pivot = _pivot(block)
                break
    match = re.search(rf"^  spritePixelsToUnits:{_NUMBER}", meta, re.MULTILINE)
    density = max(float(match[1]), 1e-3) if match else 100.0
    if not box[2] or not box[3]:
        return Sprite(None, pivot=pivot)
    tiling = (
        (box[2] / width, box[3] / height, box[0] / width, box[1] / height)
        if image is not None
        else (1.0, 1.0, 0.0, 0.0)
    )
    return Sprite(image, tiling, (box[2] / density, box[3] / density), pivot)


def _pivot(text: str) -> tuple[float, float]:
    match = re.search(r"^ +alignment: (\d+)", text, re.MULTILINE)
    alignment = int(match[1]) if match else 0
    if alignment < len(_PIVOTS):
        return _PIVOTS[alignment]
    match = re.search(rf"^ +(?:spriteP|p)ivot: {{x:{_NUMBER}, y:{_NUMBER}}}", text, re.MULTILINE)
    return (float(match[1]), float(match[2])) if match else (0.5, 0.5)
