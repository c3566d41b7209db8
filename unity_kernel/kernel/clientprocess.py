"""A client process of `PythonRunner`: the kernel without a front end.

The editor starts it; commands come from the editor over the control channel and run in this process's own namespace,
the one of `%%local` cells. Its Jupyter connection file lets `jupyter console --existing FILE` look inside.
"""

from __future__ import annotations

import asyncio
import json
import linecache
import os
import sys
import threading
import time
import traceback
from typing import Any

from traitlets import Bool, Type, Unicode

from unity_kernel.client import service
from unity_kernel.client.service import UnityClient
from unity_kernel.errors import EditorGone, UnityKernelError, WaitTimeout
from unity_kernel.kernel.app import UnityKernelApp
from unity_kernel.kernel.clientoutput import ClientOutput, ClientStream
from unity_kernel.kernel.kernel import UnityKernel
from unity_kernel.wire.editor_file import discover
from unity_kernel.wire.messages import ClientCall, ClientReply

__all__ = ["ClientApp", "ClientKernel", "main"]

BEAT = 0.05
"""Seconds between looks at the connection."""
WATCH = 1.0
"""Seconds between looks at whether the editor's process lives."""
PATIENCE = 3.0
"""Seconds that a busy client has to end by itself when its editor has ended."""
HIDDEN = (__file__, service.__file__)
"""The files of ours that are in every script's traceback."""
STRING = "<PythonRunner.RunStringOnClient>"
COMMANDS = ("run", "service", "end")


