"""What Unity's structs have in common: a tuple of components, value semantics, .NET's way of naming things.

A struct here is an object with one slot, ``_v``, holding an immutable tuple of its components. That makes
construction one rounding and one store, lets copies share the tuple, and gives the rest of the headless editor the
raw numbers without a call. Components are properties over it. On CPython 3.11.7 and 3.13.0, in nanoseconds:
``Vector3(x, y, z)`` 330 and 380, ``v.x`` 70, ``a + b`` 820 and 890, ``Quaternion * Vector3`` 970 and 860.
"""

from __future__ import annotations

import operator
import sys
import warnings
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from unity_kernel.errors import UnityTemporaryWarning

from .errors import missing_member, no_match
from .formatting import format_number
from .single import Components, rounder, single

__all__ = [
    "Constant",
    "FloatStruct",
    "IndexedStruct",
    "NetType",
    "Struct",
    "component",
    "implicit",
    "static_property",
]

S = TypeVar("S", bound="Struct")

_new = object.__new__
_count = getattr(sys, "getrefcount", lambda value: -1)


class NetType(type):
    """Metaclass of .NET types: static properties cannot be assigned, unknown members are named."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> NetType:
        """Create the type without an instance dictionary, in the namespace by which .NET's users know it."""
        namespace["__module__"] = "UnityEngine"
        namespace.setdefault("__slots__", ())
        return super().__new__(cls, name, bases, namespace, **options)

    def __getattr__(cls, name: str) -> Any:
        return missing_member(cls, name)

    def __setattr__(cls, name: str, value: Any) -> None:
        if name.startswith("__"):
            super().__setattr__(name, value)
            return
        member = vars(cls).get(name)
        if isinstance(member, static_property):
            member.assign(value)
            return
        if member is None:
            getattr(cls, name)  # names what is missing
        raise TypeError("property is read-only")


class static_property:  # noqa: N801 - used as a decorator
    """A static property: ``Type.name`` calls a function each time."""

    def __init__(self, getter: Callable[[], Any], setter: Callable[[Any], None] | None = None) -> None:
        self.getter = getter
        self.setter = setter
        self.__doc__ = getter.__doc__

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return self.getter()

    def assign(self, value: Any) -> None:
        """Set the property; the metaclass calls this, because a class does not call ``__set__``."""
        if self.setter is None:
            raise TypeError("property is read-only")
        self.setter(value)


class Constant:
    """A static property with a fixed value; a fresh struct each time, so that changing it harms nothing."""

    def __init__(self, *components: float) -> None:
        self._components = tuple(x if isinstance(x, int) else single(x) for x in components)
        self.__doc__ = f"Shorthand for {components}."

    def __get__(self, instance: object, owner: type[S]) -> S:
        fresh = _new(owner)
        fresh._v = self._components
        return fresh


def _references_of_a_temporary() -> int:
    """Return how many references a setter sees to an object that nothing else holds; 0 where that tells nothing.

    ``thing.position.x = 3`` sets a part of a copy, which is gone with the line. The interpreter's own counts tell it
    from a variable's: 3 and 4 on CPython 3.11 to 3.13. Where both are alike (other interpreters), nobody is warned.
    """
    seen: list[int] = []

    class Probe:
        part = property(lambda self: None, lambda self, value: seen.append(_count(self)))

    Probe().part = held = Probe()
    held.part = None
    return seen[0] if seen[0] < seen[1] else 0


_TEMPORARY = _references_of_a_temporary()


def _warn_of_temporary(value: Struct, name: str) -> None:
    kind = type(value).__name__
    variable = kind[0].lower()
    warnings.warn(
        f"this sets {name} of a copy, and changes nothing: properties return copies of a {kind}, and no variable holds "
        f"this one (C# refuses such a line, CS1612). Take it, change it, and put it back: {variable} = thing.property; "
        f"{variable}.{name} = ...; thing.property = {variable}",
        UnityTemporaryWarning,
        stacklevel=3,
    )


def component(index: int, doc: str = "") -> Any:
    """Return a property over one component; annotate it with the component's type."""

    def get(self: Struct) -> Any:
        return self._v[index]

    def assign_component(self: Struct, value: Any) -> None:
        if _count(self) == _TEMPORARY:
            names = (key for key, member in vars(type(self)).items() if member is made)
            _warn_of_temporary(self, next(names, "a part"))
        components = self._v
        self._v = (*components[:index], self._component(value), *components[index + 1 :])

    made = property(get, assign_component, doc=doc or f"Component {index}.")
    return made


_implicit: dict[tuple[type, type], Callable[[Components], Components]] = {}


