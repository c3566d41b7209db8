"""Making many objects that all stay, without the garbage collector looking through them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["paused_collection"]

_MANY = 50_000  # objects: a guess at what it takes a moment to look through


@contextmanager
def paused_collection() -> Iterator[None]:
    """Let Python's cyclic collector rest while the block runs.

    Reading a file makes hundreds of thousands of objects and no garbage; with the collector on, a scene of 40 MB takes
    a third longer for each MB than one of 4 MB. If there are many, they count as old ones afterwards: else each would
    be looked at once for every generation.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
                gc.freeze()  # all that there is becomes permanent,
                gc.unfreeze()  # and with this the oldest generation, without being looked at
            gc.enable()
