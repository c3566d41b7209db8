"""The optional libraries, and what to do without them."""

from __future__ import annotations

import importlib.util

from unity_kernel.errors import PictureError

__all__ = ["require_extra"]


def require_extra() -> None:
    """Check that what draws pictures is installed.

    Raises:
        PictureError: It is not; the message says how to get it.
    """
    missing = [
        package
        for module, package in (("numpy", "numpy"), ("PIL", "pillow"))
        if importlib.util.find_spec(module) is None
    ]
    if missing:
        raise PictureError(
            f"pictures of the headless editor need {' and '.join(missing)}, which this Python does not have; "
            "install them: pip install 'unity-kernel[picture]'"
        )
