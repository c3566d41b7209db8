"""Types of assets: textures, sprites, meshes, animation clips, texts, scripts.

What Unity's importers compute is not in the project: a texture has the size of its file, a model's meshes have names.
"""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Mapping, Scalar, Sequence, UnityFile
from unity_kernel.headless.project.imagesize import image_size
from unity_kernel.headless.project.storage import read_bytes
from unity_kernel.headless.project.tree import to_integer, to_real

from . import assettemplates, references, world
from .assetfiles import AssetFile, asset_file
from .fields import boolean, bounds, enum, read, real
from .interop import ApiType, Array, Type
from .objects import Object, register
from .scriptfields import script_source
from .scripts import script_class_of_guid
from .values import Bounds, Rect, Vector2, Vector3, Vector4

__all__ = ["AnimationClip", "AudioClip", "MonoScript", "Sprite", "TextAsset", "Texture"]


def _file_of(obj: Object) -> AssetFile | None:
    key = references.key_of(obj)
    path = world.current().project.assets.path(key.guid) if key is not None else ""
    return asset_file(path) if path else None


def unknown(obj: Object, what: str) -> HeadlessLimitation:
    """Return the error about what only Unity's importers know, or about a file that is no such file."""
    file = _file_of(obj)
    if file is not None and file.fault is not None:
        return HeadlessLimitation(str(file.fault))
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
            raise unknown(self, "size")
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
            raise unknown(self, "size")
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
class AudioResource(Object):
    """What an AudioSource can play."""

    _namespace = "UnityEngine.Audio"
    __slots__ = ()


@register
class AudioClip(AudioResource):
    """A sound; only Unity's importer knows its samples."""

    _namespace = "UnityEngine"
    __slots__ = ()


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
    localBounds = bounds("m_Bounds")

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
            raise unknown(self, "length")
        return self._setting("m_StopTime") - self._setting("m_StartTime")

    @property
    def isLooping(self) -> bool:
        """Whether it starts again at its end."""
        return self._setting("m_LoopTime") != 0

    @property
    def events(self) -> Array[Any]:
        """Copies of its events, in order of time."""
        node = self._document.field("m_Events")
        items = [item for item in node if isinstance(item, Mapping)] if isinstance(node, Sequence) else []
        return Array([_event(self, item) for item in items], AnimationEvent)

    @property
    def humanMotion(self) -> bool:
        """Whether it moves a humanoid; False: such clips are imported from models."""
        return False

    @property
    def empty(self) -> bool:
        """Whether it has no curves."""
        keys = [
            key
            for key, node in self._document.entries
            if key.endswith("Curves") and isinstance(node, Sequence)
        ]
        return all(len(self._document.field(key) or ()) == 0 for key in keys)  # type: ignore[arg-type]


class AnimationEvent(metaclass=ApiType):
    """A function that a clip calls at a time."""

    _namespace = "UnityEngine"
    __slots__ = (
        "floatParameter",
        "functionName",
        "intParameter",
        "objectReferenceParameter",
        "stringParameter",
        "time",
    )

    def __init__(self) -> None:
        self.time, self.functionName, self.stringParameter = 0.0, "", ""
        self.floatParameter, self.intParameter, self.objectReferenceParameter = 0.0, 0, None


def _event(clip: Object, item: Mapping) -> AnimationEvent:
    texts = {key: node.text for key, node in item if isinstance(node, Scalar)}
    made = AnimationEvent()
    made.time = to_real(texts.get("time"))
    made.functionName, made.stringParameter = texts.get("functionName", ""), texts.get("data", "")
    made.floatParameter = to_real(texts.get("floatParameter"))
    made.intParameter = to_integer(texts.get("intParameter")) or 0
    target = item.get("objectReferenceParameter")
    made.objectReferenceParameter = read(clip, (), target) if target is not None else None
    return made


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
