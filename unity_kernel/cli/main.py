"""`unity-kernel`: finds the command's module, runs it, and turns errors into a line and an exit code."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from collections.abc import Sequence

from unity_kernel._version import __version__

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "demo": "see it work: runs a tour of a sample Unity project and writes a web page of it",
    "lab": "open JupyterLab with the Unity kernel ready",
    "run": "run a notebook from start to end; the exit code says whether it passed",
    "exec": "run Python code in an editor from the shell",
    "logs": "show an editor's console",
    "editors": "list the editors that are running, and what each is doing",
    "headless": "open a Unity project without Unity, for notebooks to work on",
    "setup": "put the Unity package into a project, with this Python",
    "remove": "take the Unity package out of a project",
    "install": "make the Unity kernel appear in Jupyter, or remove it",
    "doctor": "check this installation, and say how to mend what is wrong",
}
"""Each command's name, which is also its module's, and what it does."""

INTERRUPTED = 130
"""The exit code that shells give to a command which Ctrl-C ended."""

ABOUT = """\
Drives the Unity Editor from Jupyter notebooks and from the shell. Without Unity, a headless editor
opens the same project.

usage: unity-kernel COMMAND [OPTION ...]

commands:
{commands}

  unity-kernel COMMAND --help    what a command takes, with examples
  unity-kernel --version         the version

first steps:
  unity-kernel demo              no Unity needed; takes some seconds
  unity-kernel lab               then choose the kernel "Unity" for a notebook

exit codes:
  0 done, 1 it failed, 2 wrong usage or no editor, 130 ended by Ctrl-C

environment:
  UNITY_KERNEL_EDITOR   the editor to use: an editor's id, a project's folder, or 'headless'
  UNITY_KERNEL_HOME     where editors announce themselves and keep logs (default: ~/.unity-kernel)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the process's exit code.

    Args:
        arguments: The command and its options; by default the process's own.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    _tolerate_narrow_encodings()
    if words[:1] == ["help"]:
        words = [*words[1:2], "--help"]
    if not words or words[0] in ("-h", "--help"):
        print(_help(), end="")
        return 0 if words else 2
    if words[0] in ("-V", "--version"):
        print(f"unity-kernel {__version__}")
        return 0
    name, *rest = words
    if name not in COMMANDS:
        return _unknown(name)
    return _run(name, rest)


def _run(name: str, arguments: list[str]) -> int:
    from unity_kernel.errors import EditorStartError, NoEditorError, ProjectError, UnityKernelError

    try:
        command = importlib.import_module(f"unity_kernel.cli.{name}")
        code: int = command.main(arguments)
        sys.stdout.flush()
        return code
    except (NoEditorError, EditorStartError, ProjectError) as error:
        return _failed(str(error), 2)
    except UnityKernelError as error:
        return _failed(str(error), 1)
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has gone. Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _failed(str(error), 1)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED


def _failed(message: str, code: int) -> int:
    print(f"unity-kernel: {message}", file=sys.stderr)
    return code


def _unknown(name: str) -> int:
    what = f"there is no option {name}" if name.startswith("-") else f"there is no command '{name}'"
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    guess = f" Did you mean '{near[0]}'?" if near else ""
    return _failed(f"{what}.{guess} `unity-kernel --help` lists the commands.", 2)


def _help() -> str:
    width = max(map(len, COMMANDS))
    return ABOUT.format(commands="\n".join(f"  {name:<{width}}  {does}" for name, does in COMMANDS.items()))


def _tolerate_narrow_encodings() -> None:
    """A Windows console or a pipe may be unable to encode an object's name; show its escape rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
