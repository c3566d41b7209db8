"""Mistakes of users and of their machines: each has one clear message, and everything else goes on working."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.session import Editor, Home, Kernel, wait_until
from tests.unity_package import clients, mono
from tests.unity_package.clients import ask, call, client_processes, connected, console, spawn


@pytest.fixture(scope="module", autouse=True)
def _scripts(editor: Editor, kernel: Kernel) -> None:
    clients.install(editor, kernel)
    ask(kernel, "PythonRunner.StartServer()")
    assert ask(kernel, "PythonRunner.WaitForConnection('client', 20.0)") is True


@contextmanager
def told_once(editor: Editor, kernel: Kernel, *texts: str) -> Iterator[None]:
    """The block leads to one message of the package, which contains the texts; editor and clients go on."""
    spawn(kernel)
    before = console(editor)
    yield
    wait_until(lambda: "[Unity Kernel]" in console(editor)[len(before) :], "a message in the console")
    ask(kernel, 'PythonRunner.RunStringOnClient(\'print("works " + "still")\')')
    wait_until(lambda: "works still\n" in console(editor)[len(before) :], "the next command on the client")
    shown = console(editor)[len(before) :]
    assert shown.count("[Unity Kernel]") == 1, shown
    for text in texts:
        assert text in shown
    assert call(kernel, "tool", "evaluate", "6 * 7") == "42 (Int64)"
    clients.close(kernel, "tool")


@pytest.mark.parametrize("function", ["RunFileOnClient", "RunStringOnClient"])
def test_null_is_refused(kernel: Kernel, function: str) -> None:
    assert ask(kernel, f"Clients.{function}(None)").startswith("ArgumentNullException")


@pytest.mark.parametrize("function", ["RunFileOnClient", "SpawnClient", "StartServer"])
def test_missing_file_is_refused(editor: Editor, kernel: Kernel, function: str) -> None:
    path = str(editor.project / "Assets" / "missing.py")
    answer = ask(kernel, f"Clients.{function}('Assets/missing.py')")
    assert answer.startswith(f"FileNotFoundException: There is no Python file {path}")


def test_script_with_a_syntax_error(editor: Editor, kernel: Kernel) -> None:
    (editor.project / "Assets" / "wrong.py").write_text("print('never')\nif True\n    pass\n")
    texts = ("A script on client 'client' failed.", "wrong.py", "line 2", "SyntaxError: expected ':'")
    with told_once(editor, kernel, *texts):
        assert ask(kernel, "Clients.RunFileOnClient('Assets/wrong.py')") == ""
    assert "never" not in console(editor)


def test_script_that_exits_does_not_end_the_client(editor: Editor, kernel: Kernel) -> None:
    with told_once(editor, kernel, "A script on client 'client' failed.", "SystemExit: 7"):
        ask(kernel, "PythonRunner.RunStringOnClient('raise SystemExit(7)')")


def test_exception_in_a_service_is_one_in_csharp(editor: Editor, kernel: Kernel) -> None:
    spawn(kernel)
    answer = call(kernel, "tool", "fail")
    assert answer.startswith("InvalidOperationException: service 'fail' of client 'tool' failed.\n")
    assert "tool.py" in answer
    assert answer.endswith("ValueError: on purpose")
    assert "unity_kernel" not in answer, "frames of ours"
    answer = call(kernel, "tool", "missing")
    assert "client 'tool' has no service 'missing'. It has: arguments, break_idle, create" in answer
    assert "there is no client 'nobody'. Running: client, tool" in call(kernel, "nobody", "evaluate", "1")
    assert call(kernel, "tool", "evaluate", "1 + 1") == "2 (Int64)"
    clients.close(kernel, "tool")


def test_exception_in_an_init_module(editor: Editor, kernel: Kernel) -> None:
    (editor.project / "Assets" / "broken.py").write_text(
        "def on_init_client(client):\n    raise RuntimeError('broken init')\n"
    )
    texts = ("Client 'broken' ended (exit code 1)", 'broken.py", line 2', "RuntimeError: broken init")
    with told_once(editor, kernel, *texts):
        assert ask(kernel, "Clients.SpawnClient('Assets/broken.py')") == ""
    assert "broken" not in connected(kernel)


def test_init_module_that_is_no_python(editor: Editor, kernel: Kernel) -> None:
    (editor.project / "Assets" / "garbled.py").write_text("this is no Python\n")
    with told_once(editor, kernel, "Client 'garbled' ended (exit code 1)", "SyntaxError: invalid syntax"):
        assert ask(kernel, "Clients.SpawnClient('Assets/garbled.py')") == ""


def test_exception_in_an_idle_callback(editor: Editor, kernel: Kernel) -> None:
    texts = (
        "An idle callback of client 'tool' failed and is not called again.",
        "RuntimeError: broken idle callback",
    )
    with told_once(editor, kernel, *texts):
        assert call(kernel, "tool", "break_idle") == " (null)"
        before = ask(kernel, "PythonRunner.CallServiceOnClient('tool', 'idle')")
        wait_until(
            lambda: ask(kernel, "PythonRunner.CallServiceOnClient('tool', 'idle')") > before + 2,
            "calls of the other idle callback",
        )


@pytest.mark.parametrize("how", ["killed", "exits"])
def test_client_that_ends_in_the_middle_of_a_call(editor: Editor, kernel: Kernel, how: str) -> None:
    spawn(kernel)
    [tool] = client_processes(editor, "tool.py")
    before = console(editor)
    if how == "exits":
        answer = call(kernel, "tool", "die")
    else:
        code = f"{clients.NAMES}print('on')\nprint(Clients.Call('tool', 'sleep', 60))"
        cell = kernel.begin(code).until_output("on")
        tool.kill()
        answer = cell.finish().stdout.removeprefix("on\n")
    assert answer.startswith("InvalidOperationException: service '")
    assert "of client 'tool' did not finish: the client has gone" in answer
    wait_until(lambda: "tool" not in connected(kernel), "the client's end")
    shown = console(editor)[len(before) :]
    assert shown.count("[Unity Kernel]") == 1
    assert f"Client 'tool' ended (exit code {3 if how == 'exits' else -9})" in shown
    assert "client" in connected(kernel)


def test_client_killed_in_the_middle_of_a_script_loses_nothing_silently(
    editor: Editor, kernel: Kernel
) -> None:
    ask(kernel, "PythonRunner.RunStringOnClient('import time; print(\"asleep\"); time.sleep(60)')")
    ask(kernel, "PythonRunner.RunStringOnClient('print(1)')")
    wait_until(lambda: "asleep\n" in console(editor), "the script's begin")
    [client] = client_processes(editor)
    client.kill()
    text = "[Unity Kernel] Client 'client' ended (exit code -9), 2 of its commands unfinished."
    wait_until(lambda: text in console(editor), "the message")
    ask(kernel, 'PythonRunner.RunStringOnClient(\'print("a new " + "client")\')')
    wait_until(lambda: "a new client\n" in console(editor), "the next command, on a new client")


def test_client_that_is_closed_while_a_script_never_returns(editor: Editor, kernel: Kernel) -> None:
    spawn(kernel)
    [tool] = client_processes(editor, "tool.py")
    kernel.must(f"{clients.NAMES}Clients.CallInTask('tool', 'execute', 'while True: pass')")
    ask(kernel, "PythonRunner.CloseClient('tool')")
    clients.wait_for_end([tool], 15.0)
    text = "[Unity Kernel] Client 'tool' did not end within 5 s, as if a script kept it busy, and was terminated."
    wait_until(lambda: text in console(editor), "the message")
    wait_until(lambda: ask(kernel, "Clients.Result"), "the end of the call")
    assert "of client 'tool' did not finish: the client has gone" in ask(kernel, "Clients.Result")
    assert connected(kernel) == ["client"]


def test_calls_without_a_server_say_so(home: Home, project: Path) -> None:
    mono.write_settings(project, start=False)
    assets = project / "Assets"
    assets.joinpath("Calls.cs").write_text(
        """
        using System; using UnityEditor; using UnityEditor.Scripting.Python; using UnityEngine;
        [InitializeOnLoad] static class Calls
        {
            static Calls()
            {
                EditorApplication.delayCall += () =>
                {
                    try { PythonRunner.RunStringOnClient("print(1)"); }
                    catch (InvalidOperationException error) { Debug.Log("refused: " + error.Message); }
                    PythonRunner.StopServer(true);
                    PythonRunner.StartServer();
                    PythonRunner.RunStringOnClient("print('works ' + 'now')");
                };
            }
        }
        """
    )
    with mono.launched(home, project) as log:
        wait_until(lambda: "works now\n" in log(), "the client's output")
        assert "refused: The server does not run; call PythonRunner.StartServer first." in log()
        assert "[Unity Kernel]" not in log()


# --- a Python that cannot be used, a server that cannot serve: further ones in test_settings.py -----------------------


def other_python(version: str) -> str:
    """The shared library of another Python on this machine; skips where there is none."""
    own = Path(sys.base_prefix)
    for folder in sorted(own.parent.glob(f"{version}*")):
        for library in sorted(folder.glob(f"lib/libpython{version}.so.1.0")):
            return str(library)
    pytest.skip(f"no shared library of Python {version} beside {own}")


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("3.10", "Python cannot be loaded from"),
        ("2.7", "Python cannot be loaded from"),
        ("3.13" if sys.version_info < (3, 13) else "3.12", "has no unity-kernel"),
    ],
)
def test_library_of_another_python(home: Home, project: Path, version: str, message: str) -> None:
    library = other_python(version)
    mono.write_settings(project, libpython=library)
    with mono.launched(home, project) as log:
        wait_until(lambda: "[Unity Kernel]" in log(), "a message in the console")
        assert message in log()
        assert library in log()
        assert sys.executable in log()
        assert "unity-kernel setup" in log()
        assert log().count("[Unity Kernel]") == 1


def test_server_that_cannot_bind(home: Home, project: Path) -> None:
    (home.path / "sockets").write_text("in the way")
    mono.write_settings(project, transport="unix")
    with mono.launched(home, project) as log:
        wait_until(lambda: "[Unity Kernel]" in log(), "a message in the console")
        print(log())
        assert log().count("[Unity Kernel]") == 1
        assert home.editors() == []
