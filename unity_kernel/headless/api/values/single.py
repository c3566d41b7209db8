"""Single precision: every number that a Unity struct stores is a ``System.Single``.

Python has only doubles, so a component is kept as the double that equals its float32 value, which is also
what pythonnet hands out for a ``Single``. Ways to round, in nanoseconds on CPython 3.11.7 and 3.13.0 (one
Xeon core):

===========================================  ====  ====
one number, as a function                    3.11  3.13
===========================================  ====  ====
``ctypes.c_float(x).value``                   120   169
``unpack(pack(x))[0]`` (``struct``)            89    99
``array('f')`` element, write and read         68    72
Veltkamp split ``c - (c - x)``                 45    51
===========================================  ====  ====

===========================================  ====  ====
three numbers, as an expression              3.11  3.13
===========================================  ====  ====
``(c_float * 3)(x, y, z)[:]``                 477   655
``array('f', (x, y, z))``                     185   202
three Veltkamp splits                         118   133
``unpack(pack(x, y, z))`` (``struct``)         96   123
===========================================  ====  ====

The split is wrong for subnormals, infinities and overflow, so ``array`` rounds one number and ``struct``
rounds a whole struct, both exactly (to nearest, ties to even) and both checking types on the way.

A sum, difference, product, quotient or square root of float32 values that is computed in double and rounded
once is bit for bit the float32 result (53 >= 2 * 24 + 2 bits). Longer expressions here are also computed in
double and rounded once at the end: they are nearer to the exact result than Unity's own float32 steps, and
equal those to a few units in the last place.
"""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Callable
from typing import Any, SupportsFloat, TypeAlias

from .errors import UNSET, no_match

__all__ = ["EPSILON", "Components", "clamp01", "divide", "repeat", "rounder", "single"]

Components: TypeAlias = tuple[float, ...]

EPSILON = 1.401298464324817e-45
"""``float.Epsilon``, the smallest subnormal: ``Mathf.Epsilon`` where subnormals are not flushed to zero."""

_cell = array("f", (0.0,))


def single(value: SupportsFloat) -> float:
    """Round a number to float32.

    Args:
        value: A Python number (int converts to ``Single`` implicitly, as in C#).

    Raises:
        TypeError: It is not a number.
    """
    try:
        # One cell for all threads would be a race; Unity's API is called on the main thread only, and
        # between these two steps of straight-line bytecode CPython does not switch threads.
        _cell[0] = value  # type: ignore[call-overload]
        return _cell[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    except TypeError:
        raise no_match("System.Single", value) from None


def rounder(count: int) -> Callable[..., Components]:
    """Return a function that rounds ``count`` numbers to float32, as a tuple."""
    packer = struct.Struct(f"{count}f")
    pack, unpack = packer.pack, packer.unpack

    def round_components(*components: Any) -> Components:
        try:
            return unpack(pack(*components))
        except (OverflowError, struct.error):  # too large for float32 (infinity), or not a number (TypeError)
            if all(x is UNSET or x == 0 for x in components) and components[0] is UNSET:
                return (0.0,) * count  # default(T): the constructor without arguments
            return tuple(map(single, components))

    return round_components


def divide(a: float, b: float) -> float:
    """Divide as IEEE 754 (and C#) does: by zero gives an infinity or NaN."""
    try:
        return a / b
    except ZeroDivisionError:
        return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


def clamp01(number: float) -> float:
    """Limit a number to [0, 1]; NaN stays NaN."""
    return 0.0 if number < 0.0 else 1.0 if number > 1.0 else number


def repeat(t: float, length: float) -> float:
    """``Mathf.Repeat`` in double: ``t`` wrapped into ``[0, length]``."""
    if not (math.isfinite(t) and math.isfinite(length)) or length == 0.0:
        return math.nan
    return min(max(t - math.floor(t / length) * length, 0.0), length)
