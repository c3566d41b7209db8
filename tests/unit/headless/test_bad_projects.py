"""Projects that are not as they should be: no permission, links out of the project, paths out of it, equal GUIDs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.projects import SCENE, make_project
from unity_kernel.errors import ProjectError, SceneFileError

from .conftest import Editor, Opener
from .lamps import save

CHILD = """\
import os, sys
{become}
from pathlib import Path
from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project import Project
project = Project.open(sys.argv[1])
try:
    file = project.load(sys.argv[2])
    file.touched = True
    file.save()
except SceneFileError as error:
    print(error)
"""


def told_without_permission(root: Path, path: str) -> str:
    """What a process of an ordinary user is told when it loads and saves a file."""
    become = "os.setgid(65534)\nos.setuid(65534)" if os.getuid() == 0 else ""
    code = "import unity_kernel.headless.project, hashlib\n" + CHILD.format(become=become)
    done = subprocess.run(
        [sys.executable, "-c", code, str(root), path], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="modes and users of POSIX")
def test_without_permission_to_read_or_write(tmp_path: Path) -> None:
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    root = make_project(tmp_path / "p")
    path = root / SCENE
    before = path.read_bytes()
    path.chmod(0)
    assert told_without_permission(root, SCENE) == f"{SCENE}: cannot be read: Permission denied"
    path.chmod(0o644)
    path.parent.chmod(0o555)
    try:
        told = told_without_permission(root, SCENE)
        assert told.startswith(
            f"{SCENE}: not saved, the old file is untouched: Permission denied; free space or check"
        )
    finally:
        path.parent.chmod(0o755)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir() if file.name.endswith(".tmp")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_links_out_of_the_project_are_followed_and_stay_links(tmp_path: Path, open_editor: Opener) -> None:
    root = make_project(tmp_path / "p")
    path = root / SCENE
    outside = tmp_path / "outside.unity"
    path.rename(outside)
    path.symlink_to(outside)
    (root / "Assets/loop").symlink_to(root)
    (root / "Assets/nowhere.unity").symlink_to(tmp_path / "nothing.unity")
    editor = open_editor(root, SCENE)
    from UnityEditor import AssetDatabase  # type: ignore[import-not-found]
    from UnityEditor.SceneManagement import EditorSceneManager  # type: ignore[import-not-found]
    from UnityEngine import GameObject  # type: ignore[import-not-found]

    assert len(AssetDatabase.GetAllAssetPaths()) < 20
    GameObject.Find("Player").name = "Hero"
    save()
    assert path.is_symlink()
    assert b"m_Name: Hero" in outside.read_bytes()
    with pytest.raises(ProjectError, match=r"nowhere\.unity: no such file"):
        EditorSceneManager.OpenScene("Assets/nowhere.unity")
    assert GameObject.Find("Hero") is not None
    assert [line for line in editor.log if line[0] != "log"] == []


@pytest.mark.parametrize("path", ["../out.unity", "/etc/out.unity", "Assets/../../out.unity", "Assets/a.txt"])
def test_paths_out_of_the_project_are_refused(path: str, tmp_path: Path, open_editor: Opener) -> None:
    open_editor(make_project(tmp_path / "p"))
    from UnityEditor import PrefabUtility
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import GameObject

    with pytest.raises(ProjectError):
        EditorSceneManager.SaveScene(EditorSceneManager.GetActiveScene(), path)
    with pytest.raises(ProjectError):
        EditorSceneManager.OpenScene(path)
    with pytest.raises(ProjectError):
        PrefabUtility.SaveAsPrefabAsset(GameObject.Find("Player"), path.replace(".unity", ".prefab"))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["p"]


def test_of_assets_with_one_guid_the_first_path_counts_and_it_is_said(
    tmp_path: Path, open_editor: Opener
) -> None:
    root = make_project(tmp_path / "p")
    for name in "ba":
        (root / f"Assets/{name}.mat").write_text("%YAML 1.1\n")
        (root / f"Assets/{name}.mat.meta").write_text(f"fileFormatVersion: 2\nguid: {'e' * 32}\n")
    editor = open_editor(root)
    from UnityEditor import AssetDatabase

    assert AssetDatabase.GUIDToAssetPath("e" * 32) == "Assets/a.mat"
    AssetDatabase.Refresh()
    told = [message for severity, message in editor.log if severity == "warning"]
    assert told == [
        f"Assets/b.mat.meta: its GUID {'e' * 32} is that of Assets/a.mat too; references find the latter"
    ]


# --- scenes that are damaged, or that nobody would make by hand ----------------------------------------------------


def game_object(number: int, *, father: int = 0, children: str = " []", parts: str = "") -> str:
    """A GameObject and its Transform, whose file id is one more."""
    return (
        f"--- !u!1 &{number}\nGameObject:\n  m_ObjectHideFlags: 0\n  m_Component:\n"
        f"  - component: {{fileID: {number + 1}}}{parts}\n  m_Layer: 0\n  m_Name: g{number}\n"
        f"  m_TagString: Untagged\n  m_IsActive: 1\n--- !u!4 &{number + 1}\nTransform:\n  m_ObjectHideFlags: 0\n"
        f"  m_GameObject: {{fileID: {number}}}\n  m_LocalRotation: {{x: 0, y: 0, z: 0, w: 1}}\n"
        f"  m_LocalPosition: {{x: 1, y: 0, z: 0}}\n  m_LocalScale: {{x: 1, y: 1, z: 1}}\n  m_Children:{children}\n"
        f"  m_Father: {{fileID: {father}}}\n  m_LocalEulerAnglesHint: {{x: 0, y: 0, z: 0}}\n"
    )


def open_scene(text: str, tmp_path: Path, open_editor: Opener) -> Editor:
    root = make_project(tmp_path / "p")
    (root / SCENE).write_text("%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n" + text)
    return open_editor(root, SCENE)


def line_of(editor: Editor, header: str, nth: int = 0) -> int:
    lines = (editor.root / SCENE).read_text().split("\n")
    return [number for number, line in enumerate(lines, 1) if line == header][nth]


def warnings_of(editor: Editor) -> list[str]:
    return [line[1].strip() for line in editor.log if line[0] == "warning"]


def test_three_thousand_transforms_inside_each_other(tmp_path: Path, open_editor: Opener) -> None:
    count = 3000
    text = "".join(
        game_object(
            10 * i,
            father=10 * (i - 1) + 1 if i > 1 else 0,
            children=f"\n  - {{fileID: {10 * (i + 1) + 1}}}" if i < count else " []",
        )
        for i in range(1, count + 1)
    )
    open_scene(text, tmp_path, open_editor)
    from UnityEditor import Undo
    from UnityEngine import GameObject, Transform, Vector3

    top, last = GameObject.Find("g10"), GameObject.Find(f"g{10 * count}")
    assert last.transform.position == Vector3(count, 0, 0)
    top.transform.position = Vector3(0, 5, 0)
    assert last.transform.position == Vector3(count - 1, 5, 0)
    assert last.transform.lossyScale == Vector3.one
    assert len(top.GetComponentsInChildren(Transform)) == count
    Undo.DestroyObjectImmediate(top)
    Undo.PerformUndo()
    assert last.transform.root is top.transform


def test_a_missing_parent_or_child_is_named_with_its_line(tmp_path: Path, open_editor: Opener) -> None:
    text = game_object(10, father=77) + game_object(20, children="\n  - {fileID: 31}\n  - {fileID: 88}")
    text += game_object(30, father=21, parts="\n  - component: {fileID: 99}")
    editor = open_scene(text, tmp_path, open_editor)
    from UnityEngine import GameObject

    found = "\n".join(warnings_of(editor))
    assert f"GameObject &30, line {line_of(editor, '--- !u!1 &30')}: 1 component reference(s)" in found
    assert f"Transform &11, line {line_of(editor, '--- !u!4 &11')}: its parent &77 does not exist" in found
    assert (
        f"Transform &21, line {line_of(editor, '--- !u!4 &21')}: 1 child(ren) that do not exist: &88" in found
    )
    before = (editor.root / SCENE).read_bytes()
    lost = GameObject.Find("g10")
    assert lost in list(lost.scene.GetRootGameObjects())
    GameObject.Find("g30").name = "other"
    save()
    assert (editor.root / SCENE).read_bytes() == before.replace(b"m_Name: g30", b"m_Name: other")


def test_equal_file_ids_are_named_with_their_lines(tmp_path: Path, open_editor: Opener) -> None:
    editor = open_scene(game_object(10) + game_object(20) + game_object(10), tmp_path, open_editor)
    (found,) = warnings_of(editor)
    assert f"GameObject &10, line {line_of(editor, '--- !u!1 &10', 1)}: 2 object(s) with the file id" in found
    assert f"that is GameObject &10, line {line_of(editor, '--- !u!1 &10')}" in found
    before = (editor.root / SCENE).read_bytes()
    from UnityEngine import GameObject

    GameObject.Find("g20").name = "other"
    save()
    assert (editor.root / SCENE).read_bytes() == before.replace(b"m_Name: g20", b"m_Name: other")


def test_an_inline_map_without_end_is_named_with_its_line(tmp_path: Path, open_editor: Opener) -> None:
    text = game_object(10).replace("m_LocalPosition: {x: 1, y: 0, z: 0}", "m_LocalPosition: {x: 1, y: 0")
    editor = open_scene(text, tmp_path, open_editor)
    from UnityEngine import GameObject

    where = line_of(editor, "  m_LocalPosition: {x: 1, y: 0") + 1
    with pytest.raises(SceneFileError, match=rf"{SCENE}:{where}: expected ',' or the end of an inline map"):
        _ = GameObject.Find("g10").transform.position


# --- files that are no such files ----------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="pipes in the file system")
@pytest.mark.timeout(20)
def test_a_pipe_is_no_scene_and_keeps_nobody_waiting(tmp_path: Path, open_editor: Opener) -> None:
    root = make_project(tmp_path / "p")
    for name in ("pipe.unity", "pipe.prefab", "pipe.mat", "other.mat.meta"):
        os.mkfifo(root / "Assets" / name)
        (root / "Assets" / f"{name}.meta").write_text(f"fileFormatVersion: 2\nguid: {len(name):032x}\n")
    (root / "Assets/circle").symlink_to("circle")
    open_editor(root, SCENE)
    from UnityEditor import AssetDatabase
    from UnityEditor.SceneManagement import EditorSceneManager
    from UnityEngine import Material

    with pytest.raises(SceneFileError, match=r"pipe\.unity: cannot be read: it is a pipe, socket or device"):
        EditorSceneManager.OpenScene("Assets/pipe.unity")
    assert AssetDatabase.LoadAssetAtPath("Assets/pipe.mat", Material) is not None
    assert len(AssetDatabase.FindAssets("t:Material")) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n", "a Git LFS pointer"),
        (b"\0\0\0\0\x12 binary", "the file is binary-serialised"),
        (b"%YAML 1.1\n--- !u!21 &1\n<<<<<<< HEAD\n", "an unresolved merge conflict"),
    ],
)
def test_what_an_unreadable_asset_is(data: bytes, reason: str, tmp_path: Path, open_editor: Opener) -> None:
    root = make_project(tmp_path / "p")
    for number, name in enumerate(("bad.mat", "bad.prefab"), 1):
        (root / "Assets" / name).write_bytes(data)
        (root / "Assets" / f"{name}.meta").write_text(f"fileFormatVersion: 2\nguid: {number:032x}\n")
    editor = open_editor(root, SCENE)
    from UnityEditor import AssetDatabase, PrefabUtility
    from UnityEngine import GameObject, Material

    AssetDatabase.LoadAssetAtPath("Assets/bad.mat", Material)
    (found,) = warnings_of(editor)
    assert found.startswith("Assets/bad.mat:")
    assert reason in found
    with pytest.raises(SceneFileError, match=rf"Assets/bad\.prefab:.*{reason}"):
        PrefabUtility.InstantiatePrefab(AssetDatabase.LoadAssetAtPath("Assets/bad.prefab", GameObject))


# --- tags ------------------------------------------------------------------------------------------------------------


def test_tags_and_layers_that_are_new_are_known(tmp_path: Path, open_editor: Opener) -> None:
    root = make_project(tmp_path / "p")
    path = root / "ProjectSettings/TagManager.asset"
    text = (
        "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n--- !u!78 &1\nTagManager:\n  serializedVersion: 2\n"
        "  tags:\n  - Lamp\n  layers:\n  - Default\n  - \n  - Glass\n"
    )
    path.write_text(text)
    open_editor(root, SCENE)
    from UnityEditor import AssetDatabase, SerializedObject
    from UnityEngine import GameObject, LayerMask

    player = GameObject.Find("Player")
    player.tag = "Lamp"
    path.write_text(text.replace("- Lamp\n", "- Lamp\n  - Chair\n"))
    player.tag = "Chair"
    settings = SerializedObject(AssetDatabase.LoadAllAssetsAtPath("ProjectSettings/TagManager.asset")[0])
    tags = settings.FindProperty("tags")
    tags.InsertArrayElementAtIndex(0)
    tags.GetArrayElementAtIndex(0).stringValue = "Table"
    settings.FindProperty("layers").GetArrayElementAtIndex(1).stringValue = "Water"
    settings.ApplyModifiedProperties()
    player.tag = "Table"
    assert LayerMask.NameToLayer("Water") == 1
