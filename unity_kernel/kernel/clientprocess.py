"""A client process of `PythonRunner`: the kernel without a front end.

The editor starts it; commands come from the editor over the control channel and run in this process's own namespace,
the one of `%%local` cells. Its Jupyter connection file lets `jupyter console --existing FILE` look inside.
"""

from __future__ import annotations

import asyncio
import io
import json
import runpy
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from traitlets import List, Type, Unicode

from unity_kernel.client.service import UnityClient
from unity_kernel.errors import EditorGone, UnityKernelError
from unity_kernel.kernel.app import UnityKernelApp
from unity_kernel.kernel.kernel import UnityKernel
from unity_kernel.wire.messages import ClientCall, ClientReply

__all__ = ["ClientApp", "ClientKernel", "main"]

IDLE = 0.05
"""Seconds between calls of the idle callbacks: the historical client's twenty a second."""
COMMANDS = ("run", "service", "end")


class ClientKernel(UnityKernel):
    """A kernel that serves C#, beside whoever attaches to it."""

    client_name = Unicode("client", help="By which C# calls this client.").tag(config=True)
    client_init = Unicode("", help="Path of the client init module; empty for none.").tag(config=True)
    client_arguments = List(Unicode(), help="`sys.argv[1:]` of the init module.").tag(config=True)

    def start(self) -> None:
        """Begins to serve."""
        super().start()
        self._client = UnityClient(self.client_name)
        self._one_by_one = asyncio.Lock()
        self._bridge.client_name = self.client_name
        self._bridge.may_launch = False
        self._keep(self._loop.create_task(self._live()))

    async def _live(self) -> None:
        """The init module first, as ever before the editor can be reached; then connects, and again when need be."""
        try:
            if self.client_init:
                sys.argv[:] = [self.client_init, *self.client_arguments]
                names = runpy.run_path(self.client_init, run_name="client_init")
                self.shell.user_ns.update(
                    {key: value for key, value in names.items() if not key.startswith("__")}
                )
                if "on_init_client" in names:
                    names["on_init_client"](self._client)
        except Exception:
            print(
                f"the client init module failed:\n{traceback.format_exc()}", file=sys.__stderr__, flush=True
            )
            self._end(1)
            return
        while True:
            if self._bridge.control is None:
                try:
                    await asyncio.to_thread(self._bridge.ensure)
                except UnityKernelError as error:
                    # Without its editor a client has no purpose, and nobody who would end it.
                    print(f"the client ends: {error}", file=sys.__stderr__, flush=True)
                    self._end(0)
                    return
            self._run_idle_callbacks()
            await asyncio.sleep(IDLE)

    def _run_idle_callbacks(self) -> None:
        if self._one_by_one.locked():
            return
        for callback in self._client.idle():
            try:
                callback()
            except Exception:
                self._client.drop_idle(callback)
                print(
                    f"an idle callback failed and is not called again:\n{traceback.format_exc()}",
                    file=sys.__stderr__,
                    flush=True,
                )

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
                control = await asyncio.to_thread(self._bridge.ensure)
            except UnityKernelError:
                return  # the editor has ended; so will this process
            result = self._command(call.name, call.arguments)
            try:
                control.send(ClientReply(call.call, result))
            except EditorGone:
                pass  # it reloads or has ended; the console has missed a line
        if call.name == "end":
            self._end(0)

    def _command(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Runs a command; returns what it printed, its value, and its traceback where it failed."""
        output = io.StringIO()
        result: dict[str, Any] = {"value": None, "error": ""}
        with redirect_stdout(output), redirect_stderr(output):
            try:
                if name == "run":
                    self._run(arguments["code"], arguments["path"])
                elif name == "service":
                    value = self._client.call(arguments["service"], arguments["arguments"])
                    json.dumps(value)  # raises where it is no plain value, and only those go to C#
                    result["value"] = value
            except BaseException as error:  # also SystemExit: a script does not end the client
                result["error"] = _explain(error)
        result["output"] = output.getvalue()
        for text in (result["output"], result["error"]):
            if text:
                print(text.rstrip("\n"), file=sys.__stderr__, flush=True)
        return result

    def _run(self, code: str | None, path: str) -> None:
        names = self.shell.user_ns
        if code is None:
            with open(path, "rb") as file:
                source: str | bytes = file.read()
            names["__file__"] = path
        else:
            source = code
        exec(compile(source, path or "<PythonRunner.RunStringOnClient>", "exec"), names)

    def _end(self, code: int) -> None:
        self.parent.client_exit_code = code
        self._loop.call_soon(self._loop.stop)


class ClientApp(UnityKernelApp):
    """A client process of PythonRunner."""

    kernel_class = Type(ClientKernel)
    classes = [ClientKernel, *UnityKernelApp.classes]
    client_exit_code = 0


def _explain(error: BaseException) -> str:
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_globals.get("__name__") in (
        __name__,
        "unity_kernel.client.service",
    ):
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
