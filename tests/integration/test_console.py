"""Unity's console: in the cell that caused an entry, and in `%unity logs`."""

from __future__ import annotations

import pytest

from tests.support.session import Editor, Home, Kernel


def test_a_log_shows_in_its_cell_in_order(kernel: Kernel) -> None:
    cell = kernel.run(
        "print('a')\nUnityEngine.Debug.Log('b')\nprint('c')\n"
        "UnityEngine.Debug.LogWarning('d')\nUnityEngine.Debug.LogError('e')\nprint('f')"
    )
    assert cell.error is None
    lines = [line for line in cell.text.splitlines() if line.startswith(tuple("abcdef["))]
    assert lines == ["a", "[Log] b", "c", "[Warning] d", "[Error] e", "f"]
    assert "[Warning] d" in cell.console
    assert (cell.stdout, cell.stderr) == ("a\nc\nf\n", "")


def test_a_log_of_a_thread_shows_in_the_cell_that_started_it(editor: Editor, kernel: Kernel) -> None:
    if editor.file.kind != "headless":
        pytest.skip(
            "Unity's console does not say which cell's thread a message comes from; it shows in the next one"
        )
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
    assert "[Log] 42\n[Log] Null\n[Log] (1.00, 2.00, 3.00)\n[Log] multi\nline <b>bold</b>\n" in cell.console


def test_the_least_severity_is_a_trait(editor: Editor, shared_home: Home) -> None:
    code = "UnityEngine.Debug.Log('low')\nUnityEngine.Debug.LogWarning('middle')\nUnityEngine.Debug.LogError('high')"
    with Kernel.start(shared_home, editor=editor, options=["--UnityKernel.log_level=warning"]) as kernel:
        text = kernel.must(code).text
        assert "low" not in text
        assert "middle" in text
        assert "high" in text
        assert "low" in kernel.run("%unity logs").console  # kept all the same


def test_logs_lists_the_console(kernel: Kernel) -> None:
    kernel.must(
        "for i in range(30): UnityEngine.Debug.Log(f'entry {i}')\nUnityEngine.Debug.LogError('trouble')"
    )
    every = kernel.run("%unity logs").console
    assert "entry 29" in every
    assert "entry 10" not in every  # the last twenty
    assert "trouble" in every
    errors = kernel.run("%unity logs error 5").console
    assert "trouble" in errors
    assert "entry" not in errors
    assert (
        len([line for line in kernel.run("%unity logs 3").console.splitlines() if "fallen out" not in line])
        == 3
    )
    found = kernel.run("%unity logs /ENTRY 100").console
    assert "entry 0" in found
    assert "trouble" not in found
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


def test_equal_messages_are_one_row_with_a_count(kernel: Kernel) -> None:
    cell = kernel.must(
        "for i in range(500):\n    UnityEngine.Debug.LogWarning('again')\nUnityEngine.Debug.LogError('once')"
    )

    lines = [line for line in cell.console.splitlines() if line.startswith("[")]
    assert lines == ["[Warning] again  (×500)", "[Error] once"]
    page = cell.displays[-1].data["text/html"]
    assert "<details>" in page or "<summary>" in page  # the error's stack, folded
    assert "×500" in "".join(shown.data["text/html"] for shown in cell.displays)


def test_a_storm_of_messages_shows_some_and_counts_the_rest(kernel: Kernel) -> None:
    cell = kernel.must("for i in range(20_000): UnityEngine.Debug.Log(f'line {i}')", timeout=60)

    assert "[Log] line 0\n" in cell.console
    assert "19,500 more console messages (19,500 log)" in cell.console
    assert sum(len(str(message["content"])) for message in cell.published) < 300_000


def test_messages_between_prints_beyond_a_number_of_blocks_become_text(kernel: Kernel) -> None:
    cell = kernel.must("for i in range(200):\n    print(i)\n    UnityEngine.Debug.Log(f'log {i}')")

    assert cell.text.splitlines() == [line for i in range(200) for line in (str(i), f"[Log] log {i}")]
    assert len(cell.displays) < 100


def test_messages_can_be_text(editor: Editor, shared_home: Home) -> None:
    with Kernel.start(shared_home, editor=editor, options=["--UnityKernel.log_style=text"]) as kernel:
        cell = kernel.must("UnityEngine.Debug.Log('low')\nUnityEngine.Debug.LogWarning('high')")
        assert "[Log] low\n" in cell.stdout
        assert "[Warning] high\n" in cell.stderr
        assert not cell.displays


def test_a_message_cannot_reach_the_page(kernel: Kernel) -> None:
    cell = kernel.must(
        "UnityEngine.Debug.LogError('<script>alert(1)</script>\\x1b[31m\\u202e' + 'x' * 50_000)"
    )

    page = cell.displays[-1].data["text/html"]
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert len(page) < 20_000
