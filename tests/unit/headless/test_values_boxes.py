"""Rectangles, bounds, rays, planes and layer masks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from unity_kernel.headless.api import values
from unity_kernel.headless.api.values import (
    Bounds,
    BoundsInt,
    LayerMask,
    Plane,
    Ray,
    Ray2D,
    Rect,
    RectInt,
    Vector2,
    Vector2Int,
    Vector3,
    Vector3Int,
)


class TestRect:
    def test_edges_resize_and_position_moves(self) -> None:
        r = Rect(1, 2, 3, 4)
        assert (r.xMin, r.yMin, r.xMax, r.yMax) == (1, 2, 4, 6)
        r.xMin = 0
        assert r == Rect(0, 2, 4, 4)
        r.xMax = 10
        assert r == Rect(0, 2, 10, 4)
        r.x = 5
        assert r == Rect(5, 2, 10, 4)
        r.center = Vector2(0, 0)
        assert r == Rect(-5, -2, 10, 4)
        r.min = Vector2(0, 0)
        r.max = Vector2(1, 1)
        assert r == Rect(0, 0, 1, 1)
        r.position, r.size = Vector2(2, 2), Vector2(3, 3)
        assert r == Rect(Vector2(2, 2), Vector2(3, 3)) == Rect(r) == Rect.MinMaxRect(2, 2, 5, 5)

    def test_contains(self) -> None:
        r = Rect(0, 0, 2, 2)
        assert r.Contains(Vector2(0, 0))
        assert r.Contains(Vector3(1, 1, 99))
        assert not r.Contains(Vector2(2, 1))
        inverse = Rect(2, 2, -2, -2)
        assert not inverse.Contains(Vector2(1, 1))
        assert inverse.Contains(Vector2(1, 1), True)

    def test_overlaps(self) -> None:
        assert Rect(0, 0, 2, 2).Overlaps(Rect(1, 1, 2, 2))
        assert not Rect(0, 0, 2, 2).Overlaps(Rect(2, 0, 2, 2))
        assert Rect(0, 0, 2, 2).Overlaps(Rect(3, 3, -2, -2), True)

    def test_normalized(self) -> None:
        r = Rect(10, 10, 20, 40)
        assert Rect.NormalizedToPoint(r, Vector2(0.5, 2)) == Vector2(20, 50)
        assert Rect.PointToNormalized(r, Vector2(15, 0)) == Vector2(0.25, 0)


class TestIntBoxes:
    def test_rect(self) -> None:
        r = RectInt(4, 4, -2, 2)
        assert (r.xMin, r.xMax, r.yMin, r.yMax) == (2, 4, 4, 6)
        r = RectInt(0, 0, 4, 4)
        r.xMin = 1
        assert r == RectInt(1, 0, 3, 4)
        r.yMax = 2
        assert r == RectInt(1, 0, 3, 2)
        assert r.center == Vector2(2.5, 1)
        assert r.min == Vector2Int(1, 0)
        assert r.max == Vector2Int(4, 2)
        assert r.Contains(Vector2Int(1, 0))
        assert not r.Contains(Vector2Int(4, 0))
        assert RectInt(0, 0, 2, 2).Overlaps(RectInt(1, 1, 2, 2))
        assert not RectInt(0, 0, 2, 2).Overlaps(RectInt(2, 0, 2, 2))

    def test_all_positions_within(self) -> None:
        cells = list(RectInt(1, 1, 2, 2).allPositionsWithin)
        assert cells == [Vector2Int(1, 1), Vector2Int(2, 1), Vector2Int(1, 2), Vector2Int(2, 2)]
        assert len(list(BoundsInt(0, 0, 0, 2, 3, 4).allPositionsWithin)) == 24

    def test_clamp_and_set(self) -> None:
        r = RectInt(-5, 5, 10, 10)
        r.ClampToBounds(RectInt(0, 0, 8, 8))
        assert r == RectInt(0, 5, 8, 3)
        b = BoundsInt()
        b.SetMinMax(Vector3Int(1, 1, 1), Vector3Int(3, 4, 5))
        assert b == BoundsInt(Vector3Int(1, 1, 1), Vector3Int(2, 3, 4))
        assert (b.zMin, b.zMax) == (1, 5)
        b.size = Vector3Int.one
        assert b.Contains(Vector3Int(1, 1, 1))
        assert not b.Contains(Vector3Int(2, 1, 1))


class TestBounds:
    def test_corners(self) -> None:
        b = Bounds(Vector3(1, 1, 1), Vector3(2, 4, 6))
        assert b.extents == Vector3(1, 2, 3)
        assert b.min == Vector3(0, -1, -2)
        assert b.max == Vector3(2, 3, 4)
        b.min = Vector3(0, 0, 0)
        assert b.max == Vector3(2, 3, 4)
        assert b.size == Vector3(2, 3, 4)

    def test_growing(self) -> None:
        b = Bounds(Vector3.zero, Vector3.one)
        b.Encapsulate(Vector3(5, 0, 0))
        assert b.max == Vector3(5, 0.5, 0.5)
        b.Encapsulate(Bounds(Vector3(0, 9, 0), Vector3(2, 2, 2)))
        assert b.max == Vector3(5, 10, 1)
        assert b.min == Vector3(-1, -0.5, -1)
        b.Expand(2)
        assert b.max == Vector3(6, 11, 2)
        b.Expand(Vector3(2, 0, 0))
        assert b.max == Vector3(7, 11, 2)

    def test_queries(self) -> None:
        b = Bounds(Vector3.zero, Vector3(2, 2, 2))
        assert b.Contains(Vector3(1, 1, 1))
        assert not b.Contains(Vector3(1.1, 0, 0))
        assert b.Intersects(Bounds(Vector3(2, 0, 0), Vector3(2, 2, 2)))
        assert not b.Intersects(Bounds(Vector3(3, 0, 0), Vector3(1.9, 1, 1)))
        assert b.ClosestPoint(Vector3(5, 0.5, -5)) == Vector3(1, 0.5, -1)
        assert b.SqrDistance(Vector3(4, 5, 0)) == 25.0

    def test_rays(self) -> None:
        b = Bounds(Vector3.zero, Vector3(2, 2, 2))
        assert b.IntersectRay(Ray(Vector3(0, 5, 0), Vector3.down)) is True
        assert b.IntersectRay(Ray(Vector3(0, 5, 0), Vector3.down), 0.0) == (True, 4.0)
        assert b.IntersectRay(Ray(Vector3(0, 5, 0), Vector3.up)) is False
        assert b.IntersectRay(Ray(Vector3(0, 5, 0), Vector3.right)) is False


class TestRayAndPlane:
    def test_ray(self) -> None:
        ray = Ray(Vector3(1, 2, 3), Vector3(0, 0, 5))
        assert ray.direction.Equals(Vector3.forward)
        assert ray.GetPoint(2) == Vector3(1, 2, 5)
        ray.direction = Vector3(3, 0, 0)
        ray.origin = Vector3.zero
        assert ray.GetPoint(1) == Vector3.right
        assert Ray2D(Vector2.zero, Vector2(3, 4)).GetPoint(5) == Vector2(3, 4)

    def test_plane(self) -> None:
        plane = Plane(Vector3(0, 5, 0), Vector3(9, 2, 9))
        assert plane.normal == Vector3.up
        assert plane.distance == -2.0
        assert plane.GetDistanceToPoint(Vector3(0, 5, 0)) == 3.0
        assert plane.ClosestPointOnPlane(Vector3(1, 5, 1)) == Vector3(1, 2, 1)
        assert plane.GetSide(Vector3(0, 3, 0))
        assert not plane.SameSide(Vector3.zero, Vector3(0, 3, 0))
        assert plane.flipped.normal == Vector3.down
        assert Plane(Vector3.zero, Vector3.forward, Vector3.right).normal == Vector3.up

    def test_raycast(self) -> None:
        plane = Plane(Vector3.up, Vector3.zero)
        assert plane.Raycast(Ray(Vector3(0, 3, 0), Vector3.down)) == (True, 3.0)
        assert plane.Raycast(Ray(Vector3(0, 3, 0), Vector3.up)) == (False, -3.0)
        assert plane.Raycast(Ray(Vector3(0, 3, 0), Vector3.right)) == (False, 0.0)

    def test_translate(self) -> None:
        plane = Plane(Vector3.up, 1.0)
        assert Plane.Translate(plane, Vector3(5, 2, 5)).distance == 3.0
        assert plane.distance == 1.0
        plane.Translate(Vector3(0, 2, 0))
        assert plane.distance == 3.0


@pytest.fixture
def layers() -> Iterator[None]:
    values.set_layer_names_source(
        lambda: ["Default", "TransparentFX", "Ignore Raycast", "", "Water", "UI", "Mine"]
    )
    yield
    values.set_layer_names_source(None)


class TestLayerMask:
    def test_built_in_layers(self) -> None:
        assert LayerMask.NameToLayer("UI") == 5
        assert LayerMask.NameToLayer("Mine") == -1
        assert LayerMask.LayerToName(2) == "Ignore Raycast"
        assert LayerMask.LayerToName(30) == ""
        assert LayerMask.GetMask("Default", "Water", "nonsense") == 17

    @pytest.mark.usefixtures("layers")
    def test_the_projects_layers(self) -> None:
        assert LayerMask.NameToLayer("Mine") == 6

    def test_int_both_ways(self) -> None:
        mask = LayerMask(17)
        mask.value |= 2
        assert int(mask) == mask.value == 19
        assert LayerMask._take(5) == (5,)
