"""`unity-kernel setup` and `remove` on copies of projects, and a Mono host on what they made."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.session import Home, wait_until
from tests.support.shared import SHARED, copy_project, why_absent
from tests.unity_package import mono
from unity_kernel import __version__
from unity_kernel.cli import setup
from unity_kernel.cli.main import main

REAL = ["webgl-6000.0", "webgl-2021.3-urp", "serializeref-2021.3"]
pytestmark = pytest.mark.skipif(setup.python_runtime() is None, reason="pip install pythonnet")


def files(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: files with their bytes, folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.mark.skipif(SHARED is None, reason=why_absent())
@pytest.mark.parametrize("name", REAL)
def test_real_project_is_set_up_checked_and_left_as_it_was(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = copy_project(name, tmp_path / name)
    before = files(project)
    assert setup.main([str(project), "--check"]) == 1
    assert "is not there" in capsys.readouterr().out
    assert files(project) == before
    assert setup.main([str(project)]) == 0
    assert setup.main([str(project), "--check"]) == 0
    after = files(project)
    assert setup.main([str(project)]) == 0
    assert files(project) == after
    # The package whole, the library that it loads, the settings: and nothing of the project's own is touched.
    assert {path: content for path, content in after.items() if path in before} == before
    assert (project / "Packages" / setup.NAME / "Plugins" / "Python.Runtime.dll").is_file()
    package = files(project / "Packages" / setup.NAME)
    assert files(setup.PACKAGE).items() <= package.items()
    for path in package:
        if not path.endswith(".meta") and not any(part.endswith("~") for part in path.split("/")):
            assert f"{path}.meta" in package
    assert main(["remove", str(project)]) == 0
    assert files(project) == before
    assert main(["remove", str(project)]) == 0
    assert f"{project} has no {setup.NAME}" in capsys.readouterr().out


def test_older_package_is_replaced(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    setup.main([str(project)])
    package = project / "Packages" / setup.NAME
    (package / "package.json").write_text('{"version": "0.0.1"}')
    (package / "Editor" / "Gone.cs").write_text("class Gone {}")
    assert setup.main([str(project), "--check"]) == 1
    assert f"is not that of unity-kernel {__version__}" in capsys.readouterr().out
    assert setup.main([str(project)]) == 0
    assert setup.main([str(project), "--check"]) == 0
    assert not (package / "Editor" / "Gone.cs").exists()


def test_what_python_compiled_stays_out_of_projects(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip compiles the samples' scripts where it installs them, and Python in the project."""
    source = tmp_path / setup.NAME
    shutil.copytree(setup.PACKAGE, source)
    monkeypatch.setattr(setup, "PACKAGE", source)

    def compile_samples(package: Path) -> None:
        folder = package / "Samples~" / "Repl" / "__pycache__"
        folder.mkdir()
        (folder / "repl.pyc").write_bytes(b"compiled")

    compile_samples(source)
    setup.main([str(project)])
    assert list(project.rglob("__pycache__")) == []
    compile_samples(project / "Packages" / setup.NAME)
    assert setup.main([str(project), "--check"]) == 0


def test_settings_of_the_user_stay(project: Path) -> None:
    mono.write_settings(project, python="/old/python", start=False)
    setup.main([str(project)])
    settings = json.loads((project / setup.SETTINGS).read_text())
    assert settings["start"] is False
    assert settings["python"] != "/old/python"


Spoil = Callable[[Path, pytest.MonkeyPatch], object]


def old_package(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "Packages").mkdir()
    (project / "Packages" / "manifest.json").write_text(
        '{"dependencies": {"com.unity.scripting.python": "7.0.2"}}'
    )


def old_package_by_another(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "Packages").mkdir()
    (project / "Packages" / "packages-lock.json").write_text(
        '{"dependencies": {"com.unity.scripting.python": {"version": "7.0.2", "depth": 1}}}'
    )


def newer_package(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "Packages" / setup.NAME).mkdir(parents=True)
    (project / "Packages" / setup.NAME / "package.json").write_text('{"version": "99.0.0"}')


