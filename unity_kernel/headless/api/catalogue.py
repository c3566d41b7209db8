"""Unity's public names: to tell what only the real editor has from what never existed.

The table (``catalogue.json.gz``, names and enum values only, united over Unity 2021.3 to 6000.7) is made by
``tests/support/build_catalogue.py`` and read on first use.
"""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from typing import Any, NoReturn

from unity_kernel.errors import HeadlessLimitation

from .values import NetEnum, NetFlags

__all__ = [
    "add_enum",
    "base_of",
    "enum_type",
    "has_member",
    "kind_of",
    "members_of",
    "missing",
    "resolve",
    "type_names",
]

_FLAGS = re.compile(r"Flags?$|Options$|Mask$|Constraints$|Channels$")
_table: dict[str, list[str]] | None = None
_enums: dict[str, type] = {}


def _load() -> dict[str, list[str]]:
    global _table
    if _table is None:
        import gzip  # the table is rarely needed at start, and these cost more than it does
        import json

        packed = Path(__file__).with_name("catalogue.json.gz").read_bytes()
        _table = json.loads(gzip.decompress(packed))
        assert _table is not None
    return _table


def kind_of(full_name: str) -> str:
    """Return ``class``, ``struct``, ``enum``, ``interface`` or ``delegate``; empty if Unity has no such type."""
    entry = _load().get(full_name)
    return entry[0] if entry else ""


def resolve(namespace: str, name: str) -> str:
    """Return the full name of a type given as Unity's source does; empty if there is none.

    A type nested in ``Camera`` may be given from there as ``MonoOrStereoscopicEye``.
    """
    table = _load()
    if name in table:
        return name
    scope = namespace
    while scope:
        if f"{scope}.{name}" in table:
            return f"{scope}.{name}"
        scope = scope.rpartition(".")[0]
    for prefix in ("UnityEngine", "UnityEditor"):
        if f"{prefix}.{name}" in table:
            return f"{prefix}.{name}"
    return ""


def base_of(full_name: str) -> str:
    """Return the full name of a type's base class; empty if it has none in Unity."""
    entry = _load().get(full_name)
    if not entry or not entry[1]:
        return ""
    namespace = full_name.rpartition(".")[0]
    found = resolve(namespace, entry[1])
    if not found:  # Unity's source names it by a using directive, such as AudioClip's AudioResource
        found = next((n for n in _load() if n.startswith(namespace) and n.endswith(f".{entry[1]}")), "")
    return found


def members_of(full_name: str) -> list[str]:
    """Return the names of a type's own public members."""
    entry = _load().get(full_name)
    return [member.partition("=")[0] for member in entry[2].split()] if entry else []


def has_member(full_name: str, member: str) -> bool:
    """Whether Unity's type, or one that it derives from, has that public member."""
    seen = 0
    while full_name and seen < 20:  # deeper than any class of Unity; guards against a circle in the table
        if member in members_of(full_name):
            return True
        full_name = base_of(full_name)
        seen += 1
    return False


def type_names(namespace: str) -> list[str]:
    """Return the names of the types directly in a namespace."""
    start = len(namespace) + 1
    prefix = namespace + "."
    return [name[start:] for name in _load() if name.startswith(prefix) and "." not in name[start:]]


class MissingMember(HeadlessLimitation, AttributeError):
    """A member that Unity has and the headless editor has not; for ``hasattr`` it simply is not there."""


MissingMember.__name__ = MissingMember.__qualname__ = HeadlessLimitation.__name__  # what users look for


def missing(full_name: str, member: str, known: list[str] | None = None) -> NoReturn:
    """Raise for a member that the headless editor does not have.

    Args:
        full_name: The type's full name.
        member: What was looked up.
        known: Further names to suggest from.

    Raises:
        HeadlessLimitation: Unity has it.
        AttributeError: Unity never had it.
    """
    if not member.startswith("_"):
        from . import obsolete

        if obsolete.level(full_name, member):
            raise MissingMember(f"{obsolete.note(full_name, member)}. The headless editor does not have it.")
        if has_member(full_name, member) or kind_of(f"{full_name}.{member}"):
            raise MissingMember(
                f"{full_name}.{member} is not in the headless editor; the real editor has it. "
                "Attach to a running Unity to use it."
            )
        import difflib

        choices = [*members_of(full_name), *(known or [])]
        near = difflib.get_close_matches(member, [c for c in choices if not c.startswith("_")], 1, 0.75)
        hint = f". Did you mean: '{near[0]}'?" if near else ""
        raise AttributeError(f"'{full_name.rpartition('.')[2]}' object has no attribute '{member}'{hint}")
    raise AttributeError(f"'{full_name.rpartition('.')[2]}' object has no attribute '{member}'")


def enum_type(full_name: str) -> type:
    """Return Unity's enum of that name, made on first use.

    Members whose value Unity's reference source does not spell out are left out: a wrong number written to a scene
    would do harm.
    """
    found = _enums.get(full_name)
    if found is None:
        namespace, _, name = full_name.rpartition(".")
        values = _values(_load()[full_name][2])
        base: Any = NetFlags if _is_flags(name, values) else NetEnum
        members = [(f"{m}_" if keyword.iskeyword(m) else m, v) for m, v in values.items()]
        made: type = base(name, sorted(members, key=lambda item: item[1]), module=namespace)
        _enums[full_name] = found = made
    return found


def add_enum(full_name: str, values: dict[str, int], *, flags: bool = False) -> None:
    """Make an enum of a package, which Unity's own table does not have."""
    namespace, _, name = full_name.rpartition(".")
    base: Any = NetFlags if flags else NetEnum
    _enums[full_name] = base(name, list(values.items()), module=namespace)


def _is_flags(name: str, values: dict[str, int]) -> bool:
    """Guess whether an enum has ``[Flags]``, which the table does not say: by its name, or by powers of two."""
    if _FLAGS.search(name):
        return True
    large = [v for v in values.values() if v > 2]
    return len(large) > 2 and all(v & (v - 1) == 0 for v in large)


def _values(text: str) -> dict[str, int]:
    """Evaluate ``A=1 B=1<<2 C=A|B``; members without a value are dropped."""
    sources = dict(item.partition("=")[::2] for item in text.split())
    values: dict[str, int] = {}

    def value(expression: str, depth: int = 0) -> int | None:
        if depth > 20 or not expression:
            return None
        if "|" in expression:
            parts = [value(part, depth + 1) for part in expression.split("|")]
            if any(part is None for part in parts):
                return None
            total = 0
            for part in parts:
                total |= part or 0
            return total
        expression = expression.strip("() ").removesuffix("u").removesuffix("U")
        if "<<" in expression:
            left, _, right = expression.partition("<<")
            base, shift = value(left, depth + 1), value(right, depth + 1)
            return None if base is None or shift is None or not 0 <= shift < 64 else base << shift
        try:
            return int(expression, 0)
        except ValueError:
            return value(sources.get(expression.rpartition(".")[2], ""), depth + 1)

    for name, expression in sources.items():
        number = value(expression)
        if number is not None:
            values[name] = number
    return values
