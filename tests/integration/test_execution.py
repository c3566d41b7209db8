"""Cells: what they print, show, return and raise, and what a front end is told about it."""

from __future__ import annotations

import pytest

from tests.support.session import Editor, Kernel

# --- results and displays -------------------------------------------------------------------------------


def test_the_last_expression_is_the_result(kernel: Kernel) -> None:
    cell = kernel.run("20 + 1\n20 + 22")
    assert cell.result == "42"
    assert cell.kinds == ["execute_result"]
    assert cell.status == "ok"
    assert kernel.run("20 + 22;").result is None
    assert kernel.run("x = 1").result is None
    assert kernel.run("None").result is None
    assert kernel.run("").status == "ok"
    assert kernel.run("# only a comment").kinds == []


def test_results_are_kept_under_their_numbers(kernel: Kernel) -> None:
    first = kernel.run("'kept'")
    assert kernel.value(f"Out[{first.count}], _{first.count}, _") == ("kept", "kept", "kept")
    assert kernel.value(f"In[{first.count}]") == "'kept'"
    kernel.run("%%local\n1")
    kernel.run("%unity list")
    later = kernel.run("'after cells that the editor never saw'")
    assert kernel.value(f"In[{later.count}]") == "'after cells that the editor never saw'"


def test_a_result_has_every_representation_that_the_object_offers(kernel: Kernel) -> None:
    cell = kernel.run(
        """
        class Rich:
            def __repr__(self): return "plain"
            def _repr_html_(self): return "<b>html</b>"
            def _repr_markdown_(self): return "**markdown**"
            def _repr_png_(self): return b"\\x89PNG\\r\\n\\x1a\\n"
            def _repr_mimebundle_(self, include=None, exclude=None):
                return {"application/json": {"deep": [1, {"er": None}]}}, {"application/json": {"expanded": True}}
        Rich()
        """
    )
    assert (
        cell.mime
        == {
            "text/plain": "plain",
            "text/html": "<b>html</b>",
            "text/markdown": "**markdown**",
            "image/png": "iVBORw0KGgo=\n",
            "application/json": {"deep": [1, {"er": None}]},
        }
        or cell.mime["image/png"].strip() == "iVBORw0KGgo="
    )
    assert cell.of("execute_result")[0]["metadata"]["application/json"] == {"expanded": True}
    assert cell.of("execute_result")[0]["execution_count"] == cell.count


def test_display_update_and_clear(kernel: Kernel) -> None:
    cell = kernel.run(
        "from IPython.display import HTML, clear_output, display, update_display\n"
        "handle = display('one', display_id='mine')\n"
        "handle.update('two')\n"
        "update_display(HTML('<i>three</i>'), display_id='mine')\n"
        "clear_output(wait=True)\n"
        "display({'text/plain': 'raw', 'text/x-own': 'own'}, raw=True, metadata={'text/x-own': {'k': 1}})"
    )
    assert cell.error is None
    assert cell.kinds == [
        "display_data",
        "update_display_data",
        "update_display_data",
        "clear_output",
        "display_data",
    ]
    one, two, three, raw = cell.displays
    assert one.text == "'one'"
    assert two.text == "'two'"
    assert three.data["text/html"] == "<i>three</i>"
    assert {item.transient["display_id"] for item in (one, two, three)} == {"mine"}
    assert raw.data == {"text/plain": "raw", "text/x-own": "own"}
    assert raw.metadata == {"text/x-own": {"k": 1}}
    assert cell.of("clear_output") == [{"wait": True}]


def test_a_later_cell_updates_an_earlier_display(kernel: Kernel) -> None:
    kernel.must("from IPython.display import display; shown = display('before', display_id=True)")
    cell = kernel.must("shown.update('after')")
    assert [(item.text, item.update) for item in cell.displays] == [("'after'", True)]


def test_matplotlib_figures_appear_in_their_cell(kernel: Kernel) -> None:
    cell = kernel.run("import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.title('speed');", timeout=90)
    assert cell.error is None
    pictures = [item for item in cell.displays if "image/png" in item.data]
    assert len(pictures) == 1
    assert kernel.run("1 + 1").displays == []


def test_help_opens_the_pager(kernel: Kernel) -> None:
    cell = kernel.run("len?")
    assert cell.reply is not None
    (page,) = cell.reply["payload"]
    assert page["source"] == "page"
    assert "number of items" in page["data"]["text/plain"]
    assert kernel.run("1").reply["payload"] == []  # type: ignore[index]


