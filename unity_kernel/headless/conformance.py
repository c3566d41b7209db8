"""How much of Unity's public API the headless editor has: ``python -m unity_kernel.headless.conformance``.

Counted by name, against the table that ships with the headless editor (Unity 2021.3 to 6000.7 united).
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any, NamedTuple

from unity_kernel.headless.api import catalogue, namespaces
from unity_kernel.headless.api.interop import full_name

__all__ = ["Row", "main", "report"]

_OF_DOTNET = frozenset({"Equals", "GetHashCode", "GetType", "ToString", "CompareTo", "Message", "value__"})
"""Members of every .NET object, which Unity's own declarations need not repeat."""


class Row(NamedTuple):
    """One type.

    Attributes:
        type: Its full name.
        have: Names of its own public members that exist here.
        lack: Those that do not; using one raises HeadlessLimitation.
        invented: Names here that Unity does not have: there must be none.
    """

    type: str
    have: list[str]
    lack: list[str]
    invented: list[str]


_UNDOCUMENTED = (*namespaces._PACKAGES, "UnityEditorInternal")
"""Namespaces that Unity's reference leaves out."""


def _own_types() -> list[type]:
    found: dict[str, type] = {}
    for name, module in namespaces.build().items():
        if not name.startswith(("UnityEngine", "UnityEditor")) or name in _UNDOCUMENTED:
            continue
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == name and not issubclass(value, BaseException):
                found[full_name(value)] = value
    return [found[name] for name in sorted(found)]


def report(wanted: str = "") -> list[Row]:
    """Return a row for each type that the headless editor has itself; only those named ``wanted`` if given."""
    rows = []
    for cls in _own_types():
        name = full_name(cls)
        if wanted and wanted not in (name, cls.__name__):
            continue
        kind = catalogue.kind_of(name)
        if kind == "enum":
            continue
        defined = {key.removesuffix("_") for base in cls.__mro__[:-1] for key in vars(base)}
        members = catalogue.members_of(name)
        mine = [key.removesuffix("_") for key in vars(cls) if not key.startswith("_")]
        invented = [
            key
            for key in mine
            if key not in _OF_DOTNET
            and not catalogue.has_member(name, key)
            and not catalogue.kind_of(f"{name}.{key}")
        ]
        rows.append(
            Row(
                name,
                [member for member in members if member in defined],
                [member for member in members if member not in defined],
                invented if kind else [*invented, cls.__name__],
            )
        )
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Print the report; returns 1 if something exists here that Unity does not have."""
    parser = argparse.ArgumentParser(
        prog="python -m unity_kernel.headless.conformance",
        description="How much of Unity's public API the headless editor has, type by type.",
    )
    parser.add_argument("--type", default="", help="only this type, with the names of its members")
    parser.add_argument("--json", action="store_true", help="as JSON, with the names of all members")
    options = parser.parse_args(arguments)
    rows = report(options.type)
    if options.type and not rows:
        print(f"{options.type}: the headless editor has no such type of its own", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps([row._asdict() for row in rows], indent=1))
    else:
        _print(rows, details=bool(options.type))
    return 1 if any(row.invented for row in rows) else 0


def _print(rows: list[Row], *, details: bool) -> None:
    width = max(len(row.type) for row in rows)
    for row in rows:
        total = len(row.have) + len(row.lack)
        share = f"{100 * len(row.have) // total:4d} %" if total else "     -"
        print(f"{row.type:{width}} {len(row.have):4d} of {total:4d} {share}")
        texts: list[tuple[str, Any]] = [("Unity has not", row.invented)]
        if details:
            texts += [("has", row.have), ("lacks", row.lack)]
        for label, names in texts:
            if names:
                print(f"    {label}: {', '.join(names)}")
    have, total = sum(len(r.have) for r in rows), sum(len(r.have) + len(r.lack) for r in rows)
    invented = sum(len(row.invented) for row in rows)
    share = f"{100 * have // max(total, 1)} %"
    print(f"\n{len(rows)} types: {have} of {total} members ({share}); {invented} that Unity has not")


if __name__ == "__main__":
    sys.exit(main())
