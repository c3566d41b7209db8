"""Behaviours that the historical package tested, on this one; the numbers are those of its list.

The tenth, what `RunFile` does with null, a missing file, no Python, bad indentation and a valid file, is in
`test_runner.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.session import Editor, Home, Kernel, end_process, wait_until
from tests.unity_package import clients, mono
from tests.unity_package.clients import ask, call, client_processes, connected, console, spawn


@pytest.fixture(scope="module", autouse=True)
def _scripts(editor: Editor, kernel: Kernel) -> None:
    clients.install(editor, kernel)


@pytest.fixture
def stopping(home: Home, project: Path) -> Iterator[tuple[Editor, Kernel]]:
    """An editor of the test's own, to stop its server for good; its kernel."""
    with mono.start(home, project) as editor, Kernel.start(home, editor=editor) as kernel:
        clients.install(editor, kernel)
        yield editor, kernel


def create(kernel: Kernel, how: str, name: str) -> str:
    """Has a client create an object by a call that does not block; returns what came of the call."""
    kernel.must(f"{clients.NAMES}Clients.{how}('tool', 'create', {name!r})")
    wait_until(lambda: ask(kernel, "Clients.Result"), "the end of the call")
    return str(ask(kernel, "Clients.Result"))


def test_1_second_server_of_a_project_refuses(editor: Editor, module_home: Home) -> None:
    process, log = mono.launch(module_home, editor.project)
    try:
        wait_until(lambda: "[Unity Kernel]" in log.read_text(), "the second editor's message", 10.0)
        text = log.read_text()
        assert f"another editor, process {editor.pid}, already serves this project. Close it" in text
        assert text.count("[Unity Kernel]") == 1
        assert [each.pid for each in module_home.editors()] == [editor.pid]
        assert process.poll() is None, "the second editor has ended"
    finally:
        end_process(process.pid)
        process.wait(10)


def test_2_eval_after_exec_returns_the_value_and_an_undefined_name_raises(kernel: Kernel) -> None:
    spawn(kernel)
    assert call(kernel, "tool", "execute", "answer = 6 * 7") == " (null)"
    assert call(kernel, "tool", "evaluate", "answer") == "42 (Int64)"
    failed = call(kernel, "tool", "evaluate", "undefined")
    assert failed.startswith("InvalidOperationException: service 'evaluate' of client 'tool' failed.")
    assert "NameError: name 'undefined' is not defined" in failed


def test_2_after_a_final_stop_the_clients_end(stopping: tuple[Editor, Kernel]) -> None:
    editor, kernel = stopping
    spawn(kernel)
    ask(kernel, "PythonRunner.StartServer()")  # this client is still starting when it is to end
    processes = client_processes(editor)
    assert len(processes) == 2
    kernel.must(f"{clients.NAMES}Clients.StopLater(True)")
    clients.wait_for_end(processes, 5.0)
    assert "[Unity Kernel]" not in console(editor)


def test_3_after_an_inviting_stop_one_client_comes_back_with_its_arguments(
    editor: Editor, kernel: Kernel
) -> None:
    clients.close(kernel, "tool")
    spawn(kernel, "--first", "second word")
    process = call(kernel, "tool", "process")
    kernel.must(f"{clients.NAMES}Clients.RestartLater(False)")
    wait_until(lambda: "the stop took" in console(editor), "the server's stop")
    wait_until(lambda: connected(kernel).count("tool") == 1, "the client's return", 10.0)
    assert call(kernel, "tool", "process") == process
    assert ask(kernel, "list(PythonRunner.CallServiceOnClient('tool', 'arguments'))") == [
        "--first",
        "second word",
    ]
    assert len(client_processes(editor, "tool.py")) == 1


@pytest.mark.parametrize("how", ["CallInCoroutine", "CallInTask"])
def test_4_client_creates_an_object_in_a_coroutine_and_in_a_task(kernel: Kernel, how: str) -> None:
    assert create(kernel, how, f"by {how}") == f"by {how} (String)"
    assert ask(kernel, f"UnityEngine.GameObject.Find('by {how}') is not None") is True


@pytest.mark.parametrize("how", ["CallInCoroutine", "CallInTask"])
def test_4_a_coroutine_and_a_task_raise_what_the_service_raised(kernel: Kernel, how: str) -> None:
    kernel.must(f"{clients.NAMES}Clients.{how}('tool', 'fail')")
    wait_until(lambda: ask(kernel, "Clients.Result"), "the end of the call")
    result = ask(kernel, "Clients.Result")
    assert result.startswith("InvalidOperationException: service 'fail' of client 'tool' failed.")
    assert "ValueError: on purpose" in result


def test_4_the_editor_goes_on_during_a_task(kernel: Kernel) -> None:
    kernel.must(f"{clients.NAMES}Clients.CallInTask('tool', 'sleep', 1.0)")
    # This very cell runs, and finds the call unfinished.
    assert ask(kernel, "Clients.Result") == ""
    wait_until(lambda: ask(kernel, "Clients.Result") == " (null)", "the end of the call")


