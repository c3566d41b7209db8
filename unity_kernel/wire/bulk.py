"""Large values: pickle protocol 5 with out-of-band buffers over a raw, authenticated socket.

RPyC copies every byte about six times; a 100 MB array would take several times what the socket takes. The bulk
channel (see `handshake`) sends the arrays' own memory and receives into the final buffers: one copy by the kernel
on each side. A transfer never blocks the control channel.

Frame: 8-byte big-endian count of buffers, then the length of each (8 bytes), then the buffers. The first buffer is
the pickle stream, the others are its out-of-band buffers.
"""

from __future__ import annotations

import pickle
import socket
import struct
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, TypeAlias

from unity_kernel.errors import EditorGone, ProtocolError

__all__ = ["dump", "load", "receive", "send"]

Buffer: TypeAlias = "bytes | bytearray | memoryview"
_NUMBER = struct.Struct(">Q")
LARGE = 1 << 20
SEND_BUFFER = 1 << 20
MAX_BUFFERS = 1_000_000
TIMEOUT = 30.0
"""Seconds without a single byte of progress before a transfer is given up."""


def dump(value: object) -> list[Buffer]:
    """Pickles a value; large contiguous memory (numpy arrays and the like) stays where it is.

    Raises:
        Whatever pickling the value raises.
    """
    out_of_band: list[pickle.PickleBuffer] = []
    stream = pickle.dumps(value, protocol=5, buffer_callback=out_of_band.append)
    return [stream, *(buffer.raw() for buffer in out_of_band)]


def load(buffers: Sequence[Buffer]) -> Any:
    """The value that `dump` pickled; arrays use the given memory. Only for data of an authenticated peer."""
    return pickle.loads(buffers[0], buffers=buffers[1:])


def send(sock: socket.socket, buffers: Sequence[Buffer]) -> None:
    """Writes the buffers without copying them.

    Raises:
        EditorGone: The other side went away.
    """
    sizes = [memoryview(buffer).nbytes for buffer in buffers]
    sock.settimeout(TIMEOUT)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)  # fewer turns between the two processes
    try:
        sock.sendall(b"".join(map(_NUMBER.pack, (len(sizes), *sizes))))
        for buffer in buffers:
            # sendall's time-out covers the whole call, so pieces keep it a bound on progress.
            view = memoryview(buffer).cast("B")
            for start in range(0, len(view), 1 << 24):
                sock.sendall(view[start : start + (1 << 24)])
    except OSError as error:
        raise EditorGone(f"the transfer of {sum(sizes):,} bytes broke off: {error}") from error


def receive(sock: socket.socket) -> list[Buffer]:
    """Reads what `send` wrote, each buffer writable.

    Raises:
        EditorGone: The other side went away, or stood still for 30 s.
        ProtocolError: This is no bulk frame.
    """
    sock.settimeout(TIMEOUT)
    (count,) = _NUMBER.unpack(_read(sock, _NUMBER.size))
    if not 0 < count <= MAX_BUFFERS:
        raise ProtocolError(f"a transfer announces {count} buffers")
    lengths = _read(sock, _NUMBER.size * count)
    return [_read(sock, _NUMBER.unpack_from(lengths, index * _NUMBER.size)[0]) for index in range(count)]


def _room(count: int) -> bytearray | memoryview:
    """Writable memory for `count` bytes.

    `bytearray` clears what it takes, which costs more time than the socket (39 of 70 ms for 100 MB); numpy, which
    large buffers belong to as a rule, does not.
    """
    try:
        if count >= LARGE and find_spec("numpy") is not None:
            import numpy

            return numpy.empty(count, numpy.uint8).data
        return bytearray(count)
    except (MemoryError, OverflowError, ValueError) as error:
        raise ProtocolError(f"a transfer announces {count:,} bytes, for which there is no memory") from error


def _read(sock: socket.socket, count: int) -> bytearray | memoryview:
    data = _room(count)
    view = memoryview(data)
    position = 0
    try:
        while position < count:
            read = sock.recv_into(view[position:])
            if not read:
                raise EditorGone(f"the transfer broke off after {position:,} of {count:,} bytes")
            position += read
    except OSError as error:
        raise EditorGone(f"the transfer broke off after {position:,} of {count:,} bytes: {error}") from error
    return data
