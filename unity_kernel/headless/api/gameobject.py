"""``UnityEngine.GameObject``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import HeadlessLimitation

from . import world
from .interop import Array, generic, type_argument
from .objects import Object, register

if TYPE_CHECKING:
    from .component import Component
    from .scenes import Scene
    from .transform import Transform

__all__ = ["GameObject"]

_BUILT_IN_TAGS = frozenset(
    {"Untagged", "Respawn", "Finish", "EditorOnly", "MainCamera", "Player", "GameController"}
)


class UnityException(Exception):
    """An error that Unity itself raises, such as for an undefined tag."""


UnityException.__module__ = "UnityEngine"


@register
class GameObject(Object):
    """An object of a scene, made of components.

    Args:
        name: Its name; Unity's default is ``New Game Object``.
        components: Types of components to add.
    """

    __slots__ = ("_active", "_parts", "_transform")
    _active: bool | None
    _parts: list[Component] | None
    _transform: Transform | None

    def __init__(self, name: str = "New Game Object", *components: object) -> None:
        from .creation import create_game_object

        if not isinstance(name, str):
            raise TypeError(f"'{type(name).__name__}' value cannot be converted to System.String")
        create_game_object(self, name)
        for component in components:
            for kind in component if isinstance(component, (list, tuple, Array)) else (component,):
                self.AddComponent(kind)

    def _prepare(self) -> None:
        self._active = self._parts = self._transform = None

    def _stale(self) -> None:
        self._active = None

    # State

    @property
    def gameObject(self) -> GameObject:
        """Itself."""
        _ = self._document.file_id  # raises if destroyed
        return self

    @property
    def transform(self) -> Transform:
        """Its Transform."""
        found = self._transform
        if found is None:
            from .transform import Transform

            self._transform = found = next((p for p in self._components() if isinstance(p, Transform)), None)
        return found  # type: ignore[return-value]

    @property
    def activeSelf(self) -> bool:
        """Whether it is switched on itself."""
        active = self._active
        if active is None:
            self._active = active = self._document.text("m_IsActive") != "0"
        return active

    @property
    def activeInHierarchy(self) -> bool:
        """Whether it and all its ancestors are switched on."""
        if not self.activeSelf:
            return False
        node = self.transform._above() if self.transform is not None else None
        while node is not None:
            owner = node.gameObject
            if owner is not None and not owner.activeSelf:
                return False
            node = node._above()
        return True

    def SetActive(self, value: bool) -> None:
        """Switch it on or off."""
        if self._document.set_number(("m_IsActive",), bool(value)):
            self._active = bool(value)
            self._changed()

    @property
    def tag(self) -> str:
        """Its tag.

        Raises:
            UnityException: On assignment of a tag that the project does not define.
        """
        return self._document.text("m_TagString") or "Untagged"

    @tag.setter
    def tag(self, value: str) -> None:
        _require_tag(value)
        if self._document.set_text(("m_TagString",), value):
            self._changed()

    def CompareTag(self, tag: str) -> bool:
        """Whether it has that tag."""
        return self.tag == str(tag)

    @property
    def layer(self) -> int:
        """Its layer's index, 0 to 31."""
        return self._document.integer("m_Layer") or 0

    @layer.setter
    def layer(self, value: int) -> None:
        if not 0 <= int(value) <= 31:
            raise UnityException(
                "A game object can only be in one layer. The layer needs to be in the range [0...31]"
            )
        if self._document.set_number(("m_Layer",), int(value)):
            self._changed()

    @property
    def isStatic(self) -> bool:
        """Whether any static editor flag is set; assigning sets or clears all."""
        return (self._document.integer("m_StaticEditorFlags") or 0) != 0

    @isStatic.setter
    def isStatic(self, value: bool) -> None:
        if self.isStatic != bool(value) and self._document.set_number(
            ("m_StaticEditorFlags",), 0xFFFFFFFF if value else 0
        ):
            self._changed()

    @property
    def scene(self) -> Scene:
        """The scene that it belongs to."""
        from .scenes import Scene

        _ = self._document.file_id
        return Scene._of(self._scene)

    @property
    def sceneCullingMask(self) -> int:
        """Which scenes' cameras see it: the main stage's."""
        return 0xE000000000000000

    # Components

    def _components(self) -> list[Component]:
        parts = self._parts
        if parts is None:
            file_id = self._document.file_id  # raises if destroyed
            if self._scene is None:
                raise HeadlessLimitation(
                    f"{self.name} is part of a model, whose components only the real editor can read"
                )
            self._parts = parts = self._scene.components_of(file_id)
        return parts

    @generic
    def GetComponent(self, type_: object) -> Any:
        """Return its first component of a type (or of a type's name), or None."""
        if isinstance(type_, str):
            return next((p for p in self._components() if _is_named(p, type_)), None)
        cls = type_argument(type_)
        return next((p for p in self._components() if isinstance(p, cls)), None)

    @generic
    def TryGetComponent(self, type_: object, component: object = None) -> tuple[bool, Any]:
        """Return whether there is such a component, and the component, as pythonnet returns an out parameter."""
        found = self.GetComponent(type_)
        return found is not None, found

    @generic
    def GetComponents(self, type_: object) -> Array[Any]:
        """Return all its components of a type."""
        cls = type_argument(type_)
        return Array([p for p in self._components() if isinstance(p, cls)], cls)

    @generic
    def GetComponentInChildren(self, type_: object, includeInactive: bool = False) -> Any:
        """Return the first component of a type here or below, depth first, or None."""
        cls = type_argument(type_)
        return next(self._below(cls, includeInactive), None)

    @generic
    def GetComponentsInChildren(self, type_: object, includeInactive: bool = False) -> Array[Any]:
        """Return all components of a type here and below; of inactive objects only if asked for."""
        cls = type_argument(type_)
        return Array(self._below(cls, includeInactive), cls)

    def _below(self, cls: type, inactive: bool) -> Iterator[Component]:
        pending = [self]
        while pending:
            node = pending.pop()
            if not inactive and not (node.activeInHierarchy if node is self else node.activeSelf):
                continue
            yield from (p for p in node._components() if isinstance(p, cls))
            if node.transform is not None:
                pending.extend(child.gameObject for child in reversed(node.transform._kids()))

    @generic
    def GetComponentInParent(self, type_: object, includeInactive: bool = False) -> Any:
        """Return the first component of a type here or above, or None."""
        cls = type_argument(type_)
        return next(self._upwards(cls, includeInactive), None)

    @generic
    def GetComponentsInParent(self, type_: object, includeInactive: bool = False) -> Array[Any]:
        """Return all components of a type here and above."""
        cls = type_argument(type_)
        return Array(self._upwards(cls, includeInactive), cls)

    def _upwards(self, cls: type, inactive: bool) -> Iterator[Component]:
        node: Transform | None = self.transform
        while node is not None:
            owner = node.gameObject
            if owner is not None and (inactive or owner.activeInHierarchy):
                yield from (p for p in owner._components() if isinstance(p, cls))
            node = node._above()

    def GetComponentCount(self) -> int:
        """Return how many components it has."""
        return len(self._components())

    def GetComponentAtIndex(self, index: int) -> Component:
        """Return a component by its place."""
        return self._components()[index]

    def GetComponentIndex(self, component: Component) -> int:
        """Return the place of a component; -1 if it is not one of its own."""
        return next((i for i, part in enumerate(self._components()) if part is component), -1)

    @generic
    def AddComponent(self, type_: object) -> Any:
        """Add a component with Unity's default values, after those that it requires, and return it.

        Raises:
            HeadlessLimitation: The headless editor does not know what Unity writes for it.
        """
        from .addition import add_component

        return add_component(self, type_)

    def _destroy(self) -> None:
        from .removal import destroy_game_object

        destroy_game_object(self)

    # Finding and making

    @staticmethod
    def Find(name: str) -> GameObject | None:
        """Return an active GameObject by name, or by path: ``a/b`` from anywhere, ``/a/b`` from a root."""
        for scene in world.current().scenes:
            found = scene.find_path(str(name))
            if found is not None:
                return found
        return None

    @staticmethod
    def FindWithTag(tag: str) -> GameObject | None:
        """Return one active GameObject with a tag, or None."""
        found = GameObject.FindGameObjectsWithTag(tag)
        return found[0] if len(found) else None

    FindGameObjectWithTag = FindWithTag

    @staticmethod
    def FindGameObjectsWithTag(tag: str) -> Array[GameObject]:
        """Return all active GameObjects with a tag.

        Raises:
            UnityException: The project does not define the tag.
        """
        _require_tag(tag)
        found = [
            obj for scene in world.current().scenes for obj in scene.with_tag(tag) if obj.activeInHierarchy
        ]
        return Array(found, GameObject)

    @staticmethod
    def CreatePrimitive(type_: object) -> GameObject:
        """Create a primitive (``PrimitiveType``) with its mesh, renderer and collider."""
        from .creation import create_primitive

        return create_primitive(str(type_))


def _is_named(component: Component, name: str) -> bool:
    return any(
        cls.__name__ == name or f"{cls.__module__}.{cls.__name__}" == name for cls in type(component).__mro__
    )


def _require_tag(tag: str) -> None:
    if tag not in _BUILT_IN_TAGS and tag not in world.current().tags:
        raise UnityException(f"Tag: {tag} is not defined.")
