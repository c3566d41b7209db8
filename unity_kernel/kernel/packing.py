"""Messages to the front end that always can be sent, whatever text a cell produces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["tolerant"]


def tolerant(pack: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    """Wraps a session's packer: lone surrogates, which UTF-8 cannot carry, are sent as their escapes.

    jupyter_client's packer raises for some of them, so that the reply never comes and the cell never ends, and sends
    the others as bytes that are no UTF-8, which cannot be saved in a notebook.
    """

    def tolerant_pack(content: Any) -> bytes:
        try:
            packed = pack(content)
            if packed.isascii():
                return packed
            packed.decode()
            return packed
        except (UnicodeError, TypeError):  # orjson has a TypeError for it
            return pack(_escaped(content))

    return tolerant_pack


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_escaped(key): _escaped(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_escaped(item) for item in value]
    return value
