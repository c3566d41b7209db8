"""The YAML that Unity writes, as a tree whose nodes remember where in the bytes they stand.

The dialect is narrow (see Unity's manual, "UnityYAML"): block mappings and sequences by indent, flow maps and lists,
plain and quoted scalars; no comments, anchors or aliases. Sibling keys may repeat, so a mapping is an ordered
multimap. Inline maps, by far the most frequent nodes, are only taken apart when somebody looks inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = [
    "Mapping",
    "Node",
    "Parser",
    "Scalar",
    "Sequence",
    "YamlError",
    "decode",
    "scalars",
    "to_integer",
    "to_real",
]

_KEY = re.compile(
    rb"""(?:'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^\s'"{}\[\]\-][^\r\n]*?|-[^\s][^\r\n]*?):(?=[ \r\n]|\Z)"""
)
_PLAIN_MAP = re.compile(
    rb"""\{(?:[^\s'"{}\[\],:\-][^\r\n'"{}\[\],:]*: [^'"{}\[\],]*(?:,[ \t\r\n]*|(?=\})))*\}"""
)
_PLAIN_FLOW_ENTRY = re.compile(rb"[^,{}\[\]]*")
_LINE_END = re.compile(rb"[ \t]*\r?(?:\n|\Z)")
_QUOTED = {39: re.compile(rb"'(?:[^']|'')*'"), 34: re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)}
_BLOCK_STYLE = re.compile(rb"[|>][+-]?\d?[+-]?\Z")
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\n[ \t]*|.)", re.DOTALL)
_ESCAPED = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029", "\t": "\t",
}  # fmt: skip
_DIGITS = 20  # of a 64-bit number, with its sign
_FOLD = re.compile(r"[ \t]*\n((?:[ \t]*\n)*)[ \t]*")


class YamlError(ValueError):
    """The bytes are not YAML as Unity writes it.

    Attributes:
        position: Byte offset of the fault.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class Scalar:
    """A value without structure; ``start`` to ``end`` are its bytes in the document, quotes included.

    Attributes:
        replacement: What will be written instead, or None while it is untouched.
        column: Column of the key or dash that it belongs to.
    """

    __slots__ = ("column", "data", "end", "replacement", "start")

    def __init__(self, data: bytes, start: int, end: int, column: int) -> None:
        self.data = data
        self.start = start
        self.end = end
        self.column = column
        self.replacement: bytes | None = None

    @property
    def raw(self) -> bytes:
        """The bytes as they will be written."""
        return self.data[self.start : self.end] if self.replacement is None else self.replacement

    @property
    def text(self) -> str:
        """The value: quotes removed, escapes resolved, folded lines joined."""
        return decode(self.raw)


class Mapping:
    """An ordered multimap of nodes; in ``flow`` style its entries are taken apart on first use, if they are plain."""

    __slots__ = ("_entries", "column", "data", "end", "flow", "start")

    def __init__(self, data: bytes, start: int, end: int, column: int, *, flow: bool) -> None:
        self.data = data
        self.start = start
        self.end = end
        self.column = column
        self.flow = flow
        self._entries: list[tuple[str, Node]] | None = None if flow else []

    @property
    def entries(self) -> list[tuple[str, Node]]:
        """Keys and nodes in file order, repeated keys included."""
        if self._entries is None:
            self._entries = Parser(self.data, self.start, self.end).flow_entries(self.start, self.column)
        return self._entries

    @entries.setter
    def entries(self, value: list[tuple[str, Node]]) -> None:
        self._entries = value

    def get(self, key: str | int) -> Node | None:
        """Return the first node under ``key``, or the one at a place, as for the second of two equal keys; or None."""
        if isinstance(key, int):
            return self.entries[key][1] if 0 <= key < len(self.entries) else None
        for name, node in self.entries:
            if name == key:
                return node
        return None

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


class Sequence:
    """A list of nodes."""

    __slots__ = ("column", "data", "end", "flow", "items", "start")

    def __init__(self, data: bytes, start: int, end: int, column: int, *, flow: bool) -> None:
        self.data = data
        self.start = start
        self.end = end
        self.column = column
        self.flow = flow
        self.items: list[Node] = []

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


Node = Scalar | Mapping | Sequence


def decode(raw: bytes) -> str:
    """Return the text of a scalar's bytes."""
    text = raw.decode("utf-8", "surrogateescape")
    if not text or (text[0] not in "'\"" and "\n" not in text):
        return text
    text = text.replace("\r\n", "\n")
    if text[0] == "'" and len(text) > 1:
        return _unfold(text[1:-1]).replace("''", "'")
    if text[0] == '"' and len(text) > 1:
        # A backslash before a line end keeps the blanks before it and drops the break: protect it from folding.
        body = text[1:-1]
        if "\n" in body:
            body = re.sub(r"(?<!\\)((?:\\\\)*)\\\n[ \t]*", r"\1", body)
            body = re.sub(r"\n[ \t]*\\(?= )", "\n\0", body)  # "\ " opens a line whose first blank counts
            body = _unfold(body).replace("\0", "")
        return _ESCAPE.sub(_unescape, body) if "\\" in body else body
    return _unfold(text)


