"""The editor's objects one by one, from any Python process: netrefs over the object channel.

This is the way of the historical out-of-process API. Each attribute is a round trip, about a hundred times slower
than the same code in a cell; it is for tools that must live in a process of their own.
"""

from __future__ import annotations

import atexit
import os
import threading
from pathlib import Path
from typing import Any

import rpyc

from unity_kernel.client.choice import Launch, choose
from unity_kernel.client.embedded import EmbeddedEditor
from unity_kernel.client.reloading import after_reload, is_reloading
from unity_kernel.errors import EditorGone
from unity_kernel.wire import handshake
from unity_kernel.wire.editor_file import EditorFile
from unity_kernel.wire.rpc import QuietConnection, object_config, open_channel

__all__ = ["RemoteEditor", "connect", "reset"]


class RemoteEditor:
    """A connection to one editor's objects. Use it from one thread at a time.

    Args:
        file: Whose editor file it is.

    Raises:
        EditorGone, AuthenticationError, ProtocolError: It cannot be reached.
    """

    def __init__(self, file: EditorFile) -> None:
        self.file = file
        sock = file.endpoint.connect()
        try:
            handshake.introduce(sock, file.token, "object")
        except BaseException:
            sock.close()
            raise
        self.connection = QuietConnection(rpyc.VoidService(), open_channel(sock), object_config())

    @property
    def is_alive(self) -> bool:
        """Whether the editor still answers; one round trip."""
        if self.connection.closed:
            return False
        try:
            self.connection.ping(timeout=None)
        except (EOFError, OSError):
            return False
        return True

    def module(self, name: str) -> Any:
        """The editor's module of that name."""
        return self._root().get_module(name)

    def execute(self, code: str, filename: str = "<unity_connection>") -> None:
        """Runs code in the editor, in a namespace that lasts as long as this connection."""
        self._root().execute(code, filename)

    def close(self) -> None:
        """Ends the connection."""
        self.connection.close()

    def _root(self) -> Any:
        try:
            return self.connection.root
        except EOFError as error:
            raise EditorGone(f"editor {self.file.id} has ended; call again to connect to another") from error


_lock = threading.RLock()
_current: RemoteEditor | None = None
_embedded: EmbeddedEditor | None = None


def connect() -> RemoteEditor:
    """The process's connection: the one that is alive, else a new one.

    The editor is chosen as by a kernel whose notebook lies in the working directory; the embedded editor is started
    only where UNITY_KERNEL_EDITOR asks for it, and ends with this process.

    Raises:
        NoEditorError: Nothing fits.
    """
    global _current, _embedded
    with _lock:
        if _current is not None:
            if _current.is_alive:
                return _current
            _current.close()
            if is_reloading(_current.file):
                _current = RemoteEditor(after_reload(_current.file))
                return _current
        key = f"script-{os.getpid()}"
        choice = choose(None, Path.cwd(), key, may_launch=bool(os.environ.get("UNITY_KERNEL_EDITOR")))
        if isinstance(choice, Launch):
            _stop_embedded()
            _embedded = EmbeddedEditor.start(choice.project, owner=key)
            atexit.register(_stop_embedded)
            choice = _embedded.file
        _current = RemoteEditor(after_reload(choice))
        return _current


def reset() -> None:
    """Closes the process's connection; the next `connect` makes a new one."""
    global _current
    with _lock:
        if _current is not None:
            _current.close()
            _current = None


def _stop_embedded() -> None:
    global _embedded
    reset()
    embedded, _embedded = _embedded, None
    if embedded is None:
        return
    atexit.unregister(_stop_embedded)
    embedded.quit()
