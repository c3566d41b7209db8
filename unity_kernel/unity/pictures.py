"""Pictures by the graphics card: a C# class draws into a buffer of ours. Main thread."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.names import engine, lineage
from unity_kernel.display.picture import Picture
from unity_kernel.display.reader import reason
from unity_kernel.display.tables import all_of
from unity_kernel.editor.pictures import Shot
from unity_kernel.errors import PictureError

__all__ = ["take", "thumbnail"]

GREY = 128
TWICE, NEVER = 188, 55
"""What a grey of 128 becomes where the sRGB curve is put on it once too often, or once too seldom."""
TOLERANCE = 3


def take(shot: Shot) -> Picture:
    """Has Unity draw a picture.

    Raises:
        PictureError: Unity runs without graphics, no scene view is open, or there is nothing to draw.
    """
    taker = _taker()
    if not taker.CanDraw:
        raise PictureError(
            "this Unity runs without graphics (-nographics) and cannot draw; start it without it"
        )
    name, notes = f'"{clean(str(getattr(shot.subject, "name", "")), NAME_LIMIT)}"', []
    if shot.view == "object":
        if not _is_visible(shot.subject):
            raise PictureError(
                f"neither {name} nor anything below it has an enabled renderer that is active: nothing can be shown "
                "alone. What a camera sees: unity.screenshot(camera), with the Camera component"
            )
        view = f"{name} alone"
        picture = _drawn(shot, taker.Alone, shot.subject)
    else:
        cameras, view = [shot.subject], f"camera {name}"
        if shot.view == "scene":
            cameras, view = [taker.SceneCamera()], "scene view"
            if cameras[0] is None:
                raise PictureError("no scene view is open; open one by Window > General > Scene")
        elif shot.view == "game":
            cameras = shot.subject
            view = "game view: camera " + " and ".join(f'"{each.name}"' for each in cameras)
            notes += _left_out()
        picture = _drawn(shot, taker.ThroughCameras, cameras)
    return replace(picture, view=view, notes=(*notes, *_gamma(taker)))


def thumbnail(obj: Any, longest: int) -> Picture | None:
    """A small picture of a texture, sprite, material or mesh, or of what a camera sees; None for anything else."""
    names = lineage(type(obj))
    if not any(
        f"UnityEngine.{kind}" in names for kind in ("Texture", "Sprite", "Material", "Mesh", "Camera")
    ):
        return None
    taker = _taker()
    if not taker.CanDraw:
        raise PictureError("this Unity runs without graphics (-nographics)")
    if "UnityEngine.Camera" in names:
        shot = Shot("camera", obj, longest, longest * 9 // 16, transparent=False)
        return replace(_drawn(shot, taker.ThroughCameras, [obj]), view=f'what camera "{obj.name}" sees')
    if "UnityEngine.Material" in names:
        return _square(longest, f'"{obj.name}" on a sphere', taker.Model, None, obj)
    if "UnityEngine.Mesh" in names:
        return _square(longest, f'"{obj.name}"', taker.Model, obj, None)
    if "UnityEngine.Sprite" in names:
        texture, cut = obj.texture, obj.textureRect
        wide, tall = cut.width, cut.height
        part = (cut.x / texture.width, cut.y / texture.height, wide / texture.width, tall / texture.height)
    else:
        texture, part, wide, tall = obj, (0.0, 0.0, 1.0, 1.0), obj.width, obj.height
    scale = min(1.0, longest / max(wide, tall))
    width, height = max(1, round(wide * scale)), max(1, round(tall * scale))
    buffer = bytearray(width * height * 4)
    _call(taker.OfTexture, texture, *part, width, height, _address(buffer))
    return Picture(width, height, _upright(buffer, width), f"{wide:g} x {tall:g}, {texture.graphicsFormat}")


def _square(side: int, view: str, draw: Callable[..., Any], *what: Any) -> Picture:
    buffer = bytearray(side * side * 4)
    _call(draw, *what, side, side, _address(buffer))
    buffer[3::4] = b"\xff" * (side * side)
    return Picture(side, side, _upright(buffer, side), view)


def _taker() -> Any:
    from UnityKernel import PictureTaker  # type: ignore[import-not-found]  # made by pythonnet

    return PictureTaker


def _drawn(shot: Shot, draw: Callable[..., Any], subject: Any) -> Picture:
    buffer = bytearray(shot.width * shot.height * 4)
    _call(draw, subject, shot.width, shot.height, shot.transparent, _address(buffer))
    if not shot.transparent:
        buffer[3::4] = b"\xff" * (shot.width * shot.height)  # cameras leave all kinds of alpha behind
    return Picture(shot.width, shot.height, _upright(buffer, shot.width))


def _call(draw: Callable[..., Any], *arguments: Any) -> None:
    """Has C# draw; what it raises becomes ours."""
    try:
        draw(*arguments)
    except Exception as error:
        raise PictureError(f"Unity could not draw it: {reason(error)}") from error


def _address(buffer: bytearray) -> int:
    return ctypes.addressof((ctypes.c_char * len(buffer)).from_buffer(buffer))


def _upright(buffer: bytearray, width: int) -> bytes:
    """Rows from the top, given them from the bottom."""
    stride = width * 4
    return b"".join(buffer[at : at + stride] for at in range(len(buffer) - stride, -1, -stride))


def _is_visible(owner: Any) -> bool:
    kind = engine("UnityEngine.Renderer")
    return any(each.enabled for each in owner.GetComponentsInChildren[kind]())


def _left_out() -> list[str]:
    """What a camera does not draw of the game view."""
    canvas = engine("UnityEngine.Canvas")
    if canvas is None:
        return []
    overlays = [each for each in all_of(canvas) if each.isActiveAndEnabled and each.isRootCanvas]
    names = [
        f'"{clean(str(each.name), NAME_LIMIT)}"'
        for each in overlays
        if str(each.renderMode) == "ScreenSpaceOverlay"
    ]
    if not names:
        return []
    return [
        f"Canvases that are laid over the screen are no camera's and are missing: {', '.join(names[:5])}."
    ]


def _gamma(taker: Any) -> list[str]:
    """Whether colours come out as they are: a grey is drawn, and read."""
    pixel = bytearray(4)
    taker.Test(_address(pixel))
    for wrong, what in ((TWICE, "too bright"), (NEVER, "too dark")):
        if all(abs(part - wrong) <= TOLERANCE for part in pixel[:3]):
            return [
                f"Its colours are {what}: a grey of {GREY} came out as {pixel[0]}, so the render pipeline and the "
                "project's colour space disagree about gamma."
            ]
    return []
