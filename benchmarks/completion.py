"""Completion on live objects, in a large scene."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.harness import Figure, Goal, alternate
from benchmarks.processes import Kernel, Workbench

__all__ = ["run"]

OURS = """\
objects = UnityEngine.Object.FindObjectsByType(UnityEngine.GameObject, UnityEngine.FindObjectsSortMode.InstanceID)
go = objects[0]
"""
PEER = """\
class Transform:
    def __init__(self):
        self.position = self.localPosition = self.rotation = 0
class GameObject:
    def __init__(self):
        self.name = "thing"
        self.transform = Transform()
class UnityEngine:
    GameObject = GameObject
objects = [GameObject() for _ in range({count})]
go = objects[0]
"""
EXPRESSIONS = {
    "go.tra": "transform",
    "UnityEngine.GameOb": "GameObject",
    "objects[0].transform.po": "position",
}


def run(bench: Workbench) -> Iterator[Figure]:
    """Each expression on both kernels in turn."""
    count = bench.count(10_000, 200)
    editor = bench.editor(bench.project(count))
    ours, peer = bench.unity(editor), bench.ipykernel()
    ours.run(OURS)
    peer.run(PEER.format(count=count))
    rounds = bench.count(100, 3)
    for code, expected in EXPRESSIONS.items():
        first = ask(ours, code, expected)
        samples = alternate(
            {"ours": partial(ask, ours, code, expected), "peer": partial(ask, peer, code, expected)},
            rounds,
            warm_up=2,
        )
        yield Figure.timed(
            f"completion of `{code}`, scene of {count:,} objects, p95",
            samples,
            "p95",
            "ms",
            Goal(20, of="value"),
            "ipykernel, plain Python objects of the same names",
            f"{rounds} times each, alternating",
            f"ours: median {samples['ours'].median * 1e3:.1f} ms, the first one {first * 1e3:.1f} ms",
        )


def ask(kernel: Kernel, code: str, expected: str) -> float:
    """Seconds to the reply.

    Raises:
        RuntimeError: The completion that was looked for is not among the matches.
    """
    seconds, matches = kernel.complete(code)
    if not any(match.rpartition(".")[2] == expected for match in matches):
        raise RuntimeError(f"completing {code!r} gave {matches[:10]}, without {expected!r}")
    return seconds
