"""Console messages as text and HTML: a block of a cell's, or the table of all that were kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from unity_kernel.display import style
from unity_kernel.display.characters import clean

__all__ = ["MESSAGE_LIMIT", "Row", "block", "entry_line", "line", "more", "net_stack", "table"]

MESSAGE_LIMIT = 4000
"""Characters of a message that a block shows."""
STACK_LIMIT = 8000
PREFIX = {
    "log": "[Log]",
    "warning": "[Warning]",
    "error": "[Error]",
    "exception": "[Exception]",
    "assert": "[Assert]",
}
ERRORS = ("error", "exception")
_LOOK = {"log": ("", "·"), "warning": (" lw", "⚠"), "assert": (" lw", "⚠")}
_ERROR_LOOK = (" le", "✖")
_PLACE = re.compile(r"\(at ([^)]+)\)")


@dataclass(slots=True)
class Row:
    """Equal messages of a cell, counted."""

    severity: str
    message: str
    stack: str = ""
    count: int = 1


def line(severity: str, message: str, stack: str = "") -> str:
    """A message as text, with its stack where it is an error's."""
    text = f"{PREFIX.get(severity, f'[{severity.capitalize()}]')} {message}\n"
    if stack and (severity in ERRORS or severity not in PREFIX):
        text += stack.rstrip("\n") + "\n"
    return text


def block(rows: Iterable[Row]) -> dict[str, str]:
    """Messages that came together, as a MIME bundle."""
    texts, parts = [], []
    for row in rows:
        words = line(row.severity, row.message, row.stack).rstrip("\n")
        texts.append(f"{words}  (×{row.count:,})" if row.count > 1 else words)
        parts.append(_row(row))
    return {"text/plain": "\n".join(texts), "text/html": style.of_logs("".join(parts))}


def _row(row: Row) -> str:
    tone, mark = _LOOK.get(row.severity, _ERROR_LOOK)
    count = f'<b class="ct">×{row.count:,}</b>' if row.count > 1 else ""
    place = _PLACE.search(row.stack)
    at = f' <span class="at">{escape(clean(place[1], 120))}</span>' if place else ""
    text = (
        f'<span class="t">{mark} <bdi>{escape(_lines(row.message, MESSAGE_LIMIT))}</bdi></span> {count}{at}'
    )
    if not row.stack.strip():
        return f'<div class="lg lf1{tone}">{text}</div>'
    stack = escape(_lines(row.stack.strip("\n"), STACK_LIMIT))
    return f'<div class="lg{tone}"><details><summary>{text}</summary><pre>{stack}</pre></details></div>'


def _lines(text: str, limit: int) -> str:
    """A text with its line ends kept."""
    cut = len(text) - limit
    shown = "\n".join(clean(part, limit) for part in text[:limit].replace("\r\n", "\n").split("\n"))
    return f"{shown}… ({cut:,} more characters)" if cut > 0 else shown


def more(hidden: Mapping[str, int]) -> dict[str, str]:
    """What a cell logged beyond what is shown."""
    counts = ", ".join(f"{count:,} {severity}" for severity, count in hidden.items())
    text = f"{sum(hidden.values()):,} more console messages ({counts}); %unity logs shows the last of them."
    return {
        "text/plain": f"[unity-kernel] {text}",
        "text/html": style.of_logs(f'<div class="lg at">{text}</div>'),
    }


def net_stack(stack: str) -> dict[str, str]:
    """The .NET half of an exception's stack, folded."""
    shown = escape(_lines(stack.strip("\n"), STACK_LIMIT))
    body = f'<div class="lg le"><details><summary>.NET stack</summary><pre>{shown}</pre></details></div>'
    return {"text/plain": f".NET stack:\n{stack.strip(chr(10))}", "text/html": style.of_logs(body)}


# --- all that was kept -----------------------------------------------------------------------------------------------


def entry_line(entry: Mapping[str, Any]) -> str:
    """One entry of the console as a line."""
    return f"{_time(entry)} {entry['severity']:<9} {entry['message']}"


def _time(entry: Mapping[str, Any]) -> str:
    return datetime.fromtimestamp(entry["when"]).strftime("%H:%M:%S")


def table(entries: list[dict[str, Any]], note: str = "") -> str:
    """The console's entries as HTML: all in order, and those of each severity by themselves."""
    groups = [("All", entries)]
    names = (("Errors", (*ERRORS, "assert")), ("Warnings", ("warning",)))
    groups += [(name, [e for e in entries if e["severity"] in kinds]) for name, kinds in names]
    parts = []
    for name, found in groups:
        if found and (name == "All" or len(found) < len(entries)):
            rows = "".join(_entry(entry, count) for entry, count in _collapsed(found))
            opened = " open" if name == "All" else ""
            parts.append(
                f"<details{opened}><summary><b>{name}</b> ({len(found):,})</summary>{rows}</details>"
            )
    if note:
        parts.append(f'<div class="at">{escape(note)}</div>')
    return style.of_logs("".join(parts))


def _collapsed(entries: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], int]]:
    """Equal entries that follow each other, as the last of them and their number."""
    found: list[tuple[dict[str, Any], int]] = []
    for entry in entries:
        before, count = found[-1] if found else ({}, 0)
        if all(before.get(key) == entry[key] for key in ("severity", "message", "stack")):
            found[-1] = (entry, count + 1)
        else:
            found.append((entry, 1))
    return found


def _entry(entry: Mapping[str, Any], count: int) -> str:
    row = _row(Row(entry["severity"], entry["message"], entry["stack"], count))
    mark = '<span class="t">'
    return row.replace(mark, f'<span class="at tm">{_time(entry)}</span> {mark}', 1)
