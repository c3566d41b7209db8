"""Colors."""

from __future__ import annotations

import random

import pytest

from unity_kernel.headless.api.values import Color, Color32, Mathf, Vector4


class TestColor:
    def test_documented_values(self) -> None:
        assert Color(1, 0, 0) == Color.red == Color(1, 0, 0, 1)
        assert str(Color.yellow) == "RGBA(1.000, 0.922, 0.016, 1.000)"
        assert Color.gray == Color.grey == Color(0.5, 0.5, 0.5, 1)
        assert Color.clear == Color(0, 0, 0, 0)

    def test_arithmetic(self) -> None:
        a, b = Color(0.1, 0.2, 0.3, 0.4), Color(0.5, 0.5, 0.5, 0.5)
        assert a + b == Color(0.6, 0.7, 0.8, 0.9)
        assert b - a == Color(0.4, 0.3, 0.2, 0.1)
        assert a * b == a * 0.5 == 0.5 * a == a / 2 == Color(0.05, 0.1, 0.15, 0.2)
        assert a * Vector4(1, 0, 0, 1) == Color(0.1, 0, 0, 0.4)

    def test_properties(self) -> None:
        assert Color(0.2, 0.9, 0.5).maxColorComponent == Mathf.Max(0.9, 0.0)
        assert Mathf.Approximately(Color(1, 1, 1).grayscale, 1)
        assert Mathf.Approximately(Color(0, 1, 0).grayscale, 0.587)
        color = Color.red
        color.a = 0.5
        color[1] = 1
        assert color == Color(1, 1, 0, 0.5)

    def test_lerp(self) -> None:
        assert Color.Lerp(Color.black, Color.white, 0.5) == Color(0.5, 0.5, 0.5, 1)
        assert Color.Lerp(Color.black, Color.white, 7) == Color.white
        assert Color.LerpUnclamped(Color.black, Color.white, 2) == Color(2, 2, 2, 1)

    def test_linear_and_gamma(self) -> None:
        assert abs(Color(0.5, 0.5, 0.5).linear.r - 0.2140411) < 1e-6
        assert abs(Color(0.5, 0, 1).gamma.r - 0.7353569) < 1e-6
        generator = random.Random(1)
        for _ in range(100):
            color = Color(*(generator.uniform(0, 4) for _ in range(4)))
            back = color.linear.gamma
            assert all(
                abs(x - y) < 1e-5 for x, y in zip(color._components(), back._components(), strict=True)
            )


class TestHsv:
    def test_known_colors(self) -> None:
        assert Color.HSVToRGB(0, 1, 1) == Color.red
        assert Color.HSVToRGB(1, 1, 1) == Color.red
        assert Color.HSVToRGB(1 / 3, 1, 1) == Color.green
        assert Color.HSVToRGB(0.5, 0, 0.25) == Color(0.25, 0.25, 0.25)
        assert Color.HSVToRGB(0, 0, 3) == Color(3, 3, 3)
        assert Color.HSVToRGB(0, 0, 3, False) == Color.white
        assert Color.RGBToHSV(Color.blue) == pytest.approx((2 / 3, 1, 1))
        assert Color.RGBToHSV(Color.gray) == (0.0, 0.0, 0.5)

    def test_there_and_back(self) -> None:
        generator = random.Random(2)
        for _ in range(200):
            color = Color(*(generator.random() for _ in range(3)))
            assert Color.HSVToRGB(*Color.RGBToHSV(color)) == color


class TestColor32:
    def test_bytes(self) -> None:
        color = Color32(1, 2, 3, 255)
        color.r = 200
        assert color[0] == 200
        with pytest.raises(OverflowError, match=r"System\.Byte"):
            color.g = 256
        with pytest.raises(TypeError, match=r"expected System\.Byte, got 'float'"):
            Color32(0.5, 0, 0, 0)  # type: ignore[arg-type]

    def test_lerp(self) -> None:
        assert Color32.Lerp(Color32(0, 0, 0, 0), Color32(255, 100, 10, 1), 0.5) == Color32(127, 50, 5, 0)
