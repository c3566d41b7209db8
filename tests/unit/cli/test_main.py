"""The command itself: help, unknown commands, and errors as a line and an exit code."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from unity_kernel._version import __version__
from unity_kernel.cli import main as command
from unity_kernel.errors import EditorGone, EditorStartError, NoEditorError, ProjectError

EndsWith = Callable[[BaseException], None]


@pytest.fixture
def ends_with(monkeypatch: pytest.MonkeyPatch) -> EndsWith:
    """Makes every command end with an error."""

    def use(error: BaseException) -> None:
        def fail(arguments: list[str]) -> int:
            raise error

        monkeypatch.setattr(importlib, "import_module", lambda name: SimpleNamespace(main=fail))

    return use


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--help"]) == 0
    shown = capsys.readouterr().out
    for name, does in command.COMMANDS.items():
        assert f"  {name:<8}  {does}\n" in shown


def test_no_command_shows_the_help_and_counts_as_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 2
    assert "commands:" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--version"]) == 0
    assert capsys.readouterr().out == f"unity-kernel {__version__}\n"


@pytest.mark.parametrize("name", command.COMMANDS)
def test_every_command_has_help_with_its_exit_codes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main([name, "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert f"usage: unity-kernel {name}" in shown
    if name != "headless":  # that one is the headless editor's own
        assert "examples:" in shown
        assert "exit codes:" in shown
        assert max(map(len, shown.splitlines())) <= 120


def test_help_is_a_command_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["help", "exec"])
    assert "usage: unity-kernel exec" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("edtors", "there is no command 'edtors'. Did you mean 'editors'?"),
        ("--json", "there is no option --json."),
    ],
)
def test_an_unknown_word_is_wrong_usage(word: str, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([word]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"unity-kernel: {answer}")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NoEditorError("nobody there"), 2),
        (EditorStartError("it crashed"), 2),
        (ProjectError("no project"), 2),
        (EditorGone("it went"), 1),
        (PermissionError(13, "Permission denied", "/etc/x"), 1),
    ],
)
def test_errors_are_one_line_and_an_exit_code(
    error: Exception, code: int, ends_with: EndsWith, capsys: pytest.CaptureFixture[str]
) -> None:
    ends_with(error)
    assert command.main(["editors"]) == code
    assert capsys.readouterr().err == f"unity-kernel: {error}\n"


def test_ctrl_c_ends_without_a_traceback(ends_with: EndsWith, capsys: pytest.CaptureFixture[str]) -> None:
    ends_with(KeyboardInterrupt())
    assert command.main(["editors"]) == 130
    assert capsys.readouterr().err == "\n"


def test_a_mistake_of_ours_keeps_its_traceback(ends_with: EndsWith) -> None:
    ends_with(AttributeError("a bug"))
    with pytest.raises(AttributeError, match="a bug"):
        command.main(["editors"])
