"""Types: their members in groups, with links to Unity's manual."""

from __future__ import annotations

from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import Describer
from unity_kernel.display.description import Card, Chip, Fold, Line, Link, Node, Note, Text
from unity_kernel.display.icons import icon_for
from unity_kernel.display.names import full_name, is_reflected, lineage, type_name
from unity_kernel.display.trees import selection_card
from unity_kernel.display.values import enum_members

__all__ = ["is_known_type", "manual", "type_card"]

MANUAL = "https://docs.unity3d.com/ScriptReference/"
MEMBERS = 150
"""Members of a group that are shown."""
_OPERATORS = ("op_", "get_", "set_", "add_", "remove_")
_METHODS = (
    "MethodObject",
    "MethodBinding",
    "function",
    "generic",
    "staticmethod",
    "classmethod",
    "GenericMethod",
)
_STATICS = ("static_property", "Constant")


def is_known_type(cls: type) -> bool:
    """Whether a class is one of Unity's, of .NET, or derived from one."""
    return is_reflected(cls) or lineage(cls)[0].startswith(
        ("UnityEngine.", "UnityEditor.", "Assembly-CSharp.")
    )


def manual(cls: type, member: str = "", *, method: bool = False) -> str:
    """The page of Unity's manual on a type or a member; empty for what is not Unity's."""
    name = full_name(cls).partition("[")[0]
    for namespace in ("UnityEngine.", "UnityEditor."):
        if name.startswith(namespace):
            page = name.removeprefix(namespace)
            if member:
                page += f".{member}" if method else f"-{member}"
            return f"{MANUAL}{page}.html"
    return ""


def type_card(look: Describer, cls: type) -> Node:
    """A type: what it derives from, its members in groups."""
    if full_name(cls) == "UnityEditor.Selection":
        return selection_card(look, cls)
    bases = [name for name in lineage(cls)[1:] if name.startswith(("Unity", "System.", "Assembly-CSharp."))]
    shown = Card(clean(type_name(cls), NAME_LIMIT), "type", [], icon_for(lineage(cls)) or "type")
    shown.subtitle = clean(" : ".join([full_name(cls), *bases]), NAME_LIMIT)
    shown.url = manual(cls)
    if "System.Enum" in lineage(cls) or any(name == "enum.Enum" for name in lineage(cls)):
        members = look.reader.call(enum_members, cls)
        if isinstance(members, list):
            shown.chips.append(Chip(f"{len(members)} values", "dim"))
            words: list[Node] = [
                Chip(f"{clean(name, NAME_LIMIT)} = {number}", "plain") for name, number in members[:200]
            ]
            shown.body.append(Line(words))
            return shown
    for title, entries in _groups(cls).items():
        if entries:
            parts: list[Node] = [_entry(cls, name, owner, title) for name, owner in entries[:MEMBERS]]
            if len(entries) > MEMBERS:
                parts.append(Text(f"and {len(entries) - MEMBERS} more", "dim"))
            shown.body.append(Fold(f"{title} ({len(entries)})", [Line(parts)], "list"))
    inherited = [base for base in cls.__mro__[1:] if is_known_type(base) and manual(base)]
    if inherited:
        links: list[Node] = [Link(type_name(base), manual(base)) for base in inherited]
        shown.body.append(Line([Text("Inherits", "dim"), *links]))
    if not shown.body:
        shown.body.append(Note("It has no members of its own here."))
    return shown


def _entry(cls: type, name: str, owner: type, title: str) -> Node:
    method = "ethods" in title
    url = manual(owner, name, method=method)
    text = f"{name}()" if method else name
    return Link(text, url) if url else Text(text)


def _groups(cls: type) -> dict[str, list[tuple[str, type]]]:
    """The members that a type declares itself, by kind, in alphabetical order."""
    groups: dict[str, list[tuple[str, type]]] = {
        name: []
        for name in (
            "Properties",
            "Static properties",
            "Fields",
            "Methods",
            "Static methods",
            "Events",
            "Types",
        )
    }
    for name, member in sorted(vars(cls).items()):
        if name.startswith(("_", *_OPERATORS)):
            continue
        groups[_group(member)].append((name, cls))
    return groups


def _group(member: Any) -> str:
    kind = type(member).__name__
    if isinstance(member, type):
        return "Types"
    if kind == "EventObject":
        return "Events"
    if kind == "FieldObject":
        return "Fields"
    if kind in _STATICS:
        return "Static properties"
    if kind in ("staticmethod", "classmethod"):
        return "Static methods"
    if kind in _METHODS or callable(member):
        return "Methods"
    return "Properties"
