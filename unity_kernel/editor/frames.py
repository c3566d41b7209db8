"""The editor's frames: who awaits the next one, and whom cells want called at each."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

from unity_kernel.editor.routing import Cell, current_cell, entered

__all__ = ["Frames", "Subscription"]


class Subscription:
    """A function that is called at each frame, or by an event of the editor, until `cancel` or its session's end.

    It outlives domain reloads.
    """

    def __init__(
        self, name: str, function: Callable[..., object], cancelled: Callable[[Subscription], None]
    ) -> None:
        self.name = name
        self.function = function
        self.cell: Cell | None = current_cell()
        self._cancelled = cancelled

    def cancel(self) -> None:
        """Ends it."""
        self._cancelled(self)

    def __call__(self, *arguments: Any) -> None:
        """Calls the function as part of the cell that subscribed, where its output and its errors show.

        One that raises is not called again: at sixty calls a second the notebook would drown.
        """
        cell = self.cell
        if cell is None:
            self.function(*arguments)
            return
        with entered(cell):
            try:
                self.function(*arguments)
            except Exception:
                self.cancel()
                shell = cell.session.shell
                of_the_cell = shell.last_traceback  # which has not failed
                shell.showtraceback()
                shell.last_traceback = of_the_cell
                print(f"[unity-kernel] {self.name}: it raised, and is not called again", file=sys.stderr)

    def __repr__(self) -> str:
        return f"<{self.name}: {getattr(self.function, '__name__', self.function)!s}; .cancel() ends it>"


class Frames:
    """Counts frames; the host's main loop calls `tick` for each. Main thread.

    Args:
        notify: Wakes the main loop, which may have ticked for nobody so far.

    Attributes:
        count: Frames since the editor started.
    """

    def __init__(self, notify: Callable[[], None]) -> None:
        self.count = 0
        self._notify = notify
        self._awaiting: list[asyncio.Future[None]] = []
        self._subscriptions: list[Subscription] = []

    @property
    def wanted(self) -> bool:
        """Whether anybody waits for a frame."""
        return bool(self._awaiting or self._subscriptions)

    async def next(self) -> None:
        """Returns in the next frame."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaiting.append(future)
        self._notify()
        await future

    def on_update(self, function: Callable[[], object]) -> Subscription:
        """Calls a function at every frame from now on."""
        subscription = Subscription("unity.on_update", function, self._forget)
        self._subscriptions.append(subscription)
        self._notify()
        return subscription

    def tick(self) -> None:
        """One frame."""
        self.count += 1
        awaiting, self._awaiting = self._awaiting, []
        for future in awaiting:
            if not future.done():
                future.set_result(None)
        for subscription in list(self._subscriptions):
            subscription()

    def drop(self, session: object) -> None:
        """Forgets what the cells of a session wanted, which has ended."""
        for each in list(self._subscriptions):
            if each.cell is not None and each.cell.session is session:
                self._forget(each)

    def _forget(self, subscription: Subscription) -> None:
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
