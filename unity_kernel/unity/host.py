"""The real Unity as a host. The C# half (`upm/com.unitykernel.editor`) calls the functions at the end of this page.

Everything of .NET that this half needs comes through one C# class, `UnityKernel.PythonBridge`. Only the main thread
touches .NET: a Python thread inside .NET during a domain reload ends the process.
"""

from __future__ import annotations

import gc
import importlib
import json
import operator
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from unity_kernel.display.picture import Picture
from unity_kernel.editor.editor import Editor
from unity_kernel.editor.pictures import Shot
from unity_kernel.errors import UnityKernelError
from unity_kernel.unity import pictures, reload, scripts, tables
from unity_kernel.unity.clients import Clients
from unity_kernel.unity.console import Console
from unity_kernel.unity.messages import ConsoleMessages
from unity_kernel.wire.editor_file import EditorFile, discover

__all__ = ["UnityHost", "pump", "run", "start", "stop"]

OBSERVE_EVERY = 0.25
"""Seconds between looks at the editor's state; each look costs some ten microseconds of the main thread."""
SWITCH_INTERVAL = 0.0005
"""Seconds after which a busy main thread lets an IO thread run; Python's default of 5 ms is felt in a notebook."""
RELOADED = "AssemblyReloadEvents.afterAssemblyReload"
"""The event in which the C# half starts Python again: too late for Unity to call functions of cells."""
FIELD, RECORD = "\x1f", "\x1e"
"""Separate the fields of what the C# half tells, and the parts of a field."""


