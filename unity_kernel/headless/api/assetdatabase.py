"""``UnityEditor.AssetDatabase`` and ``UnityEngine.Resources``: what the project contains, by path and GUID."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from unity_kernel.errors import HeadlessLimitation

from . import assetedits, references, settings, world
from .assetfiles import AssetFile, asset_file
from .assetmarks import AssetMarks
from .assetsearch import matching
from .classes import class_named
from .interop import ApiType, Array, Type, generic, type_argument
from .objects import Object

__all__ = ["AssetDatabase", "Resources"]

_GUIDS = re.compile(rb"guid: ([0-9a-f]{32})")


def _guid_of(path: str) -> str:
    return world.current().project.assets.guid(path)


def _existing(path: str) -> AssetFile | None:
    """Return the asset at a path; None if there is none, or only its ``.meta``."""
    if not _guid_of(path):
        return asset_file(path) if settings.is_settings(path) else None
    file = asset_file(path)
    if not file.location.exists():
        world.current().log(
            "warning",
            f"{path} has a .meta and no file: it was moved or deleted without it. Put it back, or delete the .meta",
        )
        return None
    return file


def _load(path: str, file_id: int) -> Any:
    if settings.is_settings(path):
        return settings.settings_object(path)
    return references.resolve(None, file_id, _guid_of(path))


class AssetDatabase(AssetMarks):
    """The assets of the project, from its ``.meta`` files."""

    _namespace = "UnityEditor"

    # Paths and GUIDs

    @staticmethod
    def GUIDToAssetPath(guid: object) -> str:
        """Return the path of an asset, or an empty string."""
        return world.current().project.assets.path(str(guid))

    @staticmethod
    def AssetPathToGUID(path: str, options: object = None) -> str:
        """Return the GUID of an asset, or an empty string."""
        return _guid_of(path)

    @staticmethod
    def AssetPathExists(path: str) -> bool:
        """Whether there is an asset at a path."""
        return bool(_guid_of(path)) and world.current().project.assets.locate(path).exists()

    @staticmethod
    def GetAllAssetPaths() -> Array[str]:
        """Return the paths of all assets, folders included."""
        return Array(world.current().project.assets.paths, str)

    @staticmethod
    def IsValidFolder(path: str) -> bool:
        """Whether a path is a folder of the project."""
        return world.current().project.assets.locate(path).is_dir()

    @staticmethod
    def GetSubFolders(path: str) -> Array[str]:
        """Return the folders directly in a folder."""
        assets = world.current().project.assets
        start = path.rstrip("/") + "/"
        found = [p for p in assets.paths if p.startswith(start) and "/" not in p[len(start) :]]
        return Array([p for p in found if assets.locate(p).is_dir()], str)

    @staticmethod
    def GetTextMetaFilePathFromAssetPath(path: str) -> str:
        """Return the path of an asset's ``.meta``."""
        return f"{path}.meta"

    @staticmethod
    def GetAssetPathFromTextMetaFilePath(path: str) -> str:
        """Return the path of the asset that a ``.meta`` belongs to."""
        return path.removesuffix(".meta")

    @staticmethod
    def GenerateUniqueAssetPath(path: str) -> str:
        """Return a path that is free: itself, or with a number behind its name."""
        return assetedits.unique_path(path)

    @staticmethod
    def FindAssets(filter: str, searchInFolders: Any = None) -> Array[str]:
        """Return the GUIDs of assets by words of their name, ``t:Type``, ``l:Label`` and ``glob:pattern``.

        Raises:
            HeadlessLimitation: The filter asks for bundles or references.
        """
        return Array([_guid_of(path) for path in matching(str(filter), searchInFolders)], str)

    @staticmethod
    def GetDependencies(pathName: Any, recursive: bool = True) -> Array[str]:
        """Return the paths of the assets that one (or several) refers to, itself included if ``recursive``."""
        starts = [pathName] if isinstance(pathName, str) else [str(path) for path in pathName]
        index = world.current().project.assets
        found = dict.fromkeys(starts) if recursive else {}
        pending = list(starts)
        while pending:
            path = pending.pop()
            for target in _referred(path):
                named = index.path(target)
                if named and named not in found and named != path:
                    found[named] = None
                    if recursive:
                        pending.append(named)
        return Array(sorted(found), str)

    # Loading

    @generic
    def LoadAssetAtPath(cls, *arguments: Any) -> Any:  # noqa: N805
        """Return the first object of an asset that has a type, or None; takes ``(path, type)``."""
        path, type_ = arguments if isinstance(arguments[0], str) else arguments[::-1]
        wanted = type_argument(type_)
        file = _existing(path)
        if file is None:
            return None
        for part in file.parts:
            found = _load(path, part.file_id)
            if isinstance(found, wanted):
                return found
        return None

    @staticmethod
    def LoadMainAssetAtPath(assetPath: str) -> Any:
        """Return the main object of an asset, or None."""
        file = _existing(assetPath)
        return _load(assetPath, file.main.file_id) if file is not None else None

    @staticmethod
    def LoadAllAssetsAtPath(assetPath: str) -> Array[Any]:
        """Return all objects of an asset, the main one first."""
        file = _existing(assetPath)
        return Array([_load(assetPath, p.file_id) for p in file.parts] if file is not None else [], Object)

    @staticmethod
    def LoadAllAssetRepresentationsAtPath(assetPath: str) -> Array[Any]:
        """Return the objects of an asset beside its main one."""
        file = _existing(assetPath)
        return Array(
            [_load(assetPath, p.file_id) for p in file.parts[1:]] if file is not None else [], Object
        )

    @staticmethod
    def GetMainAssetTypeAtPath(assetPath: str) -> Type | None:
        """Return the type of an asset's main object, or None."""
        file = _existing(assetPath)
        if file is None:
            return None
        found = _load(assetPath, file.main.file_id)
        return Type(type(found) if found is not None else class_named(file.main.kind))

    @staticmethod
    def IsMainAssetAtPathLoaded(assetPath: str) -> bool:
        """Whether the main object of an asset is in memory."""
        return assetPath in world.current().asset_files

    # Objects

    @staticmethod
    def GetAssetPath(assetObject: Any) -> str:
        """Return the path of an asset; empty for an object of a scene or one of Unity's own."""
        obj = world.current().object(assetObject) if isinstance(assetObject, int) else assetObject
        key = references.key_of(obj) if obj is not None else None
        if key is None:
            return ""
        own = {references.BUILT_IN_EXTRA: "Resources/unity_builtin_extra"}
        own[references.BUILT_IN_RESOURCES] = "Library/unity default resources"
        return own.get(key.guid) or world.current().project.assets.path(key.guid)

    @staticmethod
    def GetAssetOrScenePath(assetObject: Object) -> str:
        """Return the path of an asset, or of the scene that an object is in."""
        scene = assetObject._scene
        return scene.path if scene is not None else AssetDatabase.GetAssetPath(assetObject)

    @staticmethod
    def Contains(obj: Object) -> bool:
        """Whether an object is an asset."""
        return references.key_of(obj) is not None

    @staticmethod
    def IsMainAsset(obj: Object) -> bool:
        """Whether an object is the main one of its asset."""
        key, file = references.key_of(obj), _existing(AssetDatabase.GetAssetPath(obj))
        return key is not None and file is not None and file.main.file_id == key.file_id

    @staticmethod
    def IsSubAsset(obj: Object) -> bool:
        """Whether an object is in an asset and not its main one."""
        return bool(AssetDatabase.GetAssetPath(obj)) and not AssetDatabase.IsMainAsset(obj)

    @staticmethod
    def IsNativeAsset(obj: Object) -> bool:
        """Whether Unity writes the asset's file itself."""
        key = references.key_of(obj)
        return key is not None and key.kind == 2

    @staticmethod
    def IsForeignAsset(obj: Object) -> bool:
        """Whether the asset's file is imported."""
        key = references.key_of(obj)
        return key is not None and key.kind == 3

    @staticmethod
    def TryGetGUIDAndLocalFileIdentifier(obj: Any, *out: object) -> tuple[bool, str, int]:
        """Return whether an object is an asset, its GUID and its id there, as pythonnet returns out parameters."""
        key = references.key_of(obj)
        return (True, key.guid, key.file_id) if key is not None else (False, "", 0)

    # Changing

    @staticmethod
    def CreateAsset(asset: Object, path: str) -> None:
        """Write a new object, such as ``Material(shader)``, to a file; what is there already is replaced.

        Raises:
            ProjectError: The path is no place for an asset, or the object is an asset already.
        """
        assetedits.create(asset, str(path))

    @staticmethod
    def CreateFolder(parentFolder: str, newFolderName: str) -> str:
        """Make a folder and return its GUID."""
        return assetedits.create_folder(parentFolder, newFolderName)

    @staticmethod
    def DeleteAsset(path: str) -> bool:
        """Delete an asset, or a folder with all in it; returns whether there was one."""
        return assetedits.delete(path)

    @staticmethod
    def MoveAsset(oldPath: str, newPath: str) -> str:
        """Move an asset; returns why that cannot be done, or an empty text once it is."""
        return assetedits.move(oldPath, newPath)

    @staticmethod
    def ValidateMoveAsset(oldPath: str, newPath: str) -> str:
        """Return why an asset cannot be moved; empty if it can."""
        return assetedits.check_move(oldPath, newPath)

    @staticmethod
    def RenameAsset(pathName: str, newName: str) -> str:
        """Rename an asset, its extension stays; returns why that cannot be done, or an empty text once it is."""
        pure = PurePosixPath(pathName)
        bare = newName.removesuffix(pure.suffix) if pure.suffix else newName
        if "/" in bare or not bare:
            return f"'{newName}' is not a valid name for an asset"
        return assetedits.move(pathName, str(pure.with_name(bare + pure.suffix)))

    @staticmethod
    def MoveAssetToTrash(path: str) -> bool:
        """Delete an asset, which version control may bring back; returns whether there was one."""
        return assetedits.delete(path)

    @staticmethod
    def DeleteAssets(paths: Any, outFailedPaths: Any = None) -> bool:
        """Delete assets; the paths of those that were not there go into a list, if one is given."""
        failed = [path for path in paths if not assetedits.delete(str(path))]
        if outFailedPaths is not None:
            for path in failed:
                (getattr(outFailedPaths, "append", None) or outFailedPaths.Add)(path)
        return not failed

    @staticmethod
    def CopyAsset(path: str, newPath: str) -> bool:
        """Copy an asset, with a GUID of its own; returns whether it could be."""
        return assetedits.copy(path, newPath)

    @staticmethod
    def SaveAssets() -> None:
        """Write all assets that were changed; scenes are saved by EditorSceneManager.

        Raises:
            SceneFileError: One changed on disk since it was loaded; it stays as it is there.
        """
        for file in list(world.current().asset_files.values()):
            file.save()

    @staticmethod
    def SaveAssetIfDirty(obj: Any) -> None:
        """Write an asset (or the asset of a GUID) if it was changed."""
        path = (
            AssetDatabase.GetAssetPath(obj) if isinstance(obj, Object) else AssetDatabase.GUIDToAssetPath(obj)
        )
        file = world.current().asset_files.get(path)
        if file is not None:
            file.save()

    @staticmethod
    def Refresh(*options: object) -> None:
        """Look at the disk again."""
        assetedits.refresh()

    @staticmethod
    def ImportAsset(path: str, *options: object) -> None:
        """Look at one file again.

        Raises:
            HeadlessLimitation: It has no ``.meta`` yet, which the real editor's importers write.
        """
        assetedits.refresh()
        where = world.current().project.assets.locate(path)
        if where.exists() and not _guid_of(path):
            raise HeadlessLimitation(
                f"{path} has no .meta yet; the importers that write it are the real editor's"
            )

    @staticmethod
    def StartAssetEditing() -> None:
        """Do nothing: imports happen in the real editor."""

    @staticmethod
    def StopAssetEditing() -> None:
        """Do nothing: imports happen in the real editor."""


