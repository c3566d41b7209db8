"""What a picture needs of the project's files, read once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.api import references
from unity_kernel.headless.picture.mesh import Mesh
from unity_kernel.headless.picture.meshfile import read_mesh
from unity_kernel.headless.picture.shapes import built_in
from unity_kernel.headless.picture.surface import Image
from unity_kernel.headless.picture.wavefront import read_obj
from unity_kernel.headless.project import Document, Project, UnityFile

__all__ = ["PICTURES", "Assets"]

PICTURES = (".png", ".jpg", ".jpeg", ".tga", ".bmp", ".gif", ".tif", ".tiff", ".psd")
_LARGEST = 1024  # pixels on a side: of a texture, more than this is not seen in a picture
_BUILT_IN_MESHES = "0000000000000000e000000000000000"


class Assets:
    """Meshes, textures and documents behind the objects of a scene; made for one picture.

    Args:
        project: The project.

    Attributes:
        notes: What could not be read, and how often.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._files: dict[str, UnityFile | None] = {}
        self._meshes: dict[int, Mesh | None] = {}
        self._images: dict[str, Image | None] = {}
        self._texts: dict[str, str] = {}
        self.notes: Counter[str] = Counter()

    def note(self, text: str) -> None:
        """Count something that could not be drawn as Unity would."""
        self.notes[text] += 1

    @property
    def version(self) -> tuple[int, ...]:
        """Of the project's Unity, such as (2022, 3, 62)."""
        return tuple(map(int, re.findall(r"\d+", self._project.version)[:3]))

    def path(self, guid: str) -> str:
        """Return the project path of an asset; empty if there is none."""
        return self._project.assets.path(guid) if guid else ""

    def locate(self, path: str) -> Path:
        """Return where on disk the asset of a project path lives."""
        return self._project.assets.locate(path)

    def meta(self, guid: str) -> str:
        """Return the text of an asset's ``.meta``; empty if there is none."""
        if guid not in self._texts:
            text = ""
            if path := self.path(guid):
                try:
                    text = self._project.assets.locate(path + ".meta").read_text("utf-8-sig", "replace")
                except OSError:
                    pass  # the asset is drawn with its defaults
            self._texts[guid] = text
        return self._texts[guid]

    def document(self, obj: Any) -> Document | None:
        """Return the fields of an asset: those in memory if it is loaded whole, else those of its file."""
        key = references.key_of(obj)
        if key is None or len(obj._document.entries) > 1:
            found: Document = obj._document
            return found
        file = self._file(self.path(key.guid))
        return file.by_id.get(key.file_id) if file is not None else None

    def _file(self, path: str) -> UnityFile | None:
        if path not in self._files:
            try:
                self._files[path] = self._project.load(path) if path else None
            except SceneFileError:
                self._files[path] = None
        return self._files[path]

    def mesh(self, mesh: Any) -> Mesh | None:
        """Return the triangles of a ``UnityEngine.Mesh``; None if they cannot be read here."""
        if mesh._id not in self._meshes:
            try:
                self._meshes[mesh._id] = self._read_mesh(mesh)
                problem = "model(s) in formats that only Unity reads are drawn as boxes"
            except OSError:
                problem = "model(s) whose file is missing are drawn as boxes"
            except (ValueError, IndexError, KeyError, OverflowError, MemoryError, SceneFileError):
                problem = "mesh(es) with damaged data are drawn as boxes"
            if self._meshes.setdefault(mesh._id, None) is None:
                self.note(problem)
        return self._meshes[mesh._id]

    def _read_mesh(self, mesh: Any) -> Mesh | None:
        key = references.key_of(mesh)
        if key is not None and key.guid == _BUILT_IN_MESHES:
            return built_in(key.file_id)
        path = self.path(key.guid) if key is not None else ""
        suffix = PurePosixPath(path).suffix.lower()
        if suffix == ".obj":
            made = read_obj(self.locate(path).read_text("utf-8", "replace"))
            scale = re.search(
                r"^ +globalScale: ([\d.eE+-]+)", self.meta(key.guid) if key else "", re.MULTILINE
            )
            made.positions *= float(scale[1]) if scale else 1.0
            return made
        if suffix and suffix not in (".asset", ".prefab", ".unity", ".mesh"):
            return None  # a model in a format of its own
        document = self.document(mesh)
        return read_mesh(document, self.version) if document is not None else None

    def image(self, guid: str) -> Image | None:
        """Return the pixels of a texture; None if it is none, or not readable."""
        if not guid:
            return None
        if guid not in self._images:
            self._images[guid] = self._read_image(guid)
        return self._images[guid]

    def _read_image(self, guid: str) -> Image | None:
        path = self.path(guid)
        if PurePosixPath(path).suffix.lower() not in PICTURES:
            return None
        try:
            pixels, size = self._pixels(self.locate(path))
        except (OSError, ValueError, SyntaxError):
            self.note("texture(s) could not be read")
            return None
        return Image(pixels, not re.search(r"^ +wrapU: 1", self.meta(guid), re.MULTILINE), size)

    def _pixels(self, location: Path) -> tuple[NDArray[np.uint8], tuple[int, int]]:
        """Read a file.

        Returns:
            (height, width, 4) pixels, and the size that the file has.

        Raises:
            OSError, ValueError, SyntaxError: It cannot be read.
        """
        from PIL import Image as Pillow

        try:
            with Pillow.open(location) as opened:
                size = opened.size
                opened.draft("RGB", (_LARGEST, _LARGEST))
                if max(opened.size) > _LARGEST:
                    opened.thumbnail((_LARGEST, _LARGEST))
                return np.array(opened.convert("RGBA")), size
        except Pillow.DecompressionBombError as error:
            raise ValueError(str(error)) from None
