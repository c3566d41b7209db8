"""The command as people and scripts use it: a process of its own, its output and its exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.support import hosts
from tests.support.cell import TIMEOUT
from tests.support.projects import OBJECTS, SCENE, make_project
from tests.support.session import Editor, Home, Kernel, wait_until
from unity_kernel._version import __version__
from unity_kernel.client.choice import is_project

posix_signals = pytest.mark.skipif(sys.platform == "win32", reason="a test cannot press Ctrl-C on Windows")


def call(
    home: Home, *arguments: str | Path, cwd: Path | None = None, stdin: str | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Runs `unity-kernel` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "unity_kernel.cli", *map(str, arguments)],
        cwd=cwd or home.path,
        env=home.environment(**env),
        input="" if stdin is None else stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@contextmanager
def begin(home: Home, *arguments: str | Path, cwd: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """Starts `unity-kernel`; at the end it must have ended by itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", "unity_kernel.cli", *map(str, arguments)],
        cwd=cwd or home.path,
        env=home.environment(PYTHONUNBUFFERED="1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        try:
            yield process
            process.wait(TIMEOUT)
        finally:
            if process.poll() is None:
                process.kill()


def line_with(stream: Any, text: str) -> str:
    """Reads lines until one holds the text; pytest's own time limit ends a wait in vain."""
    for line in stream:
        if text in line:
            return str(line)
    raise AssertionError(f"the output ended without {text!r}")


def write_notebook(path: Path, *cells: str, tags: Sequence[str] = ()) -> Path:
    """A notebook of code cells; the first one has the tags."""
    content = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    content.cells[0].metadata["tags"] = list(tags)
    nbformat.write(content, path)
    return path


def printed(path: Path) -> list[str]:
    """What each cell of an executed notebook printed to stdout."""
    content = nbformat.read(path, as_version=4)
    return [
        "".join(output.text for output in cell.outputs if output.get("name") == "stdout")
        for cell in content.cells
    ]


# --- the command itself -----------------------------------------------------------------------------------------


HEAVY = ("zmq", "IPython", "ipykernel", "jupyter_client", "jupyter_core", "nbclient", "nbconvert", "nbformat")


@pytest.mark.parametrize("command", [[], ["exec"], ["logs"], ["editors"], ["run"], ["demo"], ["doctor"]])
def test_help_imports_no_jupyter(command: list[str], shared_home: Home) -> None:
    """That is what keeps it quick."""
    code = f"""
import sys
from unity_kernel.cli.main import main
try:
    main({[*command, "--help"]})
finally:
    print([name for name in {HEAVY} if name in sys.modules])
"""
    done = shared_home.python("-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_pipe_that_closes_early_is_no_error(editor: Editor, shared_home: Home) -> None:
    code = "for number in range(100_000): print(number)"
    with begin(shared_home, "exec", "--editor", editor.id, "-c", code) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "0\n"
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 1


# --- exec --------------------------------------------------------------------------------------------------------


def execute(home: Home, editor: Editor, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return call(home, "exec", "--editor", editor.id, *arguments, **options)


def test_exec_prints_output_and_result(editor: Editor, shared_home: Home) -> None:
    done = execute(shared_home, editor, "-c", "import sys\nprint('a')\nprint('b', file=sys.stderr)\n6 * 7")
    assert (done.returncode, done.stdout, done.stderr) == (0, "a\n42\n", "b\n")


def test_exec_shows_an_errors_traceback_and_fails(editor: Editor, shared_home: Home) -> None:
    done = execute(shared_home, editor, "-c", "x = 0\n1 / x")
    assert (done.returncode, done.stdout) == (1, "")
    assert "----> 2 1 / x" in done.stderr
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")
    assert "\x1b" not in done.stderr


def test_exec_runs_in_the_editor_with_unitys_names(editor: Editor, shared_home: Home) -> None:
    code = "import os\nprint(os.getpid(), UnityEngine.GameObject.Find('Player').name, unity.project)"
    done = execute(shared_home, editor, "-c", code)
    assert done.stdout.split(maxsplit=2) == [str(editor.pid), "Player", f"{editor.project}\n"]


def test_exec_takes_a_file_and_standard_input(editor: Editor, shared_home: Home, tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_bytes("# coding: latin-1\nprint('ü')\n".encode("latin-1"))
    assert execute(shared_home, editor, str(file)).stdout == "ü\n"
    assert execute(shared_home, editor, "-", stdin="print('from stdin')").stdout == "from stdin\n"


def test_exec_answers_input_from_standard_input(editor: Editor, shared_home: Home) -> None:
    done = execute(shared_home, editor, "-c", "print('hello', input('name? '))", stdin="Ada\n")
    assert (done.returncode, done.stdout) == (0, "name? hello Ada\n")
    done = execute(shared_home, editor, "-c", "input()", stdin="")
    assert done.returncode == 1
    assert "EOFError" in done.stderr


def test_exec_json_is_one_object(editor: Editor, shared_home: Home) -> None:
    code = "print('a')\nUnityEngine.Debug.LogWarning('careful')\n1 / 0"
    done = execute(shared_home, editor, "--json", "-c", code)
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["status"], found["stdout"], found["result"]) == ("error", "a\n", None)
    assert found["error"]["ename"] == "ZeroDivisionError"
    assert [(entry["severity"], entry["message"]) for entry in found["logs"]] == [("warning", "careful")]


def test_exec_calls_share_no_variables(editor: Editor, shared_home: Home) -> None:
    assert execute(shared_home, editor, "-c", "left_behind = 1").returncode == 0
    assert "NameError" in execute(shared_home, editor, "-c", "left_behind").stderr


@posix_signals
def test_ctrl_c_stops_the_code_and_not_the_editor(editor: Editor, shared_home: Home) -> None:
    with begin(shared_home, "exec", "--editor", editor.id, "-c", "print('go')\nwhile True: pass") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line_with(process.stdout, "go")
        process.send_signal(signal.SIGINT)
        assert "KeyboardInterrupt" in process.stderr.read()
    assert process.returncode == 130
    assert execute(shared_home, editor, "-c", "1 + 1").stdout == "2\n"


def test_exec_opens_a_project_for_the_call_alone(home: Home, project: Path) -> None:
    done = call(home, "exec", "--project", project, "-c", "print(unity.project)")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{project}\n", "")
    assert home.editors() == []


def test_exec_tells_of_changes_that_were_not_saved(home: Home, project: Path) -> None:
    rename = "UnityEngine.GameObject.Find('Player').name = 'Hero'"
    done = call(home, "exec", "--project", project, "-c", rename)
    assert done.returncode == 0
    assert "SaveOpenScenes()" in done.stderr
    assert "Hero" not in (project / SCENE).read_text()
    save = "UnityEditor.SceneManagement.EditorSceneManager.SaveOpenScenes()"
    done = call(home, "exec", "--project", project, "-c", f"{rename}\n{save};")
    assert (done.returncode, done.stderr) == (0, "")
    assert "  m_Name: Hero\n" in (project / SCENE).read_text()


def test_exec_without_an_editor_is_wrong_usage(home: Home, tmp_path: Path) -> None:
    done = call(home, "exec", "-c", "1")
    assert done.returncode == 2
    assert done.stderr.startswith("unity-kernel: no editor is running. Give --project PROJECT")
    assert call(home, "exec", "--project", tmp_path, "-c", "1").returncode == 2
    assert call(home, "exec").returncode == 2


# --- editors, logs, headless ------------------------------------------------------------------------------------


def test_editors_lists_what_runs(editor: Editor, shared_home: Home) -> None:
    done = call(shared_home, "editors")
    row = next(line for line in done.stdout.splitlines() if line.startswith(editor.id))
    assert row.split()[2:4] == ["2022.3.62f3", SCENE]
    assert row.endswith(editor.file.project)
    found = json.loads(call(shared_home, "editors", "--json").stdout)
    assert editor.id in [item["id"] for item in found["editors"]]
    assert editor.file.token not in json.dumps(found)


def test_editors_answer_while_they_are_busy(home: Home, project: Path, start_editor: hosts.StartOwn) -> None:
    with start_editor(project) as editor, Kernel.start(home, editor=editor) as kernel:
        cell = kernel.begin("print('go')\nwhile True: pass")
        cell.until_output("go")
        assert json.loads(call(home, "editors", "--json").stdout)["editors"][0]["status"]["state"] == "busy"
        kernel.interrupt()
        cell.finish()


def test_editors_tells_what_it_ignores_only_when_asked(home: Home) -> None:
    done = call(home, "editors")
    assert (done.returncode, done.stdout.split(".")[0]) == (0, "No editor is running")
    bad = home.path / "editors" / "bad.json"
    bad.write_text("{}")
    bad.chmod(0o600)
    assert "bad.json" not in call(home, "editors").stdout
    assert "bad.json  its format is not 1" in call(home, "editors", "--all").stdout


def test_logs_follow_until_the_editor_ends(home: Home, project: Path, start_editor: hosts.StartOwn) -> None:
    with start_editor(project) as editor:
        assert execute(home, editor, "-c", "UnityEngine.Debug.Log('first')").returncode == 0
        with begin(home, "logs", "-f", "--level", "log") as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert line_with(process.stdout, "first").split()[1:] == ["log", "first"]
            assert execute(home, editor, "-c", "UnityEngine.Debug.LogError('second')").returncode == 0
            assert line_with(process.stdout, "second").split()[1:] == ["error", "second"]
            editor.stop()
            assert process.stderr.read() == f"[{editor.id} has ended]\n"
        assert process.returncode == 0


@posix_signals
def test_ctrl_c_ends_following(home: Home, project: Path, start_editor: hosts.StartOwn) -> None:
    with start_editor(project) as editor:
        execute(home, editor, "-c", "UnityEngine.Debug.Log('first')")
        with begin(home, "logs", "-f") as process:
            assert process.stdout is not None
            assert process.stderr is not None
            line_with(process.stdout, "first")
            process.send_signal(signal.SIGINT)
            assert process.stderr.read() == ""
        assert process.returncode == 0


@posix_signals
def test_headless_opens_a_project_until_ctrl_c(home: Home, project: Path) -> None:
    with begin(home, "headless", project) as process:
        assert process.stdout is not None
        assert str(project) in line_with(process.stdout, "Headless editor")
        assert len(home.editors()) == 1
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    assert home.editors() == []


# --- run --------------------------------------------------------------------------------------------------------


def test_run_executes_a_notebook_beside_the_original(home: Home, project: Path, tmp_path: Path) -> None:
    source = write_notebook(
        tmp_path / "a.ipynb", "count = 1", "print(count, unity.project)", tags=["parameters"]
    )
    before = source.read_bytes()
    page = tmp_path / "a.html"
    done = call(home, "run", source, "--project", project, "-p", "count", "3", "--html", page)
    assert done.returncode == 0, done.stderr
    executed = tmp_path / "a.executed.ipynb"
    assert done.stdout == f"{executed}\n{page}\n"
    assert printed(executed)[-1] == f"3 {project}\n"
    assert "3/3  print(count, unity.project)" in done.stderr
    assert str(project) in page.read_text("utf-8")
    assert source.read_bytes() == before
    assert home.editors() == []


def test_run_stops_at_the_first_error_and_keeps_what_ran(home: Home, project: Path, tmp_path: Path) -> None:
    source = write_notebook(tmp_path / "a.ipynb", "print('one')", "1 / 0", "print('three')")
    output = tmp_path / "b.ipynb"
    done = call(home, "run", source, "--project", project, "--output", output)
    assert done.returncode == 1
    assert "Cell 2 of the notebook:\n\n    1 / 0\n" in done.stderr
    assert "ZeroDivisionError: division by zero" in done.stderr
    one, _, three = printed(output)
    assert one.endswith("one\n")
    assert three == ""


def test_run_json_tells_what_failed(home: Home, project: Path, tmp_path: Path) -> None:
    source = write_notebook(tmp_path / "a.ipynb", "1", "1 / 0")
    done = call(home, "run", source, "--project", project, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["status"], found["code_cells"], len(found["cells"])) == ("failed", 2, 2)
    assert (found["failed"]["index"], found["failed"]["error"]["ename"]) == (1, "ZeroDivisionError")


def test_run_uses_the_notebooks_folder_and_the_editor_that_runs(
    home: Home, project: Path, start_editor: hosts.StartOwn
) -> None:
    """Without --project, as in JupyterLab: the notebook lies in a project that an editor has open."""
    folder = project / "Notebooks"
    folder.mkdir()
    source = write_notebook(
        folder / "a.ipynb", "import os\nprint(os.getpid())", "%%local\nimport os\nprint(os.getcwd())"
    )
    with start_editor(project) as editor:
        done = call(home, "run", source)
        assert done.returncode == 0, done.stderr
        assert editor.is_running
    assert printed(folder / "a.executed.ipynb") == [f"{editor.pid}\n", f"{folder}\n"]


def test_run_without_jupyters_kernelspec(home: Home, project: Path, tmp_path: Path) -> None:
    """The kernel of this Python runs, whatever Jupyter knows."""
    source = write_notebook(tmp_path / "a.ipynb", "%%local\nimport sys\nprint(sys.executable)")
    done = call(
        home, "run", source, "--project", project, JUPYTER_PATH=str(tmp_path), JUPYTER_PREFER_ENV_PATH="0"
    )
    assert done.returncode == 0, done.stderr
    assert os.path.samefile(printed(tmp_path / "a.executed.ipynb")[0].strip(), sys.executable)


def test_a_cell_that_takes_too_long_fails(home: Home, project: Path, tmp_path: Path) -> None:
    source = write_notebook(tmp_path / "a.ipynb", "while True: pass")
    done = call(home, "run", source, "--project", project, "--timeout", "1")
    assert done.returncode == 1
    assert "CellTimeoutError" in done.stderr
    wait_until(lambda: home.editors() == [], "the end of the embedded editor")


@posix_signals
def test_ctrl_c_ends_a_run_with_the_cells_error_in_the_notebook(
    home: Home, project: Path, tmp_path: Path
) -> None:
    flag = tmp_path / "running"
    source = write_notebook(tmp_path / "a.ipynb", f"open({str(flag)!r}, 'w').close()\nwhile True: pass")
    with begin(home, "run", source, "--project", project) as process:
        wait_until(flag.exists, "the cell's beginning")
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert process.stderr.read().endswith("unity-kernel: interrupted\n")
    assert process.returncode == 130
    content = nbformat.read(tmp_path / "a.executed.ipynb", as_version=4)
    assert content.cells[0].outputs[-1].ename == "KeyboardInterrupt"
    assert home.editors() == []


def test_run_without_a_way_to_an_editor_is_code_2(home: Home, tmp_path: Path) -> None:
    source = write_notebook(tmp_path / "a.ipynb", "1")
    assert call(home, "run", source, "--project", tmp_path).returncode == 2
    assert call(home, "run", tmp_path / "gone.ipynb").returncode == 2
    done = call(home, "run", source, UNITY_KERNEL_EDITOR="no-such-editor")
    assert done.returncode == 2
    assert "no running editor is called 'no-such-editor'" in done.stderr


# --- demo ----------------------------------------------------------------------------------------------------------


def test_the_demo_leaves_a_notebook_a_page_and_the_changed_project(home: Home, tmp_path: Path) -> None:
    began = time.monotonic()
    done = call(home, "demo", "--out", tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < 30.0
    out = tmp_path / "demo"
    for path in (out / "quickstart.ipynb", out / "quickstart.html", out / "Workshop"):
        assert str(path) in done.stdout
        assert path.exists()
    assert is_project(out / "Workshop")
    assert "15/15" in done.stdout
    assert "Main Camera_" in (out / "Workshop" / "Assets" / "Scenes" / "Workshop.unity").read_text()
    assert home.editors() == []


def test_the_demo_leaves_a_project_of_yours_alone(home: Home, project: Path, tmp_path: Path) -> None:
    before = (project / SCENE).read_bytes()
    done = call(home, "demo", "--project", project, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (project / SCENE).read_bytes() == before
    copy = (tmp_path / project.name / SCENE).read_text()
    assert all(f"  m_Name: {name}_\n" in copy for name in OBJECTS)


def test_the_demo_works_in_place_when_asked(home: Home, tmp_path: Path) -> None:
    project = make_project(tmp_path / "Game")
    done = call(home, "demo", "--project", project, "--in-place", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "  m_Name: Player_\n" in (project / SCENE).read_text()


# --- doctor, lab ---------------------------------------------------------------------------------------------------


def test_doctor_checks_the_real_thing(editor: Editor, shared_home: Home) -> None:
    done = call(shared_home, "doctor", editor.project, "--json")
    found = {item["check"]: item for item in json.loads(done.stdout)}
    assert found["packages"]["found"].startswith(f"unity-kernel {__version__}")
    assert found["editor"]["status"] == "ok"
    assert editor.id in found["editor"]["found"]
    assert found["scenes"]["status"] == "ok"
    assert done.returncode == int(any(item["status"] == "fail" for item in found.values()))


def test_lab_without_jupyterlab_names_the_command_that_installs_it(shared_home: Home) -> None:
    code = """
import sys
sys.modules["jupyterlab"] = None
from unity_kernel.cli.main import main
sys.exit(main(["lab"]))
"""
    done = shared_home.python("-c", code)
    assert done.returncode == 1
    assert "pip install 'unity-kernel[lab]'" in done.stderr