def implicit(source: type[Struct], target: type[Struct], convert: Callable[[Components], Components]) -> None:
    """Declare an implicit conversion of C#: arguments of type ``target`` also take a ``source``.

    Args:
        source: The struct that is given.
        target: The struct that is wanted.
        convert: The target's components, exact, from the source's.
    """
    _implicit[source, target] = convert


class Struct(metaclass=NetType):
    """A .NET value type with a fixed number of numeric components.

    Class attributes:
        _round: Converts that many numbers to exact components.
        _component: Converts one.
        _zeros: The components of ``default(T)``.
    """

    __slots__ = ("_v",)
    _v: Any  # a tuple of numbers; how many is the subclass's business
    _round: Callable[..., Components]
    _component: Callable[[Any], Any]
    _zeros: ClassVar[Components] = ()

    # Indexers are not enumerators: without this, Python would iterate by index, which .NET's structs do not.
    __iter__: ClassVar[None] = None

    @classmethod
    def _of(cls, *components: float) -> Self:
        """Make one from components that are known to be exact (float32, or int), without looking at them."""
        self = _new(cls)
        self._v = components
        return self

    @classmethod
    def _from(cls, components: Iterable[float]) -> Self:
        """Make one from any numbers, rounding each to the component's type."""
        self = _new(cls)
        self._v = cls._round(*components)
        return self

    @classmethod
    def _take(cls, value: Any) -> Any:
        """Return an argument's components, converting implicitly as C# would.

        Raises:
            TypeError: The argument is not this struct and does not convert to it.
        """
        if value.__class__ is cls:
            return value._v
        convert = _implicit.get((value.__class__, cls))
        if convert is None:
            raise no_match(f"UnityEngine.{cls.__name__}", value)
        return convert(value._v)

    def _components(self) -> Any:
        """Return the components as a tuple of exact Python numbers, as long as the struct has them."""
        return self._v

    def Equals(self, other: object) -> bool:
        """True if the other is the same type with exactly equal components."""
        return other.__class__ is self.__class__ and self._v == other._v

    def GetHashCode(self) -> int:
        """Return a hash by value. Not the number that Unity computes, which is not documented."""
        return hash(self)

    # By exact components. Where == is approximate (Vector3, Quaternion, ...) equal values may hash
    # differently, which breaks the law of hashing in Unity as well: use exact values as keys.
    def __hash__(self) -> int:
        return hash(self._v)

    def __eq__(self, other: object) -> bool:
        return other.__class__ is self.__class__ and self._v == other._v

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return the value as Unity prints it.

        Args:
            format: A .NET number format for each component, such as ``"F1"``.
            formatProvider: Accepted for the signature's sake; text is always in the invariant culture.
        """
        raise NotImplementedError

    def __str__(self) -> str:
        return self.ToString()

    def __repr__(self) -> str:
        return f"<UnityEngine.{type(self).__name__} {self.ToString()}>"

    def __getattr__(self, name: str) -> NoReturn:
        missing_member(type(self), name)
        raise AssertionError

    def __copy__(self) -> Self:
        return self._of(*self._v)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self._of(*self._v)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self).__qualname__, self._v)


def _restore(type_name: str, components: Components) -> Struct:
    """Unpickle: by name, because ``UnityEngine`` is not a module that every process can import."""
    from unity_kernel.headless.api import values

    cls: type[Struct] = operator.attrgetter(type_name)(values)
    return cls._of(*components)


class IndexedStruct(Struct):
    """A struct with an indexer, printed as ``(1.00, 2.00)``."""

    _print_format: ClassVar[str] = "F2"

    def _position(self, index: Any) -> int:
        """Return the component at an index.

        Raises:
            IndexError: There is none (``IndexOutOfRangeException`` in Unity).
        """
        position = operator.index(index)
        if 0 <= position < len(self._v):
            return position
        raise IndexError(f"Invalid {type(self).__name__} index!")

    def __getitem__(self, index: Any) -> Any:
        return self._v[self._position(index)]

    def __setitem__(self, index: Any, value: Any) -> None:
        components, position = self._v, self._position(index)
        self._v = (*components[:position], self._component(value), *components[position + 1 :])

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return the components as text, as Unity prints them unless a .NET number format is given."""
        return f"({', '.join(self._formatted(format))})"

    def _formatted(self, format: str | None) -> list[str]:
        spec = format or self._print_format
        return [format_number(value, spec) for value in self._v]


class FloatStruct(Struct):
    """A struct of float32 components, ``size`` of them: ``class Vector3(FloatStruct, size=3)``."""

    _component = staticmethod(single)

    def __init_subclass__(cls, size: int = 0) -> None:
        if size:
            type.__setattr__(cls, "_round", staticmethod(rounder(size)))
            type.__setattr__(cls, "_zeros", (0.0,) * size)
