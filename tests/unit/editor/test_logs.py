from __future__ import annotations

import threading
import time

from tests.support.background import Background
from tests.support.notebook import Notebook
from unity_kernel.editor.logs import LogStore
from unity_kernel.wire.messages import Log


def filled(count: int, capacity: int = 10) -> LogStore:
    store = LogStore(capacity)
    for number in range(1, count + 1):
        store.add(("log", "warning", "error")[number % 3], f"message {number}", "stack")
    return store


def numbers(answer: dict[str, object]) -> list[int]:
    return [entry["number"] for entry in answer["entries"]]  # type: ignore[attr-defined]


def test_entries_are_plain_data_in_order() -> None:
    before = time.time()
    answer = filled(2).read(0, 10, [])

    first = answer["entries"][0]
    assert numbers(answer) == [1, 2]
    assert (answer["last"], answer["lost"]) == (2, 0)
    assert first.keys() == {"number", "severity", "message", "stack", "when"}
    assert (first["severity"], first["message"], first["stack"]) == ("warning", "message 1", "stack")
    assert before <= first["when"] <= time.time()


def test_an_empty_console() -> None:
    assert LogStore().read(0, 10, []) == {"entries": [], "last": 0, "lost": 0, "forgotten": 0}
    assert LogStore().read(5, 10, []) == {"entries": [], "last": 0, "lost": 0, "forgotten": 0}


def test_only_what_is_new_is_read() -> None:
    store = filled(5)

    assert numbers(store.read(3, 10, [])) == [4, 5]
    assert numbers(store.read(5, 10, [])) == []


def test_the_last_of_many_are_read() -> None:
    store = filled(5)

    assert numbers(store.read(0, 2, [])) == [4, 5]
    assert numbers(store.read(0, 0, [])) == []
    assert numbers(store.read(0, -1, [])) == []


def test_severities_are_chosen_before_the_limit() -> None:
    store = filled(9)

    assert numbers(store.read(0, 2, ["error"])) == [5, 8]
    assert numbers(store.read(0, 10, ["error", "warning"])) == [1, 2, 4, 5, 7, 8]
    assert numbers(store.read(0, 10, ["assert"])) == []


def test_the_ring_is_bounded_and_says_what_fell_out_of_it() -> None:
    store = filled(25, capacity=10)

    assert numbers(store.read(0, 100, [])) == list(range(16, 26))
    assert store.read(5, 100, [])["lost"] == 10
    assert store.read(15, 100, [])["lost"] == 0
    assert store.read(20, 100, [])["lost"] == 0
    assert store.read(0, 100, [])["lost"] == 0, "whoever reads for the first time has lost nothing"


def test_numbers_are_unique_whatever_thread_logs() -> None:
    store = LogStore()

    def log() -> None:
        for _ in range(500):
            store.add("log", "m")

    with Background(log), Background(log):
        pass

    assert numbers(store.read(0, 10_000, [])) == list(range(1, 1001))


def test_an_entry_shows_in_the_cell_that_caused_it(notebook: Notebook) -> None:
    store = LogStore()
    notebook.session.shell.user_ns["log"] = store.add
    cell = notebook.run("print('before')\nlog('warning', 'careful', 'at line 1')\nprint('after')")

    (entry,) = cell.of(Log)
    assert (entry.severity, entry.message, entry.stack, entry.number) == (
        "warning",
        "careful",
        "at line 1",
        1,
    )
    assert [type(message).__name__ for message in cell.messages[:3]] == ["Stream", "Log", "Stream"]


def test_an_entry_of_a_cells_thread_shows_there_too(notebook: Notebook) -> None:
    store = LogStore()
    notebook.session.shell.user_ns.update(log=store.add, threading=threading)
    cell = notebook.run(
        "thread = threading.Thread(target=log, args=('log', 'hello'))\nthread.start(); thread.join()"
    )

    assert [entry.message for entry in cell.of(Log)] == ["hello"]


def test_an_entry_of_no_cell_is_only_kept(notebook: Notebook) -> None:
    store = LogStore()
    store.add("error", "nobody's")

    assert numbers(store.read(0, 10, [])) == [1]
    assert not [message for message in notebook.received if isinstance(message, Log)]
