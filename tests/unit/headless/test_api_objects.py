"""GameObjects and components: found, read, changed, made, copied, destroyed."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import SCENE
from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Style, UnityFile

from .conftest import Editor, Opener, copy_writable

WORKSHOP = "Assets/Scenes/Workshop.unity"

pytestmark = pytest.mark.usefixtures("editor")


def saved(editor: Editor, path: str = WORKSHOP) -> UnityFile:
    """Saves, and reads the file again."""
    from UnityEditor.SceneManagement import EditorSceneManager  # type: ignore[import-not-found]

    EditorSceneManager.SaveOpenScenes()
    return UnityFile.load(editor.root / path, path, Style())


def test_find_objects_in_all_ways() -> None:
    import UnityEngine  # type: ignore[import-not-found]
    from UnityEngine import FindObjectsInactive, FindObjectsSortMode, GameObject, Light, Object

    active = Object.FindObjectsByType(UnityEngine.GameObject, FindObjectsSortMode.InstanceID)
    assert len(active) == active.Length == 16
    assert str(active) == "UnityEngine.GameObject[]"
    assert "Spare Block" not in [go.name for go in active]
    none = getattr(FindObjectsSortMode, "None")
    assert none is FindObjectsSortMode.None_
    assert len(Object.FindObjectsByType[GameObject](none)) == 16
    assert len(Object.FindObjectsByType(GameObject, FindObjectsInactive.Include, none)) == 17
    ids = [go.GetInstanceID() for go in Object.FindObjectsByType[GameObject](FindObjectsSortMode.InstanceID)]
    assert ids == sorted(ids)
    assert {light.name for light in Object.FindObjectsByType(Light, none)} == {
        "Directional Light",
        "Point Light",
    }
    assert Object.FindAnyObjectByType(UnityEngine.Camera).name == "Main Camera"
    assert (
        Object.FindFirstObjectByType[UnityEngine.Camera]() is Object.FindAnyObjectByType[UnityEngine.Camera]()
    )
    assert Object.FindAnyObjectByType(UnityEngine.ParticleSystem) is None
    assert len(Object.FindObjectsByType(UnityEngine.Collider, none)) == 10
    assert {type(c).__name__ for c in Object.FindObjectsByType(UnityEngine.MonoBehaviour, none)} == {
        "Spinner"
    }


def test_find_by_name_path_and_tag() -> None:
    from UnityEngine import GameObject, UnityException

    assert GameObject.Find("Block 4").name == "Block 4"
    assert GameObject.Find("/Blocks/Block 4") is GameObject.Find("Block 4")
    assert GameObject.Find("Blocks/Block 4") is GameObject.Find("Block 4")
    assert GameObject.Find("/Block 4") is None
    assert GameObject.Find("Spare Block") is None, "inactive objects are not found"
    assert GameObject.FindWithTag("MainCamera").name == "Main Camera"
    assert len(GameObject.FindGameObjectsWithTag("Block")) == 6
    with pytest.raises(UnityException, match="not defined"):
        GameObject.FindWithTag("Nonsense")


def test_state(editor: Editor) -> None:
    from UnityEngine import GameObject

    blocks, block = GameObject.Find("Blocks"), GameObject.Find("Block 1")
    assert not block.scene.isDirty
    assert block.activeInHierarchy
    blocks.SetActive(False)
    assert block.activeSelf
    assert not block.activeInHierarchy
    assert block.scene.isDirty
    blocks.SetActive(True)
    assert block.activeInHierarchy
    assert (block.tag, block.layer, block.isStatic) == ("Block", 6, False)
    assert block.CompareTag("Block")
    block.tag, block.layer = "Tool", 5
    block.isStatic = True
    document = saved(editor).by_id[block._document.file_id]
    assert (document.text("m_TagString"), document.text("m_Layer")) == ("Tool", "5")
    assert document.text("m_StaticEditorFlags") == "4294967295"
    assert not block.scene.isDirty


def test_components() -> None:
    import UnityEngine
    from UnityEngine import BoxCollider, Collider, GameObject, MeshFilter, Renderer, Transform

    block = GameObject.Find("Block 1")
    assert type(block.GetComponent(BoxCollider)).__name__ == "BoxCollider"
    assert block.GetComponent[Collider]() is block.GetComponent("BoxCollider")
    assert block.GetComponent(UnityEngine.Rigidbody) is None
    assert block.TryGetComponent(MeshFilter) == (True, block.GetComponent(MeshFilter))
    assert block.TryGetComponent[UnityEngine.Camera](None) == (False, None)
    assert [type(c).__name__ for c in block.GetComponents(UnityEngine.Component)] == [
        "Transform",
        "MeshFilter",
        "MeshRenderer",
        "BoxCollider",
    ]
    blocks = GameObject.Find("Blocks")
    assert len(blocks.GetComponentsInChildren[Renderer]()) == 6
    assert blocks.GetComponentInChildren(Transform) is blocks.transform
    assert block.GetComponentInParent(Transform) is block.transform
    assert block.GetComponent(Renderer).sharedMaterial.name == "Clay"
    assert block.GetComponent(MeshFilter).sharedMesh.name == "Cube"
    assert block.transform.GetComponent(Collider).gameObject is block


def test_scripts_have_their_class_and_fields(editor: Editor) -> None:
    from UnityEngine import GameObject, MonoBehaviour, Vector3

    spinner = GameObject.Find("Globe").GetComponent("Spinner")
    assert spinner.GetType().FullName == "Spinner"
    assert isinstance(spinner, MonoBehaviour)
    assert spinner.degreesPerSecond == 45
    assert spinner.axis == Vector3.up
    assert spinner.enabled
    spinner.degreesPerSecond = 90.5
    spinner.axis = Vector3(0, 0, 1)
    spinner.enabled = False
    document = saved(editor).by_id[spinner._document.file_id]
    assert document.text("degreesPerSecond") == "90.5"
    assert document.numbers("axis", 3) == (0, 0, 1)
    assert document.text("m_Enabled") == "0"
    with pytest.raises(AttributeError, match="speed"):
        spinner.speed = 1
    with pytest.raises(AttributeError, match="speed"):
        _ = spinner.speed


def test_typed_properties_are_checked_and_written(editor: Editor) -> None:
    import UnityEngine
    from UnityEngine import Camera, CameraClearFlags, Color, GameObject, Light, LightType, Rect

    camera = Camera.main
    assert (camera.fieldOfView, camera.cullingMask) == (50.0, -1)
    camera.fieldOfView = 33
    camera.clearFlags = CameraClearFlags.SolidColor
    camera.backgroundColor = Color(0.5, 0, 0, 1)
    camera.rect = Rect(0, 0, 0.5, 1)
    camera.cullingMask = 1 << 6
    light = GameObject.Find("Point Light").GetComponent(Light)
    assert (light.type, light.range, light.intensity) == (LightType.Point, 6.0, 2.5)
    with pytest.raises(TypeError, match=r"System\.Single"):
        light.intensity = "bright"
    with pytest.raises(TypeError, match="LightType"):
        light.type = 1
    file = saved(editor)
    document = file.by_id[camera._document.file_id]
    assert document.text("field of view") == "33"
    assert document.text("m_ClearFlags") == "2"
    assert document.text("m_CullingMask", "m_Bits") == "64"
    assert document.text("m_NormalizedViewPortRect", "width") == "0.5"
    ball = GameObject.Find("Ball").GetComponent(UnityEngine.Rigidbody)
    assert ball.mass == pytest.approx(0.4)
    assert ball.angularDamping == pytest.approx(0.05)


def test_new_objects_are_saved_as_unity_would(editor: Editor) -> None:
    from UnityEngine import BoxCollider, Camera, GameObject, PrimitiveType, Rigidbody, Vector3

    made = GameObject("Fresh")
    made.transform.SetParent(GameObject.Find("Blocks").transform)
    body = made.AddComponent(Rigidbody)
    made.AddComponent[BoxCollider]().size = Vector3(1, 2, 3)
    assert made.AddComponent(Rigidbody) is None, "one is enough"
    assert any("already added" in line[1] for line in editor.log)
    body.mass = 3
    sphere = GameObject.CreatePrimitive(PrimitiveType.Sphere)
    with pytest.raises(HeadlessLimitation, match="Cloth"):
        made.AddComponent("Cloth")
    file = saved(editor)
    ids = [document.file_id for document in file.documents]
    assert ids == sorted(ids)
    assert ids[-1] == 9223372036854775807
    roots = file.documents[-1].references("m_Roots")
    assert roots[-1] == sphere.transform._document.file_id
    assert made.transform._document.file_id not in roots
    parent = file.by_id[GameObject.Find("Blocks").transform._document.file_id]
    assert parent.references("m_Children")[-1] == made.transform._document.file_id
    assert len(file.by_id[made._document.file_id].references("m_Component", "component")) == 3
    names = [child.name for child in reopen().Find("Blocks").transform]
    assert names == ["Block 1", "Block 2", "Block 3", "Block 4", "Block 5", "Block 6", "Fresh"]
    assert GameObject.Find("Fresh").GetComponent(BoxCollider).size == Vector3(1, 2, 3)
    assert Camera.main is not None


def reopen() -> Any:
    """Opens the sample's scene again; returns GameObject, to find things with."""
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import GameObject

    EditorSceneManager.OpenScene(WORKSHOP)
    return GameObject


