"""Assets as files: what kind each is, which objects it holds, which of them were changed.

Assets that Unity itself writes (materials, animations, ScriptableObjects) are YAML, and their objects are views on it
as those of scenes are. Of imported ones (pictures, models, sounds) the file and its ``.meta`` tell names, types and
ids; their contents are Unity's cache, which is not read.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project import Document, UnityFile
from unity_kernel.headless.project.meta import Meta
from unity_kernel.headless.project.storage import open_file
from unity_kernel.headless.project.unityfile import LFS_POINTER

from . import world

__all__ = ["AssetFile", "Part", "asset_file", "kind_of_path"]

_MAIN = {
    # extension: type and file id of the main object
    ".mat": ("Material", 2100000), ".anim": ("AnimationClip", 7400000), ".controller": ("AnimatorController", 9100000),
    ".overridecontroller": ("AnimatorOverrideController", 22100000), ".mask": ("AvatarMask", 31900000),
    ".physicmaterial": ("PhysicMaterial", 13400000), ".physicsmaterial": ("PhysicsMaterial", 13400000),
    ".physicsmaterial2d": ("PhysicsMaterial2D", 6200000), ".mixer": ("AudioMixerController", 24100000),
    ".rendertexture": ("RenderTexture", 8400000), ".flare": ("Flare", 12100000), ".guiskin": ("GUISkin", 11400000),
    ".terrainlayer": ("TerrainLayer", 8574412962073106934), ".spriteatlas": ("SpriteAtlas", 4343727234628468602),
    ".lighting": ("LightingSettings", 4890085278179872738), ".cubemap": ("Cubemap", 8900000),
    ".fontsettings": ("Font", 12800000), ".playable": ("TimelineAsset", 11400000),
    ".preset": ("Preset", 2655988077585873504),
    ".asset": ("", 11400000), ".prefab": ("GameObject", 100100000), ".unity": ("SceneAsset", 102900000),
    ".cs": ("MonoScript", 11500000), ".dll": ("DefaultAsset", 0),
    ".asmdef": ("AssemblyDefinitionAsset", 5897886265953266890),
    ".shader": ("Shader", 4800000), ".shadergraph": ("Shader", -6465566751694194690),
    ".compute": ("ComputeShader", 7200000),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tga", ".psd", ".tif", ".tiff", ".exr", ".hdr", ".bmp",
                     ".gif", ".iff", ".pict"), ("Texture2D", 2800000)),
    **dict.fromkeys((".wav", ".mp3", ".ogg", ".aif", ".aiff", ".flac", ".mod", ".it",
                     ".s3m", ".xm"), ("AudioClip", 8300000)),
    **dict.fromkeys((".fbx", ".obj", ".dae", ".blend", ".3ds", ".max", ".ma", ".mb", ".dxf"),
                    ("GameObject", 919132149155446097)),
    **dict.fromkeys((".txt", ".json", ".xml", ".md", ".csv", ".bytes", ".html", ".htm", ".yaml", ".fnt"),
                    ("TextAsset", 4900000)),
    **dict.fromkeys((".ttf", ".otf", ".ttc"), ("Font", 12800000)),
    **dict.fromkeys((".mp4", ".mov", ".webm", ".avi", ".m4v"), ("VideoClip", 32900000)),
}  # fmt: skip
_NATIVE = frozenset(
    {
        ".mat", ".anim", ".controller", ".overridecontroller", ".mask", ".physicmaterial", ".physicsmaterial",
        ".physicsmaterial2d", ".mixer", ".rendertexture", ".flare", ".guiskin", ".terrainlayer", ".spriteatlas",
        ".lighting", ".cubemap", ".fontsettings", ".playable", ".preset",
    }
)  # fmt: skip
"""Extensions of what Unity writes as YAML; an ``.asset`` may be binary in any project, as baked lighting is."""
_OLD_MODEL = 100000  # main object of models up to Unity 2018.2
_CLASS_NAMES = {
    1: "GameObject", 4: "Transform", 21: "Material", 23: "MeshRenderer", 28: "Texture2D", 33: "MeshFilter", 43: "Mesh",
    74: "AnimationClip", 89: "Cubemap", 90: "Avatar", 95: "Animator", 111: "Animation", 137: "SkinnedMeshRenderer",
    187: "Texture2DArray", 213: "Sprite",
}  # fmt: skip
_INTERNAL = frozenset(
    {"Transform", "MeshRenderer", "MeshFilter", "Animator", "Animation", "SkinnedMeshRenderer"}
)
_SPRITE = 21300000
_PICTURES = frozenset(extension for extension, main in _MAIN.items() if main[0] == "Texture2D")


class Part(NamedTuple):
    """An object of an asset: its type's name in files, its id, its own name."""

    kind: str
    file_id: int
    name: str


