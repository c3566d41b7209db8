"""Descriptions as HTML: without scripts, readable also where styles are stripped, every text escaped."""

from __future__ import annotations

import base64
from collections.abc import Callable
from html import escape
from typing import Any

from unity_kernel.display import style
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
from unity_kernel.display.icons import ICONS

__all__ = ["draw", "draw_live", "rows"]

WIDTH, HEIGHT = 300.0, 110.0
"""Size of a drawn curve in pixels."""
OPEN_LEVELS = 2
"""Levels of a tree that are unfolded at first."""
_TONES = {
    "number": "n",
    "string": "s",
    "dim": "k",
    "missing": "m",
    "error": "e",
    "type": "ty",
    "warning": "wa",
    "on": "on",
}


def draw(node: Node) -> str:
    """The description as a fragment of a page, with its style."""
    page = _Page()
    body = page.node(node)
    return f'<div class="{style.NAME}">{style.sheet(page.icons)}{body}</div>'


def draw_live(tree: Tree) -> str:
    """A tree to which `rows` will be added: with the style for whatever they may hold."""
    return f'<div class="{style.NAME}">{style.sheet(ICONS)}{_Page(live=True).node(tree)}</div>'


def rows(tree: Tree) -> str:
    """What comes in the place of a tree's "… more" when it was asked for."""
    page = _Page(live=True)
    branches = "".join(page.branch(branch, 0, []) for branch in tree.roots)
    return branches + page.more(tree.more, tree.ask)


