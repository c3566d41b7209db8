"""Kernels and their embedded editors: start, restart, end, and every way in which one of them goes missing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.session import Editor, Home, Kernel, wait_until

GRACE = 30.0
"""Seconds, generous: an embedded editor outlives its last kernel by five."""


def children(kernel: Kernel) -> list[psutil.Process]:
    return psutil.Process(kernel.pid).children(recursive=True)


def test_the_embedded_editor_starts_with_the_first_cell_and_says_so(home: Home, project: Path) -> None:
    with Kernel.start(home, cwd=project) as kernel:
        assert home.editors() == []
        cell = kernel.run("unity.project")
        assert cell.value == str(project)
        assert cell.stdout.startswith(
            "[unity-kernel] No editor has Game open; started the embedded headless editor"
        )
        assert cell.stdout.count("\n") == 1
        assert kernel.run("'no second word'").stdout == ""
        (editor,) = home.editors()
        assert editor.embedded


def test_restart_gives_a_clean_namespace_and_keeps_the_embedded_editor(home: Home, project: Path) -> None:
    with Kernel.start(home, cwd=project) as kernel:
        kernel.must("left = 1\nUnityEngine.GameObject('survivor')")
        kernel.must("%%local\nlocally = 1")
        (before,) = home.editors()
        old = kernel.pid
        for _ in range(2):
            kernel.restart()
            assert kernel.pid != old
            cell = kernel.run("UnityEngine.GameObject.Find('survivor').name")
            assert cell.value == "survivor"
            assert cell.stdout == ""  # nothing to tell: it is the same editor
            assert cell.count == 1
            assert kernel.run("left").failure.ename == "NameError"
            assert kernel.run("%%local\nlocally").failure.ename == "NameError"
            (after,) = home.editors()
            assert after.pid == before.pid
        kernel.shutdown()
        wait_until(lambda: not before.is_running(), "the end of the embedded editor", GRACE)


def test_restart_during_a_cell(home: Home, project: Path) -> None:
    with Kernel.start(home, cwd=project) as kernel:
        kernel.must("1")
        (before,) = home.editors()
        cell = kernel.begin("print('go')\nimport time\ntime.sleep(60)")
        cell.until_output("go\n")
        kernel.restart()
        assert kernel.value("'again'") == "again"
        assert [editor.pid for editor in home.editors()] == [before.pid]


def test_restart_on_an_editor_of_ones_own_leaves_it_alone(editor: Editor, shared_home: Home) -> None:
    with Kernel.start(shared_home, editor=editor) as kernel:
        kernel.must("left = 1")
        kernel.restart()
        assert kernel.run("left").failure.ename == "NameError"
        assert kernel.value("import os; os.getpid()") == editor.pid


def test_shutdown_leaves_nothing_running(home: Home, project: Path) -> None:
    with Kernel.start(home, cwd=project) as kernel:
        kernel.must("import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()")
        kernel.must("%%local\nimport subprocess, sys")
        (editor,) = home.editors()
        family = [psutil.Process(kernel.pid), *children(kernel)]
        assert editor.pid in {process.pid for process in family}
        kernel.shutdown()
        _, left = psutil.wait_procs(family, GRACE)
        assert left == []
    assert home.editors() == []
    assert list((home.path / "editors").glob("*.json")) == []
    assert [path for path in (home.path / "sockets").glob("*") if path.name.startswith("headless")] == []


def test_shutdown_during_a_cell_leaves_nothing_running(home: Home, project: Path) -> None:
    with Kernel.start(home, cwd=project) as kernel:
        cell = kernel.begin("print('go')\nimport time\ntime.sleep(60)")
        cell.until_output("go\n")
        family = [psutil.Process(kernel.pid), *children(kernel)]
        kernel.shutdown()
        _, left = psutil.wait_procs(family, GRACE)
        assert left == []


def test_shutdown_leaves_an_editor_of_ones_own(editor: Editor, shared_home: Home) -> None:
    with Kernel.start(shared_home, editor=editor) as kernel:
        kernel.must("1")
        kernel.shutdown()
    assert editor.is_running
    assert editor.status()["state"] == "idle"


def test_a_killed_kernel_takes_its_embedded_editor_along(home: Home, project: Path) -> None:
    with Kernel.start(home, cwd=project) as kernel:
        kernel.must("1")
        (editor,) = home.editors()
        kernel.kill()
        wait_until(lambda: not editor.is_running(), "the end of the orphaned editor", GRACE)


def test_two_kernels_share_the_embedded_editor_of_a_project_and_the_last_one_ends_it(
    home: Home, project: Path
) -> None:
    with Kernel.start(home, cwd=project) as one, Kernel.start(home, cwd=project) as two:
        pid = one.value("import os; os.getpid()")
        assert two.value("import os; os.getpid()") == pid
        assert len(home.editors()) == 1
        one.shutdown()
        assert two.value("'still here'") == "still here"
        two.shutdown()
        wait_until(lambda: not home.editors(), "the end of the embedded editor", GRACE)


def test_private_editors_on_the_sample_are_not_shared(home: Home) -> None:
    with Kernel.start(home, editor="headless") as one, Kernel.start(home, editor="headless") as two:
        first, second = one.run("unity.project"), two.run("unity.project")
        assert first.value != second.value
        assert "a copy of the sample project" in first.stdout
        assert Path(first.value).is_dir()
        one.shutdown()
        wait_until(lambda: not Path(first.value).exists(), "the removal of the sample's copy")
        assert two.value("len(UnityEngine.Object.FindObjectsOfType(UnityEngine.GameObject)) > 0") is True


def test_exit_in_a_cell_asks_the_front_end(kernel: Kernel) -> None:
    cell = kernel.run("exit")
    assert cell.reply is not None
    assert {"source": "ask_exit", "keepkernel": False} in cell.reply["payload"]
    assert kernel.value("1") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM handlers")
def test_a_terminated_editor_ends_in_order(home: Home, project: Path) -> None:
    with Editor.start(home, project) as editor:
        psutil.Process(editor.pid).terminate()
        wait_until(lambda: not editor.is_running, "the end of the terminated editor")
        assert home.editors() == []
        assert not (home.path / "editors" / f"{editor.id}.json").exists()


def test_many_kernels_come_and_go_without_a_trace(editor: Editor, shared_home: Home) -> None:
    def shape() -> tuple[int, int]:
        return len(editor.status()["sessions"]), psutil.Process(editor.pid).num_threads()

    before = shape()
    for _ in range(3):
        with Kernel.start(shared_home, editor=editor) as kernel:
            kernel.must("data = bytearray(10_000_000)\nimport ipywidgets as w\nslider = w.IntSlider()")
    wait_until(lambda: shape()[0] == before[0], "the end of the sessions")
    wait_until(lambda: shape()[1] <= before[1], "the end of their threads")


def test_the_environment_of_the_kernel_reaches_the_embedded_editor(home: Home, project: Path) -> None:
    with Kernel.start(home, cwd=project, env={"MY_SETTING": "from the notebook"}) as kernel:
        assert kernel.value("import os; os.environ['MY_SETTING']") == "from the notebook"
        assert os.path.samefile(kernel.value("import os; os.getcwd()"), project)
