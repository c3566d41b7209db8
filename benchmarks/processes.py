"""The processes that are measured — kernels, editors, helpers — and the workbench that ends them all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import psutil
import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.session import Session

from benchmarks.scenes import write_project
from unity_kernel.wire.editor_file import EditorFile, directory

__all__ = ["IPYKERNEL", "OURS", "Cell", "Editor", "Kernel", "PeakMemory", "Workbench"]

IPYKERNEL = (sys.executable, "-m", "ipykernel_launcher")
OURS = (sys.executable, "-m", "unity_kernel.kernel")
START_TIMEOUT = 60.0
STOP_TIMEOUT = 10.0
RECONNECT_MS = 5
"""How often a socket knocks at a kernel that does not listen yet. ZeroMQ's own 100 ms would round every start up."""


@dataclass(slots=True)
class Cell:
    """What came of one cell, and when, in seconds since it was sent.

    Attributes:
        seconds: Until the idle status.
        first_text: Until the first text on stdout or stderr; None without any.
        reply: The execute_reply's content.
    """

    seconds: float = 0.0
    first_text: float | None = None
    reply: dict[str, Any] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text that arrived."""
        return "".join(self.texts)


class Kernel:
    """A kernel's process and its client: two plain sockets, read in one loop, the same for every kernel.

    Args:
        command: What starts it; the connection file is appended.
        folder: Working directory, and where the connection file goes.
        options: Further command-line options.
    """

    def __init__(self, command: Sequence[str], folder: Path, options: Sequence[str] = ()) -> None:
        handle, name = tempfile.mkstemp(dir=folder, prefix="kernel-", suffix=".json")
        os.close(handle)
        _, info = write_connection_file(name)
        self._session = Session(key=str(info["key"]).encode())
        self._context = zmq.Context()
        self._shell = self._socket(zmq.DEALER, info["shell_port"])
        self._control = self._socket(zmq.DEALER, info["control_port"])
        self._iopub = self._socket(zmq.SUB, info["iopub_port"])
        self._iopub.setsockopt(zmq.RCVHWM, 0)  # a client that reads late must not lose what it counts
        self._iopub.setsockopt(zmq.SUBSCRIBE, b"")
        self._log = Path(name).with_suffix(".log")
        self.started = time.perf_counter()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "-f", name, *options],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def first_result(self, code: str) -> float:
        """Sends a cell to a kernel that may still be starting; seconds from its start to the reply."""
        message = self._send("execute_request", _execute(code))
        _check(code, self._reply(message, START_TIMEOUT))
        return time.perf_counter() - self.started

    def wait_until_ready(self) -> Self:
        """Returns when the kernel answers and its output arrives."""
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            message = self._send("kernel_info_request", {})
            self._reply(message, START_TIMEOUT)
            while self._iopub.poll(200):
                if self._receive(self._iopub)["parent_header"].get("msg_id") == message:
                    self._drain()
                    return self
        raise TimeoutError(f"the kernel's output did not arrive within {START_TIMEOUT:g} s")

    def run(self, code: str, timeout: float = 120.0) -> Cell:
        """Runs a cell; the clock goes from before the request is made to the idle status that answers it.

        Raises:
            RuntimeError: The cell failed.
            TimeoutError: There was no idle status in time.
        """
        cell = Cell()
        deadline = time.monotonic() + timeout
        began = time.perf_counter()
        job = self._send("execute_request", _execute(code))
        while True:
            if not self._iopub.poll(1000):
                self._check_alive()
                if time.monotonic() > deadline:
                    raise TimeoutError(f"no idle status within {timeout:g} s of {code!r}")
                continue
            message = self._receive(self._iopub)
            if message["parent_header"].get("msg_id") != job:
                continue
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "stream":
                if cell.first_text is None:
                    cell.first_text = time.perf_counter() - began
                cell.texts.append(content["text"])
            elif kind == "status" and content["execution_state"] == "idle":
                cell.seconds = time.perf_counter() - began
                break
        cell.reply = self._reply(job, timeout)
        _check(code, cell.reply)
        return cell

    def complete(self, code: str) -> tuple[float, list[str]]:
        """Asks for completions at the end of the code; seconds to the reply, and the matches."""
        began = time.perf_counter()
        job = self._send("complete_request", {"code": code, "cursor_pos": len(code)})
        content = self._reply(job, 60.0)
        seconds = time.perf_counter() - began
        self._drain()
        return seconds, content["matches"]

    def close(self) -> None:
        """Shuts the kernel down; ends it if it does not."""
        if self._process.poll() is None:
            self._session.send(self._control, "shutdown_request", {"restart": False})
            _end(self._process)
        self._context.destroy(linger=0)

    def _socket(self, kind: int, port: int) -> zmq.Socket[bytes]:
        socket: zmq.Socket[bytes] = self._context.socket(kind)
        socket.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MS)
        socket.connect(f"tcp://127.0.0.1:{port}")
        return socket

    def _send(self, kind: str, content: dict[str, Any]) -> str:
        sent = self._session.send(self._shell, kind, content)
        assert sent is not None
        return str(sent["header"]["msg_id"])

    def _receive(self, socket: zmq.Socket[bytes]) -> dict[str, Any]:
        _, parts = self._session.feed_identities(socket.recv_multipart())
        message: dict[str, Any] = self._session.deserialize(parts)
        return message

    def _reply(self, job: str, timeout: float) -> dict[str, Any]:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if not self._shell.poll(1000):
                self._check_alive()
                continue
            message = self._receive(self._shell)
            if message["parent_header"].get("msg_id") == job:
                content: dict[str, Any] = message["content"]
                return content
        raise TimeoutError(f"no reply within {timeout:g} s")

    def _drain(self) -> None:
        """Throws away output that nobody waits for, so that it is not read on another cell's time."""
        while self._iopub.poll(0):
            self._iopub.recv_multipart()

    def _check_alive(self) -> None:
        if self._process.poll() is not None:
            raise RuntimeError(
                f"the kernel ended with exit code {self._process.returncode}:\n{tail(self._log)}"
            )