# --- streams --------------------------------------------------------------------------------------------


def test_streams_keep_their_order_among_themselves_and_against_displays(kernel: Kernel) -> None:
    cell = kernel.run(
        "import sys\n"
        "from IPython.display import display\n"
        "for i in range(3):\n"
        "    print('out', i)\n"
        "    print('err', i, file=sys.stderr)\n"
        "display('shown')\n"
        "print('last')\n"
        "'result'"
    )
    assert cell.text == "out 0\nerr 0\nout 1\nerr 1\nout 2\nerr 2\nlast\n"
    assert cell.stderr == "err 0\nerr 1\nerr 2\n"
    assert cell.kinds == [*["stream"] * 6, "display_data", "stream", "execute_result"]


def test_output_appears_while_the_cell_runs(kernel: Kernel) -> None:
    cell = kernel.begin(
        "import threading\nhold = threading.Event()\nprint('started', flush=True)\nhold.wait(20)\nprint('ended')"
    )
    cell.until_output("started\n")
    assert not cell.done
    assert cell.reply is None
    kernel.interrupt()
    assert cell.finish().failure.ename == "KeyboardInterrupt"


def test_a_line_without_its_end_appears_too(kernel: Kernel) -> None:
    cell = kernel.begin("import time\nprint('loading...', end='')\ntime.sleep(20)")
    cell.until_output("loading...")
    assert not cell.done
    kernel.interrupt()
    cell.finish()


def test_hundred_thousand_lines_arrive_whole(kernel: Kernel) -> None:
    cell = kernel.run("for i in range(100_000): print(i)")
    assert cell.stdout == "".join(f"{i}\n" for i in range(100_000))
    assert len(cell.of("stream")) < 2_000  # coalesced, else front ends drown


def test_a_thread_prints_into_the_cell_that_started_it(kernel: Kernel) -> None:
    first = kernel.run(
        "import threading\n"
        "go_on, finished = threading.Event(), threading.Event()\n"
        "def work():\n"
        "    print('from the thread')\n"
        "    go_on.wait(20)\n"
        "    print('later')\n"
        "    finished.set()\n"
        "threading.Thread(target=work).start()"
    )
    first.until_output("from the thread\n")
    second = kernel.run("go_on.set(); assert finished.wait(20); print('second')")
    first.until_output("later\n")
    assert first.stdout == "from the thread\nlater\n"
    assert second.stdout == "second\n"


def test_an_executor_prints_into_its_cell(kernel: Kernel) -> None:
    cell = kernel.run(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(1) as pool:\n"
        "    list(pool.map(print, ['a', 'b']))"
    )
    assert cell.stdout == "a\nb\n"


# --- errors ---------------------------------------------------------------------------------------------


def test_a_traceback_points_at_the_lines_of_the_cell(kernel: Kernel) -> None:
    kernel.must("def halve(n):\n    return n / 0")
    cell = kernel.run("values = [1]\n\nhalve(values[0])")
    error = cell.failure
    assert error.ename == "ZeroDivisionError"
    assert error.evalue == "division by zero"
    assert f"Cell In[{cell.count}], line 3" in error.traceback
    assert f"Cell In[{cell.count - 1}], line 2, in halve(n)" in error.traceback
    assert "----> 3 halve(values[0])" in error.traceback
    assert "unity_kernel" not in error.traceback  # none of our own frames
    assert cell.reply is not None
    assert cell.reply["status"] == "error"
    assert cell.reply["ename"] == "ZeroDivisionError"
    assert cell.reply["traceback"] == cell.of("error")[0]["traceback"]


def test_a_syntax_error_shows_the_place(kernel: Kernel) -> None:
    cell = kernel.run("x = 1\ndef f(:\n    pass")
    error = cell.failure
    assert error.ename == "SyntaxError"
    assert f"Cell In[{cell.count}], line 2" in error.traceback
    assert "def f(:" in error.traceback
    assert kernel.value("1 + 1") == 2


def test_what_was_printed_before_an_error_comes_before_it(kernel: Kernel) -> None:
    cell = kernel.run("print('before')\n1 / 0")
    assert cell.kinds == ["stream", "error"]


@pytest.mark.parametrize("code", ["import sys; sys.exit()", "raise SystemExit(3)", "exit()", "quit()"])
def test_exit_ends_neither_editor_nor_kernel(kernel: Kernel, editor: Editor, code: str) -> None:
    pid = kernel.value("import os; os.getpid()")
    kernel.run(code)
    assert kernel.value("import os; os.getpid()") == pid == editor.pid


