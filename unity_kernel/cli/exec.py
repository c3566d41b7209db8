"""`unity-kernel exec`: code in an editor, from a shell."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tokenize
from pathlib import Path

from unity_kernel.cli.cell import Cell, Record, Terminal
from unity_kernel.cli.main import INTERRUPTED
from unity_kernel.cli.reach import add_editor_options, reach, wanted
from unity_kernel.cli.terminal import command_parser

__all__ = ["main"]

DESCRIPTION = """
Runs Python code inside an editor, as one notebook cell with variables of its own. UnityEngine, UnityEditor and
unity are there without an import; magics and top-level await work. What the code prints appears as it comes;
the value of a last expression is printed; an error's traceback goes to standard error.

If nobody has the --project open, a headless editor opens it for this call. Changes that the code does not save
end with the call.
"""
EPILOG = """
examples:
  unity-kernel exec -c "UnityEngine.Application.unityVersion"
  unity-kernel exec rename.py --project ~/MyGame
  echo "print(unity.project)" | unity-kernel exec -
  unity-kernel exec --json -c "1 + 1"

exit codes: 0 done, 1 the code raised an error, 2 wrong usage or no editor, 130 ended by Ctrl-C
"""
UNSAVED = """\
unity-kernel: the scene has changes that were not saved; they end with this call. To keep them, end the code with
UnityEditor.SceneManagement.EditorSceneManager.SaveOpenScenes()"""


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("exec", DESCRIPTION, EPILOG)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("-c", dest="code", metavar="CODE", help="the code itself")
    source.add_argument("file", nargs="?", metavar="FILE", help="a file of Python code; - is standard input")
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object at the end: status, stdout, stderr, result, displays, error, logs",
    )
    add_editor_options(
        parser, "a project's folder: uses the editor that has it open, else opens it for this call"
    )
    options = parser.parse_args(arguments)
    code = _code(parser, options)
    record = Record()
    cell = Cell(record if options.json else Terminal())
    with reach(wanted(options), cell.events.put, may_start=True) as (control, is_ours):
        control.attach(f"exec-{os.getpid()}", f"unity-kernel exec {options.file or '-c'}")
        status = cell.run(control, code)["status"]
        if is_ours and (control.status().get("scene") or {}).get("dirty"):
            print(UNSAVED, file=sys.stderr)
    if options.json:
        print(json.dumps({"status": status, **record.data}))
    if status == "ok":
        return 0
    return INTERRUPTED if cell.interrupted else 1


def _code(parser: argparse.ArgumentParser, options: argparse.Namespace) -> str:
    if options.code is not None:
        return str(options.code)
    if options.file == "-":
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    path = Path(options.file)
    if path.suffix == ".ipynb":
        parser.error(f"{path} is a notebook; `unity-kernel run {path}` runs it")
    try:
        with tokenize.open(path) as file:  # heeds the file's own coding line, as Python does
            return file.read()
    except (OSError, SyntaxError, UnicodeDecodeError) as error:
        parser.error(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}")
