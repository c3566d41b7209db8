"""``UnityEngine.Mathf``."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any

from . import smoothing
from .base import NetType
from .color_space import gamma_to_linear, linear_to_gamma
from .errors import UNSET
from .integers import int32, integer
from .single import EPSILON, clamp01, divide, repeat, single

__all__ = ["Mathf"]


class Mathf(metaclass=NetType):
    """Mathematics on ``Single``. Outside a function's domain the result is NaN or infinite, never an error.

    A function that .NET overloads for int and float gives an int if all arguments are ints.
    """

    PI = 3.1415927410125732
    Infinity = math.inf
    NegativeInfinity = -math.inf
    Deg2Rad = 0.01745329238474369
    Rad2Deg = 57.295780181884766
    Epsilon = EPSILON

    @staticmethod
    def Sin(f: float) -> float:
        """Return the sine of an angle in radians."""
        return _real(math.sin, f)

    @staticmethod
    def Cos(f: float) -> float:
        """Return the cosine of an angle in radians."""
        return _real(math.cos, f)

    @staticmethod
    def Tan(f: float) -> float:
        """Return the tangent of an angle in radians."""
        return _real(math.tan, f)

    @staticmethod
    def Asin(f: float) -> float:
        """Return the angle in radians whose sine is f."""
        return _real(math.asin, f)

    @staticmethod
    def Acos(f: float) -> float:
        """Return the angle in radians whose cosine is f."""
        return _real(math.acos, f)

    @staticmethod
    def Atan(f: float) -> float:
        """Return the angle in radians whose tangent is f."""
        return _real(math.atan, f)

    @staticmethod
    def Atan2(y: float, x: float) -> float:
        """Return the angle in radians between the x axis and a vector."""
        return _real(math.atan2, y, x)

    @staticmethod
    def Sqrt(f: float) -> float:
        """Return the square root."""
        return _real(math.sqrt, f)

    @staticmethod
    def Pow(f: float, p: float) -> float:
        """Return f raised to the power p."""
        return _real(_power, f, p)

    @staticmethod
    def Exp(power: float) -> float:
        """Return e raised to a power."""
        return _real(math.exp, power)

    @staticmethod
    def Log(f: float, p: float = UNSET) -> float:
        """Return the logarithm to base p, or the natural one."""
        if p is UNSET:
            return _real(_log, f)
        return _real(lambda x, base: divide(_log(x), _log(base)), f, p)

    @staticmethod
    def Log10(f: float) -> float:
        """Return the logarithm to base 10."""
        return _real(lambda x: math.log10(x) if x else -math.inf, f)

    @staticmethod
    def Abs(f: Any) -> Any:
        """Return the absolute value, of an int as an int."""
        if isinstance(f, int) and integer(f) == -0x80000000:
            raise OverflowError("Negating the minimum value of a twos complement number is invalid.")
        return abs(f) if isinstance(f, int) else abs(single(f))

    @staticmethod
    def Sign(f: float) -> float:
        """Return -1 for a negative number, else 1."""
        return -1.0 if single(f) < 0.0 else 1.0

    @staticmethod
    def Min(*values: Any) -> Any:
        """Return the smallest of numbers, or of one sequence; 0 for none."""
        return _extreme(min, values)

    @staticmethod
    def Max(*values: Any) -> Any:
        """Return the largest of numbers, or of one sequence; 0 for none."""
        return _extreme(max, values)

    @staticmethod
    def Clamp(value: Any, min: Any, max: Any) -> Any:
        """Return a number limited to a range."""
        number, low, high = _ints_or_singles(value, min, max)
        return low if number < low else high if number > high else number

    @staticmethod
    def Clamp01(value: float) -> float:
        """Return a number limited to [0, 1]."""
        return clamp01(single(value))

    @staticmethod
    def Floor(f: float) -> float:
        """Return the largest whole number not above f."""
        return _whole(math.floor, single(f))

    @staticmethod
    def Ceil(f: float) -> float:
        """Return the smallest whole number not below f."""
        return _whole(math.ceil, single(f))

    @staticmethod
    def Round(f: float) -> float:
        """Return the nearest whole number; halves go to the even one."""
        return _whole(round, single(f))

    @staticmethod
    def FloorToInt(f: float) -> int:
        """Return the largest integer not above f."""
        return _to_int(_whole(math.floor, single(f)))

    @staticmethod
    def CeilToInt(f: float) -> int:
        """Return the smallest integer not below f."""
        return _to_int(_whole(math.ceil, single(f)))

    @staticmethod
    def RoundToInt(f: float) -> int:
        """Return the nearest integer; halves go to the even one."""
        return _to_int(_whole(round, single(f)))

    @staticmethod
    def Lerp(a: float, b: float, t: float) -> float:
        """Return the number a fraction ``t`` of the way from a to b; t is clamped to [0, 1]."""
        start = single(a)
        return single(start + (single(b) - start) * clamp01(single(t)))

    @staticmethod
    def LerpUnclamped(a: float, b: float, t: float) -> float:
        """Return the number a fraction ``t`` of the way from a to b, or beyond."""
        start = single(a)
        return single(start + (single(b) - start) * single(t))

    @staticmethod
    def InverseLerp(a: float, b: float, value: float) -> float:
        """Return where a value lies between a (0) and b (1), clamped; 0 if they are equal."""
        start, end = single(a), single(b)
        return single(clamp01((single(value) - start) / (end - start))) if start != end else 0.0

    @staticmethod
    def LerpAngle(a: float, b: float, t: float) -> float:
        """Interpolate between two angles in degrees the short way; t is clamped to [0, 1]."""
        start = single(a)
        return single(start + _turn(single(b) - start) * clamp01(single(t)))

    @staticmethod
    def DeltaAngle(current: float, target: float) -> float:
        """Return the shortest turn between two angles in degrees, above -180 to 180."""
        return single(_turn(single(target) - single(current)))

    @staticmethod
    def MoveTowards(current: float, target: float, maxDelta: float) -> float:
        """Return ``current`` moved towards ``target`` by at most ``maxDelta`` (negative: away)."""
        return single(_move(single(current), single(target), single(maxDelta)))

    @staticmethod
    def MoveTowardsAngle(current: float, target: float, maxDelta: float) -> float:
        """Return an angle in degrees turned the short way towards another by at most ``maxDelta``."""
        start, step = single(current), single(maxDelta)
        turn = _turn(single(target) - start)
        if -step < turn < step:
            return single(target)
        return single(_move(start, start + turn, step))

    # "from" is reserved in Python: from_ here, and by position as everywhere.
    @staticmethod
    def SmoothStep(from_: float, to: float, t: float) -> float:
        """Interpolate with a slow start and end; t is clamped to [0, 1]."""
        fraction = clamp01(single(t))
        weight = fraction * fraction * (3.0 - 2.0 * fraction)
        return single(single(to) * weight + single(from_) * (1.0 - weight))

    @staticmethod
    def SmoothDamp(
        current: float,
        target: float,
        currentVelocity: float,
        smoothTime: float,
        maxSpeed: float = math.inf,
        deltaTime: float = UNSET,
    ) -> tuple[float, float]:
        """Move a value towards a target as a critically damped spring would.

        Args:
            current: Where it is.
            target: Where it should come to.
            currentVelocity: Its velocity per second, as the last call returned it.
            smoothTime: About the seconds that it takes.
            maxSpeed: The largest velocity.
            deltaTime: Seconds since the last call; ``Time.deltaTime`` unless given.

        Returns:
            The new value and the new velocity: pythonnet returns ``ref`` arguments after the result.
        """
        value, velocity = smoothing.damp(
            (single(current),), (single(target),), (single(currentVelocity),), smoothTime, maxSpeed, deltaTime
        )
        return single(value[0]), single(velocity[0])

    @staticmethod
    def SmoothDampAngle(
        current: float,
        target: float,
        currentVelocity: float,
        smoothTime: float,
        maxSpeed: float = math.inf,
        deltaTime: float = UNSET,
    ) -> tuple[float, float]:
        """``SmoothDamp`` for angles in degrees: the short way round."""
        start = single(current)
        near = start + _turn(single(target) - start)
        return Mathf.SmoothDamp(start, near, currentVelocity, smoothTime, maxSpeed, deltaTime)

    @staticmethod
    def Repeat(t: float, length: float) -> float:
        """Return t wrapped to the range from 0 to ``length``."""
        return single(repeat(single(t), single(length)))

    @staticmethod
    def PingPong(t: float, length: float) -> float:
        """Return a value that goes from 0 to ``length`` and back as t grows."""
        limit = single(length)
        return single(limit - abs(repeat(single(t), limit * 2.0) - limit))

    @staticmethod
    def Approximately(a: float, b: float) -> bool:
        """True if two numbers differ by less than a millionth of the larger, or by almost nothing."""
        x, y = single(a), single(b)
        return abs(y - x) < max(1e-6 * max(abs(x), abs(y)), EPSILON * 8.0)

    @staticmethod
    def Gamma(value: float, absmax: float, gamma: float) -> float:
        """Apply a gamma curve to a value within plus or minus ``absmax``."""
        number, limit = single(value), single(absmax)
        size = abs(number)
        if size <= limit:
            size = _real(_power, divide(size, limit), gamma) * limit
        return single(math.copysign(size, number) if number < 0.0 else size)

    @staticmethod
    def GammaToLinearSpace(value: float) -> float:
        """Convert an sRGB component to linear light."""
        return single(gamma_to_linear(single(value)))

    @staticmethod
    def LinearToGammaSpace(value: float) -> float:
        """Convert a linear component to sRGB."""
        return single(linear_to_gamma(single(value)))

    @staticmethod
    def IsPowerOfTwo(value: int) -> bool:
        """True for 1, 2, 4, 8 and so on, and for 0."""
        number = integer(value)
        return number & (number - 1) == 0

    @staticmethod
    def NextPowerOfTwo(value: int) -> int:
        """Return the smallest power of two not below a positive value."""
        number = integer(value)
        return int32(1 << (number - 1).bit_length()) if number > 0 else 0

    @staticmethod
    def ClosestPowerOfTwo(value: int) -> int:
        """Return the power of two nearest to a positive value, the larger of two equally near."""
        above = Mathf.NextPowerOfTwo(value)
        below = above >> 1
        return below if value - below < above - value else above

    @staticmethod
    def HalfToFloat(val: int) -> float:
        """Return the number that 16 bits encode as a half precision float."""
        return float(struct.unpack("<e", struct.pack("<H", integer(val) & 0xFFFF))[0])


def _real(compute: Callable[..., float], *arguments: float) -> float:
    """Compute in double from float32 arguments, with IEEE results where Python raises."""
    numbers = map(single, arguments)
    try:
        return single(compute(*numbers))
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except ValueError:
        if base != 0.0:  # a root of a negative number
            return math.nan
        odd = exponent % 2.0 == 1.0
        return math.copysign(math.inf, base) if odd else math.inf
    except OverflowError:
        return -math.inf if base < 0.0 and exponent % 2.0 == 1.0 else math.inf


def _log(number: float) -> float:
    return math.log(number) if number else -math.inf


def _whole(compute: Callable[[float], int], number: float) -> float:
    return math.copysign(compute(number), number) if math.isfinite(number) else number


def _to_int(number: float) -> int:
    """Cast to int as C# does on x64: what does not fit becomes int.MinValue."""
    return int(number) if -0x80000000 <= number <= 0x7FFFFFFF else -0x80000000


def _ints_or_singles(*values: Any) -> tuple[Any, ...]:
    if all(isinstance(value, int) for value in values):
        return tuple(map(integer, values))
    return tuple(map(single, values))


def _extreme(choose: Callable[..., Any], values: tuple[Any, ...]) -> Any:
    if len(values) == 1 and not isinstance(values[0], (int, float)):
        values = tuple(values[0])
    return choose(_ints_or_singles(*values)) if values else 0.0


def _turn(degrees: float) -> float:
    """The angle from -180 (excluded) to 180 that is the same turn."""
    wrapped = repeat(degrees, 360.0)
    return wrapped - 360.0 if wrapped > 180.0 else wrapped


def _move(current: float, target: float, step: float) -> float:
    if abs(target - current) <= step:
        return target
    return current + (step if target >= current else -step)
