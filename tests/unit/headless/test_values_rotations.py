"""Quaternions and matrices, against Unity's conventions: left-handed, angles about z, then x, then y."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest

from unity_kernel.headless.api.values import Matrix4x4, Plane, Quaternion, Vector3, Vector4, raw


def near(a: Any, b: Any, tolerance: float = 1e-5) -> bool:
    return all(
        math.isclose(x, y, rel_tol=tolerance, abs_tol=tolerance)
        for x, y in zip(a._components(), b._components(), strict=True)
    )


def same_rotation(a: Quaternion, b: Quaternion) -> bool:
    return abs(Quaternion.Dot(a, b)) > 1 - 1e-6


def random_rotations(count: int, seed: int = 11) -> list[Quaternion]:
    generator = random.Random(seed)
    return [Quaternion(*(generator.gauss(0, 1) for _ in range(4))).normalized for _ in range(count)]


class TestEuler:
    def test_directions(self) -> None:
        assert near(Quaternion.Euler(90, 0, 0) * Vector3.forward, Vector3.down, 1e-6)
        assert near(Quaternion.Euler(0, 90, 0) * Vector3.forward, Vector3.right, 1e-6)
        assert near(Quaternion.Euler(0, 0, 90) * Vector3.right, Vector3.up, 1e-6)

    def test_order_is_z_x_y(self) -> None:
        x, y, z = (
            Quaternion.AngleAxis(a, v)
            for a, v in ((10, Vector3.right), (20, Vector3.up), (30, Vector3.forward))
        )
        assert near(Quaternion.Euler(10, 20, 30), y * x * z, 1e-6)
        assert Quaternion.Euler(Vector3(10, 20, 30)).Equals(Quaternion.Euler(10, 20, 30))

    def test_known_components(self) -> None:
        assert near(Quaternion.Euler(90, 0, 0), Quaternion(0.70710678, 0, 0, 0.70710678), 1e-7)
        assert near(
            Quaternion.Euler(10, 20, 30), Quaternion(0.1276794, 0.1448781, 0.2392983, 0.9515485), 1e-6
        )

    def test_angles_come_back_from_0_to_360(self) -> None:
        generator = random.Random(3)
        for _ in range(300):
            x = generator.uniform(-89, 89)
            y, z = generator.uniform(-180, 180), generator.uniform(-180, 180)
            angles = Quaternion.Euler(x, y, z).eulerAngles
            for got, wanted in zip(angles._components(), (x, y, z), strict=True):
                assert -0.006 < got < 360
                assert abs((got - wanted + 180) % 360 - 180) < 0.01

    def test_any_rotation_is_its_euler_angles(self) -> None:
        for q in random_rotations(300):
            assert same_rotation(Quaternion.Euler(q.eulerAngles), q)

    def test_straight_up_and_down(self) -> None:
        assert near(Quaternion.Euler(90, 30, 20).eulerAngles, Vector3(90, 10, 0), 1e-3)
        assert near(Quaternion.Euler(-90, 30, 20).eulerAngles, Vector3(270, 50, 0), 1e-3)
        assert near(Quaternion.Euler(90, 0, 0).eulerAngles, Vector3(90, 0, 0), 1e-6)

    def test_setter(self) -> None:
        q = Quaternion.identity
        q.eulerAngles = Vector3(0, 90, 0)
        assert near(q, Quaternion.Euler(0, 90, 0))


class TestQuaternion:
    def test_product_applies_the_right_one_first(self) -> None:
        for a, b in zip(random_rotations(50, 1), random_rotations(50, 2), strict=True):
            v = Vector3(1, 2, 3)
            assert near((a * b) * v, a * (b * v))

    def test_equality(self) -> None:
        q = Quaternion.Euler(10, 20, 30)
        assert q == Quaternion.Euler(10.01, 20, 30)
        assert q != Quaternion.Euler(11, 20, 30)
        assert not q.Equals(Quaternion.Euler(10.01, 20, 30))
        # The same rotation with opposite signs is not equal, in Unity neither.
        assert q != Quaternion(-q.x, -q.y, -q.z, -q.w)

    def test_inverse(self) -> None:
        for q in random_rotations(50):
            assert near(q * Quaternion.Inverse(q), Quaternion.identity)

    def test_angle_axis(self) -> None:
        angle, axis = Quaternion.AngleAxis(50, Vector3(0, 7, 0)).ToAngleAxis()
        assert math.isclose(angle, 50, rel_tol=1e-6)
        assert near(axis, Vector3.up)
        assert Quaternion.identity.ToAngleAxis() == (0.0, Vector3.right)
        assert Quaternion.AngleAxis(50, Vector3.zero) == Quaternion.identity

    def test_look_rotation(self) -> None:
        generator = random.Random(5)
        for _ in range(100):
            forward, up = (Vector3(*(generator.uniform(-1, 1) for _ in range(3))) for _ in range(2))
            q = Quaternion.LookRotation(forward, up)
            assert near(q * Vector3.forward, forward.normalized)
            assert abs(Vector3.Dot(q * Vector3.right, up)) < 1e-5
            assert Vector3.Dot(q * Vector3.up, up) > 0
        assert Quaternion.LookRotation(Vector3.forward).Equals(Quaternion.identity)
        assert Quaternion.LookRotation(Vector3.zero).Equals(Quaternion.identity)
        assert near(Quaternion.LookRotation(Vector3.up) * Vector3.forward, Vector3.up)

    def test_from_to_rotation(self) -> None:
        generator = random.Random(6)
        for _ in range(100):
            a, b = (Vector3(*(generator.uniform(-1, 1) for _ in range(3))) for _ in range(2))
            assert near(Quaternion.FromToRotation(a, b) * a.normalized, b.normalized)
        for axis in (Vector3.right, Vector3.up, Vector3.forward):
            assert near(Quaternion.FromToRotation(axis, -axis) * axis, -axis)

    def test_angle(self) -> None:
        assert math.isclose(
            Quaternion.Angle(Quaternion.identity, Quaternion.Euler(0, 30, 0)), 30, rel_tol=1e-5
        )
        q = Quaternion.Euler(0, 30, 0)
        assert Quaternion.Angle(q, q) == 0.0

    def test_interpolation(self) -> None:
        a, b = Quaternion.identity, Quaternion.Euler(0, 90, 0)
        assert near(Quaternion.Slerp(a, b, 1 / 3), Quaternion.Euler(0, 30, 0))
        assert near(Quaternion.SlerpUnclamped(a, b, 2), Quaternion.Euler(0, 180, 0))
        assert near(Quaternion.Slerp(a, b, 5), b)
        assert near(Quaternion.Lerp(a, b, 0.5), Quaternion.Euler(0, 45, 0))
        assert near(Quaternion.RotateTowards(a, b, 10), Quaternion.Euler(0, 10, 0))
        assert Quaternion.RotateTowards(a, b, 1000).Equals(b)

    def test_interpolation_goes_the_short_way(self) -> None:
        a, b = Quaternion.Euler(0, 10, 0), Quaternion.Euler(0, 30, 0)
        minus_b = Quaternion(-b.x, -b.y, -b.z, -b.w)
        for interpolate in (Quaternion.Slerp, Quaternion.Lerp):
            assert same_rotation(interpolate(a, minus_b, 0.5), Quaternion.Euler(0, 20, 0))

    def test_normalize(self) -> None:
        assert near(Quaternion(0, 0, 0, 5).normalized, Quaternion.identity)
        assert Quaternion(0, 0, 0, 0).normalized.Equals(Quaternion.identity)
        q = Quaternion(0, 2, 0, 0)
        q.Normalize()
        assert near(q, Quaternion(0, 1, 0, 0))
        assert near(Quaternion.Normalize(Quaternion(0, 2, 0, 0)), q)


class TestMatrix:
    M = Matrix4x4.TRS(Vector3(1, 2, 3), Quaternion.Euler(10, 20, 30), Vector3(2, 3, 4))

    def test_elements(self) -> None:
        m = Matrix4x4.Translate(Vector3(7, 8, 9))
        assert (m.m03, m.m13, m.m23) == (m[0, 3], m[1, 3], m[2, 3]) == (m[12], m[13], m[14]) == (7, 8, 9)
        m[0, 1] = 5
        assert m.m01 == m[4] == 5
        m.m33 = 2
        assert m[15] == 2
        for index in (16, -1, (4, 0), (0, -1)):
            with pytest.raises(IndexError, match="Invalid matrix index"):
                m[index]

    def test_rows_and_columns(self) -> None:
        m = Matrix4x4(
            Vector4(1, 2, 3, 4), Vector4(5, 6, 7, 8), Vector4(9, 10, 11, 12), Vector4(13, 14, 15, 16)
        )
        assert m.GetColumn(1) == Vector4(5, 6, 7, 8)
        assert m.GetRow(1) == Vector4(2, 6, 10, 14)
        assert m.transpose.GetRow(1) == m.GetColumn(1)
        m.SetRow(0, Vector4.zero)
        m.SetColumn(3, Vector4.one)
        assert m.GetRow(0) == Vector4(0, 0, 0, 1)
        assert m.GetPosition() == Vector3.one
        with pytest.raises(IndexError):
            m.GetRow(4)

    def test_trs(self) -> None:
        p = Vector3(5, 6, 7)
        by_hand = Vector3(1, 2, 3) + Quaternion.Euler(10, 20, 30) * Vector3.Scale(Vector3(2, 3, 4), p)
        assert near(self.M.MultiplyPoint3x4(p), by_hand)
        assert near(self.M.MultiplyPoint(p), by_hand)
        assert near(self.M.MultiplyVector(p), by_hand - Vector3(1, 2, 3))
        assert near(self.M * Vector4(5, 6, 7, 1), Vector4(by_hand.x, by_hand.y, by_hand.z, 1))
        parts = Matrix4x4.Translate(Vector3(1, 2, 3)) * Matrix4x4.Rotate(Quaternion.Euler(10, 20, 30))
        assert near(parts * Matrix4x4.Scale(Vector3(2, 3, 4)), self.M)

    def test_decomposition(self) -> None:
        assert near(self.M.lossyScale, Vector3(2, 3, 4))
        assert near(self.M.rotation, Quaternion.Euler(10, 20, 30))
        assert self.M.GetPosition() == Vector3(1, 2, 3)
        assert self.M.ValidTRS()
        assert not Matrix4x4.zero.inverse.isIdentity
        mirrored = Matrix4x4.Scale(Vector3(1, 1, -1))
        assert mirrored.lossyScale.x < 0

    def test_inverse(self) -> None:
        assert self.M * self.M.inverse == Matrix4x4.identity
        assert math.isclose(self.M.determinant, 24, rel_tol=1e-5)
        assert Matrix4x4.zero.inverse.Equals(Matrix4x4.zero)
        generator = random.Random(8)
        for _ in range(100):
            m = Matrix4x4._from(generator.uniform(-1, 1) for _ in range(16))
            if abs(m.determinant) > 0.05:
                assert near(m * m.inverse, Matrix4x4.identity, 1e-3)
        assert Matrix4x4.Inverse3DAffine(self.M)[0]
        assert near(Matrix4x4.Inverse3DAffine(self.M)[1], self.M.inverse)

    def test_perspective(self) -> None:
        m = Matrix4x4.Perspective(60, 16 / 9, 0.3, 1000)
        cotangent = 1 / math.tan(math.radians(30))
        assert math.isclose(m.m00, cotangent / (16 / 9), rel_tol=1e-6)
        assert math.isclose(m.m11, cotangent, rel_tol=1e-6)
        assert m.m32 == -1.0
        assert math.isclose(m.MultiplyPoint(Vector3(0, 0, -0.3)).z, -1, abs_tol=1e-5)
        assert math.isclose(m.MultiplyPoint(Vector3(0, 0, -1000)).z, 1, abs_tol=1e-3)
        top = 0.3 * math.tan(math.radians(30))
        right = top * 16 / 9
        assert near(Matrix4x4.Frustum(-right, right, -top, top, 0.3, 1000), m)

    def test_ortho(self) -> None:
        m = Matrix4x4.Ortho(-2, 4, -1, 3, 1, 11)
        assert near(m.MultiplyPoint3x4(Vector3(-2, -1, -1)), Vector3(-1, -1, -1))
        assert near(m.MultiplyPoint3x4(Vector3(4, 3, -11)), Vector3(1, 1, 1))

    def test_look_at(self) -> None:
        m = Matrix4x4.LookAt(Vector3(1, 0, 0), Vector3(1, 0, 5), Vector3.up)
        assert near(m, Matrix4x4.Translate(Vector3(1, 0, 0)))

    def test_transform_plane(self) -> None:
        plane = Matrix4x4.Translate(Vector3(0, 2, 0)).TransformPlane(Plane(Vector3.up, 0))
        assert near(plane, Plane(Vector3.up, Vector3(0, 2, 0)))


class TestRaw:
    def test_agrees_with_the_types(self) -> None:
        a, b = random_rotations(2)
        v = Vector3(1, 2, 3)
        assert Quaternion._from(raw.quaternion_multiply(a._components(), b._components())).Equals(a * b)
        assert Vector3._from(raw.quaternion_rotate(a._components(), v._components())).Equals(a * v)
        position, rotation, scale = raw.matrix_decompose(TestMatrix.M._components())
        assert near(Matrix4x4._from(raw.trs(position, rotation, scale)), TestMatrix.M)
