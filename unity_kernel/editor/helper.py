"""`unity` in every cell: what a notebook needs that Unity's own API does not say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

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

    def __repr__(self) -> str:
        return f"<unity: {self.kind} editor, Unity {self.version}, project {self.project}>"
