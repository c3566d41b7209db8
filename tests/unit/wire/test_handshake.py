from __future__ import annotations

import json
import pickle
import socket
import struct
import time
from collections.abc import Callable
from typing import Any, Literal

import pytest

from tests.support.background import Background
from tests.unit.wire.conftest import Pair
from unity_kernel._version import __version__
from unity_kernel.errors import AuthenticationError, EditorGone, ProtocolError, ProtocolVersionError
from unity_kernel.wire import handshake
from unity_kernel.wire.editor_file import new_token
from unity_kernel.wire.messages import PROTOCOL

TOKEN = new_token()
SHORT = 0.15
"""Seconds; stands in for the real time-out where a test waits for it."""
HELLO = {
    "magic": "unity-kernel",
    "protocol": PROTOCOL,
    "package": "9.9",
    "channel": "control",
    "nonce": "n" * 64,
}


exploded: list[str] = []


def explode() -> None:
    exploded.append("bang")


class Bomb:
    """Unpickling one runs code."""

    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        return explode, ()


def send(sock: socket.socket, data: object) -> None:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    sock.sendall(struct.pack(">I", len(body)) + body)


def receive(sock: socket.socket) -> dict[str, Any]:
    sock.settimeout(5.0)
    (length,) = struct.unpack(">I", sock.recv(4, socket.MSG_WAITALL))
    answer: dict[str, Any] = json.loads(sock.recv(length, socket.MSG_WAITALL))
    return answer


def accepting(sock: socket.socket, token: str = TOKEN) -> Background:
    return Background(lambda: handshake.accept(sock, token))


def introducing(sock: socket.socket, token: str = TOKEN) -> Background:
    return Background(lambda: handshake.introduce(sock, token, "control"))


class TestAgreement:
    @pytest.mark.parametrize("channel", ["control", "object", "bulk"])
    def test_both_sides_learn_of_each_other(
        self, pair: Pair, channel: Literal["control", "object", "bulk"]
    ) -> None:
        client, editor = pair
        with accepting(editor) as waiting:
            theirs = handshake.introduce(client, TOKEN, channel, ticket="t-1")

        assert theirs == handshake.Peer(channel, __version__, PROTOCOL)
        assert waiting.result() == handshake.Peer(channel, __version__, PROTOCOL, ticket="t-1")

    def test_the_sockets_are_left_blocking_and_empty(self, pair: Pair) -> None:
        client, editor = pair
        with accepting(editor):
            handshake.introduce(client, TOKEN, "control")

        assert client.gettimeout() is None
        assert editor.gettimeout() is None
        client.sendall(b"what RPyC says first")
        assert editor.recv(100) == b"what RPyC says first"

    def test_the_token_itself_never_crosses_the_wire(self, pair: Pair) -> None:
        client, editor = pair
        with introducing(client) as asking:
            hello = receive(editor)
            editor.close()

        assert TOKEN not in json.dumps(hello)
        assert isinstance(asking.error(), EditorGone)


