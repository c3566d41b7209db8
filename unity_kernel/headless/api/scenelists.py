"""The lists in a scene's file that follow its hierarchy, written late: children, roots, the order among siblings."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from unity_kernel.headless.project import Document, InstancedDocument
from unity_kernel.headless.project.additions import place_added

from . import instancing
from .transform import Transform

if TYPE_CHECKING:
    from .loadedscene import LoadedScene

__all__ = ["SceneLists"]

_PREFAB_INSTANCE, _SCENE_ROOTS = 1001, 1660057539


class SceneLists:
    """What of a scene's lists is out of date, and how to write them.

    Args:
        scene: Whose lists.

    Attributes:
        dead: File ids of what was destroyed.
    """

    def __init__(self, scene: LoadedScene) -> None:
        self._scene = scene
        self._reordered: dict[Transform, None] = {}
        self._roots_changed = False
        self.dead: set[int] = set()
        self._gone: set[int] = set()
        self._may_be_unused = False

    # What is out of date

    def touch(self, parent: Transform | None) -> None:
        """The children of a Transform changed, or the roots."""
        if parent is None:
            self._roots_changed = True
        else:
            self._reordered[parent] = None

    def detach(self) -> None:
        """Something no longer hangs on an instance's object: perhaps what stood for that is of no more use."""
        self._may_be_unused = True

    def lose(self, documents: Iterable[Document]) -> None:
        """Objects were destroyed: references to them become null."""
        self._may_be_unused = True
        gone = {document.file_id for document in documents}
        self._gone |= gone
        self.dead |= gone

    def find(self, file_id: int) -> None:
        """An object is there again."""
        self._gone.discard(file_id)
        self.dead.discard(file_id)

    def check(self, parent: Transform | None) -> None:
        """The children of a Transform, or the roots, may no longer be as the file says."""
        if parent is None or not self._is_listed(parent):
            self.touch(parent)

    def clear(self) -> None:
        """All is as the file says, because it was put back."""
        self._reordered.clear()
        self._gone.clear()
        self.dead.clear()
        self._roots_changed = False

    def settle(self) -> None:
        """Forget what the file says already, or can no longer say."""
        living = [node for node in self._reordered if node._alive and not self._is_listed(node)]
        self._reordered = dict.fromkeys(living)
        self._roots_changed = self._roots_changed and not self._are_roots_listed()

    def _is_listed(self, node: Transform) -> bool:
        """Whether the document of a Transform lists its children, as they are."""
        return node._document.references("m_Children") == [kid._document.file_id for kid in node._kids()]

    def _are_roots_listed(self) -> bool:
        ids = self._root_ids()
        documents = self._scene.of_class(_SCENE_ROOTS)
        return bool(documents) and all(document.references("m_Roots") == ids for document in documents)

    def _root_ids(self) -> list[int]:
        """The roots as the list of roots names them: prefab instances by their own file id."""
        documents = [node._document for node in self._scene.roots]
        return [d.instance.file_id if isinstance(d, InstancedDocument) else d.file_id for d in documents]

    # Writing

    def write(self) -> None:
        """Write all that is out of date, and turn edits of prefab instances into overrides."""
        scene = self._scene
        for parent in self._reordered:
            if parent._alive:
                self._write_children(parent)
        self._reordered.clear()
        if self._roots_changed:
            self._roots_changed = False
            self._write_roots()
        scene.flush_overrides()
        if self._gone:
            for document in scene.file.documents:
                document.drop_references(self._gone)
            self._gone = set()
        if self._may_be_unused:
            self._may_be_unused = False
            instancing.drop_unused(scene.expansion)

    def _write_children(self, parent: Transform) -> None:
        document = parent._document
        own = [kid._document.file_id for kid in parent._kids()]
        ids = self._merge(document.references("m_Children"), own)
        if isinstance(document, InstancedDocument):
            place_added(document, own, self._scene.expansion.brought_children(document))
        else:
            document.set_items("m_Children", [f"{{fileID: {i}}}" for i in ids])
        self._number(ids)

    def _write_roots(self) -> None:
        documents = self._scene.of_class(_SCENE_ROOTS)
        for document in documents:
            merged = self._merge(document.references("m_Roots"), self._root_ids())
            document.set_items("m_Roots", [f"{{fileID: {i}}}" for i in merged])
        if not documents:
            self._number([node._document.file_id for node in self._scene.roots])

    def _merge(self, listed: list[int], own: list[int]) -> list[int]:
        """Return the new order, with ids of which nothing is known kept behind their old neighbours."""
        scene = self._scene
        known = scene.expansion.instances
        foreign = [i for i in listed if not scene.has_transform(i) and i not in known and self._is_foreign(i)]
        if not foreign:
            return own
        merged = list(own)
        for file_id in foreign:
            before = listed[: listed.index(file_id)]
            anchor = next((i for i in reversed(before) if i in merged), None)
            merged.insert(merged.index(anchor) + 1 if anchor is not None else 0, file_id)
        return merged

    def _is_foreign(self, file_id: int) -> bool:
        document = self._scene.file.by_id.get(file_id)
        return document is not None and (document.stripped or document.class_id == _PREFAB_INSTANCE)

    def _number(self, ids: list[int]) -> None:
        """Write ``m_RootOrder``, where this version of Unity has it; gaps in an order that is right stay."""
        scene = self._scene
        known = [scene.expansion.root_order(i) for i in ids if scene.has_transform(i)]
        orders = [order for order in known if order is not None]
        if all(a < b for a, b in itertools.pairwise(orders)):
            return
        for index, file_id in enumerate(ids):
            node = scene.known(file_id)
            if not isinstance(node, Transform) or instancing.is_inner(node._document):
                continue  # a prefab's own children stay in its order
            if node._document.field("m_RootOrder") is not None:
                node._document.set_number(("m_RootOrder",), index)
