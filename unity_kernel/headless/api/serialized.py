"""``UnityEditor.SerializedObject``: any field of any object, by its name in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import Mapping, Node, Scalar, Sequence
from unity_kernel.headless.project.tree import to_integer, to_real

from . import fields
from .interop import ApiType
from .values import Color, Quaternion, Rect, Vector2, Vector3, Vector4
from .values.single import single

if TYPE_CHECKING:
    from .objects import Object

__all__ = ["SerializedObject", "SerializedProperty"]

Path = tuple[str | int, ...]
_STEP = re.compile(r"\.?Array\.data\[(\d+)\]|\.?Array\.size|\.?([^.]+)")


class SerializedObject(metaclass=ApiType):
    """The fields of an object as its file holds them; changes are written by `ApplyModifiedProperties`.

    Args:
        obj: The object.
    """

    _namespace = "UnityEditor"
    __slots__ = ("_pending", "_target")

    def __init__(self, obj: Object) -> None:
        self._target = obj
        self._pending: dict[Path, Any] = {}
        self.Update()

    @property
    def targetObject(self) -> Object:
        """The object."""
        return self._target

    @property
    def hasModifiedProperties(self) -> bool:
        """Whether there are changes that were not applied."""
        return bool(self._pending)

    def FindProperty(self, propertyPath: str) -> SerializedProperty | None:
        """Return a property by path, such as ``m_LocalPosition.x`` or ``m_Materials.Array.data[0]``; or None."""
        path = _parse(propertyPath)
        if path is None or self._target._document.node(path) is None:
            return None
        return SerializedProperty._at(self, path)

    def GetIterator(self) -> Iterator[SerializedProperty]:
        """Return the properties at the top, in file order; in C#, one property that moves."""
        keys = [key for key, _ in self._target._document.entries]
        return iter([SerializedProperty._at(self, (key,)) for key in keys])

    def ApplyModifiedProperties(self) -> bool:
        """Write the changes; returns whether there were any."""
        changed = bool(self._pending)
        pending, self._pending = self._pending, {}
        for path, value in pending.items():
            fields.write(self._target, path, value)
        if changed:
            self._target._stale()
        return changed

    ApplyModifiedPropertiesWithoutUndo = ApplyModifiedProperties

    def Update(self) -> None:
        """Forget changes that were not applied."""
        self._pending = {}
        if self._target._scene is not None:
            self._target._scene.flush()  # lists of children and roots are written late

    UpdateIfRequiredOrScript = Update

    def Dispose(self) -> None:
        """Release it; nothing is held."""


def _parse(path: str) -> Path | None:
    steps: list[str | int] = []
    at = 0
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None:
            return None
        if match[1] is not None:
            steps.append(int(match[1]))
        elif match[2] is not None:
            steps.append(match[2])
        else:
            return None
        at = match.end()
    return tuple(steps) or None


def _dotted(path: Path) -> str:
    text = ""
    for step in path:
        text += f".Array.data[{step}]" if isinstance(step, int) else f".{step}"
    return text[1:]


def _value(kind: str, doc: str) -> Any:
    """A property that reads and writes the value as one kind."""

    def get(self: SerializedProperty) -> Any:
        return self._read(kind)

    def put(self: SerializedProperty, value: Any) -> None:
        self._owner._pending[self._path] = _CHECK[kind](value)

    return property(get, put, doc=doc)


_STRUCTS: dict[str, tuple[Any, str]] = {
    "vector2": (Vector2, "xy"),
    "vector3": (Vector3, "xyz"),
    "vector4": (Vector4, "xyzw"),
    "quaternion": (Quaternion, "xyzw"),
    "color": (Color, "rgba"),
}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.String")
    return value


def _struct(cls: Any) -> Any:
    return lambda value: cls._of(*cls._take(value))


_CHECK: dict[str, Any] = {
    "real": lambda value: single(value),
    "integer": int,
    "boolean": bool,
    "text": _text,
    "reference": lambda value: value,
    **{kind: _struct(cls) for kind, (cls, _) in _STRUCTS.items()},
}


