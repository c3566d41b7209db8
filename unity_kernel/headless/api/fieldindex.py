"""Finding objects by a value in their documents without looking at each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from unity_kernel.headless.project import Document

__all__ = ["FieldIndex"]


class FieldIndex:
    """Documents of one class by a text in them, such as GameObjects by name; made when first asked.

    Documents that changed or are new are told to `refile`, those that are gone to `discard`; what came in any other
    way is noticed by the number of documents, and all is read again.

    Args:
        class_id: Unity's class number.
        value: Returns the text of a document.
    """

    def __init__(self, class_id: int, value: Callable[[Document], str]) -> None:
        self.class_id = class_id
        self._value = value
        self._values: dict[Document, str] | None = None
        self._documents: dict[str, dict[Document, None]] = {}

    def refile(self, documents: Iterable[Document]) -> None:
        """Look again at documents that changed, or are new."""
        if self._values is None:
            return
        for document in documents:
            if document.class_id == self.class_id:
                self.discard(document)
                self._put(document)

    def forget(self) -> None:
        """Read all again when next asked."""
        self._values = None

    def discard(self, document: Document) -> None:
        """Forget a document."""
        if self._values is not None and (old := self._values.pop(document, None)) is not None:
            del self._documents[old][document]

    def _put(self, document: Document) -> None:
        assert self._values is not None
        value = self._value(document)
        self._values[document] = value
        self._documents.setdefault(value, {})[document] = None

    def find(self, value: str, documents: Collection[Document]) -> list[Document]:
        """Return the documents with a value, out of all those of the class."""
        if self._values is None or len(self._values) != len(documents):
            self._values, self._documents = {}, {}
            for document in documents:
                self._put(document)
        return [document for document in self._documents.get(value, ()) if document in documents]
