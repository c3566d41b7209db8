"""IPython in the editor: an InteractiveShell without ZeroMQ, whose output goes to a session.

Traceback formatting, magics, display formatters, top-level await, completion and inspection are IPython's. What is
overridden here is where output goes, and what IPython does to its process: it must not replace `__main__`, keep a
database, or copy all output into a history, because the process is the editor.
"""

from __future__ import annotations

import atexit
import importlib
import os
import re
import sys
import traceback
import types
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from IPython.core import page
from IPython.core.completer import provisionalcompleter, rectify_completions
from IPython.core.display_trap import DisplayTrap
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError, UsageError
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.tokenutil import token_at_cursor
from traitlets import Type
from traitlets.config import Config

from unity_kernel.display import logs
from unity_kernel.editor import displays
from unity_kernel.editor.routing import current_cell
from unity_kernel.wire.messages import ClearOutput, Display, ErrorOutput, Message, Result

__all__ = ["EditorShell"]

_CODE_NAME = re.compile(r'File "([^"]+)", line')
NOTEBOOK_MODULE = "ipykernel.zmqshell"
RAISED_BY_US = (KeyboardInterrupt, EOFError, StdinNotImplementedError)
INLINE_BACKEND = "module://matplotlib_inline.backend_inline"


class Sink(Protocol):
    """Where a shell's messages go: its session."""

    def put(self, message: Message) -> None:
        """Queues a message for the client."""


def _job() -> str:
    cell = current_cell()
    return cell.job if cell else ""


class _Publisher(DisplayPublisher):
    """display() and update_display() as messages."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: object = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        self._validate_data(data, metadata)
        self.shell.sink.put(Display(_job(), data, metadata or {}, transient or {}, update))

    def clear_output(self, wait: bool = False) -> None:
        self.shell.sink.put(ClearOutput(_job(), wait))


class _Hook(DisplayHook):
    """The value of a cell's last expression as a message."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.shell.sink.put(Result(_job(), format_dict, md_dict or {}, self.prompt_count))

    def log_output(self, format_dict: dict[str, Any]) -> None:
        pass  # IPython keeps every output for `%notebook`; an editor runs for days

    def finish_displayhook(self) -> None:
        self._is_active = False


class _NoTrap(DisplayTrap):
    """Leaves `sys.displayhook` alone."""

    def set(self) -> None:
        pass

    def unset(self) -> None:
        pass


class _KernelFacade:
    """What libraries look for at `get_ipython().kernel`: the parent message of what runs now."""

    def get_parent(self, channel: str | None = None) -> dict[str, Any]:
        """The Jupyter request on whose behalf the caller runs; ipywidgets' Output captures by it."""
        return {"header": {"msg_id": _job()}}


