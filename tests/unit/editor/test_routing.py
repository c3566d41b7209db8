"""Whatever Python has once per process belongs to the cell that runs, and to the process otherwise."""

from __future__ import annotations

import builtins
import getpass
import io
import sys
import threading
from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell

from tests.support.background import Background
from tests.support.notebook import Bench, Notebook
from unity_kernel.editor.routing import RoutedStream, Routes, current_cell
from unity_kernel.wire.messages import ClientCall, Stream


def process_wide() -> dict[str, object]:
    return {
        "stdout": sys.stdout,
        "stderr": sys.stderr,
        "displayhook": sys.displayhook,
        "input": builtins.input,
        "getpass": getpass.getpass,
        "start": threading.Thread.start,
        "instance": InteractiveShell.instance.__func__,
        "initialized": InteractiveShell.initialized.__func__,
    }


class TestInstallation:
    def test_uninstalling_puts_everything_back(self) -> None:
        before = process_wide()
        routes = Routes()
        routes.install()
        during = process_wide()
        routes.uninstall()

        assert all(during[name] is not before[name] for name in before)
        assert process_wide() == before
        assert "instance" not in vars(InteractiveShell), "an inherited method must not stay as a copy"

    def test_code_of_no_cell_meets_the_originals(self, monkeypatch: pytest.MonkeyPatch) -> None:
        written = io.StringIO()
        monkeypatch.setattr(sys, "stdout", written)
        monkeypatch.setattr(builtins, "_", None, raising=False)  # Python's own display hook sets it
        monkeypatch.setattr(builtins, "input", lambda prompt: f"typed after {prompt}")
        routes = Routes()
        routes.install()
        try:
            print("to the terminal")
            sys.displayhook(42)
            assert input("Name: ") == "typed after Name: "
            assert current_cell() is None
            assert not InteractiveShell.initialized()
            with pytest.raises(RuntimeError, match="no cell is running here"):
                InteractiveShell.instance()
        finally:
            routes.uninstall()

        assert written.getvalue() == "to the terminal\n42\n"

    def test_a_process_without_streams_is_no_error(self) -> None:
        """As under pythonw or in a Unity editor, where sys.stdout may be None."""
        stream = RoutedStream("stdout", None)

        assert stream.write("lost") == 4
        stream.flush()
        with pytest.raises(io.UnsupportedOperation):
            stream.fileno()


class TestStreams:
    def test_each_stream_goes_to_its_cell(self, notebook: Notebook) -> None:
        cell = notebook.run("import sys\nprint('out')\nprint('err', file=sys.stderr)")

        assert cell.text() == "out\n"
        assert cell.text("stderr") == "err\n"

    def test_the_stream_looks_like_a_text_stream(self, notebook: Notebook) -> None:
        cell = notebook.run(
            "import sys\n"
            "(sys.stdout.writable(), sys.stdout.readable(), sys.stdout.isatty(), sys.stdout.encoding,"
            " sys.stdout.name, sys.stdout.write('ab'))"
        )

        assert cell.result == "(True, False, False, 'utf-8', '<stdout>', 2)"

    def test_only_text_can_be_written(self, notebook: Notebook) -> None:
        cell = notebook.run("import sys; sys.stdout.write(b'bytes')")

        assert cell.reply["ename"] == "TypeError"
        assert "must be str, not bytes" in cell.reply["evalue"]

    @pytest.mark.parametrize("text", ["\x00", "\ud800", "\U0001f600", "a\rb", "\xe9"], ids=ascii)
    def test_any_text_can_be_printed(self, notebook: Notebook, text: str) -> None:
        assert notebook.run(f"print({text!a})").text() == f"{text}\n"

    def test_a_thread_that_a_cell_starts_prints_into_that_cell(self, notebook: Notebook) -> None:
        notebook.run(
            "import threading\n"
            "go = threading.Event()\n"
            "thread = threading.Thread(target=lambda: (go.wait(10), print('from the thread')))\n"
            "thread.start()"
        )
        second = notebook.run("go.set(); thread.join(); print('second cell')")
        late = [message for message in notebook.messages(2, Stream) if "thread" in message.text]

        assert second.text() == "second cell\n"
        assert [message.job for message in late] == ["one-1"]

    def test_threads_of_threads_belong_to_the_cell_too(self, notebook: Notebook) -> None:
        cell = notebook.run(
            "import threading\n"
            "def outer():\n"
            "    inner = threading.Thread(target=print, args=('inner',)); inner.start(); inner.join()\n"
            "thread = threading.Thread(target=outer); thread.start(); thread.join()"
        )

        assert cell.text() == "inner\n"

    def test_coroutines_of_two_notebooks_do_not_mix(self, notebook: Notebook, other: Notebook) -> None:
        code = (
            "import asyncio, sys\n"
            "for number in range(5):\n"
            "    print('{0}', number)\n"
            "    await asyncio.sleep(0.001)\n"
            "sys.stderr.write('{0} done')"
        )
        jobs = notebook.begin(code.format("one")), other.begin(code.format("two"))
        one, two = notebook.finish(jobs[0]), other.finish(jobs[1])

        assert one.text() == "".join(f"one {number}\n" for number in range(5))
        assert two.text() == "".join(f"two {number}\n" for number in range(5))
        assert (one.text("stderr"), two.text("stderr")) == ("one done", "two done")

    def test_a_task_that_a_cell_leaves_prints_into_that_cell(self, notebook: Notebook) -> None:
        notebook.run(
            "import asyncio\n"
            "async def later():\n"
            "    await asyncio.sleep(0)\n"
            "    print('later')\n"
            "task = asyncio.get_running_loop().create_task(later())"
        )
        notebook.run("await task")

        (late,) = [message for message in notebook.messages(1, Stream) if message.text == "later\n"]
        assert late.job == "one-1"


