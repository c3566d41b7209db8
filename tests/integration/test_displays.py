"""Displays through a real kernel: one bundle for each value, on every host that has the type."""

from __future__ import annotations

import pytest

from tests.support.session import Kernel


@pytest.fixture(scope="module", autouse=True)
def names(kernel: Kernel) -> None:
    kernel.must(
        "import UnityEngine as U\nthing = U.GameObject('Thing')\ninner = U.GameObject('Inner')\n"
        "inner.transform.SetParent(thing.transform)"
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("thing", ["Thing", "GameObject", "active", "1 child"]),
        ("inner.transform", ["Inner", "Transform", "Local", "/Thing/Inner"]),
        ("U.Vector3(1, 2, 3)", ["Vector3", "length 3.741657"]),
        ("U.LogType.Error", ["LogType", "Error", "Warning"]),
        ("U.Camera", ["Camera", "fieldOfView"]),
        ("U.Object.FindObjectsOfType(U.GameObject)", ["elements", "Thing", "Inner"]),
        ("unity.tree(thing)", ["Thing", "Inner"]),
        ("thing.AddComponent(U.Camera)", ["Camera", "enabled", "Field of view", "60"]),
    ],
)
def test_a_value_has_text_and_html(kernel: Kernel, code: str, words: list[str]) -> None:
    cell = kernel.must(code)

    assert cell.kinds == ["execute_result"]
    for word in words:
        assert word in cell.mime["text/plain"]
        assert word in cell.mime["text/html"]


def test_print_and_repr_stay_short(kernel: Kernel) -> None:
    assert kernel.must("print(thing)").stdout == "Thing (UnityEngine.GameObject)\n"
    assert kernel.must("print(U.Vector3(1, 2, 3))").stdout == "(1.00, 2.00, 3.00)\n"


def test_objects_in_pythons_containers_have_their_names(kernel: Kernel) -> None:
    cell = kernel.must("{'a': thing, 'b': [U.Vector3(1, 2, 3)]}")
    assert "Thing (UnityEngine.GameObject)" in str(cell.result)
    assert "(1.00, 2.00, 3.00)" in str(cell.result)
    assert " at 0x" not in str(cell.result)
    assert set(kernel.must("[thing, inner]").mime) == {"text/plain", "text/html"}


@pytest.mark.parametrize("code", ["1 + 1", "'text'", "[1, 2]", "{'a': 1}", "int"])
def test_python_values_are_left_alone(kernel: Kernel, code: str) -> None:
    assert set(kernel.must(code).mime) == {"text/plain"}


def test_a_destroyed_object(kernel: Kernel) -> None:
    cell = kernel.must(
        "ghost = U.GameObject('Ghost')\ndisplay(ghost)\nU.Object.DestroyImmediate(ghost)\nghost"
    )
    assert "It was the GameObject" in cell.mime["text/html"]
    assert "It was the GameObject 'Ghost'" in str(cell.result)


def test_a_formatter_of_the_users_wins(kernel: Kernel) -> None:
    kernel.must(
        "formatter = get_ipython().display_formatter.formatters['text/html']\n"
        "_ = formatter.for_type(U.Vector3, lambda value: '<i>mine</i>')"
    )
    cell = kernel.must("U.Vector3(1, 2, 3)")
    kernel.must("_ = formatter.pop(U.Vector3)")
    assert cell.mime["text/html"] == "<i>mine</i>"
    assert "Vector3" in cell.mime["text/plain"]


def test_a_table_and_back(kernel: Kernel) -> None:
    kernel.must("table = unity.table([thing, inner], 'name', 'transform.localPosition')")
    assert kernel.value("list(table['name'])") == ["Thing", "Inner"]
    assert "<table" in kernel.must("table").mime["text/html"]
    kernel.must("table['transform.localPosition.x'] = [4.0, 5.0]")
    assert kernel.value("unity.write_table(table)") == 2
    assert kernel.value("[each.transform.localPosition.x for each in (thing, inner)]") == [4.0, 5.0]


def test_a_tree_fetches_what_is_unfolded(kernel: Kernel) -> None:
    pytest.importorskip("anywidget", reason="trees unfold by anywidget")
    cell = kernel.must(
        "root = U.GameObject('Root')\n"
        "for i in range(300): U.GameObject(f'Leaf {i}').transform.SetParent(root.transform)\n"
        "unity.tree(root, 51)"
    )

    assert "… 250 more below" in cell.mime["text/html"]
    widget = cell.mime["application/vnd.jupyter.widget-view+json"]["model_id"]
    content = {"method": "custom", "content": {"ask": "1"}}
    published = kernel.comm("comm_msg", {"comm_id": widget, "data": content}).published
    (answer,) = [each["content"]["data"]["content"] for each in published if each["msg_type"] == "comm_msg"]
    assert answer["ask"] == "1"
    assert "Leaf 50<" in answer["html"]
    assert "Leaf 249<" in answer["html"]
    assert '<button data-ask="2">50 more</button>' in answer["html"]
    odd = {"method": "custom", "content": {"ask": ["?"]}}
    assert not [
        each
        for each in kernel.comm("comm_msg", {"comm_id": widget, "data": odd}).published
        if each["msg_type"] in ("comm_msg", "error")
    ]
