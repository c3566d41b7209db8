"""A scene in memory: its file, its objects by id, its hierarchy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document, Expansion, UnityFile
from unity_kernel.headless.project.additions import list_components

from . import classes, instancing, world
from .component import Component
from .fieldindex import FieldIndex
from .gameobject import GameObject
from .objects import Object
from .scenebinding import SceneBinding
from .scenelists import SceneLists
from .transform import Transform

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .reversal import Record

__all__ = ["LoadedScene"]

_GAME_OBJECT, _TRANSFORM, _RECT_TRANSFORM, _PREFAB_INSTANCE, _SCENE_ROOTS = 1, 4, 224, 1001, 1660057539
_MONO_BEHAVIOUR = 114


class LoadedScene(SceneBinding):
    """The objects of one open scene.

    Python objects are made when first asked for, one per document. Parents and component lists are read in one pass
    at load; child lists keep the order of the file. Changes of the hierarchy are written to the documents by `flush`.

    Attributes:
        file: Its documents.
        path: Project path; empty while it was never saved.
        dirty: Whether it has unsaved changes.
        expansion: Its objects and those of its prefab instances.
        notes: What is wrong with the file but tolerated, a sentence each.
        edits: What `flush` wrote, until an undo step takes it.
    """

    _handles = 0

    def __init__(self, file: UnityFile, path: str) -> None:
        LoadedScene._handles -= 2
        self.handle = LoadedScene._handles
        self.file = file
        self.path = path
        self.is_loaded = True
        self.dirty = False
        self.notes: list[str] = []
        self.edits: list[Record] = []
        self.expansion = Expansion(file, world.current().project.prefabs)
        self._objects: dict[int, Object] = {}
        self._by_class: dict[int, dict[Document, None]]  # ordered, and quick to remove from
        self._parents: dict[int, int]
        self._components: dict[int, list[int]]
        self._roots: list[Transform] | None = None
        self._child_ids: dict[int, list[int]]
        self.lists = SceneLists(self)
        self._names = FieldIndex(_GAME_OBJECT, lambda document: document.text("m_Name") or "")
        self._tags = FieldIndex(_GAME_OBJECT, lambda document: document.text("m_TagString") or "Untagged")
        self._scripts = FieldIndex(_MONO_BEHAVIOUR, lambda document: document.text("m_Script", "guid") or "")
        self._indexes = (self._names, self._tags, self._scripts)
        self._read()

    @property
    def name(self) -> str:
        """The file's name without its extension; empty while it was never saved."""
        return PurePosixPath(self.path).stem

    @property
    def game_object_count(self) -> int:
        """How many GameObjects it has, those of prefab instances included."""
        return len(self._by_class.get(_GAME_OBJECT, ()))

    def _read(self) -> None:
        expansion = self.expansion
        self.notes = expansion.notes
        self._by_class = expansion.by_class
        self._parents = expansion.parents
        self._components = expansion.components
        self._child_ids = expansion.children

    # Objects

    def object(self, file_id: int) -> Any:
        """Return the object with a file id, or None if there is none (missing, or only stripped)."""
        found = self._objects.get(file_id)
        if found is None:
            document = self.expansion.document(file_id)
            if document is None:
                return None
            found = self.wrap(document)
        return found

    def wrap(self, document: Document) -> Object:
        """Return the object for a document of this scene."""
        found = self._objects.get(document.file_id)
        if found is None or found._document is not document:
            made: Object = classes.class_of(document)._wrap(document, self)
            if found is None:
                self._objects[document.file_id] = made
            found = made
        return found

    def known(self, file_id: int) -> Object | None:
        """Return the object with a file id if it was asked for before."""
        return self._objects.get(file_id)

    def of_class(self, class_id: int) -> Iterable[Document]:
        """Return the documents of a class by its number."""
        return self._by_class.get(class_id, ())

    def has_transform(self, file_id: int) -> bool:
        """Whether a file id is a Transform's."""
        return file_id in self._parents

    def find(self, cls: type, inactive: bool) -> Iterator[Object]:
        """Yield the objects of a class in file order; inactive GameObjects and theirs only if asked for."""
        if not issubclass(cls, Object):
            return
        for class_id, documents in list(self._by_class.items()):
            if not classes.may_be(next(iter(documents), None), class_id, cls):
                continue
            guid = getattr(cls, "_script_guid", "") if class_id == _MONO_BEHAVIOUR else ""
            objects = (
                self._indexed(self._scripts, guid) if guid else [self.wrap(each) for each in list(documents)]
            )
            for obj in objects:
                if not isinstance(obj, cls):
                    continue
                owner = (
                    obj
                    if isinstance(obj, GameObject)
                    else obj.gameObject
                    if isinstance(obj, Component)
                    else None
                )
                if owner is None:
                    continue
                if inactive or owner.activeInHierarchy:
                    yield obj

    def _indexed(self, index: FieldIndex, value: str) -> list[Object]:
        """Return the objects of which an index knows that value, after it saw what changed."""
        if self.file.changed:
            changed, self.file.changed = self.file.changed, set()
            present = [d for d in changed if d in self._by_class.get(d.class_id, ())]
            for each in self._indexes:
                each.refile(present)
        return [self.wrap(document) for document in index.find(value, self._by_class.get(index.class_id, {}))]

    def with_tag(self, tag: str) -> list[GameObject]:
        """Return the GameObjects with a tag, inactive ones too."""
        return [obj for obj in self._indexed(self._tags, tag) if isinstance(obj, GameObject)]

    def components_of(self, file_id: int) -> list[Component]:
        """Return the components of a GameObject, in its order; missing ones are left out."""
        found = (self.object(i) for i in self._components.get(file_id, ()))
        return [part for part in found if isinstance(part, Component)]

    def parent_of(self, file_id: int) -> Transform | None:
        """Return the Transform above one, or None: a root, or attached to a prefab instance."""
        parent = self._parents.get(file_id, 0)
        found = self.object(parent) if parent else None
        return found if isinstance(found, Transform) else None

    def children_of(self, document: Document) -> list[Transform]:
        """Return the Transforms below one, in the file's order; those that it forgot to list come last."""
        known = self._child_ids.get(document.file_id)
        if not known:
            return []
        ordered = self.expansion.sorted_children(document, known)
        found = (self.object(i) for i in ordered)
        return [node for node in found if isinstance(node, Transform)]

    def known_children(self, document: Document) -> Iterator[Transform]:
        """Yield the Transforms below one of which there are objects already, in no particular order."""
        for file_id in self._child_ids.get(document.file_id, ()):
            node = self._objects.get(file_id)
            if isinstance(node, Transform):
                yield node

    @property
    def roots(self) -> list[Transform]:
        """The root Transforms, in hierarchy order."""
        if self._roots is None:
            expansion = self.expansion
            order: dict[int, int] = {}
            for document in self._by_class.get(_SCENE_ROOTS, ()):
                for index, file_id in enumerate(document.references("m_Roots")):
                    instance = expansion.instances.get(file_id)
                    order[instance.root if instance is not None else file_id] = index
            found = [self.object(file_id) for file_id, parent in self._parents.items() if not parent]
            nodes = [node for node in found if isinstance(node, Transform)]
            last = len(nodes) + len(order)
            if order:
                nodes.sort(key=lambda node: order.get(node._document.file_id, last))
            else:
                nodes.sort(key=lambda node: expansion.root_order(node._document.file_id) or 0)
            self._roots = nodes
        return self._roots

    def find_path(self, path: str) -> GameObject | None:
        """Return an active GameObject by name or path, as ``GameObject.Find`` does."""
        parts = path.strip("/").split("/")
        if path.startswith("/"):
            starts: Iterable[GameObject] = (r.gameObject for r in self.roots if r.gameObject.name == parts[0])
        else:
            named = self._indexed(self._names, parts[0])
            starts = (obj for obj in named if isinstance(obj, GameObject))
        for start in starts:
            node: Transform | None = start.transform
            for part in parts[1:]:
                node = (
                    next((c for c in node._kids() if c.gameObject.name == part), None)
                    if node is not None
                    else None
                )
            if node is not None and node.gameObject.activeInHierarchy:
                return node.gameObject
        return None

    # Changing the hierarchy

    def fresh_id(self, near: int = 0) -> int:
        """Return a file id that no object of this scene has: behind ``near``, or anywhere, positive as Unity's."""
        made = near + 1 if near else 0
        while not made or made in self.file.by_id or made in self.expansion.instanced:
            made = made + 1 if near else int.from_bytes(os.urandom(4), "little") & 0x7FFFFFFF
        return made

    def add(self, class_id: int, body: str, file_id: int) -> Document:
        """Add a document; the caller attaches it."""
        document = self.file.add(class_id, file_id, body)
        self.file.changed.add(document)
        self._by_class.setdefault(class_id, {})[document] = None
        self.dirty = True
        return document

    @property
    def lists_roots(self) -> bool:
        """Whether the file keeps its roots in a list (Unity 2022.2 and later) instead of numbering them."""
        return _SCENE_ROOTS in self._by_class

    def refer(self, document: Document) -> int:
        """Return the file id with which this scene's objects refer to one of them."""
        return instancing.refer(self.expansion, document)

    def register_game_object(self, made: Object, component_ids: list[int]) -> None:
        """Take in a new GameObject."""
        self._objects[made._document.file_id] = made
        self._components[made._document.file_id] = component_ids

    def adopt(self, node: Transform, parent: Transform | None) -> None:
        """Attach a new Transform behind its siblings."""
        siblings = parent._kids() if parent is not None else self.roots  # before it counts as one of them
        self._parents[node._document.file_id] = parent._document.file_id if parent is not None else 0
        node._parent = parent
        siblings.append(node)
        if parent is not None:
            self._child_ids.setdefault(parent._document.file_id, []).append(node._document.file_id)
        self._touch(parent)

    def set_components(self, owner: GameObject, parts: list[Component]) -> None:
        """Replace the component list of a GameObject."""
        ids = [part._document.file_id for part in parts]
        self._components[owner._document.file_id] = ids
        owner._parts = parts
        owner._transform = None
        if owner._document.is_written:
            list_components(owner._document, ids)
        self.dirty = True

    def move(self, node: Transform, parent: Transform | None) -> bool:
        """Move a Transform below another; returns False if that would close a circle.

        Raises:
            InvalidOperationException: It is part of a prefab instance.
            HeadlessLimitation: It goes to another scene.
        """
        if parent is not None and parent.IsChildOf(node):
            return False
        if parent is not None and parent._scene is not self:
            raise HeadlessLimitation("moving objects between scenes is not in the headless editor yet")
        self.require_free(node, "Setting the parent")
        if parent is not None:
            self.refer(parent._document)  # raises where nothing can be added
            self.refer(node._document)
        self.detach(node)
        below = parent._document if parent is not None else None
        node._document.set_reference(("m_Father",), below.file_id if below is not None else 0)
        instancing.attach(self.expansion, node._document, below)
        self.adopt(node, parent)
        return True

    def detach(self, node: Transform) -> None:
        """Take a Transform out of the children of the one above, or of the roots."""
        file_id = node._document.file_id
        above = node._above()
        siblings = above._kids() if above is not None else self.roots
        siblings[:] = [other for other in siblings if other is not node]
        if above is not None:
            self._child_ids[above._document.file_id].remove(file_id)
            instancing.detach(node._document, above._document)
            self.lists.detach()
        if not instancing.is_inner(node._document):
            self._touch(above)

    def require_free(self, node: Transform, doing: str) -> None:
        """Refuse to do something to a Transform that is part of a prefab instance.

        Raises:
            InvalidOperationException: It is.
            HeadlessLimitation: It is attached to what its prefab no longer has.
        """
        instancing.require_free(node, self._parents.get(node._document.file_id, 0), doing)

    def reorder(self, node: Transform, index: int) -> None:
        """Move a Transform to a place among its siblings."""
        self.require_free(node, "Setting the sibling index")
        above = node._above()
        siblings = above._kids() if above is not None else self.roots
        siblings[:] = [other for other in siblings if other is not node]
        siblings.insert(min(max(index, 0), len(siblings)), node)
        self._touch(above)

    def _touch(self, parent: Transform | None) -> None:
        self.lists.touch(parent)
        self.dirty = world.current().hierarchy_dirty = True

    def release(self, doomed: set[Document], rest: set[Document]) -> None:
        """Let go of documents, whose objects are destroyed already.

        Args:
            doomed: Documents of objects.
            rest: Documents that are no object's: of prefab instances.
        """
        for document in doomed:
            file_id = document.file_id
            self._objects.pop(file_id, None)
            self._parents.pop(file_id, None)
            self._components.pop(file_id, None)
            self._child_ids.pop(file_id, None)
        for document in doomed | rest:
            self._by_class.get(document.class_id, {}).pop(document, None)
            for index in self._indexes:
                index.discard(document)
        self.lists.lose(doomed | rest)
        self.file.remove({document for document in doomed | rest if document.is_written})
        self.dirty = True

    def reread(self) -> None:
        """Make objects and indexes follow the documents, after these were changed behind their back."""
        self._roots = None
        self.expansion.refresh()
        self._read()
        for obj in self._objects.values():
            obj._prepare()
        self.lists.settle()
        self.dirty = True

    # Writing

    def flush(self) -> None:
        """Write child lists, root orders, the list of roots; make null what refers to destroyed objects."""
        from .reversal import Record, watched

        if self.file.journal is not None:  # of an operation that this is a part of
            self.lists.write()
            return
        self.flush_overrides()  # of edits that undo steps know of in another way, if at all
        with watched(self) as journal:
            self.lists.write()
        record = Record.of(self, journal)
        if record.changes:
            self.edits.append(record)

    def flush_overrides(self) -> None:
        """Turn edits of prefab instances' objects into overrides."""
        instancing.warn_of_lost(self.expansion, self.expansion.flush())

    def bury(self, objects: Iterable[Object] | None = None) -> None:
        """Turn objects into destroyed ones: some, or all of them when the scene is closed."""
        buried = list(self._objects.values() if objects is None else objects)
        for obj in sorted(buried, key=lambda o: isinstance(o, GameObject)):  # components need their names
            obj._bury()
        if objects is None:
            self._objects.clear()
