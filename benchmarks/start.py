"""From the start of a kernel's process to its first result, with an editor that runs already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.harness import Figure, Goal, alternate
from benchmarks.processes import IPYKERNEL, OURS, Workbench

__all__ = ["run"]


def run(bench: Workbench) -> Iterator[Figure]:
    """A fresh process each time, both in turn."""
    editor = bench.editor(bench.project())

    def start(command: Sequence[str]) -> float:
        kernel = bench.spawn(command, editor)
        try:
            return kernel.first_result("1+1")
        finally:
            kernel.close()

    rounds = bench.count(15, 1)
    samples = alternate({"ours": lambda: start(OURS), "peer": lambda: start(IPYKERNEL)}, rounds, warm_up=1)
    yield Figure.timed(
        "kernel start to first result, editor running, median",
        samples,
        "median",
        "ms",
        Goal(1.3),
        "ipykernel",
        f"{rounds} starts each, alternating",
        "from the process's start to the reply to `1+1`",
    )
