"""PythonRunner's client processes, driven from a user's C# through menu items."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from tests.support.session import Editor, Kernel, wait_until
from tests.unity_package import mono

# The seed's two examples as they stand in its document, and a way to call PythonRunner from a test.
SCRIPT = """
using UnityEditor.Scripting.Python;
using UnityEditor;
using UnityEngine;
using System;
using System.IO;

public class HelloWorld
{
    [MenuItem("Python/Hello World On Client")]
    static void PrintHelloWorldFromPythonOnClient()
    {
        PythonRunner.StartServer();
        PythonRunner.RunStringOnClient("import unity_connection");
        PythonRunner.RunStringOnClient("UnityEngine = unity_connection.get_module(\\"UnityEngine\\")");
        PythonRunner.RunStringOnClient("UnityEngine.Debug.Log(\\"hello world\\")");
    }
}

public class EnsureNaming
{
    [MenuItem("Python/Ensure Naming On Client")]
    static void RunEnsureNamingOnClient()
    {
        string scriptPath = Path.Combine(Application.dataPath,"ensure_naming.py");
        PythonRunner.StartServer();
        PythonRunner.RunFileOnClient(scriptPath);
    }
}

namespace ClientTests
{
public static class Clients
{
    public static string Try(Action action)
    {
        try
        {
            action();
            return "";
        }
        catch (Exception error)
        {
            return error.GetType().Name + ": " + error.Message;
        }
    }

    public static string Call(string client, string service, params object[] args)
    {
        object value = null;
        string problem = Try(() => value = PythonRunner.CallServiceOnClient(client, service, args));
        return problem != "" ? problem : value + " (" + (value == null ? "null" : value.GetType().Name) + ")";
    }

    [MenuItem("Tests/Restart")]
    static void Restart()
    {
        EditorApplication.delayCall += () =>
        {
            PythonRunner.StopServer();
            PythonRunner.StartServer();
        };
    }

    public static string RunFileOnClient(string path) { return Try(() => PythonRunner.RunFileOnClient(path)); }
}
}
"""

ENSURE_NAMING = """
import unity_connection
UnityEngine = unity_connection.get_module('UnityEngine')

all_objects = UnityEngine.Object.FindObjectsOfType(UnityEngine.GameObject)
for go in all_objects:
    if go.name[-1] != '_':
        go.name = go.name + '_'
"""

INIT = """
import sys, time
import unity_connection
from unity_kernel.client.service import UnityClientService

count = 0

class Service(UnityClientService):
    def exposed_evaluate(self, code): return eval(code)
    def exposed_arguments(self): return sys.argv[1:]
    def exposed_idle(self): return count
    def exposed_create(self, name):
        unity_connection.get_module('UnityEngine').GameObject(name)
        return name
    def exposed_fail(self): raise ValueError('on purpose')
    def exposed_sleep(self, seconds): time.sleep(seconds)

def idle():
    global count
    count += 1

def on_init_client(client):
    client.register_service(Service)
    client.register_idle_callback(idle)
