"""The components that scripts use most, with their main properties.

Names on the left are Unity's, those on the right the fields of its files. Every other component is there too, by
its own class name, without members; its fields are reached through ``SerializedObject``.
"""

from __future__ import annotations

from typing import Any

from . import fields, rendertexture
from .component import Behaviour, Component
from .fields import boolean, color, enum, integer, mask, real, text, vector2, vector3
from .interop import Array, static_property
from .objects import Object, register
from .references import reference_of
from .values import Rect

__all__ = ["Camera", "Light", "Renderer"]


def reference(*path: str) -> Any:
    """A field that refers to another object."""

    def get(self: Object) -> Any:
        node = self._document.node(path)
        return fields.read(self, path, node) if node is not None else None

    def put(self: Object, value: Any) -> None:
        if self._document.set_reference(path, *reference_of(self, value)):
            self._changed()

    return property(get, put)


@register
class Camera(Behaviour):
    """Looks at the scene along its Transform's forward axis."""

    __slots__ = ()
    fieldOfView = real("field of view", default=60.0, doc="Vertical angle of view, in degrees.")
    nearClipPlane = real("near clip plane", default=0.3, doc="Nearest visible distance.")
    farClipPlane = real("far clip plane", default=1000.0, doc="Farthest visible distance.")
    orthographic = boolean("orthographic", doc="Whether distance makes nothing smaller.")
    orthographicSize = real("orthographic size", default=5.0, doc="Half the height of an orthographic view.")
    depth = real("m_Depth", doc="Order among cameras.")
    backgroundColor = color("m_BackGroundColor", doc="What a solid background is filled with.")
    clearFlags = enum("UnityEngine.CameraClearFlags", "m_ClearFlags", default=1)
    cullingMask = mask("m_CullingMask", doc="Layers that it sees, a bit each.")
    allowHDR = boolean("m_HDR", default=True)
    allowMSAA = boolean("m_AllowMSAA", default=True)
    useOcclusionCulling = boolean("m_OcclusionCulling", default=True)
    targetDisplay = integer("m_TargetDisplay")
    focalLength = real("m_FocalLength", default=50.0)
    sensorSize = vector2("m_SensorSize")
    lensShift = vector2("m_LensShift")
    targetTexture = rendertexture.target_texture()

    @property
    def rect(self) -> Rect:
        """Where on the screen it draws, in parts of its size."""
        parts = [self._document.real("m_NormalizedViewPortRect", key) for key in _RECT]
        return Rect(*parts)

    @rect.setter
    def rect(self, value: Rect) -> None:
        changed = False
        for key, number in zip(_RECT, (value.x, value.y, value.width, value.height), strict=True):
            changed |= self._document.set_number(("m_NormalizedViewPortRect", key), float(number))
        if changed:
            self._changed()

    def Render(self) -> None:
        """Render what it sees into its ``targetTexture``.

        Raises:
            HeadlessLimitation: It has none: there is no screen to render to.
            PictureError: The libraries that draw are not installed.
        """
        rendertexture.render(self)

    main = static_property(lambda: _main_camera())
    allCameras = static_property(lambda: Array(_cameras(), Camera))
    allCamerasCount = static_property(lambda: len(_cameras()))


_RECT = ("x", "y", "width", "height")


def _cameras() -> list[Camera]:
    """Enabled cameras, in the order in which they draw."""
    found = [camera for camera in Object.FindObjectsOfType(Camera) if camera.enabled]
    return sorted(found, key=lambda camera: float(camera.depth))


def _main_camera() -> Camera | None:
    return next((camera for camera in _cameras() if camera.tag == "MainCamera"), None)


@register
class Light(Behaviour):
    """Lights the scene."""

    __slots__ = ()
    type = enum("UnityEngine.LightType", "m_Type", default=2)
    color = color("m_Color", doc="Its color.")
    intensity = real("m_Intensity", default=1.0, doc="Its brightness.")
    range = real("m_Range", default=10.0, doc="How far it reaches, in units.")
    spotAngle = real("m_SpotAngle", default=30.0, doc="Outer angle of a spot light's cone, in degrees.")
    innerSpotAngle = real("m_InnerSpotAngle", default=21.80208)
    bounceIntensity = real("m_BounceIntensity", default=1.0)
    colorTemperature = real("m_ColorTemperature", default=6570.0, doc="In kelvin.")
    useColorTemperature = boolean("m_UseColorTemperature")
    shadows = enum("UnityEngine.LightShadows", "m_Shadows", "m_Type")
    shadowStrength = real("m_Shadows", "m_Strength", default=1.0)
    shadowBias = real("m_Shadows", "m_Bias", default=0.05)
    shadowNormalBias = real("m_Shadows", "m_NormalBias", default=0.4)
    shadowNearPlane = real("m_Shadows", "m_NearPlane", default=0.2)
    renderMode = enum("UnityEngine.LightRenderMode", "m_RenderMode")
    cullingMask = mask("m_CullingMask")
    cookie = reference("m_Cookie")
    flare = reference("m_Flare")


