"""Where a thread is in a cell's code: what people are told when something does not go on."""

from __future__ import annotations

import linecache
import sys
from typing import Any

__all__ = ["cell_line"]

CELL = "<ipython-input-"
"""How IPython's names of cells begin."""
WIDTH = 80


def cell_line(thread: int | None) -> dict[str, Any] | None:
    """The innermost line of a cell that a thread is at. Any thread; never waits.

    Returns:
        `line` (number), `source` (its text, shortened) and `within` (the Python function that it has called, or
        empty when the line itself is at work: a native call, a .NET call). None when it is in no cell.
    """
    frame = sys._current_frames().get(thread) if thread is not None else None
    within = ""
    while frame is not None and not frame.f_code.co_filename.startswith(CELL):
        within = within or frame.f_code.co_qualname
        frame = frame.f_back
    if frame is None:
        return None
    source = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
    return {"line": frame.f_lineno, "source": source[:WIDTH], "within": within}
