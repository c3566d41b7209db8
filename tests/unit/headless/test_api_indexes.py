"""Objects are found by name, tag and script through indexes, which stay right whatever happens to the objects."""

from __future__ import annotations

import random
from typing import Any

import pytest

from unity_kernel.headless.api import world
from unity_kernel.headless.project import Document

from .conftest import Editor


@pytest.mark.parametrize("seed", range(8))
def test_find_is_right_after_any_change(editor: Editor, seed: int) -> None:
    from UnityEditor import SerializedObject, Undo  # type: ignore[import-not-found]
    from UnityEngine import GameObject, Object  # type: ignore[import-not-found]

    choose = random.Random(seed)
    names = ["a", "b", "c", "Ball"]

    def everything() -> list[Any]:
        return list(Object.FindObjectsByType[GameObject]())

    for _ in range(120):
        found = everything()
        target, name = choose.choice(found), choose.choice(names)
        kind = choose.randrange(7)
        if kind == 0:
            Undo.RecordObject(target, "x")
            target.name = name
        elif kind == 1:
            GameObject(name)
        elif kind == 2 and len(found) > 8:
            Undo.DestroyObjectImmediate(target)
        elif kind == 3:
            Object.Instantiate(target).name = name
        elif kind == 4 and len(found) > 8:
            Object.DestroyImmediate(target)
        elif kind == 5:
            serialized = SerializedObject(target)
            serialized.FindProperty("m_Name").stringValue = name
            serialized.ApplyModifiedProperties()
        else:
            choose.choice([Undo.PerformUndo, Undo.PerformRedo, Undo.IncrementCurrentGroup])()
        for wanted in names:
            hit = GameObject.Find(wanted)
            assert (hit is not None) == any(each.name == wanted for each in everything())
            assert hit is None or hit.name == wanted
        block = GameObject.FindGameObjectsWithTag("Block")
        assert set(block) == {each for each in everything() if each.tag == "Block"}


def test_find_looks_at_few_documents(editor: Editor, monkeypatch: Any) -> None:
    from UnityEngine import GameObject

    for index in range(200):
        GameObject(f"one of many {index}")
    assert GameObject.Find("one of many 7").name == "one of many 7"
    looked: list[object] = []
    original = Document.text

    def counted(self: Document, *path: Any) -> Any:
        looked.append(self)
        return original(self, *path)

    monkeypatch.setattr(Document, "text", counted)
    GameObject.Find("one of many 8")
    GameObject.FindWithTag("Respawn")
    looked.clear()
    GameObject.Find("one of many 9")
    GameObject.Find("nothing")
    GameObject.FindWithTag("Respawn")
    assert len(looked) < 10
    assert world.current().active is not None
