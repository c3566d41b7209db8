from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
import zmq

from unity_kernel.kernel import stdin


class Channel:
    """A stdin channel with what the front end has sent."""

    def __init__(self, stale: int = 0) -> None:
        self.stale = stale
        self.answers: deque[dict[str, Any] | None] = deque()
        self.on_poll: Callable[[], None] = lambda: None

    def poll(self, timeout: int) -> bool:
        if timeout == 0:
            return self.stale > 0
        self.on_poll()
        return bool(self.answers)

    def recv_multipart(self, flags: int) -> None:
        self.stale -= 1

    def setsockopt(self, option: int, value: int) -> None:
        assert (option, value) == (zmq.ROUTER_MANDATORY, 1)


class Kernel:
    def __init__(self, channel: Channel) -> None:
        self.stdin_socket = channel
        self.session = self
        self.sent: list[tuple[str, dict[str, Any], Any, Any]] = []

    def send(self, socket: Channel, kind: str, content: dict[str, Any], parent: Any, ident: Any) -> None:
        assert socket.stale == 0, "an old answer is still there to be taken for the new one"
        self.sent.append((kind, content, parent, ident))

    def recv(self, socket: Channel) -> tuple[None, dict[str, Any] | None]:
        return None, socket.answers.popleft()


def ask(channel: Channel, cancelled: threading.Event | None = None) -> tuple[str, Kernel]:
    kernel = Kernel(channel)
    answer = stdin.ask(
        kernel,
        "Name? ",
        password=True,
        parent={"header": {}},
        ident=b"front end",
        cancelled=cancelled or threading.Event(),
    )
    return answer, kernel


def reply(value: str) -> dict[str, Any]:
    return {"content": {"value": value}}


def test_a_question_goes_to_the_front_end_that_ran_the_cell() -> None:
    channel = Channel()
    channel.answers.append(reply("Ada"))
    answer, kernel = ask(channel)

    assert answer == "Ada"
    assert kernel.sent == [
        ("input_request", {"prompt": "Name? ", "password": True}, {"header": {}}, b"front end")
    ]


def test_answers_to_questions_that_were_cancelled_are_thrown_away() -> None:
    channel = Channel(stale=3)
    channel.answers.append(reply("fresh"))

    assert ask(channel)[0] == "fresh"


def test_an_unreadable_answer_is_not_the_answer() -> None:
    channel = Channel()
    channel.answers.extend([None, reply("readable")])

    assert ask(channel)[0] == "readable"


def test_the_end_of_input_is_an_error() -> None:
    channel = Channel()
    channel.answers.append(reply("\x04"))

    with pytest.raises(EOFError):
        ask(channel)


def test_a_cell_that_ends_withdraws_its_question() -> None:
    channel, cancelled = Channel(), threading.Event()
    channel.on_poll = cancelled.set

    with pytest.raises(stdin.Cancelled):
        ask(channel, cancelled)


def test_a_question_waits_for_a_front_end_that_still_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = [zmq.ZMQError(zmq.EHOSTUNREACH), zmq.ZMQError(zmq.EHOSTUNREACH)]
    send = Kernel.send

    def late(kernel: Kernel, *arguments: Any, **options: Any) -> None:
        if refused:
            raise refused.pop()
        send(kernel, *arguments, **options)

    monkeypatch.setattr(Kernel, "send", late)
    channel = Channel()
    channel.answers.append(reply("Ada"))
    assert ask(channel)[0] == "Ada"
