"""JupyterLab, with a kernel that it finds."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from unity_kernel.cli import lab
from unity_kernel.cli.main import main


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    """What would have been started, and where."""
    found: list[tuple[list[str], str]] = []

    def become(command: list[str], directory: str) -> int:
        found.append((command, directory))
        return 7

    monkeypatch.setattr(lab, "_become", become)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    return found


def test_options_after_two_dashes_are_jupyterlabs(
    started: list[tuple[list[str], str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab, "_ensure_kernelspec", lambda: None)
    assert main(["lab", str(tmp_path), "--", "--no-browser", "--", "x"]) == 7
    assert started == [([sys.executable, "-m", "jupyterlab", "--no-browser", "--", "x"], str(tmp_path))]


def test_a_missing_kernelspec_is_installed_first(
    started: list[tuple[list[str], str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "share" / "jupyter" / "kernels"
    monkeypatch.setattr("jupyter_client.kernelspec.jupyter_path", lambda *parts: [str(folder)])
    monkeypatch.setattr("jupyter_client.kernelspec.SYSTEM_JUPYTER_PATH", [])
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert main(["lab", str(tmp_path)]) == 7
    spec = json.loads((folder / "unity" / "kernel.json").read_text())
    assert spec["argv"][0] == sys.executable
    assert "Installed the missing kernelspec" in capsys.readouterr().out
    main(["lab", str(tmp_path)])
    assert "Installed" not in capsys.readouterr().out


def test_the_folder_must_exist(
    started: list[tuple[list[str], str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["lab", str(tmp_path / "gone")])
    assert ended.value.code == 2
    assert "is no folder" in capsys.readouterr().err
    assert started == []
