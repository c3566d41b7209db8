"""PythonRunner's client processes, driven from a user's C# through menu items."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from tests.support.session import Editor, Kernel, wait_until
from tests.unity_package import clients, mono
from tests.unity_package.clients import ask, call, client_processes, console, menu, spawn

# The two examples as they stand in the historical document.
SEED = """
using UnityEditor.Scripting.Python;
using UnityEditor;
using UnityEngine;
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
"""

ENSURE_NAMING = """
import unity_connection
UnityEngine = unity_connection.get_module('UnityEngine')

all_objects = UnityEngine.Object.FindObjectsOfType(UnityEngine.GameObject)
for go in all_objects:
    if go.name[-1] != '_':
        go.name = go.name + '_'
"""


@pytest.fixture(scope="module", autouse=True)
def _scripts(editor: Editor, kernel: Kernel) -> None:
    (editor.project / "Assets" / "ensure_naming.py").write_text(ENSURE_NAMING)
    clients.install(editor, kernel, Seed=SEED)


def run(kernel: Kernel, code: str) -> None:
    ask(kernel, f"PythonRunner.RunStringOnClient({code!r})")


def shows(editor: Editor, text: str) -> bool:
    return text in console(editor)


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
    run(kernel, code)
    wait_until(lambda: "several lines: singledouble" in console(editor), "the client's output in the console")


def test_error_on_the_client_is_told_and_the_next_command_runs(editor: Editor, kernel: Kernel) -> None:
    run(kernel, "def inner():\n    1/0\ninner()")
    run(kernel, "print('went on')")
    wait_until(lambda: "went on" in console(editor), "the command after the failed one")
    assert (
        "[Unity Kernel] A script on client 'client' failed.\n"
        "Traceback (most recent call last):\n"
        '  File "<PythonRunner.RunStringOnClient>", line 3, in <module>\n'
        "    inner()\n"
    ) in console(editor)
    assert "ZeroDivisionError" in console(editor)


def test_client_survives_a_domain_reload(editor: Editor, kernel: Kernel) -> None:
    run(kernel, "kept = 42")
    [before] = client_processes(editor)
    mono.reload(kernel)
    run(kernel, "print('kept is', kept)")
    wait_until(lambda: "kept is 42" in console(editor), "the client's variable after the reload")
    assert client_processes(editor) == [before]


def test_commands_sent_while_the_client_starts_keep_their_order(editor: Editor, kernel: Kernel) -> None:
    clients.close(kernel, "client")
    lines = "\n".join(f"PythonRunner.RunStringOnClient('print({number}, end=\" \")')" for number in range(20))
    kernel.must(f"{clients.NAMES}PythonRunner.StartServer()\n{lines}")
    run(kernel, "print('all came')")
    wait_until(lambda: "all came" in console(editor), "the last command")
    assert "".join(f"{number} \n" for number in range(20)) in console(editor)


def test_output_arrives_while_the_script_runs_and_from_its_threads(editor: Editor, kernel: Kernel) -> None:
    run(
        kernel,
        "import os, sys, threading, time\n"
        "def work(): print('from a thread')\n"
        "print('at once'); print('to stderr', file=sys.stderr)\n"
        "threading.Thread(target=work).start()\n"
        "while not os.path.exists('Assets/go on'): time.sleep(0.01)\n"
        "print('and then')",
    )
    for text in ("at once", "[Warning] to stderr", "from a thread"):
        wait_until(partial(shows, editor, f"{text}\n"), f"'{text}' in the console")
    assert "and then" not in console(editor)
    (editor.project / "Assets" / "go on").touch()
    wait_until(lambda: "and then\n" in console(editor), "the last line in the console")


def test_output_made_during_a_reload_is_not_lost(editor: Editor, kernel: Kernel) -> None:
    # The script prints from before the reload until after it.
    run(kernel, "for number in range(150):\n    print('line', number)\n    time.sleep(0.01)")
    wait_until(lambda: "\nline 0\n" in console(editor), "the first line")
    mono.reload(kernel)
    wait_until(lambda: "\nline 149\n" in console(editor), "the last line")
    assert "\n".join(re.findall(r"^line \d+$", console(editor), re.MULTILINE)) == "\n".join(
        f"line {number}" for number in range(150)
    )


def test_service_returns_values_and_takes_arguments(kernel: Kernel) -> None:
    spawn(kernel, "--first", "second")
    assert call(kernel, "tool", "evaluate", "6 * 7") == "42 (Int64)"
    assert call(kernel, "tool", "evaluate", "'te' + 'xt'") == "text (String)"
    assert call(kernel, "tool", "evaluate", "1 / 2") == "0.5 (Double)"
    assert call(kernel, "tool", "evaluate", "None") == " (null)"
    assert ask(kernel, "list(PythonRunner.CallServiceOnClient('tool', 'arguments'))") == ["--first", "second"]
    assert ask(kernel, "PythonRunner.CallServiceOnClient('tool', 'idle') > 0") is True


def test_arguments_of_a_client_arrive_as_they_are(editor: Editor, kernel: Kernel) -> None:
    (editor.project / "Assets" / "told.py").write_text("import sys\nprint('told', sys.argv[1:])\n")
    arguments = ["[1, 2]", "None", "'quoted'", "", "a b", '"', "~", "\u00fc"]
    more = ", ".join(map(repr, arguments))
    ask(kernel, f"PythonRunner.SpawnClient('Assets/told.py', True, {more})")
    wait_until(lambda: "told [" in console(editor), "the client's line")
    assert f"told {arguments}\n" in console(editor)
    clients.close(kernel, "told")


def test_plain_values_come_back_as_they_went(kernel: Kernel) -> None:
    assert ask(kernel, "Clients.Echo()") == ""


def test_values_that_are_not_plain_are_errors(kernel: Kernel) -> None:
    assert "object is not JSON serializable" in call(kernel, "tool", "evaluate", "object()")
    assert "has more than 64 bits" in call(kernel, "tool", "evaluate", "2**80")
    answer = ask(kernel, "Clients.Call('tool', 'echo', UnityEngine.Vector3(1, 2, 3))")
    assert answer.startswith("ArgumentException: A client takes null, booleans, numbers, strings")
    assert "this is a UnityEngine.Vector3" in answer


def test_service_that_uses_the_editor_does_not_deadlock(kernel: Kernel) -> None:
    assert call(kernel, "tool", "create", "made by a client") == "made by a client (String)"
    assert kernel.value("UnityEngine.GameObject.Find('made by a client').name") == "made by a client"


def test_wait_for_a_client_whose_init_module_uses_the_editor_does_not_deadlock(
    editor: Editor, kernel: Kernel
) -> None:
    (editor.project / "Assets" / "eager.py").write_text(
        "import unity_connection\nunity_connection.get_module('UnityEngine').GameObject('made early')\n"
    )
    spawn(kernel, script="Assets/eager.py")
    assert kernel.value("UnityEngine.GameObject.Find('made early') is not None") is True
    clients.close(kernel, "eager")


def test_wait_for_a_client_that_does_not_come_ends(kernel: Kernel) -> None:
    assert ask(kernel, "PythonRunner.WaitForConnection('nobody', 0.2)") is False


def test_interrupt_ends_the_wait_for_a_service(kernel: Kernel) -> None:
    cell = kernel.begin(f"{clients.NAMES}print('on')\nPythonRunner.CallServiceOnClient('tool', 'sleep', 2.0)")
    cell.until_output("on")
    kernel.interrupt()
    assert cell.finish().failure.ename == "KeyboardInterrupt"
    assert call(kernel, "tool", "evaluate", "1") == "1 (Int64)"


def test_output_that_nobody_wants_is_in_the_log_only(editor: Editor, kernel: Kernel) -> None:
    (editor.project / "Assets" / "quiet.py").write_text("print('said ' + 'quietly')\n")
    ask(kernel, "PythonRunner.SpawnClient('Assets/quiet.py', False)")
    assert ask(kernel, "PythonRunner.WaitForConnection('quiet', 20.0)") is True
    [log] = (editor.home.path / "logs").glob("client-quiet-*.log")
    wait_until(lambda: "said quietly\n" in log.read_text(), "the line in the log")
    run(kernel, "print('said ' + 'aloud')")
    wait_until(lambda: "said aloud\n" in console(editor), "another client's later line")
    assert "said quietly" not in console(editor)
    clients.close(kernel, "quiet")


def test_a_front_end_can_look_inside(editor: Editor, kernel: Kernel) -> None:
    run(kernel, "inside = 'seen from outside'\nprint('inside is set')")
    wait_until(lambda: "inside is set" in console(editor), "the client's variable")
    logs = (editor.home.path / "logs").glob("client-client-*.log")
    log = max(logs, key=lambda path: path.stat().st_mtime)
    [connection] = re.findall(r"--existing (\S+)", log.read_text())
    front_end = BlockingKernelClient(connection_file=connection)
    front_end.load_connection_file()
    front_end.start_channels()
    try:
        front_end.wait_for_ready(30)
        shown: list[str] = []

        def show(message: dict[str, Any]) -> None:
            shown.append(message["content"].get("text", ""))

        reply = front_end.execute_interactive("%%local\nprint(inside)", output_hook=show, timeout=30)
        assert reply["content"]["status"] == "ok"
        assert "seen from outside\n" in "".join(shown)
        # Without %%local a cell runs in the client's editor, like every other.
        shown.clear()
        front_end.execute_interactive("print(unity.kind)", output_hook=show, timeout=30)
        assert "mono\n" in "".join(shown)
    finally:
        front_end.stop_channels()
    assert "seen from outside\n" not in console(editor), "a front end's output belongs to the front end"


def test_other_threads_are_refused(kernel: Kernel) -> None:
    answer = kernel.must(
        f"{clients.NAMES}import threading\nanswers = []\n"
        "thread = threading.Thread(target=lambda: answers.append(Clients.RunStringOnClient('1')))\n"
        "thread.start()\nthread.join()\nprint(answers[0])"
    ).stdout
    assert answer == (
        "InvalidOperationException: PythonRunner works on Unity's main thread only; this is another thread\n"
    )


def test_clients_end_with_a_killed_editor(editor: Editor, kernel: Kernel) -> None:
    run(kernel, "print('for ' + 'ever')\nwhile True: pass")
    wait_until(lambda: "for ever\n" in console(editor), "the endless script's begin")
    processes = client_processes(editor)
    assert len(processes) == 2  # one idles, the other is in that script
    editor.kill()
    clients.wait_for_end(processes, 15.0)
