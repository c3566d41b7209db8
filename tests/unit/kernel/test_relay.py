from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from unity_kernel.kernel.relay import REMEMBERED, Relay
from unity_kernel.wire.messages import (
    ClearOutput,
    ClientCall,
    Comm,
    Display,
    ErrorOutput,
    Log,
    Message,
    Notice,
    Result,
    StateChanged,
    Stream,
)

PARENT = {"header": {"msg_id": "request-1"}}


@dataclass
class Front:
    """What arrives on iopub."""

    published: list[tuple[str, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    extras: list[dict[str, Any]] = field(default_factory=list)
    calls: list[ClientCall] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.relay = Relay(self._publish, self.calls.append)
        self.relay.remember("j", PARENT)

    def _publish(self, kind: str, content: dict[str, Any], parent: dict[str, Any], **extra: Any) -> None:
        self.published.append((kind, content, parent))
        self.extras.append(extra)

    def after(self, *messages: Message) -> list[tuple[str, dict[str, Any]]]:
        """What is published for these messages, under the right parent."""
        del self.published[:]
        for message in messages:
            self.relay.handle(message)
            self.relay.flush()
        assert all(parent is PARENT for _, _, parent in self.published)
        return [(kind, content) for kind, content, _ in self.published]


@pytest.fixture
def front() -> Front:
    return Front()


class TestOutput:
    def test_streams(self, front: Front) -> None:
        assert front.after(Stream("j", "stderr", "text")) == [("stream", {"name": "stderr", "text": "text"})]

    def test_text_is_gathered_until_something_else_comes(self, front: Front) -> None:
        for message in (
            Stream("j", "stdout", "a"),
            Stream("j", "stdout", "b"),
            Stream("j", "stderr", "c"),
            Stream("j", "stderr", "d"),
            Result("j", {"text/plain": "1"}, {}, 1),
            Stream("j", "stdout", "e"),
        ):
            front.relay.handle(message)
        kept = [content.get("text", "result") for _, content, _ in front.published]
        front.relay.flush()

        assert kept == ["ab", "cd", "result"]
        assert front.published[-1][1] == {"name": "stdout", "text": "e"}

    def test_displays_and_their_updates(self, front: Front) -> None:
        bundle = {"text/plain": "p", "application/json": {"a": 1}}

        assert front.after(
            Display("j", bundle, {"m": 1}, {"display_id": "d"}), Display("j", bundle, update=True)
        ) == [
            ("display_data", {"data": bundle, "metadata": {"m": 1}, "transient": {"display_id": "d"}}),
            ("update_display_data", {"data": bundle, "metadata": {}, "transient": {}}),
        ]

    def test_results_errors_and_clearing(self, front: Front) -> None:
        assert front.after(
            Result("j", {"text/plain": "42"}, {}, 3),
            ErrorOutput("j", "ValueError", "bad", ["line 1"]),
            ClearOutput("j", True),
        ) == [
            ("execute_result", {"data": {"text/plain": "42"}, "metadata": {}, "execution_count": 3}),
            ("error", {"ename": "ValueError", "evalue": "bad", "traceback": ["line 1"]}),
            ("clear_output", {"wait": True}),
        ]

    def test_lines_of_our_own_are_marked(self, front: Front) -> None:
        assert front.after(Notice("j", "something happened")) == [
            ("stream", {"name": "stdout", "text": "[unity-kernel] something happened\n"})
        ]

    def test_calls_go_to_the_kernel(self, front: Front) -> None:
        call = ClientCall("j", 1, "input", {"prompt": "?"})

        assert front.after(call) == []
        assert front.calls == [call]

    def test_what_is_no_output_is_not_published(self, front: Front) -> None:
        assert front.after(StateChanged("idle")) == []

    @pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\U0001f600\ud83d"], ids=ascii)
    def test_text_that_utf8_cannot_carry_is_escaped(self, front: Front, text: str) -> None:
        published = front.after(
            Stream("j", "stdout", text),
            Display("j", {"text/plain": text}),
            Result("j", {"text/html": text}, {}, 1),
            ErrorOutput("j", "E", text, [text]),
            Log("j", 1, "error", text, text, 0.0),
        )

        assert len(published) == 5
        for _, content in published:
            repr(content).encode()
            shown = str(content.get("text") or content.get("evalue") or content["data"])
            shown.encode()
            assert "\\ud" in shown

    def test_other_text_is_left_as_it_is(self, front: Front) -> None:
        text = "\x00é\U0001f600\\ud800\x1b[0m"

        assert front.after(Stream("j", "stdout", text))[0][1]["text"] == text


class TestParents:
    def test_output_that_comes_late_still_finds_its_request(self, front: Front) -> None:
        for number in range(REMEMBERED - 1):
            front.relay.remember(str(number), {})

        assert front.relay.parent("j") is PARENT

    def test_only_so_many_are_kept(self, front: Front) -> None:
        for number in range(REMEMBERED):
            front.relay.remember(str(number), {"number": number})

        assert front.relay.parent("j") == {}
        assert front.relay.parent("0") == {"number": 0}

    def test_output_of_an_unknown_request_has_no_parent(self, front: Front) -> None:
        front.relay.handle(Stream("unknown", "stdout", "x"))
        front.relay.flush()

        assert front.published[-1][2] == {}


class TestConsole:
    def test_as_text_each_severity_has_its_mark_and_stream(self, front: Front) -> None:
        front.relay.log_style = "text"
        shown = [
            front.after(Log("j", 1, severity, "message", "stack\n", 0.0))[0][1]
            for severity in ("log", "warning", "assert", "error", "exception")
        ]

        assert shown == [
            {"name": "stdout", "text": "[Log] message\n"},
            {"name": "stderr", "text": "[Warning] message\n"},
            {"name": "stderr", "text": "[Assert] message\n"},
            {"name": "stderr", "text": "[Error] message\nstack\n"},
            {"name": "stderr", "text": "[Exception] message\nstack\n"},
        ]

    @pytest.mark.parametrize(
        ("level", "shown"),
        [
            ("log", ["log", "warning", "assert", "error", "exception"]),
            ("warning", ["warning", "assert", "error", "exception"]),
            ("error", ["error", "exception"]),
            ("none", []),
        ],
    )
    def test_the_level_chooses_what_shows(self, front: Front, level: str, shown: list[str]) -> None:
        front.relay.log_level = level
        severities = ["log", "warning", "assert", "error", "exception"]

        assert [
            severity for severity in severities if front.after(Log("j", 1, severity, "m", "", 0.0))
        ] == shown

    def test_a_severity_that_we_do_not_know_counts_as_an_error(self, front: Front) -> None:
        front.relay.log_level = "error"

        assert front.after(Log("j", 1, "fatal", "m", "", 0.0))


class TestComms:
    def test_open_comms_are_known_until_they_close(self, front: Front) -> None:
        front.after(Comm("j", "comm_open", {"comm_id": "c", "target_name": "jupyter.widget"}))
        assert front.relay.comms == {"c": "jupyter.widget"}

        front.after(Comm("j", "comm_msg", {"comm_id": "c", "data": {}}))
        assert front.relay.comms == {"c": "jupyter.widget"}

        front.after(Comm("j", "comm_close", {"comm_id": "c"}), Comm("j", "comm_close", {"comm_id": "c"}))
        assert front.relay.comms == {}

    def test_buffers_metadata_and_topic_go_along(self, front: Front) -> None:
        front.after(Comm("j", "comm_msg", {"comm_id": "c"}, {"version": "2.1.0"}, [b"raw"]))

        assert front.extras[-1] == {"buffers": [b"raw"], "metadata": {"version": "2.1.0"}, "ident": b"comm-c"}