def test_sys_exit_is_shown_as_an_error(kernel: Kernel) -> None:
    cell = kernel.run("import sys\nsys.exit(3)\nprint('not reached')")
    assert cell.failure.ename == "SystemExit"
    assert cell.stdout == ""


def test_an_exception_that_cannot_be_printed(kernel: Kernel) -> None:
    cell = kernel.run(
        "class Evil(Exception):\n    def __str__(self): raise ValueError('no text')\nraise Evil('hidden')"
    )
    error = cell.failure
    assert error.ename == "Evil"
    assert "__str__" in error.evalue or "str" in error.evalue
    assert cell.status == "error"
    assert kernel.value("2") == 2


def test_a_result_that_cannot_be_printed(kernel: Kernel) -> None:
    cell = kernel.run("class Mute:\n    def __repr__(self): raise ValueError('no repr')\nMute()")
    assert "no repr" in cell.failure.traceback
    assert kernel.value("3") == 3


def test_the_cause_of_an_error_is_told(kernel: Kernel) -> None:
    cell = kernel.run("try:\n    {}['key']\nexcept KeyError as e:\n    raise RuntimeError('outer') from e")
    assert "KeyError: 'key'" in cell.failure.traceback
    assert "direct cause" in cell.failure.traceback


def test_an_exception_group_shows_all_its_errors(kernel: Kernel) -> None:
    cell = kernel.run(
        "import asyncio\n"
        "async def fail(text):\n"
        "    raise ValueError(text)\n"
        "async with asyncio.TaskGroup() as group:\n"
        "    group.create_task(fail('first'))\n"
        "    group.create_task(fail('second'))"
    )
    error = cell.failure
    assert error.ename == "ExceptionGroup"
    assert "ValueError: first" in error.traceback
    assert "ValueError: second" in error.traceback
    assert f"Cell In[{cell.count}], line 3, in fail" in error.traceback
    assert "unity_kernel" not in error.traceback
    assert cell.kinds == ["error"]


def test_recursion_without_end(kernel: Kernel) -> None:
    cell = kernel.run("def again(): again()\nagain()")
    assert cell.failure.ename == "RecursionError"
    assert kernel.value("4") == 4


def test_a_custom_exception_of_a_cell_keeps_its_name(kernel: Kernel) -> None:
    cell = kernel.run("class NoAmmo(Exception): pass\nraise NoAmmo('empty magazine')")
    assert (cell.failure.ename, cell.failure.evalue) == ("NoAmmo", "empty magazine")


# --- counts, history, options of the request ------------------------------------------------------------


def test_counts_go_up_by_one_also_after_errors(kernel: Kernel) -> None:
    first = kernel.run("1")
    assert kernel.run("1 / 0").count == first.count + 1
    third = kernel.run("3")
    assert third.count == first.count + 2
    assert third.of("execute_input")[0] == {"code": "3", "execution_count": third.count}


def test_store_history_off_does_not_count(kernel: Kernel) -> None:
    before = kernel.run("'before'")
    hidden = kernel.run("hidden_name = 7\n'hidden'", store_history=False)
    assert hidden.result == "'hidden'"
    after = kernel.run("hidden_name")
    assert after.count == before.count + 1
    assert after.result == "7"
    assert kernel.value(f"In[{before.count}:{after.count}]") == ["'before'"]


def test_silent_cells_show_nothing_and_do_not_count(kernel: Kernel) -> None:
    before = kernel.run("1")
    quiet = kernel.run("quiet_name = 5\n99", silent=True)
    assert quiet.published == []
    assert quiet.status == "ok"
    after = kernel.run("quiet_name")
    assert after.result == "5"
    assert after.count == before.count + 1


def test_user_expressions(kernel: Kernel) -> None:
    cell = kernel.run(
        "seven = 7", user_expressions={"good": "seven * 6", "bad": "nothing_here", "rich": "'<b>'"}
    )
    assert cell.reply is not None
    found = cell.reply["user_expressions"]
    assert found["good"]["status"] == "ok"
    assert found["good"]["data"]["text/plain"] == "42"
    assert found["rich"]["data"]["text/plain"] == "'<b>'"
    assert found["bad"]["status"] == "error"
    assert found["bad"]["ename"] == "NameError"


