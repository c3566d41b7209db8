"""Unity's console: in the cell that caused an entry, and in `%unity logs`."""

from __future__ import annotations

from tests.support.session import Editor, Home, Kernel


def test_a_log_shows_in_its_cell_in_order(kernel: Kernel) -> None:
    cell = kernel.run(
        "print('a')\nUnityEngine.Debug.Log('b')\nprint('c')\n"
        "UnityEngine.Debug.LogWarning('d')\nUnityEngine.Debug.LogError('e')\nprint('f')"
    )
    assert cell.error is None
    lines = [line for line in cell.text.splitlines() if line.startswith(tuple("abcdef["))]
    assert lines == ["a", "[Log] b", "c", "[Warning] d", "[Error] e", "f"]
    assert "[Warning] d" in cell.stderr
    assert "[Log] b" in cell.stdout


def test_a_log_of_a_thread_shows_in_the_cell_that_started_it(kernel: Kernel) -> None:
    first = kernel.run(
        "import threading\ngo = threading.Event()\n"
        "def work():\n    go.wait(20)\n    UnityEngine.Debug.Log('from a thread')\n"
        "thread = threading.Thread(target=work); thread.start()"
    )
    second = kernel.must("go.set(); thread.join(20)")
    first.until_output("[Log] from a thread")
    assert "from a thread" not in second.text


def test_objects_of_any_kind_are_logged(kernel: Kernel) -> None:
    cell = kernel.must(
        "UnityEngine.Debug.Log(42)\nUnityEngine.Debug.Log(None)\n"
        "UnityEngine.Debug.Log(UnityEngine.Vector3(1, 2, 3))\nUnityEngine.Debug.Log('multi\\nline <b>bold</b>')"
    )
    assert "[Log] 42\n[Log] Null\n[Log] (1.00, 2.00, 3.00)\n[Log] multi\nline <b>bold</b>\n" in cell.stdout


def test_the_least_severity_is_a_trait(editor: Editor, shared_home: Home) -> None:
    code = "UnityEngine.Debug.Log('low')\nUnityEngine.Debug.LogWarning('middle')\nUnityEngine.Debug.LogError('high')"
    with Kernel.start(shared_home, editor=editor, options=["--UnityKernel.log_level=warning"]) as kernel:
        text = kernel.must(code).text
        assert "low" not in text
        assert "middle" in text
        assert "high" in text
        assert "low" in kernel.run("%unity logs").stdout  # kept all the same


def test_logs_lists_the_console(kernel: Kernel) -> None:
    kernel.must(
        "for i in range(30): UnityEngine.Debug.Log(f'entry {i}')\nUnityEngine.Debug.LogError('trouble')"
    )
    every = kernel.run("%unity logs").stdout
    assert "entry 29" in every
    assert "entry 10" not in every  # the last twenty
    assert "trouble" in every
    errors = kernel.run("%unity logs error 5").stdout
    assert "trouble" in errors
    assert "entry" not in errors
    assert len(kernel.run("%unity logs 3").stdout.splitlines()) == 3
    wrong = kernel.run("%unity logs loud")
    assert wrong.status == "error"
    assert "loud" in wrong.text + str(wrong.error)


def test_magics_that_do_not_exist_name_those_that_do(kernel: Kernel) -> None:
    cell = kernel.run("%unity nonsense")
    assert cell.status == "error"
    shown = cell.text + str(cell.error)
    for verb in ("status", "list", "use", "logs"):
        assert f"%unity {verb}" in shown
    assert "%unity status" in kernel.run("%unity help").stdout


def test_status_tells_project_scene_versions_and_sessions(kernel: Kernel, editor: Editor) -> None:
    text = kernel.run("%unity status").stdout
    for expected in (editor.id, str(editor.project), "2022.3.62f3", "Main.unity", str(editor.pid)):
        assert expected in text
    assert kernel.run("%unity").stdout.splitlines()[1] == text.splitlines()[1]


def test_a_magic_within_a_cell_keeps_its_place(kernel: Kernel) -> None:
    cell = kernel.run("print('before')\n%unity list\nprint('after')")
    lines = cell.stdout.splitlines()
    assert lines[0] == "before"
    assert lines[-1] == "after"
    assert len(lines) > 2
