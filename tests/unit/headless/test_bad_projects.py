"""Projects that are not as they should be: no permission, links out of the project, paths out of it, equal GUIDs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.projects import SCENE, make_project
from unity_kernel.errors import ProjectError

from .conftest import Opener
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
