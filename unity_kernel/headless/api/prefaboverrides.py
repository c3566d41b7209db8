"""``UnityEditor.SceneManagement.PrefabOverride`` and its kinds: each difference between an instance and its prefab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import InstancedDocument
from unity_kernel.headless.project.modifications import parse

from . import prefabapplies, prefabassets, prefabinspection, prefabreverts, world
from .component import Component
from .gameobject import GameObject
from .interop import ApiType, Array
from .objects import Object
from .propertymodification import PropertyModification, is_default
from .serialized import SerializedProperty

if TYPE_CHECKING:
    from unity_kernel.headless.project import PrefabInstance

    from .loadedscene import LoadedScene

__all__ = [
    "AddedComponent",
    "AddedGameObject",
    "ObjectOverride",
    "OverrideMembers",
    "PrefabOverride",
    "RemovedComponent",
    "RemovedGameObject",
    "records",
]

_NAMESPACE = "UnityEditor.SceneManagement"


def records(mode: Any) -> bool:
    """Whether an ``InteractionMode`` says that the operation can be taken back."""
    return str(mode) == "UserAction"


class PrefabOverride(metaclass=ApiType):
    """A difference between an instance and its prefab."""

    _namespace = _NAMESPACE
    __slots__ = ()

    def Apply(self, *arguments: Any) -> None:
        """Make the prefab like the instance; takes a prefab's path, an InteractionMode, both or none."""
        path = next((a for a in arguments if isinstance(a, str)), "")
        mode = next((a for a in arguments if not isinstance(a, str)), "UserAction")
        self._apply(path, records(mode))

    def Revert(self, mode: Any = "UserAction") -> None:
        """Make the instance like its prefab."""
        self._revert(records(mode))

    def _apply(self, path: str, record: bool) -> None:
        raise NotImplementedError

    def _revert(self, record: bool) -> None:
        raise NotImplementedError


class AddedComponent(PrefabOverride):
    """A component that was added to an instance's GameObject."""

    _namespace = _NAMESPACE
    __slots__ = ("instanceComponent",)

    def __init__(self, component: Any = None) -> None:
        self.instanceComponent = component

    def GetAssetObject(self) -> Any:
        """Return the prefab's GameObject that would get it."""
        return prefabassets.source_object(self.instanceComponent.gameObject._document)

    def _apply(self, path: str, record: bool) -> None:
        prefabapplies.apply_added_component(self.instanceComponent, path, record)

    def _revert(self, record: bool) -> None:
        prefabreverts.revert_added(self.instanceComponent, record)


class AddedGameObject(PrefabOverride):
    """A GameObject that was hung below an instance's."""

    _namespace = _NAMESPACE
    __slots__ = ("instanceGameObject", "siblingIndex")

    def __init__(self, game_object: Any = None) -> None:
        self.instanceGameObject = game_object
        self.siblingIndex = game_object.transform.GetSiblingIndex() if game_object is not None else -1

    def GetAssetObject(self) -> Any:
        """Return the prefab's GameObject that would get it."""
        return prefabassets.source_object(self.instanceGameObject.transform._above().gameObject._document)

    def _apply(self, path: str, record: bool) -> None:
        prefabapplies.apply_added_object(self.instanceGameObject, path, record)

    def _revert(self, record: bool) -> None:
        prefabreverts.revert_added(self.instanceGameObject, record)


class RemovedComponent(PrefabOverride):
    """A component that an instance lacks."""

    _namespace = _NAMESPACE
    __slots__ = ("assetComponent", "containingInstanceGameObject")

    def __init__(self, asset: Any = None, owner: Any = None) -> None:
        self.assetComponent = asset
        self.containingInstanceGameObject = owner

    def GetAssetObject(self) -> Any:
        """Return the prefab's component."""
        return self.assetComponent

    def _apply(self, path: str, record: bool) -> None:
        prefabapplies.apply_removed(self.containingInstanceGameObject, self.assetComponent, record)

    def _revert(self, record: bool) -> None:
        prefabreverts.revert_removed(self.containingInstanceGameObject, self.assetComponent, record)


