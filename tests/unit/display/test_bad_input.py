"""Names that mean harm, getters that fail or take long, cycles, lost objects: each shows something, none does harm."""

from __future__ import annotations

import base64
import importlib
import re
import struct
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.unit.display.conftest import OBJECT, Shown, named
from tests.unit.headless.conftest import Editor
from unity_kernel.display.characters import clean, number
from unity_kernel.display.describer import Describer
from unity_kernel.display.description import Text
from unity_kernel.display.reader import COPIES, Failure, Reader

HOSTILE = [
    "<script>alert('x')</script>",
    "\"quoted\" 'twice' & <b>bold</b>",
    "first\nsecond\r\n\tthird",
    "\u202egnirts\u202c abc \u2066isolate\u2069",
    "\x00\x07\x1b[31mred\x7f",
    "\ud800 lone \udfff",
    "שלום عربى",
    "x" * 10_000_000,
    "]]> --> </style></div></table>",
    "",
]


@pytest.fixture
def engine(editor: Editor) -> Any:
    return importlib.import_module("UnityEngine")


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name[:16]))
def test_a_hostile_name(engine: Any, name: str) -> None:
    obj = engine.GameObject("plain")
    obj.name = name
    scene = importlib.import_module("UnityEngine.SceneManagement").SceneManager.GetActiveScene()

    for shown in (
        Shown(obj),
        Shown(obj.transform),
        Shown(scene),
        Shown(engine.Object.FindObjectsByType(engine.Light, engine.FindObjectsSortMode.InstanceID)),
    ):
        assert "<script>alert" not in shown.html
        assert "<b>bold" not in shown.html
        assert len(shown.html) < 60_000
        assert len(shown.text) < 20_000
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", shown.html + shown.text)


def test_what_was_cut_is_counted() -> None:
    assert clean("x" * 10_000_000, 10) == "xxxxxxxxxx… (9,999,990 more characters)"
    assert clean("a\nb\x1bc\u202ed\ud800") == "a↵b␛c\\u202ed\\ud800"


@pytest.mark.parametrize("value", [10**400, -(10**31), 1e300, -0.0, True, "text", None, float("nan")])
def test_any_number_is_short(value: Any) -> None:
    assert len(number(value)) < 45


def raising(self: Any) -> Any:
    raise RuntimeError("on purpose <b>")


def test_a_getter_that_throws_is_a_marked_cell() -> None:
    cls = named(
        "UnityEngine.Camera", named("UnityEngine.Component", OBJECT), fieldOfView=property(raising), depth=3
    )
    shown = Shown(cls())

    shown.says("RuntimeError: on purpose <b>", "Depth", "3")
    assert '<span class="e">RuntimeError' in shown.html


def test_a_name_that_throws() -> None:
    cls = named("UnityEngine.Mesh", OBJECT, name=property(raising), vertexCount=7)
    Shown(cls()).says("RuntimeError: on purpose", "Vertices", "7")


def test_an_exception_without_text() -> None:
    class Silent(Exception):
        def __str__(self) -> str:
            raise ValueError("no")

    def fail() -> None:
        raise Silent

    assert Reader().call(fail).text == "Silent"


def test_slow_getters_cannot_take_more_than_their_time() -> None:
    now = [0.0]
    reader = Reader(1.0, clock=lambda: now[0])

    def slow() -> int:
        now[0] += 0.6
        return 1

    found = [reader.call(slow) for _ in range(4)]
    assert found[:2] == [1, 1]
    assert all(isinstance(item, Failure) and "1 s for a display" in item.text for item in found[2:])


def test_an_interrupt_passes() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Reader().call(interrupted)


@pytest.mark.parametrize("name", sorted(COPIES))
def test_members_that_copy_assets_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="copies the asset"):
        Reader().get(SimpleNamespace(), name)


def test_values_that_contain_themselves_end() -> None:
    loop: list[Any] = []
    loop.append(loop)
    table: dict[str, Any] = {}
    table["self"] = table

    for value in (loop, table):
        node = Describer().inline(value)
        assert len(repr(node)) < 5000


def test_a_missing_script_is_marked(engine: Any) -> None:
    part = named("UnityEngine.Component", OBJECT)
    cls = named(
        "UnityEngine.GameObject", OBJECT, GetComponents=lambda self, kind: [None, part()], activeSelf=True
    )
    shown = Shown(cls())

    shown.says("Missing script", "cannot be loaded")


def test_a_formatter_that_fails_gives_way_to_a_few_words() -> None:
    cls = named("UnityEngine.Gradient", colorKeys=[1], alphaKeys=[], __str__=lambda self: "a gradient")
    Shown(cls()).says("AttributeError")


def test_tombstones_say_what_was_lost() -> None:
    cls = named("anything.Lost", _unity_tombstone_=property(lambda self: "a List<int> of 3"))
    Shown(cls()).says("Lost in a domain reload. It was a List<int> of 3.")


class TestSounds:
    def clip(self, monkeypatch: pytest.MonkeyPatch, samples: int, readable: bool = True) -> Shown:
        system = ModuleType("System")
        system.Single = float  # type: ignore[attr-defined]
        system.Array = SimpleNamespace(CreateInstance=lambda kind, count: [0.0] * count)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "System", system)

        def get_data(self: Any, buffer: list[float], offset: int) -> bool:
            buffer[:] = [(-1.0) ** index for index in range(len(buffer))]
            return readable

        members = {"samples": samples, "channels": 1, "frequency": 8000, "length": samples / 8000}
        return Shown(named("UnityEngine.AudioClip", OBJECT, GetData=get_data, **members)())

    def test_it_is_drawn_and_plays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        shown = self.clip(monkeypatch, 800)

        shown.says("AudioClip", "800 samples at 8,000 Hz", "Length", "0.1")
        assert "audio" in shown.tags
        assert shown.html.count("<rect") == 200
        data = base64.b64decode(shown.html.partition("audio/wav;base64,")[2].partition('"')[0])
        assert struct.unpack("<2h", data[44:48]) == (32767, -32767)

    def test_it_is_not_when_it_cannot_or_should_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clip(monkeypatch, 800, readable=False).says("Not drawn: its data are not in memory")
        self.clip(monkeypatch, 50_000_000).says("Not drawn: 50,000,000 samples")
        self.clip(monkeypatch, 0).says("no samples")


def test_a_clip_shows_its_curves(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    binding = SimpleNamespace(path="Arm", propertyName="m_LocalPosition.x")
    module = ModuleType("UnityEditor")
    module.AnimationUtility = SimpleNamespace(  # type: ignore[attr-defined]
        GetCurveBindings=lambda clip: [binding],
        GetEditorCurve=lambda clip, which: engine.AnimationCurve.Linear(0, 0, 1, 1),
    )
    monkeypatch.setitem(sys.modules, "UnityEditor", module)
    shown = Shown(named("UnityEngine.AnimationClip", OBJECT, length=2.5, frameRate=60)())

    shown.says("AnimationClip", "2.5", "Curves (1)", "Arm: m_LocalPosition.x", "2 keys")


def test_members_are_cut_at_a_number() -> None:
    many = {f"field{number}": property(lambda self: 1) for number in range(500)}
    cls = named("UnityEngine.Custom", named("UnityEngine.Component", OBJECT), **many)
    assert "more" in Shown(cls()).page
    assert isinstance(Describer().inline(None), Text)
