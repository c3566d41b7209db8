"""Which of Python's objects stands for which document of a scene, when documents are replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import Document, Expansion, InstancedDocument, PrefabInstance, UnityFile
from unity_kernel.headless.project.instanced import MASK

from . import classes, instancing, world
from .objects import Object

if TYPE_CHECKING:
    from .fieldindex import FieldIndex
    from .reversal import Record
    from .scenelists import SceneLists
    from .transform import Transform

__all__ = ["SceneBinding"]


class SceneBinding:
    """Mixed into LoadedScene, whose objects are bound here."""

    if TYPE_CHECKING:
        file: UnityFile
        expansion: Expansion
        lists: SceneLists
        edits: list[Record]
        dirty: bool
        _objects: dict[int, Object]
        _parents: dict[int, int]
        _child_ids: dict[int, list[int]]
        _indexes: tuple[FieldIndex, ...]

        @property
        def roots(self) -> list[Transform]: ...
        def add(self, class_id: int, body: str, file_id: int) -> Document: ...
        def wrap(self, document: Document) -> Object: ...
        def release(self, doomed: set[Document], rest: set[Document]) -> None: ...
        def bury(self, objects: Iterable[Object] | None = None) -> None: ...
        def flush(self) -> None: ...
        def reread(self) -> None: ...

    def rebuild(self, objects: Mapping[Document, Object] | None = None) -> None:
        """Like `reread`, after an operation that may have taken objects away or given them another document.

        Objects without a document are destroyed ones from then on.

        Args:
            objects: Who stood for documents that were gone, and does so again if they are back.
        """
        self.reread()
        journal = self.file.journal
        for former, obj in {**(journal.objects if journal is not None else {}), **(objects or {})}.items():
            self._bind(obj, former)
        gone: list[tuple[int, Object]] = []
        for file_id, obj in list(self._objects.items()):
            document = self.expansion.document(file_id)
            if document is None or not isinstance(obj, classes.class_of(document)):
                gone.append((file_id, obj))
            elif document is not obj._document:
                if journal is not None and obj._alive:
                    journal.objects[obj._document] = obj
                obj._document = document
        self.bury([obj for _, obj in gone])
        for file_id, _ in gone:
            del self._objects[file_id]
        for each in self._indexes:
            each.forget()
        self.lists.settle()

    def reread_values(self, instance: PrefabInstance, *, unsaved: bool = True) -> None:
        """Make an instance's objects follow its overrides, after these were changed and nothing else.

        Args:
            instance: The instance.
            unsaved: Forget the edits too that cannot be saved.
        """
        self.expansion.forget(instance, unsaved=unsaved)
        for file_id in instance.ids.values():
            if (obj := self._objects.get(file_id)) is not None:
                obj._stale()
            if (document := self.expansion.instanced.get(file_id)) is not None:
                self.file.changed.add(document)
        self.dirty = True

    def _bind(self, obj: Object, document: Document) -> None:
        """Let an object stand for a document again, if that is here."""
        present = self.expansion.document(document.file_id)
        if present is None or (present is obj._document and self._objects.get(document.file_id) is obj):
            return
        if present is not document and not _is_same(present, document):
            return
        if obj._alive and self._objects.get(obj._document.file_id) is obj:
            del self._objects[obj._document.file_id]
        obj._document = present
        obj._prepare()
        self._objects[document.file_id] = obj
        self.lists.find(document.file_id)

    def reexpand(self) -> None:
        """Read its prefab instances again, after their prefabs changed; objects stay the same."""
        if self.expansion.instances:
            dirty = self.dirty
            self.flush()
            self.expansion.forget()
            self.rebuild()
            self.dirty = dirty

    def reload(self, file: UnityFile) -> None:
        """Show another state of its file, such as what is on disk now; objects stay as far as it has them."""
        self.file = file
        self.expansion = Expansion(file, world.current().project.prefabs)
        self.lists.clear()
        self.edits = []
        self.rebuild()
        self.dirty = False

    def exchange(self, node: Transform, class_id: int, body: str) -> Object:
        """Put a new document in the place of a Transform, which is destroyed; file id, siblings and children stay.

        Args:
            node: The Transform.
            class_id: The number of the new document's class, which is a Transform's too.
            body: Its lines.
        """
        document, above, kids = node._document, node._above(), node._kids()
        file_id = document.file_id
        siblings = above._kids() if above is not None else self.roots
        place = next(i for i, each in enumerate(siblings) if each is node)
        parent, child_ids = self._parents[file_id], self._child_ids.get(file_id)
        node._bury()
        self.release({document}, set())
        made: Any = self.wrap(self.add(class_id, body, file_id))
        self.lists.find(file_id)
        self._parents[file_id] = parent
        siblings[place] = made
        made._parent, made._children = above, kids
        if child_ids:
            self._child_ids[file_id] = child_ids
            for kid in kids:
                kid._parent = made
            self.lists.touch(made)
        return made  # type: ignore[no-any-return]

    def rename(self, ids: dict[int, int]) -> None:
        """Give objects other file ids, new ones by old ones; `rebuild` next."""
        moved = [(new, self._objects.pop(old)) for old, new in ids.items() if old in self._objects]
        self._objects.update(moved)

    def hand_over(self, objects: Iterable[Object], instance: PrefabInstance, ids: dict[int, int]) -> None:
        """Let a prefab instance bring objects that were the scene's own, or another instance's; `rebuild` next.

        What refers to them goes on doing so: their file ids stay where anything does.

        Args:
            objects: The objects, of which the instance's source has copies by now.
            instance: The instance.
            ids: File ids in the source by those in the scene.
        """
        documents = [obj._document for obj in objects]
        instancing.hand_over(self.expansion, documents, instance, ids)
        kept = self.file.by_id
        self.rename(
            {
                d.file_id: (ids[d.file_id] ^ instance.file_id) & MASK
                for d in documents
                if d.file_id not in kept
            }
        )


def _is_same(one: Document, other: Document) -> bool:
    """Whether two documents are the same object of a prefab instance, made anew."""
    return (
        isinstance(one, InstancedDocument)
        and isinstance(other, InstancedDocument)
        and one.instance.document is other.instance.document
        and one.source.file_id == other.source.file_id
    )
