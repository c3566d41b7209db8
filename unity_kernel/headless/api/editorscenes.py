"""``UnityEditor.SceneManagement.EditorSceneManager``: opening, making, saving and closing scenes."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import FileChangedError, ProjectError
from unity_kernel.headless.project import UnityFile

from . import templates, world
from .interop import ApiType, Array, Delegate, static_property
from .loadedscene import LoadedScene
from .scenes import Scene, SceneManager
from .values import NetEnum

__all__ = ["EditorSceneManager", "NewSceneMode", "NewSceneSetup", "OpenSceneMode", "open_scene"]

_NAMESPACE = "UnityEditor.SceneManagement"


class OpenSceneMode(NetEnum):
    """Whether a scene replaces the open ones."""

    Single = 0
    Additive = 1
    AdditiveWithoutLoading = 2


class NewSceneMode(NetEnum):
    """Whether a new scene replaces the open ones."""

    Single = 0
    Additive = 1


class NewSceneSetup(NetEnum):
    """What a new scene starts with."""

    EmptyScene = 0
    DefaultGameObjects = 1


for _enum in (OpenSceneMode, NewSceneMode, NewSceneSetup):
    _enum.__module__ = _NAMESPACE


def open_scene(path: str, *, additive: bool = False) -> LoadedScene:
    """Load a scene of the project; the others stay only if it is ``additive``.

    Raises:
        ProjectError: There is no such scene, or its file is not sound. What was open stays open.
    """
    state = world.current()
    relative = state.project.relative(path)
    if relative is None or not relative.endswith(".unity"):
        raise ProjectError(
            f"{path}: not a scene of this project; give a path such as Assets/Scenes/Main.unity"
        )
    known = next((scene for scene in state.scenes if scene.path == relative), None)
    if known is not None and additive:
        return known  # as in Unity, a scene is open once
    loaded = LoadedScene(state.project.load(relative), relative)
    for note in loaded.notes:
        state.log("warning", f"{relative}: {note}")
    notes, state.project.prefabs.notes = state.project.prefabs.notes, []
    for note in notes:
        state.log("warning", note)
    _show(loaded, additive)
    return loaded


def _show(loaded: LoadedScene, additive: bool) -> None:
    state = world.current()
    if not additive:
        for other in state.scenes:
            other.flush()
            if other.dirty and other.file.touched:
                state.log(
                    "warning", f"{other.path or 'the untitled scene'}: closed, its unsaved changes are lost"
                )
            _unload(other)
        state.scenes.clear()
        state.active = None
    state.scenes.append(loaded)
    if state.active is None:
        state.active = loaded


def _unload(scene: LoadedScene) -> None:
    scene.is_loaded = False
    scene.bury()


def new_scene(*, additive: bool = False, defaults: bool = False) -> LoadedScene:
    """Make an untitled scene, empty or with Unity's camera and light."""
    from .creation import add_defaults

    state = world.current()
    style = state.project.style
    text = templates.empty_scene(style.version)
    loaded = LoadedScene(UnityFile(text.encode(), "untitled scene", style), "")
    _show(loaded, additive)
    if defaults:
        before, state.active = state.active, loaded
        add_defaults()
        state.active = before
        loaded.dirty = False
    return loaded


class SceneSetup(metaclass=ApiType):
    """One of the scenes that are open together: its path, whether it is loaded, whether it is the active one."""

    _namespace = _NAMESPACE
    __slots__ = ("isActive", "isLoaded", "isSubScene", "path")

    def __init__(self) -> None:
        self.path = ""
        self.isLoaded = True
        self.isActive = False
        self.isSubScene = False


def _event(name: str) -> static_property:
    """An event that `World.raise_event` raises."""

    def put(value: Delegate | None) -> None:
        world.current().events[name] = value if value is not None else Delegate()

    return static_property(lambda: world.current().event(name), put)


