"""The package's samples, imported into a project as Unity does, and used."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from tests.support.session import Editor, Home, Kernel, wait_until
from tests.unity_package import mono
from tests.unity_package.clients import client_processes, console, menu, wait_for_end
from tests.unity_package.mono import PACKAGE

SAMPLES = json.loads((PACKAGE / "package.json").read_text())["samples"]


@pytest.fixture(scope="module")
def module_home() -> Iterator[Home]:
    """A home in which Qt needs no screen."""
    with Home(QT_QPA_PLATFORM="offscreen") as home:
        yield home


@pytest.fixture(scope="module", autouse=True)
def samples(editor: Editor, kernel: Kernel) -> Path:
    """The folder that Unity's package manager imports samples to."""
    folder = editor.project / "Assets" / "Samples" / "Unity Kernel" / "0.1.0"
    for sample in SAMPLES:
        shutil.copytree(PACKAGE / sample["path"], folder / sample["displayName"])
    mono.reload(kernel)
    return folder


def shown(editor: Editor, text: str) -> None:
    wait_until(lambda: text in console(editor), f"'{text}' in the console")


def test_every_sample_is_listed_and_explained() -> None:
    folders = {path for path in (PACKAGE / "Samples~").iterdir() if path.is_dir()}
    assert {PACKAGE / sample["path"] for sample in SAMPLES} == folders
    for folder in folders:
        assert (folder / "README.md").read_text().startswith("# ")


def test_every_file_of_a_sample_keeps_its_guid() -> None:
    """A sample is copied with its .meta files: scenes that refer to its files find them after the next import."""
    files = [path for path in (PACKAGE / "Samples~").rglob("*") if path.suffix != ".meta"]
    metas = [path.with_name(path.name + ".meta") for path in files]
    guids = [
        re.findall(r"^guid: ([0-9a-f]{32})$", meta.read_text(), re.MULTILINE)[0]
        for meta in (*metas, *PACKAGE.glob("Editor/**/*.meta"))
    ]
    assert len(guids) == len(set(guids))


def test_hello_world(editor: Editor, kernel: Kernel) -> None:
    menu(kernel, "Python/Samples/Hello World On Client")
    shown(editor, "hello world from process ")
    [client] = client_processes(editor)
    assert f"hello world from process {client.pid}\n" in console(editor)


def test_ensure_naming(editor: Editor, kernel: Kernel) -> None:
    kernel.must("UnityEngine.GameObject('tidy_'); UnityEngine.GameObject('untidy')")
    menu(kernel, "Python/Samples/Ensure Naming On Client")
    shown(editor, " objects renamed\n")
    names = kernel.value(
        "[each.name for each in UnityEngine.Object.FindObjectsOfType[UnityEngine.GameObject]()]"
    )
    assert all(name.endswith("_") for name in names)
    assert {"tidy_", "untidy_"} <= set(names)
    assert "tidy__" not in names
    recorded = kernel.value("import MonoHost\nlist(MonoHost.Records.Undo)")
    assert [each for each in recorded if "tidy" in each] == ["Ensure Naming: untidy"]


def test_eval_and_exec(editor: Editor, kernel: Kernel) -> None:
    menu(kernel, "Python/Samples/Eval And Exec")
    shown(editor, "how often each word occurs: 2 2 1 1 2 2\n")
    menu(kernel, "Python/Samples/Eval Without Waiting")
    shown(editor, f"the sum is {sum(range(10_000_000))}\n")
    menu(kernel, "Python/Samples/Eval With An Error")
    shown(editor, "[Warning] as expected: service 'eval' of client 'eval_exec' failed.\n")
    shown(editor, "ZeroDivisionError: division by zero\n")
    assert len(client_processes(editor, "eval_exec.py")) == 1


