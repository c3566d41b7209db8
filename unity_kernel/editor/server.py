"""The server: accepts connections, has each prove itself, and gives each a thread of its own."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from unity_kernel.errors import AuthenticationError, EditorGone, ProtocolError
from unity_kernel.wire import handshake
from unity_kernel.wire.endpoint import Endpoint, Transport, listen

__all__ = ["Server"]

log = logging.getLogger(__name__)
ACCEPT_PAUSE = 0.2
"""Seconds after a failed accept, as when the process has no file descriptors left; a guess."""
MAX_PENDING = 32
"""Connections that may be in their handshake at once; more are closed at once, so that silence cannot pile up."""


class Server:
    """Listens for one editor.

    Args:
        name: The editor's id.
        token: The secret of the handshake.
        serve: Called on the connection's thread with the authenticated socket; returns when the connection ends.
        transport: "unix" or "tcp"; by default whatever this system has.
    """

    def __init__(
        self,
        name: str,
        token: str,
        serve: Callable[[socket.socket, handshake.Peer], None],
        transport: Transport | None = None,
    ) -> None:
        self._token = token
        self._serve = serve
        self._closed = False
        self._lock = threading.Lock()
        self._pending: set[socket.socket] = set()
        self._threads: set[threading.Thread] = set()
        self._listener, self.endpoint = listen(name, transport)
        self._accepter = threading.Thread(target=self._accept, name="server-accept", daemon=True)

    def start(self) -> Endpoint:
        """Begins to accept."""
        self._accepter.start()
        return self.endpoint

    def stop(self, timeout: float = 5.0) -> None:
        """Stops accepting and joins its threads; whoever serves connections closes them first."""
        self._closed = True
        with suppress(OSError):
            # shutdown wakes accept on Linux; elsewhere a connection of our own does.
            self._listener.shutdown(socket.SHUT_RDWR)
        if self._accepter.is_alive():
            with suppress(EditorGone):
                self.endpoint.connect().close()
        self._listener.close()
        self.endpoint.remove()
        with self._lock:
            pending, threads = list(self._pending), list(self._threads)
        for sock in pending:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in (self._accepter, *threads):
            if thread is not threading.current_thread() and thread.ident is not None:
                thread.join(timeout)

    def _accept(self) -> None:
        while not self._closed:
            try:
                sock, _ = self._listener.accept()
            except OSError as error:
                if self._closed or self._listener.fileno() < 0:
                    return
                log.warning("cannot accept a connection: %s", error)
                time.sleep(ACCEPT_PAUSE)
                continue
            with self._lock:
                too_many = len(self._pending) >= MAX_PENDING
                if not (too_many or self._closed):
                    self._pending.add(sock)
            if too_many or self._closed:
                sock.close()
                continue
            if sock.family == socket.AF_INET:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self._greet, args=(sock,), name="connection", daemon=True)
            with self._lock:
                self._threads.add(thread)
            thread.start()

    def _greet(self, sock: socket.socket) -> None:
        try:
            try:
                peer = handshake.accept(sock, self._token)
            except (AuthenticationError, ProtocolError, EditorGone) as error:
                if not self._closed:
                    log.warning("refused a connection: %s", error)
                return
            finally:
                with self._lock:
                    self._pending.discard(sock)
            threading.current_thread().name = f"connection-{peer.channel}"
            self._serve(sock, peer)
        except Exception:
            log.exception("a connection ended with an error")
        finally:
            sock.close()
            with self._lock:
                self._threads.discard(threading.current_thread())
