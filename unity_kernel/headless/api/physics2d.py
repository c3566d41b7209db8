"""``UnityEngine.Rigidbody2D``, ``Collider2D`` and their kinds: bodies and shapes of 2D physics."""

from __future__ import annotations

from typing import Any

from unity_kernel.headless.project import Sequence

from .component import Behaviour, Component
from .fields import boolean, enum, integer, layers, point_list, put_points, real, reference, vector2
from .interop import Array
from .objects import Object, register
from .values import Vector2

__all__ = ["Collider2D", "Rigidbody2D"]

_FREEZE_ROTATION = 4  # RigidbodyConstraints2D
_DYNAMIC, _KINEMATIC = 0, 1


@register
class Rigidbody2D(Component):
    """A body that 2D physics moves."""

    __slots__ = ()
    bodyType = enum("UnityEngine.RigidbodyType2D", "m_BodyType", doc="Dynamic, kinematic or static.")
    simulated = boolean("m_Simulated", default=True)
    useFullKinematicContacts = boolean("m_UseFullKinematicContacts")
    useAutoMass = boolean("m_UseAutoMass")
    mass = real("m_Mass", default=1.0, least=0.0001, most=1_000_000.0, doc="In kilograms.")
    linearDamping = real("m_LinearDamping", older="m_LinearDrag", least=0.0, most=1_000_000.0)
    angularDamping = real(
        "m_AngularDamping", older="m_AngularDrag", default=0.05, least=0.0, most=1_000_000.0
    )
    drag = real("m_LinearDamping", older="m_LinearDrag", least=0.0, most=1_000_000.0)
    angularDrag = real("m_AngularDamping", older="m_AngularDrag", default=0.05, least=0.0, most=1_000_000.0)
    gravityScale = real("m_GravityScale", default=1.0)
    sharedMaterial = reference("m_Material")
    interpolation = enum("UnityEngine.RigidbodyInterpolation2D", "m_Interpolate")
    sleepMode = enum("UnityEngine.RigidbodySleepMode2D", "m_SleepingMode", default=1)
    collisionDetectionMode = enum("UnityEngine.CollisionDetectionMode2D", "m_CollisionDetection")
    constraints = enum("UnityEngine.RigidbodyConstraints2D", "m_Constraints")
    includeLayers = layers("m_IncludeLayers")
    excludeLayers = layers("m_ExcludeLayers")

    @property
    def freezeRotation(self) -> bool:
        """Whether it cannot turn."""
        return bool((self._document.integer("m_Constraints") or 0) & _FREEZE_ROTATION)

    @freezeRotation.setter
    def freezeRotation(self, value: bool) -> None:
        rest = (self._document.integer("m_Constraints") or 0) & ~_FREEZE_ROTATION
        if self._document.set_number(("m_Constraints",), rest | _FREEZE_ROTATION if value else rest):
            self._changed()

    @property
    def isKinematic(self) -> bool:
        """Whether its body type is kinematic; the property's older form."""
        return self._document.integer("m_BodyType") == _KINEMATIC

    @isKinematic.setter
    def isKinematic(self, value: bool) -> None:
        if self._document.set_number(("m_BodyType",), _KINEMATIC if value else _DYNAMIC):
            self._changed()

    @property
    def position(self) -> Vector2:
        """Where its Transform is."""
        return Vector2._from(self.transform.position._v[:2])

    @position.setter
    def position(self, value: Vector2) -> None:
        place = self.transform.position
        place.x, place.y = Vector2._take(value)
        self.transform.position = place

    @property
    def linearVelocity(self) -> Vector2:
        """Zero: nothing moves here."""
        return Vector2.zero

    velocity = linearVelocity

    @property
    def angularVelocity(self) -> float:
        """Zero: nothing moves here."""
        return 0.0


@register
class Collider2D(Behaviour):
    """A shape for 2D physics."""

    __slots__ = ()
    density = real("m_Density", default=1.0)
    isTrigger = boolean("m_IsTrigger", doc="Whether it only reports what passes through it.")
    usedByEffector = boolean("m_UsedByEffector")
    usedByComposite = boolean("m_UsedByComposite")
    compositeOperation = enum("UnityEngine.Collider2D.CompositeOperation", "m_CompositeOperation")
    compositeOrder = integer("m_CompositeOrder")
    offset = vector2("m_Offset", doc="From its Transform.")
    sharedMaterial = reference("m_Material")
    layerOverridePriority = integer("m_LayerOverridePriority")
    includeLayers = layers("m_IncludeLayers")
    excludeLayers = layers("m_ExcludeLayers")
    forceSendLayers = layers("m_ForceSendLayers", default=-1)
    forceReceiveLayers = layers("m_ForceReceiveLayers", default=-1)
    contactCaptureLayers = layers("m_ContactCaptureLayers", default=-1)
    callbackLayers = layers("m_CallbackLayers", default=-1)

    @property
    def attachedRigidbody(self) -> Any:
        """The Rigidbody2D that it belongs to, here or above."""
        return self._held().GetComponentInParent(Rigidbody2D, True)


@register
class BoxCollider2D(Collider2D):
    """A rectangle."""

    __slots__ = ()
    size = vector2("m_Size", default=(1.0, 1.0))
    edgeRadius = real("m_EdgeRadius", least=0.0)
    autoTiling = boolean("m_AutoTiling")


@register
class CircleCollider2D(Collider2D):
    """A disc."""

    __slots__ = ()
    radius = real("m_Radius", default=0.5, least=0.0)


@register
class CapsuleCollider2D(Collider2D):
    """A capsule, upright or lying."""

    __slots__ = ()
    size = vector2("m_Size", default=(1.0, 1.0))
    direction = enum("UnityEngine.CapsuleDirection2D", "m_Direction")


@register
class PolygonCollider2D(Collider2D):
    """Closed paths."""

    __slots__ = ()
    autoTiling = boolean("m_AutoTiling")
    useDelaunayMesh = boolean("m_UseDelaunayMesh")

    @property
    def pathCount(self) -> int:
        """How many paths it has."""
        node = self._document.node(("m_Points", "m_Paths"))
        return len(node) if isinstance(node, Sequence) else 0

    def _path(self, index: int) -> tuple[str | int, ...]:
        if not 0 <= index < self.pathCount:
            raise IndexError(f"Path {index} does not exist; there are {self.pathCount}.")
        return ("m_Points", "m_Paths", index)

    def GetPath(self, index: int) -> Array[Vector2]:
        """Return the points of a path.

        Raises:
            IndexError: There is none.
        """
        return Array(point_list(self._document, self._path(index), Vector2), Vector2)

    def SetPath(self, index: int, points: Any) -> None:
        """Replace the points of a path.

        Raises:
            IndexError: There is none.
        """
        if put_points(self, self._path(index), [Vector2._of(*Vector2._take(p)) for p in points], "xy"):
            self._changed()

    @property
    def points(self) -> Array[Vector2]:
        """The points of the first path."""
        return self.GetPath(0) if self.pathCount else Array([], Vector2)

    @points.setter
    def points(self, value: Any) -> None:
        self.SetPath(0, value)

    def GetTotalPointCount(self) -> int:
        """Return how many points all paths have."""
        return sum(len(self.GetPath(index)) for index in range(self.pathCount))


@register
class PhysicsMaterial2D(Object):
    """How a surface of 2D physics rubs and bounces."""

    __slots__ = ()
    friction = real("friction", older="m_Friction", default=0.4, least=0.0)
    bounciness = real("bounciness", older="m_Bounciness", least=0.0, most=1.0)
