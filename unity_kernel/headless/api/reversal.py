"""What was done to a scene's documents, and taking that back.

A record holds the documents that changed, each with its bytes before and after, and the objects that stood for those
that are gone. Nothing else needs to be remembered: all that the editor knows of a scene follows from its documents.
While a record is taken back, a journal runs; what it says is the record of the opposite.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unity_kernel.headless.project import Document, InstancedDocument
from unity_kernel.headless.project.additions import list_components, unlist_added
from unity_kernel.headless.project.journal import DocumentChange, Journal
from unity_kernel.headless.project.merge import are_values, merge, merge_overrides

from . import instancing
from .objects import Object
from .transform import Transform

if TYPE_CHECKING:
    from .loadedscene import LoadedScene

__all__ = ["Record", "Reversal", "watched"]

_GAME_OBJECT, _PREFAB_INSTANCE = 1, 1001
_TRANSFORMS = (4, 224)


@contextmanager
def watched(scene: LoadedScene) -> Iterator[Journal]:
    """Take down what the block does to a scene's documents."""
    file = scene.file
    outer = file.journal
    file.journal = journal = Journal()
    try:
        yield journal
    finally:
        file.journal = outer
        if outer is not None:
            outer.absorb(journal)


@dataclass
class Record:
    """What was done to documents of one scene, or to one asset.

    Attributes:
        scene: The scene; None for an asset's object.
        changes: The documents.
        objects: Whose documents are gone.
        owner: The asset's object.
        is_deep: Whether the hierarchy may be another, and not only values.
        is_rough: Whether others may have had a part in it, so that lists are to be looked at afterwards.
    """

    scene: LoadedScene | None
    changes: list[DocumentChange]
    objects: dict[Document, Object] = field(default_factory=dict)
    owner: Object | None = None
    is_deep: bool = True
    is_rough: bool = False

    @classmethod
    def of(cls, scene: LoadedScene, journal: Journal) -> Record:
        """Return what a journal says."""
        changes = journal.changes()
        is_deep = not all(_are_values(scene, change) for change in changes)
        return cls(scene, changes, journal.objects, is_deep=is_deep)

    @classmethod
    def of_birth(cls, obj: Object) -> Record:
        """Return the record of an object that was made, with all that belongs to it, just before."""
        scene = obj._scene
        assert scene is not None
        objects: list[Object] = [obj]
        found: dict[Document, None] = {}
        transform = obj.transform if obj._document.class_id == _GAME_OBJECT else None
        if transform is not None:
            nodes = list(transform._walk())
            objects = [each for node in nodes for each in (node.gameObject, *node.gameObject._components())]
            found = dict.fromkeys(instancing.remains(scene.expansion, instancing.whole(nodes)))
        found.update((each._document, None) for each in objects if each._document.is_written)
        return cls(scene, [DocumentChange(document, None, document.render()) for document in found])

    def reverse(self) -> Record:
        """Take back what was done to an asset; returns the opposite."""
        assert self.owner is not None
        opposite: list[DocumentChange] = []
        for change in self.changes:
            if self.owner._document is change.document and change.before is not None:
                now = change.document.render()
                change.document.replace(merge(now, change.after or b"", change.before))
                opposite.append(DocumentChange(change.document, now, change.document.render()))
        self.owner._stale()
        self.owner._changed()
        return Record(None, opposite, owner=self.owner)


def _are_values(scene: LoadedScene, change: DocumentChange) -> bool:
    """Whether a change is one of a prefab instance's overrides that moves nothing."""
    instance = scene.expansion.instances.get(change.document.file_id)
    if instance is None or instance.document is not change.document or instance.missing:
        return False
    if change.before is None or change.after is None:
        return False
    return are_values(change.before, change.after)


