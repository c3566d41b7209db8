"""``UnityEngine.AudioSource`` and ``AudioListener``: sound; nothing plays here."""

from __future__ import annotations

from typing import Any

from . import curvefields
from .component import Behaviour
from .curves import AnimationCurve, Keyframe
from .fields import boolean, enum, integer, real, reference
from .interop import static_property
from .objects import register
from .settings import project_settings
from .values.single import single

__all__ = ["AudioListener", "AudioSource"]

_CURVES = ("rolloffCustomCurve", "panLevelCustomCurve", "reverbZoneMixCustomCurve", "spreadCustomCurve")
"""By the numbers of ``AudioSourceCurveType``."""
_CIRCLE = 360.0  # files hold the spread as a part of it


@register
class AudioBehaviour(Behaviour):
    """A component of sound."""

    __slots__ = ()


def _volume() -> float:
    return single(project_settings("AudioManager")._document.real("m_Volume", default=1.0))


def _set_volume(value: float) -> None:
    project_settings("AudioManager")._document.set_number(("m_Volume",), min(max(single(value), 0.0), 1.0))


@register
class AudioListener(AudioBehaviour):
    """Hears what AudioSources play; its volume is the project's."""

    __slots__ = ()
    volume = static_property(_volume, _set_volume)
    pause = static_property(lambda: False)


def _level(index: int, scale: float, most: float, doc: str) -> Any:
    """A value that files hold as a curve over distance: the curve's first key, and one key once it is set."""
    name = _CURVES[index]

    def get(self: Any) -> float:
        keys = curvefields.read_curve(self._document.field(name)).keys
        return single(keys[0].value * scale) if len(keys) else 0.0

    def put(self: Any, value: float) -> None:
        flat = AnimationCurve(Keyframe(0.0, min(max(float(value), 0.0), most) / scale))
        held = curvefields.read_curve(self._document.field(name))
        flat.preWrapMode, flat.postWrapMode = held.preWrapMode, held.postWrapMode
        if curvefields.write_curve(self._document, (name,), flat):
            self._changed()

    return property(get, put, doc=doc)


@register
class AudioSource(AudioBehaviour):
    """Plays sound."""

    __slots__ = ()
    clip = reference("m_audioClip", doc="What it plays.")
    outputAudioMixerGroup = reference("OutputAudioMixerGroup")
    volume = real("m_Volume", default=1.0, least=0.0, most=1.0, doc="From 0 to 1.")
    pitch = real("m_Pitch", default=1.0, doc="How fast it plays.")
    loop = boolean("Loop")
    mute = boolean("Mute")
    playOnAwake = boolean("m_PlayOnAwake", default=True)
    priority = integer("Priority", default=128, least=0, most=256, doc="0 is the most important.")
    minDistance = real("MinDistance", default=1.0, least=0.0, doc="Up to here it is at its loudest.")
    maxDistance = real("MaxDistance", default=500.0, least=0.0, doc="From here on it grows no quieter.")
    dopplerLevel = real("DopplerLevel", default=1.0, least=0.0, most=5.0)
    panStereo = real("Pan2D", least=-1.0, most=1.0, doc="From left, -1, to right, 1.")
    spatialBlend = _level(1, 1.0, 1.0, "How far it is in space: 0 is 2D, 1 is 3D.")
    reverbZoneMix = _level(2, 1.0, 1.1, "How much of it reaches reverb zones.")
    spread = _level(3, _CIRCLE, _CIRCLE, "The angle over which it spreads, in degrees.")
    spatialize = boolean("Spatialize")
    spatializePostEffects = boolean("SpatializePostEffects")
    bypassEffects = boolean("BypassEffects")
    bypassListenerEffects = boolean("BypassListenerEffects")
    bypassReverbZones = boolean("BypassReverbZones")
    rolloffMode = enum("UnityEngine.AudioRolloffMode", "rolloffMode", doc="How it fades with distance.")

    @property
    def isPlaying(self) -> bool:
        """False: nothing plays here."""
        return False

    @property
    def isVirtual(self) -> bool:
        """False: nothing plays here."""
        return False

    def GetCustomCurve(self, type: Any) -> AnimationCurve:
        """Return a copy of a curve over distance (``AudioSourceCurveType``)."""
        return curvefields.read_curve(self._document.field(_CURVES[int(type)]))

    def SetCustomCurve(self, type: Any, curve: AnimationCurve) -> None:
        """Set a curve over distance (``AudioSourceCurveType``)."""
        if curvefields.write_curve(self._document, (_CURVES[int(type)],), curve):
            self._changed()
