"""The editor side as a whole: what a host creates, pumps and stops."""

from __future__ import annotations

import logging
import os
import platform
import secrets
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import wait
from dataclasses import replace
from typing import Any, Literal

from unity_kernel._version import __version__
from unity_kernel.editor import comms
from unity_kernel.editor.dispatcher import LINGER, Dispatcher
from unity_kernel.editor.helper import UnityHelper
from unity_kernel.editor.host import EditorHost
from unity_kernel.editor.logs import LogStore
from unity_kernel.editor.objects import ObjectConnection
from unity_kernel.editor.routing import Routes
from unity_kernel.editor.server import Server
from unity_kernel.editor.session import Session
from unity_kernel.editor.transfers import Transfers
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire import inside, system
from unity_kernel.wire.editor_file import EditorFile, new_token, sweep
from unity_kernel.wire.endpoint import Endpoint, Transport
from unity_kernel.wire.handshake import Peer
from unity_kernel.wire.link import Link
from unity_kernel.wire.messages import (
    PROTOCOL,
    Adopt,
    AttachSession,
    CloseSession,
    Disown,
    Failed,
    GetLogs,
    GetStatus,
    Message,
    Quit,
    Reply,
    StateChanged,
)

__all__ = ["Editor"]

log = logging.getLogger(__name__)
HEARTBEAT = 2.0
"""Seconds between heartbeats in the editor file."""
GOODBYE = 1.0
"""Seconds that clients have to take the word that the editor reloads; they take it within a millisecond."""
BLOCKED_AFTER = 5.0
"""Seconds without a tick, while no job of ours runs, after which the main thread counts as blocked."""