class _LaterModule(types.ModuleType):
    """`ipykernel.zmqshell`, loaded when somebody wants more than to see that it is there."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        sys.modules.pop(self.__name__, None)
        return getattr(importlib.import_module(self.__name__), name)


class EditorShell(InteractiveShell):
    """One session's IPython.

    Args:
        sink: Takes the shell's messages.
        namespace: Names that cells find without an import.

    Attributes:
        at_end: Called before the namespace is freed: what holds the editor's objects elsewhere lets go of them.
    """

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)

    def __init__(self, sink: Sink, namespace: dict[str, Any]) -> None:
        self.sink = sink
        self.kernel = _KernelFacade()
        self.last_traceback: list[str] | None = None
        self._inline_ready = False
        self._payloads: list[dict[str, Any]] = []
        self.at_end: list[Callable[[], None]] = []
        config = Config()
        # jedi took 22 to 30 s on a .NET list; IPython's own evaluator takes milliseconds (measured).
        config.Completer.use_jedi = False
        config.Completer.evaluation = "unsafe"
        config.Completer.policy_overrides = {"allow_any_calls": False}
        # By these tqdm.auto, older ones and newer, chooses its notebook bar.
        config.IPKernelApp.unity_kernel = True
        sys.modules.setdefault(NOTEBOOK_MODULE, _LaterModule(NOTEBOOK_MODULE))
        module = types.ModuleType("__main__", doc="The namespace of a notebook in the editor")
        super().__init__(config=config, user_module=module, user_ns=module.__dict__)
        atexit.unregister(self.atexit_operations)
        # IPython's own hands what `enable_gui` raises to the root logger, which shows it nowhere.
        self.register_magic_function(lambda line: self.enable_gui(line.strip() or None), "line", "gui")
        displays.install(self)
        self.initial = dict(namespace)
        self.user_ns.update(namespace)
        self.user_ns_hidden.update(namespace)

    # --- what IPython would do to its process ---------------------------------------------------------------------

    def init_environment(self) -> None:
        """Programs started by cells should neither page nor expect a terminal."""
        os.environ.setdefault("PAGER", "cat")
        os.environ.setdefault("GIT_PAGER", "cat")
        os.environ.setdefault("MPLBACKEND", INLINE_BACKEND)

    def init_virtualenv(self) -> None:
        """The editor's Python is the kernel's virtual environment already."""

    def init_sys_modules(self) -> None:
        """Leaves `sys.modules['__main__']` to the host; a session sets it while its cell runs."""
        self._main_mod_cache: dict[str, types.ModuleType] = {}

    def init_history(self) -> None:
        """History is kept by the kernel; here only In and Out."""
        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)
        self.configurables.append(self.history_manager)

    def init_io(self) -> None:
        """Streams are routed for the whole process."""

    def init_displayhook(self) -> None:
        """`sys.displayhook` is routed for the whole process, so that interleaved cells cannot mix theirs up."""
        super().init_displayhook()
        self.display_trap = _NoTrap(hook=self.displayhook)

    def init_hooks(self) -> None:
        """`obj?` shows in the front end's pager."""
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(self._page), 99)

    def enable_gui(self, gui: str | None = None) -> None:
        """The main thread is the editor's; GUI event loops cannot have it."""
        if gui:
            raise UsageError(
                f"%gui {gui}: the editor owns the main thread. Run a GUI in a client process instead."
            )

    def _tee(self, channel: str) -> AbstractContextManager[None]:
        return nullcontext()

    def _format_exception_for_storage(
        self, exception: BaseException, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """IPython formats each error a second time for its history, and fails where `__str__` does."""
        return {"ename": type(exception).__name__, "evalue": text_of(exception), "traceback": []}

    # --- output ---------------------------------------------------------------------------------------------------

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Also shows exception groups as errors; IPython 9 prints them to stderr, with its own frames."""
        exc_tuple = args[0] if args else kwargs.get("exc_tuple")
        error = exc_tuple[1] if exc_tuple else sys.exc_info()[1]
        if isinstance(error, RAISED_BY_US):
            _cut_own_frames(error)
        if error is None or not _has_group(error):
            super().showtraceback(*args, **kwargs)
            return
        frames = error.__traceback__
        while (
            frames is not None and self.compile.format_code_name(frames.tb_frame.f_code.co_filename) is None
        ):
            frames = frames.tb_next
        text = "".join(traceback.format_exception(error.with_traceback(frames))).rstrip("\n")
        self._showtraceback(type(error), error, _CODE_NAME.sub(self._cell_name, text).split("\n"))

    def _cell_name(self, match: re.Match[str]) -> str:
        """`File "<ipython-input-5-…>", line` as IPython's own tracebacks have it: `Cell In[5], line`."""
        found = self.compile.format_code_name(match[1])
        return f"{' '.join(found)}, line" if found else match[0]

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.last_traceback = list(stb)
        net = displays.net_parts(evalue)
        if net is None:
            self.sink.put(ErrorOutput(_job(), etype.__name__, text_of(evalue), self.last_traceback))
            return
        message, stack = net
        # Tracebacks of .NET are long: the message comes first, and the stack of C# folded, below Python's.
        self.last_traceback = [f"\x1b[31m{etype.__name__}\x1b[39m: {message}", *_without(stack, stb)]
        self.sink.put(ErrorOutput(_job(), etype.__name__, message, self.last_traceback))
        if stack:
            self.sink.put(Display(_job(), logs.net_stack(stack)))

    def number(self, count: int) -> None:
        """The next cell is In[count]; numbers of cells that did not come here (`%%local`) stay empty."""
        self.execution_count = count
        for inputs in (self.history_manager.input_hist_parsed, self.history_manager.input_hist_raw):
            inputs.extend([""] * (count - len(inputs)))

    def _page(self, text: Any, start: int = 0, screen_lines: int = 0, pager_cmd: str | None = None) -> None:
        data = text if isinstance(text, dict) else {"text/plain": text}
        self._payloads.append({"source": "page", "data": data, "start": max(0, start)})

    def set_next_input(self, text: str, replace: bool = False) -> None:
        """Puts text into the front end's next cell, as `%load` does."""
        self._payloads.append({"source": "set_next_input", "text": text, "replace": replace})

    def ask_exit(self) -> None:
        """`exit` in a cell asks the front end to end the kernel; the editor stays."""
        self._payloads.append({"source": "ask_exit", "keepkernel": False})

    def take_payloads(self) -> list[dict[str, Any]]:
        """What a finished cell leaves for the front end, once."""
        payloads, self._payloads = self._payloads, []
        return payloads

    def prepare_inline_figures(self) -> None:
        """Has matplotlib flush its figures into this session; pyplot itself knows only the shell that imported it."""
        if not self._inline_ready and "matplotlib.pyplot" in sys.modules:
            self._inline_ready = True
            if os.environ.get("MPLBACKEND") == INLINE_BACKEND:
                from IPython.core.pylabtools import select_figure_formats
                from matplotlib_inline.backend_inline import configure_inline_support
                from matplotlib_inline.config import InlineBackend

                configure_inline_support(self, INLINE_BACKEND)
                # matplotlib-inline does this once in a process, for the first shell that it meets.
                options = InlineBackend.instance()
                select_figure_formats(self, options.figure_formats, **options.print_figure_kwargs)

    # --- completion and inspection --------------------------------------------------------------------------------

    def completions(self, code: str, cursor: int) -> dict[str, Any]:
        """The content of a complete_reply."""
        with provisionalcompleter():
            found = list(rectify_completions(code, self.Completer.completions(code, cursor)))
        types = [
            {
                "start": item.start,
                "end": item.end,
                "text": item.text,
                "type": item.type,
                "signature": item.signature,
            }
            for item in found
        ]
        return {
            "status": "ok",
            "matches": [item.text for item in found],
            "cursor_start": found[0].start if found else cursor,
            "cursor_end": found[0].end if found else cursor,
            "metadata": {"_jupyter_types_experimental": types},
        }

    def inspection(self, code: str, cursor: int, detail_level: int, omit: list[str]) -> dict[str, Any]:
        """The content of an inspect_reply."""
        name = token_at_cursor(code, cursor)
        try:
            data = self.object_inspect_mime(name, detail_level=detail_level, omit_sections=omit)
        except KeyError:
            return {"status": "ok", "found": False, "data": {}, "metadata": {}}
        return {"status": "ok", "found": True, "data": dict(data), "metadata": {}}

    def refresh(self, namespace: dict[str, Any]) -> None:
        """Gives cells the names that they find without an import anew, where they still have the old ones."""
        for name, value in namespace.items():
            if self.user_ns.get(name) is self.initial.get(name):
                self.user_ns[name] = self.user_ns_hidden[name] = value
        self.initial = dict(namespace)

    def variables(self) -> dict[str, Any]:
        """What the user's cells have defined, in that order: neither IPython's names nor the editor's."""
        return {
            name: value
            for name, value in self.user_ns.items()
            if not name.startswith("_") and name not in self.user_ns_hidden
        }

    def end(self) -> None:
        """Frees the namespace; a closed session must not keep the editor's objects alive."""
        for let_go in self.at_end:
            let_go()
        self.at_end.clear()
        self.events.callbacks.clear()
        self.displayhook.flush = lambda: None
        self.user_ns.clear()
        self.user_ns_hidden.clear()
        # matplotlib-inline keeps the shell that it met last; it must not keep results with it.
        self.history_manager.reset()
        hook = self.displayhook
        hook.exec_result = hook._ = hook.__ = hook.___ = None
        self.last_execution_result = None


EditorShell.__name__ = "ZMQInteractiveShell"  # by which rich and others know a notebook


def text_of(error: BaseException) -> str:
    """`str(error)`, also when that raises."""
    try:
        return str(error)
    except Exception as second:
        return f"<{type(error).__name__} whose __str__ raised {type(second).__name__}>"


def _without(stack: str, lines: list[str]) -> list[str]:
    """A traceback without the .NET stack that pythonnet appends to the exception's text."""
    return [line.replace(stack, "").rstrip() if stack and stack in line else line for line in lines]


def _cut_own_frames(error: BaseException) -> None:
    """Ends the traceback at the user's line, not in our handler of the interrupt or of `input`."""
    here = os.path.dirname(__file__)
    frames = error.__traceback__
    # The first frames are ours as well: IPython leaves those out, as they come before the cell.
    while frames is not None and frames.tb_frame.f_code.co_filename.startswith(here):
        frames = frames.tb_next
    while frames is not None and frames.tb_next is not None:
        if frames.tb_next.tb_frame.f_code.co_filename.startswith(here):
            frames.tb_next = None
        frames = frames.tb_next


def _has_group(error: BaseException | None) -> bool:
    """Whether an exception, or one that it came from, is a group."""
    return error is not None and (isinstance(error, BaseExceptionGroup) or _has_group(error.__context__))
