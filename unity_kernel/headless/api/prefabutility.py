"""``UnityEditor.PrefabUtility``: prefab instances in scenes, and the prefabs that they come from."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document, InstancedDocument, PrefabInstance
from unity_kernel.headless.project.modifications import Modification, parse

from . import catalogue, prefabassets, prefabedits, references, world
from .component import Component
from .gameobject import GameObject
from .interop import ApiType, Array
from .objects import Object
from .prefabassets import PrefabContents
from .scenes import Scene
from .transform import Transform

__all__ = ["PrefabUtility", "PropertyModification"]

_DEFAULT_OVERRIDES = frozenset(
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

    def __repr__(self) -> str:
        return (
            f"<UnityEditor.PropertyModification {self.propertyPath} = {self.value or self.objectReference}>"
        )


def _document(obj: Any) -> Document | None:
    """Return the document of a live GameObject or component."""
    return obj._document if isinstance(obj, (GameObject, Component)) and obj._alive else None


def _instanced(obj: Any) -> InstancedDocument | None:
    document = _document(obj)
    return document if isinstance(document, InstancedDocument) else None


def _instance(obj: Any) -> PrefabInstance | None:
    """Return the instance that an object belongs to, also one whose objects the file keeps whole (before 2018.3)."""
    document = _document(obj)
    if isinstance(document, InstancedDocument):
        return document.instance
    if document is None or obj._scene is None:
        return None
    owner = document.reference("m_PrefabInstance") or document.reference("m_PrefabInternal")
    found: PrefabInstance | None = obj._scene.expansion.instances.get(owner)
    return found


def _enum(name: str, member: str) -> Any:
    return getattr(catalogue.enum_type(f"UnityEditor.{name}"), member)


def _root(scene: Any, instance: PrefabInstance) -> GameObject | None:
    node = scene.object(instance.root)
    return node.gameObject if isinstance(node, Transform) else None


class PrefabUtility(metaclass=ApiType):
    """Prefab instances and assets."""

    _namespace = "UnityEditor"

    # What an object is

    @staticmethod
    def IsPartOfPrefabInstance(componentOrGameObject: Object) -> bool:
        """Whether a prefab instance brought the object; not so what was added to one."""
        return _instance(componentOrGameObject) is not None

    @staticmethod
    def IsPartOfNonAssetPrefabInstance(componentOrGameObject: Object) -> bool:
        """Whether a prefab instance in a scene brought the object."""
        return (
            _instanced(componentOrGameObject) is not None and references.key_of(componentOrGameObject) is None
        )

    @staticmethod
    def IsPartOfPrefabAsset(componentOrGameObject: Object) -> bool:
        """Whether the object is inside a prefab asset."""
        return (
            _document(componentOrGameObject) is not None
            and references.key_of(componentOrGameObject) is not None
        )

    @staticmethod
    def IsPartOfAnyPrefab(componentOrGameObject: Object) -> bool:
        """Whether the object belongs to a prefab asset or instance."""
        return PrefabUtility.IsPartOfPrefabInstance(
            componentOrGameObject
        ) or PrefabUtility.IsPartOfPrefabAsset(componentOrGameObject)

    @staticmethod
    def IsPartOfModelPrefab(componentOrGameObject: Object) -> bool:
        """Whether the object comes from a model, such as an FBX file."""
        return str(PrefabUtility.GetPrefabAssetType(componentOrGameObject)) == "Model"

    @staticmethod
    def IsPartOfVariantPrefab(componentOrGameObject: Object) -> bool:
        """Whether the object's prefab is a variant of another."""
        return str(PrefabUtility.GetPrefabAssetType(componentOrGameObject)) == "Variant"

    @staticmethod
    def IsPartOfRegularPrefab(componentOrGameObject: Object) -> bool:
        """Whether the object's prefab is neither a model nor a variant."""
        return str(PrefabUtility.GetPrefabAssetType(componentOrGameObject)) == "Regular"

    @staticmethod
    def IsPrefabAssetMissing(instanceComponentOrGameObject: Object) -> bool:
        """Whether the object's prefab is not in the project."""
        return str(PrefabUtility.GetPrefabAssetType(instanceComponentOrGameObject)) == "MissingAsset"

    @staticmethod
    def IsAnyPrefabInstanceRoot(gameObject: GameObject) -> bool:
        """Whether a GameObject is the root of a prefab instance, nested ones included."""
        return gameObject is not None and PrefabUtility.GetNearestPrefabInstanceRoot(gameObject) is gameObject

    @staticmethod
    def IsOutermostPrefabInstanceRoot(gameObject: GameObject) -> bool:
        """Whether a GameObject is the root of a prefab instance that is in no other."""
        return (
            gameObject is not None and PrefabUtility.GetOutermostPrefabInstanceRoot(gameObject) is gameObject
        )

    @staticmethod
    def GetPrefabInstanceStatus(componentOrGameObject: Object) -> Any:
        """Return a ``PrefabInstanceStatus``: NotAPrefab, Connected or MissingAsset."""
        instance = _instance(componentOrGameObject)
        if instance is None:
            return _enum("PrefabInstanceStatus", "NotAPrefab")
        gone = instance.missing and not _is_model(instance)
        return _enum("PrefabInstanceStatus", "MissingAsset" if gone else "Connected")

    @staticmethod
    def GetPrefabAssetType(componentOrGameObject: Object) -> Any:
        """Return a ``PrefabAssetType``: NotAPrefab, Regular, Model, Variant or MissingAsset."""
        document = _document(componentOrGameObject)
        if isinstance(document, InstancedDocument):
            nearest = _nearest(document)[1]
            if _is_model(nearest):
                return _enum("PrefabAssetType", "Model")
            if nearest.missing:
                return _enum("PrefabAssetType", "MissingAsset")
            roots = [i for i, parent in nearest.source.parents.items() if not parent]
            variant = bool(roots) and isinstance(nearest.source.document(roots[0]), InstancedDocument)
            return _enum("PrefabAssetType", "Variant" if variant else "Regular")
        if document is not None and references.key_of(componentOrGameObject) is not None:
            return _enum("PrefabAssetType", "Regular")
        return _enum("PrefabAssetType", "NotAPrefab")

    # Where it comes from

    @staticmethod
    def GetCorrespondingObjectFromSource(componentOrGameObject: Any) -> Any:
        """Return the object of the prefab asset that an instance's object comes from; None for all others."""
        document = _instanced(componentOrGameObject)
        return prefabassets.source_object(document) if document is not None else None

    @staticmethod
    def GetCorrespondingObjectFromOriginalSource(componentOrGameObject: Any) -> Any:
        """Return the object of the innermost prefab asset that an instance's object comes from."""
        found = None
        step = PrefabUtility.GetCorrespondingObjectFromSource(componentOrGameObject)
        while step is not None:
            found = step
            step = PrefabUtility.GetCorrespondingObjectFromSource(step)
        return found

    @staticmethod
    def GetOutermostPrefabInstanceRoot(componentOrGameObject: Object) -> GameObject | None:
        """Return the root of the outermost prefab instance around an object."""
        instance = _instance(componentOrGameObject)
        return _root(componentOrGameObject._scene, instance) if instance is not None else None

    @staticmethod
    def GetNearestPrefabInstanceRoot(componentOrGameObject: Object) -> GameObject | None:
        """Return the root of the innermost prefab instance that brought an object."""
        document = _instanced(componentOrGameObject)
        scene = componentOrGameObject._scene
        if document is None or scene is None:
            return None
        outer, instance = _nearest(document)
        file_id = instance.root
        for step in reversed(outer):
            file_id = step.ids.get(file_id, 0)
        node = scene.object(file_id)
        return node.gameObject if isinstance(node, Transform) else None

    @staticmethod
    def GetPrefabAssetPathOfNearestInstanceRoot(instanceComponentOrGameObject: Object) -> str:
        """Return the path of the prefab whose instance brought an object; of an asset, its own path."""
        document = _instanced(instanceComponentOrGameObject)
        assets = world.current().project.assets
        if document is not None:
            return assets.path(_nearest(document)[1].guid)
        key = (
            references.key_of(instanceComponentOrGameObject)
            if instanceComponentOrGameObject is not None
            else None
        )
        return assets.path(key.guid) if key is not None else ""

    @staticmethod
    def GetPrefabInstanceHandle(instanceComponentOrGameObject: Object) -> Any:
        """Return the object that stands for a whole instance; None outside of instances."""
        document = _instanced(instanceComponentOrGameObject)
        scene = instanceComponentOrGameObject._scene
        return scene.wrap(document.instance.document) if document is not None and scene is not None else None

    # Overrides

    @staticmethod
    def GetPropertyModifications(targetPrefab: Object) -> Any:
        """Return the overrides of the outermost instance around an object, as they will be saved; else None."""
        document = _instanced(targetPrefab)
        scene = targetPrefab._scene
        if document is None or scene is None:
            return None
        scene.flush()
        found = [
            PropertyModification._of(document.instance, m, scene) for m in parse(document.instance.document)
        ]
        return Array(found, PropertyModification)

    @staticmethod
    def HasPrefabInstanceAnyOverrides(instanceRoot: GameObject, includeDefaultOverrides: bool) -> bool:
        """Whether an instance differs from its prefab.

        Args:
            instanceRoot: The instance's root, or anything in it.
            includeDefaultOverrides: Count the name and place of the root too.
        """
        document = _instanced(instanceRoot)
        scene = instanceRoot._scene
        if document is None or scene is None:
            return False
        scene.flush()
        instance = document.instance
        modifications = parse(instance.document)
        if includeDefaultOverrides and modifications:
            return True
        roots = {old for old, new in instance.ids.items() if new == instance.root}
        owner = scene.expansion.owner_of(instance.root)
        roots |= {old for old, new in instance.ids.items() if new == owner}
        if any(
            m.target not in roots or m.path.partition(".")[0] not in _DEFAULT_OVERRIDES for m in modifications
        ):
            return True
        if instance.listed("m_RemovedComponents") or instance.listed("m_RemovedGameObjects"):
            return True
        return any(_is_added(scene, new) for new in instance.ids.values())

    @staticmethod
    def RecordPrefabInstancePropertyModifications(targetObject: Object) -> None:
        """Do nothing: edits of instances become overrides by themselves when the scene is saved."""

    @staticmethod
    def IsAddedGameObjectOverride(gameObject: GameObject) -> bool:
        """Whether a GameObject was added to an instance in the scene."""
        node = gameObject.transform._above()
        return _instanced(node) is not None and not (
            isinstance(gameObject._document, InstancedDocument)
            and gameObject._document.instance is _instanced(node).instance  # type: ignore[union-attr]
        )

    @staticmethod
    def IsAddedComponentOverride(component: Component) -> bool:
        """Whether a component was added to an instance's GameObject in the scene."""
        return _instanced(component) is None and _instanced(component.gameObject) is not None

    # Loading, saving, making

    @staticmethod
    def LoadPrefabContents(assetPath: str) -> GameObject | None:
        """Load a prefab for editing, apart from all scenes; end with `UnloadPrefabContents`."""
        return prefabassets.load_contents(assetPath).root

    @staticmethod
    def UnloadPrefabContents(contentsRoot: GameObject) -> None:
        """Forget what `LoadPrefabContents` loaded."""
        scene = contentsRoot._scene
        if not isinstance(scene, PrefabContents) or scene.guid:
            raise ValueError("Specified object is not part of Prefab contents")  # ArgumentException in .NET
        scene.is_loaded = False
        scene.bury()

    @staticmethod
    def SaveAsPrefabAsset(instanceRoot: GameObject, assetPath: str) -> GameObject | None:
        """Write what `LoadPrefabContents` loaded to a prefab file, its own or another one.

        Returns:
            The asset's root.

        Raises:
            HeadlessLimitation: It is an object of a scene.
        """
        return prefabedits.save(instanceRoot, assetPath)

    @staticmethod
    def SavePrefabAsset(asset: GameObject) -> GameObject | None:
        """Write changes of a prefab asset to its file."""
        scene = asset._scene
        if not isinstance(scene, PrefabContents) or scene.root is not asset:
            raise ValueError("Can't save a Prefab instance, or an object that is not the root of a Prefab")
        return prefabedits.save(asset, scene.path)

    @staticmethod
    def InstantiatePrefab(assetComponentOrGameObject: Any, destination: Any = None) -> Any:
        """Put an instance of a prefab into a scene.

        Args:
            assetComponentOrGameObject: The prefab's root GameObject, or a component of it.
            destination: A Scene, or a Transform to hang it below; by default the active scene.

        Returns:
            The instance's object for the one that was given.

        Raises:
            HeadlessLimitation: The project is of a Unity before 2018.3, or it is no prefab that could be read.
        """
        parent = destination if isinstance(destination, Transform) else None
        scene = parent._scene if parent is not None else world.current().active
        if isinstance(destination, Scene):
            scene = destination._open()
        if scene is None:
            raise HeadlessLimitation("no scene is open; EditorSceneManager.NewScene makes one")
        return prefabedits.instantiate(assetComponentOrGameObject, scene, parent)


