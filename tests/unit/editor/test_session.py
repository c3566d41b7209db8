"""A session as a kernel meets it: requests in, messages out."""

from __future__ import annotations

import gc
import os
import sys
import threading
import types
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.background import Background
from tests.support.notebook import Bench, Notebook
from unity_kernel.editor.dispatcher import Dispatcher
from unity_kernel.editor.session import Session
from unity_kernel.editor.shell import INLINE_BACKEND
from unity_kernel.errors import EditorClosing
from unity_kernel.wire import bulk
from unity_kernel.wire.messages import (
    Cancel,
    ClearOutput,
    ClientCall,
    ClientReply,
    Display,
    ErrorOutput,
    Execute,
    Failed,
    GetStatus,
    Interrupt,
    Reply,
    Result,
)


class Vector3:
    """Stands in for Unity's."""

    def __init__(self) -> None:
        self.x = 1.0
        self.normalized = "a vector"


class Transform:
    """Stands in for Unity's."""

    @property
    def name(self) -> str:
        return "Player"

    @property
    def position(self) -> Vector3:
        """Where it stands."""
        return Vector3()


class TestCells:
    def test_the_last_expression_is_the_result(self, notebook: Notebook) -> None:
        cell = notebook.run("a = 20\na + 1\na + 22")

        assert cell.result == "42"
        assert cell.of(Result)[0].execution_count == 1
        assert cell.reply == {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}

    def test_names_last_from_cell_to_cell(self, notebook: Notebook) -> None:
        notebook.run("def double(x):\n    return 2 * x\nimport math")

        assert notebook.run("double(math.floor(21.5))").result == "42"

    def test_in_and_out_keep_what_was(self, notebook: Notebook) -> None:
        notebook.run("'first'")

        assert notebook.run("_, Out[1], In[1]").result == "('first', 'first', \"'first'\")"

    def test_an_empty_cell_is_fine(self, notebook: Notebook) -> None:
        for code in ("", "   \n", "# only a comment"):
            assert notebook.run(code).reply["status"] == "ok"

    def test_code_is_data_whatever_it_holds(self, notebook: Notebook) -> None:
        text = "\"\"\"'''\\\\ \u2028 {0} %s \U0001f600"

        assert notebook.run(f"len({text!r})").result == str(len(text))

    def test_a_large_cell_runs(self, notebook: Notebook) -> None:
        code = "text = '" + "x" * 1_000_000 + "'\nlen(text)"

        assert notebook.run(code).result == "1000000"

    def test_a_silent_cell_shows_no_result(self, notebook: Notebook) -> None:
        cell = notebook.run("quiet = 1\nquiet", silent=True, store_history=False)

        assert cell.result is None
        assert cell.reply["status"] == "ok"
        assert notebook.run("quiet").result == "1"

    def test_top_level_await(self, notebook: Notebook) -> None:
        cell = notebook.run("import asyncio\nawait asyncio.sleep(0)\n'awaited'")

        assert cell.result == "'awaited'"

    def test_magics_and_shell_lines(self, notebook: Notebook) -> None:
        cell = notebook.run("%who_ls str\nvalue = %pwd\nvalue")

        assert cell.result == repr(os.getcwd())

    def test_user_expressions_come_with_the_reply(self, notebook: Notebook) -> None:
        cell = notebook.run("a = 3", user_expressions={"square": "a * a", "wrong": "nothing"})

        square, wrong = cell.reply["user_expressions"]["square"], cell.reply["user_expressions"]["wrong"]
        assert (square["status"], square["data"]["text/plain"]) == ("ok", "9")
        assert (wrong["status"], wrong["ename"]) == ("error", "NameError")

    def test_payloads_come_once(self, notebook: Notebook) -> None:
        cell = notebook.run("get_ipython().set_next_input('next')\nlen?")
        (following, page) = cell.reply["payload"]

        assert following == {"source": "set_next_input", "text": "next", "replace": False}
        assert page["source"] == "page"
        assert "number of items" in page["data"]["text/plain"]
        assert notebook.run("1").reply["payload"] == []

    def test_exit_asks_the_front_end_and_leaves_the_editor(self, notebook: Notebook) -> None:
        cell = notebook.run("exit")

        assert [payload["source"] for payload in cell.reply["payload"]] == ["ask_exit"]

    def test_gui_event_loops_are_refused_with_the_reason(self, notebook: Notebook) -> None:
        cell = notebook.run("get_ipython().enable_gui('qt')")

        assert cell.reply["ename"] == "UsageError"
        assert "the editor owns the main thread" in cell.reply["evalue"]

    def test_a_gui_asked_for_by_a_magic_is_refused_in_the_cell(self, notebook: Notebook) -> None:
        cell = notebook.run("%gui qt")

        assert "the editor owns the main thread" in cell.text("stdout") + cell.text("stderr")

    def test_two_sessions_share_no_names_and_no_shell(self, notebook: Notebook, other: Notebook) -> None:
        notebook.run("secret = 1\nshell = get_ipython()")

        assert other.run("secret").reply["ename"] == "NameError"
        assert other.run("'shell' in globals()").result == "False"
        assert notebook.run("get_ipython() is shell").result == "True"

    def test_names_of_the_editor_are_there_without_an_import(self, bench: Bench) -> None:
        bench.names["UnityEngine"] = types.ModuleType("UnityEngine")
        notebook = Notebook(bench)
        try:
            assert "module 'UnityEngine'" in str(notebook.run("UnityEngine").result)
            assert notebook.run("%who").text() == "Interactive namespace is empty.\n"
        finally:
            notebook.close()

    def test_the_process_own_main_module_is_left_alone(self, notebook: Notebook) -> None:
        main = sys.modules["__main__"]
        notebook.run("here = 1")
        notebook.run("1 / 0")

        assert sys.modules["__main__"] is main
        assert not hasattr(main, "here")

    def test_a_class_defined_in_a_cell_can_be_pickled(self, notebook: Notebook) -> None:
        cell = notebook.run(
            "import pickle\n"
            "class Enemy:\n    health = 3\n"
            "pickle.loads(pickle.dumps(Enemy())).health, Enemy.__module__"
        )

        assert cell.result == "(3, '__main__')"

    def test_dataclasses_and_forward_references_work_in_cells(self, notebook: Notebook) -> None:
        cell = notebook.run(
            "from __future__ import annotations\n"
            "from dataclasses import dataclass\n"
            "import typing\n"
            "@dataclass\nclass Node:\n    next: Node | None = None\n"
            "typing.get_type_hints(Node)['next']"
        )

        assert "Node" in str(cell.result)


