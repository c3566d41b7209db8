"""Lights and surroundings of the loaded scenes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unity_kernel.headless.api import world
from unity_kernel.headless.picture.color import decode
from unity_kernel.headless.picture.light import Ambient, Light
from unity_kernel.headless.picture.matrices import rotation_axes
from unity_kernel.headless.picture.mesh import Floats
from unity_kernel.headless.picture.sky import Sky
from unity_kernel.headless.project import Document

if TYPE_CHECKING:
    from unity_kernel.headless.project import Project

__all__ = ["Surroundings", "headlight", "read_lights"]

_SPOT, _DIRECTIONAL, _POINT = 0, 1, 2  # LightType
_AMBIENT_SKYBOX, _AMBIENT_GRADIENT = 0, 1  # AmbientMode
_RENDER_SETTINGS = 104
_MOST_LIGHTS = 32


class Surroundings:
    """How a project computes light, and what the active scene has around it.

    Args:
        state: The editor.

    Attributes:
        linear: Whether colors are computed as linear light.
        linear_intensity: Whether a light's intensity counts linear.
        has_sky: Whether the scene has a skybox.
        sky: Its colors.
        ambient: Light from everywhere.
    """

    def __init__(self, state: world.World) -> None:
        self.linear = _setting(state.project, "ProjectSettings", "m_ActiveColorSpace") == "1"
        self.linear_intensity = (
            _setting(state.project, "GraphicsSettings", "m_LightsUseLinearIntensity") == "1"
        )
        settings = _render_settings(state)
        self.has_sky = settings is None or settings.text("m_SkyboxMaterial", "fileID") not in ("0", None)
        self.sky = Sky(linear=self.linear)
        self.ambient = self._ambient(settings)

    def _ambient(self, settings: Document | None) -> Ambient:
        if settings is None:
            return self.sky.ambient(1.0)
        intensity = _real(settings, "m_AmbientIntensity", 1.0)
        mode = settings.integer("m_AmbientMode") or 0
        if mode == _AMBIENT_SKYBOX and self.has_sky:
            return self.sky.ambient(intensity)
        sky, equator, ground = (
            self._color(settings, f"m_Ambient{part}Color") for part in ("Sky", "Equator", "Ground")
        )
        if mode == _AMBIENT_GRADIENT:
            return Ambient(sky, equator, ground)
        return Ambient(sky, sky, sky)

    def _color(self, settings: Document, key: str) -> Floats:
        color = np.array(settings.numbers(key, 4) or (0.2, 0.2, 0.2, 1.0))[:3]
        return decode(color) if self.linear else color

    def light_color(self, light: Any) -> Floats:
        """Return what a light's color and intensity come to, (3,)."""
        color = np.array([light.color.r, light.color.g, light.color.b], np.float64)
        intensity = float(light.intensity)
        if not self.linear:
            return color * intensity
        return decode(color) * intensity if self.linear_intensity else decode(color * intensity)


def read_lights(lights: list[Any], surroundings: Surroundings) -> list[Light]:
    """Return what enabled ``UnityEngine.Light`` components shine: directional ones first, at most 32."""
    found: list[Light] = []
    for light in sorted(lights, key=lambda item: int(item.type) != _DIRECTIONAL):
        kind = int(light.type)
        if not light.enabled or kind not in (_SPOT, _DIRECTIONAL, _POINT):
            continue  # areas are baked
        axes = rotation_axes(light.transform.rotation)
        place = light.transform.position
        position = np.array([place.x, place.y, place.z], np.float64)
        color = surroundings.light_color(light)
        if axes is None or not np.isfinite(position).all() or not np.isfinite(color).all():
            continue
        if kind == _DIRECTIONAL:
            found.append(Light(color, direction=axes[2]))
            continue
        cone = None
        if kind == _SPOT:
            outer, inner = (
                np.radians(min(float(a), 179.0) / 2) for a in (light.spotAngle, light.innerSpotAngle)
            )
            cone = (float(np.cos(min(inner, outer))), float(np.cos(outer)))
        found.append(Light(color, axes[2], position, max(float(light.range), 1e-3), cone))
    return found[:_MOST_LIGHTS]


def headlight(forward: Floats) -> Light:
    """Return the light that the scene view switches on where a scene has none."""
    return Light(np.full(3, 0.8), direction=forward)


def _render_settings(state: world.World) -> Document | None:
    if state.active is None:
        return None
    return next((d for d in state.active.file.documents if d.class_id == _RENDER_SETTINGS), None)


def _setting(project: Project, file: str, key: str) -> str:
    """Return a setting's text; empty if the project does not say."""
    try:
        documents = project.load(f"ProjectSettings/{file}.asset").documents
        return (documents[0].text(key) or "") if documents else ""
    except Exception:  # a broken settings file costs exact colors, not the picture
        return ""


def _real(document: Document, key: str, default: float) -> float:
    try:
        return float(document.text(key) or default)
    except ValueError:
        return default
