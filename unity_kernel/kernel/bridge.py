"""The kernel's way to its editor: which one, connecting, starting the embedded one, losing and finding it again."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from unity_kernel.client.choice import Launch, choose
from unity_kernel.client.control import Control
from unity_kernel.client.embedded import EmbeddedEditor, exit_text, launching, tail
from unity_kernel.client.reloading import after_reload, is_reloading
from unity_kernel.errors import EditorGone, UnityKernelError
from unity_kernel.wire.editor_file import EditorFile, discover
from unity_kernel.wire.messages import Message

__all__ = ["Bridge"]

QUIT_TIMEOUT = 5.0


class Bridge:
    """Holds the one connection of a kernel. `ensure` may block and belongs on a worker thread.

    Args:
        connection_file: Jupyter's connection file; it outlives a restart of the kernel, so that the restarted kernel
            finds the embedded editor of its predecessor.
        directory: Where the notebook lies.
        on_event: Called on the reader thread with each event of the editor.
        on_flush: See `Control`.

    Attributes:
        wanted: What the user asked for: an editor's id or name, a project's path, "headless", or empty.
        may_launch: Whether the embedded editor may be started.
        output_limit: Characters of output a cell may make.
        client_name: For a client process that an editor has started: its name there.
        grace, finishes, snapshot_limit: See `AttachSession`.
    """

    def __init__(
        self,
        connection_file: str,
        directory: Path,
        on_event: Callable[[Message], None],
        on_flush: Callable[[], None] | None = None,
    ) -> None:
        self.wanted = ""
        self.may_launch = True
        self.output_limit = 0
        self.client_name = ""
        self.grace = 60.0
        self.finishes = False
        self.snapshot_limit = 0
        self._key = hashlib.sha256(os.path.abspath(connection_file).encode()).hexdigest()[:12]
        self._session = f"{self._key}-{os.getpid()}"
        self._client = os.environ.get("JPY_SESSION_NAME") or f"kernel in {directory}"
        self._directory = directory
        self._on_event = on_event
        self._on_flush = on_flush
        self._lock = threading.Lock()
        self._control: Control | None = None
        self._embedded: EmbeddedEditor | None = None
        self._notices: list[str] = []
        self._used: set[str] = set()
        self._projects: dict[str, str] = {}

    @property
    def control(self) -> Control | None:
        """The connection, while it is open."""
        control = self._control
        return control if control is not None and control.is_open else None

    @property
    def editor(self) -> EditorFile | None:
        """The editor that was connected last."""
        return self._control.editor if self._control is not None else None

    def take_notices(self) -> list[str]:
        """Lines for the user that came up since the last call."""
        notices, self._notices = self._notices, []
        return notices

    def ensure(self) -> Control:
        """The open connection; connects, and starts the embedded editor, where need be.

        Raises:
            UnityKernelError: No editor can be had; the text names the next step.
        """
        with self._lock:
            control = self.control
            if control is not None:
                return control
            lost = self._control
            if lost is not None:
                if lost.parting == "disconnected":
                    raise self._disconnected(lost.editor)
                lost.close()
            self._reap()
            choice: EditorFile | Launch
            if lost is not None and lost.parting:
                choice = self._back(lost.editor)
            else:
                wanted, may_launch = self._wanted_now()
                choice = choose(wanted, self._directory, self._key, may_launch=may_launch)
            self._control = None
            if lost is not None:
                self._notices.append(self._what_became_of(lost, choice))
            if isinstance(choice, Launch):
                with launching():  # another notebook of this project may be starting its editor right now
                    choice = choose(self.wanted, self._directory, self._key, may_launch=self.may_launch)
                    if isinstance(choice, Launch):
                        choice = self._launch(choice)
            self._control = self._reach(choice, restore=lost is not None)
            return self._control

    def let_go(self) -> None:
        """Gives the connection up for lost; the next `ensure` looks for an editor again."""
        with self._lock:
            if self._control is not None:
                self._control.close()

    def use(self, name: str) -> str:
        """Lets go of the current editor and connects to another; returns a line that says to which."""
        before, self.wanted = self.wanted, name
        try:
            choice = choose(name, self._directory, self._key, may_launch=self.may_launch)
        except UnityKernelError:
            self.wanted = before
            raise
        with self._lock:
            if self._control is not None:
                self._control.close()
                self._control = None
        if isinstance(choice, EditorFile):
            self.wanted = choice.id
        control = self.ensure()
        return f"Now using {self._name(control.editor)}."

    def adopt_early(self) -> None:
        """After a restart: takes over the embedded editor that the kernel's predecessor left, before it closes."""
        if not any(editor.embedded for editor in discover()[0]):
            return
        choice = choose(self.wanted, self._directory, self._key, may_launch=False)
        if isinstance(choice, EditorFile) and choice.embedded:
            with self._lock:
                if self._control is None:
                    self._control = self._connect(choice)

    def gone(self) -> EditorGone:
        """The error for a cell whose editor ended, with the end of the editor's log."""
        editor = self.editor
        if editor is None:
            return EditorGone("the editor ended. Run the cell again to connect to another.")
        if self._control is not None and self._control.parting == "disconnected":
            return self._disconnected(editor)
        code = None
        if self._embedded is not None and self._embedded.file.id == editor.id:
            deadline = time.monotonic() + 1.0  # the socket closes a moment before the process ends
            while (code := self._embedded.exit_code) is None and time.monotonic() < deadline:
                time.sleep(0.01)
        how = "" if code is None else f" ({exit_text(code)})"
        log = f"\nIts log, {editor.log}, ends:\n{tail(editor.log)}" if editor.log else ""
        return EditorGone(
            f"{self._name(editor)} ended{how} while this ran. The kernel lives: the next cell connects again, or "
            f"starts the embedded editor anew, and brings back the variables that could be kept.{log}"
        )

    def close(self, *, keep_embedded: bool = False) -> None:
        """Ends the session, and the embedded editor unless a restarted kernel is to find it."""
        with self._lock:
            control, self._control = self.control, None
            if control is not None:
                control.close()
            if keep_embedded:
                return
            for editor in discover()[0]:
                if editor.id in self._used:
                    self._leave(editor)
            self._reap()

    def is_mine(self, pid: int) -> bool:
        """Whether a process is the embedded editor of this kernel."""
        return self._embedded is not None and self._embedded.file.pid == pid

    # --- inside: the caller holds the lock --------------------------------------------------------------------------

    def _back(self, editor: EditorFile) -> EditorFile:
        """The editor once it serves; of one that has ended meanwhile the next cell need know nothing."""
        try:
            return after_reload(editor, through_stop=bool(self.client_name))
        except EditorGone:
            self._control = None
            raise

    def _wanted_now(self) -> tuple[str, bool]:
        """What to look for: where an editor was asked for by its id and has ended, the one that took its place."""
        wanted = self.wanted or os.environ.get("UNITY_KERNEL_EDITOR", "")
        project = self._projects.get(wanted)
        if project is None or any(each.id == wanted for each in discover()[0]):
            return self.wanted, self.may_launch
        return project, False

    def _launch(self, launch: Launch) -> EditorFile:
        if self._embedded is not None:  # on its way out
            self._embedded.stop()
        self._embedded = EmbeddedEditor.start(launch.project, owner="" if launch.project else self._key)
        what = "a copy of the sample project" if launch.project is None else f"{launch.project.name}"
        self._notices.append(
            f"{launch.reason[0].upper()}{launch.reason[1:]}; started the embedded headless editor on {what} "
            f"({self._embedded.project})."
        )
        return self._embedded.file

    def _what_became_of(self, lost: Control, choice: EditorFile | Launch) -> str:
        name = self._name(lost.editor)
        if isinstance(choice, Launch):
            return f"{name} has ended."
        if choice.id != lost.editor.id:
            return f"{name} has ended. Connected to {self._name(choice)}."
        what = "had its server stopped" if lost.parting == "stopped" else "has restarted its server"
        return f"{name} {what}; the variables of its cells are gone."

    def _disconnected(self, editor: EditorFile) -> EditorGone:
        return EditorGone(
            f"{self._name(editor)} has disconnected this kernel: somebody pressed Disconnect in its window. Nothing "
            f"runs there from here; `%unity use {editor.id}` connects again, with fresh variables."
        )

    def _reach(self, editor: EditorFile, *, restore: bool) -> Control:
        """Connects once the editor serves; it may begin another domain reload meanwhile."""
        while True:
            editor = self._back(editor)
            try:
                return self._connect(editor, restore=restore)
            except EditorGone:
                if not is_reloading(editor):
                    raise

    def resume(self) -> dict[str, Any] | None:
        """Takes over the session that this notebook's dead kernel has left, or what its editor has kept of it.

        Returns:
            What `Sessions.take_over` says; None where only variables could be kept, and the next cell tells which.
        """
        control = self.ensure()
        with self._lock:
            found = control.attach(self._session, self._client, resume=True, **self._options())
            if found.pop("found"):
                return found
            control.attach(self._session, self._client, restore=True, **self._options())
            return None

    def _options(self) -> dict[str, Any]:
        return {
            "output_limit": self.output_limit,
            "key": self._key,
            "grace": self.grace,
            "finishes": self.finishes,
            "snapshot": self.snapshot_limit,
        }

    def _connect(self, editor: EditorFile, *, restore: bool = False) -> Control:
        control = Control(editor, self._on_event, on_flush=self._on_flush)
        if self.client_name:
            name, process = f"client {self.client_name}", os.getpid()
            control.attach(self._session, name, output_limit=self.output_limit, process=process)
        else:
            control.attach(self._session, self._client, restore=restore, **self._options())
        self._projects[editor.id] = editor.project
        if editor.embedded:
            control.adopt()
            self._used.add(editor.id)
        return control

    def _reap(self) -> None:
        if self._embedded is not None and self._embedded.exit_code is not None:
            self._embedded.stop()
            self._embedded = None

    def _leave(self, editor: EditorFile) -> None:
        """An embedded editor loses one user; the last one also waits for its end."""
        try:
            control = Control(editor)
            last = control.disown()
            control.close()
        except UnityKernelError:
            last = True  # it is on its way out already, or stuck
        if not last:
            return
        if self._embedded is not None and self._embedded.file.id == editor.id:
            self._embedded.quit()
            self._embedded = None
            return
        try:
            psutil.Process(editor.pid).wait(QUIT_TIMEOUT)
        except psutil.NoSuchProcess:
            pass
        except psutil.TimeoutExpired:
            psutil.Process(editor.pid).terminate()

    @staticmethod
    def _name(editor: EditorFile) -> str:
        what = "the embedded headless editor" if editor.embedded else f"the {editor.kind} editor {editor.id}"
        return f"{what} on {editor.name}"

    def describe(self) -> dict[str, Any] | None:
        """The editor's status, or None without a connection."""
        control = self.control
        return control.status() if control is not None else None
