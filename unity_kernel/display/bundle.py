"""The way in: is an object one of ours, and what does it look like as text and HTML."""

from __future__ import annotations

import warnings
from typing import Any

from unity_kernel.display import assets, collections, curves, html, objects, sounds, text, trees, values
from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.collections import are_unity_objects, object_grid
from unity_kernel.display.describer import Describer, knows
from unity_kernel.display.description import Card, Chip, Node, Note
from unity_kernel.display.names import is_reflected
from unity_kernel.display.typecards import is_known_type, type_card

__all__ = [
    "describe",
    "drawn",
    "is_known",
    "mime_bundle",
    "one_line",
    "table_of",
    "tombstone",
]

FORMATTERS = (assets, collections, curves, objects, sounds, trees, values)
"""The modules that declare formatters."""
TOMBSTONE = "_unity_tombstone_"
"""An attribute that says what a lost object was; what keeps objects over a domain reload sets it."""


def is_known(obj: Any) -> bool:
    """Whether an object has a display of ours. Plain Python values have none."""
    cls = type(obj)
    if isinstance(obj, type):
        return is_known_type(obj)
    return knows(cls) or tombstone(cls) is not None


def tombstone(cls: type) -> Any:
    """What a type says of the lost objects that it stands for; None for any other."""
    return next((base.__dict__[TOMBSTONE] for base in cls.__mro__ if TOMBSTONE in base.__dict__), None)


def describe(obj: Any) -> Node:
    """An object's description. Main thread; reads within bounds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of obsolete members, which nobody but the display has asked for
        return _described(obj)


def _described(obj: Any) -> Node:
    look = Describer()
    if isinstance(obj, type):
        return type_card(look, obj)
    if tombstone(type(obj)) is not None:
        was = look.reader.text(obj, TOMBSTONE, "an object")
        note = Note(f"Lost in a domain reload. It was {clean(was, NAME_LIMIT)}.", "error")
        return Card("", "lost", [note], "missing")
    return look.card(obj)


def drawn(node: Node) -> dict[str, str]:
    """A description as a MIME bundle."""
    return {"text/plain": text.draw(node), "text/html": html.draw(node)}


def mime_bundle(obj: Any) -> dict[str, str]:
    """What an object looks like, as text and HTML."""
    return drawn(describe(obj))


def table_of(values: Any) -> str | None:
    """HTML for a Python list or tuple of Unity's objects; None for any other."""
    if not values or not are_unity_objects(values):
        return None
    grid = object_grid(Describer(), values, len(values))
    return html.draw(
        Card("", type(values).__name__, [grid], "list", [Chip(f"{len(values):,} objects", "dim")])
    )


def one_line(obj: Any) -> str:
    """An object within a list or dictionary of Python's: its type and its text."""
    cls = type(obj)
    if isinstance(obj, type):
        return f"<class '{cls.__module__}.{obj.__qualname__}'>" if not is_reflected(cls) else repr(obj)
    name = f"{cls.__module__}.{cls.__qualname__}"
    try:
        shown = clean(str(obj), NAME_LIMIT)
    except Exception as error:
        shown = f"whose text failed: {type(error).__name__}"
    return f"<{name}>" if shown == name else f"<{name} {shown}>"
