"""A loop over a scene's objects: in a cell, directly in the editor's process, and through netrefs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import Figure, Goal, Samples, alternate
from benchmarks.processes import Editor, Kernel, Workbench
from unity_kernel.client.remote import RemoteEditor

__all__ = ["run"]

RUNTIME = """\
from pathlib import Path
from unity_kernel.headless.api.runtime import Runtime
from unity_kernel.headless.project import Project
runtime = Runtime(Project.open(Path({project!r})), log=lambda severity, message, stack: None)
runtime.install()
runtime.load()
UnityEngine = runtime.modules["UnityEngine"]
"""
PREPARE = """\
objects = UnityEngine.Object.FindObjectsByType(UnityEngine.GameObject, UnityEngine.FindObjectsSortMode.InstanceID)
assert len(objects) == {count}, len(objects)
"""
LOOP = """\
from time import perf_counter
begin = perf_counter()
letters = 0
total = 0.0
for thing in objects:
    letters += len(thing.name)
    total += thing.transform.position.x
elapsed = perf_counter() - begin
"""


def run(bench: Workbench) -> Iterator[Figure]:
    """The same source over the same scene.

    How a process happens to lie in memory moves its speed by some per cent, as much as the goal allows; so several
    sets of fresh processes share the rounds.
    """
    count = bench.count(10_000, 500)
    sets, rounds = bench.count(4, 1), bench.count(10, 2)
    project = bench.project(count)
    own, direct, whole, elsewhere = Samples(), Samples(), Samples(), Samples()
    for _ in range(sets):
        with Workbench(bench.quick) as fresh:
            measured = one_set(fresh, project, count, rounds)
        for samples, more in zip((own, direct, whole, elsewhere), measured, strict=True):
            samples.seconds += more.seconds

    what = f"loop over {count:,} GameObjects (name, transform.position.x) in a cell"
    taken = f"{len(own)} times each, alternating, in {sets} sets of fresh processes"
    yield Figure(
        f"{what}, the loop itself, median",
        own.median * 1e3,
        direct.median * 1e3,
        "ms",
        Goal(1.05),
        "the same source by exec in a process that builds the same headless runtime, no kernel",
        taken,
        "by the loop's own clock on both sides",
    )
    yield Figure(
        f"{what}, execute to idle, median",
        whole.median * 1e3,
        elsewhere.median * 1e3,
        "ms",
        None,
        "the same cell in an ipykernel that builds the same headless runtime in its own process",
        taken,
        "what a cell's way costs besides is measured by the trivial cell",
    )
    yield against_netrefs(bench, project, count, what)


def one_set(
    bench: Workbench, project: Path, count: int, rounds: int
) -> tuple[Samples, Samples, Samples, Samples]:
    """In fresh processes: the loop in our cell, directly; the whole cell, and ipykernel's."""
    kernel, plain, direct = bench.unity(bench.editor(project)), bench.ipykernel(), bench.child("direct.py")
    build, prepare = RUNTIME.format(project=str(project)), PREPARE.format(count=count)
    kernel.run(prepare)
    plain.run(build + prepare)
    direct.ask(build + prepare)
    inside: list[float] = []

    def in_cell() -> float:
        seconds, loop = loop_cell(kernel)
        inside.append(loop)
        return seconds

    warm_up = 2
    results = alternate(
        {
            "cell": in_cell,
            "direct": lambda: float(direct.ask(f"{LOOP}answer = elapsed")),
            "ipykernel": lambda: loop_cell(plain)[0],
        },
        rounds,
        warm_up=warm_up,
    )
    return Samples(inside[warm_up:]), results["direct"], results["cell"], results["ipykernel"]


def loop_cell(kernel: Kernel) -> tuple[float, float]:
    """Seconds of the whole cell, and of the loop in it."""
    return kernel.run(LOOP).seconds, float(kernel.run("print(elapsed)").text)


def against_netrefs(bench: Workbench, project: Path, count: int, what: str) -> Figure:
    """The loop in a cell, and attribute by attribute from another process."""
    some, rounds = bench.count(300, 20), bench.count(5, 1)
    editor: Editor = bench.editor(project)
    kernel = bench.unity(editor)
    kernel.run(PREPARE.format(count=count))
    remote = RemoteEditor(editor.file)
    try:
        engine = remote.module("UnityEngine")
        objects = engine.Object.FindObjectsByType(engine.GameObject, engine.FindObjectsSortMode.InstanceID)
        things = [objects[index] for index in range(some)]
        samples = alternate(
            {"ours": lambda: loop_cell(kernel)[0], "peer": lambda: through_netrefs(things) * count / some},
            rounds,
        )
    finally:
        remote.close()
    return Figure.timed(
        f"{what}, execute to idle, against netrefs, median",
        samples,
        "median",
        "ms",
        Goal(0.01),
        "unity_kernel.client.remote, attribute by attribute",
        f"{rounds} times each, alternating",
        f"netrefs: {some} objects measured, scaled to {count:,}; the goal is 100 times faster",
    )


def through_netrefs(things: list[object]) -> float:
    """Seconds for the same loop from this process."""
    namespace: dict[str, object] = {"objects": things}
    began = time.perf_counter()
    exec(LOOP, namespace)
    return time.perf_counter() - began
