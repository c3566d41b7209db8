"""What every benchmark shares: figures with goals, alternating measurements, the table."""

from __future__ import annotations

import math
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

__all__ = ["Figure", "Goal", "Missing", "Samples", "alternate", "machine", "markdown", "table", "to_json"]

PACKAGES = (
    "unity-kernel",
    "ipykernel",
    "ipython",
    "jupyter-client",
    "pyzmq",
    "tornado",
    "rpyc",
    "numpy",
    "psutil",
    "rapidyaml",
    "unityflow",
    "unityparser",
)


SECONDS = {"s": 1.0, "ms": 1e-3, "µs": 1e-6}
"""How many seconds a unit of time is."""


class Missing(Exception):
    """What a benchmark needs is not on this machine; the text names it."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure has to reach.

    Attributes:
        limit: The bound, itself included.
        of: "ratio" (ours by the peer's) or "value" (ours, in the figure's unit).
        at_least: Whether more is better.
    """

    limit: float
    of: str = "ratio"
    at_least: bool = False

    def met(self, figure: Figure) -> bool:
        """Whether a figure reaches it; a ratio without a peer does not."""
        value = figure.ours if self.of == "value" else figure.ratio
        if value is None:
            return False
        return value >= self.limit if self.at_least else value <= self.limit

    def text(self, unit: str) -> str:
        """The goal as the table shows it."""
        sign = "≥" if self.at_least else "≤"
        return f"ratio {sign} {self.limit:g}" if self.of == "ratio" else f"{sign} {self.limit:g} {unit}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table.

    Attributes:
        what: What was measured.
        ours: Our figure, in `unit`.
        peer: The peer's, in the same unit; None where there is none.
        unit: ms, s, MB, MB/s, %.
        goal: What it has to reach; None where it only informs.
        versus: Who the peer is.
        repetitions: How often each side was measured, and in which order.
        note: What a reader has to know besides.
    """

    what: str
    ours: float
    peer: float | None
    unit: str
    goal: Goal | None = None
    versus: str = ""
    repetitions: str = ""
    note: str = ""

    @classmethod
    def timed(
        cls,
        what: str,
        samples: Mapping[str, Samples],
        statistic: str,
        unit: str,
        goal: Goal | None = None,
        versus: str = "",
        repetitions: str = "",
        note: str = "",
    ) -> Figure:
        """A row from the samples of "ours" and "peer"; `statistic` is one of `Samples`, `unit` of `SECONDS`."""
        ours, peer = (getattr(samples[name], statistic) / SECONDS[unit] for name in ("ours", "peer"))
        return cls(what, ours, peer, unit, goal, versus, repetitions, note)

    @property
    def ratio(self) -> float | None:
        """Ours by the peer's."""
        return self.ours / self.peer if self.peer else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        return self.goal.met(self) if self.goal is not None else None


@dataclass(slots=True)
class Samples:
    """Measured times, in seconds."""

    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The one that 95 % do not exceed (nearest rank: a measured time, none in between)."""
        ordered = sorted(self.seconds)
        return ordered[math.ceil(0.95 * len(ordered)) - 1]

    @property
    def worst(self) -> float:
        """The longest."""
        return max(self.seconds)

    def __len__(self) -> int:
        return len(self.seconds)


def alternate(
    contestants: Mapping[str, Callable[[], float]], rounds: int, block: int = 1, warm_up: int = 1
) -> dict[str, Samples]:
    """Measures contestants in turn, so that whatever else the machine does hits them alike.

    Args:
        contestants: Each does its work once and returns the seconds that it took.
        rounds: How many times each has its turn.
        block: How many times a contestant runs in one turn.
        warm_up: How many times each runs beforehand, not counted.
    """
    results = {name: Samples() for name in contestants}
    for measure in contestants.values():
        for _ in range(warm_up):
            measure()
    for _ in range(rounds):
        for name, measure in contestants.items():
            results[name].seconds += [measure() for _ in range(block)]
    return results


# --- the report -----------------------------------------------------------------------------------------------


def machine() -> dict[str, str]:
    """Where and with what a run was made: the table's header."""
    found = {
        "date": datetime.now().astimezone().isoformat(sep=" ", timespec="minutes"),
        "machine": f"{os.cpu_count()} cores, {_cpu_model()}, {psutil.virtual_memory().total / 2**30:.0f} GiB RAM, "
        f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": ", ".join(_versions()),
    }
    if hasattr(os, "getloadavg"):
        found["load before"] = (
            f"{os.getloadavg()[0]:.2f} (average of the last minute; about 0 on a quiet machine)"
        )
    return found


def _versions() -> Iterator[str]:
    for package in PACKAGES:
        try:
            yield f"{package} {metadata.version(package)}"
        except metadata.PackageNotFoundError:
            yield f"{package} missing"


def _cpu_model() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(errors="replace").splitlines():
            if line.startswith(("model name", "Model")):
                return line.partition(":")[2].strip()
    elif sys.platform == "darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return platform.processor() or platform.machine()


HEADINGS = ("what", "ours", "peer", "ratio", "goal", "met?")


def table(figures: Iterable[Figure]) -> str:
    """The figures as a table for a terminal."""
    rows = [HEADINGS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(_pad(row, widths)).rstrip() for row in rows]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines)


def markdown(
    header: Mapping[str, str], figures: Sequence[Figure], failures: Mapping[str, str], quick: bool
) -> str:
    """The whole report as a Markdown page, with how each figure was taken below the table."""
    lines = ["# Benchmark results", ""]
    if quick:
        lines += ["**Quick mode: too few repetitions to mean anything.**", ""]
    lines += [f"- {key}: {value}" for key, value in header.items()]
    lines += ["", "| " + " | ".join(HEADINGS) + " |", "|---|---:|---:|---:|---|---|"]
    lines += [
        "| " + " | ".join(cell.replace("|", "\\|") for cell in _cells(figure)) + " |" for figure in figures
    ]
    lines += ["", "Ratio is ours by the peer's. How each was taken:", ""]
    lines += [f"- {how(figure)}" for figure in figures]
    if failures:
        lines += ["", "Not measured:", "", *(f"- {name}: {reason}" for name, reason in failures.items())]
    return "\n".join(lines) + "\n"


def how(figure: Figure) -> str:
    """One line: peer, repetitions and note of a figure."""
    parts = [f"peer: {figure.versus}" if figure.versus else "", figure.repetitions, figure.note]
    return f"{figure.what}: " + "; ".join(part for part in parts if part) + "."


def to_json(
    header: Mapping[str, str], figures: Iterable[Figure], failures: Mapping[str, str], quick: bool
) -> dict[str, Any]:
    """The whole report as data."""
    rows = [{**asdict(figure), "ratio": figure.ratio, "met": figure.met} for figure in figures]
    return {"quick": quick, "header": dict(header), "figures": rows, "failures": dict(failures)}


def number(value: float) -> str:
    """Three significant digits, no exponent."""
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    return f"{value:,.{digits}f}"


def _cells(figure: Figure) -> tuple[str, ...]:
    peer = f"{number(figure.peer)} {figure.unit}" if figure.peer is not None else "—"
    ratio = number(figure.ratio) if figure.ratio is not None else "—"
    goal = figure.goal.text(figure.unit) if figure.goal is not None else "—"
    met = {True: "yes", False: "NO", None: "—"}[figure.met]
    return (figure.what, f"{number(figure.ours)} {figure.unit}", peer, ratio, goal, met)


def _pad(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if 1 <= column <= 3 else cell.ljust(width)
