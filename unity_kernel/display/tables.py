"""Many objects as one pandas table, and changed columns back into the objects.

A column is a member by its dotted path, such as ``transform.position``; structs become a column for each component.
The index holds the objects' ids, so that a table finds its objects again after it was filtered, sorted or copied.
"""

from __future__ import annotations

import math
import sys
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from unity_kernel.display.characters import clean
from unity_kernel.display.describer import identity, is_destroyed
from unity_kernel.display.names import UNITY_OBJECT, engine, lineage, short_name, type_name
from unity_kernel.display.reader import Failure, Reader, reason
from unity_kernel.errors import TableError

__all__ = ["CLASS", "BulkReader", "all_of", "read_table", "write_table"]

CLASS = "class"
"""The column that holds the name of each object's type; no member of C# can be called so."""
KEPT = 8
"""Tables whose objects are remembered for writing back."""
MARK = "unity_table"
"""The entry of a table's `attrs` that names where it came from; plain text, so that tables can still be stored."""
PARTS = {
    "UnityEngine.Vector2": "xy",
    "UnityEngine.Vector3": "xyz",
    "UnityEngine.Vector4": "xyzw",
    "UnityEngine.Quaternion": "xyzw",
    "UnityEngine.Vector2Int": "xy",
    "UnityEngine.Vector3Int": "xyz",
    "UnityEngine.Color": "rgba",
}
"""Structs that become several columns."""
_DEFAULTS = (
    ("UnityEngine.GameObject", ("name", "activeSelf", "tag", "layer", "transform.position")),
    ("UnityEngine.Transform", ("name", "position", "localEulerAngles", "localScale", "childCount")),
    ("UnityEngine.Light", ("name", "enabled", "type", "color", "intensity", "range")),
    ("UnityEngine.Camera", ("name", "enabled", "fieldOfView", "nearClipPlane", "farClipPlane", "depth")),
    ("UnityEngine.Renderer", ("name", "enabled", "sharedMaterial", "transform.position")),
    ("UnityEngine.Behaviour", ("name", CLASS, "enabled", "transform.position")),
    ("UnityEngine.Component", ("name", CLASS, "transform.position")),
    ("UnityEngine.Material", ("name", "shader.name", "renderQueue")),
    (UNITY_OBJECT, ("name", CLASS)),
)


class BulkReader(Protocol):
    """Reads a column of many objects in one call: the C# half, where there is one."""

    def lineage(self) -> Sequence[str]:
        """The full names of the type that the objects share and of its bases, nearest first."""

    def ids(self) -> Sequence[str]:
        """The objects' ids."""

    def column(self, path: str) -> dict[str, Any] | None:
        """Values by the component's name (empty for a single value), or None for a path that it cannot read."""


OpenBulk = Callable[[Sequence[Any]], BulkReader | None]


@dataclass(slots=True)
class _Column:
    """A column of a table: a member, or one component of it, and the values as they were read."""

    path: str
    part: str
    values: Any


@dataclass(slots=True)
class _Source:
    """Where a table came from: its objects in order, their ids, and the columns by name."""

    objects: Sequence[Any]
    ids: Sequence[str]
    columns: dict[str, _Column] = field(default_factory=dict)


_sources: OrderedDict[str, _Source] = OrderedDict()
_count = 0


def read_table(objects: Iterable[Any], columns: Sequence[str] = (), bulk: OpenBulk | None = None) -> Any:
    """Reads members of many objects into a pandas DataFrame. Main thread.

    Args:
        objects: Unity's objects, or a type for all loaded ones of it; None and destroyed ones are left out.
        columns: Dotted paths; without any, what suits the objects' type.
        bulk: Opens the fast way, where there is one.

    Raises:
        TableError: pandas is missing, or no object has such a member.
    """
    pandas = _pandas()
    if isinstance(objects, type):
        objects = all_of(objects)
    reader = bulk(objects) if bulk is not None and isinstance(objects, Sequence) and len(objects) else None
    rows: Sequence[Any]
    if reader is not None:
        rows, ids, names = objects, reader.ids(), [set(reader.lineage())]  # type: ignore[assignment]
    else:
        rows = [obj for obj in objects if obj is not None and not is_destroyed(obj)]
        ids, names = list(map(identity, rows)), [set(lineage(cls)) for cls in {type(obj) for obj in rows}]
    source = _Source(rows, ids)
    data: dict[str, Any] = {}
    for path in columns or _defaults(names):
        found = reader.column(path) if reader is not None else None
        if found is not None and path == CLASS:
            found = {"": [short_name(name) for name in found[""]]}
        if found is None:
            found = _column(rows, path, required=bool(columns))
        for part, values in found.items():
            name = f"{path}.{part}" if part else path
            data[name] = values
            source.columns[name] = _Column(path, part, values)
    table = pandas.DataFrame(data, index=pandas.Index(ids, name="id", dtype=object))
    table.attrs[MARK] = _keep(source)
    return table


