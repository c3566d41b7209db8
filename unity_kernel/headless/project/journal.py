"""What happens to a file's documents, taken down while it happens, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from unity_kernel.headless.project.document import Document
from unity_kernel.headless.project.instanced import InstancedDocument

__all__ = ["DocumentChange", "Journal"]


class DocumentChange(NamedTuple):
    """One document before and after.

    Attributes:
        document: Which one.
        before: Its bytes before; None if it was not there.
        after: Its bytes after; None if it was there no more.
        behind: What it followed, if it was removed; None for the file's first.
    """

    document: Document
    before: bytes | None
    after: bytes | None
    behind: Document | None = None


class Journal:
    """Takes down what is done to a file; `UnityFile.journal` while it does.

    Attributes:
        objects: Whoever stood for documents that are gone, and shall do so again when these come back.
    """

    def __init__(self) -> None:
        self.objects: dict[Document, Any] = {}
        self._before: dict[Document, bytes | None] = {}
        self._gone: set[Document] = set()
        self._order: list[Document] | None = None  # from before the first removal

    def changing(self, document: Document) -> None:
        """A document is about to change."""
        if document not in self._before:
            self._before[document] = document.render()

    def added(self, documents: Iterable[Document]) -> None:
        """Documents are new in the file, or in it again."""
        for document in documents:
            self._before.setdefault(document, None)
            self._gone.discard(document)

    def removing(self, documents: Iterable[Document], order: list[Document]) -> None:
        """Documents are about to be removed from a file that holds them in this order."""
        if self._order is None:
            self._order = list(order)
        for document in documents:
            self.changing(document)
            self._gone.add(document)

    def absorb(self, later: Journal) -> None:
        """Go on where another one ended."""
        for document, before in later._before.items():
            self._before.setdefault(document, before)
            if document in later._gone:
                self._gone.add(document)
            else:
                self._gone.discard(document)
        self.objects.update(later.objects)
        if self._order is None:
            self._order = later._order

    def changes(self) -> list[DocumentChange]:
        """Return what is different now, what was removed in the file's order.

        Of objects of prefab instances it names only what no file can hold.
        """
        behind = self._followed()
        found = []
        for document in dict.fromkeys((*behind, *self._before)):
            if not isinstance(document, InstancedDocument) or document.is_guess:
                before = self._before[document]
                after = None if document in self._gone else document.render()
                if before != after:
                    found.append(DocumentChange(document, before, after, behind.get(document)))
        return found

    def _followed(self) -> dict[Document, Document | None]:
        """Return which of the documents that stayed each removed one followed."""
        found: dict[Document, Document | None] = {}
        last: Document | None = None
        for document in self._order or ():
            if document in self._gone:
                found[document] = last
            elif self._before.get(document, b"") is not None:
                last = document
        return found
