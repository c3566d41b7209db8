"""Values by the shape that they have in a file, where no class says what a field holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Mapping, Node, Scalar, Sequence
from unity_kernel.headless.project.blocks import append, rearrange
from unity_kernel.headless.project.tree import to_integer, to_real

from . import curvefields
from .interop import Array
from .values import Bounds, Color, Color32, LayerMask, Quaternion, Rect, Vector2, Vector3, Vector4
from .values.base import Struct
from .values.single import single

if TYPE_CHECKING:
    from .objects import Object

__all__ = ["Path", "pack_color", "read", "resize", "unpack_color", "write"]

Path = tuple[str | int, ...]

_STRUCTS: dict[tuple[str, ...], Any] = {
    ("x", "y"): Vector2,
    ("x", "y", "z"): Vector3,
    ("x", "y", "z", "w"): Vector4,
    ("r", "g", "b", "a"): Color,
}
_AXES: dict[type, str] = {Vector2: "xy", Vector3: "xyz", Vector4: "xyzw", Quaternion: "xyzw", Color: "rgba"}
_RECT = ("x", "y", "width", "height")
_VERSION = "serializedVersion"


def read(owner: Any, path: Path, node: Node) -> Any:
    """Return the value of a node of an object's document."""
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
    known = _known(node, keys[1:] if keys[:1] == (_VERSION,) else keys)
    if known is not None:
        return known
    return {key: read(owner, (*path, key), child) for key, child in node}


def _known(node: Mapping, keys: tuple[str, ...]) -> Any:
    """Return the value of a mapping whose keys are those of one of Unity's types; else None."""
    if keys == _RECT:
        return Rect(*(_number(node.get(key)) for key in keys))
    if keys == ("m_Center", "m_Extent"):
        center, extent = node.get("m_Center"), node.get("m_Extent")
        if isinstance(center, Mapping) and isinstance(extent, Mapping):
            return Bounds._from([_number(part.get(axis)) for part in (center, extent) for axis in "xyz"])
    if keys == ("m_Bits",):
        found, value = LayerMask(), _whole(node.get("m_Bits"))
        found.value = value - (1 << 32) if value >= 1 << 31 else value
        return found
    if keys == ("rgba",):
        return Color32(*unpack_color(_whole(node.get("rgba"))))
    if curvefields.is_curve(keys):
        return curvefields.read_curve(node)
    return curvefields.read_gradient(node) if curvefields.is_gradient(keys) else None


def _number(node: Node | None) -> float:
    return to_real(node.text) if isinstance(node, Scalar) else 0.0


def _whole(node: Node | None) -> int:
    return (to_integer(node.text) if isinstance(node, Scalar) else None) or 0


def unpack_color(value: int) -> list[int]:
    """Return red, green, blue and alpha of a color in one number."""
    return [value >> shift & 255 for shift in (0, 8, 16, 24)]


def pack_color(parts: list[int]) -> int:
    """Return a color of four bytes as one number."""
    return sum(part << shift for part, shift in zip(parts, (0, 8, 16, 24), strict=True))


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


def write(owner: Any, path: Path, value: Any) -> None:
    """Write a value over a node of an object's document; it must have the shape that the file has.

    Raises:
        TypeError: The shapes differ.
        HeadlessLimitation: An empty array of structs is to be filled: nothing says what they are made of.
    """
    if _write(owner, path, value):
        owner._changed()


def _write(owner: Any, path: Path, value: Any) -> bool:
    node = owner._document.node(path)
    if isinstance(node, Scalar):
        return _write_scalar(owner, path, value)
    if isinstance(node, Mapping):
        return _write_mapping(owner, path, node, value)
    if not isinstance(node, Sequence):
        raise AttributeError(f"there is no serialised field {_shown(path)}")
    try:
        items = list(value)
    except TypeError:
        raise _wrong(path, value) from None
    changed = resize(owner, path, items)
    for index, item in enumerate(items):
        changed |= _write(owner, (*path, index), item)
    return changed


def _write_scalar(owner: Any, path: Path, value: Any) -> bool:
    document = owner._document
    if isinstance(value, str):
        return bool(document.set_text(path, value))
    if isinstance(value, (bool, int, float)):
        return bool(document.set_number(path, single(value) if isinstance(value, float) else value))
    if hasattr(value, "value__"):
        return bool(document.set_number(path, int(value)))
    raise _wrong(path, value)


def _write_mapping(owner: Any, path: Path, node: Mapping, value: Any) -> bool:
    document = owner._document
    keys = tuple(key for key, _ in node)
    bare = keys[1:] if keys[:1] == (_VERSION,) else keys
    changed = False
    if keys[:1] == ("fileID",):
        from .references import reference_of

        return bool(document.set_reference(path, *reference_of(owner, value)))
    if isinstance(value, dict):
        for key, inner in value.items():
            changed |= _write(owner, (*path, str(key)), inner)
        return changed
    if curvefields.is_curve(bare):
        return curvefields.write_curve(document, path, value)
    if curvefields.is_gradient(bare):
        return curvefields.write_gradient(document, path, value)
    if bare == ("m_Bits",):
        return bool(document.set_number((*path, "m_Bits"), LayerMask._take(value)[0] & 0xFFFFFFFF))
    if bare == ("rgba",):
        return bool(document.set_number((*path, "rgba"), pack_color(list(Color32._take(value)))))
    numbers: dict[Path, float] = {}
    if bare == ("m_Center", "m_Extent"):
        components = Bounds._take(value)
        numbers = {(*path, bare[i // 3], "xyz"[i % 3]): components[i] for i in range(6)}
    elif isinstance(value, Struct) and (keys in _STRUCTS or len(bare) == len(value._v)):
        own = _STRUCTS.get(keys) if keys in _STRUCTS and not isinstance(value, Quaternion) else None
        components = own._take(value) if own is not None and len(value._v) != len(keys) else value._v
        numbers = {(*path, key): n for key, n in zip(bare, components, strict=True)}
    else:
        raise _wrong(path, value)
    for where, number in numbers.items():
        changed |= document.set_number(where, number if isinstance(number, int) else float(number))
    return changed


def resize(owner: Any, path: Path, items: list[Any]) -> bool:
    """Give a list as many elements as there are ``items``, still to be written; returns whether that changed it.

    As in Unity's inspector, new elements are copies of the last one.
    """
    document = owner._document
    node = document.node(path)
    count = len(node) if isinstance(node, Sequence) else 0
    if len(items) == count:
        return False
    if count:
        return rearrange(document, path, [min(index, count - 1) for index in range(len(items))])
    for item in items:
        append(document, path, _blank(path, item))
    return True


def _blank(path: Path, value: Any) -> str:
    """Return the text of a new element that will hold a value."""
    from .objects import Object

    if value is None or isinstance(value, Object):
        return "{fileID: 0}"
    if isinstance(value, (str, bool, int, float)) or hasattr(value, "value__"):
        return "0"
    axes = _AXES.get(type(value))
    if axes is None:
        raise HeadlessLimitation(
            f"the array {_shown(path)} is empty, and the headless editor does not know how Unity writes its elements; "
            "add the first one in the real editor"
        )
    return "{" + ", ".join(f"{axis}: 0" for axis in axes) + "}"


def _wrong(path: Path, value: object) -> TypeError:
    return TypeError(f"'{type(value).__name__}' value cannot be written to {_shown(path)}")


def _shown(path: Path) -> str:
    return ".".join(map(str, path))
