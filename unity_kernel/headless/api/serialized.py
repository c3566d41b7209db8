"""``UnityEditor.SerializedObject``: any field of any object, by its name in the file.

Changes are made on a copy of the object's document and repeated on the object itself by `ApplyModifiedProperties`,
which therefore writes only what was changed, and can be undone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Mapping, Node, Scalar, Sequence, UnityFile

from .interop import ApiType, Array
from .serializedproperty import SerializedProperty, parse
from .serializedvalues import MANAGED
from .settings import Holder

if TYPE_CHECKING:
    from .objects import Object

__all__ = ["SerializedObject", "SerializedProperty"]

Path = tuple[str | int, ...]
Edit = Callable[[Any], bool]
_VERSIONED = re.compile(r"\d+")


class SerializedObject(metaclass=ApiType):
    """The fields of an object as its file holds them; changes are written by `ApplyModifiedProperties`.

    Args:
        obj: The object, or a list of one.
        context: Accepted for the signature's sake.
    """

    _namespace = "UnityEditor"
    __slots__ = ("_copy", "_edits", "_target")

    def __init__(self, obj: Any, context: object = None) -> None:
        if isinstance(obj, (list, tuple, Array)):
            if len(obj) != 1:
                raise HeadlessLimitation(
                    f"a SerializedObject of {len(obj)} objects at once is not in the headless editor; make one for each"
                )
            obj = obj[0]
        if obj is None:
            raise TypeError("a SerializedObject needs an object, got None")
        self._target: Object = obj
        self._copy: Holder | None = None
        self._edits: list[Edit] = []
        self.Update()

    # What properties work on

    def _owner(self) -> Any:
        """Return what holds the present values: the object, or the copy that has been changed."""
        return self._copy if self._copy is not None else self._target

    def _node(self, path: Path) -> Node | None:
        """Return the node of a property, through managed references where the path leads through one."""
        return self._owner()._document.node(self._place(path)) if path else None

    def _place(self, path: Path) -> Path:
        """Return where in the file a property stands, which differs from its path inside managed references."""
        document = self._owner()._document
        at: Path = ()
        for step in path:
            at = (*at, step)
            node = document.node(at)
            if isinstance(node, Mapping) and len(at) < len(path) and tuple(key for key, _ in node) in MANAGED:
                at = self._managed(node) or at
        return at

    def _managed(self, node: Mapping) -> Path | None:
        """Return where the data of a managed reference stand; None for a null one."""
        wanted = node.entries[0][1]
        number = wanted.text if isinstance(wanted, Scalar) else ""
        document = self._owner()._document
        listed = document.node(("references", "RefIds"))
        if isinstance(listed, Sequence):
            for index in range(len(listed)):
                if document.text("references", "RefIds", index, "rid") == number:
                    return ("references", "RefIds", index, "data")
            return None
        if _VERSIONED.fullmatch(number) is None:
            return None
        key = f"{int(number):08d}"  # version 1, up to Unity 2021.1
        return ("references", key, "data") if document.node(("references", key)) is not None else None

    def _edit(self, edit: Edit) -> None:
        """Make a change on the copy, and remember it for the object."""
        if self._copy is None:
            source = self._target._document
            file = UnityFile(
                b"%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n", source.file.name, source.file.style
            )
            text = source.render().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
            document = file.add(source.class_id, source.file_id, text.split("\n", 1)[1])
            self._copy = Holder(document, self._target.name, lambda: None, self._target._scene)
            self._copy._id = self._target._id
        if edit(self._copy):
            self._edits.append(edit)

    # Unity's members

    @property
    def targetObject(self) -> Object:
        """The object."""
        return self._target

    @property
    def targetObjects(self) -> Array[Any]:
        """The object, as an array."""
        return Array([self._target], type(self._target))

    @property
    def isEditingMultipleObjects(self) -> bool:
        """False."""
        return False

    @property
    def hasModifiedProperties(self) -> bool:
        """Whether there are changes that were not applied."""
        return bool(self._edits)

    def FindProperty(self, propertyPath: str) -> SerializedProperty | None:
        """Return a property by path, such as ``m_LocalPosition.x`` or ``m_Materials.Array.data[0]``; or None."""
        path = parse(propertyPath)
        if path is None:
            return None
        made = SerializedProperty._at(self, path)
        return made if made._exists() else None

    def GetIterator(self) -> SerializedProperty:
        """Return a property before the first; ``Next(True)`` moves it. Iterating it gives those at the top."""
        return SerializedProperty._at(self, ())

    def ApplyModifiedProperties(self) -> bool:
        """Write the changes, as a step that can be undone; returns whether there were any."""
        if self._edits:
            from .history import current

            current().note([self._target], f"Modified Properties in {self._target.name}")
        return self.ApplyModifiedPropertiesWithoutUndo()

    def ApplyModifiedPropertiesWithoutUndo(self) -> bool:
        """Write the changes; returns whether there were any."""
        edits, self._edits, self._copy = self._edits, [], None
        changed = False
        for edit in edits:
            changed |= edit(self._target)
        if changed:
            self._target._changed()
            self._target._stale()
        return changed

    def CopyFromSerializedProperty(self, prop: SerializedProperty) -> None:
        """Take over the value of a property of another object, at the same path."""
        mine = self.FindProperty(prop.propertyPath)
        if mine is not None:
            mine.boxedValue = prop.boxedValue

    def Update(self) -> None:
        """Forget changes that were not applied."""
        self._edits, self._copy = [], None
        if self._target._scene is not None:
            self._target._scene.flush()  # lists of children and roots are written late

    UpdateIfRequiredOrScript = Update

    def Dispose(self) -> None:
        """Release it; nothing is held."""
