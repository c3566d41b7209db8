"""``UnityEditor.GameObjectUtility``: static flags, names among siblings, scripts that are missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import Sequence

from . import catalogue, world
from .assetfiles import asset_file
from .component import Component
from .interop import ApiType, Array
from .scripts import MonoBehaviour, ScriptableObject

if TYPE_CHECKING:
    from .gameobject import GameObject
    from .transform import Transform

__all__ = ["GameObjectUtility"]

_NUMBERED = re.compile(r"(.*?) \((\d+)\)\Z", re.DOTALL)


def _flags_type() -> Any:
    return catalogue.enum_type("UnityEditor.StaticEditorFlags")


def _missing(owner: GameObject) -> list[Component]:
    """Return the components whose script the project does not have.

    Scripts of packages that are not in the project's folders count as there, as far as they are known here.
    """
    return [part for part in owner._components() if type(part) in (MonoBehaviour, ScriptableObject)]


def _unique(parent: Transform | None, name: str, but: GameObject | None = None) -> str:
    if parent is not None:
        siblings = [child.gameObject for child in parent._kids()]
    else:
        scene = but._scene if but is not None else world.current().active
        siblings = [root.gameObject for root in scene.roots] if scene is not None else []
    taken = {sibling.name for sibling in siblings if sibling is not but}
    if name not in taken:
        return name
    match = _NUMBERED.match(name)
    stem, number = (match[1], int(match[2])) if match is not None else (name, 0)
    while (made := f"{stem} ({number + 1})") in taken:
        number += 1
    return made


class GameObjectUtility(metaclass=ApiType):
    """Helpers for GameObjects."""

    _namespace = "UnityEditor"

    @staticmethod
    def GetStaticEditorFlags(go: GameObject) -> Any:
        """Return for what an object counts as one that never moves (``StaticEditorFlags``)."""
        return _flags_type()((go._document.integer("m_StaticEditorFlags") or 0) & 0x7F)

    @staticmethod
    def SetStaticEditorFlags(go: GameObject, flags: Any) -> None:
        """Set for what an object counts as one that never moves."""
        everything = 0
        for member in _flags_type():
            everything |= int(member)
        value = int(flags)
        if go._document.set_number(
            ("m_StaticEditorFlags",), 0xFFFFFFFF if value & everything == everything else value & 0xFFFFFFFF
        ):
            go._changed()

    @staticmethod
    def AreStaticEditorFlagsSet(go: GameObject, flags: Any) -> bool:
        """Whether all of these flags are set."""
        return (go._document.integer("m_StaticEditorFlags") or 0) & int(flags) == int(flags)

    @staticmethod
    def GetMonoBehavioursWithMissingScriptCount(go: GameObject) -> int:
        """Return how many components of an object have a script that the project does not have."""
        return len(_missing(go))

    @staticmethod
    def RemoveMonoBehavioursWithMissingScript(go: GameObject) -> int:
        """Remove the components whose script the project does not have; returns how many. Not below the object.

        The headless editor does not look into packages that Unity keeps outside the project: of their scripts it
        knows those of the user interface, TextMesh Pro and the Universal pipeline. Look before you remove.
        """
        found = _missing(go)
        for part in found:
            part._destroy()
        return len(found)

    @staticmethod
    def SetParentAndAlign(child: GameObject, parent: GameObject | None) -> None:
        """Put an object below another one, at its origin and on its layer."""
        if parent is None:
            return
        child.transform.SetParent(parent.transform, False)
        for node in child.transform._walk():
            if node.gameObject is not None:
                node.gameObject.layer = parent.layer

    @staticmethod
    def GetUniqueNameForSibling(parent: Transform | None, name: str) -> str:
        """Return a name that no child of a Transform (or root) has: itself, or with a number behind it."""
        return _unique(parent, str(name))

    @staticmethod
    def EnsureUniqueNameForSibling(self: GameObject) -> None:
        """Give an object a name that none of its siblings has."""
        unique = _unique(self.transform._above(), self.name, self)
        if unique != self.name:
            self.name = unique

    @staticmethod
    def DuplicateGameObject(gameObject: GameObject) -> GameObject:
        """Copy an object beside it, with a name of its own; returns the copy."""
        from .objects import Object

        made: GameObject = Object.Instantiate(gameObject, gameObject.transform._above())
        made.name = _unique(gameObject.transform._above(), gameObject.name, made)
        return made

    @staticmethod
    def GetNavMeshArea(go: GameObject) -> int:
        """Return the number of an object's navigation area."""
        return go._document.integer("m_NavMeshLayer") or 0

    @staticmethod
    def SetNavMeshArea(go: GameObject, areaIndex: int) -> None:
        """Set the number of an object's navigation area."""
        if go._document.set_number(("m_NavMeshLayer",), int(areaIndex)):
            go._changed()

    @staticmethod
    def GetNavMeshAreaNames() -> Array[str]:
        """Return the names of the project's navigation areas."""
        native = asset_file("ProjectSettings/NavMeshAreas.asset").native
        areas = native.documents[0].field("areas") if native is not None and native.documents else None
        count = len(areas) if isinstance(areas, Sequence) else 0
        assert native is not None or not count
        names = [native.documents[0].text("areas", i, "name") or "" for i in range(count)] if native else []
        return Array([name for name in names if name], str)
