"""The kernel: every cell is one job in the editor, unless it begins with `%%local`."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from ipykernel.ipkernel import IPythonKernel
from IPython.core.error import UsageError

from unity_kernel._version import __version__
from unity_kernel.client.control import Control
from unity_kernel.errors import EditorGone, EditorReloading, NotSent, RemoteError, UnityKernelError
from unity_kernel.kernel import stdin
from unity_kernel.kernel.answers import Answers
from unity_kernel.kernel.bridge import Bridge
from unity_kernel.kernel.comms import EditorComms
from unity_kernel.kernel.firstlines import LOCAL, UNITY_LINES, blank, without_local
from unity_kernel.kernel.forwarding import SignalForwarding
from unity_kernel.kernel.magics import OF_THE_EDITOR, UnityMagic, resume
from unity_kernel.kernel.options import KernelOptions
from unity_kernel.kernel.packing import tolerant
from unity_kernel.kernel.relay import Relay
from unity_kernel.kernel.watch import Watch, still_running
from unity_kernel.wire import system
from unity_kernel.wire.messages import (
    ClientCall,
    ClientReply,
    Complete,
    Execute,
    Inspect,
    Interrupt,
)

__all__ = ["UnityKernel"]

ASSIST_TIMEOUT = 3.0
"""Seconds that completion and inspection wait for a busy editor; people do not wait longer."""


class UnityKernel(KernelOptions, IPythonKernel):
    """Forwards cells to an editor; its own IPython runs `%%local` cells."""

    implementation = "unity-kernel"
    implementation_version = __version__
    banner = (
        f"unity-kernel {__version__}: cells run in the Unity Editor.\n"
        "UnityEngine, UnityEditor and unity are there without an import; %unity help, %%local, %pull, %push.\n"
    )

    # ipykernel sleeps 0.5 ms after each cell, hoping that its output gets out before the reply. Here output and
    # idle status go through one queue to iopub, so their order is certain.
    _execute_sleep = 0.0

    _supports_kernel_subshells = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session.pack = tolerant(self.session.pack)
        unity_links = [{"text": "Unity Scripting API", "url": "https://docs.unity3d.com/ScriptReference/"}]
        self.help_links = unity_links + IPythonKernel.help_links.default_args[0]
        self.shell.input_transformers_cleanup.insert(0, without_local)
        self._relay = Relay(self._publish, self._on_call)
        self._bridge = Bridge(self._connection_file(), Path.cwd(), self._relay.handle, self._relay.flush)
        self._stalls = Watch(self._relay)
        self._magic = UnityMagic(self._bridge)
        self._answers = Answers(self, self._relay, self._magic)
        self._running = ""
        self._running_local = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._comms = EditorComms(self, self._bridge, self._relay)
        for kind in ("comm_open", "comm_msg", "comm_close"):
            self.shell_handlers[kind] = self._comms.handler(kind, self.shell_handlers[kind])

    def start(self) -> None:
        """Begins to serve; runs on the main thread, whose loop later carries the cells."""
        super().start()
        # For a %%local cell that awaits, ipykernel asks its subshells' thread, which we do not have, where it runs.
        self.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
        self._loop = self.io_loop.asyncio_loop
        self._configure()
        self._loop.run_in_executor(None, self._adopt_early)

    async def dispatch_shell(self, msg: Any, /, *arguments: Any, **options: Any) -> None:
        """Serves a request. Widget messages that come while another is served are not waited for.

        ipykernel notes which request is served, waits for the widget message, and puts the note back: if meanwhile
        the other has ended and a next one begun, that one's "idle" would go to the other, and its cell never end.
        """
        if not options.get("concurrent"):
            await super().dispatch_shell(msg, *arguments, **options)
            return
        task = asyncio.create_task(
            super().dispatch_shell(msg, *arguments, **options), context=contextvars.copy_context()
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.sleep(0)  # it has begun: its message is under way, in its place

    # --- cells --------------------------------------------------------------------------------------------------

    async def do_execute(
        self,
        code: str,
        silent: bool,
        store_history: bool = True,
        user_expressions: dict[str, str] | None = None,
        allow_stdin: bool = False,
        *,
        cell_meta: dict[str, Any] | None = None,
        cell_id: str | None = None,
    ) -> dict[str, Any]:
        """Runs a cell in the editor, or here when it begins with %%local; returns the execute_reply's content."""
        local = LOCAL.match(code)
        if local:
            return await self._execute_local(
                code, silent, store_history, user_expressions, allow_stdin, cell_id
            )
        parent = self.get_parent("shell")
        job = parent["header"]["msg_id"]
        self._relay.remember(job, parent)
        self._answers.begin(job, allow_stdin, self._parent_ident["shell"])
        count = self.execution_count
        if store_history and not silent:
            # As in a terminal, a cell that fails counts as well.
            self.shell.history_manager.store_inputs(count, code)
            self.shell.execution_count += 1
        self._running = job
        try:
            content = await self._execute(
                job, code, silent, store_history, user_expressions, allow_stdin, cell_id, count
            )
        finally:
            self._relay.finish(job)
            self._running = ""
            self._answers.end(job)
        return {**content, "execution_count": count}

    async def _execute(
        self,
        job: str,
        code: str,
        silent: bool,
        store_history: bool,
        user_expressions: dict[str, str] | None,
        allow_stdin: bool,
        cell_id: str | None,
        count: int,
    ) -> dict[str, Any]:
        done: dict[str, Any] = {"status": "ok", "payload": [], "user_expressions": {}}
        try:
            lines = UNITY_LINES.match(code)
            if lines:
                for number, line in enumerate(lines[0].split("\n")):
                    command = line.strip().removeprefix("%unity").strip()
                    if command in OF_THE_EDITOR:
                        ask = Execute(f"{job}/{number}", f"await unity.{command}()", True, False)
                        self._relay.remember(ask.job, self._relay.parent(job))
                        failed = await self._send(ask)
                        if failed["status"] == "error":
                            return self._failed(
                                job, failed["ename"], failed["evalue"], failed["traceback"], silent=silent
                            )
                    elif command == "resume":
                        self._configure()
                        count = await resume(self._bridge, self._relay, job)
                        self.shell.execution_count = max(self.shell.execution_count, count + 1)
                    elif line.strip():
                        self._relay.line(job, await asyncio.to_thread(self._magic.run, command))
                code = blank(lines[0], code[lines.end() :])
            if not code.strip() and not user_expressions:
                return done
            cell = Execute(
                job, code, silent, store_history, user_expressions or {}, allow_stdin, count, cell_id
            )
            while True:
                try:
                    return await self._send(cell)
                except (EditorReloading, NotSent):
                    pass
                except RemoteError as error:
                    if error.ename != "EditorClosing":
                        raise
                # The editor was on its way out and did not begin with the cell, so it may run in another, or in the
                # same one when it has reloaded; which may be about to reload again.
                await asyncio.to_thread(self._bridge.let_go)
        except UsageError as error:
            return self._failed(job, "UsageError", str(error), silent=silent)
        except EditorGone:
            gone = await asyncio.to_thread(self._bridge.gone)
            return self._failed(job, "EditorGone", str(gone), silent=silent)
        except RemoteError as error:
            if error.ename == "CellInterrupted":
                return self._failed(job, "KeyboardInterrupt", error.evalue, silent=silent)
            return self._failed(job, error.ename, error.evalue, error.traceback, silent=silent)
        except UnityKernelError as error:
            return self._failed(job, type(error).__name__, str(error), silent=silent)
        except Exception as error:  # a cell without a reply would look as if it ran for ever
            self.log.exception("the kernel itself failed")
            text = f"unity-kernel itself failed: {type(error).__name__}: {error}. The kernel's log has the details."
            return self._failed(job, "UnityKernelError", text, silent=silent)

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """After an error, aborts every cell that waits already.

        Without subshells ipykernel stops aborting after the next one. The lock that cells wait for is fair, so
        whoever asks for it now gets it after all that wait.
        """
        self._aborting = True
        self.shell_stream.flush()

        async def resume() -> None:
            if self.stop_on_error_timeout:
                await asyncio.sleep(self.stop_on_error_timeout)
            async with self._main_asyncio_lock:
                self._aborting = False

        self._keep(self._loop.create_task(resume()))

    async def _send(self, cell: Execute) -> dict[str, Any]:
        """Has the editor run a cell; returns the reply's content."""
        try:
            control = await self._connected()
        finally:
            for notice in self._bridge.take_notices():
                self._relay.line(cell.job, f"[unity-kernel] {notice}")
        with self._forwarding_signals(control):
            reply = await self._stalls.over(control, cell.job, control.request(cell))
        return reply.content

    async def _execute_local(
        self,
        code: str,
        silent: bool,
        store_history: bool,
        user_expressions: dict[str, str] | None,
        allow_stdin: bool,
        cell_id: str | None,
    ) -> dict[str, Any]:
        self._running_local = True
        try:
            return cast(
                dict[str, Any],
                await super().do_execute(
                    code, silent, store_history, user_expressions, allow_stdin, cell_id=cell_id
                ),
            )
        finally:
            self._running_local = False

    async def _connected(self) -> Control:
        """The open connection; what had to be done to get it, the next cell says."""
        control = self._bridge.control
        if control is None:
            self._configure()
            control = await asyncio.to_thread(self._bridge.ensure)
        return control

    def _failed(
        self, job: str, ename: str, evalue: str, traceback: list[str] | None = None, *, silent: bool = False
    ) -> dict[str, Any]:
        """Shows an error of our own in the cell; returns the reply's content."""
        lines = traceback or [f"\x1b[31m{ename}\x1b[39m: {evalue}"]
        error = {"ename": ename, "evalue": evalue, "traceback": lines}
        if not silent:
            self._publish("error", error, self._relay.parent(job))
        return {"status": "error", **error, "payload": [], "user_expressions": {}}

    # --- what the editor asks of the kernel ---------------------------------------------------------------------

    def _on_call(self, call: ClientCall) -> None:
        """Reader thread: answers on a worker, as people and transfers take their time."""
        self._loop.call_soon_threadsafe(self._begin_answer, call)

    def _begin_answer(self, call: ClientCall) -> None:
        self._keep(self._loop.create_task(self._answer(call)))

    def _keep(self, task: asyncio.Task[None]) -> None:
        """The loop itself holds tasks only weakly."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, call: ClientCall) -> None:
        control = self._bridge.control
        if control is None:
            return
        reply = ClientReply(call.call)
        try:
            reply.value = await asyncio.to_thread(self._answers.serve, control, call)
        except stdin.Cancelled:
            return
        except Exception as error:
            reply.ename, reply.error = type(error).__name__, str(error)
        try:
            control.send(reply)
        except EditorGone:
            pass  # the cell that asked has ended with it

    # --- interrupt and end --------------------------------------------------------------------------------------

    async def interrupt_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """Stops the running cell, in the editor or here. Runs on the control thread."""
        control = self._bridge.control
        if self._running_local:
            system.wake_main_thread_calls(cast(int, threading.main_thread().ident))
            # For a cell that awaits, ipykernel's handler queues a cancellation without waking the loop.
            self._loop.call_soon_threadsafe(lambda: None)
        elif control is not None:
            job = self._running
            try:
                if not await asyncio.to_thread(control.interrupt) and job:
                    await asyncio.to_thread(control.cancel, job)
            except UnityKernelError as error:
                self.log.warning("interrupt: %s", error)
            if job:
                loop = asyncio.get_running_loop()
                loop.call_later(
                    self.interrupt_patience, lambda: loop.create_task(self._still_running(job, control))
                )
        self.session.send(stream, "interrupt_reply", {"status": "ok"}, parent, ident=ident)

    async def _still_running(self, job: str, control: Control) -> None:
        if self._running != job:
            return
        try:
            status = await asyncio.to_thread(control.status)
        except UnityKernelError:
            status = None
        if self._running == job:
            text = still_running(status, self.interrupt_patience)
            self._relay.line(job, f"[unity-kernel] {text}", "stderr")

    def _forwarding_signals(self, control: Control) -> SignalForwarding:
        """While a cell runs in the editor, a SIGINT to the kernel (front ends that use signals) goes there."""

        def forward(number: int, frame: object) -> None:
            try:
                control.send(Interrupt())
            except EditorGone:
                pass  # the cell ends by itself

        return SignalForwarding(forward)

    async def do_shutdown(self, restart: bool) -> dict[str, Any]:
        """Ends the session; the embedded editor too, unless the kernel restarts."""
        await asyncio.to_thread(self._bridge.close, keep_embedded=restart)
        return {"status": "ok", "restart": restart}

    def _process_children(self) -> list[Any]:
        """Ipykernel ends all children at a shutdown; the embedded editor has its own way out."""
        return [child for child in super()._process_children() if not self._bridge.is_mine(child.pid)]

    # --- help while typing --------------------------------------------------------------------------------------

    async def do_complete(self, code: str, cursor_pos: int | None) -> dict[str, Any]:
        """Completes on the editor's live objects; in a %%local cell on the kernel's."""
        cursor = len(code) if cursor_pos is None else cursor_pos
        if LOCAL.match(code):
            return cast(dict[str, Any], super().do_complete(code, cursor))
        nothing = {
            "status": "ok",
            "matches": [],
            "cursor_start": cursor,
            "cursor_end": cursor,
            "metadata": {},
        }
        return await self._assist(lambda job: Complete(job, code, cursor), nothing)

    async def do_inspect(
        self, code: str, cursor_pos: int, detail_level: int = 0, omit_sections: Any = ()
    ) -> dict[str, Any]:
        """Describes the editor's object under the cursor; in a %%local cell the kernel's."""
        if LOCAL.match(code):
            return cast(dict[str, Any], super().do_inspect(code, cursor_pos, detail_level, omit_sections))
        nothing = {"status": "ok", "found": False, "data": {}, "metadata": {}}
        return await self._assist(
            lambda job: Inspect(job, code, cursor_pos, detail_level, list(omit_sections)), nothing
        )

    async def _assist(self, message: Callable[[str], Any], nothing: dict[str, Any]) -> dict[str, Any]:
        """A request that gives nothing rather than an error, and does not outlast people's patience."""
        try:
            control = await self._connected()
            job = control.new_job()
            self._relay.remember(job, self.get_parent("shell"))
            reply = asyncio.wrap_future(control.request(message(job)))
            try:
                return (await asyncio.wait_for(reply, ASSIST_TIMEOUT)).content
            except TimeoutError:
                await asyncio.to_thread(control.cancel, job)
                return nothing
        except UnityKernelError as error:
            self.log.info("no completion or inspection: %s", error)
            return nothing

    async def comm_info_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """Lists the open comms, the kernel's and the editor's."""
        found = self._comms.list(parent["content"].get("target_name"))
        self.session.send(stream, "comm_info_reply", {"comms": found, "status": "ok"}, parent, ident)

    # --- inside -------------------------------------------------------------------------------------------------

    @property
    def kernel_info(self) -> dict[str, Any]:
        """Without the debugger, which would stop the kernel's process and not the editor's."""
        info: dict[str, Any] = dict(super().kernel_info)
        info["supported_features"] = [
            item for item in info.get("supported_features", ()) if item != "debugger"
        ]
        return info

    def _connection_file(self) -> str:
        return str(getattr(self.parent, "abs_connection_file", "") or f"pid-{os.getpid()}")

    def _configure(self) -> None:
        self._bridge.wanted = self._bridge.wanted or self.editor
        self._bridge.may_launch = self.start_embedded
        self._bridge.output_limit = self.output_limit
        self._bridge.grace = self.session_grace
        self._bridge.finishes = self.orphaned_cells == "finish"
        self._bridge.snapshot_limit = self.snapshot_limit
        self._relay.log_level = self.log_level
        self._relay.log_style = self.log_style

    def _adopt_early(self) -> None:
        try:
            self._bridge.adopt_early()
        except (UnityKernelError, OSError) as error:
            self.log.info("no editor to take over: %s", error)

    def _publish(
        self,
        kind: str,
        content: dict[str, Any],
        parent: dict[str, Any],
        buffers: list[bytes] | None = None,
        metadata: dict[str, Any] | None = None,
        ident: bytes | None = None,
    ) -> None:
        """Sends a message on iopub; any thread, as iopub's socket hands it to its own."""
        self.session.send(
            self.iopub_socket,
            kind,
            content,
            parent=parent,
            ident=ident or self._topic(kind),
            buffers=buffers,
            metadata=metadata,
        )
