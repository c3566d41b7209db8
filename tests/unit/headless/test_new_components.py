"""AddComponent: what is written, in the form of the project's Unity version; what comes along; what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.projects import SCENE
from tests.support.shared import SHARED, why_absent
from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.api.newcomponents import known_components, new_component
from unity_kernel.headless.project import Document, Project, Style, UnityFile

from .conftest import Editor

VERSIONS = [
    (5, 3, 0), (5, 4, 2), (5, 5, 0), (5, 6, 0), (2017, 1, 0), (2017, 2, 0), (2017, 3, 0), (2017, 4, 40), (2018, 1, 0),
    (2018, 2, 0), (2018, 3, 0), (2018, 4, 36), (2019, 1, 0), (2019, 2, 0), (2019, 3, 0), (2019, 4, 4), (2019, 4, 40),
    (2020, 1, 0), (2020, 2, 0), (2020, 3, 48), (2021, 1, 0), (2021, 2, 0), (2021, 3, 10), (2021, 3, 45), (2022, 1, 0),
    (2022, 2, 0), (2022, 3, 4), (2022, 3, 62), (2023, 1, 0), (2023, 2, 20), (6000, 0, 0), (6000, 0, 20), (6000, 0, 64),
    (6000, 1, 0), (6000, 3, 2), (6000, 4, 0), (6000, 5, 0),
]  # fmt: skip
SHARED_LINES = frozenset(
    {
        "m_ObjectHideFlags", "m_CorrespondingSourceObject", "m_PrefabInstance", "m_PrefabAsset", "m_PrefabInternal",
        "m_PrefabParentObject", "m_GameObject",
    }
)  # fmt: skip


def own_keys(document: Document) -> tuple[str, ...]:
    """Its keys in order, with the version of its form, without those that all components share."""
    text = document.render().decode("utf-8", "replace")
    found = re.findall(r"^  (\w[\w ]*):(?:(?<=serializedVersion:) (\d+))?", text, re.MULTILINE)
    return tuple(" ".join(pair).strip() for pair in found if pair[0] not in SHARED_LINES)


def made(name: str, version: tuple[int, int, int]) -> UnityFile:
    known = new_component(name)
    assert known is not None
    ahead, fields = known.fields(version)
    file = UnityFile(b"%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n", name, Style())
    file.add(known.class_id, 7, f"{name.rpartition('.')[2]}:\n{ahead}{fields}")
    return file


@pytest.mark.parametrize("name", known_components())
def test_each_component_is_sound_yaml_in_every_version(name: str) -> None:
    known = new_component(name)
    assert known is not None
    for version in VERSIONS:
        if version < known.since:
            continue
        (document,) = made(name, version).documents
        keys = [key for key, _ in document.entries]
        assert len(keys) == len(set(keys)), "a key stands twice"
        assert all("<" not in key and "@" not in key for key in keys)
    assert made(name, (0, 0, 0)).documents[0].render() == made(name, (9000, 0, 0)).documents[0].render()


def documents_of(root: Path) -> Iterator[Document]:
    style = Project.open(root).style
    for path in sorted([*root.rglob("*.unity"), *root.rglob("*.prefab")]):
        if b"%YAML" in path.read_bytes()[:16]:
            yield from (d for d in UnityFile.load(path, path.name, style).documents if not d.stripped)


@pytest.mark.skipif(SHARED is None, reason=why_absent())
@pytest.mark.parametrize(
    "project",
    [
        "cardboard-designlab-5.2", "cesium-samples-2022.3", "daydream-playground-5.4-crlf", "mirror-2021.3",
        "obstacle-tower-2019.4", "webgl-2019.4", "webgl-2020.3", "webgl-2022.3", "webgl-6000.0", "webgl-6000.3",
    ],
)  # fmt: skip
def test_real_components_have_the_keys_of_some_version_in_its_order(project: str) -> None:
    """A file may be older or newer than its project; each of its components has one version's form as a whole."""
    assert SHARED is not None
    forms: dict[str, set[tuple[str, ...]]] = {}
    strange: dict[str, int] = {}
    seen = 0
    for document in documents_of(SHARED / "unity-projects" / project):
        name = document.type_name
        known = new_component(name)
        if known is None or name == "RectTransform":
            continue
        if name not in forms:
            versions = [version for version in VERSIONS if version >= known.since]
            forms[name] = {own_keys(made(name, version).documents[0]) for version in versions}
        seen += 1
        if own_keys(document) not in forms[name]:
            strange[name] = strange.get(name, 0) + 1
    assert seen >= 8
    assert sum(strange.values()) <= seen * 0.02, strange


