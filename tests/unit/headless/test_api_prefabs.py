"""Prefab instances through the API: PrefabUtility, edits that become overrides, and edits that are set back."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import SCENE, make_project
from tests.support.shared import SHARED, why_absent

from . import expansion
from .conftest import Opener, copy_writable
from .lamps import (
    BULB,
    INSTANCE,
    LAMP,
    OBJECT,
    lamp,
    make,
    modification,
    restored,
    save,
    write_prefab,
)
from .telling import compare, outline, told


def test_nested_instances_are_there(tmp_path: Path, open_editor: Opener) -> None:
    moved = modification(21, LAMP, "m_LocalPosition.x", 7) + modification(
        11 ^ 99, LAMP, "m_LocalPosition.z", 4
    )
    editor = make(tmp_path, open_editor, lamp(500, moved), lamp(600))
    from UnityEditor import PrefabUtility  # type: ignore[import-not-found]
    from UnityEngine import (  # type: ignore[import-not-found]
        FindObjectsSortMode,
        GameObject,
        MeshRenderer,
        Object,
    )

    assert [line for line in editor.log if line[0] != "log"] == []
    first, second = (
        go for go in Object.FindObjectsByType(GameObject, FindObjectsSortMode.InstanceID) if go.name == "Lamp"
    )
    assert (first.transform.position.x, second.transform.position.x) == (7, 2)
    bulb = first.transform.GetChild(0).gameObject
    assert bulb.name == "Bulb"
    position = bulb.transform.localPosition
    assert (position.x, position.y, position.z) == (1, 3, 4)
    assert bulb.GetComponent[MeshRenderer]().sharedMaterial.name == "Default-Material"
    assert PrefabUtility.IsPartOfPrefabInstance(bulb)
    assert PrefabUtility.IsPartOfAnyPrefab(bulb.transform)
    assert not PrefabUtility.IsPartOfAnyPrefab(GameObject.Find("Player"))
    assert PrefabUtility.GetOutermostPrefabInstanceRoot(bulb) is first
    assert PrefabUtility.GetNearestPrefabInstanceRoot(bulb) is bulb
    assert PrefabUtility.GetPrefabAssetPathOfNearestInstanceRoot(bulb) == "Assets/Bulb.prefab"
    assert PrefabUtility.GetPrefabAssetPathOfNearestInstanceRoot(first) == "Assets/Lamp.prefab"
    source = PrefabUtility.GetCorrespondingObjectFromSource(bulb)
    assert source.transform.parent.name == "Lamp"
    assert source.transform.localPosition.z == 0
    assert PrefabUtility.IsPartOfPrefabAsset(source)
    assert PrefabUtility.GetCorrespondingObjectFromSource(source).transform.localPosition.y == 0
    assert PrefabUtility.GetCorrespondingObjectFromOriginalSource(bulb).transform.parent is None
    assert str(PrefabUtility.GetPrefabInstanceStatus(bulb)) == "Connected"
    assert str(PrefabUtility.GetPrefabAssetType(bulb)) == "Regular"
    assert str(PrefabUtility.GetPrefabInstanceStatus(GameObject.Find("Player"))) == "NotAPrefab"
    found = PrefabUtility.GetPropertyModifications(bulb)
    assert [(m.propertyPath, m.value) for m in found] == [
        ("m_LocalPosition.x", "7"),
        ("m_LocalPosition.z", "4"),
    ]
    assert found[0].target.name == "Lamp"
    assert PrefabUtility.HasPrefabInstanceAnyOverrides(first, False)
    assert not PrefabUtility.HasPrefabInstanceAnyOverrides(second, True)


def test_edits_become_overrides(tmp_path: Path, open_editor: Opener) -> None:
    editor = make(tmp_path, open_editor, lamp(500, modification(20, LAMP, "m_Name", "Desk Lamp")))
    from UnityEngine import GameObject, MeshRenderer

    path = editor.root / SCENE
    before = path.read_bytes()
    desk = GameObject.Find("Desk Lamp")
    bulb = desk.transform.GetChild(0)
    desk.name = "x: y"
    bulb.gameObject.name = "Spot"
    bulb.GetComponent[MeshRenderer]().enabled = False
    save()
    after = path.read_bytes().decode()
    assert "      value: 'x: y'\n" in after
    for target, key, value in ((10 ^ 99, "m_Name", "Spot"), (12 ^ 99, "m_Enabled", "0")):
        assert modification(target, LAMP, key, value)[1:].replace(
            ",\n        type", ", type"
        ) in after.replace(",\n        type", ", type")
    targets = [int(found) for found in re.findall(r"target: \{fileID: (\d+)", after)]
    assert targets == sorted(targets)
    desk.name = "Desk Lamp"
    bulb.gameObject.name = "Bulb"
    bulb.GetComponent[MeshRenderer]().enabled = True
    save()
    assert path.read_bytes() == before


def test_references_to_an_instance_make_something_stand_for_it(tmp_path: Path, open_editor: Opener) -> None:
    editor = make(tmp_path, open_editor, lamp())
    from UnityEngine import BoxCollider, GameObject

    top = GameObject.Find("Lamp")
    bulb = top.transform.GetChild(0)
    weapon = GameObject.Find("Player/Weapon")
    weapon.transform.SetParent(bulb)
    top.AddComponent[BoxCollider]()
    top.transform.SetParent(GameObject.Find("Player").transform)
    save()
    text = (editor.root / SCENE).read_text()
    assert f"--- !u!4 &{(11 ^ 99) ^ 500} stripped\nTransform:\n" in text
    assert f"--- !u!4 &{21 ^ 500} stripped\n" in text
    assert "m_TransformParent: {fileID: 201}" in text
    assert "addedObject: {fileID: 301}" in text
    editor.close()
    editor = open_editor(editor.root)
    weapon = GameObject.Find("Weapon")
    assert weapon.transform.parent.name == "Bulb"
    assert weapon.transform.parent.parent.name == "Lamp"
    assert weapon.transform.root.name == "Player"
    assert weapon.transform.parent.parent.GetComponent[BoxCollider]() is not None
    assert [line for line in editor.log if line[0] != "log"] == []


def test_an_instance_is_destroyed_and_comes_back_whole(tmp_path: Path, open_editor: Opener) -> None:
    editor = make(tmp_path, open_editor)
    path = editor.root / SCENE
    before = path.read_bytes()
    editor.close()
    path.write_bytes(before + lamp().encode())
    editor = open_editor(editor.root)
    from UnityEditor import Undo
    from UnityEngine import GameObject, Object

    top = GameObject.Find("Lamp")
    bulb = top.transform.GetChild(0)
    Undo.DestroyObjectImmediate(top)
    assert GameObject.Find("Lamp") is None
    Undo.PerformUndo()
    assert GameObject.Find("Lamp/Bulb") == bulb.gameObject
    save()
    assert restored(path, before + lamp().encode())
    Object.DestroyImmediate(top)
    save()
    assert path.read_bytes() == before


def test_undo_and_play_mode_take_overrides_back(tmp_path: Path, open_editor: Opener) -> None:
    editor = make(tmp_path, open_editor, lamp())
    from UnityEditor import EditorApplication, Undo
    from UnityEngine import GameObject, Vector3

    path = editor.root / SCENE
    top = GameObject.Find("Lamp")
    Undo.RecordObject(top, "rename")
    top.name = "Torch"
    save()
    named = path.read_bytes()
    assert b"value: Torch" in named
    EditorApplication.isPlaying = True
    editor.runtime.tick()
    top.name = "Played"
    top.transform.GetChild(0).position = Vector3(1, 2, 3)
    EditorApplication.isPlaying = False
    editor.runtime.tick()
    assert top.name == "Torch"
    assert top.transform.GetChild(0).localPosition.y == 3
    GameObject.Find("Player").layer = 1
    save()
    GameObject.Find("Player").layer = 0
    save()
    assert restored(path, named)
    Undo.PerformUndo()
    save()
    assert b"Torch" not in path.read_bytes()
    assert GameObject.Find("Lamp") == top


def test_circles_and_holes_are_tolerated(tmp_path: Path, open_editor: Opener) -> None:
    root = make_project(tmp_path / "p")
    snake = OBJECT.format(id=10, node=11, name="Snake", x=0, parts="", children=" []", father=0)
    for name, guid, other in (("A", LAMP, BULB), ("B", BULB, LAMP)):
        inner = INSTANCE.format(id=99, parent=11, modifications=" []", guid=other)
        hole = INSTANCE.format(id=98, parent=11, modifications=" []", guid="c" * 32)
        write_prefab(root, name, guid, snake + inner + hole)
    scene = root / SCENE
    scene.write_bytes(scene.read_bytes() + lamp().encode())
    editor = open_editor(root)
    from UnityEngine import GameObject

    top = GameObject.Find("Snake")
    assert top.transform.childCount == 2
    lines = [line[1] for line in editor.log]
    assert any("Assets/A.prefab contains itself" in line and "&99" in line for line in lines)
    assert any("c" * 32 in line and "placeholder" in line for line in lines)


def test_prefabs_that_multiply_without_end_are_cut(
    tmp_path: Path, open_editor: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unity_kernel.headless.project.expansion._LARGEST", 5_000)
    root = make_project(tmp_path / "p")
    guids = [f"{level:032x}" for level in range(1, 12)]
    for level, guid in enumerate(guids):
        text = OBJECT.format(id=10, node=11, name=f"L{level}", x=0, parts="", children=" []", father=0)
        if level:
            inner = {"parent": 11, "modifications": " []", "guid": guids[level - 1]}
            text += "".join(INSTANCE.format(id=1000 * i, **inner) for i in range(1, 11))
        write_prefab(root, f"L{level}", guid, text)
    scene = root / SCENE
    last = INSTANCE.format(id=500, parent=0, modifications=" []", guid=guids[-1])
    scene.write_bytes(scene.read_bytes() + last.encode())
    editor = open_editor(root)
    from UnityEngine import GameObject

    assert GameObject.Find("L10") is not None
    assert any("more than 5,000 objects would come from prefabs" in line[1] for line in editor.log)


def test_prefabs_are_loaded_edited_and_instantiated(tmp_path: Path, open_editor: Opener) -> None:
    editor = make(tmp_path, open_editor, lamp())
    from UnityEditor import AssetDatabase, PrefabUtility
    from UnityEngine import GameObject

    path = editor.root / "Assets/Bulb.prefab"
    before = path.read_bytes()
    contents = PrefabUtility.LoadPrefabContents("Assets/Bulb.prefab")
    contents.name = "Tube"
    saved = PrefabUtility.SaveAsPrefabAsset(contents, "Assets/Bulb.prefab")
    PrefabUtility.UnloadPrefabContents(contents)
    assert saved.name == "Tube"
    assert path.read_bytes() == before.replace(b"m_Name: Bulb", b"m_Name: Tube")
    asset = AssetDatabase.LoadAssetAtPath("Assets/Lamp.prefab", GameObject)
    made = PrefabUtility.InstantiatePrefab(asset, GameObject.Find("Player").transform)
    assert PrefabUtility.GetCorrespondingObjectFromSource(made) is asset
    assert made.transform.GetChild(0).name == "Tube"
    other = PrefabUtility.InstantiatePrefab(asset)
    other.name = "Second"
    save()
    editor.close()
    editor = open_editor(editor.root)
    names = [child.name for child in GameObject.Find("Player").transform]
    assert names == ["Weapon", "Lamp"]
    assert GameObject.Find("/Second/Tube") is not None
    assert [line for line in editor.log if line[0] != "log"] == []


REAL = [
    ("mirror-2021.3", "MirrorBilliards"),
    ("cesium-samples-2022.3", "08_CesiumArchitecturalDesign"),
    ("obstacle-tower-2019.4", "RobotTests"),
    ("daydream-playground-5.4-crlf", "Pottery"),
    ("obstacle-tower-2019.4", "Procedural"),
]


@pytest.mark.skipif(SHARED is None, reason=why_absent())
@pytest.mark.parametrize(("project", "scene"), REAL)
def test_random_edits_set_back_give_the_bytes_back(
    project: str, scene: str, tmp_path: Path, open_editor: Opener
) -> None:
    assert SHARED is not None
    editor = open_editor(copy_writable(SHARED / "unity-projects" / project, tmp_path / "p"), scene)
    from UnityEditor import PrefabUtility
    from UnityEngine import FindObjectsInactive, FindObjectsSortMode, GameObject, Object, Vector3

    path = editor.root / str(editor.runtime.describe_scene()["path"])
    before = path.read_bytes()
    dice = random.Random(20240601)
    everything = [
        go
        for go in Object.FindObjectsByType(
            GameObject, FindObjectsInactive.Include, FindObjectsSortMode.InstanceID
        )
        if PrefabUtility.IsPartOfPrefabInstance(go) and go.transform._document.class_id == 4
    ]  # where a RectTransform is, is worked out from its anchors, with rounding
    assert everything
    for _ in range(3):
        undo: list[tuple[Any, str, Any]] = []

        def change(obj: Any, name: str, value: Any, undo: list[tuple[Any, str, Any]] = undo) -> None:
            undo.append((obj, name, getattr(obj, name)))
            setattr(obj, name, value)

        for go in dice.choices(everything, k=60):
            kind = dice.randrange(4)
            if kind == 0:
                change(go, "name", "".join(dice.choices("ab: 'é[]#\n-", k=dice.randrange(1, 60))))
            elif kind == 1:
                change(
                    go.transform, "localPosition", Vector3(dice.uniform(-9, 9), 0, dice.uniform(-1e-6, 1e6))
                )
            elif kind == 2:
                change(go, "layer", dice.randrange(32))
            else:
                change(go.transform, "localScale", Vector3(1, dice.random(), 2))
        save()
        assert path.read_bytes() != before
        for obj, name, value in reversed(undo):
            setattr(obj, name, value)
        save()
        assert restored(path, before)


EDITED = [
    ("mirror-2021.3", "Assets/Mirror/Examples/Billiards/MirrorBilliards.unity"),
    ("mirror-2021.3", "Assets/Mirror/Examples/TankTheftAuto/MirrorTankTheftAuto.unity"),
    ("obstacle-tower-2019.4", "Assets/ObstacleTower/Scenes/RobotTests.unity"),
    ("cesium-samples-2022.3", "Assets/CesiumForUnitySamples/Scenes/08_CesiumArchitecturalDesign.unity"),
]


@pytest.mark.skipif(SHARED is None, reason=why_absent())
@pytest.mark.parametrize(("project", "scene"), EDITED)
def test_real_instances_are_changed_and_given_back(
    project: str, scene: str, tmp_path: Path, open_editor: Opener
) -> None:
    """Each operation agrees with the independent expansion of the saved file, and Undo gives the bytes back."""
    assert SHARED is not None
    editor = open_editor(copy_writable(SHARED / "unity-projects" / project, tmp_path / "p"), scene)
    from UnityEditor import InteractionMode, PrefabUnpackMode, PrefabUtility, Undo
    from UnityEngine import BoxCollider, GameObject, Object

    path = editor.root / scene
    game = expansion.Game(editor.root)
    user = InteractionMode.UserAction
    before = path.read_bytes()
    everything = list(Object.FindObjectsOfType(GameObject, True))
    roots = [
        go
        for go in everything
        if PrefabUtility.IsOutermostPrefabInstanceRoot(go)
        and PrefabUtility.GetPrefabAssetPathOfNearestInstanceRoot(go).endswith(".prefab")
    ]
    assert roots

    def checked(operate: Callable[[], object]) -> None:
        operate()
        save()
        assert path.read_bytes() != before
        game.forget(path)
        wanted = expansion.dump(game, path)
        found = told()
        assert outline(found) == outline(wanted)
        compare(found, wanted, "")
        Undo.PerformUndo()
        save()
        assert restored(path, before)

    dice = random.Random(7)
    for root in dice.sample(roots, min(3, len(roots))):
        inner = [node.gameObject for node in root.transform._walk()]
        parts = [
            part
            for go in inner
            for part in go._components()[1:]
            if PrefabUtility.IsPartOfPrefabInstance(part)
        ]
        if parts:
            checked(partial(Undo.DestroyObjectImmediate, dice.choice(parts)))
        checked(partial(Undo.AddComponent[BoxCollider], dice.choice(inner)))
        free = [go for go in everything if go not in inner and not PrefabUtility.IsPartOfPrefabInstance(go)
                and root.transform.root is not go.transform.root]  # fmt: skip
        if free:
            child, place = dice.choice(free).transform, dice.choice(inner).transform
            checked(partial(Undo.SetTransformParent, child, place, "hang"))
        if PrefabUtility.HasPrefabInstanceAnyOverrides(root, False):
            checked(partial(PrefabUtility.RevertPrefabInstance, root, user))
        for mode in (PrefabUnpackMode.OutermostRoot, PrefabUnpackMode.Completely):
            checked(partial(PrefabUtility.UnpackPrefabInstance, root, mode, user))
    own = next(
        go
        for go in everything
        if go.transform.parent is None and not PrefabUtility.IsPartOfPrefabInstance(go)
    )

    def connect() -> None:
        PrefabUtility.SaveAsPrefabAssetAndConnect(own, "Assets/Made.prefab", user)
        made = (editor.root / "Assets/Made.prefab.meta").read_text()
        game.paths[made.split("guid: ")[1][:32]] = editor.root / "Assets/Made.prefab"

    checked(connect)


@pytest.mark.parametrize("guid", [LAMP, "d" * 32])
def test_only_recorded_overrides_are_taken_back(guid: str, tmp_path: Path, open_editor: Opener) -> None:
    moved = modification(21, guid, "m_LocalPosition.x", 5) + modification(20, guid, "m_Name", "Lamp")
    editor = make(tmp_path, open_editor, lamp(500, moved).replace(LAMP, guid))
    from UnityEditor import Undo
    from UnityEngine import GameObject, Vector3

    lit = GameObject.Find("Lamp")
    Undo.RecordObject(lit.transform, "Move")
    lit.transform.localPosition = Vector3(7, 0, 0)
    lit.name = "Not recorded"
    save()
    edited = (editor.root / SCENE).read_bytes()
    Undo.PerformUndo()
    assert (lit.name, lit.transform.localPosition.x) == ("Not recorded", 5)
    Undo.PerformRedo()
    save()
    assert restored(editor.root / SCENE, edited)
    assert lit.transform.localPosition.x == 7


@pytest.mark.parametrize("guid", [LAMP, "d" * 32])
def test_undo_elsewhere_leaves_edits_of_instances_alone(
    guid: str, tmp_path: Path, open_editor: Opener
) -> None:
    moved = modification(21, guid, "m_LocalPosition.x", 5) + modification(20, guid, "m_Name", "Lamp")
    editor = make(tmp_path, open_editor, lamp(500, moved).replace(LAMP, guid))
    from UnityEditor import Undo
    from UnityEngine import GameObject, Vector3

    node = GameObject.Find("Lamp").transform
    node.localPosition = Vector3(7, 0, 0)
    save()
    edited = (editor.root / SCENE).read_bytes()
    Undo.SetTransformParent(GameObject.Find("Weapon").transform, None, "out")
    Undo.PerformUndo()
    save()
    assert node.localPosition.x == 7
    assert restored(editor.root / SCENE, edited)
