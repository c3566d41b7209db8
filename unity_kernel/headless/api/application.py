"""``UnityEngine.Application`` and ``Time``."""

from __future__ import annotations

import sys
import time
from typing import Any

from . import catalogue, world
from .interop import ApiType, Delegate, static_property

__all__ = ["Application", "Time"]


def _platform() -> Any:
    name = {"win32": "WindowsEditor", "darwin": "OSXEditor"}.get(sys.platform, "LinuxEditor")
    return getattr(catalogue.enum_type("UnityEngine.RuntimePlatform"), name)


def _subscribe(value: Delegate | None) -> None:
    world.current().log_received = value if value is not None else Delegate()


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
    isConsolePlatform = static_property(lambda: False)
    targetFrameRate = static_property(lambda: -1)
    logMessageReceived = static_property(lambda: world.current().log_received, _subscribe)
    logMessageReceivedThreaded = static_property(lambda: world.current().log_received, _subscribe)

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


def _scale(value: float) -> None:
    world.current().time_scale = float(value)


class Time(metaclass=ApiType):
    """The clock. Frames are ticks of the editor; the game's clock runs in play mode."""

    _namespace = "UnityEngine"

    time = static_property(_played)
    timeAsDouble = static_property(_played)
    timeSinceLevelLoad = static_property(_played)
    fixedTime = static_property(_played)
    deltaTime = static_property(lambda: 0.02)
    unscaledDeltaTime = static_property(lambda: 0.02)
    fixedDeltaTime = static_property(lambda: 0.02)
    realtimeSinceStartup = static_property(_elapsed)
    realtimeSinceStartupAsDouble = static_property(_elapsed)
    unscaledTime = static_property(_elapsed)
    frameCount = static_property(lambda: world.current().frames)
    timeScale = static_property(lambda: world.current().time_scale, _scale)
