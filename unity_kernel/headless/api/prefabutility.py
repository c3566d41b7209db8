"""``UnityEditor.PrefabUtility``: prefab instances in scenes, and the prefabs that they come from."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document, InstancedDocument, PrefabInstance
from unity_kernel.headless.project.modifications import parse

from . import catalogue, prefabassets, prefabcreation, prefabedits, prefabinspection, references, world
from .component import Component
from .gameobject import GameObject
from .interop import ApiType, Array
from .net import ArgumentException
from .objects import Object
from .prefabassets import PrefabContents
from .prefaboverrides import OverrideMembers, records
from .propertymodification import DEFAULT_OVERRIDES, PropertyModification, is_default
from .scenes import Scene
from .transform import Transform
from .unpacking import unpack

__all__ = ["PrefabUtility"]


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


class PrefabUtility(OverrideMembers, metaclass=ApiType):
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
        return (
            prefabinspection.root_of(componentOrGameObject._scene, instance) if instance is not None else None
        )

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
        if not all(is_default(instance, m) for m in modifications):
            return True
        inspected = (
            prefabinspection.added_components, prefabinspection.added_objects, prefabinspection.removed_components,
            prefabinspection.removed_objects,
        )  # fmt: skip
        return any(next(iter(each(scene, instance)), None) is not None for each in inspected)

    @staticmethod
    def RecordPrefabInstancePropertyModifications(targetObject: Object) -> None:
        """Do nothing: edits of instances become overrides by themselves when the scene is saved."""

    @staticmethod
    def IsAddedGameObjectOverride(gameObject: GameObject) -> bool:
        """Whether a GameObject was added to an instance in the scene."""
        return prefabinspection.is_added(gameObject)

    @staticmethod
    def IsAddedComponentOverride(component: Component) -> bool:
        """Whether a component was added to an instance's GameObject in the scene."""
        return prefabinspection.is_added(component)

    @staticmethod
    def IsDefaultOverride(modification: PropertyModification) -> bool:
        """Whether an override is of the name or place of an instance's root, which count as no difference."""
        contents = getattr(modification.target, "_scene", None)
        root = contents.root if isinstance(contents, PrefabContents) else None
        owner = getattr(modification.target, "gameObject", None)
        key = str(modification.propertyPath).partition(".")[0]
        return root is not None and owner is root and key in DEFAULT_OVERRIDES

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
            raise ArgumentException("Specified object is not part of Prefab contents")
        scene.is_loaded = False
        scene.bury()

    @staticmethod
    def SaveAsPrefabAsset(instanceRoot: GameObject, assetPath: str) -> GameObject | None:
        """Write an object of a scene with all below it, or what `LoadPrefabContents` loaded, to a prefab file.

        Returns:
            The asset's root.

        Raises:
            ArgumentException: It is part of an instance and not its root.
            ProjectError: The path is none for a prefab.
        """
        return prefabedits.save(instanceRoot, assetPath)

    @staticmethod
    def SaveAsPrefabAssetAndConnect(
        instanceRoot: GameObject, assetPath: str, action: Any
    ) -> GameObject | None:
        """Make a prefab of an object of a scene, and the object an instance of it.

        Returns:
            The asset's root.

        Raises:
            ArgumentException: It is part of an instance and not its root.
            ProjectError: The path is none for a prefab.
        """
        if isinstance(instanceRoot._scene, PrefabContents):
            raise ArgumentException("Can't connect the contents of a Prefab with a Prefab")
        prefabcreation.connect(instanceRoot, assetPath, records(action))
        contents = prefabassets.contents_of(world.current().project.relative(assetPath) or assetPath)
        return contents.root if contents is not None else None

    @staticmethod
    def UnpackPrefabInstance(instanceRoot: GameObject, unpackMode: Any, action: Any) -> None:
        """Make the objects of an instance the scene's own.

        Args:
            instanceRoot: The root of an outermost instance.
            unpackMode: ``PrefabUnpackMode``: OutermostRoot leaves instances in it instances, Completely does not.
            action: ``InteractionMode``: UserAction can be taken back.
        """
        unpack(instanceRoot, str(unpackMode) == "Completely", records(action))

    @staticmethod
    def UnpackPrefabInstanceAndReturnNewOutermostRoots(
        instanceRoot: GameObject, unpackMode: Any
    ) -> Array[GameObject]:
        """Make the objects of an instance the scene's own; returns the roots of the instances that were in it."""
        return Array(unpack(instanceRoot, str(unpackMode) == "Completely", record=False), GameObject)

    @staticmethod
    def UnpackAllInstancesOfPrefab(prefabRoot: GameObject, unpackMode: Any, action: Any) -> None:
        """Unpack all outermost instances of a prefab in the open scenes."""
        for root in PrefabUtility.FindAllInstancesOfPrefab(prefabRoot):
            PrefabUtility.UnpackPrefabInstance(root, unpackMode, action)

    @staticmethod
    def FindAllInstancesOfPrefab(prefabRoot: GameObject, scene: Scene | None = None) -> Array[GameObject]:
        """Return the roots of all outermost instances of a prefab, in one scene or in all that are open."""
        key = references.key_of(prefabRoot)
        scenes = [scene._open()] if scene is not None else world.current().scenes
        found = [
            prefabinspection.root_of(each, instance)
            for each in scenes
            for instance in each.expansion.instances.values()
            if key is not None and instance.guid == key.guid
        ]
        return Array([root for root in found if root is not None], GameObject)

    @staticmethod
    def SavePrefabAsset(asset: GameObject) -> GameObject | None:
        """Write changes of a prefab asset to its file."""
        scene = asset._scene
        if not isinstance(scene, PrefabContents) or scene.root is not asset:
            raise ArgumentException(
                "Can't save a Prefab instance, or an object that is not the root of a Prefab"
            )
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
