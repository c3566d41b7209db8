"""SerializedObject and SerializedProperty: kinds, lists, walking, managed references, undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.shared import SHARED, copy_project, why_absent
from tests.unit.headless.conftest import Editor, Opener
from unity_kernel.errors import HeadlessLimitation

SOURCE = """\
using System.Collections.Generic;
using UnityEngine;
public class Bag : ScriptableObject {
    [System.Serializable] public class Slot { public string label; public int count; }
    public float weight; public bool open; public int size; public LightType shine; public string owner;
    public List<string> words; public int[] numbers; public Slot[] slots; public AnimationCurve growth;
    public Vector3[] places; public Quaternion turn;
}
"""
BAG = """\
%YAML 1.1
%TAG !u! tag:unity3d.com,2011:
--- !u!114 &11400000
MonoBehaviour:
  m_ObjectHideFlags: 0
  m_GameObject: {fileID: 0}
  m_Enabled: 1
  m_EditorHideFlags: 0
  m_Script: {fileID: 11500000, guid: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, type: 3}
  m_Name: Bag
  m_EditorClassIdentifier:{empty}
  weight: 1
  open: 1
  size: 1
  shine: 1
  owner: 1
  words: []
  numbers:{empty}
  slots:
  - label: first
    count: 1
  - label: second
    count: 2
  growth:
    serializedVersion: 2
    m_Curve:
    - serializedVersion: 3
      time: 0
      value: 1
      inSlope: 0
      outSlope: 0
      tangentMode: 0
      weightedMode: 0
      inWeight: 0
      outWeight: 0
    m_PreInfinity: 2
    m_PostInfinity: 1
    m_RotationOrder: 4
  places: []
  turn: {x: 0, y: 0, z: 0, w: 1}
