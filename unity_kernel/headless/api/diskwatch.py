"""Changes of the project's files by others: noticed, reported, taken over where nothing of ours would be lost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project import UnityFile

from . import references, world
from .assetfiles import AssetFile
from .prefabassets import PrefabContents, prefabs_changed

if TYPE_CHECKING:
    from .loadedscene import LoadedScene
    from .world import World

__all__ = ["follow", "look"]

_PAUSE = 0.02  # seconds between two looks: a cell that prints a thousand lines does not look a thousand times


def look() -> None:
    """Report open files that others changed, once each; cheap, and nothing is loaded. Main thread."""
    state = world.current()
    now = time.monotonic()
    if now < state.next_look:
        return
    state.next_look = now + _PAUSE
    for file in _open_files(state):
        if file.changed_on_disk and state.reported_changes.get(file) != (stamp := file.seen_stamp):
            state.reported_changes[file] = stamp
            state.log("warning", f"{file.name}: {_told(file)}")


def _open_files(state: World) -> list[UnityFile]:
    files = [scene.file for scene in (*state.scenes, *state.prefab_assets.values())]
    return files + [each.native for each in state.asset_files.values() if each.native is not None]


def _told(file: UnityFile) -> str:
    what = (
        "was changed on disk by somebody else" if file.is_there else "was deleted or moved by somebody else"
    )
    if file.touched:
        return f"{what}, and has unsaved changes here; saving will be refused, AssetDatabase.Refresh says what to do"
    return f"{what}; AssetDatabase.Refresh() loads it again"


def follow() -> None:
    """Take over what others changed on disk; what has unsaved changes here is reported and stays."""
    state = world.current()
    state.project.assets.refresh()
    for clash in state.project.assets.clashes():
        state.log("warning", clash)
    changed = [path for path, contents in state.prefab_assets.items() if _is_changed(contents)]
    if changed or state.project.prefabs.changed():
        prefabs_changed(*changed)
    for scene in list(state.scenes):
        if scene.path and scene.file.changed_on_disk:
            _follow_scene(scene)
    for path, file in list(state.asset_files.items()):
        if not file.touched and (file.native is None or not file.location.exists()):
            del state.asset_files[path]
        elif file.native is not None and file.native.changed_on_disk:
            _follow_asset(path, file)
    state.raise_event("projectChanged")


def _is_changed(contents: PrefabContents) -> bool:
    if not contents.file.changed_on_disk:
        return False
    if contents.file.touched:
        world.current().log("warning", _kept(contents.path, "PrefabUtility.SaveAsPrefabAsset"))
        return False
    return True


def _kept(path: str, save: str) -> str:
    return (
        f"{path}: changed on disk by somebody else, and has unsaved changes here, which stay. To keep these, save "
        f"under another path with {save}; to have what is on disk, open it again"
    )


def _follow_scene(scene: LoadedScene) -> None:
    state = world.current()
    scene.flush()
    if scene.dirty or scene.file.touched:
        state.log("warning", _kept(scene.path, "EditorSceneManager.SaveScene(scene, path)"))
        return
    if not scene.file.is_there:
        state.log(
            "warning", f"{scene.path}: deleted or moved by somebody else; the open scene stays as it is"
        )
        return
    try:
        file = state.project.load(scene.path)
    except SceneFileError as error:
        state.log("error", f"changed on disk by somebody else, and cannot be loaded again: {error}")
        return
    if state.history is not None:
        state.history.clear()
    scene.reload(file)
    state.log("log", f"{scene.path}: changed on disk by somebody else, loaded again")


def _follow_asset(path: str, file: AssetFile) -> None:
    state = world.current()
    if file.touched:
        state.log("warning", _kept(path, "AssetDatabase.CopyAsset"))
        return
    try:
        native = state.project.load(path)
    except SceneFileError as error:
        state.log("error", f"changed on disk by somebody else, and cannot be loaded again: {error}")
        return
    file.native = native
    references.rebind(state.project.assets.guid(path), native)
    state.log("log", f"{path}: changed on disk by somebody else, loaded again")