class TestErrors:
    def test_an_error_points_at_the_cells_line(self, notebook: Notebook) -> None:
        cell = notebook.run("def fail():\n    return 1 / 0\n\nfail()")

        assert (cell.reply["status"], cell.reply["ename"]) == ("error", "ZeroDivisionError")
        assert cell.reply["evalue"] == "division by zero"
        assert cell.reply["traceback"] == cell.of(ErrorOutput)[0].traceback
        assert "----> 4" in cell.traceback.replace("\x1b[32m", "").replace("\x1b[39m", "").replace(
            "\x1b[39;49m", ""
        )
        assert "return 1 / 0" in cell.traceback.replace("\x1b", "") or "1" in cell.traceback
        assert "unity_kernel" not in cell.traceback

    def test_a_syntax_error_is_one_error(self, notebook: Notebook) -> None:
        cell = notebook.run("a = = 1")

        assert cell.reply["ename"] == "SyntaxError"
        assert len(cell.of(ErrorOutput)) == 1
        assert notebook.run("1").result == "1"

    def test_what_ran_before_the_error_stays(self, notebook: Notebook) -> None:
        cell = notebook.run("kept = 5\nprint('printed')\nraise RuntimeError('stop')")

        assert cell.text() == "printed\n"
        assert notebook.run("kept").result == "5"

    @pytest.mark.filterwarnings("ignore:To exit:UserWarning")
    def test_sys_exit_is_an_error_of_the_cell(self, notebook: Notebook) -> None:
        cell = notebook.run("import sys\nsys.exit(3)")

        assert (cell.reply["status"], cell.reply["ename"], cell.reply["evalue"]) == (
            "error",
            "SystemExit",
            "3",
        )
        assert notebook.run("'alive'").result == "'alive'"

    @pytest.mark.parametrize("base", ["Exception", "BaseException", "KeyboardInterrupt", "GeneratorExit"])
    def test_any_exception_ends_the_cell(self, notebook: Notebook, base: str) -> None:
        cell = notebook.run(f"class Odd({base}): pass\nraise Odd('very')")

        assert cell.reply["status"] == "error"
        assert notebook.run("'alive'").result == "'alive'"

    def test_an_exception_whose_text_raises_is_shown_all_the_same(self, notebook: Notebook) -> None:
        cell = notebook.run(
            "class Mute(Exception):\n    def __str__(self):\n        raise ValueError('no text')\nraise Mute()"
        )

        assert cell.reply["ename"] == "Mute"
        assert cell.reply["evalue"] == "<Mute whose __str__ raised ValueError>"
        assert cell.of(ErrorOutput)
        assert notebook.run("'alive'").result == "'alive'"

    def test_a_value_whose_repr_raises_is_an_error(self, notebook: Notebook) -> None:
        cell = notebook.run(
            "class Mute:\n    def __repr__(self):\n        raise ValueError('no text')\nMute()"
        )

        assert cell.reply["status"] == "error"
        assert "no text" in cell.traceback

    def test_an_error_after_an_await_is_the_cells(self, notebook: Notebook) -> None:
        cell = notebook.run("import asyncio\nawait asyncio.sleep(0)\n1 / 0")

        assert cell.reply["ename"] == "ZeroDivisionError"
        assert len(cell.of(ErrorOutput)) == 1

    def test_an_exception_group_names_its_exceptions(self, notebook: Notebook) -> None:
        cell = notebook.run("raise ExceptionGroup('several', [ValueError('one'), KeyError('two')])")

        assert cell.reply["ename"] == "ExceptionGroup"
        assert "one" in cell.traceback
        assert "two" in cell.traceback

    def test_infinite_recursion_ends(self, notebook: Notebook) -> None:
        cell = notebook.run("def deeper():\n    deeper()\ndeeper()")

        assert cell.reply["ename"] == "RecursionError"
        assert len("\n".join(cell.reply["traceback"])) < 100_000

    def test_debugger_and_traceback_mode_magics_do_not_hang(self, notebook: Notebook) -> None:
        notebook.run("%xmode Plain")

        assert "ZeroDivisionError" in notebook.run("1 / 0").traceback


