"""input() and getpass(): a question on Jupyter's stdin channel, whose wait can be ended."""

from __future__ import annotations

import threading
from typing import Any

import zmq

__all__ = ["Cancelled", "ask"]

SLICE_MS = 100
"""Milliseconds between looks at whether the question is still wanted."""


class Cancelled(Exception):
    """The cell that asked has ended."""


def ask(
    kernel: Any,
    prompt: str,
    *,
    password: bool,
    parent: dict[str, Any],
    ident: Any,
    cancelled: threading.Event,
) -> str:
    """Asks the front end and waits for its answer; on a worker thread, one at a time.

    Raises:
        EOFError: The user sent an end of file.
        Cancelled: `cancelled` was set.
    """
    socket = kernel.stdin_socket
    while socket.poll(0):  # stale answers to questions that were cancelled
        socket.recv_multipart(zmq.NOBLOCK)
    # By default a router drops what it cannot route, as it cannot while the front end's stdin still connects.
    socket.setsockopt(zmq.ROUTER_MANDATORY, 1)
    question = {"prompt": prompt, "password": password}
    while True:
        try:
            kernel.session.send(socket, "input_request", question, parent=parent, ident=ident)
            break
        except zmq.ZMQError as error:
            if error.errno != zmq.EHOSTUNREACH:
                raise
        if cancelled.wait(SLICE_MS / 1000):
            raise Cancelled
    while not cancelled.is_set():
        if not socket.poll(SLICE_MS):
            continue
        _, reply = kernel.session.recv(socket)
        if reply is None:
            continue
        value = str(reply["content"].get("value", ""))
        if value == "\x04":
            raise EOFError
        return value
    raise Cancelled
