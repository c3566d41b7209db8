"""Resident memory: of idle processes, and how it grows under much output."""

from __future__ import annotations

from collections.abc import Iterator

import psutil

from benchmarks.harness import Figure
from benchmarks.processes import Kernel, PeakMemory, Workbench

__all__ = ["run"]

MB = 1e6
LINE = 1_000


def run(bench: Workbench) -> Iterator[Figure]:
    """Idle first, then 100 MB of printed text."""
    editor = bench.editor(bench.project())
    kernel = bench.unity(editor, ["--UnityKernel.output_limit=0"])
    peer = bench.ipykernel()
    for each in (kernel, peer):
        each.run("1+1")
    theirs = resident(peer.pid)
    yield Figure("idle kernel, resident", resident(kernel.pid), theirs, "MB", None, "idle ipykernel", "once")
    yield Figure(
        "idle headless editor (100 objects, one session), resident",
        resident(editor.pid),
        theirs,
        "MB",
        None,
        "idle ipykernel",
        "once",
    )
    objects = bench.count(10_000, 200)
    large = bench.editor(bench.project(objects))
    yield Figure(
        f"idle headless editor ({objects:,} objects, no session), resident",
        resident(large.pid),
        theirs,
        "MB",
        None,
        "idle ipykernel",
    )
    large.close()

    size = bench.count(100_000_000, 1_000_000)
    with PeakMemory(editor.pid, kernel.pid) as ours:
        seconds = print_much(kernel, size)
    with PeakMemory(peer.pid) as plain:
        peer_seconds = print_much(peer, size)
    for name, pid in (("editor", editor.pid), ("kernel", kernel.pid)):
        yield Figure(
            f"{name}, peak growth during {size / MB:.0f} MB of output without a limit",
            ours.growth[pid] / MB,
            plain.growth[peer.pid] / MB,
            "MB",
            None,
            "ipykernel's growth",
            "once",
            f"all text was received; it took {seconds:.1f} s, ipykernel {peer_seconds:.1f} s",
        )


def resident(pid: int) -> float:
    """Megabytes of memory that a process has in use."""
    return float(psutil.Process(pid).memory_info().rss / MB)


def print_much(kernel: Kernel, size: int) -> float:
    """Seconds to print and receive that many characters.

    Raises:
        RuntimeError: Not all arrived.
    """
    cell = kernel.run(f"for _ in range({size // LINE}): print('x' * {LINE - 1})", timeout=300)
    arrived = sum(map(len, cell.texts))
    if arrived != size:
        raise RuntimeError(f"of {size:,} characters {arrived:,} arrived")
    return cell.seconds
