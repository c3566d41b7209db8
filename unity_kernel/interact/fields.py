"""The fields of an object as an inspector edits them: through SerializedObject, which records for Undo by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from unity_kernel import display
from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import is_destroyed
from unity_kernel.display.names import engine
from unity_kernel.errors import UnityKernelError

__all__ = ["PARTS", "Field", "Fields"]

PARTS: dict[str, tuple[str, ...]] = {
    "Vector2": ("x", "y"),
    "Vector3": ("x", "y", "z"),
    "Vector4": ("x", "y", "z", "w"),
    "Vector2Int": ("x", "y"),
    "Vector3Int": ("x", "y", "z"),
    "Quaternion": ("x", "y", "z"),
    "Rect": ("x", "y", "width", "height"),
    "Color": ("r", "g", "b", "a"),
}
"""What a value of a kind is made of; of a rotation, its Euler angles in degrees."""

_MEMBERS = {
    "Integer": "longValue",
    "Boolean": "boolValue",
    "Float": "floatValue",
    "String": "stringValue",
    "Enum": "enumValueIndex",
    "Vector2": "vector2Value",
    "Vector3": "vector3Value",
    "Vector4": "vector4Value",
    "Vector2Int": "vector2IntValue",
    "Vector3Int": "vector3IntValue",
    "Quaternion": "quaternionValue",
    "Rect": "rectValue",
    "Color": "colorValue",
}
_SHOWN_ONLY = {"ObjectReference": "objectReferenceValue", "ArraySize": "intValue", "Bounds": "boundsValue"}
_HIDDEN = frozenset(
    {
        "m_Script",
        "m_ConstrainProportionsScale",
        "m_LocalEulerAnglesHint",
        "m_RootOrder",
        "m_CullingMatrixOverride",
        "m_UseCullingMatrixOverride",
        "m_BoundingSphereOverride",
        "m_UseBoundingSphereOverride",
    }
)
"""What Unity's own inspectors do not show either."""
DIGITS = 7
"""Significant digits of a single-precision number."""
DEPTH = 2
"""Levels of structs inside structs that are shown."""


@dataclass(frozen=True)
class Field:
    """One serialised property.

    Attributes:
        path: Its `propertyPath`.
        label: Its name as the inspector shows it.
        kind: A `SerializedPropertyType`; "Text" for what is shown and not edited; "Group" for a struct's name.
        depth: How deep inside of structs it is.
        choices: Of an enum, its names.
    """

    path: str
    label: str
    kind: str
    depth: int = 0
    choices: tuple[str, ...] = field(default=())


class Fields:
    """Reads and writes one object's fields. Main thread.

    Values are plain: numbers, text, an enum's index, tuples of a struct's `PARTS`.

    Args:
        obj: A GameObject, a component, or an asset.

    Raises:
        UnityKernelError: The editor has no SerializedObject.
    """

    def __init__(self, obj: Any) -> None:
        self._object = obj
        self._serialized = self._open()

    def _open(self) -> Any:
        kind = engine("UnityEditor.SerializedObject")
        if kind is None:
            raise UnityKernelError(
                "this editor has no UnityEditor.SerializedObject; there is nothing to inspect with"
            )
        return kind(self._object)

    @property
    def is_gone(self) -> bool:
        """Whether the object has been destroyed."""
        return bool(is_destroyed(self._object))

    def find(self, path: str, label: str) -> Field | None:
        """A field of which the path is known; None where the object has none."""
        found = self._serialized.FindProperty(path)
        return self._field(found, label, 0) if found is not None else None

    def visible(self, most: int) -> tuple[list[Field], int]:
        """The fields that Unity's inspector shows, at most so many, and how many more there are."""
        step = self._serialized.GetIterator()
        fields: list[Field] = []
        left, enter = 0, True
        while step.NextVisible(enter):
            depth = int(step.depth)
            enter = False
            if str(step.name) in _HIDDEN:
                continue
            if len(fields) >= most:
                left += 1
                continue
            found = self._field(step, clean(str(step.displayName), NAME_LIMIT), depth)
            fields.append(found)
            enter = found.kind == "Group"
        return fields, left

    def _field(self, step: Any, label: str, depth: int) -> Field:
        kind = str(step.propertyType)
        path = str(step.propertyPath)
        if kind == "Enum" and int(step.enumValueIndex) >= 0:  # flags have none
            return Field(path, label, kind, depth, tuple(str(name) for name in step.enumDisplayNames))
        if kind in _MEMBERS and kind != "Enum":
            return Field(path, label, kind, depth)
        if kind == "Generic" and not step.isArray and depth < DEPTH and step.hasVisibleChildren:
            return Field(path, label, "Group", depth)
        return Field(path, label, "Text", depth)

    def refresh(self) -> None:
        """Takes the object's present values."""
        try:
            self._serialized.UpdateIfRequiredOrScript()
        except Exception:  # a domain reload has ended it; the object itself came back
            self._serialized = self._open()

    def read(self, field: Field) -> Any:
        """A field's plain value; None where it is no more, as an element of a list that became shorter."""
        found = self._serialized.FindProperty(field.path)
        if found is None or field.kind == "Group":
            return None
        if field.kind == "Text":
            return _text(found)
        value = getattr(found, _MEMBERS[field.kind])
        if field.kind == "Quaternion":
            angles = value.eulerAngles
            return tuple(round(float(getattr(angles, part)), 3) + 0.0 for part in "xyz")
        if field.kind in PARTS:
            return tuple(_number(getattr(value, part)) for part in PARTS[field.kind])
        return _number(value) if field.kind == "Float" else _PLAIN[field.kind](value)

    def write(self, field: Field, value: Any) -> None:
        """Gives a field a value, as a change that can be undone.

        Raises:
            UnityKernelError: The field is no more.
        """
        self.refresh()
        found = self._serialized.FindProperty(field.path)
        if found is None:
            raise UnityKernelError(f"{field.label} is no more")
        member = _MEMBERS[field.kind]
        if field.kind == "Quaternion":
            value = engine("UnityEngine.Quaternion").Euler(*value)
        elif field.kind in PARTS:
            value = type(getattr(found, member))(*value)
        setattr(found, member, value)
        self._serialized.ApplyModifiedProperties()

    def close(self) -> None:
        """Lets go of the object."""
        self._serialized.Dispose()
        self._object = self._serialized = None


_PLAIN = {"Integer": int, "Boolean": bool, "String": str, "Enum": int}


def _number(value: Any) -> Any:
    """A single as people write it: 0.1, not 0.10000000149011612."""
    return value if isinstance(value, int) else float(f"{float(value):.{DIGITS}g}")


def _text(found: Any) -> str:
    """A property that is shown, not edited."""
    kind = str(found.propertyType)
    if kind in _SHOWN_ONLY:
        value = getattr(found, _SHOWN_ONLY[kind])
        if value is None:
            return "None"
        return clean(display.one_line(value), NAME_LIMIT)
    if found.isArray:
        size = int(found.arraySize)
        return f"{size} items" if size != 1 else "1 item"
    if kind == "LayerMask":
        return _layers(int(found.intValue) & 0xFFFFFFFF)
    return f"{int(found.intValue):#x}" if kind == "Enum" else kind


def _layers(mask: int) -> str:
    """A layer mask in the inspector's words."""
    if mask in (0, 0xFFFFFFFF):
        return "Everything" if mask else "Nothing"
    name = engine("UnityEngine.LayerMask").LayerToName
    return ", ".join(str(name(layer)) or f"layer {layer}" for layer in range(32) if mask >> layer & 1)
