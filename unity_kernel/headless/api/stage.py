"""What else stands in scenes: films, directors, obstacles of agents, wheels, wind, tile maps' grids, masks, skies."""

from __future__ import annotations

from .component import Behaviour, Component
from .fields import boolean, color, enum, integer, points, real, reference, text, vector3
from .objects import register
from .physics import Collider
from .renderers import Renderer

__all__ = ["VideoPlayer"]


@register
class VideoPlayer(Behaviour):
    """Shows a film on a texture, a material or before a camera; nothing plays here."""

    _namespace = "UnityEngine.Video"
    __slots__ = ()
    source = enum("UnityEngine.Video.VideoSource", "m_DataSource")
    clip = reference("m_VideoClip")
    url = text("m_Url")
    renderMode = enum("UnityEngine.Video.VideoRenderMode", "m_RenderMode")
    aspectRatio = enum("UnityEngine.Video.VideoAspectRatio", "m_AspectRatio")
    targetCamera = reference("m_TargetCamera")
    targetCameraAlpha = real("m_TargetCameraAlpha", default=1.0, least=0.0, most=1.0)
    targetTexture = reference("m_TargetTexture")
    targetMaterialRenderer = reference("m_TargetMaterialRenderer")
    targetMaterialProperty = text("m_TargetMaterialProperty")
    audioOutputMode = enum("UnityEngine.Video.VideoAudioOutputMode", "m_AudioOutputMode")
    playbackSpeed = real("m_PlaybackSpeed", default=1.0)
    playOnAwake = boolean("m_PlayOnAwake", default=True)
    isLooping = boolean("m_Looping")
    skipOnDrop = boolean("m_SkipOnDrop", default=True)
    waitForFirstFrame = boolean("m_WaitForFirstFrame", default=True)
    sendFrameReadyEvents = boolean("m_FrameReadyEventEnabled")


@register
class PlayableDirector(Behaviour):
    """Plays a timeline; nothing plays here."""

    _namespace = "UnityEngine.Playables"
    __slots__ = ()
    playableAsset = reference("m_PlayableAsset")
    playOnAwake = boolean("m_InitialState", default=True)
    extrapolationMode = enum("UnityEngine.Playables.DirectorWrapMode", "m_WrapMode", default=2)
    timeUpdateMode = enum("UnityEngine.Playables.DirectorUpdateMode", "m_DirectorUpdateMode", default=1)
    initialTime = real("m_InitialTime")


@register
class NavMeshObstacle(Behaviour):
    """Stands in the way of agents."""

    _namespace = "UnityEngine.AI"
    __slots__ = ()
    shape = enum("UnityEngine.AI.NavMeshObstacleShape", "m_Shape", default=1)
    center = vector3("m_Center")
    carving = boolean("m_Carve")
    carvingMoveThreshold = real("m_MoveThreshold", default=0.1)
    carvingTimeToStationary = real("m_TimeToStationary", default=0.5)
    carveOnlyStationary = boolean("m_CarveOnlyStationary", default=True)


@register
class WheelCollider(Collider):
    """A wheel of a vehicle."""

    __slots__ = ()
    center = vector3("m_Center")
    radius = real("m_Radius", default=0.5)
    mass = real("m_Mass", default=20.0)
    suspensionDistance = real("m_SuspensionDistance", default=0.3)
    forceAppPointDistance = real("m_ForceAppPointDistance")
    wheelDampingRate = real("m_WheelDampingRate", default=0.25)


@register
class WindZone(Component):
    """Wind that moves trees and particles."""

    __slots__ = ()
    mode = enum("UnityEngine.WindZoneMode", "m_Mode")
    radius = real("m_Radius", default=20.0)
    windMain = real("m_WindMain", default=1.0)
    windTurbulence = real("m_WindTurbulence", default=1.0)
    windPulseMagnitude = real("m_WindPulseMagnitude", default=0.5)
    windPulseFrequency = real("m_WindPulseFrequency", default=0.01)


@register
class Skybox(Behaviour):
    """The sky of one camera."""

    __slots__ = ()
    material = reference("m_CustomSkybox")


