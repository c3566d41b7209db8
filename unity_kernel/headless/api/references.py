"""References to other objects: of the same scene, of Unity's built-in resources, of the project's assets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import Document, Style, UnityFile

from . import catalogue, world
from .assetfiles import AssetFile, Part, asset_file
from .objects import CLASSES, Object

if TYPE_CHECKING:
    from .loadedscene import LoadedScene

__all__ = [
    "BUILT_IN_MESHES",
    "AssetKey",
    "adopt",
    "forget",
    "key_of",
    "reference_of",
    "resolve",
    "resolve_for",
]

BUILT_IN_RESOURCES = "0000000000000000e000000000000000"
BUILT_IN_EXTRA = "0000000000000000f000000000000000"
BUILT_IN_MESHES = {
    "Cube": 10202, "Cylinder": 10206, "Sphere": 10207, "Capsule": 10208, "Plane": 10209, "Quad": 10210,
}  # fmt: skip
_SHADERS = {
    7: "Legacy Shaders/Diffuse", 30: "Legacy Shaders/Transparent/Diffuse", 45: "Standard (Specular setup)",
    46: "Standard", 104: "Skybox/6 Sided", 106: "Skybox/Procedural", 200: "Legacy Shaders/Particles/Additive",
    203: "Legacy Shaders/Particles/Alpha Blended", 210: "Particles/Standard Surface", 211: "Particles/Standard Unlit",
    10101: "GUI/Text Shader", 10750: "Unlit/Transparent", 10751: "Unlit/Transparent Cutout", 10752: "Unlit/Texture",
    10753: "Sprites/Default", 10755: "Unlit/Color", 10770: "UI/Default",
}  # fmt: skip
_PACKAGE_SHADERS = {
    # of the Universal Render Pipeline, which lies in no project: guid -> name
    "933532a4fcc9baf4fa0491de14d08ed7": "Universal Render Pipeline/Lit",
    "650dd9526735d5b46b79224bc6e94025": "Universal Render Pipeline/Unlit",
    "8d2bb70cbf9db8d4da26e15b26e74248": "Universal Render Pipeline/Simple Lit",
    "b7839dad95683814aa64166edc107ae2": "Universal Render Pipeline/Particles/Lit",
    "0406db5a14f94604a8c57ccfbc9f3b46": "Universal Render Pipeline/Particles/Unlit",
}
_BUILT_IN = {
    **{(BUILT_IN_RESOURCES, file_id): ("Mesh", name) for name, file_id in BUILT_IN_MESHES.items()},
    **{(BUILT_IN_EXTRA, file_id): ("Shader", name) for file_id, name in _SHADERS.items()},
    (BUILT_IN_EXTRA, 10303): ("Material", "Default-Material"),
    (BUILT_IN_EXTRA, 10304): ("Material", "Default-Skybox"),
    (BUILT_IN_EXTRA, 10754): ("Material", "Sprites-Default"),
    (BUILT_IN_EXTRA, 10905): ("Sprite", "UISprite"),
    (BUILT_IN_EXTRA, 10907): ("Sprite", "Background"),
    (BUILT_IN_EXTRA, 10911): ("Sprite", "InputFieldBackground"),
    (BUILT_IN_EXTRA, 10913): ("Sprite", "Knob"),
    (BUILT_IN_EXTRA, 10917): ("Sprite", "UIMask"),
    (BUILT_IN_RESOURCES, 10102): ("Font", "Arial"),
}


class AssetKey:
    """Where an asset object lives: remembered beside it, to write references back.

    Attributes:
        guid: Of its file.
        file_id: Its id in the file.
        kind: 0 built in, 2 written by Unity, 3 imported.
    """

    __slots__ = ("file_id", "guid", "kind")

    def __init__(self, guid: str, file_id: int, kind: int) -> None:
        self.guid = guid
        self.file_id = file_id
        self.kind = kind


_keys: dict[int, AssetKey] = {}
_assets: dict[tuple[str, int], Object] = {}


def resolve(scene: LoadedScene | None, file_id: int, guid: str) -> Any:
    """Return the object that a reference names; None for a null or dangling one.

    Assets become objects of their type. Those that Unity wrote itself have their fields; of imported ones only what
    their ``.meta`` tells is known.
    """
    if not file_id:
        return None
    if not guid:
        return scene.object(file_id) if scene is not None else None
    found = _assets.get((guid, file_id))
    if found is None or not found._alive:
        found = _load(file_id, guid)
        if found is not None:
            _assets[guid, file_id] = found
    return found


def resolve_for(owner: Object, file_id: int, guid: str) -> Any:
    """Return the object that a reference in the file of ``owner`` names; None for a null or dangling one."""
    if not guid and owner._scene is None and (key := _keys.get(owner._id)) is not None:
        guid = key.guid
    return resolve(owner._scene, file_id, guid)


def key_of(obj: Object) -> AssetKey | None:
    """Return where an asset lives; None for an object of a scene."""
    return _keys.get(obj._id)


def adopt(obj: Object, key: AssetKey) -> None:
    """Remember where an object lives that became an asset."""
    _keys[obj._id] = key
    _assets[key.guid, key.file_id] = obj


def drop(guid: str) -> list[Object]:
    """Forget the objects of an asset that is no more, and return them."""
    gone = [pair for pair in _assets if pair[0] == guid]
    found = [_assets.pop(pair) for pair in gone]
    for obj in found:
        _keys.pop(obj._id, None)
    return found


def rebind(guid: str, file: UnityFile) -> None:
    """Let the objects of an asset follow its file, which was read again; those that it no longer has are destroyed."""
    for (owner, file_id), obj in list(_assets.items()):
        if owner == guid and obj._alive:
            document = file.by_id.get(file_id)
            if document is None or document.class_id != obj._document.class_id:
                _keys.pop(obj._id, None)
                del _assets[owner, file_id]
                obj._bury()
            else:
                obj._document = document
                obj._prepare()
                obj._stale()


def loaded() -> list[Object]:
    """Return the assets that are in memory."""
    return [obj for obj in _assets.values() if obj._alive]


def forget() -> None:
    """Drop all assets, when the editor ends."""
    _keys.clear()
    _assets.clear()


def _load(file_id: int, guid: str) -> Object | None:
    if guid in (BUILT_IN_RESOURCES, BUILT_IN_EXTRA):
        kind, name = _BUILT_IN.get((guid, file_id), ("Object", f"built-in resource {file_id}"))
        made = _placeholder(kind, name)
        _keys[made._id] = AssetKey(guid, file_id, 0)
        return made
    if guid in _PACKAGE_SHADERS:
        made = _placeholder("Shader", _PACKAGE_SHADERS[guid])
        _keys[made._id] = AssetKey(guid, file_id, 3)
        return made
    path = world.current().project.assets.path(guid)
    if not path:
        return None
    if path.endswith(".prefab"):
        from .prefabassets import asset_object

        if (inside := asset_object(path, file_id)) is not None:
            return inside
    file = asset_file(path)
    part = file.part(file_id)
    if part is None:
        return None
    made = _object(file, part)
    _keys[made._id] = AssetKey(guid, file_id, 2 if file.native is not None else 3)
    return made


def _object(file: AssetFile, part: Part) -> Object:
    from .classes import class_of

    document = file.native.by_id.get(part.file_id) if file.native is not None else None
    if document is None:
        return _placeholder(part.kind, part.name)
    made: Object = class_of(document)._wrap(document, None)
    return made


def _placeholder(kind: str, name: str) -> Object:
    from .classes import class_named, generic_class

    full = catalogue.resolve("UnityEngine", kind)
    cls = CLASSES.get(kind) or (generic_class(full) if full else class_named(kind))
    file = UnityFile(b"%YAML 1.1\n", f"asset {name}", Style())
    document: Document = file.add(0, 1, f"{kind}:\n  m_Name: \n")
    document.set_text(("m_Name",), name)
    file.touched = False
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
        own = _keys.get(owner._id)
        if own is not None and own.guid == key.guid:
            return key.file_id, "", 0
        return key.file_id, key.guid, key.kind
    if value._scene is None:
        raise TypeError(f"{value} is in no file yet; AssetDatabase.CreateAsset puts it into one")
    if value._scene is not owner._scene:
        raise TypeError("a reference cannot point into another scene")
    return value._scene.refer(value._document), "", 0
