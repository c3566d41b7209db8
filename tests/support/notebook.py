"""Sessions without a socket: a dispatcher pumped by the test, routes, and a client that answers in-process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from unity_kernel.editor import comms
from unity_kernel.editor.dispatcher import Dispatcher
from unity_kernel.editor.events import Events
from unity_kernel.editor.frames import Frames
from unity_kernel.editor.logs import LogStore
from unity_kernel.editor.progress import ProgressBars
from unity_kernel.editor.routing import Routes
from unity_kernel.editor.session import Session
from unity_kernel.editor.transfers import Transfers
from unity_kernel.editor.undo import UndoSteps
from unity_kernel.wire.messages import (
    ClientCall,
    ClientReply,
    Comm,
    Complete,
    Display,
    ErrorOutput,
    Execute,
    Failed,
    Inspect,
    Message,
    Reply,
    Result,
    Stream,
    decode,
    encode,
)

__all__ = ["Answer", "Bench", "Cell", "Notebook"]

TIMEOUT = 10.0
Answer = Callable[[ClientCall], Any]


class Bench:
    """What sessions need of an editor, without host and server.

    Attributes:
        names: What each new session finds without an import.
    """

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.dispatcher = dispatcher
        self.transfers = Transfers()
        self.logs = LogStore()
        self.names: dict[str, Any] = {}
        self.frames = Frames(dispatcher.notify)
        self.events = Events(self)  # type: ignore[arg-type]
        self.progress = ProgressBars()
        self.undo = UndoSteps(
            lambda event, function: lambda: None, dispatcher.is_nested, dispatcher.interrupts.held
        )

    def namespace(self, directory: str = "") -> dict[str, Any]:
        """See `Editor.namespace`."""
        return dict(self.names)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Routes the process's streams, input and comms to cells."""
        routes = Routes()
        routes.install()
        comms.install()
        try:
            yield
        finally:
            routes.uninstall()


@dataclass
class Cell:
    """What came of a request."""

    messages: list[Message]
    reply: dict[str, Any] = field(default_factory=dict)
    failed: Failed | None = None

    def of(self, kind: type[Any]) -> list[Any]:
        """The messages of one kind."""
        return [message for message in self.messages if isinstance(message, kind)]

    def text(self, name: str = "stdout") -> str:
        """What it printed."""
        return "".join(message.text for message in self.of(Stream) if message.name == name)

    @property
    def result(self) -> str | None:
        """The last expression's text."""
        results = self.of(Result)
        return str(results[-1].data["text/plain"]) if results else None

    @property
    def displays(self) -> list[dict[str, Any]]:
        """The MIME bundles that it displayed."""
        return [message.data for message in self.of(Display)]

    @property
    def traceback(self) -> str:
        """The error that it showed, or nothing."""
        return "\n".join(line for error in self.of(ErrorOutput) for line in error.traceback)


class Notebook:
    """One session and its client. Everything that crosses is encoded and decoded, as on a link.

    Args:
        bench: Where the session lives.
        name: The session's.
        answer: What the client answers to a `ClientCall`: called on a thread of its own; what it raises goes back.
    """

    def __init__(self, bench: Bench, name: str = "one", answer: Answer | None = None, limit: int = 0) -> None:
        self.received: list[Message] = []
        self.answer = answer
        self._changed = threading.Condition()
        self._bench = bench
        self._numbers = count(1)
        self._name = name
        self.session = Session(bench, name, f"notebook {name}", "", self._send, limit)  # type: ignore[arg-type]

    def run(self, code: str, **options: Any) -> Cell:
        """Runs a cell to its end."""
        return self.finish(self.begin(code, **options))

    def begin(self, code: str, **options: Any) -> str:
        """Queues a cell; returns its job."""
        number = next(self._numbers)
        return self._request(
            Execute(f"{self._name}-{number}", code, **{"execution_count": number, **options})
        )

    def complete(self, code: str, cursor: int | None = None) -> dict[str, Any]:
        """The content of a complete_reply."""
        job = f"{self._name}-{next(self._numbers)}"
        cell = self.finish(self._request(Complete(job, code, len(code) if cursor is None else cursor)))
        assert cell.failed is None, cell.failed
        return cell.reply

    def inspect(self, code: str, detail: int = 0) -> dict[str, Any]:
        """The content of an inspect_reply."""
        job = f"{self._name}-{next(self._numbers)}"
        return self.finish(self._request(Inspect(job, code, len(code), detail))).reply

    def comm(self, kind: str, content: dict[str, Any], buffers: Sequence[bytes] = ()) -> Cell:
        """A front end's comm message."""
        job = f"{self._name}-{next(self._numbers)}"
        return self.finish(self._request(Comm(job, kind, content, {}, list(buffers))))

    def finish(self, job: str) -> Cell:
        """Pumps until the request has ended and all its output has arrived."""
        for _ in range(int(TIMEOUT / 0.005)):
            self._bench.dispatcher.wait_for_work(0.005)
            self._bench.dispatcher.pump()
            with self._changed:
                for message in self.received:
                    if isinstance(message, Reply | Failed) and message.job == job:
                        mine = [item for item in self.received if getattr(item, "job", None) == job]
                        if isinstance(message, Failed):
                            return Cell(mine, failed=message)
                        return Cell(mine, message.content)
        raise AssertionError(f"no reply to {job}; received: {self.received}")

    def messages(self, count: int, kind: type[Any]) -> list[Any]:
        """Waits for this many messages of a kind."""

        def found() -> list[Any]:
            return [message for message in self.received if isinstance(message, kind)]

        with self._changed:
            assert self._changed.wait_for(lambda: len(found()) >= count, TIMEOUT), self.received
            return found()

    def close(self) -> None:
        """Ends the session."""
        self.session.close()
        self._bench.dispatcher.pump()

    def _request(self, message: Any) -> str:
        answer = self.session.handle(_crossed([message])[0])
        assert answer is None, answer
        return str(message.job)

    def _send(self, batch: Sequence[Message]) -> Future[Message | None]:
        messages = _crossed(batch)
        with self._changed:
            self.received += messages
            self._changed.notify_all()
        for message in messages:
            if isinstance(message, ClientCall):
                threading.Thread(target=self._reply, args=(message,), name="client", daemon=True).start()
        acknowledged: Future[Message | None] = Future()
        acknowledged.set_result(None)
        return acknowledged

    def _reply(self, call: ClientCall) -> None:
        reply = ClientReply(call.call)
        try:
            assert self.answer is not None, f"nobody answers '{call.name}'"
            reply.value = self.answer(call)
        except Exception as error:
            reply.ename, reply.error = type(error).__name__, str(error)
        self.session.handle(_crossed([reply])[0])


def _crossed(messages: Sequence[Message]) -> list[Message]:
    return decode(*encode(messages))