class _Page:
    """Draws one description; remembers which icons it has used.

    Args:
        live: Whether somebody answers what is asked for.
    """

    def __init__(self, live: bool = False) -> None:
        self._live = live
        self.icons: set[str] = set()
        self._draw: dict[type[Node], Callable[[Any], str]] = {
            Text: self._text,
            Link: lambda node: f'<a href="{escape(node.url)}" target="_blank">{escape(node.text)}</a>',
            Vector: self._vector,
            Matrix: self._matrix,
            Swatch: self._swatch,
            Ramp: self._ramp,
            Curve: self._curve,
            Wave: self._wave,
            Sound: self._sound,
            Image: self._picture,
            Line: lambda node: f'<span class="ln">{" ".join(map(self.node, node.parts))}</span>',
            Note: self._note,
            Fields: self._fields,
            Grid: self._grid,
            Chip: self._chip,
            Fold: self._fold,
            Tree: self._tree,
            Card: self._card,
        }

    def node(self, node: Node) -> str:
        """One node."""
        return self._draw[type(node)](node)

    def icon(self, name: str, title: str = "", extra: str = "") -> str:
        """An icon; where styles are stripped, its title is read instead."""
        if not name:
            return ""
        self.icons.add(name)
        tip = f' title="{escape(title)}"' if title else ""
        return f'<i class="i i-{name}{extra}"{tip}>{escape(title)}</i>'

    # --- values ---------------------------------------------------------------------------------------------------

    def _text(self, node: Text) -> str:
        text = escape(node.text)
        if node.tone in ("name", "string"):
            text = f"<bdi>{text}</bdi>"
        tone = _TONES.get(node.tone)
        return f'<span class="{tone}">{text}</span>' if tone else f"<span>{text}</span>"

    def _vector(self, node: Vector) -> str:
        parts = (
            f'<i class="v{escape(name)}">{escape(name)}</i> <b>{escape(text)}</b> '
            for name, text in node.parts
        )
        return f'<span class="v">{"".join(parts)}</span>'

    def _matrix(self, node: Matrix) -> str:
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in node.rows)
        return f'<table class="mx">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>'

    def _swatch(self, node: Swatch) -> str:
        bar = f'<span style="width:{node.alpha * 100:.3g}%"></span>'
        color = f'<span style="background:{node.css}"></span><span>{bar}</span>'
        return f'<span class="sw">{color}</span><span class="n">{escape(node.text)}</span>'

    def _ramp(self, node: Ramp) -> str:
        stops = ",".join(f"{css} {place * 100:.4g}%" for place, css in node.stops)
        bar = f'<span class="ra"><span style="background:linear-gradient(90deg,{stops})"></span></span>'
        return f'<div>{bar}<span class="k">{escape(node.text)}</span></div>'

    def _curve(self, node: Curve) -> str:
        if not node.points:
            return f'<span class="k">{escape(node.text)}</span>'
        times, values = zip(*(node.points + node.keys), strict=True)
        left, right, low, high = min(times), max(times), min(values), max(values)
        wide, tall = (right - left) or 1.0, (high - low) or 1.0
        size = 0.4 if len(node.points) < 50 else 1.0
        width, height = WIDTH * size, HEIGHT * size

        def place(point: tuple[float, float]) -> tuple[float, float]:
            across = (point[0] - left) / wide * width
            return across, height - ((point[1] - low) / tall if high > low else 0.5) * height

        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, node.points))
        dots = "".join(
            f'<circle class="ky" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in map(place, node.keys[:40])
        )
        zero = ""
        if low < 0 < high:
            level = place((left, 0.0))[1]
            zero = f'<path class="ax" d="M0 {level:.1f}H{width:g}" stroke-dasharray="3 3"/>'
        frame = f'<path class="ax" d="M0 0V{height:g}H{width:g}"/>'
        plain = 'stroke="#4d8f1f" fill="none"'  # for pages without the style sheet
        line = f'<polyline class="cv" {plain} points="{path}"/>'
        head = f'<svg width="{width + 8:g}" height="{height + 8:g}" viewBox="-4 -4 {width + 8:g} {height + 8:g}">'
        return f'<div>{head}{frame}{zero}{line}{dots}</svg><span class="k">{escape(node.text)}</span></div>'

    def _wave(self, node: Wave) -> str:
        count = len(node.peaks)
        width, half = 400.0, 30.0
        step = width / max(1, count)
        wide = max(step - 0.4, 0.5)
        bars = "".join(
            f'<rect x="{i * step:.1f}" y="{half - max(high, low + 0.02) * half:.1f}" width="{wide:.1f}" '
            f'height="{max(high - low, 0.02) * half:.1f}"/>'
            for i, (low, high) in enumerate(node.peaks)
        )
        svg = f'<svg class="wv" width="{width:g}" height="{2 * half:g}">{bars}</svg>'
        return f'<div>{svg}<span class="k">{escape(node.text)}</span></div>'

    def _sound(self, node: Sound) -> str:
        data = base64.b64encode(node.data).decode("ascii")
        return f'<div><audio controls src="data:{node.mime};base64,{data}"></audio></div>'

    def _picture(self, node: Image) -> str:
        data = base64.b64encode(node.data).decode("ascii")
        names = " ".join(["px"] * node.pixelated + ["pl"] * (not node.checkered))
        look = f' class="{names}"' if names else ""
        size = f'width="{node.width}" height="{node.height}"'
        return f'<div><img{look} {size} alt="{escape(node.text)}" src="data:image/png;base64,{data}"></div>'

    def _note(self, node: Note) -> str:
        tone = {"warning": "wa", "error": "e"}.get(node.level, "k")
        return f'<div class="no {tone}"><bdi>{escape(node.text)}</bdi></div>'

    # --- parts ----------------------------------------------------------------------------------------------------

    def _fields(self, node: Fields) -> str:
        rows = [
            f"<tr><th><bdi>{escape(label)}</bdi></th><td>{self._part(value)}</td></tr>"
            for label, value in node.rows
        ]
        if node.more:
            rows.append(f'<tr><th></th><td class="k">… {node.more:,} more</td></tr>')
        return f"<table>{''.join(rows)}</table>" if rows else '<span class="k">nothing to show</span>'

    def _part(self, value: Node) -> str:
        """A field's value; one with parts of its own folds."""
        if isinstance(value, Fields) and value.rows:
            count = len(value.rows) + value.more
            return f'<details><summary class="k">{count}</summary>{self._fields(value)}</details>'
        return self.node(value)

    def _grid(self, node: Grid) -> str:
        head = "".join(f"<th>{escape(heading)}</th>" for heading in node.headings)
        rows = "".join(
            f"<tr>{''.join(f'<td>{self._part(cell)}</td>' for cell in row)}</tr>" for row in node.rows
        )
        more = f'<div class="k">… {node.more:,} more</div>' if node.more else ""
        return (
            f'<div class="gr"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}</div>'
        )

    def _chip(self, node: Chip) -> str:
        tone = _TONES.get(node.tone, "")
        text = escape(node.text)
        if node.tone == "on":
            text = f"<b>{text}</b>"  # where styles are stripped, what is on must still be told from the rest
        return f'<span class="ch {tone}"><bdi>{text}</bdi></span>'

    def _fold(self, node: Fold) -> str:
        switch = {
            None: "",
            True: '<span title="enabled">☑</span> ',
            False: '<span title="disabled">☐</span> ',
        }[node.enabled]
        tone = ' class="wa"' if node.tone == "warning" else ' class="e"' if node.tone == "error" else ""
        note = f' <span class="k">{escape(node.note)}</span>' if node.note else ""
        head = f"{self.icon(node.icon)}{switch}<b{tone}><bdi>{escape(node.title)}</bdi></b>{note}"
        body = "".join(map(self.node, node.body))
        opened = " open" if node.open else ""
        return f'<div class="fo"><details{opened}><summary>{head}</summary><div class="in">{body}</div></details></div>'

    def _tree(self, node: Tree) -> str:
        cut: list[bool] = [bool(node.more)]
        rows = "".join(
            self.branch(branch, OPEN_LEVELS if len(node.roots) < 30 else 0, cut) for branch in node.roots
        )
        more = self.more(node.more, node.ask, "objects")
        hint = (
            f'<div class="k">{escape(node.hint)}</div>' if node.hint and any(cut) and not self._live else ""
        )
        return f'<div class="tr">{rows}{more}{hint}</div>'

    def more(self, count: int, ask: str, what: str = "below") -> str:
        """What is left out of a level; something to press where it can be asked for."""
        if not count:
            return ""
        if ask and self._live:
            return f'<div class="lf"><button data-ask="{escape(ask)}">{count:,} more</button></div>'
        return f'<div class="lf k">… {count:,} more {what}</div>'

    def branch(self, branch: Branch, levels: int, cut: list[bool]) -> str:
        icons = "".join(f" {self.icon(name, title)}" for name, title in branch.icons)
        off = ' class="of"' if not branch.active else ""
        words = "" if branch.active else ' <span class="k">inactive</span>'
        note = f' <span class="e">{escape(branch.note)}</span>' if branch.note else ""
        cube = self.icon("prefab" if branch.prefab else "object", extra=" go")
        label = f"<span{off}>{cube}<bdi>{escape(branch.label)}</bdi>{icons}{words}</span>{note}"
        if not branch.children and not branch.more:
            return f'<div class="lf">{label}</div>'
        cut.append(bool(branch.more))
        more = self.more(branch.more, branch.ask)
        opened = " open" if levels > 0 and 0 < len(branch.children) <= 20 else ""
        below = "".join(self.branch(child, levels - 1, cut) for child in branch.children)
        return f"<details{opened}><summary>{label}</summary>{below}{more}</details>"

    def _card(self, node: Card) -> str:
        chips = " ".join(map(self._chip, node.chips))
        kind = (
            f'<a href="{escape(node.url)}" target="_blank">{escape(node.kind)}</a>'
            if node.url
            else escape(node.kind)
        )
        title = (
            f'<b><bdi>{escape(node.title)}</bdi></b> <span class="k">{kind}</span>'
            if node.title
            else f"<b>{kind}</b>"
        )
        under = f'<div class="su"><bdi>{escape(node.subtitle)}</bdi></div>' if node.subtitle else ""
        head = f'<div class="hd">{self.icon(node.icon)}{title} {chips}{under}</div>'
        return f'<div class="c">{head}<div class="bd">{"".join(map(self.node, node.body))}</div></div>'
