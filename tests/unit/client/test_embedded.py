"""Embedded editors that do not start; those that do are the integration tests' business."""

from __future__ import annotations

import stat
import sys
import textwrap
from pathlib import Path

import pytest

from unity_kernel.client import embedded
from unity_kernel.client.embedded import EmbeddedEditor, tail
from unity_kernel.errors import EditorStartError
from unity_kernel.wire import system


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Replaces Python by a program that behaves badly."""
    program = folder / "python"
    program.write_text(f"#!{sys.executable}\n{textwrap.dedent(body)}")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(program))


class TestStartsThatFail:
    def test_a_folder_that_does_not_exist(self, projects: Path) -> None:
        with pytest.raises(EditorStartError) as caught:
            EmbeddedEditor.start(projects / "missing")

        assert f"the embedded headless editor cannot open {projects / 'missing'}" in str(caught.value)

    def test_a_folder_that_is_no_project(self, projects: Path) -> None:
        with pytest.raises(EditorStartError, match=r"cannot open .*plain") as caught:
            EmbeddedEditor.start(projects / "plain")

        assert "Assets" in str(caught.value), "it should say what a project is"

    @pytest.mark.skipif(system.WINDOWS, reason="needs a script that is a program")
    def test_a_process_that_ends_at_once_is_told_with_its_code_and_the_end_of_its_log(
        self, projects: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pretend(monkeypatch, projects, "import sys\nprint('no libpython', file=sys.stderr)\nsys.exit(9)")
        with pytest.raises(EditorStartError) as caught:
            EmbeddedEditor.start(projects / "Game")

        assert "ended with exit code 9 when it should have opened" in str(caught.value)
        assert str(caught.value).endswith("no libpython")

    @pytest.mark.skipif(system.WINDOWS, reason="needs a script that is a program")
    def test_a_process_that_never_gets_ready_is_ended_and_told_with_the_limit(
        self, projects: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(embedded, "START_TIMEOUT", 0.2)
        pretend(monkeypatch, projects, "import threading\nthreading.Event().wait()")
        with pytest.raises(EditorStartError, match=r"was not ready within 0\.2 s"):
            EmbeddedEditor.start(projects / "Game")

    @pytest.mark.skipif(system.WINDOWS, reason="needs a script that is a program")
    @pytest.mark.parametrize("line", ["hello", "[]", "7", "{}", "null", ""])
    def test_a_process_that_says_something_else_is_no_editor(
        self, projects: Path, monkeypatch: pytest.MonkeyPatch, line: str
    ) -> None:
        pretend(monkeypatch, projects, f"print({line!r})")
        with pytest.raises(EditorStartError, match="ended with exit code 0"):
            EmbeddedEditor.start(projects / "Game")


class TestLogs:
    def test_the_end_of_a_log(self, tmp_path: Path) -> None:
        log = tmp_path / "it.log"
        log.write_bytes(b"\n".join(b"line %d \xff" % number for number in range(100)))

        assert tail(log, 2) == "line 98 \ufffd\nline 99 \ufffd"

    def test_an_empty_or_missing_log(self, tmp_path: Path) -> None:
        (tmp_path / "empty.log").touch()

        assert tail(tmp_path / "empty.log") == "(the log is empty)"
        assert tail(tmp_path / "missing.log").startswith("(no log: ")
