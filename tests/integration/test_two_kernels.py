"""Two notebooks on one editor: apart in all but the scene."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.support.session import Editor, Home, Kernel, wait_until


@pytest.fixture(scope="module")
def other(editor: Editor, shared_home: Home) -> Iterator[Kernel]:
    """A second kernel on the shared editor."""
    with Kernel.start(shared_home, editor=editor) as kernel:
        yield kernel


def test_namespaces_are_apart_and_the_scene_is_shared(kernel: Kernel, other: Kernel, editor: Editor) -> None:
    kernel.must("mine = 1\nUnityEngine.GameObject('seen by both')")
    assert other.run("mine").failure.ename == "NameError"
    assert other.value("UnityEngine.GameObject.Find('seen by both').name") == "seen by both"
    pids = kernel.value("import os; os.getpid()"), other.value("import os; os.getpid()")
    assert pids == (editor.pid, editor.pid)


def test_main_modules_and_classes_are_apart(kernel: Kernel, other: Kernel) -> None:
    kernel.must("class Shape: side = 1")
    other.must("class Shape: side = 2")
    assert kernel.value("import pickle; pickle.loads(pickle.dumps(Shape)).side") == 1
    assert other.value("import pickle; pickle.loads(pickle.dumps(Shape)).side") == 2


def test_a_second_cell_waits_its_turn(kernel: Kernel, other: Kernel, editor: Editor) -> None:
    running = kernel.begin("print('go')\nimport time\ntime.sleep(60)")
    running.until_output("go\n")
    waiting = other.begin("'my turn'")
    wait_until(lambda: editor.status()["queue"], "the second cell in the editor's queue")
    assert "my turn" in editor.status()["queue"][0]
    assert waiting.reply is None
    kernel.interrupt()
    running.finish(15)
    assert waiting.finish(15).result == "'my turn'"


def test_outputs_are_never_mixed(kernel: Kernel, other: Kernel) -> None:
    code = "import asyncio\nfor i in range(200):\n    print('{0}', i)\n    await asyncio.sleep(0)\n'{0} done'"
    kernel.stray.clear()  # what ipykernel logs at its start
    other.stray.clear()
    one, two = kernel.begin(code.format("one")), other.begin(code.format("two"))
    for cell, name in ((one, "one"), (two, "two")):
        cell.finish()
        assert cell.stdout == "".join(f"{name} {i}\n" for i in range(200))
        assert cell.result == f"'{name} done'"
    assert kernel.stray == []
    assert other.stray == []


def test_threads_print_into_their_own_notebook(kernel: Kernel, other: Kernel) -> None:
    code = (
        "import threading, time\n"
        "def work():\n"
        "    for i in range(50):\n        print('{0}', i); time.sleep(0.001)\n"
        "thread = threading.Thread(target=work); thread.start()\n"
    )
    one, two = kernel.run(code.format("one")), other.run(code.format("two"))
    kernel.must("thread.join(20)")
    other.must("thread.join(20)")
    for cell, name in ((one, "one"), (two, "two")):
        cell.until_output(f"{name} 49\n")
        assert cell.stdout == "".join(f"{name} {i}\n" for i in range(50))


def test_an_interrupt_hits_only_its_own_kernel(kernel: Kernel, other: Kernel) -> None:
    running = kernel.begin("print('go')\nimport time\nfor i in range(10): time.sleep(0.05)\n'undisturbed'")
    running.until_output("go\n")
    for _ in range(3):
        other.interrupt()
    assert running.finish().result == "'undisturbed'"
    assert other.value("1 + 1") == 2


def test_an_interrupt_of_a_waiting_cell_does_not_hit_the_running_one(kernel: Kernel, other: Kernel) -> None:
    running = kernel.begin("print('go')\nimport time\nfor i in range(10): time.sleep(0.05)\n'undisturbed'")
    running.until_output("go\n")
    waiting = other.begin("'waited'")
    other.interrupt()
    assert running.finish().result == "'undisturbed'"
    waiting.finish()
    assert waiting.result == "'waited'" or waiting.status == "error"


def test_async_cells_of_both_take_turns(kernel: Kernel, other: Kernel) -> None:
    running = kernel.begin("import asyncio\nprint('go')\nawait asyncio.sleep(60)")
    running.until_output("go\n")
    assert other.value("'meanwhile'") == "meanwhile"
    assert other.value("import asyncio\nawait asyncio.sleep(0.01)\n'too'") == "too"
    kernel.interrupt()
    assert running.finish(15).failure.ename == "KeyboardInterrupt"


def test_a_question_of_one_does_not_stop_the_other_for_ever(kernel: Kernel, other: Kernel) -> None:
    asking = kernel.begin("input('?')", answers=[])
    asking.until_question()
    waiting = other.begin("'after the answer'")
    kernel.answer("yes")
    assert asking.finish().value == "yes"
    assert waiting.finish().result == "'after the answer'"


def test_status_and_list_answer_while_the_editor_is_busy(
    kernel: Kernel, other: Kernel, editor: Editor
) -> None:
    other.must("1")
    running = kernel.begin("print('go')\nimport time\ntime.sleep(60)")
    running.until_output("go\n")
    began = time.monotonic()
    status = other.run("%unity status")
    assert status.error is None
    assert (
        f"{editor.file.kind} editor {editor.id}: busy: In[{running.of('execute_input')[0]['execution_count']}]"
        in status.stdout
    )
    assert "print('go')" in status.stdout
    assert str(editor.project) in status.stdout
    assert f"* {editor.id}" in other.run("%unity list").stdout
    assert running.reply is None
    assert time.monotonic() - began < 10
    kernel.interrupt()
    running.finish(15)
    assert "idle" in other.run("%unity status").stdout


def test_a_kernel_that_ends_leaves_the_other_alone(kernel: Kernel, shared_home: Home, editor: Editor) -> None:
    kernel.must("stays = 'here'")
    with Kernel.start(shared_home, editor=editor) as third:
        third.must("import threading\nbig = bytearray(1000)")
        assert len(editor.status()["sessions"]) >= 2
        third.shutdown()
    assert editor.is_running
    assert kernel.value("stays") == "here"


def test_a_kernel_killed_in_the_middle_of_a_cell_frees_the_editor(
    kernel: Kernel, shared_home: Home, editor: Editor
) -> None:
    with Kernel.start(shared_home, editor=editor) as doomed:
        cell = doomed.begin("print('go')\nimport time\ntime.sleep(60)")
        cell.until_output("go\n")
        doomed.kill()
        assert kernel.run("'free again'", timeout=20).result == "'free again'"
    assert editor.is_running


def test_displays_and_widgets_go_to_their_own_notebook(kernel: Kernel, other: Kernel) -> None:
    one = kernel.must(
        "from IPython.display import display\nimport ipywidgets as w\na = w.IntSlider()\ndisplay('one')"
    )
    two = other.must(
        "from IPython.display import display\nimport ipywidgets as w\nb = w.IntSlider()\ndisplay('two')"
    )
    assert [item.text for item in one.displays] == ["'one'"]
    assert [item.text for item in two.displays] == ["'two'"]
    ids = {content["comm_id"] for content in one.of("comm_open")}
    assert ids.isdisjoint(content["comm_id"] for content in two.of("comm_open"))
    assert ids <= set(kernel.ask("comm_info_request", {})["comms"])
    assert ids.isdisjoint(other.ask("comm_info_request", {})["comms"])
