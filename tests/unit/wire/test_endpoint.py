"""Addresses. Connections themselves are made in the integration tests; here only what needs none."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest

from unity_kernel.errors import EditorGone, UnityKernelError
from unity_kernel.wire import system
from unity_kernel.wire.endpoint import Endpoint, listen

pytestmark = pytest.mark.usefixtures("fresh_home")
unix = pytest.mark.skipif(not system.HAS_UNIX_SOCKETS, reason="no Unix sockets here")


@pytest.mark.parametrize(
    "endpoint", [Endpoint("unix", path="/a/b.sock"), Endpoint("tcp", port=65535)], ids=str
)
def test_an_endpoint_survives_its_json(endpoint: Endpoint) -> None:
    assert Endpoint.from_json(endpoint.to_json()) == endpoint


def test_an_endpoint_reads_as_an_address() -> None:
    assert str(Endpoint("unix", path="/a/b.sock")) == "unix:/a/b.sock"
    assert str(Endpoint("tcp", port=80)) == "tcp:127.0.0.1:80"


@unix
class TestUnixSockets:
    def test_the_socket_lies_in_a_folder_and_under_a_mode_of_its_users_own(self, fresh_home: Path) -> None:
        sock, endpoint = listen("unity-1")
        with sock:
            path = Path(endpoint.path)
            assert path == fresh_home / "sockets" / "unity-1.sock"
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        endpoint.remove()
        assert not path.exists()

    def test_what_an_ended_editor_left_is_replaced(self, fresh_home: Path) -> None:
        first, _ = listen("unity-1")
        first.close()

        second, endpoint = listen("unity-1")
        with second:
            endpoint.connect().close()

    def test_a_home_whose_path_is_too_long_falls_back_on_a_short_private_folder(
        self, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        deep = fresh_home / ("d" * 60) / ("e" * 60)
        monkeypatch.setenv("UNITY_KERNEL_HOME", str(deep))
        monkeypatch.setattr(tempfile, "gettempdir", lambda: str(fresh_home))

        sock, endpoint = listen("headless-1234567-abcd")
        with sock:
            path = Path(endpoint.path)
            assert path.parent == fresh_home / f"unity-kernel-{os.geteuid()}"
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
            endpoint.connect().close()

    def test_the_longest_path_that_is_used_fits_on_macos_too(
        self, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        macos_limit = 103
        for length in range(60, 100):
            home = fresh_home / ("h" * (length - len(str(fresh_home)) - 1))
            monkeypatch.setenv("UNITY_KERNEL_HOME", str(home))
            folder = system.socket_directory()
            if not folder.is_relative_to(fresh_home):
                break
            assert len(os.fsencode(folder / "headless-1234567-abcd.sock")) <= macos_limit
        else:
            pytest.fail("no length fell back")

    def test_nobody_listens(self, fresh_home: Path) -> None:
        with pytest.raises(EditorGone) as caught:
            Endpoint("unix", path=str(fresh_home / "none.sock")).connect()

        assert f"nobody listens at unix:{fresh_home}" in str(caught.value)
        assert "`unity-kernel editors` lists those that run" in str(caught.value)

    def test_an_address_that_is_no_address(self) -> None:
        with pytest.raises(EditorGone, match="nobody listens"):
            Endpoint("unix", path="x" * 300).connect()

    def test_a_folder_that_cannot_be_used_is_named_with_the_remedy(self, fresh_home: Path) -> None:
        (fresh_home / "sockets").write_text("in the way")

        with pytest.raises(UnityKernelError) as caught:
            listen("unity-1", "unix")

        assert "the editor cannot listen (unix)" in str(caught.value)
        assert "UNITY_KERNEL_HOME" in str(caught.value)
        assert "--transport tcp" in str(caught.value)

    def test_a_name_that_cannot_be_bound_leaves_no_open_socket(self) -> None:
        with pytest.raises(UnityKernelError, match="cannot listen"):
            listen("n" * 120, "unix")


class TestPrivateFolders:
    def test_a_folder_is_made_with_its_parents(self, fresh_home: Path) -> None:
        folder = system.private_directory(fresh_home / "a" / "b")

        assert folder.is_dir()
        assert system.WINDOWS or stat.S_IMODE(folder.stat().st_mode) == 0o700

    def test_home_is_the_environments_else_the_users(
        self, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert system.home() == fresh_home
        monkeypatch.delenv("UNITY_KERNEL_HOME")
        assert system.home() == Path.home() / ".unity-kernel"


class TestProcesses:
    def test_a_running_process_has_a_start_time(self) -> None:
        started = system.process_start_time(os.getpid())

        assert started is not None
        assert started > 0

    def test_a_process_that_does_not_exist_has_none(self) -> None:
        assert system.process_start_time(2**22 + 1) is None