def test_an_error_aborts_the_cells_behind_it(kernel: Kernel) -> None:
    hold = kernel.begin("import time; time.sleep(0.2); 1 / 0")
    behind = [kernel.begin("never = 1"), kernel.begin("never = 2")]
    assert hold.finish().status == "error"
    assert [cell.finish().status for cell in behind] == ["aborted", "aborted"]
    assert kernel.run("never").failure.ename == "NameError"


def test_without_stop_on_error_the_cells_behind_it_run(kernel: Kernel) -> None:
    first = kernel.begin("import time; time.sleep(0.2); 1 / 0", stop_on_error=False)
    second = kernel.begin("'still ran'")
    assert first.finish().status == "error"
    assert second.finish().result == "'still ran'"


def test_several_cells_at_once_run_in_order(kernel: Kernel) -> None:
    kernel.must("order = []")
    cells = [kernel.begin(f"order.append({i}); {i}") for i in range(20)]
    assert [cell.finish().value for cell in cells] == list(range(20))
    assert kernel.value("order") == list(range(20))


# --- async ----------------------------------------------------------------------------------------------


def test_top_level_await(kernel: Kernel) -> None:
    cell = kernel.run(
        "import asyncio\nprint('a')\nawait asyncio.sleep(0.01)\nprint('b')\nawait asyncio.sleep(0, 'done')"
    )
    assert cell.error is None
    assert cell.stdout == "a\nb\n"
    assert cell.result == "'done'"


def test_an_error_after_an_await_points_at_its_line(kernel: Kernel) -> None:
    cell = kernel.run("import asyncio\nawait asyncio.sleep(0.01)\n1 / 0")
    assert cell.failure.ename == "ZeroDivisionError"
    assert f"Cell In[{cell.count}], line 3" in cell.failure.traceback


def test_a_task_runs_on_after_its_cell_and_prints_there(kernel: Kernel) -> None:
    first = kernel.run(
        "import asyncio\n"
        "async def background():\n"
        "    print('begun')\n"
        "    await asyncio.sleep(0.05)\n"
        "    print('finished')\n"
        "task = asyncio.create_task(background())"
    )
    first.until_output("finished\n")
    assert first.stdout == "begun\nfinished\n"
    assert kernel.run("await task; task.done()").result == "True"


def test_gather_queue_and_timeout_work(kernel: Kernel) -> None:
    cell = kernel.run(
        "import asyncio\n"
        "async def double(n):\n    await asyncio.sleep(0.001)\n    return 2 * n\n"
        "async with asyncio.timeout(5):\n"
        "    found = await asyncio.gather(*map(double, range(5)))\n"
        "found"
    )
    assert cell.value == [0, 2, 4, 6, 8]


def test_unity_waits_let_the_editor_go_on(kernel: Kernel) -> None:
    assert kernel.value("await unity.next_frame()\nawait unity.seconds(0.01)\n'on'") == "on"
    late = kernel.run("await unity.until(lambda: False, timeout=0.05)")
    assert late.failure.ename == "WaitTimeout"
    assert "0.05 s" in late.failure.evalue


# --- magics ---------------------------------------------------------------------------------------------


def test_usual_magics_work_in_the_editor(kernel: Kernel) -> None:
    assert "ns" in kernel.must("%timeit -n 1 -r 1 pass").stdout
    assert "Wall time" in kernel.must("%%time\npass").stdout
    assert kernel.must("%%capture caught\nprint('hushed')").stdout == ""
    assert kernel.value("caught.stdout") == "hushed\n"
    assert kernel.must("!echo from the shell").stdout.strip() == "from the shell"
    assert "UsageError" in kernel.run("%nosuchmagic").text + str(kernel.run("%nosuchmagic").error)


def test_main_is_the_notebooks_own_module(kernel: Kernel) -> None:
    assert (
        kernel.value("import pickle\nclass Point: pass\ntype(pickle.loads(pickle.dumps(Point()))).__name__")
        == "Point"
    )
    assert kernel.value("__name__") == "__main__"


def test_warnings_go_to_stderr_once_with_their_place(kernel: Kernel) -> None:
    cell = kernel.must("import warnings\nwarnings.warn('mind the gap')")
    assert "UserWarning: mind the gap" in cell.stderr


def test_logging_goes_to_the_cell(kernel: Kernel) -> None:
    cell = kernel.must("import logging\nlogging.getLogger('game').warning('low fuel')")
    assert "low fuel" in cell.stderr
