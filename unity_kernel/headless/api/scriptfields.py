"""The fields of scripts, with the types that their C# source gives them.

A file writes the float 45 and the int 45 alike; only the source tells them apart. Where there is no source (a DLL, a
package that is not in the project), values are read by their shape.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import Node, Scalar, Sequence
from unity_kernel.headless.project.csharp import ScriptClass, scan_file
from unity_kernel.headless.project.tree import to_integer, to_real

from . import catalogue, fields, world
from .interop import Array
from .values import LayerMask, Quaternion, Rect
from .values.single import single

if TYPE_CHECKING:
    from .objects import Object

__all__ = ["ScriptSource", "script_source"]

_INTEGERS = frozenset(
    {"int", "uint", "short", "ushort", "byte", "sbyte", "long", "ulong", "char", "Int32", "Int64"}
)
_REALS = frozenset({"float", "double", "Single", "Double"})
_LIST = re.compile(r"(?:System\.Collections\.Generic\.)?List<(.+)>\Z|(.+)\[\]\Z")
_MAX_BASES = 20  # deeper than any sane hierarchy; guards against a circle


class ScriptSource:
    """What the source of a script says of its class.

    Args:
        classes: The classes of its file, by name.
        name: The script's own.
    """

    def __init__(self, classes: dict[str, ScriptClass], name: str) -> None:
        self._classes = classes
        self.own = classes.get(name) or next(iter(classes.values()), None)
        self._types: dict[str, str] | None = None
        self._defaults: dict[str, str] = {}

    @property
    def namespace(self) -> str:
        """The class's namespace; empty for none."""
        return self.own.namespace if self.own is not None else ""

    @property
    def bases(self) -> list[str]:
        """Names of the classes that it derives from, the nearest first, as far as the project has their source."""
        return [made.name for made in self._lineage()[1:]] + self._last_bases()

    def _last_bases(self) -> list[str]:
        line = self._lineage()
        return [re.sub(r"<.*", "", line[-1].bases[0]).rpartition(".")[2]] if line and line[-1].bases else []

    def _lineage(self) -> list[ScriptClass]:
        found: list[ScriptClass] = []
        made = self.own
        while made is not None and made not in found and len(found) < _MAX_BASES:
            found.append(made)
            made = _class_named(re.sub(r"<.*", "", made.bases[0])) if made.bases else None
        return found

    @property
    def types(self) -> dict[str, str]:
        """Types of the serialised fields, inherited ones first, as Unity writes them."""
        if self._types is None:
            self._types = {}
            for made in reversed(self._lineage()):
                self._types.update(made.fields)
                self._defaults.update(made.defaults)
        return self._types

    @property
    def defaults(self) -> dict[str, str]:
        """What the source assigns to fields."""
        _ = self.types
        return self._defaults

    def read(self, owner: Object, name: str, node: Node) -> Any:
        """Return the value of a field of a script."""
        kind = self.types.get(name, "")
        return self._value(owner, (name,), node, kind) if kind else fields.read(owner, (name,), node)

    def _value(self, owner: Object, path: tuple[str | int, ...], node: Node, kind: str) -> Any:
        short = kind.rstrip("?").rpartition(".")[2]
        if isinstance(node, Scalar):
            return _scalar(owner, node, kind, short)
        if isinstance(node, Sequence):
            inner = _LIST.match(kind)
            element = (inner[1] or inner[2]) if inner is not None else ""
            return Array(
                [self._value(owner, (*path, index), item, element) for index, item in enumerate(node.items)]
            )
        keys = tuple(key for key, _ in node)
        if short == "Quaternion" and keys == ("x", "y", "z", "w"):
            return Quaternion._from([_number(child) for _, child in node])
        if short == "LayerMask" and "m_Bits" in keys:
            mask = LayerMask()
            mask.value = _signed(node.get("m_Bits"))
            return mask
        if short == "Rect" and keys[-4:] == ("x", "y", "width", "height"):
            return Rect(*(_number(child) for _, child in node.entries[-4:]))
        nested = self._classes.get(short)
        if nested is not None and keys[:1] != ("fileID",):
            return {
                key: self._value(owner, (*path, key), child, nested.fields.get(key, ""))
                for key, child in node
            }
        return fields.read(owner, path, node)


def _scalar(owner: Object, node: Scalar, kind: str, short: str) -> Any:
    text = node.text
    try:
        if short in _REALS:
            number = float(text or 0)
            return single(number) if short in ("float", "Single") else number
        if short in ("bool", "Boolean"):
            return text not in ("0", "")
        if short in _INTEGERS:
            return int(text or 0)
        if short in ("string", "String"):
            return text
        full = catalogue.resolve("UnityEngine", kind.rstrip("?"))
        if full and catalogue.kind_of(full) == "enum":
            enum: Any = catalogue.enum_type(full)
            return enum(int(text))
    except ValueError:
        pass  # the file is older than the source: what it says is shown as it is
    return fields.read(owner, (), node)


def _number(node: Node) -> float:
    return to_real(node.text) if isinstance(node, Scalar) else 0.0


def _signed(node: Node | None) -> int:
    value = (to_integer(node.text) if isinstance(node, Scalar) else None) or 0
    return value - (1 << 32) if value >= 1 << 31 else value


def script_source(guid: str) -> ScriptSource | None:
    """Return what the source with that GUID says; None if the project does not have it. Read once per change of it."""
    state = world.current()
    path = state.project.assets.path(guid)
    return _source_at(path) if path.endswith(".cs") else None


def _source_at(path: str) -> ScriptSource | None:
    state = world.current()
    where = state.project.assets.locate(path)
    try:
        stamp = where.stat().st_mtime_ns
    except OSError:
        return None
    known = state.script_sources.get(path)
    if known is None or known[0] != stamp:
        state.script_sources[path] = known = (stamp, ScriptSource(scan_file(where), PurePosixPath(path).stem))
    source: ScriptSource = known[1]
    return source


def _class_named(name: str) -> ScriptClass | None:
    """Return the class of another script of the project, by the file that bears its name."""
    path = world.current().script_paths().get(name.rpartition(".")[2])
    source = _source_at(path) if path is not None else None
    return source.own if source is not None else None
