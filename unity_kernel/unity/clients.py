"""The client processes of `PythonRunner`: their starts and ends, and commands to them.

Pure Python, and outside of the domain reload: processes, names and queued commands live through it.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from unity_kernel.editor.dispatcher import Waiter
from unity_kernel.editor.editor import Editor
from unity_kernel.editor.session import Session
from unity_kernel.errors import UnityKernelError, WaitTimeout
from unity_kernel.wire import system
from unity_kernel.wire.logfile import new_log

__all__ = ["DEFAULT", "Clients"]

DEFAULT = "client"
"""The client that the calls without a name mean."""
GOODBYE = 2.0
"""Seconds that busy clients have to end when the editor quits, or when the server is stopped for good. The editor
waits. Idle ones, which need a tenth of a second, have twice as long: then it is the machine that is busy."""
CLOSING = 5.0
"""Seconds that one client has to end when it is closed; a script may keep it from it."""
TERMINATING = 0.5
"""Seconds from a terminating signal to one that cannot be caught."""
LINES = 100_000
"""Lines of clients that wait for the main thread; more are left out and counted."""
LINES_AT_ONCE = 1_000
"""Lines shown in one tick: each costs some microseconds of the editor's frame."""
TAIL = 2_000
"""Characters of a client's log that the console shows when it has ended badly."""
POLL = 0.02
"""Seconds between looks at whether a client has connected."""

Show = Callable[[str, str], None]


@dataclass(eq=False)
class _Client:
    name: str
    process: subprocess.Popen[bytes]
    connection: Path
    log: Path
    waiting: deque[tuple[str, dict[str, Any]]] = field(default_factory=deque)
    """Commands from before it was connected."""
    session: Session | None = None
    running: list[Waiter] = field(default_factory=list)
    """Commands that it has and has not finished, oldest first."""
    deadline: float = float("inf")
    """When it is ended, should it not have done so itself."""

    def stop(self) -> None:
        """Ends the process and waits for that."""
        self.process.terminate()
        try:
            self.process.wait(TERMINATING)
        except subprocess.TimeoutExpired:
            self.process.kill()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(TERMINATING)

    def leave(self) -> None:
        """Removes what an ended process may have left."""
        self.connection.unlink(missing_ok=True)


@dataclass(eq=False)
class _Call:
    client: str
    service: str
    waiter: Waiter
    deadline: float
    timeout: float

    @property
    def what(self) -> str:
        return f"service '{self.service}' of client '{self.client}'"


