"""``UnityEditor.EditorSettings``: what happens on entering play mode. Changes last until the editor ends."""

from __future__ import annotations

from typing import Any

from . import catalogue, world
from .interop import ApiType, static_property

__all__ = ["EditorSettings"]


def _set_enabled(value: bool) -> None:
    state = world.current()
    state.enter_play_mode = (bool(value), state.enter_play_mode[1])


def _set_options(value: Any) -> None:
    state = world.current()
    state.enter_play_mode = (state.enter_play_mode[0], int(value))


class EditorSettings(metaclass=ApiType):
    """The project's editor settings, as far as play mode asks for them."""

    _namespace = "UnityEditor"

    enterPlayModeOptionsEnabled = static_property(lambda: world.current().enter_play_mode[0], _set_enabled)
    enterPlayModeOptions = static_property(
        lambda: catalogue.enum_type("UnityEditor.EnterPlayModeOptions")(world.current().enter_play_mode[1]),
        _set_options,
    )
