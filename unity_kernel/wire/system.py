"""Everything that differs between Linux, macOS and Windows, in one place."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

__all__ = [
    "HAS_UNIX_SOCKETS",
    "WINDOWS",
    "detached_process_options",
    "home",
    "is_private",
    "private_directory",
    "process_start_time",
    "socket_directory",
    "wake_main_thread_calls",
    "write_private",
]

WINDOWS = sys.platform == "win32"
HAS_UNIX_SOCKETS = hasattr(socket, "AF_UNIX") and not WINDOWS

# sun_path holds 108 bytes on Linux and 104 on macOS, the closing NUL included (unix(7), unix(4)).
UNIX_PATH_LIMIT = 100


def home() -> Path:
    """The folder of editor files, sockets and logs: `UNITY_KERNEL_HOME`, else `~/.unity-kernel`."""
    given = os.environ.get("UNITY_KERNEL_HOME")
    return Path(given) if given else Path.home() / ".unity-kernel"


def private_directory(path: Path) -> Path:
    """Creates `path` for this user alone (mode 0700 where modes exist) and returns it.

    On Windows a folder below the user's profile inherits an access list that already keeps others out.

    Raises:
        PermissionError: The folder belongs to somebody else.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not WINDOWS:
        info = path.stat()
        if info.st_uid != os.geteuid():
            raise PermissionError(
                f"{path} belongs to user {info.st_uid}; set UNITY_KERNEL_HOME to a folder of yours"
            )
        if stat.S_IMODE(info.st_mode) & 0o077:
            path.chmod(0o700)
    return path


def is_private(path: Path) -> str | None:
    """Why the file cannot be trusted (another owner, open to others), or None when it can."""
    if WINDOWS:
        return None
    info = path.stat()
    if info.st_uid != os.geteuid():
        return f"it belongs to user {info.st_uid}, not to you"
    if stat.S_IMODE(info.st_mode) & 0o077:
        return f"its mode is {stat.S_IMODE(info.st_mode):04o}; others can read it (expected 0600)"
    return None


def write_private(path: Path, data: bytes) -> None:
    """Writes a file with mode 0600, replacing an old one in a single step."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def socket_directory() -> Path:
    """A private folder whose path is short enough for a Unix socket's address."""
    wanted = home() / "sockets"
    if len(os.fsencode(wanted)) + 24 > UNIX_PATH_LIMIT and not WINDOWS:
        wanted = Path(tempfile.gettempdir()) / f"unity-kernel-{os.geteuid()}"
    return private_directory(wanted)


def process_start_time(pid: int) -> float | None:
    """When the process started (seconds since the epoch), or None when there is no such process."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return process.create_time()
    except psutil.Error:
        return None


def detached_process_options() -> dict[str, Any]:
    """`subprocess.Popen` options that keep a terminal's Ctrl-C away from the child."""
    if WINDOWS:
        return {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    return {"start_new_session": True}


def wake_main_thread_calls(thread_ident: int) -> None:
    """Ends the system call that the main thread is blocked in, so that its SIGINT handler runs now.

    On POSIX the signal itself does it. On Windows `time.sleep` and `select` watch an event which the C handler
    of Ctrl-C sets; a simulated interrupt has to set it as well. Lock waits cannot be ended there: a limit
    of Python on Windows.
    """
    if WINDOWS:
        import _thread
        import ctypes

        _thread.interrupt_main()
        event = getattr(getattr(ctypes, "pythonapi", None), "_PyOS_SigintEvent", None)
        if event is not None:
            event.restype = ctypes.c_void_p
            getattr(ctypes, "windll").kernel32.SetEvent(ctypes.c_void_p(event()))  # noqa: B009, absent elsewhere
    else:
        import signal

        signal.pthread_kill(thread_ident, signal.SIGINT)
