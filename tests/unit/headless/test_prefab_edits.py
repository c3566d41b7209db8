"""Edits of prefab instances beyond overrides of properties: what is removed, added, moved, copied.

After each edit, what is in memory, what an independent reader finds in the file, and what a fresh editor loads agree;
Undo gives the file's bytes back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import SCENE

from .conftest import Editor, Opener
from .lamps import LAMP, agree, is_modern, lamp, make, modification, restored, save

VERSIONS = ["2019.4.40f1", "2021.3.45f1", "2022.3.62f3"]


@pytest.fixture(params=VERSIONS)
def edited(request: pytest.FixtureRequest, tmp_path: Path, open_editor: Opener) -> Editor:
    """An editor whose scene has an instance of Lamp with one override."""
    overrides = modification(20, LAMP, "m_Name", "Desk Lamp")
    if not is_modern(request.param):
        overrides += modification(21, LAMP, "m_RootOrder", 2)
    roots = "".join(f"\n  - {{fileID: {i}}}" for i in (101, 201, 500)) if is_modern(request.param) else ""
    return make(tmp_path, open_editor, lamp(500, overrides), version=request.param, roots=roots)


def scene_bytes(editor: Editor) -> bytes:
    return (editor.root / SCENE).read_bytes()


def undone(editor: Editor, before: bytes) -> None:
    """Takes the last step back, makes it again and takes it back: the bytes are those of before, then of after."""
    from UnityEditor import Undo  # type: ignore[import-not-found]

    after = scene_bytes(editor)
    assert after != before
    Undo.PerformUndo()
    save()
    assert restored(editor.root / SCENE, before)
    Undo.PerformRedo()
    save()
    assert restored(editor.root / SCENE, after)
    Undo.PerformUndo()
    agree(editor)
    assert restored(editor.root / SCENE, before)


def test_a_component_is_taken_out_of_an_instance(edited: Editor) -> None:
    from UnityEditor import PrefabUtility, Undo
    from UnityEngine import GameObject, MeshRenderer  # type: ignore[import-not-found]

    before = agree(edited)
    bulb = GameObject.Find("Desk Lamp/Bulb")
    part = bulb.GetComponent[MeshRenderer]()
    Undo.DestroyObjectImmediate(part)
    assert part == None  # noqa: E711 - destroyed objects equal None
    assert bulb.GetComponent[MeshRenderer]() is None
    text = agree(edited).decode()
    entry = f"    m_RemovedComponents:\n    - {{fileID: {12 ^ 99}, guid: {LAMP}, type: 3}}\n"
    assert text == before.decode().replace("    m_RemovedComponents: []\n", entry)
    assert PrefabUtility.HasPrefabInstanceAnyOverrides(bulb.transform.root.gameObject, False)
    undone(edited, before)
    assert bulb.GetComponent[MeshRenderer]() is part
    assert part.enabled


def test_a_game_object_is_taken_out_of_an_instance(edited: Editor) -> None:
    from System import InvalidOperationException  # type: ignore[import-not-found]
    from UnityEditor import Undo
    from UnityEngine import GameObject, Object

    before = agree(edited)
    lamp_object = GameObject.Find("Desk Lamp")
    bulb = GameObject.Find("Desk Lamp/Bulb")
    if b"m_RemovedGameObjects" not in before:
        for destroy in (Object.DestroyImmediate, Undo.DestroyObjectImmediate):
            with pytest.raises(InvalidOperationException, match=r"not allowed.*Bulb.*2022\.2"):
                destroy(bulb)
        assert bulb.name == "Bulb"
        assert agree(edited) == before
        return
    Undo.DestroyObjectImmediate(bulb)
    assert lamp_object.transform.childCount == 0
    text = agree(edited).decode()
    entry = f"    m_RemovedGameObjects:\n    - {{fileID: {10 ^ 99}, guid: {LAMP}, type: 3}}\n"
    assert text == before.decode().replace("    m_RemovedGameObjects: []\n", entry)
    undone(edited, before)
    assert lamp_object.transform.GetChild(0).gameObject is bulb


def test_what_an_instance_brings_stays_in_its_place(edited: Editor) -> None:
    from System import InvalidOperationException
    from UnityEngine import GameObject

    before = agree(edited)
    bulb = GameObject.Find("Desk Lamp/Bulb").transform
    with pytest.raises(
        InvalidOperationException, match="Setting the parent of a transform which resides in a Prefab"
    ):
        bulb.SetParent(None)
    with pytest.raises(InvalidOperationException, match="Setting the sibling index"):
        bulb.SetAsFirstSibling()
    assert agree(edited) == before


def test_objects_and_components_are_added_moved_and_removed(edited: Editor) -> None:
    from UnityEditor import PrefabUtility, Undo
    from UnityEngine import BoxCollider, GameObject

    before = agree(edited)
    bulb = GameObject.Find("Desk Lamp/Bulb")
    box = Undo.AddComponent[BoxCollider](bulb)
    assert PrefabUtility.IsAddedComponentOverride(box)
    with_box = agree(edited)
    undone(edited, before)
    assert box == None  # noqa: E711
    Undo.PerformRedo()
    assert agree(edited) == with_box
    box = bulb.GetComponent[BoxCollider]()
    Undo.DestroyObjectImmediate(box)
    assert agree(edited) == before
    Undo.PerformUndo()
    assert agree(edited) == with_box
    Undo.PerformUndo()
    assert agree(edited) == before

    weapon = GameObject.Find("Player/Weapon").transform
    Undo.SetTransformParent(weapon, bulb.transform, "hang")
    assert PrefabUtility.IsAddedGameObjectOverride(weapon.gameObject)
    hung = agree(edited)
    Undo.IncrementCurrentGroup()
    Undo.SetTransformParent(weapon, GameObject.Find("Desk Lamp").transform, "rehang")
    assert agree(edited).count(b" stripped") == 1
    undone(edited, hung)
    Undo.PerformUndo()
    assert agree(edited) == before


def test_the_order_of_added_children_is_kept(tmp_path: Path, open_editor: Opener) -> None:
    editor = make(tmp_path, open_editor, lamp())
    from UnityEngine import GameObject

    top = GameObject.Find("Lamp").transform
    for name in "abc":
        GameObject(name).transform.SetParent(top)
    agree(editor)
    assert [child.name for child in top] == ["Bulb", "a", "b", "c"]
    top.Find("c").SetSiblingIndex(0)
    top.Find("b").SetAsLastSibling()
    wanted = ["c", "Bulb", "a", "b"]
    assert [child.name for child in top] == wanted
    agree(editor)
    editor.close()
    open_editor(editor.root)
    assert [child.name for child in GameObject.Find("Lamp").transform] == wanted


def test_placeholders_lose_nothing_that_nobody_knows(tmp_path: Path, open_editor: Opener) -> None:
    instance = lamp(500, modification(21, LAMP, "m_LocalPosition.x", 5)).replace(LAMP, "d" * 32)
    editor = make(tmp_path, open_editor, instance)
    from UnityEngine import BoxCollider, GameObject, Object

    before = scene_bytes(editor)
    place = GameObject.Find("Missing Prefab")
    with pytest.raises(Exception, match="file id is not known"):
        place.AddComponent[BoxCollider]()
    assert place.GetComponents(BoxCollider).Length == 0
    save()
    assert restored(editor.root / SCENE, before)
    Object.DestroyImmediate(place)
    save()
    assert b"d" * 32 not in scene_bytes(editor)


def automated() -> Any:
    from UnityEditor import InteractionMode

    return InteractionMode.AutomatedAction


def by_user() -> Any:
    from UnityEditor import InteractionMode

    return InteractionMode.UserAction


def change_much(editor: Editor) -> bytes:
    """Overrides, an added component, an added object, and a removed component on the instance; returns the bytes."""
    from UnityEngine import BoxCollider, GameObject, MeshRenderer, Object, Vector3

    top = GameObject.Find("Desk Lamp")
    bulb = top.transform.GetChild(0)
    bulb.gameObject.name = "Spot"
    bulb.localPosition = Vector3(9, 8, 7)
    Object.DestroyImmediate(bulb.GetComponent[MeshRenderer]())
    bulb.gameObject.AddComponent[BoxCollider]().isTrigger = True
    made = GameObject("Shade")
    made.transform.SetParent(top.transform)
    return agree(editor)


def test_the_kinds_of_overrides_are_listed(edited: Editor) -> None:
    from UnityEditor import PrefabUtility
    from UnityEngine import GameObject

    change_much(edited)
    top = GameObject.Find("Desk Lamp")
    (part,) = PrefabUtility.GetAddedComponents(top)
    assert type(part.instanceComponent).__name__ == "BoxCollider"
    assert part.GetAssetObject().name == "Bulb"
    (added,) = PrefabUtility.GetAddedGameObjects(top)
    assert (added.instanceGameObject.name, added.siblingIndex) == ("Shade", 1)
    (gone,) = PrefabUtility.GetRemovedComponents(top)
    assert type(gone.assetComponent).__name__ == "MeshRenderer"
    assert gone.containingInstanceGameObject.name == "Spot"
    assert PrefabUtility.GetRemovedGameObjects(top).Count == 0
    changed = {override.instanceObject.ToString() for override in PrefabUtility.GetObjectOverrides(top)}
    assert changed == {"Spot (UnityEngine.GameObject)", "Spot (UnityEngine.Transform)"}
    assert not PrefabUtility.IsDefaultOverride(PrefabUtility.GetPropertyModifications(top)[-1])


def test_an_instance_is_reverted(edited: Editor) -> None:
    from UnityEditor import PrefabUtility, Undo
    from UnityEngine import GameObject, MeshRenderer

    before = agree(edited)
    changed = change_much(edited)
    top = GameObject.Find("Desk Lamp")
    shade = GameObject.Find("Shade")
    Undo.IncrementCurrentGroup()
    PrefabUtility.RevertPrefabInstance(top, by_user())
    assert shade == None  # noqa: E711
    bulb = top.transform.GetChild(0)
    assert (top.name, bulb.name, bulb.localPosition.x) == ("Desk Lamp", "Bulb", 1)
    assert bulb.GetComponent[MeshRenderer]() is not None
    assert not PrefabUtility.HasPrefabInstanceAnyOverrides(top, False)
    assert agree(edited) == before
    undone(edited, changed)
    assert shade.transform.parent is top.transform


def test_properties_and_objects_are_reverted_one_by_one(edited: Editor) -> None:
    from UnityEditor import PrefabUtility, SerializedObject, Undo
    from UnityEngine import GameObject

    change_much(edited)
    top = GameObject.Find("Desk Lamp")
    bulb = top.transform.GetChild(0)
    Undo.IncrementCurrentGroup()
    PrefabUtility.RevertPropertyOverride(SerializedObject(bulb).FindProperty("m_LocalPosition"), by_user())
    position = bulb.localPosition
    assert (position.x, position.y, position.z) == (1, 3, 0)
    assert bulb.name == "Spot"
    assert b"propertyPath: m_LocalPosition" not in agree(edited)
    Undo.PerformUndo()
    assert bulb.localPosition.x == 9
    PrefabUtility.RevertObjectOverride(bulb.gameObject, automated())
    assert bulb.name == "Bulb"
    (part,) = PrefabUtility.GetAddedComponents(top)
    part.Revert()
    (gone,) = PrefabUtility.GetRemovedComponents(top)
    gone.Revert(automated())
    PrefabUtility.RevertAddedGameObject(GameObject.Find("Shade"), automated())
    agree(edited)
    names = [override.instanceObject.name for override in PrefabUtility.GetObjectOverrides(top)]
    assert names == ["Bulb"]
    with pytest.raises(ValueError, match="was not added to a Prefab instance"):
        PrefabUtility.RevertAddedGameObject(GameObject.Find("Player"), automated())
    with pytest.raises(ValueError, match="not part of a Prefab instance"):
        PrefabUtility.RevertObjectOverride(GameObject.Find("Player"), automated())


def test_modifications_are_set_as_a_whole(edited: Editor) -> None:
    from UnityEditor import PrefabUtility, PropertyModification
    from UnityEngine import GameObject

    top = GameObject.Find("Desk Lamp")
    found = list(PrefabUtility.GetPropertyModifications(top))
    more = PropertyModification()
    more.target = PrefabUtility.GetCorrespondingObjectFromSource(top.transform.GetChild(0).gameObject)
    more.propertyPath, more.value = "m_Name", "x: y"
    PrefabUtility.SetPropertyModifications(top, [*found, more])
    assert top.transform.GetChild(0).name == "x: y"
    agree(edited)
    PrefabUtility.SetPropertyModifications(top, [])
    assert (top.name, top.transform.GetChild(0).name) == ("Lamp", "Bulb")
    assert b"m_Modifications: []" in agree(edited)
    more.target = top
    with pytest.raises(ValueError, match="not an object of the instance's Prefab"):
        PrefabUtility.SetPropertyModifications(top, [more])


def test_an_instance_is_applied_to_its_prefab(edited: Editor) -> None:
    from UnityEditor import AssetDatabase, PrefabUtility, Undo
    from UnityEngine import BoxCollider, GameObject, MeshRenderer

    bulb = GameObject.Find("Desk Lamp/Bulb")
    bulb.name = "Spot"
    bulb.layer = 3
    prefab = edited.root / "Assets/Lamp.prefab"
    lamp_before, before = prefab.read_bytes(), agree(edited)
    asset = AssetDatabase.LoadAssetAtPath("Assets/Lamp.prefab", GameObject)
    Undo.IncrementCurrentGroup()
    top = GameObject.Find("Desk Lamp")
    PrefabUtility.ApplyPrefabInstance(top, by_user())
    paths = [m.propertyPath for m in PrefabUtility.GetPropertyModifications(top)]
    assert paths in (["m_Name"], ["m_Name", "m_RootOrder"])
    assert asset.transform.GetChild(0).name == "Spot"
    assert asset.name == "Lamp"
    assert b"value: Spot" in prefab.read_bytes()
    agree(edited)
    Undo.PerformUndo()
    assert restored(prefab, lamp_before)
    save()
    assert restored(edited.root / SCENE, before)
    assert bulb.name == "Spot"
    assert asset.transform.GetChild(0).name == "Bulb"
    bulb.GetComponent[MeshRenderer]().enabled = False
    PrefabUtility.ApplyObjectOverride(bulb.GetComponent[MeshRenderer](), "Assets/Bulb.prefab", automated())
    assert b"m_Enabled: 0" in (edited.root / "Assets/Bulb.prefab").read_bytes()
    agree(edited)
    top.AddComponent[BoxCollider]().isTrigger = True
    shade = GameObject("Shade")
    shade.transform.SetParent(top.transform)
    GameObject("Inside").transform.SetParent(shade.transform)
    agree(edited)
    PrefabUtility.ApplyPrefabInstance(top, automated())
    assert PrefabUtility.IsPartOfPrefabInstance(shade)
    assert shade.transform.parent is top.transform
    assert PrefabUtility.IsPartOfPrefabInstance(top.GetComponent[BoxCollider]())
    assert asset.transform.Find("Shade/Inside") is not None
    assert asset.GetComponent[BoxCollider]().isTrigger
    assert not PrefabUtility.HasPrefabInstanceAnyOverrides(top, False)
    agree(edited)


def test_what_an_instance_lacks_is_applied(edited: Editor) -> None:
    from UnityEditor import PrefabUtility
    from UnityEngine import BoxCollider, GameObject, Object

    top = GameObject.Find("Desk Lamp")
    top.AddComponent[BoxCollider]()
    PrefabUtility.ApplyAddedComponent(top.GetComponent[BoxCollider](), "Assets/Lamp.prefab", automated())
    assert b"BoxCollider" in (edited.root / "Assets/Lamp.prefab").read_bytes()
    agree(edited)
    Object.DestroyImmediate(top.GetComponent[BoxCollider]())
    (gone,) = PrefabUtility.GetRemovedComponents(top)
    gone.Apply()
    assert b"BoxCollider" not in (edited.root / "Assets/Lamp.prefab").read_bytes()
    assert b"m_RemovedComponents: []" in agree(edited)


@pytest.mark.parametrize("mode", ["OutermostRoot", "Completely"])
def test_an_instance_is_unpacked(edited: Editor, mode: str) -> None:
    from UnityEditor import PrefabUnpackMode, PrefabUtility, Undo
    from UnityEngine import BoxCollider, GameObject

    changed = change_much(edited)
    top = GameObject.Find("Desk Lamp")
    bulb = top.transform.GetChild(0).gameObject
    Undo.IncrementCurrentGroup()
    PrefabUtility.UnpackPrefabInstance(top, getattr(PrefabUnpackMode, mode), by_user())
    assert not PrefabUtility.IsPartOfPrefabInstance(top)
    assert PrefabUtility.IsPartOfPrefabInstance(bulb) == (mode == "OutermostRoot")
    if mode == "OutermostRoot":
        assert PrefabUtility.IsOutermostPrefabInstanceRoot(bulb)
        assert PrefabUtility.GetPrefabAssetPathOfNearestInstanceRoot(bulb) == "Assets/Bulb.prefab"
    assert [child.name for child in top.transform] == ["Spot", "Shade"]
    assert bulb.GetComponent[BoxCollider]().isTrigger
    text = agree(edited)
    assert text.count(b"--- !u!1001 ") == (mode == "OutermostRoot")
    assert (b" stripped" in text) == (mode == "OutermostRoot")
    undone(edited, changed)
    assert PrefabUtility.IsPartOfPrefabInstance(top)
    with pytest.raises(ValueError, match="not the root of an outermost"):
        PrefabUtility.UnpackPrefabInstance(bulb, getattr(PrefabUnpackMode, mode), by_user())


def test_a_prefab_is_made_of_a_scenes_object(edited: Editor) -> None:
    from UnityEditor import AssetDatabase, PrefabUtility, Undo
    from UnityEngine import GameObject

    player = GameObject.Find("Player")
    GameObject.Find("Desk Lamp").transform.SetParent(player.transform)
    before = agree(edited)
    asset = PrefabUtility.SaveAsPrefabAsset(player, "Assets/Player.prefab")
    assert asset.name == "Player"
    assert [child.name for child in asset.transform] == ["Weapon", "Desk Lamp"]
    assert agree(edited) == before
    guid = AssetDatabase.AssetPathToGUID("Assets/Player.prefab")
    assert len(guid) == 32
    weapon = PrefabUtility.GetCorrespondingObjectFromSource(asset.transform.GetChild(1).gameObject)
    assert AssetDatabase.GetAssetPath(weapon) == "Assets/Lamp.prefab"

    Undo.IncrementCurrentGroup()
    hand = player.transform.GetChild(0)
    connected = PrefabUtility.SaveAsPrefabAssetAndConnect(player, "Assets/Hero.prefab", by_user())
    assert PrefabUtility.GetCorrespondingObjectFromSource(player) is connected
    assert PrefabUtility.GetOutermostPrefabInstanceRoot(hand.gameObject) is player
    assert hand.parent is player.transform
    assert player.transform.position.x == 2
    agree(edited)
    undone(edited, before)
    assert not PrefabUtility.IsPartOfPrefabInstance(player)

    first = {
        line for line in (edited.root / "Assets/Player.prefab").read_text().splitlines() if "--- " in line
    }
    player.layer = 5
    PrefabUtility.SaveAsPrefabAsset(player, "Assets/Player.prefab")
    text = (edited.root / "Assets/Player.prefab").read_text()
    assert AssetDatabase.AssetPathToGUID("Assets/Player.prefab") == guid
    assert asset.layer == 5
    kept = {line for line in text.splitlines() if "--- " in line and "!u!1 " in line}
    assert kept <= first
    with pytest.raises(ValueError, match="part of a Prefab instance"):
        PrefabUtility.SaveAsPrefabAsset(GameObject.Find("Bulb"), "Assets/Part.prefab")


def test_a_prefab_of_an_instance_is_a_variant(edited: Editor) -> None:
    from UnityEditor import PrefabUtility
    from UnityEngine import GameObject

    top = GameObject.Find("Desk Lamp")
    top.transform.GetChild(0).name = "Spot"
    asset = PrefabUtility.SaveAsPrefabAsset(top, "Assets/Desk.prefab")
    assert (asset.name, asset.transform.GetChild(0).name) == ("Desk Lamp", "Spot")
    made = PrefabUtility.InstantiatePrefab(asset)
    assert str(PrefabUtility.GetPrefabAssetType(made)) == "Variant"
    assert made.transform.GetChild(0).name == "Spot"
    agree(edited)
    with pytest.raises(ValueError, match="would contain itself"):
        PrefabUtility.SaveAsPrefabAsset(top, "Assets/Lamp.prefab")


def test_references_to_what_becomes_an_instance_stay(tmp_path: Path, open_editor: Opener) -> None:
    editor = make(tmp_path, open_editor)
    from UnityEditor import PrefabUtility
    from UnityEngine import GameObject

    player, weapon = GameObject.Find("Player"), GameObject.Find("Weapon")
    crate = GameObject("Crate")
    crate.transform.SetParent(weapon.transform)
    agree(editor)
    PrefabUtility.SaveAsPrefabAssetAndConnect(weapon, "Assets/Weapon.prefab", automated())
    assert weapon.transform.parent is player.transform
    assert crate.transform.parent is weapon.transform
    assert PrefabUtility.IsPartOfPrefabInstance(crate)
    agree(editor)


def test_copies_are_no_instances(edited: Editor) -> None:
    from UnityEditor import AssetDatabase, PrefabUtility
    from UnityEngine import GameObject, MeshRenderer, Object

    prefab = (edited.root / "Assets/Lamp.prefab").read_bytes()
    top = GameObject.Find("Desk Lamp")
    copy = Object.Instantiate(top)
    part = Object.Instantiate(top.transform.GetChild(0).gameObject, GameObject.Find("Player").transform)
    asset = AssetDatabase.LoadAssetAtPath("Assets/Lamp.prefab", GameObject)
    third = Object.Instantiate(asset)
    names = ("Desk Lamp(Clone)", "Bulb(Clone)", "Lamp(Clone)")
    for made, name in zip((copy, part, third), names, strict=True):
        assert made.name == name
        assert not PrefabUtility.IsPartOfAnyPrefab(made)
        assert len(made.GetComponentsInChildren(MeshRenderer)) == 1
    assert asset.transform.childCount == 1
    AssetDatabase.SaveAssets()
    agree(edited)
    assert (edited.root / "Assets/Lamp.prefab").read_bytes() == prefab
