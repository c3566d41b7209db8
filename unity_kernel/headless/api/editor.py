"""``UnityEditor``: the application, the selection and small helpers."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from unity_kernel.errors import HeadlessLimitation

from . import playmode, references, world
from .component import Component
from .gameobject import GameObject
from .interop import ApiType, Array, Delegate, generic, static_property, type_argument
from .objects import Object
from .transform import Transform
from .values import NetEnum

__all__ = ["AssemblyReloadEvents", "EditorApplication", "PauseState", "PlayModeStateChange", "Selection"]

_TOP_LEVEL, _DEEP, _ASSETS, _DEEP_ASSETS = 1, 2, 16, 32  # SelectionMode


class PlayModeStateChange(NetEnum):
    """What ``EditorApplication.playModeStateChanged`` reports."""

    EnteredEditMode = 0
    ExitingEditMode = 1
    EnteredPlayMode = 2
    ExitingPlayMode = 3


class PauseState(NetEnum):
    """What ``EditorApplication.pauseStateChanged`` reports."""

    Paused = 0
    Unpaused = 1


for _enum in (PlayModeStateChange, PauseState):
    _enum.__module__ = "UnityEditor"


def _set_update(value: Delegate | None) -> None:
    world.current().update = value if value is not None else Delegate()


def _set_delayed(value: Delegate | None) -> None:
    world.current().delayed = value if value is not None else Delegate()


def _event(name: str) -> static_property:
    """An event that `World.raise_event` raises."""

    def put(value: Delegate | None) -> None:
        world.current().events[name] = value if value is not None else Delegate()

    return static_property(lambda: world.current().event(name), put)


class EditorApplication(metaclass=ApiType):
    """The editor itself. ``update += function`` calls it once a tick, ``delayCall += function`` once."""

    _namespace = "UnityEditor"

    isPlaying = static_property(lambda: world.current().playing, playmode.request)
    isPlayingOrWillChangePlaymode = static_property(lambda: world.current().play is not None)
    isPaused = static_property(lambda: world.current().paused, playmode.pause)
    isCompiling = static_property(lambda: False)
    isUpdating = static_property(lambda: False)
    isFocused = static_property(lambda: False)
    timeSinceStartup = static_property(lambda: time.monotonic() - world.current().started)
    applicationPath = static_property(lambda: sys.executable)
    applicationContentsPath = static_property(lambda: sys.prefix)
    update = static_property(lambda: world.current().update, _set_update)
    delayCall = static_property(lambda: world.current().delayed, _set_delayed)
    playModeStateChanged = _event("playModeStateChanged")
    hierarchyChanged = _event("hierarchyChanged")
    projectChanged = _event("projectChanged")
    pauseStateChanged = _event("pauseStateChanged")
    quitting = _event("quitting")

    @staticmethod
    def CallbackFunction(target: Callable[[], None]) -> Delegate:
        """Wrap a callable for ``update`` and ``delayCall``."""
        return Delegate(target)

    @staticmethod
    def Exit(returnValue: int) -> None:
        """End the editor with an exit code, without saving."""
        on_exit = world.current().on_exit
        if on_exit is None:
            raise HeadlessLimitation("this editor cannot be ended from inside")
        on_exit(int(returnValue))

    @staticmethod
    def OpenProject(projectPath: str, *args: object) -> None:
        """Close the project without saving, and open another one.

        Unity restarts for that. Here the sessions go on: plain variables of cells stay, while objects of the old
        project are destroyed ones, and subscribers of events are forgotten.

        Args:
            projectPath: The folder of the project.
            args: Arguments of Unity's command line; ``-openfile`` with a scene is understood here.

        Raises:
            ProjectError: There is no Unity project there; the present one stays open.
        """
        on_open = world.current().on_open
        if on_open is None:
            raise HeadlessLimitation("this editor cannot change its project from inside")
        words = [str(word) for arg in args for word in ([arg] if isinstance(arg, str) else arg)]  # type: ignore[attr-defined]
        scene = words[words.index("-openfile") + 1] if "-openfile" in words[:-1] else None
        on_open(str(projectPath), scene)

    @staticmethod
    def EnterPlaymode() -> None:
        """Begin to play, with the next tick. No C# scripts and no physics run."""
        playmode.request(True)

    @staticmethod
    def ExitPlaymode() -> None:
        """End play mode, with the next tick; the scenes are then as before."""
        playmode.request(False)

    @staticmethod
    def Step() -> None:
        """Let one frame of play mode pass, and pause."""
        playmode.step()

    @staticmethod
    def DirtyHierarchyWindowSorting() -> None:
        """Do nothing: there are no windows here."""

    @staticmethod
    def QueuePlayerLoopUpdate() -> None:
        """Do nothing: no player loop runs here."""

    @staticmethod
    def RepaintHierarchyWindow() -> None:
        """Do nothing: there are no windows here."""

    @staticmethod
    def RepaintProjectWindow() -> None:
        """Do nothing: there are no windows here."""

    @staticmethod
    def LockReloadAssemblies() -> None:
        """Do nothing: no assemblies are reloaded here."""

    @staticmethod
    def UnlockReloadAssemblies() -> None:
        """Do nothing: no assemblies are reloaded here."""

    @staticmethod
    def Beep() -> None:
        """Do nothing: nobody listens."""

    @staticmethod
    def ExecuteMenuItem(menuItemPath: str) -> NoReturn:
        """Menus are the real editor's."""
        raise HeadlessLimitation(f"the menu item '{menuItemPath}' needs the real editor")


