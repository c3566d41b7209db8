"""Which editor: the rules by which a kernel or a client picks one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from unity_kernel.errors import NoEditorError
from unity_kernel.wire.editor_file import EditorFile, discover

__all__ = ["Launch", "choose", "find_project", "is_project"]


@dataclass(frozen=True, slots=True)
class Launch:
    """No running editor fits; the embedded one should open this project (None: a copy of the sample)."""

    project: Path | None
    reason: str


def is_project(folder: Path) -> bool:
    """Whether a folder is a Unity project: Unity itself asks for Assets and ProjectSettings."""
    return (folder / "Assets").is_dir() and (folder / "ProjectSettings").is_dir()


def find_project(start: Path) -> Path | None:
    """The Unity project that contains `start`, or None."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if is_project(folder)), None)


def choose(
    wanted: str | None, directory: Path, key: str = "", *, may_launch: bool = True
) -> EditorFile | Launch:
    """The editor to attach to, or what to start.

    In this order: the editor that already belongs to this kernel (`key`); what `wanted` names (an editor's id or
    project name, a project's path, or "headless"); the editor whose project contains `directory`; the only editor
    that runs (other kernels' embedded ones aside); the embedded editor, on the project that contains `directory`
    or on the sample.

    Args:
        wanted: By default the environment's UNITY_KERNEL_EDITOR.
        directory: Where the notebook lies.
        key: The kernel's own key; see `EditorFile.owner`.
        may_launch: Whether the embedded editor may be started.

    Raises:
        NoEditorError: Nothing fits, or more than one; the text lists what runs and what to do.
    """
    editors, _ = discover()
    wanted = wanted or os.environ.get("UNITY_KERNEL_EDITOR") or None
    mine = [editor for editor in editors if key and editor.owner == key]
    public = [editor for editor in editors if not editor.owner]
    if wanted is not None:
        found = _named(wanted, public, mine)
        if isinstance(found, Launch) and not may_launch:
            raise NoEditorError(
                f"no running editor has {wanted} open{_listing(public)}, and none may be started. {NEXT}"
            )
        return found
    if mine:
        return mine[0]
    shared = [editor for editor in public if not editor.embedded]
    inside = [editor for editor in public if _contains(editor.project, directory)]
    if inside:
        return max(inside, key=lambda editor: len(editor.project))
    if len(shared) == 1:
        return shared[0]
    if shared:
        raise NoEditorError(
            f"several editors run, and none has the project that contains {directory}{_listing(shared)}. "
            "Choose one with `%unity use NAME`, or set UNITY_KERNEL_EDITOR."
        )
    if not may_launch:
        raise NoEditorError(f"no editor is running, and the embedded one is switched off. {NEXT}")
    project = find_project(directory)
    if project is not None:
        return Launch(project, f"no editor has {project.name} open")
    return Launch(None, "no editor is running")


NEXT = (
    "Open a project in Unity with the unity-kernel package, run `unity-kernel headless PROJECT`, "
    "or allow the embedded editor (trait UnityKernel.start_embedded)."
)


def _named(wanted: str, public: Sequence[EditorFile], mine: Sequence[EditorFile]) -> EditorFile | Launch:
    if wanted == "headless":
        return mine[0] if mine else Launch(None, "UNITY_KERNEL_EDITOR is 'headless'")
    every = (*mine, *public)
    for editor in every:
        if editor.id == wanted:
            return editor
    path = Path(os.path.expanduser(wanted))  # unlike Path.expanduser, leaves an unknown user's home as it is
    if os.path.isdir(path):  # unlike Path.is_dir, also says no to what can be no path at all
        for editor in every:
            if _same(Path(editor.project), path):
                return editor
        if is_project(path):
            return Launch(path.resolve(), f"no editor has {path.resolve().name} open")
        raise NoEditorError(
            f"{path.resolve()} is no Unity project (it needs the folders Assets and ProjectSettings)"
            f"{_listing(public)}"
        )
    named = [editor for editor in every if editor.name.casefold() == wanted.casefold()]
    if len(named) == 1:
        return named[0]
    what = "no running editor is" if not named else "several running editors are"
    raise NoEditorError(f"{what} called {wanted!r}, and it is no folder{_listing(public)}")


def _listing(editors: Sequence[EditorFile]) -> str:
    if not editors:
        return ". No editor is running"
    return ". Running: " + ", ".join(f"{editor.id} ({editor.project})" for editor in editors)


def _contains(project: str, directory: Path) -> bool:
    try:
        return directory.resolve().is_relative_to(Path(project).resolve())
    except OSError:
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
