"""Cells on the Mono host, through a real kernel."""

from __future__ import annotations

from tests.support.session import Editor, Kernel


def test_value(kernel: Kernel) -> None:
    assert kernel.value("1 + 1") == 2


def test_unity_is_there_without_an_import(kernel: Kernel) -> None:
    kernel.must(
        "cube = UnityEngine.GameObject('cube')\ncube.transform.position = UnityEngine.Vector3(1, 2, 3)"
    )
    assert kernel.value("cube.transform.position.y") == 2.0
    assert kernel.value("UnityEngine.GameObject.Find('cube') == cube") is True


def test_log_appears_in_its_cell(kernel: Kernel) -> None:
    assert kernel.must("UnityEngine.Debug.Log('seen')").text == "[Log] seen\n"
    assert kernel.must("1").text == ""


def test_logs_and_prints_keep_their_order(kernel: Kernel) -> None:
    cell = kernel.must(
        "for i in range(3):\n    print('before', i)\n    UnityEngine.Debug.Log(f'log {i}')\n    print('after', i)"
    )
    lines = [line for i in range(3) for line in (f"before {i}", f"[Log] log {i}", f"after {i}")]
    assert cell.text.splitlines() == lines


def test_log_of_any_text_and_severity(kernel: Kernel) -> None:
    cell = kernel.must(
        "UnityEngine.Debug.LogWarning('gefährlich 🧨\\nzweite Zeile')\nUnityEngine.Debug.LogError('\\x1f|\\x1e')"
    )
    assert "[Warning] gefährlich 🧨\nzweite Zeile\n" in cell.console
    assert "[Error]  | \n" in cell.console  # the two characters that separate messages are shown as spaces


def test_logs_of_other_threads_are_not_lost(kernel: Kernel) -> None:
    cell = kernel.must(
        "import System\n"
        "def storm(i):\n"
        "    for n in range(100): UnityEngine.Debug.Log(f'{i}:{n}')\n"
        "threads = [System.Threading.Thread(System.Threading.ThreadStart(lambda i=i: storm(i))) for i in range(4)]\n"
        "for thread in threads: thread.Start()\n"
        "for thread in threads: thread.Join()\n"
    )
    assert len(cell.console.splitlines()) == 400


def test_net_exception_has_its_type_and_text(kernel: Kernel) -> None:
    error = kernel.run("import System\nraise System.ArgumentException('no such thing')").failure
    assert error.ename == "ArgumentException"
    assert "no such thing" in error.evalue


def test_await_next_frame(kernel: Kernel) -> None:
    kernel.must("import MonoHost")
    assert (
        kernel.value(
            "before = MonoHost.Controls.Ticks\nawait unity.next_frame()\nawait unity.next_frame()\n"
            "MonoHost.Controls.Ticks - before >= 1"
        )
        is True
    )


def test_status_tells_scene_and_state(editor: Editor) -> None:
    status = editor.status()
    assert status["state"] == "idle"
    assert status["scene"] == {"name": "Main", "path": "Assets/Scenes/Main.unity", "dirty": False}
    assert status["kind"] == "mono"


def test_interrupt_ends_a_loop_and_a_sleep(kernel: Kernel) -> None:
    for code in ("print('on')\nwhile True: pass", "import time\nprint('on')\ntime.sleep(60)"):
        cell = kernel.begin(code).until_output("on")
        kernel.interrupt()
        assert cell.finish().failure.ename == "KeyboardInterrupt"
    assert kernel.value("1 + 1") == 2
