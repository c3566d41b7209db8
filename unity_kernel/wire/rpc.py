"""RPyC, set up in one place.

Our own decisions about RPyC 6: no compression (both ends are on one machine), no `sync_request_timeout` (time
limits are ours and named), nothing imported or instantiated for remote exceptions, no closing conversation with a
peer that may hang, and two kinds of connection:

* `control`: one handler, which takes a batch of encoded messages. No attribute of anything is reachable by it.
* `object`: netrefs, for client scripts that use the editor's objects one by one.
"""

from __future__ import annotations

import logging
import queue
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import rpyc
from rpyc.core import consts
from rpyc.core.channel import Channel
from rpyc.core.protocol import Connection
from rpyc.core.stream import SocketStream
from rpyc.lib import Timeout

__all__ = ["HANDLE_DELIVER", "ControlConnection", "QuietConnection", "object_config", "open_channel"]

log = logging.getLogger(__name__)
HANDLE_DELIVER = 100
"""Our own RPyC request: deliver(payload, buffers). RPyC's numbers end at 20."""

COMMON: dict[str, Any] = {
    "sync_request_timeout": None,
    "allow_pickle": False,
    "import_custom_exceptions": False,
    "instantiate_custom_exceptions": False,
    "propagate_KeyboardInterrupt_locally": False,
    "log_exceptions": False,
    "bind_threads": False,
}


def object_config() -> dict[str, Any]:
    """The configuration of the object channel: every attribute may be read and set, as in the editor itself."""
    return {
        **COMMON,
        "allow_all_attrs": True,
        "allow_public_attrs": True,
        "allow_setattr": True,
        "allow_delattr": True,
        "include_local_traceback": True,
        "include_local_version": False,
    }


class _Stream(SocketStream):
    """Reads straight into one buffer and blocks in `recv`: no poll call before each message."""

    __slots__ = ()
    MAX_IO_CHUNK = 1 << 20

    def poll(self, timeout: Any) -> bool:
        return not Timeout(timeout).finite or bool(super().poll(timeout))

    def read(self, count: int) -> bytes:
        sock: socket.socket = self.sock
        try:
            data = sock.recv(count)
            if len(data) == count:
                return data
            if not data:
                raise EOFError("connection closed by the peer")
            whole = bytearray(count)
            whole[: len(data)] = data
            view = memoryview(whole)
            position = len(data)
            while position < count:
                read = sock.recv_into(view[position:])
                if not read:
                    raise EOFError("connection closed by the peer")
                position += read
        except OSError as error:
            self.close()
            raise EOFError(str(error)) from error
        return bytes(whole)

    def write(self, data: bytes) -> None:
        try:
            self.sock.sendall(data)
        except ConnectionError as error:
            # The peer has closed. What it said before, such as that it reloads, the reader has yet to read.
            raise EOFError(str(error)) from error
        except OSError as error:
            self.close()
            raise EOFError(str(error)) from error

    def close(self) -> None:
        sock = self.sock
        if not self.closed:
            # shutdown wakes a thread that is blocked in recv; close alone does not, on Linux.
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        super().close()


def open_channel(sock: socket.socket) -> Channel:
    """RPyC's framing on an authenticated socket."""
    return Channel(_Stream(sock), compress=False)


class QuietConnection(Connection):
    """An RPyC connection that closes by closing: RPyC would ask the peer first, and wait for its answer."""

    _closed: bool

    def close(self) -> None:
        if self._closed:
            return
        self._cleanup()

    def _cleanup(self, _anyway: bool = True) -> None:
        """RPyC's own also deletes its handlers and releases locks that another thread may hold."""
        self._closed = True
        self._channel.close()
        self._request_callbacks.clear()
        self._local_objects.clear()
        self._proxy_cache.clear()
        self._netref_classes_cache.clear()
        self._last_traceback = None
        self._remote_root = None


class ControlConnection(QuietConnection):
    """Carries batches of encoded messages and nothing else.

    The reader thread never writes: if both sides' readers waited for room in the socket at once, neither would ever
    read again. What it has to send (answers, mostly) goes through a writer thread.

    Args:
        channel: From `open_channel`.
        deliver: Called on the reader thread with (payload, buffers); returns the encoded answer or None.
    """

    def __init__(self, channel: Channel, deliver: Callable[[bytes, tuple[bytes, ...]], object]) -> None:
        self._deliver = deliver
        self._reader = 0
        self._writer: threading.Thread | None = None
        self._outgoing: queue.SimpleQueue[tuple[int, int, Any] | None] = queue.SimpleQueue()
        super().__init__(rpyc.VoidService(), channel, COMMON)
        self._HANDLERS = {HANDLE_DELIVER: ControlConnection._handle_deliver}

    def _handle_deliver(self, payload: bytes, buffers: tuple[bytes, ...]) -> object:
        return self._deliver(payload, buffers)

    def post(self, payload: bytes, buffers: tuple[bytes, ...], answered: Callable[[bool, Any], None]) -> None:
        """Sends a batch; `answered(failed, answer)` is called on the reader thread.

        Raises:
            EOFError: The connection is closed.
        """
        self._async_request(HANDLE_DELIVER, (payload, buffers), answered)

    def serve_forever(self) -> None:
        """The reader thread's loop; returns when the connection ends."""
        self._reader = threading.get_ident()
        try:
            while not self._closed:
                self.serve(None)
        except (EOFError, OSError):
            pass  # the peer has gone, or we have closed
        except Exception:
            log.exception("closed a connection whose peer does not keep to the protocol")
        finally:
            self.close()
            if self._writer is not None:
                self._outgoing.put(None)
                self._writer.join()

    def _send(self, kind: int, sequence: int, arguments: Any) -> None:
        if threading.get_ident() != self._reader:
            super()._send(kind, sequence, arguments)
            return
        if self._writer is None:
            name = f"{threading.current_thread().name}-writer"
            self._writer = threading.Thread(target=self._write, name=name, daemon=True)
            self._writer.start()
        self._outgoing.put((kind, sequence, arguments))

    def _write(self) -> None:
        while (item := self._outgoing.get()) is not None:
            try:
                super()._send(*item)
            except (EOFError, OSError):
                break  # the reader notices by itself

    def _unbox(self, package: Any) -> Any:
        """Plain values only: RPyC would look up its own objects, or ask the peer what an object of its is."""
        label, value = package
        if label == consts.LABEL_VALUE:
            return value
        if label == consts.LABEL_TUPLE:
            return tuple(self._unbox(item) for item in value)
        raise ValueError("the control channel carries no references to objects")
