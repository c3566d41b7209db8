"""``UnityEditor.SerializedProperty``: one field of a SerializedObject, its parts, its value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Mapping, Sequence
from unity_kernel.headless.project.blocks import append, rearrange

from . import catalogue
from .interop import ApiType
from .serializedkinds import element_text
from .serializedvalues import MANAGED, SIZE, SerializedValues, spaced

if TYPE_CHECKING:
    from .serialized import SerializedObject

__all__ = ["SerializedProperty", "parse"]

Path = tuple[str | int, ...]
_STEP = re.compile(r"\.?Array\.data\[(\d+)\]|\.?Array\.size|\.?([^.]+)")
_HIDDEN = frozenset(
    {
        "m_ObjectHideFlags", "m_CorrespondingSourceObject", "m_PrefabInstance", "m_PrefabAsset", "m_PrefabParentObject",
        "m_PrefabInternal", "m_GameObject", "m_Enabled", "m_EditorHideFlags", "m_Name", "m_EditorClassIdentifier",
        "m_Father", "m_Children", "m_RootOrder", "m_LocalEulerAnglesHint", "references",
    }
)  # fmt: skip
"""What Unity's inspector does not show."""
_VERSION = "serializedVersion"  # no property in Unity
_LEAVES = frozenset(
    {"ObjectReference", "LayerMask", "Color", "AnimationCurve", "Gradient", "String", "Float", "Integer", "Boolean",
     "Enum", "Character", "ArraySize"}
)  # fmt: skip
_TYPES = {
    "Integer": "int", "Boolean": "bool", "Float": "float", "String": "string", "Enum": "Enum", "Color": "ColorRGBA",
    "ObjectReference": "PPtr<Object>", "LayerMask": "BitField", "Rect": "Rectf", "Bounds": "AABB",
    "Quaternion": "Quaternionf", "Vector2": "Vector2f", "Vector3": "Vector3f", "Vector4": "Vector4f",
    "ArraySize": "ArraySize", "Character": "char",
}  # fmt: skip


def parse(path: str) -> Path | None:
    """Return the steps of a property path; None if it is not one."""
    steps: list[str | int] = []
    at = 0
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None:
            return None
        if match[1] is not None:
            steps.append(int(match[1]))
        else:
            steps.append(match[2] if match[2] is not None else SIZE)
        at = match.end()
    return tuple(steps) or None


