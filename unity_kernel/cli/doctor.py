"""`unity-kernel doctor`: is everything as it should be, and if not, what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from unity_kernel.cli import checks
from unity_kernel.cli.checks import Finding
from unity_kernel.cli.terminal import command_parser, paint
from unity_kernel.errors import ProjectError, UnityKernelError

__all__ = ["main"]

DESCRIPTION = """
Checks this installation, the editors that run, and, if one is given, a Unity project. Each line is ok, warn
(something does not work that notebooks can do without) or FAIL, with the way to mend it below.
"""
EPILOG = """
examples:
  unity-kernel doctor
  unity-kernel doctor ~/MyGame
  unity-kernel doctor --json

exit codes: 0 nothing failed, 1 something did
"""
COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("doctor", DESCRIPTION, EPILOG)
    parser.add_argument(
        "project", nargs="?", type=Path, metavar="PROJECT", help="also check this Unity project"
    )
    parser.add_argument(
        "--json", action="store_true", help="print a JSON list of check, status, found, remedy"
    )
    options = parser.parse_args(arguments)
    findings = []
    for finding in _all(options.project):
        findings.append(finding)
        if not options.json:
            _show(finding)
    if options.json:
        print(json.dumps([finding.as_json() for finding in findings], indent=2))
    return 1 if any(finding.status == "fail" for finding in findings) else 0


def _all(project: Path | None) -> Iterator[Finding]:
    home_works = True
    for finding in checks.installation():
        home_works = home_works and not (finding.check == "home" and finding.status == "fail")
        yield finding
    if home_works:
        yield from checks.running_editors()
    if project is not None:
        yield from _project(project)


def _project(path: Path) -> Iterator[Finding]:
    from unity_kernel.cli.reach import project_folder
    from unity_kernel.headless.project import Project

    try:
        project = Project.open(project_folder(path))
    except ProjectError as error:
        yield Finding("project", "fail", str(error), "give the folder that Unity Hub shows for the project")
        return
    if project.version:
        yield Finding("project", "ok", f"{project.root}, saved with Unity {project.version}")
    else:
        found = f"{project.root} does not say with which Unity version it was saved"
        yield Finding(
            "project", "warn", found, "open it in Unity once, which writes ProjectSettings/ProjectVersion.txt"
        )
    scenes = project.scene_paths()
    first = project.choose_scene()
    if first is None:
        yield Finding("scenes", "warn", "the project has none", "create a scene in Unity")
        return
    try:
        objects = len(project.load(first).documents)
    except UnityKernelError as error:
        remedy = "open the scene in Unity and save it; if it is binary, set Asset Serialization to Force Text"
        yield Finding("scenes", "fail", str(error), remedy)
        return
    yield Finding(
        "scenes", "ok", f"{len(scenes)}; notebooks begin with {first} ({objects} objects in its file)"
    )


def _show(finding: Finding) -> None:
    status = "FAIL" if finding.status == "fail" else finding.status
    print(f"{paint(f'{status:<4}', COLOURS[finding.status])}  {finding.check:<14}  {finding.found}")
    if finding.remedy:
        print(f"{'':22}{paint('mend:', 'bold')} {finding.remedy}")
    sys.stdout.flush()
