"""What changes of the hierarchy mean for prefab instances, and which of them the headless editor can write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document, Expansion, InstancedDocument, PrefabInstance
from unity_kernel.headless.project.additions import list_added, stand_in, unlist_added

from . import world

if TYPE_CHECKING:
    from .component import Component
    from .gameobject import GameObject
    from .transform import Transform

__all__ = [
    "add_component",
    "attach",
    "detach",
    "doomed",
    "forget",
    "is_inner",
    "refer",
    "remains",
    "require_free",
    "require_own",
    "warn_of_lost",
]


def is_inner(document: Document) -> bool:
    """Whether an object comes with a prefab instance and is not its root Transform."""
    return isinstance(document, InstancedDocument) and document.instance.root != document.file_id


def require_free(node: Transform, above: Transform | None, parent: int) -> None:
    """Refuse to move or destroy what is part of a prefab instance.

    Raises:
        HeadlessLimitation: It is part of a prefab instance, or attached to one whose source has no such object.
    """
    if is_inner(node._document):
        raise HeadlessLimitation(
            f'"{node.gameObject.name}" is part of a prefab instance; the headless editor cannot move or destroy '
            "it there, only the instance as a whole. Change the prefab, or attach to a running Unity"
        )
    if above is None and parent:
        raise HeadlessLimitation(
            f'"{node.gameObject.name}" is attached to an object that its prefab no longer has; '
            "the headless editor cannot move or destroy it"
        )


def require_own(part: Component) -> None:
    """Refuse to destroy a component that a prefab instance brings.

    Raises:
        HeadlessLimitation: It is one.
    """
    if isinstance(part._document, InstancedDocument):
        raise HeadlessLimitation(
            f'{type(part).__name__} of "{part.name}" comes from a prefab; removing it from the instance is not in '
            "the headless editor. Disable it, change the prefab, or attach to a running Unity"
        )


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


def add_component(expansion: Expansion, owner: GameObject, part: Document) -> None:
    """Write that a component was added to a GameObject, which may be an instance's."""
    document = owner._document
    if isinstance(document, InstancedDocument):
        stand_in(expansion.file, document)
        list_added(document.instance, "m_AddedComponents", document, part.file_id)


def doomed(nodes: list[Transform]) -> list[PrefabInstance]:
    """Return the prefab instances that go when Transforms and all below them go."""
    found = (node._document for node in nodes)
    return list({d.instance: None for d in found if isinstance(d, InstancedDocument)})


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
