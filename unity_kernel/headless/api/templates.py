"""What Unity writes for new objects.

They have the form of the project's version. What other components are made of: ``newcomponents``.
"""

from __future__ import annotations

__all__ = [
    "component_head",
    "empty_scene",
    "game_object",
    "script",
    "transform",
]

Version = tuple[int, int, int]


def _prefab_lines(version: Version) -> str:
    if version and version[0] and version < (2018, 2, 0):
        return "  m_PrefabParentObject: {fileID: 0}\n  m_PrefabInternal: {fileID: 0}\n"
    if version and version[0] and version < (2018, 3, 0):
        return "  m_CorrespondingSourceObject: {fileID: 0}\n  m_PrefabInternal: {fileID: 0}\n"
    return "  m_CorrespondingSourceObject: {fileID: 0}\n  m_PrefabInstance: {fileID: 0}\n  m_PrefabAsset: {fileID: 0}\n"


def game_object(version: Version, component_ids: list[int]) -> str:
    """Return the body of a GameObject with these components, in the form of a Unity version."""
    if version[0] and version < (5, 5, 0):
        serialized, key = 4, "4"
    else:
        serialized, key = (5 if version[0] and version < (2018, 3, 0) else 6), "component"
    components = "".join(f"  - {key}: {{fileID: {i}}}\n" for i in component_ids)
    return (
        f"GameObject:\n  m_ObjectHideFlags: 0\n{_prefab_lines(version)}  serializedVersion: {serialized}\n"
        f"  m_Component:\n{components}  m_Layer: 0\n  m_Name: \n  m_TagString: Untagged\n"
        "  m_Icon: {fileID: 0}\n  m_NavMeshLayer: 0\n  m_StaticEditorFlags: 0\n  m_IsActive: 1\n"
    )


def transform(version: Version, owner_id: int, has_order: bool) -> str:
    """Return the body of a Transform at the origin; ``has_order`` adds ``m_RootOrder``."""
    serialized = "" if has_order else "  serializedVersion: 2\n"
    constrain = "" if version[0] and version < (2021, 2, 0) else "  m_ConstrainProportionsScale: 0\n"
    order = "  m_RootOrder: 0\n" if has_order else ""
    return (
        f"Transform:\n{component_head(version, owner_id)}{serialized}"
        "  m_LocalRotation: {x: 0, y: 0, z: 0, w: 1}\n  m_LocalPosition: {x: 0, y: 0, z: 0}\n"
        f"  m_LocalScale: {{x: 1, y: 1, z: 1}}\n{constrain}  m_Children: []\n  m_Father: {{fileID: 0}}\n"
        f"{order}  m_LocalEulerAnglesHint: {{x: 0, y: 0, z: 0}}\n"
    )


def component_head(version: Version, owner_id: int) -> str:
    """Return the first lines that all components share."""
    return f"  m_ObjectHideFlags: 0\n{_prefab_lines(version)}  m_GameObject: {{fileID: {owner_id}}}\n"


def script(version: Version, owner_id: int, guid: str) -> str:
    """Return the first lines of a MonoBehaviour, down to where the fields of its script follow.

    Args:
        version: Of the project.
        owner_id: File id of its GameObject; 0 for a ScriptableObject.
        guid: The script's.
    """
    return (
        f"MonoBehaviour:\n{component_head(version, owner_id)}  m_Enabled: 1\n  m_EditorHideFlags: 0\n"
        f"  m_Script: {{fileID: 11500000, guid: {guid}, type: 3}}\n  m_Name: \n  m_EditorClassIdentifier: \n"
    )


def empty_scene(version: Version) -> str:
    """Return the file of a scene without GameObjects."""
    if version and version[0] and version < (2022, 2, 0):
        return _EMPTY_SCENE[: _EMPTY_SCENE.index("--- !u!1660057539")]
    if version >= (6000, 0, 0) or not version[0]:
        return _EMPTY_SCENE.replace(
            "  serializedVersion: 9\n  m_Fog", "  serializedVersion: 10\n  m_Fog"
        ).replace(
            "  serializedVersion: 12\n  m_GISettings",
            "  serializedVersion: 13\n  m_BakeOnSceneLoad: 0\n  m_GISettings",
        )
    return _EMPTY_SCENE


