"""Transforms: places, directions, parents, order."""

from __future__ import annotations

import math

import pytest

from unity_kernel.errors import UnityTemporaryWarning

from .conftest import Editor
from .test_api_objects import saved

pytestmark = pytest.mark.usefixtures("editor")


def near(value: object, *expected: float) -> None:
    """Checks a vector's components to float32's precision."""
    components = value._components()  # type: ignore[attr-defined]
    assert components == pytest.approx(expected, abs=2e-5)


def test_reads_are_copies() -> None:
    from UnityEngine import GameObject, Vector3  # type: ignore[import-not-found]

    transform = GameObject.Find("Block 1").transform
    position = transform.position
    position.x = 99
    with pytest.warns(UnityTemporaryWarning, match="sets y of a copy"):
        transform.localPosition.y = 99
    near(transform.position, -2.6, 0.5, 1)
    transform.position = Vector3(1, 2, 3)
    near(transform.position, 1, 2, 3)
    near(transform.localPosition, 2.5, 2, 2)


def test_a_moved_parent_moves_its_children() -> None:
    from UnityEngine import GameObject, Quaternion, Vector3

    blocks, block = GameObject.Find("Blocks").transform, GameObject.Find("Block 1").transform
    near(block.position, -2.6, 0.5, 1)
    blocks.position = Vector3(0, 10, 0)
    near(block.position, -1.1, 10.5, 0)
    blocks.rotation = Quaternion.Euler(0, 90, 0)
    near(block.position, 0, 10.5, 1.1)
    blocks.localScale = Vector3(2, 2, 2)
    near(block.position, 0, 11, 2.2)
    near(block.lossyScale, 2, 2, 2)
    near(block.TransformPoint(Vector3(0, 0, 1)), 2, 11, 2.2)
    near(block.InverseTransformPoint(Vector3(2, 11, 2.2)), 0, 0, 1)
    near(block.TransformDirection(Vector3.forward), 1, 0, 0)
    near(block.InverseTransformDirection(1, 0, 0), 0, 0, 1)
    near(block.TransformVector(Vector3.forward), 2, 0, 0)
    near(block.localToWorldMatrix.MultiplyPoint3x4(Vector3.zero), 0, 11, 2.2)
    near(block.worldToLocalMatrix.MultiplyPoint3x4(Vector3(0, 11, 2.2)), 0, 0, 0)


def test_rotation_in_all_forms(editor: Editor) -> None:
    from UnityEngine import GameObject, Space, Vector3

    transform = GameObject.Find("Ball").transform
    transform.localEulerAngles = Vector3(10, 20, 30)
    near(transform.eulerAngles, 10, 20, 30)
    transform.eulerAngles = Vector3(0, 90, 0)
    near(transform.forward, 1, 0, 0)
    near(transform.right, 0, 0, -1)
    near(transform.up, 0, 1, 0)
    transform.Rotate(0, 90, 0)
    near(transform.forward, 0, 0, -1)
    transform.Rotate(Vector3.up, 90.0)
    near(transform.forward, -1, 0, 0)
    transform.Rotate(Vector3(0, 90, 0), Space.World)
    near(transform.forward, 0, 0, 1)
    transform.forward = Vector3(1, 0, 0)
    near(transform.eulerAngles, 0, 90, 0)
    transform.LookAt(transform.position + Vector3(0, 0, -5))
    near(transform.forward, 0, 0, -1)
    document = saved(editor).by_id[transform._document.file_id]
    assert document.numbers("m_LocalRotation", 4) == pytest.approx((0, 1, 0, 0), abs=1e-6)
    assert document.numbers("m_LocalEulerAnglesHint", 3) == pytest.approx((0, 180, 0), abs=1e-4)


def test_translate() -> None:
    from UnityEngine import GameObject, Space, Vector3

    transform = GameObject.Find("Ball").transform
    transform.position = Vector3.zero
    transform.eulerAngles = Vector3(0, 90, 0)
    transform.Translate(Vector3.forward)
    near(transform.position, 1, 0, 0)
    transform.Translate(0, 0, 1, Space.World)
    near(transform.position, 1, 0, 1)
    transform.Translate(0, 0, 1, transform)
    near(transform.position, 2, 0, 1)
    transform.RotateAround(Vector3.zero, Vector3.up, 90)
    near(transform.position, 1, 0, -2)
    with pytest.raises(TypeError, match="three numbers"):
        transform.Translate(1, 2)


def test_hierarchy() -> None:
    from UnityEngine import GameObject

    blocks = GameObject.Find("Blocks").transform
    assert blocks.childCount == 6
    assert [child.name for child in blocks] == [f"Block {i}" for i in range(1, 7)]
    block = blocks.GetChild(2)
    assert block.parent is blocks
    assert block.root is blocks
    assert block.GetSiblingIndex() == 2
    assert block.IsChildOf(blocks)
    assert not blocks.IsChildOf(block)
    assert blocks.parent is None
    assert blocks.Find("Block 6").name == "Block 6"
    assert blocks.Find("../Ball") is None
    assert GameObject.Find("Lantern").transform.Find("Globe") is GameObject.Find("Globe").transform
    with pytest.raises(IndexError, match="out of bounds"):
        blocks.GetChild(6)


