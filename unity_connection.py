"""The historical module of Unity's out-of-process API: the editor's modules, from any Python process.

Example:
    >>> import unity_connection
    >>> UnityEngine = unity_connection.get_module("UnityEngine")
    >>> UnityEngine.Debug.Log("hello world")

Inside the editor (in a notebook's cell) there is nothing to connect to: `get_module` is an import there.
"""

from __future__ import annotations

import importlib
from typing import Any

from unity_kernel.client import remote
from unity_kernel.wire import inside

__all__ = ["execute", "get_module", "get_unity_connection", "reset_unity_connection"]

_namespace: dict[str, Any] = {}


def get_module(name: str) -> Any:
    """The editor's module of that name, for example `UnityEngine`, `UnityEditor` or any Python module there.

    Makes sure that the connection is alive, and reconnects otherwise.

    Raises:
        unity_kernel.errors.NoEditorError: No editor is running; the text says what to do.
    """
    if inside.editor is not None:
        return importlib.import_module(name)
    return remote.connect().module(name)


def execute(code: str) -> None:
    """Runs Python code of any length in the editor, on its main thread.

    All calls over one connection share a namespace.
    """
    if inside.editor is not None:
        exec(compile(code, "<unity_connection>", "exec"), _namespace)
    else:
        remote.connect().execute(code)


def get_unity_connection() -> Any:
    """The RPyC connection itself, alive; None inside the editor."""
    return None if inside.editor is not None else remote.connect().connection


def reset_unity_connection() -> None:
    """Closes the connection; the next call makes a new one."""
    remote.reset()
