"""Texts from a project made fit for showing: cut, one line, nothing that is invisible or turns the line around."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["NAME_LIMIT", "TEXT_LIMIT", "clean", "number"]

NAME_LIMIT = 200
"""Characters of a name that are shown."""
TEXT_LIMIT = 1000
"""Characters of any other text that are shown."""

# Control characters, line and paragraph separators, characters that reorder the text around them, lone surrogates.
_ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SYMBOLS = {"\n": "↵", "\r": "␍", "\t": "⇥", "\x7f": "␡"}


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text on one line, with odd characters as symbols or escapes; of a longer one its begin and its length."""
    cut = len(text) - limit
    if cut > 0:
        text = text[:limit]
    if not text.isprintable():
        text = _ODD.sub(_symbol, text)
    return f"{text}… ({cut:,} more characters)" if cut > 0 else text


def _symbol(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    if code < 0x20:
        return chr(0x2400 + code)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def number(value: Any) -> str:
    """A number as short as float32 allows, in the words of C# where it is none."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else f"{value:.6e}" if abs(value) < 10**300 else "huge"
    try:
        value = float(value)
    except (TypeError, ValueError):
        return clean(str(value), 40)
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "-∞"
    text = f"{value:.7g}"
    return "0" if text == "-0" else text
