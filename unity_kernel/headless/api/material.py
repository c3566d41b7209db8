"""``UnityEngine.Material`` and ``Shader``: colors, numbers and textures by the names of the shader's properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from unity_kernel.headless.project import Document, Mapping, Node, Scalar, Sequence, UnityFile

from . import assettemplates, fields, references, world
from .assetfiles import asset_file
from .fields import boolean, integer
from .interop import Array
from .objects import Object, register
from .references import reference_of
from .values import Color, Vector2, Vector4
from .values.single import single

__all__ = ["Material", "Shader"]

_SHADER_NAME = re.compile(r'^\s*Shader\s*"([^"]*)"', re.MULTILINE)
_NO_SHADER = "Hidden/InternalErrorShader"  # what Unity shows where the shader is missing
_QUEUES = (("Transparent", 3000), ("Particles", 3000), ("Sprites/", 3000), ("UI/", 3000), ("Skybox/", 1000))

Path = tuple[str | int, ...]


@register
class Shader(Object):
    """Draws materials; here it has a name and nothing to run."""

    __slots__ = ()

    @property  # type: ignore[misc] # read-only: its file says it
    def name(self) -> str:
        """The name that materials choose it by, such as ``Standard`` or ``Custom/Water``."""
        key = references.key_of(self)
        path = world.current().project.assets.path(key.guid) if key is not None else ""
        if path.endswith(".shadergraph"):
            return f"Shader Graphs/{asset_file(path).stem}"
        if path.endswith(".shader"):
            try:
                text = asset_file(path).location.read_text("utf-8", "replace")
            except OSError:
                return ""
            match = _SHADER_NAME.search(text)
            return match[1] if match is not None else ""
        return self._document.text("m_Name") or ""

    @staticmethod
    def Find(name: str) -> Shader | None:
        """Return a shader by name: Unity's own, or one of the project; None if there is none."""
        built_in = {text: file_id for file_id, text in references._SHADERS.items()}
        if name in built_in:
            found: Shader | None = references.resolve(None, built_in[name], references.BUILT_IN_EXTRA)
            return found
        for guid, text in references._PACKAGE_SHADERS.items():
            if text == name:
                return references.resolve(None, 4800000, guid)  # type: ignore[no-any-return]
        index = world.current().project.assets
        for path in index.paths:
            if path.endswith((".shader", ".shadergraph")):
                shader = references.resolve(None, asset_file(path).main.file_id, index.guid(path))
                if isinstance(shader, Shader) and shader.name == name:
                    return shader
        return None

    @staticmethod
    def PropertyToID(name: str) -> str:
        """Return what stands for a property's name: here, the name itself."""
        return str(name)