class AssetFile:
    """One asset of the project.

    Args:
        path: Its project path.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.native: UnityFile | None = None
        self._meta: Meta | None = None
        pure = PurePosixPath(path)
        self.stem, self.extension = pure.stem, pure.suffix.lower()
        where = world.current().project.assets.locate(path)
        self.location = where
        self.is_folder = where.is_dir()
        self.fault: SceneFileError | None = None
        if self.extension not in (".prefab", ".unity") and self._is_native():
            try:
                self.native = UnityFile.load(where, path, world.current().project.style)
            except SceneFileError as error:
                self.fault = error
                world.current().log("warning", f"{error}")

    def _is_native(self) -> bool:
        """Whether it is YAML, or should be; what stands in for the file in Git is looked into for its error."""
        try:
            with open_file(self.location) as stream:
                head = stream.read(len(LFS_POINTER))
        except OSError:
            return False
        is_yaml = head.lstrip(b"\xef\xbb\xbf").startswith(b"%YAML")
        return is_yaml or head == LFS_POINTER or self.extension in _NATIVE

    @property
    def meta(self) -> Meta:
        """Its ``.meta`` file."""
        if self._meta is None:
            self._meta = Meta(self.location.with_name(self.location.name + ".meta"))
        return self._meta

    @property
    def main(self) -> Part:
        """Its main object."""
        if self.is_folder:
            return Part("DefaultAsset", 102900000, self.stem)
        kind, file_id = _MAIN.get(self.extension, ("DefaultAsset", 102900000))
        if self.native is not None:
            document = self._main_document(file_id)
            if document is not None:
                return Part(document.type_name, document.file_id, self.stem)
        if kind == "GameObject" and any(part.file_id == _OLD_MODEL for part in self.meta.sub_assets):
            file_id = _OLD_MODEL
        if kind == "Texture2D" and self.meta.setting("textureShape") == "2":
            kind, file_id = "Cubemap", 8900000
        return Part(kind or "DefaultAsset", file_id, self.stem)

    def _main_document(self, file_id: int) -> Document | None:
        assert self.native is not None
        for wanted in (self.meta.main_id, file_id):
            if wanted in self.native.by_id:
                return self.native.by_id[wanted]
        return next(iter(self.native.documents), None)

    @property
    def parts(self) -> list[Part]:
        """All its objects, the main one first; of a model, those that its ``.meta`` names."""
        main = self.main
        found = [main]
        if self.native is not None:
            found += [
                Part(document.type_name, document.file_id, document.text("m_Name") or "")
                for document in self.native.documents
                if document.file_id != main.file_id and not document.stripped
            ]
        elif self.extension in _PICTURES:
            found += self._sprites()
        else:
            for part in self.meta.sub_assets:
                kind = _CLASS_NAMES.get(part.class_id, "")
                if kind and kind not in _INTERNAL and part.file_id != main.file_id:
                    found.append(Part(kind, part.file_id, part.name))
        return found

    def _sprites(self) -> list[Part]:
        if self.meta.setting("textureType") not in ("8", ""):
            return []
        mode = self.meta.setting("spriteMode")
        if mode == "1":
            return [Part("Sprite", _SPRITE, self.stem)]
        return (
            [Part("Sprite", frame.file_id, frame.name) for frame in self.meta.sprites] if mode == "2" else []
        )

    def part(self, file_id: int) -> Part | None:
        """Return one of its objects; of a model, also one that nothing names, by what its id says."""
        for part in self.parts:
            if part.file_id == file_id:
                return part
        if self.native is not None or self.extension == ".asset":
            return None
        kind = _CLASS_NAMES.get(file_id // 100_000, "") if 0 < file_id < 1 << 31 else ""
        if not kind and self.main.kind == "GameObject" and self.extension != ".prefab":
            kind = "Mesh"  # most references into models
        return Part(kind or self.main.kind, file_id, self.stem)

    @property
    def touched(self) -> bool:
        """Whether it has unsaved changes."""
        return self.native is not None and self.native.touched

    def save(self) -> None:
        """Write its changes.

        Raises:
            SceneFileError: It cannot be written, or changed on disk since; nothing was changed.
        """
        if self.native is not None and self.native.touched:
            self.native.save()


def asset_file(path: str) -> AssetFile:
    """Return the asset at a project path, read on first use."""
    files = world.current().asset_files
    found: AssetFile | None = files.get(path)
    if found is None:
        files[path] = found = AssetFile(path)
    return found


def kind_of_path(path: str) -> str:
    """Return the type of an asset's main object by its extension alone; empty for ``.asset`` and unknown ones."""
    return _MAIN.get(PurePosixPath(path).suffix.lower(), ("", 0))[0]
