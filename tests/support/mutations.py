"""Ways to damage a Unity YAML file, as disks, merges, tools and attackers do."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

__all__ = ["damage"]

Rng = random.Random
Mutation = Callable[[bytes, Rng, bytes], bytes]

_PIECES = [
    b"\n", b"\r", b"\r\n", b"  ", b"\t", b"- ", b": ", b":", b"{", b"}", b"[", b"]", b"{}", b"[]", b"'", b'"', b"\\",
    b"\\x", b"|", b">", b"? ", b"&", b"*", b"#", b"--- ", b"!u!", b"!!", b"%YAML", b"~", b"null", b"...", b"\xff",
    b"\xc3", b"\xe2\x80\xa8", b"\x85", b"\x1b", b"stripped", b"{fileID: 0}", b"<<<<<<< ", b"=======",
]  # fmt: skip
_NUMBERS = [
    b"0", b"-1", b"9" * 25, b"-" + b"9" * 25, b"9223372036854775807", b"9223372036854775808", b"1e999", b"-1e-999",
    b"1e39", b"nan", b"Infinity", b"-0", b"0x10", b"1_000", b"1,5", b".", b"--1", b"\xd9\xa3", b"9" * 5000,
    b"100100000",
]  # fmt: skip
_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?")
_ID = re.compile(rb"(?<=fileID: )-?\d+|(?<= &)-?\d+")
_GUID = re.compile(rb"(?<=guid: )\w+")


def damage(data: bytes, rng: Rng, other: bytes) -> bytes:
    """Returns data with one to four kinds of damage; pieces of ``other`` may get into it."""
    for _ in range(rng.randrange(1, 5)):
        data = rng.choice(_MUTATIONS)(data, rng, other)
    return data


def _span(data: bytes, rng: Rng) -> tuple[int, int]:
    at = rng.randrange(len(data) + 1)
    return at, min(len(data), at + rng.choice((0, 1, 3, 10, 40, 400)))


def _truncate(data: bytes, rng: Rng, other: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _flip_bits(data: bytes, rng: Rng, other: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 5, 50)) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _insert(data: bytes, rng: Rng, other: bytes) -> bytes:
    at, end = _span(data, rng)
    return data[:at] + b"".join(rng.choices(_PIECES, k=rng.randrange(4))) + data[end:]


def _splice(data: bytes, rng: Rng, other: bytes) -> bytes:
    at, end = _span(data, rng)
    first, last = _span(other, rng)
    return data[:at] + other[first:last] + data[end:]


def _lines(data: bytes, rng: Rng, other: bytes) -> bytes:
    """Swaps, repeats, drops or shifts lines."""
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 1, 2, 10))):
        here, there = rng.randrange(len(lines)), rng.randrange(len(lines))
        kind = rng.randrange(5)
        if kind == 0:
            lines[here], lines[there] = lines[there], lines[here]
        elif kind == 1:
            lines.insert(here, lines[there])
        elif kind == 2 and len(lines) > 1:
            del lines[here]
        elif kind == 3:
            lines[here] = b" " * rng.randrange(1, 9) + lines[here]
        else:
            lines[here] = lines[here][rng.randrange(1, 4) :]
    return b"\n".join(lines)


def _documents(data: bytes, rng: Rng, other: bytes) -> bytes:
    """Repeats, drops, shuffles or borrows documents."""
    parts = re.split(rb"(?m)^(?=--- )", data)
    head, parts = parts[:1], parts[1:]
    kind = rng.randrange(4)
    if kind == 0 and parts:
        parts.insert(rng.randrange(len(parts)), rng.choice(parts))
    elif kind == 1 and parts:
        del parts[rng.randrange(len(parts))]
    elif kind == 2:
        rng.shuffle(parts)
    else:
        parts += re.split(rb"(?m)^(?=--- )", other)[1:4]
    return b"".join(head + parts)


def _numbers(data: bytes, rng: Rng, other: bytes) -> bytes:
    return _replace_one(_NUMBER, data, rng, rng.choice(_NUMBERS))


def _references(data: bytes, rng: Rng, other: bytes) -> bytes:
    """Makes a reference or an id another one of the same file: circles, clashes, wrong classes."""
    known = _ID.findall(data)
    return _replace_one(_ID, data, rng, rng.choice(known)) if known else data


def _guids(data: bytes, rng: Rng, other: bytes) -> bytes:
    known = _GUID.findall(data) + _GUID.findall(other) + [b"", b"0" * 32, b"../../etc/passwd", b"z"]
    return _replace_one(_GUID, data, rng, rng.choice(known))


def _replace_one(pattern: re.Pattern[bytes], data: bytes, rng: Rng, new: bytes) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    match = rng.choice(found)
    return data[: match.start()] + new + data[match.end() :]


def _nest(data: bytes, rng: Rng, other: bytes) -> bytes:
    """Puts something very deep, very long or very wide behind a key."""
    depth = rng.choice((3, 50, 199, 201, 3000))
    kind = rng.randrange(6)
    if kind == 0:
        new = b" " + b"{a: " * depth + b"}" * rng.choice((depth, depth - 1, 0))
    elif kind == 1:
        new = b" " + b"[" * depth + b"]" * rng.choice((depth, depth + 1, 0))
    elif kind == 2:
        new = b"".join(b"\n" + b"  " * (level + 2) + b"a:" for level in range(min(depth, 400)))
    elif kind == 3:
        new = b"\n  " + b"- " * depth + b"a"
    elif kind == 4:
        new = b" " + b"x" * depth * 10
    else:
        new = b" '" + b"''" * depth + rng.choice((b"'", b""))
    at = data.find(b":\n", rng.randrange(len(data) + 1))
    colon = at if at >= 0 else data.find(b":")
    if colon < 0:
        return data + new
    return data[: colon + 1] + new + data[colon + 1 :]


def _encoding(data: bytes, rng: Rng, other: bytes) -> bytes:
    kind = rng.randrange(6)
    if kind == 0:
        return b"\xef\xbb\xbf" + data
    if kind == 1:
        return data.decode("latin-1").encode(rng.choice(("utf-16", "utf-16-be", "utf-32")))
    if kind == 2:
        return data.replace(b"\n", b"\r\n")
    if kind == 3:
        return data.replace(b"\n", b"\r")
    if kind == 4:
        return data.replace(b"e", rng.choice((b"\xe9", b"\xc3\xa9", b"\xed\xa0\x80", b"\xf0\x9f\x92\xa1")))
    at, _ = _span(data, rng)
    return data[:at] + data[at:].replace(b"\n", b"\r\n")


_MUTATIONS: list[Mutation] = [
    _truncate, _flip_bits, _insert, _insert, _splice, _lines, _lines, _documents, _numbers, _numbers, _references,
    _references, _guids, _nest, _encoding,
]  # fmt: skip
