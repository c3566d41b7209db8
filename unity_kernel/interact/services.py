"""What widgets need of the editor that they run in."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from unity_kernel.errors import UnityKernelError

__all__ = ["Services", "Subscription", "require_widgets"]


class Subscription(Protocol):
    """What ends a call at every frame."""

    def cancel(self) -> None:
        """Ends it."""


@dataclass(frozen=True)
class Services:
    """The editor's side.

    Attributes:
        on_update: Calls a function at every frame, until its subscription is cancelled or the session ends.
        name_step: Names the step of Undo that is being recorded.
        on_free: Calls a function when the session's namespace is freed, after which no object may be touched.
        clock: Seconds, monotonic.
    """

    on_update: Callable[[Callable[[], object]], Subscription]
    name_step: Callable[[str], None]
    on_free: Callable[[Callable[[], None]], None]
    clock: Callable[[], float] = time.monotonic


def require_widgets() -> Any:
    """The module ipywidgets.

    Raises:
        UnityKernelError: It is not installed.
    """
    try:
        return importlib.import_module("ipywidgets")
    except ImportError as error:
        raise UnityKernelError(
            "this needs ipywidgets in the editor's Python: pip install 'unity-kernel[lab]'"
        ) from error
