"""A domain reload, as Python's half sees it: `freeze` before .NET goes, `thaw` when it is back.

CPython lives through it, with its modules, objects and threads; what ends is .NET's side of every .NET object.
"""

from __future__ import annotations

import gc

from unity_kernel.unity import scripts, slots

__all__ = ["freeze", "thaw"]


def freeze() -> None:
    """Called by the C# half, with the server frozen, before it disconnects pythonnet. Main thread."""
    scripts.forget()
    # pythonnet collects several times while it shuts down. After this first time there is nothing more to find, and
    # switching the collector off took the downtime from 614 to 244 ms (measured).
    gc.collect()
    slots.save()
    gc.disable()


def thaw() -> None:
    """Called by the C# half when pythonnet is connected, at every start and before anything else. Main thread."""
    slots.repair()
    gc.enable()
