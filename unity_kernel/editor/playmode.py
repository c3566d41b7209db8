"""Play mode and domain reloads, as cells ask for them: in Unity's own words, on any host that has UnityEditor."""

from __future__ import annotations

import importlib
import time
from typing import TYPE_CHECKING, Any

from unity_kernel.editor.asked import Asked
from unity_kernel.errors import UnityKernelError

if TYPE_CHECKING:
    from unity_kernel.editor.editor import Editor

__all__ = ["PlayMode"]

PLAY_TIMEOUT = 120.0
"""Seconds that entering and leaving play mode may take, domain reload included; large projects need tens."""
RELOAD_TIMEOUT = 300.0
"""Seconds that a domain reload may take, the compilation before it included."""
COMPILES_WITHIN = 2.0
"""Seconds after which a compilation has begun, so that errors of the one before count."""


class PlayMode:
    """Asks the editor to play, pause, step, stop and reload. Main thread.

    Classes of `UnityEditor` are looked up at each use, as a domain reload brings new ones.

    Args:
        editor: Whose frames and generation tell when it has happened.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def play(self) -> Asked:
        """Enters play mode."""
        _application().isPlaying = True
        compilation = _Compilation(self._editor)
        return self._asked("unity.play()", lambda: self._plays(compilation), PLAY_TIMEOUT)

    def pause(self) -> Asked:
        """Pauses play mode."""
        _application().isPaused = True
        return self._asked("unity.pause()", lambda: _application().isPaused, PLAY_TIMEOUT)

    def step(self) -> Asked:
        """Lets one frame of play mode pass, and pauses."""
        _application().Step()
        return self._asked("unity.step()", lambda: True, PLAY_TIMEOUT)

    def stop(self) -> Asked:
        """Leaves play mode."""
        _application().isPlaying = False
        return self._asked("unity.stop()", lambda: not _application().isPlaying, PLAY_TIMEOUT)

    def reload(self) -> Asked:
        """Reloads the scripting domain."""
        before = self._editor.generation
        _editor_module().EditorUtility.RequestScriptReload()
        compilation = _Compilation(self._editor)
        return self._asked("unity.reload()", lambda: self._has_reloaded(before, compilation), RELOAD_TIMEOUT)

    def _asked(self, name: str, done: Any, timeout: float) -> Asked:
        return Asked(name, self._editor.frames, done, timeout)

    def _plays(self, compilation: _Compilation) -> bool:
        application = _application()
        if application.isPlaying:
            return True
        compilation.check("play mode does not begin")
        if not getattr(application, "isPlayingOrWillChangePlaymode", True):
            raise UnityKernelError(
                "play mode has not begun: it was called off, by compile errors (see `%unity logs error`) or by a "
                "subscriber of playModeStateChanged"
            )
        return False

    def _has_reloaded(self, before: int, compilation: _Compilation) -> bool:
        if self._editor.generation != before:
            return True
        compilation.check("the scripts are not reloaded")
        return False


class _Compilation:
    """The compilation that something asked for brings about, if scripts have changed."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._before = self._errors()
        self._since = time.monotonic()

    def check(self, what: str) -> None:
        """Raises UnityKernelError when its errors hold that up: new ones, or those of before where nothing compiles."""
        errors = self._errors()
        if not errors:
            return
        if errors == self._before:
            compiles = self._editor.host.describe().get("activity") == "compiling"
            if compiles or time.monotonic() - self._since < COMPILES_WITHIN:
                return
        listed = "\n".join(f"  {error}" for error in errors)
        raise UnityKernelError(f"{what}, because of compile errors:\n{listed}")

    def _errors(self) -> list[str]:
        return list(self._editor.host.describe().get("compile_errors", ()))


def _editor_module() -> Any:
    return importlib.import_module("UnityEditor")


def _application() -> Any:
    return _editor_module().EditorApplication
