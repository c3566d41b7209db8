"""Scenes, the editor application, selection, serialized properties, assets, the console, the runtime's façade."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import SCENE, make_project
from unity_kernel.errors import HeadlessLimitation, ProjectError, SceneFileError
from unity_kernel.headless.api.interop import Delegate
from unity_kernel.headless.api.runtime import Runtime
from unity_kernel.headless.project import Project

from .conftest import Editor, Opener
from .test_api_objects import saved

WORKSHOP = "Assets/Scenes/Workshop.unity"


# Scenes


def test_scene_and_manager(editor: Editor) -> None:
    from UnityEditor.SceneManagement import EditorSceneManager  # type: ignore[import-not-found]
    from UnityEngine import GameObject  # type: ignore[import-not-found]
    from UnityEngine.SceneManagement import Scene, SceneManager  # type: ignore[import-not-found]

    scene = SceneManager.GetActiveScene()
    assert (scene.name, scene.path, scene.isDirty, scene.isLoaded) == ("Workshop", WORKSHOP, False, True)
    assert scene.rootCount == len(scene.GetRootGameObjects()) == 8
    assert scene.buildIndex == 0
    assert scene == SceneManager.GetSceneAt(0) == SceneManager.GetSceneByName("Workshop")
    assert scene == GameObject.Find("Globe").scene
    assert not SceneManager.GetSceneByName("Nope").IsValid()
    assert not Scene().isLoaded
    assert SceneManager.sceneCount == EditorSceneManager.sceneCount == 1
    assert EditorSceneManager.GetActiveScene() == scene
    with pytest.raises(TypeError, match="read-only"):
        scene.isDirty = True
    with pytest.raises(HeadlessLimitation, match="play mode"):
        SceneManager.LoadScene("Workshop")
    EditorSceneManager.MarkSceneDirty(scene)
    assert scene.isDirty
    assert EditorSceneManager.SaveScene(scene)
    assert not scene.isDirty


def test_scenes_open_additively_and_close(editor: Editor) -> None:
    from UnityEditor.SceneManagement import EditorSceneManager, OpenSceneMode
    from UnityEngine import FindObjectsSortMode, GameObject, Object
    from UnityEngine.SceneManagement import SceneManager

    first = SceneManager.GetActiveScene()
    EditorSceneManager.SaveScene(first, "Assets/Copy.unity", True)
    assert first.path == WORKSHOP
    copy = EditorSceneManager.OpenScene("Assets/Copy.unity", OpenSceneMode.Additive)
    assert SceneManager.sceneCount == 2
    assert SceneManager.GetActiveScene() == first
    assert len(Object.FindObjectsByType[GameObject](FindObjectsSortMode.InstanceID)) == 32
    SceneManager.SetActiveScene(copy)
    assert GameObject("there").scene == copy
    assert copy.isDirty
    assert not first.isDirty
    ball = copy.GetRootGameObjects()[0]
    assert EditorSceneManager.CloseScene(copy, True)
    assert ball == None  # noqa: E711 - Unity's own null
    assert not EditorSceneManager.CloseScene(first, True), "the last scene stays"
    assert SceneManager.GetActiveScene() == first


def test_new_scene_and_save_as(editor: Editor) -> None:
    from UnityEditor.SceneManagement import EditorSceneManager, NewSceneSetup
    from UnityEngine import GameObject

    scene = EditorSceneManager.NewScene(NewSceneSetup.DefaultGameObjects)
    assert [go.name for go in scene.GetRootGameObjects()] == ["Main Camera", "Directional Light"]
    assert (scene.name, scene.path, scene.isDirty) == ("", "", False)
    GameObject("mine")
    with pytest.raises(ProjectError, match="needs a path"):
        EditorSceneManager.SaveScene(scene)
    with pytest.raises(ProjectError, match=r"\.unity"):
        EditorSceneManager.SaveScene(scene, "../outside.unity")
    assert EditorSceneManager.SaveScene(scene, "Assets/New/Mine.unity")
    assert (scene.name, scene.path) == ("Mine", "Assets/New/Mine.unity")
    assert (editor.root / "Assets/New/Mine.unity").is_file()
    again = EditorSceneManager.OpenScene("Assets/New/Mine.unity")
    assert [go.name for go in again.GetRootGameObjects()] == ["Main Camera", "Directional Light", "mine"]


def test_a_scene_that_cannot_open_leaves_the_open_one(editor: Editor) -> None:
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import GameObject

    ball = GameObject.Find("Ball")
    (editor.root / "Assets/Bad.unity").write_bytes(b"\0\0\0")
    with pytest.raises(SceneFileError, match=r"Assets/Bad\.unity: the file is binary-serialised"):
        EditorSceneManager.OpenScene("Assets/Bad.unity")
    with pytest.raises(SceneFileError, match="no such file"):
        EditorSceneManager.OpenScene("Assets/Absent.unity")
    with pytest.raises(ProjectError, match="not a scene of this project"):
        EditorSceneManager.OpenScene("../../etc/passwd")
    assert ball.name == "Ball"


def test_saving_over_a_changed_file_is_refused(editor: Editor) -> None:
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import GameObject

    path = editor.root / WORKSHOP
    path.write_bytes(path.read_bytes().replace(b"m_Name: Ball", b"m_Name: Theirs"))
    GameObject.Find("Ball").name = "Mine"
    with pytest.raises(SceneFileError, match="changed on disk"):
        EditorSceneManager.SaveOpenScenes()
    assert b"Theirs" in path.read_bytes()
    assert EditorSceneManager.GetActiveScene().isDirty


# The editor


def test_update_and_delay_call(editor: Editor) -> None:
    from UnityEditor import EditorApplication  # type: ignore[import-not-found]

    calls: list[str] = []

    def update() -> None:
        calls.append("update")

    def fails() -> None:
        raise RuntimeError("on purpose")

    def waiting() -> bool:
        return editor.runtime.wants_ticks

    assert waiting() is False
    EditorApplication.update += update
    EditorApplication.delayCall += lambda: calls.append("once")
    assert waiting() is True
    editor.runtime.tick()
    editor.runtime.tick()
    assert calls == ["once", "update", "update"]
    EditorApplication.update = Delegate.Combine(
        EditorApplication.CallbackFunction(fails), EditorApplication.update
    )
    editor.runtime.tick()
    assert calls[-1] == "update", "a failing subscriber does not stop the others"
    assert [line for line in editor.log if line[0] == "exception" and "on purpose" in line[1]]
    EditorApplication.update -= update
    EditorApplication.update -= fails
    assert waiting() is False


def test_editor_application(editor: Editor) -> None:
    from UnityEditor import EditorApplication
    from UnityEngine import Application, Time

    codes: list[int] = []
    editor.runtime.on_exit = codes.append
    EditorApplication.Exit(3)
    assert codes == [3]
    assert not EditorApplication.isPlaying
    with pytest.raises(TypeError, match="read-only"):
        EditorApplication.isCompiling = True
    assert EditorApplication.timeSinceStartup >= 0
    assert Application.dataPath == (editor.root / "Assets").as_posix()
    assert Application.unityVersion.startswith("6000.0.")
    assert (Application.productName, Application.companyName) == ("Workshop", "DefaultCompany")
    assert Application.isEditor
    Time.timeScale = 0.5
    assert Time.timeScale == 0.5


def test_selection(editor: Editor) -> None:
    import System  # type: ignore[import-not-found]
    from UnityEditor import Selection
    from UnityEngine import GameObject, Object

    ball, globe = GameObject.Find("Ball"), GameObject.Find("Globe")
    changes: list[int] = []
    Selection.selectionChanged += lambda: changes.append(1)
    assert Selection.activeGameObject is None
    Selection.activeGameObject = ball
    assert Selection.activeObject is ball
    assert Selection.activeTransform is ball.transform
    assert list(Selection.instanceIDs) == [ball.GetInstanceID()]
    Selection.objects = System.Array[Object]([globe.transform, ball])
    assert list(Selection.gameObjects) == [globe, ball]
    assert Selection.Contains(ball)
    Object.DestroyImmediate(globe)
    assert list(Selection.objects) == [ball]
    Selection.activeObject = None
    assert Selection.count == 0
    assert len(changes) == 3


def test_serialized_properties(editor: Editor) -> None:
    from UnityEditor import SerializedObject
    from UnityEngine import Color, GameObject, Light, MeshRenderer

    light = GameObject.Find("Point Light").GetComponent(Light)
    serialized = SerializedObject(light)
    intensity = serialized.FindProperty("m_Intensity")
    assert (intensity.floatValue, intensity.displayName) == (2.5, "Intensity")
    intensity.floatValue = 7.5
    assert light.intensity == 2.5, "nothing is written before it is applied"
    assert serialized.ApplyModifiedProperties()
    assert light.intensity == 7.5
    assert not serialized.ApplyModifiedProperties()
    serialized.FindProperty("m_Color").colorValue = Color.red
    serialized.FindProperty("m_Shadows.m_Type").intValue = 2
    serialized.FindProperty("m_Enabled").boolValue = False
    serialized.ApplyModifiedProperties()
    assert light.color == Color.red
    assert str(light.shadows) == "Soft"
    assert not light.enabled
    assert serialized.FindProperty("m_Nonsense") is None
    with pytest.raises(TypeError):
        intensity.floatValue = "x"
    ball = GameObject.Find("Ball")
    place = SerializedObject(ball.transform)
    place.FindProperty("m_LocalPosition.x").floatValue = 9
    place.ApplyModifiedProperties()
    assert ball.transform.position.x == 9
    renderer = SerializedObject(ball.GetComponent(MeshRenderer))
    materials = renderer.FindProperty("m_Materials")
    assert (materials.isArray, materials.arraySize) == (True, 1)
    assert materials.GetArrayElementAtIndex(0).objectReferenceValue.name == "Brass"
    clay = GameObject.Find("Block 1").GetComponent(MeshRenderer).sharedMaterial
    renderer.FindProperty("m_Materials.Array.data[0]").objectReferenceValue = clay
    renderer.ApplyModifiedProperties()
    assert ball.GetComponent(MeshRenderer).sharedMaterial is clay
    assert [p.name for p in renderer.GetIterator()][:2] == [
        "m_ObjectHideFlags",
        "m_CorrespondingSourceObject",
    ]
    assert b"m_Intensity: 7.5" in saved(editor).data


def test_asset_database(editor: Editor) -> None:
    from UnityEditor import AssetDatabase
    from UnityEngine import GameObject, Material, MeshRenderer

    guid = AssetDatabase.AssetPathToGUID("Assets/Materials/Clay.mat")
    assert len(guid) == 32
    assert AssetDatabase.GUIDToAssetPath(guid) == "Assets/Materials/Clay.mat"
    assert AssetDatabase.GUIDToAssetPath("0" * 32) == ""
    paths = [AssetDatabase.GUIDToAssetPath(g) for g in AssetDatabase.FindAssets("t:Material s")]
    assert paths == ["Assets/Materials/Brass.mat", "Assets/Materials/Slate.mat"]
    assert len(AssetDatabase.FindAssets("t:Scene", ["Assets/Scenes"])) == 1
    assert len(AssetDatabase.FindAssets("t:Scene", ["Assets/Materials"])) == 0
    assert WORKSHOP in AssetDatabase.GetAllAssetPaths()
    clay = AssetDatabase.LoadAssetAtPath("Assets/Materials/Clay.mat", Material)
    block = GameObject.Find("Block 1").GetComponent(MeshRenderer)
    assert block.sharedMaterial is clay
    assert AssetDatabase.GetAssetPath(clay) == "Assets/Materials/Clay.mat"
    assert AssetDatabase.GetAssetPath(block) == ""
    assert AssetDatabase.LoadAssetAtPath("Assets/Nope.mat", Material) is None


def test_utilities(editor: Editor) -> None:
    from UnityEditor import EditorUtility, Undo
    from UnityEngine import GameObject, LayerMask

    ball = GameObject.Find("Ball")
    assert EditorUtility.InstanceIDToObject(ball.GetInstanceID()) is ball
    assert EditorUtility.DisplayDialog("Title", "Text?", "Yes")
    Undo.RecordObject(ball, "move")
    assert not ball.scene.isDirty
    EditorUtility.SetDirty(ball)
    assert ball.scene.isDirty
    assert EditorUtility.NaturalCompare("Cube2", "Cube10") == -1
    assert LayerMask.LayerToName(6) == "Blocks"
    assert LayerMask.NameToLayer("Blocks") == 6
    Undo.DestroyObjectImmediate(ball)
    assert ball == None  # noqa: E711 - Unity's own null


# The console


def test_debug(editor: Editor) -> None:
    from UnityEngine import Application, Debug, GameObject

    received: list[tuple[str, str]] = []
    Application.logMessageReceived += lambda message, stack, kind: received.append((message, str(kind)))
    Debug.Log("plain")
    Debug.Log(None)
    Debug.Log(2.0)
    Debug.LogWarning(GameObject.Find("Ball"), GameObject.Find("Ball"))
    Debug.LogError("bad")
    Debug.LogFormat("{0} is {1:F2} {{}}", "pi", 3.14159)
    Debug.LogException(ValueError("wrong"))
    Debug.Assert(True, "not shown")
    Debug.Assert(False, "shown")
    assert editor.log == [
        ("log", "plain"),
        ("log", "Null"),
        ("log", "2"),
        ("warning", "Ball (UnityEngine.GameObject)"),
        ("error", "bad"),
        ("log", "pi is 3.14 {}"),
        ("exception", "ValueError: wrong"),
        ("assert", "shown"),
    ]
    assert received[0] == ("plain", "Log")
    thread = threading.Thread(target=Debug.Log, args=("from a thread",))
    thread.start()
    thread.join()
    assert editor.log[-1] == ("log", "from a thread")


# Modules and the façade


def test_imports_as_written_for_pythonnet(editor: Editor) -> None:
    scope: dict[str, Any] = {}
    code = """
