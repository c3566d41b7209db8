"""From the loaded scenes to a picture: which views, in which order, over each other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from unity_kernel.display.picture import Picture, check_size
from unity_kernel.errors import PictureError
from unity_kernel.headless.api import world
from unity_kernel.headless.api.classes import class_named
from unity_kernel.headless.api.component import Component
from unity_kernel.headless.api.gameobject import GameObject
from unity_kernel.headless.picture.assets import Assets
from unity_kernel.headless.picture.cameras import framing, through
from unity_kernel.headless.picture.collector import Collector
from unity_kernel.headless.picture.color import decode, to_bytes
from unity_kernel.headless.picture.geometry import Instance
from unity_kernel.headless.picture.interface import Interfaces
from unity_kernel.headless.picture.lighting import Surroundings, headlight, read_lights
from unity_kernel.headless.picture.painter import Drawing, paint
from unity_kernel.headless.picture.view import CLEAR_COLOR, View

__all__ = ["render"]

_FAR_OUT = 1e7  # units from the origin; what is farther away is not framed, or nothing else would be seen
_SMOOTH = 4_200_000  # pixels; up to here edges are smooth unless told otherwise
Color = tuple[float, float, float, float]


@np.errstate(all="ignore")  # scenes may hold any number; what is not finite is dropped before it is drawn
def render(
    state: world.World,
    *,
    camera: Any = None,
    size: tuple[int, int] = (1280, 720),
    frame: Any = None,
    background: Any = None,
    alone: bool = False,
    samples: int | None = None,
    below: bytes | None = None,
    keep_alpha: bool = False,
    most: int | None = None,
) -> Picture:
    """Draw the loaded scenes; see `picture.render`.

    Args:
        state: The editor.
        camera: Look through this one only.
        size: In pixels.
        frame: What the scene view frames.
        background: Instead of the camera's own.
        alone: Only what is framed.
        samples: Per pixel.
        below: The pixels that a camera finds, as of ``Picture.rgba``; by default opaque black.
        keep_alpha: Leave the background's alpha as the camera has it, as rendering to a texture does.
        most: Triangles above which nothing is drawn.

    Raises:
        PictureError: Something makes no sense, or there are more triangles than that.
    """
    try:
        width, height = size
    except (TypeError, ValueError):
        raise PictureError(f"a picture's size is (width, height) in pixels, got {size!r}") from None
    width, height = check_size(width, height)
    if samples is not None and samples not in (1, 2, 4, 8):
        raise PictureError(f"samples per pixel are 1 or 4, got {samples!r}")
    work = _Work(state, width, height, samples if samples else 4 if width * height <= _SMOOTH else 1, most)
    color = _color(background)
    work.start(below, keep_alpha)
    if frame is None and camera is not None:
        if not isinstance(camera, class_named("Camera")):
            raise PictureError(f"camera must be a UnityEngine.Camera, got {type(camera).__name__}")
        work.cameras([camera], color, overlay=False, keep_alpha=keep_alpha)
        return work.finish()
    if frame is None:
        found = work.game_cameras()
        if found:
            work.cameras(found, color, overlay=True, keep_alpha=keep_alpha)
            return work.finish()
    work.scene_view(frame, color, alone)
    return work.finish()


def _color(value: Any) -> Color | None:
    """Return a color given as one of Unity's or as numbers.

    Raises:
        PictureError: It is neither.
    """
    if value is None:
        return None
    try:
        parts = (
            [value.r, value.g, value.b, value.a] if hasattr(value, "r") else [float(part) for part in value]
        )
        if type(value).__name__ == "Color32":
            parts = [part / 255 for part in parts]
        r, g, b, a = (*map(float, parts), 1.0)[:4]
    except (TypeError, ValueError):
        raise PictureError(f"a background is a Color or (r, g, b[, a]) from 0 to 1, got {value!r}") from None
    return r, g, b, a


class _Work:
    """One picture in the making."""

    def __init__(
        self, state: world.World, width: int, height: int, samples: int, most: int | None = None
    ) -> None:
        self._state, self._width, self._height, self._samples = state, width, height, samples
        self._most = most
        self._assets = Assets(state.project)
        self._surroundings = Surroundings(state)
        self._view = ""
        self._drawn = 0
        self._image: NDArray[np.float32] = np.zeros((height, width, 4), np.float32)

    def start(self, below: bytes | None, keep_alpha: bool) -> None:
        """Fill the picture with what was there before."""
        if below is not None:
            old = np.frombuffer(below, np.uint8).reshape(self._height, self._width, 4) / 255.0
            if self._surroundings.linear:
                old[..., :3] = decode(old[..., :3])
            self._image[:] = old
        elif not keep_alpha:
            self._image[..., 3] = 1.0

    def game_cameras(self) -> list[Any]:
        """Return the cameras of the game view in their order: enabled, on the first display, not into textures."""
        return [
            camera
            for camera in class_named("Camera").allCameras
            if camera.targetTexture is None and not camera.targetDisplay
        ]

    def _collect(self, focus: Any = None, alone: bool = False) -> Collector:
        collector = Collector(self._state, self._assets, focus, alone)
        collector.collect_renderers()
        return collector

    def _drawing(self, collector: Collector, instances: list[Instance], view: View | None) -> Drawing:
        lights = [
            light
            for scene in self._state.scenes
            for light in scene.find(class_named("Light"), False)
            if isinstance(light, Component)
        ]
        read = read_lights(lights, self._surroundings)
        if view is not None and not read:
            read = [headlight(view.axes[2])]
        triangles = sum(len(instance.mesh.triangles) for instance in instances)
        if self._most is not None and triangles > self._most:
            raise PictureError(f"{triangles:,} triangles are more than {self._most:,}")
        near = self._surroundings
        return Drawing(instances, collector.materials.surfaces, read, near.ambient, near.sky, near.linear)

    def cameras(
        self, cameras: list[Any], background: Color | None, *, overlay: bool, keep_alpha: bool
    ) -> None:
        """Paint through cameras, one over the other, and lay the interface over them."""
        collector = self._collect()
        interfaces = Interfaces(self._state, collector, self._width, self._height)
        interfaces.in_world()
        shared = list(collector.instances)
        names = []
        for index, camera in enumerate(cameras):
            view = through(camera, self._surroundings.has_sky)
            if view is None:
                self._assets.note("camera(s) that stand nowhere (NaN) or see nothing are left out")
                continue
            changes: dict[str, Any] = {}
            if background is not None and index == 0:
                changes = {"clear": CLEAR_COLOR, "background": background}
            elif not keep_alpha:
                changes = {"background": (*view.background[:3], 1.0)}
            view = View(**{**vars(view), **changes})
            collector.instances = []
            interfaces.before(camera, view)
            drawing = self._drawing(collector, shared + collector.instances, None)
            paint(drawing, view, self._image, self._samples)
            names.append(view.name)
        self._view = " and ".join(names) or "no camera"
        if overlay:
            collector.instances = []
            interfaces.over()
            if collector.instances:
                drawing = self._drawing(collector, collector.instances, None)
                # Its edges lie on pixels and its letters are smooth already: one sample per pixel does.
                paint(drawing, interfaces.screen(), self._image, 1)
        self._drawn = collector.drawn

    def scene_view(self, frame: Any, background: Color | None, alone: bool) -> None:
        """Paint the scene view."""
        target = None
        if isinstance(frame, (GameObject, Component)):
            target = frame.transform
        elif frame is not None and frame != "all":
            raise PictureError(f"frame is a GameObject, a Component or 'all', got {type(frame).__name__}")
        collector = self._collect(target, alone)
        Interfaces(self._state, collector, self._width, self._height).everywhere()
        extents = [extent for extent in collector.extents if np.abs(extent).max() < _FAR_OUT]
        if target is not None and not extents:
            place = target.position
            middle = np.array([place.x, place.y, place.z], np.float64)
            if np.isfinite(middle).all():
                extents = [np.stack([middle - 0.5, middle + 0.5])]
        box = np.array(extents or [np.stack([np.full(3, -1.0), np.full(3, 1.0)])])
        name = "scene view"
        if target is not None:
            name += f' of "{target.name}"'
        elif frame is None:
            name += " (the scene has no camera)"
        view = framing(
            box[:, 0].min(0),
            box[:, 1].max(0),
            self._width / self._height,
            flat=bool(collector.extents) and collector.is_flat,
            sky=target is None and self._surroundings.has_sky,
            name=name,
        )
        if background is not None:
            view = View(**{**vars(view), "clear": CLEAR_COLOR, "background": background})
        paint(self._drawing(collector, collector.instances, view), view, self._image, self._samples)
        self._view, self._drawn = view.name, collector.drawn

    def finish(self) -> Picture:
        """Return the picture."""
        rgba = b"".join(
            to_bytes(
                np.asarray(self._image[start : start + 256], np.float64), linear=self._surroundings.linear
            )
            for start in range(0, self._height, 256)
        )
        notes = tuple(f"{count} {text}" for text, count in self._assets.notes.items())
        return Picture(self._width, self._height, rgba, self._view, self._drawn, notes)