def all_of(cls: type) -> Iterable[Any]:
    """All objects of a type in the loaded scenes, by the call that this Unity has for it."""
    base = engine(UNITY_OBJECT)
    mode = engine("UnityEngine.FindObjectsSortMode")
    by_type = getattr(base, "FindObjectsByType", None)
    if by_type is not None and mode is not None:
        found: Iterable[Any] = by_type(cls, getattr(mode, "None"))
    else:
        found = base.FindObjectsOfType(cls)
    return found


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise TableError(
            f"unity.table needs pandas, which {sys.executable} does not have: "
            f"pip install 'unity-kernel[table]' there, then restart the editor's Python. ({error})"
        ) from error
    return pandas


def _keep(source: _Source) -> str:
    global _count
    _count += 1
    name = f"table {_count}"
    _sources[name] = source
    while len(_sources) > KEPT:
        _sources.popitem(last=False)
    return name


def _defaults(shared: Sequence[set[str]]) -> tuple[str, ...]:
    for name, paths in _DEFAULTS:
        if shared and all(name in names for names in shared):
            return paths
    return ("name", CLASS)


def _column(rows: Sequence[Any], path: str, *, required: bool) -> dict[str, list[Any]]:
    """A column by Python's way: one object after the other."""
    if path == CLASS:
        return {"": [type_name(type(obj)) for obj in rows]}
    reader, way = Reader(math.inf), path.split(".")
    found = [_follow(reader, obj, way) for obj in rows]
    failures = [value for value in found if isinstance(value, Failure)]
    if failures and len(failures) == len(found):
        if required:
            raise TableError(
                f"unity.table: no object has a readable '{path}'. The first says: {failures[0].text}"
            )
        return {}
    if failures:
        text = f"unity.table: '{path}' of {len(failures)} of {len(found)} objects could not be read and is empty there"
        warnings.warn(f"{text}; the first says: {failures[0].text}", stacklevel=4)
    values = [None if isinstance(value, Failure) else value for value in found]
    first = next((value for value in values if value is not None), None)
    parts = PARTS.get(lineage(type(first))[0], "")
    if not parts:
        return {"": [_plain(value) for value in values]}
    nothing = math.nan
    return {part: [nothing if v is None else getattr(v, part) for v in values] for part in parts}


def _follow(reader: Reader, value: Any, way: list[str]) -> Any:
    """A member by its path; None where the path passes through nothing, as for the parent of a root."""
    for name in way:
        if value is None or isinstance(value, Failure):
            break
        value = reader.get(value, name)
    return value


def _plain(value: Any) -> Any:
    """A cell: numbers and text as they are, anything else by its name."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if UNITY_OBJECT in lineage(type(value)):
        if is_destroyed(value):
            return None
        name = Reader(math.inf).get(value, "name")
        return None if isinstance(name, Failure) else str(name)
    return clean(str(value))


# --- back into the objects --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Change:
    """What an object's member becomes: the value, or some of its components."""

    place: int
    obj: Any
    path: str
    parts: dict[str, Any]


