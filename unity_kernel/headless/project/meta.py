"""The ``.meta`` file beside an asset: its GUID, its labels, what its importer makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from unity_kernel.headless.project.storage import open_file
from unity_kernel.headless.project.tree import (
    Mapping,
    Node,
    Parser,
    Scalar,
    Sequence,
    YamlError,
    to_integer,
    to_real,
)

__all__ = ["Meta", "SpriteFrame", "SubAsset"]


class SubAsset(NamedTuple):
    """An object that an importer makes beside the main one."""

    class_id: int
    file_id: int
    name: str


class SpriteFrame(NamedTuple):
    """A part of a texture that is a sprite of its own; ``rect`` is x, y, width, height in pixels."""

    name: str
    file_id: int
    rect: tuple[float, float, float, float]


class Meta:
    """The contents of a ``.meta`` file; empty if it is missing or not sound.

    Args:
        path: The ``.meta`` file.
    """

    def __init__(self, path: Path) -> None:
        self._root: Mapping | None = None
        try:
            with open_file(path) as stream:
                data = stream.read()
            root = Parser(data, 0, len(data)).block(0, 0)
            self._root = root if isinstance(root, Mapping) else None
        except (OSError, YamlError):
            pass
        self._importer = next(
            (
                node
                for key, node in self._root or ()
                if key.endswith("Importer") and isinstance(node, Mapping)
            ),
            None,
        )

    @property
    def importer(self) -> str:
        """The importer's name, such as ``TextureImporter``."""
        return next((key for key, _ in self._root or () if key.endswith("Importer")), "")

    @property
    def labels(self) -> list[str]:
        """The labels that users gave the asset."""
        node = self._root.get("labels") if self._root is not None else None
        return [item.text for item in node if isinstance(item, Scalar)] if isinstance(node, Sequence) else []

    @property
    def main_id(self) -> int:
        """File id of the main object of a native asset; 0 if the file does not say."""
        return _integer(self.setting("mainObjectFileID"))

    def setting(self, *path: str) -> str:
        """Return an importer's setting as text; empty if it has none."""
        node: Node | None = self._importer
        for key in path:
            node = node.get(key) if isinstance(node, Mapping) else None
        return node.text if isinstance(node, Scalar) else ""

    @property
    def sub_assets(self) -> list[SubAsset]:
        """The objects that the importer names: ``internalIDToNameTable``, before Unity 2019 ``fileIDToRecycleName``."""
        found: list[SubAsset] = []
        table = self._importer.get("internalIDToNameTable") if self._importer is not None else None
        for item in table if isinstance(table, Sequence) else ():
            first = item.get("first") if isinstance(item, Mapping) else None
            second = item.get("second") if isinstance(item, Mapping) else None
            if isinstance(first, Mapping) and first.entries and isinstance(second, Scalar):
                key, value = first.entries[0]
                if isinstance(value, Scalar):
                    found.append(SubAsset(_integer(key), _integer(value.text), second.text))
        older = self._importer.get("fileIDToRecycleName") if self._importer is not None else None
        for key, node in older if isinstance(older, Mapping) else ():
            file_id = _integer(key)
            if file_id and isinstance(node, Scalar):
                found.append(SubAsset(abs(file_id) // 100_000, file_id, node.text))
        return found

    @property
    def sprites(self) -> list[SpriteFrame]:
        """The sprites that a texture is cut into; none if it is one as a whole."""
        sheet = self._importer.get("spriteSheet") if self._importer is not None else None
        frames = sheet.get("sprites") if isinstance(sheet, Mapping) else None
        ids = {part.name: part.file_id for part in self.sub_assets}
        found = []
        for frame in frames if isinstance(frames, Sequence) else ():
            if not isinstance(frame, Mapping):
                continue
            name = _text(frame.get("name"))
            rect = frame.get("rect")
            box = [to_real(_text(rect.get(key))) for key in _BOX] if isinstance(rect, Mapping) else [0.0] * 4
            file_id = _integer(_text(frame.get("internalID"))) or ids.get(name, 0)
            found.append(SpriteFrame(name, file_id, (box[0], box[1], box[2], box[3])))
        return found


_BOX = ("x", "y", "width", "height")


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _integer(text: str) -> int:
    return to_integer(text) or 0
