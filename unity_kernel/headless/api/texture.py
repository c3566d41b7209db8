"""``UnityEngine.Texture2D`` and ``ImageConversion``: pixels in memory, and as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from unity_kernel.display.picture import check_size
from unity_kernel.display.png import encode_png
from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.picture.extra import require_extra
from unity_kernel.headless.project import Style, UnityFile

from . import assettypes, catalogue, references, world
from .interop import ApiType, Array
from .objects import register
from .values import Color, Color32, Rect

__all__ = ["ImageConversion", "InMemory", "Texture2D"]

_FRESH = 205  # of a new texture's bytes, in Unity
_RGBA32, _RGB24 = 4, 3  # TextureFormat
_OPAQUE_FORMATS = (3, 7)  # RGB24, RGB565: read back with full alpha
_COLOR_FORMATS = (2, 3, 4, 5, 7, 13, 14)  # of 8 bits per channel or less: kept here as 8 each


class InMemory:
    """What textures share that scripts make: pixels without a file.

    8 bits per channel in sRGB, lower left pixel first; ``_pixels`` is None where they lie in a file that was not read.
    """

    __slots__ = ()
    _pixels: bytearray | None
    _extent: tuple[int, int] | None

    def _begin(self, kind: str, width: object, height: object) -> None:
        """Make it an object without a file.

        Raises:
            PictureError: The size makes no sense.
        """
        size = check_size(width, height)
        made: Any = self
        file = UnityFile(b"%YAML 1.1\n", f"new {kind}", Style())
        made._document = file.add(0, 1, f"{kind}:\n  m_Name: \n")
        made._scene = None
        made._id = world.current().register(made)
        made._prepare()
        made._extent = size

    def _prepare(self) -> None:
        made: Any = self
        made._pixels = made._extent = None

    def _destroy(self) -> None:
        made: Any = self
        made._bury()


@register
class Texture2D(InMemory, assettypes.Texture):
    """A picture; ``Texture2D(width, height)`` makes one in memory.

    Args:
        width: In pixels.
        height: In pixels.
        textureFormat: One of 8 bits per channel; RGBA32 by default.
        mipChain: Of no consequence here.
        linear: Of no consequence here.

    Raises:
        PictureError: The size makes no sense.
        HeadlessLimitation: The format is compressed, or finer than 8 bits.
    """

    __slots__ = ("_extent", "_format", "_pixels")
    _format: int

    def __init__(
        self,
        width: int,
        height: int,
        textureFormat: Any = None,
        mipChain: Any = True,
        linear: bool = False,
    ) -> None:
        format_ = _RGBA32 if textureFormat is None else int(textureFormat)
        if format_ not in _COLOR_FORMATS:
            raise HeadlessLimitation(
                f"new textures of format {textureFormat} are not in the headless editor; it has RGBA32 and RGB24"
            )
        self._begin("Texture2D", width, height)
        self._format = format_
        self._pixels = bytearray([_FRESH]) * (self.width * self.height * 4)

    def _prepare(self) -> None:
        super()._prepare()
        self._format = _RGBA32

    def _size(self) -> tuple[int, int]:
        _ = self._document.file_id  # raises if destroyed
        return self._extent if self._extent is not None else super()._size()

    @property
    def format(self) -> Any:
        """How Unity would keep its pixels."""
        return catalogue.enum_type("UnityEngine.TextureFormat")(self._format)

    @property
    def isReadable(self) -> bool:
        """Whether scripts can get at its pixels."""
        return self._load() is not None

    def _load(self) -> bytearray | None:
        """Return its pixels, read from its file if need be."""
        if self._pixels is None and (key := references.key_of(self)) is not None:
            require_extra()
            from PIL import Image

            try:
                with Image.open(_location(key.guid)) as opened:
                    picture = opened.convert("RGBA").resize(self._size())
                    self._pixels = bytearray(picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).tobytes())
            except (OSError, ValueError, SyntaxError, HeadlessLimitation, Image.DecompressionBombError):
                return None
        return self._pixels

    def _readable(self) -> bytearray:
        pixels = self._load()
        if pixels is None:
            raise HeadlessLimitation(
                f'the pixels of texture "{self.name}" cannot be read by the headless editor; the real editor can'
            )
        return pixels

    def _top_first(self) -> bytes:
        """Return its pixels, upper left first."""
        pixels, stride = self._readable(), self.width * 4
        return b"".join(pixels[at : at + stride] for at in range(len(pixels) - stride, -1, -stride))

    # Pixels

    def _offset(self, x: int, y: int) -> int:
        width, height = self._size()
        x, y = min(max(int(x), 0), width - 1), min(max(int(y), 0), height - 1)  # as with clamped edges
        return (y * width + x) * 4

    def GetPixel(self, x: int, y: int) -> Color:
        """Return a pixel, counted from the lower left."""
        pixels, at = self._readable(), self._offset(x, y)
        return Color(*(part / 255 for part in pixels[at : at + 4]))

    def SetPixel(self, x: int, y: int, color: Color) -> None:
        """Change a pixel, counted from the lower left."""
        pixels, at = self._readable(), self._offset(x, y)
        pixels[at : at + 4] = _bytes(color, self._format)

    def GetPixels(self) -> Array[Color]:
        """Return all pixels, row by row from the lower left."""
        p = self._readable()
        return Array([Color(*(part / 255 for part in p[at : at + 4])) for at in range(0, len(p), 4)], Color)

    def GetPixels32(self) -> Array[Color32]:
        """Return all pixels, row by row from the lower left."""
        p = self._readable()
        return Array([Color32(*p[at : at + 4]) for at in range(0, len(p), 4)], Color32)

    def SetPixels(self, colors: Any) -> None:
        """Change all pixels, row by row from the lower left.

        Raises:
            ValueError: There are too many or too few.
        """
        self._replace(b"".join(_bytes(color, self._format) for color in colors))

    def SetPixels32(self, colors: Any) -> None:
        """Change all pixels, row by row from the lower left.

        Raises:
            ValueError: There are too many or too few.
        """
        self._replace(b"".join(bytes((c.r, c.g, c.b, c.a)) for c in colors))

    def GetRawTextureData(self) -> bytes:
        """Return its bytes as its format lays them out: RGBA or RGB from the lower left."""
        pixels = self._readable()
        if self._format != _RGB24:
            return bytes(pixels)
        return _without_alpha(pixels)

    def _replace(self, data: bytes) -> None:
        width, height = self._size()
        if len(data) != width * height * 4:
            raise ValueError(
                f"SetPixels needs {width * height} colors for {width} x {height} pixels, got {len(data) // 4}"
            )
        self._pixels = bytearray(data)

    def Apply(self, updateMipmaps: bool = True, makeNoLongerReadable: bool = False) -> None:
        """Do nothing: there is no graphics card to send changes to."""

    def Reinitialize(self, width: int, height: int, *options: object) -> bool:
        """Change its size; its pixels are lost.

        Raises:
            PictureError: The size makes no sense.
        """
        self._extent = check_size(width, height)
        self._pixels = bytearray([_FRESH]) * (self.width * self.height * 4)
        return True

    def ReadPixels(self, source: Rect, destX: int, destY: int, recalculateMipMaps: bool = True) -> None:
        """Copy a rectangle of ``RenderTexture.active`` into this texture, counted from the lower left.

        Raises:
            HeadlessLimitation: No RenderTexture is active: there is no screen to read from.
        """
        from .rendertexture import RenderTexture

        origin: Any = RenderTexture.active
        if origin is None:
            raise HeadlessLimitation(
                "ReadPixels without RenderTexture.active reads the screen, which the headless editor has not; "
                "assign the texture that a camera rendered to, first"
            )
        target, found = self._readable(), origin._contents()
        (width, height), (own_width, own_height) = origin._size(), self._size()
        left, bottom, columns, rows = (int(v) for v in (source.x, source.y, source.width, source.height))
        destX, destY = int(destX), int(destY)
        if left < 0 or bottom < 0 or left + columns > width or bottom + rows > height:
            world.current().log(
                "error",
                f"Attempting to ReadPixels outside of RenderTexture bounds! Reading {columns}x{rows} at "
                f"({left}, {bottom}) of {width}x{height}",
            )
            return
        columns = min(columns, own_width - destX)
        if destX < 0 or destY < 0 or columns < 0:
            world.current().log("error", "Trying to read pixels into a place outside of the texture")
            return
        for row in range(min(rows, own_height - destY)):
            at, to = ((bottom + row) * width + left) * 4, ((destY + row) * own_width + destX) * 4
            target[to : to + columns * 4] = found[at : at + columns * 4]
        if self._format in _OPAQUE_FORMATS:
            target[3::4] = b"\xff" * (len(target) // 4)


def _location(guid: str) -> Path:
    assets = world.current().project.assets
    return assets.locate(assets.path(guid))


def _bytes(color: Color, format_: int) -> bytes:
    parts = [min(max(round(float(part) * 255), 0), 255) for part in (color.r, color.g, color.b, color.a)]
    if format_ in _OPAQUE_FORMATS:
        parts[3] = 255
    return bytes(parts)


def _without_alpha(pixels: bytes | bytearray) -> bytes:
    rgb = bytearray(len(pixels) // 4 * 3)
    for channel in range(3):
        rgb[channel::3] = pixels[channel::4]
    return bytes(rgb)


class ImageConversion(metaclass=ApiType):
    """Textures to picture files, and back."""

    _namespace = "UnityEngine"

    @staticmethod
    def EncodeToPNG(tex: Texture2D) -> bytes:
        """Return a texture as a PNG file, without alpha if its format has none."""
        width, height = tex._size()
        pixels = tex._top_first()
        if tex._format == _RGB24:
            return encode_png(width, height, _without_alpha(pixels), 3)
        return encode_png(width, height, pixels)

    @staticmethod
    def EncodeToJPG(tex: Texture2D, quality: int = 75) -> bytes:
        """Return a texture as a JPEG file; ``quality`` from 1 to 100."""
        import io

        pixels = tex._top_first()
        require_extra()
        from PIL import Image

        stream = io.BytesIO()
        picture = Image.frombytes("RGBA", tex._size(), pixels).convert("RGB")
        picture.save(stream, "JPEG", quality=min(max(int(quality), 1), 100))
        return stream.getvalue()

    @staticmethod
    def LoadImage(tex: Texture2D, data: Any, markNonReadable: bool = False) -> bool:
        """Replace a texture's size and pixels by those of a PNG or JPEG file; returns whether it is one."""
        require_extra()
        import io

        from PIL import Image

        try:
            with Image.open(io.BytesIO(bytes(data))) as opened:
                tex._extent = check_size(*opened.size)
                flipped = opened.convert("RGBA").transpose(Image.Transpose.FLIP_TOP_BOTTOM)
                tex._pixels, tex._format = bytearray(flipped.tobytes()), _RGBA32
        except (OSError, ValueError, SyntaxError):
            return False
        return True
