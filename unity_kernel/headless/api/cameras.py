"""``UnityEngine.Camera``, ``Light``, ``ReflectionProbe``: what sees and what lights a scene."""

from __future__ import annotations

from typing import Any

from . import rendertexture
from .component import Behaviour
from .fields import boolean, color, enum, integer, mask, real, rect, reference, vector2, vector3, vector4
from .interop import Array, static_property
from .objects import _find, register
from .values import Bounds, Vector3

__all__ = ["Camera", "Light", "ReflectionProbe"]


@register
class Camera(Behaviour):
    """Looks at the scene along its Transform's forward axis."""

    __slots__ = ()
    fieldOfView = real(
        "field of view", default=60.0, least=1e-5, most=179.0, doc="Vertical angle of view, in degrees."
    )
    nearClipPlane = real("near clip plane", default=0.3, doc="Nearest visible distance.")
    farClipPlane = real("far clip plane", default=1000.0, doc="Farthest visible distance.")
    orthographic = boolean("orthographic", doc="Whether distance makes nothing smaller.")
    orthographicSize = real("orthographic size", default=5.0, doc="Half the height of an orthographic view.")
    depth = real("m_Depth", doc="Order among cameras.")
    backgroundColor = color("m_BackGroundColor", doc="What a solid background is filled with.")
    clearFlags = enum(
        "UnityEngine.CameraClearFlags", "m_ClearFlags", default=1, doc="What it fills the background with."
    )
    cullingMask = mask("m_CullingMask", default=-1, doc="Layers that it sees, a bit each.")
    rect = rect(
        "m_NormalizedViewPortRect",
        default=(0.0, 0.0, 1.0, 1.0),
        doc="Where on the screen it draws, in parts of its size.",
    )
    renderingPath = enum("UnityEngine.RenderingPath", "m_RenderingPath", default=-1)
    allowHDR = boolean("m_HDR", default=True)
    allowMSAA = boolean("m_AllowMSAA", default=True)
    allowDynamicResolution = boolean("m_AllowDynamicResolution")
    forceIntoRenderTexture = boolean("m_ForceIntoRT")
    useOcclusionCulling = boolean("m_OcclusionCulling", default=True)
    targetDisplay = integer("m_TargetDisplay", doc="The display that it draws on, from 0.")
    stereoTargetEye = enum("UnityEngine.StereoTargetEyeMask", "m_TargetEye", default=3)
    stereoConvergence = real("m_StereoConvergence", default=10.0)
    stereoSeparation = real("m_StereoSeparation", default=0.022)
    gateFit = enum("UnityEngine.Camera.GateFitMode", "m_GateFitMode", default=2)
    focalLength = real("m_FocalLength", default=50.0, doc="Of a physical camera's lens, in millimetres.")
    sensorSize = vector2("m_SensorSize", default=(36.0, 24.0), doc="Of a physical camera, in millimetres.")
    lensShift = vector2("m_LensShift")
    iso = integer("m_Iso", default=200)
    shutterSpeed = real("m_ShutterSpeed", default=0.005)
    aperture = real("m_Aperture", default=16.0)
    focusDistance = real("m_FocusDistance", default=10.0)
    bladeCount = integer("m_BladeCount", default=5)
    curvature = vector2("m_Curvature", default=(2.0, 11.0))
    barrelClipping = real("m_BarrelClipping", default=0.25)
    anamorphism = real("m_Anamorphism")
    targetTexture = rendertexture.target_texture()

    @property
    def usePhysicalProperties(self) -> bool:
        """Whether focal length and sensor size make the angle of view; files say 2 for it."""
        return self._document.integer("m_projectionMatrixMode") == 2

    @usePhysicalProperties.setter
    def usePhysicalProperties(self, value: bool) -> None:
        if self._document.set_number(("m_projectionMatrixMode",), 2 if value else 1):
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

    @staticmethod
    def GetAllCameras(cameras: Any) -> int:
        """Fill an array with the enabled cameras; returns how many there are.

        Raises:
            ValueError: The array is too small; in .NET, an ArgumentException.
        """
        found = _cameras()
        if len(cameras) < len(found):
            raise ValueError(f"Passed in array of {len(cameras)} cameras is too small for {len(found)}")
        for index, camera in enumerate(found):
            cameras[index] = camera
        return len(found)


def _cameras() -> list[Camera]:
    """Enabled cameras, in the order in which they draw."""
    found = [camera for camera in _find(Camera, False) if camera.enabled]
    return sorted(found, key=lambda camera: float(camera.depth))


def _main_camera() -> Camera | None:
    return next((camera for camera in _cameras() if camera.tag == "MainCamera"), None)


