"""An object's serialised properties, read as Unity's inspector does: through SerializedObject, not by getters."""

from __future__ import annotations

import re
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import DEPTH, ITEMS, Describer
from unity_kernel.display.description import Fields, Node, Text
from unity_kernel.display.names import engine, lineage
from unity_kernel.display.reader import COPIES, Failure
from unity_kernel.display.values import mask_words

__all__ = ["PROPERTIES", "properties"]

PROPERTIES = 120
"""Properties of one object that are shown."""
HIDDEN = frozenset(
    {
        "m_Script",
        "m_ObjectHideFlags",
        "m_CorrespondingSourceObject",
        "m_PrefabInstance",
        "m_PrefabAsset",
        "m_GameObject",
        "m_Enabled",
        "m_EditorHideFlags",
        "m_EditorClassIdentifier",
        "serializedVersion",
        "m_Father",
        "m_Children",
        "m_LocalEulerAnglesHint",
        "m_ConstrainProportionsScale",
        "m_RootOrder",
        "m_Name",
    }
)
"""What the inspector shows elsewhere, or not at all."""
_VALUES = {
    "Integer": "longValue",
    "Boolean": "boolValue",
    "Float": "doubleValue",
    "String": "stringValue",
    "Color": "colorValue",
    "ObjectReference": "objectReferenceValue",
    "LayerMask": "intValue",
    "Vector2": "vector2Value",
    "Vector3": "vector3Value",
    "Vector4": "vector4Value",
    "Rect": "rectValue",
    "ArraySize": "intValue",
    "AnimationCurve": "animationCurveValue",
    "Bounds": "boundsValue",
    "Gradient": "gradientValue",
    "Quaternion": "quaternionValue",
    "Vector2Int": "vector2IntValue",
    "Vector3Int": "vector3IntValue",
    "RectInt": "rectIntValue",
    "BoundsInt": "boundsIntValue",
    "Hash128": "hash128Value",
    "ExposedReference": "exposedReferenceValue",
}
"""The member that holds a SerializedProperty's value, by its SerializedPropertyType."""


def properties(look: Describer, obj: Any) -> Fields:
    """The properties of an object; where the editor cannot tell them, its public fields."""
    kind = engine("UnityEditor.SerializedObject")
    if kind is None:
        return _members(look, obj)
    serialized = look.reader.call(kind, obj)
    if isinstance(serialized, Failure):
        return Fields([("", Text(serialized.text, "error"))])
    try:
        step = look.reader.call(lambda: serialized.GetIterator())
        if isinstance(step, Failure):
            return Fields([("", Text(step.text, "error"))])
        if hasattr(type(step), "NextVisible"):
            return _Walk(look, step).fields()
        return _listed(look, obj, step)
    finally:
        look.reader.call(lambda: serialized.Dispose())


