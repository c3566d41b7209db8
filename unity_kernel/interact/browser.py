"""`unity.browse`: the open scenes' objects with a search, the selected one in the inspector beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import is_destroyed
from unity_kernel.display.names import engine
from unity_kernel.errors import UnityKernelError
from unity_kernel.interact.inspector import Inspector
from unity_kernel.interact.services import Services, require_widgets

__all__ = ["Browser"]

MOST = 300
"""Objects that are listed; the search finds the others."""
BUDGET = 0.5
"""Seconds that a look through the scenes may take."""
SCENES = 20


class Browser:
    """A list of objects, indented as the hierarchy is, and an inspector. Main thread.

    Choosing an object selects it in the editor.

    Args:
        services: The editor's.

    Attributes:
        widget: What is shown.
        inspector: That of the chosen object; None before the first.
    """

    def __init__(self, services: Services) -> None:
        widgets = require_widgets()
        self._services = services
        self._objects: list[Any] = []
        self._search = widgets.Text(placeholder="Search by name", continuous_update=False)
        self._reload = widgets.Button(description="Refresh", layout=widgets.Layout(width="90px"))
        self._list = widgets.Select(options=[], rows=18, layout=widgets.Layout(width="320px"))
        self._count = widgets.HTML()
        self._place = widgets.VBox()
        self.inspector: Inspector | None = None
        left = widgets.VBox([widgets.HBox([self._search, self._reload]), self._list, self._count])
        self.widget = widgets.HBox([left, self._place])
        self._search.observe(lambda change: self.refresh(), "value")
        self._reload.on_click(lambda button: self.refresh())
        self._list.observe(lambda change: self._choose(change["new"]), "index")
        services.on_free(self._forget)
        self.refresh()

    def refresh(self) -> None:
        """Lists the objects anew: those whose names contain what is searched for, else the hierarchy."""
        wanted = self._search.value.strip().casefold()
        chosen = self._chosen()
        found: list[tuple[str, Any]] = []
        left = 0
        deadline = self._services.clock() + BUDGET
        late = False
        for depth, obj in _objects():
            if self._services.clock() > deadline:
                late = True
                break
            name = clean(str(obj.name), NAME_LIMIT)
            if wanted and wanted not in name.casefold():
                continue
            if len(found) < MOST:
                found.append((name if wanted else "  " * depth + name, obj))
            else:
                left += 1
        self._objects = [obj for _, obj in found]
        self._list.unobserve_all("index")
        # Names need not differ, positions do.
        self._list.options = [(name, number) for number, (name, _) in enumerate(found)]
        self._list.index = next(
            (n for n, obj in enumerate(self._objects) if chosen is not None and obj == chosen), None
        )
        self._list.observe(lambda change: self._choose(change["new"]), "index")
        more = f", {left:,} more: search for them" if left else ""
        stopped = f"; the look through the scenes ended after {BUDGET:g} s" if late else ""
        self._count.value = f"{len(found):,} objects{more}{stopped}"

    def close(self) -> None:
        """Ends it and takes it out of the notebook."""
        if self.inspector is not None:
            self.inspector.stop()
        self._forget()
        self.widget.close()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget)

    def _chosen(self) -> Any:
        index = self._list.index
        return self._objects[index] if index is not None and index < len(self._objects) else None

    def _choose(self, index: int | None) -> None:
        if index is None or index >= len(self._objects):
            return
        obj = self._objects[index]
        if is_destroyed(obj):
            self.refresh()
            return
        engine("UnityEditor.Selection").activeGameObject = obj
        if self.inspector is None:
            self.inspector = Inspector(obj, self._services)
            self._place.children = [self.inspector.widget]
        else:
            self.inspector.show(obj)

    def _forget(self) -> None:
        self._objects = []


def _objects() -> Iterator[tuple[int, Any]]:
    """All GameObjects of the open scenes with their depths, in the hierarchy's order."""
    manager = engine("UnityEngine.SceneManagement.SceneManager")
    if manager is None:
        raise UnityKernelError("this editor has no scenes to browse")
    for number in range(min(int(manager.sceneCount), SCENES)):
        stack = [(0, root.transform) for root in manager.GetSceneAt(number).GetRootGameObjects()][::-1]
        while stack:
            depth, node = stack.pop()
            yield depth, node.gameObject
            stack += [(depth + 1, node.GetChild(index)) for index in range(int(node.childCount))][::-1]
