"""The value of a SerializedProperty, as each of the kinds that Unity offers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import Mapping, Node, Scalar, Sequence
from unity_kernel.headless.project.tree import to_integer, to_real

from . import catalogue, shapes
from .curves import AnimationCurve
from .gradients import Gradient
from .interop import Array
from .serializedkinds import kind_of
from .values import (
    Color,
    LayerMask,
    Quaternion,
    Rect,
    RectInt,
    Vector2,
    Vector2Int,
    Vector3,
    Vector3Int,
    Vector4,
)
from .values.single import single

if TYPE_CHECKING:
    from .serialized import SerializedObject

__all__ = ["MANAGED", "SIZE", "SerializedValues", "spaced"]

Path = tuple[str | int, ...]
MANAGED = (("rid",), ("id",))
"""The keys of a reference to an object in the same file's ``references``."""
SIZE = "Array.size"
"""The last step of the path of a list's size."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.String")
    return value


def _instance(cls: type) -> Any:
    def check(value: Any) -> Any:
        if not isinstance(value, cls):
            raise TypeError(
                f"'{type(value).__name__}' value cannot be converted to UnityEngine.{cls.__name__}"
            )
        return value

    return check


_CHECK: dict[str, Any] = {
    "real": single,
    "double": float,
    "integer": int,
    "boolean": bool,
    "text": _text,
    "reference": lambda value: value,
    "curve": _instance(AnimationCurve),
    "gradient": _instance(Gradient),
}
_STRUCTS: dict[str, Any] = {
    "vector2": (Vector2, "x y"), "vector3": (Vector3, "x y z"), "vector4": (Vector4, "x y z w"),
    "quaternion": (Quaternion, "x y z w"), "rect": (Rect, "x y width height"), "vector2Int": (Vector2Int, "x y"),
    "vector3Int": (Vector3Int, "x y z"), "rectInt": (RectInt, "x y width height"),
}  # fmt: skip


def _value(kind: str, doc: str) -> Any:
    """A property that reads and writes the value as one kind."""

    def get(self: Any) -> Any:
        return self._read(kind)

    def put(self: Any, value: Any) -> None:
        struct = _STRUCTS.get(kind)
        checked = (
            struct[0]._of(*struct[0]._take(value))
            if struct is not None
            else _CHECK.get(kind, lambda v: v)(value)
        )
        self._write(checked)

    return property(get, put, doc=doc)


class SerializedValues:
    """Mixed into SerializedProperty."""

    __slots__ = ()

    if TYPE_CHECKING:
        _owner: SerializedObject
        _path: Path

        @property
        def propertyPath(self) -> str: ...
        @classmethod
        def _at(cls, owner: SerializedObject, path: Path) -> Any: ...

    floatValue = _value("real", "As a float.")
    doubleValue = _value("double", "As a double.")
    intValue = _value("integer", "As an int.")
    longValue = _value("integer", "As a long.")
    uintValue = _value("integer", "As an unsigned int.")
    ulongValue = _value("integer", "As an unsigned long.")
    enumValueFlag = _value("integer", "As the number of an enum's member.")
    boolValue = _value("boolean", "As a bool.")
    stringValue = _value("text", "As a text.")
    objectReferenceValue = _value("reference", "As the object that it refers to.")
    vector2Value = _value("vector2", "As a Vector2.")
    vector3Value = _value("vector3", "As a Vector3.")
    vector4Value = _value("vector4", "As a Vector4.")
    vector2IntValue = _value("vector2Int", "As a Vector2Int.")
    vector3IntValue = _value("vector3Int", "As a Vector3Int.")
    quaternionValue = _value("quaternion", "As a Quaternion.")
    rectValue = _value("rect", "As a Rect.")
    rectIntValue = _value("rectInt", "As a RectInt.")
    boundsValue = _value("bounds", "As Bounds.")
    colorValue = _value("color", "As a Color.")
    animationCurveValue = _value("curve", "As a copy of an AnimationCurve.")
    gradientValue = _value("gradient", "As a copy of a Gradient.")

    # Reading and writing

    def _exists(self) -> bool:
        if self._path[-1:] == (SIZE,):
            return isinstance(self._owner._node(self._path[:-1]), Sequence)
        return self._owner._node(self._path) is not None

    def _node(self) -> Node:
        node = self._owner._node(self._path)
        if node is None:
            raise ValueError(f"the property {self.propertyPath} is gone")
        return node

    def _kind(self) -> Any:
        return kind_of(self._owner._target, self._owner._place(self._path), self._node())

    def _read(self, kind: str) -> Any:
        if self._path[-1:] == (SIZE,):
            node = self._owner._node(self._path[:-1])
            return len(node) if isinstance(node, Sequence) else 0
        node, owner = self._node(), self._owner._owner()
        place = self._owner._place(self._path)
        if kind in _STRUCTS:
            cls, axes = _STRUCTS[kind]
            numbers = [owner._document.real(*place, axis) for axis in axes.split()]
            return cls._from([int(number) for number in numbers] if kind.endswith("Int") else numbers)
        if isinstance(node, Mapping):
            return self._from_mapping(kind, node, owner, place)
        if not isinstance(node, Scalar):
            raise TypeError(f"the property {self.propertyPath} is not a plain value")
        return _plain(kind, node.text)

    def _from_mapping(self, kind: str, node: Mapping, owner: Any, place: Path) -> Any:
        found = shapes.read(owner, place, node)
        if kind == "integer" and isinstance(found, LayerMask):
            return found.value
        if kind == "color":
            return Color._from(Color._take(found)) if not isinstance(found, dict) else Color()
        if kind in ("real", "double", "integer", "boolean", "text"):
            raise TypeError(f"the property {self.propertyPath} is not a plain value")
        return None if kind == "reference" and isinstance(found, dict) else found

    def _write(self, value: Any) -> None:
        if self._path[-1:] == (SIZE,):
            type(self)._at(self._owner, self._path[:-1]).arraySize = value
            return
        _ = self._node()
        place = self._owner._place(self._path)
        self._owner._edit(lambda owner: shapes._write(owner, place, value))

    @property
    def boxedValue(self) -> Any:
        """As what it is; of a struct or list of the project's own, a dictionary or an array."""
        if self._path[-1:] == (SIZE,):
            return self._read("integer")
        return shapes.read(self._owner._owner(), self._owner._place(self._path), self._node())

    @boxedValue.setter
    def boxedValue(self, value: Any) -> None:
        self._write(value)

    # Enums

    @property
    def enumNames(self) -> Array[str]:
        """The names of the enum's members, by value; empty where only the real editor knows the enum."""
        return Array([member.name.removesuffix("_") for member in self._members()], str)

    @property
    def enumDisplayNames(self) -> Array[str]:
        """The names of the enum's members as the inspector shows them."""
        return Array([spaced(member.name.removesuffix("_")) for member in self._members()], str)

    def _members(self) -> list[Any]:
        full = self._kind().enum
        enum: Any = catalogue.enum_type(full) if full else ()
        return sorted(enum, key=int)

    @property
    def enumValueIndex(self) -> int:
        """The place of its value among the enum's members; its number where the enum is not known here."""
        members, value = self._members(), int(self._read("integer"))
        if not members:
            return value
        return next((index for index, member in enumerate(members) if int(member) == value), -1)

    @enumValueIndex.setter
    def enumValueIndex(self, value: int) -> None:
        members = self._members()
        self._write(int(members[value]) if members and 0 <= value < len(members) else int(value))

    # Managed references

    @property
    def managedReferenceId(self) -> int:
        """The number of the object that it refers to; -2 for none."""
        node = self._node()
        first = node.entries[0][1] if isinstance(node, Mapping) and node.entries else None
        return (to_integer(first.text) or 0) if isinstance(first, Scalar) else -2

    @property
    def managedReferenceFullTypename(self) -> str:
        """Assembly and class of what it refers to, such as ``Assembly-CSharp Game.Sword``; empty for none."""
        node = self._node()
        where = self._owner._managed(node) if isinstance(node, Mapping) else None
        if where is None:
            return ""
        held = self._owner._owner()._document
        name, space, assembly = (held.text(*where[:-1], "type", key) or "" for key in ("class", "ns", "asm"))
        return f"{assembly} {space}.{name}" if space else f"{assembly} {name}"

    @property
    def managedReferenceValue(self) -> Any:
        """The fields of the object that it refers to, as a dictionary; None for none."""
        node = self._node()
        where = self._owner._managed(node) if isinstance(node, Mapping) else None
        owner = self._owner._owner()
        held = owner._document.node(where) if where is not None else None
        if where is None or held is None:
            return None
        return shapes.read(owner, where, held) if not isinstance(held, Scalar) else {}


def _plain(kind: str, text: str) -> Any:
    if kind == "text":
        return text
    if kind == "boolean":
        return text not in ("0", "")
    if kind in ("real", "double"):
        return single(to_real(text)) if kind == "real" else to_real(text)
    if kind == "integer":
        whole = to_integer(text)
        return int(to_real(text)) if whole is None else whole
    if kind == "reference":
        return None
    raise TypeError(f"the text {text!r} is not a {kind}")


def spaced(name: str) -> str:
    """Return a name as words, as the inspector shows it."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return words[:1].upper() + words[1:]
