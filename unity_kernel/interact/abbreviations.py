"""`unity.interact`: ipywidgets' `interact`, which also knows vectors, colours and enums."""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

from unity_kernel.display.names import lineage
from unity_kernel.interact.editors import byte_colour, colour_of
from unity_kernel.interact.fields import PARTS
from unity_kernel.interact.services import require_widgets

__all__ = ["interact", "widget_for"]

_KINDS = {f"UnityEngine.{name}": name for name in PARTS}


def interact(function: Callable[..., Any] | None, abbreviations: dict[str, Any]) -> Any:
    """Calls a function with the values of widgets, again at each change; without one, a decorator.

    Args:
        function: Its parameters' defaults are abbreviations as well.
        abbreviations: As for ipywidgets' `interact`; or a vector, a rotation, a colour, a value of an enum.
    """
    widgets = require_widgets()
    if function is None:
        return lambda decorated: interact(decorated, abbreviations)
    parameters = inspect.signature(function).parameters.values()
    wanted = {
        each.name: each.default for each in parameters if each.default is not each.empty
    } | abbreviations
    made = {name: widget_for(value) for name, value in wanted.items()}
    ours = {name: widget for name, widget in made.items() if widget is not None}
    return widgets.interact(function, **{**abbreviations, **ours})


def widget_for(value: Any) -> Any:
    """A widget whose value has the type of this one; None for what ipywidgets knows by itself, or nobody does."""
    kind = next((_KINDS[name] for name in lineage(type(value)) if name in _KINDS), None)
    if kind == "Color":
        return _color_widget(value)
    if kind is not None:
        return _parts_widget(value, kind)
    names = _enum_names(value)
    if names:
        options = [(name, getattr(type(value), name)) for name in names]
        return require_widgets().Dropdown(options=options, value=value)
    return None


def _enum_names(value: Any) -> list[str]:
    if isinstance(value, enum.Enum):
        return list(type(value).__members__)
    if "System.Enum" in lineage(type(value)):
        return [str(name) for name in value.GetType().GetEnumNames()]
    return []


def _parts_widget(value: Any, kind: str) -> Any:
    widgets = require_widgets()
    from unity_kernel.interact.compound import Compound

    number = widgets.IntText if kind.endswith("Int") else partial(widgets.FloatText, step=0.1)
    look = {"layout": widgets.Layout(width="100px"), "style": {"description_width": "14px"}}
    shown = value.eulerAngles if kind == "Quaternion" else value
    inputs = [number(value=getattr(shown, part), description=part[0], **look) for part in PARTS[kind]]
    return Compound(value, inputs, type(value).Euler if kind == "Quaternion" else type(value))


def _color_widget(value: Any) -> Any:
    widgets = require_widgets()
    from unity_kernel.interact.compound import Compound

    cls = type(value)
    look = widgets.Layout(width="160px")
    picker = widgets.ColorPicker(value=colour_of((value.r, value.g, value.b)), layout=look)
    alpha = widgets.FloatSlider(value=value.a, min=0.0, max=1.0, step=0.01, description="a")
    return Compound(value, [picker, alpha], lambda text, a: cls(*byte_colour(text), a))
