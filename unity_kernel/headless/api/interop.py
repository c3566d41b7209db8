"""What pythonnet makes of C#: types, generic methods, arrays, delegates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Generic, TypeVar

from . import catalogue
from .values.base import NetType, static_property

__all__ = ["ApiType", "Array", "Delegate", "Type", "full_name", "generic", "static_property", "type_argument"]

T = TypeVar("T")


class ApiType(NetType):
    """Metaclass of the classes of ``UnityEngine`` and ``UnityEditor``.

    A class states its namespace as ``_namespace`` unless it inherits the right one; members that it lacks are looked
    up in Unity's table of names; assigning to a static property calls its setter, and to anything else fails.
    """

    _namespace: str

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> ApiType:
        """Create the class under the namespace that .NET's users know it by."""
        made = super().__new__(cls, name, bases, namespace, **options)
        type.__setattr__(made, "__module__", made._namespace)
        return made  # type: ignore[return-value]

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")
        nested = f"{cls.__module__}.{cls.__qualname__}.{name}"
        if catalogue.kind_of(nested) == "enum":
            return catalogue.enum_type(nested)
        for owner in cls.__mro__[:-1]:
            if catalogue.has_member(full_name(owner), name):
                catalogue.missing(full_name(owner), name)
        return catalogue.missing(full_name(cls), name, dir(cls))

    def __setattr__(cls, name: str, value: Any) -> None:
        for owner in cls.__mro__:
            member = vars(owner).get(name)
            if isinstance(member, static_property):
                member.assign(value)
                return
        super().__setattr__(name, value)


def full_name(cls: type) -> str:
    """Return a class's name with its namespace, such as ``UnityEngine.GameObject``."""
    return f"{cls.__module__}.{cls.__qualname__}"


class Type:
    """A ``System.Type``, as ``GetType()`` and ``clr.GetClrType`` return it."""

    __slots__ = ("_class",)

    def __init__(self, cls: type) -> None:
        self._class = cls

    @property
    def Name(self) -> str:
        """The name without its namespace."""
        return self._class.__name__

    @property
    def FullName(self) -> str:
        """The name with its namespace."""
        name = full_name(self._class)
        return name.removeprefix("Assembly-CSharp.")

    @property
    def Namespace(self) -> str | None:
        """The namespace; None for scripts outside any."""
        return self._class.__module__ if self._class.__module__ != "Assembly-CSharp" else None

    @property
    def BaseType(self) -> Type | None:
        """The class that it derives from."""
        base = self._class.__base__
        return Type(base) if base is not None else None

    def IsSubclassOf(self, c: object) -> bool:
        """Whether it derives from another type."""
        other = type_argument(c)
        return self._class is not other and issubclass(self._class, other)

    def IsAssignableFrom(self, c: object) -> bool:
        """Whether a variable of this type could hold one of another."""
        return issubclass(type_argument(c), self._class)

    def ToString(self) -> str:
        """Return the full name."""
        return self.FullName

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Type) and other._class is self._class

    def __hash__(self) -> int:
        return hash(self._class)

    def __str__(self) -> str:
        return self.FullName

    def __repr__(self) -> str:
        return f"<System.RuntimeType {self.FullName}>"


def type_argument(value: object) -> type:
    """Return the class that an argument of type ``System.Type`` names.

    Raises:
        TypeError: It names no type.
    """
    if isinstance(value, type):
        return value
    if isinstance(value, Type):
        return value._class
    raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.Type")


