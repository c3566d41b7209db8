"""What stands for a prefab that is missing, or that is a model only Unity can read.

A GameObject with the name and place that the instance gives it, and whatever else the file refers to.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from unity_kernel.headless.project.document import Document
from unity_kernel.headless.project.unityfile import HEADER, UnityFile

if TYPE_CHECKING:
    from unity_kernel.headless.project.expansion import Expansion
    from unity_kernel.headless.project.instanced import PrefabInstance
    from unity_kernel.headless.project.prefabs import PrefabLibrary

__all__ = ["make"]

_GAME_OBJECT, _TRANSFORM, _RECT_TRANSFORM = 1, 4, 224
_MODEL_ROOTS = {_GAME_OBJECT: (919132149155446097, 100000), _TRANSFORM: (-8679921383154817045, 400000)}
"""File ids that Unity's importers give the root of a model: new ones, and those up to 2018."""
_BODIES = {
    _GAME_OBJECT: (
        "GameObject:\n  m_ObjectHideFlags: 0\n  m_Component:\n{parts}  m_Layer: 0\n  m_Name: \n"
        "  m_TagString: Untagged\n  m_StaticEditorFlags: 0\n  m_IsActive: 1\n"
    ),
    _TRANSFORM: (
        "{type}:\n  m_ObjectHideFlags: 0\n  m_GameObject: {{fileID: {owner}}}\n"
        "  m_LocalRotation: {{x: 0, y: 0, z: 0, w: 1}}\n  m_LocalPosition: {{x: 0, y: 0, z: 0}}\n"
        "  m_LocalScale: {{x: 1, y: 1, z: 1}}\n  m_Children: []\n  m_Father: {{fileID: {father}}}\n"
        "{order}  m_LocalEulerAnglesHint: {{x: 0, y: 0, z: 0}}\n"
    ),
}
_RECT = (
    "  m_AnchorMin: {x: 0.5, y: 0.5}\n  m_AnchorMax: {x: 0.5, y: 0.5}\n  m_AnchoredPosition: {x: 0, y: 0}\n"
    "  m_SizeDelta: {x: 100, y: 100}\n  m_Pivot: {x: 0.5, y: 0.5}\n"
)


def make(instance: PrefabInstance, stand_ins: dict[int, Document], library: PrefabLibrary) -> Expansion:
    """Return the objects of a source that is missing, as far as the instance tells of them."""
    from unity_kernel.headless.project.expansion import Expansion

    path = library.path(instance.guid)
    file = UnityFile(HEADER, path or f"missing prefab {instance.guid}", instance.document.file.style)
    stub = _Stub(file, PurePosixPath(path).stem or "Missing Prefab", instance.guessed)
    whole = {old: document for old, document in stand_ins.items() if not document.stripped}
    by_new = {document.file_id: old for old, document in stand_ins.items()}
    root = root_object = 0
    for old, document in whole.items():
        if (
            document.class_id in (_TRANSFORM, _RECT_TRANSFORM)
            and document.reference("m_Father") == instance.parent
        ):
            root, root_object = old, by_new.get(document.reference("m_GameObject"), 0)
    for old, document in whole.items():  # only their file ids matter: the objects are in the scene
        file.add(document.class_id, old, f"{document.type_name}:\n")
    if not root:
        root_object, root, rect = _roots(instance, stand_ins)
        stub.pair(root_object, root, 0, rect)
    for old, document in sorted(stand_ins.items(), key=lambda item: item[0]):
        stub.stand_for(old, document, by_new, root_object, root)
    return Expansion(file, library)


