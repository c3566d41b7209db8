"""What others do to a project's files while it is open: noticed, reported, taken over, never overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.projects import SCENE
from unity_kernel.errors import FileChangedError

from .conftest import Editor, Opener
from .lamps import BULB, agree, lamp, make, save


def others_write(path: Path, old: bytes, new: bytes) -> None:
    """Somebody else edits a file; its time is another one however coarse the file system's clock."""
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    later = path.stat().st_mtime_ns + 2_000_000_000
    os.utime(path, ns=(later, later))


def lines(editor: Editor) -> list[str]:
    return [message for severity, message in editor.log if "somebody else" in message]


@pytest.fixture
def shared(tmp_path: Path, open_editor: Opener) -> Editor:
    return make(tmp_path, open_editor, lamp())


def test_a_clean_scene_is_loaded_again_with_its_objects(shared: Editor) -> None:
    from UnityEditor import AssetDatabase  # type: ignore[import-not-found]
    from UnityEngine import GameObject  # type: ignore[import-not-found]

    player, weapon = GameObject.Find("Player"), GameObject.Find("Weapon")
    path = shared.root / SCENE
    others_write(path, b"m_Name: Player", b"m_Name: Hero")
    data = path.read_bytes()
    start = data.index(b"--- !u!1 &300")
    path.write_bytes(
        data[:start].replace(b"\n  - {fileID: 301}", b" []") + data[data.index(b"--- !u!1001") :]
    )
    AssetDatabase.Refresh()
    assert player.name == "Hero"
    assert GameObject.Find("Hero") is player
    assert weapon == None  # noqa: E711 - it is gone
    assert lines(shared) == [f"{SCENE}: changed on disk by somebody else, loaded again"]
    agree(shared)


def test_unsaved_changes_stay_and_nothing_is_overwritten(shared: Editor) -> None:
    from UnityEditor import AssetDatabase
    from UnityEditor.SceneManagement import EditorSceneManager  # type: ignore[import-not-found]
    from UnityEngine import GameObject
    from UnityEngine.SceneManagement import SceneManager  # type: ignore[import-not-found]

    path = shared.root / SCENE
    GameObject.Find("Weapon").name = "Sword"
    others_write(path, b"m_Name: Player", b"m_Name: Hero")
    theirs = path.read_bytes()
    AssetDatabase.Refresh()
    assert GameObject.Find("Sword") is not None
    assert "unsaved changes here, which stay" in lines(shared)[0]
    scene = SceneManager.GetActiveScene()
    with pytest.raises(FileChangedError) as caught:
        EditorSceneManager.SaveScene(scene)
    text = str(caught.value)
    assert text.startswith(f"{SCENE}: not saved: the file was changed on disk at 20")
    assert "after it was loaded at 20" in text
    assert f"SaveScene(scene, '{SCENE}', True)" in text
    assert path.read_bytes() == theirs
    assert scene.isDirty
    assert EditorSceneManager.SaveScene(scene, "Assets/Scenes/Mine.unity", True)
    assert b"Sword" in (shared.root / "Assets/Scenes/Mine.unity").read_bytes()
    assert EditorSceneManager.SaveScene(scene, SCENE, True)
    assert b"Sword" in path.read_bytes()
    assert b"Hero" not in path.read_bytes()
    save()


