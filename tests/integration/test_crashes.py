"""The editor's process ends without a word, or the kernel's: what the user reads, and what comes back."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import psutil
import pytest

from tests.support import hosts
from tests.support.projects import make_project
from tests.support.session import Editor, Home, Kernel, wait_until
from unity_kernel.wire import system

MANY = "\n".join(f"value_{number} = {number}" for number in range(30))


def kept(home: Home, count: int) -> list[Path]:
    """Waits until the variables as of that cell are on disk; returns the files."""

    def is_there() -> bool:
        found = list((home.path / "snapshots").glob("*.pickle"))
        return bool(found) and pickle.loads(found[0].read_bytes())["count"] >= count

    wait_until(is_there, f"the snapshot of cell {count}")
    return list((home.path / "snapshots").glob("*.pickle"))


def kill_embedded(home: Home, kernel: Kernel | None = None) -> None:
    """Ends the embedded editor without a word; with a kernel that is idle, returns when that has noticed."""
    (editor,) = home.editors()
    Editor(home, editor).kill()
    if kernel is not None:
        # A cell that is sent before the kernel knows may be lost with the editor, and says so.
        wait_until(
            lambda: "No editor is connected" in kernel.run("%unity status").stdout, "the kernel's notice"
        )


class TestOfTheEditor:
    def test_a_running_cell_ends_at_once_with_the_tail_of_the_log(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project) as kernel:
            kernel.must("import sys\nprint('the last words', file=sys.__stderr__, flush=True)")
            cell = kernel.begin("print('go')\nimport time\ntime.sleep(60)")
            cell.until_output("go\n")
            kill_embedded(home)
            error = cell.finish(15).failure
            assert error.ename == "EditorGone"
            assert "SIGKILL" in error.evalue or "exit code" in error.evalue
            assert "the last words" in error.evalue

    def test_a_child_that_holds_the_socket_does_not_hide_the_end(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project) as kernel:
            child = kernel.value(
                "import os, time\nchild = os.fork()\nif child == 0:\n    time.sleep(30); os._exit(0)\nchild"
            )
            try:
                cell = kernel.begin("print('go')\ntime.sleep(60)")
                cell.until_output("go\n")
                kill_embedded(home)
                assert cell.finish(15).failure.ename == "EditorGone"
            finally:
                psutil.Process(child).kill()

    def test_plain_variables_come_back(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project) as kernel:
            kernel.must(
                MANY + "\nimport numpy as np, pathlib\n"
                "table = {'a': [1, 2, {'deep': (3, 'four')}]}\nsame = table\n"
                "array = np.arange(10)\nfolder = pathlib.Path('x')\n"
                "cyclic = []; cyclic.append(cyclic)\n"
                "player = UnityEngine.GameObject.Find('Player')\n"
                "holds = {'player': player, 'n': 1}; holds['self'] = holds\n"
                "unsaved = UnityEngine.GameObject('unsaved')\n"
                "def function(): pass\n"
                "class Plain: pass\n"
                "plain = Plain()\n"
                "generator = (n for n in [1])\n"
                "class Bad:\n"
                "    def __reduce__(self): raise RuntimeError('halfway')\n"
                "bad = [1, Bad()]"
            )
            kept(home, kernel.must("changed = table['a'].append(5)").count)
            kill_embedded(home, kernel)
            cell = kernel.must(
                "table, same is table, array.sum(), folder.name, cyclic[0] is cyclic, value_29"
            )
            assert (
                cell.result == "({'a': [1, 2, {'deep': (3, 'four')}, 5]}, True, np.int64(45), 'x', True, 29)"
            )
            assert "has ended" in cell.text
            assert "came back" in cell.text
            assert kernel.value("player.name, holds['player'] is player, holds['self'] is holds") == (
                "Player",
                True,
                True,
            )
            for name, reason in {
                "unsaved": "its object is no longer there",
                "function": "defined in a cell",
                "plain": "defined in a cell",
                "generator": "cannot pickle",
                "bad": "halfway",
            }.items():
                assert kernel.run(name).failure.ename == "NameError"
                assert f"{name} (" in cell.text
                assert reason in cell.text

    def test_they_come_back_twice(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project) as kernel:
            kept(home, kernel.must("number = 1").count)
            for expected in (1, 2, 3):
                kill_embedded(home, kernel)
                cell = kernel.must("number += 1; number - 1")
                assert cell.value == expected
                kept(home, cell.count)

    def test_what_is_too_large_is_left_out_and_named(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project, options=["--UnityKernel.snapshot_limit=100000"]) as kernel:
            kept(home, kernel.must("small = 1\nlarge = b'x' * 200_000\nafter = 2").count)
            kill_embedded(home, kernel)
            cell = kernel.must("small + after")
            assert cell.result == "3"
            assert "large (too large)" in cell.text

    def test_it_can_be_switched_off(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project, options=["--UnityKernel.snapshot_limit=0"]) as kernel:
            kernel.must("secret = 1")
            kernel.must("1")
            assert not list((home.path / "snapshots").glob("*.pickle"))
            kill_embedded(home, kernel)
            assert kernel.run("secret").failure.ename == "NameError"

    @pytest.mark.skipif(system.WINDOWS, reason="Windows has no modes")
    def test_only_a_file_of_ones_own_is_unpickled(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project) as kernel:
            kernel.must("number = 1")
            (path,) = kept(home, 1)
            assert path.stat().st_mode & 0o777 == 0o600
            path.chmod(0o644)
            kill_embedded(home, kernel)
            assert kernel.run("number").failure.ename == "NameError"

    def test_a_damaged_file_is_no_obstacle(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project) as kernel:
            kernel.must("number = 1")
            (path,) = kept(home, 1)
            kill_embedded(home, kernel)
            path.write_bytes(path.read_bytes()[:20])
            assert kernel.run("number").failure.ename == "NameError"
            assert kernel.value("1 + 1") == 2

    def test_nothing_is_left_when_all_ends_as_it_should(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project) as kernel:
            kernel.must("number = 1")
            assert kept(home, 1)
            kernel.shutdown()
        wait_until(lambda: not list((home.path / "snapshots").glob("*")), "the removal of the snapshot")

    def test_a_restart_of_the_kernel_brings_nothing_back(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project) as kernel:
            kernel.must("number = 1")
            kernel.restart()
            assert kernel.run("number").failure.ename == "NameError"

    def test_the_next_cell_finds_the_editor_that_was_started_again(
        self, home: Home, project: Path, start_editor: hosts.StartOwn
    ) -> None:
        first = start_editor(project)
        with Kernel.start(home, cwd=project) as kernel:
            kernel.must("number = 1")
            kept(home, 1)
            first.kill()
            with start_editor(project) as second:
                cell = kernel.must("number, __import__('os').getpid()")
                assert cell.value == (1, second.pid)


class TestOfTheKernel:
    def begin(self, kernel: Kernel, path: Path) -> None:
        kernel.must("kept = 41")
        cell = kernel.begin(
            "import pathlib, time\nprint('go')\n"
            "for n in range(200): time.sleep(0.01); print(n)\n"
            f"pathlib.Path({str(path)!r}).touch()"
        )
        cell.until_output("go\n")

    def test_its_cell_stops_and_the_next_kernel_resumes(
        self, home: Home, start_editor: hosts.StartOwn
    ) -> None:
        project = make_project(home.path / "Game")
        with start_editor(project) as editor, Kernel.start(home, editor=editor) as kernel:
            self.begin(kernel, home.path / "done")
            kernel.kill()
            wait_until(lambda: editor.status()["job"] is None, "the end of the orphaned cell")
            assert not (home.path / "done").exists()
            (left,) = editor.status()["sessions"]
            assert left["waits"] is not None
            kernel.restart()
            cell = kernel.must("%unity resume\nkept + 1")
            assert cell.result == "42"
            assert "Resumed the session: " in cell.stdout
            assert cell.count == 1
            assert kernel.run("kept").count == 3  # the numbers go on
            assert [session["waits"] for session in editor.status()["sessions"]] == [None]

    def test_its_cell_goes_on_where_configured_and_its_output_is_not_lost(
        self, home: Home, start_editor: hosts.StartOwn
    ) -> None:
        project = make_project(home.path / "Game")
        options = ["--UnityKernel.orphaned_cells=finish"]
        with (
            start_editor(project) as editor,
            Kernel.start(home, editor=editor, options=options) as kernel,
        ):
            self.begin(kernel, home.path / "done")
            kernel.kill()
            wait_until((home.path / "done").exists, "the end of the orphaned cell", 30.0)
            kernel.restart()
            cell = kernel.must("%unity resume\nkept")
            assert cell.result == "41"
            assert "199\n" in cell.stdout

    def test_without_a_session_to_resume_it_says_so(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project) as kernel:
            cell = kernel.must("%unity resume\n1")
            assert "No session of this notebook waits" in cell.text
            assert cell.result == "1"

    def test_the_session_is_freed_after_its_grace(self, home: Home, start_editor: hosts.StartOwn) -> None:
        project = make_project(home.path / "Game")
        options = ["--UnityKernel.session_grace=0.5"]
        with start_editor(project) as editor:
            with Kernel.start(home, editor=editor, options=options) as kernel:
                kernel.must("kept = 1")
                kernel.kill()
            wait_until(lambda: not editor.status()["sessions"], "the end of the session", 30.0)

    def test_both_die_and_the_variables_come_back(self, home: Home, project: Path) -> None:
        with Kernel.start(home, cwd=project) as kernel:
            kernel.must("number = 1")
            kept(home, 1)
            kill_embedded(home)
            kernel.kill()
            kernel.restart()
            assert kernel.must("%unity resume\nnumber").result == "1"


class TestWaits:
    def test_a_cell_that_waits_for_another_notebook_is_told_for_which_and_can_be_taken_back(
        self, editor: Editor, shared_home: Home
    ) -> None:
        with (
            Kernel.start(shared_home, editor=editor) as one,
            Kernel.start(shared_home, editor=editor) as two,
        ):
            one.must("1")
            two.must("1")
            busy = one.begin("print('go')\nimport time\nfor _ in range(1000): time.sleep(0.05)")
            busy.until_output("go\n")
            waiting = two.begin("'never'")
            waiting.until_output("This waits for its turn", 20.0)
            assert "In[2]: print('go')" in waiting.text
            assert "now at line 3" in waiting.text
            began = time.monotonic()
            two.interrupt()
            assert waiting.finish().failure.ename == "KeyboardInterrupt"
            assert time.monotonic() - began < 10.0
            one.interrupt()
            assert busy.finish().failure.ename == "KeyboardInterrupt"
