"""``UnityEngine.ParticleSystem``: the modules that scripts use most; nothing is emitted here."""

from __future__ import annotations

from typing import Any

from unity_kernel.headless.project import Mapping

from . import catalogue, curvefields
from .component import Component
from .curves import AnimationCurve
from .fields import boolean, enum, integer, real, reference, vector3
from .gradients import Gradient
from .interop import ApiType
from .objects import register
from .renderers import Renderer
from .settings import Part
from .values import Color
from .values.single import single

__all__ = ["ParticleSystem", "ParticleSystemRenderer"]

_CONSTANT, _CURVE, _TWO_CURVES, _TWO_CONSTANTS = range(4)  # minMaxState, and ParticleSystemCurveMode


class MinMaxCurve(metaclass=ApiType):
    """A number, a curve, or two of either; a struct in C#."""

    _namespace = "UnityEngine"
    __slots__ = ("constantMax", "constantMin", "curveMax", "curveMin", "curveMultiplier", "mode")

    def __init__(self, *values: Any) -> None:
        kind: Any = catalogue.enum_type("UnityEngine.ParticleSystemCurveMode")
        self.constantMin = self.constantMax = self.curveMultiplier = 0.0
        self.curveMin: AnimationCurve | None = None
        self.curveMax: AnimationCurve | None = None
        curves = [value for value in values if isinstance(value, AnimationCurve)]
        numbers = [single(value) for value in values if not isinstance(value, AnimationCurve)]
        if curves:
            self.curveMultiplier = numbers[0] if numbers else 1.0
            self.curveMin, self.curveMax = curves[0] if len(curves) > 1 else None, curves[-1]
            self.mode = kind(_TWO_CURVES if len(curves) > 1 else _CURVE)
        else:
            self.constantMin, self.constantMax = (numbers[0], numbers[-1]) if numbers else (0.0, 0.0)
            self.mode = kind(_TWO_CONSTANTS if len(numbers) > 1 else _CONSTANT)

    @property
    def constant(self) -> float:
        """The number."""
        return self.constantMax

    @constant.setter
    def constant(self, value: float) -> None:
        self.constantMax = single(value)

    @property
    def curve(self) -> AnimationCurve | None:
        """The curve."""
        return self.curveMax

    @curve.setter
    def curve(self, value: AnimationCurve | None) -> None:
        self.curveMax = value

    def Evaluate(self, time: float, lerpFactor: float = 0.5) -> float:
        """Return the value at a time from 0 to 1; between two numbers or curves at ``lerpFactor``."""
        high: float = self.constantMax
        low: float = self.constantMin
        if self.curveMax is not None:
            high = float(self.curveMax.Evaluate(time)) * self.curveMultiplier
            low = (
                float(self.curveMin.Evaluate(time)) * self.curveMultiplier
                if self.curveMin is not None
                else high
            )
        if int(self.mode) in (_CONSTANT, _CURVE):
            return single(high)
        return single(low + (high - low) * min(max(float(lerpFactor), 0.0), 1.0))


class MinMaxGradient(metaclass=ApiType):
    """A color, a gradient, or two of either; a struct in C#."""

    _namespace = "UnityEngine"
    __slots__ = ("colorMax", "colorMin", "gradientMax", "gradientMin", "mode")

    def __init__(self, *values: Any) -> None:
        kind: Any = catalogue.enum_type("UnityEngine.ParticleSystemGradientMode")
        gradients = [value for value in values if isinstance(value, Gradient)]
        colors = [value for value in values if not isinstance(value, Gradient)]
        self.colorMin = self.colorMax = Color(0, 0, 0, 0)
        self.gradientMin: Gradient | None = None
        self.gradientMax: Gradient | None = None
        if gradients:
            self.gradientMin, self.gradientMax = gradients[0] if len(gradients) > 1 else None, gradients[-1]
        elif colors:
            self.colorMin, self.colorMax = colors[0], colors[-1]
        self.mode = kind((1 if gradients else 0) + (2 if len(values) > 1 else 0))

    @property
    def color(self) -> Color:
        """The color."""
        return self.colorMax

    @color.setter
    def color(self, value: Color) -> None:
        self.colorMax = value

    @property
    def gradient(self) -> Gradient | None:
        """The gradient."""
        return self.gradientMax

    @gradient.setter
    def gradient(self, value: Gradient | None) -> None:
        self.gradientMax = value


