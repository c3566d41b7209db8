"""Views: through the scene's cameras, and the scene view's that frames what it is told to."""

from __future__ import annotations

from typing import Any

import numpy as np

from unity_kernel.headless.picture.matrices import rotation_axes
from unity_kernel.headless.picture.mesh import Floats
from unity_kernel.headless.picture.view import CLEAR_COLOR, CLEAR_NOTHING, CLEAR_SKY, View

__all__ = ["framing", "through"]

_SKYBOX, _SOLID_COLOR = 1, 2  # CameraClearFlags
_NEAREST = 1e-3  # units; a perspective has no picture of what is nearer
_FARTHEST = 1e9  # units; so that an endless view can be computed with
# Where Unity's scene view looks at first, and its angle of view.
_LOOK = np.array([-1.0, -0.7, -1.0])
_ANGLE = 60.0
_GREY = (0.278, 0.278, 0.278, 1.0)
_MARGIN = 1.1


def through(camera: Any, has_sky: bool) -> View | None:
    """Return the view of a ``UnityEngine.Camera``; None if it stands nowhere (NaN) or sees nothing.

    Args:
        camera: The camera.
        has_sky: Whether the scene has a skybox; without one, Unity fills with the background color.
    """
    position = camera.transform.position
    place = np.array([position.x, position.y, position.z], np.float64)
    axes = rotation_axes(camera.transform.rotation)
    if axes is None or not np.isfinite(place).all():
        return None
    orthographic = bool(camera.orthographic)
    near, far = float(camera.nearClipPlane), min(float(camera.farClipPlane), _FARTHEST)
    half = (
        abs(float(camera.orthographicSize))
        if orthographic
        else View.perspective_height(float(camera.fieldOfView))
    )
    if not orthographic:
        near = max(near, _NEAREST)
    if not (np.isfinite([near, far, half]).all() and far > near and half > 0):
        return None
    flags = int(camera.clearFlags)
    color = camera.backgroundColor
    rect = camera.rect
    return View(
        place,
        axes,
        half,
        near,
        far,
        orthographic,
        rect=(float(rect.x), float(rect.y), float(rect.width), float(rect.height)),
        mask=int(camera.cullingMask),
        clear=CLEAR_SKY
        if flags == _SKYBOX and has_sky
        else CLEAR_COLOR
        if flags in (_SKYBOX, _SOLID_COLOR)
        else CLEAR_NOTHING,
        background=(float(color.r), float(color.g), float(color.b), float(color.a)),
        name=f'camera "{camera.name}"',
    )


def framing(low: Floats, high: Floats, aspect: float, *, flat: bool, sky: bool, name: str) -> View:
    """Return a scene view in which a box is seen whole.

    Args:
        low: (3,) smallest corner.
        high: (3,) largest corner.
        aspect: Width by height of the picture.
        flat: Look straight along z, as the scene view's 2D mode.
        sky: Whether the sky is behind; else grey.
        name: What it is called.
    """
    middle = (low + high) / 2
    radius = max(float(np.linalg.norm(high - low)) / 2, 1e-3)
    clear = CLEAR_SKY if sky else CLEAR_COLOR
    if flat:
        extent = (high - low) / 2
        half = max(float(extent[1]), float(extent[0]) / aspect, 1e-3) * _MARGIN
        place = middle - np.array([0.0, 0.0, radius + 1.0])
        return View(
            place,
            np.eye(3),
            half,
            0.0,
            2 * radius + 2.0,
            True,
            clear=CLEAR_COLOR,
            background=_GREY,
            name=name,
        )
    forward = _LOOK / np.linalg.norm(_LOOK)
    right = np.cross((0.0, 1.0, 0.0), forward)
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(forward, right), forward])
    half = View.perspective_height(_ANGLE)
    # As near as the corners of the box allow.
    corners = np.array([[(low, high)[i >> axis & 1][axis] for axis in range(3)] for i in range(8)]) - middle
    seen = corners @ axes.T
    reach = np.maximum(np.abs(seen[:, 0]) / aspect, np.abs(seen[:, 1])) * _MARGIN / half - seen[:, 2]
    distance = max(float(reach.max()), radius * 0.2)
    near = max((distance - radius) * 0.5, distance * 1e-3)
    return View(
        middle - forward * distance,
        axes,
        half,
        near,
        max(distance + radius * 4, near * 1e5),
        clear=clear,
        background=_GREY,
        name=name,
    )
