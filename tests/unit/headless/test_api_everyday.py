"""What editor scripts use every day: importers, labels, bundles, tags, static flags, prefab scopes, selections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from unity_kernel.errors import FileChangedError

from .conftest import Editor

PICTURE = "Assets/Brick.png"
GUID = "0123456789abcdef" * 2
META = f"""\
fileFormatVersion: 2
guid: {GUID}
TextureImporter:
  internalIDToNameTable: []
  externalObjects: {{}}
  serializedVersion: 12
  mipmaps:
    mipMapMode: 0
    enableMipMap: 1
    sRGBTexture: 1
  isReadable: 0
  maxTextureSize: 2048
  textureSettings:
    serializedVersion: 2
    filterMode: 1
    aniso: 1
    wrapU: 0
    wrapV: 0
    wrapW: 0
  textureType: 0
  textureShape: 1
  platformSettings:
  - serializedVersion: 3
    buildTarget: Standalone
    maxTextureSize: 512
    textureCompression: 1
  - serializedVersion: 3
    buildTarget: DefaultTexturePlatform
    maxTextureSize: 2048
    textureCompression: 1
    compressionQuality: 50
    crunchedCompression: 0
  userData: 
  assetBundleName: 
  assetBundleVariant: 
"""  # noqa: W291


@pytest.fixture
def picture(editor: Editor) -> Path:
    """The ``.meta`` of a picture in the project, with Windows' line ends."""
    from UnityEditor import AssetDatabase  # type: ignore[import-not-found]

    (editor.root / PICTURE).write_bytes(b"no picture")
    meta = editor.root / f"{PICTURE}.meta"
    meta.write_bytes(META.replace("\n", "\r\n").encode())
    AssetDatabase.Refresh()
    return meta


def changed(meta: Path) -> list[str]:
    old, new = META.splitlines(), meta.read_bytes().decode().splitlines()
    return [line for line in new if line not in old]


def test_import_settings_are_read_and_written_line_by_line(picture: Path) -> None:
    from UnityEditor import AssetImporter, TextureImporterCompression, TextureImporterType
    from UnityEngine import FilterMode, TextureWrapMode  # type: ignore[import-not-found]

    importer = AssetImporter.GetAtPath(PICTURE)
    assert importer.GetType().FullName == "UnityEditor.TextureImporter"
    assert (importer.assetPath, importer.userData, importer.maxTextureSize) == (PICTURE, "", 2048)
    assert importer.textureCompression == TextureImporterCompression.Compressed
    importer.SaveAndReimport()
    assert picture.read_bytes() == META.replace("\n", "\r\n").encode(), "nothing was set"
    importer.textureType = TextureImporterType.NormalMap
    importer.sRGBTexture = False
    importer.filterMode = FilterMode.Trilinear
    importer.wrapMode = TextureWrapMode.Clamp
    importer.maxTextureSize = 1024
    importer.userData = "checked: twice"
    assert AssetImporter.GetAtPath(PICTURE) is importer
    assert picture.read_bytes() == META.replace("\n", "\r\n").encode(), "not before it is asked for"
    importer.SaveAndReimport()
    assert changed(picture) == [
        "    sRGBTexture: 0", "  maxTextureSize: 1024", "    filterMode: 2", "    wrapU: 1", "    wrapV: 1",
        "    wrapW: 1", "  textureType: 1", "    maxTextureSize: 1024", "  userData: 'checked: twice'",
    ]  # fmt: skip
    assert "maxTextureSize: 512" in picture.read_text(), "another platform's"
    assert AssetImporter.GetAtPath("Assets/Nothing.png") is None


def test_settings_that_others_changed_are_not_overwritten(picture: Path) -> None:
    from UnityEditor import AssetImporter

    importer = AssetImporter.GetAtPath(PICTURE)
    importer.isReadable = True
    picture.write_bytes(picture.read_bytes().replace(b"isReadable: 0", b"isReadable: 0 "))
    with pytest.raises(FileChangedError):
        importer.SaveAndReimport()
    picture.write_bytes(META.encode())
    fresh = AssetImporter.GetAtPath(PICTURE)
    assert fresh is importer, "its changes wait"


