"""What becomes of .NET objects that a domain reload has taken: objects that say what they were when they are used.

The Python object stays, with its identity; its type becomes one of the two here. A variable, an item of a list, a key
of a dictionary therefore all hold the tombstone, and none leads into memory that has gone.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any, NoReturn

from unity_kernel.errors import LostObjectError
from unity_kernel.unity import slots

__all__ = ["Epitaph", "LostException", "Tombstone", "bury"]

OPERATIONS = (
    "call len iter next getitem setitem delitem contains lt le gt ge neg pos abs invert int float complex index round "
    "enter exit await aiter anext setattr delattr reduce_ex"
)
"""Uses of an object that Python looks up in its type, and which a tombstone refuses by its own error."""
BINARY = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or"


@dataclass(frozen=True, slots=True)
class Epitaph:
    """What is known of a lost object.

    Attributes:
        type: Its type's name, without the namespace.
        was: Type and name, or type and number of items.
        when: Which reload took it.
        is_unitys: Whether it was an object of Unity's: such a one equals None when it is gone.
        hash: Its hash code, by which dictionaries still find it.
    """

    type: str
    was: str
    when: str
    is_unitys: bool = False
    hash: int = 0

    def __str__(self) -> str:
        remedy = (
            "Check whether it is None (obj == None) first."
            if self.is_unitys
            else "Make it anew; what is of Python's own types is kept."
        )
        return (
            f"The object of type '{self.type}' was lost in {self.when} but you are still trying to access it: "
            f"{self.was}. {remedy}"
        )

    def error(self) -> BaseException:
        """For whoever uses it: of an object of Unity's, what Unity raises for destroyed ones."""
        if self.is_unitys:
            try:
                error: BaseException = importlib.import_module("UnityEngine").MissingReferenceException(
                    str(self)
                )
            except (ImportError, AttributeError):
                pass  # .NET is not there just now
            else:
                return error
        return LostObjectError(str(self))


class _Tombstone:
    __slots__ = ()
    _epitaph: Epitaph

    @property
    def _unity_tombstone_(self) -> str:
        """What it was, for displays."""
        return self._epitaph.was

    def __repr__(self) -> str:
        return f"<lost in {self._epitaph.when}: {self._epitaph.was}>"

    def __str__(self) -> str:
        return repr(self)

    def __hash__(self) -> int:
        return self._epitaph.hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        mine = self._epitaph.is_unitys
        return mine and (other is None or (isinstance(other, _Tombstone) and other._epitaph.is_unitys))

    def __bool__(self) -> bool:
        if self._epitaph.is_unitys:
            return True  # as any object through pythonnet, a destroyed one too
        raise self._epitaph.error()

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)  # Python and IPython ask every object for such; .NET has none
        raise self._epitaph.error()


def _lost(self: Any, *_arguments: Any) -> NoReturn:
    raise self._epitaph.error()


for _name in OPERATIONS.split():
    setattr(_Tombstone, f"__{_name}__", _lost)
for _name in BINARY.split():
    for _prefix in ("", "r", "i"):
        setattr(_Tombstone, f"__{_prefix}{_name}__", _lost)


class Tombstone(_Tombstone):
    """A lost object of .NET."""

    __slots__ = ("_epitaph",)  # where instances of .NET's types have their dictionary


class LostException(_Tombstone, Exception):
    """A lost exception of .NET: Python still has to know it for one."""

    __slots__ = ()
    __setattr__ = Exception.__setattr__  # Python notes where it was raised again
    __delattr__ = Exception.__delattr__

    def __bool__(self) -> bool:
        return True  # whoever asks wants to know whether there was an error

    @property
    def _epitaph(self) -> Epitaph:  # type: ignore[override]
        epitaph: Epitaph = object.__getattribute__(self, "__dict__")["_epitaph"]
        return epitaph


if not slots.trouble():
    slots.allow_weak_references(Tombstone, 24)
    slots.allow_weak_references(LostException, 72)


def bury(value: object, epitaph: Epitaph) -> None:
    """Makes an object of .NET a tombstone. Main thread."""
    if isinstance(value, BaseException):
        slots.become(value, LostException)
        object.__getattribute__(value, "__dict__")["_epitaph"] = epitaph
    else:
        slots.become(value, Tombstone)
        vars(Tombstone)["_epitaph"].__set__(value, epitaph)
