"""Edits of prefab instances beyond overrides of properties: what is removed, added, moved, copied.

After each edit, what is in memory, what an independent reader finds in the file, and what a fresh editor loads agree;
Undo gives the file's bytes back.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.projects import SCENE

from .conftest import Editor, Opener
from .lamps import LAMP, agree, lamp, make, modification, restored, save

VERSIONS = ["2019.4.40f1", "2021.3.45f1", "2022.3.62f3"]


@pytest.fixture(params=VERSIONS)
def edited(request: pytest.FixtureRequest, tmp_path: Path, open_editor: Opener) -> Editor:
    """An editor whose scene has an instance of Lamp with one override."""
    overrides = modification(20, LAMP, "m_Name", "Desk Lamp")
    return make(tmp_path, open_editor, lamp(500, overrides), version=request.param)


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
