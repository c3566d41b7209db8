"""Pictures through a real kernel: what a front end gets, and that making one leaves no trace."""

from __future__ import annotations

import base64
import struct
from pathlib import Path

import pytest

from tests.support.session import Kernel

SCENE = """\
import UnityEngine as U
for name in ('Eye', 'Box', 'Empty'):
    old = U.GameObject.Find(name)
    if old is not None: U.Object.DestroyImmediate(old)
eye = U.GameObject('Eye').AddComponent(U.Camera)
eye.clearFlags, eye.backgroundColor = U.CameraClearFlags.SolidColor, U.Color(1, 0.2, 0, 0)
box, empty = U.GameObject('Box'), U.GameObject('Empty')
box.AddComponent(U.MeshRenderer)
"""


@pytest.fixture(autouse=True)
def scene(kernel: Kernel) -> None:
    kernel.must(SCENE)


def png_size(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_the_magic_shows_the_game_view(kernel: Kernel) -> None:
    cell = kernel.must("%screenshot --size 64x32\nprint('after')")

    assert cell.kinds == ["display_data", "stream"]
    assert png_size(base64.b64decode(cell.displays[0].data["image/png"])) == (64, 32)
    assert 'game view: camera "' in cell.displays[0].data["text/plain"]
    assert '"Eye"' in cell.displays[0].data["text/plain"]


def test_the_picture_as_a_value(kernel: Kernel, tmp_path: Path) -> None:
    cell = kernel.must("picture = unity.screenshot(eye, size='48x24')\npicture")

    assert cell.kinds == ["execute_result"]
    message = cell.of("execute_result")[0]
    assert 'camera "Eye"' in message["metadata"]["image/png"]["alt"]
    assert kernel.value("(picture.width, picture.height, picture.pixel(0, 0))") == (48, 24, (255, 51, 0, 255))
    assert kernel.value("import numpy\nnumpy.asarray(picture).shape") == (24, 48, 4)
    target = tmp_path / "view"
    assert kernel.value(f"str(picture.save({str(target)!r}))") == f"{target}.png"
    assert png_size(target.with_suffix(".png").read_bytes()) == (48, 24)
    assert "saved as PNG, not as .jpg" in str(kernel.run("picture.save('x.jpg')").failure)


def test_a_transparent_background_is_left_out(kernel: Kernel) -> None:
    kernel.must("cut = unity.screenshot(eye, (8, 8), transparent=True)")

    assert kernel.value("cut.pixel(0, 0)") == (0, 0, 0, 0)
    assert kernel.value("eye.backgroundColor == U.Color(1, 0.2, 0, 0) or eye.backgroundColor.r") in (
        True,
        1.0,
    )
    assert kernel.value("int(eye.clearFlags)") == 2


def test_a_blank_picture_is_told_beside_it(kernel: Kernel) -> None:
    cell = kernel.must("U.Object.DestroyImmediate(box)\nunity.screenshot(eye, (16, 16))")

    assert "of one colour, #ff3300" in cell.mime["text/plain"]
    assert "culling mask" in cell.mime["text/html"]
    assert "<img" in cell.mime["text/html"]
    assert cell.mime["image/png"]


def test_a_picture_leaves_no_trace(kernel: Kernel) -> None:
    kernel.must(
        "def state():\n"
        "    found = U.Resources.FindObjectsOfTypeAll(U.Object)\n"
        "    scene = U.SceneManagement.SceneManager.GetActiveScene()\n"
        "    cameras = [(c.targetTexture is None, int(c.clearFlags)) for c in U.Camera.allCameras]\n"
        "    hidden = [r.name for r in found if isinstance(r, U.Renderer) and getattr(r, 'forceRenderingOff', 0)]\n"
        "    undo = UnityEditor.Undo.GetCurrentGroup(), UnityEditor.Undo.GetCurrentGroupName()\n"
        "    return len(list(found)), scene.isDirty, cameras, hidden, undo, UnityEditor.Selection.activeObject == box\n"
        "other = U.GameObject('Other')\nother.AddComponent(U.MeshRenderer)\n"
        "UnityEditor.Selection.activeObject = box\nbefore = state()\n"
        "for target in ('game', 'scene', eye, box):\n"
        "    for transparent in (True, False):\n"
        "        try: unity.screenshot(target, (8, 8), transparent)\n"
        "        except Exception as error: print(error)  # no scene view, or nothing to see of the box\n"
        "after = state()"
    )

    assert kernel.value("before == after or (before, after)") is True


def test_several_cameras_draw_in_the_order_of_their_depths(kernel: Kernel) -> None:
    kernel.must(
        "second = U.GameObject('Second').AddComponent(U.Camera)\nsecond.depth = eye.depth - 1\n"
        "second.clearFlags, second.backgroundColor = U.CameraClearFlags.SolidColor, U.Color(0, 0, 1, 0)"
    )
    try:
        assert kernel.value("unity.screenshot(size=(4, 4)).pixel(1, 1)") == (255, 51, 0, 255)
        kernel.must("second.depth = eye.depth + 1")
        assert kernel.value("unity.screenshot(size=(4, 4)).pixel(1, 1)") == (0, 0, 255, 255)
    finally:
        kernel.must("U.Object.DestroyImmediate(second.gameObject)")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("unity.screenshot(size=(0, 0))", "has no pixels"),
        ("unity.screenshot(size=(20_000, 20_000))", "too large"),
        ("unity.screenshot(size='wide')", "WIDTHxHEIGHT"),
        ("unity.screenshot(size=3)", "(width, height)"),
        ("unity.screenshot(empty)", "renderer"),
        (
            "unity.screenshot('Nobody')",
            "no camera and no GameObject called 'Nobody'. Cameras that are enabled: ",
        ),
        ("unity.screenshot(12)", "not of int"),
        ("unity.screenshot(U.Vector3(1, 2, 3))", "not of Vector3"),
        ("U.Object.DestroyImmediate(eye.gameObject)\nunity.screenshot(eye)", "has been destroyed"),
    ],
)
def test_what_makes_no_picture_is_one_clear_error(kernel: Kernel, code: str, words: str) -> None:
    assert words in str(kernel.run(code).failure)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--size", "--size is no option, or lacks its value"),
        ("scene --sideways", "--sideways is no option"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_a_line_that_cannot_be_understood_says_why(kernel: Kernel, line: str, words: str) -> None:
    assert words in kernel.run(f"%screenshot {line}").text


def test_a_scene_without_a_camera_says_so(kernel: Kernel) -> None:
    cell = kernel.run(
        "off = [each for each in U.Camera.allCameras]\nfor each in off: each.enabled = False\n%screenshot"
    )
    kernel.must("for each in off: each.enabled = True")

    assert "no loaded scene has an enabled camera" in str(cell.failure)
    assert "unity.screenshot('scene')" in str(cell.failure)


def test_the_magic_takes_expressions_and_names(kernel: Kernel) -> None:
    for line in (
        "eye",
        "Eye",
        "'Eye'",
        "eye.gameObject.GetComponent(U.Camera)",
        "--size 8x4 --transparent Eye",
    ):
        cell = kernel.must(f"%screenshot {line}")
        assert 'camera "Eye"' in cell.displays[0].data["text/plain"]
