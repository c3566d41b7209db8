from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from functools import partial
from typing import Any

import pytest
import rpyc
from rpyc.core import brine, consts

from tests.support.background import TIMEOUT, Background
from tests.unit.wire.conftest import Pair
from unity_kernel.errors import EditorGone, ProtocolError, WaitTimeout
from unity_kernel.wire.link import Link
from unity_kernel.wire.messages import (
    Comm,
    Failed,
    GetStatus,
    Interrupt,
    Message,
    Reply,
    StateChanged,
    Stream,
)
from unity_kernel.wire.rpc import HANDLE_DELIVER, ControlConnection, open_channel

Handler = Callable[[list[Message]], Message | None]


def held_until(go: threading.Event) -> Handler:
    """A handler that answers nothing, once it may."""

    def hold(batch: list[Message]) -> None:
        go.wait(TIMEOUT)

    return hold


class Links:
    """Two linked ends; the far one answers with `far_handles`."""

    def __init__(self, pair: Pair) -> None:
        self.far_received: list[Message] = []
        self.far_handles: Handler = lambda batch: None
        self.near_received: list[Message] = []
        self.closed: list[str] = []
        self.all_closed = threading.Event()
        self.near = Link(pair[0], self._near, lambda: self._closed("near"), "editor unity-1")
        self.far = Link(pair[1], self._far, lambda: self._closed("far"), "the client")

    def _closed(self, side: str) -> None:
        self.closed.append(side)
        if len(self.closed) == 2:
            self.all_closed.set()

    def _near(self, batch: list[Message]) -> None:
        self.near_received += batch

    def _far(self, batch: list[Message]) -> Message | None:
        self.far_received += batch
        return self.far_handles(batch)


class WhileAnswering:
    """A channel; while its first answer is being sent, another thread does something."""

    def __init__(self, channel: Any, meanwhile: Callable[[], None]) -> None:
        self._channel = channel
        self._meanwhile: Callable[[], None] | None = meanwhile

    def send(self, data: bytes) -> None:
        if data[:1] == brine.I1.pack(consts.MSG_REPLY) and self._meanwhile is not None:
            meanwhile, self._meanwhile = self._meanwhile, None
            with Background(meanwhile):
                pass
        self._channel.send(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)


@pytest.fixture
def links(pair: Pair) -> Iterator[Links]:
    links = Links(pair)
    links.near.start()
    links.far.start()
    yield links
    links.near.close()
    links.far.close()


