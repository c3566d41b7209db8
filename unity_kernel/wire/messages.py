"""The typed messages of the control channel, and their encoding as plain data.

A message is a dataclass; on the wire it is JSON (ASCII, so that lone surrogates and NUL pass unharmed) with its
binary buffers beside it. Nothing is pickled here. Both directions send *batches*: several messages, in order.

`job` names the request that a message belongs to: the id that the client gave to its request. Jupyter's own
words are used where the content is Jupyter's (reply content, MIME bundle, transient).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from unity_kernel.errors import ProtocolError

__all__ = [
    "PROTOCOL",
    "Adopt",
    "AttachSession",
    "Buffers",
    "Cancel",
    "ClearOutput",
    "ClientCall",
    "ClientReply",
    "CloseSession",
    "Comm",
    "Complete",
    "Disown",
    "Display",
    "ErrorOutput",
    "Execute",
    "Failed",
    "GetLogs",
    "GetStatus",
    "Inspect",
    "Interrupt",
    "Log",
    "Message",
    "Mime",
    "Notice",
    "Print",
    "Quit",
    "Reply",
    "Result",
    "StateChanged",
    "Stream",
    "decode",
    "encode",
]

PROTOCOL = 2
"""Counted up by every change that an older peer would misread."""

Buffers: TypeAlias = list[bytes]
Mime: TypeAlias = dict[str, Any]

_KINDS: dict[str, type[Message]] = {}


class Message:
    """Base of everything that crosses the control channel."""

    __slots__ = ()
    kind: ClassVar[str]
    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, kind: str = "") -> None:
        # dataclass(slots=True) makes the class twice; the second one, with the fields, stays registered.
        if kind:
            cls.kind = kind
        _KINDS[cls.kind] = cls


def encode(messages: Iterable[Message]) -> tuple[bytes, Buffers]:
    """A batch as JSON bytes and the binary buffers of its messages, in order.

    Raises:
        ProtocolError: A message holds a value that has no text form at all, or that contains itself.
    """
    items: list[dict[str, Any]] = []
    buffers: Buffers = []
    for message in messages:
        item: dict[str, Any] = {"kind": message.kind}
        for (
            name
        ) in message.__match_args__:  # its fields: `fields()` would cost a cell of 100,000 messages 0.1 s
            item[name] = getattr(message, name)
        if "buffers" in item:
            buffers.extend(item["buffers"])
            item["buffers"] = len(item["buffers"])
        items.append(item)
    try:
        try:
            text = _ENCODER.encode(items)
        except TypeError:
            text = _ENCODER.encode(_with_text_keys(items))
    except Exception as error:  # users put any object into a MIME bundle
        kinds = ", ".join(sorted({str(item["kind"]) for item in items}))
        raise ProtocolError(f"cannot encode {kinds}: {type(error).__name__}: {error}") from error
    return text.encode("ascii"), buffers


def _plain(value: object) -> object:
    """Numbers of numpy and the like, paths and unknown things inside Jupyter content."""
    for convert in ("tolist", "item"):
        method = getattr(value, convert, None)
        if callable(method):
            try:
                return method()
            except Exception:  # any foreign class may answer to these names
                continue
    if isinstance(value, bytes | bytearray | memoryview):
        import base64

        return base64.b64encode(value).decode("ascii")
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return str(value)


_ENCODER = json.JSONEncoder(separators=(",", ":"), default=_plain)


def _with_text_keys(value: Any) -> Any:
    """The same content, with keys that JSON knows: numbers of numpy, tuples and the like become text."""
    if isinstance(value, dict):
        return {
            key if isinstance(key, str | int | float | None) else str(key): _with_text_keys(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_with_text_keys(item) for item in value]
    return value


def decode(payload: bytes, buffers: Sequence[bytes]) -> list[Message]:
    """The batch that `encode` wrote.

    Raises:
        ProtocolError: The payload is not such a batch.
    """
    messages: list[Message] = []
    position = 0
    try:
        for item in json.loads(payload):
            cls = _KINDS[item.pop("kind")]
            if "buffers" in item:
                count = item["buffers"]
                if not 0 <= count <= len(buffers) - position:
                    raise ValueError(f"{count} buffers of {len(buffers) - position}")
                item["buffers"] = list(buffers[position : position + count])
                position += count
            messages.append(cls(**item))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ProtocolError(
            f"unreadable message ({type(error).__name__}: {error}): {payload[:80]!r}"
        ) from error
    return messages


# Requests that the editor's IO thread answers at once, also while the main thread is busy -----------------------


@dataclass(slots=True)
class AttachSession(Message, kind="attach_session"):
    """Opens the session of this connection, or takes up an existing one of that id.

    `process` is that of a client process, which the editor has started and sends commands to; 0 for others. `key` is
    what stays when a notebook's kernel is replaced by another; `resume` takes over the session that a dead kernel of
    that key has left. When this kernel dies, its session waits `grace` seconds for that; its running cell and its
    queue end, or go on where `finishes` says so. `snapshot` is how many bytes of the variables are kept on disk
    against the editor's crash, 0 for none; `restore` brings back those that a crashed editor has left.
    """

    session: str
    client: str
    working_directory: str = ""
    output_limit: int = 0
    process: int = 0
    key: str = ""
    resume: bool = False
    grace: float = 0.0
    finishes: bool = False
    snapshot: int = 0
    restore: bool = False


@dataclass(slots=True)
class CloseSession(Message, kind="close_session"):
    """Ends the session and frees its namespace; the editor stays."""


@dataclass(slots=True)
class GetStatus(Message, kind="get_status"):
    """Asks what the editor is doing."""


@dataclass(slots=True)
class GetLogs(Message, kind="get_logs"):
    """Asks for the console's entries after number `after`, at most the last `limit`, of these severities (or all)."""

    after: int = 0
    limit: int = 1000
    severities: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Interrupt(Message, kind="interrupt"):
    """Raises KeyboardInterrupt in this session's running job."""