def test_destroyed_objects(editor: Editor) -> None:
    from UnityEngine import BoxCollider, GameObject, MissingReferenceException, Object

    lantern = GameObject.Find("Lantern")
    post, globe = GameObject.Find("Post"), GameObject.Find("Globe")
    ids = {obj._document.file_id for obj in (lantern, lantern.transform, post, globe)}
    Object.DestroyImmediate(post)
    assert [child.name for child in lantern.transform] == ["Globe", "Point Light"]
    Object.DestroyImmediate(lantern)
    for gone in (lantern, post, globe):
        assert gone == None  # noqa: E711 - Unity's own null
        assert gone is not None
        assert bool(gone)
        assert str(gone) == "null"
        with pytest.raises(MissingReferenceException, match=r"GameObject \"(Lantern|Post|Globe)\""):
            _ = gone.name
        with pytest.raises(MissingReferenceException):
            gone.name = "x"
        with pytest.raises(MissingReferenceException):
            _ = gone.transform
    assert lantern == post, "all null objects are equal"
    block = GameObject.Find("Block 1")
    Object.DestroyImmediate(block.GetComponent(BoxCollider))
    assert block.GetComponent(BoxCollider) is None
    file = saved(editor)
    assert not ids & set(file.by_id)
    assert all(str(i).encode() not in file.data for i in ids)
    Object.Destroy(block)
    assert block.name == "Block 1", "Destroy does nothing outside play mode"
    assert ("error", "Destroy may not be called from edit mode! Use DestroyImmediate instead.") in [
        (severity, message.split("\n")[0]) for severity, message in editor.log
    ]