@register
class Renderer(Component):
    """Draws something."""

    __slots__ = ()
    enabled = boolean("m_Enabled", default=True, doc="Whether it draws.")
    shadowCastingMode = enum("UnityEngine.Rendering.ShadowCastingMode", "m_CastShadows", default=1)
    receiveShadows = boolean("m_ReceiveShadows", default=True)
    sortingOrder = integer("m_SortingOrder")
    sortingLayerID = integer("m_SortingLayerID")
    rendererPriority = integer("m_RendererPriority")

    @property
    def isVisible(self) -> bool:
        """False: nothing is drawn here."""
        return False

    @property
    def sharedMaterials(self) -> Array[Any]:
        """Its materials."""
        from .classes import class_named

        found = []
        node = self._document.field("m_Materials")
        if node is not None:
            found = list(fields.read(self, ("m_Materials",), node))
        return Array(found, class_named("Material"))

    @sharedMaterials.setter
    def sharedMaterials(self, value: Any) -> None:
        items = []
        for material in value:
            file_id, guid, kind = reference_of(self, material)
            items.append(
                f"{{fileID: {file_id}, guid: {guid}, type: {kind}}}" if guid else f"{{fileID: {file_id}}}"
            )
        if self._document.set_items("m_Materials", items):
            self._changed()

    @property
    def sharedMaterial(self) -> Any:
        """Its first material, or None."""
        found = self.sharedMaterials
        return found[0] if len(found) else None

    @sharedMaterial.setter
    def sharedMaterial(self, value: Any) -> None:
        self.sharedMaterials = [value, *list(self.sharedMaterials)[1:]]


@register
class MeshRenderer(Renderer):
    """Draws the mesh of the MeshFilter beside it."""

    __slots__ = ()


@register
class SkinnedMeshRenderer(Renderer):
    """Draws a mesh that bones deform."""

    __slots__ = ()
    sharedMesh = reference("m_Mesh")
    rootBone = reference("m_RootBone")
    updateWhenOffscreen = boolean("m_UpdateWhenOffscreen")


@register
class SpriteRenderer(Renderer):
    """Draws a sprite."""

    __slots__ = ()
    color = color("m_Color")
    flipX = boolean("m_FlipX")
    flipY = boolean("m_FlipY")
    sprite = reference("m_Sprite")
    size = vector2("m_Size")


@register
class MeshFilter(Component):
    """Holds the mesh that a MeshRenderer draws."""

    __slots__ = ()
    sharedMesh = reference("m_Mesh")


@register
class Collider(Component):
    """A shape for physics."""

    __slots__ = ()
    enabled = boolean("m_Enabled", default=True)
    isTrigger = boolean("m_IsTrigger")
    sharedMaterial = reference("m_Material")

    @property
    def attachedRigidbody(self) -> Any:
        """The Rigidbody that it belongs to, here or above."""
        return self._held().GetComponentInParent(Rigidbody, True)


@register
class BoxCollider(Collider):
    """A box."""

    __slots__ = ()
    center = vector3("m_Center")
    size = vector3("m_Size")


@register
class SphereCollider(Collider):
    """A ball."""

    __slots__ = ()
    center = vector3("m_Center")
    radius = real("m_Radius", default=0.5)


@register
class CapsuleCollider(Collider):
    """A capsule; ``direction`` is its axis, 0 to 2 for x to z."""

    __slots__ = ()
    center = vector3("m_Center")
    radius = real("m_Radius", default=0.5)
    height = real("m_Height", default=1.0)
    direction = integer("m_Direction", default=1)


@register
class MeshCollider(Collider):
    """A mesh as a shape."""

    __slots__ = ()
    sharedMesh = reference("m_Mesh")
    convex = boolean("m_Convex")


@register
class CharacterController(Collider):
    """A capsule that scripts move."""

    __slots__ = ()
    center = vector3("m_Center")
    radius = real("m_Radius", default=0.5)
    height = real("m_Height", default=2.0)
    slopeLimit = real("m_SlopeLimit", default=45.0)
    stepOffset = real("m_StepOffset", default=0.3)
    skinWidth = real("m_SkinWidth", default=0.08)


