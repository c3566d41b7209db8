"""An object that a PrefabInstance brings into a file, and the PrefabInstance that brings it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project.document import NO_EDITS, NO_FIELDS, Document
from unity_kernel.headless.project.modifications import Modification, parse
from unity_kernel.headless.project.overrides import FIXED, apply
from unity_kernel.headless.project.tree import Mapping, Scalar, Sequence, to_integer

if TYPE_CHECKING:
    from unity_kernel.headless.project.expansion import Expansion
    from unity_kernel.headless.project.unityfile import UnityFile

__all__ = ["MASK", "InstancedDocument", "PrefabInstance", "guid_of"]

MASK = 0x7FFFFFFFFFFFFFFF
_LOCAL = re.compile(rb"(?<=[:\-] )\{fileID: (-?\d{1,19})\}")
_FATHER = re.compile(rb"(\n  m_Father: )\{fileID: 0\}")
_PARENT = re.compile(rb"\n    m_TransformParent: \{fileID: (-?\d{1,19})\}")
_HEADER = re.compile(rb"--- [^\n]*")


def guid_of(document: Document, *keys: str) -> tuple[int, str, str]:
    """Return (file id, guid, reference type) of the first of several fields that is a reference to an asset."""
    for key in keys:
        plain = document.asset_reference(key)
        if plain is not None:
            return plain
        node = document.field(key)
        if isinstance(node, Mapping):
            values = {name: child.text for name, child in node if isinstance(child, Scalar)}
            file_id = to_integer(values.get("fileID", "0"))
            if file_id is not None:
                return file_id, values.get("guid", ""), values.get("type", "3")
    return 0, "", "3"


class PrefabInstance:
    """A use of a prefab in a file: which one, below what, and how its objects differ.

    Attributes:
        document: Its own document, a PrefabInstance (``Prefab`` before Unity 2018.3).
        guid: Of the source prefab.
        kind: Reference type of the source: 2 before Unity 2018.3, then 3; 3 for models at all times.
        parent: File id of the Transform that it hangs below; 0 for a root.
        source: The source's objects; set by the expansion, for a missing source to placeholders.
        missing: Why the source could not be used; empty if it could.
        ids: File ids in the expanded file by file ids in the source.
        root: File id of its root Transform in the expanded file.
        edited: Its objects that were edited, since the file was loaded.
        guessed: File ids in a missing source that nobody knows for sure: overrides of these cannot be written.
        former: What entries of the list of overrides were before they were rewritten for edits; None for new ones.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        _, self.guid, self.kind = guid_of(document, "m_SourcePrefab", "m_ParentPrefab")
        self.parent = self.read_parent()
        self.source: Expansion
        self.missing = ""
        self.ids: dict[int, int] = {}
        self.root = 0
        self.edited: dict[InstancedDocument, None] = {}
        self.guessed: set[int] = set()
        self.former: dict[tuple[int, str], bytes | None] = {}
        self._overridden: dict[int, set[str]] | None = None
        self._by_target: dict[int, list[Modification]] | None = None

    def forget(self) -> None:
        """Read its document again when next asked: overrides were changed there, or the source is another.

        Edits that were not written into the list of overrides are lost.
        """
        self._overridden = self._by_target = None
        self.edited, self.former = {}, {}
        self.parent = self.read_parent()

    @property
    def file_id(self) -> int:
        """Its own file id."""
        return self.document.file_id

    @property
    def modifications(self) -> dict[int, list[Modification]]:
        """The overrides as the file had them when it was loaded, by target."""
        if self._by_target is None:
            self._by_target = {}
            for item in parse(self.document):
                self._by_target.setdefault(item.target, []).append(item)
        return self._by_target

    @property
    def overridden(self) -> dict[int, set[str]]:
        """The fields at the top of objects that overrides touch, by target."""
        if self._overridden is None:
            self._overridden = {
                target: {item.path.partition(".")[0] for item in items}
                for target, items in self.modifications.items()
            }
        return self._overridden

    def value(self, target: int, path: str) -> str | None:
        """Return the overridden value of a property; of several the last, None if there is none."""
        found = [item.value for item in self.modifications.get(target, ()) if item.path == path]
        return found[-1] if found else None

    def read_parent(self) -> int:
        """Return the file id of the Transform that its document hangs it below."""
        match = _PARENT.search(self.document.render())
        if match is not None:
            return int(match[1])
        return self.document.reference("m_Modification", "m_TransformParent")

    def hang_below(self, parent: int) -> None:
        """Move the whole instance below another Transform of its file, 0 for the roots."""
        self.parent = parent
        self.document.set_reference(("m_Modification", "m_TransformParent"), parent)

    def listed(self, key: str) -> list[int]:
        """Return the file ids in the source that a list names, such as ``m_RemovedComponents``."""
        found = []
        for index in range(self._length(key)):
            file_id = self.document.integer("m_Modification", key, index, "fileID")
            if file_id is not None:
                found.append(file_id)
        return found

    def _length(self, key: str) -> int:
        """Return how long a list is; mostly it is empty, which is seen without parsing all overrides before it."""
        data = self.document.render()
        marker = b"\n    " + key.encode() + b":"
        at = data.find(marker)
        if at < 0 or data.startswith(b" []", at + len(marker)):
            return 0
        node = self.document.node(("m_Modification", key))
        return len(node) if isinstance(node, Sequence) else 0

    def insert_indexes(self, key: str) -> dict[int, int]:
        """Return where ``m_AddedGameObjects`` or ``m_AddedComponents`` puts its objects, by their file ids."""
        found = {}
        for index in range(self._length(key)):
            added = self.document.reference("m_Modification", key, index, "addedObject")
            where = self.document.integer("m_Modification", key, index, "insertIndex")
            found[added] = -1 if where is None else where
        return found


