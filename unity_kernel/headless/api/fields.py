"""Serialised fields as properties: how a value in a file becomes a Python value, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Mapping, Node, Scalar, Sequence
from unity_kernel.headless.project.tree import to_real

from . import catalogue
from .interop import Array
from .values import Color, Quaternion, Vector2, Vector3, Vector4
from .values.single import single

if TYPE_CHECKING:
    from .objects import Object

__all__ = [
    "boolean",
    "color",
    "enum",
    "integer",
    "mask",
    "quaternion",
    "read",
    "real",
    "text",
    "vector2",
    "vector3",
    "write",
]

Path = tuple[str | int, ...]

_STRUCTS: dict[tuple[str, ...], Any] = {
    ("x", "y"): Vector2,
    ("x", "y", "z"): Vector3,
    ("x", "y", "z", "w"): Vector4,
    ("r", "g", "b", "a"): Color,
}


def _property(get: Callable[[Any], Any], put: Callable[[Any, Any], bool], doc: str) -> Any:
    def assign(self: Object, value: Any) -> None:
        if put(self, value):
            self._changed()

    return property(get, assign, doc=doc)


def real(*path: str, default: float = 0.0, doc: str = "") -> Any:
    """A float32 field."""

    def get(self: Object) -> float:
        return single(self._document.real(*path, default=default))

    return _property(get, lambda self, value: self._document.set_number(path, single(value)), doc)


def integer(*path: str, default: int = 0, doc: str = "") -> Any:
    """An integer field."""

    def get(self: Object) -> int:
        value = self._document.integer(*path)
        return default if value is None else value

    def put(self: Object, value: Any) -> bool:
        if not isinstance(value, int):
            raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.Int32")
        return self._document.set_number(path, value)

    return _property(get, put, doc)


def boolean(*path: str, default: bool = False, doc: str = "") -> Any:
    """A field that files hold as 0 or 1."""

    def get(self: Object) -> bool:
        text = self._document.text(*path)
        return default if text is None else text != "0"

    return _property(get, lambda self, value: self._document.set_number(path, bool(value)), doc)


def text(*path: str, doc: str = "") -> Any:
    """A text field."""

    def put(self: Object, value: Any) -> bool:
        if not isinstance(value, str):
            raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.String")
        return self._document.set_text(path, value)

    return _property(lambda self: self._document.text(*path) or "", put, doc)


def enum(full_name: str, *path: str, default: int = 0, doc: str = "") -> Any:
    """A field that holds the number of an enum's member."""

    def get(self: Object) -> Any:
        value = self._document.integer(*path)
        kind: Any = catalogue.enum_type(full_name)
        try:
            return kind(default if value is None else value)
        except ValueError:
            return value

    def put(self: Object, value: Any) -> bool:
        kind = catalogue.enum_type(full_name)
        if not isinstance(value, kind):
            raise TypeError(f"'{type(value).__name__}' value cannot be converted to {full_name}")
        return self._document.set_number(path, int(value))  # type: ignore[call-overload]

    return _property(get, put, doc)


def _struct(cls: Any, axes: str, path: tuple[str, ...], doc: str) -> Any:
    def get(self: Object) -> Any:
        numbers = self._document.numbers(path[0], len(axes)) if len(path) == 1 else None
        if numbers is None:
            numbers = tuple(self._document.real(*path, axis) for axis in axes)
        return cls._from(numbers)

    def put(self: Object, value: Any) -> bool:
        if len(path) == 1:
            return self._document.set_numbers(path[0], axes, cls._take(value))
        changed = False
        for axis, number in zip(axes, cls._take(value), strict=True):
            changed |= self._document.set_number((*path, axis), float(number))
        return changed

    return _property(get, put, doc)


def vector2(*path: str, doc: str = "") -> Any:
    """A Vector2 field."""
    return _struct(Vector2, "xy", path, doc)


