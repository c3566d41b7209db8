"""Cells across frames: they wait for the editor while it goes on, and their displays stay alive."""

from __future__ import annotations

from tests.support.session import Editor, Home, Kernel


def test_a_display_is_updated_from_frame_to_frame(kernel: Kernel) -> None:
    cell = kernel.must(
        "from IPython.display import display\n"
        "ball = UnityEngine.GameObject('ball')\n"
        "shown = display(ball.transform.localPosition, display_id=True)\n"
        "for step in range(1, 4):\n"
        "    await unity.next_frame()\n"
        "    ball.transform.localPosition = UnityEngine.Vector3(10 * step, 0, 0)\n"
        "    shown.update(ball.transform.localPosition)"
    )
    kinds = [item["msg_type"] for item in cell.published if "display" in item["msg_type"]]
    assert kinds == ["display_data"] + ["update_display_data"] * 3
    contents = [item["content"] for item in cell.published if "display" in item["msg_type"]]
    assert len({content["transient"]["display_id"] for content in contents}) == 1
    assert ["30" in content["data"]["text/plain"] for content in contents] == [False] * 3 + [True]


def test_seconds_let_the_editor_go_on(kernel: Kernel, shared_home: Home, editor: Editor) -> None:
    cell = kernel.begin("print('waits')\nawait unity.seconds(30)\n'over'")
    cell.until_output("waits\n")
    with Kernel.start(shared_home, editor=editor) as other:
        assert other.value("6 * 7") == 42  # within the thirty seconds
    kernel.interrupt()
    assert cell.finish().failure.ename == "KeyboardInterrupt"


def test_until_returns_what_the_predicate_gave(kernel: Kernel, shared_home: Home, editor: Editor) -> None:
    cell = kernel.begin("print('waits')\nawait unity.until(lambda: UnityEngine.GameObject.Find('late one'))")
    cell.until_output("waits\n")
    with Kernel.start(shared_home, editor=editor) as other:
        other.must("UnityEngine.GameObject('late one')")
        assert "late one" in str(cell.finish().result)


def test_until_says_what_went_wrong(kernel: Kernel) -> None:
    late = kernel.run("await unity.until(lambda: False, timeout=0.05)").failure
    assert late.ename == "WaitTimeout"
    assert "did not hold within 0.05 s" in late.evalue
    assert kernel.run("await unity.until(lambda: 1 / 0)").failure.ename == "ZeroDivisionError"
    assert (
        "takes a function: unity.until(lambda: x > 3)" in kernel.run("await unity.until(True)").failure.evalue
    )


def test_frames_are_counted(kernel: Kernel) -> None:
    kernel.must("count = []\ncounting = unity.on_update(lambda: count.append(1))\nawait unity.next_frame()")
    passed = kernel.value("count.clear()\nawait unity.frames(10)\nlen(count)")
    kernel.must("counting.cancel()")
    assert 9 <= passed <= 11
