"""The Mono host: an editor in C# on Mono, which loads the Unity package's real sources.

It is a stand-in for Unity: a few types of UnityEngine and UnityEditor with the signatures of Unity's, real AppDomains,
real pythonnet, real domain reloads. What it proves is the package, not Unity.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.session import Editor, Home, Kernel, end_process, wait_until
from unity_kernel.cli.setup import python_runtime
from unity_kernel.unity.libpython import find_libpython
from unity_kernel.wire import system
from unity_kernel.wire.editor_file import EditorFile
from unity_kernel.wire.endpoint import Transport

__all__ = [
    "PACKAGE",
    "SHAPES",
    "build",
    "compile",
    "is_required",
    "launch",
    "launched",
    "netstandard",
    "nunit_libraries",
    "reload",
    "require",
    "start",
    "why_absent",
    "write_settings",
]

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "unity_kernel" / "upm" / "com.unitykernel.editor"
STANDIN = Path(__file__).parent / "standin"
PACKAGES = "mono-mcs mono-runtime mono-devel"
START_TIMEOUT = 60.0
SHAPES = ("", "UNITY_6000_3", "UNITY_6000_5")
"""Symbols that the stand-in is compiled with, where Unity's API differs between versions: instance ids, entity ids
beside them, entity ids in their place."""


@functools.cache
def why_absent() -> str:
    """What this machine lacks for the Mono host, and how to get it; empty when nothing is missing."""
    if system.WINDOWS:
        return "the Mono host runs on Linux and macOS"
    if not (shutil.which("mono") and shutil.which("mcs")):
        return f"the Mono host needs Mono (Debian: apt-get install {PACKAGES})"
    if netstandard() is None:
        return "the Mono host needs Mono's netstandard.dll (Debian: apt-get install mono-devel)"
    if python_runtime() is None:
        return "the Mono host needs pythonnet (pip install pythonnet)"
    if find_libpython() is None:
        return f"the Mono host needs a Python with a shared library; {sys.executable} has none"
    return ""


def is_required() -> bool:
    """Whether UNITY_KERNEL_REQUIRE_MONO says that the Mono host must be there."""
    return bool(os.environ.get("UNITY_KERNEL_REQUIRE_MONO"))


def require() -> None:
    """Skips the test where the Mono host cannot run; fails it where it must."""
    reason = why_absent()
    if reason and is_required():
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def start(home: Home, project: Path, transport: Transport | None = None, shape: str = "") -> Editor:
    """Starts the Mono host on a project and waits until it serves; `shape`: see `build`."""
    write_settings(project, transport=transport or "")
    process, log = launch(home, project, shape)

    def file() -> EditorFile | None:
        return next((each for each in home.editors() if each.pid == process.pid), None)

    wait_until(
        lambda: file() or process.poll() is not None,
        f"the start of the Mono host (its log: {log})",
        START_TIMEOUT,
    )
    found = file()
    assert found is not None, (
        f"the Mono host on {project} ended with exit code {process.returncode}; see {log}"
    )
    return Editor(home, found, process)


def launch(home: Home, project: Path, shape: str = "") -> tuple[subprocess.Popen[bytes], Path]:
    """Starts the Mono host on a project that has its settings; returns its process and its log."""
    folder = project / "Library" / "MonoHost"
    shutil.copytree(build(shape), folder, dirs_exist_ok=True)
    log = home.log("mono")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                "mono",
                "--debug",
                str(folder / "MonoHost.exe"),
                "-projectPath",
                str(project),
                "-logFile",
                str(log),
            ],
            cwd=project,
            # Debian's Mono 6.8: its default way of stopping threads deadlocks with Python's lock within seconds.
            env=home.environment(MONO_THREADS_SUSPEND="preemptive"),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    return process, log


@contextmanager
def launched(home: Home, project: Path) -> Iterator[Callable[[], str]]:
    """A Mono host whose server may not start; gives a function that reads its log."""
    process, log = launch(home, project)
    try:
        yield lambda: log.read_text(errors="replace")
        assert process.poll() is None, "the editor has ended"
    finally:
        end_process(process.pid)
        process.wait(10)


def write_settings(project: Path, **changes: Any) -> Path:
    """Writes which Python the project uses, as `unity-kernel setup` does; returns the file."""
    path = project / "UserSettings" / "UnityKernel.json"
    path.parent.mkdir(exist_ok=True)
    settings = {"python": sys.executable, "libpython": str(find_libpython()), "start": True, "kind": "mono"}
    path.write_text(json.dumps({**settings, **changes}))
    return path


def reload(kernel: Kernel, timeout: float = 30.0) -> None:
    """Has the editor compile changed scripts and reload its domain; returns when it is back."""
    count = "import MonoHost\nMonoHost.Controls.Reloads"
    before = kernel.value(count)
    kernel.must("UnityEditor.AssetDatabase.Refresh()")
    # The request is granted after the tick: until then cells still run in the old domain.
    wait_until(lambda: kernel.value(count) > before, "the domain reload", timeout)


@functools.cache
def build(shape: str = "") -> Path:
    """The folder of the built host; built when a source has changed since the last time.

    Args:
        shape: One of `SHAPES`.
    """
    runtime, standard = python_runtime(), netstandard()
    assert runtime is not None
    assert standard is not None
    sources = sorted((*STANDIN.rglob("*.cs"), *PACKAGE.rglob("*.cs"), runtime))
    state = hashlib.sha256(
        shape.encode() + b"".join(hashlib.sha256(path.read_bytes()).digest() for path in sources)
    ).hexdigest()
    cache = system.private_directory(Path(tempfile.gettempdir()) / f"unity-kernel-mono-{os.getuid()}")
    folder = cache / state[:16]
    if folder.is_dir():
        return folder
    fresh = Path(tempfile.mkdtemp(dir=cache))
    shutil.copy(runtime, fresh)
    define = [f"-define:{shape}"] if shape else []
    compile(fresh / "UnityEngine.dll", (STANDIN / "UnityEngine").glob("*.cs"), more=define)
    compile(fresh / "UnityEditor.dll", (STANDIN / "UnityEditor").glob("*.cs"), "UnityEngine", more=define)
    compile(fresh / "MonoHost.exe", (STANDIN / "Host").glob("*.cs"), "UnityEngine", "UnityEditor")
    compile(
        fresh / "UnityKernel.Editor.dll",
        (PACKAGE / "Editor").rglob("*.cs"),
        *("UnityEngine", "UnityEditor", "Python.Runtime"),
        more=[f"-r:{standard}"],
    )
    if (nunit := nunit_libraries()) is not None:
        compile(
            fresh / "UnityKernel.Editor.Tests.dll",
            (PACKAGE / "Tests" / "Editor").rglob("*.cs"),
            *("UnityEngine", "UnityEditor", "Python.Runtime", "UnityKernel.Editor"),
            more=[f"-r:{path}" for path in (standard, *nunit)],
        )
        compile(
            fresh / "PackageTests.dll",
            (STANDIN / "NUnit").glob("*.cs"),
            more=[f"-r:{path}" for path in nunit],
        )
    try:
        fresh.rename(folder)
    except OSError:
        shutil.rmtree(fresh)  # another process was faster
    return folder


def compile(output: Path, sources: Iterable[Path], *references: str, more: Iterable[str] = ()) -> None:
    """Compiles C# as strictly as Unity's oldest compiler, against libraries beside the output."""
    kind = "exe" if output.suffix == ".exe" else "library"
    command = ["mcs", f"-target:{kind}", "-debug", "-langversion:7", "-warnaserror", f"-out:{output}", *more]
    command += [f"-r:{output.parent / name}.dll" for name in references]
    command += [str(path) for path in sorted(sources)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{output.name} does not compile:\n{done.stdout}{done.stderr}"


def nunit_libraries() -> list[Path] | None:
    """NUnit's, which mono-devel brings along; None where one is missing."""
    folder = Path("/usr/lib/mono/gac")
    names = ("nunit.framework", "nunit.core", "nunit.core.interfaces")
    found = [next(folder.glob(f"{name}/*/{name}.dll"), None) for name in names]
    return [path for path in found if path is not None] if all(found) else None


def netstandard() -> Path | None:
    """The library that pythonnet is compiled against."""
    path = Path("/usr/lib/mono/4.5/Facades/netstandard.dll")
    return path if path.is_file() else None
