"""From an object to its description: which formatter, how deep, how much.

Two kinds of formatters: a *card* shows an object as the value of a cell; an *inline* shows it as a field of another
object or in a row of a table, in a few words, and reads little. Both are found by the full names of the object's type
and its bases, nearest first.
"""

from __future__ import annotations

import enum
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean, number
from unity_kernel.display.description import Fields, Line, Node, Text
from unity_kernel.display.names import UNITY_OBJECT, engine, is_reflected, lineage, type_name
from unity_kernel.display.reader import Failure, Reader

__all__ = [
    "ANY_NET",
    "DEPTH",
    "ITEMS",
    "Describer",
    "card",
    "forget",
    "inline",
    "is_destroyed",
    "knows",
    "spoken",
]

Formatter = Callable[["Describer", Any], Node]

ANY_NET = "System.Object"
ITEMS = 50
"""Elements of an array that a field shows."""
DEPTH = 4
"""Levels of values within values."""

_cards: dict[str, Formatter] = {}
_inlines: dict[str, Formatter] = {}
_seen: OrderedDict[str, str] = OrderedDict()
"""What objects were called when they were last described, by their ids: for the time after their end."""
SEEN = 5000


def card(*names: str) -> Callable[[Formatter], Formatter]:
    """Declares the formatter of types for the value of a cell."""
    return _declare(_cards, names)


def inline(*names: str) -> Callable[[Formatter], Formatter]:
    """Declares the formatter of types for a few words."""
    return _declare(_inlines, names)


def _declare(table: dict[str, Formatter], names: tuple[str, ...]) -> Callable[[Formatter], Formatter]:
    def keep(formatter: Formatter) -> Formatter:
        for name in names:
            table[name] = formatter
        return formatter

    return keep


def knows(cls: type) -> bool:
    """Whether objects of a type have a card."""
    return _find(_cards, cls) is not None


def _find(table: dict[str, Formatter], cls: type) -> Formatter | None:
    names = lineage(cls)
    for name in names:
        # pythonnet puts System.Object before the collections' mix-ins, which say more.
        if name in table and name != ANY_NET:
            return table[name]
    return table.get(ANY_NET) if ANY_NET in names or is_reflected(cls) else None


def is_destroyed(obj: Any) -> bool:
    """Whether an object of Unity's has been destroyed: such objects look alive to Python."""
    if UNITY_OBJECT not in lineage(type(obj)):
        return False
    base = next(cls for cls in type(obj).__mro__ if f"{cls.__module__}.{cls.__qualname__}" == UNITY_OBJECT)
    try:
        # By pythonnet `obj == None` is False; only the operators of C# tell.
        equals = base.__dict__.get("op_Equality") if is_reflected(base) else None
        return bool(base.op_Equality(obj, None)) if equals is not None else bool(obj == None)  # type: ignore[attr-defined]  # noqa: E711
    except Exception:
        return False


