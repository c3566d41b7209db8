"""``UnityEditor.PropertyModification``: one override of a prefab instance, as an object."""

from __future__ import annotations

from typing import Any

from unity_kernel.headless.project import PrefabInstance
from unity_kernel.headless.project.modifications import NULL, Modification

from . import prefabassets, references, world
from .interop import ApiType
from .objects import Object
from .values import NetEnum

__all__ = ["DEFAULT_OVERRIDES", "InteractionMode", "PropertyModification", "is_default"]

DEFAULT_OVERRIDES = frozenset(
    {
        "m_Name",
        "m_RootOrder",
        "m_LocalPosition",
        "m_LocalRotation",
        "m_LocalEulerAnglesHint",
        "m_AnchoredPosition",
    }
    | {"m_SizeDelta", "m_AnchorMin", "m_AnchorMax", "m_Pivot"}
)
"""Properties of an instance's root that are its own at all times and count as no override."""


class InteractionMode(NetEnum):
    """Whether an operation can be taken back: what a user does can, what a script does cannot."""

    AutomatedAction = 0
    UserAction = 1


InteractionMode.__module__ = "UnityEditor"


class PropertyModification(metaclass=ApiType):
    """One override of a prefab instance."""

    _namespace = "UnityEditor"
    __slots__ = ("objectReference", "propertyPath", "target", "value")

    def __init__(self) -> None:
        self.target: Any = None
        self.propertyPath = ""
        self.value = ""
        self.objectReference: Any = None

    @classmethod
    def _of(cls, instance: PrefabInstance, item: Modification, scene: Any) -> PropertyModification:
        made = cls()
        path = world.current().project.assets.path(instance.guid)
        if path.endswith(".prefab") and not instance.missing:
            made.target = prefabassets.asset_object(path, item.target)
        made.propertyPath = item.path
        made.value = item.value
        values = dict(
            pair.split(": ") for pair in item.reference.decode("ascii", "replace")[1:-1].split(", ")
        )
        made.objectReference = references.resolve(scene, int(values["fileID"]), values.get("guid", ""))
        return made

    def _entry(self, instance: PrefabInstance, anchor: Object) -> Modification | None:
        """Return it as the file has it; None if its target is no object of the instance's prefab.

        Args:
            instance: Whose override it is to be.
            anchor: An object of the instance's scene, from which references are written.
        """
        key = references.key_of(self.target) if isinstance(self.target, Object) else None
        if key is None or key.guid != instance.guid:
            return None
        reference = NULL
        if self.objectReference is not None:
            file_id, guid, kind = references.reference_of(anchor, self.objectReference)
            outside = f", guid: {guid}, type: {kind}" if guid else ""
            reference = f"{{fileID: {file_id}{outside}}}".encode()
        value = "" if self.value is None else str(self.value)
        return Modification(key.file_id, str(self.propertyPath), value, reference)

    def __repr__(self) -> str:
        return (
            f"<UnityEditor.PropertyModification {self.propertyPath} = {self.value or self.objectReference}>"
        )


def is_default(instance: PrefabInstance, item: Modification) -> bool:
    """Whether an override is of the name or place of an instance's root, which are its own at all times."""
    if item.path.partition(".")[0] not in DEFAULT_OVERRIDES:
        return False
    roots = {child for child, parent in instance.source.parents.items() if not parent}
    owners = {instance.source.owner_of(child) for child in roots}
    return item.target in roots | owners
