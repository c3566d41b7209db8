"""``UnityEngine.TextMesh``, ``Terrain``, ``SortingGroup``: further things that a scene shows."""

from __future__ import annotations

from .component import Behaviour, Component
from .fields import boolean, enum, integer, packed_color, real, reference, text
from .interop import Array, static_property
from .objects import _find, register
from .renderers import sorting_layer_name

__all__ = ["SortingGroup", "Terrain", "TextMesh"]


@register
class TextMesh(Component):
    """Text as a mesh."""

    __slots__ = ()
    text = text("m_Text", doc="What it says.")
    color = packed_color("m_Color")
    offsetZ = real("m_OffsetZ")
    characterSize = real("m_CharacterSize", default=1.0)
    lineSpacing = real("m_LineSpacing", default=1.0)
    anchor = enum(
        "UnityEngine.TextAnchor", "m_Anchor", doc="Which point of the text stands at its Transform."
    )
    alignment = enum("UnityEngine.TextAlignment", "m_Alignment")
    tabSize = real("m_TabSize", default=4.0)
    fontSize = integer("m_FontSize")
    fontStyle = enum("UnityEngine.FontStyle", "m_FontStyle")
    richText = boolean("m_RichText", default=True)
    font = reference("m_Font")


@register
class Terrain(Behaviour):
    """A landscape; its heights are only known to the real editor."""

    __slots__ = ()
    terrainData = reference("m_TerrainData")
    treeDistance = real("m_TreeDistance", default=5000.0)
    treeBillboardDistance = real("m_TreeBillboardDistance", default=50.0)
    treeCrossFadeLength = real("m_TreeCrossFadeLength", default=5.0)
    treeMaximumFullLODCount = integer("m_TreeMaximumFullLODCount", default=50)
    detailObjectDistance = real("m_DetailObjectDistance", default=80.0)
    detailObjectDensity = real("m_DetailObjectDensity", default=1.0, least=0.0, most=1.0)
    heightmapPixelError = real("m_HeightmapPixelError", default=5.0)
    basemapDistance = real("m_SplatMapDistance", default=1000.0)
    heightmapMinimumLODSimplification = integer("m_HeightmapMinimumLODSimplification")
    heightmapMaximumLOD = integer("m_HeightmapMaximumLOD")
    shadowCastingMode = enum("UnityEngine.Rendering.ShadowCastingMode", "m_ShadowCastingMode", default=2)
    drawHeightmap = boolean("m_DrawHeightmap", default=True)
    drawInstanced = boolean("m_DrawInstanced")
    drawTreesAndFoliage = boolean("m_DrawTreesAndFoliage", default=True)
    ignoreQualitySettings = boolean("m_IgnoreQualitySettings")
    reflectionProbeUsage = enum(
        "UnityEngine.Rendering.ReflectionProbeUsage", "m_ReflectionProbeUsage", default=1
    )
    materialTemplate = reference("m_MaterialTemplate")
    bakeLightProbesForTrees = boolean("m_BakeLightProbesForTrees", default=True)
    preserveTreePrototypeLayers = boolean("m_PreserveTreePrototypeLayers")
    deringLightProbesForTrees = boolean("m_DeringLightProbesForTrees", default=True)
    groupingID = integer("m_GroupingID")
    renderingLayerMask = integer("m_RenderingLayerMask", default=1)
    allowAutoConnect = boolean("m_AllowAutoConnect", default=True)
    enableHeightmapRayTracing = boolean("m_EnableHeightmapRayTracing", default=True)
    activeTerrains = static_property(lambda: Array([t for t in _find(Terrain, False) if t.enabled], Terrain))
    activeTerrain = static_property(lambda: next(iter(Terrain.activeTerrains), None))


class SortingGroup(Behaviour):
    """Sorts all renderers below it as one."""

    _namespace = "UnityEngine.Rendering"
    __slots__ = ()
    sortingLayerID = integer("m_SortingLayerID")
    sortingLayerName = sorting_layer_name()
    sortingOrder = integer("m_SortingOrder")
    sortAtRoot = boolean("m_SortAtRoot")


register(SortingGroup)
