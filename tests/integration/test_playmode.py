"""Play mode from a cell, with and without the domain reload that entering it brings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.session import Editor, Kernel

SETTINGS = {
    "with domain reload": "UnityEditor.EditorSettings.enterPlayModeOptionsEnabled = False",
    "without domain reload": "UnityEditor.EditorSettings.enterPlayModeOptionsEnabled = True\n"
    "UnityEditor.EditorSettings.enterPlayModeOptions = UnityEditor.EnterPlayModeOptions.DisableDomainReload",
}


@pytest.fixture(params=SETTINGS)
def playing(request: pytest.FixtureRequest, kernel: Kernel) -> Iterator[Kernel]:
    """The kernel, with one of both settings."""
    # As other tests may have left another one on this editor.
    kernel.must("UnityEditor.SceneManagement.EditorSceneManager.OpenScene('Assets/Scenes/Main.unity')")
    kernel.must(SETTINGS[str(request.param)])
    yield kernel
    kernel.must("await unity.stop()")


def test_one_cell_plays_reads_and_stops(editor: Editor, playing: Kernel) -> None:
    cell = playing.must(
        "before = UnityEngine.GameObject.Find('Player')\n"
        "position = before.transform.position.x\n"
        "await unity.play()\n"
        "assert UnityEditor.EditorApplication.isPlaying\n"
        "started = UnityEngine.Time.time\n"
        "await unity.frames(60)\n"
        "before.transform.position = UnityEngine.Vector3(9, 9, 9)\n"
        "seen = UnityEngine.Time.time - started\n"
        "made = UnityEngine.GameObject('made while playing')\n"
        "await unity.stop()\n"
        "UnityEditor.EditorApplication.isPlaying, round(seen, 1), before.transform.position.x == position"
    )
    assert cell.value == (False, 1.2, True)
    error = playing.run("made.name").failure
    assert error.ename == "MissingReferenceException"
    assert "The object of type 'GameObject'" in error.evalue
    if editor.file.kind == "headless":  # Unity's own error says less, and pythonnet's == does not ask Unity
        assert playing.value("made == None") is True
        assert "made while playing" in error.evalue
        assert "was made in play mode, which has ended" in error.evalue


def test_the_reload_is_told_where_there_is_one(playing: Kernel, request: pytest.FixtureRequest) -> None:
    reloads = "with domain" in request.node.name
    cell = playing.must("kept = [1]\nawait unity.play()")
    assert ("has reloaded its scripts" in cell.text) is reloads
    assert playing.value("kept") == [1]


def test_pause_step_and_stop(playing: Kernel) -> None:
    cell = playing.must(
        "await unity.play()\n"
        "await unity.pause()\n"
        "await unity.frames(3)\n"
        "one = UnityEngine.Time.time\n"
        "await unity.frames(3)\n"
        "two = UnityEngine.Time.time\n"
        "await unity.step()\n"
        "three = UnityEngine.Time.time\n"
        "one == two, round(three - two, 3)"
    )
    assert cell.value == (True, 0.02)


def test_without_await_it_begins_when_the_cell_ends(playing: Kernel) -> None:
    cell = playing.must("unity.play()")
    assert cell.result is not None
    assert "`await unity.play()` goes on in the cell after it" in cell.result
    playing.must("await unity.until(lambda: UnityEditor.EditorApplication.isPlaying, 5)")
    playing.must("unity.stop()")
    playing.must("await unity.until(lambda: not UnityEditor.EditorApplication.isPlaying, 5)")


def test_magics(playing: Kernel) -> None:
    assert playing.value("%unity play\nUnityEditor.EditorApplication.isPlaying") is True
    assert playing.value("%unity pause\nUnityEditor.EditorApplication.isPaused") is True
    playing.must("%unity step")
    assert playing.value("%unity stop\nUnityEditor.EditorApplication.isPlaying") is False
    cell = playing.must("if True:\n    %unity play")
    assert "takes effect when the cell ends" in cell.stdout


def test_play_mode_that_is_called_off_is_an_error(playing: Kernel) -> None:
    playing.must(
        "def call_off(change):\n"
        "    if str(change) == 'ExitingEditMode': UnityEditor.EditorApplication.isPlaying = False\n"
        "off = unity.on('EditorApplication.playModeStateChanged', call_off)"
    )
    error = playing.run("await unity.play()").failure
    playing.must("off.cancel()")
    assert error.ename == "UnityKernelError"
    assert "called off" in error.evalue


def test_an_interrupt_ends_the_wait_and_not_play_mode(playing: Kernel) -> None:
    cell = playing.begin("await unity.play()\nprint('playing')\nawait unity.frames(1_000_000)")
    cell.until_output("playing\n")
    playing.interrupt()
    assert cell.finish().failure.ename == "KeyboardInterrupt"
    assert playing.value("UnityEditor.EditorApplication.isPlaying") is True
