"""``UnityEngine.Renderer`` and its kinds: what draws."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation

from .component import Component
from .curves import Keyframe
from .fields import (
    boolean,
    bounds,
    color,
    curve,
    enum,
    gradient,
    integer,
    point_list,
    put_points,
    real,
    reference,
    references,
    vector2,
    vector3,
)
from .interop import ApiType, Array
from .objects import CLASSES, register
from .settings import SortingLayer
from .values import Bounds, Color, Matrix4x4, Vector3, raw
from .values.single import single

__all__ = ["LOD", "LODGroup", "MeshFilter", "Renderer", "box_in_world", "sorting_layer_name"]


def sorting_layer_name() -> Any:
    """The name of the sorting layer that ``sortingLayerID`` numbers."""

    def get(self: Any) -> str:
        return SortingLayer.IDToName(self.sortingLayerID)

    def put(self: Any, value: str) -> None:
        if SortingLayer.NameToID(value) or value == "Default":
            self.sortingLayerID = SortingLayer.NameToID(value)

    return property(get, put, doc="Its sorting layer by name; unknown names change nothing.")


def box_in_world(matrix: Any, box: Bounds) -> Bounds:
    """Return the box of the world that a box of an object's space fits in."""
    low, high = box.min._v, box.max._v
    corners = [raw.matrix_point(matrix, (x, y, z)) for x in (low[0], high[0]) for y in (low[1], high[1])
               for z in (low[2], high[2])]  # fmt: skip
    made = Bounds()
    made.SetMinMax(
        Vector3._from(min(c[axis] for c in corners) for axis in range(3)),
        Vector3._from(max(c[axis] for c in corners) for axis in range(3)),
    )
    return made


@register
class Renderer(Component):
    """Draws something."""

    __slots__ = ()
    enabled = boolean("m_Enabled", default=True, doc="Whether it draws.")
    shadowCastingMode = enum("UnityEngine.Rendering.ShadowCastingMode", "m_CastShadows", default=1)
    receiveShadows = boolean("m_ReceiveShadows", default=True)
    sortingOrder = integer("m_SortingOrder", least=-32768, most=32767, doc="Order within its sorting layer.")
    sortingLayerID = integer("m_SortingLayerID", doc="The number of its sorting layer.")
    sortingLayerName = sorting_layer_name()
    rendererPriority = integer("m_RendererPriority")
    renderingLayerMask = integer("m_RenderingLayerMask", default=1, least=0, most=0xFFFFFFFF)
    lightProbeUsage = enum(
        "UnityEngine.Rendering.LightProbeUsage", "m_LightProbeUsage", older="m_UseLightProbes"
    )
    reflectionProbeUsage = enum(
        "UnityEngine.Rendering.ReflectionProbeUsage", "m_ReflectionProbeUsage", default=1
    )
    probeAnchor = reference("m_ProbeAnchor", older="m_LightProbeAnchor", doc="Where probes are looked up.")
    lightProbeProxyVolumeOverride = reference("m_LightProbeVolumeOverride")
    motionVectorGenerationMode = enum("UnityEngine.MotionVectorGenerationMode", "m_MotionVectors", default=1)
    allowOcclusionWhenDynamic = boolean("m_DynamicOccludee", default=True)
    staticShadowCaster = boolean("m_StaticShadowCaster")
    rayTracingMode = enum("UnityEngine.Experimental.Rendering.RayTracingMode", "m_RayTracingMode", default=2)
    sharedMaterials = references("m_Materials", element="Material", doc="Its materials.")

    @property
    def isVisible(self) -> bool:
        """False: nothing is drawn here."""
        return False

    @property
    def isPartOfStaticBatch(self) -> bool:
        """False: batches are made when a player is built."""
        return False

    @property
    def sharedMaterial(self) -> Any:
        """Its first material, or None."""
        found = self.sharedMaterials
        return found[0] if len(found) else None

    @sharedMaterial.setter
    def sharedMaterial(self, value: Any) -> None:
        self.sharedMaterials = [value, *list(self.sharedMaterials)[1:]]

    def GetSharedMaterials(self, m: Any) -> None:
        """Fill a list with its materials."""
        m[:] = list(self.sharedMaterials)

    def SetSharedMaterials(self, materials: Any) -> None:
        """Set its materials from a list."""
        self.sharedMaterials = list(materials)

    @property
    def localToWorldMatrix(self) -> Matrix4x4:
        """From its own space to the world's."""
        found: Matrix4x4 = self._placed().localToWorldMatrix
        return found

    @property
    def worldToLocalMatrix(self) -> Matrix4x4:
        """From the world's space to its own."""
        found: Matrix4x4 = self._placed().worldToLocalMatrix
        return found

    def _local_box(self) -> Bounds:
        raise HeadlessLimitation(
            f"the bounds of a {type(self).__name__} are only known to the real editor; "
            "Attach to a running Unity to use them."
        )

    @property
    def localBounds(self) -> Bounds:
        """The box around what it draws, in its own space."""
        return self._local_box()

    @property
    def bounds(self) -> Bounds:
        """The box around what it draws, in the world."""
        return box_in_world(self._placed()._world(), self._local_box())


