"""When the server runs: by hand, over domain reloads, after a start that failed; driven from a user's C#."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.session import Home, Kernel, end_process, wait_until
from tests.unity_package import mono

pytestmark = pytest.mark.usefixtures("mono_host")
END = "all steps done"
SCRIPT = """
using System;
using System.IO;
using UnityEditor;
using UnityEditor.Scripting.Python;
using UnityEngine;

[InitializeOnLoad]
static class Life
{
    static int ticks;

    // How many domains there were before this one; each has twenty ticks.
    static Life()
    {
        string before = SessionState.GetString("Life", "");
        SessionState.SetString("Life", before + "x");
        Loaded();
        EditorApplication.update += () =>
        {
            if (++ticks != 20) { return; }
            Debug.Log("step " + before.Length);
            if (before.Length == 0) { Try(First); }
            if (before.Length < RELOADS) { EditorUtility.RequestScriptReload(); }
            else { Debug.Log("all steps " + "done"); }
        };
    }

    static void Try(Action action)
    {
        try { action(); }
        catch (Exception error) { Debug.Log("threw " + error.GetType().Name + ": " + error.Message); }
    }

    static void Python(params string[] lines) { PythonRunner.RunString(string.Join("\\n", lines)); }

    static void Loaded() { LOADED }
    static void First() { FIRST }
}
"""


@contextmanager
def ran(
    home: Home, project: Path, first: str = "", loaded: str = "", reloads: int = 2
) -> Iterator[Callable[[], str]]:
    """An editor whose domain 0 does `first` and whose every domain begins with `loaded`; gives what reads its log."""
    text = SCRIPT.replace("LOADED", loaded).replace("FIRST", first).replace("RELOADS", str(reloads))
    (project / "Assets" / "Life.cs").write_text(text)
    process, log = mono.launch(home, project)
    try:
        wait_until(
            lambda: END in log.read_text(errors="replace") or process.poll() is not None,
            f"the last step (log: {log})",
            40,
        )
        yield lambda: log.read_text(errors="replace")
        assert process.poll() is None, f"the editor has ended; see {log}"
    finally:
        end_process(process.pid)
        process.wait(10)


def idles(home: Home) -> bool:
    return [each.state for each in home.editors()] == ["idle"]


def test_server_started_by_hand_is_back_after_reloads(home: Home, project: Path) -> None:
    mono.write_settings(project, start=False)
    with ran(home, project, "PythonRunner.StartServer();"):
        wait_until(lambda: idles(home), "the server after two reloads")


def test_server_is_back_also_when_the_settings_are_spoilt_meanwhile(home: Home, project: Path) -> None:
    mono.write_settings(project)
    with ran(home, project, 'File.WriteAllText("UserSettings/UnityKernel.json", "no JSON");'):
        wait_until(lambda: idles(home), "the server after two reloads")


def test_scripts_that_are_told_of_the_reload_may_still_use_python(home: Home, project: Path) -> None:
    mono.write_settings(project)
    loaded = 'AssemblyReloadEvents.beforeAssemblyReload += () => Try(() => PythonRunner.RunString("print(40 + 2)"));'
    with ran(home, project, loaded=f"EditorApplication.delayCall += () => {{ {loaded} }};") as log:
        wait_until(lambda: idles(home), "the server after two reloads")
        assert log().count("42\n") == 2
        assert "[Unity Kernel]" not in log()


def test_python_asked_for_while_the_domain_ends_does_not_come_back_into_it(home: Home, project: Path) -> None:
    mono.write_settings(project)
    # After each tick once more, so that it is called when Python has gone.
    loaded = """
        AssemblyReloadEvents.AssemblyReloadCallback last = () => Try(() => PythonRunner.RunString("print(1)"));
        EditorApplication.update += () =>
        {
            AssemblyReloadEvents.beforeAssemblyReload -= last;
            AssemblyReloadEvents.beforeAssemblyReload += last;
        };"""
    with ran(home, project, loaded=f"EditorApplication.delayCall += () => {{ {loaded} }};") as log:
        wait_until(lambda: idles(home), "the server after two reloads")
        assert log().count("[Unity Kernel] The domain reloads; Python is back after it.") == 2
        assert log().count("threw InvalidOperationException: Python could not be started") == 2


def test_failed_start_leaves_no_server_behind(home: Home, project: Path) -> None:
    """Clients go on waiting, scripts in the editor go on working, and the next start is a whole one."""
    mono.write_settings(project)
    (project / "Assets" / "tool.py").write_text("")
    first = r"""
        Python("import unity_kernel.editor.server as s", "from unity_kernel.errors import UnityKernelError",
            "class Busy(UnityKernelError): pass", "old = s.Server.start", "import builtins", "builtins.old = old",
            "def bad(self): raise Busy('cannot listen now')", "s.Server.start = bad");
        PythonRunner.StopServer();
        Try(() => PythonRunner.StartServer());
        Debug.Log("files: " + Directory.GetFiles(Environment.GetEnvironmentVariable("UNITY_KERNEL_HOME"), "mono-*.json",
            SearchOption.AllDirectories).Length);
        Try(() => Debug.Log("spawned " + PythonRunner.SpawnClient("Assets/tool.py")));
        Python("import threading, UnityEngine",
            "known = ('MainThread', threading.current_thread().name)",
            "names = [each.name for each in threading.enumerate()]",
            "UnityEngine.Debug.Log('threads left: ' + str([n for n in names if n not in known]))",
            "import builtins, unity_kernel.editor.server as s", "s.Server.start = builtins.old");
        Try(() => PythonRunner.StartServer());
        Debug.Log("started");
    """
    with ran(home, project, first) as log:
        wait_until(lambda: idles(home), "the server")
        text = log()
        assert (
            text.count("[Unity Kernel] The server did not start: cannot listen now") == 2
        )  # for SpawnClient again
        assert text.count("threw InvalidOperationException: The server could not be started") == 2
        assert "spawned" not in text
        assert "files: 1\n" in text, "the file that says stopped"
        assert "threads left: []" in text
        assert "\nstarted\n" in text


def test_handler_of_console_messages_that_prints_does_not_hang(home: Home, project: Path) -> None:
    mono.write_settings(project)
    first = """Python("import UnityEngine", "def seen(message, stack, kind):", "    print('seen')",
        "UnityEngine.Application.logMessageReceivedThreaded += seen", "print('printed')"); Debug.Log("went on");"""
    with ran(home, project, first, reloads=1) as log:
        assert "went on" in log()
        assert "seen\n" in log()


def test_project_without_python_says_so_once_a_session(home: Home, project: Path) -> None:
    with ran(home, project) as log:
        assert log().count("[Unity Kernel]") == 1
        assert "This project has no Python yet" in log()


def test_cell_may_end_the_editor(home: Home, project: Path) -> None:
    """Unity raises `quitting` within the call, so that the server ends below a running cell."""
    with mono.start(home, project) as editor, Kernel.start(home, editor=editor) as kernel:
        kernel.run("print('before')\nUnityEditor.EditorApplication.Exit(0)", timeout=20)
        wait_until(lambda: not editor.is_running, "the editor's end")
        assert home.editors() == []
        assert "did not stop cleanly" not in Path(editor.file.log).read_text(errors="replace")
