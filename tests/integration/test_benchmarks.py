"""The benchmarks run and report; how fast anything is, is none of a test's business."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.harness import Figure, Goal, Samples, alternate, table
from benchmarks.scenes import write_project
from unity_kernel.headless.project import Project

ROOT = Path(__file__).resolve().parents[2]


def test_a_quick_run_reports_every_figure_beside_its_peer(tmp_path: Path) -> None:
    page, data = tmp_path / "results.md", tmp_path / "results.json"
    command = [sys.executable, "-m", "benchmarks", "--only", "cell", "--quick"]
    done = subprocess.run(
        [*command, "--markdown", str(page), "--json", str(data)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(data.read_text("utf-8"))
    assert report["quick"] is True
    assert report["failures"] == {}
    assert {"date", "machine", "python", "packages"} <= set(report["header"])
    assert [figure["what"] for figure in report["figures"]] == [
        "trivial cell, execute to idle, median",
        "trivial cell, execute to idle, p95",
    ]
    for figure in report["figures"]:
        assert figure["ours"] > 0
        assert figure["peer"] > 0
        assert figure["ratio"] == pytest.approx(figure["ours"] / figure["peer"])
        assert isinstance(figure["met"], bool)
        assert figure["what"] in done.stdout
        assert figure["what"] in page.read_text("utf-8")
    assert "| what | ours | peer | ratio | goal | met? |" in page.read_text("utf-8")


def test_contestants_take_turns_and_warm_up_is_not_counted() -> None:
    order: list[str] = []

    def contestant(name: str, seconds: float) -> float:
        order.append(name)
        return seconds

    samples = alternate(
        {"a": lambda: contestant("a", 1.0), "b": lambda: contestant("b", 2.0)}, rounds=2, block=2, warm_up=1
    )
    assert "".join(order) == "ab" + "aabb" * 2
    assert samples["a"].seconds == [1.0] * 4
    assert samples["b"].median == 2.0


def test_p95_is_a_measured_time() -> None:
    assert Samples([float(n) for n in range(1, 101)]).p95 == 95.0
    assert Samples([3.0]).p95 == 3.0


@pytest.mark.parametrize(
    ("goal", "ours", "peer", "met"),
    [
        (Goal(1.15), 115.0, 100.0, True),
        (Goal(1.15), 116.0, 100.0, False),
        (Goal(1.15), 1.0, None, False),
        (Goal(0.5, at_least=True), 49.0, 100.0, False),
        (Goal(0.5, at_least=True), 50.0, 100.0, True),
        (Goal(20, of="value"), 19.0, 1.0, True),
        (Goal(20, of="value"), 21.0, 100.0, False),
        (None, 1.0, 1.0, None),
    ],
)
def test_a_goal_is_met_or_missed(
    goal: Goal | None, ours: float, peer: float | None, met: bool | None
) -> None:
    figure = Figure("thing", ours, peer, "ms", goal)
    assert figure.met is met
    shown = {True: "yes", False: "NO", None: "—"}[met]
    assert table([figure]).splitlines()[-1].endswith(shown)


def test_generated_scenes_are_sound(tmp_path: Path) -> None:
    project = Project.open(write_project(tmp_path / "Large", 123))
    path = project.choose_scene()
    assert path == "Assets/Scenes/Main.unity"
    file = project.load(path)
    classes = [document.class_id for document in file.documents]
    assert (classes.count(1), classes.count(4), classes.count(65), classes.count(1660057539)) == (
        123,
        123,
        123,
        1,
    )
    ids = [document.file_id for document in file.documents]
    assert ids == sorted(set(ids))
    for document in file.documents:
        if document.class_id == 4:
            children = document.references("m_Children")
            assert all(file.by_id[child].reference("m_Father") == document.file_id for child in children)
    fathers = [document.reference("m_Father") for document in file.documents if document.class_id == 4]
    assert fathers.count(0) == 10
