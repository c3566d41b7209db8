"""``UnityEngine.Component`` and ``Behaviour``: what hangs on a GameObject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .interop import Array, generic
from .objects import CLASSES, Object, register

if TYPE_CHECKING:
    from .gameobject import GameObject
    from .transform import Transform

__all__ = ["Behaviour", "Component"]


@register
class Component(Object):
    """Base of everything attached to a GameObject."""

    __slots__ = ("_owner",)
    _owner: GameObject | None

    def _prepare(self) -> None:
        self._owner = None

    @property
    def gameObject(self) -> GameObject:
        """The GameObject that it is attached to."""
        owner = self._owner
        if owner is None:
            document = self._document
            found = (
                self._scene.object(document.reference("m_GameObject")) if self._scene is not None else None
            )
            sound: Any = found if isinstance(found, CLASSES["GameObject"]) else None
            self._owner = owner = sound
        return owner

    def _held(self) -> GameObject:
        """Return the GameObject that it is attached to.

        Raises:
            SceneFileError: The file is damaged: there is none.
        """
        owner = self.gameObject
        if owner is None:
            raise self._document.fault("this component belongs to no GameObject of the file", None)
        return owner

    def _placed(self) -> Transform:
        """Return the Transform of its GameObject.

        Raises:
            SceneFileError: The file is damaged: there is none.
        """
        node: Transform | None = self.transform
        if node is None:
            raise self._document.fault("the GameObject of this component has no Transform", None)
        return node

    @property
    def transform(self) -> Transform:
        """The Transform of its GameObject."""
        return self._held().transform

    @property
    def name(self) -> str:
        """The name of its GameObject."""
        owner = self.gameObject
        return owner.name if owner is not None else ""

    @name.setter
    def name(self, value: str) -> None:
        self._held().name = value

    @property
    def tag(self) -> str:
        """The tag of its GameObject."""
        return self._held().tag

    @tag.setter
    def tag(self, value: str) -> None:
        self._held().tag = value

    def CompareTag(self, tag: str) -> bool:
        """Whether its GameObject has that tag."""
        return self._held().CompareTag(tag)

    @generic
    def GetComponent(self, type_: object) -> Any:
        """Return the first component of a type (or of a type's name) beside it, or None."""
        return self._held().GetComponent(type_)

    @generic
    def TryGetComponent(self, type_: object, component: object = None) -> tuple[bool, Any]:
        """Return whether there is such a component, and the component, as pythonnet returns an out parameter."""
        return self._held().TryGetComponent(type_)  # type: ignore[no-any-return]

    @generic
    def GetComponents(self, type_: object) -> Array[Any]:
        """Return all components of a type beside it."""
        return self._held().GetComponents(type_)  # type: ignore[no-any-return]

    @generic
    def GetComponentInChildren(self, type_: object, includeInactive: bool = False) -> Any:
        """Return the first component of a type here or below, depth first, or None."""
        return self._held().GetComponentInChildren(type_, includeInactive)

    @generic
    def GetComponentsInChildren(self, type_: object, includeInactive: bool = False) -> Array[Any]:
        """Return all components of a type here and below."""
        return self._held().GetComponentsInChildren(type_, includeInactive)  # type: ignore[no-any-return]

    @generic
    def GetComponentInParent(self, type_: object, includeInactive: bool = False) -> Any:
        """Return the first component of a type here or above, or None."""
        return self._held().GetComponentInParent(type_, includeInactive)

    @generic
    def GetComponentsInParent(self, type_: object, includeInactive: bool = False) -> Array[Any]:
        """Return all components of a type here and above."""
        return self._held().GetComponentsInParent(type_, includeInactive)  # type: ignore[no-any-return]

    def _destroy(self) -> None:
        from .removal import destroy_component

        destroy_component(self)


@register
class Behaviour(Component):
    """A component that can be switched off."""

    __slots__ = ()

    @property
    def enabled(self) -> bool:
        """Whether it is switched on."""
        return self._document.text("m_Enabled") != "0"

    @enabled.setter
    def enabled(self, value: bool) -> None:
        if self._document.set_number(("m_Enabled",), bool(value)):
            self._changed()

    @property
    def isActiveAndEnabled(self) -> bool:
        """Whether it is switched on and its GameObject active in the hierarchy."""
        return self.enabled and self._held().activeInHierarchy
