"""`unity-kernel setup`: the Unity package in a project, and which Python it uses on this machine."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from unity_kernel._version import __version__
from unity_kernel.cli.reach import project_folder
from unity_kernel.cli.terminal import command_parser
from unity_kernel.errors import ProjectError, UnityKernelError
from unity_kernel.unity.libpython import find_libpython
from unity_kernel.wire import system

__all__ = ["NAME", "SETTINGS", "Installation", "Problem", "main", "python_runtime"]

NAME = "com.unitykernel.editor"
OLD_PACKAGE = "com.unity.scripting.python"
UPM = Path(__file__).parents[1] / "upm"
PACKAGE = UPM / NAME
COMPILED = "__pycache__"
"""What pip and Python leave beside the samples' scripts; no part of the package."""
SETTINGS = Path("UserSettings") / "UnityKernel.json"


DESCRIPTION = f"""
Puts the Unity package into a project, as Packages/{NAME}, and writes this environment's Python into
{SETTINGS.as_posix()}, a file of this machine that does not belong into version control.
Doing it again is harmless.
"""
EPILOG = f"""
examples:
  unity-kernel setup ~/MyGame
  unity-kernel setup ~/MyGame --check    only tells what is missing
  unity-kernel remove ~/MyGame           undoes it

this environment's Python: {sys.executable}
exit codes: 0 done, 1 it cannot be done, or --check found something missing, 2 no Unity project
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the package cannot be put into a project, and the remedy."""

    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.reason}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Installation:
    """The package in one project.

    Attributes:
        project: The project's folder.
    """

    project: Path

    @property
    def package(self) -> Path:
        """Where the package belongs."""
        return self.project / "Packages" / NAME

    @property
    def settings(self) -> Path:
        """Where the machine's settings belong."""
        return self.project / SETTINGS

    def problems(self) -> list[Problem]:
        """Why the package cannot be put there."""
        found = []
        if sys.version_info < (3, 11):  # noqa: UP036, whoever starts this may have an older one
            found.append(
                Problem(
                    f"{sys.executable} is older than Python 3.11", "Install unity-kernel with a newer one."
                )
            )
        if find_libpython() is None:
            found.append(
                Problem(
                    f"{sys.executable} has no shared libpython, which Unity loads",
                    "Use a Python from python.org, from `uv python install`, or Debian's libpython3-dev.",
                )
            )
        if python_runtime() is None:
            found.append(Problem("pythonnet is not installed", 'Run: pip install "unity-kernel[unity]"'))
        if self._has_old_package():
            found.append(
                Problem(
                    f"Unity's old Python package ({OLD_PACKAGE}) is in this project, and two Pythons in one process "
                    "do not work",
                    "Remove it in Unity's package manager, with the packages that depend on it.",
                )
            )
        there = self.version()
        if there is not None and _number(there) > _number(__version__):
            found.append(
                Problem(
                    f"the project has a newer version of the package ({there}; this is {__version__})",
                    "Run: pip install --upgrade unity-kernel",
                )
            )
        return found

    def missing(self) -> list[str]:
        """What `install` would do."""
        found = []
        if self.version() is None:
            found.append(f"Packages/{NAME} is not there")
        elif not self._is_current():
            found.append(f"Packages/{NAME} is not that of unity-kernel {__version__}")
        if self.chosen() != {**self.chosen(), **_python()}:
            found.append(f"{SETTINGS.as_posix()} does not name this Python")
        return found

    def version(self) -> str | None:
        """The version of the package that is there, or None."""
        try:
            return str(json.loads((self.package / "package.json").read_text("utf-8"))["version"])
        except (OSError, ValueError, KeyError):
            return None

    def install(self) -> None:
        """Writes package and settings; what is there already is replaced in one step.

        Raises:
            UnityKernelError: It cannot be done; the text names every reason.
        """
        problems = self.problems()
        if problems:
            raise UnityKernelError("\n  ".join([f"{self.project} cannot be set up:", *map(str, problems)]))
        self.package.parent.mkdir(exist_ok=True)
        # First whole, beside Packages: a Unity that looks meanwhile sees the old package or the new one.
        fresh = Path(tempfile.mkdtemp(dir=self.project, prefix=".unity-kernel-"))
        try:
            _write_package(fresh / NAME)
            if self.package.exists():
                os.replace(self.package, fresh / "old")
            os.replace(fresh / NAME, self.package)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        self.settings.parent.mkdir(exist_ok=True)
        self.settings.write_text(json.dumps({**self.chosen(), **_python()}, indent=1) + "\n", "utf-8")

    def remove(self) -> bool:
        """Undoes `install`; False when there was nothing."""
        there = self.package.exists() or self.settings.exists()
        shutil.rmtree(self.package, ignore_errors=True)
        self.settings.unlink(missing_ok=True)
        for folder in (self.package.parent, self.settings.parent):
            with suppress(OSError):  # not empty: it was there before, or has been put to use since
                folder.rmdir()
        return there

    def _is_current(self) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            expected = Path(folder) / NAME
            _write_package(expected)
            return _contents(expected) == _contents(self.package)

    def chosen(self) -> dict[str, object]:
        """The machine's settings; empty where there are none that can be read."""
        try:
            settings = json.loads(self.settings.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return settings if isinstance(settings, dict) else {}

    def _has_old_package(self) -> bool:
        folder = self.project / "Packages"
        # The lock file has what other packages bring along.
        for name in ("manifest.json", "packages-lock.json"):
            try:
                if f'"{OLD_PACKAGE}"' in (folder / name).read_text("utf-8", "replace"):
                    return True
            except OSError:
                pass
        return (folder / OLD_PACKAGE).exists()


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("setup", DESCRIPTION, EPILOG)
    parser.add_argument(
        "project", type=Path, metavar="PROJECT", help="the project's folder (the one that holds Assets)"
    )
    parser.add_argument("--check", action="store_true", help="change nothing, only tell what is missing")
    options = parser.parse_args(arguments)
    installation = Installation(project_folder(options.project))
    if options.check:
        findings = [*map(str, installation.problems()), *installation.missing()]
        for finding in findings:
            print(finding)
        if not findings:
            print(f"{installation.project} is set up, for {sys.executable}")
        return 1 if findings else 0
    if not installation.missing() and not installation.problems():
        print(f"{installation.project} is set up already, for {sys.executable}")
        return 0
    _refuse_while_open(installation.project)
    installation.install()
    print(
        f"Put {NAME} {__version__} into {installation.project}\n"
        f"Unity will use {sys.executable}\n"
        "Open the project in Unity (or give its window the focus), then run cells: the kernel finds it."
    )
    return 0


def _refuse_while_open(project: Path) -> None:
    """A Unity that runs has Python.Runtime.dll loaded, which Windows then will not replace."""
    if not system.WINDOWS or not (project / "Packages" / NAME).exists():
        return
    lock = project / "Temp" / "UnityLockfile"
    if lock.exists():
        raise ProjectError(f"{project} is open in Unity. Close it, then update the package.")


def _write_package(folder: Path) -> None:
    runtime = python_runtime()
    assert runtime is not None
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns(COMPILED))
    plugins = folder / "Plugins"
    plugins.mkdir()
    shutil.copy(runtime, plugins)
    # The library is pythonnet's and comes from its wheel; only what Unity is to do with it is ours.
    shutil.copy(UPM / "Plugins.meta", folder)
    shutil.copy(UPM / "Python.Runtime.dll.meta", plugins)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and COMPILED not in path.parts
    }


def _python() -> dict[str, object]:
    # Not resolved: through a link an environment's Python finds its environment.
    return {"python": os.path.abspath(sys.executable), "libpython": str(find_libpython())}


def python_runtime() -> Path | None:
    """The .NET half of pythonnet, which its wheel contains."""
    found = importlib.util.find_spec("pythonnet")
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / "runtime" / "Python.Runtime.dll"
    return path if path.is_file() else None


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
