"""The demo's copies: never over somebody's own files."""

from __future__ import annotations

import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.projects import SCENE, make_project
from unity_kernel.cli import demo
from unity_kernel.cli.bundled import notebooks
from unity_kernel.cli.main import main
from unity_kernel.client.choice import is_project
from unity_kernel.errors import UnityKernelError


@pytest.fixture(autouse=True)
def _home(fresh_home: Path) -> None:
    """Nothing runs there."""


def test_the_sample_is_copied(tmp_path: Path) -> None:
    copy = demo._fresh_copy(None, tmp_path)
    assert copy == tmp_path / "Workshop"
    assert is_project(copy)


def test_a_project_is_copied_without_what_unity_makes_from_it(tmp_path: Path) -> None:
    project = make_project(tmp_path / "Game")
    for name in ("Library", "Temp", ".git"):
        (project / name).mkdir()
    (project / SCENE).chmod(0o444)
    (tmp_path / "out").mkdir()
    copy = demo._fresh_copy(project, tmp_path / "out")
    assert {path.name for path in copy.iterdir()} == {"Assets", "ProjectSettings", demo.MARK}
    assert (copy / SCENE).read_bytes() == (project / SCENE).read_bytes()
    assert (copy / SCENE).stat().st_mode & stat.S_IWUSR, "the tour saves the scene"


def test_an_earlier_copy_makes_way(tmp_path: Path) -> None:
    copy = demo._fresh_copy(None, tmp_path)
    (copy / "Assets" / "extra.txt").touch()
    assert demo._fresh_copy(None, tmp_path) == copy
    assert not (copy / "Assets" / "extra.txt").exists()


def test_somebodys_own_folder_stays(tmp_path: Path) -> None:
    mine = tmp_path / "Workshop" / "thesis.txt"
    mine.parent.mkdir()
    mine.touch()
    with pytest.raises(UnityKernelError, match="choose another --out"):
        demo._fresh_copy(None, tmp_path)
    assert mine.exists()


def test_a_copy_that_an_editor_has_open_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = demo._fresh_copy(None, tmp_path)
    editor = SimpleNamespace(id="headless-1", project=str(copy))
    monkeypatch.setattr(demo, "discover", lambda: ([editor], []))
    with pytest.raises(UnityKernelError, match="editor headless-1 has"):
        demo._fresh_copy(None, tmp_path)
    assert is_project(copy)


def test_in_place_needs_a_project(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--in-place"])
    assert ended.value.code == 2
    assert "--in-place needs --project" in capsys.readouterr().err


def test_an_unknown_notebook_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--notebook", "tour"]) == 1
    assert f"there are: {', '.join(notebooks())}" in capsys.readouterr().err
    assert {"clean_up", "quickstart", "widgets"} <= set(notebooks())


def test_no_project_is_told_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["demo", "--project", str(tmp_path), "--out", str(out)]) == 2
    assert "is no Unity project" in capsys.readouterr().err
    assert not out.exists()
