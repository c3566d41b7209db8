"""``Object.Instantiate``: a copy of objects with everything below them."""

from __future__ import annotations

import re
from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project.additions import list_components

from . import world
from .component import Component
from .gameobject import GameObject
from .interop import full_name
from .loadedscene import LoadedScene
from .objects import Object
from .prefabassets import PrefabContents
from .transform import Transform
from .values import Quaternion, Vector3

__all__ = ["instantiate"]

_HEADER = re.compile(r"--- !u!(\d+) &-?\d+[^\n]*\n")
_LOCAL = re.compile(r"(?<=[:\-] )\{fileID: (-?\d+)\}")


def instantiate(original: Object, *options: Any) -> Object:
    """Copy a GameObject, or a component with its GameObject: into the same scene, or the active one from a prefab.

    As in Unity, the copy is no prefab instance; ``PrefabUtility.InstantiatePrefab`` makes one.

    Args:
        original: What to copy. References among the copied objects point to the copies.
        options: ``(parent[, worldPositionStays])`` or ``(position, rotation[, parent])``.

    Returns:
        The copy of ``original``, its name followed by ``(Clone)``.

    Raises:
        HeadlessLimitation: It is an asset of another kind.
    """
    if not isinstance(original, (GameObject, Component)) or original._scene is None:
        raise HeadlessLimitation(
            f"Instantiate of a {full_name(type(original))} outside a scene is not in the headless editor yet; "
            "the real editor has it"
        )
    owner = original.gameObject
    placed = options and isinstance(options[0], Vector3)
    parent: Transform | None = None
    for option in options:
        if isinstance(option, Transform):
            parent = option
    scene: LoadedScene | None = original._scene
    if parent is not None and parent._scene is not None:
        scene = parent._scene
    elif isinstance(scene, PrefabContents) and scene.guid:
        scene = world.current().active
    if scene is None:
        raise HeadlessLimitation("no scene is open; EditorSceneManager.NewScene makes one")
    copies = _copy(original._scene, owner, scene)
    root = copies[owner]
    assert isinstance(root, GameObject)
    root.name = f"{owner.name}(Clone)"
    scene.adopt(root.transform, None)
    if parent is not None:
        root.transform.SetParent(parent, not placed and bool(options[1:] and options[1]))
    if placed:
        root.transform.position = options[0]
        if len(options) > 1 and isinstance(options[1], Quaternion):
            root.transform.rotation = options[1]
    return copies[original]


def _copy(origin: LoadedScene, owner: GameObject, scene: LoadedScene) -> dict[Object, Object]:
    """Copy the documents of a GameObject, of what is below it and of all their components; the copy is a root."""
    origin.flush()
    nodes = list(owner.transform._walk())
    sources: list[Object] = []
    for node in nodes:
        sources += [node.gameObject, *node.gameObject._components()]
    ids: dict[int, int] = {}
    for source in sources:
        ids[source._document.file_id] = scene.fresh_id(max(ids.values(), default=0) or scene.fresh_id())

    def renamed(match: re.Match[str]) -> str:
        file_id = int(match[1])
        if file_id in ids:
            return f"{{fileID: {ids[file_id]}}}"
        other = origin.expansion.document(file_id)
        if origin is scene:
            return f"{{fileID: {scene.refer(other) if other is not None else file_id}}}"
        if other is not None and isinstance(origin, PrefabContents) and origin.guid:
            return f"{{fileID: {file_id}, guid: {origin.guid}, type: 3}}"
        return "{fileID: 0}"

    made: dict[Object, Object] = {}
    for source in sources:
        text = source._document.render().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
        body = _LOCAL.sub(renamed, _HEADER.sub("", text, count=1))
        document = scene.add(source._document.class_id, body, ids[source._document.file_id])
        made[source] = scene.wrap(document)
    for source, copy in made.items():
        if isinstance(source, GameObject):
            parts = [part._document.file_id for part in source._components()]
            scene.register_game_object(copy, [ids[part] for part in parts])
            list_components(copy._document, [ids[part] for part in parts])
    for node in nodes:
        copy = made[node]
        assert isinstance(copy, Transform)
        if node is owner.transform:
            copy._document.set_reference(("m_Father",), 0)
        copy._children = []
        copy._document.set_items("m_Children", [])
    for node in nodes:
        for child in node._kids():
            kid, above = made[child], made[node]
            assert isinstance(kid, Transform)
            assert isinstance(above, Transform)
            scene.adopt(kid, above)
    scene.lists.detach()  # what was made to stand for the parent of what was copied
    return made
