"""``UnityEngine.RenderSettings`` and ``LightmapSettings``: settings of the active scene."""

from __future__ import annotations

from typing import Any

from .fields import boolean, color, enum, integer, real, reference
from .interop import static_property
from .objects import Object
from .settings import scene_settings, statics

__all__ = ["LightmapSettings", "RenderSettings"]

_RENDER_SETTINGS, _LIGHTMAP_SETTINGS = 104, 157


@statics(lambda: scene_settings(_RENDER_SETTINGS, "RenderSettings"))
class RenderSettings(Object):
    """Fog, sky, ambient light and reflections."""

    __slots__ = ()
    fog = boolean("m_Fog", doc="Whether there is fog.")
    fogColor = color("m_FogColor", default=(0.5, 0.5, 0.5, 1.0))
    fogMode = enum("UnityEngine.FogMode", "m_FogMode", default=3)
    fogDensity = real("m_FogDensity", default=0.01)
    fogStartDistance = real("m_LinearFogStart")
    fogEndDistance = real("m_LinearFogEnd", default=300.0)
    ambientMode = enum("UnityEngine.Rendering.AmbientMode", "m_AmbientMode")
    ambientSkyColor = color("m_AmbientSkyColor", older="m_AmbientLight")
    ambientLight = color("m_AmbientSkyColor", older="m_AmbientLight")
    ambientEquatorColor = color("m_AmbientEquatorColor")
    ambientGroundColor = color("m_AmbientGroundColor")
    ambientIntensity = real("m_AmbientIntensity", default=1.0)
    subtractiveShadowColor = color("m_SubtractiveShadowColor")
    skybox = reference("m_SkyboxMaterial", doc="The material of the sky.")
    sun = reference("m_Sun", doc="The light that the sky takes for the sun.")
    haloStrength = real("m_HaloStrength", default=0.5)
    flareStrength = real("m_FlareStrength", default=1.0)
    flareFadeSpeed = real("m_FlareFadeSpeed", default=3.0)
    defaultReflectionMode = enum("UnityEngine.Rendering.DefaultReflectionMode", "m_DefaultReflectionMode")
    defaultReflectionResolution = integer("m_DefaultReflectionResolution", default=128)
    reflectionBounces = integer("m_ReflectionBounces", default=1, least=1, most=5)
    reflectionIntensity = real("m_ReflectionIntensity", default=1.0, least=0.0, most=1.0)
    customReflection = reference("m_CustomReflection")
    customReflectionTexture = reference("m_CustomReflection")


def _mode() -> Any:
    from . import catalogue

    held = scene_settings(_LIGHTMAP_SETTINGS, "LightmapSettings")._document
    number = held.integer("m_LightmapEditorSettings", "m_LightmapsBakeMode")
    if number is None:
        number = held.integer("m_LightmapsMode")
    kind: Any = catalogue.enum_type("UnityEngine.LightmapsMode")
    return kind(1 if number is None else number)


class LightmapSettings(Object):
    """How light is baked; the baked pictures themselves are only known to the real editor."""

    __slots__ = ()
    lightmapsMode = static_property(_mode)
