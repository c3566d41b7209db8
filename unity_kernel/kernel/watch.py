"""Why a cell does not go on: what the user is told while it waits."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future
from typing import Any

from unity_kernel.client.control import Control
from unity_kernel.errors import UnityKernelError
from unity_kernel.kernel.relay import Relay
from unity_kernel.wire.messages import Reply

__all__ = ["Watch", "explain", "still_running"]

FIRST = 0.5
"""Seconds until the first look at a cell that is not done; most never see one."""
EVERY = 0.5
"""Seconds between looks: the end of the editor's process is noticed within a second."""
RELOAD_AFTER = 1.0
"""Seconds of a domain reload after which a waiting cell says so; shorter ones get a line when they are over."""
STALL_AFTER = 5.0
"""Seconds that a cell waits for its turn before the user reads what for."""
AGAIN_AFTER = 30.0
"""Seconds until the user reads again that it is still so."""


class Watch:
    """Looks after a cell from its sending to its reply. Main thread.

    Args:
        relay: Publishes the lines.
    """

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    async def over(self, control: Control, job: str, reply: Future[Reply]) -> Reply:
        """The reply to a request, and meanwhile lines for the user.

        Raises:
            RemoteError, EditorGone, EditorReloading: As `Control.request` says.
        """
        loop = asyncio.get_running_loop()
        looking: list[asyncio.Task[None]] = []
        timer = loop.call_later(FIRST, lambda: looking.append(loop.create_task(self._look(control, job))))
        try:
            return await asyncio.wrap_future(reply)
        finally:
            timer.cancel()
            for task in looking:
                task.cancel()

    async def _look(self, control: Control, job: str) -> None:
        began = time.monotonic() - FIRST
        told, told_at = "", 0.0
        while True:
            if not control.editor.is_running():
                await asyncio.to_thread(control.abandon)
                return
            now = time.monotonic()
            kind, text = "", ""
            since = control.reloading_since
            if since is not None:
                if now - max(since, began) > RELOAD_AFTER:
                    kind = "reloading"
                    text = f"The editor is reloading its scripts ({now - since:.1f} s so far); this waits for it."
            elif now - began > STALL_AFTER:
                try:
                    kind, text = explain(await asyncio.to_thread(control.status), job)
                except UnityKernelError:
                    pass  # it ends, or its IO thread is stuck as well: the next look tells
            again = AGAIN_AFTER if kind == told else 0.0
            if kind and now - told_at > again:
                told, told_at = kind, now
                self._relay.line(job, f"[unity-kernel] {text}")
            await asyncio.sleep(EVERY)


def explain(status: dict[str, Any], job: str) -> tuple[str, str]:
    """Why a request has not begun.

    Returns:
        A word for the reason, which stays the same while it does, and a sentence. Both empty when the request runs.
    """
    if not any(each["id"] == job for each in status["waiting"]):
        return "", ""
    running = status["job"]
    end = "Interrupt takes it out of the queue."
    if running is not None:
        text = f"{running['label']} of {running['client']} has been running for {running['seconds']:.0f} s"
        return running["id"], f"This waits for its turn: {text}{_place(running['where'])}. {end}"
    state = status["state"]
    if state == "compiling":
        return state, "The editor compiles scripts; this begins when that is over."
    if state == "importing":
        return state, "The editor imports assets; this begins when that is over."
    if state == "blocked":
        return state, (
            f"The editor's main loop has not run for {status['tick']:.0f} s: a dialog waits for an answer there, or a "
            f"long operation is at work. Look at its window. {end}"
        )
    return "queue", f"This waits for the editor's main thread. {end}"


def still_running(status: dict[str, Any] | None, patience: float) -> str:
    """What to say of a cell that an interrupt has not ended, as far as the editor knows where it is."""
    where = ((status or {}).get("job") or {}).get("where")
    text = f"{patience:g} s after the interrupt the cell still runs{_place(where)}. "
    if where is not None and where["within"]:
        return text + "It catches KeyboardInterrupt, or it cleans up."
    if where is not None:
        return (
            text
            + "That line is a native or .NET call, which cannot be stopped; the cell ends when it returns."
        )
    return text + (
        "Either it catches KeyboardInterrupt, or a native call is at work that cannot be stopped; it ends when that "
        "call returns."
    )


def _place(where: dict[str, Any] | None) -> str:
    if where is None:
        return ""
    within = f", in {where['within']}" if where["within"] else ""
    return f", now at line {where['line']}: `{where['source']}`{within}"
