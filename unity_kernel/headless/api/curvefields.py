"""AnimationCurve and Gradient as files hold them."""

from __future__ import annotations

from typing import Any

from unity_kernel.headless.project import Document, Mapping, Node, Scalar, Sequence
from unity_kernel.headless.project.blocks import append, rearrange
from unity_kernel.headless.project.tree import to_integer, to_real

from .curves import AnimationCurve, Keyframe
from .gradients import Gradient, GradientAlphaKey, GradientColorKey
from .values import Color

__all__ = [
    "is_curve",
    "is_gradient",
    "keys_of",
    "read_curve",
    "read_gradient",
    "write_curve",
    "write_gradient",
    "write_keys",
]

Path = tuple[str | int, ...]
_WHOLE = 65535  # the end of a gradient, in files
_MOST_KEYS = 8
_NUMBERS = {
    "time": "time", "value": "value", "inSlope": "inTangent", "outSlope": "outTangent", "weightedMode": "weightedMode",
    "inWeight": "inWeight", "outWeight": "outWeight",
}  # fmt: skip


def is_curve(keys: tuple[str, ...]) -> bool:
    """Whether a mapping with these keys is an AnimationCurve."""
    return "m_Curve" in keys and "m_PreInfinity" in keys


def is_gradient(keys: tuple[str, ...]) -> bool:
    """Whether a mapping with these keys is a Gradient."""
    return "key0" in keys and "ctime0" in keys


def _number(node: Node | None, default: float = 0.0) -> float:
    return to_real(node.text, default) if isinstance(node, Scalar) else default


def _whole(node: Node | None, default: int = 0) -> int:
    found = to_integer(node.text) if isinstance(node, Scalar) else None
    return default if found is None else found


def keys_of(node: Node | None) -> list[Keyframe]:
    """Return the keys of a list of keys whose values are plain numbers."""
    found = []
    for item in node if isinstance(node, Sequence) else ():
        if not isinstance(item, Mapping):
            continue
        made = Keyframe(*(_number(item.get(key)) for key in ("time", "value", "inSlope", "outSlope")))
        made.inWeight, made.outWeight = _number(item.get("inWeight")), _number(item.get("outWeight"))
        made.weightedMode = type(made.weightedMode)(_whole(item.get("weightedMode")) & 3)
        found.append(made)
    return found


def read_curve(node: Node | None) -> AnimationCurve:
    """Return the curve that a node holds; an empty one for anything else."""
    if not isinstance(node, Mapping):
        return AnimationCurve()
    made = AnimationCurve(keys_of(node.get("m_Curve")))
    made._wrap = [_mode(node.get("m_PreInfinity")), _mode(node.get("m_PostInfinity"))]
    return made


_FILE_MODES = {0: 4, 1: 2, 2: 8}
"""What files call wrapping: ping-pong 0, repeat 1, constant 2; to ``WrapMode``."""


def _mode(node: Node | None) -> int:
    return _FILE_MODES.get(_whole(node, 2), 8)


def write_curve(document: Document, path: Path, value: Any) -> bool:
    """Write a curve over one; returns whether anything changed.

    Raises:
        TypeError: It is no AnimationCurve.
    """
    if not isinstance(value, AnimationCurve):
        raise TypeError(f"'{type(value).__name__}' value cannot be converted to UnityEngine.AnimationCurve")
    changed = write_keys(document, (*path, "m_Curve"), list(value.keys))
    for key, mode in zip(("m_PreInfinity", "m_PostInfinity"), value._wrap, strict=True):
        number = {4: 0, 2: 1}.get(int(mode), 2)
        changed |= document.set_number((*path, key), number)
    return changed


