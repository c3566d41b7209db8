"""The embedded editor's Unity side: loads a project's scene and offers it as Unity's modules."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from types import ModuleType

from unity_kernel.errors import UnityKernelError
from unity_kernel.headless.project import Project

from . import catalogue, diskwatch, editorscenes, namespaces, obsolete, playmode, references, world
from .component import Component
from .globalobjectid import GlobalObjectId
from .interop import Delegate
from .objects import Object
from .values import set_layer_names_source, set_missing_member_hook

__all__ = ["Runtime"]


class Runtime:
    """One project, opened without Unity; one per process.

    All methods but those named otherwise belong to the thread that made it, as Unity's API belongs to the main thread.

    Args:
        project: The project.
        scene: Path or name of the scene to load; by default the project's choice.
        log: Called with severity (``log``, ``warning``, ``error``, ``exception``, ``assert``), message and stack;
            on any thread.

    Attributes:
        modules: Unity's namespaces by name, ready for ``sys.modules``.
        on_exit: Called with an exit code by ``EditorApplication.Exit``.
        on_domain_reload: Called between frames when the scripting domain is to be reloaded; it calls `begin_reload`,
            `forget_subscribers` and `end_reload` in turn.
        on_project: Called with another project that was opened by ``EditorApplication.OpenProject``.
    """

    def __init__(
        self, project: Project, *, scene: str | None = None, log: Callable[[str, str, str], None]
    ) -> None:
        self._project = project
        self._scene = scene
        self._thread = threading.get_ident()
        self._log = log
        self._world = world.World(project, self._log_line)
        self._world.on_open = self.open_project
        self.on_project: Callable[[Project], None] = lambda project: None
        self.modules: dict[str, ModuleType] = namespaces.build()
        self._replaced: dict[str, ModuleType] = {}

    @property
    def on_exit(self) -> Callable[[int], None] | None:
        """Called with an exit code by ``EditorApplication.Exit``."""
        return self._world.on_exit

    @on_exit.setter
    def on_exit(self, value: Callable[[int], None] | None) -> None:
        self._world.on_exit = value

    def show_progress(self, show: Callable[[str, str, float], bool], close: Callable[[], None]) -> None:
        """Has ``EditorUtility``'s progress bars shown; see ``World.show_progress``."""
        self._world.show_progress, self._world.close_progress = show, close

    @property
    def on_domain_reload(self) -> Callable[[], None] | None:
        """Called between frames when the scripting domain is to be reloaded."""
        return self._world.on_domain_reload

    @on_domain_reload.setter
    def on_domain_reload(self, value: Callable[[], None] | None) -> None:
        self._world.on_domain_reload = value

    def _log_line(self, severity: str, message: str, stack: str) -> None:
        self._log(severity, message, stack)
        for target in self._world.log_received:
            try:
                target(message, stack, namespaces.log_type(severity))
            except Exception as error:  # a subscriber's fault must not become the logger's
                self._log("exception", f"{type(error).__name__}: {error} (in logMessageReceived)", "")

    def install(self) -> None:
        """Make ``import UnityEngine`` and the others give this editor's modules."""
        world.enter(self._world)
        set_missing_member_hook(catalogue.missing)
        set_layer_names_source(lambda: self._world.layers)
        obsolete.install(self._project.style.version, self._classes())
        for name, module in self.modules.items():
            if name in sys.modules and sys.modules[name] is not module:
                self._replaced[name] = sys.modules[name]
            sys.modules[name] = module

    def _classes(self) -> set[type]:
        return {
            value
            for module in self.modules.values()
            for value in vars(module).values()
            if isinstance(value, type)
        }

    def uninstall(self) -> None:
        """Undo `install`."""
        for name, module in self.modules.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
        sys.modules.update(self._replaced)
        self._replaced.clear()
        obsolete.uninstall()
        set_missing_member_hook(None)
        set_layer_names_source(None)
        references.forget()
        world.leave(self._world)

    def open_project(self, path: str, scene: str | None = None) -> None:
        """Close the project without saving, and open another one in its place.

        Args:
            path: The folder of the project; a relative one is looked for beside the present project.
            scene: The scene to open in it; by default the project's choice.

        Raises:
            ProjectError: There is no Unity project there; the present one stays open.
        """
        project = Project.open(os.path.join(self._project.root.parent, path))
        former = self._world
        for each in [*former.scenes, *former.prefab_assets.values()]:
            each.is_loaded = False
        left = f"belongs to the project {former.project.root}, which was closed,"
        for obj in sorted(
            former.living, key=lambda o: not isinstance(o, Component)
        ):  # these need others' names
            if obj._alive:
                obj._bury(left)
        references.forget()
        self._project, self._scene = project, scene
        self._world = world.World(project, self._log_line)
        self._world.succeed(former)
        world.enter(self._world)
        self.on_project(project)
        self.load()

    def load(self) -> None:
        """Open the chosen scene. A failure is logged and leaves an empty untitled scene."""
        world.enter(self._world)
        try:
            path = self._project.choose_scene(self._scene)
            if path is not None:
                editorscenes.open_scene(path)
                return
            self._world.log(
                "warning", f"{self._project.root}: the project has no scenes; an untitled one is open"
            )
        except UnityKernelError as error:
            self._world.log("error", f"the scene could not be opened, an empty one is open instead: {error}")
        except Exception as error:  # whatever a hostile file does, the editor stays up
            self._world.log_exception(error, "opening the scene")
        editorscenes.new_scene()

    def tick(self) -> None:
        """Call the subscribers of ``delayCall`` (once each) and ``update``; what they raise is logged."""
        state = self._world
        state.frames += 1
        if len(state.delayed):
            due, state.delayed = state.delayed, Delegate()
            self._call(due, "EditorApplication.delayCall")
        if state.reload_wanted:
            state.reload_domain()
        playmode.tick()
        if state.hierarchy_dirty:
            state.hierarchy_dirty = False
            state.raise_event("hierarchyChanged")
        if len(state.update):
            self._call(state.update, "EditorApplication.update")

    def look_at_disk(self) -> None:
        """Report open files that others changed; cheap. Main thread."""
        diskwatch.look()

    def _call(self, targets: Delegate, name: str) -> None:
        for target in targets:
            try:
                target()
            except Exception as error:
                self._world.log_exception(error, name)

    @property
    def wants_ticks(self) -> bool:
        """Whether anything waits for `tick`."""
        state = self._world
        heard = state.hierarchy_dirty and len(state.event("hierarchyChanged"))
        wanted = state.reload_wanted or state.play is not None
        return bool(len(state.update) or len(state.delayed) or wanted or heard)

    def begin_reload(self) -> None:
        """Tell subscribers that the scripting domain is about to end."""
        self._world.raise_event("beforeAssemblyReload")

    def forget_subscribers(self) -> None:
        """End what the scripting domain held: subscriptions of scripts, and what their sources said."""
        state = self._world
        state.events.clear()
        state.update, state.delayed = Delegate(), Delegate()
        state.log_received, state.selection_changed = Delegate(), Delegate()
        state.script_sources.clear()

    def end_reload(self) -> None:
        """Tell subscribers, of whom only renewed ones are left, that there is a new domain."""
        self._world.raise_event("afterAssemblyReload")

    def event(self, name: str) -> tuple[object, str]:
        """Return the owner and the member's name of an event such as ``EditorApplication.hierarchyChanged``.

        Raises:
            AttributeError: There is none; the text says what to write.
        """
        *path, member = name.split(".")
        namespaces_ = [module for module in self.modules if name.startswith(f"{module}.")]
        namespace = max(namespaces_, key=len, default="UnityEditor")
        if namespaces_:
            path = path[namespace.count(".") + 1 :]
        owner: object = self.modules[namespace]
        for part in path:
            owner = getattr(owner, part)
        if not path or not isinstance(getattr(owner, member), Delegate):
            raise AttributeError(
                f"'{name}' is no event; write it as in C#, such as 'EditorApplication.hierarchyChanged'"
            )
        return owner, member

    def reference(self, obj: object) -> str | None:
        """Return the GlobalObjectId of one of Unity's objects as text, empty for one never saved; else None."""
        if not isinstance(obj, Object):
            return None
        found = GlobalObjectId.GetGlobalObjectIdSlow(obj)
        saved = found.identifierType and found.assetGUID.strip("0")
        return str(found) if saved else ""

    def resolve(self, reference: str) -> object:
        """Return the object of a `reference`, or None."""
        known, found = GlobalObjectId.TryParse(reference)
        return GlobalObjectId.GlobalObjectIdentifierToObjectSlow(found) if known else None

    def identity(self, obj: object) -> str | None:
        """Return a stable id of one of Unity's objects, as text; None for anything else."""
        return str(obj._id) if isinstance(obj, Object) else None

    def describe_scene(self) -> dict[str, object]:
        """Return the active scene's name, path, whether it is dirty, and how many GameObjects it has."""
        scene = self._world.active
        if scene is None:
            return {"name": "", "path": "", "dirty": False, "gameObjects": 0}
        return {
            "name": scene.name,
            "path": scene.path,
            "dirty": scene.dirty,
            "gameObjects": scene.game_object_count,
        }
