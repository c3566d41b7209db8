"""References to other objects: of the same scene, of Unity's built-in resources, of the project's assets."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project import Document, Style, UnityFile

from . import catalogue, world
from .objects import CLASSES, Object

if TYPE_CHECKING:
    from .loadedscene import LoadedScene

__all__ = ["BUILT_IN_MESHES", "reference_of", "resolve"]

BUILT_IN_RESOURCES = "0000000000000000e000000000000000"
BUILT_IN_EXTRA = "0000000000000000f000000000000000"
BUILT_IN_MESHES = {
    "Cube": 10202, "Cylinder": 10206, "Sphere": 10207, "Capsule": 10208, "Plane": 10209, "Quad": 10210,
}  # fmt: skip
_BUILT_IN = {(BUILT_IN_RESOURCES, file_id): ("Mesh", name) for name, file_id in BUILT_IN_MESHES.items()} | {
    (BUILT_IN_EXTRA, 10303): ("Material", "Default-Material")
}

_TYPE_OF_EXTENSION = {
    ".mat": "Material", ".fbx": "Mesh", ".obj": "Mesh", ".png": "Texture2D", ".jpg": "Texture2D",
    ".wav": "AudioClip", ".mp3": "AudioClip", ".ogg": "AudioClip", ".anim": "AnimationClip",
    ".shader": "Shader", ".prefab": "GameObject", ".cs": "MonoScript", ".ttf": "Font", ".otf": "Font",
    ".mixer": "AudioMixer", ".unity": "SceneAsset", ".txt": "TextAsset", ".json": "TextAsset",
}  # fmt: skip


class AssetKey:
    """Where an asset object lives: remembered beside it, to write references back."""

    __slots__ = ("file_id", "guid", "kind")

    def __init__(self, guid: str, file_id: int, kind: int) -> None:
        self.guid = guid
        self.file_id = file_id
        self.kind = kind


_keys: dict[int, AssetKey] = {}
_assets: dict[tuple[str, int], Object] = {}


def resolve(scene: LoadedScene | None, file_id: int, guid: str) -> Any:
    """Return the object that a reference names; None for a null or dangling one.

    Assets become objects of their type that know their name; what is inside them needs the real editor.
    """
    if not file_id:
        return None
    if not guid:
        return scene.object(file_id) if scene is not None else None
    found = _assets.get((guid, file_id))
    if found is None:
        kind, name, reference_kind = _describe(file_id, guid)
        if not kind:
            return None
        found = _placeholder(kind, name)
        _assets[guid, file_id] = found
        _keys[found._id] = AssetKey(guid, file_id, reference_kind)
    return found


def key_of(obj: Object) -> AssetKey | None:
    """Return where an asset lives; None for an object of a scene."""
    return _keys.get(obj._id)


def forget() -> None:
    """Drop all assets, when the editor ends."""
    _keys.clear()
    _assets.clear()


def _describe(file_id: int, guid: str) -> tuple[str, str, int]:
    """Return the type, name and reference type (0 built in, 2 native, 3 imported) of an asset."""
    if guid in (BUILT_IN_RESOURCES, BUILT_IN_EXTRA):
        kind, name = _BUILT_IN.get((guid, file_id), ("Object", f"built-in resource {file_id}"))
        return kind, name, 0
    project = world.current().project
    path = project.assets.path(guid)
    if not path:
        return "", "", 0
    pure = PurePosixPath(path)
    kind = _TYPE_OF_EXTENSION.get(pure.suffix.lower(), "")
    native = pure.suffix.lower() in (".mat", ".asset", ".anim", ".controller", ".physicmaterial", ".mixer")
    if not kind:
        kind = _type_in_file(project.assets.locate(path), path, file_id) or "Object"
    return kind, pure.stem, 2 if native else 3


def _type_in_file(path: Any, name: str, file_id: int) -> str:
    try:
        document = UnityFile.load(path, name, Style()).by_id.get(file_id)
    except SceneFileError:
        return ""
    return document.type_name if document is not None else ""


def _placeholder(kind: str, name: str) -> Object:
    from .classes import class_named, generic_class

    full = catalogue.resolve("UnityEngine", kind)
    cls = CLASSES.get(kind) or (generic_class(full) if full else class_named(kind))
    file = UnityFile(b"%YAML 1.1\n", f"asset {name}", Style())
    document: Document = file.add(0, 1, f"{kind}:\n  m_Name: \n")
    document.set_text(("m_Name",), name)
    made: Object = cls._wrap(document, None)
    return made


def reference_of(owner: Object, value: Object | None) -> tuple[int, str, int]:
    """Return (file id, guid, reference type) with which ``owner``'s file refers to an object.

    Raises:
        TypeError: It is not an object that a file can refer to.
    """
    if value is None:
        return 0, "", 0
    if not isinstance(value, Object):
        raise TypeError(f"'{type(value).__name__}' value cannot be converted to UnityEngine.Object")
    key = _keys.get(value._id)
    if key is not None:
        return key.file_id, key.guid, key.kind
    if value._scene is not owner._scene:
        raise TypeError("a reference cannot point into another scene")
    return value._document.file_id, "", 0