def test_instantiate(editor: Editor) -> None:
    from UnityEngine import GameObject, Object, Quaternion, Rigidbody, Vector3

    blocks = GameObject.Find("Blocks")
    copy = Object.Instantiate(blocks)
    assert copy.name == "Blocks(Clone)"
    assert [child.name for child in copy.transform] == [child.name for child in blocks.transform]
    assert copy.transform.GetChild(0).gameObject is not blocks.transform.GetChild(0).gameObject
    body = GameObject.Find("Ball").GetComponent(Rigidbody)
    other = Object.Instantiate[Rigidbody](body, Vector3(1, 2, 3), Quaternion.identity)
    assert isinstance(other, Rigidbody)
    assert other.gameObject.name == "Ball(Clone)"
    assert other.transform.position == Vector3(1, 2, 3)
    below = Object.Instantiate(GameObject.Find("Post"), blocks.transform)
    assert below.transform.parent is blocks.transform
    assert below.transform.localPosition == GameObject.Find("Post").transform.localPosition
    copied = [child.transform.position for child in copy.transform]
    saved(editor)
    reopened = reopen().Find("Blocks(Clone)")
    assert [child.position for child in reopened.transform] == copied
    assert all(
        child.GetComponent("BoxCollider").gameObject is child.gameObject for child in reopened.transform
    )