import clr
clr.AddReference("UnityEngine.CoreModule")
import System
import UnityEngine as ue
from UnityEngine import GameObject, Vector3, LightType, KeyCode
from UnityEditor import EditorApplication
import UnityEditor.SceneManagement
from UnityEngine import *
count = len(ue.Object.FindObjectsByType(GameObject, ue.FindObjectsSortMode.InstanceID))
shape = PrimitiveType.Cube
message = System.String.Format("{0}-{1}", 1, "b")
array = System.Array[System.Int32]([1, 2, 3])
"""
    exec(code, scope)
    assert scope["count"] == 16
    assert str(scope["shape"]) == "Cube"
    assert scope["message"] == "1-b"
    assert list(scope["array"]) == [1, 2, 3]
    assert scope["GameObject"].__module__ == "UnityEngine"
    assert "Transform" in dir(sys.modules["UnityEngine"])


def test_enums(editor: Editor) -> None:
    from UnityEngine import HideFlags, KeyCode, LightType, RigidbodyConstraints

    assert int(LightType.Spot) == 0
    assert LightType(2) is LightType.Point
    assert str(KeyCode.Alpha1) == "Alpha1"
    both = RigidbodyConstraints.FreezePositionX | RigidbodyConstraints.FreezePositionY
    assert int(both) == 6
    assert str(HideFlags(61)) == "HideAndDontSave"
    assert repr(LightType.Point) == "<LightType.Point: 2>"


def test_facade(editor: Editor) -> None:
    from UnityEngine import GameObject, Vector3

    runtime = editor.runtime
    assert runtime.describe_scene() == {
        "name": "Workshop",
        "path": WORKSHOP,
        "dirty": False,
        "gameObjects": 17,
    }
    ball = GameObject.Find("Ball")
    assert runtime.identity(ball) == str(ball.GetInstanceID())
    assert runtime.identity(Vector3.zero) is None
    assert runtime.identity(3) is None
    GameObject("more")
    assert runtime.describe_scene()["dirty"] is True
    assert runtime.describe_scene()["gameObjects"] == 18


def test_modules_go_with_the_runtime(tmp_path: Path, open_editor: Opener) -> None:
    editor = open_editor(make_project(tmp_path / "p"))
    assert sys.modules["UnityEngine"] is editor.runtime.modules["UnityEngine"]
    editor.close()
    assert "UnityEngine" not in sys.modules
    assert "clr" not in sys.modules


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"%YAML 1.1\n--- !u!1 &1\nGameObject:\n  m_Component:\n<<<<<<< a\n", "merge conflict"),
        (b"\0" * 100, "binary-serialised"),
    ],
)
def test_a_bad_scene_never_kills_the_editor(
    tmp_path: Path, open_editor: Opener, data: bytes, message: str
) -> None:
    root = make_project(tmp_path / "p")
    (root / SCENE).write_bytes(data)
    editor = open_editor(root)
    assert any(severity == "error" and SCENE in text and message in text for severity, text in editor.log)
    assert editor.runtime.describe_scene() == {"name": "", "path": "", "dirty": False, "gameObjects": 0}
    assert (root / SCENE).read_bytes() == data


def test_scene_can_be_chosen(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p")
    (root / "Assets" / "Other.unity").write_bytes((root / SCENE).read_bytes())
    log: list[str] = []
    for wanted, path in ((None, SCENE), ("Other", "Assets/Other.unity"), ("Nope", "")):
        runtime = Runtime(Project.open(root), scene=wanted, log=lambda *line: log.append(line[1]))
        runtime.install()
        runtime.load()
        assert runtime.describe_scene()["path"] == path
        runtime.uninstall()
    assert any("Nope: no such scene" in line for line in log)
