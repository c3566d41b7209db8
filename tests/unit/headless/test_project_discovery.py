"""Which folder is a project, what it says of itself, which scene it opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.projects import SCENE, make_project
from unity_kernel.errors import ProjectError
from unity_kernel.headless.project import Project


def test_open(tmp_path: Path) -> None:
    project = Project.open(make_project(tmp_path / "p", version="2021.3.45f1"))
    assert project.version == "2021.3.45f1"
    assert project.product_name == "p"
    assert project.company_name == "DefaultCompany"


def test_a_folder_inside_opens_the_project(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p")
    assert Project.open(root / "Assets" / "Scenes").root == root


def test_not_a_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no folder 'Assets'"):
        Project.open(tmp_path)
    with pytest.raises(ProjectError, match="no such folder"):
        Project.open(tmp_path / "absent")


def test_without_project_settings(tmp_path: Path) -> None:
    (tmp_path / "Assets").mkdir()
    project = Project.open(tmp_path)
    assert project.version == ""
    assert project.choose_scene() is None
    assert project.build_scenes() == []


def test_scene_choice(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p")
    for name in ("Zoo", "Alpha"):
        (root / "Assets" / "Scenes" / f"{name}.unity").write_bytes((root / SCENE).read_bytes())
    project = Project.open(root)
    assert project.choose_scene() == SCENE, "the build settings come first"
    assert project.choose_scene("Zoo") == "Assets/Scenes/Zoo.unity"
    assert project.choose_scene("Assets/Scenes/Alpha.unity") == "Assets/Scenes/Alpha.unity"
    assert project.choose_scene("Assets/Scenes/Alpha") == "Assets/Scenes/Alpha.unity"
    assert project.choose_scene(str(root / SCENE)) == SCENE
    with pytest.raises(ProjectError, match="Alpha"):
        project.choose_scene("Nope")
    (root / SCENE).unlink()
    assert project.choose_scene() == "Assets/Scenes/Alpha.unity", "then the first in path order"


def test_disabled_build_scenes_are_skipped(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p")
    settings = root / "ProjectSettings" / "EditorBuildSettings.asset"
    settings.write_bytes(settings.read_bytes().replace(b"enabled: 1", b"enabled: 0"))
    other = root / "Assets" / "A.unity"
    other.write_bytes((root / SCENE).read_bytes())
    assert Project.open(root).choose_scene() == "Assets/A.unity"


def test_broken_settings_do_not_keep_a_project_shut(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p")
    (root / "ProjectSettings" / "EditorBuildSettings.asset").write_bytes(b"\0\0\0")
    (root / "ProjectSettings" / "EditorSettings.asset").write_bytes(b"")
    project = Project.open(root)
    assert project.choose_scene() == SCENE
    assert project.style.one_line_maps is False


def test_assets(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p")
    local = tmp_path / "local"
    for folder, guid in (
        (root / "Assets" / "Hidden~", "1"),
        (root / "Packages" / "com.embedded", "2"),
        (local, "3"),
        (root / "Assets", "4"),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "Thing.mat.meta").write_bytes(f"\ufefffileFormatVersion: 2\r\nguid: {guid * 32}".encode())
    (root / "Packages" / "manifest.json").write_text(
        '{"dependencies": {"com.local": "file:../../local", "com.x": "1.0"}}'
    )
    assets = Project.open(root).assets
    assert assets.path("0123456789abcdef0123456789abcdef") == SCENE
    assert assets.guid(SCENE) == "0123456789abcdef0123456789abcdef"
    assert assets.path("1" * 32) == "", "folders ending in ~ are invisible"
    assert assets.path("2" * 32) == "Packages/com.embedded/Thing.mat"
    assert assets.path("3" * 32) == "Packages/com.local/Thing.mat"
    assert assets.locate("Packages/com.local/Thing.mat") == local / "Thing.mat"
    assert assets.path("4" * 32) == "Assets/Thing.mat"
    (root / "Assets" / "Thing.mat.meta").unlink()
    assert assets.path("4" * 32)
    assets.refresh()
    assert not assets.path("4" * 32)
