"""The prefabs of a project, each read once."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project.expansion import Expansion

if TYPE_CHECKING:
    from unity_kernel.headless.project.project import Project

__all__ = ["PrefabLibrary"]

_DEEPEST = 60  # nested prefabs: a guess far above the 9 seen, which spares Python's stack


class PrefabLibrary:
    """Source prefabs by GUID.

    Args:
        project: Whose assets they are.

    Attributes:
        notes: What is wrong with prefabs but tolerated, with their paths; whoever reports it empties the list.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._known: dict[str, tuple[Expansion | None, str]] = {}
        self._paths: dict[str, str] = {}
        self.notes: list[str] = []
        self._opening: list[str] = []

    def forget(self) -> None:
        """Read all prefabs again when they are next asked for; scenes that are open keep what they have."""
        self._known.clear()
        self._paths.clear()

    def changed(self) -> list[str]:
        """Return the GUIDs of prefabs that are no longer as they were read: changed, moved, gone, or there now."""
        return [
            guid
            for guid, (expansion, _) in self._known.items()
            if self._paths.get(guid, "") != self.path(guid)
            or (expansion is not None and expansion.file.changed_on_disk)
        ]

    def path(self, guid: str) -> str:
        """Return the project path of an asset; empty if it is not in the project."""
        return self.project.assets.path(guid)

    def source(self, guid: str) -> tuple[Expansion | None, str]:
        """Return a prefab's objects; or None, and why not.

        A prefab that contains itself or lies too deep is not expanded.
        """
        if guid in self._opening:
            return None, f"{self.path(guid)} contains itself"
        if len(self._opening) >= _DEEPEST:
            return None, f"{self.path(guid)} is nested more than {_DEEPEST} deep"
        found = self._known.get(guid)
        if found is None:
            self._opening.append(guid)
            try:
                found = self._open(guid)
            finally:
                self._opening.pop()
            self._known[guid] = found
        return found

    def _open(self, guid: str) -> tuple[Expansion | None, str]:
        self._paths[guid] = path = self.path(guid)
        if not path:
            return None, f"its source prefab (guid {guid}) is not in the project"
        if PurePosixPath(path).suffix.lower() != ".prefab":
            return None, f"its source {path} is a model, which only the real editor can read"
        try:
            expansion = Expansion(self.project.load(path), self)
        except SceneFileError as error:
            return None, f"its source prefab cannot be read: {error}"
        if not expansion.parents:
            return None, f"its source prefab {path} has no objects"
        self.notes += [f"{path}: {note}" for note in expansion.notes]
        return expansion, ""
