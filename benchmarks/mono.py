"""The Unity package on the Mono host: domain reloads, cells, the wake-up of an idle main loop."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.harness import Figure, Goal, Missing, Samples, alternate
from benchmarks.processes import Workbench
from tests.support.projects import make_project
from tests.support.session import Editor, Home, Kernel
from tests.unity_package import mono

__all__ = ["run"]

RELOAD = "UnityEditor.EditorUtility.RequestScriptReload()"
RELOADER = """
using UnityEditor;

[InitializeOnLoad]
static class Reloader
{
    static int ticks;

    static Reloader()
    {
        EditorApplication.update += () =>
        {
            if (++ticks != 3)
            {
                return;
            }
            string done = SessionState.GetString("reloads", "") + "x";
            for (int i = 0; done == "x" && i < OBJECTS; i++)
            {
                new UnityEngine.GameObject(i.ToString());
            }
            SessionState.SetString("reloads", done);
            if (done.Length <= COUNT)
            {
                EditorUtility.RequestScriptReload();
            }
            else
            {
                EditorApplication.Exit(0);
            }
        };
    }
}
"""
"""Reloads the domain of an editor whose server is off, a number of times, with as many objects in its scene."""
WARM = 3
"""Reloads that are not counted: Python starts in the first domain, caches fill."""
REFERENCES = 1000
THROTTLED = 10.0
"""Ticks a second of Unity in the background, about."""


def run(bench: Workbench) -> Iterator[Figure]:
    """Everything; left out with a note where Mono is missing."""
    missing = mono.why_absent()
    if missing:
        raise Missing(missing)
    with Home() as home:
        yield from _reloads(bench, home)
    with Home() as home:
        yield from _cells(bench, home)


def _reloads(bench: Workbench, home: Home) -> Iterator[Figure]:
    count = bench.count(30, 2) + WARM
    taken = f"{count - WARM} each, one after the other"
    for references in (0, REFERENCES):
        bare = _bare(home, count, references)
        project = make_project(home.path / f"Game{references}")
        with mono.start(home, project) as editor, Kernel.start(home, editor=editor) as kernel:
            kernel.must(f"kept = [UnityEngine.GameObject(str(i)) for i in range({references})]")
            process, down, memory = psutil.Process(editor.pid), Samples(), []
            for number in range(1, count + 1):
                down.seconds.append(_reload(kernel, number))
                memory.append(process.memory_info().rss)
            assert kernel.value(f"[each.name for each in kept] == [str(i) for i in range({references})]")
            ours = _durations(Path(editor.file.log))[WARM:]
        what = f"domain reload, server and attached kernel, {references:,} live references"
        for name, values in (
            ("the editor's own clock", ours),
            ("last answer to first answer", down.seconds[WARM:]),
        ):
            median = statistics.median(values) * 1e3
            added = median - bare * 1e3
            yield Figure(
                f"{what}, {name}, median",
                median,
                bare * 1e3,
                "ms",
                None,
                "the same host and scene, server off",
                taken,
            )
            goal = Goal(150.0, of="value")
            yield Figure(f"{what}, {name}, added to the bare one", added, None, "ms", goal, "", taken)
        growth = (memory[-1] - memory[WARM]) / (len(memory) - 1 - WARM) / 1e6
        yield Figure(f"{what}, memory growth of each", growth, None, "MB", Goal(0.6, of="value"), "", taken)


def _bare(home: Home, count: int, objects: int) -> float:
    """Seconds that a reload takes with the server off and as many objects in the scene, median."""
    project = make_project(home.path / f"Bare{objects}")
    mono.write_settings(project, start=False)
    (project / "Assets" / "Reloader.cs").write_text(
        RELOADER.replace("COUNT", str(count)).replace("OBJECTS", str(objects))
    )
    process, log = mono.launch(home, project)
    process.wait(60.0 + 2.0 * count)
    return statistics.median(_durations(log)[WARM:])


def _durations(log: Path) -> list[float]:
    """Seconds of each reload by the Mono host's clock: the end of one domain and the beginning of the next."""
    text = log.read_text(errors="replace")
    ended = [int(value) for value in re.findall(r"domain \d+ ended in (\d+) ms", text)]
    began = [int(value) for value in re.findall(r"domain \d+ began in (\d+) ms", text)]
    return [(end + begin) / 1e3 for end, begin in zip(ended, began[1:], strict=False)]


def _reload(kernel: Kernel, number: int) -> float:
    """Has the domain reload for the `number`-th time; seconds from its last answer to the next one's first."""
    kernel.must(RELOAD)
    answered = time.perf_counter()
    deadline = answered + 60.0
    while kernel.value("import MonoHost\nMonoHost.Controls.Reloads") < number:
        answered = time.perf_counter()  # the request is granted after the tick: this ran before it
        if answered > deadline:
            raise RuntimeError("the domain did not reload within 60 s")
    return time.perf_counter() - answered


def _cells(bench: Workbench, home: Home) -> Iterator[Figure]:
    with (
        mono.start(home, make_project(home.path / "Mono")) as ours,
        Editor.start(home, make_project(home.path / "Headless")) as headless,
        Kernel.start(home, editor=ours) as kernel,
        Kernel.start(home, editor=headless) as peer,
    ):

        def cell(kernel: Kernel, pause: float = 0.0) -> float:
            time.sleep(pause)
            begin = time.perf_counter()
            kernel.must("1+1")
            return time.perf_counter() - begin

        rounds = bench.count(20, 2)
        samples = alternate(
            {"ours": lambda: cell(kernel), "peer": lambda: cell(peer)}, rounds, block=25, warm_up=20
        )
        yield Figure.timed(
            "trivial cell on the Mono host, execute to idle, median",
            samples,
            "median",
            "ms",
            Goal(samples["peer"].median * 1e3 + 1.0, of="value"),
            "the headless editor",
            f"{rounds * 25} cells each, alternating in blocks of 25",
            "the goal is 1 ms above the peer",
        )
        kernel.must(f"import MonoHost\nMonoHost.Controls.Rate = {THROTTLED}")
        idle = alternate({"ours": lambda: cell(kernel, 0.05), "peer": lambda: cell(peer, 0.05)}, rounds * 5)
        yield Figure.timed(
            "the same, main loop throttled to 10 ticks a second and idle, median",
            idle,
            "median",
            "ms",
            Goal(idle["peer"].median * 1e3 + 10.0, of="value"),
            "the headless editor",
            f"{rounds * 5} cells each, alternating",
            "the goal is 10 ms above the peer; without the wake-up it would be 50 on average",
        )
