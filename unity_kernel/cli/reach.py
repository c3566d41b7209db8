"""The way to an editor for commands that use one: by name, by project, or the embedded one for this call alone."""

from __future__ import annotations

import argparse
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from unity_kernel.client.choice import Launch, choose, is_project
from unity_kernel.client.control import Control
from unity_kernel.client.embedded import EmbeddedEditor
from unity_kernel.errors import (
    EditorGone,
    EditorStopped,
    NoEditorError,
    ProjectError,
    UnityKernelError,
    WaitTimeout,
)
from unity_kernel.wire.editor_file import EditorFile, discover
from unity_kernel.wire.messages import Message

__all__ = ["add_editor_options", "ask_all", "project_folder", "reach", "wanted"]

PATIENCE = 2.0
"""Seconds that a status may take. Editors answer within milliseconds, also while they are busy."""


def add_editor_options(parser: argparse.ArgumentParser, project_help: str) -> None:
    """Adds `--editor` and `--project`."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--editor",
        metavar="E",
        help="the editor to use: its id or its project's name, as `unity-kernel editors` lists them "
        "(default: UNITY_KERNEL_EDITOR, else the one whose project holds the working directory, else the only one)",
    )
    which.add_argument("--project", metavar="P", type=Path, help=project_help)


def wanted(options: argparse.Namespace) -> str | None:
    """What `--editor` and `--project` ask for, as `choose` takes it.

    Raises:
        ProjectError: The project is none.
    """
    if options.project is not None:
        return str(project_folder(options.project))
    name: str | None = options.editor
    return name


def project_folder(path: Path) -> Path:
    """The absolute path of a project's folder.

    Raises:
        ProjectError: It is no Unity project.
    """
    folder = Path(os.path.abspath(path.expanduser()))
    if not folder.is_dir():
        raise ProjectError(
            f"{folder} is no folder; give the folder of a Unity project, the one that holds Assets"
        )
    if not is_project(folder):
        raise ProjectError(
            f"{folder} is no Unity project; give the folder that holds Assets and ProjectSettings"
        )
    return folder


@contextmanager
def reach(
    name: str | None, on_event: Callable[[Message], None] | None = None, *, may_start: bool = False
) -> Iterator[tuple[Control, bool]]:
    """A connection to the editor that `name` asks for, and whether the editor is there for this call alone.

    Args:
        name: See `choose`.
        on_event: See `Control`.
        may_start: Whether the embedded editor may be started when `name` (or the environment) names a project that
            nobody has open, or 'headless'. It ends with the block.

    Raises:
        NoEditorError: Nothing fits.
    """
    named = bool(name or os.environ.get("UNITY_KERNEL_EDITOR"))
    try:
        choice = choose(name, Path.cwd(), may_launch=named and may_start)
    except NoEditorError:
        if named or any(not editor.embedded for editor in discover()[0]):
            raise
        offer = "Give --project PROJECT to open one for this call, or run" if may_start else "Run"
        raise NoEditorError(
            f"no editor is running. {offer} `unity-kernel headless PROJECT` in another terminal, "
            "or open a project in Unity with the unity-kernel package."
        ) from None
    if isinstance(choice, EditorFile):
        control = Control(choice, on_event)
        try:
            yield control, False
        finally:
            control.close()
        return
    with _embedded(choice) as editor:
        control = Control(editor, on_event)
        try:
            yield control, True
        finally:
            control.close()


@contextmanager
def _embedded(launch: Launch) -> Iterator[EditorFile]:
    # With an owner it stays invisible to kernels, and ends by itself when this process is killed.
    embedded = EmbeddedEditor.start(launch.project, owner=f"command-{secrets.token_hex(4)}")
    try:
        yield embedded.file
    finally:
        embedded.quit()


def ask_all(editors: Sequence[EditorFile]) -> list[dict[str, Any] | str]:
    """Every editor's status, asked at the same time; or a word on why there is none, after 2 s at most."""
    answers: list[dict[str, Any] | str] = [f"no answer within {PATIENCE:g} s"] * len(editors)

    def ask(index: int, editor: EditorFile) -> None:
        try:
            control = Control(editor)
            try:
                answers[index] = control.status()
            finally:
                control.close()
        except WaitTimeout:
            pass
        except EditorStopped:
            answers[index] = "its server is stopped; Window > Unity Kernel in that editor starts it"
        except EditorGone:
            answers[index] = "it does not answer; it may be reloading or ending"
        except UnityKernelError as error:
            answers[index] = str(error)

    # Daemon threads: one that is stuck must not keep the command from ending.
    threads = [
        threading.Thread(target=ask, args=pair, name=f"ask-{pair[1].id}", daemon=True)
        for pair in enumerate(editors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return list(answers)
