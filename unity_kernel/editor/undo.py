"""The editor's Undo, as cells use it: each cell is one step, named after it.

Only what `UnityEditor.Undo` offers in public is used, the same in Unity and in the headless editor
(https://docs.unity3d.com/ScriptReference/Undo.html). On a host without it nothing happens.
"""

from __future__ import annotations

import logging
import sys
import time
import types
from collections.abc import Callable, Coroutine, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from unity_kernel.errors import UnityKernelError
from unity_kernel.wire.messages import Comm, Execute

__all__ = ["Recording", "UndoSteps", "stepwise"]

log = logging.getLogger(__name__)
SAME_MOVE = 1.0
"""Seconds between two messages of one widget that still belong to one step, as a drag of its slider does; a guess."""


class UndoSteps:
    """Folds all that a cell records into one step of Undo. Main thread.

    A cell that awaits is stepped through many frames, and others may record meanwhile: then what it records before and
    after them are steps of their own, all of its name. While a user drags something in the editor (GUI's hot control)
    no step begins, which would cut the drag in two.

    Args:
        subscribe: See `EditorHost.subscribe`.
        is_nested: Whether the running job interrupts another one, whose step it is part of then.
        held: Keeps interrupts away from a block: what Undo calls is not the cell's code.
        clock: Seconds, monotonic.
    """

    def __init__(
        self,
        subscribe: Callable[[str, Callable[..., object]], Callable[[], None]],
        is_nested: Callable[[], bool],
        held: Callable[[], AbstractContextManager[None]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._subscribe = subscribe
        self._is_nested = is_nested
        self._held = held
        self._clock = clock
        self._name = ""
        self._base = 0
        self._key: object = None
        self._left = -1
        self._ended = 0.0

    def of_cell(self, message: Execute) -> AbstractContextManager[None]:
        """What a cell records, or one that awaits between two awaits."""
        return self._step(f"Cell [{message.execution_count}]", message.job)

    def of_widget(self, message: Comm) -> AbstractContextManager[None]:
        """What a message of a widget records: with a slider that is dragged there are many of them for one step."""
        data = message.content.get("data")
        moves = isinstance(data, dict) and data.get("method") == "update"
        return self._step("Widget", message.content.get("comm_id") if moves else object(), within=SAME_MOVE)

    @contextmanager
    def _step(self, name: str, key: object, within: float = float("inf")) -> Iterator[None]:
        """Two blocks of one key are one step, where nothing came between them for at most `within` seconds."""
        with self._held():
            begun = not self._is_nested() and self._begin(name, key, within)
        try:
            yield
        finally:
            if begun:
                with self._held():
                    self._end()

    def rename(self, name: str) -> None:
        """Gives the present step a better name than it began with."""
        self._name = name

    def perform(self, count: int, *, redo: bool = False) -> list[str]:
        """Takes back, or makes again, as many steps as there are, at most `count`; returns their names.

        A name is empty where Unity does not tell it (before 2022.2).

        Raises:
            UnityKernelError: The host has no Undo.
        """
        undo = _undo()
        if undo is None:
            raise UnityKernelError("this editor has no UnityEditor.Undo")
        self._fold(undo)
        names: list[str] = []
        event = "undoRedoEvent" if hasattr(undo, "undoRedoEvent") else "undoRedoPerformed"
        unsubscribe = self._subscribe(
            f"Undo.{event}", lambda *info: names.append(str(info[0].undoName) if info else "")
        )
        try:
            for number in range(1, count + 1):
                (undo.PerformRedo if redo else undo.PerformUndo)()
                if len(names) < number:
                    break
        finally:
            unsubscribe()
        self._base = undo.GetCurrentGroup()
        return names

    def _begin(self, name: str, key: object, within: float) -> bool:
        undo = _undo()
        if undo is None:
            return False
        self._name = name
        try:
            group = undo.GetCurrentGroup()
            if group == self._left and key == self._key and self._clock() - self._ended < within:
                return True
            if _is_dragging():
                return False
            undo.IncrementCurrentGroup()
            self._base = undo.GetCurrentGroup()
        except Exception as error:  # whatever the editor says: the cell must run
            log.warning("no step of Undo begins: %s", error)
            return False
        self._key = key
        return True

    def _end(self) -> None:
        undo = _undo()
        if undo is None:
            return
        try:
            self._fold(undo)
            self._left = undo.GetCurrentGroup()
        except Exception as error:
            log.warning("what the cell recorded is not one step of Undo: %s", error)
        self._ended = self._clock()

    def _fold(self, undo: Any) -> None:
        undo.FlushUndoRecordObjects()
        undo.SetCurrentGroupName(self._name)
        undo.CollapseUndoOperations(self._base)
        undo.IncrementCurrentGroup()  # what comes next is not the cell's


class Recording(AbstractContextManager[None]):
    """Has plain writes of properties recorded for Undo. Main thread.

    Args:
        objects: Unity's objects, or iterables of them. A GameObject stands for its components as well.
        name: The step's name outside of cells, whose steps are named after them.

    Raises:
        UnityKernelError: There is nothing to record, or the host has no Undo.
    """

    def __init__(self, objects: Iterable[Any], name: str) -> None:
        self._objects = [part for each in _flat(objects) for part in (each, *_components(each))]
        self._name = name
        if not self._objects:
            raise UnityKernelError(
                "unity.recording() needs the objects that are about to change: unity.recording(lamp, camera)"
            )

    def __enter__(self) -> None:
        undo = _undo()
        if undo is None:
            raise UnityKernelError("this editor has no UnityEditor.Undo")
        for each in self._objects:
            undo.RecordObject(each, self._name)

    def __exit__(self, *error: object) -> None:
        undo = _undo()
        if undo is not None:
            undo.FlushUndoRecordObjects()  # also after an error: what was changed until then can be taken back


def stepwise(
    coroutine: Coroutine[Any, Any, Any], entered: Callable[[], AbstractContextManager[Any]]
) -> Coroutine[Any, Any, Any]:
    """A coroutine that does as the given one, each of its steps inside a context manager of its own."""

    @types.coroutine
    def steps() -> Generator[Any, Any, Any]:
        value, error = None, None
        while True:
            with entered():
                try:
                    wanted = coroutine.send(value) if error is None else coroutine.throw(error)
                except StopIteration as end:
                    return end.value
            try:
                value, error = (yield wanted), None
            except GeneratorExit:
                coroutine.close()
                raise
            except BaseException as thrown:
                error = thrown

    async def run() -> Any:
        return await steps()

    return run()


def _undo() -> Any:
    """`UnityEditor.Undo` of the present domain, or None."""
    return getattr(sys.modules.get("UnityEditor"), "Undo", None)


def _is_dragging() -> bool:
    utility = getattr(sys.modules.get("UnityEngine"), "GUIUtility", None)
    return bool(getattr(utility, "hotControl", 0))


def _flat(objects: Iterable[Any]) -> Iterator[Any]:
    for each in objects:
        if hasattr(each, "GetType") and not hasattr(each, "__len__"):
            yield each
        elif hasattr(each, "__iter__") and not isinstance(each, (str, bytes)):
            yield from _flat(each)
        else:
            yield each  # what it is, Undo says


def _components(each: Any) -> Iterable[Any]:
    if not hasattr(each, "activeSelf"):
        return ()
    component = sys.modules["UnityEngine"].Component
    return [part for part in each.GetComponents(component) if part is not None]
