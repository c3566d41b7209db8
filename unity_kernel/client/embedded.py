"""Starting and ending the embedded headless editor: a process of its own, which does not outlive its kernel."""

from __future__ import annotations

import importlib.resources
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from unity_kernel.client.control import Control
from unity_kernel.errors import EditorStartError, UnityKernelError
from unity_kernel.wire import system
from unity_kernel.wire.editor_file import EditorFile, directory
from unity_kernel.wire.logfile import new_log

__all__ = ["EmbeddedEditor", "copy_sample", "exit_text", "launching", "tail"]

START_TIMEOUT = 30.0
"""Seconds. It takes about half a second; a cold disk or a virus scanner may take ten times that."""
QUIT_TIMEOUT = 5.0


class EmbeddedEditor:
    """A headless editor that this process started.

    Attributes:
        file: Its editor file.
        project: The project it has open.
        log: Its log file.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], file: EditorFile, log: Path, scratch: Path | None
    ) -> None:
        self.file = file
        self.project = Path(file.project)
        self.log = log
        self._process = process
        self._scratch = scratch

    @classmethod
    def start(
        cls,
        project: Path | None,
        *,
        owner: str = "",
        scene: str | None = None,
        transport: str | None = None,
    ) -> EmbeddedEditor:
        """Starts one and waits until it serves.

        Args:
            project: The project to open; None for a fresh copy of the sample project, deleted at the end.
            owner: See `EditorFile.owner`.
            scene: See `unity-kernel headless`.
            transport: "unix" or "tcp".

        Raises:
            EditorStartError: It ended, or was not ready within 30 s; the text holds the end of its log.
        """
        scratch = None
        if project is None:
            scratch = Path(tempfile.mkdtemp(prefix="unity-kernel-"))
            project = copy_sample(scratch / "Workshop")
        log = new_log("headless")
        command = [
            sys.executable,
            "-m",
            "unity_kernel.headless",
            os.fspath(project),
            "--announce",
            "--log",
            str(log),
        ]
        command += ["--user", str(os.getpid())]
        if owner:
            command += ["--owner", owner]
        if scratch is not None:
            command += ["--scratch", str(scratch)]
        if scene:
            command += ["--scene", scene]
        if transport:
            command += ["--transport", transport]
        with log.open("wb") as errors:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                **system.detached_process_options(),
            )
        line = _first_line(process)
        try:
            answer = json.loads(line) if line else {}
            if not isinstance(answer, dict):
                answer = {}
        except ValueError:
            answer = {}
        if "id" in answer:
            return cls(process, EditorFile.read(directory() / f"{answer['id']}.json"), log, scratch)
        code = None if line is None else process.poll()
        process.kill()
        process.wait()
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
        if "error" in answer:
            raise EditorStartError(f"the embedded headless editor cannot open {project}: {answer['error']}")
        what = (
            f"ended with exit code {code}"
            if code is not None
            else f"was not ready within {START_TIMEOUT:g} s"
        )
        raise EditorStartError(
            f"the embedded headless editor {what} when it should have opened {project}. Its log, {log}, ends:\n"
            f"{tail(log)}"
        )

    @property
    def exit_code(self) -> int | None:
        """How it ended, or None while it runs."""
        return self._process.poll()

    def quit(self) -> None:
        """Tells it to quit, where it still serves, and waits until it has ended."""
        if self.exit_code is None:
            try:
                control = Control(self.file)
                try:
                    control.quit_editor()
                finally:
                    control.close()
            except UnityKernelError:
                pass  # on its way out already, or stuck: `stop` sees to it
        self.stop()

    def stop(self) -> None:
        """Waits for an editor that was told to quit, ends it if it does not, and removes what it leaves.

        The scratch copy of the sample is the editor's own to remove; this is for one that crashed.
        """
        try:
            self._process.wait(QUIT_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            try:
                self._process.wait(QUIT_TIMEOUT)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self.file.remove()
        self.file.endpoint.remove()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)


@contextmanager
def launching() -> Iterator[None]:
    """Held while looking for an editor and starting one, so that two kernels do not start two on one project.

    Raises:
        EditorStartError: Another process has held it for 30 s.
    """
    lock = FileLock(system.private_directory(system.home()) / "launch.lock")
    try:
        lock.acquire(timeout=START_TIMEOUT)
    except Timeout as error:
        raise EditorStartError(
            f"another kernel has been starting an editor for {START_TIMEOUT:g} s; run the cell again, "
            f"or delete {lock.lock_file} if there is none"
        ) from error
    try:
        yield
    finally:
        lock.release()


def copy_sample(target: Path) -> Path:
    """A fresh, writable copy of the bundled sample project; returns its folder."""
    source = importlib.resources.files("unity_kernel.headless") / "sample"
    with importlib.resources.as_file(source) as folder:
        shutil.copytree(folder, target)
    return target


def tail(log: Path | str, lines: int = 15) -> str:
    """The end of a log file, or a word on why there is none.

    After a crash that is faulthandler's report: what happened, and the innermost frames of the thread where it did.
    """
    try:
        found = Path(log).read_bytes()[-20_000:].decode(errors="replace").splitlines()
    except OSError as error:
        return f"(no log: {error})"
    for index in reversed(range(len(found))):
        if found[index].startswith(("Fatal Python error", "Windows fatal exception")):
            report = found[index:]
            where = next((at for at, line in enumerate(report) if line.startswith("Current thread")), 1)
            return "\n".join([report[0], *report[where : where + lines]])
    return "\n".join(found[-lines:]) or "(the log is empty)"


def exit_text(code: int) -> str:
    """How a process ended, for people: "exit code 3", or the signal's name."""
    if code < 0:
        with suppress(ValueError):
            return f"ended by signal {signal.Signals(-code).name}"
    return f"exit code {code}"


def _first_line(process: subprocess.Popen[bytes]) -> bytes | None:
    """The line by which the editor says that it is ready; empty when it ends, None when it takes too long."""
    assert process.stdout is not None
    stdout = process.stdout
    lines: list[bytes] = []
    reader = threading.Thread(
        target=lambda: lines.append(stdout.readline()), name="embedded-start", daemon=True
    )
    reader.start()
    reader.join(START_TIMEOUT)
    in_time = not reader.is_alive()
    if not in_time:
        process.kill()
        reader.join()
    elif b"id" not in lines[0]:  # it closed its output: it is about to end, with an exit code worth telling
        try:
            process.wait(QUIT_TIMEOUT)
        except subprocess.TimeoutExpired:
            pass
    stdout.close()
    return lines[0] if in_time else None
