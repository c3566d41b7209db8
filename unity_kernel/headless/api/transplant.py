"""Copying objects into another file, with everything below them; prefab instances stay instances."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from unity_kernel.headless.project import Document, PrefabInstance, UnityFile
from unity_kernel.headless.project.additions import list_components
from unity_kernel.headless.project.arrangement import arrange
from unity_kernel.headless.project.instanced import MASK

from . import instancing
from .objects import Object

if TYPE_CHECKING:
    from .gameobject import GameObject
    from .loadedscene import LoadedScene
    from .transform import Transform

__all__ = ["Transplant", "fresh_id"]

_HEADER = re.compile(r"--- [^\n]*\n")
_LOCAL = re.compile(r"(?<=[:\-] )\{fileID: (-?\d+)\}")


def fresh_id(file: UnityFile) -> int:
    """Return a file id that a prefab file has free: 63 random bits, as Unity's."""
    made = 0
    while not made or made in file.by_id:
        made = int.from_bytes(os.urandom(8), "little") & MASK
    return made


class Transplant:
    """A copy of a scene's objects in a prefab file.

    Args:
        source: Where the objects are.
        target: The file that gets copies.
        outside: File ids in the target by those in the source, of objects that both have.

    Attributes:
        ids: File ids in the target by those in the source, of all that was copied too.
        added: The new documents.
    """

    def __init__(self, source: LoadedScene, target: UnityFile, outside: dict[int, int] | None = None) -> None:
        self._source = source
        self._target = target
        self.ids: dict[int, int] = dict(outside or {})
        self.added: set[Document] = set()
        source.flush()

    def hierarchy(self, owner: GameObject, parent: int, known: dict[int, int] | None = None) -> None:
        """Copy a GameObject with everything below it.

        Args:
            owner: The GameObject.
            parent: File id in the target of the Transform to hang it below, 0 for the prefab's root.
            known: File ids in the target that objects shall get, by those in the source.
        """
        nodes = list(owner.transform._walk())
        objects: list[Object] = []
        for node in nodes:
            objects += [node.gameObject, *node.gameObject._components()]
        instances = instancing.whole(nodes)
        own = [obj._document for obj in objects if obj._document.is_written]
        self._name(own, instances, known or {})
        stand_ins = instancing.remains(self._source.expansion, instances)
        made = self._copy([*own, *sorted(stand_ins, key=lambda d: d.file_id)])
        for node in nodes:
            self._list(node, made)
        top = made.get(owner.transform._document.file_id)
        if top is not None and not top.stripped:
            top.set_reference(("m_Father",), parent)
        for instance in instances:
            if instance.file_id in made and instance.root == owner.transform._document.file_id:
                made[instance.file_id].set_reference(("m_Modification", "m_TransformParent"), parent)
        arrange(self._target, self.added)

    def component(self, document: Document) -> None:
        """Copy one component; its GameObject is one that both have."""
        self._name([document], [], {})
        self._copy([document])

    def _name(self, own: Iterable[Document], instances: list[PrefabInstance], known: dict[int, int]) -> None:
        taken = set(self.ids.values()) | set(known.values())

        def name(old: int) -> int:
            made = known.get(old, 0)
            while not made or (old not in known and made in taken):
                made = fresh_id(self._target)
            taken.add(made)
            self.ids[old] = made
            return made

        for document in own:
            name(document.file_id)
        for instance in instances:
            number = name(instance.file_id)
            for source_id, here in instance.ids.items():
                self.ids[here] = (source_id ^ number) & MASK

    def _copy(self, documents: list[Document]) -> dict[int, Document]:
        """Copy documents as they are, with references translated; what the target has not becomes null."""
        made: dict[int, Document] = {}
        for document in documents:
            text = document.render().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
            body = _LOCAL.sub(
                lambda match: f"{{fileID: {self.ids.get(int(match[1]), 0)}}}", _HEADER.sub("", text, count=1)
            )
            if not body.endswith("\n"):
                body += "\n"
            copy = self._target.add(
                document.class_id, self.ids[document.file_id], body, stripped=document.stripped
            )
            made[document.file_id] = copy
        self.added.update(made.values())
        return made

    def _list(self, node: Transform, made: dict[int, Document]) -> None:
        """Write the lists of components and children as the hierarchy has them."""
        owner, copy = node.gameObject, made.get(node._document.file_id)
        if copy is not None and not copy.stripped:
            children = [self.ids[kid._document.file_id] for kid in node._kids()]
            copy.set_items("m_Children", [f"{{fileID: {i}}}" for i in children])
        held = made.get(owner._document.file_id)
        if held is not None and not held.stripped:
            parts = [self.ids[part._document.file_id] for part in owner._components()]
            list_components(held, parts)
