"""The list of overrides in a PrefabInstance: ``m_Modifications``, read and rewritten entry by entry."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from unity_kernel.headless.project.document import Document
from unity_kernel.headless.project.style import Style
from unity_kernel.headless.project.tree import decode

__all__ = ["NULL", "Change", "Modification", "OverrideList", "parse", "rewrite"]

NULL = b"{fileID: 0}"

_LIST = re.compile(rb"\n    m_Modifications:(?: \[\])?[ ]*(?=\r?\n|\Z)")
_ENTRY = re.compile(
    rb"    - target: (\{[^}]*\})\r?\n"
    rb"      propertyPath: ?([^\n]*(?:\n(?!      value:)[^\n]*)*)\n"
    rb"      value: ?([^\n]*(?:\n(?!      objectReference:)[^\n]*)*)\n"
    rb"      objectReference: (\{[^}]*\})"
)
_FILE_ID = re.compile(rb"fileID: (-?\d{1,19})")
_MORE = re.compile(rb"\r?\n    -")
_INDENT = 8  # of continuation lines in an entry


class Modification(NamedTuple):
    """One override: of the object ``target`` of the source prefab, the property at ``path``.

    Attributes:
        target: File id of the object in the source prefab, of which nested instances' objects have one too.
        path: Such as ``m_LocalPosition.x`` or ``m_Materials.Array.data[0]``.
        value: The new value as text; empty for a reference.
        reference: The new reference as the file has it, ``{fileID: 0}`` for a value.
    """

    target: int
    path: str
    value: str
    reference: bytes

    @property
    def is_reference(self) -> bool:
        """Whether it certainly sets a reference; a null reference cannot be told from an empty text."""
        return self.reference != NULL


class Change(NamedTuple):
    """What an entry of the list shall say; both None for an entry that shall go."""

    value: str | None
    reference: bytes | None = NULL


def parse(document: Document) -> list[Modification]:
    """Return the overrides of a PrefabInstance, in file order; entries that make no sense are left out."""
    found = []
    data = document.render()
    for match in _ENTRY.finditer(data):
        target = _FILE_ID.search(match[1])
        if target is not None:
            found.append(Modification(int(target[1]), _text(match[2]), _text(match[3]), _one_line(match[4])))
    return found


def _text(raw: bytes) -> str:
    return decode(raw.rstrip(b"\r").rstrip(b" ") if raw[:1] not in b"'\"" else raw.rstrip(b"\r "))


def _one_line(raw: bytes) -> bytes:
    return re.sub(rb"\s*\n\s*", b" ", raw) if b"\n" in raw else raw


class Entry:
    """One entry of the list with its bytes, from its dash to the end of its last line's text."""

    __slots__ = ("path", "raw", "target")

    def __init__(self, raw: bytes, target: int, path: str) -> None:
        self.raw = raw
        self.target = target
        self.path = path


class OverrideList:
    """The list of overrides between what stands before and behind it.

    Attributes:
        head: The bytes up to the list's colon.
        entries: What it lists.
        tail: The bytes behind the last entry.
        eol: How its lines end.
    """

    def __init__(self, head: bytes, entries: list[Entry], tail: bytes, eol: bytes) -> None:
        self.head = head
        self.entries = entries
        self.tail = tail
        self.eol = eol

    @classmethod
    def of(cls, data: bytes) -> OverrideList | None:
        """Find the list in a PrefabInstance's bytes; None if it has none."""
        head = _LIST.search(data)
        if head is None:
            return None
        eol = b"\r\n" if b"\r\n" in data else b"\n"
        entries: list[Entry] = []
        end = head.end()
        # A text may have lines at any column, so the end of the list is where no entry follows another.
        while (match := _ENTRY.match(data, end + len(eol))) is not None:
            named = _FILE_ID.search(match[1])
            entries.append(Entry(match[0], int(named[1]) if named else 0, _text(match[2])))
            end = match.end()
        return cls(data[: head.start()] + b"\n    m_Modifications:", entries, data[end:], eol)

    def render(self) -> bytes:
        """Return the bytes again."""
        body = self.eol.join(entry.raw for entry in self.entries)
        more = _MORE.match(self.tail) is not None  # damaged entries, which are not for us to judge
        return self.head + (self.eol + body if self.entries else b"" if more else b" []") + self.tail

    @property
    def raw(self) -> dict[tuple[int, str], bytes]:
        """The bytes of the entries by target and path, of repeated ones the last."""
        return {(entry.target, entry.path): entry.raw for entry in self.entries}


