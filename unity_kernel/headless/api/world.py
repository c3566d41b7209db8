"""What the one running headless editor holds: the project, the loaded scenes, all live objects."""

from __future__ import annotations

import time
import traceback
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import UnityKernelError
from unity_kernel.headless.project import Project
from unity_kernel.headless.project.project import TAG_MANAGER
from unity_kernel.headless.project.storage import stamp_of

from .interop import Delegate

if TYPE_CHECKING:
    from .loadedscene import LoadedScene
    from .objects import Object
    from .prefabassets import PrefabContents

__all__ = ["World", "current", "enter", "leave"]

LogSink = Callable[[str, str, str], None]

_world: World | None = None


class World:
    """State shared by all of the API; made by the runtime.

    Attributes:
        project: The open project.
        scenes: Loaded scenes in hierarchy order.
        active: The scene that new objects go to.
        selection: Selected objects, the active one first.
        events: Subscribers of the editor's other events, by the event's name.
        history: What can be taken back; made by ``Undo``.
        hierarchy_dirty: Whether a hierarchy changed since the last tick.
        reload_wanted: Whether the scripting domain is to be reloaded with the next tick.
        show_progress: Shows title, text and fraction of a progress bar, or returns False for want of a place.
        close_progress: Ends what that shows.
        progress: The title of the progress bar that was logged; empty for none.
        play: The session in play mode, or what waits for the next tick; None in edit mode.
        session: Values of ``SessionState``.
        undoing: Whether a step is being taken back or made again.
        update: Subscribers of ``EditorApplication.update``.
        delayed: Subscribers of ``EditorApplication.delayCall``, each called once.
        prefab_assets: The objects of prefabs by project path, as far as they were asked for.
        script_classes: Classes of scripts by the GUID of their file.
        script_sources: What the sources of scripts say, by project path, with the time of the file.
        asset_files: Assets that were looked into, by project path.
        next_look: Clock before which the disk is not looked at again.
        reported_changes: Files of which it was said that others changed them, with the state that was seen.
        started: Clock at start, for ``timeSinceStartup``.
    """

    def __init__(self, project: Project, log: LogSink) -> None:
        self.project = project
        self.log_sink = log
        self.scenes: list[LoadedScene] = []
        self.active: LoadedScene | None = None
        self.selection: list[Object] = []
        self.selection_changed = Delegate()
        self.events: dict[str, Delegate] = {}
        self.history: Any = None
        self.undoing = False
        self.hierarchy_dirty = False
        self.show_progress: Callable[[str, str, float], bool] = lambda title, info, fraction: False
        self.close_progress: Callable[[], None] = lambda: None
        self.progress = ""
        self.play: Any = None
        self.session: dict[str, Any] = {}
        self.update = Delegate()
        self.delayed = Delegate()
        self.log_received = Delegate()
        self.on_exit: Callable[[int], None] | None = None
        self.on_domain_reload: Callable[[], None] | None = None
        self.reload_wanted = False
        self._enter_play_mode: tuple[bool, int] | None = None
        self.on_open: Callable[[str, str | None], None] | None = None
        self.started = time.monotonic()
        self.frames = 0
        self.playing = False
        self.paused = False
        self.time_scale = 1.0
        self._objects: weakref.WeakValueDictionary[int, Object] = weakref.WeakValueDictionary()
        self.script_classes: dict[str, Any] = {}
        self.prefab_assets: dict[str, PrefabContents] = {}
        self.script_sources: dict[str, Any] = {}
        self.asset_files: dict[str, Any] = {}
        self.next_look = 0.0
        self.reported_changes: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
        self._tags: list[str] = []
        self._layers: list[str] = []
        self._tags_read: object = None  # what they were read from
        self._last_id = 20_000  # below, Unity keeps its own objects; nothing depends on the number

    @property
    def enter_play_mode(self) -> tuple[bool, int]:
        """The project's Enter Play Mode settings: whether its options count, and those as flags."""
        if self._enter_play_mode is None:
            self._enter_play_mode = self.project.enter_play_mode()
        return self._enter_play_mode

    @enter_play_mode.setter
    def enter_play_mode(self, value: tuple[bool, int]) -> None:
        self._enter_play_mode = value

    def reload_domain(self) -> None:
        """Reload the scripting domain now: between frames, while no script runs."""
        self.reload_wanted = False
        if self.on_domain_reload is not None:
            self.on_domain_reload()

    @property
    def tags(self) -> list[str]:
        """The tags that the project defines beside Unity's own."""
        file = self.asset_files.get(TAG_MANAGER)
        native = file.native if file is not None else None
        state = native.render() if native is not None else stamp_of(self.project.root / TAG_MANAGER)
        if self._tags_read != (state,):
            self._tags_read = (state,)
            self._tags, self._layers = self.project.tags_and_layers(native)
        return self._tags

    @property
    def layers(self) -> list[str]:
        """Names of the layers by index, empty where a layer has none."""
        _ = self.tags
        return self._layers

    def script_paths(self) -> dict[str, str]:
        """Return the paths of the project's C# files by the name of the class that they should hold."""
        paths = self.project.assets.paths
        return {path.rpartition("/")[2][:-3]: path for path in paths if path.endswith(".cs")}

    def register(self, obj: Object) -> int:
        """Give a new object its instance id."""
        self._last_id += 2
        self._objects[self._last_id] = obj
        return self._last_id

    @property
    def living(self) -> list[Object]:
        """All objects that Python has."""
        return list(self._objects.values())

    def succeed(self, former: World) -> None:
        """Take the place of another world: its numbers of objects are not used again."""
        self._last_id = former._last_id
        self.log_sink, self.on_exit, self.on_open = former.log_sink, former.on_exit, former.on_open
        self.on_domain_reload = former.on_domain_reload
        self.show_progress, self.close_progress = former.show_progress, former.close_progress
        self.started = former.started

    def object(self, instance_id: int) -> Object | None:
        """Return the live object of that instance id."""
        return self._objects.get(instance_id)

    def log(self, severity: str, message: str, stack: str = "") -> None:
        """Report a console line; may be called on any thread."""
        self.log_sink(severity, message, stack)

    def event(self, name: str) -> Delegate:
        """Return the subscribers of an event."""
        return self.events.get(name) or Delegate()

    def raise_event(self, name: str, *arguments: Any) -> None:
        """Call the subscribers of an event; what they raise is logged, and the others are still called."""
        for target in self.event(name):
            try:
                target(*arguments)
            except Exception as error:
                self.log_exception(error, name)

    def log_exception(self, error: BaseException, doing: str) -> None:
        """Report what a subscriber raised."""
        stack = "".join(traceback.format_exception(error))
        self.log("exception", f"{type(error).__name__}: {error} (in {doing})", stack)


def enter(world: World) -> None:
    """Make ``world`` the one that the API works on."""
    global _world
    _world = world


def leave(world: World) -> None:
    """Forget ``world``, if it is the current one."""
    global _world
    if _world is world:
        _world = None


def current() -> World:
    """Return the running editor's world.

    Raises:
        UnityKernelError: No headless editor runs in this process.
    """
    if _world is None:
        raise UnityKernelError(
            "no headless editor runs in this process; start one: unity-kernel headless PROJECT"
        )
    return _world
