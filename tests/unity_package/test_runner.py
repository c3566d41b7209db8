"""PythonRunner in process, called from a user's C# through menu items."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.session import Editor, Kernel
from tests.unity_package import mono

SCRIPT = """
using System;
using System.IO;
using UnityEditor;
using UnityEditor.Scripting.Python;
using UnityEngine;

public static class RunnerTests
{
    static void Try(Action action)
    {
        try
        {
            action();
            Debug.Log("returned");
        }
        catch (Exception error)
        {
            Debug.Log("threw " + error.GetType().Name + ": " + error.Message);
        }
    }

    [MenuItem("Python/Hello World")]
    static void Hello()
    {
        PythonRunner.RunString("import UnityEngine\\nUnityEngine.Debug.Log('hello \\"world\\"')\\nprint('printed')");
    }

    [MenuItem("Tests/Set")]
    static void Set() { PythonRunner.RunString("answer = 42", "mine"); }

    [MenuItem("Tests/Get")]
    static void Get() { PythonRunner.RunString("import UnityEngine\\nUnityEngine.Debug.Log(answer)", "mine"); }

    [MenuItem("Tests/Other scope")]
    static void Other() { Try(() => PythonRunner.RunString("answer", "other")); }

    [MenuItem("Tests/String null")]
    static void StringNull() { Try(() => PythonRunner.RunString(null)); }

    [MenuItem("Tests/File null")]
    static void FileNull() { Try(() => PythonRunner.RunFile(null)); }

    [MenuItem("Tests/File missing")]
    static void FileMissing() { Try(() => PythonRunner.RunFile("Assets/missing.py")); }

    [MenuItem("Tests/File")]
    static void ValidFile() { Try(() => PythonRunner.RunFile("Assets/script.py")); }
}
"""


@pytest.fixture(scope="module", autouse=True)
def _script(editor: Editor, kernel: Kernel) -> None:
    (editor.project / "Assets" / "RunnerTests.cs").write_text(SCRIPT)
    mono.reload(kernel)


def menu(kernel: Kernel, item: str) -> list[str]:
    """Chooses a menu item; returns what the console shows."""
    cell = kernel.must(f"assert UnityEditor.EditorApplication.ExecuteMenuItem({item!r})")
    return [line for line in cell.text.splitlines() if not line.startswith("[unity-kernel]")]


def script(assets: Path, text: str) -> None:
    (assets / "script.py").write_text(text)


def test_run_string_of_several_lines_and_both_quotes(kernel: Kernel) -> None:
    assert menu(kernel, "Python/Hello World") == ['[Log] hello "world"', "printed"]


def test_scopes_keep_their_names(kernel: Kernel) -> None:
    menu(kernel, "Tests/Set")
    assert menu(kernel, "Tests/Get") == ["[Log] 42"]
    assert any("NameError" in line for line in menu(kernel, "Tests/Other scope"))


@pytest.mark.parametrize(
    ("item", "error"),
    [
        ("Tests/String null", "threw ArgumentNullException"),
        ("Tests/File null", "threw ArgumentNullException"),
        ("Tests/File missing", "threw FileNotFoundException"),
    ],
)
def test_arguments_are_checked(kernel: Kernel, item: str, error: str) -> None:
    assert error in menu(kernel, item)[0]


def test_valid_file_runs_with_its_name(kernel: Kernel, assets: Path) -> None:
    script(assets, "import UnityEngine\nUnityEngine.Debug.Log(__file__)\nUnityEngine.Debug.Log(__name__)\n")
    assert menu(kernel, "Tests/File") == [f"[Log] {assets / 'script.py'}", "[Log] __main__", "[Log] returned"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("this is no Python\n", "SyntaxError"),
        ("if True:\nprint(1)\n", "IndentationError"),
        ("def inner():\n    raise ValueError('on purpose')\ninner()\n", "on purpose"),
    ],
)
def test_bad_file_is_logged_with_its_place_and_thrown(
    kernel: Kernel, assets: Path, text: str, name: str
) -> None:
    script(assets, text)
    shown = "\n".join(menu(kernel, "Tests/File"))
    assert "[Error] [Unity Kernel] A Python script failed." in shown
    assert name in shown
    assert "script.py" in shown
    assert "unity_kernel" not in shown
    assert "threw PythonException" in shown
