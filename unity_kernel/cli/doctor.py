"""`unity-kernel doctor`: is everything as it should be, and if not, what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from unity_kernel.cli import checks, projectchecks
from unity_kernel.cli.checks import Finding
from unity_kernel.cli.terminal import command_parser, paint

__all__ = ["main"]

DESCRIPTION = """
Checks this installation, the editors that run, and, if one is given, a Unity project. Each line is ok, warn
(something does not work that notebooks can do without) or FAIL, with the way to mend it below.
"""
EPILOG = """
examples:
  unity-kernel doctor
  unity-kernel doctor ~/MyGame
  unity-kernel doctor --json

exit codes: 0 nothing failed, 1 something did
"""
COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("doctor", DESCRIPTION, EPILOG)
    parser.add_argument(
        "project", nargs="?", type=Path, metavar="PROJECT", help="also check this Unity project"
    )
    parser.add_argument(
        "--json", action="store_true", help="print a JSON list of check, status, found, remedy"
    )
    options = parser.parse_args(arguments)
    findings = []
    for finding in _all(options.project):
        findings.append(finding)
        if not options.json:
            _show(finding)
    if options.json:
        print(json.dumps([finding.as_json() for finding in findings], indent=2))
    return 1 if any(finding.status == "fail" for finding in findings) else 0


def _all(project: Path | None) -> Iterator[Finding]:
    home_works = True
    for finding in checks.installation():
        home_works = home_works and not (finding.check == "home" and finding.status == "fail")
        yield finding
    if home_works:
        yield from checks.running_editors()
    if project is not None:
        yield from projectchecks.project(project)


def _show(finding: Finding) -> None:
    status = "FAIL" if finding.status == "fail" else finding.status
    print(f"{paint(f'{status:<4}', COLOURS[finding.status])}  {finding.check:<14}  {finding.found}")
    if finding.remedy:
        print(f"{'':22}{paint('mend:', 'bold')} {finding.remedy}")
    sys.stdout.flush()
