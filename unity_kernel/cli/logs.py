"""`unity-kernel logs`: an editor's console on the terminal."""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from typing import Any

from unity_kernel.cli.reach import add_editor_options, reach, wanted
from unity_kernel.cli.terminal import command_parser, paint
from unity_kernel.client.control import Control
from unity_kernel.errors import EditorGone

__all__ = ["entry_text", "main"]

DESCRIPTION = """
Shows the console of a running editor: what Debug.Log, LogWarning, LogError and LogException wrote.
"""
EPILOG = """
examples:
  unity-kernel logs                   the last 20 entries
  unity-kernel logs -f                and then each new one, until Ctrl-C
  unity-kernel logs --level error     only errors, failed assertions and exceptions
  unity-kernel logs -f --json | jq .message

exit codes: 0, 2 no editor
"""
LEVELS = {
    "log": [],
    "warning": ["warning", "assert", "error", "exception"],
    "error": ["assert", "error", "exception"],
}
"""The severities of each level; none stands for all."""
COLOURS = {"log": "dim", "warning": "yellow", "error": "red", "exception": "red", "assert": "red"}
EVERY = 0.2
"""Seconds between looks for new entries."""


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("logs", DESCRIPTION, EPILOG)
    parser.add_argument(
        "-f", "--follow", action="store_true", help="go on with new entries until Ctrl-C or the editor's end"
    )
    parser.add_argument(
        "-n", type=int, default=20, metavar="N", help="how many entries to begin with (default: 20)"
    )
    parser.add_argument(
        "--level", choices=LEVELS, default="log", help="the least severity shown (default: log, which is all)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    add_editor_options(parser, "the editor that has this project open")
    options = parser.parse_args(arguments)
    show = _show_json if options.json else _show
    with reach(wanted(options)) as (control, _):
        found = control.logs(0, max(0, options.n), LEVELS[options.level])
        _show_all(found, show)
        if not options.follow:
            if not found["entries"] and not options.json and options.n > 0:
                print(f"The console of {control.editor.id} has nothing to show.", file=sys.stderr)
            return 0
        try:
            _follow(control, found["last"], LEVELS[options.level], show)
        except EditorGone:
            print(f"[{control.editor.id} has ended]", file=sys.stderr)
        except KeyboardInterrupt:
            pass  # how following ends
    return 0


def _follow(control: Control, after: int, severities: list[str], show: Any) -> None:
    while True:
        time.sleep(EVERY)
        found = control.logs(after, 10_000, severities)
        if found["lost"]:
            print(f"[{found['lost']} entries came too fast and are lost]", file=sys.stderr)
        _show_all(found, show)
        after = found["last"]


def _show_all(found: dict[str, Any], show: Any) -> None:
    for entry in found["entries"]:
        show(entry)
    if found["entries"]:
        sys.stdout.flush()


def _show_json(entry: dict[str, Any]) -> None:
    print(json.dumps(entry))


def _show(entry: dict[str, Any]) -> None:
    when = datetime.fromtimestamp(entry["when"]).strftime("%H:%M:%S")
    severity = paint(f"{entry['severity']:<9}", COLOURS.get(entry["severity"], "red"))
    print(f"{when} {severity} {entry_text(entry)}")


def entry_text(entry: dict[str, Any]) -> str:
    """An entry's message; below it the stack where something went wrong."""
    text: str = entry["message"]
    if entry["stack"] and entry["severity"] in LEVELS["error"]:
        text += "\n" + "\n".join("    " + line for line in entry["stack"].strip("\n").splitlines())
    return text
