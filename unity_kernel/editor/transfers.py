"""Values on their way over the bulk channel, by ticket."""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Sequence

from unity_kernel.errors import EditorGone, ProtocolError
from unity_kernel.wire import bulk

__all__ = ["Transfers"]


class Transfers:
    """Tickets for values to hand out, and for values that are expected."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._outgoing: dict[str, Sequence[bulk.Buffer]] = {}
        self._incoming: dict[str, list[bulk.Buffer]] = {}

    def offer(self, buffers: Sequence[bulk.Buffer]) -> str:
        """Keeps a pickled value until its ticket is used or withdrawn."""
        ticket = secrets.token_hex(8)
        with self._lock:
            self._outgoing[ticket] = buffers
        return ticket

    def expect(self) -> str:
        """A ticket under which a client may send a value."""
        ticket = secrets.token_hex(8)
        with self._lock:
            self._incoming[ticket] = []
        return ticket

    def take(self, ticket: str) -> list[bulk.Buffer]:
        """What was sent under the ticket; withdraws it."""
        with self._lock:
            self._outgoing.pop(ticket, None)
            return self._incoming.pop(ticket, [])

    def serve(self, sock: socket.socket, ticket: str) -> None:
        """One bulk connection: sends or receives the ticket's value.

        Raises:
            ProtocolError: No such ticket.
            EditorGone: The client went away in the middle.
        """
        with self._lock:
            outgoing = self._outgoing.pop(ticket, None)
            expected = ticket in self._incoming
        if outgoing is not None:
            bulk.send(sock, outgoing)
        elif expected:
            buffers = bulk.receive(sock)
            with self._lock:
                if ticket in self._incoming:
                    self._incoming[ticket] = buffers
            try:
                sock.sendall(b"\x01")  # the client may now say that the value has arrived
            except OSError as error:
                raise EditorGone(f"a client went away before its value was acknowledged: {error}") from error
        else:
            raise ProtocolError("a client asked for a transfer that does not exist (any more)")
