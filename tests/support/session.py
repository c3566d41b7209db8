"""The test DSL: real editors and real kernels, driven as a front end drives them.

Example:
    >>> with Home() as home, Editor.start(home, project, transport="unix") as editor:
    ...     with Kernel.start(home, editor=editor) as kernel:
    ...         cell = kernel.run("1 + 1")
    ...         assert cell.result == "2"

No thread of its own and no sleeps: whoever waits receives messages meanwhile, and every wait ends with a sentence.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty
from types import TracebackType
from typing import Any, ClassVar, Self

import psutil
import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.jsonutil import json_default
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from tests.support.cell import TIMEOUT, Cell, Question, Request
from unity_kernel.client.control import Control
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire import system
from unity_kernel.wire.editor_file import EditorFile
from unity_kernel.wire.endpoint import Transport

__all__ = ["ROOT", "Cell", "Editor", "Home", "Kernel", "TookTooLong", "wait_until"]

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT = 60.0
"""Seconds; a kernel takes about one, a loaded machine some more."""
POLL_MS = 200
"""Milliseconds between looks at whether the kernel's process still lives."""
TAIL = 8000
"""Characters of a log that a failed test shows."""


class TookTooLong(AssertionError):
    """Something that the test waited for did not happen."""


def wait_until(condition: Callable[[], object], what: str, timeout: float = TIMEOUT) -> None:
    """Waits for something in another process that has no event to offer: a file, a process's end."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise TookTooLong(f"{what} did not happen within {timeout:g} s")
        time.sleep(0.02)


class Home:
    """A UNITY_KERNEL_HOME of its own, with the logs of all that starts in it.

    At the end nothing that it started may be left; what is left is ended.

    Attributes:
        path: Short, so that Unix sockets fit.
        logs: Where the tests' own processes log; those of embedded editors are in `path / "logs"`.
        failed: Set when a test fails, so that the logs are kept.
    """

    alive: ClassVar[list[Home]] = []

    def __init__(self, **variables: str) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="uk-"))
        self.logs = self.path / "test-logs"
        self.logs.mkdir()
        self.failed = False
        self.variables = variables
        self._numbers: dict[str, int] = {}

    def __enter__(self) -> Self:
        Home.alive.append(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        Home.alive.remove(self)
        for path in (self.path / "editors").glob("*.json"):
            if path.is_symlink():
                path.unlink()  # an editor of the user's
        for editor in self.editors():
            end_process(editor.pid)
        if not self.failed:
            shutil.rmtree(self.path, ignore_errors=True)

    def environment(self, **changes: str) -> dict[str, str]:
        """The environment of everything that starts here: the caller's, without its settings of unity-kernel."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("UNITY_KERNEL_")}
        path = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH", ""))))
        return {
            **kept,
            "PYTHONPATH": path,
            "UNITY_KERNEL_HOME": str(self.path),
            "IPYTHONDIR": str(self.path / "ipython"),
            "JUPYTER_RUNTIME_DIR": str(self.path / "runtime"),
            **self.variables,
            **changes,
        }

    def editors(self) -> list[EditorFile]:
        """The editors that run in this home."""
        found = []
        for path in sorted((self.path / "editors").glob("*.json")):
            try:
                editor = EditorFile.read(path)
            except ValueError:
                continue  # being replaced, or a test's own bad file
            if editor.is_running():
                found.append(editor)
        return found

    def log(self, what: str) -> Path:
        """A new log file."""
        number = self._numbers[what] = self._numbers.get(what, 0) + 1
        return self.logs / f"{what}-{number}.log"

    def tails(self, since: float = 0.0) -> list[tuple[str, str]]:
        """Name and end of every log that was written to after `since` (seconds since the epoch)."""
        found = []
        for log in sorted((*self.logs.glob("*.log"), *(self.path / "logs").glob("*.log"))):
            lines = log.read_text(errors="replace").splitlines() if log.stat().st_mtime >= since else []
            text = "\n".join(
                line for line in lines if "without encryption" not in line
            )  # ipykernel's, always
            if text:
                found.append((str(log), text[-TAIL:]))
        return found

    def python(
        self, *arguments: str, cwd: Path | None = None, timeout: float = TIMEOUT, **changes: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs Python to its end; `-c CODE` or a script with its arguments."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd or self.path,
            env=self.environment(**changes),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )


