"""Which editor a notebook gets, and what it hears when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import hosts
from tests.support.projects import make_project
from tests.support.session import Editor, Home, Kernel


def test_the_editor_whose_project_contains_the_notebook(
    home: Home, project: Path, start_editor: hosts.StartOwn
) -> None:
    other = make_project(home.path / "Other")
    notebooks = project / "Assets" / "Notebooks"
    notebooks.mkdir()
    with (
        start_editor(other),
        start_editor(project) as mine,
        Kernel.start(home, cwd=notebooks) as kernel,
    ):
        cell = kernel.run("unity.project")
        assert cell.value == str(mine.project)
        assert cell.stdout == ""


def test_the_only_editor_serves_notebooks_anywhere(
    home: Home, project: Path, tmp_path: Path, start_editor: hosts.StartOwn
) -> None:
    with start_editor(project) as editor, Kernel.start(home, cwd=tmp_path) as kernel:
        assert kernel.value("import os; os.getpid()") == editor.pid


def test_several_editors_and_none_of_the_notebooks_project(
    home: Home, project: Path, tmp_path: Path, start_editor: hosts.StartOwn
) -> None:
    other = make_project(home.path / "Other")
    with (
        start_editor(project) as one,
        start_editor(other) as two,
        Kernel.start(home, cwd=tmp_path) as kernel,
    ):
        error = kernel.run("1 + 1").failure
        assert error.ename == "NoEditorError"
        assert "several editors run" in error.evalue
        assert "%unity use" in error.evalue
        for editor in (one, two):
            assert editor.id in error.evalue
        listed = kernel.run("%unity list").stdout
        assert one.id in listed
        assert two.id in listed
        used = kernel.run(f"%unity use {two.id}\nunity.project")
        assert used.value == str(other)
        assert f"Now using the {two.file.kind} editor {two.id}" in used.stdout


def test_use_changes_the_editor_by_id_name_and_folder(
    home: Home, project: Path, start_editor: hosts.StartOwn
) -> None:
    other = make_project(home.path / "Other")
    with (
        start_editor(project) as one,
        start_editor(other) as two,
        Kernel.start(home, cwd=project) as kernel,
    ):
        assert kernel.value("x = 1\nunity.project") == str(one.project)
        assert kernel.run(f"%unity use {two.id}\nunity.project").value == str(two.project)
        assert kernel.run("x").failure.ename == "NameError"  # variables live in the editor
        assert kernel.run("%unity use game\nunity.project").value == str(one.project)
        assert kernel.run(f"%unity use '{other}'\nunity.project").value == str(two.project)
        listed = kernel.run("%unity list").stdout
        assert f"* {two.id}" in listed
        assert f"  {one.id}" in listed


def test_use_of_what_is_not_there_keeps_the_editor(kernel: Kernel, editor: Editor, tmp_path: Path) -> None:
    kernel.must("kept = 1")
    for name, expected in (
        ("nonsense", "nonsense"),
        (str(tmp_path), "no Unity project"),
        ("", "takes one name"),
    ):
        cell = kernel.run(f"%unity use {name!r}" if name else "%unity use")
        assert cell.status == "error"
        assert expected in str(cell.error) + cell.text
    assert kernel.value("kept") == 1
    late = kernel.run("y = 1\n%unity use anything")
    assert "top of a cell" in str(late.error) + late.text


def test_environment_names_an_editor_by_id_name_or_folder(
    home: Home, project: Path, tmp_path: Path, start_editor: hosts.StartOwn
) -> None:
    other = make_project(home.path / "Other")
    with start_editor(project), start_editor(other) as two:
        for wanted in (two.id, "OTHER", f"{other}/"):
            with Kernel.start(home, editor=wanted, cwd=tmp_path) as kernel:
                assert kernel.value("unity.project") == str(other), wanted


def test_environment_names_a_project_that_nobody_has_open(
    home: Home, project: Path, tmp_path: Path, start_editor: hosts.StartOwn
) -> None:
    other = make_project(home.path / "Other")
    with start_editor(other), Kernel.start(home, editor=str(project), cwd=tmp_path) as kernel:
        cell = kernel.run("unity.project, unity.kind")
        assert cell.value == (str(project), "headless")
        assert "No editor has Game open; started the embedded headless editor on Game" in cell.stdout


def test_headless_is_a_private_copy_of_the_sample(
    home: Home, project: Path, start_editor: hosts.StartOwn
) -> None:
    with start_editor(project), Kernel.start(home, editor="headless", cwd=project) as kernel:
        cell = kernel.run("unity.project")
        assert cell.value != str(project)
        assert "a copy of the sample project" in cell.stdout


@pytest.mark.parametrize("wanted", ["no-such-editor", "FOLDER"])
def test_environment_names_what_is_not_there(home: Home, tmp_path: Path, wanted: str) -> None:
    named = str(tmp_path) if wanted == "FOLDER" else wanted
    with Kernel.start(home, editor=named) as kernel:
        error = kernel.run("1").failure
        assert error.ename == "NoEditorError"
        assert named in error.evalue
        assert kernel.run("%%local\n1 + 1").result == "2"


def test_the_trait_names_an_editor_too(home: Home, project: Path, tmp_path: Path) -> None:
    with Kernel.start(home, cwd=tmp_path, options=[f"--UnityKernel.editor={project}"]) as kernel:
        assert kernel.value("unity.project") == str(project)


def test_no_editor_and_the_embedded_one_switched_off(
    home: Home, project: Path, start_editor: hosts.StartOwn
) -> None:
    with Kernel.start(home, cwd=project, options=["--UnityKernel.start_embedded=False"]) as kernel:
        cell = kernel.run("1 + 1")
        error = cell.failure
        assert error.ename == "NoEditorError"
        assert "no editor is running, and the embedded one is switched off" in error.evalue
        assert "unity-kernel headless" in error.evalue
        assert "UnityKernel.start_embedded" in error.evalue
        assert error.traceback.count("\n") < 5
        assert kernel.run("%%local\n1 + 1").result == "2"
        assert kernel.complete("Uni")["matches"] == []
        assert kernel.run("%unity status").stdout.strip()
        assert "No editor is running" in kernel.run("%unity list").stdout
        with start_editor(project) as editor:
            assert kernel.value("import os; os.getpid()") == editor.pid
            kernel.close()


def test_editor_files_that_are_no_good_are_passed_over(
    home: Home, project: Path, start_editor: hosts.StartOwn
) -> None:
    folder = home.path / "editors"
    folder.mkdir(mode=0o700)
    for name, data in (
        ("junk", b"\xff\x00 not json"),
        ("empty", b""),
        ("list", b"[]"),
        ("old", b'{"format": 0}'),
    ):
        path = folder / f"{name}.json"
        path.write_bytes(data)
        path.chmod(0o600)
    with start_editor(project) as editor:
        stale = (folder / f"{editor.id}.json").read_text().replace(f'"pid": {editor.pid}', '"pid": 999999')
        path = folder / "stale.json"
        path.write_text(stale.replace(editor.id, "stale"))
        path.chmod(0o600)
        with Kernel.start(home) as kernel:
            assert kernel.value("import os; os.getpid()") == editor.pid
            assert "stale" not in kernel.run("%unity list").stdout


def test_a_project_that_cannot_be_opened(home: Home) -> None:
    broken = make_project(home.path / "Broken")
    (broken / "Assets" / "Scenes" / "Main.unity").write_bytes(b"\x00\x01 binary")
    with Kernel.start(home, editor=str(broken)) as kernel:
        assert kernel.value("unity.project") == str(broken)
        assert "Main.unity" in kernel.run("%unity logs").console
