"""Undo from cells: a cell is one step, named after it; plain writes are recorded; steps go back and forth."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.session import Editor, Home, Kernel

MAKE = """\
from UnityEngine import GameObject, Vector3
from UnityEditor import Undo
lamp, pole = GameObject('lamp'), GameObject('pole')
def move(thing, x):
    Undo.RecordObject(thing.transform, 'Move')
    thing.transform.localPosition = Vector3(x, 0, 0)
def where():
    return lamp.transform.localPosition.x, pole.transform.localPosition.x
"""


@pytest.fixture
def undoing(shared_home: Home, editor: Editor) -> Iterator[Kernel]:
    """A kernel of the test's own, whose cells are counted from one; two objects that it may move."""
    with Kernel.start(shared_home, editor=editor) as kernel:
        kernel.must(MAKE)
        yield kernel


def test_all_that_a_cell_records_is_one_step_of_its_name(undoing: Kernel) -> None:
    undoing.must("move(lamp, 1)\nUndo.IncrementCurrentGroup()\nmove(pole, 2)")
    undoing.must("move(lamp, 3)")
    assert undoing.value("where()") == (3.0, 2.0)
    assert undoing.must("%undo").text == "Undone: Cell [3].\n"
    assert undoing.value("where()") == (1.0, 2.0)
    assert undoing.must("%undo").text == "Undone: Cell [2].\n"
    assert undoing.value("where()") == (0.0, 0.0)
    assert undoing.must("%redo 2").text == "Redone: Cell [2], Cell [3].\n"
    assert undoing.value("where()") == (3.0, 2.0)
    assert undoing.must("%undo 2").text == "Undone: Cell [3], Cell [2].\n"
    assert undoing.value("where()") == (0.0, 0.0)


def test_a_cell_that_fails_is_a_step_as_well(undoing: Kernel) -> None:
    assert undoing.run("move(lamp, 1)\n1 / 0").failure.ename == "ZeroDivisionError"
    undoing.must("move(pole, 5)")
    undoing.must("%undo")
    assert undoing.value("where()") == (1.0, 0.0)
    assert undoing.must("%undo").text == "Undone: Cell [2].\n"


def test_cells_that_record_nothing_leave_no_step(undoing: Kernel) -> None:
    undoing.must("move(lamp, 1)")
    undoing.must("1 + 1")
    undoing.must("lamp.transform.localScale")
    assert undoing.must("%undo").text == "Undone: Cell [2].\n"
    undoing.must("1 + 1")  # and takes nothing away that could be made again
    assert undoing.must("%redo").text == "Redone: Cell [2].\n"


def test_there_is_nothing_to_redo_after_a_new_step(undoing: Kernel) -> None:
    undoing.must("move(lamp, 1)")
    undoing.must("%undo")
    undoing.must("move(lamp, 2)")
    assert undoing.must("%redo").text == "There is nothing to redo.\n"


def test_undo_says_when_there_is_no_more(undoing: Kernel) -> None:
    undoing.must("while unity.undo(): pass")
    assert undoing.must("%undo").text == "There is nothing to undo.\n"
    undoing.must("move(lamp, 1)")
    assert undoing.must("%undo 5").text == "Undone: Cell [4]; there is nothing more to undo.\n"
    for words in ("0", "two", "-1"):
        assert "%undo takes a number of steps: %undo 3" in undoing.run(f"%undo {words}").text


def test_a_cell_takes_its_own_changes_back(undoing: Kernel) -> None:
    undoing.must("move(lamp, 1)")
    cell = undoing.must("move(lamp, 2)\n%undo\nprint(where())\nmove(pole, 7)")
    assert cell.text == "Undone: Cell [3].\n(1.0, 0.0)\n"
    undoing.must("%undo")
    assert undoing.value("where()") == (1.0, 0.0)


