"""What Unity writes for new objects.

GameObjects and Transforms follow the project's version. Components are as Unity 2022.3 writes them, and as
6000.0 does from there on: newer editors bring them up to date when they load the scene, older ones skip the
fields that they do not know.
"""

from __future__ import annotations

__all__ = [
    "BUILT_IN_MESHES",
    "COMPONENTS",
    "SINGLE",
    "component",
    "component_head",
    "empty_scene",
    "game_object",
    "transform",
]

BUILT_IN_MESHES = "0000000000000000e000000000000000"
_BUILT_IN_EXTRA = "0000000000000000f000000000000000"
Version = tuple[int, int, int]

SINGLE = frozenset({"Camera", "Light", "Rigidbody", "AudioListener", "MeshFilter", "MeshRenderer"})
"""Components of which a GameObject has at most one."""


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


_LAYERS = """\
  m_Material: {fileID: 0}
  m_IncludeLayers:
    serializedVersion: 2
    m_Bits: 0
  m_ExcludeLayers:
    serializedVersion: 2
    m_Bits: 0
  m_LayerOverridePriority: 0
  m_IsTrigger: 0
  m_ProvidesContacts: 0
  m_Enabled: 1
"""

_CAMERA = """\
  m_Enabled: 1
  serializedVersion: 2
  m_ClearFlags: 1
  m_BackGroundColor: {r: 0.19215687, g: 0.3019608, b: 0.4745098, a: 0}
  m_projectionMatrixMode: 1
  m_GateFitMode: 2
  m_FOVAxisMode: 0
  m_Iso: 200
  m_ShutterSpeed: 0.005
  m_Aperture: 16
  m_FocusDistance: 10
  m_FocalLength: 50
  m_BladeCount: 5
  m_Curvature: {x: 2, y: 11}
  m_BarrelClipping: 0.25
  m_Anamorphism: 0
  m_SensorSize: {x: 36, y: 24}
  m_LensShift: {x: 0, y: 0}
  m_NormalizedViewPortRect:
    serializedVersion: 2
    x: 0
    y: 0
    width: 1
    height: 1
  near clip plane: 0.3
  far clip plane: 1000
  field of view: 60
  orthographic: 0
  orthographic size: 5
  m_Depth: 0
  m_CullingMask:
    serializedVersion: 2
    m_Bits: 4294967295
  m_RenderingPath: -1
  m_TargetTexture: {fileID: 0}
  m_TargetDisplay: 0
  m_TargetEye: 3
  m_HDR: 1
  m_AllowMSAA: 1
  m_AllowDynamicResolution: 0
  m_ForceIntoRT: 0
  m_OcclusionCulling: 1
  m_StereoConvergence: 10
  m_StereoSeparation: 0.022
"""

_LIGHT = """\
  m_Enabled: 1
  serializedVersion: 10
  m_Type: 2
  m_Shape: 0
  m_Color: {r: 1, g: 1, b: 1, a: 1}
  m_Intensity: 1
  m_Range: 10
  m_SpotAngle: 30
  m_InnerSpotAngle: 21.80208
  m_CookieSize: 10
  m_Shadows:
    m_Type: 0
    m_Resolution: -1
    m_CustomResolution: -1
    m_Strength: 1
    m_Bias: 0.05
    m_NormalBias: 0.4
    m_NearPlane: 0.2
    m_CullingMatrixOverride:
      e00: 1
      e01: 0
      e02: 0
      e03: 0
      e10: 0
      e11: 1
      e12: 0
      e13: 0
      e20: 0
      e21: 0
      e22: 1
      e23: 0
      e30: 0
      e31: 0
      e32: 0
      e33: 1
    m_UseCullingMatrixOverride: 0
  m_Cookie: {fileID: 0}
  m_DrawHalo: 0
  m_Flare: {fileID: 0}
  m_RenderMode: 0
  m_CullingMask:
    serializedVersion: 2
    m_Bits: 4294967295
  m_RenderingLayerMask: 1
  m_Lightmapping: 4
  m_LightShadowCasterMode: 0
  m_AreaSize: {x: 1, y: 1}
  m_BounceIntensity: 1
  m_ColorTemperature: 6570
  m_UseColorTemperature: 0
  m_BoundingSphereOverride: {x: 0, y: 0, z: 0, w: 0}
  m_UseBoundingSphereOverride: 0
  m_UseViewFrustumForShadowCasterCull: 1
  m_ShadowRadius: 0
  m_ShadowAngle: 0
"""