class Editor:
    """Dispatcher, sessions, logs and server of one editor process.

    The host calls `start` and `stop` on the main thread, and `pump` there at every tick.

    Args:
        host: The editor itself.
        transport: "unix" or "tcp"; by default whatever this system has.
        owner: See `EditorFile.owner`.
        log_path: Where this process's log goes; told to clients.
        before: After a domain reload: what `stop` returned before it. The editor keeps its id and its token, by
            which kernels find it again.

    Attributes:
        show: Takes what a client process has for the console: its process, the severity, the text. Any thread.
    """

    def __init__(
        self,
        host: EditorHost,
        transport: Transport | None = None,
        owner: str = "",
        log_path: str = "",
        before: EditorFile | None = None,
    ) -> None:
        self.host = host
        self.id = before.id if before else f"{host.kind}-{os.getpid()}-{secrets.token_hex(2)}"
        self.dispatcher = Dispatcher(host.wake if host.ticks else None, linger=LINGER if host.ticks else 0.0)
        self.logs = LogStore()
        self.show: Callable[[int, str, str], None] = lambda process, severity, text: self.log(severity, text)
        self.transfers = Transfers()
        self._owner = owner
        self._log_path = log_path
        self._token = before.token if before else new_token()
        self._routes = Routes()
        self._server = Server(self.id, self._token, self._serve, transport)
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}
        self._links: set[Link] = set()
        self._objects: set[ObjectConnection] = set()
        self._file: EditorFile | None = None
        self._announcing = threading.Lock()  # held while the editor file is written
        self._stopping = threading.Event()
        self._heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    # --- main thread ----------------------------------------------------------------------------------------------

    def start(self) -> EditorFile:
        """Installs the routes, listens, and announces the editor."""
        self.dispatcher.attach()
        self._routes.install()
        comms.install()
        inside.editor = self
        sweep()
        endpoint = self._server.start()
        pid = os.getpid()
        self._file = EditorFile(
            id=self.id,
            kind=self.host.kind,
            endpoint=endpoint,
            token=self._token,
            pid=pid,
            started=system.process_start_time(pid) or time.time(),
            project=self.host.project(),
            versions={
                "package": __version__,
                "protocol": str(PROTOCOL),
                "python": platform.python_version(),
                "unity": self.host.version(),
            },
            embedded=self.host.embedded,
            owner=self._owner,
            log=self._log_path,
        ).write()
        self._heart.start()
        return self._file

    def announce(self) -> None:
        """The host has another project open: the editor file says so."""
        if self._file is not None:
            versions = {**self._file.versions, "unity": self.host.version()}
            with self._announcing:
                self._file = replace(self._file, project=self.host.project(), versions=versions).write()

    def pump(self) -> int:
        """Runs what is queued; returns how many jobs began."""
        return self.dispatcher.pump()

    def stop(self, *, state: Literal["", "reloading", "stopped"] = "") -> EditorFile | None:
        """Ends sessions and connections, joins every thread, removes the editor file.

        Args:
            state: The editor will be back after a domain reload, or may be when its user starts the server again.
                The file stays, in this state, and clients are told: what they have sent and got no answer to has
                not begun, and may be sent again.

        Returns:
            The editor file, for the `before` of the next one.
        """
        self._stopping.set()
        if self._heart.ident is not None:
            self._heart.join(HEARTBEAT + 1.0)
        if self._file is not None:
            if state:
                self._file = self._file.write(state)
            else:
                self._file.remove()
        # From here on: what is queued answers that it did not run, what awaits is cancelled, and all that is said
        # before the last output leaves, so that silence means "not begun".
        self.dispatcher.close()
        self.dispatcher.detach()
        with self._lock:
            links, objects = list(self._links), list(self._objects)
            sessions, self._sessions = list(self._sessions.values()), {}
        for session in sessions:
            session.close()
            session.free()
        if state:
            self._announce(links, StateChanged(state))
        for link in links:
            link.close()
        for connection in objects:
            connection._channel.close()
        self._server.stop()
        for connection in objects:
            connection.close()  # what the client held is freed here, on the main thread
        if inside.editor is self:
            inside.editor = None
        self._routes.uninstall()
        return self._file

    def _announce(self, links: list[Link], message: Message) -> None:
        """Tells every client, and waits a moment until they have it."""
        answers = []
        for link in links:
            try:
                answers.append(link.post([message]))
            except UnityKernelError:
                pass  # that client has gone already
        wait(answers, timeout=GOODBYE)

    def namespace(self, directory: str = "") -> dict[str, Any]:
        """What a new session, whose notebook lies in `directory`, finds without an import."""
        return {**self.host.namespace(), "unity": UnityHelper(self.host, directory)}

    # --- any thread -----------------------------------------------------------------------------------------------

    def log(self, severity: str, message: str, stack: str = "") -> None:
        """The host's console has a new entry."""
        self.logs.add(severity, message, stack)

    def status(self) -> dict[str, Any]:
        """What the editor is doing, as plain data; never waits for the main thread.

        Returns:
            Among others `state` ("idle", "busy", "blocked", or what the host says it is at, such as "compiling"),
            `job` (label and seconds of what runs), `queue` (labels of what waits), `sessions`, and the host's own
            facts.
        """
        job = self.dispatcher.current()
        tick = time.monotonic() - self.dispatcher.last_tick
        facts = self.host.describe()
        state = str(facts.pop("activity", "")) or "idle"
        if job:
            state = "busy"
        elif self.host.ticks and tick > BLOCKED_AFTER and state != "compiling":
            state = "blocked"
        with self._lock:
            sessions = [
                {"id": session.name, "client": session.client, "since": session.since}
                for session in self._sessions.values()
            ]
        running = None
        if job is not None:
            owner = job.owner.client if isinstance(job.owner, Session) else "client script"
            running = {"label": job.label, "client": owner, "seconds": time.monotonic() - job.started}
        return {
            **facts,
            "id": self.id,
            "kind": self.host.kind,
            "project": self.host.project(),
            "unity": self.host.version(),
            "package": __version__,
            "python": platform.python_version(),
            "pid": os.getpid(),
            "log": self._log_path,
            "state": state,
            "job": running,
            "queue": [job.label for job in self.dispatcher.queued()],
            "sessions": sessions,
        }

    # --- connection threads ---------------------------------------------------------------------------------------

    def _serve(self, sock: socket.socket, peer: Peer) -> None:
        if peer.channel == "control":
            self._serve_control(sock)
        elif peer.channel == "object":
            self._serve_objects(sock)
        else:
            try:
                self.transfers.serve(sock, peer.ticket)
            except UnityKernelError as error:
                log.warning("%s", error)

    def _serve_control(self, sock: socket.socket) -> None:
        client = _ControlClient(self, sock)
        with self._lock:
            self._links.add(client.link)
        try:
            client.link.serve_forever()
        finally:
            with self._lock:
                self._links.discard(client.link)

    def _serve_objects(self, sock: socket.socket) -> None:
        namespace = self.dispatcher.call(self.namespace, None, "opening a client's namespace")
        connection = ObjectConnection(sock, self.dispatcher, namespace, f"{sock.fileno()}")
        with self._lock:
            self._objects.add(connection)
        try:
            connection.serve_forever()
        finally:
            with self._lock:
                self._objects.discard(connection)

    def attach(self, request: AttachSession, link: Link) -> Session:
        """A new session for the kernel at the other end of the link; one of the same id is closed first."""
        with self._lock:
            old = self._sessions.pop(request.session, None)
        if old is not None:
            old.close()
        session = Session(
            self, request.session, request.client, request.working_directory, link.post, request.output_limit
        )
        session.process = request.process
        session.link = link
        with self._lock:
            self._sessions[request.session] = session
        self.dispatcher.notify()
        return session

    def session_of(self, process: int) -> Session | None:
        """The session of a client process that the editor's host has started, once it is connected. Any thread."""
        with self._lock:
            return next((session for session in self._sessions.values() if session.process == process), None)

    @property
    def endpoint(self) -> Endpoint:
        """Where it listens."""
        return self._server.endpoint

    def sessions(self) -> list[Session]:
        """All that are open, oldest first."""
        with self._lock:
            return list(self._sessions.values())

    def disconnect(self, session: Session) -> None:
        """Sends a kernel away: it says so in its notebook, and comes back only when its user asks it to."""
        self.release(session)
        link = session.link
        if link is not None:
            self._announce([link], StateChanged("disconnected"))
            link.close()

    def release(self, session: Session) -> None:
        """Closes a session, for good."""
        with self._lock:
            if self._sessions.get(session.name) is session:
                del self._sessions[session.name]
        session.close()

    # --- heartbeat thread -----------------------------------------------------------------------------------------

    def _beat(self) -> None:
        while not self._stopping.wait(HEARTBEAT):
            if self._file is not None:
                state = self.status()["state"]
                try:
                    with self._announcing:
                        self._file = self._file.write(state)
                except OSError as error:
                    log.warning("cannot write the editor file: %s", error)


