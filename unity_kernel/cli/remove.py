"""`unity-kernel remove`: takes the Unity package out of a project again."""

from __future__ import annotations

from pathlib import Path

from unity_kernel.cli.reach import project_folder
from unity_kernel.cli.setup import NAME, SETTINGS, Installation
from unity_kernel.cli.terminal import command_parser

__all__ = ["main"]

DESCRIPTION = f"""
Undoes `unity-kernel setup`: removes Packages/{NAME} and {SETTINGS.as_posix()}
from a project.
"""
EPILOG = """
examples:
  unity-kernel remove ~/MyGame

exit codes: 0 done, or nothing was there, 1 it cannot be done, 2 no Unity project
"""


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("remove", DESCRIPTION, EPILOG)
    parser.add_argument(
        "project", type=Path, metavar="PROJECT", help="the project's folder (the one that holds Assets)"
    )
    project = project_folder(parser.parse_args(arguments).project)
    if Installation(project).remove():
        print(f"Removed {NAME} from {project}")
    else:
        print(f"{project} has no {NAME}")
    return 0
