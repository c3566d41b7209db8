"""Taking one change of a document back, or making it again, when other fields changed meanwhile."""

from __future__ import annotations

import re

__all__ = ["merge"]

_FIELD = re.compile(rb"(?m)^(?=  [^ \r\n-])")
_KEY = re.compile(rb"  ([^:\r\n]*):")


def merge(current: bytes, old: bytes, new: bytes, keep: frozenset[bytes] = frozenset()) -> bytes:
    """Apply the change that leads from ``old`` to ``new`` to a document that may have changed since.

    Only top-level fields that differ between the two are written; a document whose fields are no longer the same
    ones (another script, another version) is replaced as a whole.

    Args:
        current: The document's bytes now.
        old: Its bytes at one end of the change.
        new: Its bytes at the other.
        keep: Keys of fields that stay as they are now.

    Returns:
        The document's new bytes.
    """
    if current == old and not keep:
        return new
    now, before, after = _FIELD.split(current), _FIELD.split(old), _FIELD.split(new)
    keys = [_key(piece) for piece in after]
    if [_key(piece) for piece in before] != keys or [_key(piece) for piece in now] != keys:
        return new
    pieces = [
        mine if first == second or key in keep else second
        for key, mine, first, second in zip(keys, now, before, after, strict=True)
    ]
    return b"".join(pieces)


def _key(piece: bytes) -> bytes:
    match = _KEY.match(piece)
    return match[1] if match is not None else b""
