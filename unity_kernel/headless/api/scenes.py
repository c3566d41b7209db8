"""``UnityEngine.SceneManagement``: scenes as handles, and the manager that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from unity_kernel.errors import HeadlessLimitation

from . import catalogue, world
from .interop import ApiType, Array, static_property
from .values import NetEnum

if TYPE_CHECKING:
    from .gameobject import GameObject
    from .loadedscene import LoadedScene

__all__ = ["LoadSceneMode", "Scene", "SceneManager"]

_NAMESPACE = "UnityEngine.SceneManagement"


class LoadSceneMode(NetEnum):
    """Whether a scene replaces the loaded ones."""

    Single = 0
    Additive = 1


LoadSceneMode.__module__ = _NAMESPACE


class Scene(metaclass=ApiType):
    """A handle on a loaded scene; a struct in C#, so that two handles on one scene are equal."""

    _namespace = _NAMESPACE
    __slots__ = ("_loaded",)
    _loaded: LoadedScene | None

    @classmethod
    def _of(cls, loaded: LoadedScene | None) -> Scene:
        made = cls()
        object.__setattr__(made, "_loaded", loaded)
        return made

    def __init__(self) -> None:
        object.__setattr__(self, "_loaded", None)

    def _open(self) -> LoadedScene:
        loaded = self._loaded
        if loaded is None or not loaded.is_loaded:
            raise ValueError("The scene is not loaded.")  # System.ArgumentException in .NET
        return loaded

    @property
    def name(self) -> str:
        """The file's name without extension; empty for a scene never saved."""
        return self._loaded.name if self._loaded is not None else ""

    @property
    def path(self) -> str:
        """Project path of the file, such as ``Assets/Scenes/Main.unity``."""
        return self._loaded.path if self._loaded is not None else ""

    @property
    def isDirty(self) -> bool:
        """Whether it has unsaved changes."""
        return self._loaded is not None and self._loaded.dirty

    @property
    def isLoaded(self) -> bool:
        """Whether it is loaded."""
        return self._loaded is not None and self._loaded.is_loaded

    @property
    def buildIndex(self) -> int:
        """Its place among the enabled scenes of the build settings, or -1."""
        enabled = [scene.path for scene in world.current().project.build_scenes() if scene.enabled]
        return enabled.index(self.path) if self.path in enabled else -1

    @property
    def handle(self) -> int:
        """A number that is unique in this session."""
        return self._loaded.handle if self._loaded is not None else 0

    @property
    def isSubScene(self) -> bool:
        """Whether it is a sub scene: never, here."""
        return False

    @property
    def rootCount(self) -> int:
        """How many root GameObjects it has."""
        return len(self._open().roots)

    def GetRootGameObjects(self) -> Array[GameObject]:
        """Return its root GameObjects, in hierarchy order."""
        from .gameobject import GameObject

        return Array([node.gameObject for node in self._open().roots], GameObject)

    def IsValid(self) -> bool:
        """Whether it is a scene that was opened and not closed since."""
        return self.isLoaded

    def GetHashCode(self) -> int:
        """Return the handle."""
        return self.handle

    def ToString(self) -> str:
        """Return the type's name, as C# does."""
        return f"{_NAMESPACE}.Scene"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scene) and other._loaded is self._loaded

    def __hash__(self) -> int:
        return self.handle

    def __repr__(self) -> str:
        return f"<{_NAMESPACE}.Scene {self.path or self.name or 'Untitled'!r}>"

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        catalogue.missing(f"{_NAMESPACE}.Scene", name)

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(getattr(type(self), name, None), property):
            raise TypeError(f"property '{name}' of 'Scene' is read-only")
        catalogue.missing(f"{_NAMESPACE}.Scene", name)


class SceneManager(metaclass=ApiType):
    """The loaded scenes."""

    _namespace = _NAMESPACE

    @static_property
    def sceneCount() -> int:
        """How many scenes are loaded."""
        return len(world.current().scenes)

    @static_property
    def loadedSceneCount() -> int:
        """How many scenes are loaded."""
        return len(world.current().scenes)

    @static_property
    def sceneCountInBuildSettings() -> int:
        """How many scenes are enabled in the build settings."""
        return sum(scene.enabled for scene in world.current().project.build_scenes())

    @staticmethod
    def GetActiveScene() -> Scene:
        """Return the scene that new objects go to."""
        return Scene._of(world.current().active)

    @staticmethod
    def SetActiveScene(scene: Scene) -> bool:
        """Make a loaded scene the active one."""
        world.current().active = scene._open()
        return True

    @staticmethod
    def GetSceneAt(index: int) -> Scene:
        """Return a loaded scene by index.

        Raises:
            IndexError: There is none.
        """
        scenes = world.current().scenes
        if not 0 <= index < len(scenes):
            raise IndexError(f'Scene index "{index}" is out of range.')
        return Scene._of(scenes[index])

    @staticmethod
    def GetSceneByName(name: str) -> Scene:
        """Return a loaded scene by name; an invalid one if there is none."""
        found = next((scene for scene in world.current().scenes if scene.name == name), None)
        return Scene._of(found)

    @staticmethod
    def GetSceneByPath(scenePath: str) -> Scene:
        """Return a loaded scene by path; an invalid one if there is none."""
        found = next((scene for scene in world.current().scenes if scene.path == scenePath), None)
        return Scene._of(found)

    @staticmethod
    def GetSceneByBuildIndex(buildIndex: int) -> Scene:
        """Return a loaded scene by its place in the build settings; an invalid one if it is not loaded."""
        enabled = [scene.path for scene in world.current().project.build_scenes() if scene.enabled]
        if not 0 <= buildIndex < len(enabled):
            return Scene()
        return SceneManager.GetSceneByPath(enabled[buildIndex])

    @staticmethod
    def LoadScene(*arguments: object) -> NoReturn:
        """Only in play mode: in the editor, use EditorSceneManager.OpenScene."""
        raise HeadlessLimitation(
            "SceneManager.LoadScene works in play mode only, which needs the real editor; "
            "use EditorSceneManager.OpenScene"
        )