def test_repl(editor: Editor, kernel: Kernel, samples: Path) -> None:
    command = f'cd "{editor.project}"\n"{sys.executable}" "{samples / "REPL" / "repl.py"}"\n'
    assert command in menu(kernel, "Python/Samples/How To Start The REPL")
    terminal = subprocess.Popen(
        [sys.executable, "-u", str(samples / "REPL" / "repl.py")],
        cwd=editor.project,
        env=editor.home.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with Terminal(terminal) as repl:
        repl.until("Ctrl-D ends.\n>>> ")
        assert repl.type("6 * 7") == "42\n"
        assert repl.type("made = UnityEngine.GameObject('made in the REPL')") == ""
        assert repl.type("made.name") == "'made in the REPL'\n"
        assert repl.type("for number in range(2):", "... ") == ""
        assert repl.type("    print('number', number)", "... ") == ""
        assert repl.type("") == "number 0\nnumber 1\n"
        assert "ZeroDivisionError: division by zero\n" in repl.type("1 / 0")
        assert kernel.value("UnityEngine.GameObject.Find('made in the REPL') is not None") is True
        mono.reload(kernel)
        assert "Unity has reloaded its scripts" in repl.type("made")
        assert repl.type("UnityEngine.GameObject.Find('made in the REPL').name") == "'made in the REPL'\n"
        assert terminal.stdin is not None
        terminal.stdin.close()
        assert terminal.wait(10) == 0


class Terminal:
    """A program's prompt."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._text = ""
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Terminal:
        self._reader.start()
        return self

    def __exit__(self, *details: object) -> None:
        self.process.kill()
        self.process.wait(10)
        self._reader.join(10)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def type(self, line: str, prompt: str = ">>> ") -> str:
        """Types a line; returns what is shown until the next prompt."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.until(prompt)

    def until(self, prompt: str) -> str:
        """What is shown until the prompt."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: self._text.endswith(prompt), 30), self._text
            text, self._text = self._text.removesuffix(prompt), ""
        return text

    def _read(self) -> None:
        assert self.process.stdout is not None
        while character := self.process.stdout.read(1):
            with self._arrived:
                self._text += character
                self._arrived.notify_all()


# --- the window -------------------------------------------------------------------------------------------------------


class Inside:
    """A front end on a client process: looks at its objects."""

    def __init__(self, editor: Editor, name: str) -> None:
        def log() -> list[str]:
            return [
                found
                for path in (editor.home.path / "logs").glob(f"client-{name}-*.log")
                for found in re.findall(r"--existing (\S+)", path.read_text())
            ]

        wait_until(lambda: log() and Path(log()[0]).exists(), "the client's connection file")
        self.client = BlockingKernelClient(connection_file=log()[0])
        self.client.load_connection_file()
        self.client.start_channels()
        self.client.wait_for_ready(30)

    def value(self, expression: str) -> Any:
        """The value of an expression in the client."""
        texts: list[str] = []

        def show(message: dict[str, Any]) -> None:
            texts.append(message["content"].get("text", ""))

        reply = self.client.execute_interactive(
            f"%%local\nprint(repr({expression}))", output_hook=show, timeout=30
        )
        assert reply["content"]["status"] == "ok", reply["content"]
        return eval("".join(texts), {})


@pytest.fixture
def window(editor: Editor, kernel: Kernel) -> Iterator[Inside]:
    """The open window."""
    if importlib.util.find_spec("PySide6") is None:
        missing = "the window needs PySide6 (pip install PySide6-Essentials)"
        pytest.fail(missing) if mono.is_required() else pytest.skip(missing)
    menu(kernel, "Python/Samples/Camera Window")
    inside = Inside(editor, "camera_window")
    wait_until(lambda: inside.value("'window' in globals() and window is not None"), "the window")
    try:
        yield inside
    finally:
        inside.client.stop_channels()


def test_window_follows_the_scene_and_selects_in_the_editor(
    editor: Editor, kernel: Kernel, window: Inside, tmp_path: Path
) -> None:
    def names() -> list[str]:
        return list(window.value("[window.names.item(row).text() for row in range(window.names.count())]"))

    def add(name: str) -> None:
        kernel.must(f"UnityEngine.GameObject({name!r}).AddComponent[UnityEngine.Camera]()")

    def selected() -> str:
        return str(kernel.value("getattr(UnityEditor.Selection.activeGameObject, 'name', '')"))

    before = names()
    add("front")
    wait_until(lambda: names() == [*before, "front"], "the new camera in the list")
    add("top")
    wait_until(lambda: names() == [*before, "front", "top"], "the other camera in the list")
    window.value(f"window.names.setCurrentRow({len(before) + 1})")
    wait_until(lambda: selected() == "top", "the selection in the editor")
    picture = tmp_path / "window.png"
    assert window.value(f"window.grab().save({str(picture)!r})") is True
    assert picture.stat().st_size > 1000

    [process] = client_processes(editor, "camera_window.py")
    mono.reload(kernel)
    kernel.must("UnityEngine.GameObject.Find('front').name = 'renamed'")
    wait_until(lambda: names() == [*before, "renamed", "top"], "the new name after the reload")
    window.value(f"window.names.setCurrentRow({len(before)})")
    wait_until(lambda: selected() == "renamed", "the selection after the reload")
    assert window.value("window.names.currentRow()") == len(before)

    menu(kernel, "Python/Samples/Camera Window")  # open already: comes to the front
    assert client_processes(editor, "camera_window.py") == [process]
    window.value("window.close()")
    wait_for_end([process])
    assert "[Unity Kernel]" not in console(editor).split("ZeroDivisionError")[-1]