class Editor:
    """A headless editor's process, ready to serve.

    Args:
        project: The project to open.
        log: Where its log goes.

    Attributes:
        file: Its editor file.
        seconds: From the process's start to its word that it serves.
    """

    def __init__(self, project: Path, log: Path) -> None:
        command = [
            sys.executable,
            "-m",
            "unity_kernel.headless",
            str(project),
            "--announce",
            "--log",
            str(log),
        ]
        with log.open("wb") as errors:
            began = time.perf_counter()
            self._process = subprocess.Popen(
                command, cwd=project, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
            )
        assert self._process.stdout is not None
        with self._process.stdout as stdout:
            line = _read_line(self._process, stdout)
        self.seconds = time.perf_counter() - began
        try:
            self.file = EditorFile.read(directory() / f"{json.loads(line)['id']}.json")
        except (ValueError, KeyError) as error:
            self.close()
            raise RuntimeError(
                f"the editor did not start; it said {line!r}. Its log ends:\n{tail(log)}"
            ) from error

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def close(self) -> None:
        """Ends it."""
        self._process.terminate()
        _end(self._process)


class Child:
    """A helper of ours that answers each line with a line of JSON.

    Args:
        script: A file of this folder.
        arguments: Its arguments.
    """

    def __init__(self, script: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name(script)), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, request: object) -> Any:
        """Sends one request; returns the answer.

        Raises:
            RuntimeError: The helper ended.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        line = _read_line(self._process, self._process.stdout)
        if not line:
            raise RuntimeError(f"the helper ended with exit code {self._process.wait(STOP_TIMEOUT)}")
        return json.loads(line)

    def close(self) -> None:
        """Ends it: it does so by itself when its input ends."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # it may have ended before us
                pipe.close()
        _end(self._process)


