"""What can be taken back and made again, in steps.

The unit is Unity's undo group. What the methods of ``Undo`` do is taken down as records of documents
(`unity_kernel.headless.api.reversal`); objects that were only announced are looked at when the group ends, and lists of
children that the scene writes late join them. Taking a step back makes a record too: that of making it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from unity_kernel.headless.project import Document, InstancedDocument
from unity_kernel.headless.project.journal import DocumentChange
from unity_kernel.headless.project.merge import merge, merge_overrides
from unity_kernel.headless.project.recording import record

from . import world
from .objects import Object
from .reversal import Record, Reversal, watched

if TYPE_CHECKING:
    from .loadedscene import LoadedScene
    from .structure import FileChange

__all__ = ["History", "Step", "current"]

_HIERARCHY = frozenset({b"m_Father", b"m_Children", b"m_RootOrder", b"m_Component"})
"""Fields that recording an object does not cover, as in Unity: use SetTransformParent and AddComponent."""


@dataclass
class _Note:
    """A document that was announced to change.

    Attributes:
        document: The object's own; for an object of a prefab instance that of the instance.
        owner: The object.
        before: The document's bytes.
        keep: Fields that the announcement does not cover.
        targets: Of an instance: the objects in its source whose overrides it covers.
    """

    document: Document
    owner: Object
    before: bytes
    keep: frozenset[bytes] = frozenset()
    targets: set[int] = field(default_factory=set)

    def record(self, after: bytes) -> Record | None:
        """Return what changed since, and go on from there; None for nothing."""
        scene, document, before, self.before = self.owner._scene, self.document, self.before, after
        if before == after:
            return None
        is_deep = not self.keep
        if self.targets:
            assert scene is not None
            instance = scene.expansion.instance_of(document)
            is_deep = is_deep or (instance is not None and bool(instance.missing))
            before = merge_overrides(after, after, before, document.file.style, self._covers)
        elif self.keep:
            before = merge(after, after, before, self.keep)
        if before == after:
            return None
        owner = self.owner if scene is None else None
        return Record(scene, [DocumentChange(document, before, after)], owner=owner, is_deep=is_deep)

    def _covers(self, target: int, path: str) -> bool:
        return target in self.targets and path.partition(".")[0].encode() not in self.keep


class Step:
    """What one undo group did.

    Attributes:
        group: Its number.
        name: What Unity's menu would call it.
        items: Its parts, in order.
        scenes: Scenes of which it changes more than values: what they write late is part of it.
    """

    def __init__(self, group: int, name: str = "") -> None:
        self.group = group
        self.name = name
        self.items: list[Record | FileChange] = []
        self.scenes: dict[LoadedScene, None] = {}
        self._notes: dict[Document, _Note] = {}

    def __bool__(self) -> bool:
        return bool(self.items or self._notes)

    def note(self, obj: Object, *, hierarchy: bool = False) -> None:
        """Note an object that is about to change; ``hierarchy`` includes its place among others."""
        document, target = obj._document, 0
        if isinstance(document, InstancedDocument) and not document.is_guess:
            instance, target = document.instance, document.source.file_id
            if document in instance.edited or instance.document not in self._notes:
                record(instance)  # what was edited before is not meant
            document = instance.document
        known = self._notes.get(document)
        if known is None:
            known = self._notes[document] = _Note(document, obj, document.render(), _HIERARCHY)
        if target:
            known.targets.add(target)
        if hierarchy:
            known.keep = frozenset()
            if obj._scene is not None:
                self.enter(obj._scene)

    def enter(self, scene: LoadedScene, *, earlier: bool = False) -> None:
        """From here on, the step changes more than values of a scene.

        Args:
            scene: The scene.
            earlier: The step is also about what the scene wrote late since the group began.
        """
        if scene not in self.scenes:
            self.scenes[scene] = None
            if not earlier:
                scene.flush()
                scene.edits = []
        for each in scene.edits:
            self.add(replace(each, is_rough=earlier))
        scene.edits = []

    def add(self, made: Record) -> None:
        """Take in what was done just now."""
        for document, before, after, _ in made.changes:
            noted = self._notes.get(document)
            if noted is not None and before is not None:
                self._add(noted.record(before))
                noted.before = after if after is not None else before
        self._add(made)

    def _add(self, made: Record | None) -> None:
        if made is not None and made.changes:
            self.items.append(made)

    def settle(self) -> None:
        """Turn notes, and what scenes write late, into records."""
        for noted in self._notes.values():
            if noted.targets and noted.owner._scene is not None:
                instance = noted.owner._scene.expansion.instances.get(noted.document.file_id)
                if instance is not None and instance.document is noted.document:
                    record(instance)
            if (
                isinstance(noted.document, InstancedDocument)
                or noted.owner._scene is None
                or noted.document.file.holds(noted.document)
            ):
                self._add(noted.record(noted.document.render()))
        self._notes = {}
        for scene in world.current().scenes:
            scene.flush()
            if scene in self.scenes:
                self.enter(scene)
            scene.edits = []
            made, scene.file.unrecorded = scene.file.unrecorded, []
            if self.items and made:  # to refer to objects of prefab instances
                changes = [DocumentChange(document, None, document.render()) for document in made]
                self.items.insert(0, Record(scene, changes))

    def absorb(self, later: Step) -> None:
        """Take in the items of a later step."""
        self.items += later.items
        self.scenes.update(later.scenes)

    def turn(self) -> None:
        """Take it back. It is the step then that makes all again.

        Raises:
            SceneFileError: A prefab's file was changed on disk since; nothing was taken back.
        """
        made: list[Record | FileChange] = []
        reversals: dict[LoadedScene, Reversal] = {}
        others = [item for item in reversed(self.items) if not isinstance(item, Record) or item.scene is None]
        others.sort(key=lambda item: isinstance(item, Record))  # first what may be refused
        made += [item.reverse() for item in others]
        with ExitStack() as watching:
            journals = {}
            for item in reversed(self.items):
                scene = item.scene if isinstance(item, Record) else None
                if not isinstance(item, Record) or scene is None or not scene.is_loaded:
                    continue
                if not any(change.document.file is scene.file for change in item.changes):
                    continue  # the scene was loaded again
                if scene not in reversals:
                    scene.flush()
                    scene.edits = []
                    journals[scene] = watching.enter_context(watched(scene))
                    reversals[scene] = Reversal(scene)
                reversals[scene].take_back(item)
            for reversal in reversals.values():
                reversal.finish()
        for scene, journal in journals.items():
            made.append(replace(Record.of(scene, journal), is_deep=reversals[scene].is_deep))
        self.items = made


def current() -> History:
    """Return the running editor's history."""
    state = world.current()
    if state.history is None:
        state.history = History()
    found: History = state.history
    return found


