from __future__ import annotations

import pickle
import struct
from typing import Any

import pytest

from tests.support.background import Background
from tests.unit.wire.conftest import Pair
from unity_kernel.errors import EditorGone, ProtocolError
from unity_kernel.wire import bulk


def transfer(pair: Pair, value: object) -> Any:
    """A value after its way from one socket to the other."""
    with Background(lambda: bulk.receive(pair[1])) as receiving:
        bulk.send(pair[0], bulk.dump(value))
    return bulk.load(receiving.result())


def numbers(*values: int) -> bytes:
    return b"".join(struct.pack(">Q", value) for value in values)


@pytest.mark.parametrize(
    "value",
    [
        None,
        0,
        "text \ud800 \x00",
        b"",
        b"x" * 3_000_000,
        {"a": [1, 2.5, (True, None)]},
        bytearray(b"abc"),
        [[]] * 1000,
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_arrives(pair: Pair, value: object) -> None:
    received = transfer(pair, value)

    assert received == value
    assert type(received) is type(value)


def test_an_array_crosses_without_being_pickled_and_can_be_written_to(pair: Pair) -> None:
    numpy = pytest.importorskip("numpy")
    array = numpy.arange(100_000, dtype="float64").reshape(100, 1000)
    stream, data = bulk.dump(array)
    assert len(stream) < 1000
    assert memoryview(data).nbytes == array.nbytes
    assert numpy.shares_memory(numpy.frombuffer(data), array)

    received = transfer(pair, array)

    assert numpy.array_equal(received, array)
    received[0, 0] = -1.0
    assert array[0, 0] == 0.0


def test_empty_and_discontiguous_arrays_arrive(pair: Pair) -> None:
    numpy = pytest.importorskip("numpy")

    assert transfer(pair, numpy.zeros((0, 3))).shape == (0, 3)
    assert transfer(pair, numpy.arange(10)[::2]).tolist() == [0, 2, 4, 6, 8]
    assert transfer(pair, numpy.asfortranarray(numpy.eye(3)))[1].tolist() == [0, 1, 0]


def test_two_transfers_may_follow_each_other_on_one_socket(pair: Pair) -> None:
    bulk.send(pair[0], bulk.dump("first"))
    bulk.send(pair[0], bulk.dump("second"))

    assert [bulk.load(bulk.receive(pair[1])) for _ in range(2)] == ["first", "second"]


def test_a_value_that_cannot_be_pickled_says_so_before_anything_is_sent() -> None:
    with pytest.raises((AttributeError, pickle.PicklingError)):
        bulk.dump(lambda: None)


class TestBrokenTransfers:
    @pytest.mark.parametrize("sent", [0, 3, 8, 12, 16, 24, 30])
    def test_a_transfer_that_ends_early_is_told_with_how_far_it_came(self, pair: Pair, sent: int) -> None:
        whole = numbers(2, 8, 10) + b"x" * 18
        pair[0].sendall(whole[:sent])
        pair[0].close()

        with pytest.raises(EditorGone, match=r"the transfer broke off after \d+ of \d+ bytes"):
            bulk.receive(pair[1])

    def test_a_sender_whose_peer_leaves_is_told(self, pair: Pair) -> None:
        pair[1].close()

        with pytest.raises(EditorGone, match="the transfer of 50,000,000 bytes broke off"):
            bulk.send(pair[0], [bytes(50_000_000)])

    def test_a_peer_that_stands_still_is_given_up(self, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bulk, "TIMEOUT", 0.05)
        pair[0].sendall(numbers(1, 100) + b"x" * 50)

        with pytest.raises(EditorGone, match="after 50 of 100 bytes"):
            bulk.receive(pair[1])

    def test_a_receiver_that_stands_still_is_given_up(
        self, pair: Pair, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bulk, "TIMEOUT", 0.05)

        with pytest.raises(EditorGone, match="broke off"):
            bulk.send(pair[0], [bytes(50_000_000)])

    @pytest.mark.parametrize(
        "head",
        [numbers(2**63), numbers(bulk.MAX_BUFFERS + 1), numbers(0), numbers(1, 2**64 - 1), numbers(1, 2**62)],
        ids=["counts", "count just above", "no buffers", "beyond an index", "beyond memory"],
    )
    def test_absurd_announcements_are_refused_at_once(self, pair: Pair, head: bytes) -> None:
        pair[0].sendall(head)

        with pytest.raises(ProtocolError, match="a transfer announces"):
            bulk.receive(pair[1])