"""

NAMES = "from ClientTests import Clients\nfrom UnityEditor.Scripting.Python import PythonRunner\n"


@pytest.fixture(scope="module", autouse=True)
def _scripts(editor: Editor, kernel: Kernel) -> None:
    assets = editor.project / "Assets"
    (assets / "ClientTests.cs").write_text(SCRIPT)
    (assets / "ensure_naming.py").write_text(ENSURE_NAMING)
    (assets / "tool.py").write_text(INIT)
    mono.reload(kernel)


def menu(kernel: Kernel, item: str) -> None:
    kernel.must(f"assert UnityEditor.EditorApplication.ExecuteMenuItem({item!r})")


def console(editor: Editor) -> str:
    return Path(editor.file.log).read_text(errors="replace")


def call(kernel: Kernel, *arguments: object) -> str:
    return str(kernel.value(f"{NAMES}Clients.Call({', '.join(map(repr, arguments))})"))


def connected(kernel: Kernel) -> list[str]:
    return list(kernel.value(f"{NAMES}list(PythonRunner.GetConnectedClients())"))


def spawn(kernel: Kernel, *arguments: str) -> None:
    more = "".join(f", {each!r}" for each in arguments)
    kernel.must(f"{NAMES}assert PythonRunner.SpawnClient('Assets/tool.py', True{more}) == 'tool'")
    assert kernel.value(f"{NAMES}PythonRunner.WaitForConnection('tool', 20.0)") is True


def client_processes(editor: Editor) -> list[psutil.Process]:
    return [
        each for each in psutil.Process(editor.pid).children() if "clientprocess" in " ".join(each.cmdline())
    ]


def test_hello_world_of_the_seed(editor: Editor, kernel: Kernel) -> None:
    menu(kernel, "Python/Hello World On Client")
    wait_until(lambda: "\nhello world\n" in console(editor), "hello world in the console")
    assert len(client_processes(editor)) == 1


def test_ensure_naming_of_the_seed(kernel: Kernel) -> None:
    menu(kernel, "Python/Ensure Naming On Client")
    wait_until(
        lambda: kernel.value(
            "all(each.name.endswith('_') for each in "
            "UnityEngine.Object.FindObjectsOfType[UnityEngine.GameObject]())"
        ),
        "the renaming of all objects",
    )
    assert kernel.value("UnityEngine.GameObject.Find('Player_') is not None") is True


def test_string_of_several_lines_and_both_quotes(editor: Editor, kernel: Kernel) -> None:
    code = 'text = \'single\' + "double"\nif text:\n    print("several lines:", text)\n'
    kernel.must(f"{NAMES}PythonRunner.RunStringOnClient({code!r})")
    wait_until(lambda: "several lines: singledouble" in console(editor), "the client's output in the console")


def test_error_on_the_client_is_told_and_the_next_command_runs(editor: Editor, kernel: Kernel) -> None:
    kernel.must(
        f"{NAMES}PythonRunner.RunStringOnClient('1/0')\nPythonRunner.RunStringOnClient('print(\"went on\")')"
    )
    wait_until(lambda: "went on" in console(editor), "the command after the failed one")
    assert "[Unity Kernel] A script on client 'client' failed." in console(editor)
    assert "ZeroDivisionError" in console(editor)


def test_run_file_checks_its_argument(kernel: Kernel) -> None:
    assert "ArgumentNullException" in kernel.value(f"{NAMES}Clients.RunFileOnClient(None)")
    assert "FileNotFoundException" in kernel.value(f"{NAMES}Clients.RunFileOnClient('Assets/missing.py')")


def test_client_survives_a_domain_reload(editor: Editor, kernel: Kernel) -> None:
    kernel.must(f"{NAMES}PythonRunner.RunStringOnClient('kept = 42')")
    [before] = client_processes(editor)
    mono.reload(kernel)
    kernel.must(f"{NAMES}PythonRunner.RunStringOnClient('print(\"kept is\", kept)')")
    wait_until(lambda: "kept is 42" in console(editor), "the client's variable after the reload")
    assert client_processes(editor) == [before]


def test_service_returns_values_and_takes_arguments(kernel: Kernel) -> None:
    spawn(kernel, "--first", "second")
    assert call(kernel, "tool", "evaluate", "6 * 7") == "42 (Int64)"
    assert call(kernel, "tool", "evaluate", "'te' + 'xt'") == "text (String)"
    assert call(kernel, "tool", "evaluate", "None") == " (null)"
    assert kernel.value(f"{NAMES}list(PythonRunner.CallServiceOnClient('tool', 'arguments'))") == [
        "--first",
        "second",
    ]
    assert kernel.value(f"{NAMES}PythonRunner.CallServiceOnClient('tool', 'idle') > 0") is True


def test_service_that_uses_the_editor_does_not_deadlock(kernel: Kernel) -> None:
    assert call(kernel, "tool", "create", "made by a client") == "made by a client (String)"
    assert kernel.value("UnityEngine.GameObject.Find('made by a client').name") == "made by a client"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("tool", "fail"), "ValueError: on purpose"),
        (("tool", "evaluate", "undefined"), "NameError"),
        (("tool", "missing"), "has no service 'missing'. It has: arguments, create, evaluate"),
        (("nobody", "evaluate", "1"), "there is no client 'nobody'"),
    ],
)
def test_failed_call_is_an_exception_and_the_client_lives(
    kernel: Kernel, arguments: tuple[str, ...], message: str
) -> None:
    answer = call(kernel, *arguments)
    assert answer.startswith("InvalidOperationException")
    assert message in answer
    assert call(kernel, "tool", "evaluate", "1 + 1") == "2 (Int64)"


def test_long_call_ends_with_a_timeout(kernel: Kernel) -> None:
    kernel.must(f"{NAMES}PythonRunner.ServiceTimeout = 0.3")
    assert call(kernel, "tool", "sleep", 1.5).startswith("TimeoutException")
    kernel.must(f"{NAMES}PythonRunner.ServiceTimeout = 30.0")
    assert call(kernel, "tool", "evaluate", "1") == "1 (Int64)"


def test_killed_client_is_noticed_and_can_be_respawned(editor: Editor, kernel: Kernel) -> None:
    [tool] = [each for each in client_processes(editor) if any("tool.py" in part for part in each.cmdline())]
    tool.kill()
    wait_until(lambda: "tool" not in connected(kernel), "the end of the killed client")
    assert "there is no client 'tool'" in call(kernel, "tool", "evaluate", "1")
    spawn(kernel)
    assert call(kernel, "tool", "evaluate", "2") == "2 (Int64)"
    kernel.must(f"{NAMES}PythonRunner.CloseClient('tool')")
    wait_until(lambda: "tool" not in connected(kernel), "the end of the closed client")


def test_calls_go_to_the_newer_of_two_clients_of_one_name(kernel: Kernel) -> None:
    spawn(kernel, "older")
    kernel.must(f"{NAMES}PythonRunner.SpawnClient('Assets/tool.py', True, 'newer')")
    wait_until(lambda: connected(kernel).count("tool") == 2, "the second client of that name")
    assert kernel.value(f"{NAMES}list(PythonRunner.CallServiceOnClient('tool', 'arguments'))") == ["newer"]
    kernel.must(f"{NAMES}PythonRunner.CloseClient('tool')")
    wait_until(lambda: "tool" not in connected(kernel), "the end of both")


def test_value_that_is_not_plain_is_an_error(kernel: Kernel) -> None:
    spawn(kernel)
    assert "object is not JSON serializable" in call(kernel, "tool", "evaluate", "object()")


def test_client_waits_for_a_stopped_server_and_comes_back(editor: Editor, kernel: Kernel) -> None:
    before = client_processes(editor)
    # In the middle of a job of the client's: the editor does not wait for it.
    kernel.must(f"{NAMES}PythonRunner.RunStringOnClient('import time; time.sleep(2); kept = 43')")
    menu(kernel, "Tests/Restart")
    assert kernel.value("1 + 1") == 2
    kernel.must(f"{NAMES}PythonRunner.RunStringOnClient('print(\"kept is\", kept)')")
    wait_until(
        lambda: "kept is 43" in console(editor), "the client's variable after the restart of the server"
    )
    assert client_processes(editor) == before
    assert sorted(connected(kernel)) == ["client", "tool"]
    assert call(kernel, "tool", "evaluate", "3") == "3 (Int64)"


def test_failing_init_module_is_told_with_its_traceback(editor: Editor, kernel: Kernel) -> None:
    (editor.project / "Assets" / "broken.py").write_text("raise RuntimeError('broken init')")
    kernel.must(f"{NAMES}PythonRunner.SpawnClient('Assets/broken.py', True)")
    wait_until(lambda: "broken init" in console(editor), "the init module's error in the console")
    assert "[Unity Kernel] Client 'broken' ended (exit code 1)" in console(editor)


def test_clients_end_with_a_killed_editor(editor: Editor, kernel: Kernel) -> None:
    clients = client_processes(editor)
    assert clients
    editor.kill()
    wait_until(lambda: not any(each.is_running() for each in clients), "the end of the clients", 15.0)
