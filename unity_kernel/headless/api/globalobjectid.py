"""``UnityEditor.GlobalObjectId``: an id of an object that holds over sessions.

Its text is ``GlobalObjectId_V1-{type}-{GUID}-{object}-{prefab}``, with type 1 for imported assets, 2 for objects of
scenes and 3 for assets that Unity writes (https://docs.unity3d.com/ScriptReference/GlobalObjectId.html).
"""

from __future__ import annotations

import re
from typing import Any

from unity_kernel.headless.project import InstancedDocument

from . import references, world
from .interop import ApiType
from .objects import Object

__all__ = ["GlobalObjectId"]

_FORM = re.compile(r"GlobalObjectId_V1-(\d+)-([0-9a-f]{32})-(\d+)-(\d+)\Z")
_NO_GUID = "0" * 32
_NULL, _IMPORTED, _SCENE, _SOURCE = 0, 1, 2, 3
_UNSIGNED = (1 << 64) - 1


class GlobalObjectId(metaclass=ApiType):
    """An id of an object; of the null id, all parts are zero."""

    _namespace = "UnityEditor"
    __slots__ = ("_parts",)
    _parts: tuple[int, str, int, int]

    def __init__(self) -> None:
        self._parts = (_NULL, _NO_GUID, 0, 0)

    @classmethod
    def _of(cls, kind: int, guid: str, target: int, prefab: int) -> GlobalObjectId:
        made = cls()
        made._parts = (kind, guid or _NO_GUID, target & _UNSIGNED, prefab & _UNSIGNED)
        return made

    @property
    def identifierType(self) -> int:
        """What it names: 0 nothing, 1 an imported asset, 2 an object of a scene, 3 an asset that Unity writes."""
        return self._parts[0]

    @property
    def assetGUID(self) -> str:
        """The GUID of the asset or scene."""
        return self._parts[1]

    @property
    def targetObjectId(self) -> int:
        """The object's id in that file, or in the prefab that it comes from."""
        return self._parts[2]

    @property
    def targetPrefabId(self) -> int:
        """The id of the prefab instance in that file; 0 for none."""
        return self._parts[3]

    @staticmethod
    def GetGlobalObjectIdSlow(targetObject: Any) -> GlobalObjectId:
        """Return the id of an object, or of that of an instance id; the null id for one that was never saved."""
        obj = world.current().object(targetObject) if isinstance(targetObject, int) else targetObject
        if obj is None or not obj._alive:
            return GlobalObjectId()
        key = references.key_of(obj)
        if key is not None:
            return GlobalObjectId._of(_SOURCE if key.kind == 2 else _IMPORTED, key.guid, key.file_id, 0)
        scene, document = obj._scene, obj._document
        if scene is None:
            return GlobalObjectId()
        guid = world.current().project.assets.guid(scene.path) if scene.path else ""
        if isinstance(document, InstancedDocument):
            return GlobalObjectId._of(_SCENE, guid, document.source.file_id, document.instance.file_id)
        return GlobalObjectId._of(_SCENE, guid, document.file_id, 0)

    @staticmethod
    def GlobalObjectIdentifierToObjectSlow(id: GlobalObjectId) -> Any:
        """Return the object of an id, or None: it is no more, or its scene is not open."""
        kind, guid, target, prefab = id._parts
        signed = target - (1 << 64) if target >> 63 else target
        if kind == _SCENE:
            path = world.current().project.assets.path(guid)
            for scene in world.current().scenes:
                if scene.path == path or (not path and not scene.path):
                    return _in_scene(scene, signed, prefab)
            return None
        return references.resolve(None, signed, guid) if kind in (_IMPORTED, _SOURCE) else None

    @staticmethod
    def TryParse(stringValue: str, id: object = None) -> tuple[bool, GlobalObjectId]:
        """Return whether a text is an id, and the id, as pythonnet returns an out parameter."""
        match = _FORM.match(stringValue)
        if match is None:
            return False, GlobalObjectId()
        return True, GlobalObjectId._of(int(match[1]), match[2], int(match[3]), int(match[4]))

    def ToString(self) -> str:
        """Return it as text."""
        return "GlobalObjectId_V1-{}-{}-{}-{}".format(*self._parts)

    __str__ = __repr__ = ToString

    def Equals(self, other: object) -> bool:
        """Same as ``==``."""
        return self == other

    def CompareTo(self, other: GlobalObjectId) -> int:
        """Return -1, 0 or 1: its place among ids in order."""
        return (self._parts > other._parts) - (self._parts < other._parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GlobalObjectId) and other._parts == self._parts

    def __hash__(self) -> int:
        return hash(self._parts)


def _in_scene(scene: Any, target: int, prefab: int) -> Object | None:
    if not prefab:
        found: Object | None = scene.object(target)
        return found
    instance = scene.expansion.instances.get(prefab)
    return scene.object(instance.ids.get(target, 0)) if instance is not None else None
