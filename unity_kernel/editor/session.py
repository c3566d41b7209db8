"""A session: one kernel on one editor, with its own namespace, shell and output."""

from __future__ import annotations

import inspect
import itertools
import secrets
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from IPython.core.error import StdinNotImplementedError, UsageError

from unity_kernel.editor import comms
from unity_kernel.editor.dispatcher import Job, Waiter
from unity_kernel.editor.outbox import Outbox, Send
from unity_kernel.editor.routing import Cell, current_cell, entered
from unity_kernel.editor.shell import EditorShell, text_of
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire import bulk
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
    """

    def __init__(
        self, editor: Editor, name: str, client: str, directory: str, send: Send, output_limit: int
    ) -> None:
        self.name = name
        self.client = client
        self._directory = directory
        self.since = time.time()
        self.process = 0
        self.link: Link | None = None
        self._editor = editor
        self._dispatcher = editor.dispatcher
        self._outbox = Outbox(send, output_limit, name, self._dispatcher.is_interrupted)
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
            for magic in (self._pull, self._push, self._unity):
                self._shell.register_magic_function(magic, "line", magic.__name__.strip("_"))
            self._shell.register_magic_function(self._local, "cell", "local")
        return self._shell

    # --- any thread ---------------------------------------------------------------------------------------------

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
            if self._closed:
                waiter.set(error=UnityKernelError("the client has gone; nobody can answer"))
        return number

    def reset(self) -> None:
        """Ends what runs and frees the namespace; the next cell begins with a fresh one, and says so."""
        self._was_reset = True
        self._dispatcher.interrupt(self)
        self._dispatcher.submit(Job(self.free, None, f"resetting session {self.name}"))

    def close(self) -> None:
        """Ends the session: stops its running job, frees its namespace. Not on the main thread's time."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            waiting = list(self._calls.values())
        for waiter in waiting:
            waiter.set(error=UnityKernelError("the client has gone; nobody can answer"))
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

        self._submit(message.job, "widget message", handle)

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

    def _submit(self, job: str, label: str, run: Callable[[], Any]) -> None:
        cell = Cell(self, job)

        def call() -> Any:
            with entered(cell):
                try:
                    result = run()
                finally:
                    self._editor.logs.collect()
            return self._in_cell(cell, result) if inspect.iscoroutine(result) else result

        try:
            self._dispatcher.submit(Job(call, self, label, job, self._finished))
        except UnityKernelError as error:
            self.put(Failed(job, type(error).__name__, str(error)))

    # --- main thread --------------------------------------------------------------------------------------------

    def free(self) -> None:
        """Frees the namespace and all that it holds."""
        if self._shell is not None:
            self._shell.end()
            self._shell = None

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
        shell.last_traceback = None
        shell.prepare_inline_figures()
        transformed, problem = message.code, None
        try:
            transformed = shell.transform_cell(message.code)
        except Exception:
            problem = sys.exc_info()
        steps = shell.run_cell_async(
            message.code,
            store_history=message.store_history,
            silent=message.silent,
            transformed_cell=transformed,
            preprocessing_exc_tuple=problem,
            cell_id=message.cell_id,
        )
        awaits = "await" in transformed or "async" in transformed
        if awaits and shell.should_run_async(
            message.code, transformed_cell=transformed, preprocessing_exc_tuple=problem
        ):
            return self._finish_async(message, steps)
        main = sys.modules.get("__main__")
        sys.modules["__main__"] = shell.user_module
        result = None
        try:
            steps.send(None)
            steps.close()
            raise RuntimeError("IPython suspended a cell that does not await")
        except StopIteration as end:
            result = end.value
        except KeyboardInterrupt:
            shell.showtraceback()
        finally:
            if main is not None:
                sys.modules["__main__"] = main
            self._after(message, result)
        return self._reply(message, result)

    async def _finish_async(self, message: Execute, steps: Coroutine[Any, Any, Any]) -> dict[str, Any]:
        result = None
        try:
            result = await steps
        except KeyboardInterrupt:
            self.shell.showtraceback()
        finally:
            self._after(message, result)
        return self._reply(message, result)

    def _after(self, message: Execute, result: Any) -> None:
        self.shell.events.trigger("post_execute")
        if not message.silent:
            self.shell.events.trigger("post_run_cell", result)

    def _reply(self, message: Execute, result: Any) -> dict[str, Any]:
        """The content of the execute_reply."""
        shell = self.shell
        content: dict[str, Any] = {
            "status": "ok",
            "execution_count": message.execution_count,
            "payload": shell.take_payloads(),
            "user_expressions": {},
        }
        error = (
            result.error_before_exec or result.error_in_exec if result is not None else KeyboardInterrupt()
        )
        if error is None and shell.last_traceback is None:
            content["user_expressions"] = shell.user_expressions(message.user_expressions)
            return content
        content["status"] = "error"
        content["ename"] = type(error).__name__ if error is not None else "DisplayError"
        content["evalue"] = text_of(error) if error is not None else "the value could not be displayed"
        content["traceback"] = shell.last_traceback or [f"{content['ename']}: {content['evalue']}"]
        return content

    # --- magics -------------------------------------------------------------------------------------------------

    def _pull(self, line: str) -> None:
        """%pull NAME [NAME ...]: copies values from the editor into the kernel's own namespace (`%%local`)."""
        for name in _names(line, "pull"):
            if name not in self.shell.user_ns:
                raise UsageError(f"%pull: there is no {name!r} in the editor")
            try:
                buffers = bulk.dump(self.shell.user_ns[name])
            except Exception as error:
                raise UsageError(
                    f"%pull: {name} cannot be copied: {type(error).__name__}: {text_of(error)}. "
                    "Unity's objects stay in the editor; pull numbers, text, arrays or tables made from them."
                ) from error
            ticket = self._editor.transfers.offer(buffers)
            try:
                self._ask_from_magic("pull", {"name": name, "ticket": ticket})
            finally:
                self._editor.transfers.take(ticket)

    def _push(self, line: str) -> None:
        """%push NAME [NAME ...]: copies values from the kernel's own namespace (`%%local`) into the editor."""
        for name in _names(line, "push"):
            ticket = self._editor.transfers.expect()
            try:
                self._ask_from_magic("push", {"name": name, "ticket": ticket})
            finally:
                buffers = self._editor.transfers.take(ticket)
            try:
                self.shell.user_ns[name] = bulk.load(buffers)
            except Exception as error:
                raise UsageError(
                    f"%push: {name} cannot be rebuilt in the editor: {type(error).__name__}: {text_of(error)}. "
                    "Its class must be importable here; a class defined in a %%local cell is not."
                ) from error

    def _unity(self, line: str) -> None:
        """%unity status|list|use NAME|logs [LEVEL]: see and choose editors (runs in the kernel)."""
        self._ask_from_magic("unity", {"line": line})

    def _local(self, line: str, cell: str) -> None:
        """%%local: runs the cell in the kernel's own process, beside the editor (first line of a cell only)."""
        raise UsageError(
            "%%local: put it on the first line of the cell; what follows then runs in the kernel"
        )

    def _ask_from_magic(self, name: str, arguments: dict[str, Any]) -> Any:
        cell = current_cell()
        return self.ask(cell.job if cell else "", name, arguments)


def _names(line: str, magic: str) -> list[str]:
    names = line.replace(",", " ").split()
    if not names or not all(name.isidentifier() for name in names):
        raise UsageError(f"%{magic} takes names of variables: %{magic} data table")
    return names


def _traceback_lines(error: BaseException) -> list[str]:
    import traceback

    return traceback.format_exception(error)
