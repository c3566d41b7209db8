"""What doctor finds, and what it says to do."""

from __future__ import annotations

import importlib.metadata
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import make_project
from unity_kernel._version import __version__
from unity_kernel.cli import checks, doctor
from unity_kernel.cli.checks import Finding
from unity_kernel.cli.main import main
from unity_kernel.unity import libpython


@pytest.fixture
def only_jupyter_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Jupyter looks for kernels, and nowhere else."""
    monkeypatch.setattr("jupyter_client.kernelspec.jupyter_path", lambda *parts: [str(tmp_path / "kernels")])
    monkeypatch.setattr("jupyter_client.kernelspec.SYSTEM_JUPYTER_PATH", [])
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    folder = tmp_path / "kernels" / "unity"
    folder.mkdir(parents=True)
    return folder


def write_spec(folder: Path, *argv: str) -> None:
    (folder / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "Unity", "language": "python"})
    )


def test_an_old_python_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.python_version().status == "ok"
    monkeypatch.setattr(checks, "OLDEST", (99, 0))
    finding = checks.python_version()
    assert finding.status == "fail"
    assert "3.11 or newer" in finding.remedy


def test_the_shared_library_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path.resolve() / "libpython.so"
    monkeypatch.setattr(libpython, "candidates", lambda: iter([tmp_path / "no", library]))
    assert checks.shared_library().status == "warn"
    library.touch()
    assert checks.shared_library() == Finding("Python library", "ok", str(library))


def test_the_candidates_are_absolute_paths() -> None:
    candidates = list(libpython.candidates())
    assert candidates
    assert all(path.is_absolute() and "None" not in path.name for path in candidates)


def test_packages_in_known_versions_are_ok() -> None:
    finding = checks.packages()
    assert finding.status == "ok"
    assert f"unity-kernel {__version__}" in finding.found
    assert "rpyc 6" in finding.found


def test_a_missing_and_an_old_package_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = ["rpyc>=6.0.1,<7", "no-such-package>=1", "psutil>=999", "not-here; extra == 'lab'"]
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: needed)
    finding = checks.packages()
    assert finding.status == "fail"
    assert "no-such-package is missing" in finding.found
    assert "is not >=999" in finding.found
    assert "not-here" not in finding.found


def test_a_kernelspec_of_this_python_is_ok(only_jupyter_folder: Path) -> None:
    write_spec(only_jupyter_folder, "python", "-m", "unity_kernel.kernel")
    finding = checks.kernelspec()
    assert finding.status == "ok", finding
    assert sys.executable in finding.found


def test_no_kernelspec_fails(only_jupyter_folder: Path) -> None:
    finding = checks.kernelspec()
    assert finding.status == "fail"
    assert finding.remedy == "unity-kernel install --sys-prefix"


def test_a_kernelspec_of_a_python_that_is_gone_fails(only_jupyter_folder: Path, tmp_path: Path) -> None:
    write_spec(only_jupyter_folder, str(tmp_path / "gone" / "python"))
    finding = checks.kernelspec()
    assert finding.status == "fail"
    assert "does not run" in finding.found


def test_a_kernelspec_of_a_python_without_the_package_fails(
    only_jupyter_folder: Path, tmp_path: Path
) -> None:
    script = tmp_path / ("python.cmd" if sys.platform == "win32" else "python")
    text = (
        "@exit 3"
        if sys.platform == "win32"
        else "#!/bin/sh\necho 'No module named unity_kernel' >&2\nexit 3\n"
    )
    script.write_text(text)
    script.chmod(0o755)
    write_spec(only_jupyter_folder, str(script))
    assert checks.kernelspec().status == "fail"


def test_another_version_behind_the_kernelspec_is_a_warning(
    only_jupyter_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_spec(only_jupyter_folder, "python", "-m", "unity_kernel.kernel")
    monkeypatch.setattr(checks, "__version__", "99.0")
    finding = checks.kernelspec()
    assert finding.status == "warn"
    assert "99.0" in finding.found


def test_jupyterlab_is_not_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    finding = checks.jupyterlab()
    assert finding.status == "warn"
    assert finding.remedy == "pip install 'unity-kernel[lab]'"


def test_the_home_is_private_and_writable(fresh_home: Path) -> None:
    assert checks.private_home() == Finding("home", "ok", f"{fresh_home}, private and writable")
    assert list(fresh_home.iterdir()) == []


def test_a_home_that_cannot_be_made_fails(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (fresh_home / "file").touch()
    monkeypatch.setenv("UNITY_KERNEL_HOME", str(fresh_home / "file" / "home"))
    finding = checks.private_home()
    assert finding.status == "fail"
    assert "UNITY_KERNEL_HOME" in finding.remedy


@pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")
def test_a_home_too_long_for_a_socket_is_told(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.sockets().found == f"Unix sockets in {fresh_home / 'sockets'}"
    monkeypatch.setenv("UNITY_KERNEL_HOME", str(fresh_home / ("x" * 100)))
    finding = checks.sockets()
    assert finding.status == "ok"
    assert "too long for a socket" in finding.found


def test_editor_files_that_do_not_count_are_told_with_their_reason(fresh_home: Path) -> None:
    assert [finding.status for finding in checks.running_editors()] == ["ok"]
    (fresh_home / "editors" / "bad.json").write_text("nonsense")
    (fresh_home / "editors" / "bad.json").chmod(0o600)
    *_, finding = checks.running_editors()
    assert (finding.check, finding.status) == ("editor file", "warn")
    assert "no JSON" in finding.found


# --- the command --------------------------------------------------------------------------------------------


@pytest.fixture
def healthy(monkeypatch: pytest.MonkeyPatch, fresh_home: Path) -> None:
    """An installation that has nothing to tell."""

    def installation() -> Iterator[Finding]:
        yield Finding("Python", "ok", "3.12")

    monkeypatch.setattr(checks, "installation", installation)


def report(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return {item["check"]: item for item in json.loads(capsys.readouterr().out)}


def test_all_is_well(healthy: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "ok    Python          3.12"


def test_a_failure_decides_the_exit_code_and_names_the_remedy(
    healthy: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [
        Finding("packages", "fail", "rpyc is missing", "pip install rpyc"),
        Finding("x", "warn", "y", "z"),
    ]
    monkeypatch.setattr(checks, "installation", lambda: iter(found))
    assert main(["doctor"]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "FAIL  packages        rpyc is missing"
    assert shown[1].strip() == "mend: pip install rpyc"


def test_a_warning_does_not(healthy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "installation", lambda: iter([Finding("x", "warn", "y", "z")]))
    assert main(["doctor"]) == 0


def test_a_project(healthy: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = make_project(tmp_path / "Game")
    assert main(["doctor", str(project), "--json"]) == 0
    found = report(capsys)
    assert "Unity 2022.3.62f3" in found["project"]["found"]
    assert "Assets/Scenes/Main.unity" in found["scenes"]["found"]


def test_no_project(healthy: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", str(tmp_path), "--json"]) == 1
    assert "is no Unity project" in report(capsys)["project"]["found"]


def test_a_project_without_a_version_or_scenes(
    healthy: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Assets").mkdir()
    (tmp_path / "ProjectSettings").mkdir()
    assert main(["doctor", str(tmp_path), "--json"]) == 0
    found = report(capsys)
    assert (found["project"]["status"], found["scenes"]["status"]) == ("warn", "warn")


def test_a_broken_scene_fails_with_its_line(
    healthy: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(tmp_path / "Game")
    scene = project / "Assets" / "Scenes" / "Main.unity"
    scene.write_text(scene.read_text().replace("  m_Layer: 0\n", "<<<<<<< mine\n  m_Layer: 0\n", 1))
    assert main(["doctor", str(project), "--json"]) == 1
    assert "Assets/Scenes/Main.unity:" in report(capsys)["scenes"]["found"]


def test_an_unusable_home_is_the_last_thing_looked_at(
    healthy: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Looking for editors there would fail once more, with a worse message."""
    monkeypatch.setattr(checks, "installation", lambda: iter([Finding("home", "fail", "no", "set it")]))
    monkeypatch.setattr(checks, "running_editors", lambda: pytest.fail("looked for editors"))
    assert main(["doctor"]) == 1
    assert doctor.COLOURS.keys() == {"ok", "warn", "fail"}
