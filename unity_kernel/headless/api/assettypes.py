"""Types of assets: textures, sprites, meshes, animation clips, texts, scripts.

What Unity's importers compute is not in the project: a texture has the size of its file, a model's meshes have names.
"""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Sequence, UnityFile
from unity_kernel.headless.project.imagesize import image_size
from unity_kernel.headless.project.storage import read_bytes
from unity_kernel.headless.project.tree import to_integer, to_real

from . import assettemplates, references, world
from .assetfiles import AssetFile, asset_file
from .fields import boolean, enum, real
from .interop import Type
from .objects import Object, register
from .scriptfields import script_source
from .scripts import script_class_of_guid
from .values import Bounds, Rect, Vector2, Vector3, Vector4

__all__ = ["AnimationClip", "Mesh", "MonoScript", "Sprite", "TextAsset", "Texture"]

_BUILT_IN_COUNTS = {
    # Unity's own meshes: vertices, triangles, half their size
    "Cube": (24, 12, (0.5, 0.5, 0.5)), "Sphere": (515, 768, (0.5, 0.5, 0.5)), "Capsule": (550, 832, (0.5, 1.0, 0.5)),
    "Cylinder": (88, 80, (0.5, 1.0, 0.5)), "Plane": (121, 200, (5.0, 0.0, 5.0)), "Quad": (4, 2, (0.5, 0.5, 0.0)),
}  # fmt: skip


def _file_of(obj: Object) -> AssetFile | None:
    key = references.key_of(obj)
    path = world.current().project.assets.path(key.guid) if key is not None else ""
    return asset_file(path) if path else None


def _unknown(obj: Object, what: str) -> HeadlessLimitation:
    return HeadlessLimitation(
        f'the {what} of "{obj.name}" is only known to the real editor, which imports the file; '
        "Attach to a running Unity to use it."
    )


@register
class Texture(Object):
    """A picture on the graphics card; here, its size."""

    __slots__ = ()

    def _size(self) -> tuple[int, int]:
        width, height = self._document.integer("m_Width"), self._document.integer("m_Height")
        if width is not None and height is not None:
            return width, height
        file = _file_of(self)
        found = image_size(file.location) if file is not None else None
        if found is None:
            raise _unknown(self, "size")
        limit = to_integer(file.meta.setting("maxTextureSize")) if file is not None else None
        largest = max(found)
        if limit and largest > limit:  # the importer shrinks it
            return max(1, round(found[0] * limit / largest)), max(1, round(found[1] * limit / largest))
        return found

    @property
    def width(self) -> int:
        """Width in pixels: the file's, unless its import settings say to shrink it."""
        return self._size()[0]

    @property
    def height(self) -> int:
        """Height in pixels: the file's, unless its import settings say to shrink it."""
        return self._size()[1]

    @property
    def texelSize(self) -> Vector2:
        """The size of a pixel, in parts of the texture."""
        width, height = self._size()
        return Vector2(1 / width, 1 / height)


@register
class Sprite(Object):
    """A texture, or a part of one, to be drawn in 2D."""

    __slots__ = ()

    def _frame(self) -> Any:
        file, key = _file_of(self), references.key_of(self)
        frames = file.meta.sprites if file is not None else []
        return next((frame for frame in frames if key is not None and frame.file_id == key.file_id), None)

    @property
    def texture(self) -> Any:
        """The texture that it is cut from."""
        file, key = _file_of(self), references.key_of(self)
        if file is None or key is None:
            return None
        found = references.resolve(None, file.main.file_id, key.guid)
        return found if isinstance(found, Texture) else None

    @property
    def rect(self) -> Rect:
        """Its part of the texture, in pixels."""
        frame = self._frame()
        if frame is not None:
            return Rect(*frame.rect)
        texture = self.texture
        if texture is None:
            raise _unknown(self, "size")
        return Rect(0, 0, texture.width, texture.height)

    @property
    def pixelsPerUnit(self) -> float:
        """How many of its pixels are a unit of the world."""
        file = _file_of(self)
        return to_real(file.meta.setting("spritePixelsToUnits") or None if file is not None else None, 100.0)

    @property
    def border(self) -> Vector4:
        """How much of each side stays unstretched: left, bottom, right, top, in pixels."""
        file = _file_of(self)
        if file is None:
            return Vector4()
        return Vector4(*(to_real(file.meta.setting("spriteBorder", axis)) for axis in "xyzw"))

    @property
    def bounds(self) -> Bounds:
        """Its size in units of the world, about its middle."""
        rect, scale = self.rect, self.pixelsPerUnit
        return Bounds(Vector3.zero, Vector3(rect.width / scale, rect.height / scale, 0.2))


