"""Assets: found, loaded, looked into, changed and saved, made, copied, moved and deleted."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from unity_kernel.errors import HeadlessLimitation, ProjectError
from unity_kernel.headless.project.imagesize import image_size
from unity_kernel.headless.project.meta import Meta

from .conftest import Editor

HEAD = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n"
BRASS = "Assets/Materials/Brass.mat"
SCRIPT = """
using UnityEngine;
namespace Game {
    public class Settings : ScriptableObject {
        public float speed = 45f;
        public int lives = 3;
        public bool hard = true;
        public string title = "a: b";
        public Vector3 up = Vector3.up;
        public Color tint = new Color(1, 0.5f, 0);
        public Material look;
        public float[] values;
        [SerializeField] LayerMask mask;
        float hidden;
    }
}
"""


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + b"IHDR"
        + header
        + struct.pack(">I", zlib.crc32(header))
    )


def put(editor: Editor, path: str, data: str | bytes, meta: str = "", guid: str = "") -> str:
    """Writes an asset with its .meta; returns its GUID."""
    where = editor.root / path
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_bytes(data.encode() if isinstance(data, str) else data)
    guid = guid or f"{zlib.crc32(path.encode()):032x}"
    Path(f"{where}.meta").write_text(f"fileFormatVersion: 2\nguid: {guid}\n{meta}")
    from UnityEditor import AssetDatabase  # type: ignore[import-not-found]

    AssetDatabase.Refresh()
    return guid


def test_a_material_is_read_written_and_saved(editor: Editor) -> None:
    from UnityEditor import AssetDatabase, EditorUtility
    from UnityEngine import Color, GameObject, Material, Renderer, Texture2D, Vector2  # type: ignore[import-not-found]

    brass = AssetDatabase.LoadAssetAtPath[Material](BRASS)
    assert brass is AssetDatabase.LoadAssetAtPath(BRASS, Material)
    assert brass is AssetDatabase.LoadMainAssetAtPath(BRASS)
    assert AssetDatabase.LoadAssetAtPath[Texture2D](BRASS) is None
    assert AssetDatabase.LoadAssetAtPath[Material]("Assets/None.mat") is None
    assert (brass.name, brass.shader.name, brass.renderQueue) == ("Brass", "Standard", 2000)
    users = [r for r in GameObject.FindObjectsByType(Renderer) if r.sharedMaterial is brass]
    assert users, "scenes refer to the same object"
    assert brass.HasProperty("_Metallic")
    assert not brass.HasProperty("_Nonsense")
    before = (editor.root / BRASS).read_bytes()
    AssetDatabase.SaveAssets()
    assert (editor.root / BRASS).read_bytes() == before
    assert not EditorUtility.IsDirty(brass)
    metallic = brass.GetFloat("_Metallic")
    brass.color = Color(1, 0.5, 0.25, 1)
    brass.SetFloat("_Metallic", 0.125)
    brass.mainTextureScale = Vector2(2, 3)
    assert EditorUtility.IsDirty(brass)
    assert users[0].sharedMaterial.color == Color(1, 0.5, 0.25, 1)
    AssetDatabase.SaveAssets()
    assert not EditorUtility.IsDirty(brass)
    after = (editor.root / BRASS).read_bytes()
    changed = [new for old, new in zip(before.split(b"\n"), after.split(b"\n"), strict=True) if old != new]
    assert b"    - _Metallic: 0.125" in changed
    assert b"    - _Color: {r: 1, g: 0.5, b: 0.25, a: 1}" in changed
    assert len(changed) == 3
    assert metallic != 0.125
    brass.SetColor("_Nonsense", Color.red)
    assert editor.log[-1] == (
        "error",
        "Material 'Brass' with Shader 'Standard' doesn't have a color property '_Nonsense'",
    )
    brass.EnableKeyword("_EMISSION")
    assert brass.IsKeywordEnabled("_EMISSION")
    assert list(brass.shaderKeywords) == ["_EMISSION"]


def test_undo_works_on_assets(editor: Editor) -> None:
    from UnityEditor import AssetDatabase, Undo
    from UnityEngine import Color, Material

    brass = AssetDatabase.LoadAssetAtPath[Material](BRASS)
    color = brass.color
    Undo.RecordObject(brass, "Tint")
    brass.color = Color.red
    Undo.PerformUndo()
    assert brass.color == color
    AssetDatabase.SaveAssets()


def test_assets_are_made_copied_moved_and_deleted(editor: Editor) -> None:
    from UnityEditor import AssetDatabase
    from UnityEngine import AnimationClip, Color, GameObject, Material, Renderer, Shader

    guid = AssetDatabase.CreateFolder("Assets", "New")
    assert AssetDatabase.GUIDToAssetPath(guid) == "Assets/New"
    assert AssetDatabase.GUIDToAssetPath(AssetDatabase.CreateFolder("Assets", "New")) == "Assets/New 1"
    made = Material(Shader.Find("Standard"))
    renderer = GameObject.FindObjectsByType(Renderer)[0]
    with pytest.raises(TypeError, match="CreateAsset"):
        renderer.sharedMaterial = made
    AssetDatabase.CreateAsset(made, "Assets/New/Red.mat")
    made.color = Color.red
    renderer.sharedMaterial = made
    AssetDatabase.SaveAssets()
    assert made.name == "Red"
    assert b"- _Color: {r: 1, g: 0, b: 0, a: 1}" in (editor.root / "Assets/New/Red.mat").read_bytes()
    with pytest.raises(ProjectError, match="in a file already"):
        AssetDatabase.CreateAsset(made, "Assets/Again.mat")
    with pytest.raises(ProjectError, match="below the project's Assets"):
        AssetDatabase.CreateAsset(Material(made), "../outside.mat")
    identity = AssetDatabase.AssetPathToGUID("Assets/New/Red.mat")
    assert AssetDatabase.CopyAsset("Assets/New/Red.mat", "Assets/New/Blue.mat")
    assert AssetDatabase.AssetPathToGUID("Assets/New/Blue.mat") not in ("", identity)
    copy = AssetDatabase.LoadMainAssetAtPath("Assets/New/Blue.mat")
    assert (copy.name, copy.color) == ("Blue", Color.red)
    assert AssetDatabase.RenameAsset("Assets/New/Red.mat", "Crimson") == ""
    assert AssetDatabase.AssetPathToGUID("Assets/New/Crimson.mat") == identity
    assert made.name == "Crimson"
    assert renderer.sharedMaterial is made
    assert "already exist" in AssetDatabase.MoveAsset("Assets/New/Crimson.mat", "Assets/New/Blue.mat")
    assert AssetDatabase.MoveAsset("Assets/New", "Assets/Old") == ""
    assert AssetDatabase.GetAssetPath(made) == "Assets/Old/Crimson.mat"
    made.color = Color.green
    AssetDatabase.SaveAssets()
    assert b"r: 0, g: 1" in (editor.root / "Assets/Old/Crimson.mat").read_bytes()
    clip = AnimationClip()
    AssetDatabase.CreateAsset(clip, "Assets/Old/Idle.anim")
    assert (clip.length, clip.frameRate, clip.empty) == (1.0, 60.0, True)
    assert AssetDatabase.DeleteAsset("Assets/Old")
    assert not AssetDatabase.DeleteAsset("Assets/Old")
    assert made == None  # noqa: E711 - Unity's own null
    assert renderer.sharedMaterial is None
    assert not (editor.root / "Assets/Old.meta").exists()
    assert AssetDatabase.GenerateUniqueAssetPath(BRASS) == "Assets/Materials/Brass 1.mat"


def test_scriptable_objects_with_the_types_of_their_source(editor: Editor) -> None:
    from UnityEditor import AssetDatabase
    from UnityEngine import Color, Material, ScriptableObject, Vector3

    put(editor, "Assets/Scripts/Settings.cs", SCRIPT)
    made = ScriptableObject.CreateInstance("Settings")
    assert type(made).__module__ == "Game"
    assert (made.speed, made.lives, made.hard, made.title) == (45.0, 3, True, "a: b")
    assert type(made.speed) is float
    assert (made.up, made.tint) == (Vector3.up, Color(1, 0.5, 0, 1))
    assert made.look is None
    assert not hasattr(made, "hidden")
    made.speed = 50
    assert type(made.speed) is float
    AssetDatabase.CreateAsset(made, "Assets/Easy.asset")
    made.look = AssetDatabase.LoadMainAssetAtPath(BRASS)
    AssetDatabase.SaveAssets()
    text = (editor.root / "Assets/Easy.asset").read_text()
    assert "  speed: 50\n" in text
    assert "  title: 'a: b'\n" in text
    assert isinstance(made.look, Material)
    assert made.mask.value == 0
    assert AssetDatabase.LoadAssetAtPath[ScriptableObject]("Assets/Easy.asset") is made
    assert list(AssetDatabase.FindAssets("t:Settings")) == [
        AssetDatabase.AssetPathToGUID("Assets/Easy.asset")
    ]
    assert list(AssetDatabase.GetDependencies("Assets/Easy.asset", False)) == [
        BRASS,
        "Assets/Scripts/Settings.cs",
    ]
    script = AssetDatabase.LoadMainAssetAtPath("Assets/Scripts/Settings.cs")
    assert script.GetClass().FullName == "Game.Settings"
    assert script.text == SCRIPT
    with pytest.raises(HeadlessLimitation, match="no source"):
        ScriptableObject.CreateInstance("Nonsense")


def test_a_behaviours_numbers_have_their_types(editor: Editor) -> None:
    from UnityEngine import GameObject, MonoBehaviour

    spinner = GameObject.FindObjectsByType(MonoBehaviour)[0]
    spinner.degreesPerSecond = 45
    assert type(spinner.degreesPerSecond) is float
    source = editor.root / "Assets/Scripts/Spinner.cs"
    source.write_text(source.read_text().replace("float degrees", "int degrees"))
    import os

    os.utime(source, ns=(1, 1))
    assert type(spinner.degreesPerSecond) is int, "the source is read again when it changed"


def test_textures_and_sprites(editor: Editor) -> None:
    from UnityEditor import AssetDatabase
    from UnityEngine import Rect, Sprite, Texture2D

    one = "TextureImporter:\n  spriteMode: 1\n  textureType: 8\n  spritePixelsToUnits: 50\n"
    put(editor, "Assets/Art/one.png", png(64, 32), one)
    texture = AssetDatabase.LoadAssetAtPath[Texture2D]("Assets/Art/one.png")
    assert (texture.width, texture.height, texture.name) == (64, 32, "one")
    sprite = AssetDatabase.LoadAssetAtPath[Sprite]("Assets/Art/one.png")
    assert sprite.texture is texture
    assert (sprite.rect, sprite.pixelsPerUnit) == (Rect(0, 0, 64, 32), 50)
    many = (
        "TextureImporter:\n  spriteMode: 2\n  textureType: 8\n  maxTextureSize: 32\n  spriteSheet:\n"
        "    serializedVersion: 2\n    sprites:\n    - serializedVersion: 2\n      name: left\n      rect:\n"
        "        serializedVersion: 2\n        x: 0\n        y: 0\n        width: 16\n        height: 16\n"
        "      internalID: 77\n"
    )
    put(editor, "Assets/Art/many.png", png(64, 32), many)
    kinds = [type(o).__name__ for o in AssetDatabase.LoadAllAssetsAtPath("Assets/Art/many.png")]
    assert kinds == ["Texture2D", "Sprite"]
    (left,) = AssetDatabase.LoadAllAssetRepresentationsAtPath("Assets/Art/many.png")
    assert (left.name, left.rect) == ("left", Rect(0, 0, 16, 16))
    assert left.texture.width == 32, "shrunk on import"
    put(editor, "Assets/Art/broken.png", b"not a picture", one)
    with pytest.raises(HeadlessLimitation, match="size"):
        _ = AssetDatabase.LoadMainAssetAtPath("Assets/Art/broken.png").width
    assert AssetDatabase.FindAssets("t:Sprite").Length == 3
    assert AssetDatabase.GetMainAssetTypeAtPath("Assets/Art/one.png").FullName == "UnityEngine.Texture2D"


def test_models_name_their_parts(editor: Editor) -> None:
    from UnityEditor import AssetDatabase
    from UnityEngine import GameObject, Mesh

    meta = "ModelImporter:\n  internalIDToNameTable:\n  - first:\n      43: 99\n    second: Wheel\n"
    put(editor, "Assets/car.fbx", b"Kaydara", meta)
    assert isinstance(AssetDatabase.LoadMainAssetAtPath("Assets/car.fbx"), GameObject)
    assert AssetDatabase.LoadAssetAtPath[Mesh]("Assets/car.fbx").name == "Wheel"
    with pytest.raises(HeadlessLimitation, match="vertex count"):
        _ = AssetDatabase.LoadAssetAtPath[Mesh]("Assets/car.fbx").vertexCount
    mesh = (
        f"{HEAD}--- !u!43 &4300000\nMesh:\n  m_Name: Plate\n  m_SubMeshes:\n  - firstByte: 0\n    indexCount: 6\n"
        "  m_VertexData:\n    m_VertexCount: 4\n  m_LocalAABB:\n    m_Center: {x: 0, y: 0, z: 0}\n"
        "    m_Extent: {x: 1, y: 0, z: 2}\n"
    )
    put(editor, "Assets/plate.asset", mesh, "NativeFormatImporter:\n  mainObjectFileID: 4300000\n")
    plate = AssetDatabase.LoadAssetAtPath[Mesh]("Assets/plate.asset")
    assert (plate.vertexCount, plate.subMeshCount, plate.GetIndexCount(0)) == (4, 1, 6)
    assert plate.bounds.size.z == 4
    cube = GameObject.CreatePrimitive("Cube")
    shape = cube.GetComponent("MeshFilter").sharedMesh
    assert (shape.name, shape.vertexCount, shape.GetIndexCount(0)) == ("Cube", 24, 36)
    assert shape is GameObject.CreatePrimitive("Cube").GetComponent("MeshFilter").sharedMesh


def test_search(editor: Editor) -> None:
    from UnityEditor import AssetDatabase

    put(
        editor,
        "Assets/Art/Old Brass.mat",
        f"{HEAD}--- !u!21 &2100000\nMaterial:\n  m_Name: x\n",
        "labels:\n- Metal\n",
    )

    def names(*arguments: Any) -> list[str]:
        found = [AssetDatabase.GUIDToAssetPath(g) for g in AssetDatabase.FindAssets(*arguments)]
        return [path.rpartition("/")[2] for path in found]

    assert names("t:material brass") == ["Old Brass.mat", "Brass.mat"]
    assert names("t:Material l:metal") == ["Old Brass.mat"]
    assert names('"old brass"') == ["Old Brass.mat"]
    assert names("brass", ["Assets/Materials"]) == ["Brass.mat"]
    assert names("t:Scene t:Script") == ["Workshop.unity", "Spinner.cs"]
    assert names("glob:*.cs") == ["Spinner.cs"]
    assert names("t:Nonsense") == []
    with pytest.raises(HeadlessLimitation, match="ref:"):
        names("ref:Assets/x.mat")


def test_resources(editor: Editor) -> None:
    from UnityEngine import Resources, TextAsset

    put(editor, "Assets/Game/Resources/Texts/Hello.txt", "hello")
    assert Resources.Load("Texts/Hello").text == "hello"
    assert Resources.Load[TextAsset]("texts/hello") is Resources.Load("Texts/Hello", TextAsset)
    assert Resources.Load("Texts/None") is None
    assert Resources.LoadAll[TextAsset]("Texts").Length == 1
    assert Resources.GetBuiltinResource(object, "Cube.fbx").name == "Cube"


def test_image_sizes(tmp_path: Path) -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 30) + b"\0" * 20
    tiff = (
        b"II*\0"
        + struct.pack("<IH", 8, 2)
        + struct.pack("<HHIHH", 256, 3, 1, 40, 0)
        + struct.pack("<HHII", 257, 4, 1, 50)
    )
    samples = {
        "a.png": (png(3, 4), (3, 4)),
        "a.jpg": (jpeg, (30, 20)),
        "a.gif": (b"GIF89a" + struct.pack("<HH", 5, 6), (5, 6)),
        "a.bmp": (b"BM" + b"\0" * 16 + struct.pack("<ii", 7, -8), (7, 8)),
        "a.psd": (b"8BPS" + b"\0" * 10 + struct.pack(">II", 9, 10), (10, 9)),
        "a.tga": (b"\0\0\x02" + b"\0" * 9 + struct.pack("<HH", 11, 12), (11, 12)),
        "a.tif": (tiff, (40, 50)),
        "a.hdr": (b"#?RADIANCE\n\n-Y 60 +X 70\n", (70, 60)),
        "a.exr": (
            b"\x76\x2f\x31\x01dataWindow\0box2i\0\x10\0\0\0" + struct.pack("<iiii", 0, 0, 79, 89),
            (80, 90),
        ),
        "b.png": (b"\x89PNG\r\n\x1a\n", None),
        "c.png": (b"", None),
    }
    for name, (data, size) in samples.items():
        (tmp_path / name).write_bytes(data)
        assert image_size(tmp_path / name) == size, name
    assert image_size(tmp_path / "none.png") is None
    assert Meta(tmp_path / "none.meta").sprites == []
