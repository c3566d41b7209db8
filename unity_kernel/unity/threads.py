"""Threads that cells have started and that must end before a domain reload."""

from __future__ import annotations

import ctypes
import time

from unity_kernel.editor.routing import threads_of_cells

__all__ = ["end_cell_threads"]

PATIENCE = 1.0
"""Seconds for all of them together; a thread in Python code ends within milliseconds (5, measured)."""
AGAIN = 0.002
"""Seconds until it is raised again: a thread that catches everything in a loop seldom does so in every line of it."""


def end_cell_threads() -> list[str]:
    """Raises SystemExit in each thread that a cell started, and waits for their ends.

    A thread that is inside .NET while its domain is unloaded ends the process. Called on the main thread.

    Returns:
        The names of those that did not end, as they are in a native call. They end when it returns; if they have used
        .NET before, the reload waits for them (so does Mono for every thread that has).
    """
    threads = threads_of_cells()
    deadline = time.monotonic() + PATIENCE
    while threads and time.monotonic() < deadline:
        for thread in threads:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit)
            )
        threads[0].join(AGAIN)
        threads = [thread for thread in threads if thread.is_alive()]
    return [thread.name for thread in threads]
