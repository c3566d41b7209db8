from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture(autouse=True)
def _clean(no_leaks: None) -> None:
    """No thread outlives its test."""


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Two connected sockets: no address, no network."""
    one, other = socket.socketpair()
    with one, other:
        yield one, other
