"""What `unity-kernel doctor` checks about the installation: Python, packages, the kernelspec, editor files."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from unity_kernel._version import __version__
from unity_kernel.cli.bundled import KERNEL_NAME
from unity_kernel.unity.libpython import find_libpython
from unity_kernel.wire import system

__all__ = ["Finding", "ask", "for_unity", "installation", "running_editors"]

OLDEST = (3, 11)
IN_UNITY = {"unity-kernel": "unity_kernel", "pythonnet": "pythonnet", "rpyc": "rpyc", "ipython": "IPython"}
"""Packages that run inside the editor, and the modules to import."""
NO_LIBRARY = "this Python has no shared libpython, and Unity loads nothing else"
PATIENCE = 60.0
"""Seconds for another Python to answer; a cold disk or a virus scanner may take ten."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report.

    Attributes:
        check: What was looked at.
        status: ok; warn: something does not work that is not needed for everything; fail: notebooks do not work.
        found: What was seen.
        remedy: How to mend it; empty when ok.
    """

    check: str
    status: Literal["ok", "warn", "fail"]
    found: str
    remedy: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return asdict(self)


def installation() -> Iterator[Finding]:
    """All checks that need no project, each as soon as it is done."""
    yield python_version()
    yield shared_library()
    yield packages()
    yield kernelspec()
    yield jupyterlab()
    home = private_home()
    yield home
    if home.status != "fail":
        yield sockets()


def python_version() -> Finding:
    """Whether this Python is new enough."""
    found = f"{platform.python_version()} at {sys.executable}"
    if sys.version_info[:2] < OLDEST:
        return Finding("Python", "fail", found, "install unity-kernel with Python 3.11 or newer")
    return Finding("Python", "ok", found)


def shared_library() -> Finding:
    """Whether this Python has the shared library that the Unity Editor loads."""
    name = "Python library"
    path = find_libpython()
    if path is not None:
        return Finding(name, "ok", str(path))
    return Finding(
        name,
        "warn",
        "this Python has no shared libpython; the headless editor works, the Unity Editor cannot load it",
        "use a Python with a shared library: from python.org, from `uv python install`, or Debian's libpython3-dev",
    )


def for_unity() -> Iterator[Finding]:
    """Whether the Unity Editor can run this Python: its version, its library, and what has to be importable there."""
    yield python_version()
    library = shared_library()
    yield library if library.status == "ok" else replace(library, status="fail", found=NO_LIBRARY)
    for name, module in IN_UNITY.items():
        yield importable(name, module)


def importable(name: str, module: str) -> Finding:
    """Whether a package can be imported, and in which version."""
    try:
        importlib.import_module(module)
    except Exception as error:  # a broken package may raise anything
        remedy = 'pip install "unity-kernel[unity]"'
        return Finding(name, "fail", f"cannot be imported: {type(error).__name__}: {error}", remedy)
    return Finding(name, "ok", importlib.metadata.version(name))


def packages() -> Finding:
    """Whether the packages that this one needs are here, in versions that it knows."""
    from packaging.requirements import Requirement  # comes with ipykernel

    shown, wrong = [], []
    try:
        required = importlib.metadata.requires("unity-kernel") or []
    except importlib.metadata.PackageNotFoundError:
        return Finding("packages", "fail", "unity-kernel itself is not installed", "pip install unity-kernel")
    for line in required:
        needed = Requirement(line)
        if needed.marker is not None and not needed.marker.evaluate({"extra": ""}):
            continue
        try:
            version = importlib.metadata.version(needed.name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{needed.name} is missing")
            continue
        if not needed.specifier.contains(version, prereleases=True):
            wrong.append(f"{needed.name} {version} is not {needed.specifier}")
        if needed.name in ("rpyc", "ipykernel", "ipython"):
            shown.append(f"{needed.name} {version}")
    if wrong:
        return Finding("packages", "fail", "; ".join(wrong), "pip install --upgrade unity-kernel")
    return Finding("packages", "ok", f"unity-kernel {__version__}, {', '.join(sorted(shown))}")


def kernelspec() -> Finding:
    """Whether Jupyter finds the kernel, and its command has this package."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    remedy = "unity-kernel install --sys-prefix"
    try:
        spec = KernelSpecManager().get_kernel_spec(KERNEL_NAME)
    except NoSuchKernel:
        return Finding("kernelspec", "fail", "Jupyter does not know the kernel 'unity'", remedy)
    # As jupyter_client does: a bare "python" is the Python that Jupyter runs with.
    python = sys.executable if spec.argv[0] in ("python", "python3") else spec.argv[0]
    question = "import unity_kernel.kernel.app, unity_kernel._version as v; print(v.__version__)"
    answer, complaint = ask(python, "-c", question)
    if complaint:
        return Finding("kernelspec", "fail", f"{spec.resource_dir}: {python}: {complaint}", remedy)
    version = answer.strip()
    if version != __version__:
        found = f"{spec.resource_dir} runs unity-kernel {version} of {python}; this is {__version__}"
        return Finding("kernelspec", "warn", found, remedy)
    return Finding("kernelspec", "ok", f"{spec.resource_dir}, runs {python}")