_LAZY = ("_data", "_start", "_end")


class InstancedDocument(Document):
    """An object of a source prefab as one PrefabInstance shows it: references translated, overrides applied.

    Its bytes are made when first needed and never written to a file: edits become overrides of the instance
    (`Expansion.flush`). Until it has bytes of its own, plain values are read from the source.

    Attributes:
        source: The object in the source prefab, itself perhaps one of a nested instance.
        instance: Who brings it.
    """

    __slots__ = ("base", "instance", "source")
    is_written = False

    def __init__(self, file: UnityFile, instance: PrefabInstance, source: Document, file_id: int) -> None:
        self.file = file
        self.class_id = source.class_id
        self.file_id = file_id
        self.stripped = False
        self.source = source
        self.instance = instance
        self.base: bytes | None = None  # as the file had it, before any edit
        self._fields = NO_FIELDS
        self._entries = None
        self._edited = NO_EDITS

    def forget(self, source: Document | None = None) -> None:
        """Make its bytes anew when next needed, from another source if given."""
        if source is not None:
            self.source = source
        if self.base is not None:
            del self._data, self._start, self._end
        self.base = None
        self._fields, self._entries, self._edited = {}, None, {}

    def __getattr__(self, name: str) -> Any:
        if name in _LAZY:  # not set yet
            self._materialise()
            return getattr(self, name)
        raise AttributeError(name)

    def _materialise(self) -> None:
        ids = self.instance.ids
        data = _HEADER.sub(b"--- !u!%d &%d" % (self.class_id, self.file_id), self.source.render(), count=1)

        def translated(match: re.Match[bytes]) -> bytes:
            old = int(match[1])
            return b"{fileID: %d}" % ids.get(old, 0) if old else match[0]

        data = _LOCAL.sub(translated, data)
        if self.file_id == self.instance.root:
            data = _FATHER.sub(b"\\g<1>{fileID: %d}" % self.instance.parent, data, count=1)
        overrides = self.instance.modifications.get(self.source.file_id)
        if overrides:
            scratch = Document(
                self.instance.source.scratch, self.class_id, self.file_id, False, data, 0, len(data)
            )
            apply(scratch, overrides)
            data = scratch.render()
        self.base = data
        self._data, self._start, self._end = data, 0, len(data)

    @property
    def type_name(self) -> str:
        """The class name on the line under the header."""
        return self.source.type_name

    def overrides(self) -> list[Modification]:
        """Return the overrides that the file had for this object."""
        return self.instance.modifications.get(self.source.file_id, [])

    def _tells(self, key: str | int) -> bool:
        """Whether the source has a field's value, but for the file ids in it."""
        if self.base is not None:
            return False
        overridden = self.instance.overridden.get(self.source.file_id)
        return overridden is None or key in FIXED or key not in overridden

    def text(self, *path: str | int) -> str | None:
        if self._tells(path[0]) and path[0] not in FIXED and path[-1] != "fileID":
            return self.source.text(*path)
        if len(path) == 1 and self.base is None and self.source.text(*path) is not None:
            overrides = [item for item in self.overrides() if item.path == path[0]]
            if overrides and not any(item.is_reference for item in overrides):
                return overrides[-1].value  # without making the bytes of the whole object
        return super().text(*path)

    def numbers(self, key: str, count: int) -> tuple[float, ...] | None:
        return self.source.numbers(key, count) if self._tells(key) else super().numbers(key, count)

    def reference(self, *path: str | int) -> int:
        if not self._tells(path[0]):
            return super().reference(*path)
        if path == ("m_Father",) and self.file_id == self.instance.root:
            return self.instance.parent
        return self.instance.ids.get(self.source.reference(*path), 0)

    def references(self, key: str, inner: str | None = None) -> list[int]:
        if not self._tells(key):
            return super().references(key, inner)
        ids = self.instance.ids
        return [ids[i] for i in self.source.references(key, inner) if i in ids]

    @property
    def is_placeholder(self) -> bool:
        """Whether it, or what it was made from however deep, stands for an object of a missing prefab or a model."""
        document: Document = self
        while isinstance(document, InstancedDocument):
            if document.instance.missing:
                return True
            document = document.source
        return False

    @property
    def is_guess(self) -> bool:
        """Whether it belongs to a placeholder and its file id in the missing source is not known."""
        return self.source.file_id in self.instance.guessed

    def _note(self) -> None:
        super()._note()
        self.instance.edited[self] = None
        self.file.unflushed[self.instance] = None
