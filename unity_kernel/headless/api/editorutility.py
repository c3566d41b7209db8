"""``UnityEditor.EditorUtility``: small helpers of editor scripts."""

from __future__ import annotations

from typing import Any

from unity_kernel.headless.project.merge import merge

from . import references, world
from .assetfiles import asset_file
from .interop import ApiType, full_name
from .objects import Object

__all__ = ["EditorUtility"]

_IDENTITY = frozenset(
    {b"m_GameObject", b"m_Father", b"m_Children", b"m_RootOrder", b"m_Component", b"m_CorrespondingSourceObject",
     b"m_PrefabInstance", b"m_PrefabAsset", b"m_PrefabInternal", b"m_PrefabParentObject"}
)  # fmt: skip
"""Fields that tell which object it is, and that a copy of its values leaves alone."""


def _file(target: Object) -> Any:
    """Return the asset file of an object; None for one of a scene."""
    key = references.key_of(target)
    path = world.current().project.assets.path(key.guid) if key is not None else ""
    return asset_file(path) if path else None


class EditorUtility(metaclass=ApiType):
    """Small helpers."""

    _namespace = "UnityEditor"

    @staticmethod
    def SetDirty(target: Object) -> None:
        """Mark an object's scene, or the asset that it is in, as having unsaved changes."""
        _ = target.name  # raises if destroyed
        target._changed()
        file = _file(target) if target._scene is None else None
        if file is not None and file.native is not None:
            file.native.touched = True

    @staticmethod
    def IsDirty(target: Any) -> bool:
        """Whether an object's scene, or the asset that it is in, has unsaved changes."""
        obj = world.current().object(target) if isinstance(target, int) else target
        if obj is None:
            return False
        if obj._scene is not None:
            return bool(obj._scene.dirty)
        file = _file(obj)
        return file is not None and file.touched

    @staticmethod
    def ClearDirty(target: Object) -> None:
        """Do nothing: here, dirt is known per file."""

    @staticmethod
    def CopySerialized(source: Object, dest: Object) -> None:
        """Give an object all values of another of its type; which object it is stays.

        Raises:
            TypeError: They are of different types.
        """
        if type(source) is not type(dest):
            raise TypeError(
                f"Source and Destination Types do not match: {full_name(type(source))}, {full_name(type(dest))}"
            )
        mine = dest._document.render()
        header, _, _ = mine.partition(b"\n")
        _, _, body = source._document.render().partition(b"\n")
        if dest._document.replace(merge(mine, mine, header + b"\n" + body, _IDENTITY)):
            dest._stale()
            dest._changed()

    @staticmethod
    def CopySerializedIfDifferent(source: Object, dest: Object) -> None:
        """Same as CopySerialized, which writes only what differs anyway."""
        EditorUtility.CopySerialized(source, dest)

    @staticmethod
    def RequestScriptReload() -> None:
        """Reload the scripting domain with the next tick: C# subscriptions end, Python's objects live on."""
        world.current().reload_wanted = True

    @staticmethod
    def InstanceIDToObject(instanceID: int) -> Object | None:
        """Return the object of an instance id, or None."""
        return world.current().object(int(instanceID))

    EntityIdToObject = InstanceIDToObject

    @staticmethod
    def IsPersistent(target: Object) -> bool:
        """Whether an object is an asset, and not in a scene."""
        return target._scene is None and references.key_of(target) is not None

    @staticmethod
    def DisplayDialog(title: str, message: str, ok: str = "OK", cancel: str = "", *rest: object) -> bool:
        """Log the question and answer it with yes, as Unity's batch mode does."""
        world.current().log("log", f"[Dialog] {title}: {message} → {ok}")
        return True

    @staticmethod
    def DisplayDialogComplex(title: str, message: str, ok: str, cancel: str, alt: str) -> int:
        """Log the question and answer it with the first choice, 0."""
        world.current().log("log", f"[Dialog] {title}: {message} → {ok}")
        return 0

    @staticmethod
    def DisplayProgressBar(title: str, info: str, progress: float) -> None:
        """Show the bar in the cell, else log the title once until the bar is cleared: there are no windows here."""
        state = world.current()
        if state.show_progress(str(title), str(info), float(progress)):
            return
        if state.progress != title:
            state.progress = str(title)
            state.log("log", f"[Progress] {title}: {info}")

    @staticmethod
    def DisplayCancelableProgressBar(title: str, info: str, progress: float) -> bool:
        """Show the bar as DisplayProgressBar; a cell's interrupt raises where the cell is, so nothing is cancelled."""
        EditorUtility.DisplayProgressBar(title, info, progress)
        return False

    @staticmethod
    def ClearProgressBar() -> None:
        """End what DisplayProgressBar showed."""
        world.current().close_progress()
        world.current().progress = ""

    @staticmethod
    def FormatBytes(bytes: int) -> str:
        """Return a size such as ``1.5 KB``."""
        size = float(bytes)
        for unit in ("B", "KB", "MB", "GB"):
            if abs(size) < 1024:
                return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
            size /= 1024
        return f"{size:.1f} TB"

    @staticmethod
    def NaturalCompare(a: str, b: str) -> int:
        """Compare names so that ``Cube2`` comes before ``Cube10``; returns -1, 0 or 1."""
        import re

        def key(text: str) -> list[tuple[int, int, str]]:
            return [
                (0, int(p), "") if p.isdigit() else (1, 0, p.lower()) for p in re.split(r"(\d+)", text) if p
            ]

        return (key(a) > key(b)) - (key(a) < key(b))
