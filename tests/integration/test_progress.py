"""Progress in cells: libraries' bars, `unity.progress`, `EditorUtility`'s, and what an interrupt leaves of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.session import Cell, Editor, Kernel

VIEW = "application/vnd.jupyter.widget-view+json"


def bars(cell: Cell) -> list[list[str]]:
    """The texts of each bar, in the order in which they were drawn; each bar is one display, updated in place."""
    found: dict[str, list[str]] = {}
    for message in cell.published:
        kind, content = message["msg_type"], message["content"]
        if kind in ("display_data", "update_display_data") and "display_id" in content.get("transient", {}):
            name = content["transient"]["display_id"]
            assert (kind == "display_data") == (name not in found), "a bar is shown once, then updated"
            found.setdefault(name, []).append(content["data"]["text/plain"])
    return list(found.values())


def states(kernel: Kernel, code: str) -> list[dict[str, Any]]:
    """What a cell told of its widgets, in order."""
    cell = kernel.must(code)
    return [
        item["data"]["state"] for item in (*cell.of("comm_open"), *cell.of("comm_msg")) if item.get("data")
    ]


@pytest.fixture
def on_mono(editor: Editor) -> None:
    if editor.file.kind != "mono":
        pytest.skip("needs the Mono host: the headless editor has no windows")


@pytest.fixture
def on_headless(editor: Editor) -> None:
    if editor.file.kind != "headless":
        pytest.skip("needs the headless editor: Unity shows these bars in its own window")


def test_a_bar_is_updated_in_place_and_ends_full(kernel: Kernel) -> None:
    cell = kernel.must(
        "import time\nseen = []\n"
        "for each in (bar := unity.progress('abcde', 'Baking <lamps>')):\n"
        "    bar.info = f'lamp {each}'\n    seen.append(each)\n    time.sleep(0.06)\n"
        "''.join(seen)"
    )
    assert cell.value == "abcde"
    (texts,) = bars(cell)
    assert texts[0] == "Baking <lamps> " + "░" * 24 + " 0% · 0 of 5"
    assert any("lamp " in text for text in texts[1:-1])
    assert re.fullmatch(r"Baking <lamps> █{24} 100% · .*5 of 5.*· done · \d\.\d s", texts[-1])
    html = next(item for item in cell.published if item["msg_type"] == "display_data")["content"]["data"]
    assert "Baking &lt;lamps&gt;" in html["text/html"]


def test_a_million_quick_items_draw_few_pictures(kernel: Kernel) -> None:
    (texts,) = bars(kernel.must("for each in unity.progress(range(200_000)): pass"))
    assert len(texts) < 50


def test_items_without_a_length_are_counted(kernel: Kernel) -> None:
    (texts,) = bars(kernel.must("list(unity.progress(iter('abc'), 'Counting'))"))
    assert "%" not in texts[0]
    assert re.fullmatch(r"Counting ░{24} 3 · done · \d\.\d s", texts[-1])
    (texts,) = bars(kernel.must("list(unity.progress(iter('abc'), 'Counting', total=3))"))
    assert "0 of 3" in texts[0]


def test_a_bar_ends_with_its_cell(kernel: Kernel) -> None:
    cell = kernel.run("for each in unity.progress(range(4), 'Failing'):\n    if each == 2: 1 / 0")
    assert cell.failure.ename == "ZeroDivisionError"
    (texts,) = bars(cell)
    assert "stopped" in texts[-1]


def test_an_interrupt_stops_the_bar(kernel: Kernel) -> None:
    cell = kernel.begin("import time\nfor each in unity.progress(range(1000), 'Long'): time.sleep(0.05)")
    kernel.pump_until(lambda: bool(bars(cell)), 20.0, lambda: "the bar")
    kernel.interrupt()
    assert cell.finish().failure.ename == "KeyboardInterrupt"
    (texts,) = bars(cell)
    assert "stopped" in texts[-1]


def test_bars_in_a_cell_that_awaits(kernel: Kernel) -> None:
    (texts,) = bars(
        kernel.must("for each in unity.progress(range(5), 'Frames'):\n    await unity.seconds(0.04)")
    )
    assert len(texts) > 2
    assert "done" in texts[-1]


@pytest.mark.usefixtures("on_mono")
def test_unity_shows_the_bar_as_well_and_its_cancel_interrupts(kernel: Kernel) -> None:
    kernel.must("import MonoHost")
    seen = kernel.value(
        "[MonoHost.Controls.Progress for each in unity.progress('ab', 'Baking')], MonoHost.Controls.Progress"
    )
    assert seen == (["Baking: 0 of 2", "Baking: 0 of 2"], "")
    quiet = "[MonoHost.Controls.Progress for each in unity.progress('ab', 'Baking', window=False)]"
    assert kernel.value(quiet) == ["", ""]
    kernel.must("MonoHost.Controls.CancelProgress = True")
    try:
        cell = kernel.run("for each in unity.progress('abc', 'Baking'): pass")
    finally:
        kernel.must("MonoHost.Controls.CancelProgress = False")
    assert cell.failure.ename == "KeyboardInterrupt"
    assert "stopped" in bars(cell)[0][-1]
    assert kernel.value("MonoHost.Controls.Progress") == ""


@pytest.mark.usefixtures("on_headless")
def test_scripts_bars_show_in_the_cell(kernel: Kernel) -> None:
    cell = kernel.must(
        "import time\nfrom UnityEditor import EditorUtility\n"
        "for i in range(4):\n"
        "    EditorUtility.DisplayProgressBar('Building', f'level {i}', i / 4)\n    time.sleep(0.12)\n"
        "EditorUtility.ClearProgressBar()\n"
        "print(EditorUtility.DisplayCancelableProgressBar('Packing', 'all', 0.5))"
    )
    built, packed = bars(cell)
    assert built[0] == "Building " + "░" * 24 + " 0% · level 0"
    assert "50% · level 2" in built[2]
    assert "done" in built[-1]
    assert "stopped" in packed[-1]  # the cell has ended without ClearProgressBar
    assert cell.stdout == "False\n"
    assert "[Progress]" not in cell.console


def test_tqdm_shows_its_bar(kernel: Kernel) -> None:
    pytest.importorskip("tqdm")
    cell = kernel.must("from tqdm import tqdm\nfor each in tqdm(range(3), desc='plain'): pass")
    assert "plain: 100%" in cell.stderr.rpartition("\r")[2]
    shown = states(kernel, "from tqdm.auto import tqdm\nfor each in tqdm(range(3), desc='notebook'): pass")
    assert any(state.get("_model_name") == "FloatProgressModel" for state in shown)
    assert {"value": 3.0} in shown


def test_rich_shows_its_bar_while_it_runs(kernel: Kernel) -> None:
    pytest.importorskip("rich")
    cell = kernel.must(
        "import time\nfrom rich.progress import track\n"
        "for each in track(range(4), description='rich'): time.sleep(0.1)"
    )
    assert any(VIEW in item.data for item in cell.displays)
    drawn = [str(item.data.get("text/plain")) for item in cell.displays]
    assert len([text for text in drawn if "%" in text]) > 1
    assert any("100%" in text for text in drawn)