class EditorSceneManager(SceneManager):
    """Scenes in the editor."""

    _namespace = _NAMESPACE

    sceneOpened = _event("sceneOpened")
    sceneClosing = _event("sceneClosing")
    sceneClosed = _event("sceneClosed")
    sceneSaving = _event("sceneSaving")
    sceneSaved = _event("sceneSaved")
    newSceneCreated = _event("newSceneCreated")
    preventCrossSceneReferences = static_property(lambda: True)

    @static_property
    def loadedRootSceneCount() -> int:
        """How many scenes are open."""
        return len(world.current().scenes)

    @staticmethod
    def OpenScene(scenePath: str, mode: Any = OpenSceneMode.Single) -> Scene:
        """Open a scene of the project.

        Raises:
            SceneFileError: Its file is missing or not sound; what was open stays open.
        """
        scene = Scene._of(open_scene(scenePath, additive=mode != OpenSceneMode.Single))
        world.current().raise_event("sceneOpened", scene, mode)
        return scene

    @staticmethod
    def NewScene(setup: Any, mode: Any = NewSceneMode.Single) -> Scene:
        """Make an untitled scene."""
        made = new_scene(
            additive=mode == NewSceneMode.Additive, defaults=setup == NewSceneSetup.DefaultGameObjects
        )
        scene = Scene._of(made)
        world.current().raise_event("newSceneCreated", scene, setup, mode)
        return scene

    @staticmethod
    def SaveScene(scene: Scene, dstScenePath: str = "", saveAsCopy: bool = False) -> bool:
        """Write a scene to its file, or to another path of the project.

        Args:
            scene: The scene.
            dstScenePath: Where to, by default to its own file.
            saveAsCopy: Write a copy and go on with the old file; onto the scene's own path, this overwrites it also
                when somebody else changed it.

        Returns:
            True; a failure raises instead, so that nobody overlooks it.

        Raises:
            FileChangedError: Somebody else changed the file since it was loaded.
            SceneFileError: It could not be written; the old file is whole.
        """
        state = world.current()
        loaded = scene._open()
        target = loaded.path
        if dstScenePath:
            relative = state.project.relative(dstScenePath)
            if relative is None or not relative.endswith(".unity"):
                raise ProjectError(
                    f"{dstScenePath}: scenes are saved below the project, with the extension .unity"
                )
            target = relative
        state.raise_event("sceneSaving", scene, target)
        loaded.flush()
        if not target:
            raise ProjectError("an untitled scene needs a path: SaveScene(scene, 'Assets/Scenes/New.unity')")
        if target == loaded.path and not loaded.file.touched and not saveAsCopy:
            loaded.dirty = False
            return True
        where = state.project.assets.locate(target)
        where.parent.mkdir(parents=True, exist_ok=True)
        if saveAsCopy and target != loaded.path:
            loaded.file.save_copy(where, target)
            return True
        try:
            loaded.file.save(where, target, overwrite=saveAsCopy)
        except FileChangedError as error:
            raise FileChangedError(
                f"{error.reason}, or overwrite it: EditorSceneManager.SaveScene(scene, '{target}', True)",
                target,
            ) from None
        loaded.path = target
        loaded.dirty = False
        state.raise_event("sceneSaved", scene)
        return True

    @staticmethod
    def SaveOpenScenes() -> bool:
        """Save all scenes that have unsaved changes."""
        for loaded in world.current().scenes:
            if loaded.dirty:
                EditorSceneManager.SaveScene(Scene._of(loaded))
        return True

    @staticmethod
    def SaveScenes(scenes: Any) -> bool:
        """Save some scenes."""
        for scene in scenes:
            EditorSceneManager.SaveScene(scene)
        return True

    @staticmethod
    def SaveCurrentModifiedScenesIfUserWantsTo() -> bool:
        """Save all; there is nobody to ask."""
        return EditorSceneManager.SaveOpenScenes()

    @staticmethod
    def MarkSceneDirty(scene: Scene) -> bool:
        """Mark a scene as having unsaved changes."""
        scene._open().dirty = True
        return True

    @staticmethod
    def MarkAllScenesDirty() -> None:
        """Mark all scenes as having unsaved changes."""
        for loaded in world.current().scenes:
            loaded.dirty = True

    @staticmethod
    def CloseScene(scene: Scene, removeScene: bool) -> bool:
        """Close a scene without saving; the last one stays open, as in Unity."""
        state = world.current()
        loaded = scene._open()
        if len(state.scenes) == 1:
            return False
        state.raise_event("sceneClosing", scene, bool(removeScene))
        state.scenes.remove(loaded)
        _unload(loaded)
        if state.active is loaded:
            state.active = state.scenes[0]
        state.raise_event("sceneClosed", scene)
        return True

    @staticmethod
    def SaveModifiedScenesIfUserWantsTo(scenes: Any) -> bool:
        """Save those of some scenes that have unsaved changes; there is nobody to ask."""
        return EditorSceneManager.SaveScenes([scene for scene in scenes if scene.isDirty])

    @staticmethod
    def EnsureUntitledSceneHasBeenSaved(dialogContent: str) -> bool:
        """Whether every open scene has a file; there is nobody to ask for a path."""
        return all(loaded.path for loaded in world.current().scenes)

    @staticmethod
    def DetectCrossSceneReferences(scene: Scene) -> bool:
        """Whether a scene refers to objects of another one: never, since such references cannot be set."""
        _ = scene._open()
        return False

    @staticmethod
    def GetSceneManagerSetup() -> Array[SceneSetup]:
        """Return which scenes are open, for RestoreSceneManagerSetup."""
        found = []
        for loaded in world.current().scenes:
            setup = SceneSetup()
            setup.path, setup.isActive = loaded.path, loaded is world.current().active
            found.append(setup)
        return Array(found, SceneSetup)

    @staticmethod
    def RestoreSceneManagerSetup(value: Any) -> None:
        """Open the scenes that GetSceneManagerSetup returned, in place of those that are open.

        Raises:
            ProjectError: One is not there any more.
        """
        setups = [setup for setup in value if setup.path]
        for index, setup in enumerate(setups):
            loaded = open_scene(setup.path, additive=index > 0)
            if setup.isActive:
                world.current().active = loaded