class _ControlClient:
    """The editor's end of one control channel; its methods run on the link's reader thread."""

    def __init__(self, editor: Editor, sock: socket.socket) -> None:
        self._editor = editor
        self._session: Session | None = None
        self.link = Link(sock, self._handle, self._closed, "the client")

    def _handle(self, messages: list[Message]) -> Message | None:
        answer: Message | None = None
        for message in messages:
            answer = self._serve(message)
        return answer

    def _serve(self, message: Message) -> Message | None:
        editor = self._editor
        if isinstance(message, GetStatus):
            return Reply("", editor.status())
        if isinstance(message, GetLogs):
            return Reply("", editor.logs.read(message.after, message.limit, message.severities))
        if isinstance(message, AttachSession):
            self._closed()
            self._session = editor.attach(message, self.link)
            return Reply("", editor.status())
        if isinstance(message, CloseSession):
            self._closed()
            return Reply("", {})
        if isinstance(message, Adopt):
            editor.host.adopt(message.pid)
            return Reply("", {})
        if isinstance(message, Disown):
            return Reply("", {"last": editor.host.disown(message.pid)})
        if isinstance(message, Quit):
            return Reply("", {"refused": editor.host.quit()})
        if self._session is None:
            return Failed("", "ProtocolError", f"'{message.kind}' needs a session; send attach_session first")
        return self._session.handle(message)

    def _closed(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            self._editor.release(session)