_MESH_RENDERER = f"""\
  m_Enabled: 1
  m_CastShadows: 1
  m_ReceiveShadows: 1
  m_DynamicOccludee: 1
  m_StaticShadowCaster: 0
  m_MotionVectors: 1
  m_LightProbeUsage: 1
  m_ReflectionProbeUsage: 1
  m_RayTracingMode: 2
  m_RayTraceProcedural: 0
  m_RenderingLayerMask: 1
  m_RendererPriority: 0
  m_Materials:
  - {{fileID: 10303, guid: {_BUILT_IN_EXTRA}, type: 0}}
  m_StaticBatchInfo:
    firstSubMesh: 0
    subMeshCount: 0
  m_StaticBatchRoot: {{fileID: 0}}
  m_ProbeAnchor: {{fileID: 0}}
  m_LightProbeVolumeOverride: {{fileID: 0}}
  m_ScaleInLightmap: 1
  m_ReceiveGI: 1
  m_PreserveUVs: 0
  m_IgnoreNormalsForChartDetection: 0
  m_ImportantGI: 0
  m_StitchLightmapSeams: 1
  m_SelectedEditorRenderState: 3
  m_MinimumChartSize: 4
  m_AutoUVMaxDistance: 0.5
  m_AutoUVMaxAngle: 89
  m_LightmapParameters: {{fileID: 0}}
  m_SortingLayerID: 0
  m_SortingLayer: 0
  m_SortingOrder: 0
  m_AdditionalVertexStreams: {{fileID: 0}}
"""

_RIGIDBODY = """\
  serializedVersion: 4
  m_Mass: 1
  m_Drag: 0
  m_AngularDrag: 0.05
  m_CenterOfMass: {x: 0, y: 0, z: 0}
  m_InertiaTensor: {x: 1, y: 1, z: 1}
  m_InertiaRotation: {x: 0, y: 0, z: 0, w: 1}
  m_IncludeLayers:
    serializedVersion: 2
    m_Bits: 0
  m_ExcludeLayers:
    serializedVersion: 2
    m_Bits: 0
  m_ImplicitCom: 1
  m_ImplicitTensor: 1
  m_UseGravity: 1
  m_IsKinematic: 0
  m_Interpolate: 0
  m_Constraints: 0
  m_CollisionDetection: 0
"""

_COMPONENTS: dict[str, tuple[int, str]] = {
    "AudioListener": (81, "  m_Enabled: 1\n"),
    "BoxCollider": (
        65,
        _LAYERS + "  serializedVersion: 3\n  m_Size: {x: 1, y: 1, z: 1}\n  m_Center: {x: 0, y: 0, z: 0}\n",
    ),
    "Camera": (20, _CAMERA),
    "CapsuleCollider": (
        136,
        _LAYERS
        + "  serializedVersion: 2\n  m_Radius: 0.5\n  m_Height: 1\n  m_Direction: 1\n  m_Center: {x: 0, y: 0, z: 0}\n",
    ),
    "Light": (108, _LIGHT),
    "MeshCollider": (
        64,
        _LAYERS + "  serializedVersion: 5\n  m_Convex: 0\n  m_CookingOptions: 30\n  m_Mesh: {fileID: 0}\n",
    ),
    "MeshFilter": (33, "  m_Mesh: {fileID: 0}\n"),
    "MeshRenderer": (23, _MESH_RENDERER),
    "Rigidbody": (54, _RIGIDBODY),
    "SphereCollider": (
        135,
        _LAYERS + "  serializedVersion: 3\n  m_Radius: 0.5\n  m_Center: {x: 0, y: 0, z: 0}\n",
    ),
}


_SINCE_6000 = {
    # component: (line of 2022.3, what 6000.0 writes in its place)
    "Light": [
        ("  serializedVersion: 10\n", "  serializedVersion: 11\n"),
        ("  m_Shape: 0\n", ""),
        ("ShadowCasterCull: 1\n", "ShadowCasterCull: 1\n  m_ForceVisible: 0\n"),
        (
            "  m_ShadowAngle: 0\n",
            "  m_ShadowAngle: 0\n  m_LightUnit: 1\n  m_LuxAtDistance: 1\n  m_EnableSpotReflector: 1\n",
        ),
    ],
    "MeshRenderer": [
        (
            "  m_RayTraceProcedural: 0\n",
            "  m_RayTraceProcedural: 0\n  m_RayTracingAccelStructBuildFlagsOverride: 0\n"
            "  m_RayTracingAccelStructBuildFlags: 1\n  m_SmallMeshCulling: 1\n",
        )
    ],
    "Rigidbody": [
        ("  serializedVersion: 4\n", "  serializedVersion: 5\n"),
        ("  m_Drag: 0\n  m_AngularDrag: 0.05\n", "  m_LinearDamping: 0\n  m_AngularDamping: 0.05\n"),
    ],
}

COMPONENTS = frozenset(_COMPONENTS)
"""Names of the components that can be added."""


def component(name: str, version: Version, owner_id: int) -> tuple[int, str]:
    """Return the class id and the body of a new component of a GameObject."""
    class_id, fields = _COMPONENTS[name]
    if version >= (6000, 0, 0) or not version[0]:
        for old, new in _SINCE_6000.get(name, ()):
            fields = fields.replace(old, new)
    return class_id, f"{name}:\n{component_head(version, owner_id)}{fields}"


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
