"""`UndoSteps` over the headless editor's Undo: what belongs to one step, and when none begins."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from unity_kernel.editor.undo import SAME_MOVE, UndoSteps, stepwise
from unity_kernel.wire.messages import Comm, Execute

pytestmark = pytest.mark.usefixtures("editor")


class Recorder:
    """A clock, a widget, cells, and a ball that they move."""

    def __init__(self) -> None:
        from UnityEngine import GameObject  # type: ignore[import-not-found]

        self.now = 0.0
        self.nested = False
        self.ball = GameObject.Find("Ball").transform
        self.steps = UndoSteps(self.subscribe, lambda: self.nested, nullcontext, lambda: self.now)

    def subscribe(self, event: str, function: Any) -> Any:
        from UnityEditor import Undo  # type: ignore[import-not-found]

        name = event.removeprefix("Undo.")
        setattr(Undo, name, getattr(Undo, name) + function)
        return lambda: setattr(Undo, name, getattr(Undo, name) - function)

    def move(self) -> None:
        from UnityEditor import Undo
        from UnityEngine import Vector3

        Undo.RecordObject(self.ball, "Move")
        self.ball.localPosition += Vector3(1, 0, 0)

    def drag(self, widget: str, method: str = "update") -> None:
        data = {"method": method}
        with self.steps.of_widget(Comm("", "comm_msg", {"comm_id": widget, "data": data})):
            self.move()

    def cell(self, number: int) -> Any:
        return self.steps.of_cell(Execute(f"job {number}", "", execution_count=number))

    def undo(self, count: int = 100) -> list[str]:
        return self.steps.perform(count)


@pytest.fixture
def recorder(editor: object) -> Recorder:
    return Recorder()


def test_a_drag_is_one_step_until_it_rests(recorder: Recorder) -> None:
    for _ in range(3):
        recorder.drag("slider")
        recorder.now += SAME_MOVE / 2
    recorder.now += SAME_MOVE
    recorder.drag("slider")
    recorder.drag("another")
    assert recorder.undo() == ["Widget", "Widget", "Widget"]


def test_clicks_are_steps_of_their_own(recorder: Recorder) -> None:
    recorder.drag("button", "custom")
    recorder.drag("button", "custom")
    assert recorder.undo() == ["Widget", "Widget"]


def test_a_cell_goes_on_with_its_step_where_nothing_came_between(recorder: Recorder) -> None:
    for _ in range(3):
        with recorder.cell(1):
            recorder.move()
        recorder.now += 100
    with recorder.cell(2):
        recorder.move()
    with recorder.cell(1):
        recorder.move()
    assert recorder.undo() == ["Cell [1]", "Cell [2]", "Cell [1]"]


def test_what_serves_a_cell_is_part_of_it(recorder: Recorder) -> None:
    with recorder.cell(1):
        recorder.move()
        recorder.nested = True
        recorder.drag("slider")
        recorder.nested = False
        recorder.move()
    assert recorder.undo() == ["Cell [1]"]


def test_no_step_begins_while_the_user_drags_in_the_editor(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import UnityEngine
    from UnityEditor import Undo

    group = Undo.GetCurrentGroup()
    monkeypatch.setitem(vars(UnityEngine), "GUIUtility", SimpleNamespace(hotControl=7))
    with recorder.cell(1):
        recorder.move()
    assert Undo.GetCurrentGroup() == group
    assert Undo.GetCurrentGroupName() == "Move"
    monkeypatch.undo()
    with recorder.cell(2):
        recorder.move()
    assert recorder.undo() == ["Cell [2]", "Move"]


def test_a_host_without_undo_runs_cells_all_the_same(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "UnityEditor", SimpleNamespace())
    with recorder.cell(1):
        pass


def test_an_undo_that_fails_keeps_no_cell_from_running(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from UnityEditor import Undo

    def fail() -> None:
        raise RuntimeError("not now")

    ran = []
    with monkeypatch.context() as broken:
        broken.setitem(
            sys.modules,
            "UnityEditor",
            SimpleNamespace(Undo=SimpleNamespace(GetCurrentGroup=fail)),
        )
        with recorder.cell(1):
            ran.append(1)
    assert ran == [1]
    assert "no step of Undo begins: not now" in caplog.text
    assert Undo.GetCurrentGroup() >= 0


# --- stepwise ------------------------------------------------------------------------------------------------------


def test_each_step_of_a_coroutine_is_entered_by_itself() -> None:
    log: list[str] = []

    @contextmanager
    def entered() -> Iterator[None]:
        log.append("in")
        try:
            yield
        finally:
            log.append("out")

    async def work() -> str:
        log.append("one")
        await asyncio.sleep(0)
        log.append("two")
        return "done"

    async def main() -> str:
        return str(await stepwise(work(), entered))

    assert asyncio.run(main()) == "done"
    assert log == ["in", "one", "out", "in", "two", "out"]


def test_a_coroutine_sees_its_cancellation_and_may_go_on() -> None:
    seen: list[str] = []

    async def work() -> str:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            seen.append("cancelled")
        return "tidied"

    async def main() -> str:
        task = asyncio.ensure_future(stepwise(work(), nullcontext))
        await asyncio.sleep(0)
        task.cancel()
        return str(await task)

    assert asyncio.run(main()) == "tidied"
    assert seen == ["cancelled"]


def test_errors_leave_a_coroutine_as_they_are() -> None:
    async def work() -> None:
        await asyncio.sleep(0)
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        asyncio.run(stepwise(work(), nullcontext))
