"""Subscriptions to events of the editor that outlive domain reloads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from unity_kernel.editor.frames import Subscription

if TYPE_CHECKING:
    from unity_kernel.editor.editor import Editor

__all__ = ["Events"]


class Events:
    """Knows by name who listens to what, and subscribes anew in each domain. Main thread.

    Args:
        editor: Whose host knows the events.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._subscriptions: dict[Subscription, Callable[[], None]] = {}

    def on(self, event: str, function: Callable[..., object]) -> Subscription:
        """Calls a function at an event from now on; see `UnityHelper.on`."""
        subscription = Subscription(f"unity.on('{event}')", function, self._cancel)
        unsubscribe = self._editor.host.subscribe(event, subscription)
        self._subscriptions[subscription] = unsubscribe
        return subscription

    def renew(self) -> list[str]:
        """After a domain reload: subscribes everybody again.

        Returns:
            What could not be subscribed again, as when the C# edit has removed the event, each with the reason.
        """
        lost = []
        for subscription in list(self._subscriptions):
            try:
                self._subscriptions[subscription] = self._editor.host.subscribe(
                    _event(subscription), subscription
                )
            except Exception as error:  # the domain is another; whatever .NET says of it, the others go on
                del self._subscriptions[subscription]
                lost.append(f"{subscription.name} ({type(error).__name__}: {error})")
        return lost

    def call(self, event: str, *arguments: object) -> None:
        """Calls those who listen to an event that the host has missed."""
        for subscription in list(self._subscriptions):
            if _event(subscription).removeprefix("UnityEditor.") == event:
                subscription(*arguments)

    def drop(self, session: object) -> None:
        """Forgets the subscriptions of a session that has ended; they end at the next chance of the main thread."""
        mine = [
            each for each in self._subscriptions if each.cell is not None and each.cell.session is session
        ]
        if mine:
            self._editor.dispatcher.later(lambda: self._cancel_all(mine))

    def _cancel_all(self, subscriptions: list[Subscription]) -> None:
        for each in subscriptions:
            self._cancel(each)

    def _cancel(self, subscription: Any) -> None:
        unsubscribe = self._subscriptions.pop(subscription, None)
        if unsubscribe is not None:
            unsubscribe()


def _event(subscription: Subscription) -> str:
    return subscription.name.split("'")[1]
