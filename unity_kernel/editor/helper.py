"""`unity` in every cell: what a notebook needs that Unity's own API does not say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from unity_kernel import display
from unity_kernel.editor.host import EditorHost
from unity_kernel.errors import WaitTimeout

__all__ = ["UnityHelper"]


class UnityHelper:
    """The editor that runs this cell.

    Example:
        >>> unity.project
        '/home/me/MyGame'
        >>> await unity.seconds(0.5)
    """

    def __init__(self, host: EditorHost, directory: str = "") -> None:
        self._host = host
        self._directory = directory

    @property
    def project(self) -> str:
        """Absolute path of the open project."""
        return self._host.project()

    @property
    def notebook_directory(self) -> str:
        """Where this session's notebook lies. The working directory is the project's, as always in Unity."""
        return self._directory

    @property
    def version(self) -> str:
        """The Unity version."""
        return self._host.version()

    @property
    def kind(self) -> str:
        """The host: `unity` for the real editor, `headless` for the embedded one."""
        return self._host.kind

    async def next_frame(self) -> None:
        """Lets the editor go on and returns at its next tick."""
        await asyncio.sleep(0)

    async def seconds(self, duration: float) -> None:
        """Lets the editor go on for `duration` seconds."""
        await asyncio.sleep(duration)

    async def until(self, predicate: Callable[[], Any], timeout: float = 60.0) -> Any:
        """Lets the editor go on until `predicate()` is true; returns its value.

        Raises:
            WaitTimeout: It was not within `timeout` seconds.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not (value := predicate()):
            if loop.time() >= deadline:
                raise WaitTimeout(f"unity.until: the condition did not hold within {timeout:g} s")
            await asyncio.sleep(0.005)
        return value

    def tree(self, obj: Any = None, most: int = 600) -> Any:
        """The hierarchy below a GameObject, or of a scene; of the open scene by default.

        Args:
            obj: A GameObject, a component, or a scene.
            most: Objects that are shown; the others are counted.
        """
        if obj is None:
            obj = self._host.namespace()["UnityEngine"].SceneManagement.SceneManager.GetActiveScene()
        return display.tree(obj, most)

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
        return display.read_table(objects, columns, getattr(self._host, "open_table", None))

    def write_table(self, table: Any, columns: Sequence[str] = ()) -> int:
        """Writes what was changed in a table of `unity.table` into its objects; returns how many values that were.

        Rows may have been filtered and sorted. Each object is recorded for Undo.

        Raises:
            TableError: A row or column is not of such a table, or a value cannot be written.
        """
        return display.write_table(table, columns)

    def __repr__(self) -> str:
        return f"<unity: {self.kind} editor, Unity {self.version}, project {self.project}>"
