"""Settings as static properties: of the open scene, and of the project's ``ProjectSettings`` folder.

A setting is written when the scene, or the project (``AssetDatabase.SaveAssets``), is saved.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document, Mapping, Node, Scalar, Sequence, Style, UnityFile
from unity_kernel.headless.project.tree import to_integer

from . import world
from .assetfiles import AssetFile, asset_file
from .fields import Field
from .interop import ApiType, Array, static_property
from .objects import Object

__all__ = [
    "Holder",
    "Part",
    "SortingLayer",
    "is_settings",
    "project_settings",
    "scene_settings",
    "settings_object",
    "statics",
]


def is_settings(path: str) -> bool:
    """Whether a path names a file of the project's settings that exists."""
    return path.startswith("ProjectSettings/") and asset_file(path).native is not None


def settings_object(path: str) -> Any:
    """Return the object of a settings file, as an object without members of its own."""
    from .classes import _make

    file = asset_file(path)
    found = _objects.get(file)
    if found is None and file.native is not None and file.native.documents:
        document = file.native.documents[0]
        _objects[file] = found = _make(document.type_name, "UnityEditor", Object)._wrap(document, None)
    return found


_objects: weakref.WeakKeyDictionary[AssetFile, Object] = weakref.WeakKeyDictionary()


class Holder:
    """What stands in for the object that static properties have not: a document, and what happens after an edit."""

    __slots__ = ("_changed", "_document", "_id", "_scene", "name")

    def __init__(self, document: Any, name: str, changed: Callable[[], None], scene: Any = None) -> None:
        self._document = document
        self._changed = changed
        self._scene = scene
        self._id = 0
        self.name = name


def project_settings(name: str) -> Holder:
    """Return the settings of a file in ``ProjectSettings``; without the file, defaults that cannot be written."""
    native = asset_file(f"ProjectSettings/{name}.asset").native
    if native is None or not native.documents:
        bare = UnityFile(b"%YAML 1.1\n", f"ProjectSettings/{name}.asset", Style())
        return Holder(bare.add(0, 1, f"{name}:\n  m_ObjectHideFlags: 0\n"), name, lambda: None)
    return Holder(native.documents[0], name, lambda: None)


def scene_settings(class_id: int, name: str) -> Holder:
    """Return settings of the active scene.

    Raises:
        HeadlessLimitation: No scene is open, or it has none (as those of prefabs have not).
    """
    scene = world.current().active
    for document in scene.file.documents if scene is not None else ():
        if document.class_id == class_id and not document.stripped:
            return Holder(document, name, _dirty(scene), scene)
    raise HeadlessLimitation(f"the active scene has no {name}; make or open a scene first")


def _dirty(scene: Any) -> Callable[[], None]:
    def mark() -> None:
        scene.dirty = True

    return mark


def statics(holder: Callable[[], Any]) -> Callable[[type], Any]:
    """Turn a class's fields into static ones, over what ``holder`` returns; used as a decorator."""

    def one(field: Field) -> static_property:
        read: Any = field.fget
        write: Any = field.fset
        made = static_property(lambda: read(holder()), lambda value: write(holder(), value))
        made.__doc__ = field.__doc__
        made.field = field  # type: ignore[attr-defined]
        return made

    def turn(cls: type) -> Any:
        for name, value in list(vars(cls).items()):
            if isinstance(value, Field):
                type.__setattr__(cls, name, one(value))
        return cls

    return turn


