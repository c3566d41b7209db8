"""Which asset has which GUID, from the ``.meta`` files of a project."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from unity_kernel.headless.project.storage import open_file

__all__ = ["AssetIndex"]

_GUID = re.compile(rb"^guid: *([0-9a-fA-F]{32})", re.MULTILINE)
_META_HEAD = 512  # the guid is the second line of a .meta


class AssetIndex:
    """Assets of a project by path and by GUID; read on first use, and again after `refresh`.

    Paths are relative to the project with forward slashes, such as ``Assets/Scenes/Main.unity``; those in packages
    start with ``Packages/<name>/``. Hidden folders and those ending in ``~`` are skipped, as Unity does.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._guids: dict[str, str] | None = None
        self._paths: dict[str, str] | None = None
        self._told: set[str] = set()

    def refresh(self) -> None:
        """Forget what was read."""
        self._guids = self._paths = None

    @property
    def paths(self) -> list[str]:
        """All assets that have a ``.meta``, folders included, in path order."""
        return sorted(self._by_path)

    def guid(self, path: str) -> str:
        """Return the GUID of an asset (32 lower-case hex digits), or an empty string."""
        if self._guids is None:
            if path.startswith("Assets/"):
                return _read_guid(os.path.join(self._root, path + ".meta"))  # one file, not the whole tree
            return self._by_path.get(path, "")
        return self._guids.get(path, "")

    def path(self, guid: str) -> str:
        """Return the path of the asset with that GUID, or an empty string."""
        if self._paths is None:
            paths: dict[str, str] = {}
            for path, found in sorted(self._by_path.items()):
                paths.setdefault(found, path)
            self._paths = paths
        return self._paths.get(guid.lower(), "")

    def clashes(self) -> list[str]:
        """Return what was not told before of assets with the same GUID, a sentence each; the first path counts."""
        found = [
            f"{path}.meta: its GUID {guid} is that of {first} too; references find the latter"
            for path, guid in sorted(self._by_path.items())
            if (first := self.path(guid)) != path
        ]
        fresh = [sentence for sentence in found if sentence not in self._told]
        self._told.update(fresh)
        return fresh

    def locate(self, path: str) -> Path:
        """Return where on disk the asset of that project path lives."""
        if path.startswith("Assets/"):
            return self._root / path
        for prefix, folder in self._roots():
            if path == prefix or path.startswith(prefix + "/"):
                return folder / path[len(prefix) + 1 :]
        return self._root / path

    @property
    def _by_path(self) -> dict[str, str]:
        if self._guids is None:
            guids: dict[str, str] = {}
            for prefix, folder in self._roots():
                for path, meta in _walk(str(folder), prefix):
                    guid = _read_guid(meta)
                    if guid:
                        guids[path] = guid
            self._guids = guids
        return self._guids

    def _roots(self) -> Iterator[tuple[str, Path]]:
        yield "Assets", self._root / "Assets"
        packages = self._root / "Packages"
        try:
            embedded = sorted(entry.name for entry in os.scandir(packages) if _is_folder(entry))
        except OSError:
            return
        for name in embedded:
            yield f"Packages/{name}", packages / name
        import json  # only here, and not for every project

        try:
            manifest = json.loads((packages / "manifest.json").read_bytes())
            dependencies = manifest.get("dependencies", {})
        except (OSError, ValueError, AttributeError, RecursionError):  # the last of nesting without end
            return
        for name, source in dependencies.items() if isinstance(dependencies, dict) else ():
            if isinstance(source, str) and source.startswith("file:"):
                folder = Path(os.path.normpath(packages / source[5:]))
                if folder.is_dir() and name not in embedded:
                    yield f"Packages/{name}", folder


def _walk(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield (asset path, file of its .meta) below ``folder``, links to folders not followed twice."""
    pending = [(folder, prefix)]
    seen: set[tuple[int, int]] = set()
    while pending:
        where, path = pending.pop()
        try:
            status = os.stat(where)
            entries = list(os.scandir(where))
        except OSError:
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        for entry in entries:
            name = entry.name
            if name.startswith(".") or name.endswith("~"):
                continue
            if name.endswith(".meta"):
                yield f"{path}/{name[:-5]}", entry.path
            elif _is_folder(entry):
                pending.append((entry.path, f"{path}/{name}"))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder that can be seen; a link may lead in circles, or to where nobody may look."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _read_guid(meta: str) -> str:
    try:
        with open_file(meta) as stream:
            match = _GUID.search(stream.read(_META_HEAD))
    except OSError:
        return ""
    return match[1].decode().lower() if match else ""
