"""What a front end sees of one request: its messages in order, and what they add up to."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

__all__ = ["Cell", "Display", "Error", "Question", "Request", "plain"]

_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
TIMEOUT = 30.0
"""Seconds that a test waits for anything, unless it says otherwise; nothing here takes longer than a few."""


def plain(text: str) -> str:
    """Text without colours."""
    return _ESCAPES.sub("", text)


@dataclass(frozen=True, slots=True)
class Error:
    """An error as the cell shows it; the traceback without colours."""

    ename: str
    evalue: str
    traceback: str

    def __str__(self) -> str:
        return self.traceback or f"{self.ename}: {self.evalue}"


@dataclass(frozen=True, slots=True)
class Display:
    """display_data or update_display_data."""

    data: dict[str, Any]
    metadata: dict[str, Any]
    transient: dict[str, Any]
    update: bool

    @property
    def text(self) -> str:
        return str(self.data.get("text/plain", ""))


@dataclass(frozen=True, slots=True)
class Question:
    """An input_request."""

    prompt: str
    password: bool


class Pump(Protocol):
    """The part of a kernel that a request needs."""

    def pump_until(self, condition: Callable[[], bool], timeout: float, what: Callable[[], str]) -> None:
        """Receives messages until the condition holds; fails with a sentence after `timeout` seconds."""


@dataclass(slots=True, eq=False)
class Request:
    """A request on its way.

    Attributes:
        published: The messages on iopub that belong to it, in order, status messages left out.
        reply: The reply's content, once it is there.
        idle: Whether the kernel has said that it is done with this.
    """

    kernel: Pump
    id: str
    kind: str
    wants_reply: bool = True
    published: list[dict[str, Any]] = field(default_factory=list)
    reply: dict[str, Any] | None = None
    idle: bool = False

    @property
    def done(self) -> bool:
        return self.idle and (self.reply is not None or not self.wants_reply)

    def describe(self) -> str:
        return f"the {self.kind}"

    def wait(self, timeout: float = TIMEOUT) -> dict[str, Any]:
        """Waits for the end; returns the reply's content."""
        self.kernel.pump_until(lambda: self.done, timeout, lambda: f"{self.describe()} to end")
        return self.reply or {}

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The contents of the published messages of one type."""
        return [message["content"] for message in self.published if message["msg_type"] == kind]

    @property
    def kinds(self) -> list[str]:
        """The types of the published messages, in order."""
        return [message["msg_type"] for message in self.published if message["msg_type"] != "execute_input"]


@dataclass(slots=True, eq=False)
class Cell(Request):
    """A cell that was sent: `kernel.run` gives it finished, `kernel.begin` at once."""

    code: str = ""
    questions: list[Question] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def describe(self) -> str:
        code = self.code if len(self.code) < 200 else self.code[:200] + "…"
        seen = f"; so far: {self.kinds}, {self.text[-500:]!r}" if self.published else "; it has shown nothing"
        return f"the cell {code!r}{seen}"

    def finish(self, timeout: float = TIMEOUT) -> Cell:
        """Waits for the end."""
        self.wait(timeout)
        return self

    def until_output(self, text: str, timeout: float = TIMEOUT) -> Cell:
        """Waits until the cell has printed `text`."""
        self.kernel.pump_until(
            lambda: text in self.text, timeout, lambda: f"{text!r} in the output of {self.describe()}"
        )
        return self

    def until_question(self, timeout: float = TIMEOUT) -> Question:
        """Waits until the cell asks for input that `answers` did not foresee."""
        self.kernel.pump_until(
            lambda: bool(self.questions), timeout, lambda: f"a question from {self.describe()}"
        )
        return self.questions[-1]

    # --- what it shows ----------------------------------------------------------------------------------

    def stream(self, name: str) -> str:
        return "".join(content["text"] for content in self.of("stream") if content["name"] == name)

    @property
    def stdout(self) -> str:
        return self.stream("stdout")

    @property
    def stderr(self) -> str:
        return self.stream("stderr")

    @property
    def console(self) -> str:
        """Unity's console messages as text, with their last counts."""
        return "".join(text for name, text in self._shown() if name == "console")

    @property
    def text(self) -> str:
        """stdout, stderr and console messages as they came."""
        return "".join(text for _, text in self._shown())

    def _shown(self) -> list[tuple[str, str]]:
        """Streams and blocks of console messages, in order."""
        parts: list[tuple[str, str]] = []
        places: dict[str, int] = {}
        for message in self.published:
            content = message["content"]
            if message["msg_type"] == "stream":
                parts.append((content["name"], content["text"]))
            elif content.get("metadata", {}).get("unity_kernel") == "console":
                shown = ("console", f"{content['data']['text/plain']}\n")
                name = content["transient"].get("display_id", "")
                if message["msg_type"] == "update_display_data":
                    parts[places[name]] = shown
                else:
                    places[name] = len(parts)
                    parts.append(shown)
        return parts

    @property
    def mime(self) -> dict[str, Any]:
        """The MIME bundle of the last expression; empty when there is none."""
        results = self.of("execute_result")
        return dict(results[-1]["data"]) if results else {}

    @property
    def result(self) -> str | None:
        """The last expression as plain text, or None."""
        text = self.mime.get("text/plain")
        return None if text is None else str(text)

    @property
    def value(self) -> Any:
        """The last expression, read back as a Python literal."""
        assert self.error is None, str(self.error)
        assert self.result is not None, f"{self.describe()} has no result"
        return ast.literal_eval(self.result)

    @property
    def displays(self) -> list[Display]:
        return [
            Display(
                message["content"]["data"],
                message["content"]["metadata"],
                message["content"].get("transient", {}),
                message["msg_type"] == "update_display_data",
            )
            for message in self.published
            if message["msg_type"] in ("display_data", "update_display_data")
        ]

    @property
    def error(self) -> Error | None:
        """The error that the cell shows."""
        errors = self.of("error")
        if not errors:
            return None
        content = errors[-1]
        return Error(content["ename"], content["evalue"], plain("\n".join(content["traceback"])))

    @property
    def failure(self) -> Error:
        """The error; the test fails when there is none."""
        error = self.error
        assert error is not None, f"no error came from {self.describe()}"
        return error

    @property
    def status(self) -> str:
        """ok, error or aborted, from the reply."""
        return str((self.reply or {}).get("status", "no reply"))

    @property
    def count(self) -> int:
        return int((self.reply or {}).get("execution_count") or 0)
