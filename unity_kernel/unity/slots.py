"""Repairs what pythonnet 3 leaves stale in its types over a domain reload.

A domain reload unloads the machine code behind every slot of every .NET type that Python knows. pythonnet refreshes
the slots of the types themselves and forgets three copies (pythonnet issue 2171):

* slot wrappers (`__len__`, `__setitem__`, ...) in a type's `__dict__` keep the old slot's address: `len(array)` jumps
  into unloaded memory;
* plain Python subclasses of .NET types inherited the old addresses;
* such subclasses keep a handle to their base's .NET half, freed with the domain.

All three are addresses inside CPython's own structs, whose layout is the same on 64-bit CPython 3.11 to 3.14. On any
other Python this module does nothing, and says so.
"""

from __future__ import annotations

import ctypes
import logging
import platform
import sys
import types

__all__ = ["SUPPORTED", "repair", "save"]

log = logging.getLogger(__name__)
WORD = ctypes.sizeof(ctypes.c_void_p)
SUPPORTED = (
    platform.python_implementation() == "CPython"
    and WORD == 8
    and (3, 11) <= sys.version_info[:2] <= (3, 14)
    and getattr(sys, "_is_gil_enabled", lambda: True)()
)

# PyWrapperDescrObject: PyObject (2 words), d_type, d_name, d_qualname, d_base, d_wrapped; wrapperbase: name, offset.
DESCRIPTOR_TYPE, DESCRIPTOR_BASE, DESCRIPTOR_WRAPPED = 2 * WORD, 5 * WORD, 6 * WORD
BASE_OFFSET = WORD
# PyTypeObject: tp_dealloc, tp_traverse, tp_clear, which no wrapper shows; tp_flags.
HIDDEN_SLOTS = (48, 184, 192)
TYPE_FLAGS = 168
PYTHONNET_SUBCLASS = 1 << 16
"""pythonnet's TypeFlags.Subclass: the type has a handle of its own."""

_slot_wrapper = type(object.__repr__)
_dict_of = type.__dict__["__dict__"].__get__  # vars() would ask the metatype, which is .NET's
_inherited: list[tuple[type, list[tuple[int, int]]]] = []


def save() -> None:
    """Notes which slots Python subclasses share with their .NET bases. Main thread, before the domain goes."""
    _inherited.clear()
    if not SUPPORTED:
        log.warning(
            "Python %s is unknown to the domain reload's repairs: after a reload, do not use classes that derive "
            "from Unity's, nor len() of .NET collections.",
            platform.python_version(),
        )
        return
    found = _net_types()
    offsets = _slot_offsets()
    known = {id(each) for each in found}
    for each in found:
        base = each.__base__
        if base is None or id(base) not in known:
            continue
        shared = [
            (offset, value)
            for offset in offsets
            if (value := _word(id(each) + offset)) and value == _word(id(base) + offset)
        ]
        _inherited.append((each, shared))


def repair() -> int:
    """Refreshes the stale addresses; returns how many. Main thread, after pythonnet has begun in the new domain."""
    if not SUPPORTED:
        return 0
    repaired = 0
    for each, shared in sorted(_inherited, key=lambda item: len(item[0].__mro__)):
        for offset, old in shared:
            new = _word(id(each.__base__) + offset)
            if _word(id(each) + offset) == old and new and new != old:
                _set_word(id(each) + offset, new)
                repaired += 1
    _inherited.clear()
    found = sorted(_net_types(), key=lambda each: len(each.__mro__))
    for each in found:
        flags = ctypes.c_uint32.from_address(id(each) + TYPE_FLAGS).value
        if flags & PYTHONNET_SUBCLASS and type(each).__name__ == "CLRMetatype":
            handle = int(getattr(type(each), "__basicsize__")) - WORD  # noqa: B009, every type has it
            _set_word(id(each) + handle, _word(id(each.__base__) + handle))
            repaired += 1
    for each in found:
        repaired += _repair_wrappers(each)
    return repaired


def _repair_wrappers(each: type) -> int:
    repaired = 0
    for wrapper in list(_dict_of(each).values()):
        if type(wrapper) is not _slot_wrapper or _word(id(wrapper) + DESCRIPTOR_TYPE) != id(each):
            continue
        current = _word(id(each) + _offset_of(wrapper))
        if current and current != _word(id(wrapper) + DESCRIPTOR_WRAPPED):
            _set_word(id(wrapper) + DESCRIPTOR_WRAPPED, current)
            repaired += 1
    return repaired


def _net_types() -> list[type]:
    """The metatype of .NET types and every type that it made, Python subclasses included."""
    seen: set[int] = set()
    found: list[type] = []
    stack: list[type] = [object]
    while stack:
        children: list[type] = type.__subclasses__(stack.pop())
        for each in children:
            if id(each) in seen:
                continue
            seen.add(id(each))
            stack.append(each)
            if type(each).__name__ == "CLRMetatype" or each.__name__ == "CLRMetatype":
                found.append(each)
    return found


def _slot_offsets() -> list[int]:
    """Where slots lie in a type, learnt from the wrappers of built-in types."""
    samples: list[type] = [
        object,
        int,
        list,
        dict,
        str,
        type,
        float,
        complex,
        bytearray,
        set,
        tuple,
        property,
    ]
    samples += [super, type(iter([])), types.FunctionType, types.GeneratorType]
    offsets = set(HIDDEN_SLOTS)
    for each in samples:
        for wrapper in vars(each).values():
            if type(wrapper) is _slot_wrapper:
                offsets.add(_offset_of(wrapper))
    return sorted(offsets)


def _offset_of(wrapper: object) -> int:
    """The offset, in a type, of the slot that a wrapper shows."""
    return ctypes.c_int.from_address(_word(id(wrapper) + DESCRIPTOR_BASE) + BASE_OFFSET).value


def _word(address: int) -> int:
    return ctypes.c_void_p.from_address(address).value or 0


def _set_word(address: int, value: int) -> None:
    ctypes.c_void_p.from_address(address).value = value
