"""What a cell has asked the editor to do, and may await."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from typing import Any

from unity_kernel.editor.frames import Frames
from unity_kernel.errors import WaitTimeout

__all__ = ["Asked"]


class Asked:
    """Something that the editor does once the main thread is free: when the cell ends, or while it awaits this.

    Args:
        name: For people: `unity.play()`.
        frames: The editor's.
        done: Whether it has happened; asked once a frame. What it raises ends the wait.
        timeout: Seconds that `await` waits.
        answer: What `await` returns.
    """

    def __init__(
        self,
        name: str,
        frames: Frames,
        done: Callable[[], object],
        timeout: float,
        answer: Callable[[], Any] = lambda: None,
    ) -> None:
        self._name = name
        self._frames = frames
        self._done = done
        self._timeout = timeout
        self._answer = answer

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._wait().__await__()

    async def _wait(self) -> Any:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._timeout
        while True:
            await self._frames.next()  # a domain reload that it brings may pass in here
            if self._done():
                return self._answer()
            if loop.time() > deadline:
                raise WaitTimeout(
                    f"{self._name} has not come about within {self._timeout:g} s; `%unity status` says what the "
                    "editor is at"
                )

    def __repr__(self) -> str:
        return f"{self._name} takes effect when the cell ends; `await {self._name}` goes on in the cell after it."