@register
class Light(Behaviour):
    """Lights the scene."""

    __slots__ = ()
    type = enum("UnityEngine.LightType", "m_Type", default=2, doc="Its shape.")
    color = color("m_Color", default=(1.0, 1.0, 1.0, 1.0), doc="Its color.")
    intensity = real("m_Intensity", default=1.0, least=0.0, doc="Its brightness.")
    range = real("m_Range", default=10.0, least=0.0, doc="How far it reaches, in units.")
    spotAngle = real(
        "m_SpotAngle",
        default=30.0,
        least=1.0,
        most=179.0,
        doc="Outer angle of a spot light's cone, in degrees.",
    )
    innerSpotAngle = real("m_InnerSpotAngle", default=21.80208, doc="Inner angle of the cone, in degrees.")
    bounceIntensity = real("m_BounceIntensity", default=1.0, older="m_IndirectIntensity", least=0.0)
    colorTemperature = real("m_ColorTemperature", default=6570.0, doc="In kelvin.")
    useColorTemperature = boolean("m_UseColorTemperature")
    shadows = enum("UnityEngine.LightShadows", "m_Shadows", "m_Type", doc="None, hard or soft.")
    shadowStrength = real("m_Shadows", "m_Strength", default=1.0, least=0.0, most=1.0)
    shadowBias = real("m_Shadows", "m_Bias", default=0.05)
    shadowNormalBias = real("m_Shadows", "m_NormalBias", default=0.4)
    shadowNearPlane = real("m_Shadows", "m_NearPlane", default=0.2)
    shadowResolution = enum(
        "UnityEngine.Rendering.LightShadowResolution", "m_Shadows", "m_Resolution", default=-1
    )
    shadowCustomResolution = integer("m_Shadows", "m_CustomResolution", default=-1)
    shadowRadius = real("m_ShadowRadius")
    shadowAngle = real("m_ShadowAngle")
    useShadowMatrixOverride = boolean("m_Shadows", "m_UseCullingMatrixOverride")
    renderMode = enum("UnityEngine.LightRenderMode", "m_RenderMode")
    lightmapBakeType = enum("UnityEngine.LightmapBakeType", "m_Lightmapping", default=4)
    lightShadowCasterMode = enum("UnityEngine.LightShadowCasterMode", "m_LightShadowCasterMode")
    areaSize = vector2("m_AreaSize", default=(1.0, 1.0), doc="Width and height of an area light.")
    cullingMask = mask("m_CullingMask", default=-1, doc="Layers that it lights, a bit each.")
    renderingLayerMask = integer("m_RenderingLayerMask", default=1)
    cookie = reference("m_Cookie", doc="A texture that it shines through.")
    cookieSize = real("m_CookieSize", default=10.0)
    flare = reference("m_Flare")
    boundingSphereOverride = vector4("m_BoundingSphereOverride")
    useBoundingSphereOverride = boolean("m_UseBoundingSphereOverride")
    useViewFrustumForShadowCasterCull = boolean("m_UseViewFrustumForShadowCasterCull", default=True)
    forceVisible = boolean("m_ForceVisible")
    lightUnit = enum("UnityEngine.Rendering.LightUnit", "m_LightUnit", default=1)
    luxAtDistance = real("m_LuxAtDistance", default=1.0)
    enableSpotReflector = boolean("m_EnableSpotReflector", default=True)


@register
class ReflectionProbe(Behaviour):
    """Captures its surroundings for reflections."""

    __slots__ = ()
    mode = enum(
        "UnityEngine.Rendering.ReflectionProbeMode", "m_Mode", doc="Whether it is baked, or drawn as it runs."
    )
    refreshMode = enum("UnityEngine.Rendering.ReflectionProbeRefreshMode", "m_RefreshMode")
    timeSlicingMode = enum("UnityEngine.Rendering.ReflectionProbeTimeSlicingMode", "m_TimeSlicingMode")
    resolution = integer("m_Resolution", default=128, doc="Side of its pictures, in pixels.")
    size = vector3("m_BoxSize", default=(10.0, 10.0, 10.0), doc="Of the box in which it counts.")
    center = vector3("m_BoxOffset", doc="Of that box, from its Transform.")
    nearClipPlane = real("m_NearClip", default=0.3)
    farClipPlane = real("m_FarClip", default=1000.0)
    shadowDistance = real("m_ShadowDistance", default=100.0)
    clearFlags = enum("UnityEngine.Rendering.ReflectionProbeClearFlags", "m_ClearFlags", default=1)
    backgroundColor = color("m_BackGroundColor")
    cullingMask = mask("m_CullingMask", default=-1)
    intensity = real("m_IntensityMultiplier", default=1.0)
    blendDistance = real("m_BlendDistance", default=1.0)
    hdr = boolean("m_HDR", default=True)
    boxProjection = boolean("m_BoxProjection")
    renderDynamicObjects = boolean("m_RenderDynamicObjects")
    importance = integer("m_Importance", default=1)
    customBakedTexture = reference("m_CustomBakedTexture")

    @property
    def bounds(self) -> Bounds:
        """The box in which it counts, in the world; rotation does not turn it."""
        place: Vector3 = self.transform.position
        return Bounds(place + self.center, self.size)