class UnityHost:
    """Serves the Unity Editor that this Python runs in. Made, pumped and stopped on the main thread.

    Args:
        settings: What the C# half says: `kind`, `project`, `version`, `log`, `transport`, `unattended` (batch
            mode), and `doorbell`, the UDP port on 127.0.0.1 at which one byte wakes the main loop.
        bridge: `UnityKernel.PythonBridge`.
        before: The editor file from before a stop after which clients wait.
        frozen: The editor from before a domain reload, which goes on.
    """

    ticks = True
    embedded = False

    def __init__(
        self,
        settings: dict[str, Any],
        bridge: Any,
        before: EditorFile | None = None,
        frozen: Editor | None = None,
    ) -> None:
        self.kind = str(settings["kind"])
        self._project = str(settings["project"])
        self._version = str(settings["version"])
        self._unattended = bool(settings["unattended"])
        self._bridge = bridge
        self._facts: dict[str, Any] = {}
        self._observed = 0.0
        self._quit = False
        self._rung = False
        self.console = Console(bridge.Print)
        self.editor = frozen or Editor(
            self, settings["transport"] or None, log_path=str(settings["log"]), before=before
        )
        self._bell = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)  # after what may fail
        self._bell.connect(("127.0.0.1", int(settings["doorbell"])))
        self.messages = ConsoleMessages(self.editor, bridge)
        self.editor.logs.collect = self.messages.collect
        self.editor.show = self._take
        self._observe()

    def start(self) -> str:
        """Begins to serve, or goes on after a domain reload; returns the editor's id."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        self.console.install()
        if self.editor.is_frozen:
            before = self.editor.host
            self.editor.thaw(self)
            self._quit = isinstance(before, UnityHost) and before._quit  # asked while it was away
            self.editor.events.call(RELOADED)
        else:
            self.editor.start()
        self.messages.start()  # after all that may fail: its thread reads memory that is freed when a start has failed
        return self.editor.id

    def pump(self) -> None:
        """One tick of the editor."""
        self._rung = False
        self.messages.collect()
        self.editor.tick()
        begun = self.editor.pump()
        clients.pump(self.editor)
        self.console.flush()
        if begun or time.monotonic() - self._observed > OBSERVE_EVERY:
            self._observe()
        if self._quit:
            self._quit = False
            self._bridge.Exit()

    def stop(self, *, state: Literal["", "stopped"] = "") -> EditorFile | None:
        """Ends the serving; see `Editor.stop`."""
        file = self.editor.stop(state=state)
        self.messages.stop()
        self.console.uninstall()
        self._bell.close()
        return file

    def freeze(self) -> Editor:
        """Before a domain reload; returns the editor, for the host of the next domain."""
        self.messages.collect()
        self.editor.freeze(keep=reload.keeps_namespaces())
        self.messages.stop()
        self.editor.logs.collect = lambda: None
        self.console.uninstall()
        self._bell.close()
        self._bridge = None
        return self.editor

    # --- the host protocol ----------------------------------------------------------------------------------------

    def wake(self) -> None:
        """One byte to the C# half, whose listening thread wakes the main loop."""
        if self._rung:
            return
        self._rung = True
        try:
            self._bell.send(b"!")
        except OSError:
            pass  # the editor is about to close; without a bell the next tick serves

    def namespace(self) -> dict[str, Any]:
        """UnityEngine and UnityEditor."""
        return {name: importlib.import_module(name) for name in ("UnityEngine", "UnityEditor")}

    def project(self) -> str:
        """Absolute path of the open project."""
        return self._project

    def version(self) -> str:
        """The Unity version."""
        return self._version

    def describe(self) -> dict[str, Any]:
        """What was seen at the last look, at most a quarter of a second of the main loop ago."""
        return dict(self._facts)

    def subscribe(self, event: str, function: Callable[..., object]) -> Callable[[], None]:
        """Adds to a C# event, or to a field that holds a delegate, and takes away again."""
        *path, member = event.removeprefix("UnityEditor.").split(".")
        owner: Any = importlib.import_module("UnityEditor")
        for part in path:
            owner = getattr(owner, part)

        def called(*arguments: Any) -> Any:
            function(*arguments)
            return arguments[0] if arguments else None  # pythonnet wants back what came by reference

        before = getattr(owner, member)
        if hasattr(type(before), "__iadd__"):
            setattr(owner, member, _changed(before, operator.iadd, called))
            return lambda: setattr(owner, member, _changed(getattr(owner, member), operator.isub, called))
        delegate = importlib.import_module("System").Delegate
        mine = _field_type(owner, member)(called)
        setattr(owner, member, delegate.Combine(before, mine))
        return lambda: setattr(owner, member, delegate.Remove(getattr(owner, member), mine))

    def reference(self, value: object) -> str | None:
        """No .NET object can be found again by another process yet; saying so keeps them out of pickles."""
        return "" if type(type(value)).__name__ == "CLRMetatype" else None

    def resolve(self, reference: str) -> object:
        """Nothing; see `reference`."""
        return None

    def open_table(self, objects: Any) -> Any:
        """The fast way to read members of many objects; see `tables.open_table`. Main thread."""
        return tables.open_table(objects)

    def take_picture(self, shot: Shot) -> Picture:
        """Has Unity draw; see `pictures.take`."""
        return pictures.take(shot)

    def thumbnail(self, obj: object, longest: int) -> Picture | None:
        """A small picture of an object, for its display; see `pictures.thumbnail`."""
        return pictures.thumbnail(obj, longest)

    def show_progress(self, title: str, info: str, fraction: float) -> bool:
        """Shows Unity's own progress bar; True when its user has pressed Cancel. Main thread."""
        utility = importlib.import_module("UnityEditor").EditorUtility
        return bool(utility.DisplayCancelableProgressBar(title, info, fraction))

    def close_progress(self) -> None:
        """Ends what `show_progress` shows. Main thread."""
        importlib.import_module("UnityEditor").EditorUtility.ClearProgressBar()

    def quit(self) -> str:
        """In batch mode, closes Unity at the next tick."""
        if not self._unattended:
            return "Unity has a user, who may have unsaved work: close it in its own window."
        self._quit = True
        self.wake()
        return ""

    def adopt(self, pid: int) -> None:
        """Nobody's: Unity belongs to its user."""

    def disown(self, pid: int) -> bool:
        """Nobody's: Unity belongs to its user."""
        return False

    # --- inside -----------------------------------------------------------------------------------------------------

    def _take(self, process: int, severity: str, text: str) -> None:
        """A client has a line for the console; any thread."""
        clients.take(process, severity, text)
        self.wake()

    def _observe(self) -> None:
        self._observed = time.monotonic()
        playing, paused, compiling, importing, name, path, dirty, errors = self._bridge.Observe().split(FIELD)
        activity = "compiling" if compiling else "importing" if importing else "playing" if playing else ""
        self._facts = {
            "activity": activity,
            "isPlaying": bool(playing),
            "isPaused": bool(paused),
            "isCompiling": bool(compiling),
            "scene": {"name": name, "path": path, "dirty": bool(dirty)},
            "compile_errors": errors.split(RECORD) if errors else [],
        }


def _changed(event: Any, change: Callable[[Any, Any], Any], function: Callable[..., Any]) -> Any:
    return change(event, function)


def _field_type(owner: Any, member: str) -> Any:
    """The class of a static field's values, which reflection knows while the field is null."""
    field = importlib.import_module("clr").GetClrType(owner).GetField(member)
    if field is None:
        raise AttributeError(f"{owner.__name__}.{member} is no event")
    outermost, *inner = str(field.FieldType.FullName).split("+")
    namespace, _, name = outermost.rpartition(".")
    found = getattr(importlib.import_module(namespace), name)
    for part in inner:
        found = getattr(found, part)
    return found


def _bridge() -> Any:
    """This domain's C# class: never kept longer than the domain."""
    from UnityKernel import PythonBridge  # type: ignore[import-not-found]  # made by pythonnet

    return PythonBridge


