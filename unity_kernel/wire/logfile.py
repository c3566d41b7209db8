"""Log files of the processes that are started here: one each, in a folder of the user's; the newest are kept."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from unity_kernel.wire import system

__all__ = ["KEPT", "new_log"]

KEPT = 20
"""Older logs of each kind that stay when a new one begins."""


def new_log(kind: str, name: str = "") -> Path:
    """Where a new process writes, `<kind>-[<name>-]<time>-<random>.log`; what is older than the newest 20 goes.

    Args:
        kind: headless, client or lab.
        name: Which of them, for people.
    """
    folder = system.private_directory(system.private_directory(system.home()) / "logs")
    old = sorted(folder.glob(f"{kind}-*.log"), key=lambda path: path.stat().st_mtime)
    for path in old[:-KEPT]:
        path.unlink(missing_ok=True)
    parts = (kind, name, time.strftime("%Y%m%d-%H%M%S"), secrets.token_hex(2))
    return folder / f"{'-'.join(filter(None, parts))}.log"
