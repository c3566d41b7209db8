"""Writes Unity projects with scenes of any size, structurally as Unity 2022.3 writes them.

    python -m benchmarks.scenes FOLDER [OBJECTS [INSTANCES]]

The objects form ten trees, each object with up to ten children: 10,000 objects are four levels deep, as sorted
scenes are. Each has a Transform and a BoxCollider. Instances are of a prefab that itself nests another: seven
GameObjects each, with as many overrides as Unity writes for a placed and renamed one.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = [
    "LAMPS",
    "SCENE",
    "SPECIAL",
    "YAML",
    "game_object",
    "project_files",
    "write_files",
    "write_project",
]

VERSION = "2022.3.62f3"
SCENE = "Assets/Scenes/Main.unity"
SCENE_GUID = "5d0c2a61f3b94e7f8a1be2c4d7906a35"
POST, LAMP = "Assets/Prefabs/Post.prefab", "Assets/Prefabs/Lamp.prefab"
GUIDS = {POST: "0f4c1d53a7e84b6f9d2e61b8c3a50714", LAMP: "7be2905d41c64a3e8c0f9a6d2b17e583"}
PREFAB = 3_141_592_653_589_793_238
"""Added to file ids in prefabs, where Unity draws them at random from 63 bits."""
FANOUT = 10
SPECIAL = 10
"""How many GameObjects of a scene are called `Needle`, with a Light and the tag `Player`."""
LAMPS = 7
"""How many GameObjects an instance brings."""

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

GAME_OBJECT = """\
--- !u!1 &{own}
GameObject:
  m_ObjectHideFlags: 0
  m_CorrespondingSourceObject: {{fileID: 0}}
  m_PrefabInstance: {{fileID: 0}}
  m_PrefabAsset: {{fileID: 0}}
  serializedVersion: 6
  m_Component:
  - component: {{fileID: {transform}}}
{parts}  m_Layer: 0
  m_Name: {name}
  m_TagString: {tag}
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
  m_LocalPosition: {{x: {x:g}, y: {y:g}, z: {z:g}}}
  m_LocalScale: {{x: 1, y: 1, z: 1}}
  m_ConstrainProportionsScale: 0
  m_Children:{children}
  m_Father: {{fileID: {father}}}
  m_LocalEulerAnglesHint: {{x: 0, y: 0, z: 0}}
"""

BOX_COLLIDER = """\
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

LIGHT = """\
--- !u!108 &{light}
Light:
  m_ObjectHideFlags: 0
  m_CorrespondingSourceObject: {{fileID: 0}}
  m_PrefabInstance: {{fileID: 0}}
  m_PrefabAsset: {{fileID: 0}}
  m_GameObject: {{fileID: {own}}}
  m_Enabled: 1
  serializedVersion: 10
  m_Type: 2
  m_Color: {{r: 1, g: 1, b: 1, a: 1}}
  m_Intensity: 1
  m_Range: 10
"""

INSTANCE = """\
--- !u!1001 &{own}
PrefabInstance:
  m_ObjectHideFlags: 0
  serializedVersion: 2
  m_Modification:
    serializedVersion: 3
    m_TransformParent: {{fileID: {father}}}
    m_Modifications:
{overrides}    m_RemovedComponents: []
    m_RemovedGameObjects: []
    m_AddedGameObjects: []
    m_AddedComponents: []
  m_SourcePrefab: {{fileID: 100100000, guid: {guid}, type: 3}}
"""

OVERRIDE = """\
    - target: {{fileID: {target}, guid: {guid}, type: 3}}
      propertyPath: {path}
      value: {value}
      objectReference: {{fileID: 0}}
"""

META = """\
fileFormatVersion: 2
guid: {guid}
DefaultImporter:
  externalObjects: {{}}
  userData:{blank}
  assetBundleName:{blank}
  assetBundleVariant:{blank}
"""


def game_object(
    own: int,
    name: str,
    at: tuple[float, float, float] = (0, 0, 0),
    *,
    children: Sequence[int] = (),
    father: int = 0,
    parts: Sequence[int] = (),
    tag: str = "Untagged",
) -> str:
    """The text of a GameObject and its Transform, of which the file id is the GameObject's plus one.

    Args:
        own: Its file id.
        name: Its name, which needs no quotes.
        at: Its local position.
        children: File ids of the Transforms below it.
        father: File id of the Transform above it; 0 for a root.
        parts: File ids of its other components.
        tag: Its tag.
    """
    return GAME_OBJECT.format(
        own=own,
        transform=own + 1,
        parts="".join(f"  - component: {{fileID: {part}}}\n" for part in parts),
        name=name,
        tag=tag,
        x=at[0],
        y=at[1],
        z=at[2],
        children="".join(f"\n  - {{fileID: {child}}}" for child in children) or " []",
        father=father,
    )


