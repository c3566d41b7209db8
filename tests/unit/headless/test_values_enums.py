"""Enums behave as .NET's do through pythonnet."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from unity_kernel.headless.api.values import NetEnum, NetFlags


class ClearFlags(NetEnum):
    Skybox = 1
    Color = 2
    SolidColor = 2
    Depth = 3


class Constraints(NetFlags):
    None_ = 0
    FreezeX = 2
    FreezeY = 4
    FreezeBoth = 6
    Everything = -1


class TestEnum:
    def test_conversions(self) -> None:
        assert int(ClearFlags.Skybox) == ClearFlags.Skybox.value__ == 1
        assert ClearFlags(3) is ClearFlags.Depth
        with pytest.raises(ValueError, match="99"):
            ClearFlags(99)

    def test_is_not_an_int(self) -> None:
        one: Any = 1
        assert ClearFlags.Skybox != one
        assert ClearFlags.Skybox == ClearFlags(1)
        with pytest.raises(TypeError):
            [10, 20][ClearFlags.Skybox]  # type: ignore[call-overload]

    def test_text(self) -> None:
        assert str(ClearFlags.Depth) == ClearFlags.Depth.ToString() == f"{ClearFlags.Depth}" == "Depth"
        assert repr(ClearFlags.Depth) == "<ClearFlags.Depth: 3>"
        assert ClearFlags.Depth.ToString("D") == "3"
        assert ClearFlags.Depth.ToString("x") == "00000003"
        with pytest.raises(ValueError, match="enum format"):
            ClearFlags.Depth.ToString("Z")

    def test_two_names_for_a_number(self) -> None:
        assert ClearFlags["SolidColor"] is ClearFlags["Color"]

    def test_comparison(self) -> None:
        assert ClearFlags.Skybox.CompareTo(ClearFlags.Depth) == -1
        assert ClearFlags.Depth.Equals(ClearFlags.Depth)
        assert len({ClearFlags.Depth, ClearFlags(3)}) == 1
        with pytest.raises(TypeError):
            ClearFlags.Depth.CompareTo(Constraints.FreezeX)

    def test_copies_are_the_same_member(self) -> None:
        assert copy.deepcopy(ClearFlags.Depth) is ClearFlags.Depth
        assert pickle.loads(pickle.dumps(ClearFlags.Depth)) is ClearFlags.Depth


class TestFlags:
    def test_operators(self) -> None:
        both = Constraints.FreezeX | Constraints.FreezeY
        assert both == Constraints.FreezeBoth
        assert both & Constraints.FreezeX == Constraints.FreezeX
        assert both ^ Constraints.FreezeX == Constraints.FreezeY
        assert both.HasFlag(Constraints.FreezeY)
        assert int(both) == 6

    def test_text(self) -> None:
        assert str(Constraints.FreezeX | Constraints.FreezeY) == "FreezeBoth"
        assert str(Constraints(2)) == "FreezeX"
        assert str(Constraints(64)) == "64"

    def test_reserved_names(self) -> None:
        assert getattr(Constraints, "None") is Constraints.None_
        assert str(Constraints.None_) == "None"
        with pytest.raises(AttributeError):
            getattr(Constraints, "True")

    def test_any_number_is_a_value(self) -> None:
        assert int(Constraints(64)) == 64
        assert int(Constraints.Everything) == -1