class _Damping:
    """A drag that Unity 6 renamed, in scripts and in files."""

    def __init__(self, new: str, old: str) -> None:
        self._new = real(new)
        self._old = real(old)
        self._key = new

    def _which(self, instance: Any) -> Any:
        return self._new if instance._document.field(self._key) is not None else self._old

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else self._which(instance).__get__(instance, owner)

    def __set__(self, instance: Any, value: float) -> None:
        self._which(instance).__set__(instance, value)


@register
class Rigidbody(Component):
    """A body that physics moves."""

    __slots__ = ()
    mass = real("m_Mass", default=1.0, doc="In kilograms.")
    drag = _Damping("m_LinearDamping", "m_Drag")
    angularDrag = _Damping("m_AngularDamping", "m_AngularDrag")
    linearDamping = drag
    angularDamping = angularDrag
    useGravity = boolean("m_UseGravity", default=True)
    isKinematic = boolean("m_IsKinematic")
    interpolation = enum("UnityEngine.RigidbodyInterpolation", "m_Interpolate")
    constraints = enum("UnityEngine.RigidbodyConstraints", "m_Constraints")
    collisionDetectionMode = enum("UnityEngine.CollisionDetectionMode", "m_CollisionDetection")


@register
class AudioBehaviour(Behaviour):
    """A component of sound."""

    __slots__ = ()


@register
class AudioListener(AudioBehaviour):
    """Hears what AudioSources play."""

    __slots__ = ()


@register
class AudioSource(AudioBehaviour):
    """Plays sound."""

    __slots__ = ()
    clip = reference("m_audioClip")
    outputAudioMixerGroup = reference("OutputAudioMixerGroup")
    volume = real("m_Volume", default=1.0)
    pitch = real("m_Pitch", default=1.0)
    loop = boolean("Loop")
    mute = boolean("Mute")
    playOnAwake = boolean("m_PlayOnAwake", default=True)
    priority = integer("Priority", default=128)
    minDistance = real("MinDistance", default=1.0)
    maxDistance = real("MaxDistance", default=500.0)
    dopplerLevel = real("DopplerLevel", default=1.0)
    panStereo = real("Pan2D")
    spatialize = boolean("Spatialize")
    bypassEffects = boolean("BypassEffects")
    rolloffMode = enum("UnityEngine.AudioRolloffMode", "rolloffMode")

    @property
    def isPlaying(self) -> bool:
        """False: nothing plays here."""
        return False


@register
class Animator(Behaviour):
    """Plays an animator controller."""

    __slots__ = ()
    avatar = reference("m_Avatar")
    runtimeAnimatorController = reference("m_Controller")
    applyRootMotion = boolean("m_ApplyRootMotion")
    cullingMode = enum("UnityEngine.AnimatorCullingMode", "m_CullingMode")


@register
class Canvas(Behaviour):
    """The root of a user interface."""

    __slots__ = ()
    renderMode = enum("UnityEngine.RenderMode", "m_RenderMode", default=0)
    worldCamera = reference("m_Camera")
    planeDistance = real("m_PlaneDistance", default=100.0)
    pixelPerfect = boolean("m_PixelPerfect")
    overrideSorting = boolean("m_OverrideSorting")
    sortingOrder = integer("m_SortingOrder")
    sortingLayerID = integer("m_SortingLayerID")
    targetDisplay = integer("m_TargetDisplay")


@register
class CanvasGroup(Behaviour):
    """Fades and blocks a part of a user interface."""

    __slots__ = ()
    alpha = real("m_Alpha", default=1.0)
    interactable = boolean("m_Interactable", default=True)
    blocksRaycasts = boolean("m_BlocksRaycasts", default=True)
    ignoreParentGroups = boolean("m_IgnoreParentGroups")


@register
class TextMesh(Component):
    """Text as a mesh."""

    __slots__ = ()
    text = text("m_Text")
    characterSize = real("m_CharacterSize", default=1.0)
    fontSize = integer("m_FontSize")
    lineSpacing = real("m_LineSpacing", default=1.0)
    richText = boolean("m_RichText", default=True)
    font = reference("m_Font")


@register
class Rigidbody2D(Component):
    """A body that 2D physics moves."""

    __slots__ = ()
    mass = real("m_Mass", default=1.0)
    gravityScale = real("m_GravityScale", default=1.0)
    simulated = boolean("m_Simulated", default=True)
    bodyType = enum("UnityEngine.RigidbodyType2D", "m_BodyType")


@register
class ReflectionProbe(Behaviour):
    """Captures its surroundings for reflections."""

    __slots__ = ()
    intensity = real("m_IntensityMultiplier", default=1.0)
    importance = integer("m_Importance", default=1)
    resolution = integer("m_Resolution", default=128)
