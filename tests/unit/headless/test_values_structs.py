"""What all value types share: float32 components, value semantics, .NET's errors."""

from __future__ import annotations

import copy
import math
import pickle
import random
import struct
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest

from unity_kernel.errors import HeadlessLimitation, UnityTemporaryWarning
from unity_kernel.headless.api import values
from unity_kernel.headless.api.values import (
    Bounds,
    BoundsInt,
    Color,
    Color32,
    LayerMask,
    Mathf,
    Matrix4x4,
    Plane,
    Quaternion,
    Random,
    Ray,
    Ray2D,
    Rect,
    RectInt,
    Vector2,
    Vector2Int,
    Vector3,
    Vector3Int,
    Vector4,
)

EXAMPLES: list[Any] = [
    Bounds(Vector3(1, 2, 3), Vector3(4, 5, 6)),
    BoundsInt(1, 2, 3, 4, 5, 6),
    Color(0.1, 0.2, 0.3, 0.4),
    Color32(1, 2, 3, 4),
    LayerMask(5),
    Matrix4x4.TRS(Vector3(1, 2, 3), Quaternion.Euler(10, 20, 30), Vector3(1, 2, 3)),
    Plane(Vector3(0, 1, 0), 2.0),
    Quaternion.Euler(10, 20, 30),
    Ray(Vector3(1, 2, 3), Vector3(0, 0, 1)),
    Ray2D(Vector2(1, 2), Vector2(0, 1)),
    Rect(1, 2, 3, 4),
    RectInt(1, 2, 3, 4),
    Vector2(1, 2),
    Vector2Int(1, 2),
    Vector3(1, 2, 3),
    Vector3Int(1, 2, 3),
    Vector4(1, 2, 3, 4),
]


def name_of(value: Any) -> str:
    return type(value).__name__


def float32(number: float) -> float:
    return float(struct.unpack("f", struct.pack("f", number))[0])


@pytest.fixture
def limitation_hook() -> Iterator[None]:
    def missing(type_name: str, member: str) -> NoReturn:
        raise HeadlessLimitation(f"{type_name}.{member} exists in Unity, but not here")

    values.set_missing_member_hook(missing)
    yield
    values.set_missing_member_hook(None)


@pytest.mark.parametrize("value", EXAMPLES, ids=name_of)
class TestEveryStruct:
    def test_copies_are_equal_and_separate(self, value: Any) -> None:
        for clone in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
            assert clone is not value
            assert type(clone) is type(value)
            assert clone == value
            assert clone.Equals(value)
            assert hash(clone) == hash(value) == value.GetHashCode()

    def test_is_unequal_to_other_types(self, value: Any) -> None:
        assert value != 5
        assert value != None  # noqa: E711 - the comparison is what is tested
        assert not value.Equals("text")
        assert all(value != other for other in EXAMPLES if other is not value)

    def test_default_constructor_gives_zeros(self, value: Any) -> None:
        zeros = type(value)()._components()
        assert len(zeros) == len(value._components())
        assert not any(zeros)

    def test_is_named_as_in_unity(self, value: Any) -> None:
        assert f"{type(value).__module__}.{type(value).__qualname__}" == f"UnityEngine.{name_of(value)}"
        assert repr(value) == f"<UnityEngine.{name_of(value)} {value}>"
        assert str(value) == value.ToString()

    def test_unknown_members(self, value: Any) -> None:
        with pytest.raises(AttributeError):
            value.noSuchThing  # noqa: B018
        with pytest.raises(AttributeError):
            type(value).noSuchThing  # noqa: B018
        with pytest.raises(AttributeError):
            value.noSuchThing = 1

    def test_is_not_iterable_like_a_struct_in_net(self, value: Any) -> None:
        with pytest.raises(TypeError):
            list(value)


