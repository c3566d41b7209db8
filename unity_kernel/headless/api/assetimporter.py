"""``UnityEditor.AssetImporter`` and its kinds: the import settings in an asset's ``.meta``.

The importer's part of a ``.meta`` has the form of an object in a scene, so it is one here: settings are its fields.
Nothing is imported; the real editor does so when it next sees the changed file.
"""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document, UnityFile
from unity_kernel.headless.project.storage import read_bytes, replace_bytes

from . import catalogue, world
from .fields import boolean, enum, integer, real, text
from .interop import ApiType
from .objects import Object

__all__ = ["AssetImporter", "AudioImporter", "ModelImporter", "TextureImporter", "importer_of"]

_DEFAULT_PLATFORM = "DefaultTexturePlatform"
_CLASS_ID = 1003  # Unity's AssetImporter


class AssetImporter(Object):
    """The import settings of an asset; ``SaveAndReimport`` writes them. All of them: ``SerializedObject``."""

    _namespace = "UnityEditor"
    __slots__ = ("_before", "_path", "_where")
    _path: str
    _where: Path
    _before: bytes

    userData = text("userData", doc="A text of your own, kept with the asset.")
    assetBundleName = text("assetBundleName", doc="The bundle that it is built into; empty for none.")
    assetBundleVariant = text("assetBundleVariant")

    @property
    def assetPath(self) -> str:
        """The asset's path."""
        return self._path

    @property
    def importSettingsMissing(self) -> bool:
        """Whether there is no ``.meta``; here, there is one for every importer."""
        return False

    @staticmethod
    def GetAtPath(path: str) -> Any:
        """Return the importer of an asset, or None if there is no asset."""
        return importer_of(str(path))

    def SetAssetBundleNameAndVariant(self, assetBundleName: str, assetBundleVariant: str) -> None:
        """Set both."""
        self.assetBundleName = assetBundleName
        self.assetBundleVariant = assetBundleVariant

    def SaveAndReimport(self) -> None:
        """Write the settings to the ``.meta``. The real editor imports the asset when it next sees the file.

        Raises:
            FileChangedError: Somebody else changed the ``.meta`` since it was read.
        """
        document = self._document
        if not document.file.touched:
            return
        data = _rendered(document, self._before)
        replace_bytes(self._where, data, f"{self._path}.meta", expected=self._before)
        self._before = data
        document.file.touched = False
        world.current().asset_files.pop(self._path, None)


def _block(data: bytes) -> tuple[str, int] | None:
    """Return the name of the importer in a ``.meta``, and where its part begins."""
    at = 0
    for line in data.splitlines(keepends=True):
        head = line.rstrip()
        if head.endswith(b"Importer:") and not head.startswith(b" "):
            return head[:-1].decode(), at
        at += len(line)
    return None


def _rendered(document: Document, before: bytes) -> bytes:
    found = _block(before)
    assert found is not None
    _, _, body = document.render().partition(b"\n")
    return before[: found[1]] + (body.replace(b"\n", b"\r\n") if b"\r\n" in before else body)


_known: weakref.WeakKeyDictionary[Any, dict[str, AssetImporter]] = weakref.WeakKeyDictionary()


def importer_of(path: str) -> Any:
    """Return the importer of an asset; the same one while its unsaved changes wait, None if there is no asset."""
    state = world.current()
    assets = state.project.assets
    if not assets.guid(path):
        return None
    where = assets.locate(path)
    where = where.with_name(where.name + ".meta")
    known = _known.setdefault(state, {})
    data = read_bytes(where, f"{path}.meta")
    found = known.get(path)
    if found is not None and (found._document.file.touched or found._before == data):
        return found
    block = _block(data)
    if block is None:
        return None
    name, start = block
    file = UnityFile(b"%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n", f"{path}.meta", state.project.style)
    body = data[start:].decode("utf-8", "replace").replace("\r\n", "\n")
    document = file.add(_CLASS_ID, 1, body if body.endswith("\n") else body + "\n")
    file.touched = False
    cls = _CLASSES.get(name) or _make(name)
    made: AssetImporter = cls._wrap(document, None)
    made._path, made._where, made._before = path, where, data
    known[path] = made
    return made


def _make(name: str) -> type[AssetImporter]:
    namespace = catalogue.resolve("UnityEditor", name).rpartition(".")[0] or "UnityEditor"
    cls: Any = ApiType(name, (AssetImporter,), {"__slots__": (), "_namespace": namespace})
    _CLASSES[name] = cls
    return cls  # type: ignore[no-any-return]


def _wrapping(axis: str) -> Any:
    return enum("UnityEngine.TextureWrapMode", "textureSettings", axis, older=("textureSettings", "wrapMode"))


