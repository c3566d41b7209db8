"""Structs and enums: vectors, rotations, colours, boxes, masks."""

from __future__ import annotations

import enum
import math
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean, number
from unity_kernel.display.describer import Describer, card, inline
from unity_kernel.display.description import (
    Card,
    Chip,
    Fields,
    Grid,
    Line,
    Matrix,
    Node,
    Note,
    Swatch,
    Text,
    Vector,
)
from unity_kernel.display.names import engine, full_name, type_name
from unity_kernel.display.reader import Failure

__all__ = ["css_color", "mask_words", "quaternion_inline", "swatch"]

AXES = {
    "Vector2": "xy",
    "Vector3": "xyz",
    "Vector4": "xyzw",
    "Quaternion": "xyzw",
    "Vector2Int": "xy",
    "Vector3Int": "xyz",
}


def _parts(look: Describer, value: Any, names: Any) -> list[tuple[str, str]]:
    parts = []
    for name in names:
        component = look.get(value, name)
        parts.append((name, component.text if isinstance(component, Failure) else number(component)))
    return parts


@inline(*(f"UnityEngine.{name}" for name in AXES if name != "Quaternion"))
def vector_inline(look: Describer, value: Any) -> Node:
    """The components."""
    return Vector(_parts(look, value, AXES[type(value).__name__]))


@card(*(f"UnityEngine.{name}" for name in AXES if name != "Quaternion"))
def vector_card(look: Describer, value: Any) -> Node:
    """The components and the length."""
    parts: list[Node] = [Text(type(value).__name__, "type"), vector_inline(look, value)]
    length = look.get(value, "magnitude")
    if not isinstance(length, Failure):
        parts.append(Text(f"length {number(length)}", "dim"))
    return Line(parts)


@inline("UnityEngine.Quaternion")
def quaternion_inline(look: Describer, value: Any) -> Node:
    """The Euler angles in degrees, as the inspector shows rotations."""
    angles = look.get(value, "eulerAngles")
    if isinstance(angles, Failure):
        return Vector(_parts(look, value, "xyzw"))
    return Vector([(name, f"{text}°") for name, text in _angles(look, angles)])


@card("UnityEngine.Quaternion")
def quaternion_card(look: Describer, value: Any) -> Node:
    """Euler angles, components, and whether it is a rotation at all."""
    rows: list[tuple[str, Node]] = [
        ("Euler angles", quaternion_inline(look, value)),
        ("Components", Vector(_parts(look, value, "xyzw"))),
    ]
    numbers = [look.get(value, name) for name in "xyzw"]
    body: list[Node] = [Fields(rows)]
    if all(isinstance(item, int | float) for item in numbers):
        length = math.sqrt(sum(item * item for item in numbers))
        if not abs(length - 1) < 1e-3:
            body.append(Note(f"Not a rotation: its length is {number(length)}, not 1.", "warning"))
    return Card("", "Quaternion", body, "transform")


def _angles(look: Describer, value: Any) -> list[tuple[str, str]]:
    """Components rounded to what float32 can mean as degrees."""
    found = []
    for name, text in _parts(look, value, "xyz"):
        try:
            angle = round(float(text), 3)
        except ValueError:
            found.append((name, text))
            continue
        found.append(
            (name, number(angle if abs(angle - 360) > 5e-4 else 0.0) if math.isfinite(angle) else text)
        )
    return found


@inline("UnityEngine.Matrix4x4")
@card("UnityEngine.Matrix4x4")
def matrix_card(look: Describer, value: Any) -> Node:
    """Four rows."""
    rows = [
        [text for _, text in _parts(look, value, [f"m{row}{column}" for column in range(4)])]
        for row in range(4)
    ]
    return Line([Text("Matrix4x4", "type"), Matrix(rows)])


def _boxed(*names: str) -> Any:
    """A formatter that shows members as labels with values."""

    def formatter(look: Describer, value: Any) -> Node:
        return Card("", type_name(type(value)), [look.fields(value, names)])

    return formatter


def _in_words(*names: str) -> Any:
    def formatter(look: Describer, value: Any) -> Node:
        parts: list[Node] = []
        for name in names:
            parts += [Text(name, "dim"), look.member(value, name)]
        return Line(parts)

    return formatter


for _names, _members, _few in (
    (("Bounds", "BoundsInt"), ("center", "size", "min", "max"), ("center", "size")),
    (("Rect", "RectInt"), ("x", "y", "width", "height", "min", "max"), ("x", "y", "width", "height")),
    (("Ray", "Ray2D"), ("origin", "direction"), ("origin", "direction")),
    (("Plane",), ("normal", "distance"), ("normal", "distance")),
    (("RectOffset",), ("left", "right", "top", "bottom"), ("left", "right", "top", "bottom")),
):
    card(*(f"UnityEngine.{name}" for name in _names))(_boxed(*_members))
    inline(*(f"UnityEngine.{name}" for name in _names))(_in_words(*_few))


# --- colours -----------------------------------------------------------------------------------------------------


def css_color(red: float, green: float, blue: float) -> str:
    """Components of 0 to 1 as ``#rrggbb``; brighter ones and those that are no numbers as the nearest there is."""

    def byte(value: float) -> int:
        return round(255 * min(1.0, max(0.0, value))) if value == value else 0

    return f"#{byte(red):02x}{byte(green):02x}{byte(blue):02x}"