def ask(python: str, *arguments: str) -> tuple[str, str]:
    """What another Python prints, and the last line of what it complains of; that is empty when it ended well."""
    try:
        done = subprocess.run(
            [python, *arguments],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", f"it does not run: {error}"
    complaint = (done.stderr.strip().splitlines() or ["it failed without a word"])[-1]
    return done.stdout, complaint if done.returncode else ""


def jupyterlab() -> Finding:
    """Whether `unity-kernel lab` can work."""
    if importlib.util.find_spec("jupyterlab") is None:
        found = "not installed here; `unity-kernel lab` needs it, other front ends do not"
        return Finding("JupyterLab", "warn", found, "pip install 'unity-kernel[lab]'")
    return Finding("JupyterLab", "ok", importlib.metadata.version("jupyterlab"))


def private_home() -> Finding:
    """Whether the folder of editor files belongs to this user alone, and can be written."""
    home = system.home()
    remedy = "set UNITY_KERNEL_HOME to a folder of yours that can be written"
    try:
        system.private_directory(home)
        with tempfile.NamedTemporaryFile(dir=home, prefix=".doctor-"):
            pass
    except OSError as error:
        return Finding("home", "fail", f"{home}: {error.strerror or error}", remedy)
    return Finding("home", "ok", f"{home}, private and writable")


def sockets() -> Finding:
    """Where editors listen."""
    if not system.HAS_UNIX_SOCKETS:
        return Finding("sockets", "ok", "loopback TCP, as this system has no Unix sockets")
    try:
        folder = system.socket_directory()
    except OSError as error:
        remedy = "set UNITY_KERNEL_HOME to a short path of yours"
        return Finding("sockets", "fail", f"no folder for Unix sockets: {error}", remedy)
    aside = "" if folder.is_relative_to(system.home()) else ", as UNITY_KERNEL_HOME is too long for a socket"
    return Finding("sockets", "ok", f"Unix sockets in {folder}{aside}")


def running_editors() -> Iterator[Finding]:
    """The editors that run, and the editor files that do not count."""
    from unity_kernel.cli.reach import ask_all
    from unity_kernel.wire.editor_file import discover

    editors, ignored = discover()
    if not editors:
        yield Finding("editors", "ok", "none is running; notebooks start the embedded headless editor")
    for editor, answer in zip(editors, ask_all(editors), strict=True):
        found = f"{editor.id} on {editor.project}"
        if isinstance(answer, str):
            yield Finding("editor", "warn", f"{found}: {answer}", "if it stays silent, restart that editor")
        elif answer["package"] != __version__:
            remedy = "restart that editor, so that it loads the same version"
            yield Finding(
                "editor",
                "warn",
                f"{found} has unity-kernel {answer['package']}, this is {__version__}",
                remedy,
            )
        else:
            yield Finding("editor", "ok", f"{found}: {answer['state']}")
    for item in ignored:
        yield Finding("editor file", "warn", f"{item.path} is ignored: {item.reason}", f"delete {item.path}")
