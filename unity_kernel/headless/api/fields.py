"""Serialised fields as properties: a line a property, saying where in the file its value stands.

A field that a file lacks, because another version of Unity wrote it, reads as the default and cannot be written.
Numbers beyond the limits that Unity's manual gives are brought back to them, as Unity does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import HeadlessLimitation, SceneFileError
from unity_kernel.headless.project import Document, Sequence
from unity_kernel.headless.project.tree import to_integer, to_real

from . import catalogue, curvefields
from .interop import Array
from .shapes import Path, pack_color, read, resize, unpack_color, write
from .values import Bounds, Color, LayerMask, Quaternion, Rect, Vector2, Vector3, Vector4
from .values.single import single

if TYPE_CHECKING:
    from .objects import Object

__all__ = [
    "Field",
    "boolean",
    "bounds",
    "color",
    "curve",
    "enum",
    "gradient",
    "integer",
    "layers",
    "mask",
    "packed_color",
    "points",
    "quaternion",
    "read",
    "real",
    "rect",
    "reference",
    "references",
    "text",
    "vector2",
    "vector3",
    "vector4",
    "write",
]

Keys = tuple[str, ...]


class Field(property):
    """A property over a serialised field.

    Attributes:
        kind: What it holds, such as ``real``.
        paths: Where it may stand in a file, the newest name first.
    """

    kind: str
    paths: tuple[Keys, ...]


def _field(
    kind: str,
    paths: tuple[Keys, ...],
    get: Callable[[Any], Any],
    put: Callable[[Any, Keys, Any], bool],
    doc: str,
) -> Any:
    """Make a property; ``put`` writes a checked value at one path and returns whether that changed anything."""
    first = paths[0]

    def assign(self: Object, value: Any) -> None:
        try:
            changed = put(self, first, value)
        except SceneFileError:
            changed = put(self, _place(self, paths), value)
        if changed:
            self._changed()

    made = Field(get, assign, doc=doc)
    made.kind, made.paths = kind, paths
    return made


def _place(owner: Any, paths: tuple[Keys, ...]) -> Keys:
    """Return the path that the file has.

    Raises:
        HeadlessLimitation: It has none of them.
    """
    for path in paths:
        if owner._document.node(path) is not None:
            return path
    raise HeadlessLimitation(
        f'{type(owner).__name__} "{getattr(owner, "name", "")}" has no field {".".join(paths[0])} in its file, '
        "which another version of Unity wrote; open and save it in the project's Unity first"
    )


def _paths(path: Keys, older: str | Keys | None) -> tuple[Keys, ...]:
    if older is None:
        return (path,)
    return path, ((older,) if isinstance(older, str) else older)


def _text_at(document: Document, paths: tuple[Keys, ...]) -> str | None:
    text = document.text(*paths[0])
    if text is None:
        for path in paths[1:]:
            if (text := document.text(*path)) is not None:
                break
    return text


def _limited(value: Any, least: float | None, most: float | None) -> Any:
    if least is not None and value < least:
        return type(value)(least)
    return type(value)(most) if most is not None and value > most else value


def real(
    *path: str,
    default: float = 0.0,
    older: str | Keys | None = None,
    least: float | None = None,
    most: float | None = None,
    doc: str = "",
) -> Any:
    """A float32 field.

    Args:
        path: Where it stands.
        default: Its value where the file has none.
        older: What it was called before.
        least: Its lower limit in Unity, if it has one.
        most: Its upper limit in Unity, if it has one.
        doc: What it means.
    """
    paths = _paths(path, older)

    def get(self: Object) -> float:
        text = self._document.text(*path)
        if text is None and older is not None:
            text = _text_at(self._document, paths)
        return single(to_real(text, default))

    def put(self: Object, where: Keys, value: Any) -> bool:
        return self._document.set_number(where, _limited(single(value), least, most))

    return _field("real", paths, get, put, doc)


def integer(
    *path: str,
    default: int = 0,
    older: str | Keys | None = None,
    least: int | None = None,
    most: int | None = None,
    doc: str = "",
) -> Any:
    """An integer field."""
    paths = _paths(path, older)

    def get(self: Object) -> int:
        found = to_integer(_text_at(self._document, paths))
        return default if found is None else found

    def put(self: Object, where: Keys, value: Any) -> bool:
        if not isinstance(value, int):
            raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.Int32")
        return self._document.set_number(where, _limited(int(value), least, most))

    return _field("integer", paths, get, put, doc)


def boolean(*path: str, default: bool = False, older: str | Keys | None = None, doc: str = "") -> Any:
    """A field that files hold as 0 or 1."""
    paths = _paths(path, older)

    def get(self: Object) -> bool:
        text = _text_at(self._document, paths)
        return default if text is None else text != "0"

    def put(self: Object, where: Keys, value: Any) -> bool:
        return self._document.set_number(where, bool(value))

    return _field("boolean", paths, get, put, doc)


def text(*path: str, default: str = "", doc: str = "") -> Any:
    """A text field."""

    def get(self: Object) -> str:
        found = self._document.text(*path)
        return default if found is None else found

    def put(self: Object, where: Keys, value: Any) -> bool:
        if not isinstance(value, str):
            raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.String")
        return self._document.set_text(where, value)

    return _field("text", (path,), get, put, doc)


def enum(full_name: str, *path: str, default: int = 0, older: str | Keys | None = None, doc: str = "") -> Any:
    """A field that holds the number of an enum's member."""
    paths = _paths(path, older)

    def get(self: Object) -> Any:
        found = to_integer(_text_at(self._document, paths))
        value = default if found is None else found
        kind: Any = catalogue.enum_type(full_name)
        try:
            return kind(value)
        except ValueError:
            return value

    def put(self: Object, where: Keys, value: Any) -> bool:
        kind = catalogue.enum_type(full_name)
        if not isinstance(value, kind):
            raise TypeError(f"'{type(value).__name__}' value cannot be converted to {full_name}")
        return self._document.set_number(where, int(value))  # type: ignore[call-overload]

    made = _field("enum", paths, get, put, doc)
    made.enum = full_name
    return made


