"""What surviving costs: the snapshot after each cell, and coming back after a crash or a reload."""

from __future__ import annotations

import json
import pickle
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.harness import Figure, Goal, alternate
from benchmarks.processes import Workbench
from unity_kernel.editor.snapshot import Snapshot, SnapshotWriter

__all__ = ["run"]

VARIABLES = 100
AWAIT_RELOAD = "await unity.reload()"


def run(bench: Workbench) -> Iterator[Figure]:
    """Snapshot in process; the others through a kernel."""
    variables = small_variables()
    writer = SnapshotWriter()
    with tempfile.TemporaryDirectory() as folder:
        snapshot = Snapshot(Path(folder) / "s.pickle", 10_000_000, lambda value: None, writer)
        turns = iter(range(10_000_000))

        def ours() -> float:
            variables["turn"] = next(turns)
            began = time.perf_counter()
            snapshot.take(variables, 1)
            return time.perf_counter() - began

        def peer() -> float:
            began = time.perf_counter()
            pickle.dumps(variables, protocol=5)
            return time.perf_counter() - began

        rounds = bench.count(500, 5)
        samples = alternate({"ours": ours, "peer": peer}, rounds, warm_up=1)
        writer.close()
    yield Figure.timed(
        f"snapshot of {VARIABLES} small variables between cells, median",
        samples,
        "median",
        "ms",
        Goal(5.0, of="value"),
        "one pickle.dumps of the same, which fails as a whole",
        f"{rounds} each, alternating",
        "of the main thread; a variable changes before each",
    )

    project = bench.project()
    editor = bench.editor(project)
    kernel = bench.unity(editor)
    kernel.run("import json")
    rounds = bench.count(50, 2)
    timed = {
        "ours": lambda: kernel.run(AWAIT_RELOAD).seconds,
        "peer": lambda: kernel.run("await unity.next_frame()").seconds,
    }
    samples = alternate(timed, rounds, warm_up=1)
    yield Figure.timed(
        "cell that awaits a domain reload of the headless editor, median",
        samples,
        "median",
        "ms",
        Goal(3.0),
        "a cell that awaits one frame",
        f"{rounds} each, alternating",
        "everything in the namespace lives on",
    )

    def back() -> float:
        nonlocal editor
        editor.close()
        editor = bench.editor(project)
        return kernel.run("1 + 1").seconds

    def as_ever() -> float:
        return kernel.run("1 + 1").seconds

    samples = alternate({"ours": back, "peer": as_ever}, bench.count(10, 1), warm_up=1)
    yield Figure.timed(
        "first result after the editor is back from its end, median",
        samples,
        "median",
        "ms",
        Goal(100.0, of="value"),
        "the same cell without an end",
        "10 ends, alternating",
        "finding it, connecting, the variables' return included",
    )


def small_variables() -> dict[str, Any]:
    """A hundred of the kinds that notebooks have."""
    made: dict[str, Any] = {}
    for number in range(VARIABLES):
        kinds = (number, f"text {number}", [number] * 10, {"a": number, "b": [1, 2]}, (1.5, number))
        made[f"v{number}"] = kinds[number % len(kinds)]
    assert json.dumps(made)
    return made
