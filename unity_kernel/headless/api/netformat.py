"""``String.Format`` of .NET, as far as log messages use it."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["format_text"]

_ITEM = re.compile(r"\{\{|\}\}|\{(\d+)(?:,(-?\d+))?(?::([^{}]*))?\}")


def format_text(template: str, *arguments: Any) -> str:
    """Fill ``{index[,width][:format]}`` items; numbers take .NET's ``F2``, ``D3``, ``X``, ``N0``, ``P1``, ``E2``.

    Raises:
        IndexError: An item names an argument that is not there.
    """

    def fill(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        index = int(match[1])
        if index >= len(arguments):
            raise IndexError(f"the format needs an argument {index}, {len(arguments)} given: {template!r}")
        text = _one(arguments[index], match[3] or "")
        width = int(match[2] or 0)
        return text.rjust(width) if width > 0 else text.ljust(-width)

    return _ITEM.sub(fill, template)


def _one(value: Any, spec: str) -> str:
    if value is None:
        return ""
    if spec and hasattr(value, "ToString"):
        return str(value.ToString(spec))
    if not spec or isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    kind, digits = spec[0].upper(), int(spec[1:] or -1) if spec[1:].isdigit() or not spec[1:] else -1
    if kind == "F":
        return f"{value:.{2 if digits < 0 else digits}f}"
    if kind == "N":
        return f"{value:,.{2 if digits < 0 else digits}f}"
    if kind == "P":
        return f"{value * 100:,.{2 if digits < 0 else digits}f} %"
    if kind == "E":
        return f"{value:.{6 if digits < 0 else digits}{'E' if spec[0] == 'E' else 'e'}}"
    if kind == "D" and isinstance(value, int):
        return f"{value:0{max(digits, 0) + (value < 0)}d}"
    if kind == "X" and isinstance(value, int):
        return f"{value:0{max(digits, 0)}{'X' if spec[0] == 'X' else 'x'}}"
    if kind == "G":
        return str(value)
    return str(value)
