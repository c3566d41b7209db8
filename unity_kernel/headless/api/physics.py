"""``UnityEngine.Rigidbody``, ``Collider`` and their kinds: bodies and shapes of 3D physics.

Nothing moves and nothing collides here: velocities are zero, and what only a simulation knows is not offered.
"""

from __future__ import annotations

from typing import Any

from .component import Behaviour, Component
from .fields import boolean, enum, integer, layers, mask, quaternion, real, reference, vector3
from .interop import ApiType
from .objects import CLASSES, Object, register
from .renderers import box_in_world
from .values import Bounds, Quaternion, Vector3

__all__ = ["Collider", "Rigidbody"]

_FREEZE_ROTATION = 112  # RigidbodyConstraints


@register
class Rigidbody(Component):
    """A body that physics moves."""

    __slots__ = ()
    mass = real("m_Mass", default=1.0, least=1e-7, doc="In kilograms.")
    linearDamping = real("m_LinearDamping", older="m_Drag", least=0.0, doc="How fast it loses speed.")
    angularDamping = real(
        "m_AngularDamping", older="m_AngularDrag", default=0.05, least=0.0, doc="How fast it stops turning."
    )
    drag = real("m_LinearDamping", older="m_Drag", least=0.0, doc="``linearDamping``, by its older name.")
    angularDrag = real("m_AngularDamping", older="m_AngularDrag", default=0.05, least=0.0)
    useGravity = boolean("m_UseGravity", default=True)
    isKinematic = boolean("m_IsKinematic", doc="Whether only scripts and animations move it.")
    interpolation = enum("UnityEngine.RigidbodyInterpolation", "m_Interpolate")
    constraints = enum("UnityEngine.RigidbodyConstraints", "m_Constraints", doc="What is held in place.")
    collisionDetectionMode = enum("UnityEngine.CollisionDetectionMode", "m_CollisionDetection")
    automaticCenterOfMass = boolean("m_ImplicitCom", default=True)
    automaticInertiaTensor = boolean("m_ImplicitTensor", default=True)
    centerOfMass = vector3("m_CenterOfMass")
    inertiaTensor = vector3("m_InertiaTensor", default=(1.0, 1.0, 1.0))
    inertiaTensorRotation = quaternion("m_InertiaRotation")
    includeLayers = layers("m_IncludeLayers")
    excludeLayers = layers("m_ExcludeLayers")

    @property
    def freezeRotation(self) -> bool:
        """Whether it cannot turn at all."""
        return int(self.constraints) & _FREEZE_ROTATION == _FREEZE_ROTATION

    @freezeRotation.setter
    def freezeRotation(self, value: bool) -> None:
        kind: Any = type(self).constraints
        rest = (self._document.integer("m_Constraints") or 0) & ~_FREEZE_ROTATION
        if self._document.set_number((kind.paths[0][0],), rest | _FREEZE_ROTATION if value else rest):
            self._changed()

    @property
    def position(self) -> Vector3:
        """Where its Transform is."""
        found: Vector3 = self._placed().position
        return found

    @position.setter
    def position(self, value: Vector3) -> None:
        self._placed().position = value

    @property
    def rotation(self) -> Quaternion:
        """How its Transform is turned."""
        found: Quaternion = self.transform.rotation
        return found

    @rotation.setter
    def rotation(self, value: Quaternion) -> None:
        self.transform.rotation = value

    @property
    def linearVelocity(self) -> Vector3:
        """Zero: nothing moves here."""
        return Vector3.zero

    velocity = linearVelocity
    angularVelocity = linearVelocity

    def IsSleeping(self) -> bool:
        """True: nothing moves here."""
        return True


@register
class Collider(Component):
    """A shape for physics."""

    __slots__ = ()
    enabled = boolean("m_Enabled", default=True)
    isTrigger = boolean("m_IsTrigger", doc="Whether it only reports what passes through it.")
    providesContacts = boolean("m_ProvidesContacts")
    layerOverridePriority = integer("m_LayerOverridePriority")
    includeLayers = layers("m_IncludeLayers")
    excludeLayers = layers("m_ExcludeLayers")
    sharedMaterial = reference("m_Material", doc="Its friction and bounce.")

    @property
    def attachedRigidbody(self) -> Any:
        """The Rigidbody that it belongs to, here or above."""
        return self._held().GetComponentInParent(Rigidbody, True)

    def _local_box(self) -> Bounds | None:
        return None

    @property
    def bounds(self) -> Bounds:
        """The box around it in the world; empty where it is switched off, as in Unity.

        A turned box or mesh gets the box around its turned corners; a ball's is exact only without rotation.
        """
        box = self._local_box()
        if box is None or not self.enabled or not self._held().activeInHierarchy:
            return Bounds(self._placed().position, Vector3())
        return box_in_world(self._placed()._world(), box)


@register
class BoxCollider(Collider):
    """A box."""

    __slots__ = ()
    center = vector3("m_Center")
    size = vector3("m_Size", default=(1.0, 1.0, 1.0))

    def _local_box(self) -> Bounds:
        return Bounds(self.center, self.size)


