"""Play mode, preferences, build settings, ids of objects, small helpers of editor scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unity_kernel.headless.api import world

from .conftest import Editor

WORKSHOP = "Assets/Scenes/Workshop.unity"


def rendered() -> bytes:
    scene = world.current().active
    assert scene is not None
    scene.flush()
    return scene.file.render()


def test_play_mode_puts_the_scene_back(editor: Editor) -> None:
    from UnityEditor import EditorApplication, PlayModeStateChange  # type: ignore[import-not-found]
    from UnityEngine import GameObject, Light, Object, Time, Vector3  # type: ignore[import-not-found]

    heard: list[str] = []
    EditorApplication.playModeStateChanged += lambda change: heard.append(str(change))
    before, ball, blocks = rendered(), GameObject.Find("Ball"), GameObject.Find("Blocks")
    at = ball.transform.position
    EditorApplication.isPlaying = True
    playing: bool = EditorApplication.isPlaying
    assert not playing, "it takes effect with the next tick"
    assert EditorApplication.isPlayingOrWillChangePlaymode
    assert editor.runtime.wants_ticks
    editor.runtime.tick()
    assert editor.runtime._world.playing
    assert heard == ["ExitingEditMode", "EnteredPlayMode"]
    ball.transform.position = Vector3(9, 9, 9)
    ball.transform.SetParent(GameObject("made while playing").transform)
    made = GameObject.Find("made while playing")
    Object.Destroy(blocks)
    ball.GetComponent("Renderer").enabled = False
    GameObject.Find("Globe").AddComponent(Light)
    assert str(blocks) == "null"
    editor.runtime.tick()
    editor.runtime.tick()
    assert Time.time == pytest.approx(0.04)
    EditorApplication.isPaused = True
    editor.runtime.tick()
    EditorApplication.Step()
    assert Time.time == pytest.approx(0.06)
    EditorApplication.ExitPlaymode()
    editor.runtime.tick()
    assert heard[2:] == ["ExitingPlayMode", "EnteredEditMode"], heard
    assert not EditorApplication.isPlaying
    assert not EditorApplication.isPaused
    assert rendered() == before
    assert not ball.scene.isDirty
    assert str(made) == "null"
    assert (ball.transform.position, ball.transform.parent) == (at, None)
    assert GameObject.Find("Blocks/Block 4").transform.parent.gameObject is blocks
    assert world.current().play is None
    assert int(PlayModeStateChange.EnteredPlayMode) == 2


def test_play_mode_can_be_called_off(editor: Editor) -> None:
    from UnityEditor import EditorApplication

    def call_off(change: object) -> None:
        EditorApplication.isPlaying = False

    EditorApplication.playModeStateChanged += call_off
    EditorApplication.EnterPlaymode()
    editor.runtime.tick()
    assert not EditorApplication.isPlayingOrWillChangePlaymode


def test_hierarchy_changes_are_told(editor: Editor) -> None:
    from UnityEditor import EditorApplication
    from UnityEngine import GameObject

    heard: list[int] = []
    EditorApplication.hierarchyChanged += lambda: heard.append(1)
    editor.runtime.tick()
    heard.clear()
    GameObject("one")
    GameObject("two")
    assert editor.runtime.wants_ticks
    editor.runtime.tick()
    editor.runtime.tick()
    assert heard == [1]


def test_session_state(editor: Editor) -> None:
    from UnityEditor import SessionState
    from UnityEngine import Vector3

    SessionState.SetInt("n", 3)
    SessionState.SetFloat("n", 0.1)
    SessionState.SetVector3("v", Vector3(1, 2, 3))
    SessionState.SetIntArray("a", [1, 2])
    assert SessionState.GetInt("n", 0) == 3
    assert SessionState.GetFloat("n", 0.0) == pytest.approx(0.1)
    assert SessionState.GetVector3("v", Vector3.zero) == Vector3(1, 2, 3)
    assert list(SessionState.GetIntArray("a", None)) == [1, 2]
    SessionState.EraseInt("n")
    assert SessionState.GetInt("n", 7) == 7
    assert SessionState.GetString("s", "default") == "default"
    with pytest.raises(TypeError, match=r"System\.Int32"):
        SessionState.SetInt("n", "text")


def test_editor_prefs_are_a_file_of_the_user(
    editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from UnityEditor import EditorPrefs

    monkeypatch.setenv("UNITY_KERNEL_HOME", str(tmp_path / "home"))
    assert not EditorPrefs.HasKey("x")
    EditorPrefs.SetString("x", "text")
    EditorPrefs.SetBool("b", True)
    EditorPrefs.SetFloat("f", 1)
    assert (EditorPrefs.GetString("x"), EditorPrefs.GetBool("b"), EditorPrefs.GetFloat("f")) == (
        "text",
        True,
        1.0,
    )
    assert EditorPrefs.GetInt("x", 4) == 4, "a value of another type is not this one's"
    (file,) = (tmp_path / "home").iterdir()
    assert json.loads(file.read_text()) == {"b": True, "f": 1.0, "x": "text"}
    EditorPrefs.DeleteKey("x")
    assert not EditorPrefs.HasKey("x")
    EditorPrefs.DeleteAll()
    assert not EditorPrefs.HasKey("b")
    file.write_text("damaged")
    assert EditorPrefs.GetInt("b", 5) == 5


def test_build_settings(editor: Editor) -> None:
    from UnityEditor import AssetDatabase, EditorBuildSettings, EditorBuildSettingsScene
    from UnityEngine.SceneManagement import SceneManager  # type: ignore[import-not-found]

    settings = editor.root / "ProjectSettings/EditorBuildSettings.asset"
    before = settings.read_bytes()
    (first,) = EditorBuildSettings.scenes
    assert (first.path, first.enabled, len(first.guid)) == (WORKSHOP, True, 32)
    EditorBuildSettings.scenes = EditorBuildSettings.scenes
    assert settings.read_bytes() == before
    heard: list[int] = []
    EditorBuildSettings.sceneListChanged += lambda: heard.append(1)
    AssetDatabase.CopyAsset(WORKSHOP, "Assets/Scenes/Two: odd.unity")
    EditorBuildSettings.scenes = [EditorBuildSettingsScene("Assets/Scenes/Two: odd.unity", False), first]
    assert heard == [1]
    assert [(s.path, s.enabled) for s in EditorBuildSettings.scenes] == [
        ("Assets/Scenes/Two: odd.unity", False),
        (WORKSHOP, True),
    ]
    assert SceneManager.sceneCountInBuildSettings == 1
    EditorBuildSettings.scenes = [first]
    assert settings.read_bytes() == before


def test_global_ids(editor: Editor) -> None:
    from UnityEditor import AssetDatabase, GlobalObjectId
    from UnityEngine import GameObject, Material

    ball = GameObject.Find("Ball")
    found = GlobalObjectId.GetGlobalObjectIdSlow(ball)
    guid = AssetDatabase.AssetPathToGUID(WORKSHOP)
    assert str(found) == f"GlobalObjectId_V1-2-{guid}-{ball._document.file_id}-0"
    good, parsed = GlobalObjectId.TryParse(str(found))
    assert good
    assert parsed == found
    assert GlobalObjectId.GlobalObjectIdentifierToObjectSlow(parsed) is ball
    brass = AssetDatabase.LoadAssetAtPath[Material]("Assets/Materials/Brass.mat")
    of_brass = GlobalObjectId.GetGlobalObjectIdSlow(brass.GetInstanceID())
    assert (of_brass.identifierType, of_brass.targetObjectId) == (3, 2100000)
    assert GlobalObjectId.GlobalObjectIdentifierToObjectSlow(of_brass) is brass
    assert GlobalObjectId.TryParse("nonsense") == (False, GlobalObjectId())
    assert GlobalObjectId.GlobalObjectIdentifierToObjectSlow(GlobalObjectId()) is None
    assert str(GlobalObjectId.GetGlobalObjectIdSlow(Material(brass))) == str(GlobalObjectId())


def test_utility(editor: Editor) -> None:
    from UnityEditor import AssemblyReloadEvents, AssetDatabase, EditorUtility
    from UnityEngine import BoxCollider, GameObject, Material, Object, Vector3

    first, second, *_ = Object.FindObjectsByType(BoxCollider)
    first.center = Vector3(1, 2, 3)
    owner = second.gameObject
    EditorUtility.CopySerialized(first, second)
    assert second.center == Vector3(1, 2, 3)
    assert second.gameObject is owner
    with pytest.raises(TypeError, match="do not match"):
        EditorUtility.CopySerialized(first, GameObject.Find("Ball"))
    for _ in range(3):
        EditorUtility.DisplayProgressBar("Bake", "working", 0.5)
    EditorUtility.ClearProgressBar()
    assert [line for line in editor.log if "[Progress]" in line[1]] == [("log", "[Progress] Bake: working")]
    assert EditorUtility.DisplayDialog("Sure?", "Really", "Yes", "No")
    assert editor.log[-1] == ("log", "[Dialog] Sure?: Really → Yes")
    brass = AssetDatabase.LoadAssetAtPath[Material]("Assets/Materials/Brass.mat")
    assert EditorUtility.IsPersistent(brass)
    assert not EditorUtility.IsPersistent(first)
    EditorUtility.SetDirty(brass)
    assert EditorUtility.IsDirty(brass)
    AssemblyReloadEvents.afterAssemblyReload += print
