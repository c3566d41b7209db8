"""``UnityEngine.Physics``, ``Physics2D``, ``QualitySettings``, ``PlayerSettings``: the project's settings."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Mapping, Scalar, Sequence

from .fields import boolean, enum, integer, real, reference, text, vector2, vector3
from .interop import ApiType, Array, static_property
from .objects import Object
from .settings import Holder, Part, project_settings, statics

__all__ = ["Physics", "Physics2D", "PlayerSettings", "QualitySettings"]

_LAYERS = 32


class _LayerMatrix:
    """Which layers meet which: 32 numbers of 32 bits, in hexadecimal, the lowest byte first."""

    __slots__ = ("_holder",)

    def __init__(self, name: str) -> None:
        self._holder = project_settings(name)

    def _rows(self) -> list[int]:
        packed = bytes.fromhex(self._holder._document.text("m_LayerCollisionMatrix") or "ff" * 4 * _LAYERS)
        return [int.from_bytes(packed[4 * row : 4 * row + 4], "little") for row in range(_LAYERS)]

    def ignores(self, first: int, second: int) -> bool:
        """Whether two layers pass through each other."""
        return not self._rows()[_layer(first)] >> _layer(second) & 1

    def ignore(self, first: int, second: int, ignored: bool) -> None:
        """Let two layers pass through each other, or meet."""
        rows = self._rows()
        for one, other in ((_layer(first), _layer(second)), (_layer(second), _layer(first))):
            rows[one] = rows[one] & ~(1 << other) if ignored else rows[one] | 1 << other
        packed = b"".join(row.to_bytes(4, "little") for row in rows).hex()
        self._holder._document.set_text(("m_LayerCollisionMatrix",), packed)


def _layer(number: int) -> int:
    if not 0 <= number < _LAYERS:
        raise ValueError(f"layer numbers are 0 to {_LAYERS - 1}, got {number}")
    return number


@statics(lambda: project_settings("DynamicsManager"))
class Physics(metaclass=ApiType):
    """Settings of 3D physics; nothing is simulated."""

    _namespace = "UnityEngine"
    gravity = vector3("m_Gravity", default=(0.0, -9.81, 0.0))
    bounceThreshold = real("m_BounceThreshold", default=2.0)
    sleepThreshold = real("m_SleepThreshold", default=0.005)
    defaultContactOffset = real("m_DefaultContactOffset", default=0.01)
    defaultSolverIterations = integer(
        "m_DefaultSolverIterations", older="m_SolverIterationCount", default=6, least=1
    )
    defaultSolverVelocityIterations = integer("m_DefaultSolverVelocityIterations", default=1, least=1)
    defaultMaxAngularSpeed = real("m_DefaultMaxAngularSpeed", older="m_DefaultMaxAngluarSpeed", default=7.0)
    queriesHitTriggers = boolean("m_QueriesHitTriggers", default=True)
    queriesHitBackfaces = boolean("m_QueriesHitBackfaces")
    autoSyncTransforms = boolean("m_AutoSyncTransforms")
    autoSimulation = boolean("m_AutoSimulation", default=True)
    reuseCollisionCallbacks = boolean("m_ReuseCollisionCallbacks", default=True)
    clothGravity = vector3("m_ClothGravity", default=(0.0, -9.81, 0.0))
    AllLayers = -1
    DefaultRaycastLayers = -5
    IgnoreRaycastLayer = 4

    @staticmethod
    def GetIgnoreLayerCollision(layer1: int, layer2: int) -> bool:
        """Return whether two layers pass through each other."""
        return _LayerMatrix("DynamicsManager").ignores(layer1, layer2)

    @staticmethod
    def IgnoreLayerCollision(layer1: int, layer2: int, ignore: bool = True) -> None:
        """Let two layers pass through each other."""
        _LayerMatrix("DynamicsManager").ignore(layer1, layer2, ignore)


@statics(lambda: project_settings("Physics2DSettings"))
class Physics2D(metaclass=ApiType):
    """Settings of 2D physics; nothing is simulated."""

    _namespace = "UnityEngine"
    gravity = vector2("m_Gravity", default=(0.0, -9.81))
    velocityIterations = integer("m_VelocityIterations", default=8)
    positionIterations = integer("m_PositionIterations", default=3)
    velocityThreshold = real("m_VelocityThreshold", default=1.0)
    bounceThreshold = real("m_BounceThreshold", older="m_VelocityThreshold", default=1.0)
    maxLinearCorrection = real("m_MaxLinearCorrection", default=0.2)
    maxAngularCorrection = real("m_MaxAngularCorrection", default=8.0)
    maxTranslationSpeed = real("m_MaxTranslationSpeed", default=100.0)
    maxRotationSpeed = real("m_MaxRotationSpeed", default=360.0)
    defaultContactOffset = real("m_DefaultContactOffset", default=0.01)
    baumgarteScale = real("m_BaumgarteScale", default=0.2)
    baumgarteTOIScale = real("m_BaumgarteTimeOfImpactScale", default=0.75)
    timeToSleep = real("m_TimeToSleep", default=0.5)
    linearSleepTolerance = real("m_LinearSleepTolerance", default=0.01)
    angularSleepTolerance = real("m_AngularSleepTolerance", default=2.0)
    queriesHitTriggers = boolean("m_QueriesHitTriggers", default=True)
    queriesStartInColliders = boolean("m_QueriesStartInColliders", default=True)
    callbacksOnDisable = boolean("m_CallbacksOnDisable", default=True)
    reuseCollisionCallbacks = boolean("m_ReuseCollisionCallbacks", default=True)
    autoSyncTransforms = boolean("m_AutoSyncTransforms")
    simulationMode = enum("UnityEngine.SimulationMode2D", "m_SimulationMode")
    AllLayers = -1
    DefaultRaycastLayers = -5
    IgnoreRaycastLayer = 4

    @staticmethod
    def GetIgnoreLayerCollision(layer1: int, layer2: int) -> bool:
        """Return whether two layers pass through each other."""
        return _LayerMatrix("Physics2DSettings").ignores(layer1, layer2)

    @staticmethod
    def IgnoreLayerCollision(layer1: int, layer2: int, ignore: bool = True) -> None:
        """Let two layers pass through each other."""
        _LayerMatrix("Physics2DSettings").ignore(layer1, layer2, ignore)


def _quality() -> Holder:
    held = project_settings("QualitySettings")
    level = held._document.integer("m_CurrentQuality") or 0
    return Holder(Part(held._document, "m_QualitySettings", level), "QualitySettings", held._changed)


def _level_names() -> Array[str]:
    node = project_settings("QualitySettings")._document.field("m_QualitySettings")
    found = []
    for item in node if isinstance(node, Sequence) else ():
        name = item.get("name") if isinstance(item, Mapping) else None
        found.append(name.text if isinstance(name, Scalar) else "")
    return Array(found, str)


@statics(_quality)
class QualitySettings(Object):
    """How well things are drawn, at the current level."""

    __slots__ = ()
    names = static_property(_level_names)
    count = static_property(lambda: len(_level_names()))
    pixelLightCount = integer("pixelLightCount")
    shadows = enum("UnityEngine.ShadowQuality", "shadows")
    shadowResolution = enum("UnityEngine.ShadowResolution", "shadowResolution")
    shadowProjection = enum("UnityEngine.ShadowProjection", "shadowProjection")
    shadowCascades = integer("shadowCascades", default=1)
    shadowDistance = real("shadowDistance")
    shadowNearPlaneOffset = real("shadowNearPlaneOffset")
    shadowCascade2Split = real("shadowCascade2Split")
    shadowCascade4Split = vector3("shadowCascade4Split")
    shadowmaskMode = enum("UnityEngine.ShadowmaskMode", "shadowmaskMode")
    skinWeights = enum("UnityEngine.SkinWeights", "skinWeights", older="blendWeights")
    globalTextureMipmapLimit = integer("globalTextureMipmapLimit", older="textureQuality")
    masterTextureLimit = integer("globalTextureMipmapLimit", older="textureQuality")
    anisotropicFiltering = enum("UnityEngine.AnisotropicFiltering", "anisotropicTextures")
    antiAliasing = integer("antiAliasing", least=0, most=8)
    softParticles = boolean("softParticles")
    softVegetation = boolean("softVegetation")
    realtimeReflectionProbes = boolean("realtimeReflectionProbes")
    billboardsFaceCameraPosition = boolean("billboardsFaceCameraPosition")
    vSyncCount = integer("vSyncCount", least=0, most=4)
    lodBias = real("lodBias", default=1.0)
    maximumLODLevel = integer("maximumLODLevel")
    particleRaycastBudget = integer("particleRaycastBudget")
    asyncUploadTimeSlice = integer("asyncUploadTimeSlice")
    asyncUploadBufferSize = integer("asyncUploadBufferSize")
    asyncUploadPersistentBuffer = boolean("asyncUploadPersistentBuffer")
    resolutionScalingFixedDPIFactor = real("resolutionScalingFixedDPIFactor", default=1.0)
    streamingMipmapsActive = boolean("streamingMipmapsActive")
    streamingMipmapsAddAllCameras = boolean("streamingMipmapsAddAllCameras")
    streamingMipmapsMemoryBudget = real("streamingMipmapsMemoryBudget")
    streamingMipmapsRenderersPerFrame = integer("streamingMipmapsRenderersPerFrame")
    streamingMipmapsMaxLevelReduction = integer("streamingMipmapsMaxLevelReduction")
    streamingMipmapsMaxFileIORequests = integer("streamingMipmapsMaxFileIORequests")
    renderPipeline = reference("customRenderPipeline")

    @staticmethod
    def GetQualityLevel() -> int:
        """Return the number of the current level."""
        return project_settings("QualitySettings")._document.integer("m_CurrentQuality") or 0

    @staticmethod
    def SetQualityLevel(index: int, applyExpensiveChanges: bool = True) -> None:
        """Choose a level; a number beyond the list chooses the nearest."""
        last = max(len(_level_names()) - 1, 0)
        held = project_settings("QualitySettings")
        held._document.set_number(("m_CurrentQuality",), min(max(int(index), 0), last))

    @staticmethod
    def IncreaseLevel(applyExpensiveChanges: bool = False) -> None:
        """Choose the next level, if there is one."""
        QualitySettings.SetQualityLevel(QualitySettings.GetQualityLevel() + 1)

    @staticmethod
    def DecreaseLevel(applyExpensiveChanges: bool = False) -> None:
        """Choose the level before, if there is one."""
        QualitySettings.SetQualityLevel(QualitySettings.GetQualityLevel() - 1)


def _player() -> Holder:
    return project_settings("ProjectSettings")


@statics(_player)
class PlayerSettings(Object):
    """What a built player is called and how it starts."""

    _namespace = "UnityEditor"
    __slots__ = ()
    companyName = text("companyName")
    productName = text("productName")
    bundleVersion = text("bundleVersion")
    colorSpace = enum("UnityEngine.ColorSpace", "m_ActiveColorSpace")
    defaultScreenWidth = integer("defaultScreenWidth", default=1024)
    defaultScreenHeight = integer("defaultScreenHeight", default=768)
    defaultWebScreenWidth = integer("defaultScreenWidthWeb", default=960)
    defaultWebScreenHeight = integer("defaultScreenHeightWeb", default=600)
    defaultInterfaceOrientation = enum("UnityEditor.UIOrientation", "defaultScreenOrientation")
    allowedAutorotateToPortrait = boolean("allowedAutorotateToPortrait", default=True)
    allowedAutorotateToPortraitUpsideDown = boolean("allowedAutorotateToPortraitUpsideDown", default=True)
    allowedAutorotateToLandscapeRight = boolean("allowedAutorotateToLandscapeRight", default=True)
    allowedAutorotateToLandscapeLeft = boolean("allowedAutorotateToLandscapeLeft", default=True)
    useAnimatedAutorotation = boolean("useOSAutorotation", default=True)
    defaultIsNativeResolution = boolean("defaultIsNativeResolution", default=True)
    runInBackground = boolean("runInBackground")
    captureSingleScreen = boolean("captureSingleScreen")
    usePlayerLog = boolean("usePlayerLog", default=True)
    bakeCollisionMeshes = boolean("bakeCollisionMeshes")
    forceSingleInstance = boolean("forceSingleInstance")
    resizableWindow = boolean("resizableWindow")
    gpuSkinning = boolean("gpuSkinning")
    visibleInBackground = boolean("visibleInBackground")
    allowFullscreenSwitch = boolean("allowFullscreenSwitch", default=True)
    stripEngineCode = boolean("stripEngineCode")
    statusBarHidden = boolean("uIStatusBarHidden")
    stripUnusedMeshComponents = boolean("StripUnusedMeshComponents")
    muteOtherAudioSources = boolean("muteOtherAudioSources")

    @staticmethod
    def GetScriptingDefineSymbolsForGroup(targetGroup: Any) -> str:
        """Return the symbols that scripts are compiled with for a group of platforms, joined by semicolons."""
        return _defines(str(targetGroup), int(targetGroup))[1]

    @staticmethod
    def SetScriptingDefineSymbolsForGroup(targetGroup: Any, defines: Any) -> None:
        """Set the symbols that scripts are compiled with for a group of platforms.

        Raises:
            HeadlessLimitation: The project lists none for that group yet.
        """
        joined = defines if isinstance(defines, str) else ";".join(str(word) for word in defines)
        key = _defines(str(targetGroup), int(targetGroup))[0]
        if not key:
            raise HeadlessLimitation(
                f"the project lists no symbols for {targetGroup} yet; add the first one in the real editor"
            )
        _player()._document.set_text(("scriptingDefineSymbols", key), joined)

    @staticmethod
    def GetApplicationIdentifier(targetGroup: Any) -> str:
        """Return the identifier of a player for a group of platforms, such as ``com.company.product``."""
        name = str(targetGroup)
        held = _player()._document
        return (
            held.text("applicationIdentifier", {"iOS": "iPhone"}.get(name, name))
            or held.text("bundleIdentifier")
            or ""
        )


def _defines(name: str, number: int) -> tuple[str, str]:
    """Return the key and the symbols of a group of platforms, which older projects number."""
    held = _player()._document
    for key in (name, {"iOS": "iPhone"}.get(name, name), str(number)):
        found = held.text("scriptingDefineSymbols", key)
        if found is not None:
            return key, found
    return "", ""
