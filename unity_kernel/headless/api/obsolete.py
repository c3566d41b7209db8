"""Members that Unity has made obsolete: they work, and warn as its compiler would.

Which members are obsolete depends on the version of the open project. Those, and only those, are wrapped while an
editor runs; all others cost nothing. Versions between those of the table (``obsolete.json.gz``) count as the one
before, older ones as the oldest.
"""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from unity_kernel.errors import UnityObsoleteError, UnityObsoleteWarning

from .interop import full_name, generic
from .values.base import static_property

__all__ = ["INSTEAD", "install", "level", "note", "uninstall"]

Version = tuple[int, int, int]

INSTEAD = {
    # member: what to use; nothing where nothing replaces it
    "UnityEngine.Object.FindObjectsOfType": "Object.FindObjectsByType",
    "UnityEngine.Object.FindObjectOfType": "Object.FindAnyObjectByType",
    "UnityEngine.Object.FindFirstObjectByType": "Object.FindAnyObjectByType",
    "UnityEngine.Object.GetInstanceID": "Object.GetEntityId",
    "UnityEngine.Rigidbody.drag": "Rigidbody.linearDamping",
    "UnityEngine.Rigidbody.angularDrag": "Rigidbody.angularDamping",
    "UnityEngine.Rigidbody.velocity": "Rigidbody.linearVelocity",
    "UnityEngine.Rigidbody2D.drag": "Rigidbody2D.linearDamping",
    "UnityEngine.Rigidbody2D.angularDrag": "Rigidbody2D.angularDamping",
    "UnityEngine.Rigidbody2D.velocity": "Rigidbody2D.linearVelocity",
    "UnityEngine.Rigidbody2D.isKinematic": "Rigidbody2D.bodyType",
    "UnityEngine.Collider2D.usedByComposite": "Collider2D.compositeOperation",
    "UnityEngine.Light.cookieSize": "Light.cookieSize2D",
    "UnityEngine.Physics.autoSimulation": "Physics.simulationMode",
    "UnityEngine.Physics.autoSyncTransforms": "Physics.SyncTransforms",
    "UnityEngine.Physics2D.autoSyncTransforms": "Physics2D.SyncTransforms",
    "UnityEngine.Physics2D.velocityThreshold": "Physics2D.bounceThreshold",
    "UnityEngine.QualitySettings.masterTextureLimit": "QualitySettings.globalTextureMipmapLimit",
    "UnityEngine.RenderSettings.customReflection": "RenderSettings.customReflectionTexture",
    "UnityEditor.Selection.activeInstanceID": "Selection.activeEntityId",
    "UnityEditor.Selection.instanceIDs": "Selection.entityIds",
    "UnityEditor.EditorUtility.InstanceIDToObject": "EditorUtility.EntityIdToObject",
    "UnityEditor.PlayerSettings.GetScriptingDefineSymbolsForGroup": "PlayerSettings.GetScriptingDefineSymbols",
    "UnityEditor.PlayerSettings.SetScriptingDefineSymbolsForGroup": "PlayerSettings.SetScriptingDefineSymbols",
}
_SHORTCUTS = {
    # what GameObject and Component once had for their neighbours
    "animation": "Animation", "audio": "AudioSource", "camera": "Camera", "collider": "Collider",
    "collider2D": "Collider2D", "constantForce": "ConstantForce", "hingeJoint": "HingeJoint", "light": "Light",
    "particleSystem": "ParticleSystem", "renderer": "Renderer", "rigidbody": "Rigidbody",
    "rigidbody2D": "Rigidbody2D",
}  # fmt: skip
_PLUMBING = frozenset({"__call__", "__get__", "__getattr__", "__setattr__", "assign"})
_OWN = "unity_kernel.headless."

_table: dict[str, str] | None = None
_column = -1
_version: Version = (0, 0, 0)
_wrapped: list[tuple[type, str, Any]] = []


