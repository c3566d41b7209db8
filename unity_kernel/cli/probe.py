"""What the Unity package asks a Python before it uses it: `python -m unity_kernel.cli.probe`. Not a command for users.

Prints a line for each finding: status, check, what was found, how to mend it; then `library` and the path of the shared
library. Fields are separated by tabs.
"""

from __future__ import annotations

import sys

from unity_kernel.cli import checks
from unity_kernel.unity.libpython import find_libpython

__all__ = ["main"]


def main() -> int:
    """Runs the checks; returns 1 when Unity cannot use this Python."""
    findings = list(checks.for_unity())
    for finding in findings:
        _line(finding.status, finding.check, finding.found, finding.remedy)
    _line("library", str(find_libpython() or ""))
    return 1 if any(finding.status == "fail" for finding in findings) else 0


def _line(*fields: str) -> None:
    print("\t".join(" ".join(field.split()) for field in fields))


if __name__ == "__main__":
    sys.exit(main())