@register
class MeshRenderer(Renderer):
    """Draws the mesh of the MeshFilter beside it."""

    __slots__ = ()
    additionalVertexStreams = reference("m_AdditionalVertexStreams")
    receiveGI = enum("UnityEngine.ReceiveGI", "m_ReceiveGI", default=1)
    scaleInLightmap = real("m_ScaleInLightmap", default=1.0)
    stitchLightmapSeams = boolean("m_StitchLightmapSeams")

    def _local_box(self) -> Bounds:
        source = self.GetComponent(MeshFilter)
        mesh = source.sharedMesh if source is not None else None
        return (
            mesh.bounds if isinstance(mesh, CLASSES["Mesh"]) else Bounds()
        )  # a damaged file may refer to anything


@register
class SkinnedMeshRenderer(Renderer):
    """Draws a mesh that bones deform."""

    __slots__ = ()
    sharedMesh = reference("m_Mesh", doc="The mesh.")
    rootBone = reference("m_RootBone", doc="The Transform that its bounds hang on.")
    bones = references("m_Bones", element="Transform", doc="The Transforms that deform it.")
    quality = enum("UnityEngine.SkinQuality", "m_Quality")
    updateWhenOffscreen = boolean("m_UpdateWhenOffscreen")
    skinnedMotionVectors = boolean("m_SkinnedMotionVectors", default=True)
    localBounds = bounds("m_AABB", doc="The box around it, in its root bone's space.")

    def _local_box(self) -> Bounds:
        found: Bounds = self.localBounds
        return found

    @property
    def bounds(self) -> Bounds:
        """The box around it, in the world."""
        bone = self.rootBone or self.transform
        return box_in_world(bone._world(), self._local_box())

    def GetBlendShapeWeight(self, index: int) -> float:
        """Return how far a blend shape is applied; 0 for one that the file does not list."""
        return self._document.real("m_BlendShapeWeights", index)

    def SetBlendShapeWeight(self, index: int, value: float) -> None:
        """Set how far a blend shape is applied.

        Raises:
            IndexError: The file does not list it.
        """
        path = ("m_BlendShapeWeights", index)
        if self._document.node(path) is None:
            raise IndexError(f"the file lists no weight for the blend shape {index}")
        if self._document.set_number(path, float(value)):
            self._changed()


@register
class SpriteRenderer(Renderer):
    """Draws a sprite."""

    __slots__ = ()
    sprite = reference("m_Sprite", doc="What it draws.")
    color = color("m_Color", default=(1.0, 1.0, 1.0, 1.0), doc="What its pixels are multiplied by.")
    flipX = boolean("m_FlipX")
    flipY = boolean("m_FlipY")
    drawMode = enum("UnityEngine.SpriteDrawMode", "m_DrawMode", doc="Whole, sliced or tiled.")
    size = vector2("m_Size", default=(1.0, 1.0), doc="Size when sliced or tiled.")
    tileMode = enum("UnityEngine.SpriteTileMode", "m_SpriteTileMode")
    adaptiveModeThreshold = real("m_AdaptiveModeThreshold", default=0.5, least=0.0, most=1.0)
    maskInteraction = enum("UnityEngine.SpriteMaskInteraction", "m_MaskInteraction")
    spriteSortPoint = enum("UnityEngine.SpriteSortPoint", "m_SpriteSortPoint")

    def _local_box(self) -> Bounds:
        sprite = self.sprite
        if int(self.drawMode) and sprite is not None:
            width, height = self.size._v
            return Bounds(Vector3.zero, Vector3(width, height, 0.2))
        return sprite.bounds if sprite is not None else Bounds()


