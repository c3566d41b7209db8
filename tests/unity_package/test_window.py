"""The window and the settings page, as their user sees and uses them."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.projects import make_project
from tests.support.session import Editor, Home, Kernel, wait_until
from tests.unity_package import mono
from tests.unity_package.screen import SETTINGS, WINDOW, Screen
from unity_kernel import __version__


@pytest.fixture
def screen(editor: Editor) -> Screen:
    return Screen(editor.project)


@pytest.fixture
def own(home: Home) -> Iterator[tuple[Editor, Screen]]:
    """An editor whose server a test may stop."""
    project = make_project(home.path / "Own")
    with mono.start(home, project) as editor:
        yield editor, Screen(project)


MENU = """
using UnityEditor;

public static class Tests
{
    [MenuItem("Tests/Reload")]
    static void Reload() { EditorUtility.RequestScriptReload(); }

    [MenuItem("Tests/Quit")]
    static void Quit() { EditorApplication.Exit(0); }
}
"""


def log_of(editor: Editor) -> str:
    return Path(editor.file.log).read_text(errors="replace")


# --- the window -------------------------------------------------------------------------------------------------------


def test_window_shows_server_kernels_and_versions(editor: Editor, kernel: Kernel, screen: Screen) -> None:
    kernel.must("1")
    text = screen.look()
    assert f"Runs as {editor.id} at {editor.file.endpoint}" in text
    assert "[Stop server]" in text
    assert re.search(r"kernel  .*\(connected for .*\)  \[Reset\]  \[Disconnect\]", text)
    for name, version in {
        "Unity": editor.file.versions["unity"],
        "Python": editor.file.versions["python"],
        "unity-kernel": __version__,
    }.items():
        assert f"{name}  {version}" in text.splitlines()
    for name in ("pythonnet", "rpyc", "ipython"):
        assert re.search(rf"^{name}  \d", text, re.MULTILINE)


def test_reset_gives_a_kernel_fresh_variables_and_says_so(kernel: Kernel, screen: Screen) -> None:
    kernel.must("kept = 1")
    screen.press("Reset", "kernel")
    cell = kernel.run("kept")
    assert cell.failure.ename == "NameError"
    assert "[unity-kernel] the editor's user has reset this kernel: its variables are gone." in cell.text
    assert kernel.must("UnityEngine.Application.isPlaying").text == ""


def test_reset_ends_a_cell_that_awaits(kernel: Kernel, screen: Screen) -> None:
    cell = kernel.begin("print('on')\nawait unity.seconds(60)").until_output("on")
    screen.press("Reset", "kernel")
    assert cell.finish().failure.ename == "KeyboardInterrupt"
    kernel.must("1")


def test_disconnected_kernel_says_so_and_comes_back_when_its_user_asks(
    editor: Editor, kernel: Kernel, screen: Screen
) -> None:
    kernel.must("kept = 1")
    assert "None is connected." in screen.press("Disconnect", "kernel")
    for _ in range(2):
        error = kernel.run("kept").failure
        assert error.ename == "EditorGone"
        assert "has disconnected this kernel" in error.evalue
    assert not re.search(r"^kernel  ", screen.look(), re.MULTILINE)
    assert f"`%unity use {editor.id}`" in error.evalue
    kernel.must(f"%unity use {editor.id}")
    assert kernel.run("kept").failure.ename == "NameError"


def test_cell_that_runs_when_its_kernel_is_disconnected_is_told(
    editor: Editor, kernel: Kernel, screen: Screen
) -> None:
    cell = kernel.begin("print('on')\nawait unity.seconds(60)").until_output("on")
    screen.press("Disconnect", "kernel")
    assert "has disconnected this kernel" in cell.finish().failure.evalue
    kernel.must(f"%unity use {editor.id}")


def test_stopped_server_is_shown_and_kernels_say_what_to_do(own: tuple[Editor, Screen]) -> None:
    editor, screen = own
    with Kernel.start(editor.home, editor=editor) as kernel:
        kernel.must("kept = 1")
        text = screen.press("Stop server")
        assert "Stopped: notebooks cannot run cells here." in text
        assert "[Start server]" in text
        assert [each.state for each in editor.home.editors()] == ["stopped"]
        error = kernel.run("2").failure
        assert error.ename == "EditorStopped"
        assert "is stopped" in error.evalue
        assert "Window > Unity Kernel, Start server" in error.evalue
        assert "stopped" in editor.home.python("-m", "unity_kernel.cli", "editors").stdout
        with Kernel.start(editor.home, editor=editor) as late:
            assert late.run("1").failure.ename == "EditorStopped"
        assert "[Stop server]" in screen.press("Start server")
        cell = kernel.must("1 + 1")
        assert cell.result == "2"
        assert "had its server stopped; the variables of its cells are gone" in cell.text
    [file] = editor.home.editors()
    assert (file.id, file.state) != (editor.id, "stopped")
    assert file.id == editor.id


def test_stopped_server_stays_so_over_a_reload_and_leaves_no_file_at_the_end(home: Home) -> None:
    project = make_project(home.path / "Own")
    (project / "Assets" / "Menu.cs").write_text(MENU)
    with mono.start(home, project) as editor:
        screen = Screen(project)
        assert screen.choose("Tools/Unity Kernel/Stop Server")
        assert not screen.choose("Tools/Unity Kernel/Stop Server")  # greyed out
        assert screen.choose("Tests/Reload")
        wait_until(lambda: "domain 1 began" in log_of(editor), "the domain reload")
        assert "[Start server]" in screen.look()
        assert [each.state for each in home.editors()] == ["stopped"]
        assert screen.choose("Tests/Quit")
        wait_until(lambda: not editor.is_running, "the editor's end")
        assert list((home.path / "editors").iterdir()) == []


def test_window_is_there_after_a_reload(kernel: Kernel, screen: Screen) -> None:
    assert not screen.choose("Tools/Unity Kernel/Start Server")  # it runs
    mono.reload(kernel)
    kernel.must("1")
    assert re.search(r"^kernel  ", screen.look(), re.MULTILINE)


# --- clients ----------------------------------------------------------------------------------------------------------


def test_client_is_listed_reset_and_disconnected(editor: Editor, kernel: Kernel, screen: Screen) -> None:
    runner = "UnityEditor.Scripting.Python.PythonRunner"
    kernel.must(
        f"from UnityEditor.Scripting.Python import PythonRunner\nPythonRunner.StartServer()\nassert {runner}"
    )
    wait_until(lambda: re.search(r"^client  client ", screen.look(), re.MULTILINE), "the client")
    kernel.must("PythonRunner.RunStringOnClient('kept = 1')")
    screen.press("Reset", "client  client")
    kernel.must(
        "PythonRunner.RunStringOnClient('import unity_connection; "
        'unity_connection.get_module("UnityEngine").Debug.Log("kept" in globals())\')'
    )
    wait_until(lambda: "\nFalse\n" in log_of(editor), "the client's line in the console")
    screen.press("Disconnect", "client  client")
    wait_until(lambda: kernel.value("PythonRunner.NumClientsConnected()") == 0, "the client's end")


# --- JupyterLab -------------------------------------------------------------------------------------------------------

LAB = """
import json, os, sys
open("started.new", "w").write(json.dumps([os.getcwd(), sys.executable, os.getpid(), os.getppid()]))
os.replace("started.new", "started.json")
sys.stdin.read()
import threading; threading.Event().wait(60)
"""


def test_lab_starts_in_the_project_and_outlives_the_editor(own: tuple[Editor, Screen]) -> None:
    editor, screen = own
    (editor.project / "jupyterlab.py").write_text(
        LAB
    )  # stands for JupyterLab: `python -m` finds it in the folder
    assert "| JupyterLab opens in the browser. Its log: " in screen.press("Open JupyterLab here")
    started = editor.project / "started.json"
    wait_until(started.exists, "the start of JupyterLab")
    folder, python, pid, _ = json.loads(started.read_text())
    lab = psutil.Process(pid)
    try:
        assert Path(folder) == editor.project
        assert os.path.realpath(python) == os.path.realpath(sys.executable)
        editor.stop()
        assert lab.is_running()
    finally:
        lab.kill()


def test_lab_is_started_from_the_menu(own: tuple[Editor, Screen]) -> None:
    editor, screen = own
    (editor.project / "jupyterlab.py").write_text("open('started', 'w').close()")
    assert screen.choose("Tools/Unity Kernel/Open JupyterLab Here")
    wait_until((editor.project / "started").exists, "the start of JupyterLab")
    assert "[Unity Kernel] JupyterLab opens in the browser." in log_of(editor)


def test_lab_that_fails_is_reported_in_the_console(own: tuple[Editor, Screen]) -> None:
    editor, screen = own
    (editor.project / "jupyterlab.py").write_text("raise SystemExit('no free port')")
    screen.press("Open JupyterLab here")
    wait_until(lambda: "JupyterLab ended (exit code 1)" in log_of(editor), "the report in the console")
    assert "no free port" in log_of(editor)


# --- the settings page ------------------------------------------------------------------------------------------------


def test_settings_page_shows_the_python_in_use_and_checks_it(screen: Screen) -> None:
    assert f"In use: {sys.executable}" in screen.look(SETTINGS)
    choose(screen, Path(sys.executable))
    wait_until(lambda: "OK  ipython: " in screen.look(SETTINGS), "the check")
    text = screen.look(SETTINGS)
    for check in ("Python", "Python library", "unity-kernel", "pythonnet", "rpyc"):
        assert f"OK  {check}: " in text
    assert "Wrong" not in text
    assert "(Use this Python)" in text  # it is used already


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (None, "Wrong  Python: there is no file"),
        ("#!/bin/sh\necho hello\n", "Wrong  Python: it does not behave like Python"),
        ("no program", "Wrong  Python: "),
        ("#!/bin/sh\nprintf 'version\\t3.9.2\\n'\n", "Wrong  Python: 3.9.2 is too old"),
        (
            "#!/bin/sh\nprintf 'version\\t3.12.1\\n'\necho \"No module named 'unity_kernel'\" >&2\nexit 1\n",
            "Wrong  unity-kernel: it cannot be imported: No module named 'unity_kernel'",
        ),
    ],
)
def test_python_that_cannot_be_used_is_named_with_its_remedy(
    screen: Screen, tmp_path: Path, make: str | None, found: str
) -> None:
    python = tmp_path / "python"
    if make is not None:
        python.write_text(make)
        python.chmod(0o755)
    choose(screen, python)
    wait_until(lambda: found in screen.look(SETTINGS), found)
    text = screen.look(SETTINGS)
    assert "To mend it: " in text
    assert "(Use this Python)" in text


def test_other_python_is_used_after_a_restart(own: tuple[Editor, Screen]) -> None:
    editor, screen = own
    python = editor.home.path / "env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (editor.home.path / "env" / "pyvenv.cfg").write_text((Path(sys.prefix) / "pyvenv.cfg").read_text())
    (editor.home.path / "env" / "lib").symlink_to(Path(sys.prefix) / "lib")
    choose(screen, python)
    wait_until(lambda: "[Use this Python]" in screen.look(SETTINGS), "the check of the other Python")
    assert "| Saved. Restart Unity to use it" in screen.press("Use this Python", shown=SETTINGS)
    assert f"In the settings: {python}" in screen.look(SETTINGS)
    settings = json.loads((editor.project / "UserSettings" / "UnityKernel.json").read_text())
    assert settings["python"] == str(python)
    assert settings["kind"] == "mono"


def test_start_with_the_editor_is_switched(own: tuple[Editor, Screen]) -> None:
    editor, screen = own
    path = editor.project / "UserSettings" / "UnityKernel.json"
    assert "[ ] Start the server with the editor" in screen.press(
        "Start the server with the editor", shown=SETTINGS
    )
    assert json.loads(path.read_text())["start"] is False
    screen.press("Start the server with the editor", shown=SETTINGS)
    assert json.loads(path.read_text())["start"] is True


def choose(screen: Screen, python: Path) -> None:
    """Types a Python's path and has it checked."""
    wait_until(lambda: "(Checking...)" not in screen.look(SETTINGS), "the end of the check before")
    field = re.search(r"<(.*)>", screen.look(SETTINGS))
    assert field is not None
    screen.type(field[1], str(python))
    screen.press("Check this Python", shown=SETTINGS)


def test_project_without_settings_shows_what_to_do(home: Home, project: Path) -> None:
    process, log = mono.launch(home, project)
    try:
        screen = Screen(project)
        wait_until(lambda: "[Unity Kernel]" in log.read_text(), "a message in the console")
        assert "Stopped. This project has no Python yet" in screen.look(WINDOW)
        assert "[Start server]" in screen.look(WINDOW)
        assert "In use: none yet" in screen.look(SETTINGS)
        screen.type("", sys.executable)
        screen.press("Check this Python", shown=SETTINGS)
        wait_until(lambda: "[Use this Python]" in screen.look(SETTINGS), "the check")
        screen.press("Use this Python", shown=SETTINGS)
        wait_until(lambda: home.editors(), "the start of the server")
        assert "[Stop server]" in screen.look(WINDOW)
    finally:
        process.terminate()
        process.wait(10)
