"""Habits that a reader relies on: small modules that say what they are and what they offer."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "unity_kernel"
MODULES = {path.relative_to(ROOT).as_posix(): path for path in sorted(ROOT.rglob("*.py"))}
LINES = 460
LARGER: dict[str, int] = {}
"""Modules that have outgrown the limit; the numbers may only go down."""
MARKERS = ("TODO", "FIXME", "XXX", "HACK")


def public_names(tree: ast.Module) -> set[str]:
    """Functions and classes of a module that do not say by an underscore that they are its own."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")}


def exported(tree: ast.Module) -> list[str] | None:
    """The module's `__all__`, where it is written out."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
        ):
            try:
                names = ast.literal_eval(node.value)
            except ValueError:
                return None
            return list(names)
    return None


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is_and_stays_small(name: str) -> None:
    text = MODULES[name].read_text(encoding="utf-8")

    if name != "_version.py":
        assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert text.count("\n") <= LARGER.get(name, LINES), "too long for one noun"


@pytest.mark.parametrize(
    "name", [name for name in MODULES if name.startswith(("wire/", "editor/", "client/", "kernel/"))]
)
def test_a_module_names_what_it_offers(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    names = exported(tree)

    if not public_names(tree):
        return
    assert names is not None, "no __all__"
    assert len(names) == len(set(names))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names:
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_larger_modules_are_really_larger() -> None:
    for name in LARGER:
        lines = MODULES[name].read_text(encoding="utf-8").count("\n")
        assert lines > LINES, f"{name} has {lines} lines by now; take it off the list"


def test_no_notes_to_self_are_left() -> None:
    left = [
        f"{name}:{number}"
        for name, path in MODULES.items()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(f"# {marker}" in line for marker in MARKERS)
    ]

    assert not left
