"""What a client process of `PythonRunner` offers to its init module: services and idle callbacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from unity_kernel.errors import UnityKernelError

__all__ = ["UnityClient", "UnityClientService"]


class UnityClientService:
    """Base of services: C# calls the methods whose names begin with `exposed_`, without that prefix.

    Example:
        >>> class Arithmetic(UnityClientService):
        ...     def exposed_add(self, a, b):
        ...         return a + b
    """


class UnityClient:
    """What `on_init_client(client)` of an init module gets. Main thread of the client process.

    Attributes:
        name: By which C# calls this client.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._services: list[UnityClientService] = []
        self._idle: list[Callable[[], object]] = []

    def register_service(self, service: type[UnityClientService]) -> None:
        """Makes a service's exposed methods callable from C#; the latest with a method of that name is called."""
        self._services.append(service())

    def register_idle_callback(self, callback: Callable[[], object]) -> None:
        """Has a function called some twenty times a second, between the commands from C#."""
        self._idle.append(callback)

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

    def idle(self) -> list[Callable[[], object]]:
        """The idle callbacks."""
        return list(self._idle)

    def drop_idle(self, callback: Callable[[], object]) -> None:
        """Forgets an idle callback, which has failed."""
        self._idle.remove(callback)