def test_5_stop_during_a_long_job_does_not_hang_the_editor(editor: Editor, kernel: Kernel) -> None:
    ask(kernel, "PythonRunner.StartServer()")
    job = "import time\nprint('the job began')\ntime.sleep(8)\nprint('the job ended')"
    ask(kernel, f"PythonRunner.RunStringOnClient({job!r})")
    wait_until(lambda: "the job began\n" in console(editor), "the job's begin")
    before = console(editor).count("the stop took")
    kernel.must(f"{clients.NAMES}Clients.RestartLater(False)")
    wait_until(lambda: console(editor).count("the stop took") > before, "the server's stop")
    assert kernel.value("1 + 1") == 2
    assert "the job ended\n" not in console(editor)
    wait_until(lambda: "the job ended\n" in console(editor), "the job's end, told to the new server", 20.0)


def test_5_final_stop_during_an_endless_job_ends_the_client(stopping: tuple[Editor, Kernel]) -> None:
    editor, kernel = stopping
    ask(kernel, "PythonRunner.StartServer()")
    ask(kernel, "PythonRunner.RunStringOnClient('print(\"endless\")\\nwhile True: pass')")
    wait_until(lambda: "endless\n" in console(editor), "the job's begin")
    processes = client_processes(editor)
    kernel.must(f"{clients.NAMES}Clients.RestartLater(True)")
    clients.wait_for_end(processes, 5.0)
    text = "[Unity Kernel] Client 'client' did not end within 2 s, as if a script kept it busy, and was terminated."
    wait_until(lambda: text in console(editor), "the message")
    wait_until(lambda: len(client_processes(editor)) == 1, "the client of the new server")
    assert console(editor).count("[Unity Kernel]") == 1


def test_6_killed_client_is_noticed_and_a_new_one_of_that_name_works(editor: Editor, kernel: Kernel) -> None:
    count = ask(kernel, "PythonRunner.NumClientsConnected()")
    [tool] = client_processes(editor, "tool.py")
    tool.kill()
    wait_until(lambda: "tool" not in connected(kernel), "the end of the killed client")
    assert ask(kernel, "PythonRunner.NumClientsConnected()") == count - 1
    assert ask(kernel, "PythonRunner.IsClientConnected('tool')") is False
    assert "there is no client 'tool'" in call(kernel, "tool", "evaluate", "1")
    spawn(kernel)
    assert call(kernel, "tool", "evaluate", "2") == "2 (Int64)"


def test_7_calls_go_to_the_newer_of_two_clients_of_one_name(kernel: Kernel) -> None:
    assert call(kernel, "tool", "execute", "mine = 'older'") == " (null)"
    ask(kernel, "PythonRunner.SpawnClient('Assets/tool.py', True, 'newer')")
    wait_until(lambda: connected(kernel).count("tool") == 2, "the second client of that name")
    assert call(kernel, "tool", "evaluate", "globals().get('mine', 'fresh')") == "fresh (String)"
    assert ask(kernel, "list(PythonRunner.CallServiceOnClient('tool', 'arguments'))") == ["newer"]
    clients.close(kernel, "tool")


@pytest.mark.parametrize("how", ["Call", "CallInCoroutine", "CallInTask"])
def test_8_call_longer_than_the_timeout_raises(kernel: Kernel, how: str) -> None:
    if "tool" not in connected(kernel):
        spawn(kernel)
    ask(kernel, "setattr(PythonRunner, 'ServiceTimeout', 0.3)")
    try:
        result = ask(kernel, f"Clients.{how}('tool', 'sleep', 1.5)")
        if result is None:
            wait_until(lambda: ask(kernel, "Clients.Result"), "the time-out")
            result = ask(kernel, "Clients.Result")
    finally:
        ask(kernel, "setattr(PythonRunner, 'ServiceTimeout', 30.0)")
    assert result.startswith(
        "TimeoutException: nothing came of service 'sleep' of client 'tool' within 0.3 s"
    )
    assert (
        call(kernel, "tool", "evaluate", "1") == "1 (Int64)"
    )  # waits for the sleeper, and gets its own answer


def test_9_dispatch_runs_inline_on_the_main_thread_and_as_one_job_from_another(kernel: Kernel) -> None:
    cell = kernel.must(
        "import asyncio, threading\n"
        "from unity_kernel.wire import inside\n"
        "dispatcher = inside.editor.dispatcher\n"
        "main = threading.get_ident()\n"
        "print(dispatcher.call(threading.get_ident, None, 'inline') == main, len(dispatcher.queued()))\n"
        "ran = []\n"
        "def other():\n"
        "    ran.append(dispatcher.call(lambda: threading.get_ident(), None, 'from a thread'))\n"
        "thread = threading.Thread(target=other)\n"
        "thread.start()\n"
        "while not dispatcher.queued(): pass\n"  # the main thread is in this cell, so the job waits
        "print([job.label for job in dispatcher.queued()], ran)\n"
        "while thread.is_alive(): await asyncio.sleep(0.001)\n"
        "print(ran == [main], dispatcher.queued())\n"
    )
    assert cell.stdout.splitlines() == ["True 0", "['from a thread'] []", "True []"]
