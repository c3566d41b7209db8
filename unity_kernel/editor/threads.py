"""Threads that cells have started, and which must be out of the way before a domain reload."""

from __future__ import annotations

import ctypes
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from unity_kernel.editor.routing import threads_of_cells

__all__ = ["end_cell_threads"]

PATIENCE = 1.0
"""Seconds for all of them together; a thread in Python code ends within milliseconds (5, measured)."""
AGAIN = 0.002
"""Seconds until it is raised again: a thread that catches everything in a loop seldom does so in every line of it."""
LIBRARY = str(Path(sysconfig.get_paths()["stdlib"]).resolve())
PACKAGES = ("site-packages", "dist-packages")
MONITOR = "tqdm._monitor"
"""tqdm's thread, which begins with its first bar and draws bars that have not been drawn for long: nothing of .NET."""


def end_cell_threads() -> tuple[list[str], list[str]]:
    """Raises SystemExit in each thread that a cell started, and waits for their ends. Main thread.

    A thread that is inside .NET while its domain is unloaded ends the process. A thread without any frame but the
    standard library's, as an executor's idle worker, is nowhere near .NET and stays; its executor would otherwise wait
    for it for ever. One that sleeps in the standard library below a frame of the user's ends when it wakes, before it
    runs anything.

    Returns:
        The names of those that were ended, and of those that did not end: in a native call, or catching every
        exception.
    """
    frames = sys._current_frames()
    threads = [thread for thread in threads_of_cells() if not _is_idle(frames.get(thread.ident or 0))]
    del frames  # they hold what the threads' functions hold
    ended = [thread.name for thread in threads]
    deadline = time.monotonic() + PATIENCE
    while threads:
        for thread in threads:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit)
            )
        again = min(time.monotonic() + AGAIN, deadline)
        for thread in threads:
            thread.join(max(0.0, again - time.monotonic()))
        threads = [thread for thread in threads if thread.is_alive() and not _sleeps(thread)]
        if time.monotonic() >= deadline:
            break
    left = [thread.name for thread in threads]
    return [name for name in ended if name not in left], left


def _is_idle(frame: FrameType | None) -> bool:
    return frame is not None and all(
        _is_library(each) or each.f_globals.get("__name__") == MONITOR for each in _stack(frame)
    )


def _sleeps(thread: threading.Thread) -> bool:
    """Whether it waits inside the standard library, where its SystemExit comes before anything of the user's."""
    frame = sys._current_frames().get(thread.ident or 0)
    return frame is not None and _is_library(frame)


def _stack(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _is_library(frame: FrameType) -> bool:
    name = frame.f_code.co_filename
    if name.startswith("<frozen "):
        return True
    return name.startswith(LIBRARY) and not any(part in name for part in PACKAGES)
