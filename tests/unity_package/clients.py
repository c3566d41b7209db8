"""PythonRunner's clients in tests: a user's C# and init module, and what a test asks of them through a kernel."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from tests.support.session import Editor, Kernel, wait_until
from tests.unity_package import mono

__all__ = [
    "NAMES",
    "ask",
    "call",
    "client_processes",
    "close",
    "connected",
    "console",
    "install",
    "menu",
    "spawn",
    "wait_for_end",
]

SCRIPT = r"""
using System;
using System.Collections;
using System.Linq;
using System.Threading.Tasks;
using UnityEditor;
using UnityEditor.Scripting.Python;
using UnityEngine;

namespace ClientTests
{
public static class Clients
{
    // What an action throws, as text.
    public static string Try(Action action)
    {
        try
        {
            action();
            return "";
        }
        catch (Exception error)
        {
            return error.GetType().Name + ": " + error.Message;
        }
    }

    static string Text(object value)
    {
        return value + " (" + (value == null ? "null" : value.GetType().Name) + ")";
    }

    public static string Call(string client, string service, params object[] args)
    {
        object value = null;
        string problem = Try(() => value = PythonRunner.CallServiceOnClient(client, service, args));
        return problem != "" ? problem : Text(value);
    }

    // The result of the last call of one of the two below; empty while it runs.
    public static string Result = "";

    // A coroutine, advanced once a tick.
    public static void CallInCoroutine(string client, string service, params object[] args)
    {
        Result = "";
        IEnumerator steps = PythonRunner.CallCoroutineServiceOnClient(client, service, args);
        EditorApplication.CallbackFunction advance = null;
        advance = () =>
        {
            bool more = false;
            string problem = Try(() => more = steps.MoveNext());
            if (!more)
            {
                EditorApplication.update -= advance;
                Result = problem != "" ? problem : Text(steps.Current);
            }
        };
        EditorApplication.update += advance;
    }

    public static async void CallInTask(string client, string service, params object[] args)
    {
        Result = "";
        try
        {
            Result = Text(await PythonRunner.CallAsyncServiceOnClient(client, service, args));
        }
        catch (Exception error)
        {
            Result = error.GetType().Name + ": " + error.Message;
        }
    }

    static bool Same(object one, object other)
    {
        var a = one as IEnumerable;
        if (a == null || one is string)
        {
            return Equals(one, other);
        }
        var dictionary = one as System.Collections.Generic.Dictionary<string, object>;
        if (dictionary != null)
        {
            var another = (System.Collections.Generic.Dictionary<string, object>)other;
            return dictionary.Count == another.Count && dictionary.All(entry => Same(entry.Value, another[entry.Key]));
        }
        object[] b = ((IEnumerable)other).Cast<object>().ToArray();
        return b.Length == a.Cast<object>().Count() && a.Cast<object>().Zip(b, Same).All(same => same);
    }

    // Sends each value to a client and back; which of them changed.
    public static string Echo()
    {
        object[] values =
        {
            null, true, 1L << 40, -0.5, "zwei Zeilen\n\"und\" 'mehr' \u00fc \ud83e\udde8", new object[0],
            new object[] { 1L, "two", new object[] { 3.0 } },
            new System.Collections.Generic.Dictionary<string, object> { { "a", 1L }, { "b", new object[] { null } } },
        };
        var back = (object[])PythonRunner.CallServiceOnClient("tool", "echo", values);
        object[] other = { 7, (short)8, 1.5f, new[] { "x" }, new[] { 1, 2 } };
        var more = (object[])PythonRunner.CallServiceOnClient("tool", "echo", other);
        bool also = Same(more, new object[] { 7L, 8L, 1.5, new object[] { "x" }, new object[] { 1L, 2L } });
        bool none = ((object[])PythonRunner.CallServiceOnClient("tool", "echo", null)).Length == 1;
        object[] changed = values.Where((value, index) => !Same(value, back[index])).ToArray();
        string text = string.Join(", ", changed.Select(Text).ToArray());
        return text + (also ? "" : " numbers or arrays") + (none ? "" : " a lone null");
    }

    // Outside of a cell, as from a menu; a cell cannot stop the server that runs it.
    public static void Later(Action action) { EditorApplication.delayCall += () => action(); }
    public static void StopLater(bool terminate) { Later(() => PythonRunner.StopServer(terminate)); }
    public static void RestartLater(bool terminate)
    {
        Later(() =>
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            PythonRunner.StopServer(terminate);
            Debug.Log("the stop took " + clock.ElapsedMilliseconds + " ms");
            PythonRunner.StartServer();
        });
    }

