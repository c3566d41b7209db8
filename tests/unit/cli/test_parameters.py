"""Parameters from the command line, and the cell that they become."""

from __future__ import annotations

import math
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from unity_kernel.cli.parameters import inject, parse
from unity_kernel.errors import UnityKernelError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("no", False),
        ("null", None),
        ("None", None),
        ("[1, 2]", [1, 2]),
        ('{"a": 1}', {"a": 1}),
        ("(1, 2)", (1, 2)),
        ("'quoted'", "quoted"),
        ('"quoted"', "quoted"),
        ("Boss room", "Boss room"),
        ("__import__('os')", "__import__('os')"),
        ("2022.3.1", "2022.3.1"),
        ("", ""),
    ],
)
def test_values(text: str, value: Any) -> None:
    found = parse([("x", text)])["x"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("name", ["", "two words", "1st", "class", "a.b"])
def test_a_name_must_be_a_variables(name: str) -> None:
    with pytest.raises(UnityKernelError, match="must be a Python variable's"):
        parse([(name, "1")])


def notebook(*tags: list[str]) -> nbformat.NotebookNode:
    cells = [new_code_cell(f"cell {number}", metadata={"tags": found}) for number, found in enumerate(tags)]
    return new_notebook(cells=cells)


def sources(found: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in found.cells]


def test_the_cell_comes_after_the_first_one_tagged_parameters() -> None:
    found = notebook([], ["parameters"], ["parameters"], [])
    inject(found, {"a": 1})
    assert sources(found) == ["cell 0", "cell 1", "# Parameters\na = 1", "cell 2", "cell 3"]
    nbformat.validate(found)


def test_without_a_tag_it_comes_first() -> None:
    found = notebook([], [])
    inject(found, {"a": 1})
    assert sources(found)[0] == "# Parameters\na = 1"


def test_an_earlier_runs_cell_is_replaced() -> None:
    found = notebook(["parameters"], [])
    inject(found, {"a": 1})
    inject(found, {"a": 2})
    assert sources(found) == ["cell 0", "# Parameters\na = 2", "cell 1"]


def test_without_parameters_nothing_changes() -> None:
    found = notebook(["parameters"])
    inject(found, {})
    assert sources(found) == ["cell 0"]


def test_the_source_gives_the_values_back() -> None:
    values = {"text": "a 'b' \"c\"\n\\", "none": None, "list": [1, {"x": True}], "inf": -math.inf}
    found = notebook([])
    inject(found, {**values, "nan": math.nan, "deep": [math.inf]})
    namespace: dict[str, Any] = {}
    exec(found.cells[0].source, namespace)
    assert {name: namespace[name] for name in values} == values
    assert math.isnan(namespace["nan"])
    assert namespace["deep"] == [math.inf]


def test_a_notebook_of_the_old_format_gets_no_cell_id() -> None:
    found = notebook([])
    found.nbformat_minor = 4
    found.cells = [new_markdown_cell("text")]
    del found.cells[0]["id"]
    inject(found, {"a": 1})
    nbformat.validate(found)
