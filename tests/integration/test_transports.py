"""The core of a notebook over each transport."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import hosts
from tests.support.projects import make_project
from tests.support.session import Home, Kernel
from unity_kernel.wire.endpoint import Transport


@pytest.fixture
def kernel(editor_host: hosts.Start, home: Home, transport: Transport) -> Iterator[Kernel]:
    """A kernel whose editor listens on the wanted transport."""
    with editor_host(home, make_project(home.path / "Game"), transport) as editor:
        assert editor.file.endpoint.transport == transport
        with Kernel.start(home, editor=editor) as kernel:
            yield kernel


def test_the_core_of_a_notebook(kernel: Kernel) -> None:
    assert kernel.value("6 * 7") == 42
    cell = kernel.run("for i in range(50_000): print(i)")
    assert cell.stdout == "".join(f"{i}\n" for i in range(50_000))
    assert kernel.run("1 / 0").failure.ename == "ZeroDivisionError"
    assert kernel.run("input('?')", answers=["yes"]).value == "yes"
    assert any("Find" in match for match in kernel.matches("UnityEngine.GameObject.Fi"))
    kernel.must("import numpy as np\nbig = np.arange(3_000_000)\n%pull big")
    assert kernel.value("%%local\nint(big.sum())") == 4499998500000
    kernel.must("%push big")
    sleeping = kernel.begin("print('go')\nimport time; time.sleep(60)")
    sleeping.until_output("go\n")
    kernel.interrupt()
    assert sleeping.finish(15).failure.ename == "KeyboardInterrupt"
    kernel.restart()
    assert kernel.run("big").failure.ename == "NameError"
