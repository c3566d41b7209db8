"""Comms: widgets made in a cell talk to the notebook, both ways."""

from __future__ import annotations

from typing import Any

from tests.support.session import Editor, Home, Kernel

VIEW = "application/vnd.jupyter.widget-view+json"


def opened(kernel: Kernel, code: str) -> list[dict[str, Any]]:
    """The comm_open messages of a cell."""
    return kernel.must(code).of("comm_open")


def update(kernel: Kernel, comm_id: str, **state: object) -> list[dict[str, Any]]:
    """What a front end sends when the user moves a slider; returns what was published for it."""
    data = {"method": "update", "state": state, "buffer_paths": []}
    return kernel.comm("comm_msg", {"comm_id": comm_id, "data": data}).published


def slider_of(comms: list[dict[str, Any]]) -> str:
    """The comm of the slider's model."""
    names = {str(item["comm_id"]): item["data"]["state"].get("_model_name", "") for item in comms}
    return next(comm_id for comm_id, name in names.items() if name.endswith("SliderModel"))


def test_a_widget_is_opened_and_shown(kernel: Kernel) -> None:
    cell = kernel.must("import ipywidgets as w\nslider = w.IntSlider(value=7)\nslider")
    comms = cell.of("comm_open")
    assert {item["target_name"] for item in comms} == {"jupyter.widget"}
    models = {item["comm_id"]: item["data"]["state"]["_model_name"] for item in comms}
    assert sorted(models.values()) == ["IntSliderModel", "LayoutModel", "SliderStyleModel"]
    assert models[cell.mime[VIEW]["model_id"]] == "IntSliderModel"
    assert next(i for i in comms if i["data"]["state"].get("value") == 7)


def test_the_user_moves_a_slider_and_the_scene_follows(kernel: Kernel) -> None:
    comms = opened(
        kernel,
        "import ipywidgets as w\n"
        "lamp = UnityEngine.GameObject('lamp')\n"
        "slider = w.FloatSlider(max=100)\n"
        "def move(change):\n"
        "    lamp.transform.position = UnityEngine.Vector3(change['new'], 0, 0)\n"
        "    print('moved to', change['new'])\n"
        "slider.observe(move, 'value')",
    )
    published = update(kernel, slider_of(comms), value=12.5)
    assert kernel.value("slider.value, lamp.transform.position.x") == (12.5, 12.5)
    texts = [message["content"]["text"] for message in published if message["msg_type"] == "stream"]
    assert texts == ["moved to 12.5\n"]


def test_the_cell_moves_the_slider_and_the_front_end_is_told(kernel: Kernel) -> None:
    comms = opened(kernel, "import ipywidgets as w; told = w.IntSlider()")
    cell = kernel.must("told.value = 42")
    (message,) = cell.of("comm_msg")
    assert message["comm_id"] == slider_of(comms)
    assert message["data"]["method"] == "update"
    assert message["data"]["state"] == {"value": 42}


def test_interact_drives_the_scene(kernel: Kernel) -> None:
    cell = kernel.must(
        "from ipywidgets import interact\n"
        "crane = UnityEngine.GameObject('crane')\n"
        "@interact(height=(0, 10))\n"
        "def lift(height=3):\n"
        "    crane.transform.position = UnityEngine.Vector3(0, height, 0)\n"
        "    return height"
    )
    assert any(VIEW in item.data for item in cell.displays)
    assert kernel.value("crane.transform.position.y") == 3.0
    update(kernel, slider_of(cell.of("comm_open")), value=8)
    assert kernel.value("crane.transform.position.y") == 8.0


def test_an_output_widget_captures_what_runs_inside_it(kernel: Kernel) -> None:
    cell = kernel.must(
        "import ipywidgets as w\nbox = w.Output()\nwith box:\n    print('inside')\nprint('outside')\nbox"
    )
    box = next(
        i["comm_id"] for i in cell.of("comm_open") if i["data"]["state"].get("_model_name") == "OutputModel"
    )
    seen: list[str] = []
    for message in cell.published:
        content = message["content"]
        if message["msg_type"] == "comm_msg" and content["comm_id"] == box:
            captured = content["data"]["state"].get("msg_id")
            if captured is not None:
                seen.append(f"capture {captured == cell.id}" if captured else "release")
        elif message["msg_type"] == "stream":
            seen.append(content["text"])
    # The front end puts what comes between these two messages into the widget.
    assert seen == ["capture True", "inside\n", "release", "outside\n"]


def test_a_callback_that_fails_shows_its_error(kernel: Kernel) -> None:
    comms = opened(
        kernel,
        "import ipywidgets as w\nbad = w.IntSlider()\nbad.observe(lambda change: 1 / 0, 'value')",
    )
    published = update(kernel, slider_of(comms), value=1)
    shown = str([message["content"] for message in published if message["msg_type"] in ("error", "stream")])
    assert "ZeroDivisionError" in shown
    assert kernel.value("1 + 1") == 2


def test_buffers_arrive_both_ways(kernel: Kernel) -> None:
    cell = kernel.must("import ipywidgets as w\npicture = w.Image(value=b'\\x00\\x01binary\\xff')")
    message = next(
        m
        for m in cell.published
        if m["msg_type"] == "comm_open" and m["content"]["data"]["state"].get("_model_name") == "ImageModel"
    )
    assert [bytes(buffer) for buffer in message["buffers"]] == [b"\x00\x01binary\xff"]
    assert message["content"]["data"]["buffer_paths"] == [["value"]]


