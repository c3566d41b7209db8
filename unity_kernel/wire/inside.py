"""Whether this process is an editor: `unity_connection` then needs no connection.

The editor side registers itself here; the client side only looks, so that neither imports the other.
"""

from __future__ import annotations

from typing import Any

__all__ = ["editor"]

editor: Any = None
"""The running `unity_kernel.editor.editor.Editor` of this process, or None."""
