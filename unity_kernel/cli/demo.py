"""`unity-kernel demo`: the whole path once, for somebody who sees it the first time."""

from __future__ import annotations

import shlex
import shutil
import stat
import sys
import time
from pathlib import Path

from unity_kernel.cli.bundled import notebook as bundled_notebook
from unity_kernel.cli.reach import project_folder
from unity_kernel.cli.terminal import command_parser, paint
from unity_kernel.client.embedded import copy_sample
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire.editor_file import discover

__all__ = ["main"]

DESCRIPTION = """
Runs a tour through the real kernel on a headless editor, and leaves the notebook with its outputs and a web page
of it. Needs no Unity. The tour opens a small sample project, looks at its scene, renames some objects, saves, and
shows what changed on disk.
"""
EPILOG = """
examples:
  unity-kernel demo
  unity-kernel demo --project ~/MyGame         the same tour, on a copy of your project
  unity-kernel demo --notebook widgets

exit codes: 0 it ran, 1 a cell failed, 2 wrong usage, 130 ended by Ctrl-C
"""
COPIED = ("Assets", "Packages", "ProjectSettings")
"""What makes up a Unity project; all else is made from it (Library, Temp, Logs) or is the user's own."""
OUT = "unity-kernel-demo"
SAMPLE = "Workshop"
CELL_TIMEOUT = 120
"""Seconds. No cell of the bundled notebooks takes more than one, but a picture's fonts may be searched first."""
MARK = ".unity-kernel-demo"
"""A file in each copy, by which a later run knows that it may be replaced."""


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("demo", DESCRIPTION, EPILOG)
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(OUT),
        metavar="DIR",
        help=f"the folder for all of it (default: {OUT})",
    )
    parser.add_argument(
        "--project", type=Path, metavar="P", help="use a copy of this Unity project, not the sample"
    )
    parser.add_argument(
        "--in-place",
        action="store_true",
        help="with --project: no copy; the tour renames objects and saves the scene",
    )
    parser.add_argument(
        "--notebook",
        default="quickstart",
        metavar="N",
        help="quickstart (default), clean_up, gallery or widgets",
    )
    options = parser.parse_args(arguments)
    if options.in_place and options.project is None:
        parser.error("--in-place needs --project")
    source = bundled_notebook(options.notebook)
    project = project_folder(options.project) if options.project else None
    out: Path = options.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    if project is not None and options.in_place:
        print(f"Working on {project} itself.")
    else:
        project = _fresh_copy(project, out)
    return _tour(source, project, out)


def _tour(source: Path, project: Path, out: Path) -> int:
    from unity_kernel.cli import notebook
    from unity_kernel.cli.page import write_page
    from unity_kernel.cli.progress import Progress

    content = notebook.read(source)
    total = sum(map(notebook.is_code, content.cells))
    print(f"Running {source.name}: {total} cells in a headless editor on {project.name}.\n", flush=True)
    began = time.monotonic()
    result = notebook.run(content, out, str(project), Progress(total, sys.stdout), CELL_TIMEOUT)
    executed = out / source.name
    page = out / f"{source.stem}.html"
    notebook.write(content, executed)
    write_page(content, page, f"unity-kernel: {source.stem}")
    notebook.explain(result, sys.stderr)
    if result.exit_code == 0:
        print(f"\n{paint('Done', 'green')} in {time.monotonic() - began:.1f} s.")
    print(f"  notebook  {executed}\n  page      {page}\n  project   {project}")
    if result.exit_code == 0:
        print(f"\nGo on by hand: unity-kernel lab {_from_here(out)}")
    return result.exit_code


def _from_here(path: Path) -> str:
    """A path as short as it can be typed here."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))


def _fresh_copy(project: Path | None, out: Path) -> Path:
    """A copy of the project, or of the sample, in `out`; an earlier run's copy makes way for it.

    Raises:
        UnityKernelError: Something else has the copy's name, or an editor has the copy open.
    """
    target = out / (project.name if project else SAMPLE)
    if target.exists():
        if not (target / MARK).is_file():
            raise UnityKernelError(
                f"{target} is there already, and no earlier demo made it; choose another --out"
            )
        opened = [editor.id for editor in discover()[0] if Path(editor.project) == target]
        if opened:
            raise UnityKernelError(
                f"editor {opened[0]} has {target} open; end it first, or choose another --out"
            )
        shutil.rmtree(target)
    if project is None:
        copy_sample(target)
        print(f"Copied the sample project to {target}")
    else:
        print(f"Copying {project} to {target}; the original stays as it is ...", flush=True)
        for name in COPIED:
            if (project / name).is_dir():
                shutil.copytree(project / name, target / name, symlinks=True)
        _make_writable(target)
    (target / MARK).write_text(
        "A copy that `unity-kernel demo` made and will replace when it runs again.\n", "utf-8"
    )
    return target


def _make_writable(folder: Path) -> None:
    """A project from a version control that locks files (Perforce) is read-only; its copy must not be."""
    for path in (folder, *folder.rglob("*")):
        mode = path.lstat().st_mode
        if not stat.S_ISLNK(mode) and not mode & stat.S_IWUSR:
            path.chmod(stat.S_IMODE(mode) | stat.S_IWUSR)
