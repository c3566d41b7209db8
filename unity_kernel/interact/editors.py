"""The widget of one field: shows its value, and says when its user changes it."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from unity_kernel.interact.fields import PARTS, Field
from unity_kernel.interact.services import require_widgets

__all__ = ["FieldEditor", "Look", "byte_colour", "colour_of"]

WIDTHS = {"field": "440px", "colour": "340px", "part": "95px", "label": "154px", "line": "auto"}
LABELS = {"field": "150px", "colour": "150px", "part": "14px"}
"""Widths of the descriptions of widgets that are so wide."""


class Look:
    """Makes widgets that share layouts and styles: each of those is an object of its own in the front end."""

    def __init__(self) -> None:
        self._widgets = require_widgets()
        layout = self._widgets.Layout
        self._layouts = {name: layout(width=width) for name, width in WIDTHS.items()}
        self._styles: dict[Any, Any] = {}

    def make(self, kind: str, width: str, **options: Any) -> Any:
        """A widget of ipywidgets' class `kind`, as wide as `WIDTHS` says."""
        label = LABELS.get(width)
        if "description" in options and label is not None:
            options["style"] = self._styles.get((kind, width), {"description_width": label})
        widget = getattr(self._widgets, kind)(layout=self._layouts[width], **options)
        if "style" in options:
            self._styles[kind, width] = widget.style
        return widget

    def row(self, *parts: Any) -> Any:
        """Widgets side by side."""
        return self.make("HBox", "line", children=parts)

    def label(self, text: str) -> Any:
        """A label as wide as those that widgets have themselves."""
        words = f'<div style="text-align:right;white-space:pre;padding-right:6px">{html.escape(text)}</div>'
        return self.make("HTML", "label", value=words)


class FieldEditor:
    """The widget of a field.

    Args:
        field: The field.
        look: Shared layouts.
        changed: Called with the field and its new value when the user changes it.

    Attributes:
        widget: What is shown.
    """

    def __init__(self, field: Field, look: Look, changed: Callable[[Field, Any], None]) -> None:
        self.field = field
        self._changed = changed
        self._quiet = False
        self._look = look
        self._inputs: list[Any] = []
        self.widget = self._make(field)
        for each in self._inputs:
            each.observe(self._observed, "value")

    def show(self, value: Any) -> None:
        """Shows a value that the object has; the user's own edit is not heard as a new one."""
        if value is None:
            return
        self._quiet = True
        try:
            self._put(value)
        finally:
            self._quiet = False

    def disable(self) -> None:
        """Takes no more edits."""
        for each in self._inputs:
            each.disabled = True

    def _make(self, field: Field) -> Any:
        look = self._look
        label = "  " * field.depth + field.label
        match field.kind:
            case "Boolean":
                return self._input(look.make("Checkbox", "field", description=label))
            case "Integer":
                return self._input(look.make("IntText", "field", description=label))
            case "Float":
                return self._input(look.make("FloatText", "field", description=label))
            case "String":
                return self._input(look.make("Text", "field", description=label, continuous_update=False))
            case "Enum":
                options = [(name, index) for index, name in enumerate(field.choices)]
                return self._input(look.make("Dropdown", "field", description=label, options=options))
            case "Color":
                picker = self._input(look.make("ColorPicker", "colour", description=label))
                limits = {"min": 0.0, "max": 1.0, "step": 0.05}
                return look.row(
                    picker, self._input(look.make("BoundedFloatText", "part", description="a", **limits))
                )
            case "Group":
                return look.make("HTML", "line", value=f"<b>{html.escape(label)}</b>")
            case kind if kind in PARTS:
                number = "IntText" if kind.endswith("Int") else "FloatText"
                parts = [self._input(look.make(number, "part", description=part[0])) for part in PARTS[kind]]
                return look.row(look.label(label), *parts)
            case _:
                self._text = look.make("HTML", "line")
                return look.row(look.label(label), self._text)

    def _input(self, widget: Any) -> Any:
        self._inputs.append(widget)
        return widget

    def _put(self, value: Any) -> None:
        match self.field.kind:
            case "Color":
                picker, alpha = self._inputs
                wanted = colour_of(value)
                if picker.value != wanted:
                    picker.value = wanted
                alpha.value = min(1.0, max(0.0, value[3]))
                self._colour = value
            case kind if kind in PARTS:
                for each, part in zip(self._inputs, value, strict=True):
                    each.value = part
            case "Text":
                self._text.value = html.escape(value)
            case _:
                self._inputs[0].value = value

    def _observed(self, change: Any) -> None:
        if self._quiet:
            return
        if self.field.kind == "Color":
            picker, alpha = self._inputs
            rgb = self._colour[:3] if picker.value == colour_of(self._colour) else byte_colour(picker.value)
            value: Any = (*rgb, alpha.value)
        elif self.field.kind in PARTS:
            value = tuple(each.value for each in self._inputs)
        else:
            value = self._inputs[0].value
        self._changed(self.field, value)


def colour_of(value: tuple[float, ...]) -> str:
    """A colour as browsers write it, without its alpha; HDR is cut."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in value[:3])


def byte_colour(text: str) -> tuple[float, float, float]:
    """The red, green and blue of `#rrggbb`, or of a name that browsers know, as ipywidgets takes it."""
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    if len(digits) != 6:
        raise ValueError(f"{text!r} is no colour such as #ff8000")
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue
