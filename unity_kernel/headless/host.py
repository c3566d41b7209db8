"""The headless editor as a host: its main loop, its life and its owner's."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from unity_kernel.display.picture import Picture
from unity_kernel.editor.editor import Editor
from unity_kernel.editor.pictures import Shot
from unity_kernel.headless.api.runtime import Runtime
from unity_kernel.headless.picture import screenshots
from unity_kernel.headless.picture.extra import require_extra
from unity_kernel.headless.project import Project
from unity_kernel.wire import system
from unity_kernel.wire.editor_file import EditorFile
from unity_kernel.wire.endpoint import Transport

__all__ = ["HeadlessHost"]

log = logging.getLogger(__name__)
FRAME = 1 / 60
"""Seconds between ticks while something is subscribed to EditorApplication.update."""
IDLE = 1.0
"""Seconds between looks at nothing: on Windows a Ctrl-C cannot end a lock wait any sooner."""
USER_CHECK = 1.0
QUIT_GRACE = 5.0
"""Seconds that a cell, of which nobody is left to read the output, may resist its interrupt."""
USER_GRACE = 5.0
"""Seconds that an embedded editor outlives its kernels, so that a restarted kernel finds it."""


class HeadlessHost:
    """Opens a project and serves it until told to quit.

    Args:
        project: A Unity project's folder.
        scene: Which scene to open, relative to the project; by default the first of the build settings.
        transport: "unix" or "tcp".
        owner: See `EditorFile.owner`.
        user: The process of the kernel that started this editor; 0 for an editor that stands for itself.
        log_path: Where this process's log goes.
    """

    kind = "headless"
    ticks = False

    def __init__(
        self,
        project: Path,
        scene: str | None = None,
        transport: Transport | None = None,
        owner: str = "",
        user: int = 0,
        log_path: str = "",
    ) -> None:
        self.embedded = user != 0
        self._project = Project.open(project)
        self.editor = Editor(self, transport, owner, log_path)
        self.runtime = Runtime(self._project, scene=scene, log=self.editor.log)
        self.runtime.on_exit = self._on_exit
        self.runtime.on_domain_reload = self._reload
        self.runtime.on_project = self._on_project
        self.runtime.show_progress(self.editor.progress.display, self.editor.progress.clear)
        self.exit_code = 0
        self._quitting = threading.Event()
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._watch_users, name="user-watch", daemon=True)
        self._users: dict[int, float | None] = {}
        if user:
            self.adopt(user)

    def start(self) -> EditorFile:
        """Loads the scene and begins to serve. Main thread."""
        os.chdir(self._project.root)  # as in Unity, where "Assets/…" is a path that open() understands
        self.runtime.install()
        self.runtime.load()
        self.editor.logs.collect = self.runtime.look_at_disk  # in cells, so that the one who reads it is told
        file = self.editor.start()
        self.editor.dispatcher.interrupts.on_ctrl_c = self._quitting.set
        signal.signal(signal.SIGTERM, lambda number, frame: self._quitting.set())
        if self.embedded:
            self._watch.start()
        return file

    def run(self) -> int:
        """The main loop; returns the process's exit code."""
        dispatcher = self.editor.dispatcher
        try:
            while not self._quitting.is_set():
                dispatcher.wait_for_work(FRAME if self._wants_frames() else IDLE)
                self.editor.pump()
                if self._wants_frames():
                    self.runtime.tick()
                    self.editor.tick()
        finally:
            self._quitting.set()
            self._ended.set()
            if self.embedded:
                self._watch.join()
            self.editor.stop()
            self.runtime.uninstall()
        return self.exit_code

    # --- the host protocol ----------------------------------------------------------------------------------------

    def wake(self) -> None:
        """The dispatcher's own condition wakes the main loop."""

    def namespace(self) -> dict[str, Any]:
        """UnityEngine and UnityEditor."""
        return {name: self.runtime.modules[name] for name in ("UnityEngine", "UnityEditor")}

    def project(self) -> str:
        """Absolute path of the project."""
        return str(self._project.root)

    def version(self) -> str:
        """The Unity version that the project was saved with."""
        return str(self._project.version or "unknown")

    def describe(self) -> dict[str, Any]:
        """The open scene."""
        return {"scene": self.runtime.describe_scene()}

    def subscribe(self, event: str, function: Callable[..., object]) -> Callable[[], None]:
        """Adds to the event, and takes away again."""
        owner, name = self.runtime.event(event)
        setattr(owner, name, getattr(owner, name) + function)
        return lambda: setattr(owner, name, getattr(owner, name) - function)

    def reference(self, value: object) -> str | None:
        """The GlobalObjectId; that of an unsaved object finds nothing later."""
        return self.runtime.reference(value)

    def resolve(self, reference: str) -> object:
        """The object of a GlobalObjectId, if it is loaded."""
        return self.runtime.resolve(reference)

    def take_picture(self, shot: Shot) -> Picture:
        """Draws what is loaded; see `screenshots.take`."""
        size = shot.width, shot.height
        return screenshots.take(self.runtime, shot.view, shot.subject, size, transparent=shot.transparent)

    def thumbnail(self, obj: object, longest: int) -> Picture | None:
        """A small picture of an object, for its display; see `thumbnails.thumbnail`."""
        require_extra()
        from unity_kernel.headless.picture.thumbnails import thumbnail

        return thumbnail(self.runtime._world, obj, longest)

    def quit(self) -> str:
        """Ends the main loop soon."""
        self._quitting.set()
        self.editor.dispatcher.close()
        return ""

    def adopt(self, pid: int) -> None:
        """A kernel's process uses this editor."""
        self._users[pid] = system.process_start_time(pid)

    def disown(self, pid: int) -> bool:
        """A kernel's process has no more use for it; True when it was the last."""
        self._users.pop(pid, None)
        last = self.embedded and not self._has_users()
        if last:
            self.quit()
        return last

    # --- inside -----------------------------------------------------------------------------------------------------

    def _wants_frames(self) -> bool:
        return self.runtime.wants_ticks or self.editor.frames.wanted

    def _reload(self) -> None:
        """A domain reload: nothing of Python ends, and what would end in Unity ends here as well."""
        self.runtime.begin_reload()
        self.editor.freeze()
        self.runtime.forget_subscribers()
        self.editor.thaw()
        self.runtime.end_reload()

    def _on_exit(self, code: int) -> None:
        """EditorApplication.Exit."""
        self.exit_code = code
        self._quitting.set()

    def _on_project(self, project: Project) -> None:
        """EditorApplication.OpenProject."""
        self._project = project
        os.chdir(project.root)
        self.editor.announce()

    def _has_users(self) -> bool:
        return any(system.process_start_time(pid) == start for pid, start in list(self._users.items()))

    def _watch_users(self) -> None:
        missing = 0.0
        while not self._quitting.wait(USER_CHECK):
            if self._has_users():
                missing = 0.0
                continue
            missing += USER_CHECK
            if missing >= USER_GRACE:
                log.info("all kernels that used this editor have ended; closing")
                self.quit()
                self._insist()

    def _insist(self) -> None:
        """Ends the process also when a cell holds the main thread and catches its interrupts."""
        dispatcher = self.editor.dispatcher
        deadline = time.monotonic() + QUIT_GRACE
        while time.monotonic() < deadline:
            if self._ended.wait(USER_CHECK):
                return
            job = dispatcher.current()
            if job is not None:
                dispatcher.interrupt(job.owner)
        log.error("a cell did not let go of the main thread for %g s; ending the process", QUIT_GRACE)
        logging.shutdown()
        os._exit(1)
