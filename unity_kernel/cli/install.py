"""`unity-kernel install`: the kernelspec, by which Jupyter knows the kernel."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from unity_kernel.cli.bundled import KERNEL_NAME, kernelspec_folder, spec_for
from unity_kernel.cli.terminal import command_parser
from unity_kernel.errors import UnityKernelError

__all__ = ["install", "main"]

DESCRIPTION = """
Makes the kernel "Unity" appear in Jupyter. `pip install unity-kernel` does so already for Jupyter in the same
environment; this command is for a Jupyter that lives elsewhere: it writes a kernelspec which names this
environment's Python.
"""
EPILOG = f"""
examples:
  unity-kernel install                    for every Jupyter of this user
  unity-kernel install --prefix /opt/jupyter
  unity-kernel install --remove           takes it away again

this environment's Python: {sys.executable}
exit codes: 0, 1 it cannot be written, or there is nothing to remove
"""


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("install", DESCRIPTION, EPILOG)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--user", action="store_true", help="for every Jupyter of this user (the default)")
    where.add_argument(
        "--sys-prefix", action="store_true", help=f"for this environment's Jupyter ({sys.prefix})"
    )
    where.add_argument(
        "--prefix", type=Path, metavar="P", help="for the Jupyter of the environment in folder P"
    )
    parser.add_argument("--remove", action="store_true", help="remove the kernelspec from there")
    options = parser.parse_args(arguments)
    prefix = Path(sys.prefix) if options.sys_prefix else options.prefix
    folder = _folder(prefix)
    if options.remove:
        if not (folder / "kernel.json").is_file():
            raise UnityKernelError(
                f"there is no kernelspec in {folder}; `jupyter kernelspec list` shows where they are"
            )
        shutil.rmtree(folder)
        print(f"Removed {folder}")
        return 0
    install(folder)
    print(f"Installed {folder}\nJupyter now offers the kernel 'Unity', which runs {sys.executable}")
    return 0


def install(folder: Path) -> None:
    """Writes the kernelspec into a folder, replacing what is there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    # First whole, then in its place: a Jupyter that looks meanwhile sees the old one or the new one.
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{KERNEL_NAME}-"))
    try:
        shutil.copytree(kernelspec_folder(), fresh, dirs_exist_ok=True)
        fresh.chmod(0o755)
        (fresh / "kernel.json").write_text(json.dumps(spec_for(sys.executable), indent=1) + "\n", "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _folder(prefix: Path | None) -> Path:
    """Where a kernelspec belongs: below an environment, or in the user's data folder."""
    if prefix is not None:
        return Path(os.path.abspath(prefix)) / "share" / "jupyter" / "kernels" / KERNEL_NAME
    from jupyter_core.paths import jupyter_data_dir

    return Path(jupyter_data_dir()) / "kernels" / KERNEL_NAME
