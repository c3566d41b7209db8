from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.support.background import Background
from unity_kernel.editor.transfers import Transfers
from unity_kernel.errors import EditorGone, ProtocolError
from unity_kernel.wire import bulk

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    editor, client = socket.socketpair()
    with editor, client:
        yield editor, client


def test_a_value_is_handed_out_under_its_ticket_once(pair: Pair) -> None:
    transfers = Transfers()
    ticket = transfers.offer(bulk.dump([1, 2, 3]))

    with Background(lambda: transfers.serve(pair[0], ticket)):
        assert bulk.load(bulk.receive(pair[1])) == [1, 2, 3]
    with pytest.raises(ProtocolError, match="does not exist"):
        transfers.serve(pair[0], ticket)


def test_a_value_that_is_expected_is_taken_and_acknowledged(pair: Pair) -> None:
    transfers = Transfers()
    ticket = transfers.expect()

    with Background(lambda: transfers.serve(pair[0], ticket)) as serving:
        bulk.send(pair[1], bulk.dump("value"))
        assert pair[1].recv(1) == b"\x01"
    assert serving.error() is None
    assert bulk.load(transfers.take(ticket)) == "value"
    assert transfers.take(ticket) == []


def test_a_ticket_that_was_withdrawn_is_worth_nothing(pair: Pair) -> None:
    transfers = Transfers()
    for ticket in (transfers.offer([b"x"]), transfers.expect()):
        transfers.take(ticket)
        with pytest.raises(ProtocolError):
            transfers.serve(pair[0], ticket)


@pytest.mark.parametrize("ticket", ["", "nonsense", "0" * 16])
def test_an_unknown_ticket_is_refused(pair: Pair, ticket: str) -> None:
    transfers = Transfers()
    transfers.offer([b"x"])

    with pytest.raises(ProtocolError):
        transfers.serve(pair[0], ticket)


def test_tickets_cannot_be_guessed() -> None:
    transfers = Transfers()
    tickets = {transfers.expect() for _ in range(100)}

    assert len(tickets) == 100
    assert all(len(ticket) == 16 for ticket in tickets)


def test_half_a_value_is_no_value(pair: Pair) -> None:
    transfers = Transfers()
    ticket = transfers.expect()
    with Background(lambda: transfers.serve(pair[0], ticket)) as serving:
        pair[1].sendall(bytes(7) + b"\x01" + bytes(7) + b"\x10" + b"half")
        pair[1].close()

    assert isinstance(serving.error(), EditorGone)
    assert transfers.take(ticket) == []


def test_a_client_that_leaves_before_the_acknowledgement_is_an_end_like_another(pair: Pair) -> None:
    transfers = Transfers()
    ticket = transfers.expect()
    bulk.send(pair[1], bulk.dump("value"))
    pair[1].close()

    with pytest.raises(EditorGone):
        transfers.serve(pair[0], ticket)
