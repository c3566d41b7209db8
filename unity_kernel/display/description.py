"""The words in which an object is described: plain data, drawn by `text` and `html`.

Texts in a description are clean already (`characters.clean`): cut, and without control characters.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "Branch",
    "Card",
    "Chip",
    "Curve",
    "Fields",
    "Fold",
    "Grid",
    "Image",
    "Line",
    "Link",
    "Matrix",
    "Node",
    "Note",
    "Ramp",
    "Sound",
    "Swatch",
    "Text",
    "Tree",
    "Vector",
    "Wave",
]


class Node:
    """Anything that can be drawn."""

    __slots__ = ()


@dataclass(slots=True)
class Text(Node):
    """A short value.

    Attributes:
        tone: plain, number, string, name (of the user's own making), dim, missing or error.
    """

    text: str
    tone: str = "plain"


@dataclass(slots=True)
class Link(Node):
    """A page on the web."""

    text: str
    url: str


@dataclass(slots=True)
class Vector(Node):
    """Components by their names, such as x, y and z; drawn in the colours of Unity's axes."""

    parts: list[tuple[str, str]]


@dataclass(slots=True)
class Matrix(Node):
    """Rows of numbers."""

    rows: list[list[str]]


@dataclass(slots=True)
class Swatch(Node):
    """A colour.

    Attributes:
        css: Its screen form without alpha, such as ``#ff8000``.
        alpha: 0 to 1.
        text: Its components in words.
    """

    css: str
    alpha: float
    text: str


@dataclass(slots=True)
class Ramp(Node):
    """Colours along a line: (place from 0 to 1, css colour with alpha), in order."""

    stops: list[tuple[float, str]]
    text: str


@dataclass(slots=True)
class Curve(Node):
    """A curve as points, with its keys."""

    points: list[tuple[float, float]]
    keys: list[tuple[float, float]]
    text: str


@dataclass(slots=True)
class Wave(Node):
    """Sound as the lowest and highest sample of each of its slices, from -1 to 1."""

    peaks: list[tuple[float, float]]
    text: str


@dataclass(slots=True)
class Sound(Node):
    """Something to play: the bytes of a file."""

    data: bytes
    text: str
    mime: str = "audio/wav"


@dataclass(slots=True)
class Image(Node):
    """A picture as the bytes of a PNG file.

    Attributes:
        width: In pixels, as it is to be shown.
        height: Likewise.
        pixelated: Whether it is a small one made larger, whose pixels should stay sharp.
        checkered: Whether what is transparent shows a pattern behind; else the page.
    """

    data: bytes
    width: int
    height: int
    text: str
    pixelated: bool = False
    checkered: bool = True


@dataclass(slots=True)
class Line(Node):
    """Nodes beside each other."""

    parts: list[Node]


@dataclass(slots=True)
class Note(Node):
    """A sentence; `level` is info, warning or error."""

    text: str
    level: str = "info"


@dataclass(slots=True)
class Fields(Node):
    """Labels with values; `more` counts those left out."""

    rows: list[tuple[str, Node]]
    more: int = 0


@dataclass(slots=True)
class Grid(Node):
    """A table; `more` counts the rows left out."""

    headings: list[str]
    rows: list[list[Node]]
    more: int = 0


@dataclass(slots=True)
class Chip(Node):
    """A word or two in a frame; `tone` is plain, dim, on, warning or error."""

    text: str
    tone: str = "plain"


@dataclass(slots=True)
class Fold(Node):
    """A part that unfolds.

    Attributes:
        icon: A name of `icons.ICONS`.
        enabled: Whether what it stands for is switched on; None where it has no switch.
    """

    title: str
    body: list[Node]
    icon: str = ""
    open: bool = False
    enabled: bool | None = None
    note: str = ""
    tone: str = "plain"


@dataclass(slots=True)
class Branch(Node):
    """An object in a tree.

    Attributes:
        icons: (icon, name) of its parts.
        more: Children that are not among `children`; what is below those is not counted.
        ask: By which a front end that can ask gets those; empty where nobody answers.
    """

    label: str
    icons: list[tuple[str, str]] = field(default_factory=list)
    active: bool = True
    prefab: bool = False
    children: list[Branch] = field(default_factory=list)
    more: int = 0
    note: str = ""
    ask: str = ""


@dataclass(slots=True)
class Tree(Node):
    """Objects below each other; `hint` says how to see what was left out, `ask` is as a branch's."""

    roots: list[Branch]
    more: int = 0
    hint: str = ""
    ask: str = ""


@dataclass(slots=True)
class Card(Node):
    """An object: what it is called, what it is, what it consists of."""

    title: str
    kind: str
    body: list[Node] = field(default_factory=list)
    icon: str = ""
    chips: list[Chip] = field(default_factory=list)
    subtitle: str = ""
    url: str = ""