def _dotted(path: Path) -> str:
    return "".join(f".Array.data[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]


class SerializedProperty(SerializedValues, metaclass=ApiType):
    """One field of a SerializedObject."""

    _namespace = "UnityEditor"
    __slots__ = ("_owner", "_path", "isExpanded")
    _owner: SerializedObject
    _path: Path
    isExpanded: bool

    @classmethod
    def _at(cls, owner: SerializedObject, path: Path) -> SerializedProperty:
        made = object.__new__(cls)
        made._owner, made._path, made.isExpanded = owner, path, False
        return made

    # What it is

    @property
    def propertyPath(self) -> str:
        """Its path from the object."""
        return _dotted(self._path)

    @property
    def name(self) -> str:
        """Its name."""
        last = self._path[-1] if self._path else "Base"
        return "data" if isinstance(last, int) else last.rpartition(".")[2]

    @property
    def displayName(self) -> str:
        """Its name as the inspector shows it."""
        if self._path and isinstance(self._path[-1], int):
            return f"Element {self._path[-1]}"
        return spaced(re.sub(r"^(m_|_|k(?=[A-Z]))", "", self.name))

    @property
    def depth(self) -> int:
        """How deep inside the object it is; 0 at the top, -1 before the first property."""
        return sum(2 if isinstance(step, int) or step == SIZE else 1 for step in self._path) - 1

    @property
    def serializedObject(self) -> SerializedObject:
        """The object that it belongs to."""
        return self._owner

    @property
    def propertyType(self) -> Any:
        """What it holds (``SerializedPropertyType``)."""
        kinds: Any = catalogue.enum_type("UnityEditor.SerializedPropertyType")
        if self._path[-1:] == (SIZE,):
            return kinds.ArraySize
        return getattr(kinds, self._kind().name if self._path else "Generic")

    @property
    def type(self) -> str:
        """The name of its type, as Unity's serialiser calls it; of scripts' own types, their name."""
        kind = "ArraySize" if self._path[-1:] == (SIZE,) else self._kind()
        if not isinstance(kind, str):
            if kind.name == "Generic":
                return "vector" if self.isArray else kind.source.rpartition(".")[2] or "Generic"
            kind = kind.name
        return _TYPES.get(kind, kind)

    @property
    def isArray(self) -> bool:
        """Whether it is a list."""
        return isinstance(self._owner._node(self._path), Sequence)

    @property
    def hasChildren(self) -> bool:
        """Whether it has parts."""
        return not self._path or bool(self._children(visible=False))

    @property
    def hasVisibleChildren(self) -> bool:
        """Whether it has parts that the inspector shows."""
        return not self._path or bool(self._children(visible=True))

    @property
    def editable(self) -> bool:
        """True."""
        return True

    @property
    def hasMultipleDifferentValues(self) -> bool:
        """False: there is one object."""
        return False

    # Lists

    @property
    def arraySize(self) -> int:
        """How many elements it has; setting it repeats the last element, or drops elements."""
        node = self._owner._node(self._path)
        return len(node) if isinstance(node, Sequence) else 0

    @arraySize.setter
    def arraySize(self, value: int) -> None:
        have = self.arraySize
        if value > 0 and not have:
            self.InsertArrayElementAtIndex(0)
            have = 1
        self._rearrange([min(index, have - 1) for index in range(max(int(value), 0))])

    def _rearrange(self, order: list[int]) -> None:
        place = self._owner._place(self._path)
        self._owner._edit(lambda owner: rearrange(owner._document, place, order))

    def GetArrayElementAtIndex(self, index: int) -> SerializedProperty:
        """Return an element.

        Raises:
            IndexError: There is none.
        """
        self._check(index)
        return SerializedProperty._at(self._owner, (*self._path, int(index)))

    def _check(self, index: int) -> None:
        if not 0 <= index < self.arraySize:
            raise IndexError(f"the array {self.propertyPath} has {self.arraySize} elements, no index {index}")

    def InsertArrayElementAtIndex(self, index: int) -> None:
        """Insert an element, a copy of the one at its place, or of the last.

        Raises:
            HeadlessLimitation: The list is empty, and nothing says what its elements are made of.
        """
        have = self.arraySize
        if not have:
            place = self._owner._place(self._path)
            first = element_text(self._owner._target, place)
            if not first:
                raise HeadlessLimitation(
                    f"the array {self.propertyPath} is empty, and nothing tells the headless editor what its elements "
                    "are made of; add the first one in the real editor"
                )
            self._owner._edit(lambda owner: append(owner._document, place, first))
            return
        at = min(max(int(index), 0), have)
        self._rearrange([*range(at), min(at, have - 1), *range(at, have)])

    def DeleteArrayElementAtIndex(self, index: int) -> None:
        """Remove an element.

        Raises:
            IndexError: There is none.
        """
        self._check(index)
        self._rearrange([place for place in range(self.arraySize) if place != index])

    def MoveArrayElement(self, srcIndex: int, dstIndex: int) -> bool:
        """Move an element to another place; returns whether both exist."""
        order = list(range(self.arraySize))
        if not (0 <= srcIndex < len(order) and 0 <= dstIndex < len(order)):
            return False
        order.insert(dstIndex, order.pop(srcIndex))
        self._rearrange(order)
        return True

    def ClearArray(self) -> None:
        """Remove all elements."""
        self._rearrange([])

    # Walking

    def _children(self, *, visible: bool) -> list[Path]:
        owner = self._owner
        if not self._path:
            keys = dict.fromkeys(key for key, _ in owner._owner()._document.entries)
            return [(key,) for key in keys if key != _VERSION and not (visible and key in _HIDDEN)]
        if self._path[-1:] == (SIZE,):
            return []
        node = owner._node(self._path)
        if isinstance(node, Sequence):
            return [(*self._path, SIZE), *((*self._path, index) for index in range(len(node)))]
        if not isinstance(node, Mapping) or self._kind().name in _LEAVES:
            return []
        if tuple(key for key, _ in node) in MANAGED:
            where = owner._managed(node)
            node = owner._owner()._document.node(where) if where is not None else None
        keys = dict.fromkeys(key for key, _ in node) if isinstance(node, Mapping) else {}
        return [(*self._path, key) for key in keys if key != _VERSION]

    def _next(self, enter: bool, *, visible: bool) -> bool:
        if enter or not self._path:
            inside = self._children(visible=visible)
            if inside:
                self._path = inside[0]
                return True
        path = self._path
        while path:
            above = path[:-1]
            siblings = SerializedProperty._at(self._owner, above)._children(visible=visible)
            if path in siblings and siblings.index(path) + 1 < len(siblings):
                self._path = siblings[siblings.index(path) + 1]
                return True
            path = above
        return False

    def Next(self, enterChildren: bool) -> bool:
        """Move to the next property, or into this one's parts; returns False, and stays, behind the last."""
        return self._next(enterChildren, visible=False)

    def NextVisible(self, enterChildren: bool) -> bool:
        """Move to the next property that the inspector shows."""
        return self._next(enterChildren, visible=True)

    def Reset(self) -> None:
        """Move before the first property."""
        self._path = ()

    def Copy(self) -> SerializedProperty:
        """Return one for the same field, which moves by itself."""
        return SerializedProperty._at(self._owner, self._path)

    def GetEndProperty(self, includeInvisible: bool = False) -> SerializedProperty:
        """Return the property behind this one and its parts."""
        made = self.Copy()
        if not made._next(False, visible=not includeInvisible):
            made._path = ("",)  # behind the last: equal to no property
        return made

    def GetEnumerator(self) -> Iterator[SerializedProperty]:
        """Return its parts, or its elements."""
        return iter(self)

    def __iter__(self) -> Iterator[SerializedProperty]:
        inside = [path for path in self._children(visible=False) if path[-1] != SIZE]
        return iter([SerializedProperty._at(self._owner, path) for path in inside])

    def CountInProperty(self) -> int:
        """Return how many properties it and its parts are."""
        inside = self._children(visible=False)
        return 1 + sum(SerializedProperty._at(self._owner, path).CountInProperty() for path in inside)

    def FindPropertyRelative(self, relativePropertyPath: str) -> SerializedProperty | None:
        """Return a part by its path from here, or None."""
        inner = parse(relativePropertyPath)
        if inner is None:
            return None
        made = SerializedProperty._at(self._owner, (*self._path, *inner))
        return made if made._exists() else None

    @staticmethod
    def EqualContents(x: SerializedProperty, y: SerializedProperty) -> bool:
        """Return whether two are the same field of the same object."""
        return x._owner._target is y._owner._target and x._path == y._path

    @staticmethod
    def DataEquals(x: SerializedProperty, y: SerializedProperty) -> bool:
        """Return whether two hold equal values."""
        return bool(repr(x.boxedValue) == repr(y.boxedValue))

    def Dispose(self) -> None:
        """Release it; nothing is held."""

    def __repr__(self) -> str:
        return f"<UnityEditor.SerializedProperty {self.propertyPath}>"
