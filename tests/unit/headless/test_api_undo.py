"""Undo: what was recorded comes back byte by byte, as the same objects, in steps as Unity counts them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.api import world
from unity_kernel.headless.project.merge import merge

from .conftest import Editor

pytestmark = pytest.mark.usefixtures("editor")


def rendered() -> bytes:
    """The open scene as it would be saved now."""
    scene = world.current().active
    assert scene is not None
    scene.flush()
    return scene.file.render()


@pytest.fixture
def unchanged(editor: Editor) -> Iterator[bytes]:
    """The scene's bytes; at the end of the test, after an undo of everything, it has them again."""
    from UnityEditor import Undo  # type: ignore[import-not-found]

    before = rendered()
    yield before
    Undo.RevertAllDownToGroup(0)
    assert rendered() == before


def test_recorded_values_come_back(unchanged: bytes) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject, Vector3  # type: ignore[import-not-found]

    ball = GameObject.Find("Ball")
    at = ball.transform.position
    Undo.RecordObject(ball.transform, "Move")
    ball.transform.position = Vector3(1, 2, 3)
    ball.name = "Not recorded"
    assert Undo.GetCurrentGroupName() == "Move"
    changed = rendered()
    Undo.PerformUndo()
    assert ball.transform.position == at
    assert ball.name == "Not recorded"
    Undo.PerformRedo()
    assert ball.transform.position == Vector3(1, 2, 3)
    assert rendered() == changed
    Undo.PerformUndo()
    ball.name = "Ball"


def test_groups_are_steps(unchanged: bytes) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject

    ball = GameObject.Find("Ball")
    first = Undo.GetCurrentGroup()
    for name in ("one", "two", "three"):
        Undo.RecordObject(ball, name)
        ball.name = name
        Undo.IncrementCurrentGroup()
    assert Undo.GetCurrentGroup() == first + 3
    Undo.PerformUndo()
    assert ball.name == "two"
    Undo.PerformUndo()
    Undo.PerformUndo()
    assert ball.name == "Ball"
    Undo.PerformUndo()
    for expected in ("one", "two", "three", "three"):
        Undo.PerformRedo()
        assert ball.name == expected
    Undo.PerformUndo()
    Undo.RecordObject(ball, "new branch")
    ball.name = "branch"
    Undo.PerformRedo()
    assert ball.name == "branch", "what was taken back is gone once something new happened"


def test_collapse_and_revert(unchanged: bytes) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject

    group = Undo.GetCurrentGroup()
    Undo.SetCurrentGroupName("Build a row")
    for index in range(3):
        Undo.IncrementCurrentGroup()
        Undo.RegisterCreatedObjectUndo(GameObject(f"row {index}"), "Create")
    Undo.CollapseUndoOperations(group)
    assert GameObject.Find("row 2") is not None
    Undo.PerformUndo()
    assert all(GameObject.Find(f"row {index}") is None for index in range(3))
    Undo.PerformRedo()
    assert GameObject.Find("row 1").transform.parent is None
    Undo.PerformUndo()
    ball = GameObject.Find("Ball")
    Undo.RecordObject(ball, "Rename")
    ball.name = "other"
    Undo.RevertAllInCurrentGroup()
    assert ball.name == "Ball"
    Undo.PerformRedo()
    assert ball.name == "Ball", "a revert cannot be redone"


def test_the_dead_come_back_as_themselves(unchanged: bytes) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject, Object

    blocks = GameObject.Find("Blocks")
    block = GameObject.Find("Block 4")
    index, identity = blocks.transform.GetSiblingIndex(), blocks.GetInstanceID()
    Undo.DestroyObjectImmediate(blocks)
    assert blocks == None  # noqa: E711 - Unity's own null
    assert GameObject.Find("Block 4") is None
    rendered()  # references to it become null, and must come back
    Undo.PerformUndo()
    assert block.transform.parent is blocks.transform
    assert (blocks.transform.GetSiblingIndex(), blocks.GetInstanceID()) == (index, identity)
    assert GameObject.Find("Blocks/Block 4") is block
    Undo.PerformRedo()
    assert block == None  # noqa: E711
    Undo.PerformUndo()
    assert len(Object.FindObjectsByType(GameObject)) == 16