class AssemblyReloadEvents(metaclass=ApiType):
    """Reloads of the scripting domain. Plain subscriptions end with it, as in Unity; those by ``unity.on`` do not."""

    _namespace = "UnityEditor"

    beforeAssemblyReload = _event("beforeAssemblyReload")
    afterAssemblyReload = _event("afterAssemblyReload")


def _live() -> list[Object]:
    state = world.current()
    state.selection = [obj for obj in state.selection if obj._alive]
    return state.selection


def _select(objects: Iterable[Object | None]) -> None:
    state = world.current()
    state.selection = [obj for obj in objects if obj is not None]
    state.selection_changed()


def _selected_objects() -> Array[GameObject]:
    found = [obj if isinstance(obj, GameObject) else obj.gameObject for obj in _live() if _owner_of(obj)]
    return Array(list(dict.fromkeys(found)), GameObject)


def _owner_of(obj: Object) -> bool:
    return isinstance(obj, (GameObject, Component))


def _active_object() -> GameObject | None:
    found = _selected_objects()
    return found[0] if len(found) else None


def _active_transform() -> Transform | None:
    found = _active_object()
    return found.transform if found is not None else None


def _set_selection_changed(value: Delegate | None) -> None:
    world.current().selection_changed = value if value is not None else Delegate()


def _asset_guids() -> list[str]:
    keys = (references.key_of(obj) for obj in _live())
    return list(dict.fromkeys(key.guid for key in keys if key is not None))


def _filtered(mode: Any) -> list[Object]:
    """Return what is selected after Unity's ``SelectionMode``: the topmost, all below, or assets only."""
    flags = int(mode)
    found = _live()
    if flags & (_ASSETS | _DEEP_ASSETS):
        found = [obj for obj in found if references.key_of(obj) is not None]
    nodes = dict.fromkeys(obj.transform for obj in found if isinstance(obj, (GameObject, Component)))
    if flags & _TOP_LEVEL:
        found = [obj for obj in found if not _owner_of(obj) or not _is_below(obj, nodes)]
    if flags & _DEEP:
        every = [node.gameObject for top in nodes for node in top._walk()]
        found = list(dict.fromkeys([*(obj for obj in found if not _owner_of(obj)), *every]))
    return found


def _is_below(obj: Any, nodes: Iterable[Transform]) -> bool:
    own = obj.transform
    return any(node is not own and own.IsChildOf(node) for node in nodes)


class Selection(metaclass=ApiType):
    """What is selected; the active object comes first."""

    _namespace = "UnityEditor"

    activeObject = static_property(lambda: next(iter(_live()), None), lambda value: _select([value]))
    activeGameObject = static_property(_active_object, lambda value: _select([value]))
    activeTransform = static_property(
        _active_transform, lambda value: _select([value.gameObject if value is not None else None])
    )
    activeInstanceID = static_property(
        lambda: next((obj._id for obj in _live()), 0),
        lambda value: _select([world.current().object(int(value))]),
    )
    objects = static_property(lambda: Array(_live(), Object), lambda value: _select(list(value)))
    gameObjects = static_property(_selected_objects)
    transforms = static_property(lambda: Array([obj.transform for obj in _selected_objects()], Transform))
    instanceIDs = static_property(
        lambda: Array([obj._id for obj in _live()], int),
        lambda value: _select([world.current().object(int(i)) for i in value]),
    )
    count = static_property(lambda: len(_live()))
    activeContext = static_property(lambda: None)
    assetGUIDs = static_property(lambda: Array(_asset_guids(), str))
    selectionChanged = static_property(lambda: world.current().selection_changed, _set_selection_changed)

    @staticmethod
    def Contains(obj: Object | int) -> bool:
        """Whether an object (or the object of an instance id) is selected."""
        return any(obj is selected or obj == selected._id for selected in _live())

    @generic
    def GetFiltered(cls, *arguments: Any) -> Array[Any]:  # noqa: N805
        """Return what is selected of a type, after a ``SelectionMode``; takes ``(type, mode)``."""
        type_, mode = arguments
        wanted = type_argument(type_)
        found: list[Object] = []
        for obj in _filtered(mode):
            if isinstance(obj, wanted):
                found.append(obj)
            elif isinstance(obj, (GameObject, Component)) and issubclass(wanted, Component):
                part = obj.GetComponent(wanted)
                found += [part] if part is not None else []
        return Array(list(dict.fromkeys(found)), wanted)

    @staticmethod
    def GetTransforms(mode: Any) -> Array[Transform]:
        """Return the Transforms of what is selected, after a ``SelectionMode``."""
        found = [obj.transform for obj in _filtered(mode) if isinstance(obj, (GameObject, Component))]
        return Array(list(dict.fromkeys(found)), Transform)

    @staticmethod
    def SetActiveObjectWithContext(obj: Object | None, context: Object | None) -> None:
        """Select an object; contexts are not kept."""
        _select([obj])
