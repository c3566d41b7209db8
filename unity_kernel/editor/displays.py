"""IPython's formatters, taught what Unity's objects look like.

Formatters by type do not do: pythonnet gives each reflected type a `__repr__` of its own, which IPython prefers to a
formatter of a base. So the bundle formatter is asked first, and the pretty-printer is told what reflected objects are
called inside lists and dictionaries.
"""

from __future__ import annotations

import io
from typing import Any

from IPython.core.formatters import MimeBundleFormatter, PlainTextFormatter, catch_format_error
from IPython.core.interactiveshell import InteractiveShell
from IPython.lib.pretty import RepresentationPrinter

from unity_kernel import display
from unity_kernel.display.names import is_reflected

__all__ = ["install", "net_parts"]


def install(shell: InteractiveShell) -> None:
    """Gives a shell the displays of Unity's objects."""
    formatter = shell.display_formatter
    formatter.mimebundle_formatter = _Bundle(parent=formatter)
    formatter.formatters["text/plain"] = _Plain(parent=formatter)


class _Bundle(MimeBundleFormatter):
    """Text and HTML from one description. A formatter that the user has registered for a MIME type still wins."""

    @catch_format_error  # type: ignore[untyped-decorator]
    def __call__(
        self, obj: Any, include: set[str] | None = None, exclude: set[str] | None = None
    ) -> dict[str, str] | None:
        if display.is_known(obj):
            return _chosen(display.mime_bundle(obj), include, exclude)
        if type(obj) in (list, tuple) and (table := display.table_of(obj)) is not None:
            return _chosen({"text/html": table}, include, exclude)
        found: dict[str, str] | None = super().__call__(obj, include=include, exclude=exclude)
        return found


def net_parts(error: BaseException | None) -> tuple[str, str] | None:
    """Message and stack of an exception that came from .NET; None for any other."""
    if error is None or not any(is_reflected(cls) for cls in type(error).__mro__):
        return None
    try:
        return str(error.Message), str(error.StackTrace or "")  # type: ignore[attr-defined]
    except Exception:  # a class of Python derived from one of .NET, half made
        return None


def _chosen(bundle: dict[str, str], include: set[str] | None, exclude: set[str] | None) -> dict[str, str]:
    return {
        kind: data
        for kind, data in bundle.items()
        if (not include or kind in include) and kind not in (exclude or ())
    }


class _Plain(PlainTextFormatter):
    """IPython's, with a printer that knows reflected objects."""

    def lookup(self, obj: Any) -> Any:
        """A formatter that outweighs the bundle's text: not IPython's own for types, where the type is Unity's."""
        if isinstance(obj, type) and display.is_known(obj):
            raise KeyError(type(obj))
        return super().lookup(obj)

    @catch_format_error  # type: ignore[untyped-decorator]
    def __call__(self, obj: Any) -> str:
        if not self.pprint:
            return repr(obj)
        text = io.StringIO()
        printer = _Printer(
            text,
            self.verbose,
            self.max_width,
            self.newline,
            max_seq_length=self.max_seq_length,
            singleton_pprinters=self.singleton_printers,
            type_pprinters=self.type_printers,
            deferred_pprinters=self.deferred_printers,
        )
        printer.pretty(obj)
        printer.flush()
        return text.getvalue()


class _Printer(RepresentationPrinter):
    """Shows reflected objects inside Python's containers by type and text, not by address."""

    def pretty(self, obj: Any) -> Any:
        if is_reflected(type(obj)) and type(obj) not in self.type_pprinters:
            self.text(display.one_line(obj))
            return None
        return super().pretty(obj)
