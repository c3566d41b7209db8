"""What belongs to a prefab instance, what was added to it, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import Document, InstancedDocument, PrefabInstance
from unity_kernel.headless.project.removals import REMOVED_COMPONENTS, REMOVED_OBJECTS

from .component import Component
from .gameobject import GameObject
from .net import ArgumentException
from .transform import Transform

if TYPE_CHECKING:
    from .loadedscene import LoadedScene

__all__ = [
    "added_components",
    "added_objects",
    "is_added",
    "removed_components",
    "removed_objects",
    "require_instanced",
    "require_root",
    "root_of",
]


def require_instanced(obj: Any) -> InstancedDocument:
    """Return the document of an object that a prefab instance brings.

    Raises:
        ArgumentException: It is not one.
    """
    document = obj._document if isinstance(obj, (GameObject, Component)) and obj._alive else None
    if not isinstance(document, InstancedDocument):
        raise ArgumentException(f"{obj} is not part of a Prefab instance")
    return document


def root_of(scene: LoadedScene | None, instance: PrefabInstance) -> GameObject | None:
    """Return the root GameObject of an instance."""
    node = scene.object(instance.root) if scene is not None else None
    return node.gameObject if isinstance(node, Transform) else None


def require_root(root: GameObject) -> tuple[LoadedScene, PrefabInstance]:
    """Return the scene and the instance of an outermost instance's root.

    Raises:
        ArgumentException: It is not one.
    """
    instance = require_instanced(root).instance
    scene = root._scene
    assert scene is not None
    if root_of(scene, instance) is not root:
        raise ArgumentException(f"{root} is not the root of an outermost Prefab instance")
    return scene, instance


def added_components(scene: LoadedScene, instance: PrefabInstance) -> Iterator[Component]:
    """Yield the components that were added to GameObjects of an instance."""
    for file_id in list(instance.ids.values()):
        for part in scene.components_of(file_id):
            if not _is_of(part._document, instance):
                yield part


def added_objects(scene: LoadedScene, instance: PrefabInstance) -> Iterator[GameObject]:
    """Yield the GameObjects that were hung below Transforms of an instance, not what is below them."""
    for file_id in list(instance.ids.values()):
        node = scene.object(file_id) if scene.has_transform(file_id) else None
        for child in node._kids() if isinstance(node, Transform) else ():
            if not _is_of(child._document, instance):
                yield child.gameObject


def removed_components(scene: LoadedScene, instance: PrefabInstance) -> Iterator[tuple[int, GameObject]]:
    """Yield what components an instance lacks, by file id in the source, with the GameObject that lacks each."""
    for source_id in instance.listed(REMOVED_COMPONENTS):
        owner = scene.object(instance.ids.get(instance.source.owner_of(source_id), 0))
        if isinstance(owner, GameObject):
            yield source_id, owner


def removed_objects(scene: LoadedScene, instance: PrefabInstance) -> Iterator[tuple[int, GameObject]]:
    """Yield what GameObjects an instance lacks, by file id in the source, with the one above each."""
    source = instance.source
    for source_id in instance.listed(REMOVED_OBJECTS):
        node = next((i for i in source.components.get(source_id, ()) if i in source.parents), 0)
        above = scene.object(instance.ids.get(source.owner_of(source.parents.get(node, 0)), 0))
        if isinstance(above, GameObject):
            yield source_id, above


def is_added(obj: Any) -> bool:
    """Whether a component or GameObject was added to an instance's object."""
    above: Transform | GameObject | None
    if isinstance(obj, GameObject):
        above = obj.transform._above()
    else:
        above = obj.gameObject if isinstance(obj, Component) and not isinstance(obj, Transform) else None
    if above is None or not isinstance(above._document, InstancedDocument):
        return False
    return not _is_of(obj._document, above._document.instance)


def _is_of(document: Document, instance: PrefabInstance) -> bool:
    return isinstance(document, InstancedDocument) and document.instance is instance
