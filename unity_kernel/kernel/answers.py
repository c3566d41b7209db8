"""What a cell in the editor asks of its kernel: input, values to pull and push, `%unity`."""

from __future__ import annotations

import threading
from typing import Any

from IPython.core.error import StdinNotImplementedError, UsageError

from unity_kernel.client.control import Control
from unity_kernel.errors import UnityKernelError
from unity_kernel.kernel import stdin
from unity_kernel.kernel.magics import UnityMagic
from unity_kernel.kernel.relay import Relay
from unity_kernel.wire.messages import ClientCall

__all__ = ["Answers"]


class Answers:
    """Serves the `ClientCall`s of running cells.

    Args:
        kernel: Whose stdin channel and namespace they use.
        relay: Knows the request that a call belongs to.
        magic: Runs `%unity`.
    """

    def __init__(self, kernel: Any, relay: Relay, magic: UnityMagic) -> None:
        self._kernel = kernel
        self._relay = relay
        self._magic = magic
        self._lock = threading.Lock()
        self._asking: threading.Event | None = None
        self._running = ""
        self._allowed: dict[str, tuple[bool, Any]] = {}

    def begin(self, job: str, allow_stdin: bool, ident: Any) -> None:
        """A cell begins; `ident` is the front end's address, for questions. Main thread."""
        self._running = job
        self._allowed[job] = (allow_stdin, ident)

    def end(self, job: str) -> None:
        """The cell has ended; so has a question that it asked. Main thread."""
        self._running = ""
        self._allowed.pop(job, None)
        if self._asking is not None:
            self._asking.set()

    def serve(self, control: Control, call: ClientCall) -> Any:
        """The answer to one call. Blocks: on a worker thread.

        Raises:
            stdin.Cancelled: The cell has ended, and nobody waits for the answer.
        """
        arguments = call.arguments
        if call.name in ("input", "getpass"):
            return self._ask_user(call)
        values = self._kernel.shell.user_ns
        if call.name == "pull":
            values[arguments["name"]] = control.fetch(arguments["ticket"])
            return None
        if call.name == "push":
            name = arguments["name"]
            if name not in values:
                raise UsageError(f"%push: there is no {name!r} in the kernel; define it in a %%local cell")
            try:
                control.supply(arguments["ticket"], values[name])
            except UnityKernelError:
                raise
            except Exception as error:
                raise UsageError(
                    f"%push: {name} cannot be copied: {type(error).__name__}: {error}"
                ) from error
            return None
        if call.name == "unity":
            line = str(arguments["line"])
            if line.split()[:1] == ["use"]:
                raise UsageError(
                    "%unity use: put it at the top of a cell; this cell runs in the old editor already"
                )
            self._relay.line(call.job, self._magic.run(line))
            return None
        raise UnityKernelError(f"the kernel cannot serve '{call.name}'; are both sides of the same version?")

    def _ask_user(self, call: ClientCall) -> str:
        allowed, ident = self._allowed.get(call.job, (False, None))
        if not allowed:
            raise StdinNotImplementedError("input() was called, but this front end does not support it")
        with self._lock:
            cancelled = self._asking = threading.Event()
            if self._running != call.job:
                cancelled.set()
            return stdin.ask(
                self._kernel,
                str(call.arguments["prompt"]),
                password=call.name == "getpass",
                parent=self._relay.parent(call.job),
                ident=ident,
                cancelled=cancelled,
            )
