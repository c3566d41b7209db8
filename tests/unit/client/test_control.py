"""The client's end, against an editor that the test plays on the other end of a socket pair."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.background import TIMEOUT, Background
from tests.unit.client.conftest import Announce
from unity_kernel.client.control import Control
from unity_kernel.errors import EditorGone, EditorReloading, RemoteError
from unity_kernel.wire import bulk, handshake
from unity_kernel.wire.endpoint import Endpoint
from unity_kernel.wire.link import Link
from unity_kernel.wire.messages import (
    AttachSession,
    CloseSession,
    Execute,
    Failed,
    Interrupt,
    Message,
    Quit,
    Reply,
    StateChanged,
    Stream,
)

Serve = Callable[[socket.socket, handshake.Peer], None]


class Played(Endpoint):
    """An address without a network: each connection's other end is served on a thread."""

    serving: list[Background]
    serve: Serve
    token: str

    def connect(self) -> socket.socket:
        near, far = socket.socketpair()

        def serve() -> None:
            with far:
                self.serve(far, handshake.accept(far, self.token))

        self.serving.append(Background(serve))
        return near


class Editor:
    """What the editor got, and how it answers."""

    def __init__(self, announce: Announce, project: Path) -> None:
        file = announce("unity-1", project)
        endpoint = Played("tcp")
        for name, value in {"serving": [], "serve": self._serve, "token": file.token}.items():
            object.__setattr__(endpoint, name, value)
        self.endpoint = endpoint
        self.file = replace(file, endpoint=endpoint)
        self.received: list[Message] = []
        self.answers: dict[type[Message], Message] = {}
        self.link: Link | None = None
        self.bulk: Serve = lambda sock, peer: None

    def _serve(self, sock: socket.socket, peer: handshake.Peer) -> None:
        if peer.channel == "bulk":
            self.bulk(sock, peer)
            return
        self.link = Link(sock, self._handle, lambda: None, "client")
        self.link.serve_forever()

    def _handle(self, batch: list[Message]) -> Message | None:
        self.received += batch
        return self.answers.get(type(batch[-1]))

    def post(self, *messages: Message) -> None:
        assert self.link is not None
        self.link.post(messages).result(TIMEOUT)


@pytest.fixture
def editor(announce: Announce, projects: Path) -> Iterator[Editor]:
    editor = Editor(announce, projects / "Game")
    yield editor
    if editor.link is not None:
        editor.link.close()
    for serving in editor.endpoint.serving:
        serving.thread.join(TIMEOUT)


class Client:
    def __init__(self, editor: Editor) -> None:
        self.events: list[Message] = []
        self.closed = threading.Event()
        self.control = Control(editor.file, self.events.append, self.closed.set)
        editor.answers[AttachSession] = Reply("", {"id": "unity-1"})
        self.status = self.control.attach("s-1", "a notebook", output_limit=100)


@pytest.fixture
def client(editor: Editor) -> Iterator[Client]:
    client = Client(editor)
    yield client
    client.control.close()


def test_attaching_says_who_and_where(client: Client, editor: Editor) -> None:
    assert client.status == {"id": "unity-1"}
    assert editor.received == [AttachSession("s-1", "a notebook", str(Path.cwd()), 100)]


def test_a_reply_comes_after_the_output_before_it(client: Client, editor: Editor) -> None:
    future = client.control.request(Execute("j", "1"))
    order: list[str] = []
    future.add_done_callback(lambda done: order.extend(str(len(client.events))))
    editor.post(Stream("j", "stdout", "out"), Reply("j", {"status": "ok"}), Stream("j", "stdout", "late"))

    assert future.result(TIMEOUT).content == {"status": "ok"}
    assert order == ["1"]
    assert len(client.events) == 2


def test_a_failure_is_an_error_with_its_data(client: Client, editor: Editor) -> None:
    future = client.control.request(Execute("j", "1"))
    editor.post(Failed("j", "ValueError", "no", ["line 1", "line 2"]))

    error = future.exception(TIMEOUT)
    assert isinstance(error, RemoteError)
    assert (error.ename, error.evalue, error.traceback) == ("ValueError", "no", ["line 1", "line 2"])
    assert str(error) == "ValueError: no"


def test_an_answer_to_no_request_is_ignored(client: Client, editor: Editor) -> None:
    editor.post(Reply("unknown", {}), Failed("unknown", "E", ""))

    assert client.events == []


