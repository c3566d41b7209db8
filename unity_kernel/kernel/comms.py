"""Widgets: comm messages of the front end, to the editor or to this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from unity_kernel.errors import UnityKernelError
from unity_kernel.kernel.bridge import Bridge
from unity_kernel.kernel.relay import Relay
from unity_kernel.wire.messages import Comm

__all__ = ["EditorComms"]


class EditorComms:
    """Hands comm messages on. Main thread.

    Args:
        kernel: Its comm manager holds the comms of `%%local` widgets.
        bridge: The way to the editor.
        relay: Knows the editor's comms.
    """

    def __init__(self, kernel: Any, bridge: Bridge, relay: Relay) -> None:
        self._kernel = kernel
        self._bridge = bridge
        self._relay = relay

    def handler(self, kind: str, local: Callable[..., Any]) -> Callable[..., Any]:
        """Comms of `%%local` widgets stay here; all others are the editor's."""

        async def handle(stream: Any, ident: Any, message: dict[str, Any]) -> None:
            content = message["content"]
            name = content.get("comm_id", "")
            control = self._bridge.control
            manager = self._kernel.comm_manager
            is_local = name in manager.comms or (
                kind == "comm_open" and content.get("target_name") in manager.targets
            )
            if is_local or control is None:
                local(stream, ident, message)
                return
            job = message["header"]["msg_id"]
            self._relay.remember(job, message)
            if kind == "comm_open":
                self._relay.comms[name] = content.get("target_name", "")
            elif kind == "comm_close":
                self._relay.comms.pop(name, None)
            buffers = [bytes(buffer) for buffer in message.get("buffers", ())]
            try:
                await asyncio.wrap_future(
                    control.request(Comm(job, kind, content, message.get("metadata") or {}, buffers))
                )
            except UnityKernelError as error:
                self._kernel.log.warning("a widget message was not delivered: %s", error)

        return handle

    def list(self, wanted: str | None) -> dict[str, dict[str, str]]:
        """The open comms, the kernel's and the editor's; of one target, where one is given."""
        manager = self._kernel.comm_manager
        comms = {name: item.target_name for name, item in manager.comms.items()} | self._relay.comms
        return {name: {"target_name": target} for name, target in comms.items() if wanted in (None, target)}
