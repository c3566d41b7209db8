"""Pictures without Unity: facts that a picture must show, whatever draws it."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unity_kernel.errors import HeadlessLimitation, PictureError
from unity_kernel.headless.picture import Picture, render

from .conftest import Editor

pytest.importorskip("numpy", reason="pictures need the extra 'picture'")
pytest.importorskip("PIL", reason="pictures need the extra 'picture'")

W, H = 160, 90
Pixel = tuple[int, int, int, int]


@pytest.fixture
def empty(editor: Editor) -> Editor:
    """An empty scene with a camera at the origin that looks along z at a blue background."""
    from UnityEditor.SceneManagement import (  # type: ignore[import-not-found]
        EditorSceneManager,
        NewSceneMode,
        NewSceneSetup,
    )
    from UnityEngine import CameraClearFlags, Color, GameObject  # type: ignore[import-not-found]

    EditorSceneManager.NewScene(NewSceneSetup.EmptyScene, NewSceneMode.Single)
    camera = GameObject("Eye").AddComponent("Camera")
    camera.clearFlags = CameraClearFlags.SolidColor
    camera.backgroundColor = Color(0.2, 0.4, 0.6, 0.0)
    return editor


def camera() -> Any:
    from UnityEngine import Camera

    return Camera.allCameras[0]


def primitive(shape: str, at: tuple[float, float, float], material: str | None = "Clay") -> Any:
    """Makes a primitive; ``Clay`` is reddish, ``Slate`` bluish, None Unity's magenta."""
    from UnityEditor import AssetDatabase  # type: ignore[import-not-found]
    from UnityEngine import GameObject, Material, PrimitiveType, Vector3

    made = GameObject.CreatePrimitive(getattr(PrimitiveType, shape))
    made.transform.position = Vector3(*at)
    renderer = made.GetComponent("MeshRenderer")
    renderer.sharedMaterial = (
        AssetDatabase.LoadAssetAtPath(f"Assets/Materials/{material}.mat", Material) if material else None
    )
    return made


def sun(x: float, y: float) -> Any:
    """Adds a directional light that shines in the direction of Euler angles."""
    from UnityEngine import GameObject, LightType, Quaternion

    owner = GameObject("Sun")
    owner.transform.rotation = Quaternion.Euler(x, y, 0)
    light = owner.AddComponent("Light")
    light.type = LightType.Directional
    return light


def shoot(editor: Editor, **options: Any) -> Picture:
    return render(editor.runtime, **{"size": (W, H), **options})


def where(picture: Picture, wanted: Callable[[Pixel], bool]) -> list[tuple[int, int]]:
    return [
        (x, y) for y in range(picture.height) for x in range(picture.width) if wanted(picture.pixel(x, y))
    ]


def magenta(pixel: Pixel) -> bool:
    return pixel[0] > 200 and pixel[1] < 60 and pixel[2] > 200


