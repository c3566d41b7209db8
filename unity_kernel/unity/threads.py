"""Threads that cells have started and that must end before a domain reload."""

from __future__ import annotations

import ctypes
import time

from unity_kernel.editor.routing import threads_of_cells

__all__ = ["end_cell_threads"]

PATIENCE = 1.0
"""Seconds for all of them together; a thread in Python code ends within milliseconds (5, measured)."""


def end_cell_threads() -> list[str]:
    """Raises SystemExit in each thread that a cell started, and waits for their ends.

    A thread that is inside .NET while its domain is unloaded ends the process. Called on the main thread.

    Returns:
        The names of those that did not end: in a native call, or catching every exception.
    """
    threads = threads_of_cells()
    for thread in threads:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit)
        )
    deadline = time.monotonic() + PATIENCE
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread.name for thread in threads if thread.is_alive()]
