"""Random: the numbers of Unity's generator, as recorded from Unity for some seeds."""

from __future__ import annotations

import copy
import math
import pickle
from typing import Any

import pytest

from unity_kernel.headless.api.values import Quaternion, Random, Vector3

# Seed, then what UnityEngine.Random gives first after InitState(seed).
STATES = [
    (0, (0, 1, 1812433254, 1900727103)),
    (2147483647, (2147483647, 335050396, 3871623053, 2257956770)),
    (7597963, (7597963, 1773921496, 2793464121, 3723451518)),
]
INSIDE_CIRCLE = [
    (0, (-0.5568735, 0.3252837)),
    (2147483647, (0.4653803, -0.8426805)),
    (96438, (-0.3490024, 0.5226312)),
]
INSIDE_SPHERE = [
    (0, (-0.7462912, 0.4355676, -0.1475139)),
    (2147483647, (0.5033774, -0.2497899, 0.4944919)),
    (4919044, (0.02355918, 0.9186104, -0.3611813)),
]
ON_SPHERE = [(0, (-0.8513461, 0.4968821, -0.1682793)), (11288839, (0.332929, -0.1423508, -0.9321451))]
ROTATION = [
    (0, (0.2477755, 0.247607, 0.5112399, 0.7848133)),
    (2147483647, (-0.475693, -0.6145, -0.1160635, 0.6185752)),
    (4919044, (-0.2685211, -0.3730135, -0.679015, 0.5724474)),
]
ROTATION_UNIFORM = [
    (0, (-0.3852562, 0.6600888, -0.572001, 0.297784)),
    (2147483647, (0.1831105, -0.3690048, 0.4419404, 0.7968656)),
    (96438, (-0.496745, 0.6399518, -0.1453847, 0.5679519)),
]
COLORS = [
    (0, (0.280165, 0.4749825, 0.6736069, 1)),
    (2147483647, (0.4188507, 0.4194092, 0.388662, 1)),
    (4919044, (0.3074178, 0.2367011, 0.9625161, 1)),
]
INT_RANGES = [
    (0, -1366991463, -784454117, -1213877975),
    (2147483647, -1043932443, -856252661, -941845651),
    (3351175, -325466, -123544, -252494),
    (7597963, -98753368, 25678875, 21473551),
]


@pytest.mark.parametrize(("seed", "state"), STATES)
def test_state(seed: int, state: tuple[int, ...]) -> None:
    Random.InitState(seed)
    assert tuple(n & 0xFFFFFFFF for n in Random.state._components()) == state


@pytest.mark.parametrize(
    ("name", "seed", "expected"),
    [
        (name, seed, expected)
        for name, table in (
            ("insideUnitCircle", INSIDE_CIRCLE),
            ("insideUnitSphere", INSIDE_SPHERE),
            ("onUnitSphere", ON_SPHERE),
            ("rotation", ROTATION),
            ("rotationUniform", ROTATION_UNIFORM),
        )
        for seed, expected in table
    ],
)
def test_shapes(name: str, seed: int, expected: tuple[float, ...]) -> None:
    Random.InitState(seed)
    assert getattr(Random, name)._components() == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(("seed", "expected"), COLORS)
def test_color(seed: int, expected: tuple[float, ...]) -> None:
    Random.InitState(seed)
    assert Random.ColorHSV()._components() == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(("seed", "low", "high", "expected"), INT_RANGES)
def test_int_range(seed: int, low: int, high: int, expected: int) -> None:
    Random.InitState(seed)
    assert Random.Range(low, high) == expected


def test_ranges() -> None:
    Random.InitState(1)
    assert {Random.Range(0, 3) for _ in range(100)} == {0, 1, 2}
    assert {Random.Range(3, 0) for _ in range(100)} == {1, 2, 3}
    assert Random.Range(5, 5) == 5
    for _ in range(100):
        assert -2.0 <= Random.Range(-2.0, 3) <= 3.0
        assert 0.0 <= Random.value <= 1.0
        assert Random.insideUnitSphere.magnitude <= 1.000001
        assert math.isclose(Random.onUnitSphere.magnitude, 1.0, rel_tol=1e-6)


def test_state_is_restored() -> None:
    Random.InitState(42)
    saved = Random.state
    first = [Random.value for _ in range(5)]
    Random.state = saved
    assert [Random.value for _ in range(5)] == first
    assert pickle.loads(pickle.dumps(saved)) == copy.copy(saved) == saved
    wrong: Any = 5
    with pytest.raises(TypeError):
        Random.state = wrong


def test_types() -> None:
    assert isinstance(Random.insideUnitSphere, Vector3)
    assert isinstance(Random.rotation, Quaternion)
    assert str(Random.state) == "UnityEngine.Random+State"
