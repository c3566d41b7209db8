"""Structs, enums, curves, gradients: one test for each formatter, on the headless editor's types."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from tests.unit.display.conftest import Shown
from tests.unit.headless.conftest import Editor


@pytest.fixture
def engine(editor: Editor) -> Any:
    return importlib.import_module("UnityEngine")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("U.Vector2(1, 2)", ["Vector2", "1", "2", "length 2.236068"]),
        ("U.Vector3(1, -2.5, 1e6)", ["Vector3", "-2.5", "1000000"]),
        ("U.Vector4(1, 2, 3, 4)", ["Vector4", "5.477226"]),
        ("U.Vector2Int(3, 4)", ["Vector2Int", "3", "length 5"]),
        ("U.Vector3Int(1, 2, 3)", ["Vector3Int"]),
        ("U.Quaternion.Euler(30, 45, 0)", ["Quaternion", "Euler angles", "30°", "45°", "Components"]),
        ("U.Quaternion(0, 0, 0, 0)", ["Not a rotation: its length is 0"]),
        ("U.Matrix4x4.identity", ["Matrix4x4"]),
        ("U.Bounds(U.Vector3.zero, U.Vector3.one)", ["Bounds", "Center", "Size", "-0.5"]),
        ("U.Rect(10, 20, 640, 480)", ["Rect", "Width", "640"]),
        ("U.RectInt(1, 2, 3, 4)", ["RectInt", "Height", "4"]),
        ("U.Ray(U.Vector3.zero, U.Vector3.forward)", ["Ray", "Origin", "Direction"]),
        ("U.Plane(U.Vector3.up, 2)", ["Plane", "Normal", "Distance", "2"]),
        ("U.Color(1, 0.5, 0, 0.5)", ["Color", "#FF8000", "(1, 0.5, 0, 0.5)"]),
        ("U.Color(4, 2, 1, 1)", ["#FF8040", "HDR ×4"]),
        ("U.Color32(40, 120, 220, 255)", ["Color32", "#2878DC", "(40, 120, 220, 255)"]),
        ("U.LightType.Spot", ["LightType", "Spot", "Directional", "= 0"]),
        ("U.RigidbodyConstraints.FreezePositionX", ["RigidbodyConstraints", "FreezePositionX"]),
        (
            "U.AnimationCurve.EaseInOut(0, 0, 1, 2)",
            ["AnimationCurve", "2 keys", "value 0 to 2", "In tangent"],
        ),
        ("U.AnimationCurve()", ["no keys"]),
        ("U.Gradient()", ["Gradient", "2 colours", "#FFFFFF"]),
    ],
)
def test_a_value_shows_what_matters(engine: Any, code: str, words: list[str]) -> None:
    shown = Shown(eval(code, {"U": engine}))

    shown.says(*words)
    assert len(shown.html) < 20_000


def test_components_have_the_colours_of_the_axes(engine: Any) -> None:
    html = Shown(engine.Vector3(1, 2, 3)).html

    assert all(f'class="v{axis}"' in html for axis in "xyz")


def test_a_curve_is_drawn_through_its_values(engine: Any) -> None:
    html = Shown(engine.AnimationCurve.Linear(0, 0, 1, 1)).html

    points = html.partition('points="')[2].partition('"')[0].split()
    first, last = (tuple(map(float, point.split(","))) for point in (points[0], points[-1]))
    assert first == (0.0, 110.0)
    assert last == (300.0, 0.0)


def test_flags_that_are_set_stand_out(engine: Any) -> None:
    both = engine.RigidbodyConstraints.FreezePositionX | engine.RigidbodyConstraints.FreezeRotationZ
    shown = Shown(both)

    assert "[FreezePositionX]" in shown.text
    assert "[FreezeRotationZ]" in shown.text
    assert "[FreezePositionY]" not in shown.text


def test_a_mask_names_its_layers(engine: Any) -> None:
    mask = engine.LayerMask()
    Shown(mask).says("Nothing")
    mask.value = engine.LayerMask.GetMask("Default", "Water", "Blocks")
    Shown(mask).says("0x00000051", "Default", "Water", "Blocks")
    mask.value = -1
    Shown(mask).says("Everything")


@pytest.mark.parametrize(
    ("value", "text"), [(float("nan"), "NaN"), (float("inf"), "∞"), (-float("inf"), "-∞")]
)
def test_numbers_that_are_none_are_said(engine: Any, value: float, text: str) -> None:
    Shown(engine.Vector3(value, 0, 1)).says(text)
    Shown(engine.Quaternion(value, 0, 0, 1)).says("Not a rotation")
    Shown(engine.Color(value, 0, 0, 1)).says("Color")
    Shown(engine.Bounds(engine.Vector3(value, 0, 0), engine.Vector3.one)).says(text)
    curve = engine.AnimationCurve()
    curve.AddKey(engine.Keyframe(0, value))
    curve.AddKey(engine.Keyframe(1, 1))
    Shown(curve).says("2 keys")
