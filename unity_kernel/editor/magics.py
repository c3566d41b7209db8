"""The magics of an editor's cells: %pull, %push, %screenshot, %undo, %redo, %unity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError
from IPython.display import display

from unity_kernel.editor import pictures
from unity_kernel.editor.routing import current_cell
from unity_kernel.editor.shell import text_of
from unity_kernel.editor.transfers import Transfers
from unity_kernel.wire import bulk

if TYPE_CHECKING:
    from unity_kernel.editor.session import Session

__all__ = ["CellMagics"]

OF_THE_EDITOR = ("play", "pause", "step", "stop", "reload")
"""Words after `%unity` that the cell itself carries out; the kernel answers the others."""


class CellMagics:
    """What `register` adds to a session's shell. Main thread.

    Args:
        session: Whose client they ask.
        transfers: By which values travel.
    """

    def __init__(self, session: Session, transfers: Transfers) -> None:
        self._session = session
        self._transfers = transfers

    def register(self, shell: Any) -> None:
        """Adds the magics to a shell."""
        for magic in (self._pull, self._push, self._screenshot, self._undo, self._redo, self._unity):
            shell.register_magic_function(magic, "line", magic.__name__.strip("_"))
        shell.register_magic_function(self._local, "cell", "local")

    def _pull(self, line: str) -> None:
        """%pull NAME [NAME ...]: copies values from the editor into the kernel's own namespace (`%%local`)."""
        values = self._session.shell.user_ns
        for name in _names(line, "pull"):
            if name not in values:
                raise UsageError(f"%pull: there is no {name!r} in the editor")
            try:
                buffers = bulk.dump(values[name])
            except Exception as error:
                raise UsageError(
                    f"%pull: {name} cannot be copied: {type(error).__name__}: {text_of(error)}. "
                    "Unity's objects stay in the editor; pull numbers, text, arrays or tables made from them."
                ) from error
            ticket = self._transfers.offer(buffers)
            try:
                self._ask("pull", {"name": name, "ticket": ticket})
            finally:
                self._transfers.take(ticket)

    def _push(self, line: str) -> None:
        """%push NAME [NAME ...]: copies values from the kernel's own namespace (`%%local`) into the editor."""
        for name in _names(line, "push"):
            ticket = self._transfers.expect()
            try:
                self._ask("push", {"name": name, "ticket": ticket})
            finally:
                buffers = self._transfers.take(ticket)
            try:
                self._session.shell.user_ns[name] = bulk.load(buffers)
            except Exception as error:
                raise UsageError(
                    f"%push: {name} cannot be rebuilt in the editor: {type(error).__name__}: {text_of(error)}. "
                    "Its class must be importable here; a class defined in a %%local cell is not."
                ) from error

    def _screenshot(self, line: str) -> None:
        """%screenshot [game|scene|CAMERA|OBJECT] [--size WxH] [--transparent]: shows a picture."""
        target, size, transparent = pictures.parse(line, self._session.shell.user_ns)
        display(self._session.helper.screenshot(target, size, transparent))

    def _undo(self, line: str) -> None:
        """%undo [N]: takes back the last step, or the last N, of the editor's Undo; a cell is one step."""
        print(self._performed("undo", line))

    def _redo(self, line: str) -> None:
        """%redo [N]: makes the last step, or the last N, again that were taken back."""
        print(self._performed("redo", line))

    def _performed(self, magic: str, line: str) -> str:
        text = line.strip() or "1"
        if not text.isdecimal() or int(text) < 1:
            raise UsageError(f"%{magic} takes a number of steps: %{magic} 3")
        count = int(text)
        names = getattr(self._session.helper, magic)(count)
        if not names:
            return f"There is nothing to {magic}."
        listed = ", ".join(name or "one step" for name in names)
        rest = "" if len(names) == count else f"; there is nothing more to {magic}"
        return f"{'Undone' if magic == 'undo' else 'Redone'}: {listed}{rest}."

    def _unity(self, line: str) -> None:
        """%unity status|list|use NAME|logs [LEVEL]|play|pause|step|stop|reload|resume: see and drive editors."""
        words = line.split()
        if words[:1] and words[0] in OF_THE_EDITOR:
            print(getattr(self._session.helper, words[0])())
        else:
            self._ask("unity", {"line": line})

    def _local(self, line: str, cell: str) -> None:
        """%%local: runs the cell in the kernel's own process, beside the editor (first line of a cell only)."""
        raise UsageError(
            "%%local: put it on the first line of the cell; what follows then runs in the kernel"
        )

    def _ask(self, name: str, arguments: dict[str, Any]) -> Any:
        cell = current_cell()
        return self._session.ask(cell.job if cell else "", name, arguments)


def _names(line: str, magic: str) -> list[str]:
    names = line.replace(",", " ").split()
    if not names or not all(name.isidentifier() for name in names):
        raise UsageError(f"%{magic} takes names of variables: %{magic} data table")
    return names