class TestFloat32:
    def test_components_read_as_pythonnet_reads_a_single(self) -> None:
        v = Vector3(0.1, 1 / 3, 1e-46)
        assert (v.x, v.y, v.z) == (0.10000000149011612, 0.3333333432674408, 0.0)
        v.x = 16777217
        assert v.x == 16777216.0

    def test_overflow_becomes_infinity(self) -> None:
        v = Vector3(1e39, -1e39, 3.4028235e38)
        assert v.x == math.inf
        assert v.y == -math.inf
        assert v.z == 3.4028234663852886e38
        assert (Vector3(3e38, 0, 0) * 10).x == math.inf
        v.y = 1e300
        assert v.y == math.inf

    def test_single_operations_are_exact(self) -> None:
        generator = random.Random(20240229)
        for _ in range(2000):
            a, b = (float32(generator.uniform(-1e3, 1e3)) for _ in range(2))
            assert (Vector2(a, 0) + Vector2(b, 0)).x == float32(a + b)
            assert (Vector2(a, 0) - Vector2(b, 0)).x == float32(a - b)
            assert (Vector2(a, 0) * Vector2(b, 0)).x == float32(a * b)
            assert (Vector2(a, 0) / b).x == float32(a / b)

    def test_scalars_are_singles(self) -> None:
        assert (Vector2(3, 0) * 0.1).x == float32(3.0 * float32(0.1))

    def test_division_by_zero_is_ieee(self) -> None:
        v = Vector3(1, -1, 0) / 0
        assert (v.x, v.y) == (math.inf, -math.inf)
        assert math.isnan(v.z)
        assert (Vector3(1, 0, 0) / -0.0).x == -math.inf


class TestStaticProperties:
    def test_each_access_is_fresh(self) -> None:
        a = Vector3.zero
        a.x = 5
        assert Vector3.zero.x == 0.0

    def test_cannot_be_assigned(self) -> None:
        for cls, name in ((Vector3, "zero"), (Quaternion, "identity"), (Mathf, "PI"), (Random, "value")):
            with pytest.raises(TypeError, match="property is read-only"):
                setattr(cls, name, 1)

    def test_new_ones_cannot_be_added(self) -> None:
        with pytest.raises(AttributeError):
            Vector3.nothing = 1


class TestErrors:
    def test_constructor(self) -> None:
        wrong: Any = "1"
        with pytest.raises(
            TypeError,
            match=r"No method matches given arguments for Vector3\.\.ctor: "
            r"\(<class 'str'>, <class 'int'>, <class 'int'>\); expected System\.Single, got 'str'",
        ):
            Vector3(wrong, 2, 3)

    def test_constructor_with_too_few_arguments(self) -> None:
        with pytest.raises(TypeError, match=r"Vector3\.\.ctor: \(<class 'int'>\).*got nothing"):
            Vector3(1)
        with pytest.raises(TypeError):
            Quaternion(1, 2, 3)

    def test_static_method(self) -> None:
        wrong: Any = 5
        with pytest.raises(TypeError, match=r"Vector3\.Dot: .*expected UnityEngine\.Vector3, got 'int'"):
            Vector3.Dot(Vector3.one, wrong)
        with pytest.raises(TypeError, match=r"Vector3\.Lerp: .*expected System\.Single, got 'Vector3'"):
            Vector3.Lerp(Vector3.one, Vector3.one, Vector3.one)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match=r"Mathf\.Sin: \(<class 'str'>\)"):
            Mathf.Sin("x")  # type: ignore[arg-type]

    def test_component_and_property(self) -> None:
        v: Any = Vector3.one
        with pytest.raises(TypeError, match=r"^'str' value cannot be converted to System\.Single$"):
            v.x = "1"
        q: Any = Quaternion.identity
        with pytest.raises(TypeError, match=r"^'int' value cannot be converted to UnityEngine\.Vector3$"):
            q.eulerAngles = 3

    def test_int_components_take_no_floats(self) -> None:
        wrong: Any = 1.5
        with pytest.raises(TypeError, match=r"Vector2Int\.\.ctor: .*expected System\.Int32, got 'float'"):
            Vector2Int(wrong, 2)
        with pytest.raises(OverflowError, match=r"System\.Int32"):
            Vector2Int(2**31, 0)

    def test_operators_refuse_other_types(self) -> None:
        v: Any = Vector3.one
        computations: list[Callable[[], Any]] = [
            lambda: v + 1,
            lambda: v - Vector4.one,
            lambda: v * "a",
            lambda: v * v,
            lambda: 1 / v,
            lambda: v * Quaternion.identity,
        ]
        for compute in computations:
            with pytest.raises(TypeError, match=r"unsupported operand|can't multiply"):
                compute()

    def test_index(self) -> None:
        v = Vector3(1, 2, 3)
        assert (v[0], v[1], v[2]) == (1, 2, 3)
        v[1] = 0.1
        assert v.y == 0.10000000149011612
        for index in (-1, 3):
            with pytest.raises(IndexError, match="Invalid Vector3 index"):
                v[index]
            with pytest.raises(IndexError):
                v[index] = 0


