"""What changes of the hierarchy mean for prefab instances, and which of them the headless editor can write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document, Expansion, InstancedDocument, PrefabInstance
from unity_kernel.headless.project.additions import (
    list_added,
    list_components,
    stand_for,
    stand_in,
    unlist_added,
)
from unity_kernel.headless.project.removals import (
    REMOVED_COMPONENTS,
    REMOVED_OBJECTS,
    can_lack_objects,
    list_removed,
)

from . import world
from .net import InvalidOperationException
from .objects import CLASSES

if TYPE_CHECKING:
    from .gameobject import GameObject
    from .objects import Object
    from .transform import Transform

__all__ = [
    "add_component",
    "attach",
    "detach",
    "drop_unused",
    "forget",
    "hand_over",
    "is_inner",
    "is_part",
    "lack_component",
    "lack_object",
    "refer",
    "remains",
    "require_free",
    "require_removable",
    "warn_of_lost",
    "whole",
]


def is_inner(document: Document) -> bool:
    """Whether an object comes with a prefab instance and is not its root Transform."""
    return isinstance(document, InstancedDocument) and document.instance.root != document.file_id


def is_part(obj: Object) -> bool:
    """Whether the birth or death of an object changes a prefab instance, and not only whether there is one."""
    if not isinstance(obj, (CLASSES["GameObject"], CLASSES["Component"])):
        return False
    owner: GameObject = obj.gameObject
    if obj is not owner:
        return isinstance(owner._document, InstancedDocument)
    above = obj.transform._above() if obj.transform is not None else None
    return above is not None and isinstance(above._document, InstancedDocument)


def require_free(node: Transform, parent: int, doing: str) -> None:
    """Refuse to move or destroy what is part of a prefab instance.

    Args:
        node: What shall be moved.
        parent: File id of the Transform that its document hangs it below.
        doing: What is refused, in Unity's words.

    Raises:
        InvalidOperationException: It is part of a prefab instance.
        HeadlessLimitation: It is attached to a prefab instance whose source has no such object.
    """
    if is_inner(node._document):
        raise InvalidOperationException(
            f'{doing} of a transform which resides in a Prefab instance is not possible: "{node.gameObject.name}". '
            "Change the Prefab itself, or unpack the instance: PrefabUtility.UnpackPrefabInstance"
        )
    if node._above() is None and parent:
        raise HeadlessLimitation(
            f'"{node.gameObject.name}" is attached to an object that its prefab no longer has; '
            "the headless editor cannot move or destroy it"
        )


def require_removable(owner: GameObject) -> None:
    """Refuse to take a GameObject out of an instance that cannot lack it.

    Raises:
        InvalidOperationException: The project's Unity has no instances that lack GameObjects.
        HeadlessLimitation: The prefab is missing, and with it the id to write into the instance's list.
    """
    document = owner._document
    assert isinstance(document, InstancedDocument)
    if not can_lack_objects(document.instance):
        raise InvalidOperationException(
            f'Destroying a GameObject inside a Prefab instance is not allowed: "{owner.name}". Instances can lack '
            "GameObjects from Unity 2022.2 on; change the Prefab itself, or unpack the instance"
        )
    _require_known(document, owner.name)


def _require_known(document: InstancedDocument, name: str) -> None:
    if document.is_guess:
        raise HeadlessLimitation(
            f'"{name}" is a placeholder: {document.instance.missing}; what nobody knows the file id of cannot be '
            "taken out of the instance"
        )


def lack_object(expansion: Expansion, owner: InstancedDocument, doomed: set[Document]) -> set[Document]:
    """Write that an instance lacks a GameObject with all below it; returns the documents that stood for them."""
    instance = owner.instance
    list_removed(instance, REMOVED_OBJECTS, owner.source.file_id)
    for document in doomed:
        if isinstance(document, InstancedDocument) and document.instance is instance:
            expansion.retire(document.file_id)
        else:
            unlist_added(instance, document.file_id)
    return _stand_ins(expansion, doomed)


def lack_component(expansion: Expansion, part: InstancedDocument) -> set[Document]:
    """Write that an instance lacks a component; returns the document that stood for it, if any."""
    _require_known(part, part.type_name)
    list_removed(part.instance, REMOVED_COMPONENTS, part.source.file_id)
    expansion.retire(part.file_id)
    return _stand_ins(expansion, {part})


def _stand_ins(expansion: Expansion, documents: set[Document]) -> set[Document]:
    found = (expansion.file.by_id.get(document.file_id) for document in documents)
    return {document for document in found if document is not None and document.stripped}


def refer(expansion: Expansion, document: Document) -> int:
    """Return the file id to refer to an object with; one of an instance may need something to stand for it."""
    return stand_in(expansion.file, document) if isinstance(document, InstancedDocument) else document.file_id


def attach(expansion: Expansion, child: Document, parent: Document | None) -> None:
    """Write what hangs a Transform below another, or makes it a root, where prefab instances are concerned."""
    if isinstance(child, InstancedDocument):
        if parent is not None:
            stand_in(expansion.file, child)
        child.instance.hang_below(parent.file_id if parent is not None else 0)
    if isinstance(parent, InstancedDocument):
        stand_in(expansion.file, parent)
        list_added(parent.instance, "m_AddedGameObjects", parent, child.file_id)


def detach(child: Document, parent: Document | None) -> None:
    """Take a Transform out of the list of what was added to an instance."""
    if isinstance(parent, InstancedDocument):
        unlist_added(parent.instance, child.file_id)


def hand_over(
    expansion: Expansion, documents: list[Document], instance: PrefabInstance, ids: dict[int, int]
) -> None:
    """Replace documents by what stands for the objects that an instance brings in their place.

    Only what something else refers to needs that.
    """
    file = expansion.file
    others = {d.instance for d in documents if isinstance(d, InstancedDocument)} - {instance}
    mine = {d for d in documents if d.is_written} | remains(expansion, list(others))
    parts = {d.file_id for d in documents}
    for document in documents:
        unlist_added(instance, document.file_id)
    for owner in [d for d in file.documents if d.class_id == 1 and not d.stripped and d not in mine]:
        if parts.intersection(owner.references("m_Component", "component")):
            rest = [i for i in owner.references("m_Component", "component") if i not in parts]
            list_components(owner, rest)
    file.remove(mine)
    data = b"".join(d.render() for d in file.documents)
    for document in documents:
        if b"{fileID: %d}" % document.file_id in data:
            stand_for(file, document, instance, ids[document.file_id])


def drop_unused(expansion: Expansion, among: set[Document] | None = None) -> None:
    """Take out of the file what was made to stand for instances' objects and is referred to no longer.

    Args:
        expansion: The file with all its objects.
        among: What may go; all that was made so since the file was loaded by default.
    """
    file = expansion.file
    if among is None:
        found = (file.by_id.get(i) for i in file.stood_in)
        among = {document for document in found if document is not None and document.stripped}
    left = {document for document in among if file.holds(document)}
    while left:
        data = b"".join(document.render() for document in file.documents)
        unused = {document for document in left if b"{fileID: %d}" % document.file_id not in data}
        if not unused:
            return
        file.remove(unused)  # what they referred to may be unused now too
        left -= unused


def add_component(expansion: Expansion, owner: GameObject, part: Document) -> None:
    """Write that a component was added to a GameObject, which may be an instance's."""
    document = owner._document
    if isinstance(document, InstancedDocument):
        stand_in(expansion.file, document)
        list_added(document.instance, "m_AddedComponents", document, part.file_id)