def test_recording_makes_plain_writes_undoable(undoing: Kernel) -> None:
    undoing.must(
        "with unity.recording(lamp, [pole]):\n"
        "    lamp.transform.localPosition = Vector3(1, 2, 3)\n"
        "    lamp.name = 'lantern'\n"
        "    pole.SetActive(False)\n"
        "lamp.transform.localScale = Vector3(9, 9, 9)"
    )
    state = "lamp.name, lamp.transform.localPosition.z, pole.activeSelf, int(lamp.transform.localScale.x)"
    assert undoing.value(state) == ("lantern", 3.0, False, 9)
    assert undoing.must("%undo").text == "Undone: Cell [2].\n"
    assert undoing.value(state)[:3] == ("lamp", 0.0, True)
    undoing.must("%redo")
    assert undoing.value(state)[:3] == ("lantern", 3.0, False)


def test_recording_ends_well_with_an_error(undoing: Kernel) -> None:
    undoing.run("with unity.recording(lamp):\n    lamp.name = 'half'\n    1 / 0")
    undoing.must("%undo")
    assert undoing.value("lamp.name") == "lamp"
    assert "needs the objects that are about to change" in undoing.run("unity.recording()").failure.evalue


def test_a_cell_that_awaits_is_one_step(undoing: Kernel) -> None:
    undoing.must(
        "move(lamp, 1)\nawait unity.frames(3)\nmove(pole, 2)\nawait unity.next_frame()\nmove(lamp, 3)"
    )
    assert undoing.value("where()") == (3.0, 2.0)
    assert undoing.must("%undo").text == "Undone: Cell [2].\n"
    assert undoing.value("where()") == (0.0, 0.0)


def test_what_others_record_while_a_cell_awaits_is_theirs(
    undoing: Kernel, shared_home: Home, editor: Editor
) -> None:
    undoing.must(
        "import asyncio\ngo = asyncio.Event()\nimport sys\nsys.go, sys.move, sys.lamp = go, move, lamp"
    )
    cell = undoing.begin(
        "move(pole, 1)\nprint('waits')\nawait asyncio.wait_for(go.wait(), 20)\nmove(pole, 2)"
    )
    cell.until_output("waits\n")
    with Kernel.start(shared_home, editor=editor) as other:
        other.must("import sys\nsys.move(sys.lamp, 5)\nsys.go.set()")
        cell.finish()
        assert undoing.must("%undo").text == "Undone: Cell [3].\n"
        assert undoing.value("where()") == (5.0, 1.0)
        assert undoing.must("%undo").text == "Undone: Cell [1].\n"
        assert undoing.value("where()") == (0.0, 1.0)
        assert undoing.must("%undo").text == "Undone: Cell [3].\n"
        assert undoing.value("where()") == (0.0, 0.0)


def test_a_drag_of_a_slider_is_one_step_and_each_click_one(undoing: Kernel) -> None:
    made = undoing.must(
        "import ipywidgets as w\n"
        "slider, button = w.FloatSlider(max=100), w.Button()\n"
        "slider.observe(lambda change: move(lamp, change['new']), 'value')\n"
        "button.on_click(lambda _: move(pole, where()[1] + 1))"
    )
    models = {each["data"]["state"].get("_model_name"): each["comm_id"] for each in made.of("comm_open")}
    for value in (10, 20, 30):
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        undoing.comm("comm_msg", {"comm_id": models["FloatSliderModel"], "data": data})
    for _ in range(2):
        data = {"method": "custom", "content": {"event": "click"}}
        undoing.comm("comm_msg", {"comm_id": models["ButtonModel"], "data": data})
    assert undoing.value("where()") == (30.0, 2.0)
    assert undoing.must("%undo").text == "Undone: Widget.\n"
    assert undoing.value("where()") == (30.0, 1.0)
    undoing.must("%undo")
    assert undoing.value("where()") == (30.0, 0.0)
    undoing.must("%undo")
    assert undoing.value("where()") == (0.0, 0.0)


def test_subscribers_hear_of_undo(undoing: Kernel) -> None:
    undoing.must(
        "heard = []\n"
        "one = unity.on('Undo.undoRedoPerformed', lambda: heard.append('performed'))\n"
        "two = unity.on('Undo.undoRedoEvent', lambda info: heard.append((info.undoName, info.isRedo)))"
    )
    undoing.must("move(lamp, 1)")
    undoing.must("%undo")
    undoing.must("%redo")
    undoing.must("one.cancel(), two.cancel()")
    undoing.must("%undo")
    assert undoing.value("heard") == [
        "performed",
        ("Cell [3]", False),
        "performed",
        ("Cell [3]", True),
    ]