def test_components_come_and_go(unchanged: bytes) -> None:
    from UnityEditor import Undo
    from UnityEngine import Component, GameObject, Light, Rigidbody

    ball = GameObject.Find("Globe")
    body = Undo.AddComponent[Rigidbody](ball)
    assert Undo.AddComponent(ball, Light) is ball.GetComponent[Light]()
    Undo.PerformUndo()
    assert ball.GetComponent(Rigidbody) is None
    assert body == None  # noqa: E711
    Undo.PerformRedo()
    assert ball.GetComponent(Rigidbody) is body
    Undo.PerformUndo()
    parts = list(ball.GetComponents(Component))
    Undo.DestroyObjectImmediate(parts[1])
    assert len(ball.GetComponents(Component)) == len(parts) - 1
    Undo.PerformUndo()
    assert list(ball.GetComponents(Component)) == parts


def test_parents_and_places_come_back(unchanged: bytes) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject

    ball, blocks = GameObject.Find("Ball").transform, GameObject.Find("Blocks").transform
    place, at = ball.GetSiblingIndex(), ball.position
    Undo.SetTransformParent(ball, blocks, "Reparent")
    Undo.SetSiblingIndex(ball, 0, "First")
    assert blocks.GetChild(0) is ball
    Undo.PerformUndo()
    assert ball.parent is None
    assert (ball.GetSiblingIndex(), ball.position) == (place, at)
    Undo.PerformRedo()
    assert blocks.GetChild(0) is ball


def test_a_new_parent_for_old_children(unchanged: bytes) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject

    ball, lamp = GameObject.Find("Ball"), GameObject.Find("Point Light")
    group = GameObject("Group")
    Undo.RegisterCreatedObjectUndo(group, "Group")
    Undo.SetTransformParent(ball.transform, group.transform, "Group")
    Undo.SetTransformParent(lamp.transform, group.transform, "Group")
    Undo.PerformUndo()
    assert group == None  # noqa: E711
    assert ball.transform.parent is None
    Undo.PerformRedo()
    assert [child.name for child in group.transform] == ["Ball", "Point Light"]


def test_the_dead_come_back_as_roots_when_their_parent_is_gone() -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject, Object

    block = GameObject.Find("Block 4")
    Undo.DestroyObjectImmediate(block)
    Object.DestroyImmediate(GameObject.Find("Blocks"))
    Undo.PerformUndo()
    assert block.transform.parent is None
    assert block.transform in [root.transform for root in block.scene.GetRootGameObjects()]
    Object.DestroyImmediate(block)


def test_a_recorded_object_stays_recorded_over_other_steps_of_its_group(unchanged: bytes) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject, Light, Vector3

    ball = GameObject.Find("Ball")
    Undo.RecordObject(ball.transform, "Move")
    ball.transform.position = Vector3(1, 2, 3)
    Undo.AddComponent(ball, Light)
    ball.transform.position = Vector3(4, 5, 6)
    Undo.PerformUndo()
    assert rendered() == unchanged
    Undo.PerformRedo()
    assert ball.transform.position == Vector3(4, 5, 6)
    assert ball.GetComponent(Light) is not None


def test_what_was_added_to_a_new_object_goes_and_comes_with_it(unchanged: bytes) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject, Light

    made = GameObject("made")
    Undo.RegisterCreatedObjectUndo(made, "Create")
    Undo.IncrementCurrentGroup()
    made.AddComponent(Light)
    child = GameObject("child")
    child.transform.SetParent(made.transform)
    grown = rendered()
    Undo.PerformUndo()
    assert (made == None, child == None) == (True, True)  # noqa: E711 - Unity's own null
    assert rendered() == unchanged
    Undo.PerformRedo()
    assert rendered() == grown
    assert child.transform.parent is made.transform


def test_nothing_recorded_leaves_what_was_taken_back(unchanged: bytes) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject

    ball = GameObject.Find("Ball")
    Undo.RecordObject(ball, "Rename")
    ball.name = "other"
    Undo.PerformUndo()
    Undo.RecordObject(ball, "Nothing")
    Undo.IncrementCurrentGroup()
    Undo.PerformRedo()
    assert ball.name == "other"