def vector3(*path: str, doc: str = "") -> Any:
    """A Vector3 field."""
    return _struct(Vector3, "xyz", path, doc)


def quaternion(*path: str, doc: str = "") -> Any:
    """A Quaternion field."""
    return _struct(Quaternion, "xyzw", path, doc)


def color(*path: str, doc: str = "") -> Any:
    """A Color field."""
    return _struct(Color, "rgba", path, doc)


def mask(*path: str, doc: str = "") -> Any:
    """A layer mask as an integer of 32 bits, -1 for everything."""

    def get(self: Object) -> int:
        value = self._document.integer(*path, "m_Bits")
        value = 0 if value is None else value
        return value - (1 << 32) if value >= 1 << 31 else value

    def put(self: Object, value: Any) -> bool:
        return self._document.set_number((*path, "m_Bits"), int(value) & 0xFFFFFFFF)

    return _property(get, put, doc)


# Fields whose type only the file tells


def read(owner: Object, path: Path, node: Node) -> Any:
    """Return the value of a node of an object's document, by its shape."""
    if isinstance(node, Scalar):
        return _plain(node)
    if isinstance(node, Sequence):
        return Array([read(owner, (*path, index), item) for index, item in enumerate(node.items)])
    keys = tuple(key for key, _ in node)
    if keys[:1] == ("fileID",):
        return _reference(owner, node)
    struct = _STRUCTS.get(keys)
    if struct is not None:
        return struct._from([to_real(child.text) for _, child in node if isinstance(child, Scalar)])
    return {key: read(owner, (*path, key), child) for key, child in node}


def _plain(node: Scalar) -> Any:
    value = node.text
    if node.raw[:1] in (b"'", b'"'):
        return value
    try:
        return int(value)
    except ValueError:
        pass
    try:
        return single(float(value)) if value[:1] in "-.0123456789I" else value
    except ValueError:
        return value


def _reference(owner: Object, node: Mapping) -> Any:
    from .references import resolve_for

    values = {key: child.text for key, child in node if isinstance(child, Scalar)}
    try:
        file_id = int(values.get("fileID", "0"))
    except ValueError:
        return None
    return resolve_for(owner, file_id, values.get("guid", ""))


def write(owner: Object, path: Path, value: Any) -> None:
    """Write a value over a node of an object's document; it must have the shape that the file has.

    Raises:
        TypeError: The shapes differ.
    """
    document = owner._document
    node = document.node(path)
    shown = ".".join(map(str, path))
    changed = False
    if isinstance(node, Scalar):
        if isinstance(value, str):
            changed = document.set_text(path, value)
        elif isinstance(value, (bool, int, float)):
            if isinstance(value, float):
                value = single(value)
            changed = document.set_number(path, value)
        elif hasattr(value, "value__"):
            changed = document.set_number(path, int(value))
        else:
            raise TypeError(f"'{type(value).__name__}' value cannot be written to {shown}")
    elif isinstance(node, Mapping):
        keys = tuple(key for key, _ in node)
        if keys[:1] == ("fileID",):
            from .references import reference_of

            changed = document.set_reference(path, *reference_of(owner, value))
        elif keys in _STRUCTS:
            components = (Quaternion if isinstance(value, Quaternion) else _STRUCTS[keys])._take(value)
            for key, number in zip(keys, components, strict=True):
                changed |= document.set_number((*path, key), float(number))
        elif isinstance(value, dict):
            for key, inner in value.items():
                write(owner, (*path, str(key)), inner)
            return
        else:
            raise TypeError(f"'{type(value).__name__}' value cannot be written to {shown}")
    elif isinstance(node, Sequence):
        items = list(value)
        if len(items) != len(node):
            raise HeadlessLimitation(
                f"changing the length of the array {shown} is not in the headless editor yet"
            )
        for index, item in enumerate(items):
            write(owner, (*path, index), item)
        return
    else:
        raise AttributeError(f"there is no serialised field {shown}")
    if changed:
        owner._changed()
