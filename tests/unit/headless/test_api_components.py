"""What components and settings do beyond their fields, and how obsolete members warn."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import make_project
from tests.support.shared import SHARED, copy_project, why_absent
from tests.unit.headless.conftest import Editor, Opener
from unity_kernel.errors import HeadlessLimitation, UnityObsoleteError, UnityObsoleteWarning
from unity_kernel.headless.api import catalogue, obsolete
from unity_kernel.headless.api.objects import CLASSES
from unity_kernel.headless.project import Style, UnityFile

# Obsolete members


def test_an_obsolete_member_works_and_warns_once_a_line(editor: Editor) -> None:
    from UnityEngine import Camera, Object  # type: ignore[import-not-found]

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(3):
            found = Object.FindObjectsOfType(Camera)
        Object.FindObjectsOfType[Camera]()
    assert [camera.name for camera in found] == ["Main Camera"]
    assert [warning.category for warning in caught] == [UnityObsoleteWarning] * 2
    assert str(caught[0].message) == (
        "CS0618: 'Object.FindObjectsOfType' is obsolete in Unity 6000.0: use Object.FindObjectsByType"
    )
    assert caught[0].filename == __file__
    assert caught[1].lineno == caught[0].lineno + 1


def test_properties_warn_when_read_and_when_written(editor: Editor) -> None:
    from UnityEngine import GameObject, Rigidbody

    ball = GameObject.Find("Ball").GetComponent(Rigidbody)
    with pytest.warns(UnityObsoleteWarning, match="use Rigidbody.linearDamping"):
        ball.drag = 0.5
    with pytest.warns(UnityObsoleteWarning, match=r"Rigidbody\.drag"):
        assert ball.drag == 0.5
    assert ball.linearDamping == 0.5


def test_the_projects_version_decides(tmp_path: Path, open_editor: Opener) -> None:
    open_editor(make_project(tmp_path / "older", version="2022.3.62f3"))
    from UnityEngine import GameObject, Object

    (camera, *_) = Object.FindObjectsOfType(GameObject)  # warnings are errors here
    assert isinstance(camera.GetInstanceID(), int)


def test_what_the_compiler_refuses_is_refused(tmp_path: Path, open_editor: Opener) -> None:
    open_editor(make_project(tmp_path / "newer", version="6000.6.0f1"))
    from UnityEngine import GameObject

    player = GameObject.Find("Player")
    with pytest.raises(
        UnityObsoleteError, match=r"CS0619: 'Object\.GetInstanceID' .* use Object\.GetEntityId"
    ):
        player.GetInstanceID()
    assert player.GetEntityId() == player.GetHashCode()


def test_obsolete_members_that_are_not_here_say_what_replaces_them(editor: Editor) -> None:
    from UnityEngine import GameObject

    with pytest.raises(HeadlessLimitation, match=r"is obsolete in Unity 6000\.0: use GetComponent\(Camera\)"):
        _ = GameObject.Find("Main Camera").camera
    assert not hasattr(GameObject.Find("Main Camera"), "camera")


def test_replacements_exist() -> None:
    for member, instead in obsolete.INSTEAD.items():
        namespace = member.split(".", maxsplit=1)[0]
        owner, _, name = instead.rpartition(".")
        assert catalogue.has_member(f"{namespace}.{owner}", name), instead
        assert catalogue.has_member(*member.rsplit(".", 1)), member


def test_after_the_editor_ends_nothing_is_wrapped(editor: Editor) -> None:
    from UnityEngine import Camera, Object

    editor.close()
    with pytest.raises(Exception, match="no headless editor runs"):
        Object.FindObjectsOfType(Camera)  # no warning


# Settings


def test_scene_settings(editor: Editor) -> None:
    from UnityEditor.SceneManagement import EditorSceneManager  # type: ignore[import-not-found]
    from UnityEngine import Color, FogMode, RenderSettings

    scene = EditorSceneManager.GetActiveScene()
    assert not scene.isDirty
    assert RenderSettings.fogMode == FogMode.ExponentialSquared
    assert RenderSettings.skybox.name == "Default-Skybox"
    RenderSettings.fog = True
    RenderSettings.fogColor = Color(0.1, 0.2, 0.3, 1)
    assert scene.isDirty
    EditorSceneManager.SaveOpenScenes()
    text = (editor.root / scene.path).read_text()
    assert "  m_Fog: 1\n  m_FogColor: {r: 0.1, g: 0.2, b: 0.3, a: 1}\n" in text


def test_time_is_the_projects(editor: Editor) -> None:
    from UnityEditor import AssetDatabase  # type: ignore[import-not-found]
    from UnityEngine import Time

    assert Time.fixedDeltaTime == pytest.approx(0.02)
    Time.fixedDeltaTime = 0.01
    Time.timeScale = 0.5
    Time.timeScale = -1
    assert Time.timeScale == 0.5
    assert any("timeScale" in message for severity, message in editor.log if severity == "error")
    AssetDatabase.SaveAssets()
    text = (editor.root / "ProjectSettings" / "TimeManager.asset").read_text()
    assert "Fixed Timestep: 0.01\n" in text
    assert "m_TimeScale: 0.5\n" in text


def test_settings_without_a_file_are_defaults(editor: Editor) -> None:
    from UnityEngine import Physics, Vector3

    assert Physics.gravity == Vector3(0, -9.81, 0)
    with pytest.raises(HeadlessLimitation, match="has no field m_Gravity"):
        Physics.gravity = Vector3(0, -1, 0)


@pytest.mark.skipif(SHARED is None, reason=why_absent())
def test_project_settings(tmp_path: Path, open_editor: Opener) -> None:
    editor = open_editor(copy_project("webgl-6000.0", tmp_path / "p"))
    from UnityEditor import AssetDatabase, BuildTargetGroup, PlayerSettings
    from UnityEngine import Physics, QualitySettings, SortingLayer, Vector3

    before = (editor.root / "ProjectSettings" / "DynamicsManager.asset").read_text()
    Physics.gravity = Vector3(0, -3, 0)
    assert not Physics.GetIgnoreLayerCollision(8, 9)
    Physics.IgnoreLayerCollision(8, 9)
    assert Physics.GetIgnoreLayerCollision(9, 8)
    names = list(QualitySettings.names)
    QualitySettings.SetQualityLevel(99)
    assert QualitySettings.GetQualityLevel() == len(names) - 1
    QualitySettings.shadowDistance = 33
    PlayerSettings.productName = "A: new name"
    with pytest.warns(UnityObsoleteWarning):
        assert (
            PlayerSettings.GetScriptingDefineSymbolsForGroup(BuildTargetGroup.WebGL) == "WEBTOOLS_LOG_CALLS"
        )
    assert [layer.name for layer in SortingLayer.layers] == ["Default"]
    AssetDatabase.SaveAssets()
    after = (editor.root / "ProjectSettings" / "DynamicsManager.asset").read_text()
    changed = [new for old, new in zip(before.split("\n"), after.split("\n"), strict=True) if old != new]
    assert changed[0] == "  m_Gravity: {x: 0, y: -3, z: 0}"
    assert len(changed) == 2
    assert (
        "productName: 'A: new name'"
        in (editor.root / "ProjectSettings" / "ProjectSettings.asset").read_text()
    )


# Components


def test_bounds_in_the_world(editor: Editor) -> None:
    from UnityEngine import BoxCollider, GameObject, MeshRenderer, SphereCollider, Vector3

    ball = GameObject.Find("Ball")
    assert ball.GetComponent(SphereCollider).bounds.size == Vector3(0.7, 0.7, 0.7)
    assert ball.GetComponent(MeshRenderer).bounds.center == ball.transform.position
    block = GameObject.Find("Block 1").GetComponent(BoxCollider)
    assert block.bounds.size == Vector3(1, 1, 1)
    block.transform.Rotate(0, 45, 0)
    assert block.bounds.size.x == pytest.approx(2**0.5)
    block.enabled = False
    assert block.bounds.size == Vector3.zero


def test_constraints_of_bodies(editor: Editor) -> None:
    from UnityEngine import GameObject, Rigidbody, RigidbodyConstraints

    ball = GameObject.Find("Ball").GetComponent(Rigidbody)
    ball.constraints = RigidbodyConstraints.FreezePositionY
    ball.freezeRotation = True
    assert ball.constraints == RigidbodyConstraints.FreezePositionY | RigidbodyConstraints.FreezeRotation
    ball.freezeRotation = False
    assert ball.constraints == RigidbodyConstraints.FreezePositionY


def _first(path: str, kind: str) -> Any:
    """The first component of a kind in a file of the collected projects, outside any scene."""
    assert SHARED is not None
    where = SHARED / "unity-projects" / path
    file = UnityFile.load(where, where.name, Style("2022.3.62f3"))
    return CLASSES[kind]._wrap(next(d for d in file.documents if d.type_name == kind), None)


@pytest.mark.skipif(SHARED is None, reason=why_absent())
def test_particles_of_an_old_project(editor: Editor) -> None:
    system = _first("cardboard-4.x/Cardboard/DemoScene/DemoScene.unity", "ParticleSystem")
    from UnityEngine import ParticleSystem

    main = system.main
    assert (main.duration, main.loop, main.startLifetime.constant, main.maxParticles) == (5, True, 5, 1000)
    assert isinstance(main.startColor, ParticleSystem.MinMaxGradient)
    main.startLifetime = 2.5
    main.startSpeed = ParticleSystem.MinMaxCurve(4.0)
    assert (main.startLifetime.constant, system.main.startSpeed.constantMax) == (2.5, 4)
    assert system.emission.rateOverTime.constant > 0
    assert system.shape.angle == 25


@pytest.mark.skipif(SHARED is None, reason=why_absent())
def test_lines(editor: Editor) -> None:
    line = _first(
        "cesium-samples-2022.3/Assets/CesiumForUnitySamples/Scenes/VR01_CesiumDenver.unity", "LineRenderer"
    )
    from UnityEngine import Color, LineRenderer, Vector3

    assert isinstance(line, LineRenderer)
    line.positionCount = 3
    line.SetPositions([Vector3(0, 0, 0), Vector3(1, 2, 3), Vector3(2, 0, 0)])
    line.startWidth, line.startColor = 0.25, Color(1, 0, 0, 0.5)
    assert line.GetPosition(1) == Vector3(1, 2, 3)
    assert (line.startWidth, line.startColor) == (0.25, Color(1, 0, 0, 0.5))
    with pytest.raises(IndexError):
        line.GetPosition(3)


@pytest.mark.skipif(SHARED is None, reason=why_absent())
def test_materials_of_an_old_project(tmp_path: Path, open_editor: Opener) -> None:
    editor = open_editor(copy_project("daydream-playground-5.4-crlf", tmp_path / "p"))
    from UnityEditor import AssetDatabase
    from UnityEngine import Color, Material

    path = next(p for p in sorted(editor.root.rglob("*.mat")) if b"name: _BumpMap" in p.read_bytes())
    before = path.read_bytes()
    material = AssetDatabase.LoadAssetAtPath(path.relative_to(editor.root).as_posix(), Material)
    assert {"_MainTex", "_BumpMap"} <= set(material.GetTexturePropertyNames())
    assert material.HasProperty("_Color")
    assert not material.HasProperty("_Nonsense")
    material.SetColor("_Color", Color(0.5, 0.25, 0.125, 1))
    assert material.color == Color(0.5, 0.25, 0.125, 1)
    AssetDatabase.SaveAssets()
    old, new = before.split(b"\n"), path.read_bytes().split(b"\n")
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 1


@pytest.mark.skipif(SHARED is None, reason=why_absent())
def test_curves_of_clips(tmp_path: Path, open_editor: Opener) -> None:
    editor = open_editor(copy_project("obstacle-tower-2019.4", tmp_path / "p"))
    from UnityEditor import AnimationUtility, AssetDatabase
    from UnityEngine import AnimationClip

    path = next(p for p in sorted(editor.root.rglob("*.anim")) if b"m_Name: KeyTurn" in p.read_bytes())
    clip = AssetDatabase.LoadAssetAtPath(path.relative_to(editor.root).as_posix(), AnimationClip)
    assert (clip.length, clip.frameRate, clip.isLooping) == (2, 60, True)
    bindings = {binding.propertyName: binding for binding in AnimationUtility.GetCurveBindings(clip)}
    assert set(bindings) == {f"localEulerAnglesRaw.{axis}" for axis in "xyz"}
    turn = AnimationUtility.GetEditorCurve(clip, bindings["localEulerAnglesRaw.y"])
    assert [(key.time, key.value) for key in turn.keys] == [(0, 0), (2, 360)]
    assert turn.Evaluate(1) == 180
    settings = AnimationUtility.GetAnimationClipSettings(clip)
    settings.loopTime = False
    assert clip.isLooping, "a copy"
    AnimationUtility.SetAnimationClipSettings(clip, settings)
    assert not clip.isLooping


MESH = """\
%YAML 1.1
%TAG !u! tag:unity3d.com,2011:
--- !u!43 &4300000
Mesh:
  m_ObjectHideFlags: 0
  m_Name: Corner
  serializedVersion: 10
  m_SubMeshes:
  - serializedVersion: 2
    firstByte: 0
    indexCount: 3
    topology: 0
    baseVertex: 0
    firstVertex: 0
    vertexCount: 3
    localAABB:
      m_Center: {x: 0.5, y: 0.5, z: 0}
      m_Extent: {x: 0.5, y: 0.5, z: 0}
  m_IndexFormat: 0
  m_IndexBuffer: 000001000200
  m_VertexData:
    serializedVersion: 3
    m_VertexCount: 3
    m_Channels:
    - stream: 0
      offset: 0
      format: 0
      dimension: 3
    m_DataSize: 36
    _typelessdata: 000000000000000000000000000000000000803f000000000000803f0000000000000000
  m_LocalAABB:
    m_Center: {x: 0.5, y: 0.5, z: 0}
    m_Extent: {x: 0.5, y: 0.5, z: 0}
"""


def test_corners_of_a_stored_mesh(small: Editor) -> None:
    pytest.importorskip("numpy")
    (small.root / "Assets" / "Corner.asset").write_bytes(MESH.encode())
    (small.root / "Assets" / "Corner.asset.meta").write_bytes(
        f"fileFormatVersion: 2\nguid: {'d' * 32}\n".encode()
    )
    from UnityEditor import AssetDatabase
    from UnityEngine import Mesh, Vector3

    AssetDatabase.Refresh()
    mesh = AssetDatabase.LoadAssetAtPath("Assets/Corner.asset", Mesh)
    assert list(mesh.vertices) == [Vector3(0, 0, 0), Vector3(0, 1, 0), Vector3(1, 0, 0)]
    assert list(mesh.triangles) == list(mesh.GetTriangles(0)) == [0, 1, 2]
    assert (mesh.vertexCount, mesh.subMeshCount, len(mesh.normals), len(mesh.uv)) == (3, 1, 0, 0)
    assert mesh.bounds.max == Vector3(1, 1, 0)
    with pytest.raises(IndexError):
        mesh.GetTriangles(1)