class History:
    """All steps of a session, the last one open."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._open = Step(0)

    @property
    def group(self) -> int:
        """The number of the open group."""
        return self._open.group

    @property
    def name(self) -> str:
        """The name of the open group."""
        return self._open.name

    @name.setter
    def name(self, value: str) -> None:
        self._open.name = value

    def begin(self, name: str = "") -> Step:
        """Return the open step, about to get a new item."""
        if name and not self._open.name:
            self._open.name = name
        return self._open

    def note(self, objects: Iterable[Object], name: str, *, hierarchy: bool = False) -> None:
        """Note objects that are about to change."""
        step = self.begin(name)
        for obj in objects:
            step.note(obj, hierarchy=hierarchy)

    def settle(self) -> None:
        """Turn what was noted in the open group into changes."""
        self._open.settle()

    def increment(self) -> None:
        """End the open group and begin the next."""
        self._close(self._open.group + 1)

    def _close(self, following: int) -> None:
        self.settle()
        if self._open.items:
            self._done.append(self._open)
            self._undone.clear()  # something new happened
        self._open = Step(following)

    def collapse(self, group: int) -> None:
        """Make one step of all from a group on."""
        name, number = self._open.name, self._open.group
        self._close(number)
        later = [step for step in self._done if step.group >= group]
        if later:
            self._done = self._done[: -len(later)]
            for step in later[1:]:
                later[0].absorb(step)
            later[0].name = name or later[-1].name
            later[0].group = number
            self._open = later[0]

    def undo(self) -> list[Step]:
        """Take the last step back; returns it, if there is one."""
        self._close(self._open.group + 1)
        if not self._done:
            return []
        step = self._done[-1]
        step.turn()
        self._undone.append(self._done.pop())
        return [step]

    def redo(self) -> list[Step]:
        """Make the step again that was taken back last; returns it, if there is one."""
        self._close(self._open.group + 1)
        if not self._undone:
            return []
        step = self._undone[-1]
        step.turn()
        self._done.append(self._undone.pop())
        return [step]

    def revert(self, group: int) -> list[Step]:
        """Take back all steps from a group on, for good; returns them."""
        self._close(self._open.group + 1)
        taken: list[Step] = []
        while self._done and self._done[-1].group >= group:
            self._done[-1].turn()
            taken.append(self._done.pop())
        self._undone.clear()
        return taken

    def clear(self) -> None:
        """Forget all steps."""
        self._close(self._open.group + 1)
        self._done.clear()
        self._undone.clear()
