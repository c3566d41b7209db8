"""Vectors, against the results that Unity's scripting reference describes."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest

from unity_kernel.headless.api.values import Mathf, Vector2, Vector2Int, Vector3, Vector3Int, Vector4


def random_vectors(count: int, seed: int = 7) -> list[Vector3]:
    generator = random.Random(seed)
    return [Vector3(*(generator.uniform(-10, 10) for _ in range(3))) for _ in range(count)]


def near(a: Any, b: Any, tolerance: float = 1e-5) -> bool:
    return all(
        math.isclose(x, y, rel_tol=tolerance, abs_tol=tolerance)
        for x, y in zip(a._components(), b._components(), strict=True)
    )


class TestArithmetic:
    def test_operators(self) -> None:
        a, b = Vector3(1, 2, 3), Vector3(4, 5, 6)
        assert a + b == Vector3(5, 7, 9)
        assert b - a == Vector3(3, 3, 3)
        assert -a == Vector3(-1, -2, -3)
        assert a * 2 == 2 * a == 2.0 * a == Vector3(2, 4, 6)
        assert a / 2 == Vector3(0.5, 1, 1.5)
        assert Vector2(1, 2) * Vector2(3, 4) == Vector2(3, 8)
        assert Vector2(1, 2) / Vector2(2, 4) == Vector2(0.5, 0.5)

    def test_augmented_assignment_makes_a_new_struct(self) -> None:
        a = b = Vector3(1, 2, 3)
        a += Vector3.one
        a *= 2
        assert a == Vector3(4, 6, 8)
        assert b == Vector3(1, 2, 3)

    def test_equality_is_approximate_and_equals_is_exact(self) -> None:
        a, b = Vector3(1, 1, 1), Vector3(1 + 9e-6, 1, 1)
        assert a == b
        assert not a.Equals(b)
        assert a != Vector3(1 + 1.1e-5, 1, 1)
        nan = Vector3(math.nan, 0, 0)
        assert nan != nan

    def test_overloads_of_the_constructor(self) -> None:
        assert Vector3(1, 2) == Vector3(1, 2, 0)
        assert Vector3(z=3, x=1, y=2) == Vector3(1, 2, 3)
        assert Vector4(1, 2) == Vector4(1, 2, 0, 0)
        assert Vector4(1, 2, 3) == Vector4(1, 2, 3, 0)

    def test_set(self) -> None:
        v = Vector3.zero
        v.Set(1, 2, 0.1)
        assert v.Equals(Vector3(1, 2, 0.1))


class TestLengths:
    def test_magnitude(self) -> None:
        v = Vector3(2, 3, 6)
        assert v.magnitude == Vector3.Magnitude(v) == 7.0
        assert v.sqrMagnitude == Vector3.SqrMagnitude(v) == 49.0
        assert Vector2(3, 4).SqrMagnitude() == Vector2.SqrMagnitude(Vector2(3, 4)) == 25.0
        assert Vector4(1, 1, 1, 1).magnitude == 2.0

    def test_normalize(self) -> None:
        assert near(Vector3(0, 3, 4).normalized, Vector3(0, 0.6, 0.8))
        assert Vector3(1e-6, 0, 0).normalized.Equals(Vector3.zero)
        v = Vector3(10, 0, 0)
        v.Normalize()
        assert v.Equals(Vector3.right)
        assert Vector3.Normalize(Vector3(0, 0, 9)).Equals(Vector3.forward)
        for v in random_vectors(100):
            assert math.isclose(v.normalized.magnitude, 1.0, rel_tol=2e-7)

    def test_scale(self) -> None:
        v = Vector3(1, 2, 3)
        assert Vector3.Scale(v, v) == Vector3(1, 4, 9)
        v.Scale(Vector3(2, 2, 2))
        assert v == Vector3(2, 4, 6)

    def test_clamp_magnitude(self) -> None:
        assert Vector3.ClampMagnitude(Vector3(0, 10, 0), 3) == Vector3(0, 3, 0)
        assert Vector3.ClampMagnitude(Vector3(0, 1, 0), 3) == Vector3(0, 1, 0)


class TestDirections:
    def test_cross_is_left_handed(self) -> None:
        assert Vector3.Cross(Vector3.right, Vector3.up) == Vector3.forward
        assert Vector3.Cross(Vector3.up, Vector3.forward) == Vector3.right

    def test_angles(self) -> None:
        assert math.isclose(Vector3.Angle(Vector3.right, Vector3.up), 90.0, rel_tol=1e-6)
        assert Vector3.Angle(Vector3.zero, Vector3.up) == 0.0
        assert math.isclose(
            Vector3.SignedAngle(Vector3.forward, Vector3.right, Vector3.up), 90.0, rel_tol=1e-6
        )
        assert math.isclose(
            Vector3.SignedAngle(Vector3.right, Vector3.forward, Vector3.up), -90.0, rel_tol=1e-6
        )
        assert math.isclose(Vector2.SignedAngle(Vector2.right, Vector2.up), 90.0, rel_tol=1e-6)
        assert math.isclose(Vector2.SignedAngle(Vector2.right, Vector2.down), -90.0, rel_tol=1e-6)
        assert Vector2.SignedAngle(Vector2.right, Vector2.left) == 180.0

    def test_projection(self) -> None:
        assert Vector3.Project(Vector3(3, 4, 5), Vector3(0, 2, 0)) == Vector3(0, 4, 0)
        assert Vector3.ProjectOnPlane(Vector3(3, 4, 5), Vector3(0, 2, 0)) == Vector3(3, 0, 5)
        assert Vector3.Project(Vector3.one, Vector3.zero) == Vector3.zero
        assert Vector3.ProjectOnPlane(Vector3.one, Vector3.zero) == Vector3.one
        for a, b in zip(random_vectors(50, 1), random_vectors(50, 2), strict=True):
            assert near(Vector3.Project(a, b) + Vector3.ProjectOnPlane(a, b), a)
            assert abs(Vector3.Dot(Vector3.ProjectOnPlane(a, b), b)) < 1e-3

    def test_reflect(self) -> None:
        assert Vector3.Reflect(Vector3(1, -1, 0), Vector3.up) == Vector3(1, 1, 0)
        assert Vector2.Reflect(Vector2(1, -1), Vector2.up) == Vector2(1, 1)
        assert Vector2.Perpendicular(Vector2.right) == Vector2.up

    def test_ortho_normalize(self) -> None:
        for a, b, c in zip(random_vectors(50, 1), random_vectors(50, 2), random_vectors(50, 3), strict=True):
            x, y, z = Vector3.OrthoNormalize(a, b, c)
            assert near(x, a.normalized)
            for u, v in ((x, y), (y, z), (z, x)):
                assert abs(Vector3.Dot(u, v)) < 1e-5
        x, y = Vector3.OrthoNormalize(Vector3.up, Vector3.up)
        assert abs(Vector3.Dot(x, y)) < 1e-6
        assert math.isclose(y.magnitude, 1.0)


class TestInterpolation:
    def test_lerp(self) -> None:
        a, b = Vector3.zero, Vector3(10, 20, 30)
        assert Vector3.Lerp(a, b, 0.5) == Vector3(5, 10, 15)
        assert Vector3.Lerp(a, b, 2) == b
        assert Vector3.Lerp(a, b, -1) == a
        assert Vector3.LerpUnclamped(a, b, 2) == Vector3(20, 40, 60)

    def test_slerp_keeps_to_the_arc(self) -> None:
        half = Vector3.Slerp(Vector3.right * 2, Vector3.up * 4, 0.5)
        assert math.isclose(half.magnitude, 3.0, rel_tol=1e-6)
        assert near(half.normalized, Vector3(1, 1, 0).normalized)
        assert near(Vector3.SlerpUnclamped(Vector3.right, Vector3.up, 2), Vector3.left)
        assert Vector3.Slerp(Vector3.zero, Vector3.up, 0.25) == Vector3(0, 0.25, 0)
        opposite = Vector3.Slerp(Vector3.right, Vector3.left, 0.5)
        assert math.isclose(opposite.magnitude, 1.0, rel_tol=1e-6)
        assert abs(Vector3.Dot(opposite, Vector3.right)) < 1e-6
        for a, b in zip(random_vectors(50, 1), random_vectors(50, 2), strict=True):
            assert near(Vector3.Slerp(a, b, 0), a)
            assert near(Vector3.Slerp(a, b, 1), b, 1e-4)

    def test_move_towards(self) -> None:
        assert Vector3.MoveTowards(Vector3.zero, Vector3(10, 0, 0), 3) == Vector3(3, 0, 0)
        assert Vector3.MoveTowards(Vector3.zero, Vector3(2, 0, 0), 3).Equals(Vector3(2, 0, 0))
        assert Vector3.MoveTowards(Vector3.zero, Vector3(10, 0, 0), -3) == Vector3(-3, 0, 0)

    def test_rotate_towards(self) -> None:
        turned = Vector3.RotateTowards(Vector3.right, Vector3.up, math.pi / 6, 0)
        assert near(turned, Vector3(math.cos(math.pi / 6), 0.5, 0))
        assert near(Vector3.RotateTowards(Vector3.right, Vector3.up * 3, 10, 1), Vector3.up * 2)
        away = Vector3.RotateTowards(Vector3.right, Vector3.up, -0.1, 0)
        assert away.y < 0

    def test_smooth_damp_arrives(self) -> None:
        position, velocity = Vector3.zero, Vector3.zero
        for _ in range(300):
            position, velocity = Vector3.SmoothDamp(
                position, Vector3.one, velocity, 0.3, Mathf.Infinity, 0.02
            )
        assert near(position, Vector3.one, 1e-4)
        assert velocity.magnitude < 1e-3

    def test_min_max_distance(self) -> None:
        a, b = Vector3(1, 5, 3), Vector3(4, 2, 3)
        assert Vector3.Min(a, b) == Vector3(1, 2, 3)
        assert Vector3.Max(a, b) == Vector3(4, 5, 3)
        assert Vector3.Distance(Vector3.zero, Vector3(2, 3, 6)) == 7.0


class TestIntVectors:
    def test_arithmetic_wraps_as_int32(self) -> None:
        assert Vector2Int(2147483647, 0) + Vector2Int.one == Vector2Int(-2147483648, 1)
        assert Vector2Int(65536, 3) * 65536 == Vector2Int(0, 196608)
        assert Vector3Int(1, 2, 3) * Vector3Int(2, 2, 2) == 2 * Vector3Int(1, 2, 3)

    def test_division_cuts_towards_zero(self) -> None:
        assert Vector2Int(-7, 7) / 2 == Vector2Int(-3, 3)
        with pytest.raises(ZeroDivisionError):
            Vector2Int.one / 0

    def test_rounding(self) -> None:
        v = Vector3(1.5, 2.5, -1.5)
        assert Vector3Int.RoundToInt(v) == Vector3Int(2, 2, -2)
        assert Vector3Int.FloorToInt(v) == Vector3Int(1, 2, -2)
        assert Vector3Int.CeilToInt(v) == Vector3Int(2, 3, -1)
        assert Vector2Int.FloorToInt(Vector2(1.5, -0.5)) == Vector2Int(1, -1)

    def test_clamp_and_lengths(self) -> None:
        v = Vector2Int(10, -10)
        v.Clamp(Vector2Int(0, 0), Vector2Int(5, 5))
        assert v == Vector2Int(5, 0)
        assert Vector2Int(3, 4).magnitude == 5.0
        assert Vector2Int(3, 4).sqrMagnitude == 25
        assert Vector3Int.Distance(Vector3Int.zero, Vector3Int(2, 3, 6)) == 7.0
        assert Vector2Int(1, 2)[1] == 2

    def test_components_are_ints(self) -> None:
        for v in (Vector2Int.one, Vector3Int.up, Vector2Int(), -Vector3Int.one, Vector2Int(7, 7) / 2):
            assert all(type(x) is int for x in v._components())
