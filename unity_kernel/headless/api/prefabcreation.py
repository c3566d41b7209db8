"""New prefabs from objects of a scene."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from unity_kernel.errors import HeadlessLimitation, ProjectError, SceneFileError
from unity_kernel.headless.project import Document, InstancedDocument, Mapping, Node, Sequence, UnityFile
from unity_kernel.headless.project.document import Path as FieldPath
from unity_kernel.headless.project.overrides import FIXED
from unity_kernel.headless.project.storage import replace_bytes
from unity_kernel.headless.project.unityfile import HEADER

from . import instancing, prefabedits, world
from .gameobject import GameObject
from .net import ArgumentException
from .prefabassets import contents_of, prefabs_changed
from .structure import operation
from .transplant import Transplant

if TYPE_CHECKING:
    from .loadedscene import LoadedScene
    from .objects import Object

__all__ = ["connect", "create"]

_PREFAB_INSTANCE = 1001
_META = (
    "fileFormatVersion: 2\nguid: {guid}\nPrefabImporter:\n  externalObjects: {{}}\n  userData: \n"
    "  assetBundleName: \n  assetBundleVariant: \n"
)


def create(root: GameObject, path: str) -> Transplant:
    """Write a GameObject with everything below it to a prefab file; instances in it stay instances.

    Where there is a prefab already it is replaced: it keeps its GUID, and objects of the same name and place keep
    their file ids, so that instances of it go on. A prefab of an instance is a variant of that one's prefab.

    Returns:
        The copy, which knows the file ids in the prefab.

    Raises:
        ArgumentException: The object is part of an instance, and not its root.
        ProjectError: The path is none for a prefab.
        HeadlessLimitation: The project is of a Unity before 2018.3.
    """
    scene = root._scene
    assert scene is not None
    state = world.current()
    relative = state.project.relative(path)
    if relative is None or not relative.endswith(".prefab"):
        raise ProjectError(f"{path}: prefabs are saved below the project, with the extension .prefab")
    if instancing.is_inner(root.transform._document):
        raise ArgumentException(f'Can\'t save part of a Prefab instance as a Prefab: "{root.name}"')
    style = state.project.style
    if (0,) < style.version < (2018, 3):
        raise HeadlessLimitation(
            "new prefabs are written as Unity 2018.3 and later do; this project is older"
        )
    for node in root.transform._walk():
        if isinstance(node._document, InstancedDocument) and node._document.is_guess:
            raise HeadlessLimitation(
                f'"{node.gameObject.name}" is a placeholder: {node._document.instance.missing}; a prefab cannot hold '
                "what nobody knows the file id of"
            )
    where = state.project.assets.locate(relative)
    if not where.parent.is_dir():
        raise ProjectError(f"{relative}: its folder does not exist; AssetDatabase.CreateFolder makes it")
    file = UnityFile(HEADER, relative, style)
    made = Transplant(scene, file)
    made.hierarchy(root, 0, _matching(root, relative) if where.exists() else None)
    _check_circle(file, relative)
    top = file.by_id.get(made.ids[root.transform._document.file_id])
    if top is not None and not top.stripped and top.field("m_RootOrder") is not None:
        top.set_number(("m_RootOrder",), 0)
    _put(where, relative, file)
    return made


def _put(where: Path, path: str, file: UnityFile) -> None:
    state = world.current()
    known = state.prefab_assets.get(path)
    if known is not None and where.exists():
        if known.file.touched:
            raise ProjectError(
                f"{path}: the prefab has unsaved changes; save it first: PrefabUtility.SavePrefabAsset"
            )
        replace_bytes(where, file.render(), path, expected=known.file.render())
    else:
        replace_bytes(where, file.render(), path, expected=None)
    meta = where.with_name(where.name + ".meta")
    if not meta.exists():
        text = _META.format(guid=uuid.uuid4().hex)
        replace_bytes(meta, text.encode(), f"{path}.meta", expected=None)
    state.project.assets.refresh()
    prefabs_changed(path)
    state.raise_event("projectChanged")


def _check_circle(file: UnityFile, path: str) -> None:
    guid = world.current().project.assets.guid(path)
    if guid and any(f"guid: {guid}, type: 3".encode() in d.render() and d.class_id == _PREFAB_INSTANCE
                    for d in file.documents):  # fmt: skip
        raise ArgumentException(f"{path} would contain itself; save the prefab under another path")


def _matching(root: GameObject, path: str) -> dict[int, int]:
    """Return file ids in a prefab that is to be replaced, by those in the scene: same path of names, same types."""
    contents = contents_of(path)
    found: dict[int, int] = {}
    if contents is None or contents.root is None:
        return found
    pending = [(root, contents.root)]
    while pending:
        mine, theirs = pending.pop()
        if not theirs._document.is_written:
            continue
        pairs: list[tuple[Object, Object]] = [(mine, theirs)]
        old = list(theirs._components())
        for part in mine._components():
            twin = next((p for p in old if type(p) is type(part)), None)
            if twin is not None:
                old.remove(twin)
                pairs.append((part, twin))
        for one, other in pairs:
            found[one._document.file_id] = other._document.file_id
        kids = list(theirs.transform._kids())
        for kid in mine.transform._kids():
            match = next((k for k in kids if k.gameObject.name == kid.gameObject.name), None)
            if match is not None:
                kids.remove(match)
                pending.append((kid.gameObject, match.gameObject))
    return found


def connect(root: GameObject, path: str, record: bool) -> None:
    """Make a prefab of a GameObject, and the GameObject an instance of it.

    What it referred to outside of it become overrides of the instance.
    """
    scene = root._scene
    assert scene is not None
    made = create(root, path)
    relative = world.current().project.relative(path) or path
    contents = contents_of(relative)
    if contents is None or contents.root is None:
        raise SceneFileError("the new prefab cannot be read", relative)
    with operation(scene, "Create Prefab", record=record):
        _connect(scene, root, made, relative)


def _connect(scene: LoadedScene, root: GameObject, made: Transplant, path: str) -> None:
    contents = contents_of(path)
    assert contents is not None
    assert contents.root is not None
    node = root.transform
    objects: list[Object] = []
    for each in node._walk():
        objects += [each.gameObject, *each.gameObject._components()]
    mine = {obj._document.file_id for obj in objects}
    outside = [(obj, *found) for obj in objects for found in _references(obj._document, mine, scene)]
    above, place = node._above(), node.GetSiblingIndex()
    guid = world.current().project.assets.guid(path)
    body = prefabedits.body(scene, contents, guid, contents.root, like=node._document)
    document = scene.add(_PREFAB_INSTANCE, body, scene.fresh_id())
    if above is not None:
        parent = scene.refer(above._document)
        document.set_reference(("m_Modification", "m_TransformParent"), parent)
        scene.file.stood_in.discard(node._document.file_id)
    scene.reread()
    instance = scene.expansion.instances[document.file_id]
    scene.hand_over(objects, instance, made.ids)
    scene.rebuild()
    for obj, field, target in outside:
        obj._document.set_reference(field, target)
    if above is not None:
        scene.refer(node._document)
        scene.lists.touch(above)
        instancing.attach(scene.expansion, node._document, above._document)
    scene.reorder(node, place)
    scene.rebuild()


def _references(document: Document, mine: set[int], scene: LoadedScene) -> Iterator[tuple[FieldPath, int]]:
    """Yield the references of an object to others of its scene that are not among ``mine``."""
    pending: list[tuple[FieldPath, Node]] = [
        ((key,), node) for key, node in document.entries if key not in FIXED
    ]
    while pending:
        path, node = pending.pop()
        if isinstance(node, Mapping):
            if next((key == "fileID" for key, _ in node.entries), False):
                target = document.local_id(node)
                if target and target not in mine and scene.expansion.document(target) is not None:
                    yield path, target
            else:
                pending += [((*path, key), child) for key, child in node.entries]
        elif isinstance(node, Sequence):
            pending += [((*path, index), child) for index, child in enumerate(node.items)]
