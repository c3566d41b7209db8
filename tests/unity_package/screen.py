"""The Mono host's windows, as its user sees and uses them; without the server, which may be stopped."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.session import wait_until

__all__ = ["SETTINGS", "WINDOW", "Screen"]

WINDOW = "Unity Kernel"
SETTINGS = "Project/Unity Kernel"


class Screen:
    """What an editor on the Mono host draws, as text: a line for each row; [buttons], (greyed out), <text fields>.

    Args:
        project: The project that it has open.
    """

    def __init__(self, project: Path) -> None:
        self._folder = project / "Library" / "MonoHost"

    def look(self, shown: str = WINDOW) -> str:
        """The text of a window or settings page, which is opened if need be."""
        return self._send(shown)

    def press(self, control: str, row: str = "", shown: str = WINDOW) -> str:
        """Presses a button, or ticks a toggle, in the first row that contains `row`; returns what is drawn then."""
        return self._send(shown, control, row)

    def type(self, field: str, text: str, shown: str = SETTINGS) -> str:
        """Replaces the text of the text field that holds `field`."""
        return self._send(shown, f"<{field}>", "", text)

    def choose(self, item: str) -> bool:
        """Chooses a menu item; False when it is greyed out, or not there."""
        return self._send("menu", item) == "chosen"

    def _send(self, shown: str, control: str = "", row: str = "", typed: str = "") -> str:
        command, answer = self._folder / "screen.txt", self._folder / "screen-answer.txt"
        answer.unlink(missing_ok=True)
        fresh = command.with_suffix(".new")
        fresh.write_text("\n".join((shown, control, row, typed)))
        os.replace(fresh, command)
        wait_until(answer.exists, f"the answer of the window '{shown}'")
        text = answer.read_text()
        assert not text.startswith("failed:"), text
        return text
