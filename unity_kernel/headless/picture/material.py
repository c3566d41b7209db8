"""Surfaces from the project's materials."""

from __future__ import annotations

from typing import Any

from unity_kernel.headless.api import references
from unity_kernel.headless.picture.assets import Assets
from unity_kernel.headless.picture.surface import Surface
from unity_kernel.headless.project import Document, Mapping, Scalar, Sequence

__all__ = ["Materials"]

_BUILT_IN_EXTRA = "0000000000000000f000000000000000"
_UNLIT = {10750, 10751, 10752, 10753, 10754, 10755, 10760, 10770, 10800, 10720, 10721, 200, 201, 202, 203}
"""File ids of Unity's built-in shaders that lights do not change: Unlit, Sprites, UI, particles."""
_BLENDED = {10750, 10753, 10754, 10770, 10720, 10721, 200, 202, 30, 32}
_UNLIT_GUIDS = {
    "650dd9526735d5b46b79224bc6e94025",  # Universal Render Pipeline/Unlit
    "0406db5a14f94604a8c57ccfbc9f3b46",  # Universal Render Pipeline/Particles/Unlit
}
_WHITE = (1.0, 1.0, 1.0, 1.0)
_MISSING = Surface((1.0, 0.0, 1.0, 1.0), lit=False)  # Unity's magenta
_UNKNOWN = Surface((0.72, 0.72, 0.72, 1.0))
_CUTOUT, _TRANSPARENT_QUEUE, _GEOMETRY_LAST = 1, 3000, 2500


class Materials:
    """Surfaces by material, and their indices.

    Args:
        assets: Where files are read from.

    Attributes:
        surfaces: By index.
    """

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        self._indices: dict[Any, int] = {}
        self.surfaces: list[Surface] = []

    def add(self, surface: Surface) -> int:
        """Return the index of a new surface."""
        self.surfaces.append(surface)
        return len(self.surfaces) - 1

    def index(self, material: Any) -> int:
        """Return the index of a material's surface.

        Args:
            material: A ``UnityEngine.Material``; None is Unity's magenta.
        """
        key = material._id if material is not None else 0
        found = self._indices.get(key)
        if found is None:
            found = self._indices[key] = self.add(self._surface(material))
        return found

    def unknown(self) -> int:
        """Return the surface of materials that are named but not here, such as those of packages."""
        found = self._indices.get("unknown")
        if found is None:
            found = self._indices["unknown"] = self.add(_UNKNOWN)
        return found

    def _surface(self, material: Any) -> Surface:
        if material is None:
            return _MISSING
        key = references.key_of(material)
        if key is not None and key.guid == _BUILT_IN_EXTRA:
            return _built_in(key.file_id)
        document = self._assets.document(material)
        if document is None or document.node(("m_SavedProperties",)) is None:
            self._assets.note("material file(s) could not be read and are drawn grey")
            return _UNKNOWN
        return read_surface(document, self._assets)


def _built_in(file_id: int) -> Surface:
    if file_id in (10754, 10758, 10770):  # Sprites-Default, Sprites-Mask, Default UI
        return Surface(_WHITE, lit=False, two_sided=True, blended=True)
    return Surface(_WHITE)  # Default-Material and Default-Diffuse are white


def read_surface(document: Document, assets: Assets) -> Surface:
    """Return what a ``Material`` document looks like."""
    shader, guid = _reference(document.field("m_Shader"))
    built_in = guid == _BUILT_IN_EXTRA
    floats = {key: _number(node) for key, node in _pairs(document, "m_Floats")}
    colors = {
        key: tuple(_number(node.get(c)) for c in "rgba")
        for key, node in _pairs(document, "m_Colors")
        if isinstance(node, Mapping)
    }
    names = ("_Color", "_BaseColor") if built_in else ("_BaseColor", "_Color")
    color = next(
        (colors[n] for n in (*names, "_TintColor", "_MainColor", "_FaceColor") if n in colors), _WHITE
    )
    path = assets.path(guid).lower()
    unlit = (built_in and shader in _UNLIT) or guid in _UNLIT_GUIDS or "unlit" in path.rpartition("/")[2]
    keywords = " ".join([document.text("m_ShaderKeywords") or "", *_texts(document, "m_ValidKeywords")])
    queue = document.integer("m_CustomRenderQueue") or -1
    mode = floats.get("_Mode", 0.0) if built_in else floats.get("_Surface", 0.0) * 3
    blended = queue >= _TRANSPARENT_QUEUE or mode >= 2 or (built_in and shader in _BLENDED)
    cutout = not blended and (
        (built_in and mode == _CUTOUT) or floats.get("_AlphaClip", 0.0) == 1 or "_ALPHATEST_ON" in keywords
    )
    emission = (0.0, 0.0, 0.0)
    if "_EMISSION" in keywords.split() and "_EmissionColor" in colors:
        red, green, blue, _ = colors["_EmissionColor"]
        emission = (red, green, blue)
    image, tiling = None, (1.0, 1.0, 0.0, 0.0)
    textures = dict(_pairs(document, "m_TexEnvs"))
    for name in ("_MainTex", "_BaseMap") if built_in else ("_BaseMap", "_MainTex", "_BaseColorMap"):
        node = textures.get(name)
        if isinstance(node, Mapping):
            image = assets.image(_reference(node.get("m_Texture"))[1])
            if image is not None:
                tiling = (
                    *(_number(_get(node.get("m_Scale"), c), 1.0) for c in "xy"),
                    *(_number(_get(node.get("m_Offset"), c)) for c in "xy"),
                )  # type: ignore[assignment]
                break
    if cutout and image is None:
        cutout = False
    return Surface(
        color=(color[0], color[1], color[2], color[3]),
        emission=emission,
        lit=not unlit,
        two_sided=floats.get("_Cull", 2.0) == 0.0 or (blended and unlit),
        blended=blended or cutout,
        cutoff=floats.get("_Cutoff", 0.5) if cutout else 0.0,
        image=image,
        tiling=tiling,
    )


def _pairs(document: Document, name: str) -> list[tuple[str, Any]]:
    """The named values of a material: a list of one-key maps; up to 5.5, of ``data: {first: {name}, second}``."""
    node = document.node(("m_SavedProperties", name))
    found: list[tuple[str, Any]] = []
    entries = (
        [(key, child) for item in node.items if isinstance(item, Mapping) for key, child in item]
        if isinstance(node, Sequence)
        else list(node)
        if isinstance(node, Mapping)
        else []
    )
    for key, child in entries:
        if key == "data" and isinstance(child, Mapping):
            name_node = _get(child.get("first"), "name")
            second = child.get("second")
            if isinstance(name_node, Scalar) and second is not None:
                found.append((name_node.text, second))
        elif key not in ("first", "second"):
            found.append((key, child))
    return found


def _texts(document: Document, name: str) -> list[str]:
    node = document.field(name)
    return [item.text for item in node if isinstance(item, Scalar)] if isinstance(node, Sequence) else []


def _get(node: Any, key: str) -> Any:
    return node.get(key) if isinstance(node, Mapping) else None


def _number(node: Any, default: float = 0.0) -> float:
    try:
        return float(node.text) if isinstance(node, Scalar) else default
    except ValueError:
        return default


def _reference(node: Any) -> tuple[int, str]:
    """Return file id and guid of a reference."""
    file_id, guid = _get(node, "fileID"), _get(node, "guid")
    try:
        return int(file_id.text) if isinstance(file_id, Scalar) else 0, guid.text if isinstance(
            guid, Scalar
        ) else ""
    except ValueError:
        return 0, ""
