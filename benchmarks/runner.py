"""The Unity package on the Mono host: what `PythonRunner` and console messages cost the C# that calls them."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.harness import Figure, Goal, Missing, Samples, alternate
from benchmarks.processes import Workbench
from tests.support.projects import make_project
from tests.support.session import Home, Kernel
from tests.unity_package import mono

__all__ = ["run"]

THREADS = 4
SCRIPT = """
using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using UnityEditor.Scripting.Python;

namespace Benchmarks
{
public static class Runner
{
    struct Entry { internal string Severity, Message, Stack; }

    // Nanoseconds that a call costs its caller: the mean over the threads' own clocks.
    static double Time(int threads, int each, Action<int> call)
    {
        long ticks = 0;
        var start = new ManualResetEvent(false);
        Thread[] all = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            start.WaitOne();
            var clock = Stopwatch.StartNew();
            for (int number = 0; number < each; number++) { call(number); }
            Interlocked.Add(ref ticks, clock.ElapsedTicks);
        })).ToArray();
        foreach (Thread thread in all) { thread.Start(); }
        start.Set();
        foreach (Thread thread in all) { thread.Join(); }
        return 1e9 * ticks / Stopwatch.Frequency / threads / each;
    }

    static readonly string[] Texts = Enumerable.Range(0, 1000).Select(number => "message " + number).ToArray();

    public static double Log(int threads, int each)
    {
        return Time(threads, each, number => UnityEngine.Debug.Log(Texts[number % Texts.Length]));
    }

    public static double Enqueue(int threads, int each)
    {
        var queue = new ConcurrentQueue<Entry>();
        return Time(threads, each, number =>
            queue.Enqueue(new Entry { Severity = "log", Message = Texts[number % Texts.Length] }));
    }

    public static double RunString()
    {
        var clock = Stopwatch.StartNew();
        PythonRunner.RunStringOnClient("answer = 6 * 7");
        return 1e9 * clock.ElapsedTicks / Stopwatch.Frequency;
    }

    public static double RunTask()
    {
        int answer = 0;
        var clock = Stopwatch.StartNew();
        Task task = Task.Run(() => { answer = 6 * 7; });
        double time = 1e9 * clock.ElapsedTicks / Stopwatch.Frequency;
        task.Wait();
        return time;
    }
}
}
"""
NAMES = (
    "import MonoHost\nfrom Benchmarks import Runner\nfrom UnityEditor.Scripting.Python import PythonRunner\n"
)


def run(bench: Workbench) -> Iterator[Figure]:
    """Four threads that log; commands to a client.

    Raises:
        Missing: This machine cannot run the Mono host.
    """
    reason = mono.why_absent()
    if reason:
        raise Missing(reason)
    with ExitStack() as stack:
        home = stack.enter_context(Home())
        project = make_project(home.path / "Game")
        (project / "Assets" / "Runner.cs").write_text(SCRIPT)
        editor = stack.enter_context(mono.start(home, project))
        kernel = stack.enter_context(
            Kernel.start(home, editor=editor, options=["--UnityKernel.log_style=text"])
        )
        kernel.must(NAMES + "MonoHost.Controls.Echo = False")
        yield from logs(bench, kernel)
        yield from commands(bench, kernel, Path(editor.file.log))


def logs(bench: Workbench, kernel: Kernel) -> Iterator[Figure]:
    """A storm of console messages."""
    each, rounds = bench.count(25_000, 1_000), bench.count(15, 2)

    def measure(function: str) -> Callable[[], float]:
        def once() -> float:
            cell = kernel.must(f"{NAMES}time = Runner.{function}({THREADS}, {each})")
            arrived = len(cell.text.splitlines())
            if function == "Log" and arrived != THREADS * each:
                raise RuntimeError(f"of {THREADS * each:,} messages {arrived:,} arrived")
            return float(kernel.must("print(time)").text) * 1e-9

        return once

    samples = alternate({"ours": measure("Log"), "peer": measure("Enqueue")}, rounds)
    for name, goal in (("median", Goal(1.0, of="value")), ("worst", None)):
        yield Figure.timed(
            f"Debug.Log, {THREADS * each:,} from {THREADS} threads, cost of one to its caller, {name}",
            samples,
            name,
            "µs",
            goal,
            "ConcurrentQueue.Enqueue of the same struct in the same process",
            f"{rounds} times each, alternating",
            "all messages arrived in the cell; by the threads' own clocks, which also count the time that the "
            "others had the processor",
        )


def commands(bench: Workbench, kernel: Kernel, log: Path) -> Iterator[Figure]:
    """A string for a client that is connected."""
    count = bench.count(1000, 20)
    kernel.must(NAMES + "PythonRunner.StartServer()\nassert PythonRunner.WaitForConnection('client', 20.0)")
    code = NAMES + (
        "times = {'ours': [], 'peer': []}\n"
        f"for _ in range({count}):\n"
        "    times['ours'].append(Runner.RunString())\n"
        "    times['peer'].append(Runner.RunTask())\n"
        "import json\n"
        "print(json.dumps(times))"
    )
    kernel.must(code)  # warms up
    times = json.loads(kernel.must(code).stdout)
    samples = {name: Samples([each * 1e-9 for each in found]) for name, found in times.items()}
    assert statistics.median(times["ours"]) > 0
    for name, goal in (("median", None), ("p95", Goal(1.0, of="value"))):
        yield Figure.timed(
            f"PythonRunner.RunStringOnClient, until it returns, {name}",
            samples,
            name,
            "ms",
            goal,
            "Task.Run of the same work",
            f"{count} times each, alternating; the worst: {samples['ours'].worst * 1e3:.2f} ms, the peer's "
            f"{samples['peer'].worst * 1e3:.2f} ms",
        )
