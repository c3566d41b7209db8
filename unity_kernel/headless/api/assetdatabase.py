"""``UnityEditor.AssetDatabase``: what the project contains, by path and GUID."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from unity_kernel.errors import HeadlessLimitation

from . import references, world
from .interop import ApiType, Array, type_argument
from .objects import Object

__all__ = ["AssetDatabase"]

_EXTENSIONS = {
    "scene": (".unity",), "prefab": (".prefab",), "gameobject": (".prefab", ".fbx", ".obj"), "material": (".mat",),
    "script": (".cs",), "monoscript": (".cs",), "shader": (".shader", ".shadergraph"), "mesh": (".fbx", ".obj"),
    "model": (".fbx", ".obj", ".blend", ".dae"), "textasset": (".txt", ".json", ".xml", ".md", ".csv", ".bytes"),
    "texture": (".png", ".jpg", ".jpeg", ".tga", ".psd", ".tif", ".tiff", ".exr", ".hdr", ".bmp", ".gif"),
    "texture2d": (".png", ".jpg", ".jpeg", ".tga", ".psd", ".tif", ".tiff", ".exr", ".hdr", ".bmp", ".gif"),
    "sprite": (".png", ".jpg", ".psd"), "audioclip": (".wav", ".mp3", ".ogg", ".aif", ".aiff", ".flac"),
    "animationclip": (".anim",), "animatorcontroller": (".controller",), "font": (".ttf", ".otf"),
    "physicmaterial": (".physicmaterial",), "physicsmaterial": (".physicmaterial", ".physicsmaterial"),
    "scriptableobject": (".asset",), "audiomixer": (".mixer",), "videoclip": (".mp4", ".mov", ".webm"),
}  # fmt: skip
_MAIN_ID = {".mat": 2100000, ".anim": 7400000, ".controller": 9100000, ".cs": 11500000}


class AssetDatabase(metaclass=ApiType):
    """The assets of the project, from its ``.meta`` files."""

    _namespace = "UnityEditor"

    @staticmethod
    def GUIDToAssetPath(guid: object) -> str:
        """Return the path of an asset, or an empty string."""
        return world.current().project.assets.path(str(guid))

    @staticmethod
    def AssetPathToGUID(path: str, options: object = None) -> str:
        """Return the GUID of an asset, or an empty string."""
        return world.current().project.assets.guid(path)

    @staticmethod
    def AssetPathExists(assetPath: str) -> bool:
        """Whether there is an asset at a path."""
        return bool(world.current().project.assets.guid(assetPath))

    @staticmethod
    def GetAllAssetPaths() -> Array[str]:
        """Return the paths of all assets, folders included."""
        return Array(world.current().project.assets.paths, str)

    @staticmethod
    def IsValidFolder(path: str) -> bool:
        """Whether a path is a folder of the project."""
        return world.current().project.assets.locate(path).is_dir()

    @staticmethod
    def FindAssets(filter: str, searchInFolders: Any = None) -> Array[str]:
        """Return the GUIDs of assets by words of their name and ``t:Type``; the search ignores case.

        Raises:
            HeadlessLimitation: The filter asks for labels, bundles or references.
        """
        index = world.current().project.assets
        words: list[str] = []
        extensions: list[str] = []
        wants_type = False
        for part in filter.split():
            key, colon, value = part.partition(":")
            if not colon:
                words.append(part.lower())
            elif key == "t":
                wants_type = True
                extensions += _EXTENSIONS.get(value.lower().rpartition(".")[2], ())
            else:
                raise HeadlessLimitation(
                    f"FindAssets with '{key}:' is not in the headless editor; the real editor has it"
                )
        folders = [str(folder).rstrip("/") + "/" for folder in searchInFolders or ()]
        found = []
        for path in index.paths:
            pure = PurePosixPath(path)
            if wants_type and pure.suffix.lower() not in extensions:
                continue
            if not all(word in pure.stem.lower() for word in words):
                continue
            if folders and not path.startswith(tuple(folders)):
                continue
            found.append(index.guid(path))
        return Array(found, str)

    @staticmethod
    def GetAssetPath(assetObject: Object) -> str:
        """Return the path of an asset; empty for an object of a scene or one of Unity's own."""
        key = references.key_of(assetObject)
        return world.current().project.assets.path(key.guid) if key is not None else ""

    @staticmethod
    def Contains(obj: Object) -> bool:
        """Whether an object is an asset."""
        return references.key_of(obj) is not None

    @staticmethod
    def LoadAssetAtPath(assetPath: str, type_: object) -> Any:
        """Return an asset that can be referred to, such as a material; its contents need the real editor.

        Raises:
            HeadlessLimitation: The headless editor cannot tell the asset's main object.
        """
        guid = world.current().project.assets.guid(assetPath)
        if not guid:
            return None
        main = _MAIN_ID.get(PurePosixPath(assetPath).suffix.lower())
        if main is None:
            raise HeadlessLimitation(
                f"loading {assetPath} is not in the headless editor yet; the real editor has it"
            )
        found = references.resolve(None, main, guid)
        return found if isinstance(found, type_argument(type_)) else None

    @staticmethod
    def Refresh(*options: object) -> None:
        """Look at the disk again."""
        world.current().project.assets.refresh()

    @staticmethod
    def SaveAssets() -> None:
        """Save changed assets: there are none here, and scenes are saved by EditorSceneManager."""

    @staticmethod
    def StartAssetEditing() -> None:
        """Do nothing: imports happen in the real editor."""

    @staticmethod
    def StopAssetEditing() -> None:
        """Do nothing: imports happen in the real editor."""
