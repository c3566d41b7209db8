"""The modules that ``import UnityEngine`` and its kin give."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from unity_kernel.errors import HeadlessLimitation

from . import catalogue, classes
from .interop import ApiType

__all__ = ["NamespaceModule"]


class NamespaceModule(ModuleType):
    """A namespace of .NET as a module.

    What the headless editor implements is in its dictionary. Other names of Unity are made on first use: enums
    with their values; classes of objects without members of their own; everything else as a type that says, when
    touched, that only the real editor has it.
    """

    def __init__(self, name: str, doc: str, contents: dict[str, Any]) -> None:
        super().__init__(name, doc)
        self.__path__: list[str] = []  # a package: submodules may be imported
        self.__dict__.update(contents)

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return self.__dir__()
        if name.startswith("_"):
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        made = self._make(f"{self.__name__}.{name}")
        if made is None:
            import difflib

            near = difflib.get_close_matches(name, self.__dir__(), 1, 0.75)
            hint = f". Did you mean: '{near[0]}'?" if near else ""
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'{hint}")
        self.__dict__[name] = made
        return made

    def _make(self, full_name: str) -> Any:
        kind = catalogue.kind_of(full_name)
        if kind == "enum":
            return catalogue.enum_type(full_name)
        if kind == "class" and classes.derives(full_name, "UnityEngine.Object"):
            return classes.generic_class(full_name)
        return _absent(full_name) if kind else None

    def __dir__(self) -> list[str]:
        names = [name for name in self.__dict__ if not name.startswith("_")]
        return sorted({*names, *(name for name in catalogue.type_names(self.__name__) if "`" not in name)})


def _absent(full_name: str) -> type:
    """Return a type that Unity has and the headless editor has not: it can be named, not used."""
    namespace, _, name = full_name.rpartition(".")

    def refuse(*arguments: object, **keywords: object) -> Any:
        raise HeadlessLimitation(
            f"{full_name} is not in the headless editor; the real editor has it. "
            "Attach to a running Unity to use it."
        )

    body: dict[str, Any] = {
        "_namespace": namespace,
        "__doc__": f"Unity's {name}; only the real editor has it.",
    }
    constructor: Callable[..., Any] = refuse
    body["__new__"] = constructor
    return ApiType(name, (), body)
