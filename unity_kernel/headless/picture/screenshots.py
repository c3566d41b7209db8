"""What `unity.screenshot` shows of the headless editor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.errors import PictureError
from unity_kernel.headless import picture

if TYPE_CHECKING:
    from unity_kernel.headless.api.runtime import Runtime

__all__ = ["take"]

_NOTHING = (0.0, 0.0, 0.0, 0.0)


def take(
    runtime: Runtime, view: str, subject: Any, size: tuple[int, int], *, transparent: bool
) -> picture.Picture:
    """Draw what is loaded. Main thread.

    Args:
        runtime: The editor.
        view: "game", "scene", "camera" or "object".
        subject: The camera or the GameObject.
        size: Width and height in pixels.
        transparent: Whether the background is left out.

    Raises:
        PictureError: The object has nothing that can be seen, or what draws is not installed.
    """
    options: dict[str, Any] = {"size": size, "background": _NOTHING if transparent else None}
    if view == "game":
        made = picture.render(runtime, **options)
        return replace(made, view=f"game view: {made.view}")
    if view == "scene":
        return picture.render(runtime, frame="all", **options)
    if view == "camera":
        return picture.render(runtime, subject, **options)
    made = picture.render(runtime, frame=subject, alone=True, **options)
    if not made.drawn:
        raise PictureError(_unseen(subject, made.notes))
    return made


def _unseen(subject: Any, notes: tuple[str, ...]) -> str:
    """Why an object alone makes no picture."""
    name = clean(subject.name, NAME_LIMIT)
    if not subject.activeInHierarchy:
        return f'"{name}" is inactive, so that nothing of it is drawn; activate it first'
    if notes:
        return f'nothing of "{name}" can be drawn: {"; ".join(notes)}'
    return (
        f'neither "{name}" nor anything below it has an enabled renderer: there is nothing to show alone. '
        "What a camera sees: unity.screenshot(camera), with the Camera component"
    )
