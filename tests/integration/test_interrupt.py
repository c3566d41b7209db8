"""The stop button: what runs stops, the editor lives, and nobody else is hit."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from tests.support.session import Editor, Home, Kernel

# Not `while True: pass` where a handler is expected to run: CPython 3.11 misses handlers around such a loop.
ENDLESS = {
    "loop": "print('go')\nwhile True: pass",
    "nested calls": "def f(n):\n    while True: sum(range(10))\nprint('go')\nf(1)",
    "sleep": "import time\nprint('go')\ntime.sleep(100)",
    "await": "import asyncio\nprint('go')\nawait asyncio.sleep(100)",
    "await in a loop": "import asyncio\nprint('go')\nwhile True: await asyncio.sleep(0.001)",
    "gather": "import asyncio\nprint('go')\nawait asyncio.gather(*(asyncio.sleep(100) for _ in range(3)))",
    "unity wait": "print('go')\nawait unity.until(lambda: False)",
    "lock": "import threading\nlock = threading.Lock(); lock.acquire()\nprint('go')\nlock.acquire()",
    "event": "import threading\nprint('go')\nthreading.Event().wait()",
    "queue": "import queue\nprint('go')\nqueue.Queue().get()",
    "join": "import threading\nt = threading.Timer(3, print)\nt.start()\nprint('go')\nt.join()",
    "process": "import subprocess, sys\nprint('go')\n"
    "subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])",
    "socket": "import socket\na, b = socket.socketpair()\nprint('go')\na.recv(1)",
    "logging": "print('go')\nwhile True: UnityEngine.Debug.Log('x')",
    "displaying": "from IPython.display import display\nprint('go')\nwhile True: display('x')",
    "printing": "print('go')\nwhile True: print('x' * 100)",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_interrupt_stops_the_cell_and_not_the_editor(kernel: Kernel, editor: Editor, name: str) -> None:
    cell = kernel.begin(ENDLESS[name])
    cell.until_output("go\n")
    kernel.interrupt()
    error = cell.finish(15).failure
    assert error.ename == "KeyboardInterrupt"
    assert f"Cell In[{cell.count}], line" in error.traceback
    assert cell.status == "error"
    assert kernel.value("import os; os.getpid()") == editor.pid


def test_an_interrupt_ends_a_question(kernel: Kernel) -> None:
    cell = kernel.begin("input('?')", answers=[])
    cell.until_question()
    kernel.interrupt()
    assert cell.finish(15).failure.ename == "KeyboardInterrupt"


def test_an_interrupt_of_nothing_does_nothing(kernel: Kernel) -> None:
    for _ in range(3):
        kernel.interrupt()
    assert kernel.value("sum(range(100_000))") == 4999950000


def test_interrupts_at_any_moment_never_reach_the_next_cell(kernel: Kernel) -> None:
    for turn in range(60):
        cell = kernel.begin(f"for i in range({turn * 200}): pass")
        kernel.interrupt()
        cell.finish(15)
        assert kernel.value("sum(range(20_000))") == 199990000


def test_interrupts_amid_printing_leave_nothing_locked(kernel: Kernel) -> None:
    for turn in range(30):
        cell = kernel.begin("import threading\nprint('go')\nwhile True: print('x')")
        cell.until_output("go\n")
        kernel.interrupt()
        assert cell.finish(15).failure.ename == "KeyboardInterrupt"
        assert kernel.run(f"print({turn})").stdout == f"{turn}\n"


def test_a_cell_may_catch_the_interrupt(kernel: Kernel) -> None:
    cell = kernel.begin(
        "import time\nprint('go')\ntry:\n    time.sleep(100)\nexcept KeyboardInterrupt:\n    print('tidied up')\n'end'"
    )
    cell.until_output("go\n")
    kernel.interrupt()
    cell.finish(15)
    assert cell.error is None
    assert cell.stdout == "go\ntidied up\n"
    assert cell.result == "'end'"


def test_an_async_cell_may_catch_the_interrupt_and_use_timeouts_after_it(kernel: Kernel) -> None:
    cell = kernel.begin(
        "import asyncio\n"
        "print('go')\n"
        "try:\n    await asyncio.sleep(100)\nexcept KeyboardInterrupt:\n    print('tidied up')\n"
        "try:\n"
        "    async with asyncio.timeout(0.01): await asyncio.sleep(100)\n"
        "except TimeoutError:\n    print('timed out')"
    )
    cell.until_output("go\n")
    kernel.interrupt()
    cell.finish(15)
    assert cell.error is None, str(cell.error)
    assert cell.stdout == "go\ntidied up\ntimed out\n"


def test_finally_blocks_run(kernel: Kernel) -> None:
    cell = kernel.begin("import time\nprint('go')\ntry:\n    time.sleep(100)\nfinally:\n    print('finally')")
    cell.until_output("go\n")
    kernel.interrupt()
    assert cell.finish(15).failure.ename == "KeyboardInterrupt"
    assert cell.stdout == "go\nfinally\n"


def test_the_cells_behind_an_interrupted_one_are_aborted(kernel: Kernel) -> None:
    first = kernel.begin("print('go')\nwhile True: pass")
    behind = kernel.begin("must_not_be = 1")
    first.until_output("go\n")
    kernel.interrupt()
    assert first.finish(15).status == "error"
    assert behind.finish(15).status == "aborted"
    assert kernel.run("must_not_be").failure.ename == "NameError"


def test_a_stubborn_cell_is_explained(shared_home: Home, editor: Editor) -> None:
    options = ["--UnityKernel.interrupt_patience=0.2"]
    with Kernel.start(shared_home, editor=editor, options=options) as kernel:
        cell = kernel.begin(
            "import time\npatience = 2\nprint('go')\n"
            "while patience:\n"
            "    try:\n        time.sleep(100)\n"
            "    except KeyboardInterrupt: print('no'); patience -= 1"
        )
        cell.until_output("go\n")
        kernel.interrupt()
        cell.until_output("still runs", timeout=10)
        assert "0.2 s after the interrupt" in cell.stderr
        assert not cell.done
        kernel.interrupt()
        assert cell.finish(15).stdout.split() == ["go", "no", "no"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_a_signal_to_the_kernel_reaches_the_cell(kernel: Kernel, editor: Editor) -> None:
    cell = kernel.begin("import time\nprint('go')\ntime.sleep(100)")
    cell.until_output("go\n")
    os.kill(kernel.pid, signal.SIGINT)
    assert cell.finish(15).failure.ename == "KeyboardInterrupt"
    assert kernel.value("import os; os.getpid()") == editor.pid


@pytest.mark.parametrize(
    "code",
    ["print('go')\nwhile True: pass", "import time\nprint('go')\ntime.sleep(100)"],
    ids=["loop", "sleep"],
)
def test_a_local_cell_is_interrupted_too(kernel: Kernel, code: str) -> None:
    cell = kernel.begin("%%local\n" + code)
    cell.until_output("go\n")
    kernel.interrupt()
    assert cell.finish(15).failure.ename == "KeyboardInterrupt"
    assert kernel.run("%%local\n1 + 1").result == "2"


def test_threads_and_tasks_of_a_cell_survive_its_interrupt(kernel: Kernel) -> None:
    cell = kernel.begin(
        "import threading, time\n"
        "on = threading.Event(); ended = threading.Event()\n"
        "threading.Thread(target=lambda: (on.wait(20), ended.set())).start()\n"
        "print('go')\ntime.sleep(100)"
    )
    cell.until_output("go\n")
    kernel.interrupt()
    cell.finish(15)
    assert kernel.value("on.set(); ended.wait(20)") is True
