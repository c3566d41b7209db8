"""Saving prefabs, and putting new instances of them into scenes."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document

from . import prefabassets, references, world
from .component import Component
from .gameobject import GameObject
from .loadedscene import LoadedScene
from .net import ArgumentException
from .prefabassets import PrefabContents
from .transform import Transform

__all__ = ["body", "instantiate", "save"]

_PREFAB_INSTANCE = 1001
_PLACE = (
    ("m_LocalPosition", "xyz"),
    ("m_LocalRotation", "wxyz"),
    ("m_LocalEulerAnglesHint", "xyz"),
)


def save(root: GameObject, path: str) -> GameObject | None:
    """Write a prefab's objects, or those of a scene, to a prefab file and return the asset's root.

    Raises:
        ArgumentException: It is part of an instance or of loaded contents, and not the root.
        ProjectError: The path is none for a prefab.
    """
    from .prefabcreation import create

    scene = root._scene
    project = world.current().project
    relative = project.relative(path)
    if not isinstance(scene, PrefabContents) or relative != scene.path:
        if isinstance(scene, PrefabContents) and scene.root is not root:
            raise ArgumentException("Can't save part of a Prefab as a Prefab")
        create(root, path)
        assert relative is not None
    else:
        if scene.root is not root:
            raise ArgumentException("Can't save part of a Prefab as a Prefab")
        scene.flush()
        if scene.file.touched:
            scene.file.save()
        prefabassets.prefabs_changed(*([] if scene.guid else [relative]))
        scene.dirty = False
    contents = prefabassets.contents_of(relative)
    return contents.root if contents is not None else None


def instantiate(asset: Any, scene: LoadedScene, parent: Transform | None) -> Any:
    """Put an instance of a prefab into a scene, below ``parent`` or as the last root."""
    key = references.key_of(asset) if isinstance(asset, (GameObject, Component)) else None
    contents = asset._scene if key is not None else None
    if key is not None and not isinstance(contents, PrefabContents):
        path = world.current().project.assets.path(key.guid)
        if path.endswith(".prefab"):
            world.current().project.load(path)  # raises what is wrong with the file
    if key is None or not isinstance(contents, PrefabContents) or contents.root is None:
        raise HeadlessLimitation(
            "InstantiatePrefab takes the root of a prefab asset, such as AssetDatabase.LoadAssetAtPath gives; "
            "models need the real editor"
        )
    version = scene.file.style.version
    if (0,) < version < (2018, 3):
        raise HeadlessLimitation("InstantiatePrefab writes prefab instances of Unity 2018.3 and later only")
    file_id = scene.fresh_id()
    document = scene.add(_PREFAB_INSTANCE, body(scene, contents, key.guid, contents.root), file_id)
    scene.reread()
    instance = scene.expansion.instances[document.file_id]
    node = scene.object(instance.root)
    assert isinstance(node, Transform)
    if parent is not None:
        node.SetParent(parent, False)
    else:
        node.SetAsLastSibling()
    return scene.object(instance.ids[asset._document.file_id])


def body(
    scene: LoadedScene, contents: PrefabContents, guid: str, root: GameObject, like: Document | None = None
) -> str:
    """Return the lines of a new PrefabInstance, with the overrides that Unity gives every root.

    Args:
        scene: Where it is to be.
        contents: The prefab.
        guid: Of the prefab.
        root: The prefab's root.
        like: The Transform that the root's place is taken from; the prefab's by default.
    """
    style = scene.file.style
    node: Document = root.transform._document
    placed = like if like is not None else node
    modern = scene.lists_roots
    target = style.flow_map(
        [("fileID", str(node.file_id)), ("guid", guid), ("type", "3")], column=len("    - target: "), indent=8
    )
    owner = style.flow_map(
        [("fileID", str(root._document.file_id)), ("guid", guid), ("type", "3")], column=14, indent=8
    )
    entries: list[tuple[int, str, str, str]] = []
    if not modern:
        entries.append((node.file_id, target, "m_RootOrder", str(len(scene.roots))))
    for key, axes in _PLACE:
        entries += [(node.file_id, target, f"{key}.{axis}", placed.text(key, axis) or "0") for axis in axes]
    name = style.string(root.name, column=13, indent=8)
    entries.append((root._document.file_id, owner, "m_Name", name))
    entries.sort(key=lambda entry: entry[0])
    lines = [
        f"    - target: {where}\n      propertyPath: {path}\n      value: {value}\n"
        "      objectReference: {fileID: 0}\n"
        for _, where, path, value in entries
    ]
    new = "    m_RemovedGameObjects: []\n    m_AddedGameObjects: []\n    m_AddedComponents: []\n"
    return (
        "PrefabInstance:\n  m_ObjectHideFlags: 0\n  serializedVersion: 2\n  m_Modification:\n"
        + ("    serializedVersion: 3\n" if modern else "")
        + "    m_TransformParent: {fileID: 0}\n    m_Modifications:\n"
        + "".join(lines)
        + "    m_RemovedComponents: []\n"
        + (new if modern else "")
        + f"  m_SourcePrefab: {{fileID: 100100000, guid: {guid}, type: 3}}\n"
    )
