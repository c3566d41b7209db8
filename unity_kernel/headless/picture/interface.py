"""User interfaces: canvases laid out, their graphics as rectangles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from unity_kernel.headless.api import world
from unity_kernel.headless.api.classes import class_named
from unity_kernel.headless.api.component import Component
from unity_kernel.headless.api.recttransform import RectTransform
from unity_kernel.headless.picture.collector import Collector
from unity_kernel.headless.picture.geometry import Instance
from unity_kernel.headless.picture.graphics import paint_graphic, switched_off
from unity_kernel.headless.picture.matrices import placed, scaled, world_matrix
from unity_kernel.headless.picture.mesh import Floats
from unity_kernel.headless.picture.sprites import unit_square
from unity_kernel.headless.picture.view import CLEAR_NOTHING, View

__all__ = ["Interfaces"]

_OVERLAY, _CAMERA, _WORLD = 0, 1, 2  # RenderMode
_CONSTANT_PIXELS, _WITH_SCREEN = 0, 1  # CanvasScaler.ScaleMode
_UI_QUEUE = 3001.0  # behind nothing that is blended in the same sorting layer and order
_DEEPEST = 200  # levels; real interfaces have some twenty

Rectangle = tuple[float, float, float, float]  # x, y, width, height
Clip = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, eq=False)
class Place:
    """Where a RectTransform lies on its canvas.

    Attributes:
        matrix: (4, 4), to the canvas's space.
        size: Width and height.
        pivot: Its origin, in parts of its size.
        alpha: Of all canvas groups above.
        clip: What masks above leave visible, in the canvas's space.
        order: Sorting layer and order.
    """

    matrix: Floats
    size: tuple[float, float]
    pivot: tuple[float, float]
    alpha: float
    clip: Clip | None
    order: tuple[float, float]

    @property
    def rectangle(self) -> Rectangle:
        """Its rectangle in its own space."""
        (w, h), (px, py) = self.size, self.pivot
        return -px * w, -py * h, w, h


class Interfaces:
    """The canvases of the loaded scenes.

    Args:
        state: The editor.
        collector: Takes what is found.
        width: Of the picture, in pixels.
        height: Of the picture, in pixels.
    """

    def __init__(self, state: world.World, collector: Collector, width: int, height: int) -> None:
        self._collector = collector
        self._width, self._height = width, height
        self._serial = 0
        self._hidden = switched_off(state)
        self._canvases = [
            canvas
            for scene in state.scenes
            for canvas in scene.find(class_named("Canvas"), False)
            if isinstance(canvas, Component) and canvas.enabled and self._is_root(canvas)
        ]

    @staticmethod
    def _is_root(canvas: Any) -> bool:
        above = canvas.transform.parent
        return above is None or above.gameObject.GetComponentInParent(class_named("Canvas"), True) is None

    def _mode(self, canvas: Any) -> int:
        mode = int(canvas.renderMode)
        return _OVERLAY if mode == _CAMERA and canvas.worldCamera is None else mode

    # The kinds of canvas

    def in_world(self) -> None:
        """Take in the canvases that stand in the world."""
        for canvas in self._canvases:
            if self._mode(canvas) == _WORLD:
                rect = canvas.transform.rect if isinstance(canvas.transform, RectTransform) else None
                size = (float(rect.width), float(rect.height)) if rect is not None else (100.0, 100.0)
                self._lay_out(canvas, world_matrix(canvas.transform), size, 1.0)

    def before(self, camera: Any, view: View) -> None:
        """Take in the canvases that hang before a camera and follow it."""
        for canvas in self._canvases:
            if self._mode(canvas) != _CAMERA or canvas.worldCamera is not camera:
                continue
            factor = self._factor(canvas)
            size = self._width / factor, self._height / factor
            distance = min(max(float(canvas.planeDistance), view.near * 1.001), view.far * 0.999)
            half = view.half_height * (1.0 if view.orthographic else distance)
            scale = 2 * half / size[1]
            matrix = np.eye(4)
            matrix[:3, :3] = view.axes.T * scale
            matrix[:3, 3] = view.position + view.axes[2] * distance
            self._lay_out(canvas, matrix, size, factor)

    def over(self) -> None:
        """Take in the canvases that lie over the picture, in pixels from its middle."""
        for canvas in sorted(self._canvases, key=lambda item: int(item.sortingOrder)):
            if self._mode(canvas) == _OVERLAY and not canvas.targetDisplay:
                factor = self._factor(canvas)
                size = self._width / factor, self._height / factor
                self._lay_out(canvas, np.diag([factor, factor, 1.0, 1.0]), size, factor)

    def everywhere(self) -> None:
        """Take in all canvases; those on the screen too if nothing else is there, as one looks at them in 2D."""
        self.in_world()
        if not self._collector.extents:
            self._collector.instances.clear()
            for canvas in self._canvases:
                if self._mode(canvas) != _WORLD:
                    factor = self._factor(canvas)
                    size = self._width / factor, self._height / factor
                    self._lay_out(canvas, np.diag([factor, factor, 1.0, 1.0]), size, factor)

    def screen(self) -> View:
        """Return the view of `over`."""
        depth = 10_000.0  # pixels to both sides: rotated parts of interfaces stick out
        return View(
            np.array([0.0, 0.0, -depth]),
            np.eye(3),
            self._height / 2,
            0.0,
            2 * depth,
            True,
            clear=CLEAR_NOTHING,
            name="overlay",
        )

    def _factor(self, canvas: Any) -> float:
        """Return the pixels per unit of a canvas on the screen."""
        scaler = next(
            (p for p in canvas.gameObject._components() if type(p).__name__ == "CanvasScaler"), None
        )
        if scaler is None or not scaler.enabled:
            return 1.0
        document = scaler._document

        def real(key: str, *path: str, default: float) -> float:
            try:
                return float(document.text(key, *path) or default)
            except ValueError:
                return default

        mode = document.integer("m_UiScaleMode") or 0
        if mode == _CONSTANT_PIXELS:
            return max(real("m_ScaleFactor", default=1.0), 0.01)
        if mode != _WITH_SCREEN:
            return 1.0
        wide = self._width / max(real("m_ReferenceResolution", "x", default=800.0), 1.0)
        high = self._height / max(real("m_ReferenceResolution", "y", default=600.0), 1.0)
        match = document.integer("m_ScreenMatchMode") or 0
        if match == 1:
            return min(wide, high)
        if match == 2:
            return max(wide, high)
        part = min(max(real("m_MatchWidthOrHeight", default=0.0), 0.0), 1.0)
        return float(wide ** (1 - part) * high**part)

    # Layout

    def _lay_out(self, canvas: Any, base: Floats, size: tuple[float, float], scale: float) -> None:
        """Take in a root canvas.

        Args:
            canvas: It.
            base: (4, 4), from its space to the view's world.
            size: Its width and height in its own units.
            scale: Pixels per unit, for texts.
        """
        pivot = (0.5, 0.5)
        if self._mode(canvas) == _WORLD and isinstance(canvas.transform, RectTransform):
            pivot = float(canvas.transform.pivot.x), float(canvas.transform.pivot.y)
            shrink = float(np.linalg.norm(base[:3, 1])) or 1.0
            scale = min(max(shrink * 300, 0.5), 4.0)  # a guess: sharp at arm's length
        order = self._collector.order_of(int(canvas.sortingLayerID), int(canvas.sortingOrder))
        top = Place(np.eye(4), size, pivot, 1.0, None, order)
        pending = [(canvas.transform, top, 0)]
        while pending:
            node, place, depth = pending.pop()
            owner = node.gameObject
            if owner is None or not owner.activeSelf:
                continue
            inner = self._take(owner, place, base, scale)
            if inner is None or depth > _DEEPEST:
                continue
            children = [(child, self._below(child, inner), depth + 1) for child in node._kids()]
            pending.extend(reversed(children))

    @staticmethod
    def _below(child: Any, place: Place) -> Place:
        """Return where a child lies."""
        local = child._position()
        if not isinstance(child, RectTransform):
            matrix = placed(local, child.localRotation, child.localScale)
            return replace(place, matrix=place.matrix @ matrix, size=(0.0, 0.0), pivot=(0.5, 0.5))
        low, high = child._pair("m_AnchorMin"), child._pair("m_AnchorMax")
        pivot, delta = child._pair("m_Pivot"), child._pair("m_SizeDelta")
        anchored = child._pair("m_AnchoredPosition")
        width, height = (delta[i] + (high[i] - low[i]) * place.size[i] for i in (0, 1))
        x, y = (
            place.size[i] * (low[i] + (high[i] - low[i]) * pivot[i] - place.pivot[i]) + anchored[i]
            for i in (0, 1)
        )
        matrix = placed((x, y, local[2]), child.localRotation, child.localScale)
        return replace(place, matrix=place.matrix @ matrix, size=(width, height), pivot=pivot)

    def _take(self, owner: Any, place: Place, base: Floats, scale: float) -> Place | None:
        """Take in the graphics of one object; returns the place for what is below, None if nothing is to be."""
        masks = False
        shown = owner._document.file_id not in self._hidden and self._collector.wanted(owner)
        graphics = []
        for part in owner._components():
            name = type(part).__name__
            if name == "Canvas" and part.overrideSorting:
                place = replace(
                    place, order=self._collector.order_of(int(part.sortingLayerID), int(part.sortingOrder))
                )
            elif name == "Canvas" and not part.enabled:
                return None
            elif name == "CanvasGroup" and part.enabled:
                above = 1.0 if part.ignoreParentGroups else place.alpha
                place = replace(place, alpha=above * min(max(float(part.alpha), 0.0), 1.0))
            elif name in ("Mask", "RectMask2D") and part.enabled:
                masks = True
                if name == "Mask" and part._document.text("m_ShowMaskGraphic") == "0":
                    shown = False
            elif name.endswith("LayoutGroup") and part.enabled:
                self._collector.assets.note("layout group(s) are drawn as last saved")
            else:
                graphics.append(part)
        if shown and place.alpha > 0:
            for part in graphics:
                self._graphic(part, owner, place, base, scale)
        if masks:
            place = replace(place, clip=_intersect(place.clip, _extent(place)))
        return place

    def _graphic(self, part: Any, owner: Any, place: Place, base: Floats, scale: float) -> None:
        found = paint_graphic(part, place.rectangle, place.alpha, scale, self._collector.assets)
        if found is None:
            return
        surface, rectangle = found
        if place.clip is not None and not place.matrix[0, 1]:  # rotated parts are left whole
            clipped = _clip(rectangle, surface.tiling, place)
            if clipped is None:
                return
            rectangle, tiling = clipped
            surface = replace(surface, tiling=tiling)
        index = self._collector.materials.add(surface)
        self._serial += 1
        order = (*place.order, _UI_QUEUE, float(self._serial))
        matrix = base @ place.matrix @ scaled(*rectangle)
        if rectangle[2] > 0 and rectangle[3] > 0:
            self._collector.add(Instance(unit_square(), matrix, (index,), order, owner.layer))


def _extent(place: Place) -> Clip:
    """Return the box around a rectangle, in the canvas's space."""
    x, y, w, h = place.rectangle
    corners = (
        np.array([(x, y, 0, 1), (x + w, y, 0, 1), (x, y + h, 0, 1), (x + w, y + h, 0, 1)]) @ place.matrix.T
    )
    left, bottom = (float(v) for v in corners[:, :2].min(0))
    right, top = (float(v) for v in corners[:, :2].max(0))
    return left, bottom, right, top


def _intersect(a: Clip | None, b: Clip) -> Clip:
    if a is None:
        return b
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def _clip(rectangle: Rectangle, tiling: Rectangle, place: Place) -> tuple[Rectangle, Rectangle] | None:
    """Cut a rectangle and what of its texture it shows; None if nothing is left."""
    assert place.clip is not None
    sx, sy = place.matrix[0, 0], place.matrix[1, 1]
    if not sx or not sy:
        return None
    x, y, w, h = rectangle
    across = sorted((edge - place.matrix[0, 3]) / sx for edge in (place.clip[0], place.clip[2]))
    down = sorted((edge - place.matrix[1, 3]) / sy for edge in (place.clip[1], place.clip[3]))
    left, right = max(x, across[0]), min(x + w, across[1])
    bottom, top = max(y, down[0]), min(y + h, down[1])
    if place.clip[2] <= place.clip[0] or place.clip[3] <= place.clip[1] or right <= left or top <= bottom:
        return None
    u, v, du, dv = tiling
    return (left, bottom, right - left, top - bottom), (
        u * (right - left) / w,
        v * (top - bottom) / h,
        du + u * (left - x) / w,
        dv + v * (bottom - y) / h,
    )
