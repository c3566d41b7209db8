"""``UnityEditor.Undo``: taking changes back, and making them again.

Everything that a group did is one step. Unity begins a group with each click and key; here one lasts until
``IncrementCurrentGroup``, ``PerformUndo`` or ``PerformRedo``
(https://docs.unity3d.com/ScriptReference/Undo.html).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from . import world
from .gameobject import GameObject
from .history import History, Step
from .history import current as _history
from .interop import ApiType, Array, Delegate, generic, static_property
from .objects import Object
from .reversal import Record
from .structure import operation
from .transform import Transform

__all__ = ["Undo", "UndoRedoInfo"]


def _objects(value: object) -> list[Object]:
    """Return the objects of an argument that is one object or several."""
    items = value if isinstance(value, (list, tuple, Array)) else [value]
    for item in items:
        if not isinstance(item, Object):
            raise TypeError(f"'{type(item).__name__}' value cannot be converted to UnityEngine.Object")
        _ = item._document.file_id  # raises if destroyed
    return list(items)


def _set_performed(value: Delegate | None) -> None:
    world.current().events["undoRedoPerformed"] = value if value is not None else Delegate()


def _set_will_flush(value: Delegate | None) -> None:
    world.current().events["willFlushUndoRecord"] = value if value is not None else Delegate()


def _set_event(value: Delegate | None) -> None:
    world.current().events["undoRedoEvent"] = value if value is not None else Delegate()


class UndoRedoInfo:
    """What ``Undo.undoRedoEvent`` tells of a step."""

    _namespace = "UnityEditor"

    def __init__(self, step: Step, is_redo: bool) -> None:
        self.undoName = step.name
        self.undoGroup = step.group
        self.isRedo = is_redo


class Undo(metaclass=ApiType):
    """Steps that can be taken back."""

    _namespace = "UnityEditor"

    undoRedoPerformed = static_property(lambda: world.current().event("undoRedoPerformed"), _set_performed)
    undoRedoEvent = static_property(lambda: world.current().event("undoRedoEvent"), _set_event)
    willFlushUndoRecord = static_property(
        lambda: world.current().event("willFlushUndoRecord"), _set_will_flush
    )
    isProcessing = static_property(lambda: world.current().undoing)

    # Recording

    @staticmethod
    def RecordObject(objectToUndo: Object, name: str) -> None:
        """Note an object that is about to change; what differs when the group ends can be taken back.

        As in Unity, its parent and its list of components are not covered: use SetTransformParent and AddComponent.
        """
        _history().note(_objects(objectToUndo), name)

    @staticmethod
    def RecordObjects(objectsToUndo: Iterable[Object], name: str) -> None:
        """Note objects that are about to change."""
        _history().note(_objects(list(objectsToUndo)), name)

    @staticmethod
    def RegisterCompleteObjectUndo(objectToUndo: object, name: str) -> None:
        """Note one object, or several, that are about to change."""
        _history().note(_objects(objectToUndo), name)

    @staticmethod
    def RegisterFullObjectHierarchyUndo(objectToUndo: Object, name: str) -> None:
        """Note an object with its components and everything below it."""
        (obj,) = _objects(objectToUndo)
        found: list[Object] = [obj]
        transform = obj.transform if hasattr(obj, "transform") else None
        if transform is not None:
            for node in transform._walk():
                found += [node.gameObject, *node.gameObject._components()]
        _history().note(found, name, hierarchy=True)

    @staticmethod
    def RegisterChildrenOrderUndo(objectToUndo: Object, name: str) -> None:
        """Note an object whose children are about to change their order."""
        (obj,) = _objects(objectToUndo)
        transform = obj.transform if hasattr(obj, "transform") else None
        _history().note([transform] if transform is not None else [], name, hierarchy=True)

    @staticmethod
    def RegisterCreatedObjectUndo(objectToUndo: Object, name: str) -> None:
        """Let a new object be destroyed when the step is taken back."""
        (obj,) = _objects(objectToUndo)
        step = _history().begin(name)
        if obj._scene is not None:
            step.enter(obj._scene, earlier=True)
            step.add(Record.of_birth(obj))

    # Doing

    @staticmethod
    def DestroyObjectImmediate(objectToUndo: Object) -> None:
        """Destroy a GameObject or a component so that it can come back, as the same object."""
        (obj,) = _objects(objectToUndo)
        if isinstance(obj, Transform) or obj._scene is None:
            Object.DestroyImmediate(obj)
            return
        with operation(obj._scene, "Delete", whole=False):
            Object.DestroyImmediate(obj)

    @generic
    def AddComponent(cls, *arguments: Any) -> Any:  # noqa: N805
        """Add a component; takes ``(gameObject, type)`` or, with the type as index, ``(gameObject)``."""
        owner, type_ = arguments if isinstance(arguments[0], GameObject) else arguments[::-1]
        with operation(owner._scene, "", whole=False) as step:
            part = owner.AddComponent(type_)
            if part is not None and step is not None:
                step.name = step.name or f"Add {type(part).__name__}"
            return part

    @staticmethod
    def SetTransformParent(transform: Transform, newParent: Transform | None, *rest: Any) -> None:
        """Move a Transform below another; takes ``(…, name)`` or ``(…, worldPositionStays, name)``."""
        flags = [value for value in rest if isinstance(value, bool)]
        names = [value for value in rest if isinstance(value, str)]
        name, stays = names[0] if names else "", flags[0] if flags else True
        (node,) = _objects(transform)
        assert node._scene is not None
        with operation(node._scene, name, whole=False):
            transform.SetParent(newParent, stays)

    @staticmethod
    def SetSiblingIndex(transform: Transform, siblingIndex: int, name: str) -> None:
        """Move a Transform to a place among its siblings."""
        (node,) = _objects(transform)
        assert node._scene is not None
        with operation(node._scene, name, whole=False):
            transform.SetSiblingIndex(siblingIndex)

    # Groups

    @staticmethod
    def GetCurrentGroup() -> int:
        """Return the number of the present group."""
        return _history().group

    @staticmethod
    def GetCurrentGroupName() -> str:
        """Return the name of the present group: that of its first change, unless one was set."""
        return _history().name

    @staticmethod
    def SetCurrentGroupName(name: str) -> None:
        """Name the present group."""
        _history().name = str(name)

    @staticmethod
    def IncrementCurrentGroup() -> None:
        """End the present group; what comes is a step of its own."""
        Undo.FlushUndoRecordObjects()
        _history().increment()

    @staticmethod
    def CollapseUndoOperations(groupIndex: int) -> None:
        """Make one step of all from that group on."""
        _history().collapse(int(groupIndex))

    @staticmethod
    def FlushUndoRecordObjects() -> None:
        """Take down what changed of the objects that were recorded."""
        world.current().raise_event("willFlushUndoRecord")
        _history().settle()

    # Back and forth

    @staticmethod
    def PerformUndo() -> None:
        """Take the last step back; does nothing if there is none."""
        _perform(lambda history: history.undo(), is_redo=False)

    @staticmethod
    def PerformRedo() -> None:
        """Make the step again that was taken back last; does nothing if there is none."""
        _perform(lambda history: history.redo(), is_redo=True)

    @staticmethod
    def RevertAllInCurrentGroup() -> None:
        """Take back what the present group did, for good."""
        _perform(lambda history: history.revert(history.group), is_redo=False)

    @staticmethod
    def RevertAllDownToGroup(group: int) -> None:
        """Take back all from that group on, for good."""
        _perform(lambda history: history.revert(int(group)), is_redo=False)

    @staticmethod
    def ClearAll() -> None:
        """Forget all steps."""
        _history().clear()


def _perform(action: Callable[[History], list[Step]], *, is_redo: bool) -> None:
    state = world.current()
    state.undoing = True
    try:
        steps = action(_history())
    finally:
        state.undoing = False
    if steps:
        state.raise_event("undoRedoPerformed")
        state.raise_event("undoRedoEvent", UndoRedoInfo(steps[-1], is_redo))
        state.hierarchy_dirty = True
