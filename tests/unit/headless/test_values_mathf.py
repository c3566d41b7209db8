"""Mathf."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest

from unity_kernel.headless.api import values
from unity_kernel.headless.api.values import Mathf


def test_constants_are_float32() -> None:
    assert Mathf.PI == 3.1415927410125732
    assert Mathf.Deg2Rad == 0.01745329238474369
    assert Mathf.Rad2Deg == 57.295780181884766
    assert Mathf.Infinity == -Mathf.NegativeInfinity == math.inf
    assert 0 < Mathf.Epsilon < 1e-44


@pytest.mark.parametrize(
    ("value", "rounded"), [(10.2, 10), (10.5, 10), (11.5, 12), (-0.5, 0), (-1.5, -2), (2.5, 2), (0.5, 0)]
)
def test_round_is_bankers(value: float, rounded: int) -> None:
    assert Mathf.Round(value) == rounded
    assert Mathf.RoundToInt(value) == rounded
    assert isinstance(Mathf.Round(value), float)
    assert isinstance(Mathf.RoundToInt(value), int)


def test_floor_and_ceil() -> None:
    assert (Mathf.Floor(-1.5), Mathf.Ceil(-1.5)) == (-2.0, -1.0)
    assert (Mathf.FloorToInt(-1.5), Mathf.CeilToInt(1.2)) == (-2, 2)
    assert Mathf.FloorToInt(math.nan) == Mathf.RoundToInt(1e20) == -2147483648
    assert Mathf.Floor(math.inf) == math.inf


@pytest.mark.parametrize(
    ("compute", "result"),
    [
        (lambda: Mathf.Sqrt(-1), math.nan),
        (lambda: Mathf.Acos(2), math.nan),
        (lambda: Mathf.Sin(math.inf), math.nan),
        (lambda: Mathf.Log(0), -math.inf),
        (lambda: Mathf.Log(-1), math.nan),
        (lambda: Mathf.Log10(0), -math.inf),
        (lambda: Mathf.Exp(1000), math.inf),
        (lambda: Mathf.Pow(0, -1), math.inf),
        (lambda: Mathf.Pow(-8, 1 / 3), math.nan),
        (lambda: Mathf.Pow(-1e30, 3), -math.inf),
        (lambda: Mathf.Repeat(1, 0), math.nan),
    ],
)
def test_outside_the_domain(compute: Callable[[], float], result: float) -> None:
    assert compute() == result or (math.isnan(result) and math.isnan(compute()))


def test_functions() -> None:
    assert Mathf.Sin(Mathf.PI / 6) == pytest.approx(0.5)
    assert Mathf.Pow(6, 1.8) == pytest.approx(25.157774)
    assert Mathf.Log(6, 2) == pytest.approx(2.584963)
    assert Mathf.Log10(100) == 2.0
    assert Mathf.Sqrt(2) == 1.4142135381698608
    assert Mathf.Atan2(1, 1) == pytest.approx(math.pi / 4)
    assert (Mathf.Sign(0), Mathf.Sign(-2), Mathf.Sign(3)) == (1, -1, 1)


def test_int_overloads() -> None:
    assert isinstance(Mathf.Abs(-3), int)
    assert isinstance(Mathf.Abs(-3.0), float)
    assert isinstance(Mathf.Max(1, 2), int)
    assert isinstance(Mathf.Max(1, 2.0), float)
    assert Mathf.Max(1, 5, 3) == Mathf.Max([1, 5, 3]) == 5
    assert Mathf.Min(2.5, 1.5, 3) == 1.5
    assert Mathf.Max() == 0
    assert isinstance(Mathf.Clamp(5, 0, 3), int)
    assert Mathf.Clamp(5.5, 0, 3) == 3.0


def test_interpolation() -> None:
    assert Mathf.Lerp(0, 10, 2) == 10
    assert Mathf.LerpUnclamped(0, 10, 2) == 20
    assert Mathf.InverseLerp(5, 15, 10) == 0.5
    assert Mathf.InverseLerp(5, 5, 10) == 0
    assert Mathf.SmoothStep(0, 10, 0.5) == 5
    assert Mathf.SmoothStep(0, 1, 0.25) == pytest.approx(0.15625)
    assert Mathf.SmoothStep(3, 7, 9) == 7
    assert Mathf.MoveTowards(0, 10, 3) == 3
    assert Mathf.MoveTowards(0, 2, 3) == 2
    assert Mathf.MoveTowards(0, 10, -3) == -3


def test_repeating() -> None:
    assert Mathf.Repeat(370, 360) == 10
    assert Mathf.Repeat(-10, 360) == 350
    assert [Mathf.PingPong(t, 3) for t in (0, 2, 3, 4, 6, 7)] == [0, 2, 3, 2, 0, 1]


def test_angles() -> None:
    assert Mathf.DeltaAngle(1080, 90) == 90
    assert Mathf.DeltaAngle(350, 10) == 20
    assert Mathf.DeltaAngle(10, 350) == -20
    assert Mathf.LerpAngle(350, 10, 0.5) == 360
    assert Mathf.LerpAngle(0, 90, 0.5) == 45
    assert Mathf.MoveTowardsAngle(350, 10, 5) == 355
    assert Mathf.MoveTowardsAngle(350, 10, 50) == 10


def test_approximately() -> None:
    assert Mathf.Approximately(1.0, 10.0 / 10.0)
    assert Mathf.Approximately(1e8, 1e8 + 8)
    assert not Mathf.Approximately(1, 1.00001)
    assert not Mathf.Approximately(0, 1e-10)


def test_powers_of_two() -> None:
    assert [Mathf.NextPowerOfTwo(n) for n in (0, 1, 7, 8, 9, 139)] == [0, 1, 8, 8, 16, 256]
    assert [Mathf.ClosestPowerOfTwo(n) for n in (7, 19, 24)] == [8, 16, 32]
    assert Mathf.IsPowerOfTwo(32)
    assert not Mathf.IsPowerOfTwo(7)


def test_color_spaces() -> None:
    assert Mathf.GammaToLinearSpace(0.5) == pytest.approx(0.2140411)
    assert Mathf.LinearToGammaSpace(Mathf.GammaToLinearSpace(0.7)) == pytest.approx(0.7, abs=1e-6)
    assert Mathf.Gamma(-0.5, 1, 2) == -0.25
    assert Mathf.HalfToFloat(0x3C00) == 1.0


class TestSmoothDamp:
    @pytest.fixture
    def clock(self) -> Iterator[None]:
        values.set_delta_time_source(lambda: 0.1)
        yield
        values.set_delta_time_source(None)

    def test_arrives_without_overshooting(self) -> None:
        value, velocity = 0.0, 0.0
        for _ in range(500):
            previous = value
            value, velocity = Mathf.SmoothDamp(value, 10, velocity, 0.3, math.inf, 0.02)
            assert previous <= value <= 10
        assert value == pytest.approx(10, abs=1e-3)

    def test_speed_limit(self) -> None:
        value, velocity = 0.0, 0.0
        for _ in range(100):
            previous = value
            value, velocity = Mathf.SmoothDamp(value, 1000, velocity, 0.3, 5, 0.02)
            assert value - previous <= 5 * 0.02 * 1.01

    def test_angle_goes_the_short_way(self) -> None:
        value, velocity = Mathf.SmoothDampAngle(350, 10, 0, 0.1, math.inf, 0.1)
        assert 350 < value < 371
        assert velocity > 0

    @pytest.mark.usefixtures("clock")
    def test_time_comes_from_the_editor(self) -> None:
        assert Mathf.SmoothDamp(0, 10, 0, 0.3) == Mathf.SmoothDamp(0, 10, 0, 0.3, math.inf, 0.1)
