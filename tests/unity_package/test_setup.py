"""`unity-kernel setup` and `remove` on copies of projects, and a Mono host on what they made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.session import Home, wait_until
from tests.support.shared import SHARED, why_absent
from tests.unity_package import mono
from unity_kernel.cli import setup
from unity_kernel.errors import UnityKernelError

REAL = ["webgl-6000.0", "webgl-2021.3-urp", "serializeref-2021.3"]
pytestmark = pytest.mark.skipif(setup._python_runtime() is None, reason="pip install pythonnet")


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.skipif(SHARED is None, reason=why_absent())
@pytest.mark.parametrize("name", REAL)
def test_real_project_is_set_up_checked_and_left_as_it_was(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert SHARED is not None
    project = shutil.copytree(
        SHARED / "unity-projects" / name, tmp_path / name, copy_function=shutil.copyfile
    )
    for folder in (project, *(path for path in project.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    before = files(project)
    assert setup.main([str(project), "--check"]) == 1
    assert "is not there" in capsys.readouterr().out
    assert files(project) == before
    assert setup.main([str(project)]) == 0
    assert setup.main([str(project), "--check"]) == 0
    after = files(project)
    assert setup.main([str(project)]) == 0
    assert files(project) == after
    assert (project / "Packages" / setup.NAME / "Plugins" / "Python.Runtime.dll").is_file()
    assert setup.Installation(project).remove()
    assert files(project) == before


def test_settings_of_the_user_stay(project: Path) -> None:
    mono.write_settings(project, python="/old/python", start=False)
    setup.main([str(project)])
    settings = json.loads((project / setup.SETTINGS).read_text())
    assert settings["start"] is False
    assert settings["python"] != "/old/python"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ("manifest", "Unity's old Python package"),
        ("newer", "a newer version of the package (99.0.0"),
    ],
)
def test_refusals_name_the_remedy_and_change_nothing(project: Path, spoil: str, reason: str) -> None:
    if spoil == "manifest":
        (project / "Packages").mkdir()
        (project / "Packages" / "manifest.json").write_text(
            '{"dependencies": {"com.unity.scripting.python": "7.0.2"}}'
        )
    else:
        (project / "Packages" / setup.NAME).mkdir(parents=True)
        (project / "Packages" / setup.NAME / "package.json").write_text('{"version": "99.0.0"}')
    before = files(project)
    with pytest.raises(UnityKernelError) as raised:
        setup.main([str(project)])
    assert reason in str(raised.value)
    assert files(project) == before


def test_mono_host_serves_with_the_settings_that_setup_wrote(home: Home, project: Path) -> None:
    mono.require()
    setup.main([str(project)])
    settings = json.loads((project / setup.SETTINGS).read_text())
    (project / setup.SETTINGS).write_text(json.dumps({**settings, "kind": "mono"}))
    process, _ = mono.launch(home, project)
    try:
        wait_until(lambda: home.editors(), "the start of the server")
    finally:
        process.terminate()
        process.wait(10)
