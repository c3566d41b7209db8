"""`unity.inspect`: an object's fields as widgets, which follow the object and write into it."""

from __future__ import annotations

import html
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import is_destroyed
from unity_kernel.display.names import engine, type_name
from unity_kernel.errors import UnityKernelError
from unity_kernel.interact.editors import FieldEditor, Look
from unity_kernel.interact.fields import Field, Fields
from unity_kernel.interact.services import Services, Subscription, require_widgets

__all__ = ["Inspector"]

EVERY = 0.25
"""Seconds between two looks at the object."""
MOST_FIELDS = 60
"""Fields of one component that are shown; a widget costs the front end some milliseconds."""
MOST_COMPONENTS = 12
MOST_FOLLOWING = 6
"""Inspectors that follow their objects at a time; with one more the oldest stops."""

_following: list[Inspector] = []


class _Part:
    """One component's fields and their widgets."""

    def __init__(self, title: str, fields: Fields, editors: list[FieldEditor], more: int) -> None:
        self.title = title
        self.fields = fields
        self.editors = editors
        self.more = more


class Inspector:
    """The widgets of a GameObject with its components, of a component, or of an asset. Main thread.

    It looks at the object four times a second and shows what has changed there. It stops when it is closed, when the
    object is destroyed, when newer ones have taken its turn, and when the session's namespace is freed; then it holds
    no object any more.

    Args:
        obj: The object.
        services: The editor's.

    Attributes:
        widget: What is shown.

    Raises:
        UnityKernelError: It is no object of Unity's, or has been destroyed, or ipywidgets is missing.
    """

    def __init__(self, obj: Any, services: Services) -> None:
        widgets = require_widgets()
        self._services = services
        self._head = widgets.HTML()
        self._status = widgets.HTML()
        self._body = widgets.VBox()
        self.widget = widgets.VBox([self._head, self._status, self._body])
        self._parts: list[_Part] = []
        self._subscription: Subscription | None = None
        self._looked = float("-inf")
        self._name = ""
        services.on_free(
            lambda: self.stop("The editor has freed this session's objects: run the cell again.")
        )
        self.show(obj)

    def show(self, obj: Any) -> None:
        """Shows another object in the same place.

        Raises:
            UnityKernelError: As for the class.
        """
        if obj is None or not hasattr(obj, "GetType") or is_destroyed(obj):
            what = "None" if obj is None else f"a {type(obj).__name__}"
            raise UnityKernelError(
                f"unity.inspect shows GameObjects, components and assets that are there; this is {what}"
                + (", and destroyed" if obj is not None and hasattr(obj, "GetType") else "")
            )
        self._let_go()
        self._parts = self._open(obj)
        self._name = clean(str(obj.name), NAME_LIMIT)
        self._title(f"{html.escape(self._name)} <small>{html.escape(type_name(type(obj)))}</small>")
        self._say("")
        self._body.children = self._rows()
        self.look()
        self._follow()

    def look(self) -> None:
        """Shows the values that the object has now."""
        self._looked = self._services.clock()
        for part in self._parts:
            if part.fields.is_gone:
                self.stop(f"{part.title} has been destroyed.")
                return
            part.fields.refresh()
            for editor in part.editors:
                editor.show(part.fields.read(editor.field))

    def stop(self, why: str = "") -> None:
        """Lets go of the object; the widgets stay as they are and take no more edits."""
        for part in self._parts:
            for editor in part.editors:
                editor.disable()
        self._let_go()
        self._say(why)

    def close(self) -> None:
        """Ends it and takes it out of the notebook."""
        self.stop()
        self.widget.close()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _open(self, obj: Any) -> list[_Part]:
        look = Look()
        if not hasattr(obj, "activeSelf"):
            return [self._part(type_name(type(obj)), obj, look, [("m_Enabled", "Enabled")])]
        parts = [
            self._part("GameObject", obj, look, [("m_IsActive", "Active"), ("m_Name", "Name")], only=True)
        ]
        components = [each for each in obj.GetComponents(engine("UnityEngine.Component")) if each is not None]
        known = [("m_Enabled", "Enabled")]
        parts += [
            self._part(type_name(type(each)), each, look, known) for each in components[:MOST_COMPONENTS]
        ]
        return parts

    def _part(
        self, title: str, obj: Any, look: Look, known: list[tuple[str, str]], only: bool = False
    ) -> _Part:
        fields = Fields(obj)
        found = [each for path, label in known if (each := fields.find(path, label)) is not None]
        more = 0
        if not only:
            visible, more = fields.visible(MOST_FIELDS)
            found += [each for each in visible if each.path not in dict(known)]
        editors: list[FieldEditor] = []
        part = _Part(title, fields, editors, more)
        editors += [
            FieldEditor(each, look, lambda which, value: self._edit(part, which, value)) for each in found
        ]
        return part

    def _rows(self) -> list[Any]:
        widgets = require_widgets()
        rows: list[Any] = []
        for part in self._parts:
            if len(self._parts) > 1:
                rows.append(widgets.HTML(f'<b style="font-size:14px">{html.escape(part.title)}</b>'))
            rows += [editor.widget for editor in part.editors]
            if part.more:
                rows.append(widgets.HTML(f"<i>{part.more} more fields</i>"))
        return rows

    def _edit(self, part: _Part, which: Field, value: Any) -> None:
        """The user has changed a field."""
        if part not in self._parts:
            return  # it has stopped, and says so
        if part.fields.is_gone:
            self.stop(f"{part.title} has been destroyed.")
            return
        self._services.name_step(f"{which.label} of {self._name}")
        try:
            part.fields.write(which, value)
            self._say("")
        except Exception as error:  # what .NET says of a value that it does not take
            self._say(f"{which.label} was not changed: {error}")
        self.look()

    def _follow(self) -> None:
        while len(_following) >= MOST_FOLLOWING:
            _following[0].pause()
        _following.append(self)
        self._subscription = self._services.on_update(self._tick)

    def pause(self) -> None:
        """Follows the object no more; edits are still written, and show what it has become."""
        if self._subscription is not None:
            self._subscription.cancel()
            self._subscription = None
        if self in _following:
            _following.remove(self)

    def _tick(self) -> None:
        if self._services.clock() - self._looked >= EVERY:
            self.look()

    def _let_go(self) -> None:
        self.pause()
        for part in self._parts:
            part.fields.close()
        self._parts = []

    def _title(self, text: str) -> None:
        self._head.value = f'<b style="font-size:16px">{text}</b>'

    def _say(self, text: str) -> None:
        self._status.value = (
            f'<span style="color:var(--jp-warn-color1,#946000)">{html.escape(text)}</span>' if text else ""
        )
