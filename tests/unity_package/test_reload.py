"""Domain reloads with a kernel attached."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from tests.support.session import Editor, Kernel
from tests.unity_package import mono

RELOAD = "UnityEditor.EditorUtility.RequestScriptReload()"
RELOADS = int(os.environ.get("UNITY_KERNEL_RELOADS", "30"))
"""In a row; a release is tested with 200, which take some three minutes."""
WARM = 10
"""Reloads until caches are full; from there on memory is compared."""
GROWTH = 1.0
"""MB that a reload may leave behind; pythonnet's own types are 0.5 of it (measured)."""


@pytest.mark.timeout(120 + 5 * RELOADS)
def test_kernel_works_after_each_of_many_reloads(editor: Editor, kernel: Kernel) -> None:
    process = psutil.Process(editor.pid)
    warm = 0
    kernel.must(
        "marker = UnityEngine.GameObject('marker')\nmarker.transform.position = UnityEngine.Vector3(1, 2, 3)"
    )
    for number in range(RELOADS):
        # Things that pythonnet alone does not bring over a reload, or that crash in the next domain.
        kernel.must(
            "import System, threading, time\n"
            "from System.Collections.Generic import List\n"
            "numbers = List[System.Int32](); numbers.Add(1); assert len(numbers) == 1\n"
            "found = UnityEngine.Object.FindObjectsOfType[UnityEngine.GameObject](); assert len(found) >= 1\n"
            "action = System.Action(lambda: None); action()\n"
            "class Plain(UnityEngine.MonoBehaviour): pass\n"
            "plain = Plain(); assert repr(plain)\n"
            "worker = threading.Thread(target=lambda: [time.sleep(0.001) for _ in iter(int, 1)]); worker.start()\n"
            + RELOAD
        )
        cell = kernel.must("UnityEngine.GameObject.Find('marker').transform.position.y")
        assert cell.result == "2.0", number
        assert kernel.value("(marker.transform.position.y, found[0].name, len(found) >= 1)")[::2] == (
            2.0,
            True,
        )
        if number == WARM:
            warm = process.memory_info().rss
    assert editor.is_running
    growth = (process.memory_info().rss - warm) / 1e6 / (RELOADS - WARM - 1)
    print(f"{growth:.2f} MB a reload")
    assert growth < GROWTH


def test_thread_that_catches_its_end_is_ended(kernel: Kernel) -> None:
    kernel.must(
        "import threading\n"
        "def stubborn(cube):\n"
        "    while True:\n"
        "        try:\n"
        "            cube.name\n"
        "        except BaseException: pass\n"
        "worker = threading.Thread(target=stubborn, args=(UnityEngine.GameObject('kept'),))\n"
        "worker.start()"
    )
    mono.reload(kernel)
    assert kernel.value("worker.is_alive()") is False


def test_reload_waits_for_a_thread_that_sleeps(kernel: Kernel) -> None:
    kernel.must(
        "import threading, time\n"
        "def sleeper():\n"
        "    UnityEngine.GameObject.Find('kept')\n"
        "    time.sleep(2)\n"
        "    UnityEngine.GameObject.Find('kept')\n"
        "worker = threading.Thread(target=sleeper)\nworker.start()"
    )
    mono.reload(kernel)
    assert kernel.value("1 + 1") == 2


def test_user_is_told_once(kernel: Kernel) -> None:
    cell = kernel.must("await unity.reload()\n'after'")
    assert cell.result == "'after'"
    assert cell.text.count("reloaded") == 1
    assert "variables are kept" in cell.text
    assert kernel.must("1").text == ""


def test_editor_keeps_its_id_and_says_that_it_reloads(editor: Editor, kernel: Kernel) -> None:
    before = editor.file
    kernel.must(RELOAD)
    kernel.must("1")
    kernel.must("1")
    [now] = editor.home.editors()
    assert (now.id, now.pid, now.token) == (before.id, before.pid, before.token)
    assert now.state != "reloading"


def test_cells_sent_during_a_reload_run_once_and_in_order(kernel: Kernel) -> None:
    kernel.must("ran = []")
    cells = [kernel.begin(RELOAD)] + [kernel.begin(f"ran.append({number})\nlen(ran)") for number in range(5)]
    for cell in cells:
        assert cell.finish().error is None
    assert [cell.value for cell in cells[1:]] == [1, 2, 3, 4, 5]


def test_client_script_with_objects_of_before_reconnects(editor: Editor, kernel: Kernel) -> None:
    script = (
        "import sys, unity_connection as unity\n"
        "GameObject = unity.get_module('UnityEngine').GameObject\n"
        "held = [GameObject('held') for _ in range(10)]\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "print(unity.get_module('UnityEngine').GameObject.Find('held').name, flush=True)\n"
        "try: held[0].name\n"
        "except EOFError as error: print('stale')\n"
    )
    client = subprocess.Popen(
        [sys.executable, "-c", script],
        env=editor.home.environment(UNITY_KERNEL_EDITOR=editor.id),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with client:
        assert client.stdout is not None
        assert client.stdout.readline() == "ready\n"
        mono.reload(kernel)
        out, _ = client.communicate("go on\n", timeout=30)
    assert out.splitlines() == ["held", "stale"]
