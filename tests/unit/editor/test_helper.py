from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.stub_host import StubHost
from tests.unit.editor.conftest import Settle
from unity_kernel.editor.dispatcher import Dispatcher, Job
from unity_kernel.editor.frames import Frames
from unity_kernel.editor.helper import UnityHelper
from unity_kernel.errors import WaitTimeout


@pytest.fixture
def frames(dispatcher: Dispatcher) -> Frames:
    return Frames(dispatcher.notify)


@pytest.fixture
def unity(frames: Frames) -> UnityHelper:
    editor: Any = SimpleNamespace(host=StubHost("/projects/Game"), frames=frames)
    return UnityHelper(editor, "/projects/notebooks")


def test_it_says_where_it_is(unity: UnityHelper) -> None:
    assert (unity.project, unity.kind, unity.version) == ("/projects/Game", "stub", "6000.0.1f1")
    assert unity.notebook_directory == "/projects/notebooks"
    assert repr(unity) == "<unity: stub editor, Unity 6000.0.1f1, project /projects/Game>"


def test_the_editor_goes_on_while_a_cell_waits(
    unity: UnityHelper, frames: Frames, dispatcher: Dispatcher, settle: Settle
) -> None:
    passed: list[int] = []

    async def cell() -> Any:
        for _ in range(3):
            passed.append(frames.count)
            await unity.next_frame()
        await unity.seconds(0)
        return await unity.until(lambda: len(passed))

    job = dispatcher.submit(Job(cell, "a"))
    for _ in range(3):
        dispatcher.pump()
        dispatcher.pump()  # may wake the main loop as often as it likes: only a frame is a frame
        frames.tick()

    assert settle(job).result == 3
    assert passed == [0, 1, 2]


def test_a_condition_that_never_holds_ends_with_a_sentence(unity: UnityHelper) -> None:
    with pytest.raises(WaitTimeout, match=r"the condition did not hold within 0\.01 s"):
        asyncio.run(unity.until(lambda: False, timeout=0.01))
