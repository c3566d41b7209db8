"""What commands share on the terminal: their option parsers, aligned tables, colour where there is a terminal."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import TextIO

__all__ = ["ANSI", "command_parser", "paint", "plain", "table"]

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
COLOURS = {"red": "31", "green": "32", "yellow": "33", "dim": "2", "bold": "1"}


def command_parser(name: str, description: str, epilog: str = "") -> argparse.ArgumentParser:
    """The option parser of a command; description and epilog are shown as they are written.

    It exits with code 2 on wrong usage, as argparse does.
    """
    return argparse.ArgumentParser(
        prog=f"unity-kernel {name}",
        description=description.strip(),
        epilog=epilog.strip() or None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def paint(text: str, colour: str, stream: TextIO | None = None) -> str:
    """The text in a colour where `stream` (standard output) is a terminal that shows one, else as it is."""
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if _shows_colour(stream or sys.stdout) else text


def plain(text: str, stream: TextIO | None = None) -> str:
    """Text that may hold colours, for `stream`: without them where it shows none."""
    return text if stream is not None and _shows_colour(stream) else ANSI.sub("", text)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns under a header; the last column may be of any width."""
    lines = [list(header), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header) - 1)]
    return "\n".join(
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1]]
        ).rstrip()
        for line in lines
    )


def _shows_colour(stream: TextIO) -> bool:
    """A terminal, unless https://no-color.org is heeded; consoles of Windows do so under Windows Terminal."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return False
    return sys.platform != "win32" or "WT_SESSION" in os.environ
