"""Who are you: mutual challenge and response over the raw socket, before RPyC sees a byte.

Four frames of JSON (4-byte big-endian length before each), nothing pickled:

1. client: protocol and package version, the channel it wants, a nonce
2. editor: its versions, a nonce, HMAC-SHA256(token, "editor" + channel + both nonces)
3. client: HMAC-SHA256(token, "client" + channel + both nonces)
4. editor: accepted

Both sides know the token from the editor file, which only its user can read. Each proof covers both nonces and
the role, so none can be replayed or reflected.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import socket
import struct
import time
from dataclasses import dataclass
from typing import Any, Literal

from unity_kernel._version import __version__
from unity_kernel.errors import AuthenticationError, EditorGone, ProtocolError, ProtocolVersionError
from unity_kernel.wire.messages import PROTOCOL

__all__ = ["TIMEOUT", "Channel", "Peer", "accept", "introduce"]

TIMEOUT = 5.0
"""Seconds for the whole handshake. Silence or junk holds a socket no longer than this."""

MAX_FRAME = 4096
MAGIC = "unity-kernel"
_LENGTH = struct.Struct(">I")

Channel = Literal["control", "object", "bulk"]
CHANNELS: tuple[Channel, ...] = ("control", "object", "bulk")


@dataclass(frozen=True, slots=True)
class Peer:
    """The other side, once it has proved that it knows the token."""

    channel: Channel
    package: str
    protocol: int
    ticket: str = ""


def introduce(
    sock: socket.socket, token: str, channel: Channel, *, ticket: str = "", protocol: int = PROTOCOL
) -> Peer:
    """The client's half. Leaves the socket blocking.

    Args:
        sock: A connected socket.
        token: The token from the editor file.
        channel: What the connection is for.
        ticket: For the bulk channel: which transfer.
        protocol: The version to announce; tests announce another one.

    Raises:
        AuthenticationError: The editor refused our proof, or its own is wrong.
        ProtocolVersionError: The editor speaks another protocol version.
        ProtocolError: The other side is no unity-kernel editor, or stayed silent for 5 s.
        EditorGone: The editor closed the connection.
    """
    frames = _Frames(sock)
    nonce = secrets.token_hex(32)
    hello = {"magic": MAGIC, "protocol": protocol, "package": __version__, "channel": channel, "nonce": nonce}
    frames.send({**hello, "ticket": ticket})
    answer = frames.receive()
    _raise_refusal(answer)
    theirs = str(answer.get("nonce", ""))
    if not _matches(answer.get("proof"), _proof(token, "editor", channel, nonce, theirs)):
        raise AuthenticationError(
            "the listener could not prove that it is the editor which wrote the editor file; nothing was sent to it. "
            "Restart that editor; `unity-kernel doctor` checks the files."
        )
    frames.send({"proof": _proof(token, "client", channel, nonce, theirs)})
    _raise_refusal(frames.receive())
    sock.settimeout(None)
    return Peer(channel, str(answer.get("package", "")), int(answer.get("protocol", 0)))


def accept(sock: socket.socket, token: str) -> Peer:
    """The editor's half. Leaves the socket blocking.

    Raises:
        AuthenticationError, ProtocolVersionError, ProtocolError, EditorGone: The client was refused; the caller
            closes the socket and logs the text.
    """
    frames = _Frames(sock)
    hello = frames.receive()
    if hello.get("magic") != MAGIC:
        raise ProtocolError(f"a client sent something else than a unity-kernel greeting: {str(hello)[:80]}")
    if hello.get("protocol") != PROTOCOL:
        raise frames.refuse(
            ProtocolVersionError(
                f"the client (unity-kernel {hello.get('package')}) speaks protocol {hello.get('protocol')}, this "
                f"editor (unity-kernel {__version__}) speaks {PROTOCOL}. Install the same version on both sides and "
                "restart both."
            )
        )
    channel = hello.get("channel")
    if channel not in CHANNELS:
        raise frames.refuse(ProtocolError(f"the client asks for an unknown channel {channel!r}"))
    theirs = str(hello.get("nonce", ""))
    nonce = secrets.token_hex(32)
    frames.send(
        {
            "protocol": PROTOCOL,
            "package": __version__,
            "nonce": nonce,
            "proof": _proof(token, "editor", channel, theirs, nonce),
        }
    )
    proof = frames.receive().get("proof")
    if len(theirs) < 32 or not _matches(proof, _proof(token, "client", channel, theirs, nonce)):
        raise frames.refuse(
            AuthenticationError(
                "the client does not know this editor's token. It may have read an old editor file: try again, "
                "or run `unity-kernel doctor`."
            )
        )
    frames.send({"ok": True})
    sock.settimeout(None)
    return Peer(channel, str(hello.get("package", "")), PROTOCOL, str(hello.get("ticket", "")))


def _proof(token: str, role: str, channel: str, client_nonce: str, editor_nonce: str) -> str:
    text = "|".join((MAGIC, role, channel, client_nonce, editor_nonce))
    return hmac.new(token.encode(), text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def _matches(given: object, expected: str) -> bool:
    """Compares in constant time; whatever a peer sends that is no proof is a wrong one."""
    # As bytes: compare_digest raises TypeError for text beyond ASCII.
    return hmac.compare_digest(str(given).encode(errors="surrogatepass"), expected.encode())


def _raise_refusal(answer: dict[str, Any]) -> None:
    kind = answer.get("refused")
    if kind is None:
        return
    text = f"the editor refused the connection: {answer.get('message', '')}"
    if kind == "ProtocolVersionError":
        raise ProtocolVersionError(text)
    if kind == "AuthenticationError":
        raise AuthenticationError(text)
    raise ProtocolError(text)


class _Frames:
    """Length-prefixed JSON under one deadline for the whole conversation."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._deadline = time.monotonic() + TIMEOUT

    def send(self, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        try:
            self._sock.settimeout(self._left())
            self._sock.sendall(_LENGTH.pack(len(body)) + body)
        except TimeoutError as error:
            raise self._silent() from error
        except OSError as error:
            raise EditorGone(f"the connection broke during the handshake: {error}") from error

    def receive(self) -> dict[str, Any]:
        (length,) = _LENGTH.unpack(self._read(4))
        if not 2 <= length <= MAX_FRAME:
            raise ProtocolError(
                f"the other side does not speak unity-kernel's handshake (frame of {length} bytes)"
            )
        try:
            data = json.loads(self._read(length))
        except (ValueError, RecursionError) as error:
            raise ProtocolError("the other side does not speak unity-kernel's handshake (no JSON)") from error
        if not isinstance(data, dict):
            raise ProtocolError("the other side does not speak unity-kernel's handshake (no JSON object)")
        return data

    def refuse(self, error: ProtocolError | AuthenticationError) -> ProtocolError | AuthenticationError:
        """Tells the peer why, and returns the error to raise."""
        self.send({"refused": type(error).__name__, "message": str(error)})
        return error

    def _read(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            try:
                self._sock.settimeout(self._left())
                piece = self._sock.recv(count - len(data))
            except TimeoutError as error:
                raise self._silent() from error
            except OSError as error:
                raise EditorGone(f"the connection broke during the handshake: {error}") from error
            if not piece:
                raise EditorGone("the other side closed the connection during the handshake")
            data += piece
        return bytes(data)

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self._silent()
        return left

    @staticmethod
    def _silent() -> ProtocolError:
        return ProtocolError(f"the other side did not complete the handshake within {TIMEOUT:g} s")