def _range(*path: str, older: str | None = None, doc: str = "") -> Any:
    """A field that is a number or a curve; only its numbers can be written here."""

    def place(self: Any) -> tuple[str, ...]:
        if older is not None and self._document.node(path) is None:
            return (*path[:-1], older)
        return path

    def get(self: Any) -> MinMaxCurve:
        node = self._document.node(place(self))
        made = MinMaxCurve()
        if not isinstance(node, Mapping):
            text = self._document.text(*place(self))
            return MinMaxCurve(float(text)) if text is not None else made
        where = place(self)
        made.constantMax = single(self._document.real(*where, "scalar"))
        low = self._document.text(*where, "minScalar")
        made.constantMin = single(float(low)) if low is not None else made.constantMax
        made.mode = type(made.mode)(self._document.integer(*where, "minMaxState") or 0)
        if int(made.mode) in (_CURVE, _TWO_CURVES):
            made.curveMultiplier = made.constantMax
            made.curveMax = curvefields.read_curve(node.get("maxCurve"))
            made.curveMin = curvefields.read_curve(node.get("minCurve"))
        return made

    def put(self: Any, value: Any) -> None:
        from unity_kernel.errors import HeadlessLimitation

        made = value if isinstance(value, MinMaxCurve) else MinMaxCurve(float(value))
        if int(made.mode) in (_CURVE, _TWO_CURVES):
            raise HeadlessLimitation(
                "writing curves of particles is not in the headless editor; numbers can be written"
            )
        where, document = place(self), self._document
        if not isinstance(document.node(where), Mapping):
            changed = document.set_number(where, made.constantMax)
        else:
            changed = document.set_number((*where, "minMaxState"), int(made.mode))
            changed |= document.set_number((*where, "scalar"), made.constantMax)
            if document.node((*where, "minScalar")) is not None:
                low = made.constantMin if int(made.mode) == _TWO_CONSTANTS else made.constantMax
                changed |= document.set_number((*where, "minScalar"), low)
        if changed:
            self._changed()

    return property(get, put, doc=doc)


def _number(name: str, key: str, doc: str) -> Any:
    """The number of a range, under its own name."""

    def get(self: Any) -> float:
        return float(getattr(self, name).constantMax)

    def put(self: Any, value: float) -> None:
        setattr(self, name, float(value))

    return property(get, put, doc=doc or key)


class _Module(metaclass=ApiType):
    """A module of a system: what it holds stands in the system's file."""

    _namespace = "UnityEngine"
    __slots__ = ("_document", "_owner", "name")

    def __init__(self, owner: ParticleSystem, *path: str) -> None:
        self._owner = owner
        self.name = owner.name
        self._document: Any = Part(owner._document, *path) if path else owner._document

    def _changed(self) -> None:
        self._owner._changed()


class MainModule(_Module):
    """How long it emits, and what particles start with."""

    __slots__ = ()
    duration = real("lengthInSec", default=5.0, doc="How long a round of it lasts, in seconds.")
    loop = boolean("looping", default=True)
    prewarm = boolean("prewarm")
    playOnAwake = boolean("playOnAwake", default=True)
    simulationSpeed = real("simulationSpeed", default=1.0, older="speed", least=0.0)
    maxParticles = integer("InitialModule", "maxNumParticles", default=1000, least=0)
    startDelay = _range("startDelay", doc="Seconds before it begins.")
    startLifetime = _range("InitialModule", "startLifetime", doc="Seconds that a particle lives.")
    startSpeed = _range("InitialModule", "startSpeed", doc="How fast a particle starts.")
    startSize = _range("InitialModule", "startSize", doc="How large a particle starts.")
    startRotation = _range("InitialModule", "startRotation", doc="How a particle starts turned, in radians.")
    gravityModifier = _range("InitialModule", "gravityModifier", doc="How much of gravity particles feel.")
    scalingMode = enum("UnityEngine.ParticleSystemScalingMode", "scalingMode", default=1)
    emitterVelocityMode = enum(
        "UnityEngine.ParticleSystemEmitterVelocityMode", "emitterVelocityMode", default=1
    )
    stopAction = enum("UnityEngine.ParticleSystemStopAction", "stopAction")
    cullingMode = enum("UnityEngine.ParticleSystemCullingMode", "cullingMode")
    startLifetimeMultiplier = _number("startLifetime", "startLifetime", "The largest lifetime.")
    startSpeedMultiplier = _number("startSpeed", "startSpeed", "The largest speed.")
    startSizeMultiplier = _number("startSize", "startSize", "The largest size.")
    startRotationMultiplier = _number("startRotation", "startRotation", "The largest turn, in radians.")
    startDelayMultiplier = _number("startDelay", "startDelay", "The largest delay.")
    gravityModifierMultiplier = _number("gravityModifier", "gravityModifier", "The largest part of gravity.")

    @property
    def startColor(self) -> MinMaxGradient:
        """The color that a particle starts with."""
        node = self._document.node(("InitialModule", "startColor"))
        if not isinstance(node, Mapping):
            return MinMaxGradient()

        def shade(key: str) -> Color:
            return Color(*curvefields._color(node.get(key)))

        state = self._document.integer("InitialModule", "startColor", "minMaxState") or 0
        gradients = [curvefields.read_gradient(node.get(key)) for key in ("minGradient", "maxGradient")]
        if state == 0:
            return MinMaxGradient(shade("maxColor"))
        if state == 2:
            return MinMaxGradient(shade("minColor"), shade("maxColor"))
        return MinMaxGradient(*(gradients if state == 3 else gradients[1:]))


