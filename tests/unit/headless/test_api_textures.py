"""Textures in memory: pixels, formats, files."""

from __future__ import annotations

import pytest

from unity_kernel.errors import HeadlessLimitation

from .conftest import Editor

Pillow = pytest.importorskip("PIL.Image", reason="pictures need the extra 'picture'")

pytestmark = pytest.mark.usefixtures("editor")


def test_pixels_of_a_texture_in_memory() -> None:
    from UnityEngine import Color, Color32, Texture2D, TextureFormat  # type: ignore[import-not-found]

    texture = Texture2D(3, 2)
    assert (texture.width, texture.height, texture.format) == (3, 2, TextureFormat.RGBA32)
    texture.SetPixels32([Color32(10 * i, 0, 0, 255) for i in range(6)])
    assert texture.GetPixels32()[4].r == 40
    texture.SetPixel(2, 1, Color(0, 1, 0, 0.5))
    assert texture.GetPixel(2, 1) == Color(0, 1, 0, 128 / 255)
    assert texture.GetPixel(99, 99) == texture.GetPixel(2, 1)  # clamped
    assert texture.GetRawTextureData()[-4:] == bytes((0, 255, 0, 128))
    with pytest.raises(ValueError, match="6 colors"):
        texture.SetPixels([Color.red])
    opaque = Texture2D(1, 1, TextureFormat.RGB24, False)
    opaque.SetPixel(0, 0, Color(1, 0, 0, 0))
    assert opaque.GetRawTextureData() == b"\xff\0\0"
    with pytest.raises(HeadlessLimitation, match="DXT1"):
        Texture2D(4, 4, TextureFormat.DXT1, False)


def test_files_come_back_as_they_were() -> None:
    from UnityEngine import Color, ImageConversion, Texture2D

    texture = Texture2D(2, 2)
    texture.SetPixels([Color.red, Color.green, Color.blue, Color.clear])
    other = Texture2D(1, 1)
    assert ImageConversion.LoadImage(other, ImageConversion.EncodeToPNG(texture))
    assert list(other.GetPixels()) == list(texture.GetPixels())
    assert ImageConversion.EncodeToJPG(texture, 90).startswith(b"\xff\xd8\xff")
    assert not ImageConversion.LoadImage(other, b"no picture")


def test_pixels_of_the_projects_pictures(editor: Editor) -> None:
    from UnityEditor import AssetDatabase  # type: ignore[import-not-found]
    from UnityEngine import Texture2D

    picture = Pillow.new("RGB", (4, 2), (255, 0, 0))
    picture.putpixel((0, 0), (0, 255, 0))
    picture.save(editor.root / "Assets/Patch.png")
    (editor.root / "Assets/Patch.png.meta").write_text(f"fileFormatVersion: 2\nguid: {'7' * 32}\n")
    AssetDatabase.Refresh()
    texture = AssetDatabase.LoadAssetAtPath("Assets/Patch.png", Texture2D)
    assert (texture.width, texture.height) == (4, 2)
    assert texture.GetPixel(0, 1).g == 1  # the file's first row is the upper one
    assert texture.GetPixel(0, 0).g == 0


def test_reading_outside_is_logged_as_in_unity(editor: Editor) -> None:
    from UnityEngine import Rect, RenderTexture, Texture2D

    RenderTexture.active = RenderTexture.GetTemporary(8, 8)
    texture = Texture2D(4, 4)
    before = texture.GetRawTextureData()
    texture.ReadPixels(Rect(0, 0, 99, 99), 0, 0)
    assert "outside" in editor.log[-1][1]
    assert texture.GetRawTextureData() == before
    texture.ReadPixels(Rect(4, 4, 4, 4), 2, 2)  # what does not fit is left out
    assert texture.GetPixel(3, 3).a == 0
    assert texture.GetRawTextureData()[:8] == before[:8]
    RenderTexture.active = None


def test_a_texture_for_a_camera_is_not_written_to_the_scene(editor: Editor) -> None:
    from UnityEngine import Camera, Object, RenderTexture

    target = RenderTexture(8, 8, 24)
    Camera.main.targetTexture = target
    assert Camera.main.targetTexture is target
    assert editor.runtime.describe_scene()["dirty"] is False
    Object.DestroyImmediate(target)
    assert Camera.main.targetTexture is None
    with pytest.raises(TypeError, match="RenderTexture"):
        Camera.main.targetTexture = Camera.main
