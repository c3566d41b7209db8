"""Domain reloads: the session lives on, and the user reads one line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.session import ROOT, Editor, Home, Kernel, wait_until
from unity_kernel.wire.editor_file import EditorFile

NOTE = "[unity-kernel] The editor has reloaded its scripts ("


@pytest.fixture
def slow(home: Home) -> Iterator[Editor]:
    """An editor whose domain reloads take as long as a cell says: `UnityEngine.reload(seconds)`."""
    log = home.log("stub")
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.stub_host", "unix"],
            cwd=ROOT,
            env=home.environment(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    with process.stdout as stdout:
        name = stdout.readline().strip()
    file = EditorFile.read(home.path / "editors" / f"{name}.json")
    with Editor(home, file, process) as editor:  # type: ignore[arg-type]
        yield editor


@pytest.fixture
def patient(home: Home, slow: Editor) -> Iterator[Kernel]:
    with Kernel.start(home, editor=slow) as kernel:
        yield kernel


def test_everything_in_the_namespace_is_as_before(kernel: Kernel) -> None:
    kernel.must(
        "import numpy, itertools\n"
        "numbers, array, counter = [1, 2], numpy.arange(5), itertools.count(3)\n"
        "def double(x): return 2 * x\n"
        "class Plain: pass\n"
        "plain = Plain()\n"
        "thing = UnityEngine.GameObject('thing')\n"
        "held = {'in a dict': thing, thing: 'as a key', 'closed over': lambda: thing.name}\n"
        "before = id(thing), id(numbers), unity"
    )
    kernel.must("held['loop'] = held\nawait unity.reload()")
    assert kernel.value("(id(thing), id(numbers)) == before[:2] and isinstance(plain, Plain)") is True
    assert kernel.value(
        "(held['in a dict'].name, held[thing], held['closed over'](), held['loop'] is held)"
    ) == (
        "thing",
        "as a key",
        "thing",
        True,
    )
    assert kernel.value("(double(21), next(counter), int(array.sum()))") == (42, 3, 10)
    assert kernel.value("Out is not None and In[1] != ''") is True


def test_the_user_reads_one_line(kernel: Kernel) -> None:
    kernel.must("kept = 1\nunity.reload()")
    cell = kernel.must("kept")
    assert cell.result == "1"
    *waiting, line = cell.text.splitlines()
    assert line.startswith(NOTE)
    assert line.endswith("variables are kept.")
    assert all("is reloading its scripts" in each for each in waiting)  # where it takes more than a second
    assert kernel.must("kept").text == ""


def test_a_cell_that_awaits_goes_on_after_the_reload(kernel: Kernel) -> None:
    cell = kernel.must(
        "import asyncio\n"
        "print('before')\n"
        "timer = asyncio.create_task(asyncio.sleep(0.05, 'slept'))\n"
        "await unity.reload()\n"
        "print('after', await timer)"
    )
    assert cell.stdout.splitlines()[0] == "before"
    assert NOTE in cell.stdout
    assert cell.stdout.splitlines()[-1] == "after slept"


def test_several_reloads_in_one_cell(kernel: Kernel) -> None:
    assert kernel.value("for n in range(5):\n    await unity.reload()\n    await unity.next_frame()\nn") == 4


def test_two_reloads_at_once_are_one(kernel: Kernel) -> None:
    cell = kernel.must("unity.reload()\nunity.reload()\nawait unity.reload()")
    assert cell.stdout.count(NOTE) == 1


def test_plain_subscriptions_end_and_those_of_the_helper_are_renewed(kernel: Kernel) -> None:
    kernel.must(
        "from UnityEditor import EditorApplication, AssemblyReloadEvents\n"
        "heard = []\n"
        "EditorApplication.hierarchyChanged += lambda: heard.append('plain')\n"
        "mine = unity.on('EditorApplication.hierarchyChanged', lambda: heard.append('mine'))\n"
        "told = unity.on('AssemblyReloadEvents.afterAssemblyReload', lambda: heard.append('reloaded'))\n"
        "AssemblyReloadEvents.beforeAssemblyReload += lambda: heard.append('before')\n"
        "await unity.reload()\n"
        "UnityEngine.GameObject('new')\n"
        "await unity.frames(2)"
    )
    assert kernel.value("heard") == ["before", "reloaded", "mine"]
    kernel.must(
        "mine.cancel(); told.cancel(); heard.clear()\nUnityEngine.GameObject('another')\nawait unity.frames(2)"
    )
    assert kernel.value("heard") == []


def test_a_function_called_every_frame_goes_on(kernel: Kernel) -> None:
    kernel.must("ticks = []\nupdate = unity.on_update(lambda: ticks.append(1))\nawait unity.frames(3)")
    assert kernel.value("len(ticks)") >= 3
    kernel.must("await unity.reload()\nticks.clear()\nawait unity.frames(3)")
    assert kernel.value("len(ticks)") >= 3
    kernel.must("update.cancel()\nawait unity.frames(2)\nticks.clear()\nawait unity.frames(2)")
    assert kernel.value("len(ticks)") == 0


def test_a_function_that_raises_is_told_once_and_not_called_again(kernel: Kernel) -> None:
    cell = kernel.run(
        "calls = []\nunity.on_update(lambda: calls.append(1) or 1 / 0)\nawait unity.frames(3)\nlen(calls)"
    )
    assert cell.result == "1"
    assert [error["ename"] for error in cell.of("error")] == ["ZeroDivisionError"]
    assert "is not called again" in cell.stderr
    assert cell.status == "ok"


def test_an_event_that_does_not_exist(kernel: Kernel) -> None:
    assert kernel.run("unity.on('EditorApplication.noSuchThing', print)").failure.ename == "AttributeError"
    assert kernel.run("unity.on('EditorApplication.isPlaying', print)").failure.ename == "AttributeError"


def test_threads_of_cells_are_ended_and_named(kernel: Kernel) -> None:
    kernel.must(
        "import threading, time\n"
        "def work():\n"
        "    while True: time.sleep(0.001)\n"
        "worker = threading.Thread(target=work, name='my-worker'); worker.start()\n"
        "unity.reload()"
    )
    assert "my-worker" in kernel.must("worker.join(5)").text
    assert kernel.value("worker.is_alive()") is False


def test_the_thread_of_progress_bars_stays_and_is_not_spoken_of(kernel: Kernel) -> None:
    kernel.must(
        "from tqdm import tqdm\nfor _ in tqdm(range(2)): pass\nmonitor = tqdm.monitor\nunity.reload()"
    )
    assert "Threads that cells had started" not in kernel.must("monitor").text
    assert kernel.value("monitor.is_alive()") is True


def test_a_thread_that_ignores_its_end_does_not_hold_up_the_editor(kernel: Kernel) -> None:
    kernel.must(
        "done = threading.Event()\n"
        "def stubborn():\n"
        "    while not done.is_set():\n"
        "        try: time.sleep(0.001)\n"
        "        except BaseException: pass\n"
        "thread = threading.Thread(target=stubborn, name='stubborn'); thread.start()\n"
        "unity.reload()"
    )
    assert kernel.value("thread.is_alive()") is True
    kernel.must("done.set(); thread.join(5)")


def test_an_executor_still_works(kernel: Kernel) -> None:
    assert kernel.value("import asyncio\nawait asyncio.to_thread(sum, [1, 2])") == 3
    kernel.must("await unity.reload()")
    assert kernel.value("await asyncio.to_thread(sum, [3, 4])") == 7


def test_a_script_that_catches_every_exception(kernel: Kernel) -> None:
    code = (
        "count = 0\n"
        "while count < 3:\n"
        "    try:\n"
        "        await unity.reload()\n"
        "        count += 1\n"
        "    except BaseException as error:\n"
        "        print('caught', error)\n"
        "count"
    )
    cell = kernel.must(code)
    assert cell.result == "3"
    assert "caught" not in cell.stdout


def test_destroyed_during_the_reload(editor: Editor, kernel: Kernel) -> None:
    kernel.must(
        "doomed = UnityEngine.GameObject('doomed')\n"
        "kill = unity.on('AssemblyReloadEvents.afterAssemblyReload', "
        "lambda: UnityEngine.Object.DestroyImmediate(doomed))\n"
        "await unity.reload()\nkill.cancel()"
    )
    if editor.file.kind != "headless":
        return  # what Unity says of a destroyed object is Unity's; the session has gone on
    assert kernel.value("doomed == None") is True
    failure = kernel.run("doomed.transform").failure
    assert "doomed" in failure.evalue


def test_reload_asked_for_in_a_widgets_callback(kernel: Kernel) -> None:
    cell = kernel.must(
        "import ipywidgets as w\nslider = w.IntSlider()\n"
        "slider.observe(lambda change: unity.reload(), 'value')\nslider.model_id"
    )
    kernel.comm("comm_msg", {"comm_id": cell.value, "data": {"method": "update", "state": {"value": 7}}})
    assert kernel.value("slider.value") == 7
    kernel.comm("comm_msg", {"comm_id": cell.value, "data": {"method": "update", "state": {"value": 8}}})
    assert kernel.value("slider.value") == 8


def test_reload_asked_for_while_a_question_waits(kernel: Kernel) -> None:
    cell = kernel.begin("unity.reload()\nanswer = input('?')\nanswer", answers=[])
    cell.until_question()
    kernel.answer("here")
    assert cell.finish().value == "here"
    wait_until(lambda: NOTE in kernel.must("answer").text, "the reload")
    assert kernel.value("answer") == "here"


def test_reload_asked_for_before_a_large_pull(kernel: Kernel) -> None:
    kernel.must("data = b'x' * 100_000_000\nunity.reload()\n%pull data")
    assert kernel.value("%%local\nlen(data)") == 100_000_000
    assert kernel.value("len(data)") == 100_000_000


def test_the_magic_waits_for_the_reload(kernel: Kernel) -> None:
    cell = kernel.must("%unity reload\n'after'")
    assert cell.result == "'after'"
    assert NOTE in cell.text


def began(slow: Editor, patient: Kernel, code: str) -> None:
    """Runs a cell that asks for a reload, and waits for that: until it begins, cells still run."""
    patient.must(code)
    wait_until(
        lambda: "seconds" in slow.status()["reload"] or slow.status()["reload"]["generation"], "the reload"
    )


class TestMeanwhile:
    """While a domain reload is on its way: the editor's main thread is away, its IO threads are not."""

    def test_cells_wait_and_run_once_and_in_order(self, patient: Kernel) -> None:
        patient.must("ran = []\nUnityEngine.reload(0.5)")
        cells = [patient.begin(f"ran.append({number}); len(ran)") for number in range(5)]
        assert [cell.finish().value for cell in cells] == [1, 2, 3, 4, 5]
        assert patient.value("ran") == [0, 1, 2, 3, 4]

    def test_output_of_before_is_not_lost(self, patient: Kernel) -> None:
        cell = patient.must("for n in range(20_000): print(n)\nUnityEngine.reload(0.2)")
        assert cell.stdout == "".join(f"{n}\n" for n in range(20_000))

    def test_status_and_editor_file_say_how_long(self, slow: Editor, patient: Kernel) -> None:
        began(slow, patient, "UnityEngine.reload(3.0)")
        waiting = patient.begin("'after'")
        status = slow.status()
        assert status["state"] == "reloading"
        assert status["reload"]["seconds"] > 0
        assert [file.state for file in slow.home.editors()] == ["reloading"]
        assert waiting.finish().value == "after"
        assert [file.state for file in slow.home.editors()] != ["reloading"]

    def test_a_cell_that_waits_long_is_told(self, slow: Editor, patient: Kernel) -> None:
        began(slow, patient, "UnityEngine.reload(2.5)")
        cell = patient.must("'after'")
        assert cell.result == "'after'"
        lines = cell.text.splitlines()
        assert lines[0].startswith("[unity-kernel] The editor is reloading its scripts (1.")
        assert lines[-1].startswith(NOTE)

    def test_a_waiting_cell_can_be_taken_back(self, slow: Editor, patient: Kernel) -> None:
        began(slow, patient, "ran = []\nUnityEngine.reload(3.0)")
        cell = patient.begin("ran.append('never')")
        wait_until(lambda: slow.status()["waiting"], "the cell's place in the queue")
        patient.interrupt()
        assert cell.finish().failure.ename == "KeyboardInterrupt"
        assert patient.value("ran") == []

    def test_namespaces_that_cannot_be_kept_are_said_to_be_gone(self, slow: Editor, patient: Kernel) -> None:
        began(slow, patient, "left = 1\nUnityEngine.reload(0.0, False)")
        cell = patient.must("'left' in dir()")
        assert cell.result == "False"
        assert "the variables of its cells are gone" in cell.text

    def test_the_editor_quits_while_it_reloads(self, slow: Editor, patient: Kernel) -> None:
        began(slow, patient, "UnityEngine.reload(60.0)")
        cell = patient.begin("1")
        slow.stop()
        assert cell.finish().failure.ename in ("EditorClosing", "NoEditorError", "EditorGone")

    def test_another_notebook_is_served_after_it_too(self, home: Home, slow: Editor, patient: Kernel) -> None:
        with Kernel.start(home, editor=slow) as other:
            other.must("mine = 2")
            patient.must("mine = 1\nUnityEngine.reload(0.3)")
            cells = other.begin("mine"), patient.begin("mine")
            assert [cell.finish().value for cell in cells] == [2, 1]
