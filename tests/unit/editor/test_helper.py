from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from tests.support.stub_host import StubHost
from tests.unit.editor.conftest import Settle
from unity_kernel.editor.dispatcher import Job
from unity_kernel.editor.helper import UnityHelper
from unity_kernel.errors import WaitTimeout


@pytest.fixture
def unity() -> UnityHelper:
    return UnityHelper(StubHost("/projects/Game"), "/projects/notebooks")


def test_it_says_where_it_is(unity: UnityHelper) -> None:
    assert (unity.project, unity.kind, unity.version) == ("/projects/Game", "stub", "6000.0.1f1")
    assert unity.notebook_directory == "/projects/notebooks"
    assert repr(unity) == "<unity: stub editor, Unity 6000.0.1f1, project /projects/Game>"


def test_the_editor_goes_on_while_a_cell_waits(unity: UnityHelper, settle: Settle) -> None:
    frames: list[int] = []

    async def cell() -> Any:
        for _ in range(3):
            frames.append(len(frames))
            await unity.next_frame()
        await unity.seconds(0)
        return await unity.until(lambda: len(frames))

    def start() -> Coroutine[Any, Any, Any]:
        return cell()

    assert settle(Job(start, "a")).result == 3


def test_a_condition_that_never_holds_ends_with_a_sentence(unity: UnityHelper) -> None:
    with pytest.raises(WaitTimeout, match=r"the condition did not hold within 0\.01 s"):
        asyncio.run(unity.until(lambda: False, timeout=0.01))
