#!/usr/bin/env python3
"""The project's two commands, with nothing but Python: each makes its own virtual environment if needed.

    python tasks.py demo [options of `unity-kernel demo`]    installs the project and runs the demo
    python tasks.py test [options of pytest]                  installs the test tools, checks and tests everything

`--venv DIR` before the command's own options chooses another folder for the environment (default `.venv` for the
demo, `.venv-test` for the tests).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    """Runs one of the two commands; returns its exit code."""
    if not arguments or arguments[0] not in ("demo", "test"):
        print(__doc__)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    if sys.version_info < (3, 11):  # noqa: UP036, whoever starts this may have an older one
        print(f"unity-kernel needs Python 3.11 or newer; this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    command, *rest = arguments
    folder = ROOT / (".venv" if command == "demo" else ".venv-test")
    if rest[:1] == ["--venv"]:
        folder, rest = Path(rest[1]).resolve(), rest[2:]
    python = environment(folder, "test" if command == "test" else "plot")
    if command == "demo":
        return call([python, "-m", "unity_kernel.cli", "demo", *rest])
    return test(python, rest)


def test(python: Path, options: list[str]) -> int:
    """Format, lint, types, then the tests; all of them run, the first failure decides."""
    bin_folder = python.parent
    steps: list[list[Path | str]] = [
        [bin_folder / "ruff", "format", "--check", "."],
        [bin_folder / "ruff", "check", "."],
        [bin_folder / "mypy"],
    ]
    codes = [] if options else [call(step) for step in steps]
    codes.append(call([python, "-m", "pytest", *options]))
    return next((code for code in codes if code), 0)


def environment(folder: Path, extra: str) -> Path:
    """The environment's interpreter; installs the project into it when it is new or pyproject.toml has changed."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "unity-kernel-installed"
    state = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + extra.encode()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == state:
        return python
    print(f"Setting up {folder} (a minute or two, once)", flush=True)
    if not python.exists():
        venv.create(folder, with_pip=True)
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", what],
        check=True,
    )
    stamp.write_text(state)
    return python


def call(command: Sequence[Path | str]) -> int:
    """Runs a command in the project's folder; returns its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
