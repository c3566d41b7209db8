"""What can be taken back and made again: steps of changes, births and deaths of objects.

The unit is Unity's undo group. While a group is open, objects are only noted with the bytes that they have; when it
ends, notes of objects that did change become changes, and the lists of children that the scene writes late join them.
Taking a step back writes only the fields that the step changed, so that later changes of other fields stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from unity_kernel.headless.project import Document, InstancedDocument, UnityFile
from unity_kernel.headless.project.merge import merge

from . import instancing, world
from .component import Component
from .gameobject import GameObject
from .objects import Object
from .removal import destroy_component, destroy_game_object
from .transform import Transform

if TYPE_CHECKING:
    from .loadedscene import LoadedScene

__all__ = ["History", "Step", "current"]

_HIERARCHY = frozenset({b"m_Father", b"m_Children", b"m_RootOrder", b"m_Component"})
"""Fields that recording an object does not cover, as in Unity: use SetTransformParent and AddComponent."""


class _Item(Protocol):
    def back(self, step: Step) -> None: ...

    def forth(self, step: Step) -> None: ...


class Change:
    """Other bytes in a document.

    Args:
        document: Which one.
        before: Its bytes at the start.
        after: Its bytes at the end.
        owner: Its object; None for what is none, such as a scene's list of roots.
        keep: Fields that this change is not about.
    """

    def __init__(
        self,
        document: Document,
        before: bytes,
        after: bytes,
        owner: Object | None,
        keep: frozenset[bytes] = frozenset(),
    ) -> None:
        self._document = document
        self._before = before
        self._after = after
        self._owner = owner
        self._keep = keep

    def back(self, step: Step) -> None:
        """Give the document its old values."""
        self._write(self._after, self._before, step)

    def forth(self, step: Step) -> None:
        """Give the document its new values."""
        self._write(self._before, self._after, step)

    def _write(self, old: bytes, new: bytes, step: Step) -> None:
        document, owner = self._document, self._owner
        if isinstance(document, InstancedDocument) and owner is None:
            places = (scene.expansion.instanced for scene in step.scenes)
            gone = not any(known.get(document.file_id) is document for known in places)
        elif owner is None:
            gone = document.file.by_id.get(document.file_id) is not document and document not in step.revived
        else:
            gone = owner._document is not document
        if gone:
            return  # destroyed since, and not by this history
        father = document.reference("m_Father")
        document.replace(merge(document.render(), old, new, self._keep))
        if owner is None:
            return
        owner._stale()
        owner._changed()
        scene = owner._scene
        if isinstance(owner, Transform) and scene is not None:
            wanted = document.reference("m_Father")
            if wanted != father:
                parent = scene.object(wanted)
                scene.move(owner, parent if isinstance(parent, Transform) else None)


class Life:
    """The birth or death of a GameObject with all below it, or of a component.

    Args:
        obj: The object.
        born: Whether it came to life, and did not die.
    """

    def __init__(self, obj: Object, *, born: bool) -> None:
        self._object = obj
        self._born = born
        self._remains: list[tuple[Object, Document]] = []
        self._owner: tuple[Document, bytes, bytes] | None = None
        self._extras: set[Document] = set()  # of prefab instances, which are no objects

    def back(self, step: Step) -> None:
        """Destroy what was born, revive what died."""
        if self._born:
            self.bury(step)
        else:
            self._revive(step)

    def forth(self, step: Step) -> None:
        """Destroy what died, revive what was born."""
        if self._born:
            self._revive(step)
        else:
            self.bury(step)

    def bury(self, step: Step) -> None:
        """Destroy it, and remember it."""
        obj = self._object
        scene = obj._scene
        if not obj._alive or scene is None:
            return
        step.remember_order(scene.file)
        if isinstance(obj, GameObject):
            found: list[Object] = []
            for node in obj.transform._walk() if obj.transform is not None else ():
                if node.gameObject is not None:  # of a damaged file
                    found += [node.gameObject, *node.gameObject._components()]
            self._remains = [(each, each._document) for each in found or [obj]]
            self._extras = destroy_game_object(obj)
        elif isinstance(obj, Component):
            owner = obj.gameObject._document
            before = owner.render()
            self._remains = [(obj, obj._document)]
            destroy_component(obj)
            self._owner = (owner, before, owner.render())
        step.scenes[scene] = None
        for _, document in self._remains:
            step.revived.discard(document)

    def _revive(self, step: Step) -> None:
        scene = self._object._scene
        if self._object._alive or scene is None or not scene.is_loaded:
            return
        self._leave_lost_parent(scene)
        scene.take_in(self._remains)
        if self._owner is not None:
            owner, before, after = self._owner
            owner.replace(merge(owner.render(), after, before))
            scene.relist(owner)
        instancing.relink(scene.expansion, self._object)
        step.revived.update(document for _, document in self._remains)
        step.revived.update(self._extras)
        step.scenes[scene] = None

    def _leave_lost_parent(self, scene: LoadedScene) -> None:
        """Make a root of what would come back below an object that was destroyed for good meanwhile."""
        mine = {document.file_id for _, document in self._remains}
        for obj, document in self._remains:
            father = document.reference("m_Father") if isinstance(obj, Transform) else 0
            if father and father not in mine and scene.object(father) is None:
                document.set_reference(("m_Father",), 0)


class Step:
    """What one undo group did.

    Attributes:
        group: Its number.
        name: What Unity's menu would call it.
        items: Its parts, in order.
        scenes: Scenes whose hierarchy it touches.
        revived: While it is taken back or made again: documents that live again and are in no file yet.
    """

    def __init__(self, group: int, name: str = "") -> None:
        self.group = group
        self.name = name
        self.items: list[_Item] = []
        self.scenes: dict[LoadedScene, None] = {}
        self.revived: set[Document] = set()
        self._orders: dict[UnityFile, list[Document]] = {}
        self._notes: dict[Document, tuple[Object, bytes, frozenset[bytes]]] = {}

    def __bool__(self) -> bool:
        return bool(self.items or self._notes)

    def remember_order(self, file: UnityFile) -> None:
        """Keep the order of a file's documents, from before anything was removed."""
        if file not in self._orders:
            self._orders[file] = list(file.documents)

    def note(self, obj: Object, *, hierarchy: bool = False) -> None:
        """Note an object that is about to change; ``hierarchy`` includes its place among others."""
        document = obj._document
        known = self._notes.get(document)
        keep = frozenset() if hierarchy else _HIERARCHY
        if known is None:
            self._notes[document] = (obj, document.render(), keep)
        elif hierarchy and known[2]:
            self._notes[document] = (obj, known[1], keep)
        if hierarchy and obj._scene is not None:
            self.scenes[obj._scene] = None

    def settle(self, *, flush: bool = True) -> None:
        """Turn notes, and what scenes wrote by themselves, into changes.

        Args:
            flush: Let the scenes write what they have not yet written.
        """
        for document, (obj, before, keep) in self._notes.items():
            if obj._alive and (after := document.render()) != before:
                self.items.append(Change(document, before, after, obj, keep))
        self._notes = {}
        for scene in world.current().scenes:
            if flush:
                scene.flush()
            if scene in self.scenes:
                self.items += [Change(*edit, None) for edit in scene.edits]
            scene.edits = []

    def absorb(self, later: Step) -> None:
        """Take in the items of a later step."""
        self.items += later.items
        self.scenes.update(later.scenes)
        for file, order in later._orders.items():
            self._orders.setdefault(file, order)

    def back(self) -> None:
        """Take it back."""
        for item in reversed(self.items):
            item.back(self)
        self._finish()

    def forth(self) -> None:
        """Make it again."""
        for item in self.items:
            item.forth(self)
        self._finish()

    def _finish(self) -> None:
        for file in {document.file for document in self.revived}:
            mine = [document for document in self.revived if document.file is file]
            file.put_back(mine, self._orders.get(file, []))
        self.revived = set()
        for scene in self.scenes:
            if scene.is_loaded:
                scene.reread()
                scene.flush()
                scene.edits = []


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
        """Return the open step, about to get a new item; what was taken back before can no longer be made again."""
        self._undone.clear()
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
        if self._open:
            self._open.settle()

    def increment(self) -> None:
        """End the open group and begin the next."""
        self._close(self._open.group + 1)

    def _close(self, following: int) -> None:
        self.settle()
        if self._open.items:
            self._done.append(self._open)
        else:
            for scene in world.current().scenes:
                scene.flush()
                scene.edits = []
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
        step = self._done.pop()
        step.back()
        self._undone.append(step)
        return [step]

    def redo(self) -> list[Step]:
        """Make the step again that was taken back last; returns it, if there is one."""
        self._close(self._open.group + 1)
        if not self._undone:
            return []
        step = self._undone.pop()
        step.forth()
        self._done.append(step)
        return [step]

    def revert(self, group: int) -> list[Step]:
        """Take back all steps from a group on, for good; returns them."""
        self._close(self._open.group + 1)
        taken: list[Step] = []
        while self._done and self._done[-1].group >= group:
            taken.append(self._done.pop())
            taken[-1].back()
        self._undone.clear()
        return taken

    def clear(self) -> None:
        """Forget all steps."""
        self._close(self._open.group + 1)
        self._done.clear()
        self._undone.clear()