class TestInput:
    @pytest.fixture
    def asking(self, bench: Bench) -> Iterator[Notebook]:
        calls: list[ClientCall] = []

        def answer(call: ClientCall) -> str:
            calls.append(call)
            if call.arguments["prompt"] == "stop":
                raise EOFError("end of file")
            return f"{call.name}:{call.arguments['prompt']}"

        notebook = Notebook(bench, answer=answer)
        yield notebook
        notebook.close()

    def test_input_and_getpass_ask_the_cells_own_front_end(self, asking: Notebook) -> None:
        cell = asking.run("import getpass\nprint(input('Name? '))\nprint(getpass.getpass())\nprint(input())")

        assert cell.text() == "input:Name? \ngetpass:Password: \ninput:\n"

    def test_what_was_printed_before_the_question_comes_before_it(self, asking: Notebook) -> None:
        cell = asking.run("print('before')\ninput('Name? ')")
        kinds = [type(message) for message in cell.messages]

        assert kinds.index(Stream) < kinds.index(ClientCall)

    def test_an_end_of_file_is_raised_in_the_cell(self, asking: Notebook) -> None:
        assert asking.run("input('stop')").reply["ename"] == "EOFError"

    def test_a_thread_of_a_cell_may_ask_too(self, asking: Notebook, bench: Bench) -> None:
        cell = asking.run(
            "import threading\nanswers = []\n"
            "thread = threading.Thread(target=lambda: answers.append(input('from a thread')))\n"
            "thread.start(); thread.join(); answers"
        )

        assert cell.result == "['input:from a thread']"

    # The interrupt may land in a call-back, whose exceptions Python shows and forgets.
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_a_client_that_leaves_ends_the_wait(self, bench: Bench) -> None:
        asked = threading.Event()
        never = threading.Event()

        def answer(call: ClientCall) -> None:
            asked.set()
            never.wait(10.0)

        notebook = Notebook(bench, answer=answer)
        job = notebook.begin("input('anybody there?')")

        def leave() -> None:
            assert asked.wait(10.0)
            notebook.session.close()

        with Background(leave) as leaving:
            for _ in range(1000):
                bench.dispatcher.wait_for_work(0.005)
                bench.dispatcher.pump()
                if leaving.is_done:
                    break
        never.set()

        assert leaving.error() is None
        assert bench.dispatcher.current() is None, f"{job} waits for ever"