class SerializedProperty(metaclass=ApiType):
    """One field of a SerializedObject."""

    _namespace = "UnityEditor"
    __slots__ = ("_owner", "_path")
    _owner: SerializedObject
    _path: Path

    @classmethod
    def _at(cls, owner: SerializedObject, path: Path) -> SerializedProperty:
        made = object.__new__(cls)
        made._owner = owner
        made._path = path
        return made

    floatValue = _value("real", "As a float.")
    doubleValue = _value("real", "As a double.")
    intValue = _value("integer", "As an int.")
    longValue = _value("integer", "As a long.")
    enumValueIndex = _value("integer", "As the number of an enum's member.")
    enumValueFlag = _value("integer", "As the number of an enum's member.")
    boolValue = _value("boolean", "As a bool.")
    stringValue = _value("text", "As a text.")
    objectReferenceValue = _value("reference", "As the object that it refers to.")
    vector2Value = _value("vector2", "As a Vector2.")
    vector3Value = _value("vector3", "As a Vector3.")
    vector4Value = _value("vector4", "As a Vector4.")
    quaternionValue = _value("quaternion", "As a Quaternion.")
    colorValue = _value("color", "As a Color.")

    def _node(self) -> Node:
        node = self._owner._target._document.node(self._path)
        if node is None:
            raise ValueError(f"the property {self.propertyPath} is gone")
        return node

    def _read(self, kind: str) -> Any:
        pending = self._owner._pending.get(self._path)
        if pending is not None:
            return pending
        node = self._node()
        if kind in _STRUCTS:
            cls, axes = _STRUCTS[kind]
            document = self._owner._target._document
            return cls._from([document.real(*self._path, axis) for axis in axes])
        if kind == "reference":
            return fields.read(self._owner._target, self._path, node) if isinstance(node, Mapping) else None
        if not isinstance(node, Scalar):
            raise TypeError(f"the property {self.propertyPath} is not a plain value")
        text = node.text
        if kind == "text":
            return text
        if kind == "boolean":
            return text not in ("0", "")
        return single(to_real(text)) if kind == "real" else to_integer(text) or 0

    @property
    def boxedValue(self) -> Any:
        """As whatever it is."""
        pending = self._owner._pending.get(self._path)
        return fields.read(self._owner._target, self._path, self._node()) if pending is None else pending

    @property
    def propertyPath(self) -> str:
        """Its path from the object."""
        return _dotted(self._path)

    @property
    def name(self) -> str:
        """Its name."""
        last = self._path[-1]
        return "data" if isinstance(last, int) else last

    @property
    def displayName(self) -> str:
        """Its name as the inspector shows it."""
        bare = re.sub(r"^(m_|_|k(?=[A-Z]))", "", self.name)
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", bare)
        return words[:1].upper() + words[1:]

    @property
    def serializedObject(self) -> SerializedObject:
        """The object that it belongs to."""
        return self._owner

    @property
    def isArray(self) -> bool:
        """Whether it is a list."""
        return isinstance(self._node(), Sequence)

    @property
    def arraySize(self) -> int:
        """How many elements it has."""
        node = self._node()
        return len(node) if isinstance(node, Sequence) else 0

    @property
    def hasChildren(self) -> bool:
        """Whether it has parts."""
        return not isinstance(self._node(), Scalar)

    def GetArrayElementAtIndex(self, index: int) -> SerializedProperty:
        """Return an element.

        Raises:
            IndexError: There is none.
        """
        if not 0 <= index < self.arraySize:
            raise IndexError(f"the array {self.propertyPath} has {self.arraySize} elements, no index {index}")
        return SerializedProperty._at(self._owner, (*self._path, int(index)))

    def FindPropertyRelative(self, relativePropertyPath: str) -> SerializedProperty | None:
        """Return a part by its path from here, or None."""
        inner = _parse(relativePropertyPath)
        if inner is None or self._owner._target._document.node((*self._path, *inner)) is None:
            return None
        return SerializedProperty._at(self._owner, (*self._path, *inner))

    @property
    def rectValue(self) -> Rect:
        """As a Rect."""
        document = self._owner._target._document
        return Rect(*(document.real(*self._path, key) for key in ("x", "y", "width", "height")))

    def __repr__(self) -> str:
        return f"<UnityEditor.SerializedProperty {self.propertyPath}>"