class Describer:
    """Makes one description.

    Args:
        reader: Reads members, within the time for this display.
    """

    def __init__(self, reader: Reader | None = None) -> None:
        self.reader = reader or Reader()
        self.get = self.reader.get
        self._depth = 0

    def card(self, obj: Any) -> Node:
        """The description of a cell's value. A formatter that fails gives way to a few words about the object."""
        formatter = _find(_cards, type(obj))
        if formatter is None:
            return self.inline(obj)
        try:
            return formatter(self, obj)
        except Exception as error:
            failed = Text(f"{type(error).__name__}: {clean(str(error), NAME_LIMIT)}", "error")
            return Line([Text(clean(_safe_str(obj), NAME_LIMIT)), failed])

    def inline(self, value: Any) -> Node:
        """A value in a few words."""
        if isinstance(value, Failure):
            return Text(value.text, "error")
        if value is None:
            return Text("None", "missing")
        if isinstance(value, bool):
            return Text("☑" if value else "☐", "check")
        if type(value) in (int, float):
            return Text(number(value), "number")
        if isinstance(value, str):
            return Text(clean(str(value)), "string")
        formatter = _find(_inlines, type(value))
        try:
            if formatter is not None:
                return formatter(self, value)
            return self._other(value)
        except Exception as error:
            return Text(f"{type(error).__name__}: {clean(str(error), NAME_LIMIT)}", "error")

    def member(self, owner: Any, path: str) -> Node:
        """A member's value in a few words."""
        return self.inline(self.get(owner, path))

    def fields(self, owner: Any, names: Iterable[str | tuple[str, str]]) -> Fields:
        """Members as labels with values; those that this editor's type does not have are left out.

        A name may come with its path: ("Size", "bounds.size").
        """
        rows: list[tuple[str, Node]] = []
        for name in names:
            label, path = name if isinstance(name, tuple) else (spoken(name), name)
            value = self.get(owner, path)
            if not (isinstance(value, Failure) and value.absent):
                rows.append((label, self.inline(value)))
        return Fields(rows)

    def items(self, values: Iterable[Any], count: int) -> Node:
        """The elements of a list, as far as they are shown."""
        if self._depth >= DEPTH:
            return Text(f"{count} items", "dim")
        self._depth += 1
        try:
            rows: list[tuple[str, Node]] = []
            for index, value in enumerate(values):
                if index >= ITEMS or self.reader.is_late:
                    break
                rows.append((str(index), self.inline(value)))
            return Fields(rows, count - len(rows)) if rows else Text("empty", "dim")
        finally:
            self._depth -= 1

    def _other(self, value: Any) -> Node:
        if isinstance(value, enum.Enum):
            return Text(clean(str(value), NAME_LIMIT), "enum")
        if isinstance(value, Mapping):
            if self._depth >= DEPTH:
                return Text(f"{len(value)} entries", "dim")
            self._depth += 1
            try:
                rows: list[tuple[str, Node]] = []
                for key, item in value.items():
                    if len(rows) >= ITEMS or self.reader.is_late:
                        break
                    rows.append((clean(str(key), NAME_LIMIT), self.inline(item)))
                return Fields(rows, len(value) - len(rows))
            finally:
                self._depth -= 1
        if isinstance(value, list | tuple):
            return self.items(value, len(value))
        return Text(clean(_safe_str(value), NAME_LIMIT))

    # --- Unity's objects ------------------------------------------------------------------------------------------

    def reference(self, obj: Any) -> Node:
        """An object of Unity's by name and type, as an inspector's field has it."""
        kind = type_name(type(obj))
        if is_destroyed(obj):
            return Text(f"Missing ({kind})", "missing")
        name = self.reader.get(obj, "name")
        if isinstance(name, Failure):
            return Text(f"{kind}: {name.text}", "error")
        self.remember(obj, str(name))
        return Line([Text(clean(str(name), NAME_LIMIT), "name"), Text(f"({kind})", "dim")])

    def remember(self, obj: Any, name: str) -> None:
        """Keeps what an object is called, for `recall` after its end."""
        key = identity(obj)
        if key:
            _seen[key] = clean(name, NAME_LIMIT)
            _seen.move_to_end(key)
            while len(_seen) > SEEN:
                _seen.popitem(last=False)

    def recall(self, obj: Any) -> str:
        """What a destroyed object was called when it was last shown; empty if it never was."""
        return _seen.get(identity(obj), "")

    def layer(self, index: Any) -> str:
        """A layer as number and name."""
        name = ""
        if isinstance(index, int):
            mask = engine("UnityEngine.LayerMask")
            found = self.reader.call(mask.LayerToName, index) if mask is not None else ""
            name = "" if isinstance(found, Failure) or not found else clean(str(found), NAME_LIMIT)
        return f"{index} {name}".rstrip()


def forget() -> None:
    """Forgets what objects were called, as their ids mean nothing in another editor."""
    _seen.clear()


def identity(obj: Any) -> str:
    """An object's id within this session, as text; empty if it has none.

    Unity 6000.5 and later call it EntityId.
    """
    for name in ("GetInstanceID", "GetEntityId"):
        try:
            return str(getattr(obj, name)())
        except Exception:  # obsolete as an error, or not there at all
            continue
    return ""


def spoken(name: str) -> str:
    """A member's name in words: ``fieldOfView`` as ``Field of view``."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words[:1].upper() + words[1:]


def _safe_str(value: Any) -> str:
    try:
        return str(value)
    except Exception as error:
        return f"<{type(value).__name__} whose text failed: {type(error).__name__}>"
