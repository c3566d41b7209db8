"""Operations on the documents of a scene as a whole, such as reverting a prefab instance: done at once, or not at all.

What an operation did is kept as the difference between two states of the file, so that taking it back gives the bytes
back, whatever it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from unity_kernel.headless.project import Document, PrefabInstance, UnityFile
from unity_kernel.headless.project.merge import merge
from unity_kernel.headless.project.storage import replace_bytes

from . import world

if TYPE_CHECKING:
    from .history import Step
    from .loadedscene import LoadedScene
    from .objects import Object

__all__ = ["FileChange", "Structure", "operation"]

_Objects = dict[int, tuple["Object", Document]]
_States = dict[PrefabInstance, Any]


class Structure:
    """What an operation does to a scene's documents; an item of an undo step.

    Args:
        scene: The scene; what it writes late has been written.
    """

    def __init__(self, scene: LoadedScene) -> None:
        self._scene = scene
        self._file = scene.file
        self._outer = scene.file.journal
        self._journal: dict[Document, bytes] = {}
        scene.file.journal = self._journal
        self._mark = len(scene.edits)
        self._orders = (list(scene.file.documents), list[Document]())
        self._objects: tuple[_Objects, _Objects] = (scene.bound(), {})
        self._states: tuple[_States, _States] = (_states(scene), {})
        self._changes: list[tuple[Document, bytes, bytes]] = []

    def close(self) -> None:
        """The operation is over."""
        scene, outer = self._scene, self._outer
        scene.flush()
        del scene.edits[self._mark :]
        scene.file.journal = outer
        if outer is not None:
            for document, before in self._journal.items():
                outer.setdefault(document, before)
        self._orders = (self._orders[0], list(scene.file.documents))
        self._changes = [(d, before, d.render()) for d, before in self._journal.items() if d.is_written]
        old, new = self._objects[0], scene.bound()
        lost = {key: pair for key, pair in old.items() if not _same(pair, new.get(key))}
        won = {key: pair for key, pair in new.items() if not _same(pair, old.get(key))}
        self._objects = (lost, won)
        self._states = (self._states[0], _states(scene))

    def back(self, step: object = None) -> None:
        """Take it back."""
        self._go(0)

    def forth(self, step: object = None) -> None:
        """Do it again."""
        self._go(1)

    def _go(self, side: int) -> None:
        scene = self._scene
        file = scene.file
        if not scene.is_loaded or file is not self._file:
            return
        scene.flush()
        wanted, other = self._orders[side], self._orders[1 - side]
        file.remove(set(other) - set(wanted))
        present = set(file.documents)
        present.update(other)  # what both states have and the file has no more was removed since, for good
        file.put_back([document for document in wanted if document not in present], wanted)
        for document, before, after in self._changes:
            old, new = (after, before) if side == 0 else (before, after)
            document.replace(merge(document.render(), old, new))
        changed = {document for document, _, _ in self._changes}
        for instance in list(scene.expansion.instances.values()):
            if instance.document in changed and instance in {**self._states[0], **self._states[1]}:
                scene.expansion.forget(instance)
        scene.bind(self._objects[side])
        scene.rebuild()
        for instance, state in self._states[side].items():
            if instance.document in changed:
                instance.restore(state)
        scene.rebuild()


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

    def back(self, step: object = None) -> None:
        """Put the file's former contents back.

        Raises:
            SceneFileError: It was changed on disk since.
        """
        self._put(self._after, self._before)

    def forth(self, step: object = None) -> None:
        """Write it again."""
        self._put(self._before, self._after)

    def _put(self, old: bytes, new: bytes) -> None:
        from .prefabassets import prefabs_changed

        where = world.current().project.assets.locate(self._path)
        replace_bytes(where, new, self._path, expected=old)
        contents = world.current().prefab_assets.get(self._path)
        if contents is not None:
            contents.file.touched = False
        prefabs_changed(self._path)


def _same(pair: tuple[Object, Document], other: tuple[Object, Document] | None) -> bool:
    return other is not None and pair[0] is other[0] and pair[1] is other[1]


def _states(scene: LoadedScene) -> _States:
    """Return what instances remember of their edits."""
    return {instance: instance.state() for instance in scene.expansion.instances.values()}


@contextmanager
def operation(scene: LoadedScene, name: str, *, record: bool = True) -> Iterator[Step | None]:
    """Make one operation of what the block does to a scene's documents; if it raises, all is as before.

    Args:
        scene: The scene.
        name: What Unity's menu would call it.
        record: Whether it can be taken back.

    Yields:
        The undo step that it is part of, None if it is not recorded.
    """
    from .history import current

    step = current().begin(name) if record else None
    if step is not None:
        step.settle()
        step.scenes[scene] = None
    scene.flush()
    structure = Structure(scene)
    try:
        yield step
    except BaseException:
        structure.close()
        structure.back()
        raise
    structure.close()
    scene.dirty = world.current().hierarchy_dirty = True
    if step is not None:
        step.items.append(structure)
