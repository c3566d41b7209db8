"""Pictures of sprites and user interfaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.projects import make_project
from unity_kernel.headless.picture import Picture, render

from .conftest import Opener

pytest.importorskip("numpy", reason="pictures need the extra 'picture'")
Pillow = pytest.importorskip("PIL.Image", reason="pictures need the extra 'picture'")

HEAD = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n"
IMAGE, MASK = "fe87c0e1cc204ed48ad3b37840f39efc", "3312d7739989d2b4e91e6319e9a96d76"
SPRITE = "5" * 32
BLUE = (0, 0, 255, 255)


def game_object(number: int, name: str, *parts: int) -> str:
    listed = "".join(f"  - component: {{fileID: {part}}}\n" for part in parts)
    return (
        f"--- !u!1 &{number}\nGameObject:\n  serializedVersion: 6\n  m_Component:\n{listed}  m_Layer: 0\n"
        f"  m_Name: {name}\n  m_TagString: Untagged\n  m_IsActive: 1\n"
    )


def rect(number: int, owner: int, father: int, low: str, high: str, size: str, *children: int) -> str:
    listed = "".join(f"\n  - {{fileID: {child}}}" for child in children) or " []"
    return (
        f"--- !u!224 &{number}\nRectTransform:\n  m_GameObject: {{fileID: {owner}}}\n"
        "  m_LocalRotation: {x: 0, y: 0, z: 0, w: 1}\n  m_LocalPosition: {x: 0, y: 0, z: 0}\n"
        f"  m_LocalScale: {{x: 1, y: 1, z: 1}}\n  m_Children:{listed}\n  m_Father: {{fileID: {father}}}\n"
        f"  m_AnchorMin: {low}\n  m_AnchorMax: {high}\n  m_AnchoredPosition: {{x: 0, y: 0}}\n"
        f"  m_SizeDelta: {size}\n  m_Pivot: {high}\n"
    )


def script(number: int, owner: int, guid: str, fields: str = "") -> str:
    return (
        f"--- !u!114 &{number}\nMonoBehaviour:\n  m_GameObject: {{fileID: {owner}}}\n  m_Enabled: 1\n"
        f"  m_Script: {{fileID: 11500000, guid: {guid}, type: 3}}\n{fields}"
    )


def image(number: int, owner: int, color: str) -> str:
    return script(number, owner, IMAGE, f"  m_Color: {color}\n  m_Sprite: {{fileID: 0}}\n  m_Type: 0\n")


def camera(number: int) -> str:
    return (
        game_object(number, "Eye", number + 1, number + 2)
        + f"--- !u!4 &{number + 1}\nTransform:\n  m_GameObject: {{fileID: {number}}}\n"
        "  m_LocalRotation: {x: 0, y: 0, z: 0, w: 1}\n  m_LocalPosition: {x: 0, y: 0, z: -10}\n"
        "  m_LocalScale: {x: 1, y: 1, z: 1}\n  m_Children: []\n  m_Father: {fileID: 0}\n"
        f"--- !u!20 &{number + 2}\nCamera:\n  m_GameObject: {{fileID: {number}}}\n  m_Enabled: 1\n"
        "  m_ClearFlags: 2\n  m_BackGroundColor: {r: 0, g: 0, b: 1, a: 0}\n"
        "  m_NormalizedViewPortRect:\n    serializedVersion: 2\n    x: 0\n    y: 0\n    width: 1\n    height: 1\n"
        "  near clip plane: 0.3\n  far clip plane: 1000\n  orthographic: 1\n  orthographic size: 5\n"
        "  m_Depth: -1\n  m_CullingMask:\n    serializedVersion: 2\n    m_Bits: 4294967295\n"
    )


def shoot(tmp_path: Path, open_editor: Opener, scene: str, size: tuple[int, int] = (100, 100)) -> Picture:
    root = make_project(tmp_path / "flat")
    (root / "Assets/Scenes/Main.unity").write_text(HEAD + scene)
    pixels = Pillow.new("RGBA", (20, 20), (255, 0, 0, 255))
    pixels.paste((0, 255, 0, 255), (0, 0, 10, 10))  # green in the upper left
    pixels.save(root / "Assets/Patch.png")
    (root / "Assets/Patch.png.meta").write_text(
        f"fileFormatVersion: 2\nguid: {SPRITE}\nTextureImporter:\n  textureType: 8\n  spriteMode: 1\n"
        "  alignment: 0\n  spritePixelsToUnits: 10\n"
    )
    return render(open_editor(root).runtime, size=size)


def test_interfaces_lie_over_the_picture_where_their_anchors_say(tmp_path: Path, open_editor: Opener) -> None:
    upper_right = "{x: 1, y: 1}"
    canvas = (
        game_object(10, "Canvas", 11, 12)
        + rect(11, 10, 0, "{x: 0, y: 0}", "{x: 0, y: 0}", "{x: 0, y: 0}", 21, 31)
        + "--- !u!223 &12\nCanvas:\n  m_GameObject: {fileID: 10}\n  m_Enabled: 1\n  m_RenderMode: 0\n"
        "  m_Camera: {fileID: 0}\n  m_SortingLayerID: 0\n  m_SortingOrder: 0\n  m_TargetDisplay: 0\n"
        + game_object(20, "Below", 21, 22)
        + rect(21, 20, 11, upper_right, upper_right, "{x: 40, y: 20}")
        + image(22, 20, "{r: 1, g: 0, b: 0, a: 1}")
        + game_object(30, "Above", 31, 32, 33)
        + rect(31, 30, 11, upper_right, upper_right, "{x: 10, y: 30}", 41)
        + image(32, 30, "{r: 0, g: 1, b: 0, a: 0.5}")
        + script(33, 30, MASK)
        + game_object(40, "Masked", 41, 42)
        + rect(41, 40, 31, "{x: 0, y: 0}", "{x: 1, y: 0}", "{x: 50, y: 5}")
        + image(42, 40, "{r: 1, g: 1, b: 1, a: 1}")
    )
    picture = shoot(tmp_path, open_editor, camera(1) + canvas)
    assert picture.pixel(59, 0) == BLUE
    assert picture.pixel(60, 0) == (255, 0, 0, 255)
    assert picture.pixel(60, 19) == (255, 0, 0, 255)
    assert picture.pixel(60, 20) == BLUE
    assert picture.pixel(95, 10)[:2] == pytest.approx((128, 128), abs=1)  # later siblings over earlier ones
    assert picture.pixel(95, 27) == (255, 255, 255, 255)
    assert picture.pixel(85, 27) == BLUE  # cut off by the mask


def test_sprites_show_their_texture_the_right_way_up(tmp_path: Path, open_editor: Opener) -> None:
    sprite = (
        game_object(10, "Patch", 11, 12) + "--- !u!4 &11\nTransform:\n  m_GameObject: {fileID: 10}\n"
        "  m_LocalRotation: {x: 0, y: 0, z: 0, w: 1}\n  m_LocalPosition: {x: 2, y: 1, z: 0}\n"
        "  m_LocalScale: {x: 1, y: 1, z: 1}\n  m_Children: []\n  m_Father: {fileID: 0}\n"
        "--- !u!212 &12\nSpriteRenderer:\n  m_GameObject: {fileID: 10}\n  m_Enabled: 1\n  m_Materials:\n"
        "  - {fileID: 10754, guid: 0000000000000000f000000000000000, type: 0}\n  m_SortingLayerID: 0\n"
        f"  m_SortingOrder: 0\n  m_Sprite: {{fileID: 21300000, guid: {SPRITE}, type: 3}}\n"
        "  m_Color: {r: 1, g: 1, b: 1, a: 1}\n  m_FlipX: 0\n  m_FlipY: 0\n  m_DrawMode: 0\n"
        "  m_Size: {x: 1, y: 1}\n"
    )
    picture = shoot(tmp_path, open_editor, camera(1) + sprite)
    # 20 pixels at 10 to a unit: 2 by 2 units about (2, 1), of a view of 10 by 10
    assert picture.pixel(62, 32) == (0, 255, 0, 255)
    assert picture.pixel(77, 32) == (255, 0, 0, 255)
    assert picture.pixel(62, 47) == (255, 0, 0, 255)
    assert picture.pixel(59, 40) == BLUE
    assert picture.pixel(80, 40) == BLUE
    assert picture.notes == ()


def test_letters_are_drawn() -> None:
    from unity_kernel.headless.picture.lettering import letter

    left, right = (letter("<b>Hill</b>", 100, 20, 14, 1.0, across=across) for across in (0.0, 1.0))
    assert left is not None
    assert right is not None
    assert left.pixels[:, :40, 3].any()
    assert not left.pixels[:, 60:, 3].any()
    assert right.pixels[:, 70:, 3].any()
    assert not right.pixels[:, :40, 3].any()
    assert letter("  \n", 100, 20, 14, 1.0) is None
    assert letter("x", 0, 0, 14, 1.0) is None
    wrapped = letter("one two three four", 50, 60, 12, 1.0)
    assert wrapped is not None
    assert wrapped.pixels[16:, :, 3].any()