class EmissionModule(_Module):
    """How many particles it makes."""

    __slots__ = ()
    enabled = boolean("enabled", default=True)
    rateOverTime = _range("rateOverTime", older="rate", doc="Particles a second.")
    rateOverDistance = _range("rateOverDistance", doc="Particles a unit of way.")
    rateOverTimeMultiplier = _number("rateOverTime", "rateOverTime", "The largest rate.")
    rateOverDistanceMultiplier = _number("rateOverDistance", "rateOverDistance", "The largest rate.")
    burstCount = integer("m_BurstCount", doc="How many bursts it has.")


class ShapeModule(_Module):
    """Where particles start."""

    __slots__ = ()
    enabled = boolean("enabled", default=True)
    shapeType = enum("UnityEngine.ParticleSystemShapeType", "type")
    angle = real("angle", default=25.0, doc="Of a cone, in degrees.")
    length = real("length", default=5.0)
    radius = real("radius", "value", default=1.0, older="radius")
    radiusThickness = real("radiusThickness", default=1.0)
    position = vector3("m_Position")
    rotation = vector3("m_Rotation")
    scale = vector3("m_Scale", default=(1.0, 1.0, 1.0))
    mesh = reference("m_Mesh")


@register
class ParticleSystem(Component):
    """Makes and moves particles."""

    __slots__ = ()
    randomSeed = integer("randomSeed")
    useAutoRandomSeed = boolean("autoRandomSeed", default=True)

    @property
    def main(self) -> MainModule:
        """How long it emits, and what particles start with."""
        return MainModule(self)

    @property
    def emission(self) -> EmissionModule:
        """How many particles it makes."""
        return EmissionModule(self, "EmissionModule")

    @property
    def shape(self) -> ShapeModule:
        """Where particles start."""
        return ShapeModule(self, "ShapeModule")

    @property
    def isPlaying(self) -> bool:
        """False: nothing is emitted here."""
        return False

    isEmitting = isPlaying
    isPaused = isPlaying

    @property
    def isStopped(self) -> bool:
        """True: nothing is emitted here."""
        return True

    @property
    def particleCount(self) -> int:
        """0: nothing is emitted here."""
        return 0


for _nested in (MinMaxCurve, MinMaxGradient, MainModule, EmissionModule, ShapeModule):
    _nested.__qualname__ = f"ParticleSystem.{_nested.__name__}"
    type.__setattr__(ParticleSystem, _nested.__name__, _nested)


@register
class ParticleSystemRenderer(Renderer):
    """Draws particles."""

    __slots__ = ()
    renderMode = enum("UnityEngine.ParticleSystemRenderMode", "m_RenderMode")
    sortMode = enum("UnityEngine.ParticleSystemSortMode", "m_SortMode")
    maxParticleSize = real("m_MaxParticleSize", default=0.5)
    minParticleSize = real("m_MinParticleSize")
    cameraVelocityScale = real("m_CameraVelocityScale")
    velocityScale = real("m_VelocityScale")
    lengthScale = real("m_LengthScale", default=2.0)
    sortingFudge = real("m_SortingFudge")
    normalDirection = real("m_NormalDirection", default=1.0)
    mesh = reference("m_Mesh")
