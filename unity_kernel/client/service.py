"""What a client process of `PythonRunner` offers to its init module: services and idle callbacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from unity_kernel.errors import UnityKernelError

__all__ = ["UnityClient", "UnityClientService"]

IDLE = 0.05
"""Seconds between calls of an idle callback: the historical client's twenty a second."""
SHORTEST = 0.001
"""Seconds at least between them, whatever interval was asked for."""


class UnityClientService:
    """Base of services: C# calls the methods whose names begin with `exposed_`, without that prefix.

    Example:
        >>> class Arithmetic(UnityClientService):
        ...     def exposed_add(self, a, b):
        ...         return a + b
    """


@dataclass(eq=False, slots=True)
class _Idle:
    callback: Callable[[], object]
    interval: float
    due: float = 0.0


class UnityClient:
    """What `on_init_client(client)` of an init module gets. Main thread of the client process.

    Attributes:
        name: By which C# calls this client.
        close: Ends the client's process, after the callback or service that calls it.
    """

    def __init__(self, name: str, close: Callable[[], None]) -> None:
        self.name = name
        self.close = close
        self._services: list[UnityClientService] = []
        self._idle: list[_Idle] = []

    def register_service(self, service: type[UnityClientService]) -> None:
        """Makes a service's exposed methods callable from C#; the latest with a method of that name is called."""
        self._services.append(service())

    def register_idle_callback(self, callback: Callable[[], object], interval: float = IDLE) -> None:
        """Has a function called every `interval` seconds, between the commands from C#.

        A user interface whose events are processed here feels right from 0.02 s on.
        """
        self._idle.append(_Idle(callback, interval))

    def call(self, service: str, arguments: list[Any]) -> Any:
        """Calls a service.

        Raises:
            UnityKernelError: There is none of that name; what the service raises passes as it is.
        """
        for each in reversed(self._services):
            method = getattr(each, f"exposed_{service}", None)
            if method is not None:
                return method(*arguments)
        known = sorted(
            name.removeprefix("exposed_")
            for each in self._services
            for name in dir(each)
            if name.startswith("exposed_")
        )
        raise UnityKernelError(
            f"client '{self.name}' has no service '{service}'. It has: {', '.join(known) or 'none; its init module '}"
            f"{'' if known else 'registers none'}"
        )

    def due(self, now: float) -> list[Callable[[], object]]:
        """The idle callbacks to be called now; each is due again when its interval has passed."""
        due = [each for each in self._idle if each.due <= now]
        for each in due:
            each.due = now + each.interval
        return [each.callback for each in due]

    def pause(self, now: float) -> float:
        """Seconds until the next idle callback is due; infinite without any."""
        return max(SHORTEST, min((each.due for each in self._idle), default=float("inf")) - now)

    def drop_idle(self, callback: Callable[[], object]) -> None:
        """Forgets an idle callback, which has failed."""
        self._idle = [each for each in self._idle if each.callback != callback]
