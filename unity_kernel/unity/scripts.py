"""Code that C# runs in the editor's process: `PythonRunner.RunString` and `RunFile`."""

from __future__ import annotations

import linecache
from pathlib import Path
from traceback import format_exception
from typing import Any

__all__ = ["explain", "forget", "run"]

_scopes: dict[str, dict[str, Any]] = {}


def run(code: str | None, path: str = "", scope: str = "") -> None:
    """Runs code, or a file, as a script. Called on the main thread.

    Args:
        code: Source of any length; None for the file's.
        path: The file; empty for none.
        scope: Scripts with the same scope share their names until the next domain reload.
    """
    source: str | bytes = (
        Path(path).read_bytes() if code is None else code
    )  # bytes: the file says its encoding
    names = _scopes.setdefault(scope, {"__name__": "__main__", "__builtins__": __builtins__})
    if path:
        names["__file__"] = path
    else:
        names.pop("__file__", None)
        path = "<PythonRunner.RunString>"
        # Tracebacks can show the lines of a script that is no file.
        text = code or ""
        linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
    exec(compile(source, path, "exec"), names)


def explain(error: BaseException) -> str:
    """The error's traceback, from the script on."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_globals.get("__package__") == __package__:
        traceback = traceback.tb_next
    return "".join(format_exception(type(error), error, traceback)).rstrip()


def forget() -> None:
    """Drops all scopes: their .NET objects end with the domain."""
    for names in _scopes.values():
        names.clear()
    _scopes.clear()
