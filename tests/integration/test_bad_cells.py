"""Cells that are too large, too odd or fatal: a clear word, bounded memory, and the next cell works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support import hosts
from tests.support.session import Editor, Home, Kernel, wait_until

MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def _kernel_survives(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test does to the shared kernel, a cell after it works in the same editor."""
    yield
    if "kernel" in request.fixturenames:
        kernel: Kernel = request.getfixturevalue("kernel")
        editor: Editor = request.getfixturevalue("editor")
        assert kernel.value("import os; os.getpid()") == editor.pid


def test_a_cell_of_five_megabytes(kernel: Kernel) -> None:
    text = "unity " * (5 * MEGABYTE // 6)
    cell = kernel.run(f"text = '{text}'\nprint(len(text))\n1 / 0", timeout=60)
    assert cell.stdout == f"{len(text)}\n"
    error = cell.failure
    assert error.ename == "ZeroDivisionError"
    assert f"Cell In[{cell.count}], line 3" in error.traceback


def test_a_cell_of_twenty_thousand_lines(kernel: Kernel) -> None:
    assert kernel.run("n = 1\n" * 20_000 + "n += 1\nn", timeout=60).result == "2"


def test_a_line_of_many_megabytes_arrives_whole(kernel: Kernel) -> None:
    cell = kernel.run("print(list(range(1_000_000)))", timeout=60)
    assert cell.stdout == f"{list(range(1_000_000))}\n"


def test_a_list_of_a_million_is_abridged_and_says_so(kernel: Kernel) -> None:
    cell = kernel.run("many = list(range(1_000_000))\nmany")
    assert cell.result is not None
    assert cell.result.startswith("[0,\n 1,\n 2,")
    assert cell.result.endswith("...]")
    assert len(cell.result) < 20_000
    assert kernel.value("len(many)") == 1_000_000


def test_a_hundred_megabytes_of_output_are_cut_with_a_line(kernel: Kernel, editor: Editor) -> None:
    processes = [psutil.Process(editor.pid), psutil.Process(kernel.pid)]
    before = [process.memory_info().rss for process in processes]
    peak = before.copy()
    cell = kernel.begin("for i in range(1000): print('x' * 99_999)\nprint('the end')")

    def done() -> bool:
        for index, process in enumerate(processes):
            peak[index] = max(peak[index], process.memory_info().rss)
        return cell.done

    kernel.pump_until(done, 60, cell.describe)
    assert cell.status == "ok"
    assert len(cell.stdout) == 10_000_000  # the trait's default
    assert "90,000,008 characters of output were cut" in cell.stderr
    assert "UnityKernel.output_limit" in cell.stderr
    for name, start, most in zip(("editor", "kernel"), before, peak, strict=True):
        assert most - start < 60 * MEGABYTE, f"the {name} grew by {(most - start) / MEGABYTE:.0f} MB"
    assert kernel.run("print('whole')").text == "whole\n"


def test_the_limit_of_output_is_a_trait(shared_home: Home, editor: Editor) -> None:
    with Kernel.start(shared_home, editor=editor, options=["--UnityKernel.output_limit=1000"]) as small:
        cell = small.run("print('a' * 600)\nprint('b' * 600)\n'result'")
        assert cell.stdout == "a" * 600 + "\n" + "b" * 399
        assert "202 characters of output were cut; the limit is 1,000 a cell" in cell.stderr
        assert cell.result == "'result'"
        wide = small.run("from IPython.display import HTML\nHTML('<p>' * 1000)")
        assert wide.mime == {}
        assert "3,0" in wide.stderr
        assert "left out" in wide.stderr
    with Kernel.start(shared_home, editor=editor, options=["--UnityKernel.output_limit=0"]) as boundless:
        cell = boundless.run("for i in range(120): print('x' * 99_999)", timeout=60)
        assert len(cell.stdout) == 12_000_000
        assert cell.stderr == ""


def test_lone_surrogates_are_shown_as_escapes(kernel: Kernel) -> None:
    cell = kernel.run("print('half \\ud83d pair')\n'value \\udc00'")
    assert cell.stdout == "half \\ud83d pair\n"
    assert cell.result == "'value \\udc00'"
    failed = kernel.run("raise ValueError('bad \\ud800 \\udcff')")
    assert failed.failure.evalue == "bad \\ud800 \\udcff"
    assert failed.reply is not None
    assert failed.reply["evalue"] == "bad \\ud800 \\udcff"
    local = kernel.run("%%local\nprint('half \\ud83d')\nraise ValueError('bad \\ud800')")
    assert "half \\ud83d" in local.stdout
    assert local.failure.evalue == "bad \\ud800"
    expressions = kernel.run("x = 1", user_expressions={"odd": "'\\ud800'"}).reply or {}
    assert expressions["user_expressions"]["odd"]["data"]["text/plain"] == "'\\ud800'"
    source = kernel.run("'in the source \ud800'")
    assert "surrogates" in str(source.error)
    shown = kernel.must("from IPython.display import HTML, display; display(HTML('<b>\\udfff</b>'))")
    assert shown.displays[0].data["text/html"] == "<b>\\udfff</b>"
    assert kernel.run("print('emoji \U0001f600 and ünïcode')").stdout == "emoji \U0001f600 and ünïcode\n"


def test_nul_bytes_pass(kernel: Kernel) -> None:
    assert kernel.run("print('a\\0b', end='')").stdout == "a\0b"
    cell = kernel.run("x = 'a\0b'\nlen(x)")
    assert cell.status in ("ok", "error")
    if cell.error is not None:
        assert "null byte" in str(cell.error)
    assert kernel.run("raise ValueError('nul \\0')").failure.evalue == "nul \0"


def test_terminal_escapes_and_carriage_returns_pass_unchanged(kernel: Kernel) -> None:
    assert (
        kernel.run("print('10%\\r20%\\x1b[31mred\\x1b[0m\\x07')").stdout == "10%\r20%\x1b[31mred\x1b[0m\x07\n"
    )


def test_windows_line_ends_and_tabs_in_a_cell(kernel: Kernel) -> None:
    assert kernel.run("if True:\r\n\tx = 1\r\nx + 1\r\n").result == "2"


def test_memory_error_is_an_error(kernel: Kernel) -> None:
    assert kernel.run("bytes(1 << 60)").failure.ename in ("MemoryError", "OverflowError")


def test_streams_that_a_cell_replaces_or_closes(kernel: Kernel) -> None:
    kernel.run("import sys\nsys.stdout.close()")
    assert kernel.run("print('still here')").stdout == "still here\n"
    caught = kernel.must(
        "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as f: print('inner')\nf.getvalue()"
    )
    assert caught.stdout == ""
    assert caught.value == "inner\n"


def test_writing_something_else_than_text_is_an_error_in_the_cell(kernel: Kernel) -> None:
    assert kernel.run("import sys; sys.stdout.write(b'bytes')").failure.ename == "TypeError"


# --- the editor ends under a cell ------------------------------------------------------------------------


def test_the_embedded_editor_ends_under_a_cell(home: Home, project: Path) -> None:
    with Kernel.start(home, editor=str(project)) as kernel:
        kernel.must("before = 1")
        (old,) = home.editors()
        cell = kernel.run("import os\nprint('going', flush=True)\nimport time; time.sleep(0.1)\nos._exit(3)")
        error = cell.failure
        assert error.ename == "EditorGone"
        assert "exit code 3" in error.evalue
        assert "the next cell" in error.evalue
        assert "going" in cell.stdout
        again = kernel.run("'alive'")
        assert again.result == "'alive'"
        assert "came back: before" in again.stdout
        assert "started the embedded headless editor" in again.stdout
        assert kernel.value("before") == 1
        (new,) = home.editors()
        assert new.pid != old.pid
        assert kernel.run("'quiet'").stdout == ""


def test_a_crash_of_the_embedded_editor_shows_the_end_of_its_log(home: Home, project: Path) -> None:
    with Kernel.start(home, editor=str(project)) as kernel:
        error = kernel.run("import ctypes; ctypes.string_at(0)").failure
        assert error.ename == "EditorGone"
        assert "SIGSEGV" in error.evalue or "exit code" in error.evalue
        assert "Segmentation fault" in error.evalue or "access violation" in error.evalue
        assert "string_at" in error.evalue  # where it happened
        assert kernel.value("1 + 1") == 2


def test_an_editor_of_ones_own_that_ends_is_told_and_replaced(
    home: Home, project: Path, start_editor: hosts.StartOwn
) -> None:
    with Kernel.start(home, cwd=project) as kernel:
        first = start_editor(project)
        cell = kernel.run("import os; os.getpid()")
        assert cell.value == first.pid
        assert "embedded" not in cell.stdout
        running = kernel.begin("import time; print('in', flush=True); time.sleep(60)")
        running.until_output("in")
        first.kill()
        assert running.finish().failure.ename == "EditorGone"
        with start_editor(project) as second:
            again = kernel.run("import os; os.getpid()")
            assert again.value == second.pid
            assert "has ended" in again.stdout
            assert "Connected to" in again.stdout
            kernel.close()


def test_an_editor_that_ended_between_two_cells(home: Home, project: Path) -> None:
    with Kernel.start(home, editor=str(project)) as kernel:
        kernel.must("x = 1")
        (editor,) = home.editors()
        psutil.Process(editor.pid).kill()
        # A cell that is sent before the kernel knows is lost with the editor, and says so; this one comes later.
        wait_until(
            lambda: "No editor is connected" in kernel.run("%unity status").stdout, "the kernel's notice"
        )
        cell = kernel.run("'next'")
        assert cell.result == "'next'"
        assert "has ended" in cell.stdout
