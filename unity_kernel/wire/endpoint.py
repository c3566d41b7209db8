"""Where an editor listens: a Unix socket in a private folder, or a loopback TCP port."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from unity_kernel.errors import EditorGone, UnityKernelError
from unity_kernel.wire import system

__all__ = ["Endpoint", "listen"]

Transport = Literal["unix", "tcp"]
CONNECT_TIMEOUT = 5.0
"""Seconds. A listening editor accepts within milliseconds, on a thread that never touches the main loop."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address: `path` for a Unix socket, `port` on 127.0.0.1 for TCP."""

    transport: Transport
    path: str = ""
    port: int = 0

    def connect(self) -> socket.socket:
        """A connected, blocking socket.

        Raises:
            EditorGone: Nobody listens there.
        """
        try:
            if self.transport == "unix":
                sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            else:
                sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                sock.settimeout(CONNECT_TIMEOUT)
                sock.connect(self.path if self.transport == "unix" else ("127.0.0.1", self.port))
            except BaseException:
                sock.close()
                raise
        except OSError as error:
            raise EditorGone(
                f"nobody listens at {self}: {error}. The editor has ended or is reloading; "
                "`unity-kernel editors` lists those that run."
            ) from error
        sock.settimeout(None)
        return sock

    def remove(self) -> None:
        """Deletes a Unix socket's file; nothing to do for TCP."""
        if self.transport == "unix":
            with suppress(OSError):
                os.unlink(self.path)

    def to_json(self) -> dict[str, Any]:
        """The endpoint as it stands in an editor file."""
        if self.transport == "unix":
            return {"transport": "unix", "path": self.path}
        return {"transport": "tcp", "port": self.port}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Endpoint:
        """Reads what `to_json` wrote; raises ValueError or KeyError otherwise."""
        if data["transport"] == "unix":
            return cls("unix", path=str(data["path"]))
        if data["transport"] == "tcp":
            return cls("tcp", port=int(data["port"]))
        raise ValueError(f"unknown transport {data['transport']!r}")

    def __str__(self) -> str:
        return f"unix:{self.path}" if self.transport == "unix" else f"tcp:127.0.0.1:{self.port}"


def listen(name: str, transport: Transport | None = None) -> tuple[socket.socket, Endpoint]:
    """A listening socket for the editor of this id: a Unix socket where there is one, unless asked otherwise.

    Raises:
        UnityKernelError: The address cannot be bound.
    """
    transport = transport or ("unix" if system.HAS_UNIX_SOCKETS else "tcp")
    sock: socket.socket | None = None
    try:
        if transport == "unix":
            path = system.socket_directory() / f"{name}.sock"
            path.unlink(missing_ok=True)
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            sock.bind(os.fspath(path))
            path.chmod(0o600)
            endpoint = Endpoint("unix", path=os.fspath(path))
        else:
            sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            if system.WINDOWS:  # keeps other programs from binding the same port beside us
                sock.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", 0), 1)
            sock.bind(("127.0.0.1", 0))
            endpoint = Endpoint("tcp", port=sock.getsockname()[1])
        sock.listen(16)
    except OSError as error:
        if sock is not None:
            sock.close()
        raise UnityKernelError(
            f"the editor cannot listen ({transport}): {error}. Set UNITY_KERNEL_HOME to a short path of yours, "
            "or choose the other transport with --transport tcp."
        ) from error
    return sock, endpoint
