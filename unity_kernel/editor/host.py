"""What an editor must offer to be driven: the host protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

__all__ = ["EditorHost"]


class EditorHost(Protocol):
    """The real Unity, the headless editor, or a stand-in.

    The host creates an `Editor`, calls its `pump` on the main thread whenever it wakes, its `tick` at every frame, and
    its `log` for every console message. Around a domain reload it calls `Editor.freeze` and `Editor.thaw`.
    """

    kind: str
    """"unity", "headless", or a stand-in's own word."""

    ticks: bool
    """Whether the main loop ticks by itself all the time, so that a missing tick means that it is blocked."""

    embedded: bool
    """Whether kernels started it, with which it ends."""

    def wake(self) -> None:
        """Asks for a pump soon. Any thread."""

    def namespace(self) -> dict[str, Any]:
        """Names that each new session finds without an import. Main thread."""

    def project(self) -> str:
        """Absolute path of the open project. Any thread."""

    def version(self) -> str:
        """The Unity version (of the project, where there is no Unity). Any thread."""

    def describe(self) -> dict[str, Any]:
        """Plain facts for the status: open scene and the like. Any thread; must not block.

        `activity`, where it is there, is what the editor itself is at: "compiling", "importing" or "playing".
        `compile_errors`, where it is there, are the texts of the errors because of which no domain reload comes.
        """

    def subscribe(self, event: str, function: Callable[..., object]) -> Callable[[], None]:
        """Has a function called at an event of the editor; returns what ends that. Main thread.

        Args:
            event: Such as "EditorApplication.hierarchyChanged", or with its namespace before it.
            function: Called with the event's arguments.

        Raises:
            AttributeError: There is no such event.
        """

    def reference(self, value: object) -> str | None:
        """By what one of the host's own objects can be found again, also by another process. Main thread.

        Returns:
            A text for `resolve`; an empty one for an object that cannot be found again; None for what is none of
            the host's objects.
        """

    def resolve(self, reference: str) -> object:
        """The object of a `reference`, or None when it is no more. Main thread."""

    def quit(self) -> str:
        """Ends the editor soon, or returns why it will not. Any thread."""

    def adopt(self, pid: int) -> None:
        """For an embedded editor: one more process that uses it. Any thread."""

    def disown(self, pid: int) -> bool:
        """For an embedded editor: one process less; without any it ends, and this is True. Any thread."""
