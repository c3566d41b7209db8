"""Tables, colours and option parsers."""

from __future__ import annotations

import io

import pytest

from unity_kernel.cli.terminal import command_parser, paint, plain, table


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def tty(monkeypatch: pytest.MonkeyPatch) -> Tty:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("WT_SESSION", "1")
    return Tty()


def test_columns_are_aligned_and_the_last_one_is_free() -> None:
    assert table(("ID", "STATE", "PROJECT"), [("a", "idle", "/x y"), ("longer", "b", "/")]) == (
        "ID      STATE  PROJECT\na       idle   /x y\nlonger  b      /"
    )


def test_colour_only_on_a_terminal(tty: Tty) -> None:
    assert paint("no", "red", tty) == "\x1b[31mno\x1b[0m"
    assert paint("no", "red", io.StringIO()) == "no"
    assert plain("\x1b[0;31mno\x1b[0m", tty) == "\x1b[0;31mno\x1b[0m"
    assert plain("\x1b[0;31mno\x1b[0m", io.StringIO()) == "no"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colour_can_be_switched_off(name: str, value: str, tty: Tty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    assert paint("no", "red", tty) == "no"


def test_options_cannot_be_abbreviated(capsys: pytest.CaptureFixture[str]) -> None:
    """An abbreviation in somebody's script would break with the next option that begins alike."""
    parser = command_parser("run", "Runs.")
    parser.add_argument("--project")
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(["--proj", "x"])
    assert ended.value.code == 2
    assert "usage: unity-kernel run" in capsys.readouterr().err
