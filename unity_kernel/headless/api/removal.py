"""Destroying GameObjects and components, those of prefab instances too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unity_kernel.headless.project import Document, InstancedDocument

from . import instancing, world
from .transform import Transform

if TYPE_CHECKING:
    from .component import Component
    from .gameobject import GameObject
    from .objects import Object

__all__ = ["destroy_component", "destroy_game_object"]


def destroy_game_object(owner: GameObject) -> set[Document]:
    """Destroy a GameObject with its components and everything below it.

    Part of a prefab instance goes into the instance's list of what it lacks, as Unity 2022.2 and later have it.

    Returns:
        Removed documents that are no object's: of prefab instances.

    Raises:
        InvalidOperationException: It is part of an instance that cannot lack it.
    """
    scene = owner._scene
    assert scene is not None
    top = owner.transform
    nodes = list(top._walk()) if top is not None else []
    inner = top._document if top is not None and instancing.is_inner(top._document) else None
    if top is not None:
        if inner is not None:
            instancing.require_removable(owner)
        else:
            scene.require_free(top, "Destroying a GameObject")
        scene.detach(top)
    instances = instancing.whole(nodes)
    rest = instancing.remains(scene.expansion, instances)
    buried: list[Object] = []
    for game_object in [n.gameObject for n in nodes if n.gameObject is not None] or [owner]:
        buried += [*game_object._components(), game_object]
    doomed = {obj._document for obj in buried}
    owner_document = owner._document
    for obj in buried:
        obj._bury()
    if isinstance(inner, InstancedDocument) and isinstance(owner_document, InstancedDocument):
        rest |= instancing.lack_object(scene.expansion, owner_document, doomed)
    scene.release(doomed, rest)
    instancing.forget(scene.expansion, instances)
    return rest


def destroy_component(part: Component) -> None:
    """Destroy one component; one of a prefab instance goes into the instance's list of what it lacks.

    Raises:
        HeadlessLimitation: Its prefab is missing, and with it the id to write into the list.
    """
    scene = part._scene
    assert scene is not None
    if isinstance(part, Transform):
        world.current().log(
            "error", "Can't destroy Transform component of a GameObject; destroy the GameObject instead."
        )
        return
    owner, document = part.gameObject, part._document
    rest: set[Document] = set()
    if isinstance(document, InstancedDocument):
        rest = instancing.lack_component(scene.expansion, document)
    else:
        instancing.detach(document, owner._document)
    scene.set_components(owner, [other for other in owner._components() if other is not part])
    part._bury()
    scene.release({document}, rest)
