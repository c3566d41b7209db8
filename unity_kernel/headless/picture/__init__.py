"""Pictures of a project's scenes without Unity: what a camera or the scene view would show, roughly.

A small rasteriser in numpy draws them: Lambert's law, no shadows, textures where they can be read. Rays through
``embreex`` were tried and are as fast, but its wheels leave out Linux on ARM, musl and Windows on ARM, and blended
sprites and interfaces need an ordered painter anyway; VTK wants a display.

``render`` is the door, `display.picture.Picture` what comes out. numpy and Pillow are an optional extra and
imported only when a picture is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unity_kernel.display.picture import Picture
from unity_kernel.headless.picture.extra import require_extra

if TYPE_CHECKING:
    from unity_kernel.headless.api.runtime import Runtime

__all__ = ["Picture", "render"]


def render(
    runtime: Runtime | None,
    camera: Any = None,
    size: tuple[int, int] = (1280, 720),
    frame: Any = None,
    background: Any = None,
    *,
    alone: bool = False,
    samples: int | None = None,
) -> Picture:
    """Draw the loaded scenes.

    Belongs to the editor's main thread, as all of Unity's API.

    Args:
        runtime: The editor; None for the one that runs in this process.
        camera: A ``UnityEngine.Camera`` to look through. By default what the game view shows: all enabled cameras of
            the first display in their order and the overlaid interface; a scene without a camera shows the scene view,
            and the picture's ``view`` says so.
        size: Width and height in pixels.
        frame: Show the scene view instead: a GameObject or Component to frame, or ``"all"`` for the whole scene.
        background: A ``UnityEngine.Color`` or (r, g, b[, a]) from 0 to 1 instead of the camera's own background; one
            with alpha below 1 makes a transparent picture.
        alone: Draw only the framed object and what is below it.
        samples: Anti-aliasing: samples per pixel, 1 or 4; by default 4 for pictures of up to 4 megapixels.

    Returns:
        The picture; its ``notes`` say what could not be drawn.

    Raises:
        PictureError: The size makes no sense, or numpy is not installed.
    """
    require_extra()
    from unity_kernel.headless.api import world
    from unity_kernel.headless.picture import renderer

    state = world.current() if runtime is None else runtime._world
    return renderer.render(
        state, camera=camera, size=size, frame=frame, background=background, alone=alone, samples=samples
    )
