"""The shared library of a Python interpreter, which the Unity package loads."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from unity_kernel.wire import system

__all__ = ["candidates", "find_libpython"]


def find_libpython() -> Path | None:
    """The shared library of the interpreter that runs this; None when it was built without one."""
    return next((path.resolve() for path in candidates() if path.is_file()), None)


def candidates() -> Iterator[Path]:
    """Where that library may be, the likeliest first."""
    version = f"{sys.version_info.major}{sys.version_info.minor}"
    if system.WINDOWS:
        yield Path(sys.base_prefix) / f"python{version}.dll"
        return
    folders = [sysconfig.get_config_var("LIBDIR"), f"{sys.base_prefix}/lib"]
    multiarch = sysconfig.get_config_var("MULTIARCH")
    if multiarch:
        folders += [f"{folder}/{multiarch}" for folder in folders]
    for folder in filter(None, folders):
        for variable in ("INSTSONAME", "LDLIBRARY"):
            file = sysconfig.get_config_var(variable)
            if file and not file.endswith(".a"):
                yield Path(folder) / file
        yield Path(folder) / f"libpython{sys.version_info.major}.{sys.version_info.minor}.dylib"
        yield Path(folder) / f"libpython{sys.version_info.major}.{sys.version_info.minor}.so"
    framework = sysconfig.get_config_var("PYTHONFRAMEWORKPREFIX")
    if framework:
        yield Path(framework) / str(sysconfig.get_config_var("LDLIBRARY"))