def test_the_form_follows_the_version_of_the_project(small: Editor) -> None:
    """The small project is of Unity 2022.3; a body of an older one has no layers, of a newer one other names."""
    from UnityEngine import GameObject, Rigidbody  # type: ignore[import-not-found]

    body = GameObject.Find("Weapon").AddComponent(Rigidbody)
    assert body._document.text("m_Drag") == "0"
    assert body._document.field("m_ImplicitCom") is not None
    old = own_keys(made("Rigidbody", (2021, 3, 45)).documents[0])
    assert "m_ImplicitCom" not in old
    assert "m_Drag" in old
    assert "m_LinearDamping" in own_keys(made("Rigidbody", (6000, 3, 0)).documents[0])


def test_what_a_component_requires_comes_first_and_goes_with_undo(editor: Editor) -> None:
    import UnityEngine
    from UnityEditor import Undo  # type: ignore[import-not-found]
    from UnityEngine import GameObject, HingeJoint, Rigidbody

    lamp = GameObject.Find("Block 1")
    before = [type(part).__name__ for part in lamp.GetComponents(UnityEngine.Component)]
    hinge = Undo.AddComponent[HingeJoint](lamp)
    assert hinge.breakForce == float("inf")
    assert lamp.GetComponent(Rigidbody) is not None
    Undo.PerformUndo()
    assert [type(part).__name__ for part in lamp.GetComponents(UnityEngine.Component)] == before
    Undo.PerformRedo()
    assert lamp.GetComponent(HingeJoint) is not None
    assert lamp.GetComponent(Rigidbody) is not None


@pytest.mark.usefixtures("editor")
def test_colliders_take_the_shape_of_the_mesh() -> None:
    from UnityEngine import BoxCollider, CapsuleCollider, GameObject, MeshCollider, MeshFilter, PrimitiveType

    plane = GameObject.CreatePrimitive(PrimitiveType.Plane)
    box = plane.AddComponent(BoxCollider)
    assert (box.size.x, box.size.y, box.size.z) == (10, 0, 10)
    cylinder = GameObject.CreatePrimitive(PrimitiveType.Cylinder)
    capsule = cylinder.GetComponent(CapsuleCollider)
    assert (capsule.radius, capsule.height) == (0.5, 2)
    shaped = cylinder.AddComponent(MeshCollider)
    assert shaped.sharedMesh is cylinder.GetComponent(MeshFilter).sharedMesh
    assert GameObject("Bare").AddComponent(BoxCollider).size.x == 1


def test_a_user_interface_from_nothing(editor: Editor) -> None:
    from UnityEditor.SceneManagement import EditorSceneManager  # type: ignore[import-not-found]
    from UnityEngine import Canvas, CanvasRenderer, GameObject, RectTransform, Vector2
    from UnityEngine.UI import Button, CanvasScaler, GraphicRaycaster, Image  # type: ignore[import-not-found]

    canvas = GameObject("Canvas", Canvas, CanvasScaler, GraphicRaycaster)
    assert type(canvas.transform).__name__ == "RectTransform"
    panel = GameObject("Panel", RectTransform)
    panel.transform.SetParent(canvas.transform, False)
    image, button = panel.AddComponent(Image), panel.AddComponent(Button)
    assert button.targetGraphic is image
    assert panel.GetComponent(CanvasRenderer) is not None
    panel.transform.sizeDelta = Vector2(160, 30)
    label = GameObject("Label")
    label.transform.SetParent(panel.transform, False)
    label.AddComponent("Text").text = "Start"
    assert label.transform.parent is panel.transform
    EditorSceneManager.SaveOpenScenes()
    path = "Assets/Scenes/Workshop.unity"
    file = UnityFile.load(editor.root / path, path, Style())
    place = file.by_id[panel.transform._document.file_id]
    assert place.type_name == "RectTransform"
    assert place.references("m_Children") == [label.transform._document.file_id]
    assert place.references("m_Father") == [canvas.transform._document.file_id] or (
        place.reference("m_Father") == canvas.transform._document.file_id
    )
    scaler = canvas.GetComponent(CanvasScaler)._document
    assert scaler.text("m_Script", "guid") == "0cd44c1031e13a943bb63640046fad76"


def test_a_transform_with_children_becomes_a_rect_transform_and_comes_back(editor: Editor) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject, RectTransform

    blocks = GameObject.Find("Blocks")
    former, count = blocks.transform, blocks.transform.childCount
    new = Undo.AddComponent(blocks, RectTransform)
    assert former == None  # noqa: E711 - destroyed objects equal None
    assert blocks.transform is new
    assert new.childCount == count
    assert GameObject.Find("Blocks/Block 4").transform.parent is new
    Undo.PerformUndo()
    assert type(blocks.transform).__name__ == "Transform"
    assert blocks.transform.childCount == count
    assert GameObject.Find("Blocks/Block 4").transform.parent is blocks.transform


