from __future__ import annotations

import gc
import logging
import weakref
from collections.abc import Iterator

import comm
import pytest

from tests.support.notebook import Bench, Notebook
from unity_kernel.editor import comms
from unity_kernel.wire.messages import Comm


@pytest.fixture(autouse=True)
def _no_comms_left() -> Iterator[None]:
    comms.manager().comms.clear()  # the manager is the process's, and other modules' widgets are not in question
    yield
    assert not comms.manager().comms
    comms.manager().targets.clear()


def open_one(notebook: Notebook, extra: str = "") -> Comm:
    """A comm that a cell opens; the message that announces it."""
    cell = notebook.run(f"import comm\nit = comm.create_comm(target_name='widget', data={{'a': 1}}){extra}")
    message: Comm = cell.of(Comm)[0]
    return message


def test_a_cell_opens_sends_and_closes(notebook: Notebook) -> None:
    opened = open_one(notebook)
    sent = notebook.run("it.send({'b': 2}, buffers=[b'raw', memoryview(b'view')])").of(Comm)[0]
    closed = notebook.run("it.close()").of(Comm)[0]

    assert opened.msg_type == "comm_open"
    assert opened.content["target_name"] == "widget"
    assert opened.content["data"] == {"a": 1}
    assert (sent.msg_type, sent.content["data"], sent.buffers) == ("comm_msg", {"b": 2}, [b"raw", b"view"])
    assert closed.msg_type == "comm_close"
    assert opened.content["comm_id"] == sent.content["comm_id"] == closed.content["comm_id"]
    assert (opened.job, sent.job, closed.job) == ("one-1", "one-2", "one-3")


def test_a_message_of_the_front_end_reaches_its_comm_inside_the_cells_context(notebook: Notebook) -> None:
    opened = open_one(
        notebook, "\n@it.on_msg\ndef received(message):\n    print('got', message['content']['data'])"
    )
    cell = notebook.comm("comm_msg", {"comm_id": opened.content["comm_id"], "data": {"value": 7}})

    assert cell.reply == {"status": "ok"}
    assert cell.text() == "got {'value': 7}\n"


def test_buffers_arrive_with_it(notebook: Notebook) -> None:
    opened = open_one(notebook, "\nit.on_msg(lambda message: print(message['buffers']))")
    cell = notebook.comm("comm_msg", {"comm_id": opened.content["comm_id"], "data": {}}, [b"x", b"y"])

    assert cell.text() == "[b'x', b'y']\n"


def test_the_front_end_may_open_one_for_a_target_of_a_cell(notebook: Notebook) -> None:
    notebook.run(
        "import comm\n"
        "def opened(it, message):\n"
        "    print('opened', it.comm_id, message['content']['data'])\n"
        "    it.close()\n"
        "comm.get_comm_manager().register_target('mine', opened)"
    )
    cell = notebook.comm("comm_open", {"comm_id": "c-1", "target_name": "mine", "data": {"x": 1}})

    assert cell.text() == "opened c-1 {'x': 1}\n"


def test_an_unknown_target_or_comm_is_no_error_of_the_session(
    notebook: Notebook, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        assert (
            notebook.comm("comm_open", {"comm_id": "c-2", "target_name": "none", "data": {}}).failed is None
        )
        assert notebook.comm("comm_msg", {"comm_id": "nobody", "data": {}}).failed is None
        assert notebook.comm("comm_close", {"comm_id": "nobody", "data": {}}).failed is None


def test_a_handler_that_raises_does_not_end_the_session(
    notebook: Notebook, caplog: pytest.LogCaptureFixture
) -> None:
    opened = open_one(notebook, "\nit.on_msg(lambda message: 1 / 0)")
    with caplog.at_level(logging.CRITICAL):
        notebook.comm("comm_msg", {"comm_id": opened.content["comm_id"], "data": {}})

    assert notebook.run("'alive'").result == "'alive'"


def test_a_comm_talks_to_the_notebook_that_made_it(notebook: Notebook, other: Notebook, bench: Bench) -> None:
    """Also when another notebook's cell uses it: targets are shared, comms are not."""
    opened = open_one(notebook)
    made = comms.manager().comms[opened.content["comm_id"]]
    other.session.shell.user_ns["borrowed"] = made
    cell = other.run("borrowed.send({'from': 'other'})")
    messages = notebook.messages(2, Comm)

    assert not cell.of(Comm)
    assert messages[1].content["data"] == {"from": "other"}
    assert messages[1].job == "one-1", "it belongs to the cell that made the comm"


def test_a_session_that_ends_takes_its_comms_along_and_no_others(bench: Bench, notebook: Notebook) -> None:
    kept = open_one(notebook).content["comm_id"]
    ending = Notebook(bench, "ending")
    gone = open_one(ending).content["comm_id"]
    made = weakref.ref(comms.manager().comms[gone])
    session = weakref.ref(ending.session)
    ending.close()
    del ending
    gc.collect()

    assert list(comms.manager().comms) == [kept]
    assert made() is None
    assert session() is None


def test_a_comm_made_outside_any_cell_is_mute(bench: Bench) -> None:
    silent = comm.create_comm(target_name="nobody")
    silent.send({"lost": True})
    silent.close()


def test_widgets_of_ipywidgets_work(notebook: Notebook) -> None:
    pytest.importorskip("ipywidgets")
    cell = notebook.run(
        "import warnings; warnings.simplefilter('ignore')\nimport ipywidgets\nslider = ipywidgets.IntSlider(3)\nslider"
    )
    opened = [message for message in cell.of(Comm) if "IntSliderModel" in str(message.content)]
    identifier = opened[0].content["comm_id"]
    notebook.run("slider.observe(lambda change: print('moved to', change['new']), 'value')")
    moved = notebook.comm(
        "comm_msg",
        {"comm_id": identifier, "data": {"method": "update", "state": {"value": 9}, "buffer_paths": []}},
    )

    assert moved.text() == "moved to 9\n"
    assert notebook.run("slider.value").result == "9"
