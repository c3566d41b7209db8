"""The exception hierarchy: every error that users can meet, standard library only.

A message says what happened, what was seen, and what to do next.
"""

from __future__ import annotations

__all__ = [
    "AuthenticationError",
    "CellInterrupted",
    "EditorClosing",
    "EditorGone",
    "EditorReloading",
    "EditorStartError",
    "EditorStopped",
    "FileChangedError",
    "HeadlessLimitation",
    "LostObjectError",
    "NoEditorError",
    "NotSent",
    "PictureError",
    "ProjectError",
    "ProtocolError",
    "ProtocolVersionError",
    "RemoteError",
    "SceneFileError",
    "TableError",
    "UnityKernelError",
    "UnityObsoleteError",
    "UnityObsoleteWarning",
    "UnityTemporaryWarning",
    "WaitTimeout",
]


class UnityKernelError(Exception):
    """Anything that this package raises on purpose."""


class ProtocolError(UnityKernelError):
    """The peer sent something that is not this protocol."""


class ProtocolVersionError(ProtocolError):
    """The peer speaks another version of the protocol."""


class AuthenticationError(UnityKernelError):
    """The peer does not know the editor's token."""


class NoEditorError(UnityKernelError):
    """No editor fits, and none may be started."""


class EditorStartError(UnityKernelError):
    """An embedded editor was started but did not become ready."""


class EditorGone(UnityKernelError):
    """The editor ended, or the connection to it broke."""


class NotSent(EditorGone):
    """The editor had gone before the request could be sent; it has not begun."""


class EditorReloading(EditorGone):
    """The editor let go of its connections and will be back; what it had not answered has not begun."""


class EditorStopped(UnityKernelError):
    """The editor lives, but its user has stopped its server."""


class LostObjectError(UnityKernelError):
    """A .NET object was used that a domain reload has taken."""


class WaitTimeout(UnityKernelError, TimeoutError):
    """A bounded wait ran out; the message names what was waited for."""


class CellInterrupted(UnityKernelError):
    """A job ended because it was cancelled before it ran."""


class EditorClosing(CellInterrupted):
    """A job did not run because the editor is on its way out; it may run elsewhere."""


class RemoteError(UnityKernelError):
    """An exception raised on the editor's side, as data.

    Attributes:
        ename: The remote exception's class name.
        evalue: Its text.
        traceback: Its formatted traceback, a line or block per element.
    """

    def __init__(self, ename: str, evalue: str, traceback: list[str] | None = None) -> None:
        super().__init__(f"{ename}: {evalue}" if evalue else ename)
        self.ename = ename
        self.evalue = evalue
        self.traceback = traceback or []


class ProjectError(UnityKernelError):
    """A folder is not a Unity project, or it cannot be read or written."""


class SceneFileError(ProjectError):
    """A Unity file cannot be read or written; names the file and, where known, the line.

    Attributes:
        reason: The message without the place.
        path: The file, relative to its project where there is one.
        line: 1-based line number, or None.
    """

    def __init__(self, message: str, path: str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line is not None else path
        super().__init__(f"{where}: {message}")
        self.reason = message
        self.path = path
        self.line = line


class FileChangedError(SceneFileError):
    """A file was changed on disk by somebody else since it was loaded, and is therefore not overwritten."""


class PictureError(UnityKernelError):
    """A picture cannot be made: its size makes no sense, or what draws it is not installed."""


class TableError(UnityKernelError):
    """A table of objects cannot be read or written back."""


class HeadlessLimitation(UnityKernelError, NotImplementedError):
    """Unity has this member; the headless editor has not."""


class UnityObsoleteWarning(DeprecationWarning):
    """Unity's compiler would warn: a member that was used is obsolete in the project's version (CS0618)."""


class UnityTemporaryWarning(UserWarning):
    """Unity's compiler would refuse: a part of a struct was set that nothing holds, which changes nothing (CS1612)."""


class UnityObsoleteError(UnityKernelError, AttributeError):
    """Unity's compiler would refuse: a member that was used is obsolete in the project's version (CS0619)."""