def _roots(instance: PrefabInstance, stand_ins: dict[int, Document]) -> tuple[int, int, bool]:
    """Guess the file ids of the source's root: a GameObject, its Transform, and whether that is a RectTransform."""
    named: list[int] = []
    placed: dict[int, int] = {}
    rect = False
    for target, items in instance.modifications.items():
        paths = {item.path for item in items}
        if paths & {"m_Name", "m_IsActive", "m_Layer", "m_TagString", "m_StaticEditorFlags"}:
            named.append(target)
        score = 2 * ("m_RootOrder" in paths) + ("m_LocalPosition.x" in paths) + ("m_LocalRotation.x" in paths)
        if score:
            placed[target] = score
            rect = rect or "m_AnchoredPosition.x" in paths
    for old, document in stand_ins.items():
        if document.class_id in (_TRANSFORM, _RECT_TRANSFORM) and old in placed:
            rect = document.class_id == _RECT_TRANSFORM
    transforms, owners = _MODEL_ROOTS[_TRANSFORM], _MODEL_ROOTS[_GAME_OBJECT]
    known = next((i for i in transforms if i in placed or i in stand_ins), 0)
    root = known or max(placed, key=lambda i: placed[i], default=0)
    owner = next((i for i in owners if i in named or i in stand_ins), 0)
    if known and not owner:
        owner = owners[transforms.index(known)]
    if not owner:
        owner = next((i for i in named if instance.value(i, "m_Name") is not None), 0) or next(iter(named), 0)
    if not owner:
        instance.guessed.add(owners[0])
    if not root:
        instance.guessed.add(transforms[0])
    return owner or owners[0], root or transforms[0], rect


class _Stub:
    """A file that is filled with objects of which only the file ids are known."""

    def __init__(self, file: UnityFile, name: str, guessed: set[int]) -> None:
        self._file = file
        self._name = name
        self._guessed = guessed
        self._order = "  m_RootOrder: 0\n" if (0,) < file.style.version < (2022, 2) else ""

    def pair(self, owner: int, transform: int, father: int, rect: bool) -> None:
        """Add a GameObject and its Transform."""
        if owner in self._file.by_id or transform in self._file.by_id:
            return
        body = _BODIES[_GAME_OBJECT].format(parts=f"  - component: {{fileID: {transform}}}\n")
        made = self._file.add(_GAME_OBJECT, owner, body)
        made.set_text(("m_Name",), self._name)
        kind, name = (_RECT_TRANSFORM, "RectTransform") if rect else (_TRANSFORM, "Transform")
        body = _BODIES[_TRANSFORM].format(type=name, owner=owner, father=father, order=self._order)
        self._file.add(kind, transform, body + (_RECT if rect else ""))

    def stand_for(
        self, old: int, document: Document, by_new: dict[int, int], root_object: int, root: int
    ) -> None:
        """Add what a stripped object stands for; where in the source it was, nobody knows."""
        if old in self._file.by_id:
            return
        if document.class_id == _GAME_OBJECT:
            self.pair(old, self._free(old), root, False)
        elif document.class_id in (_TRANSFORM, _RECT_TRANSFORM):
            self.pair(self._free(old), old, root, document.class_id == _RECT_TRANSFORM)
        else:
            owner = by_new.get(document.reference("m_GameObject"), root_object)
            if owner not in self._file.by_id:
                self.pair(owner, self._free(owner), root, False)
            fields = "".join(
                f"  {key}: {node.raw.decode('utf-8', 'surrogateescape')}\n"
                if hasattr(node, "raw")
                else f"  {key}: {node.data[node.start : node.end].decode('utf-8', 'surrogateescape')}\n"
                for key, node in document.entries
                if key in ("m_Enabled", "m_Script")
            )
            body = f"{document.type_name}:\n  m_ObjectHideFlags: 0\n  m_GameObject: {{fileID: {owner}}}\n{fields}"
            self._file.add(document.class_id, old, body)
            game_object = self._file.by_id[owner]
            parts = [*game_object.references("m_Component", "component"), old]
            game_object.set_items("m_Component", [f"component: {{fileID: {part}}}" for part in parts])

    def _free(self, near: int) -> int:
        made = near + 1
        while made in self._file.by_id:
            made += 1
        self._guessed.add(made)
        return made