@dataclass(slots=True)
class Cancel(Message, kind="cancel"):
    """Takes a job that has not begun out of the queue."""

    job: str


@dataclass(slots=True)
class ClientReply(Message, kind="client_reply"):
    """The client's answer to a `ClientCall`: a value, or an error's class name and text."""

    call: int
    value: Any = None
    ename: str = ""
    error: str = ""


@dataclass(slots=True)
class Print(Message, kind="print"):
    """An entry for the editor's console, from a client process; `severity` is log, warning or error."""

    severity: str
    text: str


@dataclass(slots=True)
class Adopt(Message, kind="adopt"):
    """For an embedded editor: a kernel's process uses it; it ends when all such processes have ended."""

    pid: int


@dataclass(slots=True)
class Disown(Message, kind="disown"):
    """The kernel of this process needs the embedded editor no more; the last one ends it."""

    pid: int


@dataclass(slots=True)
class Quit(Message, kind="quit"):
    """Ends a headless editor; a Unity Editor refuses."""


# Requests that become a job on the main thread; their Reply comes through the output queue ----------------------


@dataclass(slots=True)
class Execute(Message, kind="execute"):
    """Runs a cell; the reply's content is that of Jupyter's execute_reply."""

    job: str
    code: str
    silent: bool = False
    store_history: bool = True
    user_expressions: dict[str, str] = field(default_factory=dict)
    allow_stdin: bool = False
    execution_count: int = 1
    cell_id: str | None = None


@dataclass(slots=True)
class Complete(Message, kind="complete"):
    """Completes at a position (in code points); content of complete_reply."""

    job: str
    code: str
    cursor_pos: int


@dataclass(slots=True)
class Inspect(Message, kind="inspect"):
    """Describes the name at a position; content of inspect_reply."""

    job: str
    code: str
    cursor_pos: int
    detail_level: int = 0
    omit_sections: list[str] = field(default_factory=list)


# Both ways -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Comm(Message, kind="comm"):
    """A comm_open, comm_msg or comm_close."""

    job: str
    msg_type: str
    content: dict[str, Any]
    metadata: dict[str, Any] = field(default_factory=dict)
    buffers: Buffers = field(default_factory=list)


# Editor to client ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Reply(Message, kind="reply"):
    """The end of a request."""

    job: str
    content: dict[str, Any]
    buffers: Buffers = field(default_factory=list)


@dataclass(slots=True)
class Failed(Message, kind="failed"):
    """A request that could not be served at all: an exception as data."""

    job: str
    ename: str
    evalue: str
    traceback: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stream(Message, kind="stream"):
    """Text on stdout or stderr."""

    job: str
    name: str
    text: str


@dataclass(slots=True)
class Display(Message, kind="display"):
    """display_data, or update_display_data."""

    job: str
    data: Mime
    metadata: dict[str, Any] = field(default_factory=dict)
    transient: dict[str, Any] = field(default_factory=dict)
    update: bool = False


@dataclass(slots=True)
class Result(Message, kind="result"):
    """execute_result: the value of a cell's last expression."""

    job: str
    data: Mime
    metadata: dict[str, Any]
    execution_count: int


@dataclass(slots=True)
class ClearOutput(Message, kind="clear_output"):
    """clear_output."""

    job: str
    wait: bool


@dataclass(slots=True)
class ErrorOutput(Message, kind="error"):
    """A traceback shown in the cell."""

    job: str
    ename: str
    evalue: str
    traceback: list[str]


@dataclass(slots=True)
class Log(Message, kind="log"):
    """An entry of the editor's console that belongs to a cell.

    `severity` is one of log, warning, error, exception, assert; `when` is seconds since the epoch.
    """

    job: str
    number: int
    severity: str
    message: str
    stack: str
    when: float


@dataclass(slots=True)
class Notice(Message, kind="notice"):
    """A line from unity-kernel itself for the user."""

    job: str
    text: str


@dataclass(slots=True)
class ClientCall(Message, kind="client_call"):
    """A job asks its client for something and waits: `input`, `getpass`, `pull`, `push`, `unity`.

    `pull` and `push` name the bulk channel's ticket for the value.
    """

    job: str
    call: int
    name: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class StateChanged(Message, kind="state_changed"):
    """What becomes of the editor, in a word.

    "reloading": it is in a domain reload; connections stay, and what is sent waits. "idle": it is back. "stopped": its
    server ends, and may be back; what had no answer has not begun. "disconnected": this kernel is sent away.
    """

    state: str
    detail: str = ""
