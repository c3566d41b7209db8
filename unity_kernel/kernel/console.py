"""The console messages of cells: gathered into blocks, equal ones counted, within a number of rows."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from unity_kernel.display import logs
from unity_kernel.display.logs import MESSAGE_LIMIT, Row
from unity_kernel.wire.messages import Log

__all__ = ["BLOCKS", "ROWS", "CellConsole"]

ROWS = {"log": 500, "warning": 200, "error": 200}
"""Rows that a cell shows of plain messages, of warnings and of errors; the rest is counted."""
BLOCKS = 60
"""Blocks that a cell shows; one that prints between its messages makes many, and each is an output of its own. What
comes later is text."""
UPDATE_EVERY = 0.25
"""Seconds between updates of counts: front ends draw a block anew each time."""
JOBS = 64
METADATA = {"unity_kernel": "console"}

Publish = Callable[[str, dict[str, Any], str], None]


@dataclass(slots=True, eq=False)
class _Block:
    """Rows that were published together."""

    name: str
    rows: list[Row]
    stale: bool = False


@dataclass(slots=True)
class _Job:
    """What one request has shown."""

    fresh: list[Row] = field(default_factory=list)
    run: dict[tuple[str, str, str], tuple[Row, _Block | None]] = field(default_factory=dict)
    blocks: list[_Block] = field(default_factory=list)
    shown: dict[str, int] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)
    more: str = ""
    stale: bool = False
    made: int = 0
    updated: float = 0.0
    ended: bool = False


class CellConsole:
    """Turns log events into displays. The caller holds the relay's lock.

    Rows of a *run* (messages with no other output of the cell between them) that are equal are one row with a count;
    counts that grow later are updates of the block that shows them.

    Args:
        publish: (message type, content, job).
        text: Takes (job, severity, text) for messages shown as text.
        clock: Gives the time in seconds.
    """

    def __init__(
        self,
        publish: Publish,
        text: Callable[[str, str, str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._publish = publish
        self._text = text
        self._clock = clock
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._pending: set[str] = set()

    def add(self, event: Log) -> None:
        """Takes one message."""
        job = self._jobs.get(event.job)
        if job is None:
            job = self._jobs[event.job] = _Job()
            while len(self._jobs) > JOBS:
                old, _ = self._jobs.popitem(last=False)
                self._pending.discard(old)
        message, stack = event.message[: MESSAGE_LIMIT + 1], event.stack
        key = (event.severity, message, stack)
        found = job.run.get(key)
        if found is not None:
            row, block = found
            row.count += 1
            if block is not None:
                block.stale = True
                self._pending.add(event.job)
            return
        group = event.severity if event.severity in ("log", "warning") else "error"
        if job.made >= BLOCKS:
            self._text(event.job, event.severity, logs.line(event.severity, event.message, event.stack))
            return
        if job.shown.get(group, 0) >= ROWS[group]:
            job.hidden[event.severity] = job.hidden.get(event.severity, 0) + 1
            job.stale = True
            self._pending.add(event.job)
            return
        job.shown[group] = job.shown.get(group, 0) + 1
        row = Row(event.severity, event.message, stack)
        job.fresh.append(row)
        job.run[key] = (row, None)
        self._pending.add(event.job)

    def flush(self) -> None:
        """Publishes new rows, and counts that have grown for a while."""
        for name in list(self._pending):
            self._show(name, self._jobs[name], final=self._jobs[name].ended)

    def interrupt_run(self, name: str) -> None:
        """Other output of the job comes: what is logged after it must appear after it."""
        job = self._jobs.get(name)
        if job is None:
            return
        if name in self._pending:
            self._show(name, job, final=False)
            if job.blocks and any(block.stale for block in job.blocks):
                self._update(name, job)
        job.run.clear()
        job.blocks.clear()

    def finish(self, name: str) -> None:
        """The cell has ended: its last counts."""
        job = self._jobs.get(name)
        if job is not None:
            self._show(name, job, final=True)
            job.ended = True

    def _show(self, name: str, job: _Job, *, final: bool) -> None:
        if job.fresh:
            block = _Block(uuid4().hex, job.fresh)
            job.fresh = []
            job.made += 1
            for key, (row, shown) in job.run.items():
                if shown is None:
                    job.run[key] = (row, block)
            job.blocks.append(block)
            self._display("display_data", name, block.name, logs.block(block.rows))
        if job.stale and not job.more:
            job.more = uuid4().hex
            job.stale = False
            self._display("display_data", name, job.more, logs.more(job.hidden))
            job.updated = self._clock()
        stale = job.stale or any(block.stale for block in job.blocks)
        if stale and (final or self._clock() - job.updated >= UPDATE_EVERY):
            self._update(name, job)
            stale = False
        if not stale:
            self._pending.discard(name)

    def _update(self, name: str, job: _Job) -> None:
        job.updated = self._clock()
        for block in job.blocks:
            if block.stale:
                block.stale = False
                self._display("update_display_data", name, block.name, logs.block(block.rows))
        if job.stale:
            job.stale = False
            self._display("update_display_data", name, job.more, logs.more(job.hidden))

    def _display(self, kind: str, name: str, display: str, data: dict[str, str]) -> None:
        content = {"data": data, "metadata": METADATA, "transient": {"display_id": display}}
        self._publish(kind, content, name)
