"""Unpacking prefab instances: their objects become the scene's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document, InstancedDocument, PrefabInstance
from unity_kernel.headless.project.additions import stand_for, translate_added
from unity_kernel.headless.project.instanced import MASK
from unity_kernel.headless.project.modifications import Change, parse, rewrite
from unity_kernel.headless.project.removals import REMOVED_COMPONENTS, REMOVED_OBJECTS, list_removed

from . import instancing, prefabinspection
from .gameobject import GameObject
from .structure import operation
from .transform import Transform

if TYPE_CHECKING:
    from .loadedscene import LoadedScene

__all__ = ["unpack"]

_HEADER = re.compile(r"--- [^\n]*\n")
_LOCAL = re.compile(r"(?<=[:\-] )\{fileID: (-?\d+)\}")
_PREFAB_INSTANCE = 1001


def unpack(root: GameObject, completely: bool, record: bool) -> list[GameObject]:
    """Make the objects of an outermost instance the scene's own; the file ids stay.

    Args:
        root: The instance's root.
        completely: Unpack the instances in it too; else they become outermost ones.
        record: Whether it can be taken back.

    Returns:
        The roots of the instances that are outermost ones now.

    Raises:
        ArgumentException: It is not the root of an outermost instance.
        HeadlessLimitation: Its prefab is missing, or a model.
    """
    scene, instance = prefabinspection.require_root(root)
    with operation(scene, "Unpack Prefab", record=record):
        fresh = _unpack(scene, instance)
        done: list[PrefabInstance] = []
        while fresh:
            found = fresh.pop(0)
            if completely and not found.missing:
                fresh += _unpack(scene, found)
            else:
                done.append(found)
    roots = [prefabinspection.root_of(scene, each) for each in done]
    return [each for each in roots if each is not None]


def _unpack(scene: LoadedScene, instance: PrefabInstance) -> list[PrefabInstance]:
    """Unpack one instance; returns those that were in it."""
    if instance.missing:
        raise HeadlessLimitation(f"an instance cannot be unpacked here: {instance.missing}")
    scene.flush()
    expansion, file, source = scene.expansion, scene.file, instance.source
    owned = {new: old for old, new in instance.ids.items()}
    mine = [d for d in expansion.instanced.values() if d.instance is instance and d.source.is_written]
    nested = [
        _Nested(scene, instance, each) for each in source.instances.values() if not _is_gone(instance, each)
    ]
    lists = {d: _lists(scene, d) for d in mine}
    bodies = [(d, d.render().decode("utf-8", "surrogateescape").replace("\r\n", "\n")) for d in mine]
    stand_ins = instancing.remains(expansion, [instance]) - {instance.document}
    renamed = {document.file_id: document for document in stand_ins if document.file_id in owned}
    for each in nested:
        each.write()
    file.remove(stand_ins | {instance.document})
    for document, text in bodies:
        body = _HEADER.sub("", text, count=1)
        if not body.endswith("\n"):
            body += "\n"
        made = file.add(document.class_id, document.file_id, body)
        for key, items in lists[document]:
            made.set_items(key, items)
    for each in nested:
        each.stand(renamed)
    top = scene.object(instance.root)
    above = top._above() if isinstance(top, Transform) else None
    scene.lists.touch(above)
    scene.rebuild()
    for document, _ in bodies:
        own = file.by_id[document.file_id]
        for match in _LOCAL.finditer(own.render().decode("utf-8", "surrogateescape")):
            if (target := scene.expansion.instanced.get(int(match[1]))) is not None:
                scene.refer(target)
    return [scene.expansion.instances[each.file_id] for each in nested]


def _is_gone(instance: PrefabInstance, nested: PrefabInstance) -> bool:
    """Whether an outer instance lacks all of a nested one."""
    return nested.root not in instance.ids


def _lists(scene: LoadedScene, document: Document) -> list[tuple[str, list[str]]]:
    """Return what the lists of an object are to hold: what was added is in them, what is lacking is not."""
    obj = scene.object(document.file_id)
    if isinstance(obj, GameObject):
        return [("m_Component", [f"component: {{fileID: {p._document.file_id}}}" for p in obj._components()])]
    if isinstance(obj, Transform):
        return [("m_Children", [f"{{fileID: {kid._document.file_id}}}" for kid in obj._kids()])]
    return []


class _Nested:
    """An instance inside the one that is unpacked: it becomes one of the scene.

    Args:
        scene: The scene.
        outer: The instance that is unpacked.
        inner: The instance in its source.
    """

    def __init__(self, scene: LoadedScene, outer: PrefabInstance, inner: PrefabInstance) -> None:
        self._scene = scene
        self._outer = outer
        self._inner = inner
        self._targets = {
            mid: old for old, mid in inner.ids.items()
        }  # ids in the inner source, by ids in the outer's
        wanted = (inner.file_id ^ outer.file_id) & MASK
        free = wanted and wanted not in scene.file.by_id and wanted not in scene.expansion.instanced
        self.file_id = wanted if free else scene.fresh_id()

    def write(self) -> None:
        """Add its document: its own overrides, and those of the outer instance for its objects."""
        outer, inner = self._outer, self._inner
        ids = {**outer.ids, inner.parent: outer.ids.get(inner.parent, 0)}
        if not inner.parent:
            ids[0] = outer.parent
        text = inner.document.render().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
        body = _LOCAL.sub(
            lambda m: f"{{fileID: {ids.get(int(m[1]), 0)}}}" if int(m[1]) else m[0],
            _HEADER.sub("", text, count=1),
        )
        file = self._scene.file
        document = file.add(_PREFAB_INSTANCE, self.file_id, body if body.endswith("\n") else body + "\n")
        if not inner.parent:
            document.set_reference(("m_Modification", "m_TransformParent"), outer.parent)
        made = PrefabInstance(document)
        changes = {
            (self._targets[m.target], m.path): Change(m.value, m.reference)
            for m in parse(outer.document)
            if m.target in self._targets
        }
        data, _ = rewrite(document.render(), {**changes}, (inner.guid, inner.kind), file.style)
        document.replace(data)
        for key in (REMOVED_COMPONENTS, REMOVED_OBJECTS):
            for source_id in outer.listed(key):
                if source_id in self._targets:
                    list_removed(made, key, self._targets[source_id])
        translate_added(outer, made, self._targets)

    def stand(self, stand_ins: dict[int, Document]) -> None:
        """Let what stood for its objects as the outer instance's stand for them as its own.

        Objects whose file id would be another one get a stand-in too, and all that had one in the prefab if the inner
        source is missing: they are all that is known of it.
        """
        file, outer = self._scene.file, self._outer
        made = PrefabInstance(file.by_id[self.file_id])
        inner, known = self._inner, set[int]()
        if inner.missing:
            known = {document.file_id for document in instancing.remains(outer.source, [inner])}
        for mid, old in self._targets.items():
            here = outer.ids.get(mid, 0)
            document = stand_ins.get(here)
            moved = bool(here) and here != (old ^ self.file_id) & MASK and old not in inner.guessed
            if document is None and (moved or (here and mid in known)):
                document = self._scene.expansion.document(here)
            if document is not None:
                class_like = self._scene.expansion.document(here) or document
                assert isinstance(class_like, InstancedDocument)
                stand_for(file, class_like, made, old)
