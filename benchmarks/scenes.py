"""Writes a Unity project with a scene of any size, structurally as Unity 2022.3 writes it.

    python -m benchmarks.scenes FOLDER [OBJECTS]

The objects form ten trees, each object with up to ten children: 10,000 objects are four levels deep, as sorted
scenes are. Each has a Transform and a BoxCollider.
"""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["write_project"]

VERSION = "2022.3.62f3"
SCENE = "Assets/Scenes/Main.unity"
SCENE_GUID = "5d0c2a61f3b94e7f8a1be2c4d7906a35"
FANOUT = 10

YAML = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n"

SETTINGS = """\
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
  m_AmbientMode: 0
  m_SkyboxMaterial: {fileID: 10304, guid: 0000000000000000f000000000000000, type: 0}
  m_Sun: {fileID: 0}
--- !u!157 &3
LightmapSettings:
  m_ObjectHideFlags: 0
  serializedVersion: 12
  m_GIWorkflowMode: 1
  m_LightingDataAsset: {fileID: 0}
  m_LightingSettings: {fileID: 0}
--- !u!196 &4
NavMeshSettings:
  serializedVersion: 2
  m_ObjectHideFlags: 0
  m_NavMeshData: {fileID: 0}
"""

OBJECT = """\
--- !u!1 &{own}
GameObject:
  m_ObjectHideFlags: 0
  m_CorrespondingSourceObject: {{fileID: 0}}
  m_PrefabInstance: {{fileID: 0}}
  m_PrefabAsset: {{fileID: 0}}
  serializedVersion: 6
  m_Component:
  - component: {{fileID: {transform}}}
  - component: {{fileID: {collider}}}
  m_Layer: 0
  m_Name: {name}
  m_TagString: Untagged
  m_Icon: {{fileID: 0}}
  m_NavMeshLayer: 0
  m_StaticEditorFlags: 0
  m_IsActive: 1
--- !u!4 &{transform}
Transform:
  m_ObjectHideFlags: 0
  m_CorrespondingSourceObject: {{fileID: 0}}
  m_PrefabInstance: {{fileID: 0}}
  m_PrefabAsset: {{fileID: 0}}
  m_GameObject: {{fileID: {own}}}
  serializedVersion: 2
  m_LocalRotation: {{x: 0, y: 0, z: 0, w: 1}}
  m_LocalPosition: {{x: {x}, y: 0, z: {z}}}
  m_LocalScale: {{x: 1, y: 1, z: 1}}
  m_ConstrainProportionsScale: 0
  m_Children:{children}
  m_Father: {{fileID: {father}}}
  m_LocalEulerAnglesHint: {{x: 0, y: 0, z: 0}}
--- !u!65 &{collider}
BoxCollider:
  m_ObjectHideFlags: 0
  m_CorrespondingSourceObject: {{fileID: 0}}
  m_PrefabInstance: {{fileID: 0}}
  m_PrefabAsset: {{fileID: 0}}
  m_GameObject: {{fileID: {own}}}
  m_Material: {{fileID: 0}}
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
  serializedVersion: 3
  m_Size: {{x: 1, y: 1, z: 1}}
  m_Center: {{x: 0, y: 0, z: 0}}
"""

BUILD_SETTINGS = f"""\
{YAML}--- !u!1045 &1
EditorBuildSettings:
  m_ObjectHideFlags: 0
  serializedVersion: 2
  m_Scenes:
  - enabled: 1
    path: {SCENE}
    guid: {SCENE_GUID}
  m_configObjects: {{}}
"""

SCENE_META = f"""\
fileFormatVersion: 2
guid: {SCENE_GUID}
DefaultImporter:
  externalObjects: {{}}
  userData:{" "}
  assetBundleName:{" "}
  assetBundleVariant:{" "}
"""


def write_project(folder: Path, objects: int) -> Path:
    """Writes a project whose one scene has that many GameObjects; returns its folder.

    Args:
        folder: Made when missing; what it holds of the same names is replaced.
        objects: Named `Object 00000` and so on.
    """
    files = {
        SCENE: scene(objects),
        f"{SCENE}.meta": SCENE_META,
        "ProjectSettings/EditorBuildSettings.asset": BUILD_SETTINGS,
        "ProjectSettings/ProjectVersion.txt": f"m_EditorVersion: {VERSION}\n"
        f"m_EditorVersionWithRevision: {VERSION} (4af31df58517)\n",
        "Packages/manifest.json": '{\n  "dependencies": {}\n}\n',
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def scene(objects: int) -> str:
    """The text of a scene with that many GameObjects."""
    parts = [YAML, SETTINGS]
    for index in range(objects):
        first = (index + 1) * FANOUT
        below = range(first, min(first + FANOUT, objects))
        parts.append(
            OBJECT.format(
                own=_id(index),
                transform=_id(index) + 1,
                collider=_id(index) + 2,
                name=f"Object {index:05}",
                x=f"{index % 100 * 0.25:g}",
                z=f"{index // 100 * 0.5:g}",
                children="".join(f"\n  - {{fileID: {_id(child) + 1}}}" for child in below) or " []",
                father=_id(index // FANOUT - 1) + 1 if index >= FANOUT else 0,
            )
        )
    roots = "".join(f"  - {{fileID: {_id(index) + 1}}}\n" for index in range(min(FANOUT, objects)))
    parts.append(
        f"--- !u!1660057539 &9223372036854775807\nSceneRoots:\n  m_ObjectHideFlags: 0\n  m_Roots:\n{roots}"
    )
    return "".join(parts)


def _id(index: int) -> int:
    # Unity sorts a scene's documents by these numbers; ten apart leaves room for the components.
    return 100_000_000 + index * 10


if __name__ == "__main__":
    write_project(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
