"""`%unity`: what the kernel can say and do about editors."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable
from typing import Any

from IPython.core.error import UsageError

from unity_kernel.display import logs
from unity_kernel.display.logs import entry_line
from unity_kernel.errors import UnityKernelError
from unity_kernel.kernel.bridge import Bridge
from unity_kernel.kernel.relay import Relay
from unity_kernel.wire.editor_file import discover

__all__ = ["OF_THE_EDITOR", "UnityMagic", "resume"]

HELP = """\
%unity status            what the editor of this notebook is doing
%unity list              the editors that run
%unity use NAME          another editor: its id, its project's name or folder, or 'headless'
%unity logs [LEVEL] [N] [/TEXT]
                         the last N (20) entries of the editor's console, those that contain TEXT; LEVEL is log,
                         warning or error
%unity play | pause | step | stop   play mode
%unity reload            reloads the editor's scripts, and waits until that is over
%unity resume            takes over the session that a kernel of this notebook left when it died"""
SEVERITIES = {
    "log": [],
    "warning": ["warning", "assert", "error", "exception"],
    "error": ["assert", "error", "exception"],
}


OF_THE_EDITOR = ("play", "pause", "step", "stop", "reload")
"""What the editor does itself, as a cell that awaits it."""


class UnityMagic:
    """Runs in the kernel, so that it also answers while the editor is busy or gone. Blocks: worker threads only.

    Args:
        bridge: The kernel's way to its editor.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._verbs: dict[str, Callable[[list[str]], str]] = {
            "status": self._status,
            "list": self._list,
            "use": self._use,
            "logs": self._logs,
            "help": lambda words: HELP,
        }

    def run(self, line: str) -> str:
        """Answers one line; returns the text to show.

        Raises:
            UsageError: The line is no such command, or it cannot be done; the text says what can.
        """
        try:
            verb, *words = shlex.split(line) or ["status"]
        except ValueError as error:
            raise UsageError(f"%unity {line}: {error}") from error
        if verb not in self._verbs:
            raise UsageError(f"%unity has no '{verb}'.\n{HELP}")
        try:
            return self._verbs[verb](words)
        except UnityKernelError as error:
            raise UsageError(f"%unity {verb}: {error}") from error

    def _status(self, words: list[str]) -> str:
        status = self._bridge.describe()
        if status is None:
            return "No editor is connected. The next cell connects to one, or starts the embedded headless editor."
        return describe(status)

    def _list(self, words: list[str]) -> str:
        editors, _ = discover()
        current = self._bridge.editor
        if not editors:
            return "No editor is running."
        rows = []
        for editor in editors:
            mark = "*" if current is not None and editor.id == current.id else " "
            owned = " (private to a kernel)" if editor.owner else ""
            rows.append(f"{mark} {editor.id:<24} {editor.state:<8} {editor.project}{owned}")
        return "\n".join(rows)

    def _use(self, words: list[str]) -> str:
        if len(words) != 1:
            raise UsageError(
                "%unity use takes one name: an editor's id, its project's name or folder, or 'headless'"
            )
        return self._bridge.use(words[0])

    def _logs(self, words: list[str]) -> str:
        level, count, wanted = "log", 20, ""
        for word in words:
            if word.isdigit():
                count = int(word)
            elif word in SEVERITIES:
                level = word
            elif word.startswith("/"):
                wanted = word[1:]
            else:
                raise UsageError(
                    f"%unity logs: '{word}' is neither a number nor one of {', '.join(SEVERITIES)}, nor /TEXT"
                )
        control = self._bridge.control
        if control is None:
            return "No editor is connected."
        found = control.logs(limit=10**9 if wanted else count, severities=SEVERITIES[level])
        entries = found["entries"]
        if wanted:
            folded = wanted.casefold()
            entries = (
                [entry for entry in entries if folded in entry["message"].casefold()][-count:]
                if count
                else []
            )
        if not entries:
            return (
                "The console is empty." if not wanted else f"No message of the console contains '{wanted}'."
            )
        forgotten = found.get("forgotten", 0)
        note = f"{forgotten:,} older messages have fallen out of the editor's memory." if forgotten else ""
        text = Shown("\n".join([*map(entry_line, entries), *([note] if note else [])]))
        text.html = logs.table(entries, note)
        return text


class Shown(str):
    """Text that comes with its form in HTML."""

    __slots__ = ("html",)
    html: str


async def resume(bridge: Bridge, relay: Relay, job: str) -> int:
    """`%unity resume` in a cell's request; returns the number of the last cell of what was taken over, or 0."""
    relay.orphans = relay.parent(job)  # where the output of cells that a dead kernel has sent shows
    found = await asyncio.to_thread(bridge.resume)
    if found is None:
        relay.line(
            job,
            "No session of this notebook waits in the editor; what was kept of its variables comes back with the "
            "next lines.",
        )
        return 0
    text = f"Resumed the session: {found['names']} variables, last cell In[{found['count']}]."
    if found["jobs"]:
        text += f" {len(found['jobs'])} of its cells still run or wait; their output shows here."
    relay.line(job, text)
    return int(found["count"])


def describe(status: dict[str, Any]) -> str:
    """An editor's status in a few lines."""
    job = status.get("job")
    state = status["state"]
    if job:
        state += f": {job['label']} ({job['seconds']:.1f} s, {job['client']})"
    elif "seconds" in status.get("reload", {}):
        state += f" ({status['reload']['seconds']:.1f} s)"
    lines = [
        f"{status['kind']} editor {status['id']}: {state}",
        f"  project   {status['project']} (Unity {status['unity']})",
    ]
    scene = status.get("scene")
    if scene:
        changed = ", unsaved changes" if scene.get("dirty") else ""
        lines.append(f"  scene     {scene.get('path') or scene.get('name') or 'untitled'}{changed}")
    lines.append(
        f"  versions  unity-kernel {status['package']}, Python {status['python']}, process {status['pid']}"
    )
    if status["queue"]:
        lines.append(f"  waiting   {len(status['queue'])}: {'; '.join(status['queue'][:5])}")
    lines += [f"  session   {session['client']}" for session in status["sessions"]]
    return "\n".join(lines)
