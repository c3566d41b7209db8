"""`python -m unity_kernel.headless PROJECT`: runs a headless editor until it is told to quit."""

from __future__ import annotations

import argparse
import faulthandler
import gc
import json
import logging
import os
import shutil
import sys
from pathlib import Path

from unity_kernel.errors import UnityKernelError

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Runs the editor; returns its exit code: 0 after a quit, 1 when the project cannot be opened."""
    parser = argparse.ArgumentParser(
        prog="unity-kernel headless",
        description="A headless editor: opens a Unity project from disk and serves kernels, without Unity.",
    )
    parser.add_argument("project", type=Path, help="the project's folder (the one that holds Assets)")
    parser.add_argument(
        "--scene", help="the scene to open, relative to the project (default: the build's first)"
    )
    parser.add_argument("--transport", choices=["unix", "tcp"], help="default: unix where there is one")
    parser.add_argument("--owner", default="", help=argparse.SUPPRESS)
    parser.add_argument("--user", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--scratch", default="", help=argparse.SUPPRESS)
    parser.add_argument("--log", default="", help="write the log to this file (default: the terminal)")
    parser.add_argument("--announce", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)

    gc.disable()  # until it serves: what it makes stays, and looking for garbage among it takes a tenth of the start

    # Only our own logger: the root one belongs to the cells, whose `logging` must show in the notebook.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLogger("unity_kernel")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    ours.propagate = False
    if sys.stderr is not None:
        faulthandler.enable()
    try:
        from unity_kernel.headless.host import HeadlessHost

        host = HeadlessHost(
            options.project, options.scene, options.transport, options.owner, options.user, options.log
        )
        file = host.start()
    except UnityKernelError as error:
        if options.announce:
            print(json.dumps({"error": str(error)}), flush=True)
        print(f"unity-kernel headless: {error}", file=sys.stderr)
        return 1
    if options.announce:
        # The starter reads this one line; afterwards standard output joins the log.
        sys.__stdout__.write(json.dumps({"id": file.id}) + "\n")  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]
        os.dup2(2, 1)
    else:
        print(
            f"Headless editor {file.id} on {file.project} (Unity {file.versions['unity']}).\n"
            "Kernels opened inside the project find it by themselves. Ctrl-C ends it.",
            flush=True,
        )
    gc.freeze()
    gc.enable()
    code = host.run()
    if options.scratch:
        os.chdir(os.path.dirname(options.scratch))  # Windows cannot delete a working directory
        shutil.rmtree(options.scratch, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
