"""``UnityEngine.RenderTexture``: what cameras render to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from unity_kernel.display.picture import check_size
from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.picture.extra import require_extra

from . import assettypes, catalogue, fields, world
from .interop import static_property
from .objects import Object, register
from .references import key_of, reference_of
from .texture import InMemory

if TYPE_CHECKING:
    from .cameras import Camera

__all__ = ["RenderTexture", "render", "target_texture"]

_SMOOTH = 4  # samples per pixel


@register
class RenderTexture(InMemory, assettypes.Texture):
    """A picture that cameras render to; ``RenderTexture(width, height, depth)`` makes one in memory.

    Args:
        width: In pixels.
        height: In pixels.
        depth: Bits of the depth buffer; of no consequence here.
        format: Of no consequence here: 8 bits per channel in sRGB are kept.
        readWrite: Of no consequence here.

    Raises:
        PictureError: The size makes no sense.
    """

    __slots__ = ("_depth", "_extent", "_pixels", "_samples")
    _depth: int
    _samples: int

    def __init__(
        self, width: Any, height: Any = None, depth: int = 0, format: Any = None, readWrite: Any = None
    ) -> None:
        if height is None:
            raise HeadlessLimitation(
                "a RenderTexture from a descriptor is not in the headless editor; give width, height and depth"
            )
        self._begin("RenderTexture", width, height)
        self._depth = int(depth)

    def _prepare(self) -> None:
        super()._prepare()
        self._depth, self._samples = 24, 0  # 0: as its file says

    def _size(self) -> tuple[int, int]:
        _ = self._document.file_id  # raises if destroyed
        return self._extent if self._extent is not None else super()._size()

    def _contents(self) -> bytearray:
        """Return its pixels, made on first use: black and transparent."""
        width, height = self._size()
        if self._pixels is None:
            check_size(width, height)
            self._pixels = bytearray(width * height * 4)
        return self._pixels

    @property
    def depth(self) -> int:
        """Bits of its depth buffer."""
        return self._depth

    @depth.setter
    def depth(self, value: int) -> None:
        self._depth = int(value)

    @property
    def antiAliasing(self) -> int:
        """Samples per pixel: 1, 2, 4 or 8; above 1, four are taken."""
        return self._samples or self._document.integer("m_AntiAliasing") or 1

    @antiAliasing.setter
    def antiAliasing(self, value: int) -> None:
        if value not in (1, 2, 4, 8):
            raise ValueError(f"antiAliasing must be 1, 2, 4 or 8, got {value}")
        self._samples = int(value)

    @property
    def format(self) -> Any:
        """ARGB32: 8 bits per channel."""
        return catalogue.enum_type("UnityEngine.RenderTextureFormat").ARGB32  # type: ignore[attr-defined]

    def Create(self) -> bool:
        """Make its pixels now instead of when they are needed."""
        return bool(self._contents())

    def IsCreated(self) -> bool:
        """Whether it has pixels."""
        return self._pixels is not None

    def Release(self) -> None:
        """Let go of its pixels."""
        self._pixels = None

    def DiscardContents(self, *options: object) -> None:
        """Let go of its pixels."""
        self._pixels = None

    @staticmethod
    def GetTemporary(
        width: int,
        height: int,
        depthBuffer: int = 0,
        format: Any = None,
        readWrite: Any = None,
        antiAliasing: int = 1,
    ) -> RenderTexture:
        """Return a texture for a short time; it is a new one each time."""
        made = RenderTexture(width, height, depthBuffer, format)
        made.antiAliasing = antiAliasing
        return made

    @staticmethod
    def ReleaseTemporary(temp: RenderTexture | None) -> None:
        """Let go of a texture of `GetTemporary`."""
        if temp is not None:
            temp.Release()

    active = static_property(lambda: _active(), lambda value: _activate(value))


_actives: WeakKeyDictionary[world.World, RenderTexture] = WeakKeyDictionary()
_targets: WeakKeyDictionary[Object, RenderTexture] = WeakKeyDictionary()


def _active() -> RenderTexture | None:
    found = _actives.get(world.current())
    return found if found is not None and found._alive else None


def _activate(value: RenderTexture | None) -> None:
    if value is not None and not isinstance(value, RenderTexture):
        raise TypeError(f"'{type(value).__name__}' value cannot be converted to UnityEngine.RenderTexture")
    if value is None:
        _actives.pop(world.current(), None)
    else:
        _actives[world.current()] = value


def target_texture() -> Any:
    """Make the property ``Camera.targetTexture``: an asset is written to the scene, one in memory is not."""
    path = ("m_TargetTexture",)

    def get(self: Camera) -> Any:
        found = _targets.get(self)
        if found is not None and found._alive:
            return found
        node = self._document.node(path)
        return fields.read(self, path, node) if node is not None else None

    def put(self: Camera, value: RenderTexture | None) -> None:
        if value is not None and not isinstance(value, RenderTexture):
            raise TypeError(
                f"'{type(value).__name__}' value cannot be converted to UnityEngine.RenderTexture"
            )
        _targets.pop(self, None)
        stored = value if value is not None and key_of(value) is not None else None
        if value is not None and stored is None:
            _targets[self] = value
        if self._document.node(path) is not None and self._document.set_reference(
            path, *reference_of(self, stored)
        ):
            self._changed()

    return property(get, put, doc="What it renders to; None for the screen.")


def render(camera: Camera) -> None:
    """Render what a camera sees into its ``targetTexture``.

    Raises:
        HeadlessLimitation: It has none: there is no screen to render to.
        PictureError: The libraries that draw are not installed.
    """
    target: Any = camera.targetTexture
    if not isinstance(target, RenderTexture):
        raise HeadlessLimitation(
            f'camera "{camera.name}" has no targetTexture, and the headless editor no screen; assign a RenderTexture'
        )
    require_extra()
    from unity_kernel.headless.picture import renderer

    width, height = target._size()
    pixels = target._contents()
    picture = renderer.render(
        world.current(),
        camera=camera,
        size=(width, height),
        samples=_SMOOTH if target.antiAliasing > 1 else 1,
        below=_flipped(pixels, width),
        keep_alpha=True,
    )
    pixels[:] = _flipped(picture.rgba, width)


def _flipped(pixels: bytes | bytearray, width: int) -> bytes:
    """Return rows of pixels in the opposite order."""
    stride = width * 4
    return b"".join(pixels[at : at + stride] for at in range(len(pixels) - stride, -1, -stride))