def write_keys(document: Document, path: Path, keys: list[Keyframe]) -> bool:
    """Write keys over a list of keys; those that stay keep what only the editor's curve window knows of them."""
    node = document.node(path)
    count = len(node) if isinstance(node, Sequence) else 0
    changed = False
    if len(keys) != count and count:
        changed = rearrange(document, path, [min(index, count - 1) for index in range(len(keys))])
    elif len(keys) != count:
        for _ in keys:
            changed |= append(document, path, _new_key(document))
    for index, key in enumerate(keys):
        item = document.node((*path, index))
        assert isinstance(item, Mapping)
        for name, attribute in _NUMBERS.items():
            if item.get(name) is not None:
                number = getattr(key, attribute)
                plain = int(number) if name == "weightedMode" else float(number)
                changed |= document.set_number((*path, index, name), plain)
    return changed


def _new_key(document: Document) -> str:
    weighted = not 0 < document.file.style.version[0] < 2018
    third = 1 / 3
    number = document.file.style.real(third)
    return (
        f"serializedVersion: {3 if weighted else 2}\ntime: 0\nvalue: 0\ninSlope: 0\noutSlope: 0\ntangentMode: 0"
        + (f"\nweightedMode: 0\ninWeight: {number}\noutWeight: {number}" if weighted else "")
    )


def read_gradient(node: Node | None) -> Gradient:
    """Return the gradient that a node holds; a new one for anything else."""
    made = Gradient()
    if not isinstance(node, Mapping):
        return made
    colors = [_color(node.get(f"key{index}")) for index in range(_MOST_KEYS)]

    def times(prefix: str, count: str) -> list[float]:
        number = min(max(_whole(node.get(count), 2), 0), _MOST_KEYS)
        return [_number(node.get(f"{prefix}{index}")) / _WHOLE for index in range(number)]

    made._colors = [
        GradientColorKey(Color(*colors[i][:3]), when)
        for i, when in enumerate(times("ctime", "m_NumColorKeys"))
    ]
    made._alphas = [
        GradientAlphaKey(colors[i][3], when) for i, when in enumerate(times("atime", "m_NumAlphaKeys"))
    ]
    made._mode = _whole(node.get("m_Mode"))
    return made


def _color(node: Node | None) -> list[float]:
    if not isinstance(node, Mapping):
        return [0.0] * 4
    packed = node.get("rgba")
    if packed is not None:  # up to Unity 5.4
        value = _whole(packed) & 0xFFFFFFFF
        return [(value >> shift & 255) / 255 for shift in (0, 8, 16, 24)]
    return [_number(node.get(axis)) for axis in "rgba"]


def write_gradient(document: Document, path: Path, value: Any) -> bool:
    """Write a gradient over one; returns whether anything changed.

    Raises:
        TypeError: It is no Gradient.
    """
    if not isinstance(value, Gradient):
        raise TypeError(f"'{type(value).__name__}' value cannot be converted to UnityEngine.Gradient")
    changed = False
    colors, alphas = value._colors, value._alphas
    for index in range(_MOST_KEYS):
        rgba: list[float | None] = [None] * 4
        if index < len(colors):
            rgba[:3] = [float(part) for part in colors[index].color._v[:3]]
            when = round(colors[index].time * _WHOLE)
            changed |= document.set_number((*path, f"ctime{index}"), when)
        if index < len(alphas):
            rgba[3] = float(alphas[index].alpha)
            when = round(alphas[index].time * _WHOLE)
            changed |= document.set_number((*path, f"atime{index}"), when)
        changed |= _put_color(document, (*path, f"key{index}"), rgba)
    changed |= document.set_number((*path, "m_NumColorKeys"), len(colors))
    changed |= document.set_number((*path, "m_NumAlphaKeys"), len(alphas))
    if document.node((*path, "m_Mode")) is not None:
        changed |= document.set_number((*path, "m_Mode"), value._mode)
    return changed


def _put_color(document: Document, path: Path, rgba: list[float | None]) -> bool:
    old = document.integer(*path, "rgba")
    if old is not None:
        packed = 0
        for shift, part in zip((0, 8, 16, 24), rgba, strict=True):
            byte = old >> shift & 255 if part is None else min(max(round(part * 255), 0), 255)
            packed |= byte << shift
        return document.set_number((*path, "rgba"), packed)
    changed = False
    for axis, part in zip("rgba", rgba, strict=True):
        if part is not None:
            changed |= document.set_number((*path, axis), part)
    return changed
