"""``UnityEditor.EditorBuildSettings``: which scenes a build has."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import ProjectError
from unity_kernel.headless.project import Sequence, UnityFile

from . import world
from .interop import ApiType, Array, Delegate, static_property
from .objects import Object

__all__ = ["EditorBuildSettings", "EditorBuildSettingsScene"]

_PATH = "ProjectSettings/EditorBuildSettings.asset"


class EditorBuildSettingsScene(metaclass=ApiType):
    """A line of the build's list of scenes.

    Args:
        path: Project path of the scene, or its GUID.
        enabled: Whether the build includes it.
    """

    _namespace = "UnityEditor"
    __slots__ = ("enabled", "path")

    def __init__(self, path: str = "", enabled: bool = False) -> None:
        self.path = world.current().project.assets.path(path) or str(path)
        self.enabled = bool(enabled)

    @property
    def guid(self) -> str:
        """The scene's GUID."""
        return world.current().project.assets.guid(self.path) or "0" * 32

    @guid.setter
    def guid(self, value: object) -> None:
        self.path = world.current().project.assets.path(str(value))

    @staticmethod
    def GetActiveSceneList(scenes: Any) -> Array[str]:
        """Return the paths of those that are enabled."""
        return Array([scene.path for scene in scenes if scene.enabled], str)

    def __repr__(self) -> str:
        return f"<UnityEditor.EditorBuildSettingsScene {self.path!r}{'' if self.enabled else ' (off)'}>"


def _scenes() -> Array[EditorBuildSettingsScene]:
    found = [EditorBuildSettingsScene(s.path, s.enabled) for s in world.current().project.build_scenes()]
    return Array(found, EditorBuildSettingsScene)


def _set_scenes(value: Any) -> None:
    """Write the list to the project's settings at once, as Unity does.

    Raises:
        ProjectError: The settings file is not sound.
    """
    state = world.current()
    file: UnityFile = state.project.load(_PATH)
    document = next((d for d in file.documents if isinstance(d.field("m_Scenes"), Sequence)), None)
    if document is None:
        raise ProjectError(f"{_PATH}: it has no list of scenes")
    style = file.style
    items = []
    for scene in value:
        path = style.string(scene.path, column=10, indent=6) if scene.path else ""
        items.append(f"enabled: {int(scene.enabled)}\n    path: {path}\n    guid: {scene.guid}")
    if document.set_items("m_Scenes", items):
        file.save()
        state.raise_event("sceneListChanged")


def _subscribe(value: Delegate | None) -> None:
    world.current().events["sceneListChanged"] = value if value is not None else Delegate()


class EditorBuildSettings(Object):
    """The scenes of the build; assigning the list writes it."""

    _namespace = "UnityEditor"
    __slots__ = ()
    scenes = static_property(_scenes, _set_scenes)
    sceneListChanged = static_property(lambda: world.current().event("sceneListChanged"), _subscribe)