def test_events(unchanged: bytes) -> None:
    from UnityEditor import EditorApplication, Undo
    from UnityEngine import GameObject

    heard: list[str] = []

    def performed() -> None:
        heard.append("performed")

    def flush() -> None:
        heard.append("flush")

    Undo.undoRedoPerformed += performed
    Undo.willFlushUndoRecord += flush
    EditorApplication.hierarchyChanged += lambda: 1 / 0  # its fault is logged, and harms nobody
    ball = GameObject.Find("Ball")
    Undo.PerformUndo()
    assert heard == [], "there was nothing to take back"
    Undo.RecordObject(ball, "Rename")
    ball.name = "x"
    Undo.IncrementCurrentGroup()
    Undo.PerformUndo()
    Undo.undoRedoPerformed -= performed
    Undo.PerformRedo()
    assert heard == ["flush", "performed"]


def test_wrong_arguments() -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject, MissingReferenceException, Object

    with pytest.raises(TypeError, match=r"UnityEngine\.Object"):
        Undo.RecordObject("text", "name")
    dead = GameObject("dead")
    Object.DestroyImmediate(dead)
    with pytest.raises(MissingReferenceException):
        Undo.RecordObject(dead, "name")
    with pytest.raises(HeadlessLimitation):
        _ = Undo.postprocessModifications
    with pytest.raises(AttributeError, match="Did you mean: 'RecordObject"):
        _ = Undo.RecordObjectt


@pytest.mark.parametrize("seed", range(30))
def test_random_edits_then_undo_give_the_original_bytes(unchanged: bytes, seed: int) -> None:
    from UnityEditor import Undo
    from UnityEngine import GameObject, Light, Object, Rigidbody, Vector3

    choose = random.Random(seed)
    states = [unchanged]

    def objects() -> list[Any]:
        return list(Object.FindObjectsByType[GameObject]())

    def edit() -> None:
        kind = choose.randrange(7)
        target = choose.choice(objects())
        if kind == 0:
            Undo.RecordObject(target, "Rename")
            target.name = choose.choice(["a: b", "'x", "é" * 50, "", "plain", "two\nlines"])
        elif kind == 1:
            Undo.RecordObject(target.transform, "Move")
            target.transform.localPosition = Vector3(choose.random(), 0, -5)
        elif kind == 2:
            Undo.DestroyObjectImmediate(target)
        elif kind == 3:
            made = GameObject("made") if choose.random() < 0.5 else Object.Instantiate(target)
            Undo.RegisterCreatedObjectUndo(made, "Create")
        elif kind == 4:
            Undo.SetTransformParent(target.transform, choose.choice(objects()).transform, "Reparent")
        elif kind == 5:
            Undo.AddComponent(target, choose.choice([Light, Rigidbody]))
        else:
            Undo.SetSiblingIndex(target.transform, choose.randrange(4), "Order")

    for _ in range(12):
        for _ in range(choose.randrange(1, 4)):
            if len(objects()) > 2:
                edit()
        if choose.random() < 0.3:
            rendered()
        Undo.IncrementCurrentGroup()
        if rendered() != states[-1]:
            states.append(rendered())
    trail = list(reversed(states[:-1]))
    seen = [rendered()]
    for _ in range(20):
        Undo.PerformUndo()
        if rendered() != seen[-1]:
            seen.append(rendered())
    assert seen[-1] == unchanged
    assert all(state in seen for state in trail)
    for _ in range(20):
        Undo.PerformRedo()
    assert rendered() == states[-1]


def test_merge_writes_only_what_the_change_wrote() -> None:
    old = b"--- !u!1 &1\nA:\n  m_Name: a\n  m_List:\n  - 1\n  - 2\n  m_Text: 'x\n\n    y'\n"
    new = old.replace(b"m_Name: a", b"m_Name: b")
    now = old.replace(b"- 2", b"- 3")
    assert merge(now, old, new) == now.replace(b"m_Name: a", b"m_Name: b")
    assert merge(now, old, new, frozenset({b"m_Name"})) == now
    assert merge(old + b"  m_More: 1\n", old, new) == new, "another layout: the whole document"
