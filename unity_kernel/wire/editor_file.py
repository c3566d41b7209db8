"""Editor files: how an editor announces itself to kernels and clients of the same user.

One JSON file per running editor in `UNITY_KERNEL_HOME/editors`, mode 0600 in a folder of mode 0700: endpoint,
token, process, project, versions, state, heartbeat. (Not to be confused with Jupyter's connection file.)
"""

from __future__ import annotations

import json
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from unity_kernel.wire import system
from unity_kernel.wire.endpoint import Endpoint

__all__ = ["EditorFile", "Ignored", "directory", "discover", "new_token", "sweep"]

FORMAT = 1
KEPT_STALE = 86_400.0
"""Seconds that the file of an editor that ended badly is kept, so that `doctor` can tell of it."""
START_TIME_TOLERANCE = 2.0
"""Seconds by which two readings of one process's start time may differ (clock steps, rounding)."""


def directory() -> Path:
    """The private folder of editor files; made when missing."""
    return system.private_directory(system.private_directory(system.home()) / "editors")


def new_token() -> str:
    """A fresh 256-bit secret."""
    return secrets.token_hex(32)


@dataclass(frozen=True, slots=True)
class EditorFile:
    """What one editor says of itself.

    Attributes:
        id: Unique among this user's running editors, short enough to type.
        kind: "unity", "headless", or another host's word.
        endpoint: Where it listens.
        token: The secret of the handshake.
        pid: Its process, and `started`, that process's start time (seconds since the epoch): together they tell
            a living editor from a recycled number.
        project: Absolute path of the open project.
        versions: Of package, protocol, python and unity.
        state: idle, busy, compiling, reloading, playing, blocked, stopped (by hand).
        heartbeat: When the file was last written, seconds since the epoch.
        embedded: Whether kernels started it, with which it ends.
        owner: For an embedded editor on a copy of the sample: the key of the kernel that it belongs to; others leave
            it alone.
        log: Path of its log file, or empty.
    """

    id: str
    kind: str
    endpoint: Endpoint
    token: str = field(repr=False)
    pid: int
    started: float
    project: str
    versions: dict[str, str] = field(default_factory=dict)
    state: str = "idle"
    heartbeat: float = 0.0
    embedded: bool = False
    owner: str = ""
    log: str = ""

    @property
    def path(self) -> Path:
        """Where this file lies."""
        return directory() / f"{self.id}.json"

    @property
    def name(self) -> str:
        """What users read: the project folder's name."""
        return Path(self.project).name or self.id

    def write(self, state: str | None = None) -> EditorFile:
        """Writes the file with a fresh heartbeat (and state), atomically; returns what was written."""
        current = replace(self, heartbeat=time.time(), state=state or self.state)
        data: dict[str, Any] = {name: getattr(current, name) for name in current.__slots__}
        data["endpoint"] = current.endpoint.to_json()
        system.write_private(current.path, json.dumps({"format": FORMAT, **data}, indent=1).encode())
        return current

    def remove(self) -> None:
        """Deletes the file."""
        with suppress(OSError):
            self.path.unlink()

    def is_running(self) -> bool:
        """Whether the process that wrote the file still lives."""
        started = system.process_start_time(self.pid)
        return started is not None and abs(started - self.started) < START_TIME_TOLERANCE

    def public(self) -> dict[str, Any]:
        """All but the token, for people and scripts."""
        data: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__ if name != "token"}
        data["endpoint"] = str(self.endpoint)
        return data

    @classmethod
    def read(cls, path: Path) -> EditorFile:
        """Reads an editor file.

        Raises:
            ValueError: It is no editor file that we can use; the text says why.
        """
        try:
            reason = system.is_private(path)
            if reason:
                raise ValueError(reason)
            data = json.loads(path.read_bytes())
        except OSError as error:
            raise ValueError(f"it cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise ValueError("it is no JSON text") from error
        except (json.JSONDecodeError, RecursionError) as error:
            raise ValueError(f"it is no JSON: {error}") from error
        if not isinstance(data, dict):
            raise ValueError("it is no JSON object")
        if data.pop("format", None) != FORMAT:
            raise ValueError(f"its format is not {FORMAT}; another version of unity-kernel wrote it")
        try:
            editor = cls(**{**data, "endpoint": Endpoint.from_json(data["endpoint"])})
            editor._check()
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"a field is missing or wrong: {error}") from error
        if editor.id != path.stem:
            raise ValueError(f"it calls itself {editor.id!r}")
        return editor

    def _check(self) -> None:
        """Raises TypeError for a field of the wrong kind: whoever uses the file later need not look again."""
        for name, kind in _KINDS.items():
            value = getattr(self, name)
            if not isinstance(value, kind) or isinstance(value, bool):
                raise TypeError(f"{name} is {value!r}")
        if not all(isinstance(version, str) for version in self.versions.values()):
            raise TypeError(f"versions is {self.versions!r}")
        if self.pid <= 0:
            raise TypeError(f"pid is {self.pid}")


_KINDS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("id", "kind", "token", "project", "state", "owner", "log"), str),
    **dict.fromkeys(("started", "heartbeat"), (int, float)),
    "pid": int,
    "versions": dict,
}


@dataclass(frozen=True, slots=True)
class Ignored:
    """An editor file that was passed over, and why."""

    path: Path
    reason: str


def sweep() -> None:
    """Removes what editors left that ended without a goodbye more than a day ago."""
    for path in directory().glob("*.json"):
        try:
            editor = EditorFile.read(path)
        except ValueError:
            continue
        if time.time() - editor.heartbeat > KEPT_STALE and not editor.is_running():
            editor.remove()
            editor.endpoint.remove()


def discover() -> tuple[list[EditorFile], list[Ignored]]:
    """The running editors (newest first) and the files that do not count, each with the reason."""
    editors: list[EditorFile] = []
    ignored: list[Ignored] = []
    for path in sorted(directory().glob("*.json")):
        try:
            editor = EditorFile.read(path)
        except ValueError as error:
            ignored.append(Ignored(path, str(error)))
            continue
        if editor.is_running():
            editors.append(editor)
        else:
            ignored.append(Ignored(path, f"stale: its process {editor.pid} has ended"))
    editors.sort(key=lambda editor: editor.started, reverse=True)
    return editors, ignored
