"""A trivial cell, from execute to idle: what the way through the editor adds to every cell."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.harness import Figure, Goal, alternate
from benchmarks.processes import Workbench

__all__ = ["run"]

CODE = "1+1"
BLOCK = 25


def run(bench: Workbench) -> Iterator[Figure]:
    """Alternates blocks of cells on both kernels."""
    editor = bench.editor(bench.project())
    ours, peer = bench.unity(editor), bench.ipykernel()
    rounds = bench.count(24, 2)
    samples = alternate(
        {"ours": lambda: ours.run(CODE).seconds, "peer": lambda: peer.run(CODE).seconds},
        rounds,
        block=BLOCK,
        warm_up=bench.count(50, 5),
    )
    taken = f"{rounds * BLOCK} cells each, alternating in blocks of {BLOCK}"
    for name, limit in (("median", 1.15), ("p95", 1.3)):
        yield Figure.timed(
            f"trivial cell, execute to idle, {name}",
            samples,
            name,
            "ms",
            Goal(limit),
            "ipykernel",
            taken,
        )