def swatch(components: list[Any], words: str = "") -> Node:
    """A colour from red, green, blue and alpha of 0 to 1 (more for light brighter than a screen's)."""
    failed = next((item for item in components if not isinstance(item, int | float)), None)
    if failed is not None:
        return Text(failed.text if isinstance(failed, Failure) else str(failed), "error")
    red, green, blue, alpha = (float(item) for item in components)
    brightest = max(red, green, blue)
    shown = (red, green, blue)
    note = ""
    if brightest > 1 and math.isfinite(brightest):
        shown = (red / brightest, green / brightest, blue / brightest)
        note = f" HDR ×{number(round(brightest, 3))}"
    css = css_color(*shown)
    text = words or f"({', '.join(number(round(item, 4)) for item in (red, green, blue, alpha))})"
    seen = min(1.0, max(0.0, alpha)) if alpha == alpha else 0.0
    return Swatch(css, seen, f"{css.upper()} {text}{note}")


@inline("UnityEngine.Color")
def color_inline(look: Describer, value: Any) -> Node:
    """The colour."""
    return swatch([look.get(value, name) for name in "rgba"])


@inline("UnityEngine.Color32")
def color32_inline(look: Describer, value: Any) -> Node:
    """The colour, in bytes."""
    numbers = [look.get(value, name) for name in "rgba"]
    if any(isinstance(item, Failure) for item in numbers):
        return swatch(numbers)
    return swatch([item / 255 for item in numbers], f"({', '.join(map(number, numbers))})")


@card("UnityEngine.Color", "UnityEngine.Color32")
def color_card(look: Describer, value: Any) -> Node:
    """The colour with its type."""
    return Line([Text(type(value).__name__, "type"), look.inline(value)])


# --- layers and enums --------------------------------------------------------------------------------------------


def layers(look: Describer, bits: int) -> list[tuple[int, str]]:
    """The layers of a mask: number and name."""
    found = []
    for index in range(32):
        if bits >> index & 1:
            words = look.layer(index)
            found.append((index, words.partition(" ")[2] or f"layer {index}"))
    return found


@inline("UnityEngine.LayerMask")
def mask_inline(look: Describer, value: Any) -> Node:
    """The layers' names."""
    bits = look.get(value, "value")
    if isinstance(bits, Failure):
        return Text(bits.text, "error")
    return Text(mask_words(look, bits), "enum")


def mask_words(look: Describer, bits: int) -> str:
    """The names of a mask's layers."""
    bits &= 0xFFFFFFFF
    if bits in (0, 0xFFFFFFFF):
        return "Everything" if bits else "Nothing"
    off = [name for _, name in layers(look, ~bits & 0xFFFFFFFF)]
    if len(off) <= 4:
        return f"Everything but {', '.join(off)}"
    return ", ".join(name for _, name in layers(look, bits))


@card("UnityEngine.LayerMask")
def mask_card(look: Describer, value: Any) -> Node:
    """The layers with their numbers."""
    bits = look.get(value, "value")
    body: list[Node] = [mask_inline(look, value)]
    if isinstance(bits, int) and bits & 0xFFFFFFFF not in (0, 0xFFFFFFFF):
        found = layers(look, bits & 0xFFFFFFFF)
        body = [Grid(["Layer", "Name"], [[Text(str(i), "number"), Text(name, "name")] for i, name in found])]
    chip = Chip(f"0x{bits & 0xFFFFFFFF:08X}", "dim") if isinstance(bits, int) else Chip("unreadable", "error")
    return Card("", "LayerMask", body, "list", [chip])


HEADLESS_ENUMS = (
    "unity_kernel.headless.api.values.enums.NetEnum",
    "unity_kernel.headless.api.values.enums.NetFlags",
)


def enum_members(cls: type) -> list[tuple[str, int]]:
    """The members of an enum with their numbers, in order."""
    if issubclass(cls, enum.Enum):
        return [(name.removesuffix("_"), int(member.value)) for name, member in cls.__members__.items()]
    system = engine("System.Enum")
    if system is None:
        return []
    found = []
    for name in system.GetNames(cls):
        member = system.Parse(cls, name)
        found.append((str(name), _number_of(member)))
    return found


def _number_of(member: Any) -> int:
    try:
        return int(member)
    except (TypeError, ValueError):
        return int(member.value__)


@inline("System.Enum", *HEADLESS_ENUMS)
def enum_inline(look: Describer, value: Any) -> Node:
    """The member's name, or the names of the flags that are set."""
    return Text(clean(str(value), NAME_LIMIT), "enum")


@card("System.Enum", *HEADLESS_ENUMS)
def enum_card(look: Describer, value: Any) -> Node:
    """The member among the others of its enum; of flags, which are set."""
    name = type_name(type(value))
    members = look.reader.call(enum_members, type(value))
    try:
        numeric: int | None = _number_of(value)
    except Exception:
        numeric = None
    head: list[Node] = [enum_inline(look, value), Text(f"= {numeric}", "dim")]
    if isinstance(members, Failure) or numeric is None or not members:
        return Line([Text(name, "type"), *head])
    flags = is_flags(type(value))
    shown = []
    for label, bits in members[:64]:
        is_set = (bits & numeric == bits and bits != 0) or bits == numeric if flags else bits == numeric
        shown.append(Chip(clean(label, NAME_LIMIT), "on" if is_set else "dim"))
    chips: list[Node] = list(shown)
    if len(members) > 64:
        chips.append(Text(f"and {len(members) - 64} more", "dim"))
    return Card("", name, [Line(head), Line(chips)], "list")


def is_flags(cls: type) -> bool:
    """Whether the members of an enum combine."""
    if issubclass(cls, enum.Enum):
        return issubclass(cls, enum.Flag)
    try:
        system = engine("System.FlagsAttribute")
        clr = engine("clr.GetClrType")
        return bool(clr(cls).IsDefined(clr(system), False))
    except Exception:
        return "Flags" in full_name(cls)