class ClientKernel(UnityKernel):
    """A kernel that serves C#, beside whoever attaches to it."""

    client_name = Unicode("client", help="By which C# calls this client.").tag(config=True)
    client_init = Unicode("", help="Path of the client init module; empty for none.").tag(config=True)
    client_arguments_json = Unicode("[]", help="`sys.argv[1:]` of the init module, as a JSON list.").tag(
        config=True
    )

    def start(self) -> None:
        """Begins to serve."""
        super().start()
        self._client = UnityClient(self.client_name, lambda: self._loop.call_soon(self._end, 0))
        self._one_by_one = asyncio.Lock()
        self._name = f"client '{self.client_name}'"
        self._bridge.client_name = self.client_name
        self._bridge.may_launch = False
        self._output = ClientOutput(lambda: self._bridge.control)
        self._streams = [self._stream("stdout", "log"), self._stream("stderr", "warning")]
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="editor-watch", daemon=True)
        self._watcher.start()
        self._keep(self._loop.create_task(self._live()))

    def _stream(self, name: str, severity: str) -> ClientStream:
        """Puts a stream in the place of ipykernel's, which the cells of a front end go on using."""
        stream = ClientStream(self._output, severity, getattr(sys, name), lambda: self._running_local)
        setattr(sys, name, stream)
        return stream

    async def _live(self) -> None:
        """The init module first, as ever before the editor can be reached; then connects, and again when need be."""
        try:
            if self.client_init:
                self._initialize()
        except BaseException as error:  # also SystemExit
            self._output.add("error", f"the client init module failed:\n{_explain(error)}")
            self._end(1)
            return
        while True:
            if self._bridge.control is None:
                try:
                    await asyncio.to_thread(self._bridge.ensure)
                except WaitTimeout:
                    continue  # its server has been stopped, the editor lives: it may be back
                except UnityKernelError as error:
                    # Without its editor a client has no purpose, and nobody who would end it.
                    self._output.add("log", f"the client ends: {error}")
                    self._end(0)
                    return
            pause = BEAT
            if not self._one_by_one.locked():
                pause = min(pause, self._run_idle_callbacks())
            await asyncio.sleep(pause)

    def _initialize(self) -> None:
        sys.argv[:] = [self.client_init, *json.loads(self.client_arguments_json)]
        sys.path.insert(0, os.path.dirname(self.client_init))
        self._run(None, self.client_init)  # in the namespace of all commands, as a script
        names = self.shell.user_ns
        if "on_init_client" in names:
            names["on_init_client"](self._client)
        self._finish_lines()

    def _run_idle_callbacks(self) -> float:
        """Runs those that are due; returns the seconds until the next one is."""
        for callback in self._client.due(time.monotonic()):
            try:
                callback()
            except Exception as error:
                self._client.drop_idle(callback)
                self._fail(f"An idle callback of {self._name} failed and is not called again.", error)
        return self._client.pause(time.monotonic())

    def _begin_answer(self, call: ClientCall) -> None:
        if call.name in COMMANDS:
            self._keep(self._loop.create_task(self._obey(call)))
        else:
            super()._begin_answer(call)

    async def _obey(self, call: ClientCall) -> None:
        """A command from C#, on this process's main thread, after those before it."""
        async with self._one_by_one:
            # The first commands come while `ensure` has not yet returned the connection that they came over.
            try:
                control = self._bridge.control
                if control is None:
                    control = await asyncio.to_thread(self._bridge.ensure)
            except UnityKernelError:
                return  # the editor has ended; so will this process
            reply = ClientReply(call.call, self._command(call.name, call.arguments))
            try:
                control.send(reply)
            except EditorGone:
                pass  # it reloads or has ended: nobody waits for this any more
        if call.name == "end":
            self._end(0)

    def _command(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Runs a command; returns a service's value, or its traceback where it failed."""
        try:
            if name == "run":
                self._run(arguments["code"], arguments["path"])
            elif name == "service":
                value = self._client.call(arguments["service"], arguments["arguments"])
                json.dumps(value)  # raises where it is no plain value, and only those go to C#
                return {"value": value, "error": ""}
        except BaseException as error:  # also SystemExit: a script does not end the client
            if name == "service":  # C# gets it as an exception
                return {"value": None, "error": _explain(error)}
            self._fail(f"A script on {self._name} failed.", error)
        finally:
            self._finish_lines()
        return {"value": None, "error": ""}

    def _run(self, code: str | None, path: str) -> None:
        names = self.shell.user_ns
        if code is None:
            with open(path, "rb") as file:
                source: str | bytes = file.read()
            names["__file__"] = path
        else:
            source = code
            names.pop("__file__", None)
            # Tracebacks can show the lines of a script that is no file.
            linecache.cache[STRING] = (len(code), None, code.splitlines(keepends=True), STRING)
        exec(compile(source, path or STRING, "exec"), names)

    def _fail(self, what: str, error: BaseException) -> None:
        """An error for the console."""
        self._finish_lines()
        self._output.add("error", f"[Unity Kernel] {what}\n{_explain(error)}")

    def _finish_lines(self) -> None:
        for stream in self._streams:
            stream.finish()

    def _end(self, code: int) -> None:
        if self._ended.is_set():
            return
        self._ended.set()
        self.parent.client_exit_code = code
        self._finish_lines()
        self._output.close()
        self._loop.call_soon(self._loop.stop)

    def _watch(self) -> None:
        """A thread of its own: ends the process with its editor, also while a script keeps the main thread busy."""
        wanted = os.environ.get("UNITY_KERNEL_EDITOR", "")
        editor = next((each for each in discover()[0] if each.id == wanted), None)
        while not self._ended.wait(WATCH):
            editor = self._bridge.editor or editor
            if editor is None or editor.is_running() or self._ended.wait(PATIENCE):
                continue
            log = sys.__stderr__
            if log is not None:
                log.write(
                    "the client ends: its editor has ended, and a script kept it from ending by itself\n"
                )
                log.flush()
            os._exit(1)


class ClientApp(UnityKernelApp):
    """A client process of PythonRunner."""

    kernel_class = Type(ClientKernel)
    classes = [ClientKernel, *UnityKernelApp.classes]
    capture_fd_output = Bool(False)  # what native code prints belongs in the log, which the editor names
    client_exit_code = 0

    def log_connection_info(self) -> None:
        """How to look inside, as the log's first line."""
        log = sys.__stderr__
        if log is not None:
            log.write(f"Look inside: jupyter console --existing {self.abs_connection_file}\n")
            log.flush()


def _explain(error: BaseException) -> str:
    """The traceback, from the user's first line on."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename in HIDDEN:
        frames = frames.tb_next
    return "".join(traceback.format_exception(type(error), error, frames)).rstrip()


def main() -> None:
    """Runs a client until C#, or its editor's end, ends it."""
    app = ClientApp.instance()
    app.initialize()
    app.start()
    sys.exit(app.client_exit_code)


if __name__ == "__main__":
    main()
