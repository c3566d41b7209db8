"""Projects with a prefab Lamp that holds an instance of a prefab Bulb, and what is said of their scenes."""

from __future__ import annotations

import difflib
import itertools
import re
from pathlib import Path

from tests.support.projects import SCENE, make_project
from unity_kernel.headless.api import references

from . import expansion
from .conftest import Editor, Opener
from .telling import compare, outline, told

__all__ = [
    "BULB", "INSTANCE", "LAMP", "OBJECT", "agree", "is_modern", "lamp", "make", "modification", "restored", "save",
    "write_prefab",
]  # fmt: skip

LAMP, BULB = "a" * 32, "b" * 32
HEAD = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n"
META = "fileFormatVersion: 2\nguid: {guid}\n"
OBJECT = """\
--- !u!1 &{id}
GameObject:
  m_ObjectHideFlags: 0
  serializedVersion: 6
  m_Component:
  - component: {{fileID: {node}}}
{parts}  m_Layer: 0
  m_Name: {name}
  m_TagString: Untagged
  m_IsActive: 1
--- !u!4 &{node}
Transform:
  m_ObjectHideFlags: 0
  m_GameObject: {{fileID: {id}}}
  m_LocalRotation: {{x: 0, y: 0, z: 0, w: 1}}
  m_LocalPosition: {{x: {x}, y: 0, z: 0}}
  m_LocalScale: {{x: 1, y: 1, z: 1}}
  m_Children:{children}
  m_Father: {{fileID: {father}}}
  m_LocalEulerAnglesHint: {{x: 0, y: 0, z: 0}}
"""
LIGHT = """\
--- !u!23 &12
MeshRenderer:
  m_ObjectHideFlags: 0
  m_GameObject: {fileID: 10}
  m_Enabled: 1
  m_Materials:
  - {fileID: 10303, guid: 0000000000000000f000000000000000, type: 0}
"""
INSTANCE = """\
--- !u!1001 &{id}
PrefabInstance:
  m_ObjectHideFlags: 0
  serializedVersion: 2
  m_Modification:
    serializedVersion: 3
    m_TransformParent: {{fileID: {parent}}}
    m_Modifications:{modifications}
    m_RemovedComponents: []
    m_RemovedGameObjects: []
    m_AddedGameObjects: []
    m_AddedComponents: []
  m_SourcePrefab: {{fileID: 100100000, guid: {guid}, type: 3}}
"""


def modification(target: int, guid: str, path: str, value: object) -> str:
    return (
        f"\n    - target: {{fileID: {target}, guid: {guid},\n        type: 3}}\n      propertyPath: {path}\n"
        f"      value: {value}\n      objectReference: {{fileID: 0}}"
    )


def write_prefab(root: Path, name: str, guid: str, text: str) -> None:
    path = root / f"Assets/{name}.prefab"
    path.write_bytes((HEAD + text).encode())
    path.with_name(path.name + ".meta").write_bytes(META.format(guid=guid).encode())


def make(
    tmp_path: Path, open_editor: Opener, *instances: str, version: str = "2022.3.62f3", roots: str = ""
) -> Editor:
    """A project with a prefab Bulb, a prefab Lamp with a Bulb in it, and instances in its scene.

    Args:
        version: Of Unity; before 2022.2, instances have no lists of what was added and no removed GameObjects.
        roots: What the scene's list of roots holds, for a scene that has one.
    """
    root = make_project(tmp_path / "p", version=version)
    bulb = OBJECT.format(
        id=10, node=11, name="Bulb", x=1, parts="  - component: {fileID: 12}\n", children=" []", father=0
    )
    write_prefab(root, "Bulb", BULB, bulb + LIGHT)
    lamp = OBJECT.format(id=20, node=21, name="Lamp", x=2, parts="", children="\n  - {fileID: 88}", father=0)
    nested = INSTANCE.format(
        id=99, parent=21, modifications=modification(11, BULB, "m_LocalPosition.y", 3), guid=BULB
    )
    stripped = (
        f"--- !u!4 &{11 ^ 99} stripped\nTransform:\n"
        f"  m_CorrespondingSourceObject: {{fileID: 11, guid: {BULB}, type: 3}}\n"
        "  m_PrefabInstance: {fileID: 99}\n  m_PrefabAsset: {fileID: 0}\n"
    )
    lamp = lamp.replace("{fileID: 88}", f"{{fileID: {11 ^ 99}}}")
    write_prefab(root, "Lamp", LAMP, lamp + nested + stripped)
    scene = root / SCENE
    text = scene.read_text() + "".join(instances)
    if roots:
        text += f"--- !u!1660057539 &9223372036854775807\nSceneRoots:\n  m_ObjectHideFlags: 0\n  m_Roots:{roots}\n"
    scene.write_bytes((text if is_modern(version) else older(text)).encode())
    for prefab in root.glob("Assets/*.prefab") if not is_modern(version) else ():
        prefab.write_bytes(older(prefab.read_text()).encode())
    return open_editor(root)


def is_modern(version: str) -> bool:
    return version >= "2022.2"


def older(text: str) -> str:
    """The same file as Unity wrote it before 2022.2."""
    for line in ("  serializedVersion: 3\n", "m_RemovedGameObjects: []\n", "m_AddedGameObjects: []\n",
                 "m_AddedComponents: []\n"):  # fmt: skip
        text = text.replace(f"    {line.lstrip()}", "")
    roots = itertools.count()

    def numbered(match: re.Match[str]) -> str:
        order = next(roots) if match[2] == "0" else 0
        return f"{match[1]}\n  m_RootOrder: {order}"

    return re.sub(r"(\n  m_Father: \{fileID: (\d+)\})", numbered, text)


def lamp(number: int = 500, modifications: str = " []") -> str:
    return INSTANCE.format(id=number, parent=0, modifications=modifications, guid=LAMP)


def save() -> None:
    from UnityEditor.SceneManagement import EditorSceneManager  # type: ignore[import-not-found]

    EditorSceneManager.SaveOpenScenes()


def restored(path: Path, before: bytes) -> bool:
    after = path.read_bytes()
    if after != before:
        lines = difflib.unified_diff(
            before.decode("utf-8", "replace").split("\n"), after.decode("utf-8", "replace").split("\n"), n=3
        )
        print("\n".join(list(lines)[:60]))
    return after == before


def agree(editor: Editor) -> bytes:
    """Saves the scene; what is in memory, what is in the file, and what a fresh editor reads must be the same.

    The file is read by the independent expansion; returns its bytes.
    """
    save()
    path = editor.root / SCENE
    wanted = expansion.dump(expansion.Game(editor.root), path)
    found = told()
    assert outline(found) == outline(wanted)
    compare(found, wanted, "")
    known = dict(references._keys), dict(references._assets)
    fresh = Editor(editor.root)
    try:
        assert outline(told()) == outline(wanted)
        assert [line for line in fresh.log if line[0] != "log"] == []
    finally:
        fresh.close()
        editor.runtime.install()
        references._keys.update(known[0])
        references._assets.update(known[1])
    return path.read_bytes()
