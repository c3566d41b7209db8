"""All objects of a file, those included that its PrefabInstances bring from other files."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from unity_kernel.headless.project import placeholders
from unity_kernel.headless.project.collection import paused_collection
from unity_kernel.headless.project.document import Document
from unity_kernel.headless.project.instanced import MASK, InstancedDocument, PrefabInstance, guid_of
from unity_kernel.headless.project.recording import differences, record
from unity_kernel.headless.project.tree import to_integer
from unity_kernel.headless.project.unityfile import HEADER, UnityFile

if TYPE_CHECKING:
    from unity_kernel.headless.project.prefabs import PrefabLibrary

__all__ = ["Expansion"]

_GAME_OBJECT, _TRANSFORM, _RECT_TRANSFORM, _PREFAB_INSTANCE, _SCENE_ROOTS = 1, 4, 224, 1001, 1660057539
_LARGEST = (
    2_000_000  # objects from prefabs: a guess; more is a mistake or an attack, as ten times ten times ten
)
_JUMP = 6364136223846793005  # multiplier of a full-period generator (Knuth, MMIX)
_ITEM = re.compile(rb"\n  - \{fileID: (-?\d{1,19})\}")  # of a list of references, such as children
_TRANSFORMS = (_TRANSFORM, _RECT_TRANSFORM)


class Expansion:
    """The objects of a scene or prefab file and how they hang together, in one space of file ids.

    An object of an instance has the file id of the stripped object that stands for it, if the file has one; else
    the XOR of its file id in the source with that of the PrefabInstance, as Unity does in prefab files.

    Attributes:
        file: The file.
        instances: Its PrefabInstances by file id.
        instanced: The objects that they bring, by file id.
        by_class: All objects by class number, own ones first, in file order; stripped ones left out.
        parents: Parent by child, file ids of Transforms; 0 for roots.
        components: File ids of components by that of their GameObject, in order.
        astray: Children by the parent that their file lacks, file ids of Transforms; they count as roots.
        notes: What is wrong but tolerated, a sentence each.
        size: How many objects there are.
        reported: Objects whose edits cannot be saved, of which the user was told.
    """

    def __init__(self, file: UnityFile, library: PrefabLibrary) -> None:
        self.file = file
        self.library = library
        self.instances: dict[int, PrefabInstance] = {}
        self.instanced: dict[int, InstancedDocument] = {}
        self.notes: list[str] = []
        self.reported: set[InstancedDocument] = set()
        self._insert: dict[int, int]  # places of what was added, in the order of the lists
        self._instances: dict[Document, PrefabInstance] = {}
        self._known: dict[tuple[Document, int], InstancedDocument] = {}  # of destroyed instances too
        self.refresh()
        self._note_missing_children()

    @paused_collection()
    def refresh(self) -> None:
        """Read the file's documents again; objects of instances that are still there stay the same."""
        self._known.update({(d.instance.document, d.source.file_id): d for d in self.instanced.values()})
        self._instances.update({instance.document: instance for instance in self.instances.values()})
        self.instances, self.instanced, self.notes = {}, {}, []
        self._insert = {}
        self.by_class: dict[int, dict[Document, None]] = {}
        self.parents: dict[int, int] = {}
        self.components: dict[int, list[int]] = {}
        self.astray: dict[int, list[int]] = {}
        self._children: dict[int, list[int]] | None = None
        self._read_own()
        sources = [d for d in self.by_class.get(_PREFAB_INSTANCE, ()) if _is_instance(d)]
        if sources:
            stand_ins = self._stand_ins()
            for document in sources:
                instance = self._instances.get(document) or PrefabInstance(document)
                instance.parent = instance.read_parent()
                self.instances[document.file_id] = instance
                self._insert.update(instance.insert_indexes("m_AddedGameObjects"))
                self._bring(instance, stand_ins.get(document.file_id, {}))
            self._attach_components()
            self._note_missing()
        self._find_astray()
        self._cut_circles()
        self.size = sum(len(documents) for documents in self.by_class.values())

    # The file's own objects

    def _read_own(self) -> None:
        by_id = self.file.by_id
        for document in self.file.documents:
            if not document.stripped:
                self.by_class.setdefault(document.class_id, {})[document] = None
        dangling: list[int] = []
        first: Document | None = None
        for document in self.by_class.get(_GAME_OBJECT, ()):
            self.components[document.file_id] = ids = document.references("m_Component", "component")
            for file_id in ids:
                if file_id not in by_id:
                    dangling.append(file_id)
                    first = first or document
        for class_id in _TRANSFORMS:
            for document in self.by_class.get(class_id, ()):
                self.parents[document.file_id] = document.reference("m_Father")
        if first is not None:
            shown = ", ".join(f"&{i}" for i in dangling[:5])
            self.notes.append(
                f"{self._place(first)}: {len(dangling)} component reference(s) to objects that do not exist: {shown}"
            )
        if len(by_id) < len(self.file.documents):
            self._note_duplicates()

    def _place(self, document: Document) -> str:
        """Say which object of the file it is, and at which line."""
        line = self.file.line_of(document)
        return f"{document.type_name} &{document.file_id}" + (f", line {line}" if line is not None else "")

    def _note_duplicates(self) -> None:
        doubles = [d for d in self.file.documents if self.file.by_id.get(d.file_id) is not d]
        self.notes.append(
            f"{self._place(doubles[0])}: {len(doubles)} object(s) with the file id of another one, of which only the "
            f"first is shown; that is {self._place(self.file.by_id[doubles[0].file_id])}"
        )

    def _find_astray(self) -> None:
        """Make roots of Transforms whose parent does not exist."""
        parents, by_id = self.parents, self.file.by_id
        lost = [
            i for i, parent in parents.items() if parent and parent not in parents and parent not in by_id
        ]
        for child in lost:
            self.astray.setdefault(parents[child], []).append(child)
        if lost and (document := self.document(lost[0])) is not None:
            self.notes.append(
                f"{self._place(document)}: its parent &{parents[lost[0]]} does not exist; treated as a root"
                + (f", as {len(lost) - 1} more" if len(lost) > 1 else "")
            )
        parents.update(dict.fromkeys(lost, 0))

    def _note_missing_children(self) -> None:
        """Say which Transform is the first to list children that do not exist; one look tells that there are none."""
        listed = {int(found) for found in _ITEM.findall(self.file.data)}
        missing = listed - self.file.by_id.keys() - self.instanced.keys()
        for document in (d for c in _TRANSFORMS for d in self.by_class.get(c, ())) if missing else ():
            gone = (
                [i for i in document.references("m_Children") if i in missing]
                if document.is_untouched
                else []
            )
            if gone:
                shown = ", ".join(f"&{i}" for i in gone[:5])
                self.notes.append(
                    f"{self._place(document)}: {len(gone)} child(ren) that do not exist: {shown}"
                )
                break

    def _cut_circles(self) -> None:
        """Make roots of Transforms that are their own ancestors."""
        parents = self.parents
        sound: set[int] = {0}
        for start in parents:
            trail: list[int] = []
            seen: set[int] = set()
            node = start
            while node not in sound and node in parents:
                if node in seen:
                    place = (
                        self._place(document) if (document := self.document(node)) else f"Transform &{node}"
                    )
                    self.notes.append(f"{place}: it is its own ancestor; treated as a root")
                    parents[node] = 0
                    break
                seen.add(node)
                trail.append(node)
                node = parents[node]
            sound.update(trail)

    # What instances bring

    def _stand_ins(self) -> dict[int, dict[int, Document]]:
        """Return the documents that stand for an instance's objects, by its file id and their ids in the source.

        Before Unity 2018.3, objects whose source was missing were kept whole in the scene; they count too.
        """
        old = any(d.type_name == "Prefab" for d in self.by_class.get(_PREFAB_INSTANCE, ()))
        keys = ("m_PrefabInternal", "m_PrefabInstance") if old else ("m_PrefabInstance", "m_PrefabInternal")
        found: dict[int, dict[int, Document]] = {}
        for document in self.file.documents:
            if not document.stripped and (not old or document.class_id == _PREFAB_INSTANCE):
                continue
            owner = document.reference(keys[0]) or (document.stripped and document.reference(keys[1]))
            if owner:
                source, guid, _ = guid_of(document, "m_CorrespondingSourceObject", "m_PrefabParentObject")
                if source and guid:
                    found.setdefault(owner, {}).setdefault(source, document)
        return found

    def _bring(self, instance: PrefabInstance, stand_ins: dict[int, Document]) -> None:
        """Add the objects of one instance."""
        source, instance.missing = self.library.source(instance.guid)
        if source is not None and len(self.instanced) + source.size > _LARGEST:
            source, instance.missing = None, f"more than {_LARGEST:,} objects would come from prefabs"
        if source is None:
            source = placeholders.make(instance, stand_ins, self.library)
        instance.source = source
        instance.root = 0
        gone = self._removed(instance, source)
        ids: dict[int, int] = {}
        instance.ids = ids
        taken, instanced, number = self.file.by_id, self.instanced, instance.file_id
        whole: set[int] = set()  # kept in this file with all their fields
        for class_id, documents in source.by_class.items():
            if class_id in (_PREFAB_INSTANCE, _SCENE_ROOTS):
                continue
            mine = self.by_class.setdefault(class_id, {})
            for document in documents:
                old = document.file_id
                if old in gone:
                    continue
                stand_in = stand_ins.get(old)
                if stand_in is not None:
                    ids[old] = new = stand_in.file_id
                    if not stand_in.stripped:
                        whole.add(new)
                        continue
                else:
                    new = (old ^ number) & MASK
                    while new in taken or new in instanced or not new:
                        new = (new * _JUMP + 1) & MASK  # far away: neighbours would collide again and again
                    ids[old] = new
                made = self._known.get((instance.document, old))
                if made is not None and made.source is not document and made.class_id == class_id:
                    if made in instance.edited:  # of a placeholder, which is made anew each time
                        made.source = document
                    else:
                        made.forget(document)  # its prefab was read again
                if made is None or made.source is not document or made.file_id != new:
                    made = InstancedDocument(self.file, instance, document, new)
                instanced[new] = made
                mine[made] = None
        for child, parent in source.parents.items():
            if child not in ids:
                continue
            if not parent:
                instance.root = instance.root or ids[child]
            if ids[child] not in whole:
                self.parents[ids[child]] = ids.get(parent, 0) or instance.parent
        for owner, parts in source.components.items():
            if owner in ids and ids[owner] not in whole:
                self.components[ids[owner]] = [ids[part] for part in parts if part in ids]

    def _note_missing(self) -> None:
        """Say which instances are placeholders, and where the first of each kind is."""
        reasons: dict[str, list[PrefabInstance]] = {}
        for instance in self.instances.values():
            if instance.missing:
                reasons.setdefault(instance.missing, []).append(instance)
        for reason, found in reasons.items():
            subject = f"PrefabInstance {self._place(found[0].document).partition(' ')[2]}"
            if len(found) > 1:
                subject += f" and {len(found) - 1} more"
            self.notes.append(f"{subject}: {reason}; a placeholder keeps the place")

    def _removed(self, instance: PrefabInstance, source: Expansion) -> set[int]:
        """Return the file ids in the source of what an instance lacks."""
        gone = set(instance.listed("m_RemovedComponents"))
        for owner in instance.listed("m_RemovedGameObjects"):
            pending = [part for part in source.components.get(owner, ()) if part in source.parents]
            gone.add(owner)
            while pending:
                node = pending.pop()
                game_object = source.owner_of(node)
                gone |= {game_object, *source.components.get(game_object, ())}
                pending += source.children.get(node, ())
        return gone

    def _attach_components(self) -> None:
        """Hang own components onto the GameObjects of instances that they were added to."""
        owners = {d.file_id for d in self.instanced.values() if d.class_id == _GAME_OBJECT}
        owners &= {d.file_id for d in self.file.documents if d.stripped and d.class_id == _GAME_OBJECT}
        if not owners:
            return
        places: dict[int, int] = {}
        for instance in self.instances.values():
            places.update(instance.insert_indexes("m_AddedComponents"))
        for class_id, documents in self.by_class.items():
            if class_id in (_GAME_OBJECT, _PREFAB_INSTANCE, _SCENE_ROOTS, *_TRANSFORMS):
                continue
            for document in documents:
                if isinstance(document, InstancedDocument):
                    break  # own ones come first
                owner = document.reference("m_GameObject")
                if owner in owners and document.file_id not in self.components[owner]:
                    parts = self.components[owner]
                    place = places.get(document.file_id, -1)
                    parts.insert(place if 0 <= place <= len(parts) else len(parts), document.file_id)

    # Writing

    def retire(self, file_id: int) -> None:
        """Forget an instance's object that was destroyed; it is the same again if it comes back."""
        document = self.instanced.pop(file_id, None)
        if document is not None:
            self._known[document.instance.document, document.source.file_id] = document
            self._instances[document.instance.document] = document.instance

    def instance_of(self, document: Document) -> PrefabInstance | None:
        """Return the instance that a document is or was, as far as it is known."""
        found = self.instances.get(document.file_id)
        return found if found is not None and found.document is document else self._instances.get(document)

    def forget(self, instance: PrefabInstance | None = None, *, unsaved: bool = True) -> None:
        """Let instances (or only one) read their documents again; `flush` first, `refresh` next.

        Their objects stay the same, with values that are made anew.

        Args:
            instance: Which one; all by default.
            unsaved: Forget the edits too that cannot be saved.
        """
        if instance is None:
            for each in {*self.instances.values(), *self._instances.values()}:
                each.forget()
            for made in {*self.instanced.values(), *self._known.values()}:
                made.forget()
            return
        kept = {} if unsaved else {document: None for document in instance.edited if document.is_guess}
        instance.forget()
        instance.edited = kept
        for source_id, file_id in instance.ids.items():
            for document in (self.instanced.get(file_id), self._known.get((instance.document, source_id))):
                if document is not None and document.instance is instance and document not in kept:
                    document.forget()

    def flush(self) -> list[InstancedDocument]:
        """Turn edits of instances' objects into overrides; returns the edited ones for which that is not possible."""
        lost: list[InstancedDocument] = []
        pending, self.file.unflushed = self.file.unflushed, {}
        for each in pending:
            if isinstance(each, PrefabInstance) and self.instances.get(each.file_id) is each:
                record(each)
                lost += [d for d in each.edited if d.is_guess and any(differences(d))]
        return lost

    def edits(self) -> dict[InstancedDocument, bytes]:
        """Return the edited objects of instances with their bytes."""
        return {d: d.render() for instance in self.instances.values() for d in instance.edited}

    def reset(self, edits: dict[InstancedDocument, bytes]) -> None:
        """Give instances' objects the bytes that they had when `edits` was asked."""
        for document in self.edits():
            data = edits.get(document, document.base)
            if data is not None:
                document.replace(data)

    # Asking

    @cached_property
    def scratch(self) -> UnityFile:
        """A file in which documents are edited that belong to none."""
        return UnityFile(HEADER, self.file.name, self.file.style)

    @property
    def children(self) -> dict[int, list[int]]:
        """File ids of Transforms by that of their parent, own ones first; in no particular order."""
        if self._children is None:
            found: dict[int, list[int]] = {}
            self._children = found
            with paused_collection():
                for child, parent in self.parents.items():
                    if parent:
                        found.setdefault(parent, []).append(child)
        return self._children

    def document(self, file_id: int) -> Document | None:
        """Return an object; None if there is none, or if nothing is known of what a stripped one stands for."""
        found = self.instanced.get(file_id)
        if found is not None:
            return found
        own = self.file.by_id.get(file_id)
        return own if own is not None and not own.stripped else None

    def owner_of(self, component: int) -> int:
        """Return the file id of a component's GameObject, or 0."""
        document = self.document(component)
        return document.reference("m_GameObject") if document is not None else 0

    def sorted_children(self, document: Document, known: list[int]) -> list[int]:
        """Return the children of a Transform, ``known`` in any order, in that of the hierarchy.

        Those in the parent's list come first; what hangs below an instance without being listed is placed by
        ``m_AddedGameObjects`` (Unity 2022.2 and later) or ``m_RootOrder``.
        """
        wanted = set(known)
        ordered = [i for i in dict.fromkeys(document.references("m_Children")) if i in wanted]
        if len(ordered) == len(known):
            return ordered
        listed = set(ordered)
        added = [i for i in known if i not in listed]
        if not isinstance(document, InstancedDocument):
            return ordered + added
        orders = {i: self.root_order(i) for i in (*ordered, *added)}
        if all(order is not None for order in orders.values()):
            return sorted((*ordered, *added), key=lambda i: orders[i] or 0)
        entered = {child: index for index, child in enumerate(self._insert)}
        added.sort(key=lambda i: entered.get(i, len(entered)))
        added.sort(key=lambda i: place if (place := self._insert.get(i, -1)) >= 0 else len(known))
        for child in added:
            place = self._insert.get(child, -1)
            ordered.insert(place if 0 <= place <= len(ordered) else len(ordered), child)
        return ordered

    def brought_children(self, document: InstancedDocument) -> set[int]:
        """Return the children of an instance's Transform that its instance brings too."""
        ids = document.instance.ids
        return {
            ids[i] for i in document.instance.source.children.get(document.source.file_id, ()) if i in ids
        }

    def root_order(self, transform: int) -> int | None:
        """Return the place of a Transform among its siblings, where the file says it in ``m_RootOrder``."""
        document = self.document(transform)
        order = document.integer("m_RootOrder") if document is not None else None
        if order is None and isinstance(document, InstancedDocument):
            text = document.instance.value(document.source.file_id, "m_RootOrder")
            order = to_integer(text)
        return order


def _is_instance(document: Document) -> bool:
    """Whether it uses a prefab; before Unity 2018.3, a prefab file has one that says what it is itself."""
    return document.text("m_IsPrefabParent") in (None, "0") and bool(
        guid_of(document, "m_SourcePrefab", "m_ParentPrefab")[1]
    )
