"""Variables of a session kept on disk, for the day the editor's process ends without a word.

Taken on the main thread between cells, a pickle for each variable; written by a thread of its own. Unity's objects are
kept as what finds them again (`EditorHost.reference`), modules as their names. The file is private to the user, and
only such a file is ever unpickled.
"""

from __future__ import annotations

import importlib
import io
import logging
import pickle
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from unity_kernel.wire import system

__all__ = ["Restored", "Snapshot", "SnapshotWriter", "restore", "snapshot_path", "sweep"]

log = logging.getLogger(__name__)
FORMAT = 1
SHARE = 20.0
"""A variable that took long is pickled again only when that many times as long has passed: 5 % of the main thread."""
SLOW = 0.001
"""Seconds from which a variable counts as one that takes long."""
KEPT = 7 * 86_400.0
"""Seconds that the snapshot of a session which ended badly is kept."""
CONSTANTS = (int, float, complex, str, bytes, bool, type(None))


def snapshot_path(key: str) -> Path:
    """Where the snapshot of a session lies."""
    return system.private_directory(system.private_directory(system.home()) / "snapshots") / f"{key}.pickle"


def sweep() -> None:
    """Removes snapshots that nobody has asked for within a week."""
    for path in system.private_directory(system.private_directory(system.home()) / "snapshots").iterdir():
        try:
            if time.time() - path.stat().st_mtime > KEPT:
                path.unlink()
        except OSError:
            pass  # another editor was faster


@dataclass(slots=True)
class _Kept:
    value: Any
    """A constant itself, by which it is known again; None for others, which must not be kept alive."""
    data: bytes = b""
    reason: str = ""
    cost: float = 0.0
    when: float = 0.0
    count: int = 0


@dataclass(slots=True)
class Restored:
    """What came back: names; and what did not, name to reason. `count` is the number of the last cell."""

    names: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)
    count: int = 0
    values: dict[str, Any] = field(default_factory=dict)


