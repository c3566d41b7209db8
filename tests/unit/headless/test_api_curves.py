"""AnimationCurve and Gradient."""

from __future__ import annotations

import math

import pytest

pytestmark = pytest.mark.usefixtures("editor")


def test_curves() -> None:
    from UnityEngine import AnimationCurve, Keyframe, WrapMode  # type: ignore[import-not-found]

    ease = AnimationCurve.EaseInOut(0, 0, 1, 1)
    assert [ease.Evaluate(t) for t in (-1, 0, 0.25, 0.5, 1, 2)] == [0, 0, 0.15625, 0.5, 1, 1]
    assert AnimationCurve.Linear(0, 0, 2, 4).Evaluate(0.5) == 1
    assert AnimationCurve().Evaluate(3) == 0
    step = AnimationCurve(Keyframe(1, 5, math.inf, 0), Keyframe(0, 2, 0, math.inf))
    assert (step[0].value, step.Evaluate(0.99), step.Evaluate(1)) == (2, 2, 5)
    curve = AnimationCurve([Keyframe(0, 0), Keyframe(2, 2)])
    assert curve.AddKey(1, 2) == 1
    assert curve.AddKey(1, 3) == -1, "the time is taken"
    assert [key.inTangent for key in curve.keys] == [2, 1, 0]
    curve.postWrapMode = WrapMode.Loop
    assert curve.Evaluate(3) == curve.Evaluate(1) == 2
    curve.postWrapMode = WrapMode.PingPong
    assert curve.Evaluate(4) == 0
    curve.keys[0].value = 9
    assert curve[0].value == 0, "keys are copies"
    assert curve.MoveKey(0, Keyframe(5, 1)) == 2
    curve.RemoveKey(0)
    assert curve.length == 2
    third = 1 / 3
    plain, weighted = Keyframe(0, 0, 0, 2), Keyframe(0, 0, 0, 2, third, third)
    other = AnimationCurve(weighted, Keyframe(1, 0, 0, 0, 0.9, 0.9)).Evaluate(0.5)
    assert other != pytest.approx(AnimationCurve(plain, Keyframe(1, 0)).Evaluate(0.5))


def test_gradients() -> None:
    from UnityEngine import Color, Gradient, GradientAlphaKey, GradientColorKey, GradientMode

    made = Gradient()
    assert made.Evaluate(0.3) == Color.white
    made.SetKeys(
        [GradientColorKey(Color.blue, 1), GradientColorKey(Color.red, 0)],
        [GradientAlphaKey(1, 0.5), GradientAlphaKey(0, 0)],
    )
    assert made.Evaluate(0.25) == Color(0.75, 0, 0.25, 0.5)
    assert made.Evaluate(7) == Color.blue
    made.mode = GradientMode.Fixed
    assert made.Evaluate(0.25) == Color.blue
    with pytest.raises(ValueError, match="at most 8"):
        made.alphaKeys = [GradientAlphaKey(1, 0)] * 9
