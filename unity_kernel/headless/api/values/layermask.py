"""``UnityEngine.LayerMask``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .base import component
from .errors import UNSET
from .integers import IntStruct, int32, integer

__all__ = ["LayerMask", "set_layer_names_source"]

# The layers of every project; users name the others in the project's tag manager.
_BUILT_IN = ("Default", "TransparentFX", "Ignore Raycast", "", "Water", "UI")

_layer_names: Callable[[], Sequence[str]] = lambda: _BUILT_IN  # noqa: E731 - the type belongs to the name


def set_layer_names_source(source: Callable[[], Sequence[str]] | None) -> None:
    """Install what gives the project's layer names.

    Args:
        source: Returns up to 32 names, empty where a layer has none. None restores the built-in layers.
    """
    global _layer_names
    _layer_names = source or (lambda: _BUILT_IN)


class LayerMask(IntStruct, size=1):
    """A set of layers as the bits of an int. Where one is wanted, an int will do, as in C#."""

    value: int = component(0, "The bits: layer 0 is the lowest.")

    def __init__(self, value: int = UNSET) -> None:
        self._v = self._round(value)

    @classmethod
    def _take(cls, value: Any) -> Any:
        return cls._round(value) if isinstance(value, int) else super()._take(value)

    def __int__(self) -> int:
        return int(self._v[0])

    @staticmethod
    def LayerToName(layer: int) -> str:
        """Return a layer's name; empty for one without."""
        names = _layer_names()
        return names[layer] if 0 <= integer(layer) < len(names) else ""

    @staticmethod
    def NameToLayer(layerName: str) -> int:
        """Return the number of a layer; -1 for an unknown name."""
        names = _layer_names()
        return list(names).index(layerName) if layerName and layerName in names else -1

    @staticmethod
    def GetMask(*layerNames: str) -> int:
        """Return the bits of layers by name; unknown names count for nothing."""
        mask = 0
        for name in layerNames:
            layer = LayerMask.NameToLayer(name)
            if layer >= 0:
                mask |= 1 << layer
        return int32(mask)

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return the type's name, as Unity does for it."""
        return "UnityEngine.LayerMask"