def _nearest(document: InstancedDocument) -> tuple[list[PrefabInstance], PrefabInstance]:
    """Return the instances around an object from the outermost, and the innermost that brought it."""
    outer: list[PrefabInstance] = []
    while isinstance(document.source, InstancedDocument):
        outer.append(document.instance)
        inner = document.source
        if inner.instance.root in _roots(document.instance):
            # The root of a variant's base is the variant's own root: it counts as the variant's.
            return outer[:-1], document.instance
        document = inner
    return outer, document.instance


def _roots(instance: PrefabInstance) -> set[int]:
    """Return the file ids of a source's root Transforms."""
    return {child for child, parent in instance.source.parents.items() if not parent}


def _is_model(instance: PrefabInstance) -> bool:
    path = world.current().project.assets.path(instance.guid)
    return bool(path) and not path.endswith(".prefab")


def _is_added(scene: Any, file_id: int) -> bool:
    """Whether an object of an instance has own children or components in the scene."""
    expansion = scene.expansion
    below = [*expansion.children.get(file_id, ()), *expansion.components.get(file_id, ())]
    mine = expansion.document(file_id)
    return any(
        not isinstance(found := expansion.document(i), InstancedDocument)
        or (isinstance(mine, InstancedDocument) and found.instance is not mine.instance)
        for i in below
    )
