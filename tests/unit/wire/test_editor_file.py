from __future__ import annotations

import json
import os
import stat
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.background import Background
from unity_kernel.wire import editor_file, system
from unity_kernel.wire.editor_file import EditorFile, discover, new_token, sweep
from unity_kernel.wire.endpoint import Endpoint

pytestmark = pytest.mark.usefixtures("fresh_home")
posix = pytest.mark.skipif(system.WINDOWS, reason="Windows has access lists, not modes")


def make(name: str = "unity-1", **fields: Any) -> EditorFile:
    """The file of an editor in this very process, which therefore counts as running."""
    values: dict[str, Any] = {
        "kind": "unity",
        "endpoint": Endpoint("tcp", port=4711),
        "token": new_token(),
        "pid": os.getpid(),
        "started": system.process_start_time(os.getpid()),
        "project": "/projects/Game",
    }
    return EditorFile(id=name, **{**values, **fields})


def reason(path: Path) -> str:
    """Why `read` refuses a file."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the callers look at the text
        EditorFile.read(path)
    return str(caught.value)


def spoil(change: Callable[[dict[str, Any]], object]) -> Path:
    """An editor file that is well but for one change."""
    path = make().write().path
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))
    return path


def change(**fields: Any) -> Path:
    return spoil(lambda data: data.update(fields))


class TestWriteAndRead:
    @pytest.mark.parametrize(
        "endpoint", [Endpoint("tcp", port=4711), Endpoint("unix", path="/run/it.sock")], ids=str
    )
    def test_what_was_written_is_read(self, endpoint: Endpoint) -> None:
        written = make(
            endpoint=endpoint,
            project="/projects/Spïel \ud83c",
            versions={"unity": "6000.0.1f1"},
            owner="k",
            log="/log",
        ).write("playing")

        assert EditorFile.read(written.path) == written
        assert written.state == "playing"

    def test_each_write_has_a_fresh_heartbeat_and_keeps_the_state(self) -> None:
        before = time.time()
        first = make().write("busy")
        second = first.write()

        assert before <= first.heartbeat <= second.heartbeat <= time.time()
        assert second.state == "busy"

    @posix
    def test_only_the_user_can_read_it(self, fresh_home: Path) -> None:
        old = os.umask(0)
        try:
            path = make().write().path
        finally:
            os.umask(old)

        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    @posix
    def test_a_home_that_was_open_to_others_is_closed(self, fresh_home: Path) -> None:
        fresh_home.chmod(0o777)
        (fresh_home / "editors").mkdir(mode=0o755)

        make().write()

        assert stat.S_IMODE(fresh_home.stat().st_mode) == 0o700
        assert stat.S_IMODE((fresh_home / "editors").stat().st_mode) == 0o700

    def test_a_failed_write_keeps_the_old_file_and_leaves_no_other(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        editor = make().write("idle")

        def full(*arguments: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", full)
            with pytest.raises(OSError, match="No space left"):
                editor.write("busy")

        assert EditorFile.read(editor.path).state == "idle"
        assert [path.name for path in editor.path.parent.iterdir()] == ["unity-1.json"]

    def test_a_reader_never_sees_half_a_file(self) -> None:
        editor = make(project="/" + "x" * 100_000).write()
        stop = threading.Event()

        def write() -> None:
            while not stop.is_set():
                editor.write()

        with Background(write):
            try:
                for _ in range(300):
                    assert EditorFile.read(editor.path).token == editor.token
            finally:
                stop.set()

    def test_remove_is_quiet_about_a_missing_file(self) -> None:
        editor = make().write()
        editor.remove()
        editor.remove()

        assert not editor.path.exists()

    def test_the_token_stays_out_of_texts_for_people(self) -> None:
        editor = make()

        assert editor.token not in repr(editor)
        assert editor.token not in json.dumps(editor.public())
        assert editor.public()["endpoint"] == "tcp:127.0.0.1:4711"

    def test_tokens_are_long_and_differ(self) -> None:
        assert len(new_token()) == 64
        assert new_token() != new_token()

    def test_its_name_is_the_projects(self) -> None:
        assert make(project="/projects/My Game").name == "My Game"
        assert make(project="/").name == "unity-1"


class TestRefusedFiles:
    @posix
    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
    def test_open_to_others(self, mode: int) -> None:
        path = make().write().path
        path.chmod(mode)

        assert f"its mode is {mode:04o}" in reason(path)

    @pytest.mark.skipif(system.WINDOWS or os.geteuid() != 0, reason="only root can give a file away")
    def test_of_somebody_else(self) -> None:
        path = make().write().path
        os.chown(path, 12345, -1)

        assert reason(path) == "it belongs to user 12345, not to you"

    @pytest.mark.skipif(system.WINDOWS or os.geteuid() != 0, reason="only root can give a folder away")
    def test_a_folder_of_somebody_else_is_not_used(self, fresh_home: Path) -> None:
        os.chown(fresh_home, 12345, -1)

        with pytest.raises(PermissionError, match="set UNITY_KERNEL_HOME to a folder of yours"):
            discover()

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "no JSON"),
            (b"garbage", "no JSON"),
            (b"\xff\xfe\x00", "no JSON"),
            (b"[]", "no JSON object"),
            (b"null", "no JSON object"),
            (b"{}", "format"),
            (b'{"format": 1}', "missing or wrong"),
            (b'{"format": 2, "id": "unity-1"}', "another version of unity-kernel wrote it"),
            (b"[" * 100_000, "no JSON"),
        ],
        ids=lambda value: repr(value[:20]),
    )
    def test_garbage(self, content: bytes, why: str) -> None:
        path = make().write().path
        path.write_bytes(content)

        assert why in reason(path)

    def test_truncated_anywhere(self) -> None:
        path = make().write().path
        whole = path.read_bytes()
        for length in range(0, len(whole), 7):
            path.write_bytes(whole[:length])
            assert "no JSON" in reason(path)

    @pytest.mark.parametrize("name", ["id", "kind", "endpoint", "token", "pid", "started", "project"])
    def test_without_a_field(self, name: str) -> None:
        assert name in reason(spoil(lambda data: data.pop(name)))

    def test_with_a_field_too_many(self) -> None:
        assert "surplus" in reason(change(surplus=1))

    @pytest.mark.parametrize(
        "fields",
        [
            {"pid": "12"},
            {"pid": True},
            {"pid": -1},
            {"pid": 0},
            {"token": None},
            {"project": 5},
            {"started": "100.0"},
            {"started": None},
            {"kind": 7},
            {"versions": "1.0"},
            {"versions": {"unity": 6}},
            {"state": None},
            {"heartbeat": "now"},
            {"owner": ["me"]},
            {"log": 3},
            {"endpoint": None},
            {"endpoint": []},
            {"endpoint": {}},
            {"endpoint": {"transport": "pigeon"}},
            {"endpoint": {"transport": "tcp"}},
            {"endpoint": {"transport": "tcp", "port": "http"}},
            {"endpoint": {"transport": "unix"}},
        ],
        ids=str,
    )
    def test_with_a_field_of_the_wrong_kind(self, fields: dict[str, Any]) -> None:
        assert "a field is missing or wrong" in reason(change(**fields))

    def test_under_another_name(self) -> None:
        path = make().write().path
        other = path.rename(path.with_name("unity-2.json"))

        assert reason(other) == "it calls itself 'unity-1'"

    def test_a_folder_and_a_dangling_link(self) -> None:
        folder = editor_file.directory() / "folder.json"
        folder.mkdir(mode=0o700)
        assert "cannot be read" in reason(folder)
        if not system.WINDOWS:
            link = editor_file.directory() / "link.json"
            link.symlink_to("nowhere")
            assert "cannot be read" in reason(link)

    @posix
    def test_a_link_counts_as_what_it_points_to(self, fresh_home: Path) -> None:
        path = make().write().path
        open_to_all = path.rename(fresh_home / "elsewhere.json")
        open_to_all.chmod(0o644)
        path.symlink_to(open_to_all)

        assert "others can read it" in reason(path)


class TestDiscovery:
    def test_nothing_there(self) -> None:
        assert discover() == ([], [])

    def test_running_editors_come_newest_first(self) -> None:
        started = make().started
        older = make("unity-old", started=started - 1.0).write()
        newer = make("unity-new", started=started).write()

        assert discover() == ([newer, older], [])

    def test_an_editor_whose_process_has_ended_is_stale(self) -> None:
        editor = make(pid=2**22 + 1).write()  # beyond Linux' highest process number

        editors, ignored = discover()

        assert not editors
        assert [item.path for item in ignored] == [editor.path]
        assert ignored[0].reason == f"stale: its process {editor.pid} has ended"

    def test_an_editor_whose_process_number_was_recycled_is_stale(self) -> None:
        make(started=make().started - 60.0).write()

        editors, (ignored,) = discover()

        assert not editors
        assert ignored.reason.startswith("stale")

    def test_a_small_step_of_the_clock_does_not_matter(self) -> None:
        make(started=make().started + 0.5).write()

        assert len(discover()[0]) == 1

    def test_bad_files_are_named_and_do_not_hide_good_ones(self) -> None:
        good = make("unity-good").write()
        bad = [change(pid=-1), editor_file.directory() / "aaa.json"]
        bad[-1].write_bytes(b"junk")
        bad[-1].chmod(0o600)

        editors, ignored = discover()

        assert editors == [good]
        assert {item.path for item in ignored} == set(bad)
        assert all(item.reason for item in ignored)

    def test_half_written_files_of_other_writers_are_not_looked_at(self) -> None:
        (editor_file.directory() / ".tmp123.new").write_bytes(b"{")

        assert discover() == ([], [])


class TestSweep:
    @staticmethod
    def write_old(editor: EditorFile, age: float) -> EditorFile:
        written = editor.write()
        data = json.loads(written.path.read_text())
        data["heartbeat"] -= age
        written.path.write_text(json.dumps(data))
        return written

    def test_what_ended_badly_long_ago_is_removed_with_its_socket(self, fresh_home: Path) -> None:
        socket_file = fresh_home / "it.sock"
        socket_file.touch()
        endpoint = Endpoint("unix", path=str(socket_file))
        gone = self.write_old(make("gone", pid=2**22 + 1, endpoint=endpoint), 2 * 86_400)
        recent = self.write_old(make("recent", pid=2**22 + 1), 60)
        alive = self.write_old(make("alive"), 2 * 86_400)

        sweep()

        assert not gone.path.exists()
        assert not socket_file.exists()
        assert recent.path.exists()
        assert alive.path.exists()

    def test_unreadable_files_are_left_to_their_user(self) -> None:
        path = editor_file.directory() / "notes.json"
        path.write_bytes(b"mine")
        path.chmod(0o600)

        sweep()

        assert path.read_bytes() == b"mine"


def test_running_is_judged_by_number_and_start_time() -> None:
    editor = make()

    assert editor.is_running()
    assert not replace(editor, started=editor.started - 10).is_running()
    assert not replace(editor, pid=2**22 + 1).is_running()