def write_table(table: Any, columns: Sequence[str] = ()) -> int:
    """Writes the values that differ from what `read_table` read into their objects. Main thread.

    Each object is recorded for Undo before its change, where the editor has Undo.

    Args:
        table: A table of `read_table`, or a part or copy of one; columns added to it since are left alone.
        columns: Names of the table's columns to write; all by default.

    Returns:
        How many values were written.

    Raises:
        TableError: The table is none of ours, a row has no object, or a value cannot be written. Rows and columns
            are checked before anything is written.
    """
    source = _source_of(table)
    unknown = [name for name in columns if name not in source.columns or name not in table.columns]
    if unknown:
        raise TableError(
            f"unity.write_table: {', '.join(unknown)} did not come from unity.table; it cannot be written"
        )
    places = {label: place for place, label in enumerate(source.ids)}
    lost = [str(label) for label in table.index if label not in places]
    if lost:
        raise TableError(
            f"unity.write_table: no object belongs to {len(lost)} rows, the first of which is {lost[0]!r}. "
            "The index has to be the one that unity.table made: do not reset it."
        )
    changes = _changes(
        source, places, table, [name for name in columns or table.columns if name in source.columns]
    )
    written = 0
    for change in changes:
        try:
            _write(change)
        except Exception as error:
            raise TableError(
                f"unity.write_table: {change.path} of '{_plain(change.obj)}' cannot be written: {reason(error)}. "
                f"{written} values were written before it."
            ) from error
        written += len(change.parts)
        for part, value in change.parts.items():
            name = f"{change.path}.{part}" if part else change.path
            source.columns[name].values[change.place] = value
    return written


def _source_of(table: Any) -> _Source:
    mark = getattr(table, "attrs", {}).get(MARK)
    source = _sources.get(mark) if isinstance(mark, str) else None
    if source is None:
        why = (
            f"only the last {KEPT} are remembered"
            if mark
            else "it was not made by unity.table, or lost its attrs"
        )
        raise TableError(f"unity.write_table: the objects of this table are not known: {why}. Read it again.")
    return source


def _changes(source: _Source, places: dict[str, int], table: Any, names: Sequence[str]) -> list[_Change]:
    changes: dict[tuple[int, str], _Change] = {}
    for name in names:
        column = source.columns[name]
        if not isinstance(column.values, list):
            column.values = column.values.tolist()
        for label, value in zip(table.index, table[name].tolist(), strict=True):
            place = places[label]
            if _same(value, column.values[place]):
                continue
            if column.path == CLASS:
                raise TableError("unity.write_table: the class of an object cannot be changed")
            if value is None or (isinstance(value, float) and math.isnan(value)):
                raise TableError(
                    f"unity.write_table: {name} of row {label!r} is empty; give it a value, or drop the row"
                )
            found = changes.get((place, column.path))
            if found is None:
                found = changes[place, column.path] = _Change(place, source.objects[place], column.path, {})
            found.parts[column.part] = value
    return list(changes.values())


def _same(value: Any, before: Any) -> bool:
    if value is None or before is None:
        return value is before or (before is None and isinstance(value, float) and math.isnan(value))
    if isinstance(value, float) and isinstance(before, int | float) and math.isnan(value):
        return math.isnan(before)
    return bool(value == before)


def _write(change: _Change) -> None:
    *way, leaf = change.path.split(".")
    owner = target = change.obj
    for name in way:
        owner = getattr(owner, name)
        if UNITY_OBJECT in lineage(type(owner)):
            target = owner
    undo = engine("UnityEditor.Undo")
    record = getattr(undo, "RecordObject", None)
    if record is not None:
        record(target, "Write table")
    if leaf == "activeSelf":
        owner.SetActive(bool(change.parts[""]))
        return
    before = getattr(owner, leaf)
    if "" not in change.parts:
        for part, value in change.parts.items():
            setattr(before, part, _as_before(getattr(before, part), value))
        setattr(owner, leaf, before)
        return
    setattr(owner, leaf, _as_before(before, change.parts[""]))


def _as_before(before: Any, value: Any) -> Any:
    """A value from a table in the type that the member has."""
    if isinstance(before, bool):
        return bool(value)
    if isinstance(before, int):
        if float(value) != int(value):
            raise TypeError(f"{value} is not a whole number")
        return int(value)
    if isinstance(before, float):
        return float(value)
    if isinstance(value, str) and not isinstance(before, str):
        if UNITY_OBJECT in lineage(type(before)) or before is None:
            raise TypeError("references to objects cannot be written by name")
        return getattr(type(before), value)  # an enum's member
    return value
