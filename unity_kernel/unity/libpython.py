"""The shared library of a Python interpreter, which the Unity package loads."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

__all__ = ["find_libpython"]


def find_libpython() -> Path | None:
    """The shared library of the interpreter that runs this; None when it was built without one."""
    if sys.platform == "win32":
        candidates = [Path(sys.base_prefix) / f"python{sys.version_info[0]}{sys.version_info[1]}.dll"]
    else:
        folders = [sysconfig.get_config_var("LIBDIR"), Path(sys.base_prefix) / "lib"]
        folders += [
            sysconfig.get_config_var("PYTHONFRAMEWORKPREFIX")
        ]  # macOS: Python.framework/Versions/3.x/Python
        # INSTSONAME is the file itself, LDLIBRARY the link that development packages add.
        names = [sysconfig.get_config_var("INSTSONAME"), sysconfig.get_config_var("LDLIBRARY")]
        candidates = [Path(folder) / name for folder in folders if folder for name in names if name]
    shared = [path for path in candidates if path.suffix != ".a" and path.is_file()]
    return shared[0].resolve() if shared else None