def box(points: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


# Where things are


def test_an_object_to_the_left_and_above_is_on_the_left_and_above(empty: Editor) -> None:
    primitive("Cube", (-3, 1.5, 10), None)
    picture = shoot(empty)
    left, top, right, bottom = box(where(picture, magenta))
    assert right < W / 2
    assert bottom < H / 2
    # 60 degrees: at the distance of the front, 9.5, half the height is 5.485 units for 45 pixels. The sides that face
    # the middle are seen too, up to the back at 10.5.
    front, back = 45 / (9.5 * 0.57735), 45 / (10.5 * 0.57735)
    assert (left, right + 1) == pytest.approx((80 - 3.5 * front, 80 - 2.5 * back), abs=1)
    assert (top, bottom + 1) == pytest.approx((45 - 2 * front, 45 - 1 * back), abs=1)


def test_a_picture_is_not_mirrored(empty: Editor) -> None:
    """An L of three cubes has one handedness: a mirrored or flipped picture shows another letter."""
    from UnityEngine import Vector3

    for x, y, size in ((-1.0, 0.0, (0.4, 3.0, 0.2)), (0.0, -1.3, (2.0, 0.4, 0.2))):
        bar = primitive("Cube", (x, y, 6), None)
        bar.transform.localScale = Vector3(*size)
    picture = shoot(empty)
    left, top, right, bottom = box(where(picture, magenta))
    corner = {
        (x, y): magenta(picture.pixel(x, y)) for x in (left + 2, right - 2) for y in (top + 2, bottom - 2)
    }
    assert corner == {
        (left + 2, top + 2): True,
        (left + 2, bottom - 2): True,
        (right - 2, bottom - 2): True,
        (right - 2, top + 2): False,
    }


def test_turning_right_moves_things_left(empty: Editor) -> None:
    from UnityEngine import Quaternion

    primitive("Sphere", (0, 0, 10), None)
    camera().transform.rotation = Quaternion.Euler(0, 15, 0)
    _, _, right, _ = box(where(shoot(empty), magenta))
    assert right < W / 2
    camera().transform.rotation = Quaternion.Euler(-15, 0, 0)  # looks up
    _, top, _, _ = box(where(shoot(empty), magenta))
    assert top > H / 2


def test_the_nearer_hides_the_farther_whatever_their_order(empty: Editor) -> None:
    for near_first in (True, False):
        made = [
            primitive("Cube", (0, 0, 5 if near else 12), None if near else "Clay")
            for near in (near_first, not near_first)
        ]
        assert magenta(shoot(empty).pixel(W // 2, H // 2))
        from UnityEngine import Object

        for cube in made:
            Object.DestroyImmediate(cube)


def test_an_orthographic_size_is_half_the_height(empty: Editor) -> None:
    camera().orthographic = True
    camera().orthographicSize = 2.0
    for z in (5, 50):
        cube = primitive("Cube", (0, 0, z), None)
        left, top, right, bottom = box(where(shoot(empty), magenta))
        assert (right - left + 1, bottom - top + 1) == pytest.approx((H / 4, H / 4), abs=1)
        from UnityEngine import Object

        Object.DestroyImmediate(cube)


def test_near_and_far_planes_cut(empty: Editor) -> None:
    from UnityEngine import Vector3

    plane = primitive("Plane", (0, -1, 0), None)
    plane.transform.localScale = Vector3(100, 1, 100)  # reaches behind the camera: its triangles are cut
    camera().farClipPlane = 20.0
    _, top, _, bottom = box(where(shoot(empty), magenta))
    assert bottom == H - 1
    assert top == pytest.approx(45 + 45 / 0.57735 / 20, abs=1.5)  # the far plane, not the horizon
    camera().nearClipPlane = 4.0
    _, _, _, bottom = box(where(shoot(empty), magenta))
    assert bottom == pytest.approx(45 + 45 / 0.57735 / 4, abs=1.5)


def test_all_primitives_have_their_size_and_face_outwards(empty: Editor) -> None:
    from UnityEngine import Object, Quaternion

    camera().orthographic = True
    camera().orthographicSize = 5.0
    scale = 10.0
    expected = {
        "Cube": (1, 1), "Sphere": (1, 1), "Capsule": (1, 2), "Cylinder": (1, 2), "Quad": (1, 1), "Plane": (10, 10),
    }  # fmt: skip
    for shape, (width, height) in expected.items():
        made = primitive(shape, (0, 0, 10), None)
        if shape == "Plane":
            made.transform.rotation = Quaternion.Euler(-90, 0, 0)  # its front, up, turned to the camera
        picture = shoot(empty, size=(100, 100), samples=1)
        found = where(picture, magenta)
        left, top, right, bottom = box(found)
        assert (right - left + 1, bottom - top + 1) == pytest.approx(
            (width * scale, height * scale), abs=1.1
        ), shape
        if shape in ("Cube", "Quad", "Cylinder"):
            assert len(found) == pytest.approx(width * height * scale**2, rel=0.1), shape
        Object.DestroyImmediate(made)


def test_backs_of_faces_are_not_drawn(empty: Editor) -> None:
    from UnityEngine import Quaternion, Vector3

    quad = primitive("Quad", (0, 0, 5), None)
    assert where(shoot(empty), magenta)
    quad.transform.rotation = Quaternion.Euler(0, 180, 0)
    assert not where(shoot(empty), magenta)
    quad.transform.localScale = Vector3(1, 1, -1)  # a mirror turns it inside out, as in Unity
    assert where(shoot(empty), magenta)
    quad.SetActive(False)
    cube = primitive("Cube", (0, 0, 5), None)
    cube.transform.localScale = Vector3(-1, 1, 1)
    assert where(shoot(empty), magenta)


def test_layers_and_activity_are_respected(empty: Editor) -> None:
    cube = primitive("Cube", (0, 0, 5), None)
    cube.layer = 5
    camera().cullingMask = ~(1 << 5)
    assert shoot(empty).is_blank
    camera().cullingMask = -1
    assert not shoot(empty).is_blank
    cube.SetActive(False)
    assert shoot(empty).is_blank


# Colors


def test_the_background_is_exact_and_opaque_unless_asked(empty: Editor) -> None:
    assert shoot(empty).pixel(0, 0) == (51, 102, 153, 255)
    assert shoot(empty, background=(1.0, 0.6, 0.2)).pixel(3, 3) == (255, 153, 51, 255)
    from UnityEngine import Color

    assert shoot(empty, background=Color(0.1, 0.2, 0.3, 1)).pixel(3, 3) == (26, 51, 77, 255)


def test_a_transparent_background_leaves_objects_opaque(empty: Editor) -> None:
    primitive("Sphere", (0, 0, 3), None)
    picture = shoot(empty, background=(0, 0, 0, 0))
    assert picture.pixel(0, 0)[3] == 0
    assert picture.pixel(W // 2, H // 2) == (255, 0, 255, 255)
    drawn = where(picture, lambda pixel: pixel[3] > 0)
    assert all(picture.pixel(*at)[:3] == (255, 0, 255) for at in drawn)  # no dark fringe
    assert any(picture.pixel(*at)[3] < 255 for at in drawn)


def test_light_brightens_the_faces_that_it_reaches(empty: Editor) -> None:
    from UnityEngine import Quaternion

    cube = primitive("Cube", (0, 0, 4), "Clay")
    cube.transform.rotation = Quaternion.Euler(0, 45, 0)  # an edge to the camera, a face on either side
    light = sun(0, 60)  # shines to the right: the left face is lit

    def sides() -> tuple[int, int]:
        picture = shoot(empty)
        return sum(picture.pixel(W // 2 - 6, H // 2)[:3]), sum(picture.pixel(W // 2 + 6, H // 2)[:3])

    left, right = sides()
    assert left > right * 1.5
    light.transform.rotation = Quaternion.Euler(0, -60, 0)
    left, right = sides()
    assert right > left * 1.5
    light.enabled = False
    left, right = sides()
    assert left == right > 0


def test_white_light_shows_a_material_as_it_is(empty: Editor) -> None:
    """Intensity 1, straight on, nothing around: the color of the material, in sRGB, to the bit."""
    from UnityEngine import Color

    from unity_kernel.headless.picture import lighting
    from unity_kernel.headless.picture.light import Ambient

    sun(0, 0).color = Color(1, 1, 1, 1)
    primitive("Quad", (0, 0, 1), "Clay")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lighting.Surroundings, "_ambient", lambda self, settings: Ambient())
        pixel = shoot(empty).pixel(W // 2, H // 2)
    text = (empty.root / "Assets/Materials/Clay.mat").read_text()
    found = re.search(r"- _Color: \{r: ([\d.]+), g: ([\d.]+), b: ([\d.]+)", text)
    assert found is not None
    assert pixel[:3] == pytest.approx([float(part) * 255 for part in found.groups()], abs=1.01)


def test_point_lights_fade_with_distance(empty: Editor) -> None:
    from UnityEngine import GameObject, LightType, Vector3

    plane = primitive("Quad", (0, 0, 5), "Clay")
    plane.transform.localScale = Vector3(20, 20, 1)
    owner = GameObject("Lamp")
    owner.transform.position = Vector3(0, 0, 4)
    lamp = owner.AddComponent("Light")
    lamp.type = LightType.Point
    lamp.range = 4.0
    picture = shoot(empty)
    middle, side = (sum(picture.pixel(x, H // 2)[:3]) for x in (W // 2, 2))
    assert middle > side


# What makes no sense


@pytest.mark.parametrize(
    "size", [(0, 0), (20_000, 20_000), (-1, 5), (10,), "big", (None, 3), (float("nan"), 1)]
)
def test_a_size_that_makes_no_sense_is_an_error(empty: Editor, size: Any) -> None:
    with pytest.raises(PictureError, match="picture"):
        shoot(empty, size=size)


def test_one_pixel_is_a_picture(empty: Editor) -> None:
    assert shoot(empty, size=(1, 1)).pixel(0, 0) == (51, 102, 153, 255)


def test_places_that_are_no_numbers_are_left_out_and_counted(empty: Editor) -> None:
    from UnityEngine import Vector3

    primitive("Cube", (0, 0, 5), None)
    for name, value in (("NaN", float("nan")), ("huge", 1e30)):
        odd = primitive("Cube", (1, 0, 5), None)
        odd.name = name
        odd.transform.localScale = Vector3(value, 1, 1)
    point = primitive("Cube", (1, 0, 5), None)
    point.transform.localScale = Vector3(0, 0, 1)
    flat = primitive("Cube", (-2, 0, 5), None)
    flat.transform.localScale = Vector3(1, 1, 0)  # still has a front
    picture = shoot(empty)
    assert picture.notes == (
        "1 object(s) with a Transform that is not a number are not drawn",
        "1 object(s) without extent (scale 0) are not drawn",
    )
    assert magenta(picture.pixel(W // 2, H // 2))
    assert min(x for x, _ in where(picture, magenta)) < W / 2 - 12


def test_a_camera_that_stands_nowhere_gives_an_empty_picture(empty: Editor) -> None:
    from UnityEngine import Vector3

    camera().transform.position = Vector3(float("nan"), 0, 0)
    picture = shoot(empty)
    assert picture.is_blank
    assert "left out" in picture.notes[0]


def test_without_a_camera_the_scene_view_is_shown_and_says_so(empty: Editor) -> None:
    from UnityEngine import Object

    Object.DestroyImmediate(camera().gameObject)
    primitive("Cube", (500, 20, -300), None)
    picture = shoot(empty)
    assert "no camera" in picture.view
    assert len(where(picture, magenta)) > W * H / 10  # framed


def test_one_object_is_framed(editor: Editor) -> None:
    from UnityEngine import GameObject

    ball = GameObject.Find("Ball")
    picture = shoot(editor, frame=ball, alone=True, background=(0, 0, 0, 0))
    assert 'of "Ball"' in picture.view
    assert picture.drawn == 1
    covered = where(picture, lambda pixel: pixel[3] > 0)
    left, top, right, bottom = box(covered)
    assert bottom - top + 1 > H * 0.4
    assert (left + right, top + bottom) == pytest.approx((W - 1, H - 1), abs=4)
    with pytest.raises(PictureError, match="frame"):
        shoot(editor, frame="Ball")
    with pytest.raises(PictureError, match="camera"):
        shoot(editor, camera=ball)
    with pytest.raises(PictureError, match="background"):
        shoot(editor, background="red")


# Files of the project


def test_meshes_of_obj_files_are_drawn_as_unity_imports_them(empty: Editor) -> None:
    from unity_kernel.headless.picture.wavefront import read_obj

    mesh = read_obj("v 1 0 0\nv 1 1 0\nv 3 0 0\nf 1 2 3\n# end\n")
    assert mesh.positions[:, 0].tolist() == [-1, -1, -3]  # mirrored in x
    assert mesh.triangles.tolist() == [[0, 2, 1]]
    assert read_obj("").positions.shape == (0, 3)
    quad = read_obj(
        "v 0 0 0\nv 0 1 0\nv 1 1 0\nv 1 0 0\nvt 0 0\nvn 0 0 1\nusemtl a\nf -4/1/1 -3/1/1 -2/1/1 -1/1/1\n"
    )
    assert len(quad.triangles) == 2
    assert quad.normals[0].tolist() == [0, 0, 1]


MESH = """\
%YAML 1.1
%TAG !u! tag:unity3d.com,2011:
--- !u!43 &4300000
Mesh:
  m_Name: Triangle
  m_SubMeshes:
  - serializedVersion: 2
    firstByte: 0
    indexCount: 3
    topology: 0
    baseVertex: 0
    firstVertex: 0
    vertexCount: 3
  m_MeshCompression: 0
  m_IndexFormat: 0
  m_IndexBuffer: 000001000200
  m_VertexData:
    serializedVersion: 3
    m_VertexCount: 3
    m_Channels:
    - {channel0}
    - stream: 0
      offset: 12
      format: 0
      dimension: 52
{rest}
    m_DataSize: 72
    _typelessdata: {data}
"""


def mesh_file(corners: list[tuple[float, float, float]]) -> str:
    import struct

    data = b"".join(struct.pack("<6f", *corner, 0, 0, -1) for corner in corners).hex()
    empty_channel = "    - stream: 0\n      offset: 0\n      format: 0\n      dimension: 0"
    text = MESH.replace("{channel0}", "stream: 0\n      offset: 0\n      format: 0\n      dimension: 3")
    text = text.replace("dimension: 52", "dimension: 51")  # the upper bits are the importer's
    return text.replace("{rest}", "\n".join([empty_channel] * 12)).replace("{data}", data)


def test_meshes_stored_in_the_project_are_drawn(empty: Editor) -> None:
    from UnityEditor import AssetDatabase

    file = empty.root / "Assets/Triangle.asset"
    file.write_text(mesh_file([(-1, -1, 0), (-1, 1, 0), (1, -1, 0)]))
    guid = "0123456789abcdef0123456789abcdef"
    file.with_name("Triangle.asset.meta").write_text(f"fileFormatVersion: 2\nguid: {guid}\n")
    AssetDatabase.Refresh()
    made = primitive("Quad", (0, 0, 5), None)
    made.GetComponent("MeshFilter")._document.set_reference(("m_Mesh",), 4300000, guid, 2)
    picture = shoot(empty)
    left, top, right, bottom = box(where(picture, magenta))
    assert magenta(picture.pixel(left + 1, bottom - 1))
    assert magenta(picture.pixel(left + 1, top + 4))
    assert not magenta(picture.pixel(right - 1, top + 1))
    assert picture.notes == ()


def test_damaged_meshes_are_boxes(empty: Editor) -> None:
    from UnityEditor import AssetDatabase

    damages = (
        ("m_VertexCount: 3", "m_VertexCount: 3000000"),
        ("000001000200", "0000ffff0200"),
        ("0000", "zz"),
    )
    for index, (sound, broken) in enumerate(damages):
        text = mesh_file([(-1, -1, 0), (-1, 1, 0), (1, -1, 0)])
        file = empty.root / f"Assets/Damaged{index}.asset"
        file.write_text(text.replace(sound, broken))
        guid = f"{index:032x}".replace("0", "a")
        file.with_name(file.name + ".meta").write_text(f"fileFormatVersion: 2\nguid: {guid}\n")
        AssetDatabase.Refresh()
        made = primitive("Cube", (0, 0, 5), None)
        made.GetComponent("MeshFilter")._document.set_reference(("m_Mesh",), 4300000, guid, 2)
        shoot(empty)


def test_missing_models_are_boxes_as_large_as_their_colliders(empty: Editor) -> None:
    from UnityEngine import Vector3

    made = primitive("Cube", (0, 0, 10), None)
    made.GetComponent("BoxCollider").size = Vector3(4, 2, 1)
    made.GetComponent("MeshFilter")._document.set_reference(("m_Mesh",), 4300000, "f" * 32, 3)
    picture = shoot(empty)
    left, top, right, bottom = box(where(picture, lambda pixel: pixel[:3] != (51, 102, 153)))
    assert (right - left + 1) / (bottom - top + 1) == pytest.approx(2, abs=0.2)
    assert "boxes" in picture.notes[0]


# Unity's own words


def test_the_recipe_for_a_screenshot_works(empty: Editor) -> None:
    from UnityEngine import Camera, ImageConversion, Rect, RenderTexture, Texture2D, TextureFormat

    primitive("Cube", (-3, 1.5, 10), None)
    eye = Camera.allCameras[0]
    target = RenderTexture(W, H, 24)
    eye.targetTexture = target
    eye.Render()
    RenderTexture.active = target
    texture = Texture2D(W, H)
    texture.ReadPixels(Rect(0, 0, W, H), 0, 0)
    texture.Apply()
    png = ImageConversion.EncodeToPNG(texture)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    background = texture.GetPixel(0, 0)
    assert (background.r, background.g, background.b, background.a) == pytest.approx(
        (0.2, 0.4, 0.6, 0), abs=1e-6
    )
    found = [(x, y) for x in range(W) for y in range(H) if texture.GetPixel(x, y).r > 0.9]
    assert max(x for x, _ in found) < W / 2
    assert min(y for _, y in found) > H / 2  # counted from below
    opaque = Texture2D(W, H, TextureFormat.RGB24, False)
    opaque.ReadPixels(Rect(0, 0, W, H), 0, 0)
    assert opaque.GetPixel(0, 0).a == 1
    import io

    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        assert picture.size == (W, H)
        assert picture.getpixel((0, 0)) == (51, 102, 153, 0)
        x, y = found[0]
        assert picture.getpixel((x, H - 1 - y))[0] > 200  # type: ignore[index]
    with Image.open(io.BytesIO(ImageConversion.EncodeToPNG(opaque))) as picture:
        assert picture.mode == "RGB"
    eye.targetTexture = None
    RenderTexture.active = None
    assert RenderTexture.active is None
    with pytest.raises(HeadlessLimitation, match="targetTexture"):
        eye.Render()
    with pytest.raises(HeadlessLimitation, match="active"):
        texture.ReadPixels(Rect(0, 0, W, H), 0, 0)
    with pytest.raises(PictureError, match="no pixels"):
        RenderTexture(0, 0, 24)
    with pytest.raises(PictureError, match="too large"):
        Texture2D(20_000, 20_000)


def test_a_camera_into_a_texture_is_not_part_of_the_game_view(empty: Editor) -> None:
    from UnityEngine import Camera, RenderTexture

    Camera.allCameras[0].targetTexture = RenderTexture(8, 8, 0)
    assert "no camera" in shoot(empty).view
    assert '"Eye"' in shoot(empty, camera=Camera.allCameras[0]).view


def test_a_picture_changes_nothing(editor: Editor) -> None:
    before = editor.runtime.describe_scene()
    shoot(editor)
    shoot(editor, frame="all")
    assert editor.runtime.describe_scene() == before
    assert before["dirty"] is False


def test_the_sample_looks_as_it_should(editor: Editor) -> None:
    picture = shoot(editor, size=(320, 180))
    assert picture.view == 'camera "Main Camera"'
    assert picture.notes == ()
    assert picture.drawn == 10
    sky, ground = picture.pixel(160, 2), picture.pixel(40, 170)
    assert sky[2] > sky[0] > 100
    assert ground[2] > ground[0]
    orange = where(picture, lambda p: p[0] > 120 and p[0] > 2 * p[2] and p[1] < p[0] * 0.6)
    assert orange
    assert max(x for x, _ in orange) < 200  # the blocks stand on the left


# The result


def test_a_picture_is_a_png(empty: Editor) -> None:
    picture = shoot(empty)
    png = picture._repr_png_()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    start = png.index(b"IDAT") + 4
    length = int.from_bytes(png[start - 8 : start - 4], "big")
    rows = zlib.decompress(png[start : start + length])
    assert rows[:4] == b"\0\x33\x66\x99"  # no filter, then red, green, blue: opaque pictures need no alpha
    assert len(rows) == (W * 3 + 1) * H
    assert picture.is_blank
    with pytest.raises(IndexError):
        picture.pixel(W, 0)


def test_the_editor_starts_without_the_libraries(tmp_path: Path) -> None:
    code = (
        "import sys; import unity_kernel.headless.api.runtime, unity_kernel.headless.picture; "
        "print([name for name in ('numpy', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_the_extra_the_error_says_what_to_install(
    empty: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(PictureError, match=r"pip install 'unity-kernel\[picture\]'"):
        shoot(empty)