def test_scripts_of_the_project_with_the_values_of_their_source(small: Editor) -> None:
    (small.root / "Assets" / "Lift.cs").write_text(
        "using UnityEngine;\nusing System.Collections.Generic;\nnamespace Game {\n"
        "public enum Mode { Slow, Fast }\n[System.Serializable] public class Stop { public float height; }\n"
        "[DisallowMultipleComponent]\n[RequireComponent(typeof(Rigidbody), typeof(AudioSource))]\n"
        "public class Lift : MonoBehaviour {\n  public float speed = 2.5f;\n  public string label = \"Up: down\";\n"
        "  [SerializeField] private Vector3 axis = Vector3.up;\n  public LightType kind = LightType.Point;\n"
        "  public GameObject door;\n  public Lift next;\n  public List<int> floors = new List<int>();\n"
        "  public Mode mode;\n  public Stop stop;\n  public Dictionary<int, int> table;\n  int hidden = 3;\n}}\n",
        encoding="utf-8",
    )  # fmt: skip
    from UnityEditor import AssetDatabase
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import AudioSource, GameObject, Rigidbody

    (small.root / "Assets" / "Lift.cs.meta").write_text(f"fileFormatVersion: 2\nguid: {'ab' * 16}\n")
    AssetDatabase.Refresh()
    owner = GameObject.Find("Weapon")
    lift = owner.AddComponent("Lift")
    assert (type(lift).__module__, type(lift).__name__) == ("Game", "Lift")
    assert owner.GetComponent(Rigidbody) is not None
    assert owner.GetComponent(AudioSource).volume == 1
    assert (lift.speed, lift.label, int(lift.kind), lift.door, lift.next) == (2.5, "Up: down", 2, None, None)
    assert lift.axis.y == 1
    assert owner.AddComponent("Game.Lift") is None, "its source allows one"
    with pytest.raises(
        AttributeError, match=r"'Lift' object has no serialised field 'sped'.*Did you mean: 'speed'"
    ):
        _ = lift.sped
    with pytest.raises(AttributeError, match="no serialised field 'hidden'"):
        lift.hidden = 4
    lift.speed = 4
    EditorSceneManager.SaveOpenScenes()
    file = UnityFile.load(small.root / SCENE, SCENE, Style())
    saved = file.by_id[lift._document.file_id]
    keys = [key for key, _ in saved.entries]
    assert keys[-7:] == ["speed", "label", "axis", "kind", "door", "next", "floors"]
    assert saved.text("speed") == "4"


def test_refusals_name_what_was_asked_for(small: Editor) -> None:
    from UnityEngine import (
        Cloth,
        Collider,
        GameObject,
        MonoBehaviour,
        Rigidbody2D,
        SphereCollider,
        SpriteRenderer,
    )

    owner = GameObject.Find("Weapon")
    with pytest.raises(
        HeadlessLimitation, match=r"UnityEngine\.Cloth .*It adds scripts of the project and: "
    ):
        owner.AddComponent(Cloth)
    with pytest.raises(TypeError, match="there is no component 'NetworkIdentity'"):
        owner.AddComponent("NetworkIdentity")
    for base in (Collider, MonoBehaviour):
        with pytest.raises(TypeError, match="cannot be added"):
            owner.AddComponent(base)
    with pytest.raises(TypeError, match="derives from Component"):
        owner.AddComponent(GameObject)
    ball = GameObject.CreatePrimitive("Sphere")
    assert ball.GetComponent(SphereCollider).radius == 0.5
    assert ball.AddComponent(Rigidbody2D) is None
    assert ball.AddComponent(SpriteRenderer) is None
    assert (
        "error",
        "Can't add component 'Rigidbody2D' to Sphere because it conflicts with its SphereCollider",
    ) in (small.log)


@pytest.mark.usefixtures("editor")
def test_particles_from_nothing() -> None:
    from UnityEngine import GameObject, ParticleSystem, ParticleSystemRenderer, PrimitiveType

    sparks = GameObject("Sparks").AddComponent(ParticleSystem)
    sparks.main.startSpeed = 7.5
    assert (sparks.main.duration, sparks.main.startLifetime.constant, sparks.main.maxParticles) == (
        5,
        5,
        1000,
    )
    assert sparks.emission.rateOverTime.constant == 10
    assert sparks.main.startSpeed.constant == 7.5
    assert sparks.GetComponent(ParticleSystemRenderer).sharedMaterial is not None
    assert GameObject.CreatePrimitive(PrimitiveType.Cube).AddComponent(ParticleSystem) is None, (
        "one renderer each"
    )


def test_a_script_without_its_source_says_what_it_lacks(small: Editor) -> None:
    from UnityEditor import AssetDatabase
    from UnityEngine import GameObject

    (small.root / "Assets" / "Ghost.cs.meta").write_text(f"fileFormatVersion: 2\nguid: {'cd' * 16}\n")
    AssetDatabase.Refresh()
    ghost = GameObject.Find("Weapon").AddComponent("Old.Ghost")
    assert ghost._document.text("m_Script", "guid") == "cd" * 16
    assert any(
        severity == "warning" and "source of Ghost cannot be read" in text for severity, text in small.log
    )
