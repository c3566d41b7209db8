"""``Object.Instantiate``."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation

__all__ = ["instantiate"]


def instantiate(*arguments: Any) -> Any:
    """Copy an object."""
    raise HeadlessLimitation("Object.Instantiate is not in the headless editor yet; the real editor has it")