@register
class Material(Object):
    """How a surface looks.

    Properties are those that its file holds. Setting one that it does not hold logs Unity's error and changes nothing.

    Args:
        source: A Shader, or a Material to copy.
    """

    __slots__ = ()
    enableInstancing = boolean("m_EnableInstancingVariants")
    doubleSidedGI = boolean("m_DoubleSidedGI")

    def __init__(self, source: Any) -> None:
        style = world.current().project.style
        file = UnityFile(b"%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n", "new Material", style)
        if isinstance(source, Material):
            text = source._document.render().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
            body = text.split("\n", 1)[1]
        elif isinstance(source, Shader):
            body = assettemplates.material(style.version, universal=source.name.startswith("Universal"))
        else:
            raise TypeError(f"'{type(source).__name__}' value cannot be converted to UnityEngine.Shader")
        self._document = file.add(21, 2100000, body)
        self._scene = None
        self._id = world.current().register(self)
        if isinstance(source, Shader):
            self._document.set_text(("m_Name",), source.name)
            self._document.set_reference(("m_Shader",), *reference_of(self, source))

    @property
    def shader(self) -> Any:
        """The shader that draws it."""
        node = self._document.field("m_Shader")
        found = fields.read(self, ("m_Shader",), node) if node is not None else None
        return found if isinstance(found, Shader) else references._placeholder("Shader", _NO_SHADER)

    @shader.setter
    def shader(self, value: Any) -> None:
        if self._document.set_reference(("m_Shader",), *reference_of(self, value)):
            self._changed()

    # Properties by name

    def _items(self, group: str) -> Iterator[tuple[str, Path]]:
        """Names of the properties of a group, and where they stand.

        Up to Unity 5.5 they are pairs of ``first``, which has the name, and ``second``, all under the key ``data``.
        """
        base: Path = ("m_SavedProperties", group)
        items = self._document.node(base)
        if isinstance(items, Mapping):
            nodes = [node for _, node in items]
        else:
            nodes = list(items) if isinstance(items, Sequence) else []
        for index, item in enumerate(nodes):
            if not isinstance(item, Mapping) or not item.entries:
                continue
            key, first = item.entries[0]
            if key == "first" and item.get("second") is not None:
                name = first.get("name") if isinstance(first, Mapping) else first
                yield _text(name) if name is not None else "", (*base, index, "second")
            else:
                yield key, (*base, index, key)

    def _path(self, group: str, name: object) -> Path | None:
        """Return where a property stands; None if the material has none of that name."""
        wanted = str(name)
        return next((path for known, path in self._items(group) if known == wanted), None)

    def _names(self, group: str) -> list[str]:
        return [name for name, _ in self._items(group)]

    def _require(self, group: str, name: object, kind: str) -> Path | None:
        path = self._path(group, name)
        if path is None:
            world.current().log(
                "error",
                f"Material '{self.name}' with Shader '{self.shader.name}' doesn't have a {kind} property '{name}'",
            )
        return path

    def HasProperty(self, name: str) -> bool:
        """Whether it has a property of that name, of any type."""
        return any(self._path(group, name) for group in ("m_Colors", "m_Floats", "m_Ints", "m_TexEnvs"))

    def HasColor(self, name: str) -> bool:
        """Whether it has a color of that name."""
        return self._path("m_Colors", name) is not None

    HasVector = HasColor

    def GetTag(self, tag: str, searchFallbacks: bool, defaultValue: str = "") -> str:
        """Return a tag that the material overrides, else ``defaultValue``: what shaders say is not read."""
        found = self._document.text("stringTagMap", tag)
        return defaultValue if found is None else found

    def HasFloat(self, name: str) -> bool:
        """Whether it has a number of that name."""
        return self._path("m_Floats", name) is not None

    HasInt = HasFloat

    def HasInteger(self, name: str) -> bool:
        """Whether it has an integer of that name."""
        return self._path("m_Ints", name) is not None

    def HasTexture(self, name: str) -> bool:
        """Whether it has a texture slot of that name."""
        return self._path("m_TexEnvs", name) is not None

    def _color(self, path: Path) -> list[float]:
        return [self._document.real(*path, axis) for axis in "rgba"]

    def GetColor(self, name: str) -> Color:
        """Return a color."""
        path = self._require("m_Colors", name, "color")
        return Color._from(self._color(path)) if path is not None else Color(0, 0, 0, 0)

    def SetColor(self, name: str, value: Color) -> None:
        """Set a color."""
        self._put_color(self._require("m_Colors", name, "color"), Color._take(value))

    def GetVector(self, name: str) -> Vector4:
        """Return a vector, which files hold as a color."""
        path = self._require("m_Colors", name, "vector")
        return Vector4._from(self._color(path)) if path is not None else Vector4()

    def SetVector(self, name: str, value: Vector4) -> None:
        """Set a vector."""
        self._put_color(self._require("m_Colors", name, "vector"), Vector4._take(value))

    def _put_color(self, path: Path | None, numbers: Any) -> None:
        if path is None:
            return
        changed = False
        for axis, number in zip("rgba", numbers, strict=True):
            changed |= self._document.set_number((*path, axis), float(number))
        if changed:
            self._changed()

    def GetFloat(self, name: str) -> float:
        """Return a number."""
        path = self._require("m_Floats", name, "float")
        return single(self._document.real(*path)) if path is not None else 0.0

    def SetFloat(self, name: str, value: float) -> None:
        """Set a number."""
        path = self._require("m_Floats", name, "float")
        if path is not None and self._document.set_number(path, single(value)):
            self._changed()

    def GetInteger(self, name: str) -> int:
        """Return an integer property."""
        path = self._require("m_Ints", name, "integer")
        return self._document.integer(*path) or 0 if path is not None else 0

    def SetInteger(self, name: str, value: int) -> None:
        """Set an integer property."""
        path = self._require("m_Ints", name, "integer")
        if path is not None and self._document.set_number(path, int(value)):
            self._changed()

    def GetInt(self, name: str) -> int:
        """Return a number as an int; Unity's GetInt reads floats."""
        return int(self.GetFloat(name))

    def SetInt(self, name: str, value: int) -> None:
        """Set a number from an int."""
        self.SetFloat(name, float(value))

    def GetTexture(self, name: str) -> Any:
        """Return a texture, or None."""
        path = self._require("m_TexEnvs", name, "texture")
        node = self._document.node((*path, "m_Texture")) if path is not None else None
        return fields.read(self, (), node) if node is not None else None

    def SetTexture(self, name: str, value: Any) -> None:
        """Set a texture."""
        path = self._require("m_TexEnvs", name, "texture")
        if path is not None and self._document.set_reference(
            (*path, "m_Texture"), *reference_of(self, value)
        ):
            self._changed()

    def GetTextureScale(self, name: str) -> Vector2:
        """Return how often a texture is repeated."""
        return self._pair(name, "m_Scale", 1.0)

    def SetTextureScale(self, name: str, value: Vector2) -> None:
        """Set how often a texture is repeated."""
        self._put_pair(name, "m_Scale", value)

    def GetTextureOffset(self, name: str) -> Vector2:
        """Return how far a texture is shifted."""
        return self._pair(name, "m_Offset", 0.0)

    def SetTextureOffset(self, name: str, value: Vector2) -> None:
        """Set how far a texture is shifted."""
        self._put_pair(name, "m_Offset", value)

    def _pair(self, name: str, key: str, default: float) -> Vector2:
        path = self._require("m_TexEnvs", name, "texture")
        if path is None:
            return Vector2(default, default)
        return Vector2._from([self._document.real(*path, key, axis) for axis in "xy"])

    def _put_pair(self, name: str, key: str, value: Vector2) -> None:
        path = self._require("m_TexEnvs", name, "texture")
        if path is None:
            return
        changed = False
        for axis, number in zip("xy", Vector2._take(value), strict=True):
            changed |= self._document.set_number((*path, key, axis), float(number))
        if changed:
            self._changed()

    def GetTexturePropertyNames(self) -> Array[str]:
        """Return the names of its texture slots."""
        return Array(self._names("m_TexEnvs"), str)

    def GetPropertyNames(self, type_: Any) -> Array[str]:
        """Return the names of its properties of a kind (``MaterialPropertyType``)."""
        groups = {"Float": "m_Floats", "Int": "m_Ints", "Vector": "m_Colors", "Texture": "m_TexEnvs"}
        group = groups.get(str(type_))
        return Array(self._names(group) if group is not None else [], str)

    # The main color and texture: of the Universal pipeline's shaders, else of Unity's older ones

    def _main(self, group: str, newer: str, older: str) -> str:
        return newer if self._path(group, newer) is not None and not self._is_built_in() else older

    def _is_built_in(self) -> bool:
        key = references.key_of(self.shader)
        return key is not None and key.guid == references.BUILT_IN_EXTRA

    @property
    def color(self) -> Color:
        """Its main color: ``_BaseColor`` or ``_Color``."""
        return self.GetColor(self._main("m_Colors", "_BaseColor", "_Color"))

    @color.setter
    def color(self, value: Color) -> None:
        self.SetColor(self._main("m_Colors", "_BaseColor", "_Color"), value)

    @property
    def mainTexture(self) -> Any:
        """Its main texture: ``_BaseMap`` or ``_MainTex``."""
        return self.GetTexture(self._main("m_TexEnvs", "_BaseMap", "_MainTex"))

    @mainTexture.setter
    def mainTexture(self, value: Any) -> None:
        self.SetTexture(self._main("m_TexEnvs", "_BaseMap", "_MainTex"), value)

    @property
    def mainTextureScale(self) -> Vector2:
        """How often its main texture is repeated."""
        return self.GetTextureScale(self._main("m_TexEnvs", "_BaseMap", "_MainTex"))

    @mainTextureScale.setter
    def mainTextureScale(self, value: Vector2) -> None:
        self.SetTextureScale(self._main("m_TexEnvs", "_BaseMap", "_MainTex"), value)

    @property
    def mainTextureOffset(self) -> Vector2:
        """How far its main texture is shifted."""
        return self.GetTextureOffset(self._main("m_TexEnvs", "_BaseMap", "_MainTex"))

    @mainTextureOffset.setter
    def mainTextureOffset(self, value: Vector2) -> None:
        self.SetTextureOffset(self._main("m_TexEnvs", "_BaseMap", "_MainTex"), value)

    # Drawing

    @property
    def renderQueue(self) -> int:
        """When it is drawn; the shader's own queue unless the material overrides it."""
        own = self._document.integer("m_CustomRenderQueue")
        if own is not None and own >= 0:
            return own
        return next((queue for start, queue in _QUEUES if start in self.shader.name), 2000)

    @renderQueue.setter
    def renderQueue(self, value: int) -> None:
        if self._document.set_number(("m_CustomRenderQueue",), int(value)):
            self._changed()

    @property
    def shaderKeywords(self) -> Array[str]:
        """The shader keywords that are on."""
        node = self._document.field("m_ValidKeywords")
        if isinstance(node, Sequence):
            return Array([_text(item) for item in node], str)
        listed = self._document.field("m_ShaderKeywords")
        if isinstance(listed, Sequence):  # up to Unity 4
            return Array([_text(item) for item in listed], str)
        return Array((self._document.text("m_ShaderKeywords") or "").split(), str)

    @shaderKeywords.setter
    def shaderKeywords(self, value: Any) -> None:
        words = [str(word) for word in value or ()]
        document: Document = self._document
        if document.field("m_ValidKeywords") is not None:
            changed = document.set_items("m_ValidKeywords", words)
        elif isinstance(document.field("m_ShaderKeywords"), Sequence):
            changed = document.set_items("m_ShaderKeywords", words)
        else:
            changed = document.set_text(("m_ShaderKeywords",), " ".join(words))
        if changed:
            self._changed()

    def IsKeywordEnabled(self, keyword: str) -> bool:
        """Whether a shader keyword is on."""
        return str(keyword) in self.shaderKeywords

    def EnableKeyword(self, keyword: str) -> None:
        """Switch a shader keyword on."""
        self.shaderKeywords = sorted({*self.shaderKeywords, str(keyword)})

    def DisableKeyword(self, keyword: str) -> None:
        """Switch a shader keyword off."""
        self.shaderKeywords = [word for word in self.shaderKeywords if word != str(keyword)]

    def GetTexturePropertyNameIDs(self) -> Array[str]:
        """Return what stands for the names of its texture slots: here, the names."""
        return self.GetTexturePropertyNames()

    def GetShaderPassEnabled(self, passName: str) -> bool:
        """Return whether a pass of the shader may run for it."""
        node = self._document.field("disabledShaderPasses")
        off = [_text(item).lower() for item in node] if isinstance(node, Sequence) else []
        return str(passName).lower() not in off

    def SetShaderPassEnabled(self, passName: str, enabled: bool) -> None:
        """Let a pass of the shader run for it, or not."""
        node = self._document.field("disabledShaderPasses")
        off = [_text(item) for item in node] if isinstance(node, Sequence) else []
        wanted = [name for name in off if name.lower() != str(passName).lower()]
        if not enabled:
            wanted.append(str(passName).upper())
        if self._document.set_items("disabledShaderPasses", wanted):
            self._changed()

    def CopyPropertiesFromMaterial(self, mat: Material) -> None:
        """Take over the properties that both have."""
        for name in mat._names("m_Colors"):
            if self.HasColor(name):
                self.SetColor(name, mat.GetColor(name))
        for name in mat._names("m_Floats"):
            if self.HasFloat(name):
                self.SetFloat(name, mat.GetFloat(name))
        for name in mat._names("m_TexEnvs"):
            if self.HasTexture(name):
                self.SetTexture(name, mat.GetTexture(name))

    globalIlluminationFlags = integer("m_LightmapFlags", default=4)


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""
