"""Numbers as text the way .NET writes them in the invariant culture, which is what Unity's ``ToString`` uses."""

from __future__ import annotations

import decimal
import math
import re

__all__ = ["format_number"]

# Wide enough for float.MaxValue with any sensible number of decimals; .NET rounds halves away from zero.
_CONTEXT = decimal.Context(prec=400, rounding=decimal.ROUND_HALF_UP)
_STANDARD = re.compile(r"([A-Za-z])(\d*)\Z")
_CUSTOM = re.compile(r"([^0#.,%]*)([0#,]*)(?:\.([0#]*))?(%?)([^0#.,%]*)\Z")


def format_number(value: float, spec: str) -> str:
    """Format a number by a .NET format string.

    Supports the standard specifiers C, D, E, F, G, N, P, R, X with a precision, and custom patterns of one
    section made of ``0 # . , %`` and literal text. See "Standard numeric format strings" in the .NET
    documentation.

    Raises:
        ValueError: Another specifier (``System.FormatException`` in .NET).
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if not spec:
        spec = "G"
    if standard := _STANDARD.match(spec):
        return _standard(value, standard[1], int(standard[2]) if standard[2] else None)
    if custom := _CUSTOM.match(spec):
        return _custom(value, *custom.groups(default=""))
    raise ValueError(
        f"'{spec}' is not a .NET number format that is supported here; use for example F2, N0, G4 or 0.00"
    )


def _fixed(value: float, decimals: int, grouping: str = "") -> str:
    rounded = _CONTEXT.quantize(decimal.Decimal(value), decimal.Decimal(1).scaleb(-decimals))
    return f"{rounded:{grouping}f}"


def _standard(value: float, letter: str, precision: int | None) -> str:
    kind = letter.upper()
    digits = 2 if precision is None else precision
    if kind == "F":
        return _fixed(value, digits)
    if kind == "N":
        return _fixed(value, digits, ",")
    if kind == "P":
        return f"{_fixed(value * 100, digits, ',')} %"
    if kind == "C":
        return f"{'-' if value < 0 else ''}¤{_fixed(abs(value), digits, ',')}"
    if kind == "E":
        mantissa, exponent = f"{value:.{6 if precision is None else precision}e}".split("e")
        return f"{mantissa}{letter}{int(exponent):+04d}"
    if kind in "GR":
        return _general(value, 9 if kind == "R" else precision or 7, letter)
    if isinstance(value, int) and kind in "DX":
        width = precision or 0
        if kind == "X":
            return f"{value & 0xFFFFFFFF:0{width}{letter}}"
        return f"{'-' if value < 0 else ''}{abs(value):0{width}d}"
    raise ValueError(f"'{letter}' is not a .NET number format for this number; use for example F2, N0 or G4")


def _general(value: float, digits: int, letter: str) -> str:
    """``G``: seven significant digits are what a ``Single`` has; an exponent only below 1e-5 or at ``digits``."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.{digits}g}"
    if "e" not in text:
        return text
    mantissa, exponent = text.split("e")
    if -5 <= int(exponent) < 0:
        return f"{decimal.Decimal(text):f}"
    return f"{mantissa}{'e' if letter.islower() else 'E'}{int(exponent):+03d}"


def _custom(value: float, before: str, whole: str, fraction: str, percent: str, after: str) -> str:
    text = _fixed(abs(value) * (100 if percent else 1), len(fraction))
    digits, _, decimals = text.partition(".")
    keep = fraction.rindex("0") + 1 if "0" in fraction else 0
    decimals = decimals[:keep] + decimals[keep:].rstrip("0")
    digits = digits.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole and digits:
        digits = f"{int(digits):0{len(digits)},}" if digits.startswith("0") else f"{int(digits):,}"
    sign = "-" if value < 0 and (digits.strip("0") or decimals.strip("0")) else ""
    return f"{sign}{before}{digits}{'.' if decimals else ''}{decimals}{percent}{after}"
