"""`unity-kernel headless`: an editor without Unity, in the foreground."""

from __future__ import annotations

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Runs the command, which is the headless editor's own."""
    from unity_kernel.headless import __main__ as headless

    return headless.main(arguments)
