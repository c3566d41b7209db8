"""Comms inside the editor: widgets made in a cell talk to that cell's notebook."""

from __future__ import annotations

from typing import Any, Protocol

import comm
from comm.base_comm import BaseComm, CommManager

from unity_kernel.editor.routing import current_cell
from unity_kernel.wire.messages import Comm, Message

__all__ = ["install", "manager"]


class Sender(Protocol):
    """The part of a session that comms use."""

    def put(self, message: Message) -> None:
        """Queues a message for the client."""


class EditorComm(BaseComm):
    """A comm that publishes through the session in whose cell it was made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        cell = current_cell()
        self.session: Any = cell.session if cell else None
        self._job = cell.job if cell else ""
        super().__init__(*args, **kwargs)

    def publish_msg(
        self,
        msg_type: str,
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        buffers: list[Any] | None = None,
        **keys: Any,
    ) -> None:
        """Queues comm_open, comm_msg or comm_close for the front end."""
        if self.session is None:
            return
        cell = current_cell()
        job = cell.job if cell and cell.session is self.session else self._job
        self.session.put(
            Comm(
                job,
                msg_type,
                {"data": data or {}, "comm_id": self.comm_id, **keys},
                metadata or {},
                [bytes(buffer) for buffer in buffers or ()],
            )
        )


class EditorComms(CommManager):
    """All comms of the process; targets are shared, comms belong to sessions."""

    def handle(self, message: Comm) -> None:
        """Hands a front end's comm message to its comm; on the main thread, inside the cell's context."""
        handler = getattr(self, message.msg_type)
        handler(
            None,
            None,
            {
                "header": {"msg_id": message.job, "msg_type": message.msg_type},
                "content": message.content,
                "metadata": message.metadata,
                "buffers": message.buffers,
            },
        )

    def drop(self, session: object) -> None:
        """Forgets the comms of a session that has ended."""
        for comm_id, item in list(self.comms.items()):
            if getattr(item, "session", None) is session:
                item.session = None
                item._closed = True
                self.comms.pop(comm_id, None)


_manager = EditorComms()


def manager() -> EditorComms:
    """The process's comm manager."""
    return _manager


def install() -> None:
    """Makes the `comm` package, which ipywidgets uses, create our comms."""
    comm.create_comm = EditorComm
    comm.get_comm_manager = manager
