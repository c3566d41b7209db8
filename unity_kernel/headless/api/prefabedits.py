"""Saving prefabs, and putting new instances of them into scenes."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation, ProjectError
from unity_kernel.headless.project import Document

from . import prefabassets, references, world
from .component import Component
from .gameobject import GameObject
from .loadedscene import LoadedScene
from .prefabassets import PrefabContents
from .transform import Transform

__all__ = ["instantiate", "save"]

_PREFAB_INSTANCE = 1001
_PLACE = (
    ("m_LocalPosition", "xyz"),
    ("m_LocalRotation", "wxyz"),
    ("m_LocalEulerAnglesHint", "xyz"),
)


def save(root: GameObject, path: str) -> GameObject | None:
    """Write a prefab's objects to a prefab file and return the asset's root.

    Raises:
        HeadlessLimitation: The objects belong to a scene.
    """
    scene = root._scene
    project = world.current().project
    if not isinstance(scene, PrefabContents):
        raise HeadlessLimitation(
            "making a prefab from an object of a scene is not in the headless editor; the real editor has it. "
            "LoadPrefabContents and SaveAsPrefabAsset change prefabs that exist"
        )
    if scene.root is not root:
        raise ValueError("Can't save part of a Prefab instance as a Prefab")  # ArgumentException in .NET
    relative = project.relative(path)
    if relative is None or not relative.endswith(".prefab"):
        raise ProjectError(f"{path}: prefabs are saved below the project, with the extension .prefab")
    scene.flush()
    if relative == scene.path:
        if scene.file.touched:
            scene.file.save()
    else:
        if not project.assets.guid(relative):
            raise HeadlessLimitation(
                f"{relative}: SaveAsPrefabAsset writes over prefabs that exist; copy one with AssetDatabase.CopyAsset"
            )
        scene.file.save_copy(project.assets.locate(relative), relative)
    scene.dirty = False
    project.prefabs.forget()
    known = world.current().prefab_assets
    if known.get(relative) is not scene:
        known.pop(relative, None)
    contents = prefabassets.contents_of(relative)
    return contents.root if contents is not None else None


def instantiate(asset: Any, scene: LoadedScene, parent: Transform | None) -> Any:
    """Put an instance of a prefab into a scene, below ``parent`` or as the last root."""
    key = references.key_of(asset) if isinstance(asset, (GameObject, Component)) else None
    contents = asset._scene if key is not None else None
    if key is None or not isinstance(contents, PrefabContents) or contents.root is None:
        raise HeadlessLimitation(
            "InstantiatePrefab takes the root of a prefab asset, such as AssetDatabase.LoadAssetAtPath gives; "
            "models need the real editor"
        )
    version = scene.file.style.version
    if (0,) < version < (2018, 3):
        raise HeadlessLimitation("InstantiatePrefab writes prefab instances of Unity 2018.3 and later only")
    file_id = scene.fresh_id()
    document = scene.add(_PREFAB_INSTANCE, _body(scene, contents, key.guid, contents.root), file_id)
    scene.reread()
    instance = scene.expansion.instances[document.file_id]
    node = scene.object(instance.root)
    assert isinstance(node, Transform)
    if parent is not None:
        node.SetParent(parent, False)
    else:
        node.SetAsLastSibling()
    return scene.object(instance.ids[asset._document.file_id])


def _body(scene: LoadedScene, contents: PrefabContents, guid: str, root: GameObject) -> str:
    """Return the lines of a new PrefabInstance, with the overrides that Unity gives every root."""
    style = scene.file.style
    node: Document = root.transform._document
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
        entries += [(node.file_id, target, f"{key}.{axis}", node.text(key, axis) or "0") for axis in axes]
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
