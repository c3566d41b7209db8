"""Running a notebook through the real kernel, and what comes of it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any, TextIO, cast

import nbformat
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from unity_kernel.cli.bundled import KERNEL_NAME, spec_for
from unity_kernel.cli.files import replace_text
from unity_kernel.cli.main import INTERRUPTED
from unity_kernel.cli.progress import Progress
from unity_kernel.cli.terminal import ANSI
from unity_kernel.errors import UnityKernelError

__all__ = ["CellRun", "Run", "explain", "is_code", "read", "run", "write"]

EXIT_CODES = {"passed": 0, "failed": 1, "died": 1, "no editor": 2, "interrupted": INTERRUPTED}
KERNEL_OPTIONS = [
    "--HistoryManager.hist_file=:memory:",  # nobody typed these cells; they do not belong in the user's history
    "--log-level=ERROR",  # ipykernel warns of plain TCP on the loopback, which nobody who runs this can change
]
LOOK_AGAIN = 0.2
"""Seconds between looks for a reply that came without a wake-up."""
NO_EDITOR = ("NoEditorError", "EditorStartError")


@dataclass(frozen=True, slots=True)
class CellRun:
    """One code cell that ran.

    Attributes:
        index: Its place among all cells of the notebook, from 0.
        source: Its code.
        seconds: How long it took.
        error: Its error as ename, evalue and traceback (without colours), or None.
    """

    index: int
    source: str
    seconds: float
    error: dict[str, Any] | None = None


@dataclass(slots=True)
class Run:
    """What came of a notebook's run.

    Attributes:
        total: How many code cells there are.
        cells: Those that ran to their end, in order.
        failure: The one whose error ended the run.
        interrupted: Whether Ctrl-C ended it.
        died: Whether the kernel's process ended before its time.
    """

    total: int
    cells: list[CellRun] = field(default_factory=list)
    failure: CellRun | None = None
    interrupted: bool = False
    died: bool = False

    @property
    def status(self) -> str:
        """passed, failed, no editor, interrupted or died."""
        if self.interrupted:
            return "interrupted"
        if self.failure is not None and self.failure.error is not None:
            return "no editor" if self.failure.error["ename"] in NO_EDITOR else "failed"
        return "died" if self.died else "passed"

    @property
    def exit_code(self) -> int:
        """The command's, by status."""
        return EXIT_CODES[self.status]


def read(path: Path) -> nbformat.NotebookNode:
    """Reads a notebook.

    Raises:
        UnityKernelError: It cannot be read.
    """
    try:
        return nbformat.read(path, as_version=4)
    except OSError as error:
        raise UnityKernelError(f"{path} cannot be read: {error.strerror or error}") from error
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, ValueError) as error:
        raise UnityKernelError(f"{path} is no notebook: {str(error).splitlines()[0]}") from error


