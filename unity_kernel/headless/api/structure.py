"""Operations on the documents of a scene, such as reverting a prefab instance: done as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from unity_kernel.headless.project import UnityFile
from unity_kernel.headless.project.storage import replace_bytes

from . import world
from .reversal import Record, Reversal, watched

if TYPE_CHECKING:
    from .history import Step
    from .loadedscene import LoadedScene

__all__ = ["FileChange", "operation"]


class FileChange:
    """What an operation writes into a prefab's file; an item of an undo step.

    Args:
        file: The file, with all that is to be in it before.
        path: Its project path.
    """

    def __init__(self, file: UnityFile, path: str) -> None:
        self._file = file
        self._path = path
        self._before = self._after = file.render()

    def close(self) -> None:
        """It is written."""
        self._after = self._file.render()

    def restore(self) -> None:
        """The operation failed: forget what the file was to become."""
        from .prefabassets import prefabs_changed

        if self._file.render() != self._before:
            self._file.touched = False
            prefabs_changed(self._path)

    def reverse(self) -> FileChange:
        """Put the file's former contents back; returns the opposite.

        Raises:
            SceneFileError: It was changed on disk since.
        """
        from .prefabassets import prefabs_changed

        where = world.current().project.assets.locate(self._path)
        replace_bytes(where, self._before, self._path, expected=self._after)
        contents = world.current().prefab_assets.get(self._path)
        if contents is not None:
            contents.file.touched = False
        prefabs_changed(self._path)
        self._before, self._after = self._after, self._before
        return self


@contextmanager
def operation(
    scene: LoadedScene, name: str, *, record: bool = True, whole: bool = True
) -> Iterator[Step | None]:
    """Make one operation of what the block does to a scene's documents; if it raises, all is as before.

    Args:
        scene: The scene.
        name: What Unity's menu would call it.
        record: Whether it can be taken back.
        whole: Write what the scene writes late before and after; else that is done when the undo step ends.

    Yields:
        The undo step that it is part of, None if it is not recorded.
    """
    from .history import current

    if whole:
        scene.flush()
    scene.flush_overrides()
    step = current().begin(name) if record else None
    if step is not None:
        step.enter(scene)
    with watched(scene) as journal:
        try:
            yield step
            if whole:
                scene.flush()
            scene.flush_overrides()
        except BaseException:
            reversal = Reversal(scene)
            reversal.take_back(Record.of(scene, journal))
            reversal.finish()
            raise
    scene.dirty = world.current().hierarchy_dirty = True
    if step is not None:
        step.add(Record.of(scene, journal))