"""


@pytest.fixture
def bag(small: Editor) -> Any:
    for name, text, guid in (
        ("Bag.cs", SOURCE, "b" * 32),
        ("Bag.asset", BAG.replace("{empty}", " "), "c" * 32),
    ):
        (small.root / "Assets" / name).write_bytes(text.encode())
        (small.root / "Assets" / f"{name}.meta").write_bytes(f"fileFormatVersion: 2\nguid: {guid}\n".encode())
    from UnityEditor import AssetDatabase  # type: ignore[import-not-found]

    AssetDatabase.Refresh()
    return AssetDatabase.LoadMainAssetAtPath("Assets/Bag.asset")


def _saved(editor: Editor) -> str:
    from UnityEditor import AssetDatabase

    AssetDatabase.SaveAssets()
    return (editor.root / "Assets" / "Bag.asset").read_text()


def test_kinds_follow_the_source(bag: Any) -> None:
    from UnityEditor import SerializedObject, SerializedPropertyType

    serialized = SerializedObject(bag)
    kinds = {
        name: serialized.FindProperty(name).propertyType
        for name in ("weight", "open", "size", "shine", "owner", "slots", "growth", "turn", "m_Script")
    }
    wanted = ["Float", "Boolean", "Integer", "Enum", "String", "Generic", "AnimationCurve", "Quaternion"]
    wanted.append("ObjectReference")
    assert list(kinds.values()) == [getattr(SerializedPropertyType, name) for name in wanted]
    assert serialized.FindProperty("slots").type == "vector"
    shine = serialized.FindProperty("shine")
    assert list(shine.enumNames)[:2] == ["Spot", "Directional"]
    assert shine.enumValueIndex == 1
    assert serialized.FindProperty("owner").stringValue == "1"
    assert serialized.FindProperty("slots.Array.data[1].label").stringValue == "second"


def test_lists_change_only_what_they_must(small: Editor, bag: Any) -> None:
    from UnityEditor import SerializedObject

    before = _saved(small)
    serialized = SerializedObject(bag)
    slots = serialized.FindProperty("slots")
    assert slots.arraySize == serialized.FindProperty("slots.Array.size").intValue == 2
    slots.InsertArrayElementAtIndex(1)
    slots.GetArrayElementAtIndex(1).FindPropertyRelative("label").stringValue = "between"
    assert slots.arraySize == 3
    assert [slot["label"] for slot in bag.slots] == ["first", "second"], "not applied yet"
    assert serialized.hasModifiedProperties
    assert serialized.ApplyModifiedProperties() is True
    assert [slot["label"] for slot in bag.slots] == ["first", "between", "second"]
    assert slots.MoveArrayElement(2, 0)
    slots.DeleteArrayElementAtIndex(2)
    serialized.ApplyModifiedProperties()
    assert [slot["label"] for slot in bag.slots] == ["second", "first"]
    assert _saved(small) == before.replace(
        "  - label: first\n    count: 1\n  - label: second\n    count: 2\n",
        "  - label: second\n    count: 2\n  - label: first\n    count: 1\n",
    )
    slots.ClearArray()
    serialized.ApplyModifiedProperties()
    assert "  slots: []\n" in _saved(small)
    with pytest.raises(HeadlessLimitation, match="empty, and nothing tells"):
        slots.InsertArrayElementAtIndex(0)


def test_empty_lists_of_known_elements_are_filled(small: Editor, bag: Any) -> None:
    from UnityEditor import SerializedObject
    from UnityEngine import Vector3  # type: ignore[import-not-found]

    serialized = SerializedObject(bag)
    words = serialized.FindProperty("words")
    words.arraySize = 2
    words.GetArrayElementAtIndex(0).stringValue = "one: #1"
    words.GetArrayElementAtIndex(1).stringValue = "two"
    serialized.FindProperty("places").InsertArrayElementAtIndex(0)
    serialized.FindProperty("places.Array.data[0]").vector3Value = Vector3(1, 2.5, 3)
    serialized.ApplyModifiedProperties()
    text = _saved(small)
    assert "  words:\n  - 'one: #1'\n  - two\n" in text
    assert "  places:\n  - {x: 1, y: 2.5, z: 3}\n" in text
    assert list(bag.words) == ["one: #1", "two"]


def test_curves_are_curves(small: Editor, bag: Any) -> None:
    from UnityEditor import SerializedObject
    from UnityEngine import AnimationCurve, WrapMode

    growth = SerializedObject(bag).FindProperty("growth")
    curve = growth.animationCurveValue
    assert isinstance(curve, AnimationCurve)
    assert (curve.length, curve.postWrapMode) == (1, WrapMode.Loop)
    assert bag.growth == curve
    growth.animationCurveValue = AnimationCurve.Linear(0, 0, 2, 4)
    growth.serializedObject.ApplyModifiedProperties()
    assert [(key.time, key.value) for key in bag.growth.keys] == [(0, 0), (2, 4)]
    assert bag.growth.Evaluate(1) == 2
    assert "      time: 2\n      value: 4\n      inSlope: 2\n" in _saved(small)
    with pytest.raises(TypeError, match="AnimationCurve"):
        growth.animationCurveValue = 3


def test_applying_can_be_undone(editor: Editor) -> None:
    from UnityEditor import SerializedObject, Undo
    from UnityEngine import GameObject, Light

    light = GameObject.Find("Point Light").GetComponent(Light)
    was = light.intensity
    Undo.IncrementCurrentGroup()
    serialized = SerializedObject(light)
    serialized.FindProperty("m_Intensity").floatValue = was + 3
    serialized.ApplyModifiedProperties()
    assert light.intensity == was + 3
    Undo.PerformUndo()
    assert light.intensity == was
    serialized = SerializedObject(light)
    serialized.FindProperty("m_Intensity").floatValue = was + 4
    light.range = 77
    serialized.ApplyModifiedPropertiesWithoutUndo()
    assert (light.intensity, light.range) == (was + 4, 77), "changes by others stay"


def test_walking(editor: Editor) -> None:
    from UnityEditor import SerializedObject
    from UnityEngine import GameObject, MeshRenderer

    serialized = SerializedObject(GameObject.Find("Ball").GetComponent(MeshRenderer))
    walker = serialized.GetIterator()
    seen = []
    enter = True
    while walker.NextVisible(enter):
        seen.append(walker.propertyPath)
        enter = False
    assert seen[:2] == ["m_CastShadows", "m_ReceiveShadows"]
    assert "m_Materials" in seen
    assert "m_GameObject" not in seen
    materials = serialized.FindProperty("m_Materials")
    assert (materials.depth, materials.hasChildren) == (0, True)
    end = materials.GetEndProperty()
    copy = materials.Copy()
    inside = []
    while copy.Next(True) and not type(copy).EqualContents(copy, end):
        inside.append(copy.propertyPath)
    assert inside == ["m_Materials.Array.size", "m_Materials.Array.data[0]"]
    assert materials.propertyPath == "m_Materials", "a copy moves by itself"
    assert materials.GetArrayElementAtIndex(0).displayName == "Element 0"


@pytest.mark.skipif(SHARED is None, reason=why_absent())
def test_managed_references(tmp_path: Path, open_editor: Opener) -> None:
    open_editor(copy_project("serializeref-2021.3", tmp_path / "p"), "Example")
    from UnityEditor import SerializedObject
    from UnityEngine import FindObjectsSortMode, MonoBehaviour, Object

    behaviours = Object.FindObjectsByType(MonoBehaviour, FindObjectsSortMode.InstanceID)
    (holder,) = (b for b in behaviours if SerializedObject(b).FindProperty("food1") is not None)
    serialized = SerializedObject(holder)
    food = serialized.FindProperty("food1")
    assert str(food.propertyType) == "ManagedReference"
    assert food.managedReferenceFullTypename == "Assembly-CSharp Apple"
    assert food.managedReferenceValue == {"name": "Apple", "kcal": 100}
    calories = serialized.FindProperty("food2.kcal")
    assert calories.intValue == 100
    calories.intValue = 90
    serialized.ApplyModifiedProperties()
    assert serialized.FindProperty("food2").managedReferenceValue["kcal"] == 90
    assert food.managedReferenceValue["kcal"] == 100
    assert serialized.FindProperty("foodsOne.Array.data[2]").managedReferenceId > 0


def test_project_settings_are_objects_too(editor: Editor) -> None:
    from UnityEditor import AssetDatabase, SerializedObject

    (tags,) = AssetDatabase.LoadAllAssetsAtPath("ProjectSettings/TagManager.asset")
    serialized = SerializedObject(tags)
    names = serialized.FindProperty("tags")
    assert names.isArray
    layer = serialized.FindProperty("layers.Array.data[8]")
    layer.stringValue = "Glass"
    serialized.ApplyModifiedProperties()
    AssetDatabase.SaveAssets()
    assert "  - Glass\n" in (editor.root / "ProjectSettings" / "TagManager.asset").read_text()
