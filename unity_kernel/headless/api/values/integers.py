"""Structs of ``System.Int32`` components: what Vector2Int, Vector3Int, RectInt and BoundsInt share."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from operator import add, mul, neg, sub
from typing import Any, ClassVar, Self

from .base import IndexedStruct, Struct
from .errors import UNSET, no_match
from .single import Components, single
from .vector import Either, squared

__all__ = ["IntStruct", "IntVector", "int32", "integer"]


def integer(value: Any) -> int:
    """Check an argument of type ``Int32``.

    Raises:
        TypeError: It is not an integer; a float does not convert, in C# as in pythonnet.
        OverflowError: It needs more than 32 bits.
    """
    try:
        number = operator.index(value)
    except TypeError:
        raise no_match("System.Int32", value) from None
    if -0x80000000 <= number <= 0x7FFFFFFF:
        return number
    raise OverflowError(f"{number} does not fit System.Int32 (-2147483648 to 2147483647)")


def int32(number: int) -> int:
    """Wrap a result to 32 bits, as C#'s unchecked arithmetic does."""
    return (number + 0x80000000) % 0x100000000 - 0x80000000


def _quotient(a: int, b: int) -> int:
    """Divide towards zero, as C# does."""
    return int32(-(-a // b) if (a < 0) != (b < 0) else a // b)


class IntStruct(Struct):
    """A struct of int32 components; a subclass gives their number: ``class RectInt(IntStruct, size=4)``."""

    _component = staticmethod(integer)

    def __init_subclass__(cls, size: int = 0) -> None:
        if size:
            type.__setattr__(cls, "_zeros", (0,) * size)

    @classmethod
    def _round(cls, *components: Any) -> Components:
        if components and components[0] is UNSET:
            return cls._zeros
        return tuple(map(integer, components))


class IntVector(IndexedStruct, IntStruct):
    """A vector of int32 components."""

    _print_format: ClassVar[str] = "D"

    @classmethod
    def _wrapped(cls, numbers: Any) -> Self:
        return cls._of(*map(int32, numbers))

    def __add__(self, other: Self) -> Self:
        return self._wrapped(map(add, self._v, other._v)) if type(other) is type(self) else NotImplemented

    def __sub__(self, other: Self) -> Self:
        return self._wrapped(map(sub, self._v, other._v)) if type(other) is type(self) else NotImplemented

    def __neg__(self) -> Self:
        return self._wrapped(map(neg, self._v))

    def __mul__(self, other: Self | int) -> Self:
        if isinstance(other, int):
            return self._wrapped(x * other for x in self._v)
        return self._wrapped(map(mul, self._v, other._v)) if type(other) is type(self) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, divisor: int) -> Self:
        if not isinstance(divisor, int):
            return NotImplemented
        return self._of(*(_quotient(x, divisor) for x in self._v))

    @property
    def sqrMagnitude(self) -> int:
        """The squared length."""
        return int32(sum(map(mul, self._v, self._v)))

    @property
    def magnitude(self) -> float:
        """The length."""
        return single(math.sqrt(squared(self._v)))

    def Clamp(self, min: Self, max: Self) -> None:
        """Limit each component to a range, in place."""
        self._v = self.Min(max, self.Max(min, self))._v

    @classmethod
    def Distance(cls, a: Self, b: Self) -> float:
        """Return the distance between two points."""
        return single(math.sqrt(squared(tuple(map(sub, cls._take(a), cls._take(b))))))

    @classmethod
    def Min(cls, lhs: Self, rhs: Self) -> Self:
        """Return the smaller of each component."""
        return cls._of(*map(min, cls._take(lhs), cls._take(rhs)))

    @classmethod
    def Max(cls, lhs: Self, rhs: Self) -> Self:
        """Return the larger of each component."""
        return cls._of(*map(max, cls._take(lhs), cls._take(rhs)))

    def _scale_static(cls: Any, a: Any, b: Any) -> Any:  # noqa: N805 - see Either
        """Return two vectors multiplied componentwise; as ``v.Scale(scale)``, multiply v in place."""
        return cls._wrapped(map(mul, cls._take(a), cls._take(b)))

    def _scale_instance(self, scale: Any) -> None:
        self._v = tuple(map(int32, map(mul, self._v, self._take(scale))))

    Scale = Either(_scale_static, _scale_instance)

    @classmethod
    def _converted(cls, convert: Callable[[float], int], components: Components) -> Self:
        return cls._of(*(int32(convert(x)) if math.isfinite(x) else -0x80000000 for x in components))
