"""Files that come with the package: the kernelspec and the notebooks, in a wheel or in a checkout."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import Any

import unity_kernel
from unity_kernel.errors import UnityKernelError

__all__ = ["KERNEL_NAME", "kernelspec_folder", "notebook", "notebooks", "spec_for"]

KERNEL_NAME = "unity"
PACKAGE = Path(unity_kernel.__file__).parent


def notebooks() -> dict[str, Path]:
    """The bundled notebooks by name."""
    # A wheel has them inside the package, a checkout beside it.
    for folder in (PACKAGE / "notebooks", PACKAGE.parent / "notebooks"):
        found = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
        if found:
            return found
    raise _incomplete("the bundled notebooks")


def notebook(name: str) -> Path:
    """A bundled notebook.

    Raises:
        UnityKernelError: There is none of that name.
    """
    found = notebooks()
    if name not in found:
        raise UnityKernelError(f"there is no bundled notebook '{name}'; there are: {', '.join(found)}")
    return found[name]


def kernelspec_folder() -> Path:
    """The folder of the kernelspec that pip puts into `share/jupyter/kernels`; its one source.

    Raises:
        UnityKernelError: The installation has lost it.
    """
    checkout = PACKAGE.parent / "kernelspec" / KERNEL_NAME
    if (checkout / "kernel.json").is_file():
        return checkout
    for file in importlib.metadata.files("unity-kernel") or ():
        if file.parts[-3:] == ("kernels", KERNEL_NAME, "kernel.json"):
            path = Path(str(file.locate()))
            if path.is_file():
                return path.resolve().parent
    raise _incomplete("the kernelspec")


def spec_for(python: str) -> dict[str, Any]:
    """The content of kernel.json for a Python given by its absolute path."""
    spec: dict[str, Any] = json.loads((kernelspec_folder() / "kernel.json").read_text("utf-8"))
    spec["argv"][0] = python
    return spec


def _incomplete(what: str) -> UnityKernelError:
    return UnityKernelError(
        f"this installation lacks {what}; mend it with `pip install --force-reinstall --no-deps unity-kernel`"
    )
