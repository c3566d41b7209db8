"""A Python prompt in a terminal whose lines run in the editor. Start it inside the project's folder."""

import contextlib
import sys

import unity_connection
from unity_kernel.errors import UnityKernelError

try:
    import readline  # noqa: F401  # gives `input` a history and cursor keys, where the system has it
except ImportError:
    pass

# The editor's half. Names live in the connection's namespace, until the next domain reload.
INTERPRETER = """
import code, contextlib, io
import UnityEngine, UnityEditor

console = code.InteractiveConsole({"__name__": "__console__", "UnityEngine": UnityEngine, "UnityEditor": UnityEditor})

def push(line):
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        more = console.push(line)
    return more, shown.getvalue()
"""


def connect():
    """The editor's `push`, over a connection that is alive."""
    unity_connection.execute(INTERPRETER)
    return unity_connection.get_unity_connection().root.namespace()["push"]


def main():
    push = connect()
    print("Lines run in the Unity Editor. UnityEngine and UnityEditor are there. Ctrl-D ends.")
    prompt = ">>> "
    while True:
        try:
            line = input(prompt)
        except EOFError:
            print()
            return
        except KeyboardInterrupt:
            print()
            push, prompt = connect(), ">>> "  # forgets a statement that was half typed, and the names with it
            continue
        try:
            more, shown = push(line)
        except (EOFError, UnityKernelError):
            # A domain reload closes the connection; `connect` waits until the editor is back.
            push, prompt = connect(), ">>> "
            print("(Unity has reloaded its scripts; the names are gone. Type the line again.)")
            continue
        sys.stdout.write(shown)
        prompt = "... " if more else ">>> "


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