def test_a_comm_of_ones_own(kernel: Kernel) -> None:
    cell = kernel.must(
        "from comm import create_comm\n"
        "heard = []\n"
        "line = create_comm(target_name='my.target', data={'hello': 1})\n"
        "line.on_msg(lambda message: (heard.append(message['content']['data']), line.send({'echo': len(heard)})))\n"
        "line.on_close(lambda message: heard.append('closed'))"
    )
    (opening,) = cell.of("comm_open")
    assert opening["target_name"] == "my.target"
    assert opening["data"] == {"hello": 1}
    request = kernel.comm("comm_msg", {"comm_id": opening["comm_id"], "data": {"n": 5}})
    assert [content["data"] for content in request.of("comm_msg")] == [{"echo": 1}]
    kernel.comm("comm_close", {"comm_id": opening["comm_id"], "data": {}})
    assert kernel.value("heard") == [{"n": 5}, "closed"]


def test_a_front_end_opens_a_comm_to_a_target(kernel: Kernel) -> None:
    kernel.must(
        "from comm import get_comm_manager\n"
        "met = []\n"
        "get_comm_manager().register_target('editor.target', lambda comm, msg: met.append(msg['content']['data']))"
    )
    kernel.comm("comm_open", {"comm_id": "abc", "target_name": "editor.target", "data": {"who": "lab"}})
    assert kernel.value("met") == [{"who": "lab"}]


def test_comm_info_lists_open_comms(shared_home: Home, editor: Editor) -> None:
    with Kernel.start(shared_home, editor=editor) as kernel:
        assert kernel.ask("comm_info_request", {})["comms"] == {}
        (opening,) = opened(kernel, "from comm import create_comm\nline = create_comm(target_name='listed')")
        local = opened(
            kernel, "%%local\nfrom comm import create_comm\nhere = create_comm(target_name='local')"
        )
        every = kernel.ask("comm_info_request", {})["comms"]
        assert every == {
            opening["comm_id"]: {"target_name": "listed"},
            local[0]["comm_id"]: {"target_name": "local"},
        }
        some = kernel.ask("comm_info_request", {"target_name": "listed"})["comms"]
        assert list(some) == [opening["comm_id"]]
        kernel.must("line.close()")
        assert opening["comm_id"] not in kernel.ask("comm_info_request", {})["comms"]


def test_local_widgets_work_too(kernel: Kernel) -> None:
    cell = kernel.must("%%local\nimport ipywidgets as w\nmine = w.IntSlider(value=3)\nmine")
    slider = slider_of(cell.of("comm_open"))
    assert cell.mime[VIEW]["model_id"] == slider
    update(kernel, slider, value=9)
    assert kernel.run("%%local\nmine.value").result == "9"


def test_a_message_to_an_unknown_comm_harms_nobody(kernel: Kernel) -> None:
    update(kernel, "no-such-comm", value=1)
    assert kernel.value("1 + 1") == 2


def test_widgets_of_a_restarted_kernel_are_gone(shared_home: Home, editor: Editor) -> None:
    with Kernel.start(shared_home, editor=editor) as kernel:
        slider = slider_of(opened(kernel, "import ipywidgets as w\ns = w.IntSlider()"))
        kernel.restart()
        assert kernel.value("1 + 1") == 2
        assert slider not in kernel.ask("comm_info_request", {})["comms"]
        update(kernel, slider, value=1)
        assert kernel.value("2 + 2") == 4


def send_update(kernel: Kernel, comm_id: str, **state: object) -> None:
    """As `update`, while a cell runs: ipykernel sends no status for it then."""
    data = {"method": "update", "state": state, "buffer_paths": []}
    kernel.request("comm_msg", {"comm_id": comm_id, "data": data}, wants_reply=False)


def test_a_slider_moved_while_a_cell_runs_waits_and_is_not_lost(kernel: Kernel) -> None:
    slider = slider_of(opened(kernel, "import ipywidgets as w\nqueued = w.IntSlider()"))
    cell = kernel.begin("import time\nprint('go')\ntime.sleep(0.3)\nqueued.value")
    cell.until_output("go\n")
    send_update(kernel, slider, value=5)
    assert cell.finish().value == 0
    assert kernel.value("queued.value") == 5


def test_a_cell_that_begins_while_a_widget_message_is_served_ends_as_well(kernel: Kernel) -> None:
    slider = slider_of(
        opened(
            kernel,
            "import time\nimport ipywidgets as w\nslow = w.IntSlider()\n"
            "slow.observe(lambda change: time.sleep(0.3), 'value')",
        )
    )
    first = kernel.begin("print('go')\ntime.sleep(0.3)")
    first.until_output("go\n")
    send_update(kernel, slider, value=5)  # is served when the first cell has ended, and delays the second one
    first.finish()
    assert kernel.begin("slow.value").finish(10).value == 5


def test_a_cell_may_await_the_user(kernel: Kernel) -> None:
    slider = slider_of(
        opened(
            kernel,
            "import asyncio\nimport ipywidgets as w\nasked = w.IntSlider()\nmoved = asyncio.Event()\n"
            "asked.observe(lambda change: moved.set(), 'value')",
        )
    )
    cell = kernel.begin("print('go')\nawait asyncio.wait_for(moved.wait(), 20)\nasked.value")
    cell.until_output("go\n")
    send_update(kernel, slider, value=5)
    assert cell.finish().value == 5
