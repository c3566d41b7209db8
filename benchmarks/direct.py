"""Helper process: runs code, with nothing around it: no kernel, no server, no IPython.

Reads lines of JSON, each a text of Python code; executes it, and answers with what it left in `answer`.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def main() -> None:
    """Serves until its input ends."""
    namespace: dict[str, Any] = {"__name__": "__main__", "answer": None}
    for line in sys.stdin:
        exec(compile(json.loads(line), "<direct>", "exec"), namespace)
        print(json.dumps(namespace["answer"]), flush=True)


if __name__ == "__main__":
    main()