class Strip:
    """What lines and trails share: width and color along the way."""

    __slots__ = ()
    widthMultiplier = real(
        "m_Parameters", "widthMultiplier", default=1.0, doc="What widths are multiplied by."
    )
    widthCurve = curve("m_Parameters", "widthCurve", doc="Width along the way, from 0 to 1.")
    colorGradient = gradient("m_Parameters", "colorGradient", doc="Color along the way.")
    numCornerVertices = integer("m_Parameters", "numCornerVertices", least=0, most=90)
    numCapVertices = integer("m_Parameters", "numCapVertices", least=0, most=90)
    alignment = enum("UnityEngine.LineAlignment", "m_Parameters", "alignment")
    textureMode = enum("UnityEngine.LineTextureMode", "m_Parameters", "textureMode")
    textureScale = vector2("m_Parameters", "textureScale", default=(1.0, 1.0))
    shadowBias = real("m_Parameters", "shadowBias")
    generateLightingData = boolean("m_Parameters", "generateLightingData")
    applyActiveColorSpace = boolean("m_ApplyActiveColorSpace")

    def _width(self, index: int) -> float:
        keys = self.widthCurve.keys
        return single(keys[index].value * self.widthMultiplier) if len(keys) else 1.0

    def _set_width(self, index: int, value: float) -> None:
        made = self.widthCurve
        keys = list(made.keys) or [Keyframe(0.0, 1.0)]
        keys[index].value = single(value / (self.widthMultiplier or 1.0))
        made.keys = keys
        self.widthCurve = made

    def _set_color(self, index: int, value: Color) -> None:
        made = self.colorGradient
        colors, alphas = list(made.colorKeys), list(made.alphaKeys)
        colors[index].color, alphas[index].alpha = value, Color._take(value)[3]
        made.SetKeys(colors, alphas)
        self.colorGradient = made

    startWidth = property(lambda self: self._width(0), lambda self, value: self._set_width(0, value))
    endWidth = property(lambda self: self._width(-1), lambda self, value: self._set_width(-1, value))
    startColor = property(
        lambda self: self.colorGradient.Evaluate(0.0), lambda self, value: self._set_color(0, value)
    )
    endColor = property(
        lambda self: self.colorGradient.Evaluate(1.0), lambda self, value: self._set_color(-1, value)
    )


