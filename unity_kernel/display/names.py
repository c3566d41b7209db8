"""Types by their names along their bases; objects by name, whatever process or library made them."""

from __future__ import annotations

import sys
from typing import Any
from weakref import WeakKeyDictionary

__all__ = [
    "REFLECTED",
    "UNITY_OBJECT",
    "engine",
    "full_name",
    "is_reflected",
    "lineage",
    "short_name",
    "type_name",
]

UNITY_OBJECT = "UnityEngine.Object"
REFLECTED = "CLRMetatype"
"""The name of the metatype of pythonnet's types."""

_lineages: WeakKeyDictionary[type, tuple[str, ...]] = WeakKeyDictionary()


def full_name(cls: type) -> str:
    """A type's name with its namespace, such as ``UnityEngine.GameObject``."""
    module = getattr(cls, "__module__", "")
    name = getattr(cls, "__qualname__", "") or cls.__name__
    return f"{module}.{name}" if isinstance(module, str) and module else str(name)


def lineage(cls: type) -> tuple[str, ...]:
    """The full names of a type and its bases, nearest first."""
    found = _lineages.get(cls)
    if found is None:
        found = tuple(full_name(base) for base in type.__dict__["__mro__"].__get__(cls))
        _lineages[cls] = found
    return found


def type_name(cls: type) -> str:
    """A type's name for people: without Unity's namespaces and those of scripts."""
    return short_name(full_name(cls))


def short_name(name: str) -> str:
    """A type's full name, as `type_name` has it."""
    for prefix in ("Assembly-CSharp.", "UnityEngine.", "UnityEditor.", "System.Collections.Generic."):
        name = name.removeprefix(prefix)
    return name.rpartition(".")[2] if name.startswith("unity_kernel.") else name


def is_reflected(cls: type) -> bool:
    """Whether pythonnet made the type from one of .NET."""
    return type(cls).__name__ == REFLECTED


def engine(name: str) -> Any:
    """A member of the editor's API such as ``UnityEditor.Selection``, or None where the editor has none.

    Looks into modules that are imported already, as every session has imported UnityEngine and UnityEditor.
    """
    module, _, rest = name.rpartition(".")
    found: Any = sys.modules.get(module)
    try:
        return getattr(found, rest, None) if found is not None else None
    except Exception:  # the headless editor names what it lacks
        return None
