"""Editors that live but do not serve: in a domain reload, or stopped by their user."""

from __future__ import annotations

import time

from unity_kernel.errors import EditorGone, EditorStopped, WaitTimeout
from unity_kernel.wire.editor_file import EditorFile

__all__ = ["after_reload", "is_reloading", "refuse_stopped"]

TIMEOUT = 300.0
"""Seconds that a domain reload may take; large projects are known to need a minute."""
POLL = (0.005, 0.05)
"""Seconds between looks at the editor file, in the first seconds of a wait and later."""
SHORT = 5.0
"""Seconds: a domain reload that takes longer may be noticed a little later."""
RESTART = 2.0
"""Seconds since the server was stopped, within which it may be a restart; that takes about 0.1."""


def is_reloading(editor: EditorFile) -> bool:
    """Whether the editor is in a domain reload now: it lives, and its file says so."""
    try:
        current = EditorFile.read(editor.path)
    except ValueError:
        return False
    return current.state == "reloading" and current.is_running()


def refuse_stopped(editor: EditorFile) -> None:
    """Raises EditorStopped when the editor's file says that somebody has stopped its server."""
    if editor.state == "stopped":
        raise EditorStopped(
            f"the server of the {editor.kind} editor on {editor.name} is stopped, so nothing runs there. Start it in "
            "that editor (Window > Unity Kernel, Start server), then try again."
        )


def after_reload(editor: EditorFile, *, through_stop: bool = False) -> EditorFile:
    """The editor once it serves: its file, which it writes anew when a domain reload is over. Blocks; any thread.

    Args:
        editor: Its file, as it was seen last.
        through_stop: Whether to wait also while its server is stopped.

    Raises:
        EditorGone: It ended while it reloaded.
        EditorStopped: Its user has stopped its server.
        WaitTimeout: It was not back within 300 s.
    """
    begin = time.monotonic()
    while True:
        try:
            current = EditorFile.read(editor.path)
        except ValueError:
            current = None
        if current is None or not current.is_running():
            raise EditorGone(
                f"the {editor.kind} editor on {editor.name} has ended while it reloaded its scripts."
            )
        if not through_stop and time.time() - current.heartbeat > RESTART:
            refuse_stopped(current)
        if current.state not in ("reloading", "stopped"):
            return current
        waited = time.monotonic() - begin
        if waited > TIMEOUT:
            raise WaitTimeout(
                f"the {editor.kind} editor on {editor.name} has been reloading its scripts for {TIMEOUT:g} s. Look at "
                "its window: a dialog or a compile error may hold it up. Then try again."
            )
        time.sleep(POLL[waited > SHORT])
