"""Tables of many objects, and changed columns back into them."""

from __future__ import annotations

import copy
import importlib
import json
import sys
from typing import Any

import pytest

from tests.unit.display.conftest import OBJECT, named
from tests.unit.headless.conftest import Editor
from unity_kernel.display.tables import KEPT, read_table, write_table
from unity_kernel.errors import TableError


@pytest.fixture
def engine(editor: Editor) -> Any:
    return importlib.import_module("UnityEngine")


@pytest.fixture
def blocks(engine: Any) -> list[Any]:
    parent = engine.GameObject.Find("Blocks").transform
    return [parent.GetChild(index).gameObject for index in range(parent.childCount)]


def test_default_columns_suit_the_type(engine: Any, blocks: list[Any]) -> None:
    table = read_table(blocks)
    assert list(table.columns) == [
        "name",
        "activeSelf",
        "tag",
        "layer",
        "transform.position.x",
        "transform.position.y",
        "transform.position.z",
    ]
    assert list(table["name"]) == [f"Block {number}" for number in range(1, 7)]
    assert table["layer"].tolist() == [6] * 6
    assert list(table.index) == [str(block.GetInstanceID()) for block in blocks]
    assert "intensity" in read_table(engine.Light).columns
    assert list(read_table([blocks[0], blocks[0].transform])["class"]) == ["GameObject", "Transform"]
    assert read_table([]).empty


def test_columns_by_path(engine: Any) -> None:
    table = read_table(engine.Light, ["transform.parent.name", "color", "type", "enabled"])
    assert list(table["color.r"]) == [
        light.color.r for light in engine.Object.FindObjectsOfType(engine.Light)
    ]
    assert set(table["type"]) == {"Directional", "Point"}
    assert table["enabled"].all()


def test_a_path_through_nothing_is_empty(engine: Any) -> None:
    objects = [engine.GameObject.Find("Ball"), engine.GameObject.Find("Lantern/Post")]
    assert read_table(objects, ["transform.parent.name"])["transform.parent.name"].isna().tolist() == [
        True,
        False,
    ]


def test_some_that_cannot_be_read_are_empty_and_said() -> None:
    def fail(self: Any) -> None:
        raise RuntimeError("on purpose")

    good, bad = (
        named("UnityEngine.Mesh", OBJECT, size=1),
        named("UnityEngine.Mesh", OBJECT, size=property(fail)),
    )
    with pytest.warns(UserWarning, match="'size' of 1 of 2 objects could not be read .* on purpose"):
        table = read_table([good(), bad()], ["size"])
    assert table["size"].isna().tolist() == [False, True]


def test_a_member_that_none_has(blocks: list[Any]) -> None:
    with pytest.raises(TableError, match="no object has a readable 'nonsense'"):
        read_table(blocks, ["nonsense"])


def test_missing_and_destroyed_objects_are_left_out(engine: Any, blocks: list[Any]) -> None:
    engine.Object.DestroyImmediate(blocks[0])
    assert len(read_table([*blocks, None])) == 5


def test_only_what_changed_is_written(engine: Any, blocks: list[Any]) -> None:
    table = read_table(blocks, ["name", "transform.position", "activeSelf", "layer"])
    before = [block.transform.position for block in blocks]
    assert write_table(table) == 0

    table["transform.position.y"] += 1
    table.loc[table["name"] == "Block 2", "name"] = "Renamed"
    table["activeSelf"] = False
    table["note"] = "mine"
    assert write_table(table) == 6 + 1 + 6
    assert [block.transform.position.y for block in blocks] == [position.y + 1 for position in before]
    assert [block.transform.position.x for block in blocks] == [position.x for position in before]
    assert blocks[1].name == "Renamed"
    assert not any(block.activeSelf for block in blocks)
    assert write_table(table) == 0


def test_rows_find_their_objects_after_filters_sorting_and_copies(blocks: list[Any]) -> None:
    table = read_table(blocks, ["name", "transform.localPosition"])
    part = copy.deepcopy(table[table["name"] >= "Block 4"].sort_values("name", ascending=False))
    part["transform.localPosition.x"] = [60.0, 50.0, 40.0]
    assert write_table(part) == 3
    assert [block.transform.localPosition.x for block in blocks[3:]] == [40, 50, 60]
    json.dumps(part.attrs)


def test_writing_can_be_undone(engine: Any, blocks: list[Any]) -> None:
    undo = importlib.import_module("UnityEditor").Undo
    table = read_table(blocks, ["transform.position"])
    before = table.copy()
    undo.IncrementCurrentGroup()
    table["transform.position.x"] = 9.0
    write_table(table)
    undo.PerformUndo()
    assert read_table(blocks, ["transform.position"])["transform.position.x"].tolist() == pytest.approx(
        before["transform.position.x"].tolist()
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda table: table.reset_index(drop=True), "do not reset it"),
        (lambda table: table.assign(name=None), "is empty"),
        (lambda table: table.assign(layer=1.5), "is not a whole number"),
        (lambda table: table.assign(**{"class": "Camera"}), "class of an object cannot be changed"),
        (
            lambda table: table.assign(**{"transform.childCount": 7}),
            "transform.childCount of 'Block 1' cannot be",
        ),
    ],
)
def test_what_cannot_be_written_is_refused(blocks: list[Any], change: Any, words: str) -> None:
    table = read_table(blocks, ["name", "layer", "class", "transform.childCount"])
    with pytest.raises(TableError, match=words):
        write_table(change(table))
    assert [block.name for block in blocks] == [f"Block {number}" for number in range(1, 7)]


def test_a_table_from_elsewhere_or_long_ago(blocks: list[Any]) -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(TableError, match="was not made by"):
        write_table(pandas.DataFrame({"name": []}))
    old = read_table(blocks)
    with pytest.raises(TableError, match="note did not come from"):
        write_table(old, ["note"])
    for _ in range(KEPT):
        read_table(blocks)
    with pytest.raises(TableError, match="only the last"):
        write_table(old)


def test_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(TableError, match=r"pip install 'unity-kernel\[table\]'"):
        read_table([])


def test_the_fast_way_is_taken_where_there_is_one() -> None:
    class Fast:
        def lineage(self) -> list[str]:
            return ["UnityEngine.Transform"]

        def ids(self) -> list[str]:
            return ["7", "8"]

        def column(self, path: str) -> dict[str, Any] | None:
            return {"x": [1.0, 2.0], "y": [3.0, 4.0]} if path == "position" else None

    cls = named("UnityEngine.Transform", OBJECT, slow=5)
    table = read_table([cls(), cls()], ["position", "slow"], lambda rows: Fast())
    assert table["position.y"].tolist() == [3, 4]
    assert table["slow"].tolist() == [5, 5]
    assert list(table.index) == ["7", "8"]
