"""`unity-kernel lab`: JupyterLab with the kernel ready."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from unity_kernel.cli.bundled import KERNEL_NAME
from unity_kernel.cli.terminal import command_parser
from unity_kernel.errors import UnityKernelError
from unity_kernel.wire import system

__all__ = ["main"]

DESCRIPTION = """
Opens JupyterLab in the browser. Choose "Unity" for a notebook: its cells run in the editor that has the
notebook's project open, else in the only editor that runs, else in a headless editor that starts by itself.
"""
EPILOG = """
examples:
  unity-kernel lab
  unity-kernel lab ~/MyGame/Notebooks
  unity-kernel lab . -- --no-browser --port 9000     what follows -- goes to JupyterLab

exit codes: JupyterLab's own; 1 it is not installed
"""


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("lab", DESCRIPTION, EPILOG)
    parser.add_argument(
        "directory", nargs="?", default=".", metavar="DIR", help="where to start (default: here)"
    )
    own, extra = _split(arguments)
    options = parser.parse_args(own)
    if not Path(options.directory).is_dir():
        parser.error(f"{options.directory} is no folder")
    if importlib.util.find_spec("jupyterlab") is None:
        raise UnityKernelError(
            "JupyterLab is not installed here; install it with: pip install 'unity-kernel[lab]'"
        )
    _ensure_kernelspec()
    print("Choose the kernel 'Unity' for a notebook. Ctrl-C twice ends JupyterLab.", flush=True)
    return _become([sys.executable, "-m", "jupyterlab", *extra], options.directory)


def _become(command: list[str], directory: str) -> int:
    """Runs JupyterLab in this process's place, so that signals reach it; returns where a system cannot do so."""
    if not system.WINDOWS:
        os.chdir(directory)
        os.execv(command[0], command)
    lab = subprocess.Popen(command, cwd=directory)
    while True:
        try:
            return lab.wait()
        except KeyboardInterrupt:
            pass  # the console sends Ctrl-C to JupyterLab as well, which asks what to do


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def _ensure_kernelspec() -> None:
    """Writes the kernelspec into this environment when no Jupyter folder has it."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    from unity_kernel.cli.install import install

    try:
        KernelSpecManager().get_kernel_spec(KERNEL_NAME)
    except NoSuchKernel:
        folder = Path(sys.prefix) / "share" / "jupyter" / "kernels" / KERNEL_NAME
        install(folder)
        print(f"Installed the missing kernelspec in {folder}")