def test_what_is_missing_says_so() -> None:
    import UnityEngine
    from UnityEngine import Camera, GameObject

    camera = Camera.main
    with pytest.raises(
        HeadlessLimitation, match=r"UnityEngine\.Camera\.WorldToScreenPoint .*real editor has it"
    ):
        camera.WorldToScreenPoint(UnityEngine.Vector3.zero)
    with pytest.raises(HeadlessLimitation, match=r"UnityEngine\.Camera\.pixelWidth"):
        camera.pixelWidth = 3
    with pytest.raises(HeadlessLimitation, match=r"UnityEngine\.Physics\.Raycast"):
        UnityEngine.Physics.Raycast(UnityEngine.Vector3.zero, UnityEngine.Vector3.up)
    with pytest.raises(HeadlessLimitation, match=r"UnityEngine\.Mesh"):
        UnityEngine.Mesh()
    assert not hasattr(camera, "WorldToScreenPoint"), "scripts may feel their way"
    assert hasattr(camera, "fieldOfView")
    with pytest.raises(TypeError, match="cannot be copied or pickled"):
        pickle.dumps(camera)
    with pytest.raises(AttributeError, match="Did you mean: 'fieldOfView'"):
        _ = camera.feldOfView
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        _ = UnityEngine.Nonsense
    with pytest.raises(AttributeError, match="no attribute 'newName'"):
        camera.newName = 1
    with pytest.raises(AttributeError):
        _ = GameObject.Fynd
    with pytest.raises(TypeError, match="read-only"):
        GameObject.Find("Ball").activeSelf = False


def test_text_and_types() -> None:
    from UnityEngine import GameObject

    ball = GameObject.Find("Ball")
    assert repr(ball) == str(ball) == ball.ToString() == "Ball (UnityEngine.GameObject)"
    assert str(ball.transform) == "Ball (UnityEngine.Transform)"
    assert (ball.GetType().Name, ball.GetType().FullName) == ("GameObject", "UnityEngine.GameObject")
    assert type(ball).__name__ == "GameObject"
    assert ball.GetType() == GameObject.Find("Globe").GetType()
    assert ball in {ball: 1}
    assert ball != None  # noqa: E711 - Unity's own null
    assert ball.Equals(ball)
    assert ball.GetComponent("Rigidbody").name == "Ball"


def test_instances_of_missing_prefabs_are_kept(tmp_path: Path, open_editor: Opener) -> None:
    from .conftest import SAMPLE

    root = copy_writable(SAMPLE, tmp_path / "p")
    path = root / WORKSHOP
    instance = (
        b"--- !u!1001 &77\nPrefabInstance:\n  m_ObjectHideFlags: 0\n  serializedVersion: 3\n  m_Modification:\n"
        b"    m_TransformParent: {fileID: 0}\n    m_Modifications: []\n"
        b"  m_SourcePrefab: {fileID: 100100000, guid: 0123456789abcdef0123456789abcdef, type: 3}\n"
        b"--- !u!4 &78 stripped\nTransform:\n  m_CorrespondingSourceObject: {fileID: 1, guid: "
        b"0123456789abcdef0123456789abcdef, type: 3}\n  m_PrefabInstance: {fileID: 77}\n"
    )
    marker = b"--- !u!1660057539"
    data = path.read_bytes()
    data = data.replace(marker, instance + marker).replace(b"m_Roots:\n", b"m_Roots:\n  - {fileID: 77}\n")
    spawn = UnityFile(data, WORKSHOP, Style())
    point = next(d for d in spawn.documents if d.text("m_Name") == "Spawn Point")
    transform = spawn.by_id[point.references("m_Component", "component")[0]]
    transform.set_reference(("m_Father",), 78)
    data = spawn.render().replace(b"  - {fileID: %d}\n" % transform.file_id, b"")
    path.write_bytes(data)
    editor = open_editor(root)
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import GameObject, Object

    assert [
        line for line in editor.log if "&77" in line[1] and "is not in the project; a placeholder" in line[1]
    ]
    scene = EditorSceneManager.GetActiveScene()
    assert scene.rootCount == 8
    GameObject.Find("Ball").transform.SetAsFirstSibling()
    GameObject("Last")
    attached = GameObject.Find("Spawn Point")
    assert attached.transform.root.name == "Missing Prefab"
    with pytest.raises(HeadlessLimitation, match="is a placeholder"):
        Object.DestroyImmediate(attached.transform.parent.gameObject)
    EditorSceneManager.SaveScene(scene)
    after = path.read_bytes()
    assert instance in after
    assert b"- {fileID: 77}\n" in after


