"""What a notebook's run looks like on the terminal."""

from __future__ import annotations

import io

import pytest

from unity_kernel.cli.progress import Progress


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def test_a_cell_shows_when_it_begins_and_its_time_when_it_ends() -> None:
    stream = io.StringIO()
    progress = Progress(12, stream)
    progress.begin("x = 1\ny = 2")
    assert stream.getvalue().rstrip() == "   1/12  x = 1"
    progress.end(0.25, failed=False)
    line = stream.getvalue()
    assert line.endswith("  0.2 s\n")
    assert len(line) <= 60


def test_a_failure_is_marked_and_lines_stay_aligned() -> None:
    stream = io.StringIO()
    progress = Progress(2, stream)
    for failed in (False, True):
        progress.begin("x = 1" if failed else "a_much_longer_line = " * 10)
        progress.end(1.0, failed=failed)
    first, second = stream.getvalue().splitlines()
    assert first.index(" 1.0 s") == second.index(" 1.0 s")
    assert second.endswith("1.0 s  failed")
    assert "…" in first


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("import os\nfrom x import y\n\nprint(1)", "print(1)"),
        ("%%local\nimport os", "%%local"),
        ("\n\n  # a comment\nx", "# a comment"),
        ("", ""),
    ],
)
def test_the_line_that_tells_most(source: str, shown: str) -> None:
    stream = io.StringIO()
    Progress(1, stream).begin(source)
    assert stream.getvalue().strip() == f"1/1  {shown}".strip()
