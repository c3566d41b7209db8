"""``UnityEditor.SessionState`` and ``EditorPrefs``: values that scripts keep, for a session or for good.

Unity keeps EditorPrefs in the registry or the user's library folder; here they are a file in the user's own folder of
Unity Kernel (``UNITY_KERNEL_HOME``), so that no headless run changes the real editor's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from unity_kernel.headless.project.storage import replace_bytes
from unity_kernel.wire.system import home, private_directory

from . import world
from .interop import ApiType, Array
from .values import Vector3
from .values.single import single

__all__ = ["EditorPrefs", "SessionState"]

_FILE = "headless-editor-prefs.json"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.String")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.Int32")
    return int(value)


def _accessors(kind: str, check: Callable[[Any], Any]) -> tuple[Any, Any, Any]:
    """Return ``Get``, ``Set`` and ``Erase`` of one kind of values of the session."""

    def get(key: str, defaultValue: Any) -> Any:
        return world.current().session.get(f"{kind} {_text(key)}", defaultValue)

    def put(key: str, value: Any) -> None:
        world.current().session[f"{kind} {_text(key)}"] = check(value)

    def erase(key: str) -> None:
        world.current().session.pop(f"{kind} {_text(key)}", None)

    get.__doc__ = f"Return a {kind}, or the default if there is none."
    put.__doc__ = f"Keep a {kind} until the editor ends."
    erase.__doc__ = f"Forget a {kind}."
    return staticmethod(get), staticmethod(put), staticmethod(erase)


class SessionState(metaclass=ApiType):
    """Values that live until the editor ends, over reloads of scripts."""

    _namespace = "UnityEditor"

    GetBool, SetBool, EraseBool = _accessors("bool", bool)
    GetInt, SetInt, EraseInt = _accessors("int", _whole)
    GetFloat, SetFloat, EraseFloat = _accessors("float", single)
    GetString, SetString, EraseString = _accessors("string", _text)
    GetVector3, SetVector3, EraseVector3 = _accessors(
        "Vector3", lambda value: Vector3._from(Vector3._take(value))
    )
    GetIntArray, SetIntArray, EraseIntArray = _accessors(
        "int[]", lambda value: Array([_whole(item) for item in value], int)
    )


def _load() -> dict[str, Any]:
    try:
        found = json.loads((home() / _FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _store(values: dict[str, Any]) -> None:
    folder = private_directory(home())
    replace_bytes(folder / _FILE, json.dumps(values, indent=1, sort_keys=True).encode(), _FILE, expected=None)


def _preference(check: Callable[[Any], Any], empty: Any) -> tuple[Any, Any]:
    def get(key: str, defaultValue: Any = empty) -> Any:
        value = _load().get(_text(key), defaultValue)
        return value if type(value) is type(empty) else defaultValue

    def put(key: str, value: Any) -> None:
        values = _load()
        values[_text(key)] = check(value)
        _store(values)

    get.__doc__ = "Return a value, or the default if there is none of this type."
    put.__doc__ = "Keep a value for this and later sessions, of all projects."
    return staticmethod(get), staticmethod(put)


class EditorPrefs(metaclass=ApiType):
    """Values that the user's headless editors keep for good."""

    _namespace = "UnityEditor"

    GetBool, SetBool = _preference(bool, False)
    GetInt, SetInt = _preference(_whole, 0)
    GetFloat, SetFloat = _preference(single, 0.0)
    GetString, SetString = _preference(_text, "")

    @staticmethod
    def HasKey(key: str) -> bool:
        """Whether there is a value of that key, of any type."""
        return _text(key) in _load()

    @staticmethod
    def DeleteKey(key: str) -> None:
        """Forget a value."""
        values = _load()
        if values.pop(_text(key), None) is not None:
            _store(values)

    @staticmethod
    def DeleteAll() -> None:
        """Forget all values."""
        if _load():
            _store({})
