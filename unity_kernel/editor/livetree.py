"""`unity.tree` where widgets are shown: what was left out is fetched when it is asked for."""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import Any

from unity_kernel.display import html, text
from unity_kernel.display.describer import Describer
from unity_kernel.display.description import Tree
from unity_kernel.display.reader import Reader
from unity_kernel.display.trees import rest_of, tree_of

__all__ = ["LiveTree", "can_ask"]

BUDGET = 5.0
"""Seconds that a tree may take which somebody asked for."""

# A part that was never unfolded asks at its first unfolding; later parts of a level have a button.
SCRIPT = """
function render({ model, el }) {
  const ask = (button) => { button.disabled = true; model.send({ ask: button.dataset.ask }); };
  const press = (event) => { const at = event.target.closest("[data-ask]"); if (at) ask(at); };
  const unfold = (event) => {
    if (!event.target.open) return;
    const children = event.target.querySelectorAll(":scope > :not(summary)");
    const button = children.length === 1 && children[0].querySelector(":scope > [data-ask]");
    if (button && !button.disabled) ask(button);
  };
  const answer = (message) => {
    for (const button of el.querySelectorAll("[data-ask]"))
      if (button.dataset.ask === message.ask) button.parentElement.outerHTML = message.html;
  };
  el.innerHTML = model.get("html");
  el.addEventListener("click", press);
  el.addEventListener("toggle", unfold, true);
  model.on("msg:custom", answer);
  return () => model.off("msg:custom", answer);
}
export default { render };
"""


def can_ask() -> bool:
    """Whether what such widgets need is installed."""
    return importlib.util.find_spec("anywidget") is not None


@cache
def _widget_class() -> Any:
    import anywidget
    import traitlets

    class TreeWidget(anywidget.AnyWidget):
        """Shows markup, and asks for more."""

        _esm = SCRIPT
        html = traitlets.Unicode().tag(sync=True)

    return TreeWidget


class LiveTree:
    """A tree of objects that fetches what it has left out. Main thread.

    Where widgets are not shown (a file, a console), the bounded tree is, and counts the rest.

    Args:
        obj: A GameObject, a component, or a scene.
        most: Objects that are shown at first.
    """

    def __init__(self, obj: Any, most: int) -> None:
        self._cut: dict[str, tuple[Any, int]] = {}
        self._widget: Any = None
        self._node = tree_of(_describer(), obj, most, self._keep)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out."""
        return not self._cut

    def answer(self, ask: str) -> str:
        """The markup that comes in the place of what was left out; asked twice, the same."""
        owner, shown = self._cut[ask]
        return html.rows(rest_of(_describer(), owner, shown, self._keep))

    def _keep(self, owner: Any, shown: int) -> str:
        name = str(len(self._cut) + 1)
        self._cut[name] = owner, shown
        return name

    def _on_message(self, widget: Any, content: Any, buffers: Any) -> None:
        ask = content.get("ask") if isinstance(content, dict) else None
        if isinstance(ask, str) and ask in self._cut:
            widget.send({"ask": ask, "html": self.answer(ask)})

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle = {"text/plain": repr(self), "text/html": html.draw(self._node)}
        if self.is_whole or not isinstance(self._node, Tree) or not can_ask():
            return bundle
        if self._widget is None:
            self._widget = _widget_class()(html=html.draw_live(self._node))
            self._widget.on_msg(self._on_message)
        view = self._widget._repr_mimebundle_()
        data = view[0] if isinstance(view, tuple) else view
        return {**bundle, **{kind: value for kind, value in data.items() if kind not in bundle}}

    def __repr__(self) -> str:
        return text.draw(self._node)


def _describer() -> Describer:
    return Describer(Reader(BUDGET))