def test_reparenting_keeps_the_place_in_the_world() -> None:
    from UnityEngine import GameObject, Quaternion, Vector3

    blocks, ball = GameObject.Find("Blocks").transform, GameObject.Find("Ball").transform
    blocks.rotation = Quaternion.Euler(20, 40, 0)
    before = ball.position
    ball.SetParent(blocks)
    near(ball.position, *before._components())
    near(ball.lossyScale, 0.7, 0.7, 0.7)
    assert ball.parent is blocks
    assert blocks.childCount == 7
    local = Vector3(1, 2, 3)
    ball.localPosition = local
    ball.SetParent(None, False)
    near(ball.position, 1, 2, 3)
    assert ball.parent is None
    blocks.SetParent(ball)
    ball.parent = blocks.GetChild(0)
    assert ball.parent is None, "a circle is refused"


def test_order_is_saved(editor: Editor) -> None:
    from UnityEngine import GameObject
    from UnityEngine.SceneManagement import SceneManager  # type: ignore[import-not-found]

    blocks, ball = GameObject.Find("Blocks").transform, GameObject.Find("Ball").transform
    blocks.GetChild(5).SetAsFirstSibling()
    blocks.GetChild(1).SetSiblingIndex(99)
    ball.SetSiblingIndex(1)
    names = ["Block 6", "Block 2", "Block 3", "Block 4", "Block 5", "Block 1"]
    assert [child.name for child in blocks] == names
    file = saved(editor)
    assert file.by_id[blocks._document.file_id].references("m_Children") == [
        c._document.file_id for c in blocks
    ]
    roots = [root.transform._document.file_id for root in SceneManager.GetActiveScene().GetRootGameObjects()]
    assert file.documents[-1].references("m_Roots") == roots
    assert roots[1] == ball._document.file_id
    blocks.DetachChildren()
    assert blocks.childCount == 0
    assert SceneManager.GetActiveScene().rootCount == 14
    assert file.data != saved(editor).data


def test_matrices_agree_with_composition() -> None:
    from UnityEngine import GameObject, Matrix4x4, Quaternion, Vector3

    node = GameObject("a").transform
    expected = Matrix4x4.identity
    for depth in range(4):
        child = GameObject(f"n{depth}").transform
        child.SetParent(node, False)
        child.localPosition = Vector3(depth, -1, 0.5)
        child.localRotation = Quaternion.Euler(10 * depth, 33, -7)
        child.localScale = Vector3(1.5, 0.5, 2)
        expected = expected * Matrix4x4.TRS(child.localPosition, child.localRotation, child.localScale)
        node = child
    near(node.localToWorldMatrix, *expected._components())
    near(node.position, *expected.GetPosition()._components())
    assert math.isfinite(node.lossyScale.x)


def test_rect_transforms_follow_their_anchors(small: Editor) -> None:
    from UnityEngine import GameObject, RectTransform, Vector2, Vector3

    scene = GameObject.Find("Player")._scene
    ids = {}
    for name, father, low, high, anchored, delta in (
        ("canvas", 0, "0, y: 0", "0, y: 0", "400, y: 300", "800, y: 600"),
        ("panel", 1, "0, y: 0", "1, y: 1", "10, y: 0", "-20, y: 0"),
        ("button", 2, "1, y: 0", "1, y: 0", "-50, y: 20", "100, y: 40"),
    ):
        owner = GameObject(name)
        node = owner.transform
        old = node._document
        body = old.render().decode().split("\n", 1)[1].replace("Transform:", "RectTransform:", 1)
        body += (
            f"  m_AnchorMin: {{x: {low}}}\n  m_AnchorMax: {{x: {high}}}\n  m_AnchoredPosition: {{x: {anchored}}}\n"
            f"  m_SizeDelta: {{x: {delta}}}\n  m_Pivot: {{x: 0.5, y: 0.5}}\n"
        )
        ids[name] = (old.file_id, body, father)
    from UnityEditor.SceneManagement import EditorSceneManager  # type: ignore[import-not-found]

    EditorSceneManager.SaveOpenScenes()
    path = small.root / "Assets/Scenes/Main.unity"
    data = path.read_bytes().decode()
    order = list(ids.values())
    for index, (file_id, body, father) in enumerate(order):
        start = data.index(f"--- !u!4 &{file_id}\n")
        end = data.find("--- !u!", start + 5)
        end = len(data) if end < 0 else end
        parent = order[father - 1][0] if father else 0
        children = f"\n  - {{fileID: {order[index + 1][0]}}}" if index + 1 < len(order) else " []"
        body = body.replace("m_Father: {fileID: 0}", f"m_Father: {{fileID: {parent}}}")
        body = body.replace("m_Children: []", f"m_Children:{children}")
        data = f"{data[:start]}--- !u!224 &{file_id}\n{body}{data[end:]}"
    path.write_bytes(data.encode())
    EditorSceneManager.OpenScene("Assets/Scenes/Main.unity")
    del scene
    panel, button = (GameObject.Find(name).transform for name in ("panel", "button"))
    assert isinstance(button, RectTransform)
    near(panel.rect.size, 780, 600)
    near(panel.localPosition, 10, 0, 0)
    near(button.localPosition, 390 - 50, -300 + 20, 0)
    near(button.position, 400 + 10 + 340, 300 - 280, 0)
    panel.sizeDelta = Vector2(-220, 0)
    near(button.localPosition, 290 - 50, -280, 0)
    button.localPosition = Vector3(0, 0, 5)
    near(button.anchoredPosition, -290, 300)
    near(button.localPosition, 0, 0, 5)
    near(button.offsetMin, -340, 280)
    near(button.offsetMax, -240, 320)