def _load() -> dict[str, str]:
    global _table
    if _table is None:
        import gzip
        import json

        packed = Path(__file__).with_name("obsolete.json.gz").read_bytes()
        _table = json.loads(gzip.decompress(packed))
        assert _table is not None
    return _table


def install(version: Version, classes: Iterable[type]) -> None:
    """Wrap the members of ``classes`` that are obsolete in a version; (0, 0, 0), an unknown one, has none."""
    global _column, _version
    uninstall()
    if not version[0]:
        return
    versions = [tuple(map(int, text.split("."))) for text in _load()["!versions"].split()]
    _version, _column = version, max(sum(known <= version[:2] for known in versions) - 1, 0)
    for cls in classes:
        name = full_name(cls)
        for member, letter in _of(name).items():
            held = vars(cls).get(member)
            if held is not None:
                _wrapped.append((cls, member, held))
                type.__setattr__(cls, member, _wrap(held, f"{name}.{member}", letter))


def uninstall() -> None:
    """Take the wrapping off."""
    global _column
    while _wrapped:
        cls, member, held = _wrapped.pop()
        type.__setattr__(cls, member, held)
    _column = -1


def _of(name: str) -> dict[str, str]:
    """Return the members of a type that are obsolete in the open project's version, with ``w`` or ``e``."""
    found = (item.rpartition(":") for item in _load().get(name, "").split())
    return {member: letters[_column] for member, _, letters in found if letters[_column] != "-"}


def level(name: str, member: str) -> str:
    """Return ``w`` or ``e`` for a member that is obsolete in the open project's version; else nothing."""
    return _of(name).get(member, "") if _column >= 0 else ""


def note(name: str, member: str) -> str:
    """Return the sentence that a compiler would print: what is obsolete, and what replaces it as far as known."""
    owner = name.rpartition(".")[2]
    instead = INSTEAD.get(f"{name}.{member}", "")
    if not instead and name in ("UnityEngine.GameObject", "UnityEngine.Component") and member in _SHORTCUTS:
        instead = f"GetComponent({_SHORTCUTS[member]})"
    remedy = f"use {instead}" if instead else "see its page in Unity's scripting reference"
    return f"'{owner}.{member}' is obsolete in Unity {_version[0]}.{_version[1]}: {remedy}"


def _wrap(held: Any, full: str, letter: str) -> Any:
    name, _, member = full.rpartition(".")

    def seen() -> None:
        if letter == "e":
            _refuse(name, member)
        _warn(name, member)

    if isinstance(held, property):
        return property(_before(held.fget, seen), _before(held.fset, seen), doc=held.__doc__)
    if isinstance(held, static_property):
        return static_property(_called(held.getter, seen), _before(held.setter, seen))
    if isinstance(held, generic):
        return generic(_called(held._function, seen))
    if isinstance(held, (staticmethod, classmethod)):
        return type(held)(_called(held.__func__, seen))
    return _called(held, seen) if callable(held) else held


def _called(function: Callable[..., Any], seen: Callable[[], None]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*arguments: Any, **keywords: Any) -> Any:
        seen()
        return function(*arguments, **keywords)

    return wrapper


def _before(function: Callable[..., Any] | None, seen: Callable[[], None]) -> Callable[..., Any] | None:
    return None if function is None else _called(function, seen)


def _warn(name: str, member: str) -> None:
    """Warn at the line that used the member, once a line; the headless editor's own use of it is no concern."""
    frame = sys._getframe(3)  # past this, ``seen`` and the wrapper
    while frame.f_back is not None and frame.f_code.co_name in _PLUMBING:
        frame = frame.f_back
    module = frame.f_globals.get("__name__") or ""
    if module.startswith(_OWN):
        return
    warnings.warn_explicit(
        f"CS0618: {note(name, member)}",
        UnityObsoleteWarning,
        frame.f_code.co_filename,
        frame.f_lineno,
        module,
        frame.f_globals.setdefault("__warningregistry__", {}),
    )


def _refuse(name: str, member: str) -> NoReturn:
    raise UnityObsoleteError(f"CS0619: {note(name, member)}")