class RemovedGameObject(PrefabOverride):
    """A GameObject that an instance lacks."""

    _namespace = _NAMESPACE
    __slots__ = ("assetGameObject", "parentOfRemovedGameObjectInInstance")

    def __init__(self, asset: Any = None, above: Any = None) -> None:
        self.assetGameObject = asset
        self.parentOfRemovedGameObjectInInstance = above

    def GetAssetObject(self) -> Any:
        """Return the prefab's GameObject."""
        return self.assetGameObject

    def _apply(self, path: str, record: bool) -> None:
        prefabapplies.apply_removed(self.parentOfRemovedGameObjectInInstance, self.assetGameObject, record)

    def _revert(self, record: bool) -> None:
        prefabreverts.revert_removed(self.parentOfRemovedGameObjectInInstance, self.assetGameObject, record)


class ObjectOverride(PrefabOverride):
    """An object of an instance of which properties differ."""

    _namespace = _NAMESPACE
    __slots__ = ("coupledOverride", "instanceObject")

    def __init__(self, obj: Any = None) -> None:
        self.instanceObject = obj
        self.coupledOverride: Any = None

    def GetAssetObject(self) -> Any:
        """Return the prefab's object."""
        return prefabassets.source_object(self.instanceObject._document)

    def _apply(self, path: str, record: bool) -> None:
        prefabapplies.apply_object(self.instanceObject, path, record)

    def _revert(self, record: bool) -> None:
        prefabreverts.revert_object(self.instanceObject, record)


class _List(Array[Any]):
    """A ``List`` of .NET: an array with ``Count``."""

    @property
    def Count(self) -> int:
        """The number of elements."""
        return len(self)


