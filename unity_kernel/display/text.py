"""Descriptions as plain text, for consoles and wherever HTML is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from unity_kernel.display.description import (
    Branch,
    Card,
    Chip,
    Curve,
    Fields,
    Fold,
    Grid,
    Image,
    Line,
    Link,
    Matrix,
    Node,
    Note,
    Ramp,
    Sound,
    Swatch,
    Text,
    Tree,
    Vector,
    Wave,
)

__all__ = ["draw"]

ROWS = 20
"""Rows of a table, and objects of a tree's level, that text shows."""
LINES = 120
"""Lines of a display; a console has no fold."""
FOLDED = 8
"""Lines of a part that a notebook shows folded."""
CELL = 40
"""Characters of a table's cell."""
BARS = "▁▂▃▄▅▆▇█"


def draw(node: Node) -> str:
    """The description as lines of text."""
    lines = _lines(node)
    if len(lines) > LINES:
        lines[LINES:] = [f"… {len(lines) - LINES} more lines; a notebook shows them"]
    return "\n".join(lines)


def _lines(node: Node) -> list[str]:
    return list(_DRAW[type(node)](node))


def _join(nodes: list[Any]) -> Iterator[str]:
    """Nodes beside each other, as far as each is one line; the others below."""
    row: list[str] = []
    below: list[str] = []
    for node in nodes:
        lines = _lines(node)
        if len(lines) == 1:
            row.append(lines[0])
        else:
            below += lines
    yield "  ".join(part for part in row if part)
    yield from below


def _vector(node: Vector) -> Iterator[str]:
    yield f"({', '.join(text for _, text in node.parts)})"


def _matrix(node: Matrix) -> Iterator[str]:
    width = max((len(cell) for row in node.rows for cell in row), default=0)
    yield ""
    for row in node.rows:
        yield "  " + "  ".join(cell.rjust(width) for cell in row)


def _ramp(node: Ramp) -> Iterator[str]:
    yield f"{node.text}: " + " → ".join(f"{css} at {place:.3g}" for place, css in node.stops[:8])


def _curve(node: Curve) -> Iterator[str]:
    if not node.points:
        yield node.text
        return
    values = [value for _, value in node.points]
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = max(1, len(values) // 48)
    bars = "".join(BARS[min(7, int((value - low) / span * 7.999))] for value in values[::step])
    yield f"{bars}  {node.text}"


def _fields(node: Fields) -> Iterator[str]:
    width = min(28, max((len(label) for label, _ in node.rows), default=0))
    for label, value in node.rows:
        lines = _lines(value)
        if len(lines) == 1 and not isinstance(value, Fields):
            yield f"{label.ljust(width)}  {lines[0]}"
        else:
            yield label
            yield from (f"  {line}" for line in lines)
    if node.more:
        yield f"… {node.more:,} more"


def _grid(node: Grid) -> Iterator[str]:
    shown = node.rows[:ROWS]
    rows = [node.headings, *([_cell(cell) for cell in row] for row in shown)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(node.headings))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    more = node.more + len(node.rows) - len(shown)
    if more:
        yield f"… {more:,} more"


def _cell(node: Node) -> str:
    text = " ".join(line.strip() for line in _lines(node))
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def _fold(node: Fold) -> Iterator[str]:
    mark = {None: "", True: "☑ ", False: "☐ "}[node.enabled]
    yield f"▸ {mark}{node.title}" + (f"  {node.note}" if node.note else "")
    lines = [line for part in node.body for line in _lines(part)]
    shown = len(lines) if node.open or len(lines) <= FOLDED + 1 else FOLDED
    yield from (f"    {line}" for line in lines[:shown])
    if shown < len(lines):
        yield f"    … {len(lines) - shown} more"


def _tree(node: Tree) -> Iterator[str]:
    cut = node.more
    for branch in node.roots:
        yield from _branch(branch, "")
    if cut:
        yield f"… {cut:,} more objects"
    if node.hint and (cut or _is_cut(node.roots)):
        yield node.hint


def _is_cut(branches: list[Branch]) -> bool:
    return any(branch.more or _is_cut(branch.children) for branch in branches)


def _branch(branch: Branch, indent: str) -> Iterator[str]:
    parts = ", ".join(name for _, name in branch.icons)
    words = [branch.label, f"[{parts}]" if parts else "", "" if branch.active else "(inactive)", branch.note]
    yield indent + "  ".join(word for word in words if word)
    for child in branch.children[:ROWS]:
        yield from _branch(child, indent + "  ")
    more = branch.more + sum(1 + _size(child) for child in branch.children[ROWS:])
    if more:
        yield f"{indent}  … {more:,} more below"


def _size(branch: Branch) -> int:
    return branch.more + sum(1 + _size(child) for child in branch.children)


def _card(node: Card) -> Iterator[str]:
    chips = ", ".join(chip.text for chip in node.chips)
    head = f"{node.title} ({node.kind})" if node.title else node.kind
    one = (
        _lines(node.body[0])
        if len(node.body) == 1 and not isinstance(node.body[0], Fields | Grid | Fold)
        else []
    )
    if len(one) == 1 and not node.subtitle and not node.url:
        yield "  ".join(part for part in (head, one[0], chips) if part)
        return
    yield "  ".join(part for part in (head, chips) if part)
    for part in (node.subtitle, node.url):
        if part:
            yield f"  {part}"
    for body in node.body:
        yield from (f"  {line}" for line in _lines(body))


_DRAW: dict[type[Node], Callable[[Any], Any]] = {
    Text: lambda node: [node.text],
    Link: lambda node: [node.text],
    Chip: lambda node: [f"[{node.text}]" if node.tone == "on" else node.text],
    Note: lambda node: [node.text],
    Swatch: lambda node: [node.text],
    Image: lambda node: [f"<picture: {node.text}>"],
    Sound: lambda node: [f"<sound of {len(node.data):,} bytes>"],
    Wave: lambda node: [node.text],
    Line: lambda node: _join(node.parts),
    Vector: _vector,
    Matrix: _matrix,
    Ramp: _ramp,
    Curve: _curve,
    Fields: _fields,
    Grid: _grid,
    Fold: _fold,
    Tree: _tree,
    Card: _card,
}