class Clients:
    """All client processes of this editor. Main thread, unless it says otherwise.

    Args:
        show: Takes a severity and a text for the console.
    """

    def __init__(self, show: Show) -> None:
        self.show = show
        self.init = ""
        self._clients: list[_Client] = []
        self._calls: dict[int, _Call] = {}
        self._numbers = itertools.count(1)
        self._lines: deque[tuple[int, str, str]] = deque()
        self._dropped = 0
        self._silent: set[int] = set()

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
        connection = folder / f"{stem}.json"
        log = new_log("client", name)
        command = [sys.executable, "-m", "unity_kernel.kernel.clientprocess", "-f", str(connection)]
        command += [f"--ClientKernel.client_name={name}"]
        command += [f"--ClientKernel.client_init={init}"] if init else []
        # As one JSON text: a list of its own on the command line would have each argument read as a Python literal.
        command += [f"--ClientKernel.client_arguments_json={json.dumps(arguments or [])}"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                env={**os.environ, "UNITY_KERNEL_EDITOR": editor.id},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **system.detached_process_options(),
            )
        self._clients.append(_Client(name, process, connection, log))
        (self._silent.discard if shown else self._silent.add)(process.pid)

    def ensure(self, editor: Editor) -> None:
        """Starts the default client, if none runs."""
        self._reap()
        if not any(client.name == DEFAULT for client in self._clients):
            self.start(editor, DEFAULT, self.init)

    def take(self, process: int, severity: str, text: str) -> None:
        """A client has something for the console; any thread."""
        if len(self._lines) < LINES:
            self._lines.append((process, severity, text))
        else:
            self._dropped += 1

    def pump(self, editor: Editor) -> None:
        """Shows what clients have printed; finds who has connected, who has ended, and what became of commands."""
        if self._lines:
            self.flush()
        if not self._clients:
            return
        self._reap()
        for client in self._clients:
            self._connect(editor, client)
            while client.running and client.running[0].is_set and client.running[0].error is None:
                client.running.pop(0)

    def flush(self) -> None:
        """Shows what clients have printed, as much as one tick should."""
        for _ in range(min(LINES_AT_ONCE, len(self._lines))):
            process, severity, text = self._lines.popleft()
            if severity == "error" or process not in self._silent:
                self.show(severity, text)
        if self._dropped and not self._lines:
            text = f"[Unity Kernel] {self._dropped} lines of clients came too fast, and were left out."
            self._dropped = 0
            self.show("warning", text)

    def run(self, editor: Editor, code: str | None, path: str) -> None:
        """Queues code for the default client, in order; its output and errors come to the console."""
        self.ensure(editor)
        client = self._newest(DEFAULT)
        self._connect(editor, client)
        self._send(client, "run", {"code": code, "path": path})

    # --- services -------------------------------------------------------------------------------------------------

    def begin(self, editor: Editor, name: str, service: str, arguments: list[Any], timeout: float) -> int:
        """Calls a client's service; returns a number for `result`.

        Raises:
            UnityKernelError: There is no such client, or it is not connected yet.
        """
        client = self._connected(editor, name)
        assert client.session is not None
        waiter = client.session.call("service", {"service": service, "arguments": arguments})
        number = next(self._numbers)
        self._calls[number] = _Call(name, service, waiter, time.monotonic() + timeout, timeout)
        return number

    def result(self, number: int) -> dict[str, Any] | None:
        """What came of a call: its `value`, or None while it runs.

        Raises:
            UnityKernelError: No such service, or it raised, or the client has ended.
            WaitTimeout: It took longer than allowed; the client goes on.
        """
        call = self._calls.get(number)
        if call is None:
            raise UnityKernelError("the call has ended already, or the server was stopped meanwhile")
        waiter = call.waiter
        if not waiter.is_set:
            if time.monotonic() < call.deadline:
                return None
            del self._calls[number]
            raise WaitTimeout(
                f"nothing came of {call.what} within {call.timeout:g} s; the client is still at it"
            )
        del self._calls[number]
        self.flush()  # what it printed first
        if waiter.error is not None:
            raise UnityKernelError(f"{call.what} did not finish: {waiter.error}")
        if waiter.value["error"]:
            raise UnityKernelError(f"{call.what} failed.\n{waiter.value['error']}")
        return {"value": waiter.value["value"]}

    def call(self, editor: Editor, name: str, service: str, arguments: list[Any], timeout: float) -> Any:
        """Calls a client's service and waits, serving all jobs meanwhile: the client may call back.

        Raises:
            UnityKernelError, WaitTimeout: See `begin` and `result`.
        """
        number = self.begin(editor, name, service, arguments, timeout)
        call = self._calls[number]
        try:
            # None: also other clients' jobs, as a service may ask one of them.
            editor.dispatcher.wait(call.waiter, None, call.what, timeout)
        except WaitTimeout:
            call.deadline = 0.0
        except UnityKernelError:
            pass  # `result` raises it
        except BaseException:
            del self._calls[number]  # interrupted
            raise
        answer = self.result(number)
        assert answer is not None
        return answer["value"]

    # --- connections ----------------------------------------------------------------------------------------------

    def wait(self, editor: Editor, name: str, timeout: float) -> bool:
        """Waits until a client of that name is connected, serving all jobs meanwhile; False when it is not in time."""
        deadline = time.monotonic() + timeout
        while not self.is_connected(editor, name):
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            try:
                editor.dispatcher.wait(editor.dispatcher.waiter(), None, f"client '{name}'", min(POLL, left))
            except WaitTimeout:
                pass
        return True

    def is_connected(self, editor: Editor, name: str) -> bool:
        """Whether a client of that name can be called."""
        return name in self.connected(editor)

    def connected(self, editor: Editor) -> list[str]:
        """The names of the connected clients, oldest first."""
        self.pump(editor)
        return [client.name for client in self._clients if client.session is not None]

    def close(self, editor: Editor, name: str) -> None:
        """Ends all clients of that name; returns at once. One that is busy has five seconds."""
        self.pump(editor)
        for client in [client for client in self._clients if client.name == name]:
            self._send(client, "end", {})
            client.deadline = min(client.deadline, time.monotonic() + CLOSING)

    def close_all(self, editor: Editor) -> None:
        """Ends all clients, and waits for them; those that a script keeps busy for two seconds are terminated."""
        self.pump(editor)
        patience = {client: GOODBYE * (1 if client.running else 2) for client in self._clients}
        for name in {client.name for client in self._clients}:
            self.close(editor, name)
        began = time.monotonic()
        while alive := [client for client in patience if client.process.poll() is None]:
            for client in alive:
                self._connect(editor, client)  # one that was starting hears of it as soon as it listens
                if time.monotonic() - began > patience[client]:
                    self._stop(client, patience.pop(client))
            time.sleep(POLL)
        for client in self._clients:
            client.leave()
        self._clients.clear()
        while self._lines:
            self.flush()

    def detach(self) -> None:
        """The server stops: sessions end, clients wait for the next server."""
        self._calls.clear()
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
        if client.session is not None:
            waiter = client.session.call(command, arguments)
            if waiter.error is None:
                client.running.append(waiter)
                return
            client.session = None  # it has just lost its connection
        client.waiting.append((command, arguments))

    def _connect(self, editor: Editor, client: _Client) -> None:
        session = editor.sessions.of_process(client.process.pid)
        if session is client.session:
            return
        client.session = session  # None when it has lost its connection: commands wait for the next
        if session is not None:
            client.running.clear()  # those that it had it runs still; only their ends are not heard of
            while client.waiting:
                client.running.append(session.call(*client.waiting.popleft()))

    def _stop(self, client: _Client, patience: float) -> None:
        client.stop()
        self.show(
            "warning",
            f"[Unity Kernel] Client '{client.name}' did not end within {patience:g} s, as if a script kept it "
            f"busy, and was terminated. Its log: {client.log}",
        )

    def _reap(self) -> None:
        for client in list(self._clients):
            code = client.process.poll()
            if code is None:
                if time.monotonic() > client.deadline:
                    self._stop(client, CLOSING)
                    self._clients.remove(client)
                    client.leave()
                continue
            self._clients.remove(client)
            client.leave()
            unfinished = len(client.waiting) + len(client.running)
            closed = client.deadline < float("inf")
            if code or (unfinished and not closed):
                lost = f", {unfinished} of its commands unfinished" if unfinished else ""
                tail = client.log.read_text(errors="replace")[-TAIL:].rstrip()
                self.show(
                    "error",
                    f"[Unity Kernel] Client '{client.name}' ended (exit code {code}){lost}. "
                    f"Its log, {client.log}, ends:\n{tail}",
                )
