"""Which cell is running here: routes the process-wide things (stdout, input, displays) to its session.

Several kernels share one editor process, so whatever Python has once per process — `sys.stdout`, `input`,
`sys.displayhook`, IPython's shell singleton — is replaced once by something that asks a context variable. That is
right also for coroutines and callbacks (asyncio copies contexts) and for threads that a cell starts (the thread
remembers its cell). Code that belongs to no cell gets the original.
"""

from __future__ import annotations

import builtins
import getpass
import io
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from IPython.core.interactiveshell import InteractiveShell

__all__ = ["Cell", "Routes", "current_cell", "entered", "threads_of_cells"]


class Owner(Protocol):
    """What a session offers to the routes."""

    @property
    def shell(self) -> Any:
        """The session's IPython."""

    def write(self, job: str, name: str, text: str) -> None:
        """Takes text for stdout or stderr; any thread."""

    def ask(self, job: str, name: str, arguments: dict[str, Any]) -> Any:
        """Asks the client; main thread only."""


class Cell:
    """A running (or finished) request of a session: where output goes."""

    __slots__ = ("job", "session")

    def __init__(self, session: Owner, job: str) -> None:
        self.session = session
        self.job = job


_cell: ContextVar[Cell | None] = ContextVar("unity_kernel_cell", default=None)
_THREAD_ATTRIBUTE = "_unity_kernel_cell"


def current_cell() -> Cell | None:
    """The cell on whose behalf the caller runs, or None."""
    cell = _cell.get()
    if cell is None:
        cell = getattr(threading.current_thread(), _THREAD_ATTRIBUTE, None)
    return cell


def threads_of_cells() -> list[threading.Thread]:
    """The running threads that cells have started."""
    return [
        thread for thread in threading.enumerate() if getattr(thread, _THREAD_ATTRIBUTE, None) is not None
    ]


@contextmanager
def entered(cell: Cell) -> Iterator[None]:
    """Runs the block as part of the cell."""
    token = _cell.set(cell)
    try:
        yield
    finally:
        _cell.reset(token)


class RoutedStream(io.TextIOBase):
    """stdout or stderr: the cell's, else the process's own."""

    def __init__(self, name: str, original: Any) -> None:
        self._name = name
        self._original = original

    @property
    def name(self) -> str:
        return f"<{self._name}>"

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "surrogatepass"

    def write(self, text: str) -> int:
        cell = _cell.get() or current_cell()
        if cell is None:
            return int(self._original.write(text) or 0) if self._original is not None else len(text)
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        cell.session.write(cell.job, self._name, text)
        return len(text)

    def flush(self) -> None:
        if self._original is not None and current_cell() is None:
            self._original.flush()

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        # Subprocesses given this stream write to the process's own output, as under ipykernel.
        if self._original is None:
            raise io.UnsupportedOperation("fileno")
        return int(self._original.fileno())


class Routes:
    """Installs the routes into the process, and takes them out again."""

    def __init__(self) -> None:
        self._restore: list[Callable[[], None]] = []

    def install(self) -> None:
        """Replaces streams, input, display hook, IPython's singleton and `Thread.start`."""
        original_input, original_getpass = builtins.input, getpass.getpass
        original_hook, original_start = sys.displayhook, threading.Thread.start

        def routed_input(prompt: object = "", /) -> str:
            return _ask("input", {"prompt": str(prompt)}, lambda: original_input(prompt))

        def routed_getpass(prompt: str = "Password: ", stream: Any = None, **options: Any) -> str:
            return _ask("getpass", {"prompt": prompt}, lambda: original_getpass(prompt, stream, **options))

        def routed_hook(value: object) -> None:
            cell = current_cell()
            (original_hook if cell is None else cell.session.shell.displayhook)(value)

        def start(thread: threading.Thread) -> None:
            thread.__dict__[_THREAD_ATTRIBUTE] = current_cell()
            original_start(thread)

        def instance(cls: type[InteractiveShell], *args: Any, **kwargs: Any) -> InteractiveShell:
            cell = current_cell()
            if cell is None:
                raise RuntimeError("no cell is running here, so there is no IPython shell")
            return cell.session.shell

        self._set(sys, "stdout", RoutedStream("stdout", sys.stdout))
        self._set(sys, "stderr", RoutedStream("stderr", sys.stderr))
        self._set(sys, "displayhook", routed_hook)
        self._set(builtins, "input", routed_input)
        self._set(getpass, "getpass", routed_getpass)
        self._set(threading.Thread, "start", start)
        self._set(InteractiveShell, "instance", classmethod(instance))
        self._set(InteractiveShell, "initialized", classmethod(lambda cls: current_cell() is not None))

    def uninstall(self) -> None:
        """Puts the originals back."""
        while self._restore:
            self._restore.pop()()

    def _set(self, target: Any, name: str, value: object) -> None:
        had = name in vars(target)
        old = vars(target).get(name)
        setattr(target, name, value)

        def restore() -> None:
            if had:
                setattr(target, name, old)
            else:
                delattr(target, name)

        self._restore.append(restore)


def _ask(name: str, arguments: dict[str, Any], original: Callable[[], str]) -> str:
    cell = current_cell()
    if cell is None:
        return original()
    sys.stdout.flush()
    return str(cell.session.ask(cell.job, name, arguments))
