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