def scalars(node: Mapping | Sequence) -> list[Scalar]:
    """All scalars below an inline node, in order."""
    found: list[Scalar] = []
    children = [child for _, child in node.entries] if isinstance(node, Mapping) else node.items
    for child in children:
        if isinstance(child, Scalar):
            found.append(child)
        else:
            found.extend(scalars(child))
    return found


def to_integer(text: str | None) -> int | None:
    """Return a scalar's text as an int; None for what is none, or too large for any field of Unity's."""
    try:
        return None if text is None or len(text) > _DIGITS else int(text)
    except ValueError:
        return None


def to_real(text: str | None, default: float = 0.0) -> float:
    """Return a scalar's text as a float; ``default`` for what is none, as damaged files have it."""
    try:
        return default if text is None else float(text)
    except ValueError:
        return default


def _unfold(text: str) -> str:
    return _FOLD.sub(lambda m: "\n" * m[1].count("\n") or " ", text) if "\n" in text else text


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "xuU" and len(code) > 1:
        value = int(code[1:], 16)
        return chr(value) if value <= 0x10FFFF else "\ufffd"
    return _ESCAPED.get(code, code)


class Parser:
    """Parses one stretch of bytes, from ``start`` to ``end``, by recursive descent.

    Every method takes an absolute position and leaves ``self.at`` behind what it read.
    """

    __slots__ = ("at", "data", "end")

    _MAX_DEPTH = (
        200  # Unity's own serialiser stops at 10; this only guards Python's stack against hostile files
    )

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self.data = data
        self.at = start
        self.end = end

    def block(self, position: int, column: int, depth: int = 0) -> Mapping | Sequence:
        """Parse the block whose first key or dash stands at ``position``, in ``column``."""
        if depth > self._MAX_DEPTH:
            raise YamlError(f"nested more than {self._MAX_DEPTH} levels deep", position)
        data = self.data
        if data[position] == 45 and data[position + 1 : position + 2] in (b" ", b"\n", b"\r", b""):
            return self._sequence(position, column, depth)
        return self._mapping(position, column, depth)

    def _mapping(self, position: int, column: int, depth: int) -> Mapping:
        node = Mapping(self.data, position, position, column, flow=False)
        entries = node.entries
        while True:
            match = _KEY.match(self.data, position, self.end)
            if match is None:
                raise YamlError("expected 'key: value'", position)
            key = decode(match[0][:-1])
            entries.append((key, self.value(match.end(), column, depth)))
            node.end = self.at
            following = self._next_line()
            if following is None or following[1] != column:
                self._refuse_deeper(following, column)
                return node
            position = following[0]
            if self.data[position] == 45 and self.data[position + 1 : position + 2] == b" ":
                return node

    def _sequence(self, position: int, column: int, depth: int) -> Sequence:
        node = Sequence(self.data, position, position, column, flow=False)
        data = self.data
        while True:
            inner = position + 1
            while inner < self.end and data[inner] == 32:
                inner += 1
            inner_column = column + inner - position
            if inner >= self.end or data[inner] in b"\r\n":
                node.items.append(self.value(position + 1, column, depth))
            elif self._opens_block(inner):
                node.items.append(self.block(inner, inner_column, depth + 1))
            else:
                node.items.append(self.value(position + 1, column, depth))
            node.end = self.at
            following = self._next_line()
            if following is None or following[1] != column:
                self._refuse_deeper(following, column)
                return node
            position = following[0]
            if not (data[position] == 45 and data[position + 1 : position + 2] in (b" ", b"\n", b"\r", b"")):
                return node

    def _opens_block(self, position: int) -> bool:
        data = self.data
        first = data[position]
        if first == 45 and data[position + 1 : position + 2] == b" ":
            return True
        return first not in b"{[" and _KEY.match(data, position, self.end) is not None

    def value(self, position: int, column: int, depth: int) -> Node:
        """Parse what follows ``key:`` or ``-``; ``column`` is that of the key or dash."""
        data, end = self.data, self.end
        start = position
        while start < end and data[start] == 32:
            start += 1
        if start >= end or data[start] in b"\r\n":
            self.at = position = min(start, end)
            following = self._next_line()
            if following is not None:
                dash = data[following[0]] == 45 and data[following[0] + 1 : following[0] + 2] in (
                    b" ",
                    b"\n",
                    b"\r",
                    b"",
                )
                if following[1] > column or (
                    following[1] == column and dash and not self._is_dash(start, column)
                ):
                    return self.block(following[0], following[1], depth + 1)
            self.at = position
            return Scalar(data, position, position, column)
        first = data[start]
        if first in b"{[":
            return self.flow(start, column, depth)
        if first in b"'\"":
            match = _QUOTED[first].match(data, start, end)
            if match is None:
                raise YamlError("a quoted text is not closed", start)
            if _LINE_END.match(data, match.end(), end) is None:
                raise YamlError("a quoted text is not closed, or text follows it", start)
            self.at = match.end()
            return Scalar(data, start, match.end(), column)
        stop = self._end_of_line(start)
        if _BLOCK_STYLE.match(data, start, stop) or stop < end:
            stop = self._skip_deeper(stop, column)
        self.at = stop
        return Scalar(data, start, stop, column)

    def _is_dash(self, position: int, column: int) -> bool:
        """Whether the value is an item of a sequence at ``column``, so that a dash there is its sibling."""
        line = self.data.rfind(b"\n", 0, position) + 1
        return self.data[line + column : line + column + 1] == b"-"

    def _skip_deeper(self, stop: int, column: int) -> int:
        """Extend a plain text over its continuation lines, which are indented deeper than ``column``."""
        while True:
            self.at = stop
            following = self._next_line()
            if following is None or following[1] <= column:
                return stop
            stop = self._end_of_line(following[0])

    def _end_of_line(self, position: int) -> int:
        stop = self.data.find(b"\n", position, self.end)
        if stop < 0:
            stop = self.end
        while stop > position and self.data[stop - 1] in b"\r":
            stop -= 1
        return stop

    def _refuse_deeper(self, following: tuple[int, int] | None, column: int) -> None:
        if following is not None and following[1] > column:
            raise YamlError("unexpected indent", following[0])

    def _next_line(self) -> tuple[int, int] | None:
        """Return (position, column) of the next line that is not blank, or None at the end."""
        data, end = self.data, self.end
        position = data.find(b"\n", self.at, end)
        while position >= 0:
            start = position = position + 1
            while position < end and data[position] == 32:
                position += 1
            if position >= end:
                return None
            if data[position] not in b"\r\n":
                return position, position - start
            position = data.find(b"\n", position, end)
        return None

    # Inline maps and lists

    def flow(self, position: int, column: int, depth: int = 0) -> Mapping | Sequence:
        """Parse ``{…}`` or ``[…]`` at ``position``, which ends its line."""
        node = self._flow_node(position, column, depth)
        if _LINE_END.match(self.data, self.at, self.end) is None:
            raise YamlError("text after the end of an inline map or list", position)
        return node

    def _flow_node(self, position: int, column: int, depth: int) -> Mapping | Sequence:
        """Parse an inline map or list; of a map without quotes or brackets only find the end."""
        data = self.data
        if data[position] == 123:
            plain = _PLAIN_MAP.match(data, position, self.end)
            if plain is not None:
                self.at = plain.end()
                return Mapping(data, position, self.at, column, flow=True)
            items = self._flow_items(position, column, depth)
            mapping = Mapping(data, position, self.at, column, flow=True)
            mapping.entries = items
            return mapping
        sequence = Sequence(data, position, position, column, flow=True)
        sequence.items = [item for _, item in self._flow_items(position, column, depth)]
        sequence.end = self.at
        return sequence

    def flow_entries(self, position: int, column: int) -> list[tuple[str, Node]]:
        """Parse the entries of the flow map at ``position``."""
        return self._flow_items(position, column, 0)

    def _flow_items(self, position: int, column: int, depth: int) -> list[tuple[str, Node]]:
        if depth > self._MAX_DEPTH:
            raise YamlError(f"nested more than {self._MAX_DEPTH} levels deep", position)
        data = self.data
        keyed = data[position] == 123
        closing = 125 if keyed else 93
        items: list[tuple[str, Node]] = []
        at = self._blanks(position + 1)
        while True:
            if at >= self.end:
                raise YamlError("an inline map or list is not closed", position)
            if data[at] == closing:
                self.at = at + 1
                return items
            key = ""
            if keyed:
                match = _KEY.match(data, at, self.end)
                if match is None:
                    raise YamlError("expected 'key: value'", at)
                key = decode(match[0][:-1])
                at = self._blanks(match.end())
            node = self._flow_value(at, column, depth)
            items.append((key, node))
            at = self._blanks(self.at)
            if data[at : at + 1] == b",":
                at = self._blanks(at + 1)
            elif data[at : at + 1] != (b"}" if keyed else b"]"):
                raise YamlError("expected ',' or the end of an inline map or list", at)

    def _flow_value(self, at: int, column: int, depth: int) -> Node:
        data = self.data
        first = data[at : at + 1]
        if first in (b"{", b"["):
            return self._flow_node(at, column, depth + 1)
        if first in (b"'", b'"'):
            match = _QUOTED[first[0]].match(data, at, self.end)
            if match is None:
                raise YamlError("a quoted text is not closed", at)
            self.at = match.end()
        else:
            match = _PLAIN_FLOW_ENTRY.match(data, at, self.end)
            assert match is not None  # the pattern matches the empty text too
            self.at = match.end()
        raw = data[at : self.at]
        return Scalar(data, at, at + len(raw.rstrip()), column)

    def _blanks(self, at: int) -> int:
        while at < self.end and self.data[at] in b" \r\n\t":
            at += 1
        return at
