"""The bundled notebooks, run by a real kernel on a real headless editor, on the sample and on real projects."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import signal
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from tests.support.projects import make_project
from tests.support.session import ROOT, Home
from tests.support.shared import SHARED, why_absent
from tests.unity_package import mono
from unity_kernel.cli import notebook
from unity_kernel.cli.bundled import notebooks
from unity_kernel.cli.parameters import inject
from unity_kernel.client.embedded import copy_sample

CELL_TIMEOUT = 60
REAL = (
    "webgl-2022.3", "mirror-2021.3", "obstacle-tower-2019.4", "cesium-samples-2022.3", "daydream-playground-5.4-crlf",
)  # fmt: skip
needs_shared = pytest.mark.skipif(SHARED is None, reason=why_absent())
PROJECTS = ["sample", *(pytest.param(name, marks=needs_shared) for name in REAL)]
FEW = PROJECTS[:4]


@dataclass(frozen=True)
class Tour:
    """A notebook that has run.

    Attributes:
        result: What came of it.
        cells: Its cells by their id.
        changed: For each of the project's files that differ now, the lines taken out and those put in.
    """

    result: notebook.Run
    cells: dict[str, nbformat.NotebookNode]
    changed: dict[str, tuple[list[str], list[str]]]

    def text(self, cell: str) -> str:
        """What a cell printed, and the text of its result."""
        return "".join(
            output.text if output.output_type == "stream" else output.get("data", {}).get("text/plain", "")
            for output in self.cells[cell].outputs
        )

    def types(self, cell: str) -> set[str]:
        """The MIME types that a cell shows."""
        return {kind for output in self.cells[cell].outputs for kind in output.get("data", ())}


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with Home() as home, pytest.MonkeyPatch.context() as environment:
        for name in ("UNITY_KERNEL_HOME", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"):
            environment.setenv(name, home.environment()[name])
        # A front end's process may hold settings for its own figures.
        environment.delenv("MPLBACKEND", raising=False)
        yield home


def fresh(name: str, target: Path) -> Path:
    """A writable copy of a project."""
    if name == "sample":
        return copy_sample(target)
    assert SHARED is not None
    shutil.copytree(SHARED / "unity-projects" / name, target)
    for path in target.rglob("*"):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
    return target


def run(name: str, project: str, folder: Path, **parameters: object) -> Tour:
    """Runs a bundled notebook on a copy of a project, opened by the embedded editor."""
    before, after = fresh(project, folder / "before"), fresh(project, folder / "project")
    content = notebook.read(notebooks()[name])
    if parameters:
        inject(content, parameters)
    handler = signal.getsignal(signal.SIGINT)
    result = notebook.run(content, folder, str(after), timeout=CELL_TIMEOUT)
    assert signal.getsignal(signal.SIGINT) is handler, "Ctrl-C no longer means what it did"
    changed = {}
    for path in sorted(path.relative_to(before) for path in before.rglob("*") if path.is_file()):
        old, new = (before / path).read_bytes(), (after / path).read_bytes()
        if old != new:
            changed[path.as_posix()] = lines_changed(old, new)
    assert {path.relative_to(after) for path in after.rglob("*")} == {
        path.relative_to(before) for path in before.rglob("*")
    }, "the notebook left files in the project, or took some away"
    return Tour(result, {cell.id: cell for cell in content.cells}, changed)


def lines_changed(old: bytes, new: bytes) -> tuple[list[str], list[str]]:
    difference = list(
        difflib.unified_diff(old.decode().split("\n"), new.decode().split("\n"), n=0, lineterm="")
    )[2:]
    return (
        [line[1:] for line in difference if line.startswith("-")],
        [line[1:] for line in difference if line.startswith("+")],
    )


@pytest.fixture(scope="module", params=PROJECTS)
def quickstart(request: pytest.FixtureRequest, home: Home, tmp_path_factory: pytest.TempPathFactory) -> Tour:
    return run("quickstart", str(request.param), tmp_path_factory.mktemp("tour"))


@pytest.fixture(scope="module", params=FEW)
def widgets(request: pytest.FixtureRequest, home: Home, tmp_path_factory: pytest.TempPathFactory) -> Tour:
    return run("widgets", str(request.param), tmp_path_factory.mktemp("tour"))


def assert_passed(tour: Tour) -> None:
    failure = tour.result.failure
    assert tour.result.status == "passed", failure and "\n".join((failure.error or {})["traceback"])
    assert len(tour.result.cells) == tour.result.total > 5


# --- quickstart ---------------------------------------------------------------------------------------------------


def test_the_quickstart_runs_to_its_end(quickstart: Tour) -> None:
    assert_passed(quickstart)


OVERRIDE = (
    r"    - target: \{fileID: -?\d+, guid: [0-9a-f]{32}, type: [23]\}",
    r"      propertyPath: '?m_Name'?",
    r"      value: .*_",
    r"      objectReference: \{fileID: 0\}",
)
"""The lines of a prefab instance's override of a name."""