    public static string RunFileOnClient(string path) { return Try(() => PythonRunner.RunFileOnClient(path)); }
    public static string RunStringOnClient(string code) { return Try(() => PythonRunner.RunStringOnClient(code)); }
    public static string SpawnClient(string path) { return Try(() => PythonRunner.SpawnClient(path)); }
    public static string StartServer(string path) { return Try(() => PythonRunner.StartServer(path)); }
}
}
"""

INIT = """
import os, sys, threading, time
import unity_connection
from unity_kernel.client.service import UnityClientService

count = 0
names = {}

class Service(UnityClientService):
    def exposed_evaluate(self, code): return eval(code, names)
    def exposed_execute(self, code): exec(code, names)
    def exposed_arguments(self): return sys.argv[1:]
    def exposed_echo(self, *values): return list(values)
    def exposed_idle(self): return count
    def exposed_process(self): return os.getpid()
    def exposed_create(self, name):
        unity_connection.get_module('UnityEngine').GameObject(name)
        return name
    def exposed_fail(self): raise ValueError('on purpose')
    def exposed_sleep(self, seconds): time.sleep(seconds)
    def exposed_die(self): os._exit(3)
    def exposed_break_idle(self):
        def broken(): raise RuntimeError('broken idle callback')
        client.register_idle_callback(broken)

def idle():
    global count
    count += 1

def on_init_client(the_client):
    global client
    client = the_client
    client.register_service(Service)
    client.register_idle_callback(idle)
"""

NAMES = "from ClientTests import Clients\nfrom UnityEditor.Scripting.Python import PythonRunner\n"


def install(editor: Editor, kernel: Kernel, **scripts: str) -> None:
    """Puts the C# above, further C# scripts (by name) and the init module `tool.py` into the project."""
    assets = editor.project / "Assets"
    for name, text in {"ClientTests": SCRIPT, **scripts}.items():
        (assets / f"{name}.cs").write_text(text)
    (assets / "tool.py").write_text(INIT)
    mono.reload(kernel)


def menu(kernel: Kernel, item: str) -> str:
    """Chooses a menu item; returns what was printed in the editor's process."""
    return kernel.must(f"assert UnityEditor.EditorApplication.ExecuteMenuItem({item!r})").stdout


def console(editor: Editor) -> str:
    """The editor's console so far."""
    return Path(editor.file.log).read_text(errors="replace")


def ask(kernel: Kernel, expression: str) -> Any:
    """The value of an expression in which `Clients` and `PythonRunner` are known, or None."""
    cell = kernel.must(NAMES + expression)
    return None if cell.result is None else cell.value


def call(kernel: Kernel, *arguments: object) -> str:
    """`CallServiceOnClient`: the value with its type, or the exception."""
    return str(ask(kernel, f"Clients.Call({', '.join(map(repr, arguments))})"))


def connected(kernel: Kernel) -> list[str]:
    """The connected clients."""
    return list(ask(kernel, "list(PythonRunner.GetConnectedClients())"))


def spawn(kernel: Kernel, *arguments: str, script: str = "Assets/tool.py") -> None:
    """Starts one more client and waits until it is connected."""
    name = Path(script).stem
    more = "".join(f", {each!r}" for each in arguments)
    assert ask(kernel, f"PythonRunner.SpawnClient({script!r}, True{more})") == name
    assert ask(kernel, f"PythonRunner.WaitForConnection({name!r}, 20.0)") is True


def close(kernel: Kernel, name: str) -> None:
    """Ends the clients of a name and waits until they have gone."""
    ask(kernel, f"PythonRunner.CloseClient({name!r})")
    wait_until(lambda: name not in connected(kernel), f"the end of client '{name}'")


def client_processes(editor: Editor, script: str = "") -> list[psutil.Process]:
    """The editor's client processes; those of one script, where it is given."""
    found = []
    for each in psutil.Process(editor.pid).children():
        with suppress(psutil.Error):  # it ends just now
            line = " ".join(each.cmdline())
            if "clientprocess" in line and script in line:
                found.append(each)
    return found


def _runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_for_end(processes: list[psutil.Process], timeout: float = 10.0) -> None:
    """Waits until processes have ended."""
    wait_until(
        lambda: not any(_runs(each) for each in processes),
        "the end of the clients",
        timeout,
    )
