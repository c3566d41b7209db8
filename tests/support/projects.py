"""A small Unity project, written by the test that uses it, or by `python -m tests.support.projects FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.scenes import SCENE, YAML, game_object, project_files, write_files

__all__ = ["OBJECTS", "SCENE", "make_project"]

OBJECTS = ("Main Camera", "Player", "Weapon")
"""The scene's objects; Weapon is a child of Player."""


def make_project(folder: Path, *, version: str = "2022.3.62f3") -> Path:
    """Writes a project with one scene of three objects into a new folder; returns the folder."""
    scene = (
        YAML
        + game_object(100, "Main Camera", (0, 1, 0))
        + game_object(200, "Player", (2, 1, 0), children=[301])
        + game_object(300, "Weapon", (0.5, 1, 0), father=201)
    )
    return write_files(folder, project_files(scene, version=version, guid="0123456789abcdef" * 2))


if __name__ == "__main__":
    print(make_project(Path(sys.argv[1]).absolute()))
