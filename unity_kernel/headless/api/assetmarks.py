"""Labels and bundles of assets: what users note in an asset's ``.meta``."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from unity_kernel.errors import ProjectError
from unity_kernel.headless.project.meta import Meta
from unity_kernel.headless.project.storage import read_bytes, replace_bytes

from . import references, world
from .assetimporter import importer_of
from .interop import ApiType, Array
from .objects import Object

__all__ = ["AssetMarks"]

_LABELS = re.compile(rb"^labels:[^\n]*\n(?:- [^\n]*\n)*", re.MULTILINE)
_GUID = re.compile(rb"^guid:[^\n]*\n", re.MULTILINE)
_BUNDLE = re.compile(rb"^ +assetBundle(Name|Variant): *([^\r\n]*)", re.MULTILINE)


def _path_of(asset: object) -> str:
    """Return the path of an asset: of an object, or of a GUID."""
    if not isinstance(asset, Object):
        return world.current().project.assets.path(str(asset))
    key = references.key_of(asset)
    return world.current().project.assets.path(key.guid) if key is not None else ""


def _meta_of(path: str) -> Path:
    where = world.current().project.assets.locate(path)
    return where.with_name(where.name + ".meta")


def _bundle_of(path: str) -> tuple[str, str]:
    """Return the bundle and its variant that an asset's own ``.meta`` names, unsaved changes included."""
    importer = importer_of(path)
    return (importer.assetBundleName, importer.assetBundleVariant) if importer is not None else ("", "")


def _implicit(path: str) -> tuple[str, str]:
    """Return the bundle of an asset, which may be that of a folder above it."""
    pure = PurePosixPath(path)
    for each in (pure, *pure.parents):
        if each.parts:
            found = _bundle_of(str(each))
            if found[0]:
                return found
    return "", ""


def _bundles() -> dict[str, list[str]]:
    """Return the paths of assets by the bundle that their own ``.meta`` names."""
    found: dict[str, list[str]] = {}
    for path in world.current().project.assets.paths:
        try:
            data = _meta_of(path).read_bytes()
        except OSError:
            continue
        named = {key: value.decode("utf-8", "replace") for key, value in _BUNDLE.findall(data)}
        if name := named.get(b"Name"):
            variant = named.get(b"Variant")
            found.setdefault(f"{name}.{variant}" if variant else name, []).append(path)
    return found


class AssetMarks(metaclass=ApiType):
    """Mixed into AssetDatabase; no name of Unity's."""

    _namespace = "unity_kernel"

    @staticmethod
    def GetLabels(obj: Any) -> Array[str]:
        """Return the labels of an asset: of an object, or of a GUID."""
        path = _path_of(obj)
        return Array(Meta(_meta_of(path)).labels if path else [], str)

    @staticmethod
    def SetLabels(obj: Any, labels: Any) -> None:
        """Give an asset these labels in place of those that it has, at once on disk.

        Raises:
            ProjectError: It is no asset.
        """
        path = _path_of(obj)
        if not path:
            raise ProjectError(f"{obj} is no asset of the project, and only those have labels")
        where, name = _meta_of(path), f"{path}.meta"
        before = read_bytes(where, name)
        style = world.current().project.style
        ordered = sorted({str(label) for label in labels})
        lines = [f"- {style.string(label, column=2, indent=2)}" for label in ordered]
        text = "".join(f"{line}\n" for line in ["labels:", *lines]).encode() if lines else b""
        if b"\r\n" in before:
            text = text.replace(b"\n", b"\r\n")
        old = _LABELS.search(before) or _GUID.search(before)
        if old is None:
            raise ProjectError(f"{name} has no line with a GUID, behind which labels stand")
        start = old.start() if old[0].startswith(b"labels") else old.end()
        after = before[:start] + text + before[old.end() :]
        if after != before:
            replace_bytes(where, after, name, expected=before)
            world.current().asset_files.pop(path, None)

    @staticmethod
    def ClearLabels(obj: Any) -> None:
        """Take all labels off an asset, at once on disk."""
        AssetMarks.SetLabels(obj, [])

    @staticmethod
    def GetImplicitAssetBundleName(assetPath: str) -> str:
        """Return the bundle that an asset goes into, by its own settings or those of a folder above."""
        return _implicit(str(assetPath))[0]

    @staticmethod
    def GetImplicitAssetBundleVariantName(assetPath: str) -> str:
        """Return the variant of the bundle that an asset goes into."""
        return _implicit(str(assetPath))[1]

    @staticmethod
    def GetAllAssetBundleNames() -> Array[str]:
        """Return the names of the bundles that assets or folders name, with their variants."""
        return Array(sorted(_bundles()), str)

    @staticmethod
    def GetAssetPathsFromAssetBundle(assetBundleName: str) -> Array[str]:
        """Return the paths of the assets in a bundle, those in folders of it included."""
        assets = world.current().project.assets
        marked = _bundles().get(str(assetBundleName), [])
        folders = tuple(f"{path}/" for path in marked if assets.locate(path).is_dir())
        own = {path: name for name, paths in _bundles().items() for path in paths}
        found = [
            path
            for path in assets.paths
            if (path in marked or (folders and path.startswith(folders) and path not in own))
            and not assets.locate(path).is_dir()
            and not path.endswith(".cs")
        ]
        return Array(found, str)

    @staticmethod
    def WriteImportSettingsIfDirty(path: str) -> bool:
        """Write the import settings of an asset if they were changed; returns whether they were."""
        importer = importer_of(str(path))
        if importer is None or not importer._document.file.touched:
            return False
        importer.SaveAndReimport()
        return True

    @staticmethod
    def GetImporterType(assetPath: str) -> Any:
        """Return the type of an asset's importer, or None."""
        importer = importer_of(str(assetPath))
        return importer.GetType() if importer is not None else None

    @staticmethod
    def IsOpenForEdit(*asset: object) -> bool:
        """Whether version control lets an asset be changed; here the disk decides when it is saved."""
        return True

    @staticmethod
    def MakeEditable(*path: object) -> bool:
        """Whether version control lets assets be changed; here the disk decides when they are saved."""
        return True

    @staticmethod
    def IsAssetImportWorkerProcess() -> bool:
        """Whether this process only imports assets: no."""
        return False
