"""Printed text: how fast much of it arrives, and how soon the first line."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.harness import Figure, Goal, alternate
from benchmarks.processes import Kernel, Workbench

__all__ = ["run"]

FIRST_LINE = """\
import time
end = time.perf_counter() + {seconds}
print("first")
while time.perf_counter() < end:
    pass
"""


def run(bench: Workbench) -> Iterator[Figure]:
    """Both kernels in turn."""
    editor = bench.editor(bench.project())
    ours, peer = bench.unity(editor), bench.ipykernel()

    lines, rounds = bench.count(100_000, 2_000), bench.count(9, 2)
    samples = alternate(
        {"ours": lambda: print_lines(ours, lines), "peer": lambda: print_lines(peer, lines)}, rounds
    )
    yield Figure.timed(
        f"{lines:,} printed lines, execute to idle, median",
        samples,
        "median",
        "ms",
        Goal(1.0),
        "ipykernel",
        f"{rounds} times each, alternating",
        "all text was received and compared",
    )

    rounds = bench.count(20, 2)
    seconds = 0.2 if bench.quick else 1
    code = FIRST_LINE.format(seconds=seconds)
    samples = alternate(
        {"ours": lambda: first_line(ours, code), "peer": lambda: first_line(peer, code)}, rounds
    )
    for name in ("median", "worst"):
        yield Figure.timed(
            f"first line of a cell that computes for {seconds} s, {name}",
            samples,
            name,
            "ms",
            Goal(50, of="value") if name == "worst" else None,
            "ipykernel",
            f"{rounds} times each, alternating",
            "the cell keeps the interpreter busy after its print",
        )


def print_lines(kernel: Kernel, lines: int) -> float:
    """Seconds to idle.

    Raises:
        RuntimeError: Text was lost or changed.
    """
    cell = kernel.run(f"for i in range({lines}): print(i)")
    text = cell.text
    if text != "".join(f"{i}\n" for i in range(lines)):
        raise RuntimeError(
            f"of {lines:,} lines {text.count(chr(10)):,} arrived; their text differs from what was printed"
        )
    return cell.seconds


def first_line(kernel: Kernel, code: str) -> float:
    """Seconds until the first line arrived."""
    cell = kernel.run(code)
    if cell.first_text is None or cell.text != "first\n":
        raise RuntimeError(f"expected one line, received {cell.text!r}")
    return cell.first_text
