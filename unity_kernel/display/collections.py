"""Arrays, lists and dictionaries of .NET; lists of Unity's objects as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import ANY_NET, Describer, card, inline, is_destroyed
from unity_kernel.display.description import Card, Chip, Grid, Line, Node, Text
from unity_kernel.display.names import UNITY_OBJECT, lineage, type_name
from unity_kernel.display.reader import Failure

__all__ = ["ROWS", "are_unity_objects", "object_grid"]

ROWS = 60
"""Rows of a table."""
HEADLESS_ARRAY = "unity_kernel.headless.api.interop.Array"
MAPPING = "clr._extras.collections.MappingMixin"
ITERABLE = "clr._extras.collections.IterableMixin"

Column = tuple[str, Callable[[Describer, Any], Node]]


def _member(label: str, path: str) -> Column:
    return label, lambda look, obj: look.member(obj, path)


def _name(look: Describer, obj: Any) -> Node:
    if obj is None or is_destroyed(obj):
        return look.inline(obj)
    name = look.get(obj, "name")
    if isinstance(name, Failure):
        return look.inline(name)
    look.remember(obj, str(name))
    return Text(clean(str(name), NAME_LIMIT), "name")


def _layer(look: Describer, obj: Any) -> Node:
    layer = look.get(obj, "layer")
    return look.inline(layer) if isinstance(layer, Failure) else Text(look.layer(layer), "name")


def _type(look: Describer, obj: Any) -> Node:
    return Text(type_name(type(obj)), "dim")


_COLUMNS: dict[str, list[Column]] = {
    "UnityEngine.GameObject": [
        ("Name", _name),
        _member("Active", "activeInHierarchy"),
        _member("Tag", "tag"),
        ("Layer", _layer),
        _member("Position", "transform.position"),
        _member("Children", "transform.childCount"),
    ],
    "UnityEngine.Transform": [
        ("Name", _name),
        _member("Position", "position"),
        _member("Rotation", "rotation"),
        _member("Scale", "localScale"),
        _member("Children", "childCount"),
    ],
    "UnityEngine.Behaviour": [
        ("Name", _name),
        ("Type", _type),
        _member("Enabled", "enabled"),
        _member("Position", "transform.position"),
    ],
    "UnityEngine.Component": [("Name", _name), ("Type", _type), _member("Position", "transform.position")],
    UNITY_OBJECT: [("Name", _name), ("Type", _type)],
}


def are_unity_objects(values: Iterable[Any]) -> bool:
    """Whether the first of these values are Unity's objects (or None), at least one of them an object."""
    found = False
    for value in islice(values, 20):
        if value is None:
            continue
        if UNITY_OBJECT not in lineage(type(value)):
            return False
        found = True
    return found


def object_grid(look: Describer, values: Iterable[Any], count: int) -> Grid:
    """Unity's objects as a table: the columns of the type that they share."""
    shown = list(islice(values, ROWS))
    shared = [lineage(type(value)) for value in shown if value is not None]
    kind = next(name for name in _COLUMNS if all(name in names for names in shared))
    columns = _COLUMNS[kind]
    rows: list[list[Node]] = []
    for index, value in enumerate(shown):
        if look.reader.is_late:
            break
        cells: list[Node]
        if value is None or is_destroyed(value):
            cells = [look.inline(value), *(Text("") for _ in columns[1:])]
        else:
            cells = [column(look, value) for _, column in columns]
        rows.append([Text(str(index), "dim"), *cells])
    keep = [0, *(i + 1 for i in range(len(columns)) if any(not _absent(row[i + 1]) for row in rows))]
    headings = ["", *(label for label, _ in columns)]
    return Grid([headings[i] for i in keep], [[row[i] for i in keep] for row in rows], count - len(rows))


def _absent(node: Node) -> bool:
    """Whether a cell stands for a member that this editor's type does not have."""
    return (
        isinstance(node, Text)
        and node.tone == "error"
        and node.text.startswith(("AttributeError", "HeadlessLim"))
    )


def _length(look: Describer, value: Any) -> int:
    count = look.reader.call(len, value)
    if isinstance(count, Failure):
        count = look.get(value, "Count")
    return count if isinstance(count, int) else -1


def _element_name(value: Any) -> str:
    return clean(str(value.ToString()) if hasattr(value, "ToString") else type_name(type(value)), NAME_LIMIT)


@inline("System.Array", HEADLESS_ARRAY, ITERABLE, MAPPING)
def collection_inline(look: Describer, value: Any) -> Node:
    """The elements, as far as they are shown."""
    count = _length(look, value)
    if count < 0:
        return Text(clean(str(value), NAME_LIMIT))
    return look.items(value, count)


@card("System.Array", HEADLESS_ARRAY, ITERABLE)
def collection_card(look: Describer, value: Any) -> Node:
    """A table of the elements."""
    count = _length(look, value)
    name = type_name(type(value)) if "System.Array" in lineage(type(value)) else _kind(value)
    chips = [Chip(f"{count:,} {'element' if count == 1 else 'elements'}", "dim")] if count >= 0 else []
    if count == 0:
        return Card("", name, [Text("empty", "dim")], "list", chips)
    first = look.reader.call(lambda: list(islice(iter(value), ROWS)))
    if isinstance(first, Failure):
        return Card("", name, [Text(first.text, "error")], "list", chips)
    if are_unity_objects(first):
        return Card("", name, [object_grid(look, first, max(count, len(first)))], "list", chips)
    rows: list[list[Node]] = [
        [Text(str(index), "dim"), look.inline(item)] for index, item in enumerate(first)
    ]
    return Card("", name, [Grid(["", "Value"], rows, max(0, count - len(rows)))], "list", chips)


def _kind(value: Any) -> str:
    name = type_name(type(value))
    return _element_name(value) if name == "Array" else name


@card(MAPPING)
def mapping_card(look: Describer, value: Any) -> Node:
    """A table of keys and values."""
    count = _length(look, value)
    pairs = look.reader.call(lambda: [(key, value[key]) for key in islice(iter(value.Keys), ROWS)])
    name = type_name(type(value))
    if isinstance(pairs, Failure):
        return Card("", name, [Text(pairs.text, "error")], "list")
    rows: list[list[Node]] = [[look.inline(key), look.inline(item)] for key, item in pairs]
    grid = Grid(["Key", "Value"], rows, max(0, count - len(rows)))
    return Card("", name, [grid], "list", [Chip(f"{count:,} entries", "dim")])


@card(ANY_NET)
def net_card(look: Describer, value: Any) -> Node:
    """Any other object of .NET: its type and its text; no getters, of which nobody knows what they do."""
    text = look.reader.call(str, value)
    shown = Text(text.text, "error") if isinstance(text, Failure) else Text(clean(str(text)), "string")
    return Line([Text(clean(type_name(type(value)), NAME_LIMIT), "type"), shown])
