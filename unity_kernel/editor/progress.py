"""Progress bars in cells: `unity.progress`, and those of the headless editor's `EditorUtility`."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Generator, Iterable, Sized
from typing import Any

from unity_kernel.display import progress as drawing
from unity_kernel.editor.routing import Cell, current_cell

__all__ = ["Bar", "Progress", "ProgressBars"]

EVERY = 0.1
"""Seconds between two pictures of a bar."""

Shown = Callable[[str, str, float], bool]
"""Shows title, text and fraction in a window of the editor; True when its user has pressed Cancel."""


class Bar:
    """One bar in the output of one cell, updated in place.

    Args:
        cell: Whose output it is in.
        title: What is done.
        clock: Seconds, monotonic.
    """

    def __init__(self, cell: Cell, title: str, clock: Callable[[], float]) -> None:
        self._cell = cell
        self._clock = clock
        self._id = f"unity-progress-{secrets.token_hex(8)}"
        self._began = clock()
        self._drawn = float("-inf")
        self.title = title
        self.info = ""
        self.fraction: float | None = None

    def show(self, title: str, info: str, fraction: float | None) -> bool:
        """Takes a new state; draws it where the last picture is old enough, and returns whether it did."""
        self.title, self.info, self.fraction = title, info, fraction
        due = self._clock() - self._drawn >= EVERY
        if due:
            self._draw("runs")
        return due

    def close(self, *, done: bool) -> None:
        """Draws the last state: all is done, or it was stopped."""
        if done and self.fraction is not None:
            self.fraction = 1.0
        self._draw("done" if done else "stopped")

    def _draw(self, state: str) -> None:
        bundle = drawing.bar(self.title, self.info, self.fraction, state, self._clock() - self._began)
        first = self._drawn == float("-inf")
        self._drawn = self._clock()
        self._cell.session.shell.display_pub.publish(
            bundle, transient={"display_id": self._id}, update=not first
        )


class ProgressBars:
    """The bars of all cells that run. Main thread.

    Attributes:
        shown: The editor's own window; None where the host has none.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._bars: dict[str, list[Progress]] = {}
        self._utility: dict[str, Bar] = {}

    def display(self, title: str, info: str, fraction: float) -> bool:
        """`EditorUtility.DisplayProgressBar`, where there is no window: each cell has one bar until it is cleared.

        Returns:
            Whether a cell runs that can show it.
        """
        cell = current_cell()
        if cell is None:
            return False
        bar = self._utility.get(cell.job)
        if bar is None:
            bar = self._utility[cell.job] = Bar(cell, title, self.clock)
        bar.show(title, info, fraction)
        return True

    def clear(self) -> None:
        """`EditorUtility.ClearProgressBar`."""
        cell = current_cell()
        bar = self._utility.pop(cell.job, None) if cell is not None else None
        if bar is not None:
            bar.close(done=True)

    def begin(self, cell: Cell, progress: Progress) -> None:
        """A cell iterates: its bar ends with the cell at the latest."""
        self._bars.setdefault(cell.job, []).append(progress)

    def end(self, cell: Cell, progress: Progress) -> None:
        """An iteration has ended."""
        mine = self._bars.get(cell.job, [])
        if progress in mine:
            mine.remove(progress)

    def end_cell(self, job: str) -> None:
        """A cell has ended: an error or an interrupt may have left bars behind."""
        bar = self._utility.pop(job, None)
        if bar is not None:
            bar.close(done=False)
        for progress in reversed(self._bars.pop(job, ())):
            progress.close()


class Progress(Iterable[Any]):
    """An iterable whose progress shows in the cell, and in the editor's own window.

    Args:
        bars: The editor's.
        items: What is iterated over.
        title: Above the bar.
        total: How many items there are; by default `len(items)`, where it has one.
        window: See `Shown`; None where the host has no window.
        close_window: Ends what `window` shows.

    Attributes:
        info: Text beside the bar; may be set at each item.
    """

    def __init__(
        self,
        bars: ProgressBars,
        items: Iterable[Any],
        title: str,
        total: int | None,
        window: Shown | None,
        close_window: Callable[[], None],
    ) -> None:
        self._bars = bars
        self._items = items
        self._title = title
        self._total = len(items) if total is None and isinstance(items, Sized) else total
        self._window = window
        self._close_window = close_window
        self._bar: Bar | None = None
        self._cell: Cell | None = None
        self.info = ""

    def __len__(self) -> int:
        if self._total is None:
            raise TypeError("unity.progress does not know how many items there are; give it total=")
        return self._total

    def __iter__(self) -> Generator[Any]:
        self._cell = current_cell()
        if self._cell is None:  # a thread of nobody, a subscriber at work for the editor: no place to show it
            yield from self._items
            return
        self._bar = Bar(self._cell, self._title, self._bars.clock)
        self._bars.begin(self._cell, self)
        done = False
        try:
            count = 0
            self._show(0)
            for count, item in enumerate(self._items, 1):
                yield item
                self._show(count)
            self._total = count
            done = True
        finally:
            self.close(done=done)

    def _show(self, count: int) -> None:
        assert self._bar is not None
        total = self._total
        info = " · ".join(filter(None, (f"{count} of {total}" if total else f"{count}", self.info)))
        fraction = min(1.0, count / total) if total else None
        drawn = self._bar.show(self._title, info, fraction)
        if drawn and self._window is not None and self._window(self._title, info, fraction or 0.0):
            raise KeyboardInterrupt

    def close(self, *, done: bool = False) -> None:
        """Ends the bar, once."""
        bar, self._bar = self._bar, None
        if bar is None or self._cell is None:
            return
        self._bars.end(self._cell, self)
        if self._window is not None:
            self._close_window()
        bar.close(done=done)
