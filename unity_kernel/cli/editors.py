"""`unity-kernel editors`: the running editors and their state."""

from __future__ import annotations

import json
import os
from typing import Any

from unity_kernel.cli.reach import ask_all
from unity_kernel.cli.terminal import command_parser, paint, table
from unity_kernel.wire.editor_file import EditorFile, Ignored, directory, discover

__all__ = ["main"]

DESCRIPTION = """
Lists the editors that are running, newest first: the Unity Editor where the unity-kernel package is
installed, and headless editors. Each is asked what it is doing, which it answers also while it is busy.
"""
EPILOG = """
examples:
  unity-kernel editors
  unity-kernel editors --all       also the editor files that do not count, and why
  unity-kernel editors --json

exit codes: 0, also when no editor is running
"""


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("editors", DESCRIPTION, EPILOG)
    parser.add_argument("--all", action="store_true", help="also list editor files that are ignored, and why")
    parser.add_argument("--json", action="store_true", help="print one JSON object: editors, ignored")
    options = parser.parse_args(arguments)
    editors, ignored = discover()
    answers = ask_all(editors)
    if options.json:
        print(json.dumps(_as_json(editors, answers, ignored), indent=2))
        return 0
    if editors:
        rows = [_row(editor, answer) for editor, answer in zip(editors, answers, strict=True)]
        print(table(("ID", "STATE", "UNITY", "SCENE", "PROJECT"), rows))
    else:
        print("No editor is running. `unity-kernel headless PROJECT` starts one without Unity.")
    if options.all:
        print(f"\nIgnored in {directory()}:" if ignored else f"\nNothing is ignored in {directory()}.")
        for item in ignored:
            print(f"  {item.path.name}  {paint(item.reason, 'yellow')}")
    return 0


def _row(editor: EditorFile, answer: dict[str, Any] | str) -> tuple[str, ...]:
    unity = editor.versions.get("unity", "?")
    project = _short(editor.project) + ("  (ends with its notebooks)" if editor.embedded else "")
    if isinstance(answer, str):
        state = "stopped" if editor.state == "stopped" else "silent"
        return editor.id, state, unity, "-", f"{project}  ({answer})"
    state = str(answer["state"])
    if answer["job"]:
        state += f" {answer['job']['seconds']:.0f} s"
    scene = answer.get("scene") or {}
    name = scene.get("path") or scene.get("name") or "-"
    return editor.id, state, unity, f"{name} *" if scene.get("dirty") else name, project


def _short(path: str) -> str:
    home = os.path.expanduser("~")
    return "~" + path[len(home) :] if path.startswith(home + os.sep) else path


def _as_json(
    editors: list[EditorFile], answers: list[dict[str, Any] | str], ignored: list[Ignored]
) -> dict[str, Any]:
    found = []
    for editor, answer in zip(editors, answers, strict=True):
        silent = isinstance(answer, str)
        status, error = (None, answer) if silent else (answer, None)
        found.append({**editor.public(), "status": status, "error": error})
    passed_over = [{"path": str(item.path), "reason": item.reason} for item in ignored]
    return {"editors": found, "ignored": passed_over}
