"""`%pull` of a large array, against what a local socket gives at best."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness import Figure, Goal, alternate
from benchmarks.processes import Workbench
from unity_kernel.wire import system

__all__ = ["run"]


def run(bench: Workbench) -> Iterator[Figure]:
    """The whole `%pull` cell and the bare transfer in turn."""
    size = bench.count(100_000_000, 1_000_000)
    kernel = bench.unity(bench.editor(bench.project()))
    kernel.run(
        f"import numpy\nbig = numpy.arange({size // 8}, dtype=numpy.float64)\nassert big.nbytes == {size}"
    )
    rounds = bench.count(15, 2)
    with raw_socket(bench.folder / "raw", size) as receive:
        samples = alternate(
            {"ours": lambda: kernel.run("%pull big").seconds, "peer": receive}, rounds, warm_up=2
        )
    arrived = kernel.run("%%local\nprint(big.nbytes, float(big[-1]))").text.split()
    if arrived != [str(size), str(float(size // 8 - 1))]:
        raise RuntimeError(f"%pull brought something else: {arrived}")
    yield Figure(
        f"%pull of an array of {size // 1_000_000} MB, whole cell, median",
        size / 1e6 / samples["ours"].median,
        size / 1e6 / samples["peer"].median,
        "MB/s",
        Goal(0.5, at_least=True),
        "the same bytes over a raw local socket between two processes, into one buffer that is used again",
        f"{rounds} times each, alternating",
        f"the cell takes {samples['ours'].median * 1e3:.0f} ms",
    )


@contextmanager
def raw_socket(path: Path, size: int) -> Iterator[Callable[[], float]]:
    """Yields a function that receives the block once and returns the seconds."""
    family = socket.AF_UNIX if system.HAS_UNIX_SOCKETS else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.bind(str(path) if system.HAS_UNIX_SOCKETS else ("127.0.0.1", 0))
        listener.listen(1)
        listener.settimeout(30)
        address = str(path) if system.HAS_UNIX_SOCKETS else str(listener.getsockname()[1])
        script = Path(__file__).with_name("raw_socket.py")
        sender = subprocess.Popen([sys.executable, str(script), address, str(size)])
        try:
            sock, _ = listener.accept()
            with sock:
                sock.settimeout(30)
                buffer = memoryview(bytearray(b"\1" * size))  # written to, so that its pages are there

                def receive() -> float:
                    began = time.perf_counter()
                    sock.sendall(b"?")
                    position = 0
                    while position < size:
                        read = sock.recv_into(buffer[position:])
                        if not read:
                            raise RuntimeError(f"the sender hung up after {position:,} bytes")
                        position += read
                    return time.perf_counter() - began

                yield receive
        finally:
            sender.terminate()
            sender.wait()
