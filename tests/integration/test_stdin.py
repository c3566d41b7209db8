"""input() and getpass(): questions of a cell, answered in the front end."""

from __future__ import annotations

from tests.support.session import Kernel


def test_input_asks_and_returns_the_answer(kernel: Kernel) -> None:
    cell = kernel.run("name = input('Name? ')\nprint('Hello', name)\nname", answers=["Ada"])
    assert [(question.prompt, question.password) for question in cell.questions] == [("Name? ", False)]
    assert cell.stdout == "Hello Ada\n"
    assert cell.value == "Ada"


def test_getpass_hides_the_answer(kernel: Kernel) -> None:
    cell = kernel.run("import getpass\nlen(getpass.getpass('Key: '))", answers=["secret"])
    assert [(question.prompt, question.password) for question in cell.questions] == [("Key: ", True)]
    assert cell.value == 6


def test_several_questions_in_order(kernel: Kernel) -> None:
    cell = kernel.run(
        "[input(f'{i}?') for i in range(3)]", answers=["a", "", "ü\ud83d".encode("utf-8", "replace").decode()]
    )
    assert [question.prompt for question in cell.questions] == ["0?", "1?", "2?"]
    assert cell.value == ["a", "", "ü?"]


def test_what_was_printed_before_a_question_is_there_when_it_comes(kernel: Kernel) -> None:
    cell = kernel.begin("print('choose:')\nprint('1 or 2')\ninput()", answers=[])
    cell.until_question()
    cell.until_output("1 or 2\n", timeout=5)
    kernel.answer("1")
    assert cell.finish().value == "1"


def test_a_front_end_without_stdin_gets_an_error(kernel: Kernel) -> None:
    error = kernel.run("input('?')").failure
    assert error.ename == "StdinNotImplementedError"
    assert "input()" in error.evalue


def test_end_of_file(kernel: Kernel) -> None:
    assert kernel.run("input()", answers=["\x04"]).failure.ename == "EOFError"


def test_input_in_a_coroutine_and_in_a_thread(kernel: Kernel) -> None:
    cell = kernel.run("import asyncio\nawait asyncio.sleep(0)\ninput('async?')", answers=["yes"])
    assert cell.value == "yes"
    cell = kernel.run(
        "import threading\n"
        "found = []\n"
        "thread = threading.Thread(target=lambda: found.append(input('thread?')))\n"
        "thread.start(); thread.join(20)\n"
        "found",
        answers=["too"],
    )
    assert cell.value == ["too"]


def test_a_late_answer_does_not_become_the_next_one(kernel: Kernel) -> None:
    first = kernel.begin("input('first?')", answers=[])
    first.until_question()
    kernel.interrupt()
    assert first.finish().failure.ename == "KeyboardInterrupt"
    kernel.answer("late")
    second = kernel.run("input('second?')", answers=["fresh"])
    assert second.value == "fresh"


def test_other_requests_are_served_while_a_question_is_open(kernel: Kernel) -> None:
    cell = kernel.begin("input('waiting?')", answers=[])
    cell.until_question()
    kernel.answer("done")
    assert cell.finish().value == "done"
    assert kernel.value("1") == 1


def test_a_debugger_asks_too(kernel: Kernel) -> None:
    cell = kernel.run(
        "def f():\n    seven = 7\n    breakpoint()\n    return seven\nf()", answers=["p seven + 1", "c"]
    )
    assert "8" in cell.stdout.split()
    assert cell.value == 7
