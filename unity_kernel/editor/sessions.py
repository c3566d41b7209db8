"""All sessions of an editor: who has one, whose kernel has died, who takes one over."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from unity_kernel.editor.outbox import Send
from unity_kernel.editor.session import Session
from unity_kernel.editor.snapshot import Restored, Snapshot, restore, snapshot_path
from unity_kernel.wire.messages import AttachSession

if TYPE_CHECKING:
    from unity_kernel.editor.editor import Editor

__all__ = ["Sessions"]


class Sessions:
    """Opens, keeps and ends sessions. Any thread.

    A session whose kernel has gone without a word waits for `grace` seconds: the kernel that Jupyter starts in its
    place may take it over.

    Args:
        editor: Whose sessions they are.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}

    def all(self) -> list[Session]:
        """The sessions, also those that wait for a kernel."""
        with self._lock:
            return list(self._sessions.values())

    def of_process(self, process: int) -> Session | None:
        """The session of a client process that the editor's host has started, once it is connected."""
        with self._lock:
            return next((session for session in self._sessions.values() if session.process == process), None)

    def attach(self, request: AttachSession, send: Send) -> Session:
        """The session for the kernel at the other end of a link: its own, where that waits, else a new one."""
        with self._lock:
            old = self._sessions.pop(request.session, None)
        if old is not None and old.is_detached:
            old.resume(send, request.session, request.client)
            session = old
        else:
            if old is not None:
                old.close()
            session = Session(
                self._editor,
                request.session,
                request.client,
                request.working_directory,
                send,
                request.output_limit,
                grace=request.grace,
                snapshot=self._snapshot(request),
                restore=self._restorer(request),
            )
            session.key = request.key
            session.process = request.process
            session.finishes = request.finishes
        with self._lock:
            self._sessions[request.session] = session
        self._editor.dispatcher.notify()
        return session

    def waiting(self, key: str) -> Session | None:
        """The session that a dead kernel of this key has left; the youngest, where there are several."""
        with self._lock:
            found = [
                session
                for session in self._sessions.values()
                if key and session.key == key and session.is_detached
            ]
        return max(found, key=lambda session: session.since) if found else None

    def take_over(self, session: Session, request: AttachSession, send: Send) -> dict[str, Any]:
        """Gives a waiting session to another kernel; returns what that has to know of it.

        Returns:
            `count` (of its last cell), `jobs` (the requests whose output may be on its way), and `names` (how many
            variables it has).
        """
        with self._lock:
            self._sessions.pop(session.name, None)
        jobs = session.jobs()
        count = session.count
        names = session.variables()
        session.resume(send, request.session, request.client)
        with self._lock:
            self._sessions[request.session] = session
        return {"count": count, "jobs": jobs, "names": names}

    def _snapshot(self, request: AttachSession) -> Snapshot | None:
        if not (request.snapshot and request.key):
            return None
        editor = self._editor
        path = snapshot_path(request.key)
        return Snapshot(path, request.snapshot, lambda value: editor.host.reference(value), editor.writer)

    def _restorer(self, request: AttachSession) -> Callable[[], Restored | None]:
        if not (request.restore and request.key):
            return lambda: None
        path = snapshot_path(request.key)
        return lambda: restore(path, self._editor.host.resolve)

    def detach(self, session: Session) -> None:
        """A session's kernel has gone without a word."""
        if session.grace <= 0 or session.process:
            self.release(session)
        else:
            session.detach()

    def release(self, session: Session, *, forget: bool = False) -> None:
        """Closes a session, for good; `forget` also what is kept of it against a crash."""
        if forget:
            session.forget()
        with self._lock:
            if self._sessions.get(session.name) is session:
                del self._sessions[session.name]
        session.close()

    def sweep(self) -> None:
        """Closes those that have waited for a kernel in vain."""
        now = time.monotonic()
        for session in self.all():
            since = session.detached_since
            if since is not None and now - since > session.grace:
                self.release(session)

    def clear(self) -> list[Session]:
        """Forgets all sessions, and returns them to be closed."""
        with self._lock:
            sessions, self._sessions = list(self._sessions.values()), {}
        return sessions