def test_exactly_the_renamed_lines_differ_on_disk(quickstart: Tour) -> None:
    scene = quickstart.text("scene").split(",")[0]
    assert list(quickstart.changed) == [scene]
    removed, added = quickstart.changed[scene]
    renamed = int(re.findall(r"\[Log\] (\d+) objects renamed", quickstart.text("rename"))[0])
    assert f"{len(removed)} lines out, {len(added)} lines in" in quickstart.text("save")
    left = [line.rstrip("\r") for line in added]
    for line in removed:
        old = line.rstrip("\r")
        assert re.fullmatch(r"(  m_Name|      value): .*[^_]", old)
        left.remove(old + "_")
    # Names that prefabs give are new overrides. A diff may begin in the middle of one, so the lines are counted; Unity
    # folds long ones.
    left = re.sub(r",\n +type: (\d)\}", r", type: \1}", "\n".join(left)).split("\n") if left else []
    found = [sum(bool(re.fullmatch(pattern, line)) for line in left) for pattern in OVERRIDE]
    assert found == [len(left) // 4] * 4
    said = quickstart.text("rename") + quickstart.text("save")
    lost = re.search(r"(\d+) edit\(s\) of placeholders cannot be saved", said)
    assert len(removed) + len(left) // 4 + (int(lost[1]) if lost else 0) == renamed > 0


def test_the_objects_are_listed_with_position_and_components(quickstart: Tour) -> None:
    lines = quickstart.text("objects").splitlines()
    assert all(re.search(r"  \(-?\d+\.\d\d, -?\d+\.\d\d, -?\d+\.\d\d\)", line) for line in lines[:25])
    assert any("/" in line for line in lines) or len(lines) < 4


def test_the_object_moves_and_comes_back(quickstart: Tour) -> None:
    up, back = re.findall(r"\((.*?)\)", quickstart.text("change"))
    x, y, z = map(float, back.split(", "))
    assert [float(part) for part in up.split(", ")] == pytest.approx([x, y + 1, z], abs=0.011)


def test_two_processes_work_together(quickstart: Tour) -> None:
    kernel, editor = re.findall(r"process (\d+)", quickstart.text("local"))
    assert kernel != editor
    assert f"process {editor}" in quickstart.text("status")


def test_the_console_shows_in_the_cell_and_on_request(quickstart: Tour) -> None:
    assert "[Warning] this is what a warning looks like" in quickstart.text("logs")
    assert "this is what a warning looks like" in quickstart.text("console")


def test_there_is_a_picture(quickstart: Tour) -> None:
    assert "image/png" in quickstart.types("picture")


def test_awaiting_takes_its_time(quickstart: Tour) -> None:
    assert float(re.findall(r"waited (\d\.\d) s", quickstart.text("await"))[0]) >= 0.2


# --- widgets --------------------------------------------------------------------------------------------------------


def test_the_widgets_run_to_their_end(widgets: Tour) -> None:
    assert_passed(widgets)


def test_a_slider_moves_the_object(widgets: Tour) -> None:
    assert "application/vnd.jupyter.widget-view+json" in widgets.types("move")
    assert widgets.text("drive") == "moved by 2.0 m\n"


def test_a_button_switches_it_off_and_on(widgets: Tour) -> None:
    assert "is active: False" in widgets.text("press")
    assert "active: True" in widgets.text("back")


def test_everything_is_put_back_and_nothing_saved(widgets: Tour) -> None:
    assert re.findall(r"\(.*?\)", widgets.text("back")) == re.findall(r"\(.*?\)", widgets.text("subject"))
    assert widgets.changed == {}


# --- clean up -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=PROJECTS)
def clean_up(request: pytest.FixtureRequest, home: Home, tmp_path_factory: pytest.TempPathFactory) -> Tour:
    return run("clean_up", str(request.param), tmp_path_factory.mktemp("tour"))


def test_the_clean_up_mends_what_it_finds_and_checks_itself(clean_up: Tour) -> None:
    assert_passed(clean_up)
    found, mended = re.findall(r"(\d+) findings, (\d+) mended", clean_up.text("check"))[0]
    assert found == mended
    assert "text/html" in clean_up.types("before") & clean_up.types("after") & clean_up.types("undo")
    assert "image/png" in clean_up.types("plot")


def test_the_clean_up_changes_the_scene_alone_and_shows_each_line(clean_up: Tour) -> None:
    scene = clean_up.text("scene").split(":")[0]
    found = int(re.findall(r"(\d+) findings", clean_up.text("check"))[0])
    assert list(clean_up.changed) == ([scene] if found else [])
    for removed, added in clean_up.changed.values():
        shown = clean_up.text("save").splitlines()
        for sign, lines in (("-", removed), ("+", added)):
            assert all(sign + line.rstrip("\r") in shown for line in lines[:10])
        assert all(re.match(ALLOWED, line) for line in (*removed, *added))


ALLOWED = (
    r"  (m_Name|m_TagString|far clip plane|m_Shadows|  m_Type): |    m_Type: |    - target: |        type: 3"
    r"|      (propertyPath|value|objectReference): "
)
"""Lines of what the notebook sets, and of overrides."""


@pytest.mark.parametrize("project", PROJECTS[:2])
def test_the_clean_up_takes_everything_back_if_asked(
    project: str, home: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tour = run("clean_up", project, tmp_path_factory.mktemp("tour"), keep=False)
    assert_passed(tour)
    assert "rolled back" in tour.text("rollback")
    assert tour.changed == {}


# --- find and fix ---------------------------------------------------------------------------------------------------


def test_find_and_fix_mends_shows_and_takes_back(
    home: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tour = run("find_and_fix", "sample", tmp_path_factory.mktemp("tour"))
    assert_passed(tour)
    assert tour.changed == {}
    for name in ("Ball", "Block 1", "Block 4", "Block 6", "Point Light"):
        assert name in tour.text("find")
    assert "5 findings before, 0 after" in tour.text("fix")
    assert "image/png" in tour.types("before")
    assert "of the pixels differ" in tour.text("after")
    assert tour.text("undo-all").startswith("Undone: Cell [4], Cell [1].")
    assert "nothing is wrong" in tour.text("as-it-was")
    assert "application/vnd.jupyter.widget-view+json" in tour.types("edit")


# --- the files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["clean_up", "find_and_fix", "quickstart", "widgets"])
def test_a_bundled_notebook_is_committed_clean(name: str) -> None:
    path = ROOT / "notebooks" / f"{name}.ipynb"
    content = nbformat.read(path, as_version=4)
    nbformat.validate(content)
    assert (content.nbformat, content.nbformat_minor) == (4, 5)
    assert content.metadata.kernelspec == {"name": "unity", "display_name": "Unity", "language": "python"}
    code = [cell for cell in content.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert len({cell.id for cell in content.cells}) == len(content.cells)
    assert (
        path.read_text("utf-8")
        == json.dumps(json.loads(path.read_bytes()), indent=1, ensure_ascii=False) + "\n"
    )


# --- gallery ----------------------------------------------------------------------------------------------------------


def test_the_gallery_shows_every_display(home: Home, tmp_path: Path) -> None:
    tour = run("gallery", "sample", tmp_path)

    assert_passed(tour)
    assert not tour.changed
    plain, pictures = {"write", "logs", "logs-kept"}, {"game", "scene-view", "alone"}
    for name in pictures:
        assert tour.types(name) == {"text/plain", "image/png"}, name
    assert "of one colour" in tour.text("blank")
    for cell in tour.cells.values():
        if cell.cell_type == "code" and cell.id not in plain | pictures:
            assert {"text/plain", "text/html"} <= tour.types(cell.id), cell.id
    assert "the same warning, every frame  (×500)" in tour.text("logs")


@needs_shared
def test_the_gallery_asks_for_no_object_by_its_name(home: Home, tmp_path: Path) -> None:
    tour = run("gallery", "mirror-2021.3", tmp_path)
    assert_passed(tour)
    assert {"text/plain", "text/html"} <= tour.types("game-object")


def test_the_gallery_runs_after_the_quickstart(home: Home, tmp_path: Path) -> None:
    project = copy_sample(tmp_path / "project")
    for name in ("quickstart", "gallery"):
        result = notebook.run(notebook.read(notebooks()[name]), tmp_path, str(project), timeout=CELL_TIMEOUT)
        assert result.status == "passed", result.failure and (result.failure.error or {})["traceback"]


# --- surviving reloads --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["headless", "mono"])
def surviving(
    request: pytest.FixtureRequest, home: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tour]:
    """The notebook, on the embedded editor and on the Unity package in the stand-in on Mono."""
    folder = tmp_path_factory.mktemp("tour")
    if request.param == "headless":
        yield run("surviving_reloads", "sample", folder)
        return
    mono.require()
    with mono.start(
        home, make_project(folder / "Game")
    ) as editor:  # whose stand-in compiles no script of the sample
        content = notebook.read(notebooks()["surviving_reloads"])
        result = notebook.run(content, folder, str(editor.project), timeout=CELL_TIMEOUT)
        yield Tour(result, {cell.id: cell for cell in content.cells}, {})


def test_the_notebook_about_reloads_shows_what_it_says(surviving: Tour) -> None:
    assert_passed(surviving)
    assert surviving.text("reload").endswith("{'red': [3, 1], 'blue': [2]} Probe 2.0 True\n")
    assert surviving.text("events") == "['renewed']"
    assert surviving.text("play").endswith("1.2 s of the game's clock\n")
    assert surviving.text("gone").startswith("MissingReferenceException: The object of type 'GameObject'")
    assert surviving.changed == {}
