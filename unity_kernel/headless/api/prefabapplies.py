"""Making a prefab like one of its instances, and saving it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document, InstancedDocument, PrefabInstance
from unity_kernel.headless.project.additions import list_components
from unity_kernel.headless.project.modifications import NULL, Modification, parse
from unity_kernel.headless.project.overrides import apply
from unity_kernel.headless.project.removals import REMOVED_COMPONENTS, REMOVED_OBJECTS, unlist_removed

from . import prefabinspection, references, world
from .gameobject import GameObject
from .net import ArgumentException
from .prefabassets import PrefabContents, contents_of, write
from .prefabreverts import drop_overrides, in_property
from .propertymodification import is_default
from .structure import FileChange, operation
from .transplant import Transplant

if TYPE_CHECKING:
    from .component import Component
    from .loadedscene import LoadedScene
    from .objects import Object
    from .serialized import SerializedProperty

__all__ = [
    "apply_added_component",
    "apply_added_object",
    "apply_instance",
    "apply_object",
    "apply_property",
    "apply_removed",
]

_FILE_ID = re.compile(rb"fileID: (-?\d+)")


def apply_property(prop: SerializedProperty, path: str, record: bool) -> None:
    """Give a property of the prefab at ``path`` the value of the instance's."""
    document = prefabinspection.require_instanced(prop._owner._target)
    scene: Any = prop._owner._target._scene
    with _applying(scene, document.instance, path, record) as target:
        target.properties(in_property(prop))


def apply_object(obj: Any, path: str, record: bool) -> None:
    """Give an object of the prefab at ``path`` the values of the instance's."""
    document = prefabinspection.require_instanced(obj)
    with _applying(obj._scene, document.instance, path, record) as target:
        instance, source_id = document.instance, document.source.file_id
        target.properties(lambda m: m.target == source_id and not is_default(instance, m))


def apply_instance(root: GameObject, record: bool) -> None:
    """Make the prefab of an instance like the instance; the root's name and place are not applied."""
    scene, instance = prefabinspection.require_root(root)
    with _applying(scene, instance, "", record) as target:
        for key in (REMOVED_COMPONENTS, REMOVED_OBJECTS):
            for source_id in instance.listed(key):
                target.removed(source_id)
        parts = list(prefabinspection.added_components(scene, instance))
        objects = list(prefabinspection.added_objects(scene, instance))
        for part in parts:
            target.added_component(part)
        for added in objects:
            target.added_object(added)
        target.properties(lambda m: not is_default(instance, m))


def apply_added_component(part: Component, path: str, record: bool) -> None:
    """Add to the prefab at ``path`` what was added to its instance."""
    owner = prefabinspection.require_instanced(part.gameObject)
    scene: Any = part._scene
    with _applying(scene, owner.instance, path, record) as target:
        target.added_component(part)


def apply_added_object(added: GameObject, path: str, record: bool) -> None:
    """Add to the prefab at ``path`` what was hung below its instance."""
    if not prefabinspection.is_added(added):
        raise ArgumentException(f"{added} was not added to a Prefab instance, so that it cannot be applied")
    above = prefabinspection.require_instanced(added.transform._above())
    scene: Any = added._scene
    with _applying(scene, above.instance, path, record) as target:
        target.added_object(added)


def apply_removed(near: GameObject, asset: Object, record: bool) -> None:
    """Take out of the prefab what its instance lacks."""
    instance = prefabinspection.require_instanced(near).instance
    key = references.key_of(asset)
    listed = [*instance.listed(REMOVED_COMPONENTS), *instance.listed(REMOVED_OBJECTS)]
    if key is None or key.guid != instance.guid or key.file_id not in listed:
        raise ArgumentException(f"{asset} was not removed from the Prefab instance of {near}")
    scene: Any = near._scene
    with _applying(scene, instance, "", record) as target:
        target.removed(key.file_id)


@contextmanager
def _applying(scene: LoadedScene, instance: PrefabInstance, path: str, record: bool) -> Iterator[_Target]:
    """Change a prefab and its instance together: both are saved and read again at the end, or neither changes."""
    own = world.current().project.assets.path(instance.guid)
    contents = contents_of(path or own) if (path or own).endswith(".prefab") else None
    if contents is None or instance.missing:
        raise HeadlessLimitation(
            f"{path or own or 'the missing prefab'}: only prefabs that could be read take overrides of instances"
        )
    contents.flush()
    change = FileChange(contents.file, contents.path)
    with operation(scene, "Apply to Prefab", record=record) as step:
        try:
            yield _Target(scene, instance, contents)
            scene.flush()
            write(contents)
            scene.expansion.forget(instance)
            scene.rebuild()
        except BaseException:
            change.restore()
            raise
        change.close()
        if step is not None:
            step.items.append(change)


