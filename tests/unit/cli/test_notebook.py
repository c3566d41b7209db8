"""Reading and writing notebooks, and what a run's end means."""

from __future__ import annotations

import asyncio
import io
import re
from pathlib import Path
from queue import Empty
from typing import Any

import nbformat
import pytest
from jupyter_client.channels import AsyncZMQSocketChannel
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.support.clock import Clock
from unity_kernel.cli import files, notebook
from unity_kernel.cli.notebook import CellRun, Run
from unity_kernel.cli.page import write_page
from unity_kernel.errors import UnityKernelError


def failed(ename: str = "ValueError") -> Run:
    error = {"ename": ename, "evalue": "no", "traceback": ["Traceback", f"{ename}: no"]}
    cell = CellRun(4, "a\nb", 0.1, error)
    return Run(total=3, cells=[cell], failure=cell)


@pytest.mark.parametrize(
    ("run", "status", "code"),
    [
        (Run(total=0), "passed", 0),
        (failed(), "failed", 1),
        (failed("NoEditorError"), "no editor", 2),
        (failed("EditorStartError"), "no editor", 2),
        (Run(total=1, died=True), "died", 1),
        (Run(total=1, interrupted=True), "interrupted", 130),
    ],
)
def test_how_a_run_ended(run: Run, status: str, code: int) -> None:
    assert (run.status, run.exit_code) == (status, code)


def test_an_expected_error_is_no_failure() -> None:
    """A cell tagged raises-exception has an error, and the run goes on."""
    run = failed()
    run.failure = None
    assert run.status == "passed"


def test_a_failure_is_explained_with_its_cell() -> None:
    stream = io.StringIO()
    notebook.explain(failed(), stream)
    assert stream.getvalue() == "\nCell 5 of the notebook:\n\n    a\n    b\n\nTraceback\nValueError: no\n"


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (Run(total=1, died=True), "the kernel's process ended"),
        (Run(total=1, died=True, interrupted=True), "interrupted"),  # a second Ctrl-C ends the kernel
    ],
)
def test_an_end_without_an_error_is_explained(run: Run, line: str) -> None:
    stream = io.StringIO()
    notebook.explain(run, stream)
    assert stream.getvalue().startswith(f"\nunity-kernel: {line}")


def test_success_needs_no_explanation() -> None:
    stream = io.StringIO()
    notebook.explain(Run(total=1), stream)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read"),
        (b"{", "is no notebook"),
        (b'{"a": 1}', "is no notebook"),
        (b"\xff", "is no notebook"),
    ],
)
def test_what_is_no_notebook(content: bytes | None, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnityKernelError, match=f"{re.escape(str(path))} {reason}"):
        notebook.read(path)


def test_a_notebook_comes_back_as_it_was_written(tmp_path: Path) -> None:
    content = new_notebook(cells=[new_code_cell("print('ü')")])
    notebook.write(content, tmp_path / "x.ipynb")
    assert notebook.read(tmp_path / "x.ipynb") == content
    assert [path.name for path in tmp_path.iterdir()] == ["x.ipynb"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.txt"
    files.replace_text(path, "old")

    def fail(source: str, target: Path) -> None:
        raise OSError("full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="full"):
        files.replace_text(path, "new")
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["x.txt"]


# --- the page -------------------------------------------------------------------------------------------------

LOADED = re.compile(r"""(?:src|href)=["']https?://(?!docs\.)|import\(?["' ]*https?://""")


def page(tmp_path: Path, *cells: Any, **metadata: Any) -> str:
    content: nbformat.NotebookNode = new_notebook(cells=list(cells), metadata=metadata)
    write_page(content, tmp_path / "x.html", "A title")
    return (tmp_path / "x.html").read_text("utf-8")


def test_a_page_loads_nothing_from_the_network(tmp_path: Path) -> None:
    code = new_code_cell("1", outputs=[new_output("stream", name="stdout", text="<b>printed</b>")])
    text = page(tmp_path, new_markdown_cell("# Hello"), code)
    assert not LOADED.search(text)
    assert "<title>A title</title>" in text
    assert "Hello" in text
    assert "&lt;b&gt;printed&lt;/b&gt;" in text


def test_formulas_and_widgets_bring_what_shows_them(tmp_path: Path) -> None:
    assert "mathjax" in page(tmp_path, new_markdown_cell("$x^2$")).lower()
    assert "mermaid.esm" in page(tmp_path, new_markdown_cell("```mermaid\ngraph\n```"))
    assert "require.min.js" in page(tmp_path, new_markdown_cell("x"), widgets={})


def test_nbconvert_without_its_templates_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbconvert.exporters.templateexporter.jupyter_path", lambda *parts: [str(tmp_path)])
    with pytest.raises(UnityKernelError, match="pip install --force-reinstall nbconvert"):
        page(tmp_path, new_markdown_cell("x"))


# --- the workaround for nbclient's lost wake-up ------------------------------------------------------------------


class Looks:
    """Stands for the channel's base: how long each look may take, and what it finds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *found: dict[str, Any] | None) -> None:
        self.timeouts: list[float] = []
        self.found = list(found)
        self.clock = Clock()
        self.channel = object.__new__(notebook._ShellChannel)
        monkeypatch.setattr(AsyncZMQSocketChannel, "get_msg", self._look)
        monkeypatch.setattr("time.monotonic", self.clock)

    async def _look(self, timeout: float) -> dict[str, Any]:
        self.timeouts.append(timeout)
        message = self.found.pop(0) if self.found else None
        if message is None:
            self.clock.advance(timeout)
            raise Empty
        return message

    def get(self, timeout: float | None) -> dict[str, Any]:
        return asyncio.run(self.channel.get_msg(timeout))


def test_a_reply_whose_wake_up_was_lost_is_found_at_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(monkeypatch, None, None, {"msg_type": "execute_reply"})
    assert looks.get(None) == {"msg_type": "execute_reply"}
    assert looks.timeouts == [notebook.LOOK_AGAIN] * 3


def test_looking_again_keeps_to_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(monkeypatch)
    with pytest.raises(Empty):
        looks.get(0.5)
    assert sum(looks.timeouts) == pytest.approx(0.5)
    assert max(looks.timeouts) <= notebook.LOOK_AGAIN
