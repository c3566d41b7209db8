"""Console messages in large numbers, from several threads."""

from __future__ import annotations

import re

import pytest

from tests.support.session import Editor, Kernel
from tests.unity_package import mono

THREADS = 4
SCRIPT = """
using System.Linq;
using System.Threading;
using UnityEngine;

namespace LogTests
{
public static class LogStorm
{
    /// Logs a message and returns when a file is there.
    public static void Wait(string message, string file)
    {
        Debug.Log(message);
        while (!System.IO.File.Exists(file)) { Thread.Sleep(10); }
        Debug.Log("done");
    }

    /// Logs "<thread>:<number>" from several threads and returns when all have ended.
    public static void Run(int threads, int each)
    {
        Thread[] all = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (int number = 0; number < each; number++)
            {
                Debug.Log(thread + ":" + number);
            }
        })).ToArray();
        foreach (Thread thread in all) { thread.Start(); }
        foreach (Thread thread in all) { thread.Join(); }
    }
}
}
"""


@pytest.fixture(scope="module", autouse=True)
def _script(editor: Editor, kernel: Kernel) -> None:
    (editor.project / "Assets" / "LogStorm.cs").write_text(SCRIPT)
    mono.reload(kernel)
    kernel.must("import MonoHost\nMonoHost.Controls.Echo = False")


def storm(kernel: Kernel, each: int) -> list[str]:
    return kernel.must(f"from LogTests import LogStorm\nLogStorm.Run({THREADS}, {each})").text.splitlines()


def test_none_of_100_000_messages_from_four_threads_is_lost(kernel: Kernel) -> None:
    each = 25_000
    lines = storm(kernel, each)
    assert len(lines) == THREADS * each
    for thread in range(THREADS):  # each thread's in its order
        own = [line for line in lines if line.startswith(f"[Log] {thread}:")]
        assert own == [f"[Log] {thread}:{number}" for number in range(each)]


def test_what_goes_beyond_the_bound_is_counted(kernel: Kernel) -> None:
    each = 75_000
    lines = storm(kernel, each)
    [note] = [line for line in lines if not line.startswith("[Log] ")]
    dropped = re.fullmatch(
        r"\[Warning\] \[Unity Kernel\] (\d+) console messages came faster than Python could take them, and were "
        r"left out\.",
        note,
    )
    assert dropped is not None, note
    assert len(lines) - 1 + int(dropped[1]) == THREADS * each
    assert len(lines) > 100_000
    assert kernel.must("UnityEngine.Debug.Log('after')").stdout == "[Log] after\n"


def test_messages_of_a_long_cell_arrive_while_it_runs(editor: Editor, kernel: Kernel) -> None:
    go_on = editor.project / "Library" / "go on"
    code = (
        "import os, time\nUnityEngine.Debug.Log('first')\nUnityEngine.Debug.Log('second')\n"
        f"while not os.path.exists({str(go_on)!r}): time.sleep(0.01)\n"
        "UnityEngine.Debug.Log('third')\nprint('printed')\nUnityEngine.Debug.Log('fourth')"
    )
    cell = kernel.begin(code).until_output("second")
    go_on.touch()
    assert cell.finish().stdout == "[Log] first\n[Log] second\n[Log] third\nprinted\n[Log] fourth\n"


def test_messages_of_a_long_csharp_call_arrive_while_it_runs(editor: Editor, kernel: Kernel) -> None:
    go_on = editor.project / "Library" / "go on then"
    cell = kernel.begin(f"from LogTests import LogStorm\nLogStorm.Wait('still at it', {str(go_on)!r})")
    cell.until_output("still at it")
    go_on.touch()
    assert cell.finish().stdout == "[Log] still at it\n[Log] done\n"


def test_order_of_prints_and_messages_holds_in_a_long_cell(kernel: Kernel) -> None:
    """The handing over by another thread, which begins after 50 ms, never overtakes a print."""
    cell = kernel.must(
        "import time\n"
        "for i in range(40):\n"
        "    UnityEngine.Debug.Log(f'log {i}')\n"
        "    time.sleep(0.005 * (i % 25))\n"
        "    print('print', i)"
    )
    lines = [line for i in range(40) for line in (f"[Log] log {i}", f"print {i}")]
    assert cell.stdout.splitlines() == lines
