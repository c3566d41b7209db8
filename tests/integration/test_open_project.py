"""Other scenes and other projects, opened from a notebook cell."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.projects import SCENE, make_project
from tests.support.session import Home, Kernel, wait_until

OPEN = "UnityEditor.EditorApplication.OpenProject"


def test_another_project_is_opened_from_a_cell(home: Home, project: Path) -> None:
    other = make_project(home.path / "Second", version="2021.3.45f1")
    scene = other / SCENE
    scene.write_bytes(scene.read_bytes().replace(b"m_Name: Player", b"m_Name: Hero"))
    with Kernel.start(home, cwd=project) as kernel:
        kernel.must("plain = [1, 2]\nplayer = UnityEngine.GameObject.Find('Player')\nplayer.name = 'Unsaved'")
        failed = kernel.run(f"{OPEN}(r'{home.path / 'nothing'}')")
        assert failed.failure.ename == "ProjectError"
        assert kernel.value("player.name") == "Unsaved"
        kernel.must(f"{OPEN}(r'{other}')")
        assert kernel.value("plain") == [1, 2]
        assert kernel.value("UnityEngine.GameObject.Find('Hero').name") == "Hero"
        assert kernel.value("UnityEngine.Application.dataPath").replace("\\", "/").endswith("Second/Assets")
        assert kernel.value("UnityEngine.Application.unityVersion") == "2021.3.45f1"
        assert kernel.value("unity.project") == str(other)
        assert kernel.value("__import__('os').getcwd()") == os.path.realpath(other)
        assert kernel.value("player == None") is True
        gone = kernel.run("player.name").failure
        assert gone.ename == "MissingReferenceException"
        assert f"belongs to the project {project}, which was closed" in gone.evalue
        wait_until(lambda: home.editors()[0].project == str(other), "the editor file of the other project")
    assert b"Unsaved" not in (project / SCENE).read_bytes()


def test_scenes_are_opened_and_outside_changes_told_in_the_cell(home: Home, project: Path) -> None:
    second = project / "Assets/Scenes/Second.unity"
    second.write_bytes((project / SCENE).read_bytes().replace(b"m_Name: Player", b"m_Name: Other"))
    with Kernel.start(home, cwd=project) as kernel:
        kernel.must(
            "from UnityEditor.SceneManagement import EditorSceneManager as Scenes, OpenSceneMode\n"
            "scene = Scenes.OpenScene('Assets/Scenes/Second.unity', OpenSceneMode.Additive)"
        )
        assert kernel.value("UnityEngine.GameObject.Find('Other').scene == scene") is True
        kernel.must("Scenes.OpenScene('Assets/Scenes/Second.unity')")
        assert kernel.value("(scene.IsValid(), Scenes.sceneCount)") == (False, 1)
        second.write_bytes(second.read_bytes().replace(b"m_Name: Other", b"m_Name: Others own"))
        told = "Second.unity: was changed on disk by somebody else"
        # The editor looks again after some milliseconds: perhaps not yet in the first cell.
        wait_until(lambda: told in kernel.run("1").text, "the word about the changed file")
        assert told not in kernel.run("2").text
        kernel.must("UnityEditor.AssetDatabase.Refresh()")
        assert kernel.value("UnityEngine.GameObject.Find('Others own') is not None") is True
