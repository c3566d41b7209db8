"""Scenes with prefabs against an independent expansion, object by object and field by field."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.shared import SHARED, why_absent

from . import expansion
from .conftest import Opener
from .telling import compare, count, outline, told

pytestmark = pytest.mark.skipif(SHARED is None, reason=why_absent())

PROJECTS = SHARED / "unity-projects" if SHARED else Path()
MRTK = "mrtk3-nearmenu-2020.3-deepnest/UnityProjects/MRTKDevTemplate"
SCENES = [
    ("mirror-2021.3", "Assets/Mirror/Examples/Billiards/MirrorBilliards.unity"),
    ("mirror-2021.3", "Assets/Mirror/Examples/BilliardsPredicted/MirrorBilliardsPredicted.unity"),
    ("mirror-2021.3", "Assets/Mirror/Examples/AdditiveLevels/Scenes/MirrorAdditiveLevelsSubLevel1.unity"),
    ("mirror-2021.3", "Assets/Mirror/Examples/AdditiveScenes/Scenes/MirrorAdditiveScenesMain.unity"),
    ("mirror-2021.3", "Assets/Mirror/Examples/AssignAuthority/Scenes/MirrorAssignAuthority.unity"),
    ("mirror-2021.3", "Assets/Mirror/Examples/TankTheftAuto/MirrorTankTheftAuto.unity"),
    ("obstacle-tower-2019.4", "Assets/ObstacleTower/Scenes/RobotTests.unity"),
    ("obstacle-tower-2019.4", "Assets/ObstacleTower/Scenes/player_posed.unity"),
    ("obstacle-tower-2019.4", "Assets/ObstacleTower/Scenes/Procedural.unity"),
    ("cesium-samples-2022.3", "Assets/CesiumForUnitySamples/Scenes/08_CesiumArchitecturalDesign.unity"),
    ("cesium-samples-2022.3", "Assets/CesiumForUnitySamples/Scenes/03_CesiumSanFrancisco.unity"),
    ("cesium-samples-2022.3", "Assets/CesiumForUnitySamples/Scenes/VR03_CesiumMagicLeap.unity"),
    (MRTK, "Assets/Scenes/NearMenuExamples.unity"),
    ("daydream-playground-5.4-crlf", "Assets/Samples/Pottery/Scenes/Pottery.unity"),
    ("cardboard-designlab-5.2", "Assets/Scenes/MovementScene.unity"),
    ("cardboard-designlab-5.2", "Assets/Scenes/MasterScene_JB.unity"),
]


@pytest.fixture(scope="module")
def games() -> dict[str, expansion.Game]:
    return {}


@pytest.mark.parametrize(("project", "path"), SCENES)
def test_a_scene_is_expanded_as_the_files_say(
    project: str, path: str, open_editor: Opener, games: dict[str, expansion.Game]
) -> None:
    root = PROJECTS / project
    if project not in games:
        games[project] = expansion.Game(root)
    wanted = expansion.dump(games[project], root / path)
    open_editor(root, path)
    found = told()
    assert outline(found) == outline(wanted)
    compare(found, wanted, "")
    assert count(wanted) >= 4