class TestRefusal:
    def test_a_wrong_token_is_named_on_both_sides(self, pair: Pair) -> None:
        """An editor that knows another token proves so first; the client then sends nothing."""
        client, editor = pair
        with accepting(editor, new_token()) as waiting:
            with pytest.raises(AuthenticationError, match="could not prove that it is the editor"):
                handshake.introduce(client, TOKEN, "control")
            client.close()

        assert isinstance(waiting.error(), EditorGone)

    def test_a_client_without_the_token_is_told(self, pair: Pair) -> None:
        client, editor = pair
        with accepting(editor) as waiting:
            send(client, HELLO)
            receive(client)
            send(client, {"proof": "0" * 64})
            answer = receive(client)

        assert answer["refused"] == "AuthenticationError"
        assert "does not know this editor's token" in answer["message"]
        assert isinstance(waiting.error(), AuthenticationError)

    def test_a_refused_client_raises_what_the_editor_said(self, pair: Pair) -> None:
        client, editor = pair
        with introducing(client) as asking:
            receive(editor)
            send(editor, {"refused": "AuthenticationError", "message": "try again"})

        assert isinstance(asking.error(), AuthenticationError)
        assert "try again" in str(asking.error())

    def test_another_protocol_version_is_named_on_both_sides_with_the_remedy(self, pair: Pair) -> None:
        client, editor = pair
        with accepting(editor) as waiting, pytest.raises(ProtocolVersionError) as caught:
            handshake.introduce(client, TOKEN, "control", protocol=PROTOCOL + 1)

        for text in (str(caught.value), str(waiting.error())):
            assert f"speaks protocol {PROTOCOL + 1}" in text
            assert f"speaks {PROTOCOL}" in text
            assert "Install the same version on both sides" in text
        assert isinstance(waiting.error(), ProtocolVersionError)

    def test_an_unknown_channel_is_refused(self, pair: Pair) -> None:
        client, editor = pair
        with accepting(editor) as waiting:
            send(client, {**HELLO, "channel": "backdoor"})
            answer = receive(client)

        assert answer["refused"] == "ProtocolError"
        assert "unknown channel 'backdoor'" in answer["message"]
        assert isinstance(waiting.error(), ProtocolError)

    def test_an_impostor_that_cannot_prove_itself_learns_no_proof(self, pair: Pair) -> None:
        client, editor = pair
        with introducing(client) as asking:
            receive(editor)
            send(editor, {"protocol": PROTOCOL, "package": "9.9", "nonce": "e" * 64, "proof": "f" * 64})
            asking.thread.join(5.0)
            client.close()
            assert editor.recv(1) == b"", "the client answered an impostor"

        assert isinstance(asking.error(), AuthenticationError)

    def test_an_impostor_that_accepts_at_once_is_not_believed(self, pair: Pair) -> None:
        client, editor = pair
        with introducing(client) as asking:
            receive(editor)
            send(editor, {"ok": True})

        assert isinstance(asking.error(), AuthenticationError)

    @pytest.mark.parametrize("proof", ["é" * 64, "\ud800", None, 7, ["x"], ""], ids=ascii)
    def test_a_proof_of_the_wrong_kind_is_just_wrong(self, pair: Pair, proof: object) -> None:
        client, editor = pair
        with accepting(editor) as waiting:
            send(client, HELLO)
            receive(client)
            send(client, {"proof": proof})
            assert receive(client)["refused"] == "AuthenticationError"

        assert isinstance(waiting.error(), AuthenticationError)

    @pytest.mark.parametrize("proof", ["é" * 64, None, 7], ids=ascii)
    def test_an_editors_proof_of_the_wrong_kind_is_just_wrong(self, pair: Pair, proof: object) -> None:
        client, editor = pair
        with introducing(client) as asking:
            receive(editor)
            send(editor, {"protocol": PROTOCOL, "nonce": "e" * 64, "proof": proof})

        assert isinstance(asking.error(), AuthenticationError)

    @pytest.mark.parametrize("nonce", ["\ud800" * 64, "short", None, {"a": 1}], ids=ascii)
    def test_a_nonce_of_the_wrong_kind_is_refused(self, pair: Pair, nonce: object) -> None:
        client, editor = pair
        with accepting(editor) as waiting:
            send(client, {**HELLO, "nonce": nonce})
            receive(client)
            send(client, {"proof": "0" * 64})
            assert receive(client)["refused"] == "AuthenticationError"

        assert isinstance(waiting.error(), AuthenticationError)


class TestReplay:
    def test_a_recorded_proof_is_worth_nothing_in_another_conversation(self) -> None:
        recorded: list[dict[str, Any]] = []

        def relay(client: socket.socket, editor: socket.socket) -> None:
            for source, target in ((client, editor), (editor, client), (client, editor), (editor, client)):
                recorded.append(receive(source))
                send(target, recorded[-1])

        client, middle_client = socket.socketpair()
        middle_editor, editor = socket.socketpair()
        with (
            client,
            middle_client,
            middle_editor,
            editor,
            accepting(editor),
            Background(lambda: relay(middle_client, middle_editor)),
        ):
            handshake.introduce(client, TOKEN, "control")

        replayer, editor = socket.socketpair()
        with replayer, editor, accepting(editor) as waiting:
            send(replayer, recorded[0])
            receive(replayer)
            send(replayer, recorded[2])
            assert receive(replayer)["refused"] == "AuthenticationError"
        assert isinstance(waiting.error(), AuthenticationError)

        client, replayer = socket.socketpair()
        with client, replayer, introducing(client) as asking:
            receive(replayer)
            send(replayer, recorded[1])
        assert isinstance(asking.error(), AuthenticationError)

    def test_an_editors_own_proof_cannot_be_reflected(self, pair: Pair) -> None:
        client, editor = pair
        with accepting(editor) as waiting:
            send(client, HELLO)
            send(client, {"proof": receive(client)["proof"]})
            assert receive(client)["refused"] == "AuthenticationError"

        assert isinstance(waiting.error(), AuthenticationError)

    def test_a_clients_hello_cannot_be_answered_with_itself(self, pair: Pair) -> None:
        client, editor = pair
        with introducing(client) as asking:
            send(editor, receive(editor))

        assert isinstance(asking.error(), AuthenticationError)

    def test_a_proof_for_one_channel_opens_no_other(self, pair: Pair) -> None:
        """Whoever relays a client's conversation cannot have the editor open another channel for it."""
        client, middle_client = socket.socketpair()
        middle_editor, editor = pair
        with client, middle_client, accepting(editor) as waiting, introducing(client) as asking:
            send(middle_editor, {**receive(middle_client), "channel": "object"})
            send(middle_client, receive(middle_editor))
            asking.thread.join(5.0)
            middle_editor.close()

        assert isinstance(asking.error(), AuthenticationError)
        assert isinstance(waiting.error(), EditorGone)