@register
class SphereCollider(Collider):
    """A ball; its scale is the largest of its Transform's."""

    __slots__ = ()
    center = vector3("m_Center")
    radius = real("m_Radius", default=0.5)

    @property
    def bounds(self) -> Bounds:
        """The box around it in the world; empty where it is switched off, as in Unity."""
        if not self.enabled or not self._held().activeInHierarchy:
            return Bounds(self._placed().position, Vector3())
        scale = max(abs(part) for part in self._placed().lossyScale._v)
        side = 2 * abs(float(self.radius)) * scale
        return Bounds(self._placed().TransformPoint(self.center), Vector3(side, side, side))


@register
class CapsuleCollider(Collider):
    """A capsule; ``direction`` is its axis, 0 to 2 for x to z."""

    __slots__ = ()
    center = vector3("m_Center")
    radius = real("m_Radius", default=0.5)
    height = real("m_Height", default=1.0)
    direction = integer("m_Direction", default=1, least=0, most=2)

    def _local_box(self) -> Bounds:
        size = [2 * float(self.radius)] * 3
        size[self.direction] = max(float(self.height), size[0])
        return Bounds(self.center, Vector3(*size))


@register
class MeshCollider(Collider):
    """A mesh as a shape."""

    __slots__ = ()
    sharedMesh = reference("m_Mesh")
    convex = boolean("m_Convex")
    cookingOptions = enum("UnityEngine.MeshColliderCookingOptions", "m_CookingOptions", default=30)

    def _local_box(self) -> Bounds | None:
        mesh = self.sharedMesh
        return (
            mesh.bounds if isinstance(mesh, CLASSES["Mesh"]) else None
        )  # a damaged file may refer to anything


@register
class TerrainCollider(Collider):
    """A terrain as a shape."""

    __slots__ = ()
    terrainData = reference("m_TerrainData")


@register
class CharacterController(Collider):
    """A capsule that scripts move."""

    __slots__ = ()
    center = vector3("m_Center")
    radius = real("m_Radius", default=0.5)
    height = real("m_Height", default=2.0)
    slopeLimit = real("m_SlopeLimit", default=45.0, doc="The steepest slope that it climbs, in degrees.")
    stepOffset = real("m_StepOffset", default=0.3, doc="The highest step that it climbs.")
    skinWidth = real("m_SkinWidth", default=0.08)
    minMoveDistance = real("m_MinMoveDistance", default=0.001)

    def _local_box(self) -> Bounds:
        width = 2 * float(self.radius)
        return Bounds(self.center, Vector3(width, max(float(self.height), width), width))

    @property
    def velocity(self) -> Vector3:
        """Zero: nothing moves here."""
        return Vector3.zero

    @property
    def isGrounded(self) -> bool:
        """False: nothing has moved here."""
        return False


def _material(name: str, combine: str) -> Any:
    """The class of physics materials, which Unity 6 renamed."""
    made = ApiType(
        name,
        (Object,),
        {
            "__slots__": (),
            "__doc__": "How a surface rubs and bounces.",
            "dynamicFriction": real("dynamicFriction", older="m_DynamicFriction", default=0.6, least=0.0),
            "staticFriction": real("staticFriction", older="m_StaticFriction", default=0.6, least=0.0),
            "bounciness": real("bounciness", older="m_Bounciness", least=0.0, most=1.0),
            "frictionCombine": enum(f"UnityEngine.{combine}", "frictionCombine", older="m_FrictionCombine"),
            "bounceCombine": enum(f"UnityEngine.{combine}", "bounceCombine", older="m_BounceCombine"),
        },
    )
    return register(made)  # type: ignore[arg-type]


PhysicMaterial = _material("PhysicMaterial", "PhysicMaterialCombine")
PhysicsMaterial = _material("PhysicsMaterial", "PhysicsMaterialCombine")


class NavMeshAgent(Behaviour):
    """Walks on a navigation mesh; nothing walks here."""

    _namespace = "UnityEngine.AI"
    __slots__ = ()
    agentTypeID = integer("m_AgentTypeID")
    radius = real("m_Radius", default=0.5)
    height = real("m_Height", default=2.0)
    baseOffset = real("m_BaseOffset")
    speed = real("m_Speed", default=3.5)
    acceleration = real("m_Acceleration", default=8.0)
    angularSpeed = real("m_AngularSpeed", default=120.0)
    stoppingDistance = real("m_StoppingDistance")
    avoidancePriority = integer("avoidancePriority", default=50, least=0, most=99)
    autoTraverseOffMeshLink = boolean("m_AutoTraverseOffMeshLink", default=True)
    autoBraking = boolean("m_AutoBraking", default=True)
    autoRepath = boolean("m_AutoRepath", default=True)
    areaMask = mask("m_WalkableMask", default=-1)
    obstacleAvoidanceType = enum("UnityEngine.AI.ObstacleAvoidanceType", "m_ObstacleAvoidanceType", default=4)


register(NavMeshAgent)