def project_files(scene: str, *, version: str = VERSION, guid: str = SCENE_GUID) -> dict[str, str]:
    """The files of a project with one scene, by their paths; ``guid`` is the scene's."""
    build = f"""\
{YAML}--- !u!1045 &1
EditorBuildSettings:
  m_ObjectHideFlags: 0
  serializedVersion: 2
  m_Scenes:
  - enabled: 1
    path: {SCENE}
    guid: {guid}
  m_configObjects: {{}}
"""
    return {
        SCENE: scene,
        f"{SCENE}.meta": META.format(guid=guid, blank=" "),
        "ProjectSettings/EditorBuildSettings.asset": build,
        "ProjectSettings/ProjectVersion.txt": f"m_EditorVersion: {version}\n",
    }


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Writes texts to paths below a folder, which is made when missing; returns the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def write_project(folder: Path, objects: int, instances: int = 0) -> Path:
    """Writes a project whose one scene has that many GameObjects of its own; returns its folder.

    Args:
        folder: Made when missing; what it holds of the same names is replaced.
        objects: Named `Object 00000` and so on; of twenty or more, `SPECIAL` ones are called `Needle`.
        instances: Of a prefab, named `Lamp 00000` and so on.
    """
    files = project_files(scene(objects, instances))
    files["Packages/manifest.json"] = '{\n  "dependencies": {}\n}\n'
    if instances:
        files |= {POST: post_prefab(), LAMP: lamp_prefab()}
        files |= {f"{path}.meta": META.format(guid=guid, blank=" ") for path, guid in GUIDS.items()}
    return write_files(folder, files)


def scene(objects: int, instances: int = 0) -> str:
    """The text of a scene with that many GameObjects and instances of the lamp prefab, all roots."""
    parts = [YAML, SETTINGS]
    for index in range(objects):
        first = (index + 1) * FANOUT
        own = _id(index)
        special = FANOUT <= index < FANOUT + SPECIAL
        parts.append(
            game_object(
                own,
                "Needle" if special else f"Object {index:05}",
                (index % 100 * 0.25, 0, index // 100 * 0.5),
                children=[_id(child) + 1 for child in range(first, min(first + FANOUT, objects))],
                father=_id(index // FANOUT - 1) + 1 if index >= FANOUT else 0,
                parts=[own + 2, own + 3] if special else [own + 2],
                tag="Player" if special else "Untagged",
            )
        )
        parts.append(BOX_COLLIDER.format(own=own, collider=own + 2))
        if special:
            parts.append(LIGHT.format(own=own, light=own + 3))
    roots = [_id(index) + 1 for index in range(min(FANOUT, objects))]
    for index in range(instances):
        roots.append(_id(objects + index))
        parts.append(lamp(roots[-1], f"Lamp {index:05}", index))
    listed = "".join(f"  - {{fileID: {root}}}\n" for root in roots)
    parts.append(
        f"--- !u!1660057539 &9223372036854775807\nSceneRoots:\n  m_ObjectHideFlags: 0\n  m_Roots:\n{listed}"
    )
    return "".join(parts)


def lamp(own: int, name: str, index: int) -> str:
    """An instance of the lamp in a scene, with the overrides that Unity writes for one that was placed."""
    where = {"x": index % 100 * 2, "y": 0, "z": index // 100 * 2}
    values: list[tuple[int, str, object]] = [(PREFAB + 1000, "m_Name", name)]
    values += [(PREFAB + 1001, f"m_LocalPosition.{axis}", value) for axis, value in where.items()]
    values += [(PREFAB + 1001, f"m_LocalRotation.{axis}", int(axis == "w")) for axis in "wxyz"]
    values += [(PREFAB + 1001, f"m_LocalEulerAnglesHint.{axis}", 0) for axis in "xyz"]
    return _instance(own, LAMP, 0, values)


def lamp_prefab() -> str:
    """A prefab of four GameObjects that nests three of another."""
    nested = [
        ("Bulb", PREFAB + 1010, PREFAB + 1001),
        ("Shade", PREFAB + 1020, PREFAB + 1001),
        ("Chain", PREFAB + 1030, PREFAB + 1021),
    ]
    parts = [
        YAML,
        game_object(PREFAB + 1000, "Lamp", children=[PREFAB + 1011, PREFAB + 1021], parts=[PREFAB + 1002]),
    ]
    parts.append(BOX_COLLIDER.format(own=PREFAB + 1000, collider=PREFAB + 1002))
    for name, own, father in nested:
        below = [child + 1 for _, child, above in nested if above == own + 1]
        parts.append(game_object(own, name, (0, 1, 0), children=below, father=father, parts=[own + 2]))
        parts.append(BOX_COLLIDER.format(own=own, collider=own + 2))
    values: list[tuple[int, str, object]] = [
        (PREFAB + 2000, "m_Name", "Stand"),
        (PREFAB + 2001, "m_LocalPosition.y", 0.5),
    ]
    parts.append(_instance(PREFAB + 1100, POST, PREFAB + 1001, values))
    return "".join(parts)


def post_prefab() -> str:
    """A prefab of three GameObjects."""
    parts = [YAML, game_object(PREFAB + 2000, "Post", children=[PREFAB + 2011, PREFAB + 2021])]
    for name, own in (("Foot", PREFAB + 2010), ("Top", PREFAB + 2020)):
        parts.append(game_object(own, name, (0, 1, 0), father=PREFAB + 2001))
    return "".join(parts)


def _instance(own: int, prefab: str, father: int, values: Sequence[tuple[int, str, object]]) -> str:
    guid = GUIDS[prefab]
    overrides = "".join(
        OVERRIDE.format(target=target, guid=guid, path=path, value=value) for target, path, value in values
    )
    return INSTANCE.format(own=own, father=father, overrides=overrides, guid=guid)


def _id(index: int) -> int:
    # Unity sorts a scene's documents by these numbers; ten apart leaves room for the components.
    return 100_000_000 + index * 10


if __name__ == "__main__":
    write_project(Path(sys.argv[1]), *(int(number) for number in sys.argv[2:4] or ["10000"]))
