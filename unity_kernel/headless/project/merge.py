"""Taking one change of a document back, or making it again, when other fields changed meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable

from unity_kernel.headless.project.modifications import Change, OverrideList, rewrite
from unity_kernel.headless.project.style import Style

__all__ = ["are_values", "merge", "merge_overrides"]

_FIELD = re.compile(rb"(?m)^(?=  [^ \r\n-])")
_DEEPER = re.compile(rb"(?m)^(?=(?:  |    )[^ \r\n-])")  # a PrefabInstance has all it says in one field
_KEY = re.compile(rb" +([^:\r\n]*):")


def merge(
    current: bytes, old: bytes, new: bytes, keep: frozenset[bytes] = frozenset(), *, deeper: bool = False
) -> bytes:
    """Apply the change that leads from ``old`` to ``new`` to a document that may have changed since.

    Only top-level fields that differ between the two are written; a document whose fields are no longer the same
    ones (another script, another version) is replaced as a whole.

    Args:
        current: The document's bytes now.
        old: Its bytes at one end of the change.
        new: Its bytes at the other.
        keep: Keys of fields that stay as they are now.
        deeper: Look at the fields one level down too.

    Returns:
        The document's new bytes.
    """
    if current == old and not keep:
        return new
    field = _DEEPER if deeper else _FIELD
    now, before, after = field.split(current), field.split(old), field.split(new)
    keys = [_key(piece) for piece in after]
    if [_key(piece) for piece in before] != keys or [_key(piece) for piece in now] != keys:
        return new
    pieces = [
        mine if first == second or key in keep else second
        for key, mine, first, second in zip(keys, now, before, after, strict=True)
    ]
    return b"".join(pieces)


def merge_overrides(
    current: bytes, old: bytes, new: bytes, style: Style, mine: Callable[[int, str], bool] | None = None
) -> bytes:
    """Apply such a change to a PrefabInstance, whose overrides are looked at one by one.

    Args:
        current: The document's bytes now.
        old: Its bytes at one end of the change.
        new: Its bytes at the other.
        style: How the project's Unity writes.
        mine: Says by target and path which overrides the change is about, and that it is about nothing else.

    Returns:
        The document's new bytes.
    """
    if current == old and mine is None:
        return new
    now, before, after = OverrideList.of(current), OverrideList.of(old), OverrideList.of(new)
    if now is None or before is None or after is None:
        return current if mine is not None else merge(current, old, new, deeper=True)
    former, wanted = before.raw, after.raw
    changes: dict[tuple[int, str], Change | bytes] = {
        key: wanted.get(key, Change(None))
        for key in {**former, **wanted}
        if former.get(key) != wanted.get(key) and (mine is None or mine(*key))
    }
    if mine is not None and current == old and _is_all(changes, now, after):
        return new
    if mine is None:
        entries = now.entries
        now.entries, before.entries, after.entries = [], [], []
        merged = OverrideList.of(merge(now.render(), before.render(), after.render(), deeper=True))
        assert merged is not None
        merged.entries = entries
        now = merged
    return rewrite(now.render(), changes, ("", ""), style)[0]


def are_values(old: bytes, new: bytes) -> bool:
    """Whether two states of a PrefabInstance differ only in overrides, and in none that moves an object."""
    before, after = OverrideList.of(old), OverrideList.of(new)
    if before is None or after is None or (before.head, before.tail) != (after.head, after.tail):
        return False
    former, wanted = before.raw, after.raw
    return not any(
        key[1] == "m_RootOrder" and former.get(key) != wanted.get(key) for key in {**former, **wanted}
    )


def _is_all(changes: dict[tuple[int, str], Change | bytes], now: OverrideList, after: OverrideList) -> bool:
    """Whether some changes of overrides are all that is different."""
    kept = ([e.raw for e in each.entries if (e.target, e.path) not in changes] for each in (now, after))
    return len({(each.head, each.tail) for each in (now, after)}) == 1 and len(set(map(tuple, kept))) == 1


def _key(piece: bytes) -> bytes:
    match = _KEY.match(piece)
    return match[1] if match is not None else b""
