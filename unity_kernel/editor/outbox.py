"""The outbox: one ordered, bounded queue of output per session, and the thread that sends it.

The main thread puts; the writer thread coalesces text and sends batches. The writer keeps at most `WINDOW` batches
unacknowledged, so a slow client slows the sender and not its memory. When `HIGH_WATER` characters wait, whoever
writes waits for room, as long as the client makes progress; if it makes none for `STALL` seconds, output is dropped
and counted. Whatever is lost, a line says how much, at the latest when the cell ends.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from unity_kernel.errors import ProtocolError, UnityKernelError
from unity_kernel.wire.messages import (
    ClearOutput,
    ClientCall,
    Comm,
    Display,
    Failed,
    Log,
    Message,
    Reply,
    Result,
    Stream,
)

__all__ = ["Outbox"]

FIRST_DELAY = 0.004
"""Seconds before the first text of a quiet session goes out: long enough that a short cell's text and its reply
travel together, too short to be seen."""
INTERVAL = 0.020
"""Seconds between batches of text while it streams: 50 a second, what a screen can show."""
WINDOW = 4
HIGH_WATER = 4_000_000
STALL = 5.0
LOG_COST = 200
"""Characters that a console or widget message counts for beside its own, when room is measured."""
JOBS = 64
"""Requests whose output is counted at once; more than cells and their threads ever print in turns."""
URGENT = (Reply, Failed, ClientCall, Comm, ClearOutput)

Send = Callable[[Sequence[Message]], "Future[Message | None]"]


class _Text:
    """Pieces of one stream, joined when they are sent."""

    __slots__ = ("job", "name", "parts")

    def __init__(self, job: str, name: str, text: str) -> None:
        self.job = job
        self.name = name
        self.parts = [text]


class _Count:
    """What one request has printed, and what of it was lost: above the limit, or to a client that took none."""

    __slots__ = ("cut", "dropped", "printed", "updates")

    def __init__(self) -> None:
        self.printed = 0
        self.cut = 0
        self.dropped = 0
        self.updates = 0


class Outbox:
    """Takes output on any thread, sends it in order on its own.

    Args:
        send: Sends a batch; the future is the client's acknowledgement. Raises `UnityKernelError` when the
            connection has ended; the outbox then throws its content away.
        limit: Characters of text that one cell may print before the rest is cut; 0 for no limit.
        name: For the thread's name.
        hurry: Whether whoever writes should not wait for room any longer, as its cell was interrupted.
        keeps: Whether to keep what cannot be sent, within bounds, until `resume` gives another connection.
    """

    def __init__(
        self,
        send: Send,
        limit: int = 0,
        name: str = "",
        hurry: Callable[[], bool] = lambda: False,
        *,
        keeps: bool = False,
    ) -> None:
        self._send = send
        self._limit = limit
        self._hurry = hurry
        self._items: deque[Message | _Text] = deque()
        self._size = 0
        # Reentrant: the garbage collector may run a `__del__` that prints while this thread is in here.
        self._condition = threading.Condition(threading.RLock())
        self._idle = True
        self._urgent = False
        self._closed = False
        self._broken = False
        self._keeps = keeps
        self._paused = False
        self._counts: OrderedDict[str, _Count] = OrderedDict()
        self._unacknowledged: deque[Future[Message | None]] = deque()
        self._progress = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"outbox-{name}", daemon=True)
        self._thread.start()

    def write(self, job: str, name: str, text: str) -> None:
        """Adds text to stdout or stderr."""
        with self._condition:
            if self._broken:
                return
            count = self._count(job)
            if self._limit:
                room = self._limit - count.printed
                if len(text) > room:
                    count.cut += len(text) - room
                    text = text[:room]
                    if not text:
                        return
            count.printed += len(text)
            if not self._has_room(len(text)):
                count.dropped += len(text)
                return
            last = self._items[-1] if self._items else None
            if type(last) is _Text and last.name == name and last.job == job:
                last.parts.append(text)
            else:
                self._items.append(_Text(job, name, text))
            self._size += len(text)
            self._wake()

    def put(self, message: Message) -> None:
        """Adds a message; its order against text is kept."""
        with self._condition:
            if self._broken:
                return
            size = 0
            if isinstance(message, Display | Result):
                size = sum(len(value) for value in message.data.values() if isinstance(value, str))
                if self._limit and size > self._limit:
                    self._note(
                        message.job, f"a display of {size:,} characters was left out", self._limit_text()
                    )
                    self._wake()
                    return
            elif isinstance(message, Log):
                size = len(message.message) + len(message.stack)
                count = self._count(message.job)
                if self._limit and count.printed + size > self._limit:
                    count.cut += size
                    return
                count.printed += size
                size += LOG_COST
            elif isinstance(message, Comm):
                size = LOG_COST + _weight(message.content) + sum(map(len, message.buffers))
            elif isinstance(message, Reply | Failed) and message.job in self._counts:
                self._report(message.job, self._counts.pop(message.job))
            if size and not self._has_room(size):
                count = self._count(message.job)  # type: ignore[attr-defined]
                count.dropped += size
                count.updates += isinstance(message, Comm)
                return
            self._items.append(message)
            self._size += size
            if isinstance(message, URGENT):
                self._urgent = True
                self._idle = False
                self._condition.notify_all()
            else:
                self._wake()

    def resume(self, send: Send) -> None:
        """Goes on over another connection."""
        with self._condition:
            self._send = send
            self._unacknowledged.clear()
            self._paused = False
            self._urgent = bool(self._items)
            self._idle = False
            self._progress = time.monotonic()
            self._condition.notify_all()

    def close(self, timeout: float = 5.0) -> None:
        """Sends what is left, as far as `timeout` seconds allow, and joins the writer."""
        with self._condition:
            for job, count in self._counts.items():
                self._report(job, count)
            self._closed = True
            self._condition.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout)

    # --- the caller holds the lock --------------------------------------------------------------------------------

    def _count(self, job: str) -> _Count:
        """A request's count; when a new one begins, the others tell what they have lost so far."""
        count = self._counts.get(job)
        if count is None:
            for other, lost in self._counts.items():
                self._report(other, lost)
            if len(self._counts) >= JOBS:
                self._counts.popitem(last=False)
            count = self._counts[job] = _Count()
        return count

    def _report(self, job: str, count: _Count) -> None:
        if count.cut:
            self._note(job, f"{count.cut:,} characters of output were cut", self._limit_text())
        if count.dropped:
            reason = f", because the front end took none for {STALL:g} s"
            self._note(job, f"{count.dropped:,} characters of output were dropped", reason)
        if count.updates:
            self._note(
                job,
                f"{count.updates:,} of it widget messages",
                "; make the widget anew where it shows old values",
            )
        count.cut = count.dropped = count.updates = 0

    def _limit_text(self) -> str:
        return f"; the limit is {self._limit:,} a cell (trait UnityKernel.output_limit). Write large output to a file."

    def _note(self, job: str, what: str, reason: str) -> None:
        self._items.append(_Text(job, "stderr", f"\n[unity-kernel: {what}{reason}]\n"))

    def _wake(self) -> None:
        if self._idle:
            self._idle = False
            self._progress = time.monotonic()  # a client that was sent nothing has not stalled
            self._condition.notify_all()

    def _has_room(self, size: int) -> bool:
        """Waits while the queue is full and the client makes progress."""
        if self._broken:
            return False
        while self._size and self._size + size > HIGH_WATER and not (self._closed or self._hurry()):
            left = self._progress + STALL - time.monotonic()
            if left <= 0:
                return False
            self._condition.wait(min(left, 0.1))  # short, so that an interrupt is seen on Windows too
        return True

    # --- writer thread ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        sent = 0.0
        while True:
            with self._condition:
                while (self._paused or not self._items) and not self._closed:
                    self._idle = True
                    self._urgent = False
                    self._condition.wait()
                self._idle = False
                if self._paused:
                    self._items.clear()  # nobody has taken it over
                if not self._items:
                    self._broken = True  # what still comes, from a cell's thread perhaps, goes nowhere
                    self._counts.clear()
                    return
                due = max(sent + INTERVAL, time.monotonic() + FIRST_DELAY)
                while not self._urgent and not self._closed and self._size < HIGH_WATER // 4:
                    left = due - time.monotonic()
                    if left <= 0:
                        break
                    self._condition.wait(left)
                items, self._items = self._items, deque()
                size, self._size = self._size, 0
                self._urgent = False
                # The batch leaves the queue now but counts as progress only when the client has taken it.
            batch: list[Message] = [
                Stream(item.job, item.name, "".join(item.parts)) if isinstance(item, _Text) else item
                for item in items
            ]
            self._deliver(batch, size)
            sent = time.monotonic()
            with self._condition:
                self._progress = sent
                if size > HIGH_WATER // 4:
                    self._condition.notify_all()

    def _deliver(self, batch: list[Message], size: int = 0) -> None:
        if self._broken:
            return
        if self._paused:
            self._put_back(batch, size)
            return
        send = self._send
        try:
            self._unacknowledged.append(send(batch))
            while len(self._unacknowledged) > WINDOW or (
                self._unacknowledged and self._unacknowledged[0].done()
            ):
                self._unacknowledged.popleft().exception()
        except ProtocolError as error:  # a message cannot be encoded: the others can
            if len(batch) > 1:
                for message in batch:
                    self._deliver([message])
            elif not isinstance(batch[0], Stream | Failed):
                self._deliver([_in_place_of(batch[0], error)])
        except UnityKernelError:
            self._unacknowledged.clear()
            with self._condition:
                if self._keeps and not self._closed:
                    self._paused = self._send is send  # else somebody has taken it over meanwhile
                    self._put_back(batch, size)
                else:
                    self._broken = True

    def _put_back(self, batch: list[Message], size: int) -> None:
        with self._condition:
            self._items.extendleft(reversed(batch))
            self._size += size


def _weight(value: object) -> int:
    """About how many characters a comm's content has; structure counts a little, so that nothing is free."""
    if isinstance(value, str | bytes):
        return len(value) + 2
    if isinstance(value, dict):
        return sum(len(str(key)) + 4 + _weight(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return sum(map(_weight, value)) + 2
    return 8


def _in_place_of(message: Message, error: ProtocolError) -> Message:
    """What is sent for a message that cannot be: the request must end, and the user must know."""
    job: str = getattr(message, "job", "")
    if isinstance(message, Reply):
        return Failed(job, "ProtocolError", str(error))
    return Stream(job, "stderr", f"\n[unity-kernel: an output was left out: {error}]\n")