def end_process(pid: int) -> None:
    """Ends a process that this test session started."""
    try:
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(5.0)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(5.0)
    except psutil.NoSuchProcess:
        pass


class Editor:
    """An editor process that serves kernels.

    Attributes:
        file: Its editor file.
    """

    def __init__(self, home: Home, file: EditorFile, process: subprocess.Popen[bytes] | None = None) -> None:
        self.home = home
        self.file = file
        self._process = process

    @classmethod
    def start(
        cls,
        home: Home,
        project: Path,
        *,
        transport: Transport | None = None,
        scene: str | None = None,
        **env: str,
    ) -> Self:
        """Starts a headless editor on a project and waits until it serves."""
        log = home.log("editor")
        command = [
            sys.executable,
            "-m",
            "unity_kernel.headless",
            str(project),
            "--announce",
            "--log",
            str(log),
        ]
        command += ["--transport", transport] if transport else []
        command += ["--scene", scene] if scene else []
        with log.open("wb") as errors:
            process = subprocess.Popen(
                command,
                cwd=home.path,
                env=home.environment(**env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        lines: list[bytes] = []
        assert process.stdout is not None
        with process.stdout as stdout:
            reader = threading.Thread(target=lambda: lines.append(stdout.readline()), daemon=True)
            reader.start()
            reader.join(START_TIMEOUT)
            if not lines or not lines[0]:
                process.kill()
                process.wait()
                raise TookTooLong(f"the editor on {project} did not get ready; its log:\n{log.read_text()}")
        answer = json.loads(lines[0])
        if "id" not in answer:
            process.wait(TIMEOUT)
            raise AssertionError(f"the editor on {project} did not start: {answer}")
        return cls(home, EditorFile.read(home.path / "editors" / f"{answer['id']}.json"), process)

    @classmethod
    def attach(cls, home: Home, path: Path) -> Self:
        """An editor that the user runs, made known in a test's home; it is never ended."""
        link = system.private_directory(home.path / "editors") / path.name
        link.symlink_to(path)
        return cls(home, EditorFile.read(link))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def id(self) -> str:
        return self.file.id

    @property
    def pid(self) -> int:
        return self.file.pid

    @property
    def project(self) -> Path:
        return Path(self.file.project)

    @property
    def is_running(self) -> bool:
        return self.file.is_running()

    def status(self) -> dict[str, Any]:
        """What the editor says it is doing."""
        control = Control(self.file)
        try:
            return control.status()
        finally:
            control.close()

    def stop(self) -> None:
        """Tells the editor to quit and waits for its end; an attached one (a real Unity) is left alone."""
        if self._process is None:
            return
        if self._process.poll() is None:
            try:
                control = Control(self.file)
                control.quit_editor()
                control.close()
            except UnityKernelError:
                self._process.terminate()
        try:
            self._process.wait(10.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise TookTooLong(f"editor {self.id} did not quit within 10 s") from None

    def kill(self) -> None:
        """Ends the editor's process without a word."""
        process = psutil.Process(self.pid)
        process.kill()
        if self._process is not None:
            self._process.wait(TIMEOUT)
        else:
            wait_until(lambda: not self.is_running, f"the end of process {self.pid}")


class Kernel:
    """A kernel process and a front end's connection to it. For one thread.

    Attributes:
        manager: jupyter_client's manager, which started it.
        client: jupyter_client's client; its sockets are read here alone.
        stray: Published messages that belong to none of our requests.
    """

    def __init__(self, home: Home, manager: KernelManager, log: Path) -> None:
        self.home = home
        self.manager = manager
        self.log = log
        self.stray: list[dict[str, Any]] = []
        self._requests: dict[str, Request] = {}
        client = manager.client()
        assert isinstance(client, BlockingKernelClient)
        self.client = client
        # As front ends in a browser write it: ASCII, which has room for lone surrogates.
        client.session.pack = lambda content: json.dumps(content, default=json_default).encode("ascii")

    @classmethod
    def start(
        cls,
        home: Home,
        *,
        editor: Editor | str | None = None,
        cwd: Path | None = None,
        options: Sequence[str] = (),
        env: dict[str, str] | None = None,
    ) -> Self:
        """Starts the kernel of the kernelspec `unity`, as it stands in the checkout, and waits until it answers.

        Args:
            home: Where it finds editors.
            editor: What UNITY_KERNEL_EDITOR says; empty lets the kernel choose.
            cwd: Where its notebook would lie.
            options: For the command line, such as `--UnityKernel.output_limit=1000`.
            env: More of the environment.
        """
        specs = KernelSpecManager(kernel_dirs=[str(ROOT / "kernelspec")], ensure_native_kernel=False)
        manager = KernelManager(kernel_name="unity", kernel_spec_manager=specs)
        manager.shutdown_wait_time = 15.0
        variables = home.environment(**(env or {}))
        if editor is not None:
            variables["UNITY_KERNEL_EDITOR"] = editor.id if isinstance(editor, Editor) else editor
        log = home.log("kernel")
        with log.open("ab") as file:
            manager.start_kernel(
                extra_arguments=list(options),
                cwd=str(cwd or home.path),
                env=variables,
                stdout=file,
                stderr=file,
            )
        kernel = cls(home, manager, log)
        try:
            kernel.client.start_channels()
            kernel.wait_for_ready()
        except BaseException:
            kernel.close()
            raise
        return kernel

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Shuts the kernel down, if it still runs, and closes the connection to it."""
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=not self.is_alive)
        self.client.stop_channels()
        self.manager.cleanup_resources()

    # --- its process ------------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        pid = getattr(self.manager.provisioner, "pid", None)
        assert isinstance(pid, int)
        return pid

    @property
    def is_alive(self) -> bool:
        return bool(self.manager.is_alive())

    def wait_for_ready(self) -> None:
        """Waits until the kernel answers and its published messages arrive."""
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            # Published messages are lost until the subscription is up: ask until one comes through.
            info = self.request("kernel_info_request", {})
            try:
                info.wait(0.2)
                return
            except TookTooLong:
                if time.monotonic() > deadline:
                    raise TookTooLong(f"the kernel was not ready within {START_TIMEOUT:g} s") from None

    def restart(self) -> None:
        """Restarts the kernel as a front end does, on the same connection file."""
        with self.log.open("ab") as file:
            self.manager.restart_kernel(stdout=file, stderr=file)
        self._requests.clear()
        self.wait_for_ready()

    def shutdown(self) -> None:
        """Asks the kernel to end; fails when it has to be forced."""
        process = psutil.Process(self.pid)
        self.request("shutdown_request", {"restart": False}, "control")
        try:
            process.wait(15.0)
        except psutil.TimeoutExpired:
            raise TookTooLong("the kernel did not end within 15 s after shutdown_request") from None

    def kill(self) -> None:
        """Ends the kernel's process without a word."""
        process = psutil.Process(self.pid)
        process.kill()
        wait_until(lambda: not self.is_alive, "the end of the killed kernel")

    # --- cells ------------------------------------------------------------------------------------------

    def begin(
        self,
        code: str,
        *,
        silent: bool = False,
        store_history: bool = True,
        user_expressions: dict[str, str] | None = None,
        answers: Sequence[str] | None = None,
        stop_on_error: bool = True,
    ) -> Cell:
        """Sends a cell. `answers` are for input(); None means that the front end has no stdin."""
        content = {
            "code": code,
            "silent": silent,
            "store_history": store_history,
            "user_expressions": user_expressions or {},
            "allow_stdin": answers is not None,
            "stop_on_error": stop_on_error,
        }
        cell = Cell(self, "", "execute_request", code=code, answers=list(answers or ()))
        self._send(cell, content, "shell")
        return cell

    def run(self, code: str, *, timeout: float = TIMEOUT, **options: Any) -> Cell:
        """Sends a cell and waits for its end; options as for `begin`."""
        return self.begin(code, **options).finish(timeout)

    def value(self, code: str, *, timeout: float = TIMEOUT) -> Any:
        """Runs a cell and returns its last expression, read back as a literal."""
        return self.run(code, timeout=timeout).value

    def must(self, code: str, *, timeout: float = TIMEOUT) -> Cell:
        """Runs a cell that must not fail."""
        cell = self.run(code, timeout=timeout)
        assert cell.error is None, str(cell.error)
        assert cell.status == "ok", cell.reply
        return cell

    # --- other requests ---------------------------------------------------------------------------------

    def request(
        self, kind: str, content: dict[str, Any], channel: str = "shell", *, wants_reply: bool = True
    ) -> Request:
        """Sends any request."""
        request = Request(self, "", kind, wants_reply)
        self._send(request, content, channel)
        return request

    def ask(self, kind: str, content: dict[str, Any], *, timeout: float = TIMEOUT) -> dict[str, Any]:
        """Sends a request and returns the content of its reply."""
        return self.request(kind, content).wait(timeout)

    def complete(self, code: str, cursor: int | None = None) -> dict[str, Any]:
        """complete_reply; by default at the end of the code."""
        return self.ask(
            "complete_request", {"code": code, "cursor_pos": len(code) if cursor is None else cursor}
        )

    def matches(self, code: str, cursor: int | None = None) -> list[str]:
        """What a completion menu would offer."""
        return list(self.complete(code, cursor)["matches"])

    def inspect(self, code: str, cursor: int | None = None, detail: int = 0) -> dict[str, Any]:
        """inspect_reply."""
        cursor = len(code) if cursor is None else cursor
        return self.ask("inspect_request", {"code": code, "cursor_pos": cursor, "detail_level": detail})

    def interrupt(self) -> None:
        """Sends interrupt_request on the control channel, and waits for the kernel's word that it has it."""
        request = self.request("interrupt_request", {}, "control")
        self.pump_until(lambda: request.reply is not None, TIMEOUT, lambda: "the interrupt_reply")

    def comm(self, kind: str, content: dict[str, Any]) -> Request:
        """Sends comm_open, comm_msg or comm_close, and waits until the kernel has served it."""
        request = self.request(kind, content, wants_reply=False)
        request.wait()
        return request

    # --- inside -----------------------------------------------------------------------------------------

    def _send(self, request: Request, content: dict[str, Any], channel: str) -> None:
        message = self.client.session.msg(request.kind, content)
        request.id = message["header"]["msg_id"]
        self._requests[request.id] = request
        getattr(self.client, f"{channel}_channel").send(message)

    def pump_until(self, condition: Callable[[], bool], timeout: float, what: Callable[[], str]) -> None:
        """Receives messages until the condition holds.

        Raises:
            TookTooLong: It did not within `timeout` seconds, or the kernel's process ended.
        """
        client = self.client
        channels = [client.iopub_channel, client.shell_channel, client.stdin_channel, client.control_channel]
        poller = zmq.Poller()
        for channel in channels:
            poller.register(channel.socket, zmq.POLLIN)
        deadline = time.monotonic() + timeout
        while not condition():
            if poller.poll(POLL_MS):
                for channel in channels:
                    self._receive(channel)
            elif not self.is_alive:
                raise TookTooLong(f"the kernel ended while the test waited for {what()}")
            if time.monotonic() > deadline and not condition():
                raise TookTooLong(f"waited {timeout:g} s in vain for {what()}")

    def _receive(self, channel: Any) -> None:
        """Takes what is there on one channel, a bounded number at a time so that no channel starves."""
        for _ in range(100):
            try:
                message = channel.get_msg(timeout=0)
            except Empty:
                return
            self._route(message)

    def _route(self, message: dict[str, Any]) -> None:
        kind = message["msg_type"]
        request = self._requests.get(message["parent_header"].get("msg_id", ""))
        if request is None:
            if kind not in ("status", "iopub_welcome"):
                self.stray.append(message)
        elif kind == "status":
            request.idle = message["content"]["execution_state"] == "idle"
        elif kind == "input_request":
            self._answer(request, message["content"])
        elif kind.endswith("_reply"):
            request.reply = message["content"]
        else:
            request.published.append(message)

    def _answer(self, request: Request, content: dict[str, Any]) -> None:
        assert isinstance(request, Cell)
        request.questions.append(Question(content["prompt"], content["password"]))
        if request.answers:
            self.answer(request.answers.pop(0))

    def answer(self, value: str) -> None:
        """Answers a question that a cell has asked."""
        message = self.client.session.msg("input_reply", {"value": value, "status": "ok"})
        self.client.stdin_channel.send(message)
