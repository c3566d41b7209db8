"""Pictures of the game, the scene, a camera or one object: `unity.screenshot` and `%screenshot`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from IPython.core.error import UsageError

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import is_destroyed
from unity_kernel.display.names import lineage, type_name
from unity_kernel.display.picture import Picture, check_size
from unity_kernel.errors import PictureError

if TYPE_CHECKING:
    from unity_kernel.editor.host import EditorHost

__all__ = ["SIZE", "Shot", "parse", "screenshot"]

SIZE = (1280, 720)
"""Pixels of a picture of which nobody has said how large."""
USAGE = "%screenshot [game | scene | CAMERA | OBJECT] [--size WIDTHxHEIGHT] [--transparent]"
_REASONS = {
    "game": "Nothing may be in front of its cameras, or their culling masks or clipping planes leave everything out.",
    "scene": "The scene may be empty, or the scene view may look away from it.",
    "camera": "Nothing may be in front of it, or its culling mask or clipping planes leave everything out.",
    "object": "Its renderers may be switched off, or be of the colour of the background.",
}


@dataclass(frozen=True)
class Shot:
    """What a host is to make a picture of.

    Attributes:
        view: Through the cameras of the game view, the scene view's, one camera, or of one object alone.
        subject: The cameras in their order (game), None (scene), the camera, or the GameObject.
        width: In pixels.
        height: In pixels.
        transparent: Whether nothing is drawn behind.
    """

    view: Literal["game", "scene", "camera", "object"]
    subject: Any
    width: int
    height: int
    transparent: bool


def screenshot(host: EditorHost, target: Any = None, size: Any = SIZE, transparent: bool = False) -> Picture:
    """Makes a picture; changes nothing. Main thread.

    Args:
        host: Where.
        target: None or "game", "scene", a Camera, a GameObject or another component of it, or the name of one.
        size: (width, height) in pixels, or as text: "640x360".
        transparent: Whether the background is left out.

    Raises:
        PictureError: There is nothing to make it of, the size makes no sense, or this editor cannot draw.
    """
    width, height = _size(size)
    view, subject = _resolved(host.namespace()["UnityEngine"], target)
    take = getattr(host, "take_picture", None)
    if take is None:
        raise PictureError(f"the editor '{host.kind}' makes no pictures")
    picture: Picture = take(Shot(view, subject, width, height, transparent))
    if picture.is_blank and width * height > 1:
        r, g, b, a = picture.pixel(0, 0)
        color = "wholly transparent" if a == 0 else f"of one colour, #{r:02x}{g:02x}{b:02x}"
        picture = replace(picture, notes=(f"The picture is {color}. {_REASONS[view]}", *picture.notes))
    return picture


def _size(size: Any) -> tuple[int, int]:
    if isinstance(size, str):
        parts = re.fullmatch(r"\s*(-?\d+)\s*[xX,\xd7]\s*(-?\d+)\s*", size)
        if parts is None:
            raise PictureError(f"a picture's size is WIDTHxHEIGHT in pixels, such as 640x360; got {size!r}")
        return check_size(parts[1], parts[2])
    try:
        width, height = size
    except (TypeError, ValueError):
        raise PictureError(f"a picture's size is (width, height) in pixels, got {size!r}") from None
    return check_size(width, height)


def _resolved(engine: Any, target: Any) -> tuple[Literal["game", "scene", "camera", "object"], Any]:
    if target is None or (isinstance(target, str) and target.lower() == "game"):
        return "game", _game_cameras(engine)
    if isinstance(target, str) and target.lower() == "scene":
        return "scene", None
    if isinstance(target, str):
        target = _named(engine, target)
    names = lineage(type(target))
    if "UnityEngine.GameObject" not in names and "UnityEngine.Component" not in names:
        kind = type_name(type(target)).removeprefix("builtins.")
        raise PictureError(
            f"a screenshot is made of 'game', 'scene', a Camera or a GameObject, not of {kind}"
        )
    if is_destroyed(target):
        raise PictureError(f"the {type_name(type(target))} to be shown has been destroyed")
    if "UnityEngine.Camera" in names:
        return "camera", target
    owner = target if "UnityEngine.GameObject" in names else target.gameObject
    if not owner.scene.IsValid():
        raise PictureError(
            f'"{_name(owner)}" is a prefab\'s file and in no scene; instantiate it, or take an instance of it'
        )
    return "object", owner


def _game_cameras(engine: Any) -> list[Any]:
    """The cameras of the game view, in the order in which they draw."""
    found = [
        each for each in engine.Camera.allCameras if each.targetTexture is None and not each.targetDisplay
    ]
    if not found:
        raise PictureError(
            "the game view shows nothing: no loaded scene has an enabled camera that renders to the first display. "
            "Add one, or look at the scene view: unity.screenshot('scene')"
        )
    return sorted(found, key=lambda each: float(each.depth))


def _name(obj: Any) -> str:
    return clean(str(obj.name), NAME_LIMIT)


def _named(engine: Any, name: str) -> Any:
    cameras = list(engine.Camera.allCameras)
    found = next((each for each in cameras if each.name == name), None) or engine.GameObject.Find(name)
    if found is None:
        known = ", ".join(repr(_name(each)) for each in cameras[:10]) or "none"
        name = clean(name, NAME_LIMIT)
        raise PictureError(
            f"there is no camera and no GameObject called {name!r}. Cameras that are enabled: {known}"
        )
    return found


# --- %screenshot ------------------------------------------------------------------------------------------------------


def parse(line: str, values: Mapping[str, Any]) -> tuple[Any, Any, bool]:
    """Target, size and transparency of the magic's line.

    Args:
        line: What follows `%screenshot`.
        values: The session's variables, in which the target is an expression; a plain name of an object does as well.

    Raises:
        UsageError: An option is unknown, or the expression fails.
    """
    rest, size, transparent = f" {line} ", SIZE, False
    found = re.search(r"\s--size(?:\s+|=)(?!-)(\S+)(?=\s)", rest)
    if found is not None:
        size, rest = found[1], rest[: found.start()] + rest[found.end() :]  # type: ignore[assignment]
    found = re.search(r"\s--transparent(?=\s)", rest)
    if found is not None:
        transparent, rest = True, rest[: found.start()] + rest[found.end() :]
    found = re.search(r"\s(--?[a-z]\S*)", rest)
    if found is not None:
        raise UsageError(f"%screenshot: {found[1]} is no option, or lacks its value. Usage: {USAGE}")
    word = rest.strip()
    if not word or word.lower() in ("game", "scene"):
        return word.lower() or None, size, transparent
    try:
        return eval(word, dict(values)), size, transparent
    except (SyntaxError, NameError):
        return word.strip("'\""), size, transparent
    except Exception as error:
        raise UsageError(
            f"%screenshot: {word} cannot be evaluated: {type(error).__name__}: {error}"
        ) from error
