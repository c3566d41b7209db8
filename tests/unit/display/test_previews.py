"""Pictures within displays: what is drawn, how large it may be, and what is said instead."""

from __future__ import annotations

import base64
import io
import re
import wave
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.unit.display.conftest import OBJECT, Shown, named
from tests.unit.headless.conftest import Editor
from unity_kernel.display import previews
from unity_kernel.display.picture import Picture
from unity_kernel.errors import PictureError

GUID = "0123456789abcdef0123456789abcd{:02d}"


@pytest.fixture
def engine(editor: Editor) -> Any:
    import UnityEngine  # type: ignore[import-not-found]

    return UnityEngine


def pictures(shown: Shown) -> list[Any]:
    """The pictures of a display, decoded."""
    parts = shown.html.split("data:image/png;base64,")[1:]
    data = [base64.b64decode(part.partition('"')[0]) for part in parts]
    assert all(len(each) <= previews.BYTES for each in data)
    return [Image.open(io.BytesIO(each)).convert("RGBA") for each in data]


def bring(editor: Editor, name: str, data: bytes, settings: str = "") -> None:
    """Puts a file with its .meta into the project."""
    path = editor.root / "Assets" / name
    path.write_bytes(data)
    guid = GUID.format(len(list(path.parent.glob("*.meta"))))
    path.with_name(f"{name}.meta").write_text(f"fileFormatVersion: 2\nguid: {guid}\n{settings}")
    from UnityEditor import AssetDatabase  # type: ignore[import-not-found]

    AssetDatabase.Refresh()


def load(name: str, kind: Any) -> Any:
    from UnityEditor import AssetDatabase

    found = AssetDatabase.LoadAssetAtPath(f"Assets/{name}", kind)
    assert found is not None
    return found


