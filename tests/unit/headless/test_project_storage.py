"""Saving: all or nothing, and never over somebody else's work."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project import Style, UnityFile, storage

from .test_project_files import BODY, HEAD


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Test.unity"
    path.write_bytes(HEAD + BODY)
    return path


def load(path: Path) -> UnityFile:
    return UnityFile.load(path, "Assets/Test.unity", Style())


def test_save_and_save_again(path: Path) -> None:
    file = load(path)
    for name in ("One", "Two"):
        file.documents[0].set_text(("m_Name",), name)
        file.save()
        assert path.read_bytes() == (HEAD + BODY).replace(b"Cube", name.encode())
    assert not file.touched
    assert [entry.name for entry in path.parent.iterdir()] == ["Test.unity"], "no temporary file is left"


def test_a_file_changed_on_disk_is_not_overwritten(path: Path) -> None:
    file = load(path)
    file.documents[0].set_text(("m_Name",), "Mine")
    theirs = (HEAD + BODY).replace(b"Cube", b"Theirs")
    path.write_bytes(theirs)
    with pytest.raises(SceneFileError, match="changed on disk"):
        file.save()
    assert path.read_bytes() == theirs
    other = path.with_name("Copy.unity")
    file.save(other, "Assets/Copy.unity")
    assert b"Mine" in other.read_bytes()


def test_a_deleted_file_is_not_recreated_silently(path: Path) -> None:
    file = load(path)
    file.documents[0].set_text(("m_Name",), "Mine")
    path.unlink()
    with pytest.raises(SceneFileError, match="deleted or moved"):
        file.save()
    assert not path.exists()


def test_a_read_only_file_is_refused(path: Path) -> None:
    file = load(path)
    file.documents[0].set_text(("m_Name",), "Mine")
    path.chmod(stat.S_IREAD)
    with pytest.raises(SceneFileError, match="read-only"):
        file.save()
    path.chmod(stat.S_IREAD | stat.S_IWRITE)
    assert path.read_bytes() == HEAD + BODY


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file = load(path)
    file.documents[0].set_text(("m_Name",), "Mine")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, full)
        with pytest.raises(SceneFileError, match="No space left"):
            file.save()
    assert path.read_bytes() == HEAD + BODY
    assert [entry.name for entry in path.parent.iterdir()] == ["Test.unity"]
    file.save()
    assert b"Mine" in path.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Unix modes and links")
def test_mode_and_link_stay(path: Path) -> None:
    path.chmod(0o640)
    link = path.with_name("Link.unity")
    link.symlink_to(path.name)
    file = load(link)
    file.documents[0].set_text(("m_Name",), "Mine")
    file.save()
    assert link.is_symlink()
    assert b"Mine" in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_racing_saves_leave_one_of_them_whole(path: Path) -> None:
    contents = [(HEAD + BODY).replace(b"Cube", name * 20000) for name in (b"a", b"b")]

    def save(data: bytes) -> None:
        for _ in range(20):
            storage.replace_bytes(path, data, "Test.unity", expected=None)

    threads = [threading.Thread(target=save, args=(data,)) for data in contents]
    for thread in threads:
        thread.start()
    seen = set()
    while any(thread.is_alive() for thread in threads):
        seen.add(path.read_bytes())
    for thread in threads:
        thread.join()
    assert seen <= {HEAD + BODY, *contents}
    assert path.read_bytes() in contents


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(SceneFileError, match="no such file"):
        load(tmp_path / "Absent.unity")
    with pytest.raises(SceneFileError):
        load(tmp_path)
    assert os.listdir(tmp_path) == []
