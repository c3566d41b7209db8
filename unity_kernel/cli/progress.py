"""A notebook's run on the terminal: a line per cell, with what it does and how long it took."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

from unity_kernel.cli.terminal import paint

__all__ = ["Progress"]

WIDTHS = (50, 100)
"""Columns of a line, at least and at most; the terminal's width lies between."""

DULL = ("import ", "from ", "%%")


class Progress:
    """Writes `3/12  a line of its code    0.1 s`: its beginning when the cell begins, the rest when it ends.

    Args:
        total: How many code cells there are.
        stream: Where to write; standard error by default, so that a command's results can be piped.
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._total = total
        self._stream = stream or sys.stderr
        self._number = 0
        columns = shutil.get_terminal_size().columns
        self._width = max(WIDTHS[0], min(WIDTHS[1], columns - 1))

    def begin(self, source: str) -> None:
        """A cell begins."""
        self._number += 1
        digits = len(str(self._total))
        head = f"  {self._number:>{digits}}/{self._total}  "
        room = self._width - len(head) - len("  9999.9 s  failed")
        self._write(f"{head}{_first_line(source, room):<{room}}")

    def end(self, seconds: float, *, failed: bool) -> None:
        """It has ended."""
        mark = "  " + paint("failed", "red", self._stream) if failed else ""
        self._write(f"  {seconds:6.1f} s{mark}\n")

    def say(self, text: str) -> None:
        """A line between the cells'."""
        self._write(text + "\n")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def _first_line(source: str, width: int) -> str:
    """The first line that tells one cell from another: no import, no cell magic, if there is any other."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    line = next((line for line in lines if not line.startswith(DULL)), lines[0] if lines else "")
    return line if len(line) <= width else line[: width - 1] + "…"