def test_bundles(picture: Path, editor: Editor) -> None:
    from UnityEditor import AssetDatabase, AssetImporter

    assert AssetDatabase.GetImplicitAssetBundleName(PICTURE) == ""
    folder = AssetImporter.GetAtPath("Assets/Materials")
    folder.assetBundleName = "looks"
    folder.SaveAndReimport()
    assert AssetDatabase.GetImplicitAssetBundleName("Assets/Materials/Brass.mat") == "looks"
    assert AssetDatabase.GetAllAssetBundleNames()[0] == "looks"
    assert "Assets/Materials/Brass.mat" in list(AssetDatabase.GetAssetPathsFromAssetBundle("looks"))
    assert PICTURE not in list(AssetDatabase.GetAssetPathsFromAssetBundle("looks"))


def test_labels_are_kept_in_the_meta(picture: Path) -> None:
    from UnityEditor import AssetDatabase
    from UnityEngine import Texture2D

    texture = AssetDatabase.LoadAssetAtPath(PICTURE, Texture2D)
    AssetDatabase.SetLabels(texture, ["Wall", "Old: 1"])
    assert list(AssetDatabase.GetLabels(texture)) == ["Old: 1", "Wall"]
    assert picture.read_bytes().count(b"\r\n") == picture.read_bytes().count(b"\n")
    assert [AssetDatabase.GUIDToAssetPath(g) for g in AssetDatabase.FindAssets("l:Wall")] == [PICTURE]
    AssetDatabase.ClearLabels(texture)
    assert picture.read_bytes() == META.replace("\n", "\r\n").encode()


def test_tags_are_defined_and_used(editor: Editor) -> None:
    from UnityEditorInternal import InternalEditorUtility  # type: ignore[import-not-found]
    from UnityEngine import GameObject, UnityException

    block = GameObject.Find("Block 1")
    with pytest.raises(UnityException):
        block.tag = "Fragile"
    InternalEditorUtility.AddTag("Fragile")
    InternalEditorUtility.AddTag("Player")
    assert list(InternalEditorUtility.tags).count("Player") == 1
    block.tag = "Fragile"
    text = (editor.root / "ProjectSettings" / "TagManager.asset").read_text()
    assert "  - Fragile\n" in text
    InternalEditorUtility.RemoveTag("Fragile")
    assert "Fragile" not in (editor.root / "ProjectSettings" / "TagManager.asset").read_text()
    assert "Water" in list(InternalEditorUtility.layers)


def test_static_flags_names_and_missing_scripts(editor: Editor) -> None:
    from UnityEditor import GameObjectUtility, StaticEditorFlags
    from UnityEngine import GameObject

    blocks = GameObject.Find("Blocks")
    block = GameObject.Find("Block 1")
    GameObjectUtility.SetStaticEditorFlags(
        block, StaticEditorFlags.BatchingStatic | StaticEditorFlags.ContributeGI
    )
    assert block._document.text("m_StaticEditorFlags") == "5"
    assert GameObjectUtility.AreStaticEditorFlagsSet(block, StaticEditorFlags.BatchingStatic)
    assert GameObjectUtility.GetUniqueNameForSibling(blocks.transform, "Block 1") == "Block 1 (1)"
    made = GameObject("Block 1")
    GameObjectUtility.SetParentAndAlign(made, blocks)
    GameObjectUtility.EnsureUniqueNameForSibling(made)
    assert (made.name, made.transform.parent, made.layer) == ("Block 1 (1)", blocks.transform, blocks.layer)
    assert GameObjectUtility.GetMonoBehavioursWithMissingScriptCount(block) == 0
    globe = GameObject.Find("Globe")
    spinner = globe.GetComponent("Spinner")
    spinner._document.set_reference(("m_Script",), 11500000, "f" * 32, 3)
    from UnityEditor.SceneManagement import EditorSceneManager  # type: ignore[import-not-found]

    path = "Assets/Scenes/Workshop.unity"
    EditorSceneManager.SaveOpenScenes()
    EditorSceneManager.OpenScene(path)
    globe = GameObject.Find("Globe")
    assert GameObjectUtility.GetMonoBehavioursWithMissingScriptCount(globe) == 1
    assert GameObjectUtility.RemoveMonoBehavioursWithMissingScript(globe) == 1
    assert GameObjectUtility.GetMonoBehavioursWithMissingScriptCount(globe) == 0