class TestJunk:
    JUNK: dict[str, bytes] = {
        "http": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "zeros": bytes(64),
        "ones": b"\xff" * 64,
        "rpyc": b"\x00\x00\x00\x20\x00" + b"\x01" * 40,
        "frame without JSON": struct.pack(">I", 8) + b"\x80\x04junk!!",
        "frame of a list": struct.pack(">I", 4) + b"[{}]",
        "frame of a number": struct.pack(">I", 2) + b"17",
        "frame of invalid UTF-8": struct.pack(">I", 6) + b'{"\xff":1',
        "deep nesting": struct.pack(">I", 4000) + b"[" * 4000,
        "oversized frame": struct.pack(">I", 5000) + b"x" * 5000,
        "empty frame": struct.pack(">I", 0),
        "some other greeting": struct.pack(">I", 15) + b'{"magic": "ssh"}'[:15],
    }

    @pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK.keys())
    def test_an_editor_refuses_junk(self, pair: Pair, junk: bytes) -> None:
        client, editor = pair
        with accepting(editor) as waiting:
            client.sendall(junk)

        assert isinstance(waiting.error(), ProtocolError)

    @pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK.keys())
    def test_a_client_refuses_junk(self, pair: Pair, junk: bytes) -> None:
        client, editor = pair
        with introducing(client) as asking:
            editor.sendall(junk)

        assert isinstance(asking.error(), ProtocolError)

    def test_a_greeting_of_another_program_is_shown_in_part(self, pair: Pair) -> None:
        client, editor = pair
        with accepting(editor) as waiting:
            send(client, {"magic": "x" * 2000})

        assert "something else than a unity-kernel greeting" in str(waiting.error())
        assert len(str(waiting.error())) < 300

    def test_a_pickle_is_not_loaded(self, pair: Pair) -> None:
        client, editor = pair
        with accepting(editor) as waiting:
            send(client, pickle.dumps(Bomb(), protocol=0))

        assert isinstance(waiting.error(), ProtocolError)
        assert not exploded


class TestTimeAndEnd:
    def test_silence_is_given_up(self, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(handshake, "TIMEOUT", SHORT)

        with pytest.raises(ProtocolError, match=f"did not complete the handshake within {SHORT:g} s"):
            handshake.accept(pair[1], TOKEN)

    def test_a_silent_editor_is_given_up(self, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(handshake, "TIMEOUT", SHORT)

        with pytest.raises(ProtocolError, match=f"did not complete the handshake within {SHORT:g} s"):
            handshake.introduce(pair[0], TOKEN, "control")

    def test_a_drip_of_bytes_does_not_stretch_the_time(
        self, pair: Pair, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(handshake, "TIMEOUT", SHORT)
        client, editor = pair
        begin = time.monotonic()
        with accepting(editor) as waiting:
            client.sendall(struct.pack(">I", 1000))
            while not waiting.is_done and time.monotonic() < begin + 5.0:
                client.sendall(b" ")
                waiting.thread.join(SHORT / 10)

        assert isinstance(waiting.error(), ProtocolError)
        assert time.monotonic() - begin < SHORT + 2.0

    def test_a_peer_that_leaves_is_told_apart_from_one_that_lies(self, pair: Pair) -> None:
        client, editor = pair
        client.sendall(b"\x00\x00")
        client.close()

        with pytest.raises(EditorGone, match="closed the connection during the handshake"):
            handshake.accept(editor, TOKEN)

    def test_the_real_limit_is_five_seconds(self) -> None:
        assert handshake.TIMEOUT == 5.0
