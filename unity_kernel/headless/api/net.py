"""``clr`` and a minimal ``System``: what scripts written for pythonnet touch beside Unity."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType
from typing import Any, NoReturn

from unity_kernel.errors import HeadlessLimitation

from .interop import Array, Delegate, Type, type_argument
from .netformat import format_text

__all__ = ["clr_module", "system_contents"]


class _ArrayMaker:
    """``System.Array``: ``Array[T]`` makes arrays of an element type."""

    def __getitem__(self, element: object) -> Any:
        element_class = type_argument(element)

        def make(items: Iterable[Any] | int = (), *more: Any) -> Array[Any]:
            return Array([items, *more] if more else items, element_class)

        return make

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, Array)

    @staticmethod
    def CreateInstance(elementType: object, length: int) -> Array[Any]:
        """Return an array of nulls."""
        return Array(int(length), type_argument(elementType))

    @staticmethod
    def IndexOf(array: Iterable[Any], value: object) -> int:
        """Return the place of an element, or -1."""
        return next((i for i, item in enumerate(array) if item == value), -1)


class SystemException(Exception):
    """``System.Exception``."""

    @property
    def Message(self) -> str:
        """The text."""
        return str(self)


class ArgumentException(SystemException, ValueError):
    """``System.ArgumentException``."""


class ArgumentNullException(ArgumentException):
    """``System.ArgumentNullException``."""


class ArgumentOutOfRangeException(ArgumentException):
    """``System.ArgumentOutOfRangeException``."""


class InvalidOperationException(SystemException, RuntimeError):
    """``System.InvalidOperationException``."""


class NullReferenceException(SystemException):
    """``System.NullReferenceException``."""


class NotImplementedException(SystemException, NotImplementedError):
    """``System.NotImplementedException``."""


class IndexOutOfRangeException(SystemException, IndexError):
    """``System.IndexOutOfRangeException``."""


class _String(str):
    """``System.String``: a Python str with the static methods that scripts use."""

    __slots__ = ()
    Empty = ""

    def __new__(cls, value: object = "", count: int = 1) -> Any:
        """Return a plain str, as pythonnet converts strings."""
        return str(value) * count

    @staticmethod
    def IsNullOrEmpty(value: str | None) -> bool:
        """Whether it is None or empty."""
        return not value

    @staticmethod
    def Format(format: str, *arguments: Any) -> str:
        """Fill a .NET format."""
        return format_text(format, *arguments)

    @staticmethod
    def Join(separator: str, values: Iterable[object]) -> str:
        """Join values by a separator."""
        return separator.join(str(value) for value in values)


def system_contents() -> dict[str, Any]:
    """Return the contents of the ``System`` module. Numbers are Python's own, as pythonnet converts them."""
    exceptions = {
        cls.__name__: cls
        for cls in (
            ArgumentException,
            ArgumentNullException,
            ArgumentOutOfRangeException,
            IndexOutOfRangeException,
            InvalidOperationException,
            NotImplementedException,
            NullReferenceException,
        )
    }
    for cls in exceptions.values():
        cls.__module__ = "System"
    SystemException.__module__ = "System"
    SystemException.__name__ = SystemException.__qualname__ = "Exception"
    return {
        **exceptions,
        "Exception": SystemException,
        "Array": _ArrayMaker(),
        "Type": Type,
        "Delegate": Delegate,
        "Action": _ActionMaker(),
        "Func": _ActionMaker(),
        "Object": object,
        "String": _String,
        "Boolean": bool,
        "Single": float,
        "Double": float,
        **dict.fromkeys(("Byte", "SByte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64"), int),
    }


class _ActionMaker:
    """``System.Action`` and ``Func``: wrap a callable as a delegate, with or without type arguments."""

    def __call__(self, target: Any) -> Delegate:
        return Delegate(target)

    def __getitem__(self, types: object) -> _ActionMaker:
        return self


class _Assembly:
    """An assembly, by name."""

    def __init__(self, name: str) -> None:
        self.FullName = f"{name}, Version=0.0.0.0, Culture=neutral, PublicKeyToken=null"

    def __repr__(self) -> str:
        return f"<System.Reflection.RuntimeAssembly {self.FullName}>"


def clr_module() -> ModuleType:
    """Return the ``clr`` module: references to assemblies are accepted, all of Unity's are there anyway."""
    module = ModuleType("clr", "pythonnet's clr module, of the headless editor.")
    names: list[str] = []

    def AddReference(name: str) -> _Assembly:
        """Accept an assembly by name."""
        names.append(str(name))
        return _Assembly(str(name))

    def ListAssemblies(verbose: bool = False) -> list[str]:
        """Return the names of the assemblies that were referenced."""
        return ["UnityEngine", "UnityEditor", *names]

    def GetClrType(type_: type) -> Type:
        """Return the System.Type of a class."""
        return Type(type_argument(type_))

    def missing(name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(f"module 'clr' has no attribute '{name}'")
        raise HeadlessLimitation(f"clr.{name} needs .NET, which the headless editor does not have")

    for function in (AddReference, ListAssemblies, GetClrType):
        setattr(module, function.__name__, function)
    module.__dict__["__getattr__"] = missing
    return module
