"""The headless editor: how soon it serves, and what it costs when nothing happens."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil

from benchmarks.harness import Figure, Goal, alternate
from benchmarks.processes import Editor, Workbench
from unity_kernel.client.embedded import copy_sample

__all__ = ["run"]

SHARED_PROJECTS = Path(__file__).resolve().parents[2] / "shared" / "unity-projects"
"""Real projects, where somebody keeps them beside this repository."""
REAL_PROJECT = "webgl-2022.3"
IMPORTS = "import IPython, rpyc"


def run(bench: Workbench) -> Iterator[Figure]:
    """First the starts, then ten seconds of nothing."""
    yield from starts(bench)
    yield from idle(bench)


def starts(bench: Workbench) -> Iterator[Figure]:
    """Time to ready, per project."""
    for name, folder, goal in projects(bench):
        rounds = bench.count(15, 1)
        samples = alternate({"ours": partial(start, bench, folder), "peer": imports}, rounds, warm_up=1)
        yield Figure.timed(
            f"headless editor, process start to ready, {name}, median",
            samples,
            "median",
            "s",
            goal,
            f'python -c "{IMPORTS}"',
            f"{rounds} starts each, alternating",
        )


def projects(bench: Workbench) -> Iterator[tuple[str, Path, Goal | None]]:
    """What to open: copies, so that nothing can happen to the originals."""
    small = Goal(1.0, of="value")
    yield "sample project", copy_sample(bench.folder / "sample"), small
    if (SHARED_PROJECTS / REAL_PROJECT).is_dir():
        real = bench.folder / "real"
        shutil.copytree(SHARED_PROJECTS / REAL_PROJECT, real)
        yield f"{REAL_PROJECT} (a real project)", real, small
    count = bench.count(10_000, 200)
    yield f"scene of {count:,} objects", bench.project(count), None


def start(bench: Workbench, folder: Path) -> float:
    """Seconds from the process's start to its word that it serves."""
    editor = Editor(folder, bench.folder / "start.log")
    editor.close()
    return editor.seconds


def imports() -> float:
    """Seconds that Python takes for the libraries alone."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)
    return time.perf_counter() - began


def idle(bench: Workbench) -> Iterator[Figure]:
    """Processor time of an editor with an idle kernel, and of the kernel, over the same seconds as ipykernel's."""
    editor = bench.editor(bench.project())
    kernel, peer = bench.unity(editor), bench.ipykernel()
    peer.run("None")
    time.sleep(bench.count(2, 0))  # let what follows a start settle
    seconds = bench.count(10, 1)
    processes = [psutil.Process(pid) for pid in (editor.pid, kernel.pid, peer.pid)]
    before = [busy(process) for process in processes]
    began = time.perf_counter()
    time.sleep(seconds)
    elapsed = time.perf_counter() - began
    ours, own_kernel, theirs = (
        (busy(process) - used) / elapsed * 100 for process, used in zip(processes, before, strict=True)
    )
    taken = f"over {seconds} s, all at once"
    note = "the system counts in steps of 10 ms: 0.1 %"
    yield Figure(
        "idle headless editor with an attached kernel, CPU of one core",
        ours,
        theirs,
        "%",
        Goal(1.0, of="value"),
        "idle ipykernel",
        taken,
        note,
    )
    yield Figure("idle kernel, CPU of one core", own_kernel, theirs, "%", None, "idle ipykernel", taken, note)


def busy(process: psutil.Process) -> float:
    """Seconds of processor time that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)