class TextureImporter(AssetImporter):
    """How a picture becomes a texture."""

    __slots__ = ()
    textureType = enum("UnityEditor.TextureImporterType", "textureType")
    textureShape = enum("UnityEditor.TextureImporterShape", "textureShape", default=1)
    sRGBTexture = boolean("mipmaps", "sRGBTexture", default=True, doc="Whether its colors are gamma encoded.")
    alphaSource = enum("UnityEditor.TextureImporterAlphaSource", "alphaUsage", default=1)
    alphaIsTransparency = boolean("alphaIsTransparency")
    isReadable = boolean("isReadable", doc="Whether scripts can read its pixels.")
    mipmapEnabled = boolean("mipmaps", "enableMipMap", default=True)
    borderMipmap = boolean("mipmaps", "borderMipMap")
    streamingMipmaps = boolean("streamingMipmaps")
    npotScale = enum("UnityEditor.TextureImporterNPOTScale", "nPOTScale", default=1)
    filterMode = enum("UnityEngine.FilterMode", "textureSettings", "filterMode", default=1)
    anisoLevel = integer("textureSettings", "aniso", default=1)
    wrapModeU = _wrapping("wrapU")
    wrapModeV = _wrapping("wrapV")
    wrapModeW = _wrapping("wrapW")
    spriteImportMode = enum("UnityEditor.SpriteImportMode", "spriteMode")
    spritePixelsPerUnit = real("spritePixelsToUnits", default=100.0)
    convertToNormalmap = boolean("bumpmap", "convertToNormalMap")
    heightmapScale = real("bumpmap", "heightScale", default=0.25)

    @property
    def wrapMode(self) -> Any:
        """How it repeats, along all its axes."""
        return self.wrapModeU

    @wrapMode.setter
    def wrapMode(self, value: Any) -> None:
        self.wrapModeU = value
        if self._document.node(("textureSettings", "wrapV")) is not None:
            self.wrapModeV = self.wrapModeW = value

    def _platform(self, key: str, *, name: str = _DEFAULT_PLATFORM) -> tuple[str | int, ...]:
        """Return where a setting of a platform stands.

        Raises:
            HeadlessLimitation: The file has no settings of that platform.
        """
        platforms: Any = self._document.field("platformSettings")
        for index in range(len(platforms) if platforms is not None else 0):
            if self._document.text("platformSettings", index, "buildTarget") == name:
                return "platformSettings", index, key
        raise HeadlessLimitation(
            f"{self._path}.meta has no settings for '{name}', which another version of Unity wrote; let the project's "
            "Unity import it first"
        )

    def _read(self, key: str) -> int:
        return self._document.integer(*self._platform(key)) or 0

    def _write(self, key: str, value: Any) -> None:
        self._document.set_number(self._platform(key), int(value))

    @property
    def maxTextureSize(self) -> int:
        """The longer side at most, in pixels, on platforms without a size of their own."""
        return self._read("maxTextureSize")

    @maxTextureSize.setter
    def maxTextureSize(self, value: int) -> None:
        self._write("maxTextureSize", value)
        if self._document.field("maxTextureSize") is not None:
            self._document.set_number(("maxTextureSize",), int(value))

    @property
    def textureCompression(self) -> Any:
        """Its compression, on platforms without one of their own."""
        return catalogue.enum_type("UnityEditor.TextureImporterCompression")(self._read("textureCompression"))

    @textureCompression.setter
    def textureCompression(self, value: Any) -> None:
        self._write("textureCompression", value)

    @property
    def compressionQuality(self) -> int:
        """0 to 100."""
        return self._read("compressionQuality")

    @compressionQuality.setter
    def compressionQuality(self, value: int) -> None:
        self._write("compressionQuality", value)

    @property
    def crunchedCompression(self) -> bool:
        """Whether it is packed once more, for a smaller download."""
        return bool(self._read("crunchedCompression"))

    @crunchedCompression.setter
    def crunchedCompression(self, value: bool) -> None:
        self._write("crunchedCompression", bool(value))


class ModelImporter(AssetImporter):
    """How a model becomes meshes, materials and animations."""

    __slots__ = ()
    globalScale = real("meshes", "globalScale", default=1.0)
    useFileScale = boolean("meshes", "useFileScale", default=True)
    isReadable = boolean("meshes", "isReadable", doc="Whether scripts can read its meshes.")
    meshCompression = enum("UnityEditor.ModelImporterMeshCompression", "meshes", "meshCompression")
    addCollider = boolean("meshes", "addColliders")
    generateSecondaryUV = boolean(
        "meshes", "generateSecondaryUV", doc="Whether it gets a second UV set, for lightmaps."
    )
    swapUVChannels = boolean("meshes", "swapUVChannels")
    importBlendShapes = boolean("meshes", "importBlendShapes", default=True)
    importCameras = boolean("meshes", "importCameras", default=True)
    importLights = boolean("meshes", "importLights", default=True)
    importVisibility = boolean("meshes", "importVisibility", default=True)
    preserveHierarchy = boolean("meshes", "preserveHierarchy")
    weldVertices = boolean("meshes", "weldVertices", default=True)
    bakeAxisConversion = boolean("meshes", "bakeAxisConversion")
    materialImportMode = enum(
        "UnityEditor.ModelImporterMaterialImportMode", "materials", "materialImportMode"
    )
    animationType = enum("UnityEditor.ModelImporterAnimationType", "animationType", default=2)
    importAnimation = boolean("importAnimation", default=True)


class AudioImporter(AssetImporter):
    """How a sound file becomes an AudioClip."""

    __slots__ = ()
    forceToMono = boolean("forceToMono")
    loadInBackground = boolean("loadInBackground")
    ambisonic = boolean("ambisonic")


_CLASSES: dict[str, type[AssetImporter]] = {
    cls.__name__: cls for cls in (TextureImporter, ModelImporter, AudioImporter)
}