clients = Clients(lambda severity, text: _bridge().Print(severity, text))
"""The client processes; they live through domain reloads."""


# --- called by the C# half, always on the main thread ---------------------------------------------------------------

_host: UnityHost | None = None
_settled = False
_before: EditorFile | None = None
"""The editor file while the server is stopped and clients wait for it."""
_frozen: Editor | None = None
"""The editor while a domain reload is on its way: Python lives through it, .NET objects do not."""


def start(settings: str) -> str:
    """Starts the server with settings as JSON; returns the editor's id.

    Where it fails, nothing of the server is left, but clients that wait for it go on waiting.
    """
    global _host, _before, _frozen, _settled
    if not _settled:
        # What is there before the first cell stays: the collection before each domain reload need not look at it.
        gc.collect()
        gc.freeze()
        _settled = True
    host = UnityHost(json.loads(settings), _bridge(), _before, _frozen)
    _frozen = None
    try:
        _refuse_a_second(host)
        started = host.start()
    except BaseException:
        file = host.stop(state="stopped" if _before else "")
        if (
            _before is not None and file is not None
        ):  # None while that of before is still the one that is there
            _before = file
        raise
    _host, _before = host, None
    return started


def _refuse_a_second(host: UnityHost) -> None:
    for other in discover()[0]:
        if other.pid != os.getpid() and other.kind == host.kind and other.project == host.project():
            raise UnityKernelError(
                f"another editor, process {other.pid}, already serves this project. Close it, then start the server "
                "again."
            )


def pump() -> None:
    """One tick of the main loop."""
    if _host is not None:
        _host.pump()


def run(code: str | None, path: str, scope: str) -> None:
    """`PythonRunner.RunString` and `RunFile`; see `scripts.run`. What it raises, the console shows as well."""
    try:
        scripts.run(code, path, scope)
    except BaseException as error:
        _bridge().Print("error", f"[Unity Kernel] A Python script failed.\n{scripts.explain(error)}")
        raise
    finally:
        if _host is not None:
            _host.console.flush()


def stop(state: Literal["", "reloading", "stopped"], end_clients: bool) -> str:
    """Ends the server; returns the path of the editor file, where it stays without one.

    Args:
        state: "reloading" before a domain reload: connections stay, and everything waits for `start` in the next
            domain. "stopped": kernels say so. Empty when the editor quits.
        end_clients: Whether the client processes end; otherwise they wait for the next server.
    """
    global _host, _before, _frozen
    host, _host = _host, None
    if host is not None:
        if state == "reloading":
            _frozen = host.freeze()
        else:
            if end_clients:
                clients.close_all(host.editor)
            file = host.stop(state=state)
            _before = file if state else None
        clients.detach()
    return str(_before.path) if _before is not None else ""


# --- PythonRunner's clients -------------------------------------------------------------------------------------------


def start_client(init: str | None) -> None:
    """`StartServer`: one client process, with that init module from now on."""
    if init is not None:
        clients.init = init
    clients.ensure(_editor())


def spawn_client(path: str, shown: bool, arguments: list[str]) -> str:
    """`SpawnClient`: one more client process, called like its file; returns the name."""
    name = Path(path).stem
    clients.start(_editor(), name, path, [str(each) for each in arguments], shown=shown)
    return name


def run_on_client(code: str | None, path: str) -> None:
    """`RunStringOnClient` and `RunFileOnClient`."""
    clients.run(_editor(), code, path)


def call_service(name: str, service: str, arguments: list[Any], timeout: float) -> Any:
    """`CallServiceOnClient`."""
    return clients.call(_editor(), name, service, arguments, timeout)


def begin_service(name: str, service: str, arguments: list[Any], timeout: float) -> int:
    """`CallCoroutineServiceOnClient` and `CallAsyncServiceOnClient`: a number for `service_result`."""
    return clients.begin(_editor(), name, service, arguments, timeout)


def service_result(number: int) -> dict[str, Any] | None:
    """The `value` of a call that was begun; None while it runs."""
    return clients.result(number)


def wait_for_client(name: str, timeout: float) -> bool:
    """`WaitForConnection`."""
    return clients.wait(_editor(), name, timeout)


def connected_clients() -> str:
    """`GetConnectedClients`: names, a line each."""
    return "\n".join(clients.connected(_editor()))


def close_client(name: str) -> None:
    """`CloseClient`."""
    clients.close(_editor(), name)


def _editor() -> Editor:
    if _host is None:
        raise UnityKernelError("the server does not run; call PythonRunner.StartServer first")
    if not _host.editor.dispatcher.on_main_thread():
        raise UnityKernelError("PythonRunner works on Unity's main thread only; this is another thread")
    return _host.editor