class _Walk:
    """Unity's way: one property that moves through the object, depth first."""

    def __init__(self, look: Describer, step: Any) -> None:
        self._look = look
        self._step = step
        self._left = PROPERTIES
        self._more = 0

    def fields(self) -> Fields:
        """All visible properties, those inside others below them."""
        root = Fields([])
        levels = [root]
        enter = True
        while self._look.reader.call(self._step.NextVisible, enter) is True:
            depth = int(self._step.depth)
            del levels[depth + 1 :]
            if self._step.name in HIDDEN or len(levels) <= depth:
                enter = False
                continue
            enter = self._add(levels, depth)
            if self._left <= 0 or self._look.reader.is_late:
                root.more += self._count_rest()
                break
        return root

    def _add(self, levels: list[Fields], depth: int) -> bool:
        """Adds the property that the walk is at; returns whether to go into it."""
        self._left -= 1
        step = self._step
        label = clean(str(step.displayName), NAME_LIMIT)
        kind = str(step.propertyType)
        if kind == "ArraySize":
            levels[depth].rows.append(("Size", self._value(kind)))
            return False
        inside = kind in ("Generic", "ManagedReference") and bool(step.hasVisibleChildren)
        if not inside:
            levels[depth].rows.append((label, self._value(kind)))
            return False
        size = int(step.arraySize) if step.isArray else -1
        part = Fields([])
        if size >= 0 and (depth >= DEPTH or size > ITEMS or size == 0):
            levels[depth].rows.append((label, Text(f"{size} items" if size else "empty", "dim")))
            return False
        if depth >= DEPTH:
            levels[depth].rows.append((label, Text("…", "dim")))
            return False
        levels[depth].rows.append((label, part))
        levels.append(part)
        return True

    def _value(self, kind: str) -> Node:
        look, step = self._look, self._step
        if kind == "Enum":
            index = look.get(step, "enumValueIndex")
            names = look.get(step, "enumDisplayNames")
            if isinstance(index, int) and not isinstance(names, Failure) and 0 <= index < len(names):
                return Text(clean(str(names[index]), NAME_LIMIT), "enum")
            return look.member(step, "intValue")
        if kind == "LayerMask":
            bits = look.get(step, "intValue")
            return Text(mask_words(look, bits), "enum") if isinstance(bits, int) else look.inline(bits)
        if kind == "Character":
            code = look.get(step, "intValue")
            return look.inline(chr(code) if isinstance(code, int) and 0 <= code < 0x110000 else code)
        member = _VALUES.get(kind)
        if member is None:
            return Text(kind, "dim")
        return look.member(step, member)

    def _count_rest(self) -> int:
        rest = 0
        while rest < 1000 and self._look.reader.call(self._step.NextVisible, False) is True:
            rest += 1
        return max(rest, 1)


# --- where properties are a list ---------------------------------------------------------------------------------


def _listed(look: Describer, obj: Any, steps: Any) -> Fields:
    """The headless editor's way: the properties at the top, with whatever type the class gives them."""
    found = Fields([])
    cls = type(obj)
    is_script = "UnityEngine.MonoBehaviour" in lineage(cls) or "UnityEngine.ScriptableObject" in lineage(cls)
    for step in steps:
        name = look.get(step, "name")
        if isinstance(name, Failure) or name in HIDDEN:
            continue
        if len(found.rows) >= PROPERTIES or look.reader.is_late:
            found.more += 1
            continue
        label = clean(str(look.reader.text(step, "displayName", name)), NAME_LIMIT)
        value = look.get(obj, name) if is_script and name not in COPIES else _typed(look, obj, cls, name)
        if isinstance(value, Failure):
            value = look.get(step, "boxedValue")
        is_mask = name == "m_CullingMask" and isinstance(value, int)
        found.rows.append((label, Text(mask_words(look, value), "enum") if is_mask else look.inline(value)))
    return found


def _typed(look: Describer, obj: Any, cls: type, name: str) -> Any:
    """A field by the property that Unity's API has for it: m_CullingMask by cullingMask."""
    public = name.removeprefix("m_")
    public = public[:1].lower() + public[1:]
    if public in COPIES:
        public = f"shared{public[:1].upper()}{public[1:]}"
    for base in cls.__mro__:
        member = base.__dict__.get(public)
        if member is not None:
            return look.get(obj, public) if isinstance(member, property) else Failure("")
    return Failure("")


# --- where there is no SerializedObject --------------------------------------------------------------------------

_ENDS = frozenset({"UnityEngine.Component", "UnityEngine.Behaviour", "UnityEngine.Object", "System.Object"})
_SOUND = re.compile(r"[a-zA-Z]\w*$")


def _members(look: Describer, obj: Any) -> Fields:
    """Public fields and properties that the type and its bases below Component declare."""
    found = Fields([])
    for cls in type(obj).__mro__:
        name = f"{cls.__module__}.{cls.__qualname__}"
        if name in _ENDS:
            break
        for member, how in vars(cls).items():
            readable = isinstance(how, property) or type(how).__name__ in ("FieldObject", "PropertyObject")
            if not readable or member in COPIES or not _SOUND.match(member):
                continue
            if len(found.rows) >= PROPERTIES or look.reader.is_late:
                found.more += 1
                continue
            found.rows.append((clean(member, NAME_LIMIT), look.member(obj, member)))
    return found