def _referred(path: str) -> list[str]:
    """Return the GUIDs that an asset's file names, and those of what a model's import settings name."""
    file = world.current().asset_files.get(path)
    if file is not None and file.native is not None:
        data: bytes = file.native.render()
    else:
        where = world.current().project.assets.locate(path)
        if not path.endswith(
            (".unity", ".prefab", ".asset", ".mat", ".controller", ".anim", ".spriteatlas", ".playable")
        ):
            where = where.with_name(where.name + ".meta")
        try:
            data = where.read_bytes()
        except OSError:
            return []
    own = _guid_of(path)
    return [guid for found in dict.fromkeys(_GUIDS.findall(data)) if (guid := found.decode()) != own]


class Resources(metaclass=ApiType):
    """Assets in folders named ``Resources``, by their path in there without extension."""

    _namespace = "UnityEngine"

    @generic
    def Load(cls, *arguments: Any) -> Any:  # noqa: N805
        """Return an asset by path, of a type if one is given, or None."""
        path = next(a for a in arguments if isinstance(a, str))
        types = [type_argument(a) for a in arguments if not isinstance(a, str)]
        for asset in _resources(path, exact=True):
            found = AssetDatabase.LoadAssetAtPath(asset, types[0] if types else Object)
            if found is not None:
                return found
        return None

    @generic
    def LoadAll(cls, *arguments: Any) -> Array[Any]:  # noqa: N805
        """Return all objects of the assets at or below a path, of a type if one is given."""
        path = next(a for a in arguments if isinstance(a, str))
        wanted = next((type_argument(a) for a in arguments if not isinstance(a, str)), Object)
        found = [
            obj for asset in _resources(path, exact=False) for obj in AssetDatabase.LoadAllAssetsAtPath(asset)
        ]
        return Array([obj for obj in found if isinstance(obj, wanted)], wanted)

    @generic
    def FindObjectsOfTypeAll(cls, type_: object) -> Array[Any]:  # noqa: N805
        """Return the objects of a type that are in memory: of scenes, inactive ones too, and loaded assets."""
        wanted = type_argument(type_)
        found = [obj for scene in world.current().scenes for obj in scene.find(wanted, True)]
        found += [obj for obj in references.loaded() if isinstance(obj, wanted)]
        return Array(found, wanted)

    @generic
    def GetBuiltinResource(cls, *arguments: Any) -> Any:  # noqa: N805
        """Return one of Unity's own meshes or the font, such as ``Cube.fbx``; None if it is not known here."""
        path = next(a for a in arguments if isinstance(a, str))
        for (guid, file_id), (_, name) in references._BUILT_IN.items():
            if guid == references.BUILT_IN_RESOURCES and name == PurePosixPath(path).stem:
                return references.resolve(None, file_id, guid)
        return None

    @staticmethod
    def UnloadUnusedAssets() -> None:
        """Do nothing: memory is Python's."""

    @staticmethod
    def UnloadAsset(assetToUnload: Object) -> None:
        """Do nothing: memory is Python's."""


def _resources(path: str, *, exact: bool) -> list[str]:
    """Return the assets that a path within ``Resources`` folders names, without regard to case as in Unity."""
    wanted = path.strip("/").lower()
    found = []
    for asset in world.current().project.assets.paths:
        marker = asset.rfind("/Resources/")
        if marker < 0:
            continue
        inside = asset[marker + len("/Resources/") :].lower()
        stem = str(PurePosixPath(inside).with_suffix(""))
        if stem == wanted or (not exact and (not wanted or inside.startswith(wanted + "/"))):
            found.append(asset)
    return [asset for asset in found if not world.current().project.assets.locate(asset).is_dir()]
