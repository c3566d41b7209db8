"""A base for Unity's enums that behaves as a .NET enum does through pythonnet.

An enum is declared with the values of Unity's scripting reference; a member whose name Python reserves
takes a trailing underscore::

    class CameraClearFlags(NetEnum):
        Skybox = 1
        SolidColor = 2

    class RigidbodyConstraints(NetFlags):
        None_ = 0
        FreezePositionX = 2

As in pythonnet 3, members do not mix with ints (``LightType.Spot == 0`` is False); ``int(member)`` and
``LightType(0)`` convert.
"""

from __future__ import annotations

import enum
import keyword
from typing import Any

__all__ = ["NetEnum", "NetFlags"]


class _NetEnumType(enum.EnumType):
    """Makes a member named None or True reachable: ``getattr(RigidbodyConstraints, "None")``."""

    def __getattr__(cls, name: str) -> Any:
        if keyword.iskeyword(name) and f"{name}_" in cls.__members__:
            return cls[f"{name}_"]
        raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")


class _NetEnumMethods:
    """The members of ``System.Enum`` that both kinds share."""

    name: str
    value: int

    @property
    def value__(self) -> int:
        """The underlying integer, by the name that .NET gives the field."""
        return self.value

    def __int__(self) -> int:
        return self.value

    __index__ = None  # pythonnet's enums are not accepted where an int is wanted

    def ToString(self, format: str = "G") -> str:
        """Return the member's name; as ``"D"`` or ``"X"`` its number.

        Raises:
            ValueError: Another format.
        """
        match format.upper():
            case "D":
                return str(self.value)
            case "X":
                return f"{self.value & 0xFFFFFFFF:08X}"
            case "G" | "F" | "":
                return self._net_name()
        raise ValueError(f"'{format}' is not an enum format; use G, F, D or X")

    def _net_name(self) -> str:
        return _without_underscore(self.name)

    def __str__(self) -> str:
        return self._net_name()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}.{self._net_name()}: {self.value}>"

    def __format__(self, spec: str) -> str:
        return format(self._net_name(), spec)

    def Equals(self, other: object) -> bool:
        """True for the same value of the same enum."""
        return self == other

    def CompareTo(self, target: Any) -> int:
        """Return -1, 0 or 1 for a member less than, equal to or greater than another of the same enum."""
        if type(target) is not type(self):
            raise TypeError(f"Object must be the same type as the enum: expected {type(self).__name__}")
        return (self.value > target.value) - (self.value < target.value)

    def GetHashCode(self) -> int:
        """Return the underlying integer, as .NET does for enums of ints."""
        return self.value


class NetEnum(_NetEnumMethods, enum.Enum, metaclass=_NetEnumType):
    """A .NET enum whose values are its members. Of two members with one number, the first gives the name."""

    def __hash__(self) -> int:
        return hash(self.value)


class NetFlags(_NetEnumMethods, enum.Flag, metaclass=_NetEnumType, boundary=enum.KEEP):
    """A .NET enum with ``[Flags]``: members combine with ``|``, ``&``, ``^``, ``~``; any int is a value."""

    def _net_name(self) -> str:
        cls = type(self)
        if self.value in cls._value2member_map_ and self.name in cls.__members__:
            return _without_underscore(self.name)
        if self.value == 0:
            return "0"
        # .NET takes the largest members that fit, and gives up (the number) on bits without a name.
        names: list[str] = []
        rest = self.value
        for member in sorted(cls.__members__.values(), key=lambda m: -m.value):
            if member.value > 0 and rest & member.value == member.value:
                names.append(_without_underscore(str(member._name_)))
                rest &= ~member.value
        return ", ".join(reversed(names)) if rest == 0 else str(self.value)

    def HasFlag(self, flag: Any) -> bool:
        """True if all of a flag's bits are set."""
        return bool(self.value & flag.value == flag.value)

    def __hash__(self) -> int:
        return hash(self.value)


def _without_underscore(name: str) -> str:
    bare = name.removesuffix("_")
    return bare if keyword.iskeyword(bare) else name
