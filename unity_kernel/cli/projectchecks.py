"""What `unity-kernel doctor PROJECT` checks about a project: scenes, the Unity package, its Python."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from unity_kernel._version import __version__
from unity_kernel.cli import checks
from unity_kernel.cli.checks import Finding
from unity_kernel.cli.setup import NAME, SETTINGS, Installation
from unity_kernel.errors import ProjectError, UnityKernelError

if TYPE_CHECKING:
    from unity_kernel.headless.project import Project

__all__ = ["project", "unity_package"]

PACKAGE = "Unity package"
PYTHON = "Unity's Python"


def project(path: Path) -> Iterator[Finding]:
    """All checks of a project, each as soon as it is done."""
    from unity_kernel.cli.reach import project_folder
    from unity_kernel.headless.project import Project

    try:
        folder = project_folder(path)
        opened = Project.open(folder)
    except ProjectError as error:
        yield Finding("project", "fail", str(error), "give the folder that Unity Hub shows for the project")
        return
    if opened.version:
        yield Finding("project", "ok", f"{opened.root}, saved with Unity {opened.version}")
    else:
        found = f"{opened.root} does not say with which Unity version it was saved"
        yield Finding(
            "project", "warn", found, "open it in Unity once, which writes ProjectSettings/ProjectVersion.txt"
        )
    yield from _scenes(opened)
    yield from unity_package(Installation(folder))


def _scenes(project: Project) -> Iterator[Finding]:
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


def unity_package(installation: Installation) -> Iterator[Finding]:
    """Whether the Unity package is in the project, can work there, and which Python it starts."""
    setup = f"unity-kernel setup {installation.project}"
    version = installation.version()
    for problem in installation.problems():
        status: Literal["warn", "fail"] = "warn" if version is None else "fail"
        yield Finding(PACKAGE, status, problem.reason, problem.remedy)
    if version is None:
        found = f"{NAME} is not in this project: notebooks use the headless editor"
        yield Finding(PACKAGE, "warn", found, f"to use Unity: {setup}")
        return
    missing = [each for each in installation.missing() if SETTINGS.as_posix() not in each]
    if missing:
        yield Finding(PACKAGE, "warn", missing[0], setup)
    else:
        yield Finding(PACKAGE, "ok", f"{NAME} {version}")
    yield from _python(installation, setup)


def _python(installation: Installation, setup: str) -> Iterator[Finding]:
    chosen = installation.chosen()
    for name in ("python", "libpython"):
        path = chosen.get(name)
        if not isinstance(path, str) or not Path(path).is_file():
            yield Finding(PYTHON, "fail", f'"{name}" in {SETTINGS.as_posix()} names no file: {path!r}', setup)
            return
    python = str(chosen["python"])
    is_this = os.path.abspath(sys.executable) == python
    findings = list(checks.for_unity()) if is_this else _ask(python)
    wrong = [finding for finding in findings if finding.status != "ok"]
    for finding in wrong:
        yield Finding(PYTHON, "fail", f"{python}: {finding.check}: {finding.found}", finding.remedy or setup)
    if wrong:
        return
    version = next((finding.found for finding in findings if finding.check == "unity-kernel"), "?")
    if version != __version__:
        found = f"{python} has unity-kernel {version}, this is {__version__}"
        yield Finding(PYTHON, "warn", found, f"{setup}, or install the same version there")
        return
    starts = "starts with the editor" if chosen.get("start", True) else "starts by hand"
    yield Finding(PYTHON, "ok", f"{python}; the server {starts}")


def _ask(python: str) -> list[Finding]:
    """What another Python says of itself."""
    answer, complaint = checks.ask(python, "-m", "unity_kernel.cli.probe")
    lines = [line.split("\t") for line in answer.splitlines()]
    findings = [
        Finding(check, "ok" if status == "ok" else "fail", found, remedy)
        for status, check, found, remedy in (fields for fields in lines if len(fields) == 4)
    ]
    if findings:
        return findings
    remedy = f'{python} -m pip install "unity-kernel[unity]"'
    return [
        Finding("unity-kernel", "fail", f"it cannot be imported: {complaint or 'it says nothing'}", remedy)
    ]
