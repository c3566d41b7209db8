"""A Unity YAML file: split into documents when loaded, joined again when saved, untouched bytes copied."""

from __future__ import annotations

import bisect
import itertools
import re
import time
from pathlib import Path
from typing import Any

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project.collection import paused_collection
from unity_kernel.headless.project.document import Document
from unity_kernel.headless.project.journal import Journal
from unity_kernel.headless.project.storage import Stamp, read_bytes, replace_bytes, stamp_of
from unity_kernel.headless.project.style import Style

__all__ = ["HEADER", "LFS_POINTER", "UnityFile"]

HEADER = b"%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n"
LFS_POINTER = b"version https://git-lfs"
_BOM = b"\xef\xbb\xbf"
_OBJECT = re.compile(rb"--- !u!(\d{1,10}) &(-?\d{1,19})( stripped)?[ \t]*(?:\r?\n|\Z)")
_QUOTE = {
    ord("'"): re.compile(rb"'(?:[^']|'')*' *(?:\r?\n|\Z|[,}\]:])"),
    ord('"'): re.compile(rb'"(?:[^"\\]|\\.)*" *(?:\r?\n|\Z|[,}\]:])', re.DOTALL),
}
_CONFLICT = (b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> ")
_LAST_LINE = re.compile(rb"""[ ]*(?:- )*(?:[^\r\n]*:(?: [^\r\n]*)?|- ?[^\r\n]*|[^\r\n]*['"}\]])\r?\Z""")


class UnityFile:
    """The objects of one file.

    Args:
        data: The file's bytes.
        name: What errors call it, usually its path in the project.
        style: How its project's Unity version writes.
        path: Where it lives on disk; None for a file that was never saved.

    Attributes:
        touched: Whether anything was edited since it was loaded or saved.
        changed: Documents that were edited, until somebody who follows edits takes them out.
        journal: Takes down what is done to its documents, while somebody wants to know.
        stood_in: File ids of stripped objects that were added since it was loaded.
        unflushed: PrefabInstances with edited objects of which their overrides do not tell yet.
        unrecorded: Stripped objects that were added while there was no journal, until somebody takes them out.
        stamp: What the file on disk was when it was loaded or saved, for those who look whether it changed.

    Raises:
        SceneFileError: The bytes are not a sound Unity YAML file; the message says what they are instead.
    """

    def __init__(self, data: bytes, name: str, style: Style, path: Path | None = None) -> None:
        self.data = data
        self.name = name
        self.style = style
        self.path = path
        self.touched = False
        self.changed: set[Document] = set()
        self.journal: Journal | None = None
        self.stood_in: set[int] = set()
        self.unflushed: dict[Any, None] = {}
        self.unrecorded: list[Document] = []
        self.stamp: Stamp | None = None
        self._since = time.time()
        self._on_disk: bytes | None = data if path is not None else None
        _refuse_foreign(data, name)
        first_line = data.find(b"\n")
        self.eol = b"\r\n" if first_line > 0 and data[first_line - 1 : first_line] == b"\r" else b"\n"
        self.header = data
        self._documents: list[Document] = []
        self._removed: set[Document] = set()
        self._counted = 0, 1  # an offset and its line, from where the next one is counted
        self._split()
        self._by_id: dict[int, Document] | None = None
        self._ascending: bool | None = None

    @classmethod
    def load(cls, path: Path, name: str, style: Style) -> UnityFile:
        """Read the file at ``path``."""
        stamp = stamp_of(path)
        made = cls(read_bytes(path, name), name, style, path)
        made.stamp = stamp
        return made

    @paused_collection()
    def _split(self) -> None:
        data = self.data
        starts = []
        at = 0 if data.startswith(b"--- ") else data.find(b"\n--- ")
        while at >= 0:
            start = at if data[at] == 45 else at + 1
            starts.append(start)
            at = data.find(b"\n--- ", start)
        if not starts:
            self._check_ending()
            return
        self.header = data[: starts[0]]
        documents = self.documents
        match_object = _OBJECT.match
        starts.append(len(data))
        for start, end in itertools.pairwise(starts):
            match = match_object(data, start)
            if match is None:
                raise self._fault("expected '--- !u!<class> &<id>'", start)
            documents.append(
                Document(self, int(match[1]), int(match[2]), match[3] is not None, data, start, end)
            )
        self._check_ending()
        self._check_quotes()

    def _check_ending(self) -> None:
        """Refuse a file that stops in the middle of a line; a merely missing final newline is fine."""
        data = self.data
        if data.endswith(b"\n"):
            return
        start = data.rfind(b"\n") + 1
        last = data[start:]
        sound = last.strip() and (last.startswith(b"%") or _OBJECT.match(last) or _LAST_LINE.match(last))
        if sound and last.count(b"{") <= last.count(b"}"):
            return
        raise self._fault("the file is truncated: it ends in the middle of a line", start)

    def _check_quotes(self) -> None:
        """Refuse a quoted text that never ends, before it can swallow what follows."""
        data = self.data
        quotes = [
            quote for quote in (b"'", b'"') if quote in data
        ]  # most files have none, and that is quick to see
        openers = [before + quote for quote in quotes for before in (b": ", b"- ")]
        hits = sorted(hit for opener in openers for hit in _find_all(data, opener))
        done = 0
        for hit in hits:
            at = hit + 2
            if at < done:
                continue
            end = data.find(b"\n--- !u!", at)
            match = _QUOTE[data[at]].match(data, at, end + 1 if end >= 0 else len(data))
            if match is not None:
                done = match.end()
                continue
            owner = next((d for d in reversed(self.documents) if d.span[0] <= at), None)
            if owner is not None:
                _ = owner.entries  # raises, unless the quote stands inside a plain text

    def _fault(self, message: str, position: int) -> SceneFileError:
        return SceneFileError(message, self.name, self.data.count(b"\n", 0, position) + 1)

    def line_of(self, document: Document) -> int | None:
        """Return the 1-based line at which a document starts in the file as loaded; None if it was edited or added."""
        if not document.is_untouched:
            return None
        start, (at, line) = document.span[0], self._counted
        if start < at:
            at, line = 0, 1
        line += self.data.count(b"\n", at, start)
        self._counted = start, line
        return line

    # Objects

    @property
    def documents(self) -> list[Document]:
        """Its objects in file order."""
        if self._removed:
            self._documents = [document for document in self._documents if document not in self._removed]
            self._removed = set()
        return self._documents

    @property
    def by_id(self) -> dict[int, Document]:
        """Documents by file id; of duplicates (merge damage) the first."""
        if self._by_id is None:
            self._by_id = {}
            for document in self.documents:
                self._by_id.setdefault(document.file_id, document)
        return self._by_id

    def add(self, class_id: int, file_id: int, body: str, *, stripped: bool = False) -> Document:
        """Add an object where Unity would put it: in ascending order of file ids.

        Args:
            class_id: Unity's class number.
            file_id: An id that is free in this file.
            body: The lines under the header, starting with the class name, each ended by a newline.
            stripped: Whether it only stands for an object of a prefab instance.
        """
        mark = " stripped" if stripped else ""
        text = self.encode(f"--- !u!{class_id} &{file_id}{mark}\n{body}")
        document = Document(self, class_id, file_id, stripped, text, 0, len(text))
        if stripped:
            self.stood_in.add(file_id)
        self.documents.insert(self._place(file_id), document)
        self.by_id[file_id] = document
        if self.journal is not None:
            self.journal.added([document])
        elif stripped:
            self.unrecorded.append(document)
        self.touched = True
        return document

    def _place(self, file_id: int) -> int:
        """Return where an id belongs; found by halving if the file is in order, as most are."""
        if self._ascending is None:
            ids = [document.file_id for document in self.documents]
            self._ascending = all(a <= b for a, b in itertools.pairwise(ids))
        if self._ascending:
            return bisect.bisect_right(self.documents, file_id, key=lambda document: document.file_id)
        later = (index for index, document in enumerate(self.documents) if document.file_id > file_id)
        return next(later, len(self.documents))

    def remove(self, documents: set[Document]) -> None:
        """Remove objects; references to them are the caller's business."""
        if self.journal is not None:
            self.journal.removing(documents, self.documents)
        self._removed |= documents
        for document in documents:
            if self.by_id.get(document.file_id) is document:
                del self.by_id[document.file_id]
        self.touched = True

    def holds(self, document: Document) -> bool:
        """Whether a document is in the file now."""
        found = self.by_id.get(document.file_id)
        return found is document or (found is not None and document in self.documents)  # of duplicates

    def put_back(self, behind: dict[Document, Document | None]) -> None:
        """Take removed objects in again.

        Args:
            behind: What to take in, in order, each with the one that it followed: None for the file's first. Where
                that is there no more, they go where Unity would put them.
        """
        if not behind:
            return
        followers: dict[Document | None, list[Document]] = {}
        for document, anchor in behind.items():
            followers.setdefault(anchor, []).append(document)
        placed = followers.pop(None, [])
        for document in self.documents:
            placed.append(document)
            placed += followers.pop(document, ())
        self._documents = placed
        self._by_id = self._ascending = None
        for strays in followers.values():
            for document in strays:
                placed.insert(self._place(document.file_id), document)
        if self.journal is not None:
            self.journal.added(behind)
        self.touched = True

    def reorder(self, documents: list[Document]) -> None:
        """Put its objects into another order; ``documents`` are all of them."""
        assert len(documents) == len(self.documents)
        if self.documents != documents:
            self._documents = list(documents)
            self._ascending = None
            self.touched = True

    # Bytes

    def encode(self, text: str) -> bytes:
        """Return text as bytes with this file's line endings."""
        data = text.encode("utf-8", "surrogateescape")
        return data if self.eol == b"\n" else data.replace(b"\n", self.eol)

    def render(self) -> bytes:
        """Return the file's bytes with all edits."""
        if not self.touched:
            return self.data if self._on_disk is None else self._on_disk
        pieces = [self.header]
        for document in self.documents:
            piece = document.render()
            if not pieces[-1].endswith(b"\n"):  # only the last document may lack its newline, and it moved up
                pieces.append(self.eol)
            pieces.append(piece)
        return b"".join(pieces)

    def save(self, path: Path | None = None, name: str | None = None, *, overwrite: bool = False) -> None:
        """Write the file atomically.

        Args:
            path: Where to, by default where it is from; another file there is replaced.
            name: What errors call it from then on.
            overwrite: Replace it also when it was changed on disk since it was loaded.

        Raises:
            FileChangedError: It was changed on disk since it was loaded; nothing was changed.
            SceneFileError: It cannot be written; nothing was changed.
        """
        elsewhere = path is not None and path != self.path
        target = path if path is not None else self.path
        if target is None:
            raise SceneFileError("an untitled file needs a path to be saved to", name or self.name)
        data = self.render()
        expected = None if elsewhere or overwrite else self._on_disk
        replace_bytes(target, data, name or self.name, expected=expected, since=self._since)
        self.stamp, self._since = stamp_of(target), time.time()
        self.path = target
        self.name = name or self.name
        self._on_disk = data
        self.touched = False

    @property
    def changed_on_disk(self) -> bool:
        """Whether the file on disk is no longer what it was when it was loaded or saved.

        Where only its time is another one, the contents are compared.
        """
        if self.path is None or self._on_disk is None:
            return False
        stamp = stamp_of(self.path)
        if stamp == self.stamp:
            return False
        try:
            same = stamp is not None and read_bytes(self.path, self.name) == self._on_disk
        except SceneFileError:
            return True
        if same:
            self.stamp = stamp
        return not same

    @property
    def seen_stamp(self) -> Stamp | None:
        """The stamp of the file on disk now."""
        return stamp_of(self.path) if self.path is not None else None

    @property
    def is_there(self) -> bool:
        """Whether the file exists on disk."""
        return self.seen_stamp is not None

    def save_copy(self, path: Path, name: str) -> None:
        """Write the file's present state elsewhere, and stay what it is."""
        replace_bytes(path, self.render(), name, expected=None)


def _refuse_foreign(data: bytes, name: str) -> None:
    """Raise a SceneFileError for bytes that are not Unity YAML, saying what they are."""
    if not data:
        raise SceneFileError("the file is empty", name)
    if data.startswith(LFS_POINTER):
        raise SceneFileError("this is a Git LFS pointer, not the file itself; run 'git lfs pull'", name, 1)
    text = data[3:] if data.startswith(_BOM) else data
    if not text.startswith(b"%YAML"):
        if b"\0" in data[:4096]:
            raise SceneFileError(
                "the file is binary-serialised; in Unity set Project Settings > Editor > Asset Serialization to "
                "'Force Text' and save it again",
                name,
            )
        raise SceneFileError("this is not a Unity YAML file: its first line is not '%YAML 1.1'", name, 1)
    nul = data.find(b"\0")
    if nul >= 0:
        raise SceneFileError(
            "a NUL byte inside the text: the file is damaged", name, data.count(b"\n", 0, nul) + 1
        )
    markers = [marker for marker in (_CONFLICT[0], _CONFLICT[3]) if marker[:1] in data]
    positions = [at for marker in markers if (at := data.find(b"\n" + marker)) >= 0]
    if positions:
        line = data.count(b"\n", 0, min(positions) + 1) + 1
        raise SceneFileError(
            "an unresolved merge conflict; resolve it first (Unity ships UnityYAMLMerge)", name, line
        )


def _find_all(data: bytes, what: bytes) -> list[int]:
    found = []
    at = data.find(what)
    while at >= 0:
        found.append(at)
        at = data.find(what, at + 1)
    return found
