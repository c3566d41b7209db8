"""``UnityEngine.Application`` and ``Time``."""

from __future__ import annotations

import sys
import time
from typing import Any

from . import catalogue, world
from .fields import real
from .interop import ApiType, Delegate, static_property
from .settings import project_settings, statics

__all__ = ["Application", "Time"]


def _platform() -> Any:
    name = {"win32": "WindowsEditor", "darwin": "OSXEditor"}.get(sys.platform, "LinuxEditor")
    return getattr(catalogue.enum_type("UnityEngine.RuntimePlatform"), name)


def _subscribe(value: Delegate | None) -> None:
    world.current().log_received = value if value is not None else Delegate()


def _member(enum: str, name: str) -> Any:
    return getattr(catalogue.enum_type(enum), name)


def _identifier() -> str:
    held = project_settings("ProjectSettings")._document
    return held.text("applicationIdentifier", "Standalone") or held.text("bundleIdentifier") or ""


class Application(metaclass=ApiType):
    """The project and the editor that runs it."""

    _namespace = "UnityEngine"

    dataPath = static_property(lambda: (world.current().project.root / "Assets").as_posix())
    persistentDataPath = static_property(lambda: (world.current().project.root / "UserSettings").as_posix())
    streamingAssetsPath = static_property(
        lambda: (world.current().project.root / "Assets" / "StreamingAssets").as_posix()
    )
    temporaryCachePath = static_property(lambda: (world.current().project.root / "Temp").as_posix())
    unityVersion = static_property(lambda: world.current().project.version)
    version = static_property(lambda: world.current().project.bundle_version)
    productName = static_property(lambda: world.current().project.product_name)
    companyName = static_property(lambda: world.current().project.company_name)
    platform = static_property(_platform)
    isPlaying = static_property(lambda: world.current().playing)
    isEditor = static_property(lambda: True)
    isBatchMode = static_property(lambda: True)
    isFocused = static_property(lambda: False)
    isMobilePlatform = static_property(lambda: False)
    targetFrameRate = static_property(lambda: -1)
    identifier = static_property(lambda: _identifier())
    buildGUID = static_property(lambda: "")
    absoluteURL = static_property(lambda: "")
    consoleLogPath = static_property(lambda: "")
    isConsolePlatform = static_property(lambda: False)
    genuine = static_property(lambda: True)
    genuineCheckAvailable = static_property(lambda: False)
    runInBackground = static_property(lambda: True)
    systemLanguage = static_property(lambda: _member("UnityEngine.SystemLanguage", "English"))
    internetReachability = static_property(lambda: _member("UnityEngine.NetworkReachability", "NotReachable"))
    installMode = static_property(lambda: _member("UnityEngine.ApplicationInstallMode", "Editor"))
    sandboxType = static_property(lambda: _member("UnityEngine.ApplicationSandboxType", "NotSandboxed"))
    logMessageReceived = static_property(lambda: world.current().log_received, _subscribe)
    logMessageReceivedThreaded = static_property(lambda: world.current().log_received, _subscribe)

    @staticmethod
    def HasProLicense() -> bool:
        """Return False: no licence is needed here."""
        return False

    @staticmethod
    def Quit(exitCode: int = 0) -> None:
        """Do nothing: in the editor, Unity ignores it too."""

    @staticmethod
    def LogCallback(target: Any) -> Delegate:
        """Wrap a callable for ``logMessageReceived``."""
        return Delegate(target)


def _elapsed() -> float:
    return time.monotonic() - world.current().started


def _played() -> float:
    """Seconds of the game's clock, which runs in play mode only."""
    session = world.current().play
    return float(session.time) if session is not None else 0.0


def _frame_time() -> float:
    return float(_settings.fixed.fget(project_settings("TimeManager")))


class _settings:  # noqa: N801 - a shelf for fields
    fixed = real("Fixed Timestep", default=0.02, least=0.0001)
    scale = real("m_TimeScale", default=1.0, least=0.0, most=100.0)


def _scale() -> float:
    state = world.current()
    if state.playing:
        return state.time_scale
    return float(_settings.scale.fget(project_settings("TimeManager")))


def _set_scale(value: float) -> None:
    state = world.current()
    if not 0 <= float(value) <= 100:
        state.log(
            "error",
            f"Time.timeScale is out of range. The value cannot be less than 0.0 or more than 100: {value}",
        )
        return
    state.time_scale = float(value)
    if not state.playing:
        _settings.scale.fset(project_settings("TimeManager"), float(value))


@statics(lambda: project_settings("TimeManager"))
class Time(metaclass=ApiType):
    """The clock. Frames are ticks of the editor; the game's clock runs in play mode; steps are the project's."""

    _namespace = "UnityEngine"

    time = static_property(_played)
    timeAsDouble = static_property(_played)
    timeSinceLevelLoad = static_property(_played)
    timeSinceLevelLoadAsDouble = static_property(_played)
    fixedTime = static_property(_played)
    fixedTimeAsDouble = static_property(_played)
    fixedUnscaledTime = static_property(_played)
    deltaTime = static_property(_frame_time)
    unscaledDeltaTime = static_property(_frame_time)
    smoothDeltaTime = static_property(_frame_time)
    fixedUnscaledDeltaTime = static_property(_frame_time)
    fixedDeltaTime = real("Fixed Timestep", default=0.02, least=0.0001)
    maximumDeltaTime = real("Maximum Allowed Timestep", default=1 / 3, least=0.0001)
    maximumParticleDeltaTime = real("Maximum Particle Timestep", default=0.03)
    realtimeSinceStartup = static_property(_elapsed)
    realtimeSinceStartupAsDouble = static_property(_elapsed)
    unscaledTime = static_property(_elapsed)
    unscaledTimeAsDouble = static_property(_elapsed)
    frameCount = static_property(lambda: world.current().frames)
    renderedFrameCount = static_property(lambda: world.current().frames)
    captureFramerate = static_property(lambda: 0)
    inFixedTimeStep = static_property(lambda: False)
    timeScale = static_property(_scale, _set_scale)
