"""A scene in memory: its file, its objects by id, its hierarchy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document, UnityFile

from . import classes, world
from .component import Component
from .gameobject import GameObject
from .objects import Object
from .transform import Transform

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LoadedScene"]

_GAME_OBJECT, _TRANSFORM, _RECT_TRANSFORM, _PREFAB_INSTANCE, _SCENE_ROOTS = 1, 4, 224, 1001, 1660057539


class LoadedScene:
    """The objects of one open scene.

    Python objects are made when first asked for, one per document. Parents and component lists are read in one pass
    at load; child lists keep the order of the file. Changes of the hierarchy are written to the documents by `flush`.

    Attributes:
        file: Its documents.
        path: Project path; empty while it was never saved.
        dirty: Whether it has unsaved changes.
        prefab_instances: How many instances of prefabs it has, whose objects are not expanded yet.
        notes: What is wrong with the file but tolerated, a sentence each.
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
        self.prefab_instances = 0
        self._objects: dict[int, Object] = {}
        self._by_class: dict[int, dict[Document, None]] = {}  # ordered, and quick to remove from
        self._parents: dict[int, int] = {}
        self._components: dict[int, list[int]] = {}
        self._roots: list[Transform] | None = None
        self._child_ids: dict[int, list[int]] = {}
        self._reordered: set[Transform] = set()
        self._roots_changed = False
        self._gone: set[int] = set()
        self._read()

    @property
    def name(self) -> str:
        """The file's name without its extension; empty while it was never saved."""
        return PurePosixPath(self.path).stem

    @property
    def game_object_count(self) -> int:
        """How many GameObjects it has, those inside prefab instances not counted."""
        return len(self._by_class.get(_GAME_OBJECT, ()))

    def _read(self) -> None:
        by_id = self.file.by_id
        for document in self.file.documents:
            if document.stripped:
                continue
            self._by_class.setdefault(document.class_id, {})[document] = None
        self.prefab_instances = len(self._by_class.get(_PREFAB_INSTANCE, ()))
        dangling: list[int] = []
        for document in self._by_class.get(_GAME_OBJECT, ()):
            ids = document.references("m_Component", "component")
            self._components[document.file_id] = ids
            dangling += [i for i in ids if i not in by_id]
        parents = self._parents
        for class_id in (_TRANSFORM, _RECT_TRANSFORM):
            for document in self._by_class.get(class_id, ()):
                parents[document.file_id] = document.reference("m_Father")
        self._cut_circles()
        children = self._child_ids
        for child, parent in parents.items():
            if parent:
                children.setdefault(parent, []).append(child)
        if dangling:
            shown = ", ".join(f"&{i}" for i in dangling[:5])
            self.notes.append(f"{len(dangling)} component reference(s) to objects that do not exist: {shown}")

    def _cut_circles(self) -> None:
        """Make roots of Transforms that are their own ancestors."""
        parents = self._parents
        sound: set[int] = {0}
        for start in parents:
            trail: list[int] = []
            seen: set[int] = set()
            node = start
            while node not in sound and node in parents:
                if node in seen:
                    self.notes.append(f"Transform &{node} is its own ancestor; treated as a root")
                    parents[node] = 0
                    break
                seen.add(node)
                trail.append(node)
                node = parents[node]
            sound.update(trail)

    # Objects

    def object(self, file_id: int) -> Any:
        """Return the object with a file id, or None if there is none (missing, or only stripped)."""
        found = self._objects.get(file_id)
        if found is None:
            document = self.file.by_id.get(file_id)
            if document is None or document.stripped:
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

    def find(self, cls: type, inactive: bool) -> Iterator[Object]:
        """Yield the objects of a class in file order; inactive GameObjects and theirs only if asked for."""
        if not issubclass(cls, Object):
            return
        for class_id, documents in list(self._by_class.items()):
            if not classes.may_be(next(iter(documents), None), class_id, cls):
                continue
            for document in list(documents):
                obj = self.wrap(document)
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
        wanted = set(known)
        ordered = [i for i in dict.fromkeys(document.references("m_Children")) if i in wanted]
        if len(ordered) < len(known):
            listed = set(ordered)
            ordered += [i for i in known if i not in listed]
        found = (self.object(i) for i in ordered)
        return [node for node in found if isinstance(node, Transform)]

    @property
    def roots(self) -> list[Transform]:
        """The root Transforms, in hierarchy order."""
        if self._roots is None:
            order: dict[int, int] = {}
            for document in self._by_class.get(_SCENE_ROOTS, ()):
                order = {file_id: index for index, file_id in enumerate(document.references("m_Roots"))}
            found = [self.object(file_id) for file_id, parent in self._parents.items() if not parent]
            nodes = [node for node in found if isinstance(node, Transform)]
            last = len(nodes) + len(order)
            if order:
                nodes.sort(key=lambda node: order.get(node._document.file_id, last))
            else:
                nodes.sort(key=lambda node: node._document.integer("m_RootOrder") or 0)
            self._roots = nodes
        return self._roots

    def find_path(self, path: str) -> GameObject | None:
        """Return an active GameObject by name or path, as ``GameObject.Find`` does."""
        parts = path.strip("/").split("/")
        if path.startswith("/"):
            starts: Iterable[GameObject] = (r.gameObject for r in self.roots if r.gameObject.name == parts[0])
        else:
            named = (
                self.wrap(d) for d in self._by_class.get(_GAME_OBJECT, ()) if d.text("m_Name") == parts[0]
            )
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
        while not made or made in self.file.by_id:
            made = made + 1 if near else int.from_bytes(os.urandom(4), "little") & 0x7FFFFFFF
        return made

    def add(self, class_id: int, body: str, file_id: int) -> Document:
        """Add a document; the caller attaches it."""
        document = self.file.add(class_id, file_id, body)
        self._by_class.setdefault(class_id, {})[document] = None
        self.dirty = True
        return document

    @property
    def lists_roots(self) -> bool:
        """Whether the file keeps its roots in a list (Unity 2022.2 and later) instead of numbering them."""
        return _SCENE_ROOTS in self._by_class

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
        owner._document.set_items("m_Component", [f"component: {{fileID: {i}}}" for i in ids])
        self.dirty = True

    def move(self, node: Transform, parent: Transform | None) -> bool:
        """Move a Transform below another; returns False if that would close a circle.

        Raises:
            HeadlessLimitation: It is attached to a prefab instance, or goes to another scene.
        """
        if parent is not None and parent.IsChildOf(node):
            return False
        if parent is not None and parent._scene is not self:
            raise HeadlessLimitation("moving objects between scenes is not in the headless editor yet")
        self._detach(node)
        parent_id = parent._document.file_id if parent is not None else 0
        node._document.set_reference(("m_Father",), parent_id)
        self.adopt(node, parent)
        return True

    def _detach(self, node: Transform) -> None:
        file_id = node._document.file_id
        above = self._require_free(node)
        siblings = above._kids() if above is not None else self.roots
        siblings[:] = [other for other in siblings if other is not node]
        if above is not None:
            self._child_ids[above._document.file_id].remove(file_id)
        self._touch(above)

    def _require_free(self, node: Transform) -> Transform | None:
        """Return the Transform above one that may be moved.

        Raises:
            HeadlessLimitation: It is attached to a prefab instance.
        """
        above = node._above()
        if above is None and self._parents.get(node._document.file_id, 0):
            raise HeadlessLimitation(
                f'"{node.gameObject.name}" is attached to a prefab instance; the headless editor does not '
                "expand prefab instances yet, so it cannot move or destroy it"
            )
        return above

    def reorder(self, node: Transform, index: int) -> None:
        """Move a Transform to a place among its siblings."""
        above = self._require_free(node)
        siblings = above._kids() if above is not None else self.roots
        siblings[:] = [other for other in siblings if other is not node]
        siblings.insert(min(max(index, 0), len(siblings)), node)
        self._touch(above)

    def _touch(self, parent: Transform | None) -> None:
        if parent is None:
            self._roots_changed = True
        else:
            self._reordered.add(parent)
        self.dirty = True

    def destroy_game_object(self, owner: GameObject) -> None:
        """Destroy a GameObject with its components and everything below it."""
        top = owner.transform
        doomed: set[Document] = set()
        nodes = list(top._walk()) if top is not None else []
        for node in nodes:
            if any(self._is_foreign(i) for i in node._document.references("m_Children")):
                raise HeadlessLimitation(
                    f'prefab instances hang below "{node.gameObject.name}"; the headless editor does not expand '
                    "them yet, so it cannot destroy them"
                )
        if top is not None:
            self._detach(top)
        buried: list[Object] = []
        for game_object in [node.gameObject for node in nodes] or [owner]:
            buried += [*game_object._components(), game_object]
        for obj in buried:
            document = obj._document
            doomed.add(document)
            self._objects.pop(document.file_id, None)
            self._parents.pop(document.file_id, None)
            self._components.pop(document.file_id, None)
            self._child_ids.pop(document.file_id, None)
        for obj in buried:
            obj._bury()
        self._reordered.difference_update(nodes)
        self._drop(doomed)

    def destroy_component(self, part: Component) -> None:
        """Destroy one component."""
        owner = part.gameObject
        if isinstance(part, Transform):
            world.current().log(
                "error", "Can't destroy Transform component of a GameObject; destroy the GameObject instead."
            )
            return
        self.set_components(owner, [other for other in owner._components() if other is not part])
        document = part._document
        self._objects.pop(document.file_id, None)
        part._bury()
        self._drop({document})

    def _drop(self, doomed: set[Document]) -> None:
        for document in doomed:
            self._by_class[document.class_id].pop(document, None)
        self._gone |= {document.file_id for document in doomed}
        self.file.remove(doomed)
        self.dirty = True

    # Writing

    def flush(self) -> None:
        """Write child lists, root orders, the list of roots; make null what refers to destroyed objects."""
        for parent in self._reordered:
            document = parent._document
            kids = parent._kids()
            listed = document.references("m_Children")
            ids = self._merge(listed, [kid._document.file_id for kid in kids])
            document.set_items("m_Children", [f"{{fileID: {i}}}" for i in ids])
            self._number(ids)
        self._reordered.clear()
        if self._roots_changed:
            self._roots_changed = False
            self._write_roots()
        if self._gone:
            for document in self.file.documents:
                document.drop_references(self._gone)
            self._gone = set()

    def _write_roots(self) -> None:
        ids = [node._document.file_id for node in self.roots]
        documents = self._by_class.get(_SCENE_ROOTS, {})
        for document in documents:
            merged = self._merge(document.references("m_Roots"), ids)
            document.set_items("m_Roots", [f"{{fileID: {i}}}" for i in merged])
        if not documents:
            self._number(ids)

    def _merge(self, listed: list[int], own: list[int]) -> list[int]:
        """Return the new order, with ids that only prefab instances know kept behind their old neighbours."""
        foreign = [i for i in listed if i not in self._parents and self._is_foreign(i)]
        if not foreign:
            return own
        merged = list(own)
        for file_id in foreign:
            before = listed[: listed.index(file_id)]
            anchor = next((i for i in reversed(before) if i in merged), None)
            merged.insert(merged.index(anchor) + 1 if anchor is not None else 0, file_id)
        return merged

    def _is_foreign(self, file_id: int) -> bool:
        document = self.file.by_id.get(file_id)
        return document is not None and (document.stripped or document.class_id == _PREFAB_INSTANCE)

    def _number(self, ids: list[int]) -> None:
        """Write ``m_RootOrder``, where this version of Unity has it."""
        for index, file_id in enumerate(ids):
            node = self._objects.get(file_id)
            if isinstance(node, Transform) and node._document.field("m_RootOrder") is not None:
                node._document.set_number(("m_RootOrder",), index)

    def bury(self) -> None:
        """Turn all objects of a closed scene into destroyed ones."""
        objects = list(self._objects.values())
        for obj in sorted(objects, key=lambda o: isinstance(o, GameObject)):  # components need their names
            obj._bury()
        self._objects.clear()
