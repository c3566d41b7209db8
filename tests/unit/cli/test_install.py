"""The kernelspec: written where it was asked for, with this Python, and removed again."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from unity_kernel.cli import install
from unity_kernel.cli.bundled import kernelspec_folder
from unity_kernel.cli.main import main


def spec_in(prefix: Path) -> Path:
    return prefix / "share" / "jupyter" / "kernels" / "unity" / "kernel.json"


def test_it_names_this_python_and_is_else_the_bundled_one(tmp_path: Path) -> None:
    assert main(["install", "--prefix", str(tmp_path)]) == 0
    written = json.loads(spec_in(tmp_path).read_text())
    bundled = json.loads((kernelspec_folder() / "kernel.json").read_text())
    assert written["argv"] == [sys.executable, *bundled["argv"][1:]]
    assert {**written, "argv": None} == {**bundled, "argv": None}


def test_it_replaces_an_old_one_whole(tmp_path: Path) -> None:
    folder = spec_in(tmp_path).parent
    folder.mkdir(parents=True)
    (folder / "stale.txt").touch()
    assert main(["install", "--prefix", str(tmp_path)]) == 0
    assert {path.name for path in folder.iterdir()} == {path.name for path in kernelspec_folder().iterdir()}
    assert [path.name for path in folder.parent.iterdir()] == ["unity"]


def test_the_user_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    assert main(["install"]) == 0
    assert (tmp_path / "kernels" / "unity" / "kernel.json").is_file()
    assert str(tmp_path) in capsys.readouterr().out


def test_remove_takes_it_away_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["install", "--prefix", str(tmp_path)])
    assert main(["install", "--prefix", str(tmp_path), "--remove"]) == 0
    assert not spec_in(tmp_path).parent.exists()
    assert main(["install", "--prefix", str(tmp_path), "--remove"]) == 1
    assert "there is no kernelspec in" in capsys.readouterr().err


def test_a_failure_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "unity"
    install.install(folder)
    before = (folder / "kernel.json").read_bytes()

    def fail(python: str) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(install, "spec_for", fail)
    with pytest.raises(OSError, match="full"):
        install.install(folder)
    assert (folder / "kernel.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["unity"]
