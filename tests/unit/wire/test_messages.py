from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any

import pytest

from unity_kernel.errors import ProtocolError
from unity_kernel.wire import messages
from unity_kernel.wire.messages import (
    AttachSession,
    ClientReply,
    Comm,
    Display,
    Execute,
    GetLogs,
    GetStatus,
    Message,
    Reply,
    Stream,
    decode,
    encode,
)

KINDS = [
    kind
    for kind in vars(messages).values()
    if isinstance(kind, type) and issubclass(kind, Message) and kind is not Message
]
SAMPLES: dict[str, Any] = {
    "str": "text",
    "int": 7,
    "bool": True,
    "float": 0.5,
    "list[str]": ["a", "b"],
    "dict[str, Any]": {"deep": [1, {"er": None}]},
    "dict[str, str]": {"name": "1 + 1"},
    "Mime": {"text/plain": "42"},
    "Buffers": [b"\x00\xff", b""],
    "str | None": None,
    "Any": ["whatever"],
}


def sample(kind: type[Message]) -> Message:
    """A message with every field filled."""
    values = {field.name: SAMPLES[str(field.type)] for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    return kind(**values)


def round_trip(*batch: Message) -> list[Message]:
    payload, buffers = encode(batch)
    return decode(payload, buffers)


def test_there_are_message_kinds_to_test() -> None:
    assert len(KINDS) >= 20
    assert len({kind.kind for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_every_kind_arrives_as_it_was_sent(kind: type[Message]) -> None:
    message = sample(kind)

    (received,) = round_trip(message)

    assert type(received) is kind
    assert received == message


def test_a_batch_keeps_its_order() -> None:
    batch = [Stream("j", "stdout", str(number)) for number in range(50)] + [GetStatus()]

    assert round_trip(*batch) == batch


def test_buffers_stay_with_their_messages() -> None:
    batch = [
        Comm("1", "comm_msg", {}, buffers=[b"one", b"two"]),
        Stream("1", "stdout", "none"),
        Comm("2", "comm_msg", {}, buffers=[]),
        Reply("3", {}, buffers=[b"three"]),
    ]

    assert round_trip(*batch) == batch


@pytest.mark.parametrize(
    "text",
    ["", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\U0001f600", "\u2028\r\n\t\x1b[31m", '"\\', "é" * 1000],
    ids=ascii,
)
def test_any_python_text_arrives_unharmed(text: str) -> None:
    (received,) = round_trip(Execute("j", text))

    assert isinstance(received, Execute)
    assert received.code == text


def test_not_a_number_and_infinities_arrive() -> None:
    (received,) = round_trip(ClientReply(1, [math.nan, math.inf, -math.inf, 2**70]))

    assert isinstance(received, ClientReply)
    nan, *others = received.value
    assert math.isnan(nan)
    assert others == [math.inf, -math.inf, 2**70]


class TestForeignValuesInsideJupyterContent:
    @staticmethod
    def received(value: object) -> Any:
        (message,) = round_trip(Display("j", {"application/json": value}))
        assert isinstance(message, Display)
        return message.data["application/json"]

    def test_numpy_scalars_become_numbers(self) -> None:
        numpy = pytest.importorskip("numpy")

        assert self.received({"a": numpy.float32(0.5), "b": numpy.int64(3), "c": numpy.bool_(True)}) == {
            "a": 0.5,
            "b": 3,
            "c": True,
        }

    def test_numpy_arrays_become_lists(self) -> None:
        numpy = pytest.importorskip("numpy")

        assert self.received(numpy.arange(3)) == [0, 1, 2]
        assert self.received(numpy.zeros((1, 1))) == [[0.0]]
        assert self.received(numpy.array([])) == []

    def test_bytes_become_base64_as_jupyter_sends_pictures(self) -> None:
        assert self.received(b"\x89PNG") == "iVBORw=="
        assert self.received(bytearray(b"\x89PNG")) == "iVBORw=="

    def test_sets_paths_and_unknown_things_become_lists_and_text(self) -> None:
        assert self.received({1}) == [1]
        assert self.received((1, 2)) == [1, 2]
        assert self.received(Path("a") / "b") == str(Path("a") / "b")

    def test_a_class_whose_item_method_wants_arguments_becomes_text(self) -> None:
        class Odd:
            def item(self, index: int) -> int:
                return index

            def __str__(self) -> str:
                return "odd"

        assert self.received(Odd()) == "odd"

    def test_a_key_that_json_does_not_know_becomes_text(self) -> None:
        assert self.received({(1, 2): "tuple", 3: "number"}) == {"(1, 2)": "tuple", "3": "number"}

    def test_what_cannot_be_encoded_at_all_is_a_protocol_error(self) -> None:
        circle: list[Any] = []
        circle.append(circle)

        with pytest.raises(ProtocolError, match="display"):
            encode([Display("j", {"application/json": circle})])


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"junk",
        b"\xff\xfe",
        b"null",
        b"7",
        b"[7]",
        b"[null]",
        b'{"kind":"get_status"}',
        b"[{}]",
        b'[{"kind":"no_such_kind"}]',
        b'[{"kind":["get_status"]}]',
        b'[{"kind":"cancel"}]',
        b'[{"kind":"cancel","job":"j","more":1}]',
        b'[{"kind":"comm","job":"","msg_type":"","content":{},"buffers":"x"}]',
        b'[{"kind":"comm","job":"","msg_type":"","content":{},"buffers":-1}]',
        b'[{"kind":"comm","job":"","msg_type":"","content":{},"buffers":2}]',
        b"[" * 100_000,
        b"\x80\x04\x95\x10\x00\x00\x00",
    ],
    ids=lambda payload: repr(payload[:40]),
)
def test_junk_is_a_protocol_error_that_shows_some_of_it(payload: bytes) -> None:
    with pytest.raises(ProtocolError, match="unreadable message") as caught:
        decode(payload, [])

    assert len(str(caught.value)) < 500


def test_nothing_is_pickled() -> None:
    payload, _ = encode([AttachSession("s", "notebook"), GetLogs(severities=["error"])])

    assert [item["kind"] for item in json.loads(payload)] == ["attach_session", "get_logs"]