_EMPTY_SCENE = """\
%YAML 1.1
%TAG !u! tag:unity3d.com,2011:
--- !u!29 &1
OcclusionCullingSettings:
  m_ObjectHideFlags: 0
  serializedVersion: 2
  m_OcclusionBakeSettings:
    smallestOccluder: 5
    smallestHole: 0.25
    backfaceThreshold: 100
  m_SceneGUID: 00000000000000000000000000000000
  m_OcclusionCullingData: {fileID: 0}
--- !u!104 &2
RenderSettings:
  m_ObjectHideFlags: 0
  serializedVersion: 9
  m_Fog: 0
  m_FogColor: {r: 0.5, g: 0.5, b: 0.5, a: 1}
  m_FogMode: 3
  m_FogDensity: 0.01
  m_LinearFogStart: 0
  m_LinearFogEnd: 300
  m_AmbientSkyColor: {r: 0.212, g: 0.227, b: 0.259, a: 1}
  m_AmbientEquatorColor: {r: 0.114, g: 0.125, b: 0.133, a: 1}
  m_AmbientGroundColor: {r: 0.047, g: 0.043, b: 0.035, a: 1}
  m_AmbientIntensity: 1
  m_AmbientMode: 0
  m_SubtractiveShadowColor: {r: 0.42, g: 0.478, b: 0.627, a: 1}
  m_SkyboxMaterial: {fileID: 10304, guid: 0000000000000000f000000000000000, type: 0}
  m_HaloStrength: 0.5
  m_FlareStrength: 1
  m_FlareFadeSpeed: 3
  m_HaloTexture: {fileID: 0}
  m_SpotCookie: {fileID: 10001, guid: 0000000000000000e000000000000000, type: 0}
  m_DefaultReflectionMode: 0
  m_DefaultReflectionResolution: 128
  m_ReflectionBounces: 1
  m_ReflectionIntensity: 1
  m_CustomReflection: {fileID: 0}
  m_Sun: {fileID: 0}
  m_UseRadianceAmbientProbe: 0
--- !u!157 &3
LightmapSettings:
  m_ObjectHideFlags: 0
  serializedVersion: 12
  m_GISettings:
    serializedVersion: 2
    m_BounceScale: 1
    m_IndirectOutputScale: 1
    m_AlbedoBoost: 1
    m_EnvironmentLightingMode: 0
    m_EnableBakedLightmaps: 1
    m_EnableRealtimeLightmaps: 0
  m_LightmapEditorSettings:
    serializedVersion: 12
    m_Resolution: 2
    m_BakeResolution: 40
    m_AtlasSize: 1024
    m_AO: 0
    m_AOMaxDistance: 1
    m_CompAOExponent: 1
    m_CompAOExponentDirect: 0
    m_ExtractAmbientOcclusion: 0
    m_Padding: 2
    m_LightmapParameters: {fileID: 0}
    m_LightmapsBakeMode: 1
    m_TextureCompression: 1
    m_ReflectionCompression: 2
    m_MixedBakeMode: 2
    m_BakeBackend: 1
    m_PVRSampling: 1
    m_PVRDirectSampleCount: 32
    m_PVRSampleCount: 500
    m_PVRBounces: 2
    m_PVREnvironmentSampleCount: 500
    m_PVREnvironmentReferencePointCount: 2048
    m_PVRFilteringMode: 2
    m_PVRDenoiserTypeDirect: 0
    m_PVRDenoiserTypeIndirect: 0
    m_PVRDenoiserTypeAO: 0
    m_PVRFilterTypeDirect: 0
    m_PVRFilterTypeIndirect: 0
    m_PVRFilterTypeAO: 0
    m_PVREnvironmentMIS: 0
    m_PVRCulling: 1
    m_PVRFilteringGaussRadiusDirect: 1
    m_PVRFilteringGaussRadiusIndirect: 5
    m_PVRFilteringGaussRadiusAO: 2
    m_PVRFilteringAtrousPositionSigmaDirect: 0.5
    m_PVRFilteringAtrousPositionSigmaIndirect: 2
    m_PVRFilteringAtrousPositionSigmaAO: 1
    m_ExportTrainingData: 0
    m_TrainingDataDestination: TrainingData
    m_LightProbeSampleCountMultiplier: 4
  m_LightingDataAsset: {fileID: 0}
  m_LightingSettings: {fileID: 0}
--- !u!196 &4
NavMeshSettings:
  serializedVersion: 2
  m_ObjectHideFlags: 0
  m_BuildSettings:
    serializedVersion: 3
    agentTypeID: 0
    agentRadius: 0.5
    agentHeight: 2
    agentSlope: 45
    agentClimb: 0.4
    ledgeDropHeight: 0
    maxJumpAcrossDistance: 0
    minRegionArea: 2
    manualCellSize: 0
    cellSize: 0.16666667
    manualTileSize: 0
    tileSize: 256
    buildHeightMesh: 0
    maxJobWorkers: 0
    preserveTilesOutsideBounds: 0
    debug:
      m_Flags: 0
  m_NavMeshData: {fileID: 0}
--- !u!1660057539 &9223372036854775807
SceneRoots:
  m_ObjectHideFlags: 0
  m_Roots: []
"""
