"""Helper process: sends a block of bytes over a local socket as often as it is asked to.

    python raw_socket.py ADDRESS BYTES

ADDRESS is the path of a Unix socket, or a port of the loopback interface where there are no Unix sockets. For each
byte that it receives it sends the block.
"""

from __future__ import annotations

import socket
import sys


def connect(address: str) -> socket.socket:
    """The connection to whoever started this."""
    if address.isdigit():
        return socket.create_connection(("127.0.0.1", int(address)))
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.connect(address)
    return sock


def main() -> None:
    """Serves until the other side hangs up."""
    block = bytearray(b"u" * int(sys.argv[2]))
    with connect(sys.argv[1]) as sock:
        while sock.recv(1):
            sock.sendall(block)


if __name__ == "__main__":
    main()
