"""One serialised object: a document of a Unity YAML file.

A document is a slice of its file until somebody asks for a field; then only that field is parsed. Edits are kept as
replacements of byte spans and spliced in when the document is written, so that all other bytes stay as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project.tree import (
    Mapping,
    Node,
    Parser,
    Scalar,
    Sequence,
    YamlError,
    scalars,
    to_integer,
    to_real,
)

if TYPE_CHECKING:
    from unity_kernel.headless.project.unityfile import UnityFile

__all__ = ["NO_EDITS", "NO_FIELDS", "Document", "Path"]

Path = tuple[str | int, ...]

_NUMBERS = {
    count: re.compile(rb" \{" + rb", ".join([rb"\w: ([^,{}\s]+)"] * count) + rb"\}") for count in (2, 3, 4)
}
_TYPE = re.compile(rb"([A-Za-z_][A-Za-z0-9_]*):")
NO_FIELDS: dict[
    str, Node | None
] = {}  # stay empty: dictionaries of their own for all would double their size
NO_EDITS: dict[int, Scalar | Mapping] = {}
_SMALL = 1 << 16  # bytes: a larger document is not copied for one vector
_WIDTH = 78  # columns: a longer inline map might have to be folded
_LOCAL = re.compile(rb" \{fileID: (-?\d{1,19})\}")
_ASSET = re.compile(rb" \{fileID: (-?\d{1,19}), guid: (\w+),\s+type: (\d)\}")
_LOCAL_ITEM = re.compile(rb"\{fileID: (-?\d{1,19})\}")
_LOCAL_LIST = re.compile(
    rb"(?:\r?\n  - (?:\w+: )?\{fileID: -?\d{1,19}\})+(?=\r?\n  [^ -]|\r?\n--- |\r?\n?\Z)"
)


class Document:
    """An object of a file, by class id and file id.

    Nodes that it hands out live until its next structural edit (`set_items`); hold paths, not nodes.

    Attributes:
        file: The file that it belongs to.
        class_id: Unity's class number, such as 1 for GameObject.
        file_id: Signed 64-bit id, unique in a sound file.
        stripped: Whether it only stands for an object of a prefab instance.
        is_written: Whether it is part of its file's bytes, as all are that no prefab instance brings.
    """

    is_written = True

    __slots__ = (
        "_data",
        "_edited",
        "_end",
        "_entries",
        "_fields",
        "_start",
        "class_id",
        "file",
        "file_id",
        "stripped",
    )

    def __init__(
        self, file: UnityFile, class_id: int, file_id: int, stripped: bool, data: bytes, start: int, end: int
    ) -> None:
        self.file = file
        self.class_id = class_id
        self.file_id = file_id
        self.stripped = stripped
        self._data = data
        self._start = start
        self._end = end
        self._fields: dict[str, Node | None] = NO_FIELDS
        self._entries: list[tuple[str, Node]] | None = None
        self._edited: dict[int, Scalar | Mapping] = NO_EDITS

    @property
    def type_name(self) -> str:
        """The class name on the line under the header, such as ``GameObject``; empty if there is none."""
        start = self._data.find(b"\n", self._start, self._end) + 1
        match = _TYPE.match(self._data, start, self._end) if start else None
        return match[1].decode() if match is not None else ""

    # Reading

    def field(self, key: str) -> Node | None:
        """Return the first field of that name at the top of the object, or None."""
        try:
            return self._fields[key]
        except KeyError:
            pass
        node: Node | None = None
        if self._entries is None and (at := self._find(key)) >= 0:
            node = self._parse_value(at)
        if self._fields is NO_FIELDS:
            self._fields = {}
        self._fields[key] = node
        return node

    def _find(self, key: str) -> int:
        """Return the offset behind ``key:`` at the top of the object, or -1.

        Continuation lines of texts are indented deeper than fields, so a plain search cannot be fooled by them.
        """
        marker = b"\n  " + key.encode("utf-8", "surrogateescape") + b":"
        at = self._data.find(marker, self._start, self._end)
        return at + len(marker) if at >= 0 else -1

    def _parse_value(self, position: int) -> Node:
        try:
            return Parser(self._data, self._start, self._end).value(position, 2, 0)
        except YamlError as error:
            raise self.fault(str(error), error.position) from None

    @property
    def entries(self) -> list[tuple[str, Node]]:
        """All fields in file order, repeated keys included."""
        if self._entries is None:
            self._settle()
            body = self._data.find(b"\n", self._start, self._end) + 1
            entries: list[tuple[str, Node]] = []
            if body and self._data[body : self._end].strip():
                try:
                    root = Parser(self._data, self._start, self._end).block(body, 0)
                except YamlError as error:
                    raise self.fault(str(error), error.position) from None
                if isinstance(root, Mapping) and root.entries:
                    content = root.entries[0][1]
                    if isinstance(content, Mapping):
                        entries = content.entries
            self._fields = {}
            for key, node in entries:
                self._fields.setdefault(key, node)
            self._entries = entries
        return self._entries

    def node(self, path: Path) -> Node | None:
        """Return the node at ``path`` (keys and list indexes from the top of the object), or None."""
        node: Node | None = self.field(str(path[0]))
        for step in path[1:]:
            if isinstance(node, Mapping):
                node = node.get(step)
            elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
                node = node.items[step]
            else:
                return None
        return node

    def text(self, *path: str | int) -> str | None:
        """Return the text of the scalar at ``path``; None if there is none."""
        node = self.node(path)
        return node.text if isinstance(node, Scalar) else None

    def integer(self, *path: str | int) -> int | None:
        """Return the scalar at ``path`` as an int; None if it is missing or not a number."""
        return to_integer(self.text(*path))

    def real(self, *path: str | int, default: float = 0.0) -> float:
        """Return the scalar at ``path`` as a float; ``default`` if it is missing or not a number."""
        return to_real(self.text(*path), default)

    def reference(self, *path: str | int) -> int:
        """Return the fileID of the reference at ``path`` into this same file; 0 if null, missing or elsewhere."""
        if len(path) == 1 and path[0] not in self._fields:
            at = self._find(str(path[0]))
            if at < 0:
                return 0
            match = _LOCAL.match(self._data, at, self._end)
            if match is not None:
                return int(match[1])
        node = self.node(path)
        return self.local_id(node) if isinstance(node, Mapping) else 0

    def asset_reference(self, key: str) -> tuple[int, str, str] | None:
        """Return (file id, guid, type) of a field that refers to an object of another file, as Unity writes it.

        None where the field is missing, refers to this file, or is written in another way.
        """
        if self._edited:
            return None
        at = self._find(key)
        match = _ASSET.match(self._data, at, self._end) if at >= 0 else None
        return (int(match[1]), match[2].decode(), match[3].decode()) if match is not None else None

    def numbers(self, key: str, count: int) -> tuple[float, ...] | None:
        """Return the numbers of an inline map such as ``{x: 0, y: 1, z: 0}``; None if there is no such map."""
        if not self._edited:
            at = self._find(key)
            match = _NUMBERS[count].match(self._data, at, self._end) if at >= 0 else None
            if match is not None:
                try:
                    return tuple(map(float, match.groups()))
                except ValueError:
                    pass
        node = self.field(key)
        if not isinstance(node, Mapping) or len(node) < count:
            return None
        try:
            return tuple(float(child.text) for _, child in node.entries[:count] if isinstance(child, Scalar))
        except ValueError:
            return None

    def local_id(self, node: Mapping) -> int:
        """Return the fileID of a ``{fileID: …}`` node; 0 if it names another file."""
        raw = self._data[node.start : node.end]
        if raw.startswith(b"{fileID: ") and b"," not in raw and not self._edited:
            try:
                return int(raw[9:-1])
            except ValueError:
                return 0
        target = node.get("fileID")
        if not isinstance(target, Scalar) or node.get("guid") is not None:
            return 0
        return to_integer(target.text) or 0

    def references(self, key: str, inner: str | None = None) -> list[int]:
        """Return the local fileIDs listed under ``key``; with ``inner``, of that key of each item.

        Lists of ``- 4: {fileID: 1}`` (components up to Unity 5.4) are read with any ``inner``.
        """
        at = self._find(key)
        match = _LOCAL_LIST.match(self._data, at, self._end) if at >= 0 else None
        if match is not None and not self._edited:
            return [int(found) for found in _LOCAL_ITEM.findall(match[0])]
        node = self.field(key)
        if not isinstance(node, Sequence):
            return []
        found = []
        for item in node.items:
            if inner is not None and isinstance(item, Mapping) and not item.flow and item.entries:
                item = item.get(inner) or item.entries[0][1]
            if isinstance(item, Mapping):
                found.append(self.local_id(item))
        return found

    # Writing

    def set_text(self, path: Path, text: str) -> bool:
        """Write a text scalar in the project's style; returns whether anything changed."""
        return self._set(path, text, number=False)

    def set_number(self, path: Path, value: int | float) -> bool:
        """Write an integer, boolean (as 0 or 1) or float32; returns whether anything changed."""
        node = self._scalar(path)
        if isinstance(value, float):
            style = self.file.style
            try:
                if style.real(float(node.text)) == style.real(value):
                    return False
            except ValueError:
                pass
            return self._set(path, style.real(value), number=True)
        return self._set(path, str(int(value)), number=True)

    def set_numbers(self, key: str, axes: str, values: Iterable[float]) -> bool:
        """Write the float32 numbers of an inline map such as ``{x: 0, y: 1, z: 0}``; unchanged ones stay as they are.

        Returns:
            Whether anything changed.
        """
        numbers = tuple(values)
        if self._end - self._start < _SMALL and len(numbers) in _NUMBERS:
            self._settle()
            at = self._find(key)
            match = _NUMBERS[len(numbers)].match(self._data, at, self._end) if at >= 0 else None
            if match is not None:
                style = self.file.style
                pieces = []
                for old, value in zip(match.groups(), numbers, strict=True):
                    new = style.real(value).encode()
                    pieces.append(old if new == old or style.is_same(old, new) else new)
                text = (
                    b" {"
                    + b", ".join(b"%c: %b" % (ord(a), p) for a, p in zip(axes, pieces, strict=True))
                    + b"}"
                )
                if len(key) + len(text) < _WIDTH:
                    return self._splice(match.start(), match.end(), text)
        changed = False
        for axis, value in zip(axes, numbers, strict=True):
            changed |= self.set_number((key, axis), float(value))
        return changed

    def set_reference(self, path: Path, file_id: int, guid: str = "", kind: int = 3) -> bool:
        """Point the reference at ``path`` at an object, of this file unless ``guid`` names another."""
        self._settle()
        node = self.node(path)
        if not isinstance(node, Mapping) or not node.flow:
            raise self.fault(f"{_dotted(path)} is not a reference", None)
        pairs = [("fileID", str(file_id))]
        if guid:
            pairs += [("guid", guid), ("type", str(kind))]
        line = self._data.rfind(b"\n", 0, node.start) + 1
        text = self.file.style.flow_map(pairs, column=node.start - line, indent=node.column + 2)
        return self._splice(node.start, node.end, text.encode())

    def _scalar(self, path: Path) -> Scalar:
        node = self.node(path)
        if not isinstance(node, Scalar):
            raise self.fault(f"{_dotted(path)} is not a plain value", None)
        return node

    def _set(self, path: Path, text: str, *, number: bool) -> bool:
        node = self._scalar(path)
        if node.text == text:
            return False
        flow = self._enclosing_flow(path)
        if number:
            written = text
        else:
            line = self._data.rfind(b"\n", 0, node.start) + 1
            written = self.file.style.string(
                text, column=node.start - line, indent=node.column + 2, flow=flow is not None
            )
        self._note()
        node.replacement = self.file.encode(written)
        if self._edited is NO_EDITS:
            self._edited = {}
        if flow is not None:
            self._edited[flow.start] = flow
        else:
            self._edited[node.start] = node
        self.file.touched = True
        return True

    def _enclosing_flow(self, path: Path) -> Mapping | None:
        """The outermost inline map around the node at ``path``."""
        for length in range(1, len(path)):
            node = self.node(path[:length])
            if isinstance(node, Mapping) and node.flow:
                return node
        return None

    def set_items(self, key: str, items: Iterable[str]) -> bool:
        """Replace the list under ``key`` by ``items``, each the text after its dash; returns whether it changed."""
        self._settle()
        start = self._find(key)
        if start < 0:
            raise self.fault(f"{key} is missing", None)
        node = self._parse_value(start)
        lines = [f"\n  - {item}" for item in items]
        return self._splice(start, node.end, self.file.encode("".join(lines) or " []"))

    def drop_references(self, gone: set[int]) -> bool:
        """Make null the references to objects of this file that are no more; returns whether there were any."""
        data = self.render()
        if not any(int(found) in gone for found in _LOCAL_ITEM.findall(data)):
            return False
        self._reset(
            _LOCAL_ITEM.sub(lambda match: b"{fileID: 0}" if int(match[1]) in gone else match[0], data)
        )
        return True

    def replace(self, data: bytes) -> bool:
        """Put other bytes, header line included, in place of its own; returns whether anything changed."""
        if self.render() == data:
            return False
        self._reset(data)
        return True

    def _splice(self, start: int, end: int, new: bytes) -> bool:
        """Replace a span of settled data."""
        if self._data[start:end] == new:
            return False
        self._reset(self._data[self._start : start] + new + self._data[end : self._end])
        return True

    def _settle(self) -> None:
        """Turn pending edits into bytes, forgetting all nodes."""
        if self._edited:
            self._reset(self.render())

    def _note(self) -> None:
        """Let the file's journal keep what it was before its first change."""
        self.file.changed.add(self)
        if self.file.journal is not None:
            self.file.journal.changing(self)

    def _reset(self, data: bytes) -> None:
        self._note()
        self._data, self._start, self._end = data, 0, len(data)
        self._fields, self._entries, self._edited = NO_FIELDS, None, NO_EDITS
        self.file.touched = True

    # Bytes

    @property
    def is_untouched(self) -> bool:
        """Whether its bytes still are those of the file as loaded."""
        return not self._edited and self._data is self.file.data

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in its own data; in the file's, if untouched."""
        return self._start, self._end

    def render(self) -> bytes:
        """Return its bytes, header line included, edits applied."""
        if not self._edited:
            return self._data[self._start : self._end]
        pieces: list[bytes] = []
        at = self._start
        for position in sorted(self._edited):
            node = self._edited[position]
            pieces.append(self._data[at:position])
            if self._data[position - 1 : position] == b":":
                pieces.append(b" ")  # ``key:`` had no value, and no blank for one
            pieces.append(node.raw if isinstance(node, Scalar) else self._render_flow(node))
            at = node.end
        pieces.append(self._data[at : self._end])
        return b"".join(pieces)

    def _render_flow(self, node: Mapping) -> bytes:
        """Write an inline map: values replaced in place; laid out anew only where Unity would fold differently."""
        pieces: list[bytes] = []
        at = node.start
        for scalar in scalars(node):
            pieces.append(self._data[at : scalar.start])
            pieces.append(scalar.raw)
            at = scalar.end
        pieces.append(self._data[at : node.end])
        written = b"".join(pieces)
        column = node.start - self._data.rfind(b"\n", 0, node.start) - 1
        if b"\n" not in written and column + len(written) <= 80:
            return written
        if any(not isinstance(child, Scalar) for _, child in node):
            return written
        pairs = [
            (key, child.raw.decode("utf-8", "surrogateescape"))
            for key, child in node
            if isinstance(child, Scalar)
        ]
        return self.file.encode(self.file.style.flow_map(pairs, column=column, indent=node.column + 2))

    def fault(self, message: str, position: int | None) -> SceneFileError:
        """Return an error about this document; ``position`` is an offset in its data."""
        line = self.file.line_of(self)
        if position is not None and line is not None:
            line += self._data.count(b"\n", self._start, position)
        return SceneFileError(message, self.file.name, line)


def _dotted(path: Path) -> str:
    return ".".join(str(step) for step in path)
