"""Whole-file reads and atomic writes, with errors that say what to do."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from pathlib import Path
from typing import BinaryIO

from unity_kernel.errors import FileChangedError, SceneFileError

__all__ = ["Stamp", "open_file", "read_bytes", "replace_bytes", "stamp_of"]

Stamp = tuple[int, int, int]
"""What tells a file from a later state of it without reading it: time of change in ns, size in bytes, inode."""


def stamp_of(path: str | os.PathLike[str]) -> Stamp | None:
    """Return a file's stamp; None if there is no such file, or it cannot be seen."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def open_file(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a file for reading, if it is one: a pipe or device would keep its reader waiting for ever.

    Raises:
        OSError: It is none, or may not be read.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise OSError(errno.EINVAL, "it is a pipe, socket or device, not a file", str(path))
    return os.fdopen(descriptor, "rb")


def read_bytes(path: Path, name: str) -> bytes:
    """Return the contents of ``path``; ``name`` is what errors call it.

    Raises:
        SceneFileError: It is missing, a folder, or may not be read.
    """
    try:
        with open_file(path) as stream:
            return stream.read()
    except FileNotFoundError:
        raise SceneFileError("no such file", name) from None
    except IsADirectoryError:
        raise SceneFileError("this is a folder, not a file", name) from None
    except OSError as error:
        raise SceneFileError(f"cannot be read: {error.strerror or error}", name) from error


def replace_bytes(
    path: Path, data: bytes, name: str, *, expected: bytes | None, since: float | None = None
) -> None:
    """Put ``data`` in place of ``path`` in one step: a reader sees the old file or the new one, whole.

    The file's mode stays; a symbolic link stays a link and its target is replaced.

    Args:
        path: The file to write; it is created if ``expected`` is None.
        data: Its new contents.
        name: What errors call it.
        expected: What is believed to be on disk now, or None for a file that should not exist yet
            or may be replaced whatever it holds.
        since: When ``expected`` was read or written, in seconds since the epoch, for the error's text.

    Raises:
        FileChangedError: The file changed since it was loaded. Nothing was changed.
        SceneFileError: It is read-only, or the disk refused. Nothing was changed.
    """
    target = Path(os.path.realpath(path))
    mode = _writable_mode(target, name)
    if expected is not None:
        _check_unchanged(target, expected, name, since)
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")  # Unity ignores such names
    try:
        descriptor = os.open(
            temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
        )
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if mode is not None:
                os.chmod(temporary, mode)
            if expected is not None:
                _check_unchanged(target, expected, name, since)
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise SceneFileError(
            f"not saved, the old file is untouched: {error.strerror or error}; free space or check the permissions "
            "of its folder, then save again",
            name,
        ) from error
    _sync_folder(target.parent)


def _writable_mode(target: Path, name: str) -> int | None:
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SceneFileError(f"not saved: {error.strerror or error}", name) from error
    if not mode & stat.S_IWUSR:
        raise SceneFileError(
            "not saved: the file is read-only; make it writable (check it out, if version control locks files)",
            name,
        )
    return mode


def _check_unchanged(target: Path, expected: bytes, name: str, since: float | None) -> None:
    loaded = f" at {_clock(since)}" if since is not None else ""
    try:
        changed = target.stat().st_mtime
        current = target.read_bytes()
    except FileNotFoundError:
        raise FileChangedError(
            f"not saved: the file was deleted or moved since it was loaded{loaded}; save under another path",
            name,
        ) from None
    if current != expected:
        raise FileChangedError(
            f"not saved: the file was changed on disk at {_clock(changed)}, after it was loaded{loaded}; reopen it to "
            "have what is there, or save under another path to keep both",
            name,
        )


def _clock(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system lets a folder be opened (not on Windows)."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