@pytest.mark.usefixtures("limitation_hook")
class TestMissingMembers:
    def test_the_hook_decides(self) -> None:
        with pytest.raises(HeadlessLimitation, match=r"UnityEngine\.Vector3\.Foo exists"):
            Vector3.Foo  # noqa: B018
        with pytest.raises(HeadlessLimitation, match=r"UnityEngine\.Vector3\.Foo exists"):
            Vector3.one.Foo  # noqa: B018
        with pytest.raises(HeadlessLimitation, match=r"UnityEngine\.Mathf\.PerlinNoise exists"):
            Mathf.PerlinNoise  # noqa: B018

    def test_private_names_do_not_reach_it(self) -> None:
        assert not hasattr(Vector3.one, "_repr_html_")
        assert not hasattr(Vector3, "__array__")
        assert copy.copy(Vector3.one) == Vector3.one


class TestImplicitConversions:
    def test_arguments_convert_as_in_c_sharp(self) -> None:
        assert Vector3.Dot(Vector2(1, 2), Vector4(3, 4, 5, 6)) == 11.0  # type: ignore[arg-type]
        assert Vector2.Dot(Vector3(1, 2, 3), Vector2(3, 4)) == 11.0  # type: ignore[arg-type]
        assert Vector4.Dot(Color(1, 2, 3, 4), Vector3.one) == 6.0  # type: ignore[arg-type]
        assert Vector3.Distance(Vector3Int(3, 4, 0), Vector3.zero) == 5.0  # type: ignore[arg-type]

    def test_colors(self) -> None:
        assert Color.Lerp(Color32(255, 0, 51, 255), Color.black, 0) == Color(1, 0, 0.2, 1)  # type: ignore[arg-type]
        assert Color32.Lerp(Color(1, 0.5, 0, 2), Color32(), 0) == Color32(255, 128, 0, 255)  # type: ignore[arg-type]

    def test_explicit_ones_do_not_happen(self) -> None:
        with pytest.raises(TypeError):
            Vector2Int.Distance(Vector2.one, Vector2Int.one)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            Quaternion.Dot(Vector4.one, Quaternion.identity)  # type: ignore[arg-type]


