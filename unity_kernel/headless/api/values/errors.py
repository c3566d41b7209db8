"""What is raised for a wrong argument, and for a member that is in Unity but not here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import takewhile
from typing import Any, NoReturn

__all__ = ["UNSET", "missing_member", "no_match", "set_missing_member_hook"]


class _Unset:
    def __repr__(self) -> str:
        return "unset"


UNSET: Any = _Unset()
"""Default of optional arguments. It is not a number, so rounding it fails, and only that slow path sorts out
the overloads: a constructor with all its arguments pays for no check."""


def no_match(expected: str, value: object) -> TypeError:
    """Return the error for an argument of a wrong type, worded as pythonnet words it.

    The method's name and its arguments' types are read from the calling frames: nothing is spent on them
    before an error happens.

    Args:
        expected: The .NET type that was wanted.
        value: What was given instead.
    """
    given = "nothing" if value is UNSET else f"'{type(value).__name__}'"
    frame = sys._getframe(1)
    while frame.f_back and _is_plumbing(frame.f_code.co_name):
        frame = frame.f_back
    code, scope = frame.f_code, frame.f_locals
    is_instance = "self" in scope
    owner = type(scope["self"]) if is_instance else scope.get("cls")
    is_setter = is_instance and isinstance(getattr(owner, code.co_name, None), property)
    if is_setter or code.co_name == "assign_component":
        return TypeError(f"{given} value cannot be converted to {expected}")
    method = f"{owner.__name__}.{code.co_name}" if owner else code.co_qualname
    arguments = [scope[name] for name in code.co_varnames[: code.co_argcount] if name not in ("self", "cls")]
    types = [str(type(argument)) for argument in takewhile(lambda a: a is not UNSET, arguments)]
    return TypeError(
        f"No method matches given arguments for {method.replace('__init__', '.ctor')}: ({', '.join(types)}); "
        f"expected {expected}, got {given}"
    )


def _is_plumbing(function: str) -> bool:
    """True for the functions of this package that stand between a check and the method that was called."""
    if function in ("single", "round_components", "integer"):
        return True
    return function.startswith(("_", "<")) and function != "__init__"


def _no_such_member(type_name: str, member: str) -> NoReturn:
    raise AttributeError(f"type object '{type_name}' has no attribute '{member}'")


_hook: Callable[[str, str], Any] = _no_such_member


def set_missing_member_hook(hook: Callable[[str, str], Any] | None) -> None:
    """Install what is called for a member that a value type does not have.

    Args:
        hook: Called with the type's full name (``"UnityEngine.Vector3"``) and the member's name; it raises
            ``HeadlessLimitation`` if Unity has the member, or else ``AttributeError``. None restores the
            default, which always raises ``AttributeError``.
    """
    global _hook
    _hook = hook or _no_such_member


def missing_member(cls: type, member: str) -> Any:
    """Report a member that a class does not have, through the hook.

    Private and special names never reach the hook, because Python itself probes for those.

    Raises:
        AttributeError: There is no such member.
    """
    full_name = f"{cls.__module__}.{cls.__qualname__}"
    if member.startswith("_"):
        _no_such_member(full_name, member)
    _hook(full_name, member)
    return _no_such_member(full_name, member)
