"""What a serialised property holds: its ``SerializedPropertyType``, and the names that Unity's inspector gives.

Files say it by their shape; where that leaves a choice (0 may be a number, a switch or an enum), the C# source of
scripts and the headless editor's own table of fields decide.
"""

from __future__ import annotations

import re
from typing import Any

from unity_kernel.headless.project import Mapping, Node, Scalar, Sequence

from . import catalogue, curvefields
from .fields import Field
from .scriptfields import _INTEGERS, _REALS, script_source

__all__ = ["Kind", "element_text", "kind_of"]

_BY_KEYS = {
    ("x", "y"): "Vector2", ("x", "y", "z"): "Vector3", ("x", "y", "z", "w"): "Vector4", ("r", "g", "b", "a"): "Color",
    ("rgba",): "Color", ("m_Bits",): "LayerMask", ("x", "y", "width", "height"): "Rect",
    ("m_Center", "m_Extent"): "Bounds", ("rid",): "ManagedReference", ("id",): "ManagedReference",
}  # fmt: skip
_BY_SOURCE = {
    "Quaternion": "Quaternion", "Vector2Int": "Vector2Int", "Vector3Int": "Vector3Int", "RectInt": "RectInt",
    "Hash128": "Hash128",
}  # fmt: skip
_BY_FIELD = {"real": "Float", "integer": "Integer", "boolean": "Boolean", "text": "String", "enum": "Enum"}
_SWITCHES = re.compile(r"m_(?:Is|Use|Has|Enable|Allow)[A-Z]\w*|m_Enabled")
_TEXTS = frozenset({"m_Name", "m_TagString", "m_Text", "m_text", "m_EditorClassIdentifier"})
_BLANK_STRUCTS = {
    "Vector2": "{x: 0, y: 0}", "Vector3": "{x: 0, y: 0, z: 0}", "Vector4": "{x: 0, y: 0, z: 0, w: 0}",
    "Quaternion": "{x: 0, y: 0, z: 0, w: 1}", "Color": "{r: 0, g: 0, b: 0, a: 0}",
}  # fmt: skip
_ITEM = re.compile(r"(?:System\.Collections\.Generic\.)?List<(.+)>\Z|(.+)\[\]\Z")

Path = tuple[str | int, ...]


class Kind:
    """What a property holds.

    Attributes:
        name: A name of ``SerializedPropertyType``.
        source: The C# type, as far as the source tells; empty otherwise.
        enum: The full name of an enum of Unity's; empty otherwise.
    """

    __slots__ = ("enum", "name", "source")

    def __init__(self, name: str, source: str = "", enum: str = "") -> None:
        self.name = name
        self.source = source
        self.enum = enum


def _declared(target: Any, path: Path) -> str:
    """Return the C# type of a field of a script; empty if nothing tells."""
    guid = getattr(type(target), "_script_guid", "")
    source = script_source(guid) if guid else None
    if source is None or not path:
        return ""
    kind = source.types.get(str(path[0]), "")
    for step in path[1:]:
        if isinstance(step, int):
            match = _ITEM.match(kind)
            kind = (match[1] or match[2]) if match is not None else ""
        else:
            nested = source._classes.get(kind.rpartition(".")[2])
            kind = nested.fields.get(step, "") if nested is not None else ""
    return kind.rstrip("?")


def _own_field(target: Any, path: Path) -> Field | None:
    """Return the field of Unity's API that stands at a path."""
    for cls in type(target).__mro__:
        for value in vars(cls).values():
            if isinstance(value, Field) and path in value.paths:
                return value
    return None


def kind_of(target: Any, path: Path, node: Node) -> Kind:
    """Return what the property at a path of an object holds."""
    source = _declared(target, path)
    short = source.rpartition(".")[2]
    if isinstance(node, Sequence):
        return Kind("Generic", source)
    if isinstance(node, Mapping):
        return Kind(_of_mapping(node, path, short), source)
    full = catalogue.resolve("UnityEngine", source) if source else ""
    if full and catalogue.kind_of(full) == "enum":
        return Kind("Enum", source, full)
    if source:
        return Kind(_of_source(short, node), source)
    field = _own_field(target, path)
    if field is not None and field.kind in _BY_FIELD:
        return Kind(_BY_FIELD[field.kind], "", getattr(field, "enum", ""))
    return Kind(_of_scalar(node, str(path[-1]) if path else ""))


def _of_mapping(node: Mapping, path: Path, short: str) -> str:
    keys = tuple(key for key, _ in node)
    if keys[:1] == ("fileID",):
        return "ObjectReference"
    if keys[:1] == ("serializedVersion",):
        keys = keys[1:]
    if curvefields.is_curve(keys):
        return "AnimationCurve"
    if curvefields.is_gradient(keys):
        return "Gradient"
    found = _BY_KEYS.get(keys, "Generic")
    if short in _BY_SOURCE and found != "Generic":
        return _BY_SOURCE[short]
    if found == "Vector4" and path and str(path[-1]).endswith("Rotation"):
        return "Quaternion"
    return found


def _of_source(short: str, node: Scalar) -> str:
    if short in _REALS:
        return "Float"
    if short in ("bool", "Boolean"):
        return "Boolean"
    if short in ("char", "Char"):
        return "Character"
    if short in _INTEGERS:
        return "Integer"
    if short in ("string", "String"):
        return "String"
    return "Enum" if re.fullmatch(r"-?\d+", node.text) else _of_scalar(node, "")


def _of_scalar(node: Scalar, name: str) -> str:
    text = node.text
    if name in _TEXTS or node.raw[:1] in (b"'", b'"'):
        return "String"
    if re.fullmatch(r"-?\d+", text):
        return "Boolean" if text in ("0", "1") and _SWITCHES.fullmatch(name) else "Integer"
    try:
        float(text)
    except ValueError:
        return "String"
    return "Float"


def element_text(target: Any, path: Path) -> str:
    """Return the text of a first element for an empty list; empty if nothing tells what it is made of."""
    match = _ITEM.match(_declared(target, path))
    if match is not None:
        short = (match[1] or match[2]).rpartition(".")[2]
        if short in _REALS or short in _INTEGERS or short in ("bool", "Boolean"):
            return "0"
        if short in ("string", "String"):
            return "''"
        return _BLANK_STRUCTS.get(short, "")
    field = _own_field(target, path)
    return "{fileID: 0}" if field is not None and field.kind == "references" else ""
