"""A session: one kernel on one editor, with its own namespace, shell and output."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import secrets
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from IPython.core.error import StdinNotImplementedError, UsageError

from unity_kernel.editor import comms
from unity_kernel.editor.dispatcher import Job, Waiter
from unity_kernel.editor.execution import Execution
from unity_kernel.editor.magics import CellMagics
from unity_kernel.editor.outbox import Outbox, Send
from unity_kernel.editor.routing import Cell, current_cell, entered
from unity_kernel.editor.shell import EditorShell, text_of
from unity_kernel.editor.snapshot import Restored, Snapshot
from unity_kernel.editor.undo import stepwise
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire.messages import (
    Cancel,
    ClientCall,
    ClientReply,
    Comm,
    Complete,
    Execute,
    Failed,
    Inspect,
    Interrupt,
    Message,
    Notice,
    Print,
    Reply,
)

if TYPE_CHECKING:
    from unity_kernel.editor.editor import Editor
    from unity_kernel.wire.link import Link

__all__ = ["Session"]

CLIENT_ERRORS: dict[str, type[Exception]] = {
    "EOFError": EOFError,
    "StdinNotImplementedError": StdinNotImplementedError,
    "UsageError": UsageError,
}
LABEL_WIDTH = 60
LISTED = 12
"""Names that a line for the user lists at most."""
LAST_STEPS = 100
"""Steps of the loop in which a coroutine that was interrupted may tidy up before its names go."""


class Session:
    """What one kernel has in this editor.

    `handle` runs on the link's reader thread and only queues; everything else here runs on the main thread unless
    it says otherwise.

    Args:
        editor: Where it lives.
        name: The kernel's id for it.
        client: For people: which notebook or script.
        directory: Where the notebook lies; modules beside it can be imported.
        send: Sends a batch to the client.
        output_limit: Characters of output a cell may make; 0 for no limit.
        grace: Seconds that it waits for another kernel when its own has died.
        snapshot: Keeps its variables against the editor's crash.
        restore: Gives those that a crashed editor has left.

    Attributes:
        key: By which the kernel that follows a dead one knows the session for its predecessor's.
        process: That of a client process, which the editor has started; else 0.
        finishes: Whether its running job and its queue go on when its kernel has died.
        count: Number of its last cell.
        detached_since: When its kernel died (seconds, monotonic), or None.
    """

    def __init__(
        self,
        editor: Editor,
        name: str,
        client: str,
        directory: str,
        send: Send,
        output_limit: int,
        *,
        grace: float = 0.0,
        snapshot: Snapshot | None = None,
        restore: Callable[[], Restored | None] = lambda: None,
    ) -> None:
        self.name = name
        self.client = client
        self.key = ""
        self.grace = grace
        self.finishes = False
        self.count = 0
        self.detached_since: float | None = None
        self._notice = ""
        self._snapshot = snapshot
        self._restore = restore
        self._snapshot_due = False
        self._freed = False
        self._directory = directory
        self.since = time.time()
        self.process = 0
        self.link: Link | None = None
        self._editor = editor
        self._dispatcher = editor.dispatcher
        self._outbox = Outbox(send, output_limit, name, self._dispatcher.is_interrupted, keeps=grace > 0)
        self._calls: dict[int, Waiter] = {}
        # An answer to a session of before a reload must not pass for one to this: each counts from elsewhere.
        self._numbers = itertools.count(secrets.randbits(40))
        self._lock = threading.Lock()
        self._shell: EditorShell | None = None
        self._closed = False
        self._was_reset = False
        self._handlers: dict[type[Message], Callable[[Any], Message | None]] = {
            Execute: self._on_execute,
            Complete: self._on_complete,
            Inspect: self._on_inspect,
            Comm: self._on_comm,
            Interrupt: self._on_interrupt,
            Cancel: self._on_cancel,
            ClientReply: self._on_client_reply,
            Print: self._on_print,
        }

    @property
    def shell(self) -> EditorShell:
        """This session's IPython; made on first use, on the main thread."""
        if self._shell is None:
            self._shell = EditorShell(self, self._editor.namespace(self._directory))
            if self._directory and self._directory not in sys.path:
                sys.path.append(self._directory)
            CellMagics(self, self._editor.transfers).register(self._shell)
            self._bring_back(self._shell)
        return self._shell

    @property
    def helper(self) -> Any:
        """`unity`, as this session's cells have it."""
        return self.shell.initial["unity"]

    # --- any thread ---------------------------------------------------------------------------------------------

    @property
    def is_detached(self) -> bool:
        """Whether it waits for another kernel."""
        return self.detached_since is not None

    def jobs(self) -> list[str]:
        """The requests that run or wait."""
        running = self._dispatcher.current(self)
        names = [job.name for job in self._dispatcher.queued() if job.owner == self]
        return [running.name, *names] if running is not None else names

    def variables(self) -> int:
        """How many variables its cells have made."""
        shell = self._shell
        return len(shell.variables()) if shell is not None else 0

    def detach(self) -> None:
        """Its kernel has died: what waits for an answer ends; what runs ends as well, or goes on as configured."""
        self.detached_since = time.monotonic()
        self._end_calls("the client has gone; nobody can answer")
        if not self.finishes:
            self._dispatcher.drop(self)
            self._dispatcher.interrupt(self)

    def resume(self, send: Send, name: str, client: str) -> None:
        """Another kernel takes it over; the output that nobody has taken goes there."""
        self.detached_since = None
        self.name, self.client = name, client
        self._outbox.resume(send)

    def handle(self, message: Message) -> Message | None:
        """Serves a request of the client."""
        handler = self._handlers.get(type(message))
        if handler is None:
            return Failed("", "ProtocolError", f"a session cannot serve '{message.kind}'")
        return handler(message)

    def put(self, message: Message) -> None:
        """Queues a message for the client."""
        if self._dispatcher.on_main_thread() and current_cell() is not None:
            self._editor.logs.collect()
        self._outbox.put(message)
        self._dispatcher.checkpoint()

    def write(self, job: str, name: str, text: str) -> None:
        """Queues text for stdout or stderr."""
        if self._dispatcher.on_main_thread():
            self._editor.logs.collect()
        self._outbox.write(job, name, text)
        self._dispatcher.checkpoint()

    def ask(self, job: str, name: str, arguments: dict[str, Any]) -> Any:
        """Asks the client for something and waits, pumping this session's other jobs meanwhile.

        The wait has no time limit, as people answer it; an interrupt or the client's end ends it.

        Raises:
            EOFError, StdinNotImplementedError, UsageError: The client said so.
            UnityKernelError: The client failed, or has gone.
        """
        waiter = self._dispatcher.waiter()
        number = self._begin_call(waiter)
        self.put(ClientCall(job, number, name, arguments))
        try:
            return self._dispatcher.wait(waiter, self, f"the client's answer to '{name}'")
        finally:
            with self._lock:
                self._calls.pop(number, None)

    def call(self, name: str, arguments: dict[str, Any]) -> Waiter:
        """Asks the client for something and returns at once; the waiter gets the answer, or the error."""
        waiter = self._dispatcher.waiter()
        number = self._begin_call(waiter)
        self.put(ClientCall("", number, name, arguments))
        return waiter

    def _begin_call(self, waiter: Waiter) -> int:
        with self._lock:
            number = next(self._numbers)
            self._calls[number] = waiter
            if self._closed or self.is_detached:
                waiter.set(error=UnityKernelError("the client has gone; nobody can answer"))
        return number

    def _end_calls(self, reason: str) -> None:
        with self._lock:
            waiting = list(self._calls.values())
        for waiter in waiting:
            waiter.set(error=UnityKernelError(reason))

    def forget(self) -> None:
        """It ends as it should: nothing of it is to come back."""
        if self._snapshot is not None:
            self._snapshot.remove()
            self._snapshot = None

    def reset(self) -> None:
        """Ends what runs and frees the namespace; the next cell begins with a fresh one, and says so."""
        self._was_reset = True
        self._dispatcher.interrupt(self)
        self._dispatcher.submit(Job(self._free_behind, None, f"resetting session {self.name}"))

    async def _free_behind(self) -> None:
        """Frees the namespace once the cell that was interrupted has ended with it, or has refused to."""
        for _ in range(LAST_STEPS):
            if self._dispatcher.current(self) is None:
                break
            await asyncio.sleep(0)
        self.free()

    def close(self) -> None:
        """Ends the session: stops its running job, frees its namespace. Not on the main thread's time."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._end_calls("the client has gone; nobody can answer")
        self._editor.frames.drop(self)
        self._editor.events.drop(self)
        self._dispatcher.drop(self)
        self._dispatcher.interrupt(self)
        comms.manager().drop(self)
        try:
            self._dispatcher.submit(Job(self.free, None, f"ending session {self.name}"))
        except UnityKernelError:
            pass  # the editor itself is closing
        self._outbox.close()

    # --- requests: reader thread --------------------------------------------------------------------------------

    def _on_execute(self, message: Execute) -> None:
        first = next((line.strip() for line in message.code.splitlines() if line.strip()), "")
        self._submit(
            message.job,
            f"In[{message.execution_count}]: {first[:LABEL_WIDTH]}",
            lambda: self._execute(message),
            lambda: self._editor.undo.of_cell(message),
        )

    def _on_complete(self, message: Complete) -> None:
        self._submit(
            message.job, "completion", lambda: self.shell.completions(message.code, message.cursor_pos)
        )

    def _on_inspect(self, message: Inspect) -> None:
        self._submit(
            message.job,
            "inspection",
            lambda: self.shell.inspection(
                message.code, message.cursor_pos, message.detail_level, message.omit_sections
            ),
        )

    def _on_comm(self, message: Comm) -> None:
        def handle() -> dict[str, Any]:
            assert self.shell is not None  # widgets may call get_ipython()
            comms.manager().handle(message)
            return {"status": "ok"}

        self._submit(message.job, "widget message", handle, lambda: self._editor.undo.of_widget(message))

    def _on_interrupt(self, message: Interrupt) -> Message:
        return Reply("", {"interrupted": self._dispatcher.interrupt(self)})

    def _on_cancel(self, message: Cancel) -> Message:
        return Reply("", {"cancelled": self._dispatcher.cancel(message.job, self)})

    def _on_client_reply(self, message: ClientReply) -> None:
        with self._lock:
            waiter = self._calls.pop(message.call, None)
        if waiter is None:
            return
        if message.ename:
            kind = CLIENT_ERRORS.get(message.ename, UnityKernelError)
            waiter.set(error=kind(message.error))
        else:
            waiter.set(message.value)

    def _on_print(self, message: Print) -> None:
        self._editor.show(self.process, message.severity, message.text)

    def _submit(
        self,
        job: str,
        label: str,
        run: Callable[[], Any],
        step: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """Queues a request; `step` makes what it records in Undo one step."""
        cell = Cell(self, job)

        def call() -> Any:
            with entered(cell), step():
                try:
                    result = run()
                finally:
                    self._editor.logs.collect()
            return self._in_cell(cell, stepwise(result, step)) if inspect.iscoroutine(result) else result

        try:
            self._dispatcher.submit(Job(call, self, label, job, self._finished))
        except UnityKernelError as error:
            self.put(Failed(job, type(error).__name__, str(error)))

    # --- main thread --------------------------------------------------------------------------------------------

    def tell(self, text: str, *, always: bool = False, later: bool = False) -> None:
        """A line for the user, in the cell that awaits, else in the next one; a session without cells needs none."""
        if self._shell is None and not always:
            return
        running = self._dispatcher.current(self)
        if running is not None and not later:
            self.put(Notice(running.name, text))
        else:
            self._notice = f"{self._notice} {text}".lstrip()

    def thaw(self, seconds: float, lost: list[str]) -> None:
        """The domain has been reloaded."""
        if self._shell is not None and not self._freed:
            self._shell.refresh(self._editor.namespace(self._directory))
        kept = "the variables of its cells are gone" if self._freed else "variables are kept"
        self._freed, freed = False, self._freed
        text = f"The editor has reloaded its scripts ({seconds:.1f} s); {kept}."
        if lost:
            text += f" Not subscribed again: {'; '.join(lost)}."
        self.tell(text, always=freed)

    def _bring_back(self, shell: EditorShell) -> None:
        """Gives cells the variables that a crashed editor has left."""
        restored, self._restore = self._restore(), lambda: None
        if restored is None:
            return
        shell.user_ns.update(restored.values)
        text = f"From before the end, as of In[{restored.count}], came back: {_listed(restored.names)}."
        if restored.lost:
            lost = [f"{name} ({reason})" for name, reason in restored.lost.items()]
            text += f" Not: {_listed(lost)}."
        self.tell(text, later=True)

    def _take_snapshot(self) -> None:
        """A job of its own, after the reply: nobody waits for it."""
        self._snapshot_due = False
        if self._snapshot is not None and self._shell is not None:
            self._snapshot.take(self._shell.variables(), self.count)

    def free(self, *, reloading: bool = False) -> None:
        """Frees the namespace and all that it holds."""
        if self._shell is not None:
            self._shell.end()
            if reloading:
                comms.manager().drop(self)  # a widget's call-backs may hold what ends with the domain
            self._shell = None
            self._freed = reloading

    async def _in_cell(self, cell: Cell, steps: Coroutine[Any, Any, Any]) -> Any:
        """Runs a coroutine as part of the cell: its task's context, which lasts over every await, is the cell's."""
        with entered(cell):
            try:
                return await steps
            finally:
                self._editor.logs.collect()

    def _finished(self, job: Job) -> None:
        if job.error is None:
            self.put(Reply(job.name, job.result))
            return
        error = job.error
        if isinstance(error, KeyboardInterrupt):
            # While the shell was made, say: the traceback's lines would be ours, not the cell's.
            self.put(
                Failed(job.name, "KeyboardInterrupt", "interrupted before or after the cell's own lines")
            )
            return
        self.put(Failed(job.name, type(error).__name__, text_of(error), _traceback_lines(error)))

    def _execute(self, message: Execute) -> Any:
        if self._was_reset and not message.silent:
            self._was_reset = False
            self.put(Notice(message.job, "the editor's user has reset this kernel: its variables are gone."))
        shell = self.shell
        shell.number(message.execution_count)
        if not message.silent:
            self.count = message.execution_count
            if self._notice:
                self.put(Notice(message.job, self._notice))
                self._notice = ""
        return Execution(shell, message, lambda: self._cell_finished(message.job)).run()

    def _cell_finished(self, job: str) -> None:
        self._editor.progress.end_cell(job)
        if self._snapshot is not None and not self._snapshot_due:
            self._snapshot_due = True
            self._dispatcher.later(self._take_snapshot, self)


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:LISTED]) or "nothing"
    return f"{shown} and {len(names) - LISTED} more" if len(names) > LISTED else shown


def _traceback_lines(error: BaseException) -> list[str]:
    import traceback

    return traceback.format_exception(error)
