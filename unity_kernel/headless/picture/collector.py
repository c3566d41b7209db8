"""What the loaded scenes have to show: renderers and user interfaces as instances."""

from __future__ import annotations

from typing import Any

import numpy as np

from unity_kernel.headless.api import world
from unity_kernel.headless.api.classes import class_named
from unity_kernel.headless.api.component import Component
from unity_kernel.headless.picture.assets import Assets
from unity_kernel.headless.picture.geometry import Instance
from unity_kernel.headless.picture.lettering import letter
from unity_kernel.headless.picture.material import Materials
from unity_kernel.headless.picture.matrices import is_visible_scale, scaled, world_matrix
from unity_kernel.headless.picture.mesh import Floats, Mesh
from unity_kernel.headless.picture.shapes import built_in
from unity_kernel.headless.picture.sprites import read_sprite, unit_square
from unity_kernel.headless.picture.surface import Surface

__all__ = ["Collector"]

_CUBE = 10202
_STAND_IN = (0.36, 0.62, 0.85, 0.35)  # of what cannot be drawn: a pale blue box that one looks through
_ABSENT = "model(s) that are not in the project are drawn as boxes"
_NOT_DRAWN = {
    "ParticleSystemRenderer": "particle system(s)",
    "LineRenderer": "line(s)",
    "TrailRenderer": "trail(s)",
    "TilemapRenderer": "tilemap(s)",
    "BillboardRenderer": "billboard(s)",
    "VFXRenderer": "visual effect(s)",
    "SpriteShapeRenderer": "sprite shape(s)",
}
_TEXT_POINTS = (
    0.1  # units per point of a TextMesh with characterSize 1, at which Unity renders 10 points to a unit
)
_SHARPNESS = 40.0  # pixels per unit of text in the world


class Collector:
    """Gathers what can be drawn.

    Args:
        state: The editor.
        assets: Its files.
        focus: The Transform whose objects are framed, if given.
        alone: Whether only these are drawn.

    Attributes:
        instances: What was found.
        materials: Its surfaces.
        drawn: How many objects that is.
        extents: The smallest and largest corner in the world of each object that is framed, (2, 3) each.
        is_flat: Whether all of these are flat: sprites, texts, interfaces.
    """

    def __init__(self, state: world.World, assets: Assets, focus: Any = None, alone: bool = False) -> None:
        self.assets = assets
        self.materials = Materials(assets)
        self.instances: list[Instance] = []
        self.drawn = 0
        self.extents: list[Floats] = []
        self.is_flat = True
        self._focus, self._alone = focus, alone
        self._framed = True
        self._state = state
        self._stand_in = -1
        self._sorting = self._sorting_layers()

    def wanted(self, component: Any) -> bool:
        """Whether a component's object is one that shall be drawn; also notes whether it is framed."""
        self._framed = self._focus is None or component.transform.IsChildOf(self._focus)
        return self._framed or not self._alone

    def add(self, instance: Instance) -> None:
        """Take in an instance, unless it has no place or no extent."""
        if not is_visible_scale(instance.matrix):
            finite = np.isfinite(instance.matrix).all()
            self.assets.note(
                "object(s) without extent (scale 0) are not drawn"
                if finite
                else "object(s) with a Transform that is not a number are not drawn"
            )
            return
        if self._framed:
            self.is_flat &= instance.mesh is unit_square()
            low, high = instance.mesh.bounds
            corners = np.array([[(low, high)[i >> axis & 1][axis] for axis in range(3)] for i in range(8)])
            placed = corners @ instance.matrix[:3, :3].T + instance.matrix[:3, 3]
            self.extents.append(np.stack([placed.min(0), placed.max(0)]))
        self.instances.append(instance)
        self.drawn += 1

    def collect_renderers(self) -> None:
        """Take in all enabled renderers of active objects."""
        hidden = self._lower_details()
        for scene in self._state.scenes:
            for renderer in scene.find(class_named("Renderer"), False):
                if isinstance(renderer, Component) and renderer not in hidden and self.wanted(renderer):
                    self._renderer(renderer)
            for terrain in scene.find(class_named("Terrain"), False):
                if isinstance(terrain, Component) and self.wanted(terrain):
                    self.assets.note("terrain(s) are not drawn")

    def _renderer(self, renderer: Any) -> None:
        if not renderer.enabled:
            return
        kind = type(renderer).__name__
        if kind == "MeshRenderer":
            self._mesh_renderer(renderer)
        elif kind == "SkinnedMeshRenderer":
            self._skinned(renderer)
        elif kind == "SpriteRenderer":
            self._sprite(renderer)
        elif kind in _NOT_DRAWN:
            self.assets.note(f"{_NOT_DRAWN[kind]} are drawn as boxes")
            self._box(renderer, np.full(3, -0.5), np.full(3, 0.5))

    # Meshes

    def _mesh_renderer(self, renderer: Any) -> None:
        owner = renderer.gameObject
        text = owner.GetComponent(class_named("TextMesh"))
        if text is not None:
            self._text_mesh(renderer, text)
            return
        holder = owner.GetComponent(class_named("MeshFilter"))
        if holder is None:
            return
        mesh = holder.sharedMesh
        if mesh is None and not _guid(holder, "m_Mesh"):
            return  # as in Unity: nothing to draw
        shape = self.assets.mesh(mesh) if mesh is not None else None
        if shape is None:
            if mesh is None:
                self.assets.note(_ABSENT)
            low, high = self._collider_box(owner)
            self._box(renderer, low, high)
            return
        self._mesh(renderer, shape)

    def _mesh(self, renderer: Any, shape: Mesh) -> None:
        surfaces = self._surfaces(renderer)
        if not surfaces:
            return
        order = (*self._order(renderer), 3000.0, 0.0)
        self.add(
            Instance(shape, world_matrix(renderer.transform), surfaces, order, renderer.gameObject.layer)
        )

    def _skinned(self, renderer: Any) -> None:
        mesh = renderer.sharedMesh
        if mesh is None and not _guid(renderer, "m_Mesh"):
            return
        shape = self.assets.mesh(mesh) if mesh is not None else None
        if shape is not None:
            self.assets.note("skinned mesh(es) are drawn unposed")
            self._mesh(renderer, shape)
            return
        if mesh is None:
            self.assets.note(_ABSENT)
        document = renderer._document
        middle, half = (
            np.array([float(document.text("m_AABB", key, axis) or 0) for axis in "xyz"])
            for key in ("m_Center", "m_Extent")
        )
        if not half.any():
            half = np.full(3, 0.5)
        self._box(renderer, middle - half, middle + half, renderer.rootBone)

    def _surfaces(self, renderer: Any) -> tuple[int, ...]:
        """Return the surfaces of a renderer's materials; empty if it has no slots for any."""
        found = []
        for index, material in enumerate(renderer.sharedMaterials):
            if material is None and renderer._document.text("m_Materials", index, "guid"):
                self.assets.note("material(s) of packages are drawn grey")
                found.append(self.materials.unknown())
            else:
                found.append(self.materials.index(material))
        return tuple(found)

    def _box(self, renderer: Any, low: Floats, high: Floats, place: Any = None) -> None:
        """Stand in for what cannot be drawn."""
        if self._stand_in < 0:
            self._stand_in = self.materials.add(Surface(_STAND_IN, lit=True, blended=True))
        cube = built_in(_CUBE)
        assert cube is not None
        matrix = world_matrix(place.transform if place is not None else renderer.transform)
        fit = np.eye(4)
        fit[:3, :3] = np.diag(np.maximum(high - low, 1e-4))
        fit[:3, 3] = (low + high) / 2
        order = (*self._order(renderer), 3000.0, 0.0)
        self.add(Instance(cube, matrix @ fit, (self._stand_in,), order, renderer.gameObject.layer))

    def _collider_box(self, owner: Any) -> tuple[Floats, Floats]:
        """Return the box of a collider beside a model, the best guess at its size; else a cube of 1."""
        for kind in ("BoxCollider", "CapsuleCollider", "SphereCollider"):
            collider = owner.GetComponent(class_named(kind))
            if collider is None:
                continue
            middle = np.array([collider.center.x, collider.center.y, collider.center.z], np.float64)
            if kind == "BoxCollider":
                half = np.array([collider.size.x, collider.size.y, collider.size.z], np.float64) / 2
            else:
                half = np.full(3, float(collider.radius))
                if kind == "CapsuleCollider":
                    axis = min(max(int(collider.direction), 0), 2)
                    half[axis] = max(half[axis], float(collider.height) / 2)
            return middle - half, middle + half
        return np.full(3, -0.5), np.full(3, 0.5)

    def _lower_details(self) -> set[Any]:
        """Return the renderers that an LODGroup shows only from afar."""
        hidden: set[Any] = set()
        for scene in self._state.scenes:
            for group in scene.find(class_named("LODGroup"), False):
                levels = [self._level(group, scene, level) for level in range(8)]
                shown = next((level for level in levels if level), set())
                hidden |= set().union(*levels) - shown
        return hidden

    @staticmethod
    def _level(group: Any, scene: Any, level: int) -> set[Any]:
        found = set()
        document, index = group._document, 0
        while document.node(("m_LODs", level, "renderers", index)) is not None:
            renderer = scene.object(document.reference("m_LODs", level, "renderers", index, "renderer"))
            if renderer is not None:
                found.add(renderer)
            index += 1
        return found

    # Sprites and texts

    def _sprite(self, renderer: Any) -> None:
        document = renderer._document
        if renderer.sprite is None and not _guid(renderer, "m_Sprite"):
            return
        sprite = read_sprite(renderer.sprite, self.assets)
        width, height = float(renderer.size.x), float(renderer.size.y)
        if sprite.size is not None and not document.integer("m_DrawMode"):
            width, height = sprite.size
        if sprite.image is None:
            self.assets.note("sprite(s) whose texture cannot be read are drawn as plain rectangles")
        color = renderer.color
        surface = self.materials.add(
            Surface(
                (float(color.r), float(color.g), float(color.b), float(color.a)),
                lit=False,
                two_sided=True,
                blended=True,
                image=sprite.image,
                tiling=sprite.tiling,
            )
        )
        square = scaled(-sprite.pivot[0] * width, -sprite.pivot[1] * height, width, height)
        mirror = np.diag([-1.0 if renderer.flipX else 1.0, -1.0 if renderer.flipY else 1.0, 1.0, 1.0])
        order = (*self._order(renderer), 3000.0, 0.0)
        matrix = world_matrix(renderer.transform) @ mirror @ square
        self.add(Instance(unit_square(), matrix, (surface,), order, renderer.gameObject.layer))

    def _text_mesh(self, renderer: Any, text: Any) -> None:
        points = float(text.fontSize or 13) * float(text.characterSize) * _TEXT_POINTS
        lines = str(text.text).splitlines() or [""]
        width, height = max(map(len, lines)) * points * 0.62 + points, len(lines) * points * 1.25
        document = text._document
        anchor = min(max(document.integer("m_Anchor") or 0, 0), 8)
        alignment = min(max(document.integer("m_Alignment") or 0, 0), 2) / 2
        image = letter(
            str(text.text),
            width,
            height,
            points,
            _SHARPNESS / max(points, 0.05),
            across=alignment,
            wrap=False,
        )
        if image is None:
            return
        surface = self.materials.add(
            Surface(_text_color(document), lit=False, two_sided=True, blended=True, image=image)
        )
        x, y = -(anchor % 3) / 2 * width, -(1 - anchor // 3 / 2) * height
        matrix = world_matrix(renderer.transform) @ scaled(x, y, width, height)
        order = (*self._order(renderer), 3000.0, 0.0)
        self.add(Instance(unit_square(), matrix, (surface,), order, renderer.gameObject.layer))

    # Sorting

    def order_of(self, layer_id: int, order: int) -> tuple[float, float]:
        """Return how a sorting layer and an order in it compare with others."""
        return float(self._sorting.get(layer_id & 0xFFFFFFFF, 0)), float(order)

    def _order(self, renderer: Any) -> tuple[float, float]:
        return self.order_of(int(renderer.sortingLayerID), int(renderer.sortingOrder))

    def _sorting_layers(self) -> dict[int, int]:
        """Return the places of sorting layers by their ids."""
        found: dict[int, int] = {}
        try:
            document = self._state.project.load("ProjectSettings/TagManager.asset").documents[0]
        except Exception:  # a broken settings file costs the order, not the picture
            return found
        index = 0
        while (unique := document.integer("m_SortingLayers", index, "uniqueID")) is not None:
            found[unique & 0xFFFFFFFF] = index
            index += 1
        return found


def _guid(component: Any, key: str) -> str:
    """Return the guid that a reference names, whether or not there is such an asset."""
    return component._document.text(key, "guid") or ""


def _text_color(document: Any) -> tuple[float, float, float, float]:
    packed = document.integer("m_Color", "rgba")
    if packed is None:
        return (1.0, 1.0, 1.0, 1.0)
    r, g, b, a = ((packed >> shift & 255) / 255 for shift in (0, 8, 16, 24))
    return r, g, b, a
