"""What the editor's window shows of the server, and does to it. Called by the C# half, on the main thread."""

from __future__ import annotations

import importlib.metadata
import platform
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

from unity_kernel._version import __version__
from unity_kernel.editor.editor import Editor
from unity_kernel.editor.session import Session
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire import inside, system
from unity_kernel.wire.logfile import new_log

__all__ = ["connections", "disconnect", "lab_problem", "open_lab", "overview", "reset", "versions"]

PACKAGES = ("pythonnet", "rpyc", "ipython")
FRESH_NAMES = "__import__('IPython').get_ipython().reset(new_session=False)"
"""Run on a client: its scripts share the namespace of its IPython shell."""
TAIL = 2000
"""Characters of JupyterLab's log that the console shows when it ends at once."""

_lab: tuple[subprocess.Popen[bytes], Path] | None = None


def overview() -> dict[str, Any]:
    """All that the window shows: `python`, `versions`, `server` (its id and address; empty without), `connections`."""
    editor = inside.editor
    return {
        "python": sys.executable,
        "versions": versions(),
        "server": "" if editor is None else f"{editor.id} at {editor.endpoint}",
        "connections": connections(),
    }


@cache
def versions() -> dict[str, str]:
    """What runs here, in the order in which it is shown."""
    found = {"Python": platform.python_version(), "unity-kernel": __version__}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "missing"
    return found


def connections() -> list[dict[str, str]]:
    """The kernels and client processes that are connected, oldest first, each with what it does."""
    editor = inside.editor
    if editor is None:
        return []
    job = editor.dispatcher.current()
    found = []
    for session in editor.sessions.all():
        busy = job is not None and job.owner is session
        found.append(
            {
                "id": session.name,
                "name": session.client.removeprefix("client ") if session.process else session.client,
                "kind": "client" if session.process else "kernel",
                "state": f"runs {job.label}" if busy else f"connected for {_age(session.since)}",
            }
        )
    return found


def reset(name: str) -> None:
    """Ends what a kernel runs here and frees its variables; a client forgets those of its scripts."""
    session = _session(name)
    if session.process:
        session.call("run", {"code": FRESH_NAMES, "path": ""})
    else:
        session.reset()


def disconnect(name: str) -> None:
    """Sends a kernel away until its user asks to be back; a client process ends."""
    _editor().disconnect(_session(name))


def open_lab(project: str) -> str:
    """Starts JupyterLab in the project's folder; it outlives the editor. Returns the path of its log."""
    global _lab
    log = new_log("lab")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "unity_kernel.cli", "lab", project],
            cwd=project,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            **system.detached_process_options(),
        )
    _lab = process, log
    return str(log)


def lab_problem() -> str | None:
    """Why JupyterLab has ended by itself; empty when it has ended well, None while it runs."""
    global _lab
    if _lab is None:
        return ""
    process, log = _lab
    code = process.poll()
    if code is None:
        return None
    _lab = None
    if code == 0:
        return ""
    return f"JupyterLab ended (exit code {code}). Its log, {log}:\n{log.read_text(errors='replace')[-TAIL:].rstrip()}"


def _editor() -> Editor:
    editor: Editor | None = inside.editor
    if editor is None:
        raise UnityKernelError("the server does not run")
    return editor


def _session(name: str) -> Session:
    for session in _editor().sessions.all():
        if session.name == name:
            return session
    raise UnityKernelError("it has disconnected by itself meanwhile")


def _age(since: float) -> str:
    seconds = max(0, int(time.time() - since))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"
