"""The smallest editor: no Unity, no project, a main loop and nothing else.

`python -m tests.support.stub_host TRANSPORT` runs one until it is told to quit; it prints its editor's id.
"""

from __future__ import annotations

import logging
import sys
import threading
import types
from collections.abc import Callable
from typing import Any

from unity_kernel.editor.editor import Editor
from unity_kernel.wire.endpoint import Transport

__all__ = ["StubHost"]

FRAME = 0.01


class StubHost:
    """An `EditorHost` whose "Unity" is one module with a few values."""

    kind = "stub"
    ticks = True
    embedded = False

    def __init__(self, project: str = "/projects/Game") -> None:
        self.quitting = threading.Event()
        self.adopted: list[int] = []
        self.pumps: threading.Event = threading.Event()
        self.reloads: list[tuple[float, bool]] = []
        self._project = project

    def wake(self) -> None:
        """The main loop sleeps in the dispatcher."""

    def namespace(self) -> dict[str, Any]:
        """A module that stands in for UnityEngine."""
        module = types.ModuleType("UnityEngine")
        module.__dict__["answer"] = 42
        module.__dict__["reload"] = self.request_reload
        return {"UnityEngine": module}

    def project(self) -> str:
        """See `EditorHost`."""
        return self._project

    def version(self) -> str:
        """See `EditorHost`."""
        return "6000.0.1f1"

    def describe(self) -> dict[str, Any]:
        """See `EditorHost`."""
        return {"scene": {"path": "Assets/Main.unity", "dirty": False}}

    def subscribe(self, event: str, function: Callable[..., object]) -> Callable[[], None]:
        """See `EditorHost`."""
        raise AttributeError(event)

    def reference(self, value: object) -> str | None:
        """See `EditorHost`."""
        return None

    def resolve(self, reference: str) -> object:
        """See `EditorHost`."""
        return None

    def request_reload(self, seconds: float, keep: bool = True) -> None:
        """A domain reload that takes so long, when the main loop is free."""
        self.reloads.append((seconds, keep))

    def quit(self) -> str:
        """Ends the main loop."""
        self.quitting.set()
        return ""

    def adopt(self, pid: int) -> None:
        """See `EditorHost`."""
        self.adopted.append(pid)

    def disown(self, pid: int) -> bool:
        """See `EditorHost`."""
        self.adopted.remove(pid)
        return not self.adopted

    def run(self, editor: Editor) -> None:
        """The main loop."""
        while not self.quitting.is_set():
            editor.dispatcher.wait_for_work(FRAME)
            editor.tick()
            editor.pump()
            while self.reloads:
                seconds, keep = self.reloads.pop(0)
                editor.freeze(keep=keep)
                self.quitting.wait(seconds)
                editor.thaw(self)


def main(transport: Transport) -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    host = StubHost()
    editor = Editor(host, transport)
    file = editor.start()
    sys.__stdout__.write(f"{file.id}\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]
    try:
        host.run(editor)
    finally:
        editor.stop()


if __name__ == "__main__":
    main(sys.argv[1])  # type: ignore[arg-type]