class Workbench:
    """One benchmark's processes and files, in a private home; all gone when the block ends.

    Args:
        quick: Few repetitions and small data: whether it works, not how fast.
    """

    def __init__(self, quick: bool = False) -> None:
        self.quick = quick
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        # A Unix socket's path is limited to about a hundred bytes, so the name is short.
        self.folder = Path(tempfile.mkdtemp(prefix="ukb-"))
        self._stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        settings = {
            "UNITY_KERNEL_HOME": str(self.folder / "home"),
            "IPYTHONDIR": str(self.folder / "ipython"),
            "JPY_PARENT_PID": str(os.getpid()),  # kernels end with this process, however that ends
            "UNITY_KERNEL_EDITOR": None,
            "JPY_SESSION_NAME": None,
            "PYTHONSTARTUP": None,
        }
        self._stack.enter_context(_environment(settings))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def count(self, full: int, quick: int) -> int:
        """A number of repetitions, or a size."""
        return quick if self.quick else full

    def project(self, objects: int = 100) -> Path:
        """A fresh project with that many GameObjects."""
        return write_project(Path(tempfile.mkdtemp(dir=self.folder, prefix="project-")), objects)

    def editor(self, project: Path) -> Editor:
        """A headless editor that serves that project."""
        editor = Editor(project, project / "editor.log")
        self._stack.callback(editor.close)
        return editor

    def unity(self, editor: Editor, options: Sequence[str] = ()) -> Kernel:
        """A kernel of ours that is connected to that editor."""
        kernel = self.spawn(OURS, editor, options).wait_until_ready()
        kernel.run("None")  # connects
        return kernel

    def ipykernel(self) -> Kernel:
        """A plain ipykernel of the same interpreter."""
        return self.spawn(IPYKERNEL).wait_until_ready()

    def spawn(
        self, command: Sequence[str], editor: Editor | None = None, options: Sequence[str] = ()
    ) -> Kernel:
        """A kernel that has just been started."""
        with _environment({"UNITY_KERNEL_EDITOR": editor.file.id if editor is not None else None}):
            kernel = Kernel(command, self.folder, options)
        self._stack.callback(kernel.close)
        return kernel

    def child(self, script: str, *arguments: str) -> Child:
        """A helper process from this folder."""
        child = Child(script, *arguments)
        self._stack.callback(child.close)
        return child


class PeakMemory:
    """How much some processes' resident memory grows, at most, while the block runs; looks every 10 ms.

    Attributes:
        before: By process, bytes at the start.
        growth: By process, bytes above that at the highest.
    """

    def __init__(self, *pids: int) -> None:
        self._processes = [psutil.Process(pid) for pid in pids]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="peak-memory", daemon=True)
        self.before: dict[int, int] = {}
        self.growth: dict[int, int] = {}

    def __enter__(self) -> Self:
        self.before = {process.pid: process.memory_info().rss for process in self._processes}
        self.growth = dict.fromkeys(self.before, 0)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.01):
            for process in self._processes:
                grown = process.memory_info().rss - self.before[process.pid]
                self.growth[process.pid] = max(self.growth[process.pid], grown)


def tail(log: Path, lines: int = 10) -> str:
    """The end of a log file."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _execute(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "silent": False,
        "store_history": True,
        "user_expressions": {},
        "allow_stdin": False,
        "stop_on_error": True,
    }


def _check(code: str, reply: dict[str, Any]) -> None:
    if reply["status"] != "ok":
        raise RuntimeError(f"the cell {code!r} failed: {reply.get('ename')}: {reply.get('evalue')}")


def _read_line(process: subprocess.Popen[bytes], stdout: IO[bytes]) -> bytes:
    """A line that a process writes; it is killed when it does not, so that the line comes out empty."""
    watch = threading.Timer(START_TIMEOUT, process.kill)
    watch.start()
    try:
        return stdout.readline()
    finally:
        watch.cancel()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Waits for a process that was told to end; kills it if it does not."""
    try:
        process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _environment(settings: Mapping[str, str | None]) -> Iterator[None]:
    """Sets (None: unsets) variables while the block runs."""
    before = {name: os.environ.get(name) for name in settings}
    _apply(settings)
    try:
        yield
    finally:
        _apply(before)


def _apply(settings: Mapping[str, str | None]) -> None:
    for name, value in settings.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