class TestMessages:
    def test_a_question_gets_its_answer(self, links: Links) -> None:
        links.far_handles = lambda batch: Reply("", {"state": "busy"}, [b"buffer"])

        assert links.near.ask(GetStatus()) == Reply("", {"state": "busy"}, [b"buffer"])
        assert links.far_received == [GetStatus()]

    def test_an_answer_may_be_nothing(self, links: Links) -> None:
        assert links.near.ask(Interrupt()) is None

    def test_batches_arrive_whole_and_in_order_both_ways(self, links: Links) -> None:
        out: list[Message] = [Stream("j", "stdout", str(number)) for number in range(100)]
        back: list[Message] = [Comm("j", "comm_msg", {}, {}, [b"a", b"b"]), StateChanged("idle")]

        acknowledged = [links.near.post(out[:50]), links.far.post(back), links.near.post(out[50:])]

        assert [answer.result(TIMEOUT) for answer in acknowledged] == [None, None, None]
        assert links.far_received == out
        assert links.near_received == back

    def test_an_empty_batch_is_a_sign_of_life(self, links: Links) -> None:
        assert links.near.post([]).result(TIMEOUT) is None

    def test_large_batches_may_cross_each_other(self, links: Links) -> None:
        text = "x" * 2_000_000

        def flood(link: Link) -> None:
            for answer in [link.post([Stream("j", "stdout", text)]) for _ in range(20)]:
                answer.result(TIMEOUT)

        with Background(lambda: flood(links.near)) as near, Background(lambda: flood(links.far)) as far:
            near.result()
            far.result()

        assert len(links.near_received) == len(links.far_received) == 20

    def test_no_reader_stops_reading_in_order_to_send(self, links: Links) -> None:
        """RPyC has whoever holds its lock send what others queue: a reader that answers may find large batches."""
        answers: list[Future[Message | None]] = []
        large: list[Message] = [Stream("j", "stdout", "x" * 4_000_000)]

        def post(link: Link) -> None:
            answers.append(link.post(large))

        for link in (links.near, links.far):
            connection = link._connection
            connection._channel = WhileAnswering(connection._channel, partial(post, link))

        links.near.post([])
        links.far.post([])

        assert links.near.ask(GetStatus(), TIMEOUT) is None
        assert links.far.ask(GetStatus(), TIMEOUT) is None
        assert len(answers) == 2

    def test_a_handler_that_fails_is_told_to_the_sender_and_harms_nobody(self, links: Links) -> None:
        def fail(batch: list[Message]) -> None:
            raise ZeroDivisionError("oops")

        links.far_handles = fail
        with pytest.raises(ProtocolError, match=r"editor unity-1 could not handle the message.*oops"):
            links.near.ask(GetStatus())

        links.far_handles = lambda batch: Failed("", "E", "fine again")
        assert links.near.ask(GetStatus()) == Failed("", "E", "fine again")

    def test_an_answer_that_cannot_be_read_fails_the_question_at_once(
        self, links: Links, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(links.far._connection, "_deliver", lambda payload, buffers: (b"junk", ()))

        with pytest.raises(ProtocolError, match="editor unity-1 gave no answer that can be read"):
            links.near.ask(GetStatus())

        assert links.near.is_open

    def test_an_unreadable_batch_is_refused_and_the_link_lives(self, links: Links) -> None:
        refused: list[tuple[bool, Any]] = []
        answered = threading.Event()

        def note(failed: bool, answer: Any) -> None:
            refused.append((failed, str(answer)))
            answered.set()

        links.near._connection.post(b"junk", (), note)
        assert answered.wait(TIMEOUT)

        assert refused[0][0]
        assert "unreadable message" in refused[0][1]
        assert links.near.ask(GetStatus()) is None


class TestEnd:
    def test_closing_ends_both_sides_once(self, links: Links) -> None:
        links.near.close()
        links.far.close()
        links.near.close()

        assert sorted(links.closed) == ["far", "near"]
        assert not links.near.is_open
        assert not links.far.is_open

    def test_closing_joins_the_reader_thread(self, links: Links) -> None:
        links.near.close()

        assert not [thread for thread in threading.enumerate() if thread.name == "link-editor unity-1"]

    def test_what_was_asked_fails_when_the_other_side_goes(self, links: Links) -> None:
        asked, go = threading.Event(), threading.Event()

        def hold(batch: list[Message]) -> None:
            asked.set()
            go.wait(TIMEOUT)

        links.far_handles = hold
        answer = links.near.post([GetStatus()])
        assert asked.wait(TIMEOUT)
        with Background(links.far.close) as closing:
            with pytest.raises(EditorGone, match="the connection to editor unity-1 ended"):
                answer.result(TIMEOUT)
            go.set()
        assert closing.error() is None

    def test_a_closed_link_says_so(self, links: Links) -> None:
        links.near.close()

        for use in (lambda: links.near.post([]), lambda: links.near.ask(GetStatus())):
            with pytest.raises(EditorGone, match="the connection to editor unity-1 is closed"):
                use()

    def test_a_socket_that_breaks_ends_the_link(self, links: Links, pair: Pair) -> None:
        answer = links.near.post([GetStatus()])
        answer.result(TIMEOUT)

        pair[1].shutdown(socket.SHUT_RDWR)

        assert links.all_closed.wait(TIMEOUT)
        assert sorted(links.closed) == ["far", "near"]
        with pytest.raises(EditorGone, match="is closed"):
            links.near.ask(GetStatus())

    def test_no_answer_in_time_names_the_question_and_the_limit(self, links: Links) -> None:
        go = threading.Event()
        links.far_handles = held_until(go)
        try:
            with pytest.raises(
                WaitTimeout, match=r"editor unity-1 did not answer 'get_status' within 0.05 s"
            ):
                links.near.ask(GetStatus(), timeout=0.05)
        finally:
            go.set()

        links.far_handles = lambda batch: Reply("", {"late": False})
        assert links.near.ask(GetStatus()) == Reply("", {"late": False}), (
            "a late answer went to another question"
        )

    def test_a_future_that_its_caller_gave_up_does_not_harm_the_link(self, links: Links) -> None:
        go = threading.Event()
        links.far_handles = held_until(go)
        links.near.post([GetStatus()]).cancel()
        go.set()

        assert links.near.ask(GetStatus()) is None

    def test_a_handler_may_close_its_own_link(self, links: Links) -> None:
        def close(batch: list[Message]) -> None:
            links.far.close()

        links.far_handles = close
        with pytest.raises((EditorGone, ProtocolError)):
            links.near.ask(GetStatus())


class Attacker:
    """An authenticated peer that speaks raw RPyC."""

    def __init__(self, pair: Pair) -> None:
        self.channel = open_channel(pair[0])
        self._sequence = 0

    def send(self, handler: object, boxed: object) -> None:
        self._sequence += 1
        self.channel.send(brine.I1.pack(consts.MSG_REQUEST) + brine.dump((self._sequence, (handler, boxed))))

    def request(self, handler: object, *arguments: object) -> tuple[bool, Any]:
        """Whether the request failed, and the raw answer."""
        self.send(
            handler, (consts.LABEL_TUPLE, tuple((consts.LABEL_VALUE, argument) for argument in arguments))
        )
        data = self.channel.recv()
        (kind,) = brine.I1.unpack(data[:1])
        return kind == consts.MSG_EXCEPTION, brine.load(data[1:])[1]


class TestOnlyMessagesPass:
    """The control channel offers no attribute of anything, whatever RPyC itself could do."""

    HANDLERS = {name: value for name, value in vars(consts).items() if name.startswith("HANDLE_")}

    @pytest.fixture
    def received(self) -> list[bytes]:
        return []

    @pytest.fixture
    def attacker(self, pair: Pair, received: list[bytes]) -> Iterator[Attacker]:
        def deliver(payload: bytes, buffers: tuple[bytes, ...]) -> None:
            received.append(payload)

        with ExitStack() as stack:
            connection = ControlConnection(open_channel(pair[1]), deliver)
            stack.enter_context(Background(connection.serve_forever))
            stack.callback(pair[0].close)
            attacker = Attacker(pair)
            stack.callback(attacker.channel.close)
            yield attacker

    def test_there_are_handlers_to_try(self) -> None:
        assert {"HANDLE_GETATTR", "HANDLE_CALL", "HANDLE_PICKLE", "HANDLE_GETROOT"} <= self.HANDLERS.keys()
        assert HANDLE_DELIVER not in self.HANDLERS.values()

    @pytest.mark.parametrize("name", HANDLERS)
    @pytest.mark.parametrize("arguments", [(), ("x",), ("x", "__class__"), ("x", 1, (), ())], ids=len)
    def test_rpycs_own_requests_are_refused(
        self, attacker: Attacker, received: list[bytes], name: str, arguments: tuple[object, ...]
    ) -> None:
        failed, _ = attacker.request(self.HANDLERS[name], *arguments)

        assert failed
        assert attacker.request(HANDLE_DELIVER, b"still there", ()) == (False, (consts.LABEL_VALUE, None))
        assert received == [b"still there"]

    def test_a_reference_to_a_local_object_is_refused(self, attacker: Attacker) -> None:
        attacker.send(HANDLE_DELIVER, (consts.LABEL_LOCAL_REF, ("builtins.object", 1, 1)))
        data = attacker.channel.recv()

        assert brine.I1.unpack(data[:1]) == (consts.MSG_EXCEPTION,)
        assert attacker.request(HANDLE_DELIVER, b"", ())[0] is False

    def test_a_reference_to_an_object_of_the_peer_is_refused_without_asking_back(
        self, attacker: Attacker
    ) -> None:
        attacker.send(
            HANDLE_DELIVER, (consts.LABEL_TUPLE, ((consts.LABEL_REMOTE_REF, ("evil.Class", 1, 1)),))
        )
        data = attacker.channel.recv()

        assert brine.I1.unpack(data[:1]) == (consts.MSG_EXCEPTION,), (
            "the server asked the peer about its class"
        )
        assert attacker.request(HANDLE_DELIVER, b"", ())[0] is False

    @pytest.mark.parametrize("frame", [b"", b"\xff", b"\x01", b"\x01junk", b"\x63" + b"x" * 50], ids=repr)
    def test_junk_frames_end_the_connection_and_nothing_else(self, pair: Pair, frame: bytes) -> None:
        connection = ControlConnection(open_channel(pair[1]), lambda payload, buffers: None)
        channel = open_channel(pair[0])
        with Background(connection.serve_forever) as serving:
            channel.send(frame)
            channel.close()

        assert serving.error() is None
        assert connection.closed

    def test_frames_are_not_compressed(self, pair: Pair) -> None:
        open_channel(pair[0]).send(b"\x00" * 100_000)

        header = pair[1].recv(5)
        assert header == b"\x00\x01\x86\xa0\x00"

    def test_nobody_may_unpickle(self) -> None:
        from unity_kernel.wire import rpc

        assert rpc.COMMON["allow_pickle"] is False
        assert rpc.object_config()["allow_pickle"] is False
        assert rpc.COMMON["sync_request_timeout"] is None
        assert rpc.COMMON["import_custom_exceptions"] is False
        assert rpc.COMMON["instantiate_custom_exceptions"] is False
        assert isinstance(rpyc.VoidService(), rpyc.Service)