def rewrite(
    data: bytes, changes: dict[tuple[int, str], Change | bytes], source: tuple[str, str], style: Style
) -> tuple[bytes, dict[tuple[int, str], bytes | None]]:
    """Change entries in place, append new ones where Unity would.

    Unity keeps the entries of one target together. From 2018.3 on, targets ascend; before, new ones come last.

    Args:
        data: The PrefabInstance's bytes.
        changes: What each entry, by target and path, shall say: a `Change`, or an entry's bytes to put back.
        source: GUID and reference type of the source prefab, for new entries.
        style: How the project's Unity writes.

    Returns:
        The new bytes, and the former bytes of each entry that was changed, None for one that is new.
    """
    listed = OverrideList.of(data)
    if listed is None:
        return data, {}
    eol = listed.eol
    former: dict[tuple[int, str], bytes | None] = {}
    pending = dict(changes)
    kept: list[Entry] = []
    for entry in listed.entries:
        key = (entry.target, entry.path)
        change = pending.pop(key, None)
        if change is not None:
            former.setdefault(key, entry.raw)
            if isinstance(change, bytes):
                entry.raw = change
            elif change.value is None:
                continue
            else:
                entry.raw = _changed(entry.raw, change, style, eol)
        kept.append(entry)
    new: dict[int, list[Entry]] = {}
    for (owner, path), change in pending.items():
        former[owner, path] = None
        if isinstance(change, bytes):
            new.setdefault(owner, []).append(Entry(change, owner, path))
        elif change.value is not None:
            raw = _written(owner, path, change, source, style, eol)
            new.setdefault(owner, []).append(Entry(raw, owner, path))
    listed.entries = _merged(kept, new, style)
    return listed.render(), former


def _merged(kept: list[Entry], new: dict[int, list[Entry]], style: Style) -> list[Entry]:
    """Put new entries behind those of their target, and those of new targets where they belong."""
    last = {entry.target: index for index, entry in enumerate(kept)}
    merged: list[Entry] = []
    for index, entry in enumerate(kept):
        merged.append(entry)
        if last[entry.target] == index:
            merged += new.pop(entry.target, ())
    merged += [entry for entries in new.values() for entry in entries]
    ascending = all(a.target <= b.target for a, b in itertools.pairwise(kept))
    if ascending and not (0,) < style.version < (2018, 3):
        merged.sort(key=lambda entry: entry.target)  # stable: the others stay where they are
    return merged


def _changed(raw: bytes, change: Change, style: Style, eol: bytes) -> bytes:
    """Return an entry's bytes with another value and reference; what stays the same stays byte for byte."""
    match = _ENTRY.fullmatch(raw)
    assert match is not None  # it was found by this very pattern
    assert change.value is not None
    pieces = [raw[: match.start(3)]]
    if _text(match[3]) == change.value:
        pieces.append(match[3])
    else:
        if not pieces[0].endswith(b" "):
            pieces.append(b" ")
        pieces.append(_scalar(change.value, "value", style, eol))
        pieces.append(b"\r" if match[3].endswith(b"\r") else b"")
    pieces.append(raw[match.end(3) : match.start(4)])
    same = _one_line(match[4]) == change.reference
    pieces.append(match[4] if same else _reference(change.reference or NULL, style, eol))
    return b"".join(pieces)


def _written(
    target: int, path: str, change: Change, source: tuple[str, str], style: Style, eol: bytes
) -> bytes:
    pairs = [("fileID", str(target)), ("guid", source[0]), ("type", source[1])]
    owner = style.flow_map(pairs, column=len("    - target: "), indent=_INDENT).encode()
    assert change.value is not None
    lines = (
        b"    - target: " + owner.replace(b"\n", eol),
        b"      propertyPath: " + _scalar(path, "propertyPath", style, eol),
        b"      value: " + _scalar(change.value, "value", style, eol),
        b"      objectReference: " + _reference(change.reference or NULL, style, eol),
    )
    return eol.join(lines)


def _scalar(text: str, key: str, style: Style, eol: bytes) -> bytes:
    written = style.string(text, column=len(f"      {key}: "), indent=_INDENT)
    return written.encode("utf-8", "surrogateescape").replace(b"\n", eol)


def _reference(raw: bytes, style: Style, eol: bytes) -> bytes:
    """Lay a reference out as Unity would at its column."""
    pairs = [(key.decode(), value.decode()) for key, value in re.findall(rb"(\w+): ([^,}\s]+)", raw)]
    return (
        style.flow_map(pairs, column=len("      objectReference: "), indent=_INDENT)
        .encode()
        .replace(b"\n", eol)
    )
