"""The first lines of a cell, by which it is not the editor's alone: `%%local` and `%unity`."""

from __future__ import annotations

import re

__all__ = ["LOCAL", "UNITY_LINES", "blank", "without_local"]

LOCAL = re.compile(r"\s*%%local[^\S\n]*(?:\n|$)")
UNITY_LINES = re.compile(r"(?:\s*%unity\b[^\n]*(?:\n|$))+")


def blank(head: str, rest: str) -> str:
    """The cell after its first lines were dealt with; comments in their place, as IPython counts no empty ones."""
    return rest if rest.lstrip().startswith("%%") else "#\n" * head.count("\n") + rest


def without_local(lines: list[str]) -> list[str]:
    """IPython's input transformer for the kernel's own cells: takes `%%local` off."""
    code = "".join(lines)
    local = LOCAL.match(code)
    return blank(local[0], code[local.end() :]).splitlines(keepends=True) if local else lines