def old_python(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(setup, "sys", SimpleNamespace(version_info=(3, 10, 14), executable=sys.executable))


def no_library(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(setup, "find_libpython", lambda: None)


def no_pythonnet(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(setup, "python_runtime", lambda: None)


@pytest.mark.parametrize(
    ("spoil", "reason", "remedy"),
    [
        (old_package, "Unity's old Python package", "Remove it in Unity's package manager"),
        (old_package_by_another, "Unity's old Python package", "with the packages that depend on it"),
        (newer_package, "a newer version of the package (99.0.0", "pip install --upgrade unity-kernel"),
        (old_python, "is older than Python 3.11", "Install unity-kernel with a newer one"),
        (no_library, "has no shared libpython", "Use a Python from python.org"),
        (no_pythonnet, "pythonnet is not installed", 'pip install "unity-kernel[unity]"'),
    ],
)
def test_refusals_name_the_remedy_and_change_nothing(
    project: Path,
    spoil: Spoil,
    reason: str,
    remedy: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoil(project, monkeypatch)
    before = files(project)
    for arguments in ([], ["--check"]):
        assert main(["setup", str(project), *arguments]) == 1
        shown = "".join(capsys.readouterr())
        assert reason in shown
        assert remedy in shown
        assert files(project) == before


def test_folder_that_is_no_project_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("setup", "remove"):
        assert main([command, str(tmp_path)]) == 2
        assert "give the folder that holds Assets and ProjectSettings" in "".join(capsys.readouterr())
    assert list(tmp_path.iterdir()) == []


# --- doctor -----------------------------------------------------------------------------------------------------------


def findings(project: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    """What doctor says of the package and its Python, by check."""
    main(["doctor", str(project), "--json"])
    report = json.loads(capsys.readouterr().out)
    return {each["check"]: each for each in report if "Unity" in each["check"]}


def test_doctor_follows_a_project_from_nothing_to_set_up(
    home: Home, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UNITY_KERNEL_HOME", str(home.path))
    found = findings(project, capsys)["Unity package"]
    assert found["status"] == "warn"
    assert f"unity-kernel setup {project}" in found["remedy"]
    setup.main([str(project)])
    capsys.readouterr()
    report = findings(project, capsys)
    assert report["Unity package"]["status"] == report["Unity's Python"]["status"] == "ok"
    assert sys.executable in report["Unity's Python"]["found"]
    (project / "Packages" / setup.NAME / "README.md").write_text("changed")
    assert findings(project, capsys)["Unity package"]["status"] == "warn"


def test_doctor_asks_the_python_that_the_project_names(
    home: Home, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UNITY_KERNEL_HOME", str(home.path))
    setup.main([str(project)])
    capsys.readouterr()
    other = project / "python"
    for text, expected in (
        (None, "names no file"),
        ("#!/bin/sh\necho 'No module named unity_kernel' >&2\nexit 1\n", "No module named unity_kernel"),
        (
            "#!/bin/sh\nprintf 'fail\\trpyc\\tcannot be imported\\tpip install rpyc\\n'",
            "rpyc: cannot be imported",
        ),
        ("#!/bin/sh\nprintf 'ok\\tunity-kernel\\t0.0.1\\t\\n'", "has unity-kernel 0.0.1"),
    ):
        if text is not None:
            other.write_text(text)
            other.chmod(0o755)
        mono.write_settings(project, python=str(other))
        found = findings(project, capsys)["Unity's Python"]
        assert found["status"] != "ok"
        assert expected in found["found"]
        assert found["remedy"]


def test_mono_host_serves_with_the_settings_that_setup_wrote(
    mono_host: None, home: Home, project: Path
) -> None:
    setup.main([str(project)])
    settings = json.loads((project / setup.SETTINGS).read_text())
    (project / setup.SETTINGS).write_text(json.dumps({**settings, "kind": "mono"}))
    process, _ = mono.launch(home, project)
    try:
        wait_until(lambda: home.editors(), "the start of the server")
    finally:
        process.terminate()
        process.wait(10)
