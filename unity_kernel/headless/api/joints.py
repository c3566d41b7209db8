"""``UnityEngine.Joint``, ``Joint2D`` and their kinds: what holds bodies together, and what pushes them all the time."""

from __future__ import annotations

from typing import Any

from .component import Behaviour, Component
from .fields import boolean, enum, layers, quaternion, real, reference, vector2, vector3
from .objects import register

__all__ = ["AnchoredJoint2D", "Effector2D", "Joint", "Joint2D"]

_INFINITE = float("inf")


@register
class Joint(Component):
    """Holds a body to another one, or to a place in the world."""

    __slots__ = ()
    connectedBody = reference("m_ConnectedBody", doc="The other body; None for the world.")
    connectedArticulationBody = reference("m_ConnectedArticulationBody")
    anchor = vector3("m_Anchor", doc="Where it holds, in the body's space.")
    axis = vector3("m_Axis", default=(1.0, 0.0, 0.0))
    autoConfigureConnectedAnchor = boolean("m_AutoConfigureConnectedAnchor", default=True)
    connectedAnchor = vector3("m_ConnectedAnchor")
    breakForce = real(
        "m_BreakForce", default=_INFINITE, doc="In newtons; infinite for a joint that never breaks."
    )
    breakTorque = real("m_BreakTorque", default=_INFINITE)
    enableCollision = boolean("m_EnableCollision", doc="Whether the two bodies collide with each other.")
    enablePreprocessing = boolean("m_EnablePreprocessing", default=True)
    massScale = real("m_MassScale", default=1.0)
    connectedMassScale = real("m_ConnectedMassScale", default=1.0)


@register
class FixedJoint(Joint):
    """Holds as if both bodies were one."""

    __slots__ = ()


@register
class HingeJoint(Joint):
    """Turns about an axis, such as a door."""

    __slots__ = ()
    useSpring = boolean("m_UseSpring")
    useMotor = boolean("m_UseMotor")
    useLimits = boolean("m_UseLimits")
    extendedLimits = boolean("m_ExtendedLimits")
    useAcceleration = boolean("m_UseAcceleration")


@register
class SpringJoint(Joint):
    """Pulls two bodies together as a spring."""

    __slots__ = ()
    spring = real("m_Spring", default=10.0)
    damper = real("m_Damper", default=0.2)
    minDistance = real("m_MinDistance")
    maxDistance = real("m_MaxDistance")
    tolerance = real("m_Tolerance", default=0.025)


@register
class CharacterJoint(Joint):
    """A ball joint as of a shoulder."""

    __slots__ = ()
    swingAxis = vector3("m_SwingAxis", default=(0.0, 1.0, 0.0))
    enableProjection = boolean("m_EnableProjection")
    projectionDistance = real("m_ProjectionDistance", default=0.1)
    projectionAngle = real("m_ProjectionAngle", default=180.0)


def _motion(name: str) -> Any:
    return enum("UnityEngine.ConfigurableJointMotion", name, default=2)


@register
class ConfigurableJoint(Joint):
    """A joint of which each way to move and turn can be locked, limited or free."""

    __slots__ = ()
    secondaryAxis = vector3("m_SecondaryAxis", default=(0.0, 1.0, 0.0))
    xMotion = _motion("m_XMotion")
    yMotion = _motion("m_YMotion")
    zMotion = _motion("m_ZMotion")
    angularXMotion = _motion("m_AngularXMotion")
    angularYMotion = _motion("m_AngularYMotion")
    angularZMotion = _motion("m_AngularZMotion")
    targetPosition = vector3("m_TargetPosition")
    targetVelocity = vector3("m_TargetVelocity")
    targetRotation = quaternion("m_TargetRotation")
    targetAngularVelocity = vector3("m_TargetAngularVelocity")
    rotationDriveMode = enum("UnityEngine.RotationDriveMode", "m_RotationDriveMode")
    projectionMode = enum("UnityEngine.JointProjectionMode", "m_ProjectionMode")
    projectionDistance = real("m_ProjectionDistance", default=0.1)
    projectionAngle = real("m_ProjectionAngle", default=180.0)
    configuredInWorldSpace = boolean("m_ConfiguredInWorldSpace")
    swapBodies = boolean("m_SwapBodies")


@register
class ConstantForce(Behaviour):
    """Pushes a body all the time."""

    __slots__ = ()
    force = vector3("m_Force")
    relativeForce = vector3("m_RelativeForce")
    torque = vector3("m_Torque")
    relativeTorque = vector3("m_RelativeTorque")


@register
class Joint2D(Behaviour):
    """Holds a body of 2D physics to another one, or to a place in the world."""

    __slots__ = ()
    connectedBody = reference("m_ConnectedRigidBody", doc="The other body; None for the world.")
    enableCollision = boolean("m_EnableCollision")
    breakForce = real("m_BreakForce", default=_INFINITE)
    breakTorque = real("m_BreakTorque", default=_INFINITE)
    breakAction = enum("UnityEngine.JointBreakAction2D", "m_BreakAction", default=3)