def test_names_of_all_kinds_survive(small: Editor) -> None:
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import GameObject

    names = [
        "<script>",
        "a: b",
        "",
        " x ",
        "Größe\n日本",
        "../up",
        "'",
        '"',
        "{}",
        "- x",
        "\x7f\0",
        "🎲",
        "x" * 300,
    ]
    for name in names:
        weapon = GameObject.Find("Player").transform.GetChild(0).gameObject
        weapon.name = name
        EditorSceneManager.SaveOpenScenes()
        EditorSceneManager.OpenScene(SCENE)
        assert GameObject.Find("Player").transform.GetChild(0).name == name
        assert not [line for line in small.log if line[0] == "error"]


def test_references_to_destroyed_objects_become_null(small: Editor) -> None:
    import UnityEngine
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import GameObject

    camera = GameObject.Find("Main Camera").AddComponent(UnityEngine.Camera)
    weapon = GameObject.Find("Weapon").AddComponent(UnityEngine.MeshCollider)
    camera._document.set_reference(("m_TargetTexture",), weapon._document.file_id)
    UnityEngine.Object.DestroyImmediate(GameObject.Find("Player"))
    EditorSceneManager.SaveOpenScenes()
    file = UnityFile.load(small.root / SCENE, SCENE, Style())
    assert file.by_id[camera._document.file_id].reference("m_TargetTexture") == 0
    assert len([d for d in file.documents if d.type_name == "GameObject"]) == 1


def test_root_order_of_older_scenes(tmp_path: Path, open_editor: Opener) -> None:
    from tests.support.projects import make_project

    root = make_project(tmp_path / "old", version="2021.3.45f1")
    path = root / SCENE
    data = path.read_bytes()
    for index in (0, 1):
        data = data.replace(
            b"  m_Father: {fileID: 0}\n  m_Local",
            b"  m_Father: {fileID: 0}\n  m_RootOrder: %d\n  m_Local" % index,
            1,
        )
    path.write_bytes(data)
    open_editor(root)
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import GameObject

    made = GameObject("Third")
    GameObject.Find("Player").transform.SetAsFirstSibling()
    EditorSceneManager.SaveOpenScenes()
    file = UnityFile.load(path, SCENE, Style())
    order = {
        name: file.by_id[GameObject.Find(name).transform._document.file_id].text("m_RootOrder")
        for name in ("Player", "Main Camera", "Third")
    }
    assert order == {"Player": "0", "Main Camera": "1", "Third": "2"}
    assert "serializedVersion" not in [key for key, _ in made.transform._document.entries]
    scene = EditorSceneManager.OpenScene(SCENE)
    assert [go.name for go in scene.GetRootGameObjects()] == ["Player", "Main Camera", "Third"]


def test_package_scripts_have_their_namespace(editor: Editor) -> None:
    import TMPro  # type: ignore[import-not-found]
    import UnityEngine
    from UnityEngine.UI import Text  # type: ignore[import-not-found]

    assert Text.__module__ == "UnityEngine.UI"
    assert issubclass(TMPro.TextMeshPro, UnityEngine.MonoBehaviour)
    assert len(UnityEngine.Object.FindObjectsByType(Text, UnityEngine.FindObjectsSortMode.InstanceID)) == 0
    assert str(UnityEngine.Rendering.ShadowCastingMode.On) == "On"


def test_component_lists_of_old_versions_keep_their_class_numbers(
    tmp_path: Path, open_editor: Opener
) -> None:
    from tests.support.projects import make_project

    root = make_project(tmp_path / "old", version="5.4.6f3")
    before = (root / SCENE).read_bytes().replace(b"- component:", b"- 4:")
    (root / SCENE).write_bytes(before)
    editor = open_editor(root)
    from UnityEditor import Undo  # type: ignore[import-not-found]
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import GameObject, Rigidbody

    Undo.AddComponent(GameObject.Find("Player"), Rigidbody)
    EditorSceneManager.SaveOpenScenes()
    lines = (editor.root / SCENE).read_bytes().split(b"\n")
    at = lines.index(b"  - 4: {fileID: 201}")
    assert lines[at + 1].startswith(b"  - 54: {fileID: ")
    Undo.PerformUndo()
    EditorSceneManager.SaveOpenScenes()
    assert (editor.root / SCENE).read_bytes() == before