class TestDisplays:
    def test_display_update_and_clear(self, notebook: Notebook) -> None:
        cell = notebook.run(
            "from IPython.display import HTML, clear_output, display, update_display\n"
            "handle = display(HTML('<b>one</b>'), display_id='d')\n"
            "update_display(HTML('<b>two</b>'), display_id='d')\n"
            "clear_output(wait=True)"
        )
        first, second = cell.of(Display)

        assert first.data["text/html"] == "<b>one</b>"
        assert (first.update, second.update) == (False, True)
        assert first.transient == second.transient == {"display_id": "d"}
        assert cell.of(ClearOutput) == [ClearOutput("one-1", True)]

    def test_a_picture_travels_as_base64(self, notebook: Notebook) -> None:
        cell = notebook.run(
            "from IPython.display import Image, display\ndisplay(Image(b'\\x89PNG\\r\\n\\x1a\\n', format='png'))"
        )

        assert cell.displays[0]["image/png"].strip() == "iVBORw0KGgo="

    def test_rich_representations_are_used(self, notebook: Notebook) -> None:
        cell = notebook.run("class Rich:\n    def _repr_html_(self):\n        return '<i>rich</i>'\nRich()")

        assert cell.of(Result)[0].data["text/html"] == "<i>rich</i>"

    def test_matplotlib_figures_are_shown_in_the_notebook_that_draws(
        self, notebook: Notebook, other: Notebook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MPLBACKEND", INLINE_BACKEND)
        matplotlib = pytest.importorskip("matplotlib")
        monkeypatch.setitem(matplotlib.rcParams, "backend", INLINE_BACKEND)
        for drawing in (notebook, other, notebook):
            drawing.run("import warnings; warnings.simplefilter('ignore')\nimport matplotlib.pyplot as plt")
            cell = drawing.run("plt.plot([1, 2, 3]);")

            assert cell.reply["status"] == "ok", cell.traceback
            (figure,) = cell.displays
            assert figure["image/png"].startswith("iVBOR")


class TestAssistance:
    @pytest.fixture
    def scene(self, bench: Bench) -> Iterator[Notebook]:
        bench.names["player"] = Transform()
        notebook = Notebook(bench)
        yield notebook
        notebook.close()

    def test_completion_on_a_live_object(self, scene: Notebook) -> None:
        reply = scene.complete("player.po")

        assert reply["matches"] == [".position"] or reply["matches"] == ["position"]
        assert reply["cursor_end"] == len("player.po")
        assert "player.po"[: reply["cursor_start"]] + reply["matches"][0] == "player.position"

    def test_completion_through_attributes_and_calls_of_the_scene(self, scene: Notebook) -> None:
        scene.run("players = [player]")

        for code in ("player.position.norm", "players[0].position.norm"):
            matches = scene.complete(code)["matches"]
            assert any(match.endswith("normalized") for match in matches), code

    def test_completion_of_names_and_keywords(self, scene: Notebook) -> None:
        assert "player" in scene.complete("pla")["matches"]
        assert scene.complete("nothing_like_this")["matches"] == []

    def test_completion_with_the_cursor_inside_the_code(self, scene: Notebook) -> None:
        reply = scene.complete("print(player.na) # more", len("print(player.na"))

        assert reply["cursor_end"] == len("print(player.na")
        assert any(match.endswith("name") for match in reply["matches"])

    def test_completion_does_not_call_functions(self, scene: Notebook) -> None:
        scene.run("called = []\ndef touch():\n    called.append(1)\n    return player")
        scene.complete("touch().po")

        assert scene.run("called").result == "[]"

    def test_jedi_stays_out(self, scene: Notebook) -> None:
        assert scene.run("get_ipython().Completer.use_jedi").result == "False"

    def test_an_attribute_that_raises_does_not_break_completion(self, scene: Notebook) -> None:
        scene.run("class Bad:\n    ok = 1\n    @property\n    def bad(self):\n        1 / 0\nthing = Bad()")

        assert any(match.endswith("ok") for match in scene.complete("thing.o")["matches"])

    def test_inspection_finds_the_documentation(self, scene: Notebook) -> None:
        scene.run("def jump(height: float) -> None:\n    '''Jumps so high.'''")
        reply = scene.inspect("jump")

        assert reply["found"]
        assert "Jumps so high." in reply["data"]["text/plain"]
        assert "height" in reply["data"]["text/plain"]

    def test_inspection_of_nothing_is_no_error(self, scene: Notebook) -> None:
        assert scene.inspect("nothing_like_this") == {
            "status": "ok",
            "found": False,
            "data": {},
            "metadata": {},
        }
        assert not scene.inspect("")["found"]


class TestTransfers:
    """%pull and %push with a kernel that fetches and supplies over the bulk channel's tickets."""

    @pytest.fixture
    def local(self) -> dict[str, Any]:
        return {"table": {"a": [1, 2]}, "unpicklable": lambda: None}

    @pytest.fixture
    def linked(self, bench: Bench, local: dict[str, Any]) -> Iterator[Notebook]:
        def answer(call: ClientCall) -> None:
            name, ticket = call.arguments["name"], call.arguments["ticket"]
            if call.name == "pull":
                local[name] = bulk.load(bench.transfers._outgoing[ticket])
            elif name not in local:
                from IPython.core.error import UsageError

                raise UsageError(f"%push: there is no {name!r} in the kernel")
            else:
                bench.transfers._incoming[ticket] = list(bulk.dump(local[name]))

        notebook = Notebook(bench, answer=answer)
        yield notebook
        notebook.close()

    def test_pull_copies_out_and_push_copies_in(self, linked: Notebook, local: dict[str, Any]) -> None:
        linked.run("score = {'best': 3}\nlevel = 2")

        assert linked.run("%pull score, level").reply["status"] == "ok"
        assert (local["score"], local["level"]) == ({"best": 3}, 2)
        assert linked.run("%push table\ntable['a']").result == "[1, 2]"

    def test_no_ticket_is_left_behind(self, linked: Notebook, bench: Bench) -> None:
        linked.run("score = 1")
        linked.run("%pull score")
        linked.run("%push table")
        linked.run("%push nothing")

        assert not bench.transfers._outgoing
        assert not bench.transfers._incoming

    @pytest.mark.parametrize(
        ("line", "text"),
        [
            ("%pull", "takes names of variables"),
            ("%pull 1x", "takes names of variables"),
            ("%pull nothing", "there is no 'nothing' in the editor"),
            ("%pull handle", "Unity's objects stay in the editor"),
            ("%push", "takes names of variables"),
            ("%push nothing", "there is no 'nothing' in the kernel"),
        ],
    )
    def test_what_cannot_be_copied_says_why(self, linked: Notebook, line: str, text: str) -> None:
        linked.run("import threading\nhandle = threading.Lock()")
        cell = linked.run(line)

        assert cell.reply["ename"] == "UsageError"
        assert text in cell.reply["evalue"]

    def test_a_value_that_cannot_be_rebuilt_says_why(self, linked: Notebook, bench: Bench) -> None:
        def answer(call: ClientCall) -> None:
            bench.transfers._incoming[call.arguments["ticket"]] = [b"cno_such_module\nThing\n."]

        linked.answer = answer
        cell = linked.run("%push thing")

        assert cell.reply["ename"] == "UsageError"
        assert "thing cannot be rebuilt in the editor: ModuleNotFoundError" in cell.reply["evalue"]

    def test_unity_magic_is_the_kernels(self, bench: Bench) -> None:
        lines: list[str] = []
        notebook = Notebook(bench, answer=lambda call: lines.append(call.arguments["line"]))
        try:
            notebook.run("%unity status")
        finally:
            notebook.close()

        assert lines == ["status"]


class TestRequests:
    def test_a_queued_cell_can_be_cancelled(self, notebook: Notebook) -> None:
        job = notebook.begin("never = 1")

        assert notebook.session.handle(Cancel(job)) == Reply("", {"cancelled": True})
        cell = notebook.finish(job)

        assert cell.failed is not None
        assert (cell.failed.ename, cell.failed.evalue) == ("CellInterrupted", "cancelled before it ran")
        assert notebook.run("'never' in globals()").result == "False"
        assert notebook.session.handle(Cancel(job)) == Reply("", {"cancelled": False})

    def test_an_interrupt_of_an_idle_session_finds_nothing(self, notebook: Notebook) -> None:
        assert notebook.session.handle(Interrupt()) == Reply("", {"interrupted": False})

    def test_an_interrupted_cell_shows_keyboard_interrupt_at_its_line(self, notebook: Notebook) -> None:
        started = threading.Event()
        notebook.session.shell.user_ns["started"] = started

        def interrupt() -> None:
            assert started.wait(10.0)
            assert notebook.session.handle(Interrupt()) == Reply("", {"interrupted": True})

        with Background(interrupt):
            cell = notebook.run("import time\nstarted.set()\ntime.sleep(3600)")

        assert cell.reply["ename"] == "KeyboardInterrupt"
        assert len(cell.of(ErrorOutput)) == 1
        assert "dispatcher.py" not in cell.traceback
        assert notebook.run("'alive'").result == "'alive'"

    def test_an_interrupt_before_the_cell_has_begun_shows_none_of_our_lines(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A session's first cell makes its shell, which takes a moment."""

        def interrupted(directory: str = "") -> dict[str, Any]:
            raise KeyboardInterrupt

        notebook = Notebook(bench)
        with monkeypatch.context() as patch:
            patch.setattr(bench, "namespace", interrupted)
            cell = notebook.run("1")
        again = notebook.run("'alive'")
        notebook.close()

        assert cell.failed == Failed(
            "one-1", "KeyboardInterrupt", "interrupted before or after the cell's own lines", []
        )
        assert again.result == "'alive'"

    def test_an_interrupted_coroutine_shows_keyboard_interrupt(
        self, notebook: Notebook, bench: Bench
    ) -> None:
        job = notebook.begin("import asyncio\nawait asyncio.sleep(3600)")
        bench.dispatcher.pump()
        bench.dispatcher.pump()
        notebook.session.handle(Interrupt())
        cell = notebook.finish(job)

        assert cell.reply["ename"] == "KeyboardInterrupt"
        assert len(cell.of(ErrorOutput)) == 1

    def test_what_a_session_cannot_serve_is_refused(self, notebook: Notebook) -> None:
        assert notebook.session.handle(GetStatus()) == Failed(
            "", "ProtocolError", "a session cannot serve 'get_status'"
        )

    def test_an_answer_to_no_question_is_ignored(self, notebook: Notebook) -> None:
        assert notebook.session.handle(ClientReply(99, "late")) is None

    def test_the_status_names_the_cell(self, notebook: Notebook, bench: Bench) -> None:
        notebook.begin("\n\n  # a comment first\nx = 1", execution_count=7)

        assert [job.label for job in bench.dispatcher.queued()] == ["In[7]: # a comment first"]
        bench.dispatcher.pump()

    def test_a_closing_editor_takes_no_cell(self, bench: Bench) -> None:
        notebook = Notebook(bench)
        bench.dispatcher.close()
        notebook.session.handle(Execute("j", "1"))
        (failed,) = notebook.messages(1, Failed)
        notebook.session.close()

        assert (failed.job, failed.ename) == ("j", EditorClosing.__name__)


class TestEnd:
    def test_closing_frees_what_its_cells_made(self, bench: Bench) -> None:
        notebook = Notebook(bench)
        notebook.run("class Big: pass\nbig = Big()\nbig")
        big = weakref.ref(notebook.session.shell.user_ns["big"])
        notebook.close()
        del notebook
        gc.collect()

        assert big() is None, [type(holder) for holder in gc.get_referrers(big())]

    def test_closing_stops_its_running_cell(self, bench: Bench, other: Notebook) -> None:
        notebook = Notebook(bench)
        started = threading.Event()
        notebook.session.shell.user_ns["started"] = started
        notebook.begin("import time\nstarted.set()\ntime.sleep(3600)")
        ran: list[str] = []
        notebook.session.shell.user_ns["ran"] = ran
        notebook.begin("ran.append('the next cell')")

        def close() -> None:
            assert started.wait(10.0)
            notebook.session.close()

        with Background(close):
            bench.dispatcher.pump()

        assert other.run("'alive'").result == "'alive'"
        assert ran == []

    def test_closing_twice_is_fine(self, bench: Bench) -> None:
        notebook = Notebook(bench)
        notebook.close()
        notebook.close()

    def test_a_question_after_the_end_is_answered_at_once(self, bench: Bench) -> None:
        notebook = Notebook(bench)
        notebook.close()

        with Background(lambda: notebook.session.ask("j", "input", {"prompt": ""})) as asking:
            pass

        assert "the client has gone" in str(asking.error())

    def test_nothing_of_ipython_stays_registered_in_the_process(
        self, dispatcher: Dispatcher, bench: Bench
    ) -> None:
        before = set(threading.enumerate()), list(sys.meta_path), sys.excepthook, dict(os.environ)
        notebook = Notebook(bench)
        notebook.run("1")
        notebook.close()

        assert (set(threading.enumerate()), list(sys.meta_path), sys.excepthook) == before[:3]
        assert set(os.environ) - set(before[3]) <= {"PAGER", "GIT_PAGER", "MPLBACKEND"}
        assert isinstance(notebook.session, Session)
