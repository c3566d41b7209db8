"""``UnityEngine.Debug``: the console."""

from __future__ import annotations

import re
import sys
import traceback
from types import FrameType
from typing import Any

from . import world
from .interop import ApiType, static_property
from .netformat import format_text

__all__ = ["Debug"]


DEPTH = 12
_CELL = re.compile(r"<ipython-input-(\d+)-")


def _stack() -> str:
    """Return the caller's Python stack, innermost first, without this module's frames.

    It ends at the cell or script that runs: what lies below belongs to the editor. No source is read, because a
    cell may log a hundred thousand lines.
    """
    frame: FrameType | None = sys._getframe(2)
    lines: list[str] = []
    while frame is not None and len(lines) < DEPTH:
        name = frame.f_globals.get("__name__", "")
        if name.startswith(("IPython.core", "unity_kernel.editor")):
            break
        if name != __name__:
            code = frame.f_code
            cell = _CELL.match(code.co_filename)
            place = f"Cell In[{cell[1]}], line " if cell else f"{code.co_filename}:"
            lines.append(f"{code.co_name} (at {place}{frame.f_lineno})")
        frame = frame.f_back
    return "\n".join(lines)


def _log(severity: str, message: object) -> None:
    world.current().log(severity, _text(message), _stack())


def _text(message: object) -> str:
    """Return what C# prints for an object: ``Null`` for None, and no ``.0`` behind whole numbers."""
    if isinstance(message, float) and message.is_integer() and abs(message) < 1e15:
        return str(int(message))
    return "Null" if message is None else str(message)


class Debug(metaclass=ApiType):
    """Writes to the console; may be called on any thread. A context argument is accepted and not shown."""

    _namespace = "UnityEngine"

    @staticmethod
    def Log(message: object, context: object = None) -> None:
        """Write a line."""
        _log("log", message)

    @staticmethod
    def LogWarning(message: object, context: object = None) -> None:
        """Write a warning."""
        _log("warning", message)

    @staticmethod
    def LogError(message: object, context: object = None) -> None:
        """Write an error."""
        _log("error", message)

    @staticmethod
    def LogAssertion(message: object, context: object = None) -> None:
        """Write a failed assertion."""
        _log("assert", message)

    @staticmethod
    def LogException(exception: BaseException, context: object = None) -> None:
        """Write an exception with its own stack."""
        stack = "".join(traceback.format_exception(exception)) if isinstance(exception, BaseException) else ""
        world.current().log("exception", f"{type(exception).__name__}: {exception}", stack)

    @staticmethod
    def LogFormat(*arguments: Any) -> None:
        """Write a line from a .NET format such as ``"{0} at {1:F2}"``; a context may come first."""
        _log("log", _formatted(arguments))

    @staticmethod
    def LogWarningFormat(*arguments: Any) -> None:
        """Write a warning from a .NET format."""
        _log("warning", _formatted(arguments))

    @staticmethod
    def LogErrorFormat(*arguments: Any) -> None:
        """Write an error from a .NET format."""
        _log("error", _formatted(arguments))

    @staticmethod
    def LogAssertionFormat(*arguments: Any) -> None:
        """Write a failed assertion from a .NET format."""
        _log("assert", _formatted(arguments))

    @staticmethod
    def Assert(condition: bool, message: object = "Assertion failed", context: object = None) -> None:
        """Write a failed assertion unless the condition holds."""
        if not condition:
            _log("assert", message)

    @staticmethod
    def AssertFormat(condition: bool, *arguments: Any) -> None:
        """Write a failed assertion from a .NET format unless the condition holds."""
        if not condition:
            _log("assert", _formatted(arguments))

    @staticmethod
    def DrawLine(*arguments: object) -> None:
        """Draw nothing: there is no scene view here."""

    @staticmethod
    def DrawRay(*arguments: object) -> None:
        """Draw nothing: there is no scene view here."""

    @staticmethod
    def Break() -> None:
        """Pause nothing: nothing plays here."""

    @staticmethod
    def ClearDeveloperConsole() -> None:
        """Clear nothing: this console has no window."""

    @static_property
    def isDebugBuild() -> bool:
        """True: the editor always is one."""
        return True


def _formatted(arguments: tuple[Any, ...]) -> str:
    if arguments and not isinstance(arguments[0], str):
        arguments = arguments[1:]  # the context
    return format_text(*arguments) if arguments else ""
