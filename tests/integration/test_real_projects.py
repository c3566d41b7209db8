"""The main job on real Unity projects: rename the scene's objects, save, and nothing else has changed on disk."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tests.support.session import Home, Kernel
from tests.support.shared import SHARED, copy_project, why_absent

pytestmark = pytest.mark.skipif(SHARED is None, reason=why_absent())

ENSURE_NAMING = """\
for go in UnityEngine.Object.FindObjectsOfType(UnityEngine.GameObject):
    if go.name[-1] != '_':
        go.name = go.name + '_'
"""


@pytest.mark.parametrize("name", ["webgl-2022.3", "mirror-2021.3", "webgl-6000.3"])
def test_ensure_naming_changes_exactly_the_names(home: Home, name: str) -> None:
    assert SHARED is not None
    project = copy_project(name, home.path / name)
    with Kernel.start(home, cwd=project) as kernel:
        scene = kernel.value("UnityEngine.SceneManagement.SceneManager.GetActiveScene().path")
        before = (project / scene).read_bytes().decode()
        count = kernel.value("len(UnityEngine.Object.FindObjectsOfType(UnityEngine.GameObject))")
        assert count > 0
        kernel.must(ENSURE_NAMING)
        assert (
            kernel.value(
                "S = UnityEditor.SceneManagement.EditorSceneManager\nS.SaveScene(S.GetActiveScene())"
            )
            is True
        )
        after = (project / scene).read_bytes().decode()
    changed = [line for line in difflib.ndiff(before.split("\n"), after.split("\n")) if line[0] in "+-"]
    assert changed
    for removed, added in zip(changed[::2], changed[1::2], strict=True):
        assert removed[0] == "-"
        assert added[0] == "+"
        assert "m_Name:" in removed or "value:" in removed
        assert added[1:].rstrip("'\"") == removed[1:].rstrip("'\"") + "_"
    untouched = _files(SHARED / "unity-projects" / name)
    for path in _files(project) & untouched:
        if path != Path(scene):
            assert (project / path).read_bytes() == (SHARED / "unity-projects" / name / path).read_bytes(), (
                path
            )


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
