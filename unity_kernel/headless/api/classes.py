"""Which Python class stands for which document of a file."""

from __future__ import annotations

from typing import Any

from unity_kernel.headless.project import Document

from . import catalogue
from .component import Component
from .interop import ApiType
from .objects import CLASSES, Object
from .scripts import MonoBehaviour, script_class

__all__ = ["class_named", "class_of", "generic_class", "may_be"]

_MONO_BEHAVIOUR = 114


def class_of(document: Document) -> type[Object]:
    """Return the class of a document: its script's, its typed class, or a generic one of Unity's name."""
    if document.class_id == _MONO_BEHAVIOUR:
        return script_class(document)
    return class_named(document.type_name)


def class_named(name: str) -> type[Object]:
    """Return the class that files call ``name``; made on first use if it is not one of the typed ones."""
    found = CLASSES.get(name)
    if found is None:
        full = catalogue.resolve("UnityEngine", name) or _elsewhere(name)
        found = generic_class(full) if full else _make(name or "Object", "UnityEngine", Component)
        CLASSES[name] = found
    return found


def _elsewhere(name: str) -> str:
    """Look a component up in the namespaces below UnityEngine that have components."""
    for namespace in (
        "AI",
        "Animations",
        "Audio",
        "Playables",
        "Rendering",
        "Tilemaps",
        "U2D",
        "VFX",
        "Video",
    ):
        full = f"UnityEngine.{namespace}.{name}"
        if catalogue.kind_of(full):
            return full
    return ""


def generic_class(full_name: str) -> type[Object]:
    """Return a class for a Unity class without members of its own here; its bases as in Unity."""
    namespace, _, name = full_name.rpartition(".")
    known = CLASSES.get(name)
    if known is not None and known.__module__ == namespace:
        return known
    base = catalogue.base_of(full_name)
    parent: type[Object] = Component
    if base == "UnityEngine.Object":
        parent = Object
    elif base:
        parent = generic_class(base)
    made = _make(name, namespace, parent)
    CLASSES.setdefault(name, made)
    return made


def _make(name: str, namespace: str, parent: type[Object]) -> type[Object]:
    made: Any = ApiType(
        name,
        (parent,),
        {"__slots__": (), "_namespace": namespace, "_is_generic": True, "__doc__": f"Unity's {name}."},
    )
    return made  # type: ignore[no-any-return]


def derives(full_name: str, base: str) -> bool:
    """Whether a class of Unity derives from another."""
    steps = 0
    while full_name and steps < 20:
        if full_name == base:
            return True
        full_name = catalogue.base_of(full_name)
        steps += 1
    return False


def may_be(sample: Document | None, class_id: int, cls: type) -> bool:
    """Whether documents of a class id can hold objects of ``cls``; saves looking at each."""
    if sample is None:
        return False
    if class_id == _MONO_BEHAVIOUR:
        return issubclass(cls, MonoBehaviour) or issubclass(MonoBehaviour, cls)
    return issubclass(class_named(sample.type_name), cls)