@register
class AnchoredJoint2D(Joint2D):
    """A joint with a place on each body."""

    __slots__ = ()
    autoConfigureConnectedAnchor = boolean("m_AutoConfigureConnectedAnchor")
    anchor = vector2("m_Anchor")
    connectedAnchor = vector2("m_ConnectedAnchor")


@register
class DistanceJoint2D(AnchoredJoint2D):
    """Keeps two places apart."""

    __slots__ = ()
    autoConfigureDistance = boolean("m_AutoConfigureDistance", default=True)
    distance = real("m_Distance", default=1.0)
    maxDistanceOnly = boolean("m_MaxDistanceOnly")


@register
class FixedJoint2D(AnchoredJoint2D):
    """Holds as if both bodies were one."""

    __slots__ = ()
    dampingRatio = real("m_DampingRatio", least=0.0, most=1.0)
    frequency = real("m_Frequency", least=0.0)


@register
class FrictionJoint2D(AnchoredJoint2D):
    """Slows two bodies down against each other."""

    __slots__ = ()
    maxForce = real("m_MaxForce", default=1.0)
    maxTorque = real("m_MaxTorque", default=1.0)


@register
class HingeJoint2D(AnchoredJoint2D):
    """Turns about a place."""

    __slots__ = ()
    useConnectedAnchor = boolean("m_UseConnectedAnchor", default=True)
    useMotor = boolean("m_UseMotor")
    useLimits = boolean("m_UseLimits")


@register
class RelativeJoint2D(Joint2D):
    """Keeps place and angle of two bodies to each other."""

    __slots__ = ()
    maxForce = real("m_MaxForce", default=10000.0)
    maxTorque = real("m_MaxTorque", default=10000.0)
    correctionScale = real("m_CorrectionScale", default=0.3)
    autoConfigureOffset = boolean("m_AutoConfigureOffset", default=True)
    linearOffset = vector2("m_LinearOffset")
    angularOffset = real("m_AngularOffset")


@register
class SliderJoint2D(AnchoredJoint2D):
    """Slides along a line."""

    __slots__ = ()
    autoConfigureAngle = boolean("m_AutoConfigureAngle", default=True)
    angle = real("m_Angle")
    useMotor = boolean("m_UseMotor")
    useLimits = boolean("m_UseLimits")


@register
class SpringJoint2D(AnchoredJoint2D):
    """Pulls two bodies together as a spring."""

    __slots__ = ()
    autoConfigureDistance = boolean("m_AutoConfigureDistance", default=True)
    distance = real("m_Distance", default=1.0)
    dampingRatio = real("m_DampingRatio", least=0.0, most=1.0)
    frequency = real("m_Frequency", default=1.0, least=0.0)


@register
class TargetJoint2D(Joint2D):
    """Pulls a body to a place in the world."""

    __slots__ = ()
    anchor = vector2("m_Anchor")
    target = vector2("m_Target")
    autoConfigureTarget = boolean("m_AutoConfigureTarget", default=True)
    maxForce = real("m_MaxForce", default=10000.0)
    dampingRatio = real("m_DampingRatio", default=1.0, least=0.0, most=1.0)
    frequency = real("m_Frequency", default=5.0, least=0.0)


@register
class WheelJoint2D(AnchoredJoint2D):
    """A wheel with its suspension."""

    __slots__ = ()
    useMotor = boolean("m_UseMotor")


@register
class Effector2D(Behaviour):
    """Changes what happens to bodies that touch a collider."""

    __slots__ = ()
    useColliderMask = boolean("m_UseColliderMask", default=True)
    colliderMask = layers("m_ColliderMask", default=-1)


@register
class PlatformEffector2D(Effector2D):
    """Lets bodies through from below."""

    __slots__ = ()
    rotationalOffset = real("m_RotationalOffset")
    useOneWay = boolean("m_UseOneWay", default=True)
    useOneWayGrouping = boolean("m_UseOneWayGrouping")
    surfaceArc = real("m_SurfaceArc", default=180.0, least=0.0, most=360.0)
    useSideFriction = boolean("m_UseSideFriction")
    useSideBounce = boolean("m_UseSideBounce")
    sideArc = real("m_SideArc", default=1.0, least=0.0, most=180.0)


@register
class SurfaceEffector2D(Effector2D):
    """Carries bodies along, as a conveyor belt does."""

    __slots__ = ()
    speed = real("m_Speed", default=1.0)
    speedVariation = real("m_SpeedVariation")
    forceScale = real("m_ForceScale", default=0.1, least=0.0, most=1.0)
    useContactForce = boolean("m_UseContactForce")
    useFriction = boolean("m_UseFriction", default=True)
    useBounce = boolean("m_UseBounce", default=True)
