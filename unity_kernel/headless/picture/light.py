"""What lights a picture: the scene's lights and what comes from all around."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from unity_kernel.headless.picture.mesh import Floats

__all__ = ["Ambient", "Light", "illuminate", "length_of"]


@dataclass(eq=False)
class Light:
    """A light.

    Attributes:
        color: (3,) times intensity, in the space in which the project computes.
        direction: (3,) of unit length, the way it shines; None for a point light.
        position: (3,); None for a directional light.
        range: How far it reaches, in units.
        cone: Cosines of the inner and outer half angle of a spot light.
    """

    color: Floats
    direction: Floats | None = None
    position: Floats | None = None
    range: float = 10.0
    cone: tuple[float, float] | None = None


@dataclass(eq=False)
class Ambient:
    """Light from above, from the sides and from below, (3,) each, in the space in which the project computes."""

    sky: Floats = field(default_factory=lambda: np.zeros(3))
    equator: Floats = field(default_factory=lambda: np.zeros(3))
    ground: Floats = field(default_factory=lambda: np.zeros(3))


def length_of(vectors: Floats) -> Floats:
    """Return the (n,) lengths of (n, 3) vectors; several times as quick as ``np.linalg.norm`` along short rows."""
    x, y, z = vectors[:, 0], vectors[:, 1], vectors[:, 2]
    return np.sqrt(x * x + y * y + z * z)


def illuminate(positions: Floats, normals: Floats, lights: list[Light], ambient: Ambient) -> Floats:
    """Return the (n, 3) light that arrives at (n, 3) points with (n, 3) normals of unit length."""
    up = normals[:, 1:2]
    total = (
        ambient.equator * (1 - np.abs(up))
        + ambient.sky * np.maximum(up, 0.0)
        + ambient.ground * np.maximum(-up, 0.0)
    )
    for light in lights:
        if light.position is None:
            assert light.direction is not None
            facing = np.maximum(normals @ -light.direction, 0.0)
            total += facing[:, None] * light.color
            continue
        towards = light.position - positions
        distance = length_of(towards)
        near = np.flatnonzero(distance < light.range)
        if not len(near):
            continue
        towards, distance = towards[near], np.maximum(distance[near], 1e-6)
        towards /= distance[:, None]
        facing = np.maximum(np.einsum("ni,ni->n", normals[near], towards), 0.0)
        # The built-in pipeline's falloff, with its end drawn to zero at the range.
        part = distance / light.range
        strength = facing / (1 + 25 * part**2) * np.clip((1 - part) * 5, 0.0, 1.0)
        if light.cone is not None and light.direction is not None:
            inner, outer = light.cone
            cosine = -(towards @ light.direction)
            strength *= np.clip((cosine - outer) / max(inner - outer, 1e-4), 0.0, 1.0)
        total[near] += strength[:, None] * light.color
    return np.asarray(total)