class _Target:
    """The prefab that overrides of an instance are applied to: its own source, or one further in."""

    def __init__(self, scene: LoadedScene, instance: PrefabInstance, contents: PrefabContents) -> None:
        self._scene = scene
        self._instance = instance
        self._contents = contents
        self._ids = {here: self._inner(source_id) for source_id, here in instance.ids.items()}

    def _inner(self, source_id: int) -> int:
        """Return the file id in the prefab of what has one in the instance's source; 0 if it is not in there."""
        document: Document | None = self._instance.source.document(source_id)
        while isinstance(document, InstancedDocument) and document.file.name != self._contents.path:
            document = document.source
        return document.file_id if document is not None and document.file.name == self._contents.path else 0

    def _document(self, source_id: int) -> Document:
        found = self._contents.expansion.document(self._inner(source_id))
        if found is None:
            raise ArgumentException(
                f"{self._contents.path} is no prefab that this object of the instance comes from"
            )
        return found

    def properties(self, wanted: Callable[[Modification], bool]) -> None:
        """Write overrides into the prefab; references to what the prefab has not stay the instance's own."""
        scene, instance = self._scene, self._instance
        scene.flush()
        groups: dict[Document, list[Modification]] = {}
        done: set[tuple[int, str]] = set()
        for item in parse(instance.document):
            if not wanted(item) or instance.source.document(item.target) is None:
                continue
            reference = self._translated(item.reference)
            if reference is not None:
                groups.setdefault(self._document(item.target), []).append(item._replace(reference=reference))
                done.add((item.target, item.path))
        for document, items in groups.items():
            apply(document, items)
        drop_overrides(scene, instance, lambda m: (m.target, m.path) in done)

    def _translated(self, reference: bytes) -> bytes | None:
        """Return a reference as the prefab's file writes it; None if the prefab cannot have it."""
        if reference == NULL:
            return reference
        match = _FILE_ID.search(reference)
        file_id = int(match[1]) if match is not None else 0
        if b"guid" not in reference:
            return b"{fileID: %d}" % self._ids[file_id] if self._ids.get(file_id) else None
        if f"guid: {self._contents.guid}".encode() in reference:
            return b"{fileID: %d}" % file_id
        return reference

    def removed(self, source_id: int) -> None:
        """Take out of the prefab what the instance lacks."""
        obj = self._contents.object(self._document(source_id).file_id)
        obj._destroy()
        for key in (REMOVED_COMPONENTS, REMOVED_OBJECTS):
            unlist_removed(self._instance, key, source_id)

    def added_component(self, part: Component) -> None:
        """Give the prefab a component that was added to the instance, and let the instance have it from there."""
        owner = prefabinspection.require_instanced(part.gameObject)
        held = self._document(owner.source.file_id)
        copy = Transplant(self._scene, self._contents.file, self._ids)
        copy.component(part._document)
        if held.is_written:
            parts = [*held.references("m_Component", "component"), copy.ids[part._document.file_id]]
            list_components(held, parts)
        else:
            raise HeadlessLimitation(
                f"{part} was added to an object of a nested prefab; apply it to that prefab's own file"
            )
        self._adopted(copy, [part])

    def added_object(self, added: GameObject) -> None:
        """Give the prefab a GameObject that was hung below the instance, and let the instance have it from there."""
        above = prefabinspection.require_instanced(added.transform._above())
        parent = self._document(above.source.file_id)
        if not parent.is_written:
            raise HeadlessLimitation(
                f"{added} was added to an object of a nested prefab; apply it to that prefab's own file"
            )
        objects: list[Object] = []
        for node in added.transform._walk():
            objects += [node.gameObject, *node.gameObject._components()]
        copy = Transplant(self._scene, self._contents.file, self._ids)
        copy.hierarchy(added, parent.file_id)
        root = copy.ids[added.transform._document.file_id]
        children = [*parent.references("m_Children"), root]
        parent.set_items("m_Children", [f"{{fileID: {i}}}" for i in children])
        self._adopted(copy, objects)

    def _adopted(self, copy: Transplant, objects: list[Object]) -> None:
        """Take what the prefab has now out of the scene's own objects; its Python objects go on."""
        self._contents.rebuild()
        self._scene.hand_over(objects, self._instance, copy.ids)