@register
class Mesh(Object):
    """A shape made of triangles; of one in a ``.asset`` the counts are known."""

    __slots__ = ()

    def _built_in(self) -> tuple[int, int, tuple[float, float, float]] | None:
        key = references.key_of(self)
        return _BUILT_IN_COUNTS.get(self.name) if key is not None and key.kind == 0 else None

    @property
    def vertexCount(self) -> int:
        """How many corners it has."""
        known = self._built_in()
        if known is not None:
            return known[0]
        count = self._document.integer("m_VertexData", "m_VertexCount")
        if count is None:
            raise _unknown(self, "vertex count")
        return count

    def _sub_meshes(self) -> int:
        node = self._document.field("m_SubMeshes")
        if not isinstance(node, Sequence):
            raise _unknown(self, "list of sub-meshes")
        return len(node)

    @property
    def subMeshCount(self) -> int:
        """How many parts with a material each it has."""
        return 1 if self._built_in() is not None else self._sub_meshes()

    def GetIndexCount(self, submesh: int) -> int:
        """Return how many indexes a part has: three a triangle."""
        known = self._built_in()
        if known is not None:
            return known[1] * 3
        if not 0 <= submesh < self._sub_meshes():
            raise IndexError(f"Failed getting index count. Submesh index is out of bounds: {submesh}.")
        return self._document.integer("m_SubMeshes", submesh, "indexCount") or 0

    @property
    def bounds(self) -> Bounds:
        """The box around it, in its own space."""
        known = self._built_in()
        if known is not None:
            return Bounds(Vector3.zero, Vector3(*(2 * half for half in known[2])))
        if self._document.field("m_LocalAABB") is None:
            raise _unknown(self, "size")
        center, extent = (
            [self._document.real("m_LocalAABB", key, axis) for axis in "xyz"]
            for key in ("m_Center", "m_Extent")
        )
        return Bounds(Vector3(*center), Vector3(*(2 * half for half in extent)))

    @property
    def blendShapeCount(self) -> int:
        """How many blend shapes it has."""
        node = self._document.node(("m_Shapes", "channels"))
        return len(node) if isinstance(node, Sequence) else 0

    @property
    def isReadable(self) -> bool:
        """Whether its import settings let scripts read it."""
        return self._document.text("m_IsReadable") != "0"


@register
class Motion(Object):
    """What an animator can play."""

    __slots__ = ()


@register
class AnimationClip(Motion):
    """How values change over time."""

    __slots__ = ()
    frameRate = real("m_SampleRate", default=60.0, doc="Samples a second.")
    legacy = boolean("m_Legacy", doc="Whether the old Animation component plays it.")
    wrapMode = enum("UnityEngine.WrapMode", "m_WrapMode")

    def __init__(self) -> None:
        style = world.current().project.style
        file = UnityFile(assettemplates.HEADER.encode(), "new AnimationClip", style)
        self._document = file.add(74, 7400000, assettemplates.animation_clip(style.version))
        self._scene = None
        self._id = world.current().register(self)

    def _setting(self, key: str) -> float:
        return self._document.real("m_AnimationClipSettings", key)

    @property
    def length(self) -> float:
        """How long it is, in seconds."""
        if self._document.field("m_AnimationClipSettings") is None:
            raise _unknown(self, "length")
        return self._setting("m_StopTime") - self._setting("m_StartTime")

    @property
    def isLooping(self) -> bool:
        """Whether it starts again at its end."""
        return self._setting("m_LoopTime") != 0

    @property
    def empty(self) -> bool:
        """Whether it has no curves."""
        keys = [
            key
            for key, node in self._document.entries
            if key.endswith("Curves") and isinstance(node, Sequence)
        ]
        return all(len(self._document.field(key) or ()) == 0 for key in keys)  # type: ignore[arg-type]


@register
class TextAsset(Object):
    """A text file."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """Its contents as text."""
        return str(self.bytes, "utf-8-sig", "replace")

    @property
    def bytes(self) -> Any:
        """Its contents."""
        file = _file_of(self)
        if file is None:
            return (self._document.text("m_Script") or "").encode()
        return read_bytes(file.location, file.path)

    @property
    def dataSize(self) -> int:
        """How long it is, in bytes."""
        return len(self.bytes)

    def ToString(self) -> str:
        """Return its contents, as in Unity."""
        return self.text


class MonoScript(TextAsset):
    """The source file of a script."""

    _namespace = "UnityEditor"
    __slots__ = ()

    def GetClass(self) -> Type | None:
        """Return the class that it declares, or None if the source cannot be read."""
        key = references.key_of(self)
        if key is None or script_source(key.guid) is None:
            return None
        return Type(script_class_of_guid(key.guid))


register(MonoScript)
