"""The Python half of Unity's pictures, with a C# half that fills the buffer as it is told."""

from __future__ import annotations

import ctypes
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.unit.display.conftest import OBJECT, named
from unity_kernel.editor.pictures import Shot, screenshot
from unity_kernel.errors import PictureError
from unity_kernel.unity import pictures

COMPONENT = named("UnityEngine.Component", OBJECT)
CAMERA = named("UnityEngine.Camera", COMPONENT, name="Eye")
TEXTURE = named("UnityEngine.Texture", OBJECT)


class Taker:
    """Writes rows of grey, each lighter than the one below it."""

    CanDraw = True

    def __init__(self, grey: int = 128) -> None:
        self.grey = grey
        self.parts: list[tuple[float, ...]] = []

    def ThroughCameras(self, cameras: Any, width: int, height: int, transparent: bool, address: int) -> None:  # noqa: N802
        rows = b"".join(bytes((row, row, row, 7)) * width for row in range(height))
        ctypes.memmove(address, rows, len(rows))

    def OfTexture(self, texture: Any, *numbers: Any) -> None:  # noqa: N802
        *part, width, height, address = numbers
        self.parts.append(tuple(part))
        self.ThroughCameras(None, width, height, False, address)

    def Model(self, mesh: Any, material: Any, width: int, height: int, address: int) -> None:  # noqa: N802
        raise ValueError("no such shader")

    def SceneCamera(self) -> Any:  # noqa: N802
        return None

    def Test(self, address: int) -> None:  # noqa: N802
        ctypes.memmove(address, bytes((self.grey,) * 3 + (255,)), 4)


def use(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> Taker:
    grey = changes.pop("grey", 128)
    taker = Taker(grey)
    for name, value in changes.items():
        setattr(taker, name, value)
    module = ModuleType("UnityKernel")
    module.PictureTaker = taker  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "UnityKernel", module)
    return taker


def shot(view: Any = "camera", subject: Any = None, *, transparent: bool = False) -> Shot:
    return Shot(view, subject or CAMERA(), 4, 3, transparent)


def test_the_lowest_row_comes_first_from_unity_and_last_in_the_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(monkeypatch)

    picture = pictures.take(shot())
    assert [picture.pixel(0, y) for y in range(3)] == [(2, 2, 2, 255), (1, 1, 1, 255), (0, 0, 0, 255)]
    assert pictures.take(shot(transparent=True)).pixel(0, 0) == (2, 2, 2, 7)
    assert picture.view == 'camera "Eye"'
    assert picture.notes == ()


@pytest.mark.parametrize(("grey", "words"), [(188, "too bright"), (187, "too bright"), (55, "too dark")])
def test_wrong_gamma_is_told(monkeypatch: pytest.MonkeyPatch, grey: int, words: str) -> None:
    use(monkeypatch, grey=grey)

    (note,) = pictures.take(shot()).notes
    assert words in note
    assert f"a grey of 128 came out as {grey}" in note


@pytest.mark.parametrize("grey", [128, 126, 0, 255])  # a pipeline may have a background of its own
def test_other_greys_are_no_matter_of_gamma(monkeypatch: pytest.MonkeyPatch, grey: int) -> None:
    use(monkeypatch, grey=grey)
    assert pictures.take(shot()).notes == ()


def test_without_graphics_or_a_scene_view_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, CanDraw=False)
    with pytest.raises(PictureError, match="runs without graphics"):
        pictures.take(shot())
    use(monkeypatch)
    with pytest.raises(PictureError, match="no scene view is open"):
        pictures.take(shot("scene"))


def test_what_unity_raises_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch)
    mesh = named("UnityEngine.Mesh", OBJECT)()
    with pytest.raises(PictureError, match="Unity could not draw it: ValueError: no such shader"):
        pictures.thumbnail(mesh, 64)


def test_a_texture_is_scaled_down_and_a_sprite_is_cut_out(monkeypatch: pytest.MonkeyPatch) -> None:
    taker = use(monkeypatch)
    texture = named("UnityEngine.Texture2D", TEXTURE, width=400, height=200, graphicsFormat="DXT5")()
    cut = SimpleNamespace(x=100.0, y=50.0, width=20.0, height=10.0)
    sprite = named("UnityEngine.Sprite", OBJECT, texture=texture, textureRect=cut)()

    whole, part = pictures.thumbnail(texture, 100), pictures.thumbnail(sprite, 100)
    assert whole is not None
    assert part is not None
    assert (whole.width, whole.height, whole.view) == (100, 50, "400 x 200, DXT5")
    assert (part.width, part.height) == (20, 10)
    assert taker.parts == [(0.0, 0.0, 1.0, 1.0), (0.25, 0.25, 0.05, 0.05)]
    assert pictures.thumbnail(object(), 100) is None


def test_names_of_ten_megabytes_and_hostile_ones_stay_small_and_harmless() -> None:
    name = "<script>\u202e" + "x" * 10_000_000
    eye = named("UnityEngine.Camera", COMPONENT, name=name)()
    engine = SimpleNamespace(
        Camera=SimpleNamespace(allCameras=[eye]), GameObject=SimpleNamespace(Find=lambda _: None)
    )
    host: Any = SimpleNamespace(namespace=lambda: {"UnityEngine": engine}, kind="odd")

    with pytest.raises(PictureError) as caught:
        screenshot(host, "y" * 10_000_000)
    assert len(str(caught.value)) < 2000
    with pytest.raises(PictureError, match="the editor 'odd' makes no pictures"):
        screenshot(host, eye)
