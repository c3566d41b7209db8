"""What Unity writes for new assets."""

from __future__ import annotations

__all__ = ["HEADER", "animation_clip", "material", "meta"]

HEADER = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n"
Version = tuple[int, int, int]

_STANDARD_TEXTURES = (
    "_BumpMap", "_DetailAlbedoMap", "_DetailMask", "_DetailNormalMap", "_EmissionMap", "_MainTex",
    "_MetallicGlossMap", "_OcclusionMap", "_ParallaxMap",
)  # fmt: skip
_STANDARD_FLOATS = {
    "_BumpScale": "1", "_Cutoff": "0.5", "_DetailNormalMapScale": "1", "_DstBlend": "0", "_GlossMapScale": "1",
    "_Glossiness": "0.5", "_GlossyReflections": "1", "_Metallic": "0", "_Mode": "0", "_OcclusionStrength": "1",
    "_Parallax": "0.02", "_SmoothnessTextureChannel": "0", "_SpecularHighlights": "1", "_SrcBlend": "1", "_UVSec": "0",
    "_ZWrite": "1",
}  # fmt: skip
_UNIVERSAL_TEXTURES = (
    "_BaseMap", "_BumpMap", "_DetailAlbedoMap", "_DetailMask", "_DetailNormalMap", "_EmissionMap", "_MainTex",
    "_MetallicGlossMap", "_OcclusionMap", "_ParallaxMap", "_SpecGlossMap",
)  # fmt: skip
_UNIVERSAL_FLOATS = {
    "_AlphaClip": "0", "_Blend": "0", "_BumpScale": "1", "_Cull": "2", "_Cutoff": "0.5", "_DstBlend": "0",
    "_GlossMapScale": "0", "_Glossiness": "0", "_Metallic": "0", "_OcclusionStrength": "1", "_Parallax": "0.005",
    "_QueueOffset": "0", "_ReceiveShadows": "1", "_Smoothness": "0.5", "_SmoothnessTextureChannel": "0",
    "_SpecularHighlights": "1", "_SrcBlend": "1", "_Surface": "0", "_WorkflowMode": "1", "_ZWrite": "1",
}  # fmt: skip


def _prefab_lines(version: Version) -> str:
    if version[0] and version < (2018, 3, 0):
        return "  m_PrefabParentObject: {fileID: 0}\n  m_PrefabInternal: {fileID: 0}\n"
    return "  m_CorrespondingSourceObject: {fileID: 0}\n  m_PrefabInstance: {fileID: 0}\n  m_PrefabAsset: {fileID: 0}\n"


def material(version: Version, *, universal: bool) -> str:
    """Return the body of a new material, with the properties of the Standard or the Universal pipeline's Lit shader."""
    textures = _UNIVERSAL_TEXTURES if universal else _STANDARD_TEXTURES
    floats = _UNIVERSAL_FLOATS if universal else _STANDARD_FLOATS
    slots = "".join(
        f"    - {name}:\n        m_Texture: {{fileID: 0}}\n        m_Scale: {{x: 1, y: 1}}\n"
        "        m_Offset: {x: 0, y: 0}\n"
        for name in textures
    )
    numbers = "".join(f"    - {name}: {value}\n" for name, value in floats.items())
    base = "    - _BaseColor: {r: 1, g: 1, b: 1, a: 1}\n" if universal else ""
    recent = not version[0] or version >= (2021, 2, 0)
    keywords = "  m_ValidKeywords: []\n  m_InvalidKeywords: []\n" if recent else "  m_ShaderKeywords: \n"
    variant = (
        "  m_Parent: {fileID: 0}\n  m_ModifiedSerializedProperties: 0\n"
        if not version[0] or version >= (2022, 1, 0)
        else ""
    )
    integers = "    m_Ints: []\n" if recent else ""
    locked = "  m_LockedProperties: \n" if not version[0] or version >= (2023, 1, 0) else ""
    return (
        f"Material:\n  serializedVersion: {8 if recent else 6}\n  m_ObjectHideFlags: 0\n{_prefab_lines(version)}"
        f"  m_Name: \n  m_Shader: {{fileID: 0}}\n{variant}{keywords}  m_LightmapFlags: 4\n"
        "  m_EnableInstancingVariants: 0\n  m_DoubleSidedGI: 0\n  m_CustomRenderQueue: -1\n  stringTagMap: {}\n"
        f"  disabledShaderPasses: []\n{locked}  m_SavedProperties:\n    serializedVersion: 3\n    m_TexEnvs:\n{slots}"
        f"{integers}    m_Floats:\n{numbers}    m_Colors:\n{base}    - _Color: {{r: 1, g: 1, b: 1, a: 1}}\n"
        "    - _EmissionColor: {r: 0, g: 0, b: 0, a: 1}\n  m_BuildTextureStacks: []\n"
    )


def animation_clip(version: Version) -> str:
    """Return the body of an animation clip without curves."""
    empty = "".join(
        f"  m_{name}Curves: []\n"
        for name in ("Rotation", "CompressedRotation", "Euler", "Position", "Scale", "Float")
    )
    return (
        f"AnimationClip:\n  m_ObjectHideFlags: 0\n{_prefab_lines(version)}  m_Name: \n  serializedVersion: 7\n"
        f"  m_Legacy: 0\n  m_Compressed: 0\n  m_UseHighQualityCurve: 1\n{empty}  m_PPtrCurves: []\n  m_SampleRate: 60\n"
        "  m_WrapMode: 0\n  m_Bounds:\n    m_Center: {x: 0, y: 0, z: 0}\n    m_Extent: {x: 0, y: 0, z: 0}\n"
        "  m_ClipBindingConstant:\n    genericBindings: []\n    pptrCurveMapping: []\n  m_AnimationClipSettings:\n"
        "    serializedVersion: 2\n    m_AdditiveReferencePoseClip: {fileID: 0}\n    m_AdditiveReferencePoseTime: 0\n"
        "    m_StartTime: 0\n    m_StopTime: 1\n    m_OrientationOffsetY: 0\n    m_Level: 0\n    m_CycleOffset: 0\n"
        "    m_HasAdditiveReferencePose: 0\n    m_LoopTime: 0\n    m_LoopBlend: 0\n    m_LoopBlendOrientation: 0\n"
        "    m_LoopBlendPositionY: 0\n    m_LoopBlendPositionXZ: 0\n    m_KeepOriginalOrientation: 0\n"
        "    m_KeepOriginalPositionY: 1\n    m_KeepOriginalPositionXZ: 0\n    m_HeightFromFeet: 0\n    m_Mirror: 0\n"
        "  m_EditorCurves: []\n  m_EulerEditorCurves: []\n  m_HasGenericRootTransform: 0\n"
        "  m_HasMotionFloatCurves: 0\n  m_Events: []\n"
    )


def meta(guid: str, main_id: int = 0) -> str:
    """Return the ``.meta`` file of a folder, or of a native asset with that main object."""
    if not main_id:
        body = "folderAsset: yes\nDefaultImporter:\n  externalObjects: {}\n"
    else:
        body = f"NativeFormatImporter:\n  externalObjects: {{}}\n  mainObjectFileID: {main_id}\n"
    return f"fileFormatVersion: 2\nguid: {guid}\n{body}  userData: \n  assetBundleName: \n  assetBundleVariant: \n"
