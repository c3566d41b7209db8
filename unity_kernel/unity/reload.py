"""A domain reload, as Python's half sees it. The C# half calls these functions, on the main thread, in this order.

Before .NET goes: `freeze`, `hold`. When it is back: `thaw`, `bury`. CPython lives through it, with its modules, objects
and threads; what ends is .NET's side of every .NET object.
"""

from __future__ import annotations

import gc
import time

from unity_kernel.unity import scripts, slots, tombstones
from unity_kernel.unity.tombstones import Epitaph

__all__ = ["bury", "freeze", "hold", "keeps_namespaces", "thaw"]

RECORD, FIELD = "\x1e", "\x1f"
"""Between what the C# half tells of one lost object and the next, and between the fields of such a record."""

INTERNAL = {
    "MethodBinding": "a method bound to an object that is lost",
    "EventBinding": "an event of an object that is lost",
    "Iterator": "an iterator over objects of .NET",
    "OverloadMapper": "the overloads of a method",
}
"""What users call objects of pythonnet's own types."""

_held: list[tuple[object, str]] = []
"""The wrappers of .NET objects, which live on while they stand for nothing, and the names of their types."""
_block: int | None = None
"""Address of the memory in which the C# half has saved what they stand for; 0 where it could not. None before the first
domain reload, and between two."""
_count = 0
"""Domain reloads so far."""
_told: set[str] = set()


def keeps_namespaces() -> bool:
    """Whether variables outlive the reload that is about to begin: not where a lost object would end the process."""
    return not _obstacle()


def _obstacle() -> str:
    """Why namespaces are not kept; empty where they are."""
    if slots.trouble():
        return f"this Python is not known ({slots.trouble()})"
    strange = slots.strange_types()
    if strange:
        return f"this version of pythonnet makes types that are not known ({', '.join(strange[:5])})"
    return ""


def freeze() -> None:
    """The server is frozen; pythonnet is about to be disconnected."""
    scripts.forget()
    # pythonnet collects several times while it shuts down. After this first time there is nothing more to find, and
    # switching the collector off took the downtime from 614 to 244 ms (measured).
    gc.collect()
    slots.save()
    gc.disable()


def hold(block: int) -> None:
    """Keeps the wrappers of .NET objects alive until `bury`.

    Args:
        block: Address of what the C# half has saved of them: a length, the number of wrappers, their addresses, and
            then its own data. 0 where it cannot read pythonnet's books.
    """
    global _block
    _block = block
    if slots.trouble():
        wrappers = []
    elif block:
        wrappers = slots.objects_in(block)
    else:
        wrappers = list(filter(slots.is_wrapper, gc.get_objects()))
    # Now, as a type that the C# edit has deleted forgets its namespace.
    _held[:] = [(each, f"{type(each).__module__}.{type(each).__qualname__}") for each in wrappers]


def thaw() -> int:
    """Called when pythonnet is connected, before anything of it is used; returns what `hold` was given, or 0."""
    slots.repair()
    gc.enable()
    return _block or 0


def bury(lost: str) -> str:
    """Makes tombstones of what did not come back.

    Args:
        lost: A record for each: its number among the wrappers, "1" for an object of Unity's, its hash code, its name or
            number of items. What is missing and was not told of is lost too.

    Returns:
        A warning for the console; empty where there is none, or where it has been given.
    """
    global _block, _count
    if _block is None:
        return ""  # no reload is behind us: the editor's start
    block, _block = _block, None
    _count += 1
    when = f"domain reload {_count} (at {time.strftime('%H:%M:%S')})"
    told = {}
    for record in filter(None, lost.split(RECORD)):
        number, is_unitys, hashed, detail = record.split(FIELD)
        told[int(number)] = bool(is_unitys), int(hashed), detail
    for index, (each, name) in enumerate(_held):
        if each is None or not slots.is_wrapper(each):
            continue  # it was about to end
        if not block or index in told or slots.is_empty(each):
            of_unity, code, detail = told.get(index, (False, 0, ""))
            short = type(each).__name__
            was = INTERNAL.get(short) or f"{name} {detail}".rstrip()
            tombstones.bury(each, Epitaph(short, was, when, of_unity, code))
    _held.clear()
    return _warning(bool(block))


def _warning(has_block: bool) -> str:
    if obstacle := _obstacle():
        text = f"Notebooks lose their variables at each domain reload: {obstacle}."
    elif not has_block:
        text = (
            "After a domain reload, variables of notebooks that hold objects of .NET only say what they were: this "
            "version of pythonnet is not known. Install version 3.2, then restart Unity."
        )
    else:
        return ""
    if text in _told:
        return ""
    _told.add(text)
    return text