def whole(nodes: list[Transform]) -> list[PrefabInstance]:
    """Return the prefab instances of which all goes when Transforms and all below them go."""
    documents = [node._document for node in nodes]
    return [d.instance for d in documents if isinstance(d, InstancedDocument) and not is_inner(d)]


def remains(expansion: Expansion, instances: list[PrefabInstance]) -> set[Document]:
    """Return the documents of prefab instances in their file: their own, and those that stand for their objects."""
    if not instances:
        return set()
    ids = {instance.file_id for instance in instances}
    found = {instance.document for instance in instances}
    for document in expansion.file.documents:
        if document.stripped and (
            document.reference("m_PrefabInstance") in ids or document.reference("m_PrefabInternal") in ids
        ):
            found.add(document)
    return found


def forget(expansion: Expansion, instances: list[PrefabInstance]) -> None:
    """Let an expansion forget destroyed instances."""
    for instance in instances:
        expansion.instances.pop(instance.file_id, None)
        for file_id in instance.ids.values():
            expansion.retire(file_id)


def warn_of_lost(expansion: Expansion, lost: list[InstancedDocument]) -> None:
    """Say which edits are not saved, once each: those of placeholders for prefabs that are missing."""
    fresh = [document for document in lost if document not in expansion.reported]
    if not fresh:
        return
    expansion.reported.update(fresh)
    names = ", ".join(sorted({document.text("m_Name") or document.type_name for document in fresh})[:5])
    world.current().log(
        "warning",
        f"{expansion.file.name}: {len(fresh)} edit(s) of placeholders cannot be saved, because their prefabs are "
        f"missing and with them the file ids: {names}",
    )
