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
from unity_kernel.display import previews
from unity_kernel.display.picture import Picture
from unity_kernel.editor import comms, snapshot
from unity_kernel.editor.controlclient import ControlClient
from unity_kernel.editor.dispatcher import LINGER, Dispatcher, Job
from unity_kernel.editor.events import Events
from unity_kernel.editor.frames import Frames
from unity_kernel.editor.helper import UnityHelper
from unity_kernel.editor.host import EditorHost
from unity_kernel.editor.logs import LogStore
from unity_kernel.editor.objects import ObjectConnection
from unity_kernel.editor.progress import ProgressBars
from unity_kernel.editor.routing import Routes
from unity_kernel.editor.server import Server
from unity_kernel.editor.session import Session
from unity_kernel.editor.sessions import Sessions
from unity_kernel.editor.snapshot import SnapshotWriter
from unity_kernel.editor.threads import end_cell_threads
from unity_kernel.editor.transfers import Transfers
from unity_kernel.editor.undo import UndoSteps
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire import inside, system
from unity_kernel.wire.editor_file import EditorFile, new_token, sweep
from unity_kernel.wire.endpoint import Endpoint, Transport
from unity_kernel.wire.handshake import Peer
from unity_kernel.wire.link import Link
from unity_kernel.wire.messages import (
    PROTOCOL,
    Message,
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
        self.frames = Frames(self.dispatcher.notify)
        self.events = Events(self)
        self.progress = ProgressBars()
        self.undo = UndoSteps(
            lambda event, function: self.host.subscribe(event, function),
            self.dispatcher.is_nested,
            self.dispatcher.interrupts.held,
        )
        self.sessions = Sessions(self)
        self.writer = SnapshotWriter()
        self.generation = 0
        self._frozen_since: float | None = None
        self._owner = owner
        self._log_path = log_path
        self._token = before.token if before else new_token()
        self._routes = Routes()
        self._server = Server(self.id, self._token, self._serve, transport)
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._links: set[Link] = set()
        self._objects: set[ObjectConnection] = set()
        self._file: EditorFile | None = None
        self._stopping = threading.Event()
        self._heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    # --- main thread ----------------------------------------------------------------------------------------------

    def start(self) -> EditorFile:
        """Installs the routes, listens, and announces the editor."""
        self.dispatcher.attach()
        self._routes.install()
        comms.install()
        inside.editor = self
        previews.use(self._thumbnail)
        sweep()
        snapshot.sweep()
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
            with self._writing:
                self._file = replace(self._file, project=self.host.project(), versions=versions).write()

    def pump(self) -> int:
        """Runs what is queued; returns how many jobs began."""
        return self.dispatcher.pump()

    def tick(self) -> None:
        """One frame of the editor has begun."""
        self.frames.tick()

    @property
    def is_frozen(self) -> bool:
        """Whether it is between `freeze` and `thaw`."""
        return self._frozen_since is not None

    def freeze(self, *, keep: bool = True) -> None:
        """Before a domain reload, while no job runs: from here to `thaw` nothing touches the host's objects.

        Connections stay, requests wait, and output still leaves; namespaces and coroutines stay as they are. Client
        scripts, which hold objects themselves, lose their connections and make new ones.

        Args:
            keep: Whether namespaces live on. A host that cannot bring its objects back has them freed, and the
                coroutines of cells ended.
        """
        self._frozen_since = time.monotonic()
        if not keep:
            self.dispatcher.cancel_awaiting()
        self.dispatcher.freeze()
        self._write("reloading")
        ended, left = end_cell_threads()
        with self._lock:
            links, objects = list(self._links), list(self._objects)
        for connection in objects:
            connection._channel.close()
            connection.close()
        for session in self.sessions.all():
            if not keep:
                session.free(reloading=True)
            if ended:
                session.tell(f"Threads that cells had started were ended: {', '.join(sorted(set(ended)))}.")
        if left:
            log.warning("threads that ignored their end before the domain reload: %s", ", ".join(left))
        for link in links:
            self._post(link, StateChanged("reloading"))
        self._routes.uninstall()

    def thaw(self, host: EditorHost | None = None) -> None:
        """After the domain reload: goes on where `freeze` stopped, with the host that there is now."""
        if host is not None:
            self.host = host
        seconds = time.monotonic() - (self._frozen_since or time.monotonic())
        self.generation += 1
        self._frozen_since = None
        self._routes.install()
        lost = self.events.renew()
        self.dispatcher.thaw(self.host.wake if self.host.ticks else None)
        for session in self.sessions.all():
            session.thaw(seconds, lost)
        self._write("idle")
        with self._lock:
            links = list(self._links)
        for link in links:
            self._post(link, StateChanged("idle", f"{seconds:.3f}"))

    def _thumbnail(self, obj: object, longest: int) -> Picture | None:
        """A small picture for a display; None where this host draws none."""
        draw: Callable[[object, int], Picture | None] | None = getattr(self.host, "thumbnail", None)
        return draw(obj, longest) if draw is not None else None

    def _write(self, state: str = "") -> None:
        """Writes the editor file, by default with the state that there is now. Any thread."""
        with self._writing:
            if self._file is not None:
                try:
                    self._file = self._file.write(state or self.status()["state"])
                except OSError as error:
                    log.warning("cannot write the editor file: %s", error)

    @staticmethod
    def _post(link: Link, message: Message) -> None:
        try:
            link.post([message])
        except UnityKernelError:
            pass  # that client has gone already

    def stop(self, *, state: Literal["", "stopped"] = "") -> EditorFile | None:
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
        for session in self.sessions.clear():
            if not state:
                session.forget()
            session.close()
            session.free()
        if state:
            self._announce(links, StateChanged(state))
        for link in links:
            link.close()
        for connection in objects:
            connection._channel.close()
        self._server.stop()
        self.writer.close()
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
        return {**self.host.namespace(), "unity": UnityHelper(self, directory)}

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
        elif self.host.ticks and tick > BLOCKED_AFTER and state not in ("compiling", "importing"):
            state = "blocked"
        now = time.monotonic()
        frozen = self._frozen_since
        reload: dict[str, Any] = {"generation": self.generation}
        if frozen is not None:
            state = "reloading"
            reload["seconds"] = now - frozen
        sessions = [
            {
                "id": session.name,
                "client": session.client,
                "since": session.since,
                "waits": now - session.detached_since if session.detached_since is not None else None,
            }
            for session in self.sessions.all()
        ]
        running = None
        if job is not None:
            running = {
                "id": job.name,
                "label": job.label,
                "client": _client(job),
                "seconds": now - job.started,
                "where": self.dispatcher.where(),
            }
        queued = self.dispatcher.queued()
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
            "tick": tick,
            "reload": reload,
            "queue": [job.label for job in queued],
            "waiting": [{"id": job.name, "label": job.label, "client": _client(job)} for job in queued],
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
        client = ControlClient(self, sock)
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

    @property
    def endpoint(self) -> Endpoint:
        """Where it listens."""
        return self._server.endpoint

    def disconnect(self, session: Session) -> None:
        """Sends a kernel away: it says so in its notebook, and comes back only when its user asks it to."""
        self.sessions.release(session, forget=True)
        link = session.link
        if link is not None:
            self._announce([link], StateChanged("disconnected"))
            link.close()

    # --- heartbeat thread -----------------------------------------------------------------------------------------

    def _beat(self) -> None:
        while not self._stopping.wait(HEARTBEAT):
            self._write()
            self.sessions.sweep()


def _client(job: Job) -> str:
    """Whose job it is, for people."""
    return job.owner.client if isinstance(job.owner, Session) else "client script"