class generic:  # noqa: N801 - used as a decorator
    """A method that takes its type by index or as first argument: ``Get[Camera]()`` and ``Get(Camera)``.

    The function gets the instance (or the class, for a static method), then the type, then the other arguments.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__

    def __get__(self, instance: object, owner: type | None = None) -> GenericMethod:
        return GenericMethod(self._function, owner if instance is None else instance)


class GenericMethod:
    """A generic method bound to its object."""

    def __init__(self, function: Callable[..., Any], target: object) -> None:
        self._function = function
        self._target = target
        self.__doc__ = function.__doc__

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self._function(self._target, *arguments, **keywords)

    def __getitem__(self, type_: object) -> Callable[..., Any]:
        return partial(self._function, self._target, type_argument(type_))

    def __repr__(self) -> str:
        return f"<generic method '{self._function.__name__}'>"


class Array(Generic[T]):
    """A .NET array: of fixed length, indexed from 0 (or from the end), iterable; ``Length`` as in C#."""

    __slots__ = ("_element", "_items")

    def __init__(self, items: Iterable[T] | int = (), element: type = object) -> None:
        filled: list[Any] = [None] * items if isinstance(items, int) else list(items)
        self._items: list[T] = filled
        self._element = element

    @property
    def Length(self) -> int:
        """The number of elements."""
        return len(self._items)

    @property
    def Rank(self) -> int:
        """The number of dimensions: 1."""
        return 1

    def GetValue(self, index: int) -> T:
        """Return one element."""
        return self._items[index]

    def SetValue(self, value: T, index: int) -> None:
        """Replace one element."""
        self._items[index] = value

    def GetLength(self, dimension: int) -> int:
        """Return the length."""
        return len(self._items)

    def ToString(self) -> str:
        """Return the array's type."""
        return f"{_net_name(self._element)}[]"

    def GetType(self) -> Type:
        """Return the array's type."""
        return Type(type(f"{self._element.__name__}[]", (Array,), {"__module__": self._element.__module__}))

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: int) -> T:
        if not isinstance(index, int):
            raise TypeError("array indices must be integers; make a list of it to slice: list(array)[1:]")
        try:
            return self._items[index]
        except IndexError:
            raise IndexError("Index was outside the bounds of the array.") from None

    def __setitem__(self, index: int, value: T) -> None:
        self._items[index] = value

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __contains__(self, value: object) -> bool:
        return value in self._items

    def __str__(self) -> str:
        return self.ToString()

    def __repr__(self) -> str:
        return f"<{self.ToString()} of {len(self._items)}>"


def _net_name(cls: type) -> str:
    return {int: "System.Int32", str: "System.String", float: "System.Single", bool: "System.Boolean"}.get(
        cls, "System.Object" if cls is object else full_name(cls)
    )


class Delegate:
    """A list of callables, immutable as in .NET: ``+=`` and ``-=`` make a new one."""

    __slots__ = ("_targets",)
    _targets: tuple[Callable[..., Any], ...]

    def __init__(self, *targets: Callable[..., Any]) -> None:
        flat: list[Callable[..., Any]] = []
        for target in targets:
            flat.extend(target._targets if isinstance(target, Delegate) else (target,))
        self._targets = tuple(flat)

    def __add__(self, other: Callable[..., Any] | None) -> Delegate:
        return self if other is None else Delegate(self, other)

    def __radd__(self, other: Callable[..., Any] | None) -> Delegate:
        return self if other is None else Delegate(other, self)

    def __sub__(self, other: Callable[..., Any] | None) -> Delegate:
        removed = other._targets if isinstance(other, Delegate) else (other,)
        kept = list(self._targets)
        for target in removed:
            for index in range(len(kept) - 1, -1, -1):
                if kept[index] == target:
                    del kept[index]
                    break
        return Delegate(*kept)

    def __call__(self, *arguments: Any) -> Any:
        result = None
        for target in self._targets:
            result = target(*arguments)
        return result

    def Invoke(self, *arguments: Any) -> Any:
        """Call all targets in order; the last one's result is returned."""
        return self(*arguments)

    def GetInvocationList(self) -> Array[Callable[..., Any]]:
        """Return the targets."""
        return Array(self._targets)

    @staticmethod
    def Combine(a: Callable[..., Any] | None, b: Callable[..., Any] | None) -> Delegate:
        """Return a delegate that calls one, then the other."""
        return Delegate(*(target for target in (a, b) if target is not None))

    @staticmethod
    def Remove(source: Delegate, value: Callable[..., Any]) -> Delegate:
        """Return a delegate without the last occurrence of a target."""
        return source - value

    def __len__(self) -> int:
        return len(self._targets)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        if other is None:
            return not self._targets
        return isinstance(other, Delegate) and other._targets == self._targets

    def __hash__(self) -> int:
        return hash(self._targets)

    def __iter__(self) -> Iterator[Callable[..., Any]]:
        return iter(self._targets)