class SnapshotWriter:
    """The thread that writes snapshots; one for each editor, which closes it."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[Path, bytes | None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def put(self, path: Path, data: bytes | None) -> None:
        """Queues a file's new content; None removes it. Any thread."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="snapshots", daemon=True)
                self._thread.start()
        self._queue.put((path, data))

    def close(self) -> None:
        """Writes what is queued, and joins the thread."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join(5.0)

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            path, data = item
            try:
                if data is None:
                    path.unlink(missing_ok=True)
                else:
                    system.write_private(path, data)
            except OSError as error:
                log.warning("cannot keep variables in %s: %s", path, error)


class Snapshot:
    """One session's. Main thread.

    Args:
        path: See `snapshot_path`.
        limit: Bytes in all.
        reference: See `EditorHost.reference`.
        writer: Writes the file.
    """

    def __init__(
        self, path: Path, limit: int, reference: Callable[[object], str | None], writer: SnapshotWriter
    ) -> None:
        self._path = path
        self._limit = limit
        self._reference = reference
        self._writer = writer
        self._kept: dict[str, _Kept] = {}

    def take(self, variables: dict[str, Any], count: int) -> None:
        """Keeps the variables as they are now; `count` is the number of the last cell."""
        kept: dict[str, _Kept] = {}
        same: dict[int, str] = {}
        aliases: dict[str, str] = {}
        left = self._limit
        changed = self._kept.keys() != variables.keys()
        for name, value in variables.items():
            if id(value) in same and not isinstance(value, CONSTANTS):
                aliases[name] = same[id(value)]
                continue
            same[id(value)] = name
            old = self._kept.get(name)
            new = old if old is not None and self._is_current(old, value) else self._keep(value, left, count)
            if old is None or new.data != old.data or new.reason != old.reason:
                changed = True
            else:
                new.count = old.count if new.data == old.data and old.cost <= SLOW else new.count
            kept[name] = new
            left -= len(new.data)
        self._kept = kept
        if changed or aliases:
            self._writer.put(self._path, self._content(kept, aliases, count))

    def remove(self) -> None:
        """The session ends as it should: nothing is to come back."""
        self._kept = {}
        self._writer.put(self._path, None)

    @staticmethod
    def _is_current(old: _Kept, value: Any) -> bool:
        if isinstance(value, CONSTANTS):
            return old.value is value and not old.reason
        return old.cost > SLOW and time.monotonic() - old.when < SHARE * old.cost

    def _keep(self, value: Any, room: int, count: int) -> _Kept:
        began = time.perf_counter()
        kept = _Kept(value if isinstance(value, CONSTANTS) else None, count=count)
        try:
            buffer = _Bounded(room)
            _Pickler(buffer, self._reference).dump(value)
            kept.data = buffer.getvalue()
        except _TooLarge:
            kept.reason = "too large"
        except Exception as error:  # whatever a user's class does when it is pickled
            kept.reason = _reason(error)
        kept.cost = time.perf_counter() - began
        kept.when = time.monotonic()
        return kept

    @staticmethod
    def _content(kept: dict[str, _Kept], aliases: dict[str, str], count: int) -> bytes:
        data = {
            "format": FORMAT,
            "count": count,
            "values": {name: each.data for name, each in kept.items() if not each.reason},
            "lost": {name: each.reason for name, each in kept.items() if each.reason},
            "aliases": aliases,
        }
        return pickle.dumps(data, protocol=5)


def restore(path: Path, resolve: Callable[[str], object]) -> Restored | None:
    """What a snapshot holds; None when there is none. Main thread.

    Args:
        path: See `snapshot_path`.
        resolve: See `EditorHost.resolve`.

    Returns:
        The values that could be rebuilt, and why the others could not.
    """
    global _resolve
    try:
        reason = system.is_private(path)
        if reason:
            log.warning("variables in %s are not brought back: %s", path, reason)
            return None
        data = pickle.loads(path.read_bytes())
        values, lost, aliases = data["values"], dict(data["lost"]), data["aliases"]
        if data["format"] != FORMAT:
            return None
    except FileNotFoundError:
        return None
    except Exception as error:  # a damaged file, cut off by a full disk perhaps
        log.warning("variables in %s cannot be brought back: %s: %s", path, type(error).__name__, error)
        return None
    restored = Restored(lost=lost, count=int(data["count"]))
    _resolve = resolve
    try:
        for name, each in values.items():
            try:
                restored.values[name] = pickle.loads(each)
            except Exception as error:
                restored.lost[name] = _reason(error)
    finally:
        _resolve = _unresolved
    for name, other in aliases.items():
        if other in restored.values:
            restored.values[name] = restored.values[other]
        else:
            restored.lost[name] = restored.lost.get(other, f"was the same as {other}")
    restored.names = list(restored.values)
    return restored


class _TooLarge(Exception):
    pass


class _Unkept(Exception):
    """Says why something is not kept."""


class _Bounded(io.BytesIO):
    """Takes no more than so many bytes, so that a huge value ends early."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, data: Any) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise _TooLarge
        return super().write(data)


class _Pickler(pickle.Pickler):
    def __init__(self, buffer: io.BytesIO, reference: Callable[[object], str | None]) -> None:
        super().__init__(buffer, protocol=5)
        self._reference = reference

    def reducer_override(self, obj: Any) -> Any:
        """For everything but plain numbers, texts and containers."""
        if isinstance(obj, ModuleType):
            return importlib.import_module, (obj.__name__,)
        if isinstance(obj, type | FunctionType):
            if obj.__module__ == "__main__":
                raise _Unkept(f"{obj.__qualname__} is defined in a cell")
            return NotImplemented
        reference = self._reference(obj)
        if reference is None:
            return NotImplemented
        if not reference:
            raise _Unkept(f"a {type(obj).__name__} that is in no saved scene or asset")
        return _resolved, (reference,)


def _unresolved(reference: str) -> object:
    return None


_resolve: Callable[[str], object] = _unresolved


def _resolved(reference: str) -> object:
    """Named in the pickles."""
    found = _resolve(reference)
    if found is None:
        raise _Unkept("its object is no longer there")
    return found


def _reason(error: BaseException) -> str:
    if isinstance(error, _Unkept):
        return str(error)
    try:
        return f"{type(error).__name__}: {error}"[:120]
    except Exception:
        return type(error).__name__