def _struct(
    cls: Any, axes: tuple[str, ...], path: Keys, doc: str, default: tuple[float, ...] = (), older: Any = None
) -> Any:
    """A field of numbers, one a key."""
    paths = _paths(path, older)
    inline = "".join(axes) if all(len(axis) == 1 for axis in axes) else ""
    initial = default or (0.0,) * len(axes)

    def get(self: Object) -> Any:
        document = self._document
        numbers = document.numbers(path[0], len(axes)) if inline and len(path) == 1 else None
        if numbers is None:
            where = next((p for p in paths if document.node(p) is not None), None)
            if where is None:
                return cls._from(initial)
            numbers = tuple(document.real(*where, axis) for axis in axes)
        return cls._from(numbers)

    def put(self: Object, where: Keys, value: Any) -> bool:
        if inline and len(where) == 1:
            return self._document.set_numbers(where[0], inline, cls._take(value))
        changed = False
        for axis, number in zip(axes, cls._take(value), strict=True):
            changed |= self._document.set_number((*where, axis), float(number))
        return changed

    return _field(cls.__name__, paths, get, put, doc)


def vector2(*path: str, default: tuple[float, ...] = (), doc: str = "") -> Any:
    """A Vector2 field."""
    return _struct(Vector2, ("x", "y"), path, doc, default)


def vector3(*path: str, default: tuple[float, ...] = (), doc: str = "") -> Any:
    """A Vector3 field."""
    return _struct(Vector3, ("x", "y", "z"), path, doc, default)


def vector4(*path: str, default: tuple[float, ...] = (), doc: str = "") -> Any:
    """A Vector4 field."""
    return _struct(Vector4, ("x", "y", "z", "w"), path, doc, default)


def quaternion(*path: str, doc: str = "") -> Any:
    """A Quaternion field."""
    return _struct(Quaternion, ("x", "y", "z", "w"), path, doc, (0.0, 0.0, 0.0, 1.0))


def color(*path: str, default: tuple[float, ...] = (), older: str | Keys | None = None, doc: str = "") -> Any:
    """A Color field."""
    return _struct(Color, ("r", "g", "b", "a"), path, doc, default, older)


def rect(*path: str, default: tuple[float, ...] = (), doc: str = "") -> Any:
    """A Rect field."""
    return _struct(Rect, ("x", "y", "width", "height"), path, doc, default)


def bounds(*path: str, doc: str = "") -> Any:
    """A Bounds field: its center, and half its size."""

    def get(self: Object) -> Bounds:
        found: Any = self._document.node(path)
        return read(self, path, found) if found is not None else Bounds()

    def put(self: Object, where: Keys, value: Any) -> bool:
        numbers, changed = Bounds._take(value), False
        for key, part in (("m_Center", numbers[:3]), ("m_Extent", numbers[3:])):
            for axis, number in zip("xyz", part, strict=True):
                changed |= self._document.set_number((*where, key, axis), float(number))
        return changed

    return _field("bounds", (path,), get, put, doc)


