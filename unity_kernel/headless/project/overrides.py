"""Applying overrides to an object: property paths as Unity writes them, arrays included."""

from __future__ import annotations

import re
from typing import Any

from unity_kernel.headless.project.document import Document, Path
from unity_kernel.headless.project.modifications import NULL, Modification
from unity_kernel.headless.project.tree import Mapping, Scalar, Sequence, to_integer

__all__ = ["FIXED", "apply", "property_path", "steps"]

FIXED = frozenset(
    {
        "m_Children", "m_Component", "m_CorrespondingSourceObject", "m_Father", "m_GameObject", "m_PrefabAsset",
        "m_PrefabInstance", "m_PrefabInternal", "m_PrefabParentObject", "serializedVersion",
    }
)  # fmt: skip
"""Fields that say where an object belongs: not for overrides, which change its properties."""

_STEP = re.compile(r"\.?Array\.data\[(\d{1,18})\]|\.?(Array\.size)(?=\Z|\.)|\.?([^.]+)")
_SIZE = "Array.size"
_LARGEST = 100_000  # elements: a guess at what nobody overrides by hand; a larger size is damage
_PAIR = re.compile(rb"(\w+): ([^,}\s]+)")


def steps(path: str) -> Path:
    """Return a property path as keys and indexes; ``Array.size`` becomes a last step of that name."""
    return tuple(int(m[1]) if m[1] else m[2] or m[3] for m in _STEP.finditer(path))


def property_path(path: Path) -> str:
    """Return keys and indexes as a property path, the opposite of `steps`."""
    written = ""
    for step in path:
        piece = f"Array.data[{step}]" if isinstance(step, int) else step
        written += f".{piece}" if written else piece
    return written


def apply(document: Document, modifications: list[Modification]) -> None:
    """Write overrides into a document; what it has no place for is left out, as Unity does with stale ones."""
    parsed = [(steps(item.path), item) for item in modifications]
    parsed = [(path, item) for path, item in parsed if path and path[0] not in FIXED]
    for path, item in parsed:
        if path[-1] == _SIZE and (size := to_integer(item.value)) is not None and size >= 0:
            _resize(document, path[:-1], size, parsed)
    for path, item in parsed:
        if path[-1] != _SIZE:
            _put(document, path, item)


def _put(document: Document, path: Path, item: Modification) -> None:
    node = document.node(path)
    if isinstance(node, Scalar):
        if not item.is_reference:
            document.set_text(path, item.value)
    elif isinstance(node, Mapping) and node.flow and _is_reference(node):
        pairs = dict(_PAIR.findall(item.reference))
        numbers = [to_integer(pairs.get(key, b"").decode("ascii", "replace")) for key in (b"fileID", b"type")]
        guid = pairs.get(b"guid", b"").decode("ascii", "replace")
        document.set_reference(path, numbers[0] or 0, guid, 3 if numbers[1] is None else numbers[1])
    elif node is None and len(path) == 1 and document.class_id == 114:
        # A field that the script got after the prefab was saved.
        value = item.reference if item.is_reference else item.value.encode("utf-8", "surrogateescape")
        if b"\n" not in value:
            data = document.render().rstrip(b"\r\n")
            document.replace(data + b"\n  " + str(path[0]).encode() + b": " + value + b"\n")


def _is_reference(node: Mapping) -> bool:
    return next((key == "fileID" for key, _ in node.entries), False)


def _resize(document: Document, path: Path, size: int, all_of_them: list[tuple[Path, Modification]]) -> None:
    """Cut an array, or grow it by copies of its last element, as Unity does; nothing else was edited before."""
    node = document.node(path)
    if not isinstance(node, Sequence) or size == len(node) or size > _LARGEST:
        return
    data = document.render()
    origin = document.span[0]
    start, end = node.start - origin, node.end - origin
    indent = b"\n" + b" " * node.column + b"- "
    if not node.items:
        inside = [(p[len(path) :], item) for p, item in all_of_them if p[: len(path)] == path]
        shape = _shape([(p[1:], item) for p, item in inside if p and isinstance(p[0], int)])
        text = indent + _laid_out(shape, node.column + 2)
        before = data[:start].rstrip(b" ")
        document.replace(before + text * size + data[end:])
        return
    if node.flow:
        return
    firsts = [data.rfind(b"\n", 0, item.start - origin) for item in node.items]
    if any(data[at + 1 : at + 1 + node.column].strip() for at in firsts) or len(set(firsts)) < len(firsts):
        return  # a list that starts on its parent's line: seen in nested lists only
    if size < len(node):
        cut = firsts[size] if size else firsts[0]
        head = data[:cut].rstrip(b"\r") if size else data[:cut].rstrip(b"\r") + b" []"
        document.replace(head + data[end:])
        return
    last = data[firsts[-1] : end]
    document.replace(data[:end] + last * (size - len(node)) + data[end:])


def _shape(inside: list[tuple[Path, Modification]]) -> Any:
    """Guess what an element looks like from the overrides of its parts: a dict, a list, or a value's bytes."""
    if not inside:
        return b""
    if all(not path for path, _ in inside):
        return NULL if any(item.is_reference for _, item in inside) else b""
    inside = [(path, item) for path, item in inside if path]  # of a managed reference both are overridden
    if any(isinstance(path[0], int) or path[0] == _SIZE for path, _ in inside):
        return []
    keys = dict.fromkeys(path[0] for path, _ in inside)
    return {key: _shape([(p[1:], item) for p, item in inside if p[0] == key]) for key in keys}


def _laid_out(shape: Any, column: int) -> bytes:
    """Write an element's first form, all values empty; ``column`` is where its keys stand."""
    if not isinstance(shape, dict):
        return shape if isinstance(shape, bytes) else b"[]"
    lines = []
    for key, inner in shape.items():
        name = str(key).encode("utf-8", "surrogateescape")
        if isinstance(inner, dict):
            deeper = b"\n" + b" " * (column + 2)
            lines.append(name + b":" + deeper + _laid_out(inner, column + 2))
        else:
            lines.append(name + b": " + _laid_out(inner, column))
    return (b"\n" + b" " * column).join(lines)
