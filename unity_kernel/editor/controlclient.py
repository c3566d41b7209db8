"""The editor's end of one control channel."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from unity_kernel.editor.session import Session
from unity_kernel.wire.link import Link
from unity_kernel.wire.messages import (
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
)

if TYPE_CHECKING:
    from unity_kernel.editor.editor import Editor

__all__ = ["ControlClient"]


class ControlClient:
    """Serves one client; its methods run on the link's reader thread."""

    def __init__(self, editor: Editor, sock: socket.socket) -> None:
        self._editor = editor
        self._session: Session | None = None
        self.link = Link(sock, self._handle, self._ended, "the client")

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
            return Reply("", self._resume(message) if message.resume else self._attach(message))
        if isinstance(message, CloseSession):
            self._release(forget=True)
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

    def _attach(self, request: AttachSession) -> dict[str, object]:
        self._release()
        self._session = self._editor.sessions.attach(request, self.link.post)
        self._session.link = self.link
        return self._editor.status()

    def _resume(self, request: AttachSession) -> dict[str, object]:
        """Gives the client the session that its predecessor left, in place of its own."""
        left = self._editor.sessions.waiting(request.key)
        if left is None:
            return {"found": False}
        self._release()
        found = self._editor.sessions.take_over(left, request, self.link.post)
        self._session = left
        left.link = self.link
        return {"found": True, **found}

    def _release(self, *, forget: bool = False) -> None:
        """The client wants its session no more."""
        session, self._session = self._session, None
        if session is not None:
            self._editor.sessions.release(session, forget=forget)

    def _ended(self) -> None:
        """The connection has ended; without a word before, if the client has died."""
        session, self._session = self._session, None
        if session is not None:
            self._editor.sessions.detach(session)
