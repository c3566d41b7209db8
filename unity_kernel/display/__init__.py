"""What Unity's objects look like: object → description → text and HTML.

An object is *described* once, on the main thread, within bounds (`Describer`); the description is plain data, and
`text` and `html` draw it without touching the object again. Formatters are found by the full names of a type and its
bases, so that pythonnet's objects and the headless editor's share them, and nothing of either is imported here.

Formatters are imported when the first of these functions is used: the kernel, which draws console messages only, starts
without them.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unity_kernel.display.bundle import is_known, mime_bundle, one_line, table_of
    from unity_kernel.display.comparison import before_after, side_by_side
    from unity_kernel.display.tables import read_table, write_table

__all__ = [
    "before_after",
    "is_known",
    "mime_bundle",
    "one_line",
    "read_table",
    "side_by_side",
    "table_of",
    "write_table",
]

_MODULES = {
    "bundle": ("is_known", "mime_bundle", "one_line", "table_of"),
    "comparison": ("before_after", "side_by_side"),
    "tables": ("read_table", "write_table"),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            value = globals()[name] = getattr(importlib.import_module(f"{__name__}.{module}"), name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
