"""The order in which Unity 2018.3 and later writes the objects of a prefab file."""

from __future__ import annotations

from unity_kernel.headless.project.document import Document
from unity_kernel.headless.project.unityfile import UnityFile

__all__ = ["arrange"]

_GAME_OBJECT, _PREFAB_INSTANCE = 1, 1001


def arrange(file: UnityFile, added: set[Document]) -> None:
    """Put objects that were added to a prefab file where Unity would; a file in another order is left alone.

    GameObjects come in ascending order, each followed by its components, then instances, each followed by what stands
    for its objects.

    Args:
        file: The prefab.
        added: What is new in it.
    """
    present = file.documents
    wanted: dict[Document, None] = {}
    by_instance: dict[int, list[Document]] = {}
    for document in present:
        if document.stripped:
            by_instance.setdefault(document.reference("m_PrefabInstance"), []).append(document)
    whole = sorted((d for d in present if not d.stripped), key=lambda d: d.file_id)
    for owner in whole:
        if owner.class_id == _GAME_OBJECT:
            wanted[owner] = None
            for file_id in owner.references("m_Component", "component"):
                part = file.by_id.get(file_id)
                if part is not None and not part.stripped:
                    wanted[part] = None
    rest = [d for d in whole if d.class_id not in (_GAME_OBJECT, _PREFAB_INSTANCE) and d not in wanted]
    for document in rest:  # components of instances' GameObjects
        wanted[document] = None
    for instance in whole:
        if instance.class_id == _PREFAB_INSTANCE:
            wanted[instance] = None
            stood_for = sorted(by_instance.pop(instance.file_id, ()), key=lambda d: d.file_id)
            wanted.update(dict.fromkeys(stood_for))
    for strays in by_instance.values():
        wanted.update(dict.fromkeys(strays))
    order = list(wanted)
    if [d for d in order if d not in added] == [d for d in present if d not in added]:
        file.reorder(order)
