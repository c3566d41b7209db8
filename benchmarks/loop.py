"""A loop over a scene's objects: in a cell, directly in the editor's process, and through netrefs."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.harness import Figure, Goal, alternate
from benchmarks.processes import Workbench
from unity_kernel.client.remote import RemoteEditor

__all__ = ["run"]

PREPARE = "objects = UnityEngine.Object.FindObjectsOfType(UnityEngine.GameObject)\n"
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
REMOTE_OBJECTS = 300


def run(bench: Workbench) -> Iterator[Figure]:
    """The same source three ways, over the same scene."""
    count = bench.count(10_000, 500)
    project = bench.project(count)
    editor = bench.editor(project)
    kernel = bench.unity(editor)
    direct = bench.child("direct.py", str(project))
    kernel.run(f"{PREPARE}assert len(objects) == {count}, len(objects)")
    direct.ask(f"{PREPARE}assert len(objects) == {count}, len(objects)")
    inside: list[float] = []

    def in_cell() -> float:
        seconds = kernel.run(LOOP).seconds
        inside.append(float(kernel.run("print(elapsed)").text))
        return seconds

    rounds, warm_up = bench.count(25, 2), 2
    samples = alternate({"ours": in_cell, "peer": lambda: float(direct.ask(LOOP))}, rounds, warm_up=warm_up)
    taken = f"{rounds} times each, alternating"
    what = f"loop over {count:,} GameObjects (name, transform.position.x)"
    own_clock = type(samples["ours"])(inside[warm_up:])
    direct_ms = samples["peer"].median * 1e3
    versus = "the same source by exec in a process that builds the same headless runtime, no kernel"
    yield Figure(
        f"{what} in a cell, execute to idle, median",
        samples["ours"].median * 1e3,
        direct_ms,
        "ms",
        Goal(1.05),
        versus,
        taken,
    )
    yield Figure(
        f"{what} in a cell, by the loop's own clock, median",
        own_clock.median * 1e3,
        direct_ms,
        "ms",
        Goal(1.05),
        versus,
        taken,
        "without the way to the editor and back",
    )

    some = bench.count(REMOTE_OBJECTS, 20)
    remote = RemoteEditor(editor.file)
    try:
        engine = remote.module("UnityEngine")
        objects = engine.Object.FindObjectsOfType(engine.GameObject)
        things = [objects[index] for index in range(some)]
        rounds = bench.count(5, 1)
        samples = alternate(
            {"ours": in_cell, "peer": lambda: through_netrefs(things) * count / some}, rounds, warm_up=1
        )
    finally:
        remote.close()
    yield Figure(
        f"{what} in a cell, against netrefs, median",
        samples["ours"].median * 1e3,
        samples["peer"].median * 1e3,
        "ms",
        Goal(0.01),
        "unity_kernel.client.remote, attribute by attribute",
        f"{rounds} times each, alternating",
        f"netrefs: {some} objects measured, scaled to {count:,}",
    )


def through_netrefs(things: list[object]) -> float:
    """Seconds for the same loop from this process."""
    namespace = {"objects": things}
    began = time.perf_counter()
    exec(LOOP, namespace)
    return time.perf_counter() - began
