"""The client processes of `PythonRunner`: their starts and ends, and commands to them.

Pure Python, and outside of the domain reload: processes, names and queued commands live through it.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from unity_kernel.editor.dispatcher import Waiter
from unity_kernel.editor.editor import Editor
from unity_kernel.editor.session import Session
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire import system

__all__ = ["DEFAULT", "Clients"]

DEFAULT = "client"
"""The client that the calls without a name mean."""
GOODBYE = 2.0
"""Seconds that clients have to end when the editor quits."""

Show = Callable[[str, str], None]


@dataclass(eq=False)
class _Client:
    name: str
    process: subprocess.Popen[bytes]
    log: Path
    shown: bool
    waiting: deque[tuple[str, dict[str, Any]]] = field(default_factory=deque)
    """Commands from before it was connected."""
    session: Session | None = None
    running: list[Waiter] = field(default_factory=list)
    """Commands that it has, oldest first."""


class Clients:
    """All client processes of this editor. Main thread.

    Args:
        show: Takes a severity and a text for the console.
    """

    def __init__(self, show: Show) -> None:
        self.show = show
        self.init = ""
        self._clients: list[_Client] = []

    def start(
        self,
        editor: Editor,
        name: str = DEFAULT,
        init: str = "",
        arguments: list[str] | None = None,
        *,
        shown: bool = True,
    ) -> None:
        """Starts a client process; returns at once. `shown`: whether what it prints appears in the console."""
        folder = system.private_directory(system.private_directory(system.home()) / "clients")
        stem = f"{name}-{os.getpid()}-{secrets.token_hex(2)}"
        log = system.private_directory(system.home() / "logs") / f"client-{stem}.log"
        command = [
            sys.executable,
            "-m",
            "unity_kernel.kernel.clientprocess",
            "-f",
            str(folder / f"{stem}.json"),
        ]
        command += [f"--ClientKernel.client_name={name}"]
        command += [f"--ClientKernel.client_init={init}"] if init else []
        command += [f"--ClientKernel.client_arguments={each}" for each in arguments or []]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                env={**os.environ, "UNITY_KERNEL_EDITOR": editor.id},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **system.detached_process_options(),
            )
        self._clients.append(_Client(name, process, log, shown))

    def ensure(self, editor: Editor) -> None:
        """Starts the default client, if none runs."""
        self._reap()
        if not any(client.name == DEFAULT for client in self._clients):
            self.start(editor, DEFAULT, self.init)

    def pump(self, editor: Editor) -> None:
        """Finds who has connected, who has ended, and what commands have come to."""
        if not self._clients:
            return
        self._reap()
        for client in self._clients:
            self._connect(editor, client)
            while client.running and client.running[0].is_set:
                self._report(client, client.running.pop(0))

    def run(self, editor: Editor, code: str | None, path: str) -> None:
        """Queues code for the default client, in order; its output and errors come to the console."""
        self.ensure(editor)
        client = self._newest(DEFAULT)
        self._connect(editor, client)
        self._send(client, "run", {"code": code, "path": path})

    def call(self, editor: Editor, name: str, service: str, arguments: list[Any], timeout: float) -> Any:
        """Calls a client's service and waits, serving all jobs meanwhile: the client may call back.

        Raises:
            UnityKernelError: No such client, no such service, or the service raised.
            WaitTimeout: It took longer than `timeout` seconds.
        """
        client = self._connected(editor, name)
        assert client.session is not None
        waiter = client.session.call("service", {"service": service, "arguments": arguments})
        # None: also other clients' jobs, as a service may ask one of them.
        reply = editor.dispatcher.wait(waiter, None, f"service '{service}' of client '{name}'", timeout)
        if reply["output"] and client.shown:
            self.show("log", reply["output"].rstrip("\n"))
        if reply["error"]:
            raise UnityKernelError(f"service '{service}' of client '{name}' failed.\n{reply['error']}")
        return reply["value"]

    def wait(self, editor: Editor, name: str, timeout: float) -> bool:
        """Waits until a client of that name is connected; False when it is not within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while not self.is_connected(editor, name):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def is_connected(self, editor: Editor, name: str) -> bool:
        """Whether a client of that name can be called."""
        return name in self.connected(editor)

    def connected(self, editor: Editor) -> list[str]:
        """The names of the connected clients, oldest first."""
        self.pump(editor)
        return [client.name for client in self._clients if client.session is not None]

    def close(self, editor: Editor, name: str) -> None:
        """Ends all clients of that name."""
        self.pump(editor)
        for client in [client for client in self._clients if client.name == name]:
            self._send(client, "end", {})

    def close_all(self, editor: Editor) -> None:
        """Ends all clients and waits for them, a little."""
        for name in {client.name for client in self._clients}:
            self.close(editor, name)
        deadline = time.monotonic() + GOODBYE
        for client in self._clients:
            try:
                client.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                client.process.terminate()
        self._clients.clear()

    def detach(self) -> None:
        """The server stops: sessions end, clients wait for the next server."""
        for client in self._clients:
            client.session = None
            client.running.clear()

    # --- inside -----------------------------------------------------------------------------------------------------

    def _newest(self, name: str) -> _Client:
        for client in reversed(self._clients):
            if client.name == name:
                return client
        known = ", ".join(sorted({client.name for client in self._clients})) or "none"
        raise UnityKernelError(f"there is no client '{name}'. Running: {known}")

    def _connected(self, editor: Editor, name: str) -> _Client:
        self.pump(editor)
        for client in reversed(self._clients):
            if client.name == name and client.session is not None:
                return client
        self._newest(name)
        raise UnityKernelError(f"client '{name}' is not connected yet; call WaitForConnection first")

    def _send(self, client: _Client, command: str, arguments: dict[str, Any]) -> None:
        if client.session is None:
            client.waiting.append((command, arguments))
        else:
            client.running.append(client.session.call(command, arguments))

    def _connect(self, editor: Editor, client: _Client) -> None:
        session = editor.sessions.of_process(client.process.pid)
        if session is None or session is client.session:
            return
        client.session = session
        while client.waiting:
            client.running.append(session.call(*client.waiting.popleft()))

    def _report(self, client: _Client, done: Waiter) -> None:
        if done.error is not None:
            self.show(
                "error", f"[Unity Kernel] Client '{client.name}' did not finish a command: {done.error}"
            )
            return
        if done.value["output"] and client.shown:
            self.show("log", done.value["output"].rstrip("\n"))
        if done.value["error"]:
            text = f"[Unity Kernel] A script on client '{client.name}' failed.\n{done.value['error']}"
            self.show("error", text)

    def _reap(self) -> None:
        for client in list(self._clients):
            code = client.process.poll()
            if code is None:
                continue
            self._clients.remove(client)
            for done in client.running:
                if done.is_set:
                    self._report(client, done)
            if code:
                tail = client.log.read_text(errors="replace")[-2000:].rstrip()
                text = f"[Unity Kernel] Client '{client.name}' ended (exit code {code}). Its log, {client.log}:\n{tail}"
                self.show("error", text)
