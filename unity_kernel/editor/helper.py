"""`unity` in every cell: what a notebook needs that Unity's own API does not say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from unity_kernel import display
from unity_kernel.display.picture import Picture
from unity_kernel.editor import pictures
from unity_kernel.editor.asked import Asked
from unity_kernel.editor.frames import Subscription
from unity_kernel.editor.livetree import LiveTree
from unity_kernel.editor.playmode import PlayMode
from unity_kernel.editor.progress import Progress
from unity_kernel.editor.routing import current_cell
from unity_kernel.editor.undo import Recording
from unity_kernel.errors import UnityKernelError, WaitTimeout

if TYPE_CHECKING:
    from unity_kernel.editor.editor import Editor
    from unity_kernel.interact.services import Services

__all__ = ["UnityHelper"]


class UnityHelper:
    """The editor that runs this cell.

    Example:
        >>> unity.project
        '/home/me/MyGame'
        >>> await unity.seconds(0.5)
    """

    def __init__(self, editor: Editor, directory: str = "") -> None:
        self._editor = editor
        self._play_mode = PlayMode(editor)
        self._directory = directory

    @property
    def project(self) -> str:
        """Absolute path of the open project."""
        return self._editor.host.project()

    @property
    def notebook_directory(self) -> str:
        """Where this session's notebook lies. The working directory is the project's, as always in Unity."""
        return self._directory

    @property
    def version(self) -> str:
        """The Unity version."""
        return self._editor.host.version()

    @property
    def kind(self) -> str:
        """The host: `unity` for the real editor, `headless` for the embedded one."""
        return self._editor.host.kind

    async def next_frame(self) -> None:
        """Lets the editor go on and returns in its next frame."""
        await self._editor.frames.next()

    async def frames(self, count: int) -> None:
        """Lets the editor go on for `count` frames."""
        for _ in range(count):
            await self._editor.frames.next()

    async def seconds(self, duration: float) -> None:
        """Lets the editor go on for `duration` seconds."""
        await asyncio.sleep(duration)

    async def until(self, predicate: Callable[[], Any], timeout: float = 60.0) -> Any:
        """Lets the editor go on until `predicate()` is true; returns its value.

        Raises:
            WaitTimeout: It was not within `timeout` seconds.
            TypeError: `predicate` is no function.
        """
        if not callable(predicate):
            raise TypeError(
                "unity.until asks again and again, and so takes a function: unity.until(lambda: x > 3)"
            )
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not (value := predicate()):
            if loop.time() >= deadline:
                raise WaitTimeout(f"unity.until: the condition did not hold within {timeout:g} s")
            await asyncio.sleep(0.005)
        return value

    def play(self) -> Asked:
        """Enters play mode: when the cell ends, or within the cell by `await unity.play()`.

        Example:
            >>> await unity.play()
            >>> await unity.frames(60)
            >>> print(UnityEngine.Time.time)
            >>> await unity.stop()
        """
        return self._play_mode.play()

    def pause(self) -> Asked:
        """Pauses play mode."""
        return self._play_mode.pause()

    def step(self) -> Asked:
        """Lets one frame of play mode pass, and pauses."""
        return self._play_mode.step()

    def stop(self) -> Asked:
        """Leaves play mode: when the cell ends, or within the cell by `await unity.stop()`."""
        return self._play_mode.stop()

    def reload(self) -> Asked:
        """Reloads the scripting domain, as after an edit of C# scripts. Variables are kept.

        Raises (where it is awaited):
            UnityKernelError: It does not come, because of compile errors; the text has them.
        """
        return self._play_mode.reload()

    def on_update(self, function: Callable[[], object]) -> Subscription:
        """Calls a function in every frame, also after domain reloads, until `.cancel()` or the session's end."""
        return self._editor.frames.on_update(function)

    def on(self, event: str, function: Callable[..., object]) -> Subscription:
        """Calls a function at an event of the editor, also after domain reloads, which take plain subscriptions.

        Args:
            event: Such as "EditorApplication.hierarchyChanged" or "UnityEditor.Undo.undoRedoPerformed".
            function: Called with the event's arguments.

        Raises:
            AttributeError: There is no such event.
        """
        return self._editor.events.on(event, function)

    def progress(
        self, items: Iterable[Any], title: str = "Progress", total: int | None = None, *, window: bool = True
    ) -> Progress:
        """Iterates over items and shows how far it is, in the cell and in Unity's own progress bar.

        Cancel in Unity's bar interrupts the cell, as the notebook's interrupt does: KeyboardInterrupt is raised.

        Args:
            items: What to iterate over.
            title: What is done.
            total: How many items there are, where `items` has no length.
            window: Whether Unity shows a bar as well.

        Example:
            >>> for lamp in (bar := unity.progress(lamps, "Baking")):
            ...     bar.info = lamp.name
            ...     bake(lamp)
        """
        host = self._editor.host if window else None
        return Progress(
            self._editor.progress,
            items,
            title,
            total,
            getattr(host, "show_progress", None),
            getattr(host, "close_progress", lambda: None),
        )

    def recording(self, *objects: Any, name: str = "Change") -> Recording:
        """What the block changes of these objects' properties can be taken back, by `%undo` or Edit > Undo.

        New objects, parents and components are not properties: `Undo.RegisterCreatedObjectUndo`,
        `Undo.SetTransformParent` and `Undo.AddComponent` record those.

        Args:
            objects: Unity's objects, or lists of them. A GameObject stands for its components as well.
            name: The step's name where it is not part of a cell, which names its step itself.

        Example:
            >>> with unity.recording(lamp):
            ...     lamp.transform.position += UnityEngine.Vector3.up
        """
        return Recording(objects, name)

    def inspect(self, obj: Any) -> Any:
        """An object's fields as widgets: they follow the object, and edits go into it by way of Undo.

        Args:
            obj: A GameObject, whose components are shown as well; a component; or an asset.

        Raises:
            UnityKernelError: It is none of these, has been destroyed, or ipywidgets is missing.
        """
        from unity_kernel.interact.inspector import Inspector

        return Inspector(obj, self._services())

    def browse(self) -> Any:
        """The open scenes' objects, to search and choose: the chosen one is selected in the editor and inspected."""
        from unity_kernel.interact.browser import Browser

        return Browser(self._services())

    def interact(self, function: Callable[..., Any] | None = None, /, **abbreviations: Any) -> Any:
        """The `interact` of ipywidgets, which also takes vectors, rotations, colours and values of enums.

        Example:
            >>> @unity.interact(position=UnityEngine.Vector3(0, 1, 0), color=UnityEngine.Color.red, size=(0.1, 3.0))
            ... def place(position, color, size): ...
        """
        from unity_kernel.interact.abbreviations import interact

        return interact(function, abbreviations)

    def _services(self) -> Services:
        from unity_kernel.interact.services import Services

        cell = current_cell()
        if cell is None:
            raise UnityKernelError("widgets belong to a notebook: make them in a cell")
        return Services(self.on_update, self._editor.undo.rename, cell.session.shell.at_end.append)

    def undo(self, count: int = 1) -> list[str]:
        """Takes back the last steps of the editor's Undo; returns their names, fewer where there are not as many.

        A name is empty where Unity does not tell it (before 2022.2).
        """
        return self._editor.undo.perform(count)

    def redo(self, count: int = 1) -> list[str]:
        """Makes the last steps again that were taken back; returns their names as `undo` does."""
        return self._editor.undo.perform(count, redo=True)

    def tree(self, obj: Any = None, most: int = 600) -> Any:
        """The hierarchy below a GameObject, or of a scene; of the open scene by default.

        Args:
            obj: A GameObject, a component, or a scene.
            most: Objects that are shown at first. The others unfold where anywidget is installed, and are counted.
        """
        if obj is None:
            obj = self._editor.host.namespace()["UnityEngine"].SceneManagement.SceneManager.GetActiveScene()
        return LiveTree(obj, most)

    def table(self, objects: Iterable[Any], *columns: str) -> Any:
        """Members of many objects as a pandas DataFrame, whose index holds the objects' ids.

        Args:
            objects: Unity's objects, or a type for all loaded objects of it.
            columns: Members by dotted path; structs become several columns. Without any: what suits the type.

        Raises:
            TableError: pandas is missing, or no object has such a member.

        Example:
            >>> table = unity.table(UnityEngine.Light, "name", "intensity", "transform.position")
            >>> table["transform.position.y"] += 1
            >>> unity.write_table(table)
            4
        """
        return display.read_table(objects, columns, getattr(self._editor.host, "open_table", None))

    def screenshot(self, target: Any = None, size: Any = pictures.SIZE, transparent: bool = False) -> Picture:
        """A picture, as the game view shows it by default; it changes nothing.

        Args:
            target: "game", "scene", a Camera, or a GameObject, which is shown alone; or the name of one of these.
            size: (width, height) in pixels, or "640x360".
            transparent: Whether the background is left out.

        Raises:
            PictureError: There is nothing to make it of, the size makes no sense, or this editor cannot draw.

        Example:
            >>> unity.screenshot("scene", (640, 360)).save("Recordings/scene.png")
        """
        return pictures.screenshot(self._editor.host, target, size, transparent)

    side_by_side = staticmethod(display.side_by_side)
    before_after = staticmethod(display.before_after)

    def write_table(self, table: Any, columns: Sequence[str] = ()) -> int:
        """Writes what was changed in a table of `unity.table` into its objects; returns how many values that were.

        Rows may have been filtered and sorted. Each object is recorded for Undo.

        Raises:
            TableError: A row or column is not of such a table, or a value cannot be written.
        """
        return display.write_table(table, columns)

    def __repr__(self) -> str:
        return f"<unity: {self.kind} editor, Unity {self.version}, project {self.project}>"
