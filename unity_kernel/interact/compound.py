"""Widgets with one value that is made of several, for `interact`. Imported where ipywidgets is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import HTML, HBox, Layout
from ipywidgets.widgets.valuewidget import ValueWidget
from traitlets import Any as AnyTrait
from traitlets import Unicode

__all__ = ["Compound"]


class Compound(HBox, ValueWidget):
    """A row of widgets with a label before them.

    Args:
        value: What they show now.
        inputs: The widgets.
        make: Makes the value from theirs.
    """

    value = AnyTrait()
    description = Unicode()

    def __init__(self, value: Any, inputs: list[Any], make: Callable[..., Any]) -> None:
        self._make = make
        self._inputs = inputs
        self._label = HTML(layout=Layout(width="90px"))
        super().__init__(children=[self._label, *inputs])
        self.value = value
        self.observe(lambda change: setattr(self._label, "value", change["new"]), "description")
        for each in inputs:
            each.observe(lambda change: self._read(), "value")

    def _read(self) -> None:
        self.value = self._make(*(each.value for each in self._inputs))
