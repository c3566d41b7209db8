"""Small pictures of materials, meshes, textures, sprites and of what cameras see, for displays: quick or not at all."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unity_kernel.display.picture import Picture
from unity_kernel.errors import PictureError
from unity_kernel.headless.api import references, world
from unity_kernel.headless.api.classes import class_named
from unity_kernel.headless.picture import renderer
from unity_kernel.headless.picture.assets import PICTURES, Assets
from unity_kernel.headless.picture.cameras import framing
from unity_kernel.headless.picture.color import to_bytes
from unity_kernel.headless.picture.geometry import Instance
from unity_kernel.headless.picture.light import Ambient, Light
from unity_kernel.headless.picture.lighting import Surroundings
from unity_kernel.headless.picture.material import Materials
from unity_kernel.headless.picture.mesh import Mesh
from unity_kernel.headless.picture.painter import Drawing, paint
from unity_kernel.headless.picture.shapes import built_in
from unity_kernel.headless.picture.view import CLEAR_COLOR, View

__all__ = ["thumbnail"]

_SPHERE = 10207
_LARGEST = 256  # pixels on a side
_DECODED = 2048 * 2048  # pixels of a file that is decoded whole: some 80 ms, once
_TRIANGLES = 30_000  # some 60 ms
_RENDERERS = 100  # in the loaded scenes, some 40 ms
_SLOW = "more than a display has time for"
_ANGLES = (-0.55, -0.45, 0.75)  # the way in which the light for models shines


def thumbnail(state: world.World, obj: Any, longest: int) -> Picture | None:
    """Draw an object, at most ``longest`` pixels wide and high; None for what has no picture.

    Raises:
        PictureError: It has one, which cannot be read here or takes too long.
    """
    for name, draw in (
        ("Texture2D", _texture),
        ("Sprite", _sprite),
        ("Material", _material),
        ("Mesh", _mesh),
        ("Camera", _camera),
    ):
        if isinstance(obj, class_named(name)):
            return draw(state, obj, longest)
    return None


# --- files -------------------------------------------------------------------------------------------------------


def _texture(state: world.World, texture: Any, longest: int) -> Picture | None:
    return _file_picture(state, texture, longest, None)


def _sprite(state: world.World, sprite: Any, longest: int) -> Picture | None:
    texture = sprite.texture
    if texture is None:
        raise PictureError("the texture that it is cut from is not in the project")
    return _file_picture(state, texture, longest, sprite.rect)


def _file_picture(state: world.World, texture: Any, longest: int, part: Any) -> Picture | None:
    """The file of a texture, scaled down; ``part`` is a rectangle in pixels of the texture, from the lower left."""
    key = references.key_of(texture)
    if key is None:
        return _in_memory(texture, longest)
    path = state.project.assets.path(key.guid)
    location = state.project.assets.locate(path) if path else Path()
    if location.suffix.lower() not in PICTURES:
        raise PictureError(f"only Unity reads pictures of the format {location.suffix or 'of its own'}")
    box = None
    kind = f"{texture.width} x {texture.height}, {location.suffix[1:].upper()}"
    if part is not None:
        wide, tall = float(texture.width), float(texture.height)
        top = 1 - (part.y + part.height) / tall
        box = (part.x / wide, top, (part.x + part.width) / wide, top + part.height / tall)
        kind = f"{part.width:g} x {part.height:g} of {kind}"
    try:
        pixels = _decoded(location, location.stat().st_mtime_ns, box)
    except (OSError, ValueError, SyntaxError) as error:
        raise PictureError(f"its file cannot be read: {error}") from None
    if max(pixels.size) > longest:
        pixels = pixels.copy()
        pixels.thumbnail((longest, longest))
    return Picture(pixels.width, pixels.height, pixels.tobytes(), kind)


@lru_cache(maxsize=16)
def _decoded(location: Path, changed: int, box: tuple[float, float, float, float] | None) -> Any:
    """A part of a file as an image of at most `_LARGEST` pixels on a side.

    Args:
        location: Of the file.
        changed: When; so that a changed file is read again.
        box: Left, top, right and bottom, from 0 to 1.
    """
    from PIL import Image

    try:
        with Image.open(location) as opened:
            wide, tall = opened.size
            if box is None:
                opened.draft("RGB", (_LARGEST, _LARGEST))  # a JPEG file is decoded small
            if opened.width * opened.height > _DECODED:
                raise PictureError(f"its file has {wide:,} x {tall:,} pixels, {_SLOW}")
            image = opened if opened.mode in ("RGB", "RGBA", "L") else opened.convert("RGBA")
            left, top, right, bottom = box or (0.0, 0.0, 1.0, 1.0)
            cut = (left * image.width, top * image.height, right * image.width, bottom * image.height)
            size = (cut[2] - cut[0], cut[3] - cut[1])
            scale = min(1.0, _LARGEST / max(size))
            small = image.resize(
                (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))),
                Image.Resampling.BOX if scale < 1 else Image.Resampling.NEAREST,
                cut,
            )
            return small.convert("RGBA")
    except Image.DecompressionBombError:
        raise PictureError("it is far too large to be decoded") from None


def _in_memory(texture: Any, longest: int) -> Picture:
    """A texture that a script has made, every so many pixels of it."""
    width, height = texture.width, texture.height
    pixels = np.frombuffer(texture._top_first(), np.uint8).reshape(height, width, 4)
    step = -(-max(width, height) // longest)
    small = np.ascontiguousarray(pixels[step // 2 :: step, step // 2 :: step])
    return Picture(small.shape[1], small.shape[0], small.tobytes(), f"{width} x {height}, {texture.format}")


class _SmallImages(Assets):
    """Reads textures as small as displays show them: once, and none that takes too long."""

    def _pixels(self, location: Path) -> tuple[NDArray[np.uint8], tuple[int, int]]:
        try:
            found = _decoded(location, location.stat().st_mtime_ns, None)
        except PictureError as error:
            raise ValueError(str(error)) from None
        return np.array(found), found.size


# --- models ------------------------------------------------------------------------------------------------------


def _material(state: world.World, material: Any, longest: int) -> Picture | None:
    assets = _SmallImages(state.project)
    materials = Materials(assets)
    index = materials.index(material)
    sphere = built_in(_SPHERE)
    assert sphere is not None
    return _model(state, sphere, materials, (index,), min(longest, 128), f'"{material.name}" on a sphere')


def _mesh(state: world.World, mesh: Any, longest: int) -> Picture | None:
    assets = Assets(state.project)
    shape = assets.mesh(mesh)
    if shape is None:
        raise PictureError(
            "its corners are not in the project; the real editor, which imports it, knows them"
        )
    if len(shape.triangles) > _TRIANGLES:
        raise PictureError(f"it has {len(shape.triangles):,} triangles, {_SLOW}")
    materials = Materials(assets)
    return _model(state, shape, materials, (materials.unknown(),), min(longest, 160), f'"{mesh.name}"')


def _model(
    state: world.World, mesh: Mesh, materials: Materials, surfaces: tuple[int, ...], side: int, name: str
) -> Picture:
    """A mesh by itself on nothing, lit from the upper left."""
    surroundings = Surroundings(state)
    low, high = mesh.bounds
    view = framing(low, high, 1.0, flat=False, sky=False, name=name)
    view = View(**{**vars(view), "clear": CLEAR_COLOR, "background": (0.0, 0.0, 0.0, 0.0)})
    frame = (-1, -1, 1, 1)
    placed = view.project(mesh.positions, frame)
    reach = float(np.nanmax(np.abs(placed[:, :2] / placed[:, 2:3]))) if len(placed) else 1.0
    view = View(**{**vars(view), "half_height": view.half_height * max(reach, 1e-3) * 1.04})
    direction = np.array(_ANGLES) @ view.axes
    direction /= np.linalg.norm(direction)
    strength = 0.9 if not surroundings.linear else 0.8
    lights = [Light(np.full(3, strength), direction=direction)]
    dim = np.full(3, 0.28 if not surroundings.linear else 0.12)
    image = np.zeros((side, side, 4), np.float32)
    drawing = Drawing(
        [Instance(mesh, np.eye(4), surfaces)],
        materials.surfaces,
        lights,
        Ambient(dim * 1.4, dim, dim * 0.7),
        surroundings.sky,
        surroundings.linear,
    )
    with np.errstate(all="ignore"):
        paint(drawing, view, image, 4)
    return Picture(side, side, to_bytes(image.astype(np.float64), linear=surroundings.linear), name)


# --- cameras -----------------------------------------------------------------------------------------------------


def _camera(state: world.World, camera: Any, longest: int) -> Picture | None:
    found = sum(1 for scene in state.scenes for _ in scene.find(class_named("Renderer"), False))
    if found > _RENDERERS:
        raise PictureError(
            f"what it sees has {found:,} renderers, {_SLOW}; unity.screenshot(camera) draws it"
        )
    try:
        size = longest, longest * 9 // 16
        made = renderer.render(state, camera=camera, size=size, samples=1, most=_TRIANGLES)
    except PictureError as error:
        raise PictureError(f"{error}, {_SLOW}; unity.screenshot(camera) draws it") from None
    return Picture(made.width, made.height, made.rgba, f'what camera "{camera.name}" sees', made.drawn)
