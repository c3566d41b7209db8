"""Helper process: runs code in the headless editor's own process, without kernel, server or IPython.

    python direct.py PROJECT

Reads lines of JSON, each a text of Python code; executes it, and answers with the seconds that it took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from unity_kernel.headless.api.runtime import Runtime
from unity_kernel.headless.project import Project


def main() -> None:
    """Serves until its input ends."""
    runtime = Runtime(Project.open(Path(sys.argv[1])), log=lambda severity, message, stack: None)
    runtime.install()
    runtime.load()
    namespace: dict[str, Any] = {"__name__": "__main__", "UnityEngine": runtime.modules["UnityEngine"]}
    for line in sys.stdin:
        code = compile(json.loads(line), "<direct>", "exec")
        began = time.perf_counter()
        exec(code, namespace)
        print(json.dumps(time.perf_counter() - began), flush=True)


if __name__ == "__main__":
    main()