def test_open_files_are_looked_at_without_a_refresh(shared: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    from UnityEngine import GameObject

    monkeypatch.setattr("unity_kernel.headless.api.diskwatch._PAUSE", 0)
    shared.runtime.look_at_disk()
    path = shared.root / SCENE
    os.utime(path, ns=(1, 1))
    shared.runtime.look_at_disk()
    assert lines(shared) == []  # only its time is another one
    others_write(path, b"m_Name: Player", b"m_Name: Hero")
    for _ in range(3):
        shared.runtime.look_at_disk()
    assert lines(shared) == [
        f"{SCENE}: was changed on disk by somebody else; AssetDatabase.Refresh() loads it again"
    ]
    assert GameObject.Find("Player") is not None
    path.unlink()
    shared.runtime.look_at_disk()
    assert "was deleted or moved by somebody else" in lines(shared)[1]


def test_prefabs_are_followed_into_all_their_instances(shared: Editor) -> None:
    from UnityEditor import AssetDatabase, PrefabUtility
    from UnityEngine import GameObject

    bulb = GameObject.Find("Lamp/Bulb")
    asset = AssetDatabase.LoadAssetAtPath("Assets/Bulb.prefab", GameObject)
    bulb.layer = 4
    others_write(shared.root / "Assets/Bulb.prefab", b"m_Name: Bulb", b"m_Name: Tube")
    AssetDatabase.Refresh()
    assert (asset.name, bulb.name, bulb.layer) == ("Tube", "Tube", 4)
    agree(shared)
    gone = (shared.root / "Assets/Bulb.prefab").read_bytes()
    (shared.root / "Assets/Bulb.prefab").unlink()
    (shared.root / "Assets/Bulb.prefab.meta").unlink()
    AssetDatabase.Refresh()
    assert AssetDatabase.GUIDToAssetPath(BULB) == ""
    assert asset == None  # noqa: E711
    lamp_object = GameObject.Find("Lamp")
    assert lamp_object.transform.childCount == 1
    (shared.root / "Assets/Bulb.prefab").write_bytes(gone)
    (shared.root / "Assets/Bulb.prefab.meta").write_text(f"fileFormatVersion: 2\nguid: {BULB}\n")
    AssetDatabase.Refresh()
    tube = GameObject.Find("Lamp").transform.GetChild(0)
    assert (tube.name, tube.gameObject.layer) == ("Tube", 4)
    assert PrefabUtility.GetPrefabAssetPathOfNearestInstanceRoot(tube) == "Assets/Bulb.prefab"
    agree(shared)


def test_two_editors_on_one_project(tmp_path: Path, open_editor: Opener) -> None:
    first = make(tmp_path, open_editor, lamp())
    from UnityEditor import AssetDatabase
    from UnityEngine import GameObject

    mine = GameObject.Find("Player")
    second = Editor(first.root)
    GameObject.Find("Weapon").name = "Bow"
    save()
    second.close()
    first.runtime.install()
    mine.name = "Hero"
    with pytest.raises(FileChangedError):
        save()
    assert b"Bow" in (first.root / SCENE).read_bytes()
    mine.name = "Player"
    AssetDatabase.Refresh()
    assert GameObject.Find("Player").name == "Player"


def test_materials_are_followed(editor: Editor) -> None:
    from UnityEditor import AssetDatabase
    from UnityEngine import Material

    guid = AssetDatabase.FindAssets("t:Material")[0]
    path = AssetDatabase.GUIDToAssetPath(guid)
    material = AssetDatabase.LoadAssetAtPath(path, Material)
    where = editor.root / path
    name = material.name
    others_write(where, f"m_Name: {name}".encode(), b"m_Name: Painted")
    AssetDatabase.Refresh()
    assert material.name == "Painted"
    material.name = "Mine"
    others_write(where, b"m_Name: Painted", b"m_Name: Theirs")
    AssetDatabase.Refresh()
    assert material.name == "Mine"
    with pytest.raises(FileChangedError):
        AssetDatabase.SaveAssets()
    assert b"Theirs" in where.read_bytes()


def test_unsaved_changes_are_lost_with_a_word_when_another_scene_is_opened(shared: Editor) -> None:
    from UnityEditor.SceneManagement import EditorSceneManager, OpenSceneMode
    from UnityEngine import GameObject

    before = (shared.root / SCENE).read_bytes()
    (shared.root / "Assets/Other.unity").write_bytes(before.replace(b"Player", b"Other"))
    player = GameObject.Find("Player")
    player.name = "Hero"
    EditorSceneManager.OpenScene("Assets/Other.unity")
    assert player == None  # noqa: E711
    assert GameObject.Find("Other") is not None
    assert any("its unsaved changes are lost" in message for _, message in shared.log)
    assert (shared.root / SCENE).read_bytes() == before
    added = EditorSceneManager.OpenScene(SCENE, OpenSceneMode.Additive)
    assert EditorSceneManager.OpenScene(SCENE, OpenSceneMode.Additive) == added
    assert GameObject.Find("Player") is not None
    assert EditorSceneManager.sceneCount == 2