def write(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Writes a notebook."""
    replace_text(path, nbformat.writes(notebook) + "\n")


def run(
    notebook: nbformat.NotebookNode,
    directory: Path,
    editor: str | None,
    progress: Progress | None = None,
    timeout: int | None = None,
) -> Run:
    """Runs all cells until one fails; the notebook holds their outputs afterwards, also when one does.

    Main thread; Ctrl-C interrupts the running cell, which ends the run, and a second one gives up on it.

    Args:
        notebook: Is changed in place.
        directory: The kernel's working directory.
        editor: For the kernel's UNITY_KERNEL_EDITOR; None leaves the environment's.
        progress: Is told of each cell.
        timeout: Seconds that each cell may take; None for no limit.

    Raises:
        UnityKernelError: The kernel does not start.
    """
    before = signal.getsignal(signal.SIGINT)
    try:
        return asyncio.run(_Runner(notebook, progress, timeout).run(directory, editor))
    finally:
        signal.signal(signal.SIGINT, before)


class _ThisKernel(AsyncKernelManager):
    """Starts our kernel in this Python, whatever Jupyter's folders hold, and also when they hold nothing."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """The bundled kernelspec."""
        return KernelSpec(resource_dir="", **spec_for(sys.executable))

    def client(self, **options: Any) -> Any:
        """A client whose shell channel is ours."""
        client = super().client(**options)
        client.shell_channel_class = _ShellChannel
        return client


class _ShellChannel(AsyncZMQSocketChannel):
    """Looks for replies again and again, as a wake-up can get lost.

    When a cell prints into an Output widget (`interact` has one), nbclient sends on the same socket past its asyncio
    wrapper, which may swallow the signal that a reply has come; nbclient then waits for ever
    (https://github.com/jupyter/nbclient/issues/312).
    """

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            left = LOOK_AGAIN if deadline is None else min(LOOK_AGAIN, deadline - time.monotonic())
            try:
                message: dict[str, Any] = await super().get_msg(max(0.0, left))
                return message
            except Empty:
                if deadline is not None and time.monotonic() >= deadline:
                    raise


class _Runner:
    """One run: nbclient's hooks, and what they find."""

    def __init__(
        self, notebook: nbformat.NotebookNode, progress: Progress | None, timeout: int | None
    ) -> None:
        self._result = Run(total=sum(1 for cell in notebook.cells if is_code(cell)))
        self._progress = progress
        self._began = 0.0
        self._running = (0, "")
        self._manager = _ThisKernel(kernel_name=KERNEL_NAME)
        self._client = NotebookClient(
            notebook,
            km=self._manager,
            extra_arguments=KERNEL_OPTIONS,
            timeout=timeout,
            on_cell_start=self._on_start,
            on_cell_execute=self._on_execute,
            on_cell_executed=self._on_executed,
        )

    async def run(self, directory: Path, editor: str | None) -> Run:
        """Runs the notebook."""
        self._loop = asyncio.get_running_loop()
        self._task = cast("asyncio.Task[Any]", asyncio.current_task())
        await self._start(directory, editor)
        try:
            # The manager is ours, so nbclient has to be asked to end its kernel.
            await self._client.async_execute(cleanup_kc=True)
        except CellExecutionError:
            self._result.failure = self._result.cells[-1]
        except CellTimeoutError as error:
            self._end("CellTimeoutError", str(error).splitlines()[0])
            self._result.failure = self._result.cells[-1]
        except DeadKernelError:
            self._result.died = True
        return self._result

    async def _start(self, directory: Path, editor: str | None) -> None:
        """Starts the kernel. Until it is there, Ctrl-C is asyncio's: it cancels this."""
        environment = dict(os.environ)
        if editor is not None:
            environment["UNITY_KERNEL_EDITOR"] = editor
        try:
            await self._client.async_start_new_kernel(cwd=str(directory), env=environment)
            await self._client.async_start_new_kernel_client()
        except RuntimeError as error:  # jupyter_client has no class of its own for this
            raise UnityKernelError(
                f"the kernel did not start: {error}. `unity-kernel doctor` looks for why"
            ) from error
        except asyncio.CancelledError:
            await self._manager.shutdown_kernel(now=True)
            raise

    # --- hooks, on the event loop -------------------------------------------------------------------------------------

    def _on_start(self, cell: nbformat.NotebookNode, cell_index: int) -> None:
        # By now nbclient has set a handler which would end the kernel, and lose the cell's error with it. Of the ways
        # to hear of Ctrl-C, signal.signal is the one that Windows has as well.
        with suppress(NotImplementedError):
            self._loop.remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, lambda number, frame: self._loop.call_soon_threadsafe(self._interrupt))

    def _interrupt(self) -> None:
        if self._result.interrupted:
            self._task.cancel()  # nbclient then ends the kernel
            return
        self._result.interrupted = True
        self._interrupting = self._loop.create_task(self._manager.interrupt_kernel())

    def _on_execute(self, cell: nbformat.NotebookNode, cell_index: int) -> None:
        self._running = (cell_index, cell.source)
        if self._progress is not None:
            self._progress.begin(cell.source)
        self._began = time.monotonic()

    def _on_executed(
        self, cell: nbformat.NotebookNode, cell_index: int, execute_reply: dict[str, Any]
    ) -> None:
        content = execute_reply["content"]
        if content["status"] == "error":
            self._end(content.get("ename", ""), content.get("evalue", ""), content.get("traceback", ()))
        else:
            self._end()

    def _end(self, ename: str = "", evalue: str = "", traceback: Sequence[str] = ()) -> None:
        """The running cell has ended, with an error or without."""
        seconds = time.monotonic() - self._began
        error = None
        if ename:
            lines = [ANSI.sub("", line) for line in traceback] or [f"{ename}: {evalue}"]
            error = {"ename": ename, "evalue": evalue, "traceback": lines}
        self._result.cells.append(CellRun(*self._running, seconds, error))
        if self._progress is not None:
            self._progress.end(seconds, failed=error is not None)


def explain(result: Run, stream: TextIO) -> None:
    """Writes what ended a run that did not pass: the cell, and its error."""
    failure = result.failure
    if failure is not None and failure.error is not None:
        stream.write(f"\nCell {failure.index + 1} of the notebook:\n\n")
        stream.writelines(f"    {line}\n" for line in failure.source.splitlines())
        stream.write("\n" + "\n".join(failure.error["traceback"]) + "\n")
    if result.interrupted:
        stream.write("\nunity-kernel: interrupted\n")
    elif result.died:
        stream.write("\nunity-kernel: the kernel's process ended; its output above may say why\n")


def is_code(cell: nbformat.NotebookNode) -> bool:
    """Whether a cell is sent to the kernel."""
    return cell.cell_type == "code" and bool(cell.source.strip())
