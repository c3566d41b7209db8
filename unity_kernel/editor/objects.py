"""The object channel: netrefs into the editor, one job on the main thread for each request.

The reader thread only queues; results leave through a writer thread, so that the main thread never waits for a
socket. When a job calls back into the client (a callback, a key function), it waits in the dispatcher, which
meanwhile runs the requests that the client makes to answer: no deadlock in either direction.
"""

from __future__ import annotations

import builtins
import importlib
import queue
import socket
import threading
from typing import Any

import rpyc
from rpyc.core import brine, consts

from unity_kernel.editor.dispatcher import Dispatcher, Job, Waiter
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire.rpc import QuietConnection, object_config, open_channel

__all__ = ["ObjectConnection"]


class _Root(rpyc.Service):
    """What a client script starts from."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = dict(namespace)
        self._namespace.setdefault("__builtins__", builtins)

    def exposed_get_module(self, name: str) -> Any:
        """The editor's module of that name, imported if need be."""
        return importlib.import_module(name)

    def exposed_execute(self, code: str, filename: str = "<unity_connection>") -> None:
        """Runs code in a namespace that lasts as long as the connection."""
        exec(compile(code, filename, "exec"), self._namespace)

    def exposed_namespace(self) -> dict[str, Any]:
        """The namespace of `execute`."""
        return self._namespace


class ObjectConnection(QuietConnection):
    """The editor's end of an object channel. `serve_forever` runs on the connection's own thread."""

    def __init__(
        self, sock: socket.socket, dispatcher: Dispatcher, namespace: dict[str, Any], name: str
    ) -> None:
        self._dispatcher = dispatcher
        self._name = name
        self._waiters: set[Waiter] = set()
        self._outgoing: queue.SimpleQueue[tuple[int, int, Any] | None] = queue.SimpleQueue()
        super().__init__(_Root(namespace), open_channel(sock), object_config())
        self._writer = threading.Thread(target=self._write, name=f"objects-{name}-writer", daemon=True)
        self._writer.start()

    def serve_forever(self) -> None:
        """Reads requests and replies until the connection ends."""
        try:
            while not self._closed:
                data = self._channel.recv()
                (kind,) = brine.I1.unpack(data[:1])
                sequence, arguments = brine.load(data[1:])
                if kind == consts.MSG_REQUEST:
                    self._queue(sequence, arguments)
                else:
                    callback = self._request_callbacks.pop(sequence, None)
                    if callback is not None:
                        callback(kind == consts.MSG_EXCEPTION, arguments)
        except (EOFError, OSError, UnityKernelError):
            pass
        finally:
            self._end()

    def sync_request(self, handler: int, *arguments: Any) -> Any:
        """Calls into the client; on the main thread other requests of this client are served meanwhile."""
        waiter: Waiter = self._dispatcher.waiter()
        self._waiters.add(waiter)
        try:
            self._async_request(handler, arguments, lambda failed, raw: waiter.set((failed, raw)))
            failed, raw = self._dispatcher.wait(waiter, self, f"an answer of client {self._name}")
        finally:
            self._waiters.discard(waiter)
        if failed:
            raise self._unbox_exc(raw)
        return self._unbox(raw)

    def _queue(self, sequence: int, arguments: Any) -> None:
        # A netref that the client drops must not be freed on this thread: .NET wrappers belong to the main one.
        self._dispatcher.submit(
            Job(lambda: self._dispatch_request(sequence, arguments), self, f"client {self._name}")
        )

    def _send(self, kind: int, sequence: int, arguments: Any) -> None:
        self._outgoing.put((kind, sequence, arguments))

    def _write(self) -> None:
        while (item := self._outgoing.get()) is not None:
            try:
                super()._send(*item)
            except (EOFError, OSError, ValueError):
                break

    def _end(self) -> None:
        self._dispatcher.drop(self)
        for waiter in list(self._waiters):
            waiter.set(error=UnityKernelError(f"client {self._name} went away before it answered"))
        self._outgoing.put(None)
        self._channel.close()
        self._writer.join(5.0)
        # The objects that the client held are freed where they belong.
        try:
            self._dispatcher.submit(Job(self.close, None, f"ending client {self._name}"))
        except UnityKernelError:
            pass  # the editor is closing, and does it itself