class TestToString:
    def test_as_unity_prints_them(self) -> None:
        assert str(Vector2(1, 2)) == "(1.00, 2.00)"
        assert str(Vector3(1.234, 5.678, 9.012)) == "(1.23, 5.68, 9.01)"
        assert str(Vector4(1, 2, 3, 4)) == "(1.00, 2.00, 3.00, 4.00)"
        assert str(Quaternion.identity) == "(0.00000, 0.00000, 0.00000, 1.00000)"
        assert str(Color.red) == "RGBA(1.000, 0.000, 0.000, 1.000)"
        assert str(Color32(1, 2, 3, 4)) == "RGBA(1, 2, 3, 4)"
        assert str(Vector3Int(1, -2, 3)) == "(1, -2, 3)"
        assert str(Rect(1, 2, 3, 4)) == "(x:1.00, y:2.00, width:3.00, height:4.00)"
        assert str(RectInt(1, 2, 3, 4)) == "(x:1, y:2, width:3, height:4)"
        assert (
            str(Bounds(Vector3.zero, Vector3.one))
            == "Center: (0.00, 0.00, 0.00), Extents: (0.50, 0.50, 0.50)"
        )
        assert str(BoundsInt(0, 0, 0, 1, 1, 1)) == "Position: (0, 0, 0), Size: (1, 1, 1)"
        assert str(Ray(Vector3.zero, Vector3.up)) == "Origin: (0.00, 0.00, 0.00), Dir: (0.00, 1.00, 0.00)"
        assert str(Plane(Vector3.up, 1.5)) == "(normal:(0.00, 1.00, 0.00), distance:1.50)"
        assert str(Matrix4x4.identity).split("\n")[1] == "0.00000\t1.00000\t0.00000\t0.00000"

    def test_documented_formats(self) -> None:
        # The examples of "Vector3.ToString" in the scripting reference.
        v = Vector3(1 / 3, -Mathf.PI, Mathf.Exp(-2))
        assert v.ToString("F6") == "(0.333333, -3.141593, 0.135335)"
        assert v.ToString("F8") == "(0.33333330, -3.14159300, 0.13533530)"

    def test_other_formats(self) -> None:
        v = Vector3(1234.5, -0.001, 0.125)
        assert v.ToString("F0") == "(1235, -0, 0)"
        assert v.ToString("F2") == "(1234.50, -0.00, 0.13)"
        assert v.ToString("N1") == "(1,234.5, -0.0, 0.1)"
        assert v.ToString("G") == "(1234.5, -0.001, 0.125)"
        assert v.ToString("G2") == "(1.2E+03, -0.001, 0.12)"
        assert v.ToString("E1") == "(1.2E+003, -1.0E-003, 1.3E-001)" or v.ToString("E1").startswith(
            "(1.2E+003"
        )
        assert v.ToString("#,0.##") == "(1,234.5, 0, 0.13)"
        assert v.ToString("0000.0") == "(1234.5, 0000.0, 0000.1)"
        assert Vector3(math.nan, math.inf, -math.inf).ToString() == "(NaN, Infinity, -Infinity)"
        assert Vector3(0.1, 1 / 3, 1e10).ToString("R") == "(0.1, 0.333333343, 1E+10)"
        assert Vector2Int(255, -1).ToString("X4") == "(00FF, FFFFFFFF)"
        assert Vector2Int(5, -5).ToString("D3") == "(005, -005)"
        with pytest.raises(ValueError, match="Q2"):
            v.ToString("Q2")


class TestInnerInterface:
    def test_of_from_take(self) -> None:
        v = Vector3._of(1.0, 2.0, 3.0)
        assert v == Vector3(1, 2, 3)
        assert Vector3._from(iter((0.1, 0, 0))).x == 0.10000000149011612
        assert Vector3._take(v) is v._components()
        assert Vector3._take(Vector2(1, 2)) == (1.0, 2.0, 0.0)


class Thing:
    """Hands out copies, as properties of Unity's objects do."""

    def __init__(self) -> None:
        self.kept = Vector3(1, 2, 3)

    @property
    def position(self) -> Vector3:
        return Vector3(1, 2, 3)


def test_setting_a_part_of_a_copy_that_nothing_holds_warns_as_the_compiler_refuses() -> None:
    thing = Thing()
    with pytest.warns(UnityTemporaryWarning, match=r"sets y of a copy.*Vector3.*v\.y = ") as seen:
        thing.position.y = 3
    assert seen[0].filename == __file__
    with pytest.warns(UnityTemporaryWarning, match="sets x of"):
        thing.position.x += 1
    with pytest.warns(UnityTemporaryWarning, match="sets a of"):
        Color(1, 1, 1).a = 0.5


def test_setting_a_part_of_what_something_holds_is_silent() -> None:
    thing, points = Thing(), [Vector3(1, 2, 3)]
    here = thing.position
    here.x = 5
    points[0].x = 5
    thing.kept.x = 5
    for each in points:
        each.y = 6

    def change(value: Vector3) -> None:
        value.z = 7

    change(here)
    change(thing.position)
    assert (here.x, here.z, points[0].y, thing.kept.x) == (5, 7, 6, 5)