class Part:
    """A part of a document, as a document: fields of a module stand in it by their own names."""

    __slots__ = ("_base", "_path")

    def __init__(self, base: Document | Part, *path: str | int) -> None:
        self._base = base
        self._path = path

    def field(self, key: str) -> Node | None:
        """Return a field of the part."""
        return self.node((key,))

    def node(self, path: tuple[str | int, ...]) -> Node | None:
        """Return the node at a path from here."""
        return self._base.node((*self._path, *path))

    def text(self, *path: str | int) -> str | None:
        """Return the text at a path from here."""
        return self._base.text(*self._path, *path)

    def integer(self, *path: str | int) -> int | None:
        """Return the integer at a path from here."""
        return self._base.integer(*self._path, *path)

    def real(self, *path: str | int, default: float = 0.0) -> float:
        """Return the number at a path from here."""
        return self._base.real(*self._path, *path, default=default)

    def numbers(self, key: str, count: int) -> None:
        """Return None: there is no fast way into a part."""

    def set_number(self, path: tuple[str | int, ...], value: float) -> bool:
        """Write a number."""
        return self._base.set_number((*self._path, *path), value)

    def set_text(self, path: tuple[str | int, ...], text: str) -> bool:
        """Write a text."""
        return self._base.set_text((*self._path, *path), text)

    def set_reference(self, path: tuple[str | int, ...], *target: Any) -> bool:
        """Write a reference."""
        return self._base.set_reference((*self._path, *path), *target)

    def set_numbers(self, key: str, axes: str, values: Any) -> bool:
        """Write the numbers of an inline map."""
        changed = False
        for axis, value in zip(axes, values, strict=True):
            changed |= self.set_number((key, axis), float(value))
        return changed


def texts(document: Document, *path: str | int) -> list[str]:
    """Return the texts of a list."""
    node = document.node(path)
    return [item.text for item in node if isinstance(item, Scalar)] if isinstance(node, Sequence) else []


class SortingLayer(metaclass=ApiType):
    """A layer of 2D drawing, of the project's list."""

    _namespace = "UnityEngine"
    __slots__ = ("_index",)
    _index: int

    @staticmethod
    def _table() -> list[tuple[str, int]]:
        """Names and numbers, the rearmost first; files hold the numbers unsigned."""
        try:
            node = project_settings("TagManager")._document.field("m_SortingLayers")
        except HeadlessLimitation:
            return [("Default", 0)]
        found = []
        for item in node if isinstance(node, Sequence) else ():
            if isinstance(item, Mapping):
                name, number = item.get("name"), item.get("uniqueID")
                value = (to_integer(number.text) or 0) if isinstance(number, Scalar) else 0
                value = value - (1 << 32) if value >= 1 << 31 else value
                found.append((name.text if isinstance(name, Scalar) else "", value))
        return found or [("Default", 0)]

    @staticmethod
    def _all() -> Array[SortingLayer]:
        made = []
        for index in range(len(SortingLayer._table())):
            layer = object.__new__(SortingLayer)
            layer._index = index
            made.append(layer)
        return Array(made, SortingLayer)

    layers = static_property(lambda: SortingLayer._all())

    @property
    def name(self) -> str:
        """Its name."""
        return self._table()[self._index][0]

    @property
    def id(self) -> int:
        """Its number, which renderers refer to."""
        return self._table()[self._index][1]

    @property
    def value(self) -> int:
        """Its place in the order, from the default layer's 0."""
        return self.GetLayerValueFromID(self.id)

    @staticmethod
    def NameToID(name: str) -> int:
        """Return a layer's number; 0 for an unknown name."""
        return next((number for known, number in SortingLayer._table() if known == name), 0)

    @staticmethod
    def IDToName(id: int) -> str:
        """Return a layer's name; empty for an unknown number."""
        return next((name for name, known in SortingLayer._table() if known == id), "")

    @staticmethod
    def IsValid(id: int) -> bool:
        """Whether a layer has that number."""
        return any(known == id for _, known in SortingLayer._table())

    @staticmethod
    def GetLayerValueFromID(id: int) -> int:
        """Return a layer's place in the order, counted from the default layer."""
        numbers = [number for _, number in SortingLayer._table()]
        base = numbers.index(0) if 0 in numbers else 0
        return numbers.index(id) - base if id in numbers else 0

    @staticmethod
    def GetLayerValueFromName(name: str) -> int:
        """Return a layer's place in the order by its name."""
        return SortingLayer.GetLayerValueFromID(SortingLayer.NameToID(name))

    def __repr__(self) -> str:
        return f"<UnityEngine.SortingLayer {self.name!r}>"
