"""Parameters of a notebook: read from the command line, injected as a cell, as papermill does.

Convention: https://papermill.readthedocs.io/en/latest/usage-parameterize.html
"""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Iterable, Mapping
from keyword import iskeyword
from typing import Any

import nbformat

from unity_kernel.errors import UnityKernelError

__all__ = ["inject", "parse"]

TAG = "parameters"
INJECTED = "injected-parameters"
WORDS = {"true": True, "yes": True, "false": False, "no": False, "null": None, "~": None}
"""YAML's words for what Python writes True, False and None."""


def parse(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Names and values from the command line; a value that is no literal of JSON, YAML or Python is text.

    Raises:
        UnityKernelError: A name cannot be a variable's.
    """
    values = {}
    for name, text in pairs:
        if not name.isidentifier() or iskeyword(name):
            raise UnityKernelError(f"-p {name}: a parameter's name must be a Python variable's")
        values[name] = _value(text)
    return values


def _value(text: str) -> Any:
    if text.strip().casefold() in WORDS:
        return WORDS[text.strip().casefold()]
    for read in (json.loads, ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return text


def inject(notebook: nbformat.NotebookNode, values: Mapping[str, Any]) -> None:
    """Adds a cell that assigns the values: in place of an earlier run's, else after the cell tagged 'parameters'.

    Without either it becomes the first cell.
    """
    if not values:
        return
    source = "\n".join(["# Parameters", *(f"{name} = {_literal(value)}" for name, value in values.items())])
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": [INJECTED]})
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        del cell["id"]
    tags = [cell.metadata.get("tags", ()) for cell in notebook.cells]
    earlier = next((index for index, found in enumerate(tags) if INJECTED in found), None)
    if earlier is not None:
        notebook.cells[earlier] = cell
        return
    tagged = next((index for index, found in enumerate(tags) if TAG in found), -1)
    notebook.cells.insert(tagged + 1, cell)


def _literal(value: Any) -> str:
    """Python source for a value. Its repr, but for JSON's NaN and Infinity, whose repr is no literal."""
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, float) and not math.isfinite(value):
        return f"float('{value}')"
    return repr(value)
