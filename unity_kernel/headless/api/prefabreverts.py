"""Taking the differences between a prefab instance and its prefab back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import InstancedDocument, PrefabInstance
from unity_kernel.headless.project.merge import are_values
from unity_kernel.headless.project.modifications import Change, Modification, parse, rewrite
from unity_kernel.headless.project.removals import REMOVED_COMPONENTS, REMOVED_OBJECTS, unlist_removed

from . import prefabinspection, references
from .net import ArgumentException
from .objects import Object
from .propertymodification import PropertyModification, is_default
from .structure import operation

if TYPE_CHECKING:
    from .gameobject import GameObject
    from .loadedscene import LoadedScene
    from .serialized import SerializedProperty

__all__ = [
    "drop_overrides",
    "in_property",
    "revert_added",
    "revert_instance",
    "revert_object",
    "revert_property",
    "revert_removed",
    "set_modifications",
]


def drop_overrides(
    scene: LoadedScene, instance: PrefabInstance, gone: Callable[[Modification], bool]
) -> bool:
    """Take entries out of an instance's list of overrides; its objects are read again.

    Returns:
        Whether that is all that was necessary: nothing moves, and the scene need not be rebuilt.
    """
    scene.flush()
    document = instance.document
    before = document.render()
    while keys := {(m.target, m.path): Change(None) for m in parse(document) if gone(m)}:
        data, _ = rewrite(document.render(), {**keys}, (instance.guid, instance.kind), document.file.style)
        if not document.replace(data):
            break  # entries that the list has and cannot lose: of a damaged file
    scene.reread_values(instance)
    return not instance.missing and are_values(before, document.render())


def in_property(prop: SerializedProperty) -> Callable[[Modification], bool]:
    """Return whether an override is of a property, or of a part of it."""
    document = prefabinspection.require_instanced(prop._owner._target)
    target, path = document.source.file_id, prop.propertyPath
    return lambda m: m.target == target and (m.path == path or m.path.startswith(f"{path}."))


def revert_property(prop: SerializedProperty, record: bool) -> None:
    """Give a property of an instance's object the prefab's value again."""
    scene, instance = _of(prop._owner._target)
    with operation(scene, "Revert Property", record=record):
        if not drop_overrides(scene, instance, in_property(prop)):
            scene.rebuild()


def revert_object(obj: Any, record: bool) -> None:
    """Give all properties of an instance's object the prefab's values; a root keeps its name and place."""
    scene, instance = _of(obj)
    target = prefabinspection.require_instanced(obj).source.file_id
    with operation(scene, "Revert Object", record=record):
        if not drop_overrides(scene, instance, lambda m: m.target == target and not is_default(instance, m)):
            scene.rebuild()


def revert_instance(root: GameObject, record: bool) -> None:
    """Make an instance as its prefab again; its root keeps its name and place."""
    scene, instance = prefabinspection.require_root(root)
    with operation(scene, "Revert Prefab Instance", record=record):
        for part in list(prefabinspection.added_components(scene, instance)):
            part._destroy()
        for added in list(prefabinspection.added_objects(scene, instance)):
            added._destroy()
        lacking = [(key, i) for key in (REMOVED_COMPONENTS, REMOVED_OBJECTS) for i in instance.listed(key)]
        for key, source_id in lacking:
            unlist_removed(instance, key, source_id)
        if not drop_overrides(scene, instance, lambda m: not is_default(instance, m)) or lacking:
            scene.rebuild()


def revert_added(obj: Any, record: bool) -> None:
    """Destroy what was added to an instance.

    Raises:
        ArgumentException: It was not added to one.
    """
    if not prefabinspection.is_added(obj):
        raise ArgumentException(f"{obj} was not added to a Prefab instance, so that it cannot be reverted")
    with operation(obj._scene, "Revert Added", record=record):
        obj._destroy()


def revert_removed(near: GameObject, asset: Object, record: bool) -> None:
    """Let an instance have again what it lacks of its prefab.

    Args:
        near: A GameObject of the instance.
        asset: The component or GameObject of the prefab asset.
        record: Whether it can be taken back.

    Raises:
        ArgumentException: The instance does not lack it.
    """
    scene, instance = _of(near)
    key = references.key_of(asset)
    with operation(scene, "Revert Removed", record=record):
        found = key is not None and key.guid == instance.guid
        keys = (REMOVED_COMPONENTS, REMOVED_OBJECTS)
        if key is None or not found or not any(unlist_removed(instance, name, key.file_id) for name in keys):
            raise ArgumentException(f"{asset} was not removed from the Prefab instance of {near}")
        scene.rebuild()


def set_modifications(obj: Object, items: list[PropertyModification]) -> None:
    """Replace all overrides of the instance around an object.

    Raises:
        ArgumentException: The object is not of an instance, or an item's target is not of its prefab.
    """
    scene, instance = _of(obj)
    entries = [item._entry(instance, obj) for item in items]
    for item, entry in zip(items, entries, strict=True):
        if entry is None:
            raise ArgumentException(
                f"{item!r}: its target {item.target} is not an object of the instance's Prefab"
            )
    with operation(scene, "Set Property Modifications", record=False):
        drop_overrides(
            scene, instance, lambda m: (m.target, m.path) not in {(e.target, e.path) for e in entries if e}
        )
        document = instance.document
        changes = {(e.target, e.path): Change(e.value, e.reference) for e in entries if e}
        data, _ = rewrite(document.render(), {**changes}, (instance.guid, instance.kind), document.file.style)
        document.replace(data)
        scene.expansion.forget(instance)
        scene.rebuild()


def _of(obj: Any) -> tuple[LoadedScene, PrefabInstance]:
    document: InstancedDocument = prefabinspection.require_instanced(obj)
    return obj._scene, document.instance
