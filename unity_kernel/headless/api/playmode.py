"""Play mode: Unity's order of events, a clock that runs, and scenes that are as before when it ends.

No C# scripts and no physics run. As in Unity, setting ``EditorApplication.isPlaying`` takes effect with the next tick,
and leaving puts all open scenes back to what they were
(https://docs.unity3d.com/ScriptReference/EditorApplication-playModeStateChanged.html).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import Document

from . import world

if TYPE_CHECKING:
    from .loadedscene import LoadedScene

__all__ = ["PlaySession", "pause", "request", "step", "tick"]

_DISABLE_DOMAIN_RELOAD = 1  # EnterPlayModeOptions.DisableDomainReload
_FRAME = 0.02  # seconds of the game's clock a tick, as Unity's default fixed time step


class _Memory:
    """A scene as it was when play mode began."""

    def __init__(self, scene: LoadedScene) -> None:
        scene.flush()
        self._scene = scene
        self._dirty = scene.dirty
        self._touched = scene.file.touched
        self._order = list(scene.file.documents)
        self._bytes: dict[Document, bytes] = {document: document.render() for document in self._order}
        self._edits = scene.expansion.edits()
        self._objects = dict(scene._objects)
        self._documents = {file_id: obj._document for file_id, obj in self._objects.items()}

    def restore(self) -> None:
        """Put the scene back: its documents, and what Python holds of its objects."""
        scene = self._scene
        if not scene.is_loaded:
            return
        scene.flush()
        file = scene.file
        file.remove({document for document in file.documents if document not in self._bytes})
        present = set(file.documents)
        behind: dict[Document, Document | None] = {}
        last: Document | None = None
        for document in self._order:
            if document in present:
                last = document
            else:
                behind[document] = last
        file.put_back(behind)
        for document, data in self._bytes.items():
            document.replace(data)
        for file_id, obj in self._objects.items():
            obj._document = self._documents[file_id]
            scene._objects[file_id] = obj
        scene.lists.clear()
        scene.reread()
        scene.expansion.reset(self._edits)
        for obj in scene._objects.values():
            obj._stale()
        for file_id, obj in list(scene._objects.items()):
            if scene.expansion.document(file_id) is None:
                obj._bury("was made in play mode, which has ended,")
                del scene._objects[file_id]
        scene.dirty, file.touched = self._dirty, self._touched


class PlaySession:
    """Play mode, from its request to its end.

    Attributes:
        playing: Whether it has begun.
        time: Seconds of the game's clock.
        frames: Ticks since it began.
    """

    def __init__(self) -> None:
        self.playing = False
        self.leaving = False
        self.time = 0.0
        self.frames = 0
        self._memories: list[_Memory] = []

    def enter(self) -> None:
        """Begin."""
        state = world.current()
        self._memories = [_Memory(scene) for scene in state.scenes]
        self.playing = state.playing = True

    def leave(self) -> None:
        """End, and put the scenes back."""
        state = world.current()
        state.playing = state.paused = False
        for memory in self._memories:
            memory.restore()
        state.play = None


def _announce(change: str) -> None:
    from .editor import PlayModeStateChange

    world.current().raise_event("playModeStateChanged", getattr(PlayModeStateChange, change))


def request(value: bool) -> None:
    """Ask for play mode to begin or end with the next tick."""
    state = world.current()
    session: PlaySession | None = state.play
    if value and session is None:
        state.play = PlaySession()
    elif session is not None and not session.playing and not value:
        state.play = None
    elif session is not None:
        session.leaving = not value


def tick() -> None:
    """Do what was asked for, or let the clock run."""
    state = world.current()
    session: PlaySession | None = state.play
    if session is None:
        return
    if not session.playing:
        _announce("ExitingEditMode")
        if state.play is session and _reloads_domain():  # a subscriber may have called it off
            state.reload_domain()
        if state.play is session:
            state.log("log", "Play mode: C# scripts and physics do not run in the headless editor")
            session.enter()
            _announce("EnteredPlayMode")
    elif session.leaving:
        _announce("ExitingPlayMode")
        session.leave()
        _announce("EnteredEditMode")
    elif not state.paused:
        _advance(session)


def _reloads_domain() -> bool:
    """Whether entering play mode reloads the scripting domain: unless the project's settings say otherwise.

    https://docs.unity3d.com/Manual/configurable-enter-play-mode.html; the default until Unity 6.6.
    """
    enabled, options = world.current().enter_play_mode
    return not (enabled and options & _DISABLE_DOMAIN_RELOAD)


def _advance(session: PlaySession) -> None:
    session.frames += 1
    session.time += _FRAME * world.current().time_scale


def pause(value: bool) -> None:
    """Stop the clock, or let it run."""
    from .editor import PauseState

    state = world.current()
    if state.paused != bool(value):
        state.paused = bool(value)
        state.raise_event("pauseStateChanged", PauseState.Paused if value else PauseState.Unpaused)


def step() -> None:
    """Let one frame pass, and stop; in edit mode this does nothing."""
    session: Any = world.current().play
    if session is not None and session.playing:
        pause(True)
        _advance(session)
