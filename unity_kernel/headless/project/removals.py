"""What an instance lacks of its prefab: ``m_RemovedComponents`` and ``m_RemovedGameObjects``."""

from __future__ import annotations

import re

from unity_kernel.headless.project.instanced import PrefabInstance

__all__ = ["REMOVED_COMPONENTS", "REMOVED_OBJECTS", "can_lack_objects", "list_removed", "unlist_removed"]

REMOVED_COMPONENTS = "m_RemovedComponents"
REMOVED_OBJECTS = "m_RemovedGameObjects"
_ENTRY = re.compile(rb"\r?\n    - \{fileID: (-?\d+)[^}]*\}")


def can_lack_objects(instance: PrefabInstance) -> bool:
    """Whether an instance may lack GameObjects of its prefab: in files of Unity 2022.2 and later."""
    version = instance.document.file.style.version
    return (
        _head(instance.document.render(), REMOVED_OBJECTS) is not None
        or not version[0]
        or version >= (2022, 2)
    )


def list_removed(instance: PrefabInstance, key: str, source_id: int) -> None:
    """Enter an object of the source into a list of what the instance lacks."""
    document = instance.document
    file = document.file
    pairs = [("fileID", str(source_id)), ("guid", instance.guid), ("type", instance.kind)]
    entry = file.encode(f"\n    - {file.style.flow_map(pairs, column=6, indent=6)}")
    data = document.render()
    head = _head(data, key)
    if head is None:
        before = _head(data, REMOVED_COMPONENTS)
        if before is None:
            return
        at = _end(data, before)
        document.replace(data[:at] + file.encode(f"\n    {key}:") + entry + data[at:])
        return
    at = _end(data, head)
    document.replace(data[: head.end(1)] + data[head.end() : at] + entry + data[at:])


def unlist_removed(instance: PrefabInstance, key: str, source_id: int) -> bool:
    """Take an object of the source out of such a list; returns whether it was there."""
    data = instance.document.render()
    head = _head(data, key)
    if head is None:
        return False
    end = _end(data, head)
    kept, found = b"", False
    for match in _ENTRY.finditer(data, head.end(), end):
        if int(match[1]) == source_id:
            found = True
        else:
            kept += match[0]
    if found:
        instance.document.replace(data[: head.end(1)] + (kept or b" []") + data[end:])
    return found


def _head(data: bytes, key: str) -> re.Match[bytes] | None:
    """Find a list's key (group 1 ends behind its colon) and, if it is empty, its brackets."""
    return re.search(rb"(\n    " + key.encode() + rb":)(?: \[\])?", data)


def _end(data: bytes, head: re.Match[bytes]) -> int:
    at = head.end()
    while (match := _ENTRY.match(data, at)) is not None:
        at = match.end()
    return at