class Reversal:
    """Takes records of one scene back, the last first.

    Args:
        scene: The scene, all of whose edits are in its documents.

    Attributes:
        is_exact: Whether all is as each record left it. Then so are the bytes that it puts back; else what others did
            since is kept, and lists and references are made to fit.
        is_deep: Whether the hierarchy may be another, and not only values.
    """

    def __init__(self, scene: LoadedScene) -> None:
        self._scene = scene
        self._file = scene.file
        self.is_exact = True
        self.is_deep = False
        self._changed: dict[Document, None] = {}
        self._arrived: dict[Document, None] = {}
        self._left: dict[Document, None] = {}
        self._stand_ins: set[Document] = set()
        self._objects: dict[Document, Object] = {}
        self._components = scene.expansion.components  # from before

    def take_back(self, record: Record) -> None:
        """Give the documents of a record their former bytes; `finish` makes the scene follow."""
        file = self._file
        self._expect(not record.is_rough)
        returning = {change.document.file_id for change in record.changes if change.after is None}
        drop: set[Document] = set()
        for document, before, after, _ in record.changes:
            if before is None:
                is_there = file.holds(document)
                self._expect(is_there and document.render() == after)
                if document.stripped and document.file_id not in returning:
                    self._stand_ins.add(document)  # others may refer to it by now
                elif is_there:
                    drop.add(document)
        file.remove(drop)
        put: dict[Document, Document | None] = {}
        for document, _, after, behind in record.changes:
            if after is None:
                if document.file_id not in file.by_id:
                    put[document] = behind
                self._expect(document in put)
        file.put_back(put)
        for document in drop:
            self._left[document] = None
            self._arrived.pop(document, None)
        for document in put:
            self._arrived[document] = None
            self._left.pop(document, None)
            self._stand_ins.discard(document)
        for document, before, after, _ in record.changes:
            if before is not None and self._is_there(document):
                self._rewrite(document, after if after is not None else document.render(), before)
            elif before is not None:
                self._expect(False)
        self.is_deep = self.is_deep or record.is_deep
        self._objects.update(record.objects)

    def _expect(self, met: bool) -> None:
        self.is_exact = self.is_exact and met

    def _is_there(self, document: Document) -> bool:
        if isinstance(document, InstancedDocument):
            return self._scene.expansion.instanced.get(document.file_id) is document
        return self._file.holds(document)

    def _rewrite(self, document: Document, old: bytes, new: bytes) -> None:
        now = document.render()
        self._expect(now == old)
        if document.class_id == _PREFAB_INSTANCE:
            document.replace(merge_overrides(now, old, new, self._file.style))
        else:
            document.replace(merge(now, old, new))
        self._changed[document] = None

    # What follows from the documents

    def finish(self) -> None:
        """Make the scene's objects follow its documents, and write what does not fit any more."""
        if self.is_deep:
            instancing.drop_unused(self._scene.expansion, self._stand_ins)
            self._rebuild()
            self._drop_orphans()
            self._drop_references()
            if not self.is_exact:
                self._fit()
                instancing.drop_unused(self._scene.expansion, self._stand_ins)
            self._scene.flush()
        else:
            self._refresh_values()
        self._scene.dirty = True

    def _refresh_values(self) -> None:
        scene = self._scene
        for document in self._changed:
            obj = scene.known(document.file_id)
            if obj is not None and obj._document is document:
                obj._stale()
                obj._changed()
            instance = scene.expansion.instances.get(document.file_id)
            if instance is not None and instance.document is document:
                scene.reread_values(instance, unsaved=False)

    def _rebuild(self) -> None:
        expansion = self._scene.expansion
        gone = {document.file_id for document in self._left}
        for document in (*self._changed, *self._arrived, *self._left):
            instance = expansion.instance_of(document)
            if instance is not None:
                expansion.forget(instance, unsaved=False)
                if document in self._left:
                    gone.update(instance.ids.values())
        self._scene.rebuild(self._objects)
        self._gone: set[int] = {i for i in gone if expansion.document(i) is None}

    def _drop_orphans(self) -> None:
        """Take out what others hung onto objects that are no more."""
        expansion = self._scene.expansion
        doomed: set[Document] = set()
        below = (expansion.children, expansion.astray)
        pending = [child for i in self._gone for known in below for child in known.get(i, ())]
        owners = list(self._gone)
        instances = []
        while pending:
            node = expansion.document(pending.pop())
            if node is None:
                continue
            pending += expansion.children.get(node.file_id, ())
            owners.append(node.reference("m_GameObject"))
            doomed.add(node)
            if isinstance(node, InstancedDocument):
                instances.append(node.instance)
        for owner in owners:
            for document in map(expansion.document, (owner, *self._components.get(owner, ()))):
                if document is not None and owner in (document.file_id, document.reference("m_GameObject")):
                    doomed.add(document)
        doomed = {document for document in doomed if document.is_written}
        doomed |= instancing.remains(expansion, instances)
        if doomed:
            self.is_exact = False
            self._left.update(dict.fromkeys(doomed))
            self._file.remove(doomed)
            self._rebuild()

    def _drop_references(self) -> None:
        """Make null what refers to objects that others destroyed while it was not there."""
        dead = {i for i in self._scene.lists.dead if self._scene.expansion.document(i) is None}
        changed = [document.drop_references(dead) for document in self._arrived] if dead else []
        if any(changed):
            self.is_exact = False
            self._rebuild()

    def _fit(self) -> None:
        """Make lists and references say what is there."""
        scene = self._scene
        lists = scene.lists
        left = [document for document in self._left if document.file_id in self._gone]
        lists.lose(left)
        for document in left:
            self._unlist_component(document)
        for document in self._changed:
            if document.class_id == _GAME_OBJECT and document.is_written:
                self._list_components(document)
        scene.rebuild(self._objects)
        parents = {d.reference("m_Father") for d in (*self._left, *self._arrived, *self._changed)}
        parents |= {d.file_id for d in (*self._arrived, *self._changed) if d.class_id in _TRANSFORMS}
        for file_id in parents:
            node = scene.object(file_id) if file_id else None
            if isinstance(node, Transform):
                lists.check(node)
        lists.check(None)

    def _unlist_component(self, document: Document) -> None:
        owner = self._scene.expansion.document(document.reference("m_GameObject"))
        if isinstance(owner, InstancedDocument):
            unlist_added(owner.instance, document.file_id)
        elif owner is not None:
            ids = owner.references("m_Component", "component")
            if document.file_id in ids:
                list_components(owner, [i for i in ids if i != document.file_id])

    def _list_components(self, owner: Document) -> None:
        """Enter the components that a GameObject has and no longer lists."""
        by_id = self._file.by_id
        listed = owner.references("m_Component", "component")
        found = [i for i in self._components.get(owner.file_id, ()) if i in by_id and i not in listed]
        found = [i for i in found if by_id[i].reference("m_GameObject") == owner.file_id]
        if found or any(i in self._gone for i in listed):
            list_components(owner, [*(i for i in listed if i not in self._gone), *found])
