"""Obsolete members of Unity, as a notebook shows them."""

from __future__ import annotations

from pathlib import Path

from tests.support.projects import make_project
from tests.support.session import Home, Kernel


def test_a_cell_warns_once_a_line_and_again_when_it_runs_again(home: Home, tmp_path: Path) -> None:
    project = make_project(tmp_path / "Newer", version="6000.0.58f2")
    code = "for _ in range(3):\n    found = UnityEngine.Object.FindObjectsOfType(UnityEngine.GameObject)\nlen(found)"
    with Kernel.start(home, cwd=project) as kernel:
        for _ in range(2):
            cell = kernel.run(code)
            assert cell.value == 3
            assert (
                cell.stderr.count("UnityObsoleteWarning: CS0618: 'Object.FindObjectsOfType' is obsolete") == 1
            )
            assert "found = UnityEngine.Object.FindObjectsOfType" in cell.stderr
        assert kernel.run("UnityEngine.Object.FindObjectsByType(UnityEngine.GameObject)").stderr == ""