def encoded(width: int, height: int, kind: str = "PNG", noise: bool = False) -> bytes:
    """A file whose upper half is red and whose lower half is blue; or one that cannot be made small."""
    image = Image.new("RGB", (width, height), (255, 0, 0))
    image.paste((0, 0, 255), (0, height // 2, width, height))
    if noise:
        image = Image.effect_noise((width, height), 200).convert("RGB")
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


class TestFiles:
    def test_a_texture_is_shown_smaller(self, engine: Any, editor: Editor) -> None:
        bring(editor, "Wall.png", encoded(1024, 512))
        shown = Shown(load("Wall.png", engine.Texture2D))

        (picture,) = pictures(shown)
        assert picture.size == (256, 128)
        assert picture.getpixel((5, 5)) == (255, 0, 0, 255)
        assert picture.getpixel((5, 120)) == (0, 0, 255, 255)
        shown.says("Wall", "Texture2D", "1024")
        assert "<picture: 1024 x 512, PNG>" in shown.text

    def test_what_cannot_be_packed_becomes_smaller_still(self, engine: Any, editor: Editor) -> None:
        bring(editor, "Noise.png", encoded(400, 400, noise=True))

        (picture,) = pictures(Shown(load("Noise.png", engine.Texture2D)))
        assert 32 < picture.size[0] < 256

    def test_a_sprite_is_its_part_of_the_texture(self, engine: Any, editor: Editor) -> None:
        frame = (
            "TextureImporter:\n  spriteMode: 2\n  spriteSheet:\n    sprites:\n    - serializedVersion: 2\n"
            "      name: Lower\n      rect:\n        serializedVersion: 2\n        x: 0\n        y: 0\n"
            "        width: 8\n        height: 4\n      internalID: 4711\n"
        )
        bring(editor, "Sheet.png", encoded(8, 8), frame)

        (picture,) = pictures(Shown(load("Sheet.png", engine.Sprite)))
        assert picture.size == (8, 4)
        assert picture.getpixel((3, 2)) == (0, 0, 255, 255)

    @pytest.mark.parametrize(
        ("name", "data", "why"),
        [
            ("Sky.exr", b"v/1\x01", "only Unity reads pictures of the format .exr"),
            ("Broken.png", encoded(8, 8)[:40], "its file cannot be read"),
            (
                "Huge.png",
                encoded(3000, 3000),
                "its file has 3,000 x 3,000 pixels, more than a display has time for",
            ),
        ],
    )
    def test_what_is_not_drawn_says_why(
        self, engine: Any, editor: Editor, name: str, data: bytes, why: str
    ) -> None:
        bring(editor, name, data)
        shown = Shown(load(name, engine.Texture2D))

        assert not pictures(shown)
        shown.says("No picture")
        assert why in shown.text or "is only known to the real editor" in shown.text

    def test_a_large_jpeg_is_decoded_small(self, engine: Any, editor: Editor) -> None:
        bring(editor, "Photo.jpg", encoded(4000, 3000, "JPEG"))
        assert pictures(Shown(load("Photo.jpg", engine.Texture2D)))[0].size == (256, 192)


class TestModels:
    def test_a_material_wears_its_texture(self, engine: Any, editor: Editor) -> None:
        bring(editor, "Half.png", encoded(64, 64))
        text = (editor.root / "Assets" / "Materials" / "Clay.mat").read_text()
        guid = re.search("guid: (.*)", (editor.root / "Assets" / "Half.png.meta").read_text())
        assert guid is not None
        texture = f"_MainTex:\n        m_Texture: {{fileID: 2800000, guid: {guid[1]}, type: 3}}"
        worn, count = re.subn(r"_MainTex:\n +m_Texture: \{fileID: 0\}", texture, text)
        assert count == 1
        bring(editor, "Worn.mat", worn.replace("m_Name: Clay", "m_Name: Worn").encode())

        sphere, swatch = pictures(Shown(load("Worn.mat", engine.Material)))
        upper, lower = (sphere.getpixel((sphere.width // 2, int(sphere.height * y))) for y in (0.3, 0.85))
        assert upper[0] > 2 * upper[2]
        assert lower[2] > lower[0]
        assert swatch.size == (64, 64)

    def test_a_material_is_a_lit_sphere(self, engine: Any) -> None:
        (picture,) = pictures(Shown(load("Materials/Clay.mat", engine.Material)))

        assert picture.getpixel((2, 2))[3] == 0
        middle = picture.getpixel((picture.width // 2, picture.height // 2))
        assert middle[3] == 255
        assert middle[0] > middle[2]  # clay is reddish
        upper = picture.getpixel((int(picture.width * 0.35), int(picture.height * 0.35)))
        lower = picture.getpixel((int(picture.width * 0.65), int(picture.height * 0.75)))
        assert sum(upper[:3]) > sum(lower[:3])

    def test_a_mesh_is_drawn(self, engine: Any) -> None:
        cube = engine.GameObject.CreatePrimitive(engine.PrimitiveType.Cube)
        shown = Shown(cube.GetComponent(engine.MeshFilter).sharedMesh)

        (picture,) = pictures(shown)
        solid = [color for count, color in picture.getcolors(100_000) if color[3] == 255 and count > 100]
        assert len(solid) >= 3  # three sides, each in a light of its own

    def test_a_camera_shows_what_it_sees(self, engine: Any) -> None:
        shown = Shown(engine.Camera.main)

        (picture,) = pictures(shown)
        assert picture.size == (320, 180)
        shown.says("Field of view")
        assert '<picture: what camera "Main Camera" sees>' in shown.text

    def test_a_camera_before_too_much_says_so(self, engine: Any) -> None:
        for _ in range(120):
            engine.GameObject.CreatePrimitive(engine.PrimitiveType.Cube)

        shown = Shown(engine.Camera.main)
        assert not pictures(shown)
        shown.says("renderers, more than a display has time for; unity.screenshot(camera) draws it")

    def test_a_camera_that_stands_nowhere(self, engine: Any) -> None:
        camera = engine.Camera.main
        camera.transform.position = engine.Vector3(float("nan"), 0, 0)

        shown = Shown(camera)
        assert not pictures(shown)
        shown.says("one colour")


class TestMakers:
    """What a host's drawing may answer."""

    def shown(self, monkeypatch: pytest.MonkeyPatch, maker: Any, **members: Any) -> Shown:
        monkeypatch.setattr(previews, "_maker", maker)
        size = {"width": 8, "height": 8, **members}
        return Shown(named("UnityEngine.Texture2D", OBJECT, **size)())

    def test_failures_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(obj: Any, longest: int) -> Picture:
            raise PictureError("<b>no & card</b>")

        shown = self.shown(monkeypatch, fails)
        shown.says("No picture: <b>no & card</b>")
        assert "b" not in shown.tags[3:4]
        self.shown(monkeypatch, None).says("No picture: this editor draws none")

    @pytest.mark.parametrize(
        ("members", "why"),
        [
            ({"width": 0}, "it has 0 x 8 pixels"),
            ({"width": property(lambda self: 1 // 0)}, "ZeroDivisionError"),
        ],
    )
    def test_no_size_no_picture(self, monkeypatch: pytest.MonkeyPatch, members: Any, why: str) -> None:
        self.shown(monkeypatch, lambda *_: pytest.fail("asked"), **members).says("No picture", why)

    def test_hostile_words_stay_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        view = '"><script>alert(1)</script>\u202e'
        shown = self.shown(monkeypatch, lambda *_: Picture(1, 1, bytes(4), view))
        assert "img" in shown.tags  # and Shown has looked for scripts


class TestSounds:
    def clip(self, engine: Any, editor: Editor, seconds: float, width: int = 2) -> Shown:
        stream = io.BytesIO()
        with wave.open(stream, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(width)
            sound.setframerate(8000)
            frames = int(8000 * seconds)
            loud = (b"\x00" * (width - 1) + b"\x40") if width > 1 else b"\xc0"
            silent = b"\x00" * width if width > 1 else b"\x80"
            sound.writeframes(loud * (frames // 2) + silent * (frames - frames // 2))
        bring(editor, "Beep.wav", stream.getvalue())
        return Shown(load("Beep.wav", engine.AudioClip))

    @pytest.mark.parametrize("width", [1, 2, 3, 4])
    def test_a_file_is_drawn_and_plays(self, engine: Any, editor: Editor, width: int) -> None:
        shown = self.clip(engine, editor, 0.5, width)

        shown.says("Beep", "AudioClip", "0.5 s, 4,000 samples at 8,000 Hz, mono", "Frequency", "8000")
        assert "data:audio/wav;base64,UklGR" in shown.html
        bars = [part.partition('"')[0] for part in shown.html.split('height="')[1:]]
        assert len([bar for bar in bars if bar == "0.6"]) == 200  # each slice is level: its least height
        heights = [float(part.partition('"')[0]) for part in shown.html.split(' y="')[1:]]
        assert heights[10] == pytest.approx(14.4, abs=0.5)  # half as loud as can be, above the middle
        assert heights[-10] == pytest.approx(29.4, abs=0.5)

    def test_a_long_one_has_no_player(self, engine: Any, editor: Editor) -> None:
        shown = self.clip(engine, editor, 60)

        shown.says("60 s, 480,000 samples", "No player: its file has 1.0 MB")
        assert "audio" not in shown.tags

    def test_what_is_no_wave_says_so(self, engine: Any, editor: Editor) -> None:
        bring(editor, "Bad.wav", b"RIFF" + bytes(60))
        Shown(load("Bad.wav", engine.AudioClip)).says("Not drawn")
        bring(editor, "Song.ogg", b"OggS" + bytes(60))
        song = load("Song.ogg", engine.AudioClip)
        assert "data:audio/ogg" in Shown(song).html
        (editor.root / "Assets" / "Song.ogg").unlink()
        Shown(song).says("its file is not in the project")


def test_saved_pictures_are_found_again(tmp_path: Path) -> None:
    picture = Picture(2, 1, bytes((255, 0, 0, 255, 0, 255, 0, 128)))

    saved = Image.open(picture.save(tmp_path / "two.PNG"))
    assert [saved.getpixel((x, 0)) for x in (0, 1)] == [(255, 0, 0, 255), (0, 255, 0, 128)]
    with pytest.raises(PictureError, match=r"name the file two\.png"):
        picture.save(tmp_path / "two.jpeg")