def packed_color(*path: str, doc: str = "") -> Any:
    """A Color that files hold as one number of four bytes."""

    def get(self: Object) -> Color:
        value = self._document.integer(*path, "rgba")
        return Color._from([part / 255 for part in unpack_color(0xFFFFFFFF if value is None else value)])

    def put(self: Object, where: Keys, value: Any) -> bool:
        parts = [min(max(round(float(part) * 255), 0), 255) for part in Color._take(value)]
        return self._document.set_number((*where, "rgba"), pack_color(parts))

    return _field("packed_color", (path,), get, put, doc)


def _bits(document: Document, path: Keys, default: int) -> int:
    value = document.integer(*path, "m_Bits")
    if value is None:
        value = document.integer(*path)
    value = default if value is None else value
    return value - (1 << 32) if value >= 1 << 31 else value


def _put_bits(self: Object, where: Keys, value: Any) -> bool:
    try:
        return self._document.set_number((*where, "m_Bits"), int(value) & 0xFFFFFFFF)
    except SceneFileError:
        return self._document.set_number(where, int(value) & 0xFFFFFFFF)


def mask(*path: str, default: int = 0, doc: str = "") -> Any:
    """A layer mask as an integer of 32 bits, -1 for everything."""
    return _field("mask", (path,), lambda self: _bits(self._document, path, default), _put_bits, doc)


def layers(*path: str, default: int = 0, doc: str = "") -> Any:
    """A layer mask as a LayerMask."""

    def get(self: Object) -> LayerMask:
        found = LayerMask()
        found.value = _bits(self._document, path, default)
        return found

    def put(self: Object, where: Keys, value: Any) -> bool:
        return _put_bits(self, where, LayerMask._take(value)[0])

    return _field("layers", (path,), get, put, doc)


def reference(*path: str, older: str | Keys | None = None, doc: str = "") -> Any:
    """A field that refers to another object."""
    paths = _paths(path, older)

    def get(self: Object) -> Any:
        for where in paths:
            node = self._document.node(where)
            if node is not None:
                return read(self, where, node)
        return None

    def put(self: Object, where: Keys, value: Any) -> bool:
        from .references import reference_of

        return self._document.set_reference(where, *reference_of(self, value))

    return _field("reference", paths, get, put, doc)


def references(*path: str, element: str = "Object", doc: str = "") -> Any:
    """A list of references, as an array of a class of Unity's."""

    def get(self: Object) -> Array[Any]:
        from .classes import class_named

        node = self._document.node(path)
        found = list(read(self, path, node)) if isinstance(node, Sequence) else []
        return Array(found, class_named(element))

    def put(self: Object, where: Keys, value: Any) -> bool:
        from .references import reference_of

        items: list[Any] = list(value or ())
        targets = [reference_of(self, item) for item in items]
        changed = resize(self, where, items)
        for index, target in enumerate(targets):
            changed |= self._document.set_reference((*where, index), *target)
        return changed

    return _field("references", (path,), get, put, doc)


def points(*path: str, cls: Any = Vector3, doc: str = "") -> Any:
    """A list of vectors, as an array."""
    axes = "xyz"[: len(cls._zeros)]

    def get(self: Object) -> Array[Any]:
        return Array(point_list(self._document, path, cls), cls)

    def put(self: Object, where: Keys, value: Any) -> bool:
        return put_points(self, where, [cls._of(*cls._take(item)) for item in value], axes)

    return _field("points", (path,), get, put, doc)


def point_list(document: Document, path: Path, cls: Any) -> list[Any]:
    """Return the vectors of a list in a document."""
    node = document.node(path)
    axes = "xyz"[: len(cls._zeros)]
    count = len(node) if isinstance(node, Sequence) else 0
    return [cls._from([document.real(*path, index, axis) for axis in axes]) for index in range(count)]


def put_points(owner: Any, path: Path, values: Iterable[Any], axes: str) -> bool:
    """Write vectors over a list in a document; returns whether anything changed."""
    items = list(values)
    changed = resize(owner, path, items)
    for index, item in enumerate(items):
        for axis, number in zip(axes, item._v, strict=True):
            changed |= owner._document.set_number((*path, index, axis), float(number))
    return changed


def curve(*path: str, doc: str = "") -> Any:
    """An AnimationCurve field; what it gives is a copy."""

    def get(self: Object) -> Any:
        return curvefields.read_curve(self._document.node(path))

    def put(self: Object, where: Keys, value: Any) -> bool:
        return curvefields.write_curve(self._document, where, value)

    return _field("curve", (path,), get, put, doc)


def gradient(*path: str, doc: str = "") -> Any:
    """A Gradient field; what it gives is a copy."""

    def get(self: Object) -> Any:
        return curvefields.read_gradient(self._document.node(path))

    def put(self: Object, where: Keys, value: Any) -> bool:
        return curvefields.write_gradient(self._document, where, value)

    return _field("gradient", (path,), get, put, doc)