def test_a_request_that_its_caller_gives_up_loses_no_later_reply(client: Client, editor: Editor) -> None:
    """As asyncio.wait_for does with a completion that takes too long."""
    given_up = client.control.request(Execute("1", "slow"))
    waited_for = client.control.request(Execute("2", "fast"))
    given_up.cancel()
    editor.post(Reply("1", {}), Reply("2", {"status": "ok"}))

    assert waited_for.result(TIMEOUT).content == {"status": "ok"}


def test_an_event_that_cannot_be_handled_loses_no_later_reply(
    client: Client, editor: Editor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(event: Message) -> None:
        raise OSError("the front end has gone")

    monkeypatch.setattr(client.control, "_on_event", fail)
    future = client.control.request(Execute("j", "1"))
    with caplog.at_level(logging.ERROR):
        editor.post(Stream("j", "stdout", "out"), Reply("j", {"status": "ok"}))

    assert future.result(TIMEOUT).content == {"status": "ok"}
    assert "could not be handled: stream" in caplog.text


def test_a_refused_question_is_an_error(client: Client, editor: Editor) -> None:
    editor.answers[Interrupt] = Failed("", "ProtocolError", "no session")
    with pytest.raises(RemoteError, match="no session"):
        client.control.interrupt()


def test_an_editor_that_will_not_quit_says_why(client: Client, editor: Editor) -> None:
    editor.answers[Quit] = Reply("", {"refused": "close Unity itself"})
    with pytest.raises(RemoteError, match="EditorRefused: close Unity itself"):
        client.control.quit_editor()
    editor.answers[Quit] = Reply("", {"refused": ""})
    client.control.quit_editor()


def test_an_editor_that_goes_fails_what_waits_and_says_so_once(client: Client, editor: Editor) -> None:
    future = client.control.request(Execute("j", "1"))
    assert editor.link is not None
    editor.link.close()

    assert isinstance(future.exception(TIMEOUT), EditorGone)
    assert "editor unity-1 ended while it worked on this" in str(future.exception())
    assert client.closed.wait(TIMEOUT)
    assert not client.control.is_open
    with pytest.raises(EditorGone):
        client.control.request(Execute("j", "1"))


def test_a_request_in_the_last_instant_before_a_reload_has_not_begun(
    client: Client, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def handle_slowly(event: Message) -> None:
        reached.set()
        go_on.wait(TIMEOUT)

    monkeypatch.setattr(client.control, "_on_event", handle_slowly)
    assert editor.link is not None
    editor.link.post([Stream("j", "stdout", "out")])
    assert reached.wait(TIMEOUT)
    editor.link.post([StateChanged("stopped")])
    editor.link.close()
    # The editor has gone, but the reader has yet to read why.
    future = client.control.request(Execute("j", "1"))
    go_on.set()

    assert isinstance(future.exception(TIMEOUT), EditorReloading)
    assert client.closed.wait(TIMEOUT)
    with pytest.raises(EditorReloading):
        client.control.request(Execute("j", "1"))


def test_closing_tells_the_editor(client: Client, editor: Editor) -> None:
    client.control.close()
    client.control.close()
    for serving in editor.endpoint.serving:
        serving.thread.join(TIMEOUT)

    assert editor.received[-1] == CloseSession()


def test_request_ids_differ(client: Client) -> None:
    assert len({client.control.new_job() for _ in range(100)}) == 100


def test_values_travel_by_ticket(client: Client, editor: Editor) -> None:
    taken: list[object] = []

    def serve(sock: socket.socket, peer: handshake.Peer) -> None:
        if peer.ticket == "out":
            bulk.send(sock, bulk.dump([1, 2]))
        else:
            taken.append((peer.ticket, bulk.load(bulk.receive(sock))))
            sock.sendall(b"\x01")

    editor.bulk = serve

    assert client.control.fetch("out") == [1, 2]
    client.control.supply("in", {"a": 1})
    assert taken == [("in", {"a": 1})]


def test_a_value_that_did_not_arrive_is_not_taken_for_one_that_did(client: Client, editor: Editor) -> None:
    def receive_only(sock: socket.socket, peer: handshake.Peer) -> None:
        bulk.receive(sock)

    editor.bulk = receive_only
    with pytest.raises(EditorGone, match="before the value had arrived"):
        client.control.supply("in", "value")


def test_a_connection_that_is_refused_leaves_nothing_open(editor: Editor) -> None:
    object.__setattr__(editor.endpoint, "token", "another")

    with pytest.raises(Exception, match="could not prove"):
        Control(editor.file)