class OverrideMembers:
    """The members of ``PrefabUtility`` about overrides."""

    # Looking

    @staticmethod
    def GetAddedComponents(prefabInstance: GameObject) -> _List:
        """Return the components that were added to an instance, as ``AddedComponent``."""
        found = prefabinspection.added_components(*_around(prefabInstance))
        return _List([AddedComponent(part) for part in found], AddedComponent)

    @staticmethod
    def GetAddedGameObjects(prefabInstance: GameObject) -> _List:
        """Return the GameObjects that were hung below an instance's, as ``AddedGameObject``."""
        found = prefabinspection.added_objects(*_around(prefabInstance))
        return _List([AddedGameObject(each) for each in found], AddedGameObject)

    @staticmethod
    def GetRemovedComponents(prefabInstance: GameObject) -> _List:
        """Return the components that an instance lacks, as ``RemovedComponent``."""
        scene, instance = _around(prefabInstance)
        found = prefabinspection.removed_components(scene, instance)
        return _List([RemovedComponent(_asset(instance, i), owner) for i, owner in found], RemovedComponent)

    @staticmethod
    def GetRemovedGameObjects(prefabInstance: GameObject) -> _List:
        """Return the GameObjects that an instance lacks, as ``RemovedGameObject``."""
        scene, instance = _around(prefabInstance)
        found = prefabinspection.removed_objects(scene, instance)
        return _List([RemovedGameObject(_asset(instance, i), above) for i, above in found], RemovedGameObject)

    @staticmethod
    def GetObjectOverrides(prefabInstance: GameObject, includeDefaultOverrides: bool = False) -> _List:
        """Return the objects of an instance of which properties differ, as ``ObjectOverride``."""
        scene, instance = _around(prefabInstance)
        scene.flush()
        targets = dict.fromkeys(
            m.target
            for m in parse(instance.document)
            if includeDefaultOverrides or not is_default(instance, m)
        )
        found = [scene.object(instance.ids.get(target, 0)) for target in targets]
        return _List([ObjectOverride(obj) for obj in found if obj is not None], ObjectOverride)

    @staticmethod
    def SetPropertyModifications(targetPrefab: Object, modifications: Any) -> None:
        """Replace all overrides of the instance around an object.

        Raises:
            ArgumentException: The object is of no instance, or an override is not of an object of its prefab.
        """
        items: list[PropertyModification] = list(modifications)
        prefabreverts.set_modifications(targetPrefab, items)

    # Making the instance like its prefab

    @staticmethod
    def RevertPropertyOverride(instanceProperty: SerializedProperty, action: Any) -> None:
        """Give a property, with all its parts, the prefab's value again."""
        prefabreverts.revert_property(instanceProperty, records(action))

    @staticmethod
    def RevertObjectOverride(instanceComponentOrGameObject: Object, action: Any) -> None:
        """Give all properties of an object the prefab's values; a root keeps its name and place."""
        prefabreverts.revert_object(instanceComponentOrGameObject, records(action))

    @staticmethod
    def RevertPrefabInstance(instanceRoot: GameObject, action: Any = "AutomatedAction") -> None:
        """Make an instance as its prefab, also in what it has more or less; its root keeps its name and place."""
        prefabreverts.revert_instance(instanceRoot, records(action))

    @staticmethod
    def RevertAddedComponent(component: Component, action: Any) -> None:
        """Destroy a component that was added to an instance."""
        prefabreverts.revert_added(component, records(action))

    @staticmethod
    def RevertAddedGameObject(gameObject: GameObject, action: Any) -> None:
        """Destroy a GameObject that was hung below an instance's."""
        prefabreverts.revert_added(gameObject, records(action))

    @staticmethod
    def RevertRemovedComponent(
        instanceGameObject: GameObject, assetComponent: Component, action: Any
    ) -> None:
        """Let an instance have a component of its prefab again."""
        prefabreverts.revert_removed(instanceGameObject, assetComponent, records(action))

    @staticmethod
    def RevertRemovedGameObject(
        gameObjectInInstance: GameObject, assetGameObject: GameObject, action: Any
    ) -> None:
        """Let an instance have a GameObject of its prefab again."""
        prefabreverts.revert_removed(gameObjectInInstance, assetGameObject, records(action))

    # Making the prefab like its instance

    @staticmethod
    def ApplyPrefabInstance(instanceRoot: GameObject, action: Any) -> None:
        """Make an instance's prefab like the instance and save it; the root's name and place are not applied."""
        prefabapplies.apply_instance(instanceRoot, records(action))

    @staticmethod
    def ApplyPropertyOverride(instanceProperty: SerializedProperty, assetPath: str, action: Any) -> None:
        """Give a property of a prefab the instance's value, and save the prefab."""
        prefabapplies.apply_property(instanceProperty, assetPath, records(action))

    @staticmethod
    def ApplyObjectOverride(instanceComponentOrGameObject: Object, assetPath: str, action: Any) -> None:
        """Give an object of a prefab the values of the instance's, and save the prefab."""
        prefabapplies.apply_object(instanceComponentOrGameObject, assetPath, records(action))

    @staticmethod
    def ApplyAddedComponent(component: Component, assetPath: str, action: Any) -> None:
        """Add to a prefab the component that was added to its instance, and save the prefab."""
        prefabapplies.apply_added_component(component, assetPath, records(action))

    @staticmethod
    def ApplyAddedGameObject(gameObject: GameObject, assetPath: str, action: Any) -> None:
        """Add to a prefab the GameObject that was hung below its instance's, and save the prefab."""
        prefabapplies.apply_added_object(gameObject, assetPath, records(action))

    @staticmethod
    def ApplyRemovedComponent(instanceGameObject: GameObject, assetComponent: Component, action: Any) -> None:
        """Take out of a prefab the component that its instance lacks, and save the prefab."""
        prefabapplies.apply_removed(instanceGameObject, assetComponent, records(action))

    @staticmethod
    def ApplyRemovedGameObject(
        gameObjectInInstance: GameObject, assetGameObject: GameObject, action: Any
    ) -> None:
        """Take out of a prefab the GameObject that its instance lacks, and save the prefab."""
        prefabapplies.apply_removed(gameObjectInInstance, assetGameObject, records(action))


def _around(obj: Any) -> tuple[LoadedScene, PrefabInstance]:
    document: InstancedDocument = prefabinspection.require_instanced(obj)
    return obj._scene, document.instance


def _asset(instance: PrefabInstance, file_id: int) -> Any:
    path = world.current().project.assets.path(instance.guid)
    return prefabassets.asset_object(path, file_id) if path.endswith(".prefab") else None
