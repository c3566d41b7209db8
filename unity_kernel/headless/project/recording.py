"""Turning edits of an instance's objects into overrides of their PrefabInstance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unity_kernel.headless.project.document import Document, Path
from unity_kernel.headless.project.instanced import InstancedDocument, PrefabInstance
from unity_kernel.headless.project.modifications import NULL, Change, rewrite
from unity_kernel.headless.project.overrides import FIXED, property_path
from unity_kernel.headless.project.style import float32
from unity_kernel.headless.project.tree import Mapping, Node, Scalar, Sequence

__all__ = ["differences", "record"]

_FIELD = re.compile(rb"(?m)^(?=  [^ \r\n-])")


def record(instance: PrefabInstance) -> bool:
    """Write what was edited into the list of overrides; returns whether the list changed.

    What was edited and set back gets its former entry back, or none, byte for byte.
    """
    wanted: dict[tuple[int, str], Change] = {}
    for document in instance.edited:
        if document.is_guess:
            continue
        for path, change in differences(document):
            wanted[document.source.file_id, path] = change
    pending: dict[tuple[int, str], Change | bytes] = {**wanted}
    for key, raw in instance.former.items():
        if key not in wanted:
            pending[key] = Change(None) if raw is None else raw
    if not pending:
        return False
    style = instance.document.file.style
    data, former = rewrite(instance.document.render(), pending, (instance.guid, instance.kind), style)
    for key in pending:
        if key not in wanted:
            instance.former.pop(key, None)
        elif key in former:
            instance.former.setdefault(key, former[key])
    return instance.document.replace(data)


def differences(document: InstancedDocument) -> Iterator[tuple[str, Change]]:
    """Yield the properties that were edited since the file was loaded, each with its new value."""
    if document.base is None:
        return
    now = document.render()
    if now == document.base:
        return
    old, new = (_FIELD.split(data) for data in (document.base, now))
    scratch = document.instance.source.scratch
    before, after = (
        Document(scratch, document.class_id, document.file_id, False, data, 0, len(data))
        for data in (document.base, now)
    )
    seen: set[str] = set()
    if len(old) == len(new):
        pieces = [piece for piece, former in zip(new, old, strict=True) if piece != former]
        keys = [piece[2 : piece.find(b":")].decode("utf-8", "surrogateescape") for piece in pieces]
    else:
        keys = [key for key, _ in after.entries]
    for key in keys:
        node = after.field(key)
        if key not in FIXED and key not in seen and node is not None:
            seen.add(key)
            yield from _compared((key,), before.field(key), node)


def _compared(path: Path, old: Node | None, new: Node) -> Iterator[tuple[str, Change]]:
    if isinstance(new, Scalar):
        if not isinstance(old, Scalar) or not _is_same(old.text, new.text):
            yield property_path(path), Change(new.text)
    elif isinstance(new, Sequence):
        former = old.items if isinstance(old, Sequence) else []
        if len(former) != len(new):
            yield property_path((*path, "Array.size")), Change(str(len(new)))
        for index, item in enumerate(new.items):
            # Elements that the prefab has not are written whole.
            yield from _compared((*path, index), former[index] if index < len(former) else None, item)
    elif next((key == "fileID" for key, _ in new.entries), False):
        raw = _normal(new)
        if not isinstance(old, Mapping) or _normal(old) != raw:
            yield property_path(path), Change("", raw)
    else:
        former_nodes = dict(reversed(old.entries)) if isinstance(old, Mapping) else {}
        for key, node in new:
            yield from _compared((*path, key), former_nodes.get(key), node)


def _is_same(old: str, new: str) -> bool:
    """Whether two values are one; a float may be written in the way of another version of Unity."""
    if old == new:
        return True
    if "." not in old:
        return False
    try:
        return float32(float(old)) == float32(float(new))
    except ValueError:
        return False


def _normal(node: Mapping) -> bytes:
    """Return a reference on one line."""
    values = [(key, child.raw.decode("ascii", "replace")) for key, child in node if isinstance(child, Scalar)]
    return ("{" + ", ".join(f"{key}: {value}" for key, value in values) + "}").encode() if values else NULL
