"""`unity-kernel run`: a notebook in batch."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from unity_kernel.cli.reach import project_folder
from unity_kernel.cli.terminal import command_parser

__all__ = ["main"]

DESCRIPTION = """
Runs a notebook from its first cell to its last, in an editor, and writes it with its outputs into a new file. The
first error ends the run; what ran until then is written all the same.

Which editor: the one that has --project open, else a headless editor that opens it. Without --project as in
JupyterLab: the editor whose project holds the notebook, else the only one that runs, else a headless editor.
"""
EPILOG = """
examples:
  unity-kernel run report.ipynb
  unity-kernel run report.ipynb --project ~/MyGame --html report.html
  unity-kernel run build.ipynb -p level 3 -p name "Boss room" --output build-3.ipynb

parameters:
  -p values go into a new cell after the first cell tagged "parameters". Numbers, true, false, null, lists and
  maps are read as JSON, YAML or Python writes them; anything else is text.

exit codes: 0 passed, 1 a cell failed, 2 wrong usage or no editor, 130 ended by Ctrl-C
"""


def main(arguments: list[str]) -> int:
    """Runs the command."""
    parser = command_parser("run", DESCRIPTION, EPILOG)
    parser.add_argument("notebook", type=Path, metavar="NOTEBOOK", help="the notebook; it is not changed")
    parser.add_argument("--project", type=Path, metavar="P", help="the Unity project to work on")
    parser.add_argument(
        "--output",
        type=Path,
        metavar="O",
        help="the executed notebook (default: NOTEBOOK.executed.ipynb)",
    )
    parser.add_argument("--html", type=Path, metavar="H", help="also write it as a web page")
    parser.add_argument(
        "-p",
        "--parameter",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="set a parameter",
    )
    parser.add_argument(
        "--timeout", type=int, metavar="S", help="seconds that each cell may take (default: no limit)"
    )
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object at the end: what ran, what failed"
    )
    options = parser.parse_args(arguments)
    if not options.notebook.is_file():
        parser.error(f"there is no notebook {options.notebook}")
    source: Path = options.notebook.absolute()
    output = options.output or source.with_name(f"{source.stem}.executed.ipynb")
    for path in filter(None, (output, options.html)):
        if not path.absolute().parent.is_dir():
            parser.error(f"there is no folder {path.absolute().parent}")
    return _run(options, source, output)


def _run(options: argparse.Namespace, source: Path, output: Path) -> int:
    from unity_kernel.cli import notebook, parameters
    from unity_kernel.cli.page import write_page
    from unity_kernel.cli.progress import Progress

    editor = str(project_folder(options.project)) if options.project else None
    values = parameters.parse(options.parameter)
    content = notebook.read(source)
    parameters.inject(content, values)
    total = sum(map(notebook.is_code, content.cells))
    result = notebook.run(content, source.parent, editor, Progress(total), options.timeout)
    notebook.write(content, output)
    if options.html:
        write_page(content, options.html, source.stem)
    notebook.explain(result, sys.stderr)
    if options.json:
        print(json.dumps(_as_json(result, output, options.html)))
    else:
        for path in filter(None, (output, options.html)):
            print(path)
    return result.exit_code


def _as_json(result: Any, output: Path, html: Path | None) -> dict[str, Any]:
    def cell(run: Any) -> dict[str, Any]:
        return {"index": run.index, "seconds": round(run.seconds, 3), "error": run.error}

    return {
        "status": result.status,
        "output": str(output),
        "html": str(html) if html else None,
        "code_cells": result.total,
        "cells": [cell(run) for run in result.cells],
        "failed": cell(result.failure) if result.failure else None,
    }