@register
class LightProbeGroup(Behaviour):
    """Places at which light is measured when it is baked."""

    __slots__ = ()
    probePositions = points("m_SourcePositions", doc="In its own space.")
    dering = boolean("m_Dering", default=True)


@register
class OcclusionArea(Component):
    """A box in which what hides what is computed."""

    __slots__ = ()
    size = vector3("m_Size", default=(1.0, 1.0, 1.0))
    center = vector3("m_Center")


@register
class GridLayout(Behaviour):
    """Cells in rows and columns."""

    __slots__ = ()


@register
class Grid(GridLayout):
    """The cells of the tile maps below it."""

    __slots__ = ()
    cellSize = vector3("m_CellSize", default=(1.0, 1.0, 0.0))
    cellGap = vector3("m_CellGap")
    cellLayout = enum("UnityEngine.GridLayout.CellLayout", "m_CellLayout")
    cellSwizzle = enum("UnityEngine.GridLayout.CellSwizzle", "m_CellSwizzle")


@register
class Tilemap(GridLayout):
    """Tiles on a grid; their settings, not the tiles."""

    _namespace = "UnityEngine.Tilemaps"
    __slots__ = ()
    animationFrameRate = real("m_AnimationFrameRate", default=1.0)
    color = color("m_Color", default=(1.0, 1.0, 1.0, 1.0))
    tileAnchor = vector3("m_TileAnchor", default=(0.5, 0.5, 0.0))
    orientation = enum("UnityEngine.Tilemaps.Tilemap.Orientation", "m_TileOrientation")


@register
class TilemapRenderer(Renderer):
    """Draws a tile map."""

    _namespace = "UnityEngine.Tilemaps"
    __slots__ = ()
    mode = enum("UnityEngine.Tilemaps.TilemapRenderer.Mode", "m_Mode")
    sortOrder = enum("UnityEngine.Tilemaps.TilemapRenderer.SortOrder", "m_SortOrder")
    maskInteraction = enum("UnityEngine.SpriteMaskInteraction", "m_MaskInteraction")
    maxChunkCount = integer("m_MaxChunkCount", default=16)
    maxFrameAge = integer("m_MaxFrameAge", default=16)


@register
class SpriteMask(Renderer):
    """Hides or shows sprites by the shape of another one."""

    __slots__ = ()
    sprite = reference("m_Sprite")
    alphaCutoff = real("m_MaskAlphaCutoff", default=0.2, least=0.0, most=1.0)
    isCustomRangeActive = boolean("m_IsCustomRangeActive")
    frontSortingLayerID = integer("m_FrontSortingLayerID")
    frontSortingOrder = integer("m_FrontSortingOrder")
    backSortingLayerID = integer("m_BackSortingLayerID")
    backSortingOrder = integer("m_BackSortingOrder")


@register
class AudioReverbZone(Behaviour):
    """A place in which sounds echo."""

    __slots__ = ()
    minDistance = real("m_MinDistance", default=10.0)
    maxDistance = real("m_MaxDistance", default=15.0)
    reverbPreset = enum("UnityEngine.AudioReverbPreset", "m_ReverbPreset", default=1)


@register
class AudioEchoFilter(Behaviour):
    """Repeats a sound."""

    __slots__ = ()
    delay = real("m_Delay", default=500.0, doc="In milliseconds.")
    decayRatio = real("m_DecayRatio", default=0.5)
    dryMix = real("m_DryMix", default=1.0)
    wetMix = real("m_WetMix", default=1.0)


@register
class AudioHighPassFilter(Behaviour):
    """Lets high sounds through."""

    __slots__ = ()
    cutoffFrequency = real("m_CutoffFrequency", default=5000.0, doc="In hertz.")
    highpassResonanceQ = real("m_HighpassResonanceQ", default=1.0)


@register
class AudioDistortionFilter(Behaviour):
    """Distorts a sound."""

    __slots__ = ()
    distortionLevel = real("m_DistortionLevel", default=0.5, least=0.0, most=1.0)