@register
class LineRenderer(Strip, Renderer):
    """Draws a line through points."""

    __slots__ = ()
    loop = boolean("m_Loop", doc="Whether its end joins its start.")
    useWorldSpace = boolean("m_UseWorldSpace", default=True, doc="Whether its points are of the world.")

    @property
    def positionCount(self) -> int:
        """How many points it has."""
        return len(point_list(self._document, ("m_Positions",), Vector3))

    @positionCount.setter
    def positionCount(self, value: int) -> None:
        have = point_list(self._document, ("m_Positions",), Vector3)
        self._put((have + [Vector3()] * max(0, value - len(have)))[: max(0, value)])

    def _put(self, values: Any) -> None:
        if put_points(self, ("m_Positions",), values, "xyz"):
            self._changed()

    def GetPosition(self, index: int) -> Vector3:
        """Return a point.

        Raises:
            IndexError: There is none.
        """
        found: Vector3 = point_list(self._document, ("m_Positions",), Vector3)[self._position(index)]
        return found

    def SetPosition(self, index: int, position: Vector3) -> None:
        """Move a point.

        Raises:
            IndexError: There is none.
        """
        have = point_list(self._document, ("m_Positions",), Vector3)
        have[self._position(index)] = Vector3._of(*Vector3._take(position))
        self._put(have)

    def _position(self, index: int) -> int:
        if not 0 <= index < self.positionCount:
            raise IndexError(f"LineRenderer.SetPosition index out of bounds: {index} of {self.positionCount}")
        return index

    def GetPositions(self, positions: Any) -> int:
        """Fill an array with its points; returns how many it took."""
        have = point_list(self._document, ("m_Positions",), Vector3)
        count = min(len(have), len(positions))
        for index in range(count):
            positions[index] = have[index]
        return count

    def SetPositions(self, positions: Any) -> None:
        """Move as many points as it has; ``positionCount`` says how many."""
        have = point_list(self._document, ("m_Positions",), Vector3)
        given = [Vector3._of(*Vector3._take(item)) for item in positions][: len(have)]
        self._put([*given, *have[len(given) :]])

    def _local_box(self) -> Bounds:
        have = point_list(self._document, ("m_Positions",), Vector3)
        box = Bounds(have[0] if have else Vector3(), Vector3())
        for item in have:
            box.Encapsulate(item)
        box.Expand(2 * max(float(self.startWidth), float(self.endWidth)))
        return box


@register
class TrailRenderer(Strip, Renderer):
    """Draws where something went."""

    __slots__ = ()
    time = real("m_Time", default=5.0, doc="How long the trail lasts, in seconds.")
    minVertexDistance = real("m_MinVertexDistance", default=0.1)
    autodestruct = boolean("m_Autodestruct")
    emitting = boolean("m_Emitting", default=True)

    @property
    def positionCount(self) -> int:
        """0: nothing has moved here."""
        return 0

    def Clear(self) -> None:
        """Do nothing: nothing has moved here."""


@register
class MeshFilter(Component):
    """Holds the mesh that a MeshRenderer draws."""

    __slots__ = ()
    sharedMesh = reference("m_Mesh", doc="The mesh.")


class LOD(metaclass=ApiType):
    """A level of a LODGroup; a struct in C#."""

    _namespace = "UnityEngine"
    __slots__ = ("fadeTransitionWidth", "renderers", "screenRelativeTransitionHeight")

    def __init__(self, screenRelativeTransitionHeight: float = 0.0, renderers: Any = ()) -> None:
        self.screenRelativeTransitionHeight = float(screenRelativeTransitionHeight)
        self.fadeTransitionWidth = 0.0
        self.renderers = Array(list(renderers), Renderer)


@register
class LODGroup(Component):
    """Chooses renderers by how large they appear."""

    __slots__ = ()
    enabled = boolean("m_Enabled", default=True)
    localReferencePoint = vector3("m_LocalReferencePoint", doc="The middle, in its own space.")
    size = real("m_Size", default=1.0, doc="The length of its box's longest side.")
    fadeMode = enum("UnityEngine.LODFadeMode", "m_FadeMode")
    animateCrossFading = boolean("m_AnimateCrossFading")
    lastLODBillboard = boolean("m_LastLODIsBillboard")

    @property
    def lodCount(self) -> int:
        """How many levels it has."""
        return len(self.GetLODs())

    def GetLODs(self) -> Array[LOD]:
        """Return its levels, the finest first."""
        levels: Any = self._document.field("m_LODs")
        found = []
        for index in range(len(levels) if hasattr(levels, "items") else 0):
            at = ("m_LODs", index)
            parts: Any = self._document.node((*at, "renderers"))
            made = LOD(self._document.real(*at, "screenRelativeHeight"))
            made.fadeTransitionWidth = self._document.real(*at, "fadeTransitionWidth")
            refs = [
                self._document.reference(*at, "renderers", place, "renderer")
                for place in range(len(parts) if hasattr(parts, "items") else 0)
            ]
            owner = self._scene
            made.renderers = Array(
                [owner.object(ref) if owner is not None else None for ref in refs], Renderer
            )
            found.append(made)
        return Array(found, LOD)
