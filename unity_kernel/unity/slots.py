"""All that the domain reload knows of CPython's insides: it repairs pythonnet's types, and changes objects' types.

A domain reload unloads the machine code behind every slot of every .NET type that Python knows. pythonnet refreshes
the slots of the types themselves and forgets three copies (pythonnet issue 2171):

* slot wrappers (`__len__`, `__setitem__`, ...) in a type's `__dict__` keep the old slot's address: `len(array)` jumps
  into unloaded memory;
* plain Python subclasses of .NET types inherited the old addresses;
* such subclasses keep a handle to their base's .NET half, freed with the domain.

All three are addresses inside CPython's own structs, whose layout is the same on 64-bit CPython 3.11 to 3.14. On any
other Python, and where a look at types whose insides are known finds something else, `trouble` says so and this module
does nothing.
"""

from __future__ import annotations

import ctypes
import functools
import platform
import sys
import types

__all__ = [
    "allow_weak_references",
    "become",
    "is_empty",
    "is_wrapper",
    "objects_in",
    "repair",
    "save",
    "strange_types",
    "trouble",
]

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
# PyTypeObject: tp_dealloc, tp_traverse, tp_clear, tp_alloc, tp_new, tp_free, tp_is_gc, tp_vectorcall, which no wrapper
# shows; its other fields by what shows them.
HIDDEN_SLOTS = (48, 184, 192, 304, 312, 320, 328, 400)
TYPE_FLAGS = 168
TYPE_WEAK_REFERENCES = 208
SHOWN = {
    "__basicsize__": 32,
    "__itemsize__": 40,
    "__flags__": TYPE_FLAGS,
    "__weakrefoffset__": TYPE_WEAK_REFERENCES,
    "__dictoffset__": 288,
}
OBJECT_TYPE = WORD
"""PyObject: reference count, type."""
LAYOUTS = ((40, 16, 24), (88, 16, 72))
"""pythonnet's instances: size, and where the dictionary and the weak references are; exceptions are the second."""
PYTHONNET_SUBCLASS = 1 << 16
"""pythonnet's TypeFlags.Subclass: the type has a handle of its own."""

_slot_wrapper = type(object.__repr__)
_dict_of = type.__dict__["__dict__"].__get__  # vars() would ask the metatype, which is .NET's
_inherited: list[tuple[type, list[tuple[int, int]]]] = []


@functools.cache
def trouble() -> str:
    """Why this module does nothing in this Python; empty where all is as it expects."""
    if not SUPPORTED:
        return f"{platform.python_implementation()} {platform.python_version()}, {WORD * 8}-bit"
    for each in (object, int, set, types.FunctionType, type):
        for name, offset in SHOWN.items():
            if getattr(each, name) != ctypes.c_ssize_t.from_address(id(each) + offset).value:
                return f"{each.__name__}.{name} is not where it should be in memory"
    wrapper = object.__repr__
    if (_word(id(wrapper) + DESCRIPTOR_TYPE), _word(id(object) + _offset_of(wrapper))) != (
        id(object),
        _word(id(wrapper) + DESCRIPTOR_WRAPPED),
    ):
        return "object.__repr__ does not lie in memory as it should"
    return ""


def strange_types() -> list[str]:
    """Names of .NET types whose instances lie in memory in an unknown way: these cannot become anything else.

    The module `clr`, of a type of its own, need not: pythonnet brings it back.
    """
    return sorted(
        each.__name__
        for each in _net_types()
        if type(each).__name__ == "CLRMetatype"
        and each.__name__ != "CLRModule"
        and (each.__basicsize__, each.__dictoffset__, each.__weakrefoffset__) not in LAYOUTS
    )


def is_wrapper(value: object) -> bool:
    """Whether an object stands for one of .NET."""
    return type(type(value)).__name__ == "CLRMetatype"


def is_empty(wrapper: object) -> bool:
    """Whether a wrapper stands for nothing: pythonnet keeps its handle in the last word."""
    return not _word(id(wrapper) + type(wrapper).__basicsize__ - WORD)


def objects_in(block: int) -> list[object]:
    """The objects whose number and addresses lie in memory behind one word; None for one that is about to end."""
    count = _word(block + WORD)
    addresses = (ctypes.c_size_t * count).from_address(block + 2 * WORD)
    return [
        ctypes.cast(each, ctypes.py_object).value if ctypes.c_int32.from_address(each).value > 0 else None
        for each in addresses
    ]


def become(value: object, cls: type) -> None:
    """Gives an object another type, whose instances lie in memory in the same way."""
    before = type(value)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(cls))
    _set_word(id(value) + OBJECT_TYPE, id(cls))
    ctypes.pythonapi.Py_DecRef(ctypes.py_object(before))


def allow_weak_references(cls: type, offset: int) -> None:
    """Tells a new Python class where its instances, which `become` it, have their weak references."""
    _set_word(id(cls) + TYPE_WEAK_REFERENCES, offset)


def save() -> None:
    """Notes which slots Python subclasses share with their .NET bases. Main thread, before the domain goes."""
    _inherited.clear()
    if trouble():
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
    if trouble():
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
