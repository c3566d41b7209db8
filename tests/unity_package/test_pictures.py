"""Pictures by the package: the stand-in draws backgrounds only, which shows what is asked and what is put back."""

from __future__ import annotations

from tests.support.session import Kernel

MADE = """\
import UnityEngine as U
alone = U.GameObject('Alone')
alone.AddComponent(U.MeshRenderer)
"""


def test_an_object_alone_is_drawn_by_a_camera_of_its_own(kernel: Kernel) -> None:
    kernel.must(MADE)

    assert kernel.value("unity.screenshot(alone, (8, 4)).pixel(0, 0)") == (71, 71, 71, 255)
    assert kernel.value("unity.screenshot(alone, (8, 4), transparent=True).pixel(0, 0)[3]") == 0
    assert kernel.value(
        "U.GameObject.Find('Picture Camera') is None and U.GameObject.Find('Picture Light') is None"
    )


def test_an_inactive_object_has_nothing_to_show(kernel: Kernel) -> None:
    kernel.must(MADE + "alone.SetActive(False)")

    assert "enabled renderer that is active" in str(kernel.run("unity.screenshot(alone)").failure)


def test_the_scene_view_has_to_be_open(kernel: Kernel) -> None:
    assert "no scene view is open" in str(kernel.run("%screenshot scene").failure)


def test_a_camera_gets_back_what_it_drew_into(kernel: Kernel) -> None:
    kernel.must(
        MADE + "eye = alone.AddComponent(U.Camera)\n"
        "own = eye.targetTexture = U.RenderTexture.GetTemporary(2, 2, 24, U.RenderTextureFormat.ARGB32, "
        "U.RenderTextureReadWrite.sRGB, 1)"
    )
    kernel.must("unity.screenshot(eye, (4, 4))")

    assert kernel.value("eye.targetTexture == own and U.RenderTexture.active is None") is True


def test_displays_have_pictures_and_say_where_one_came_out_empty(kernel: Kernel) -> None:
    kernel.must(MADE + "eye = alone.AddComponent(U.Camera)\nmesh = U.Mesh()")

    for name in ("eye", "mesh"):
        shown = kernel.must(name).mime
        assert "came out in one colour and is left out" in shown["text/plain"]
        assert "<img" not in shown["text/html"]
    count = kernel.value("len(list(U.Resources.FindObjectsOfTypeAll(U.Object)))")
    kernel.must("eye")
    assert kernel.value("len(list(U.Resources.FindObjectsOfTypeAll(U.Object)))") == count
