"""`python -m benchmarks`: measures, and prints the table."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import (
    cell,
    completion,
    display,
    harness,
    headless,
    loop,
    memory,
    mono,
    output,
    projects,
    pull,
    runner,
    start,
    survive,
)
from benchmarks.harness import Figure, Missing
from benchmarks.processes import Workbench

__all__ = ["BENCHMARKS", "main"]

BENCHMARKS: dict[str, Callable[[Workbench], Iterator[Figure]]] = {
    "cell": cell.run,
    "output": output.run,
    "loop": loop.run,
    "completion": completion.run,
    "pull": pull.run,
    "display": display.run,
    "start": start.run,
    "headless": headless.run,
    "projects": projects.run,
    "memory": memory.run,
    "runner": runner.run,
    "survive": survive.run,
    "mono": mono.run,
}


def main(arguments: list[str] | None = None) -> int:
    """Runs benchmarks; returns 0 when all could be measured (a missed goal is a result), else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only",
        action="append",
        choices=list(BENCHMARKS),
        metavar="NAME",
        help=f"one of {', '.join(BENCHMARKS)}",
    )
    parser.add_argument(
        "--quick", action="store_true", help="few repetitions, small data: does it work at all"
    )
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="also write the report as a Markdown page"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the report as JSON")
    options = parser.parse_args(arguments)

    header = harness.machine()
    figures: list[Figure] = []
    failures: dict[str, str] = {}
    missing: dict[str, str] = {}
    for name in options.only or BENCHMARKS:
        began = time.monotonic()
        print(f"{name} …", end=" ", file=sys.stderr, flush=True)
        try:
            with Workbench(options.quick) as bench:
                figures += BENCHMARKS[name](bench)
            print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
        except Missing as error:
            print("left out", file=sys.stderr)
            missing[name] = str(error)
        except Exception as error:  # one that cannot be measured must not cost the others their figures
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            failures[name] = " … ".join(shortened(f"{type(error).__name__}: {error}"))

    for key, value in header.items():
        print(f"{key}: {value}")
    if options.quick:
        print("Quick mode: too few repetitions to mean anything.")
    print("", harness.table(figures), "", *(harness.how(figure) for figure in figures), sep="\n")
    unmeasured = {**failures, **missing}
    for name, reason in unmeasured.items():
        print(f"Not measured: {name}: {reason}")
    if options.markdown is not None:
        page = harness.markdown(header, figures, unmeasured, options.quick)
        options.markdown.write_text(page, encoding="utf-8")
    if options.json is not None:
        report = harness.to_json(header, figures, unmeasured, options.quick)
        options.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if failures else 0


def shortened(text: str) -> list[str]:
    """The first line and the last: of an error that quotes a log, what happened and why."""
    lines = text.splitlines()
    return lines if len(lines) < 2 else [lines[0], lines[-1]]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
