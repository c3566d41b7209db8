"""Which editor a kernel takes, in the order of the rules."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.client.conftest import Announce
from unity_kernel.client.choice import Launch, choose, find_project, is_project
from unity_kernel.errors import NoEditorError
from unity_kernel.wire import system


class TestProjects:
    def test_a_project_has_assets_and_project_settings(self, projects: Path) -> None:
        assert is_project(projects / "Game")
        assert not is_project(projects / "Game" / "Assets")
        assert not is_project(projects / "plain")
        assert not is_project(projects / "missing")

    def test_the_project_that_contains_a_folder_is_found(self, projects: Path) -> None:
        assert find_project(projects / "Game" / "Assets" / "Notebooks") == projects / "Game"
        assert find_project(projects / "Game") == projects / "Game"
        assert find_project(projects / "plain") is None

    @pytest.mark.skipif(system.WINDOWS, reason="links need a privilege there")
    def test_through_links_too(self, projects: Path) -> None:
        (projects / "link").symlink_to(projects / "Game" / "Assets")

        assert find_project(projects / "link") == projects / "Game"


class TestWithoutAWish:
    def test_the_kernels_own_editor_comes_first(self, announce: Announce, projects: Path) -> None:
        announce("unity-1", projects / "Game")
        mine = announce("headless-1", projects / "Tools", owner="key", embedded=True)

        assert choose(None, projects / "Game", "key") == mine

    def test_the_private_editor_of_another_kernel_is_left_alone(
        self, announce: Announce, projects: Path
    ) -> None:
        announce("headless-1", projects / "Game", owner="other", embedded=True)

        assert isinstance(choose(None, projects / "Game", "key"), Launch)
        assert isinstance(choose(None, projects / "Game"), Launch)

    def test_the_editor_whose_project_contains_the_notebook(self, announce: Announce, projects: Path) -> None:
        announce("unity-1", projects / "Tools")
        game = announce("unity-2", projects / "Game")

        assert choose(None, projects / "Game" / "Assets" / "Notebooks") == game

    def test_the_innermost_of_nested_projects(self, announce: Announce, projects: Path) -> None:
        announce("unity-1", projects)
        inner = announce("unity-2", projects / "Game")

        assert choose(None, projects / "Game" / "Assets") == inner

    def test_notebooks_of_one_project_share_its_embedded_editor(
        self, announce: Announce, projects: Path
    ) -> None:
        embedded = announce("headless-1", projects / "Game", kind="headless", embedded=True)

        assert choose(None, projects / "Game", "key") == embedded

    def test_the_only_editor_that_runs(self, announce: Announce, projects: Path) -> None:
        only = announce("unity-1", projects / "Game")

        assert choose(None, projects / "plain") == only

    def test_an_embedded_editor_of_another_project_is_not_the_only_one(
        self, announce: Announce, projects: Path
    ) -> None:
        announce("headless-1", projects / "Game", kind="headless", embedded=True)

        assert choose(None, projects / "plain") == Launch(None, "no editor is running")

    def test_of_several_none_is_guessed(self, announce: Announce, projects: Path) -> None:
        announce("unity-1", projects / "Game")
        announce("unity-2", projects / "Tools")

        with pytest.raises(NoEditorError) as caught:
            choose(None, projects / "plain")
        text = str(caught.value)
        assert f"unity-1 ({projects / 'Game'})" in text
        assert f"unity-2 ({projects / 'Tools'})" in text
        assert "`%unity use NAME`" in text
        assert "UNITY_KERNEL_EDITOR" in text

    def test_a_stale_editor_does_not_count(self, announce: Announce, projects: Path) -> None:
        announce("unity-1", projects / "Game", started=1.0)

        assert isinstance(choose(None, projects / "Game"), Launch)

    def test_no_editor_at_all(self, projects: Path) -> None:
        assert choose(None, projects / "plain") == Launch(None, "no editor is running")
        assert choose(None, projects / "Game" / "Assets") == Launch(
            projects / "Game", "no editor has Game open"
        )

    def test_no_editor_and_none_may_be_started(self, projects: Path) -> None:
        with pytest.raises(NoEditorError) as caught:
            choose(None, projects / "Game", may_launch=False)
        text = str(caught.value)
        assert text.startswith("no editor is running, and the embedded one is switched off. ")
        for step in (
            "Open a project in Unity",
            "`unity-kernel headless PROJECT`",
            "UnityKernel.start_embedded",
        ):
            assert step in text


class TestWithAWish:
    def test_an_editors_id(self, announce: Announce, projects: Path) -> None:
        announce("unity-1", projects / "Game")
        wanted = announce("unity-2", projects / "Tools")

        assert choose("unity-2", projects / "Game") == wanted

    def test_the_wish_beats_the_kernels_own_editor(self, announce: Announce, projects: Path) -> None:
        announce("headless-1", projects / "Game", owner="key", embedded=True)
        wanted = announce("unity-2", projects / "Tools")

        assert choose("unity-2", projects / "Game", "key") == wanted

    @pytest.mark.parametrize("name", ["Tools", "tools", "TOOLS"])
    def test_a_projects_name_in_any_case(self, announce: Announce, projects: Path, name: str) -> None:
        announce("unity-1", projects / "Game")
        wanted = announce("unity-2", projects / "Tools")

        assert choose(name, projects / "plain") == wanted

    def test_a_projects_path(
        self, announce: Announce, projects: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        announce("unity-1", projects / "Game")
        wanted = announce("unity-2", projects / "Tools")
        monkeypatch.chdir(projects)
        monkeypatch.setenv("HOME", str(projects))
        monkeypatch.setenv("USERPROFILE", str(projects))

        for path in (str(projects / "Tools"), "Tools", "./Tools/", "~/Tools", f"{projects}/Game/../Tools"):
            assert choose(path, projects / "Game") == wanted, path

    def test_a_project_that_no_editor_has_open_is_opened(self, projects: Path) -> None:
        wanted = str(projects / "Tools")

        assert choose(wanted, projects / "Game") == Launch(projects / "Tools", "no editor has Tools open")
        with pytest.raises(NoEditorError, match=r"no running editor has .*Tools open"):
            choose(wanted, projects / "Game", may_launch=False)

    def test_a_folder_that_is_no_project(self, announce: Announce, projects: Path) -> None:
        announce("unity-1", projects / "Game")

        with pytest.raises(NoEditorError) as caught:
            choose(str(projects / "plain"), projects / "Game")
        assert "is no Unity project (it needs the folders Assets and ProjectSettings)" in str(caught.value)
        assert "Running: unity-1" in str(caught.value)

    def test_headless_is_a_private_one_on_the_sample(self, announce: Announce, projects: Path) -> None:
        announce("headless-1", projects / "Game", kind="headless")

        assert choose("headless", projects / "Game", "key") == Launch(
            None, "UNITY_KERNEL_EDITOR is 'headless'"
        )
        mine = announce("headless-2", projects / "plain", owner="key", embedded=True)
        assert choose("headless", projects / "Game", "key") == mine
        assert choose("headless", projects / "Game", "key", may_launch=False) == mine

    @pytest.mark.parametrize(
        "wanted", ["nobody", "/no/such/folder", "~nosuchuser/Game", "a\0b", "x" * 5000, " "]
    )
    def test_a_wish_that_nothing_fits(self, announce: Announce, projects: Path, wanted: str) -> None:
        announce("unity-1", projects / "Game")

        with pytest.raises(NoEditorError, match="no running editor is called") as caught:
            choose(wanted, projects / "Game")
        assert "Running: unity-1" in str(caught.value)

    def test_a_name_that_several_editors_have(self, announce: Announce, projects: Path) -> None:
        announce("unity-1", projects / "Game")
        announce("unity-2", projects / "elsewhere" / "Game")

        with pytest.raises(NoEditorError, match="several running editors are called 'Game'"):
            choose("Game", projects / "plain")

    def test_the_environment_is_asked_when_nothing_else_is_wanted(
        self, announce: Announce, projects: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        announce("unity-1", projects / "Game")
        wanted = announce("unity-2", projects / "Tools")
        monkeypatch.setenv("UNITY_KERNEL_EDITOR", "unity-2")

        assert choose(None, projects / "Game") == wanted
        assert choose("", projects / "Game") == wanted
        assert choose("unity-1", projects / "Game") != wanted
        assert os.environ["UNITY_KERNEL_EDITOR"] == "unity-2"