def test_a_prefab_is_edited_in_a_scope(editor: Editor) -> None:
    from UnityEditor import PrefabUtility
    from UnityEngine import GameObject, Light

    path = "Assets/Lantern.prefab"
    PrefabUtility.SaveAsPrefabAsset(GameObject.Find("Lantern"), path)
    with PrefabUtility.EditPrefabContentsScope(path) as scope:
        scope.prefabContentsRoot.name = "Lamp"
        scope.prefabContentsRoot.AddComponent(Light).intensity = 3
    assert "m_Intensity: 3\n" in (editor.root / path).read_text()
    assert scope.prefabContentsRoot is None


def test_selections_are_filtered(editor: Editor) -> None:
    from UnityEditor import AssetDatabase, Selection, SelectionMode
    from UnityEngine import GameObject, Material, MeshRenderer

    blocks, block = GameObject.Find("Blocks"), GameObject.Find("Block 1")
    brass = AssetDatabase.LoadAssetAtPath("Assets/Materials/Brass.mat", Material)
    Selection.objects = [blocks, block, brass]
    assert [node.name for node in Selection.GetTransforms(SelectionMode.TopLevel)] == ["Blocks"]
    assert len(Selection.GetTransforms(SelectionMode.Deep)) == blocks.transform.childCount + 1
    assert list(Selection.GetFiltered(Material, SelectionMode.Assets)) == [brass]
    assert len(Selection.GetFiltered[MeshRenderer](SelectionMode.Deep)) >= 5
    assert [AssetDatabase.GUIDToAssetPath(g) for g in Selection.assetGUIDs] == ["Assets/Materials/Brass.mat"]


def test_scenes_tell_what_becomes_of_them(editor: Editor) -> None:
    from UnityEditor.SceneManagement import EditorSceneManager, NewSceneMode, NewSceneSetup

    seen: list[Any] = []
    EditorSceneManager.sceneOpened += lambda scene, mode: seen.append(("opened", scene.name))
    EditorSceneManager.sceneSaved += lambda scene: seen.append(("saved", scene.name))
    EditorSceneManager.sceneClosing += lambda scene, removing: seen.append(("closing", scene.name))
    setup = EditorSceneManager.GetSceneManagerSetup()
    other = EditorSceneManager.NewScene(NewSceneSetup.EmptyScene, NewSceneMode.Additive)
    EditorSceneManager.SaveScene(other, "Assets/Scenes/Other.unity")
    EditorSceneManager.CloseScene(other, True)
    EditorSceneManager.OpenScene("Assets/Scenes/Other.unity")
    assert seen == [("saved", "Other"), ("closing", "Other"), ("opened", "Other")]
    EditorSceneManager.RestoreSceneManagerSetup(setup)
    assert EditorSceneManager.GetActiveScene().name == "Workshop"


@pytest.mark.usefixtures("editor")
def test_rectangles_are_placed_by_edges_and_offsets() -> None:
    from UnityEngine import Canvas, GameObject, RectTransform, Vector2, Vector3

    canvas = GameObject("Canvas", Canvas).transform
    canvas.sizeDelta = Vector2(400, 300)
    panel = GameObject("Panel", RectTransform).transform
    panel.SetParent(canvas, False)
    panel.anchorMin, panel.anchorMax = Vector2.zero, Vector2.one
    panel.offsetMin, panel.offsetMax = Vector2(10, 20), Vector2(-30, -40)
    assert (panel.rect.width, panel.rect.height) == (360, 240)
    assert panel.offsetMin == Vector2(10, 20)
    assert panel.offsetMax == Vector2(-30, -40)
    panel.SetSizeWithCurrentAnchors(RectTransform.Axis.Horizontal, 100)
    assert panel.rect.width == 100
    panel.SetInsetAndSizeFromParentEdge(RectTransform.Edge.Left, 15, 50)
    corners = [Vector3.zero] * 4
    panel.GetWorldCorners(corners)
    assert corners[0].x == pytest.approx(-200 + 15)
    assert corners[2].x == pytest.approx(-200 + 65)
    panel.SetInsetAndSizeFromParentEdge(RectTransform.Edge.Top, 5, 20)
    panel.GetWorldCorners(corners)
    assert corners[1].y == pytest.approx(150 - 5)


def test_a_meta_without_its_file_is_no_asset(picture: Path, editor: Editor) -> None:
    from UnityEditor import AssetDatabase
    from UnityEngine import Texture2D

    (editor.root / PICTURE).unlink()
    assert AssetDatabase.LoadAssetAtPath(PICTURE, Texture2D) is None
    assert not AssetDatabase.AssetPathExists(PICTURE)
    assert any(f"{PICTURE} has a .meta and no file" in line for _, line in editor.log)
