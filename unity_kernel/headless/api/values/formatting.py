"""Numbers as text the way .NET writes them in the invariant culture: what Unity's ``ToString`` uses.

A ``Single`` is first taken to the seven significant digits that it has, then rounded to the wanted
decimals, halves away from zero: pi as "F8" is 3.14159300 ("Vector3.ToString" in the scripting reference). A
negative number that rounds to zero keeps its sign, as on Mono.
"""

from __future__ import annotations

import decimal
import math
import re

from .single import single

__all__ = ["format_number"]

# Wide enough for float.MaxValue with any sensible number of decimals.
_CONTEXT = decimal.Context(prec=400, rounding=decimal.ROUND_HALF_UP)
_STANDARD = re.compile(r"([A-Za-z])(\d*)\Z")
_CUSTOM = re.compile(r"([^0#.,%;]*)([0#,]*)(?:\.([0#]*))?(%?)([^0#.,%;]*)\Z")


def format_number(value: float, spec: str) -> str:
    """Format a number by a .NET format string.

    Supports the standard specifiers D, E, F, G, N, P, R and X with a precision, and custom patterns of one
    section made of ``0 # . , %`` and literal text ("Standard numeric format strings" in the .NET
    documentation).

    Args:
        value: An int, or a float that holds a ``Single``.
        spec: Such as ``"F2"`` or ``"0.##"``; empty means ``"G"``.

    Raises:
        ValueError: Another format (``System.FormatException`` in .NET).
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if standard := _STANDARD.match(spec or "G"):
        text = _standard(value, standard[1], int(standard[2]) if standard[2] else None)
    elif custom := _CUSTOM.match(spec):
        text = _custom(value, *custom.groups(default=""))
    else:
        text = None
    if text is None:
        raise ValueError(
            f"'{spec}' is no .NET format for a number like {value}; use for example F2, N0 or 0.00"
        )
    return text


def _fixed(value: float, decimals: int, percent: bool = False) -> decimal.Decimal:
    digits = decimal.Decimal(value) if isinstance(value, int) else decimal.Decimal(f"{value:.6e}")
    if percent:
        digits = digits.scaleb(2, _CONTEXT)
    return _CONTEXT.quantize(digits, decimal.Decimal(1).scaleb(-decimals))


def _standard(value: float, letter: str, precision: int | None) -> str | None:
    digits = 2 if precision is None else precision
    match letter.upper():
        case "F":
            return f"{_fixed(value, digits):f}"
        case "N":
            return f"{_fixed(value, digits):,f}"
        case "P":
            return f"{_fixed(value, digits, percent=True):,f} %"
        case "E":
            mantissa, exponent = f"{value:.{6 if precision is None else precision}e}".split("e")
            return f"{mantissa}{letter}{int(exponent):+04d}"
        case "D" if isinstance(value, int):
            return f"{'-' if value < 0 else ''}{abs(value):0{precision or 0}d}"
        case "X" if isinstance(value, int):
            return f"{value & 0xFFFFFFFF:0{precision or 0}{letter}}"
        case "G" | "R" if isinstance(value, int):
            return str(value)
        case "G":
            text = f"{value:.{precision or 7}g}"
        case "R":  # the seven digits if they say it all, else the nine that always do
            text = f"{value:.7g}"
            text = text if single(float(text)) == value else f"{value:.9g}"
        case _:
            return None
    return text.replace("e", "e" if letter == "g" else "E")


def _custom(value: float, before: str, whole: str, fraction: str, percent: str, after: str) -> str:
    text = f"{_fixed(abs(value), len(fraction), bool(percent)):f}"
    digits, _, decimals = text.partition(".")
    required = fraction.rindex("0") + 1 if "0" in fraction else 0
    decimals = decimals[:required] + decimals[required:].rstrip("0")
    digits = digits.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(\d{3})+\Z)", ",", digits)
    sign = "-" if value < 0 and (digits + decimals).strip("0,") else ""
    return f"{sign}{before}{digits}{'.' if decimals else ''}{decimals}{percent}{after}"
