"""What a file adds to the objects of a prefab instance: stand-ins to refer to, and the lists of what was added."""

from __future__ import annotations

import re
from collections.abc import Iterable

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project.document import Document
from unity_kernel.headless.project.instanced import InstancedDocument, PrefabInstance, guid_of
from unity_kernel.headless.project.unityfile import UnityFile

__all__ = [
    "list_added",
    "list_components",
    "place_added",
    "stand_for",
    "stand_in",
    "translate_added",
    "unlist_added",
]

_MONO_BEHAVIOUR = 114
_LISTED = re.compile(rb"\n  m_Component:\r?\n  - (\w+):")
_TARGET = re.compile(rb"targetCorrespondingSourceObject: \{fileID: (-?\d+)")
_ENTRY = re.compile(
    rb"\r?\n    - targetCorrespondingSourceObject: [^}]*\}\r?\n      insertIndex: -?\d+\r?\n"
    rb"      addedObject: \{fileID: (-?\d+)\}"
)


def list_components(owner: Document, ids: Iterable[int]) -> bool:
    """Write the component list of a GameObject in the way that it has: up to Unity 5.4, keys are class numbers."""
    found = _LISTED.search(owner.render())
    numbered = found[1].isdigit() if found is not None else (0,) < owner.file.style.version < (5, 5)
    known = owner.file.by_id
    keys = {i: known[i].class_id if numbered and i in known else "component" for i in ids}
    return owner.set_items("m_Component", [f"{key}: {{fileID: {i}}}" for i, key in keys.items()])


def stand_in(file: UnityFile, document: InstancedDocument) -> int:
    """Make sure that a file can refer to an instance's object; returns the file id to refer to it with.

    Unity writes a stripped object for that, which names the object in the source prefab.

    Raises:
        SceneFileError: The source is missing, and with it the name of the object in it.
    """
    if document.file_id in file.by_id:
        return document.file_id
    if document.is_guess:
        raise SceneFileError(
            f"nothing can refer to this object: {document.instance.missing}, so that its file id is not known",
            file.name,
        )
    stand_for(file, document, document.instance, document.source.file_id)
    return document.file_id


def stand_for(file: UnityFile, document: Document, instance: PrefabInstance, source_id: int) -> None:
    """Add the stripped object that stands for one of an instance's, under the file id of ``document``.

    Args:
        file: Where to.
        document: What the object is or was in the file.
        instance: Who brings it.
        source_id: Its file id in the source.
    """
    style = file.style
    known = style.version if style.version[0] else (6000, 0, 0)
    pairs = [("fileID", str(source_id)), ("guid", instance.guid), ("type", instance.kind)]
    source = "m_CorrespondingSourceObject" if known >= (2018, 2) else "m_PrefabParentObject"
    owner = "m_PrefabInstance" if known >= (2018, 3) else "m_PrefabInternal"
    body = [
        f"{document.type_name}:",
        f"  {source}: {style.flow_map(pairs, column=len(source) + 4, indent=4)}",
        f"  {owner}: {{fileID: {instance.file_id}}}",
    ]
    if known >= (2018, 3):
        body.append("  m_PrefabAsset: {fileID: 0}")
    if document.class_id == _MONO_BEHAVIOUR and known >= (2018, 3):
        file_id, guid, kind = guid_of(document, "m_Script")
        pairs = [("fileID", str(file_id)), ("guid", guid), ("type", kind)]
        game_object = document.reference("m_GameObject")
        body += [
            f"  m_GameObject: {{fileID: {game_object if game_object in file.by_id else 0}}}",
            f"  m_Enabled: {document.text('m_Enabled') or '1'}",
            "  m_EditorHideFlags: 0",
            f"  m_Script: {style.flow_map(pairs, column=12, indent=4)}",
            "  m_Name: ",
            "  m_EditorClassIdentifier: ",
        ]
    file.add(document.class_id, document.file_id, "\n".join(body) + "\n", stripped=True)


def list_added(instance: PrefabInstance, key: str, owner: InstancedDocument, added: int) -> None:
    """Enter an object into ``m_AddedGameObjects`` or ``m_AddedComponents``, in files that have these lists.

    Args:
        instance: Whose object got something added.
        key: The list.
        owner: The instance's Transform or GameObject that it was added to.
        added: File id of the Transform or component that was added.
    """
    _enter(instance, key, owner.source.file_id, added)


def _enter(instance: PrefabInstance, key: str, source_id: int, added: int) -> None:
    file = instance.document.file
    pairs = [("fileID", str(source_id)), ("guid", instance.guid), ("type", instance.kind)]
    target = "    - targetCorrespondingSourceObject: "
    entry = file.encode(
        f"\n{target}{file.style.flow_map(pairs, column=len(target), indent=8)}"
        f"\n      insertIndex: -1\n      addedObject: {{fileID: {added}}}"
    )
    data = instance.document.render()
    listed = re.search(rb"\n    " + key.encode() + rb":( \[\])?", data)
    if listed is None:
        return
    at = listed.end()
    if listed[1] is not None:
        data = data[: listed.start(1)] + entry + data[at:]
    else:
        while (match := _ENTRY.match(data, at)) is not None:
            at = match.end()
        data = data[:at] + entry + data[at:]
    instance.document.replace(data)


def translate_added(outer: PrefabInstance, inner: PrefabInstance, targets: dict[int, int]) -> None:
    """Enter into an instance's lists what was added to its objects while it was part of another instance.

    Args:
        outer: The instance that it was part of.
        inner: The instance.
        targets: File ids in the inner one's source by those in the outer one's.
    """
    for match in _ENTRY.finditer(data := outer.document.render()):
        target = _TARGET.search(match[0])
        if target is not None and int(target[1]) in targets:
            head = max(
                data.rfind(b"m_Added%b:" % name, 0, match.start()) for name in (b"GameObjects", b"Components")
            )
            key = data[head : data.find(b":", head)].decode()
            _enter(inner, key, targets[int(target[1])], int(match[1]))


def place_added(parent: InstancedDocument, children: list[int], brought: set[int]) -> None:
    """Write where among the children of an instance's Transform the added ones are; -1 for the last places.

    Args:
        parent: The Transform.
        children: All its children by file id, in order.
        brought: Those of them that the instance itself brings.
    """
    data = parent.instance.document.render()
    entries = {int(match[1]): match for match in _ENTRY.finditer(data)}
    added = [i for i in children if i not in brought and i in entries]
    last = children[len(children) - len(added) :] == added
    in_order = sorted(added, key=lambda i: entries[i].start()) == added
    for file_id in sorted(added, key=lambda i: -entries[i].start()):
        match = entries[file_id]
        place = -1 if last and in_order else children.index(file_id)
        data = (
            data[: match.start()]
            + re.sub(rb"insertIndex: -?\d+", b"insertIndex: %d" % place, match[0])
            + data[match.end() :]
        )
    parent.instance.document.replace(data)


def unlist_added(instance: PrefabInstance, added: int) -> None:
    """Take an object out of the lists of what was added."""
    data = instance.document.render()
    for match in _ENTRY.finditer(data):
        if int(match[1]) == added:
            before = data[: match.start()]
            empty = before.endswith((b"m_AddedGameObjects:", b"m_AddedComponents:"))
            last = not _ENTRY.match(data, match.end())
            filler = b" []" if empty and last else b""
            instance.document.replace(before + filler + data[match.end() :])
            return
