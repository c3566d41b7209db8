"""A small Unity project, written by the test that uses it, or by `python -m tests.support.projects FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["OBJECTS", "SCENE", "make_project"]

SCENE = "Assets/Scenes/Main.unity"
OBJECTS = ("Main Camera", "Player", "Weapon")
"""The scene's objects; Weapon is a child of Player."""

_HEAD = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n"
_OBJECT = """\
--- !u!1 &{id}
GameObject:
  m_ObjectHideFlags: 0
  m_CorrespondingSourceObject: {{fileID: 0}}
  m_PrefabInstance: {{fileID: 0}}
  m_PrefabAsset: {{fileID: 0}}
  serializedVersion: 6
  m_Component:
  - component: {{fileID: {transform}}}
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
  m_GameObject: {{fileID: {id}}}
  serializedVersion: 2
  m_LocalRotation: {{x: 0, y: 0, z: 0, w: 1}}
  m_LocalPosition: {{x: {x}, y: 1, z: 0}}
  m_LocalScale: {{x: 1, y: 1, z: 1}}
  m_ConstrainProportionsScale: 0
  m_Children:{children}
  m_Father: {{fileID: {father}}}
  m_LocalEulerAnglesHint: {{x: 0, y: 0, z: 0}}
"""
_META = "fileFormatVersion: 2\nguid: {guid}\nDefaultImporter:\n  externalObjects: {{}}\n  userData: \n"


def make_project(folder: Path, *, version: str = "2022.3.62f3") -> Path:
    """Writes a project with one scene of three objects into a new folder; returns the folder."""
    camera = _OBJECT.format(id=100, transform=101, name="Main Camera", x=0, children=" []", father=0)
    player = _OBJECT.format(
        id=200, transform=201, name="Player", x=2, children="\n  - {fileID: 301}", father=0
    )
    weapon = _OBJECT.format(id=300, transform=301, name="Weapon", x=0.5, children=" []", father=201)
    _write(folder / SCENE, _HEAD + camera + player + weapon)
    _write(folder / f"{SCENE}.meta", _META.format(guid="0123456789abcdef0123456789abcdef"))
    settings = folder / "ProjectSettings"
    _write(settings / "ProjectVersion.txt", f"m_EditorVersion: {version}\n")
    _write(
        settings / "EditorBuildSettings.asset",
        f"{_HEAD}--- !u!1045 &1\nEditorBuildSettings:\n  m_ObjectHideFlags: 0\n  serializedVersion: 2\n"
        f"  m_Scenes:\n  - enabled: 1\n    path: {SCENE}\n    guid: 0123456789abcdef0123456789abcdef\n"
        "  m_configObjects: {}\n",
    )
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


if __name__ == "__main__":
    print(make_project(Path(sys.argv[1]).absolute()))
