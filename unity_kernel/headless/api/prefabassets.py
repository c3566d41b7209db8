"""Prefab assets as hierarchies of objects: looked at, or loaded for editing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unity_kernel.errors import ProjectError, SceneFileError
from unity_kernel.headless.project import Document, InstancedDocument

from . import references, world
from .gameobject import GameObject
from .loadedscene import LoadedScene
from .objects import Object

if TYPE_CHECKING:
    from unity_kernel.headless.project import UnityFile

__all__ = [
    "PrefabContents",
    "asset_object",
    "contents_of",
    "load_contents",
    "prefabs_changed",
    "source_object",
    "write",
]

_MAIN = 100100000  # what references to a prefab as a whole name


class PrefabContents(LoadedScene):
    """The objects of one prefab file.

    Args:
        file: Its documents.
        path: Its project path.
        guid: Its GUID, if its objects are the asset's own; empty for a copy that is loaded for editing.
    """

    def __init__(self, file: UnityFile, path: str, guid: str = "") -> None:
        self.guid = guid
        super().__init__(file, path)

    @property
    def root(self) -> GameObject | None:
        """The prefab's root GameObject."""
        return self.roots[0].gameObject if self.roots else None

    def wrap(self, document: Document) -> Object:
        """Return the object for a document of this prefab."""
        made = super().wrap(document)
        if self.guid and references.key_of(made) is None:
            kind = 3 if self.file.style.version >= (2018, 3) or not self.file.style.version[0] else 2
            references.adopt(made, references.AssetKey(self.guid, document.file_id, kind))
        return made


def contents_of(path: str) -> PrefabContents | None:
    """Return a prefab asset's objects, made once; None if the file cannot be read, which is logged."""
    state = world.current()
    found = state.prefab_assets.get(path)
    if found is None:
        try:
            found = PrefabContents(state.project.load(path), path, state.project.assets.guid(path))
        except SceneFileError as error:
            state.log("warning", str(error))
            return None
        state.prefab_assets[path] = found
    return found


def prefabs_changed(*paths: str) -> None:
    """Let all that is open follow prefabs that changed on disk: assets, scenes, instances in both.

    Args:
        paths: Project paths of the prefabs whose files are to be read again.
    """
    state = world.current()
    project = state.project
    project.prefabs.forget()
    for path in paths:
        contents = state.prefab_assets.get(path)
        if contents is None or contents.file.touched:
            continue
        try:
            contents.reload(project.load(path))
        except SceneFileError:  # it is gone, or damaged now
            del state.prefab_assets[path]
            contents.is_loaded = False
            contents.bury()
    for each in [*state.scenes, *state.prefab_assets.values()]:
        each.reexpand()
    notes, project.prefabs.notes = project.prefabs.notes, []
    for note in notes:
        state.log("warning", note)


def write(contents: PrefabContents) -> None:
    """Save a prefab asset that was changed, and let all that is open follow.

    Raises:
        SceneFileError: It cannot be written, or changed on disk since; nothing was changed there.
    """
    contents.flush()
    if contents.file.touched:
        contents.file.save()
    contents.dirty = False
    prefabs_changed()


def asset_object(path: str, file_id: int) -> Object | None:
    """Return an object of a prefab asset; its root GameObject for the prefab as a whole."""
    contents = contents_of(path)
    if contents is None:
        return None
    return contents.root if file_id == _MAIN else contents.object(file_id)


def source_object(document: InstancedDocument) -> Object | None:
    """Return the object of the prefab asset that an instance's object comes from."""
    path = world.current().project.assets.path(document.instance.guid)
    if not path.endswith(".prefab") or document.instance.missing:
        return None
    return asset_object(path, document.source.file_id)


def load_contents(path: str) -> PrefabContents:
    """Load a prefab for editing, apart from all scenes.

    Raises:
        ProjectError: It is no prefab of this project.
        SceneFileError: It cannot be read.
    """
    project = world.current().project
    relative = project.relative(path)
    if relative is None or not relative.endswith(".prefab"):
        raise ProjectError(
            f"{path}: not a prefab of this project; give a path such as Assets/Prefabs/Lamp.prefab"
        )
    return PrefabContents(project.load(relative), relative)
