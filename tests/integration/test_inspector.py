"""`unity.inspect`, `unity.browse` and `unity.interact`: widgets that write into the scene and follow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.session import Cell, Editor, Home, Kernel

MAKE = """\
from UnityEngine import Color, GameObject, Light, LightType, Quaternion, Vector3
import UnityEngine
lamp = GameObject('lamp <script>')
light = lamp.AddComponent(Light)
light.intensity = 2.0
"""


class Widgets:
    """The widgets that a cell has made, as the front end knows them."""

    def __init__(self, kernel: Kernel, cell: Cell) -> None:
        self.kernel = kernel
        self.cell = cell
        self._seen = 0
        self.states: dict[str, dict[str, Any]] = {}
        self.take()

    def take(self) -> None:
        """Takes over what has been published since."""
        for message in self.cell.published[self._seen :]:
            content = message["content"]
            if message["msg_type"] in ("comm_open", "comm_msg"):
                self.states.setdefault(content["comm_id"], {}).update(content["data"].get("state", {}))
        self._seen = len(self.cell.published)

    def named(self, description: str, nth: int = 0) -> str:
        """The comm of the widget with that description."""
        found = [
            comm
            for comm, state in self.states.items()
            if str(state.get("description")).strip() == description
        ]
        return str(found[nth])

    def part(self, label: str, part: str) -> str:
        """The comm of one number in the row of that label."""
        row = next(
            state
            for state in self.states.values()
            if state.get("_model_name") == "HBoxModel"
            and label in str(self._child(state, 0).get("value", ""))
        )
        return next(
            str(comm)
            for each in row["children"]
            if (comm := each.removeprefix("IPY_MODEL_")) and self.states[comm].get("description") == part
        )

    def _child(self, state: dict[str, Any], number: int) -> dict[str, Any]:
        return self.states.get(str(state["children"][number]).removeprefix("IPY_MODEL_"), {})

    def set(self, comm: str, **state: object) -> None:
        """What the front end sends when the user changes a widget."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        request = self.kernel.comm("comm_msg", {"comm_id": comm, "data": data})
        for message in request.published:
            self.cell.published.append(message)
        self.take()

    def until(self, comm: str, key: str, value: object) -> None:
        """Waits until the front end is told that."""

        def told() -> bool:
            self.take()
            return bool(self.states[comm].get(key) == value)

        self.kernel.pump_until(told, 20.0, lambda: f"{key}={value!r}; it is {self.states[comm].get(key)!r}")

    def until_text(self, text: str) -> None:
        """Waits until the front end shows that."""

        def told() -> bool:
            self.take()
            return text in self.text()

        self.kernel.pump_until(told, 20.0, lambda: f"{text!r}; there is {self.text()!r}")

    def text(self) -> str:
        """All that HTML widgets show."""
        return "\n".join(
            str(state.get("value", ""))
            for state in self.states.values()
            if state.get("_model_name") == "HTMLModel"
        )


@pytest.fixture
def inspecting(shared_home: Home, editor: Editor) -> Iterator[Kernel]:
    """A kernel of the test's own with a lamp."""
    if editor.file.kind == "mono":
        pytest.skip("needs lights, colours and rotations, which the Mono host has not")
    with Kernel.start(shared_home, editor=editor) as kernel:
        kernel.must(MAKE)
        yield kernel


def test_edits_go_into_the_object_by_way_of_undo(inspecting: Kernel) -> None:
    widgets = Widgets(inspecting, inspecting.must("shown = unity.inspect(lamp)\nshown"))
    assert widgets.states[widgets.named("Intensity")]["value"] == 2.0
    widgets.set(widgets.named("Intensity"), value=0.75)
    widgets.set(widgets.named("Name"), value="lantern")
    widgets.set(widgets.named("Active"), value=False)
    widgets.set(widgets.named("Type"), value=1, index=1)
    widgets.set(widgets.part("Local Position", "y"), value=4.5)
    widgets.set(widgets.named("Color"), value="#ff0080")
    state = (
        "round(light.intensity, 2), lamp.name, lamp.activeSelf, str(light.type), lamp.transform.localPosition.y, "
        "[round(part, 2) for part in (light.color.r, light.color.g, light.color.b)]"
    )
    changed = (0.75, "lantern", False, "Directional", 4.5, [1.0, 0.0, 0.5])
    assert inspecting.value(state) == changed
    names = inspecting.must("%undo 6").text
    assert names.startswith("Undone: Color of lamp <script>, Local Position of lamp <script>, Type of")
    assert names.count(",") == 5
    assert inspecting.value(state)[:5] == (2.0, "lamp <script>", True, "Point", 0.0)
    widgets.until(widgets.named("Intensity"), "value", 2.0)
    inspecting.must("%redo 6")
    assert inspecting.value(state) == changed


def test_a_rotation_is_edited_in_degrees(inspecting: Kernel) -> None:
    inspecting.must("lamp.transform.localEulerAngles = Vector3(30, 0, 0)")
    widgets = Widgets(inspecting, inspecting.must("unity.inspect(lamp.transform)"))
    assert widgets.states[widgets.part("Local Rotation", "x")]["value"] == 30.0
    widgets.set(widgets.part("Local Rotation", "y"), value=90.0)
    angles = "[round(part) for part in (lambda a: (a.x, a.y, a.z))(lamp.transform.localEulerAngles)]"
    assert inspecting.value(angles) == [30, 90, 0]


def test_it_follows_changes_that_others_make(inspecting: Kernel) -> None:
    widgets = Widgets(inspecting, inspecting.must("unity.inspect(light)"))
    inspecting.must("with unity.recording(lamp): lamp.name = 'last step'")
    inspecting.must("light.intensity = 3.5\nlight.color = Color(0, 1, 0, 0.5)")
    widgets.until(widgets.named("Intensity"), "value", 3.5)
    widgets.until(widgets.named("Color"), "value", "#00ff00")
    widgets.until(widgets.named("a"), "value", 0.5)
    assert inspecting.must("%undo").text == "Undone: Cell [3].\n"  # what it shows, it has not written


def test_names_are_text(inspecting: Kernel) -> None:
    widgets = Widgets(inspecting, inspecting.must("unity.inspect(lamp)"))
    assert "lamp &lt;script&gt;" in widgets.text()
    assert "<script>" not in widgets.text()


def test_it_says_when_its_object_is_destroyed_and_takes_no_more_edits(inspecting: Kernel) -> None:
    widgets = Widgets(inspecting, inspecting.must("shown = unity.inspect(light)\nshown"))
    intensity = widgets.named("Intensity")
    inspecting.must("UnityEngine.Object.DestroyImmediate(lamp)")
    widgets.until(intensity, "disabled", True)
    widgets.until_text("Light has been destroyed.")
    widgets.set(intensity, value=9.0)
    assert inspecting.value("1 + 1") == 2
    assert inspecting.value("shown._parts") == []


def test_an_edit_of_an_object_that_has_just_gone_harms_nothing(inspecting: Kernel) -> None:
    widgets = Widgets(inspecting, inspecting.must("shown = unity.inspect(light)\nshown.pause()\nshown"))
    inspecting.must("UnityEngine.Object.DestroyImmediate(light)")
    widgets.set(widgets.named("Intensity"), value=9.0)
    assert "Light has been destroyed." in widgets.text()


def test_it_lives_through_a_domain_reload(inspecting: Kernel) -> None:
    widgets = Widgets(inspecting, inspecting.must("shown = unity.inspect(light)\nshown"))
    inspecting.must("await unity.reload()")
    widgets.set(widgets.named("Intensity"), value=0.25)
    assert inspecting.value("light.intensity") == 0.25
    inspecting.must("light.intensity = 5.0")
    widgets.until(widgets.named("Intensity"), "value", 5.0)


def test_it_lets_go_when_the_namespace_is_freed(inspecting: Kernel) -> None:
    """As before each domain reload in Unity, where the objects end."""
    widgets = Widgets(inspecting, inspecting.must("shown = unity.inspect(light)\nshown"))
    inspecting.must("for let_go in get_ipython().at_end: let_go()")
    assert inspecting.value("shown._parts") == []
    widgets.set(widgets.named("Intensity"), value=9.0)
    assert inspecting.value("light.intensity") == 2.0


def test_few_follow_at_a_time_and_none_that_are_closed(inspecting: Kernel) -> None:
    inspecting.must(
        "from unity_kernel.interact import inspector\n"
        "many = [unity.inspect(light) for _ in range(inspector.MOST_FOLLOWING + 3)]"
    )
    assert inspecting.value("len(inspector._following) == inspector.MOST_FOLLOWING") is True
    inspecting.must("for each in many: each.close()")
    assert inspecting.value("len(inspector._following)") == 0


@pytest.mark.parametrize("what", ["None", "5", "'lamp'", "lost"])
def test_what_cannot_be_inspected_is_said(inspecting: Kernel, what: str) -> None:
    inspecting.must("lost = GameObject('lost')\nUnityEngine.Object.DestroyImmediate(lost)")
    error = inspecting.run(f"unity.inspect({what})").failure
    assert "unity.inspect shows GameObjects, components and assets that are there" in error.evalue


def test_browse_searches_selects_and_inspects(inspecting: Kernel) -> None:
    widgets = Widgets(inspecting, inspecting.must("browser = unity.browse()\nbrowser"))
    options = inspecting.value("[label for label, _ in browser._list.options]")
    assert "Player" in options
    assert "  Weapon" in options
    search = next(comm for comm, state in widgets.states.items() if state.get("placeholder"))
    widgets.set(search, value="WEAP")
    assert inspecting.value("[label for label, _ in browser._list.options]") == ["Weapon"]
    listed = next(comm for comm, state in widgets.states.items() if state.get("_model_name") == "SelectModel")
    widgets.set(listed, index=0)
    assert inspecting.value("UnityEditor.Selection.activeGameObject.name") == "Weapon"
    assert "Weapon" in widgets.text()
    widgets.set(widgets.part("Local Position", "x"), value=7.0)
    assert inspecting.value("GameObject.Find('Weapon').transform.localPosition.x") == 7.0
    inspecting.must("%undo\nbrowser.close()")


def test_interact_knows_vectors_colours_and_enums(inspecting: Kernel) -> None:
    cell = inspecting.must(
        "calls = []\n"
        "@unity.interact(position=Vector3(0, 1, 0), tint=Color(1, 0, 0, 1), size=(0, 10))\n"
        "def place(position, tint, size=3, kind=LightType.Spot):\n"
        "    calls.append((position, tint, size, kind))\n"
        "    light.type, light.color, lamp.transform.localPosition = kind, tint, position"
    )
    widgets = Widgets(inspecting, cell)
    assert inspecting.value("len(calls), str(light.type), lamp.transform.localPosition.y") == (1, "Spot", 1.0)
    widgets.set(widgets.named("x"), value=2.5)
    widgets.set(widgets.named("kind"), index=1)
    assert inspecting.value(
        "lamp.transform.localPosition.x, str(light.type), type(calls[-1][0]) is Vector3"
    ) == (
        2.5,
        "Directional",
        True,
    )
    picker = next(
        comm for comm, state in widgets.states.items() if state.get("_model_name") == "ColorPickerModel"
    )
    widgets.set(picker, value="#00ff00")
    assert inspecting.value("light.color.r, light.color.g, light.color.a") == (0.0, 1.0, 1.0)
    widgets.set(widgets.named("size"), value=8)
    assert inspecting.value("calls[-1][2]") == 8


def test_interact_with_vectors_on_every_host(kernel: Kernel) -> None:
    cell = kernel.must(
        "crane = UnityEngine.GameObject('crane')\n"
        "def lift(position=UnityEngine.Vector3(1, 2, 3)):\n"
        "    crane.transform.position = position\n"
        "made = unity.interact(lift)"
    )
    widgets = Widgets(kernel, cell)
    widgets.set(widgets.named("z"), value=9.0)
    assert kernel.value("crane.transform.position.z, crane.transform.position.x") == (9.0, 1.0)


def test_inspecting_on_every_host(shared_home: Home, editor: Editor) -> None:
    with Kernel.start(shared_home, editor=editor) as kernel:
        kernel.must("crate = UnityEngine.GameObject('crate')")
        widgets = Widgets(kernel, kernel.must("shown = unity.inspect(crate)\nshown"))
        widgets.set(widgets.named("Name"), value="box")
        widgets.set(widgets.named("Active"), value=False)
        widgets.set(widgets.part("Local Position", "y"), value=4.5)
        state = "crate.name, crate.activeSelf, crate.transform.localPosition.y"
        assert kernel.value(state) == ("box", False, 4.5)
        undone = kernel.must("%undo 3").text
        assert undone == "Undone: Local Position of crate, Active of crate, Name of crate.\n"
        assert kernel.value(state) == ("crate", True, 0.0)
        kernel.must("crate.transform.localPosition = UnityEngine.Vector3(0, 2, 0)")
        widgets.until(widgets.part("Local Position", "y"), "value", 2.0)
        kernel.must("await unity.reload()")
        widgets.set(widgets.part("Local Position", "y"), value=3.0)
        assert kernel.value(state)[2] == 3.0
        kernel.must("crate.transform.localPosition = UnityEngine.Vector3(0, 5, 0)")
        widgets.until(widgets.part("Local Position", "y"), "value", 5.0)
        kernel.must("UnityEngine.Object.DestroyImmediate(crate)")
        widgets.until_text("GameObject has been destroyed.")
        assert "unity.inspect shows GameObjects" in kernel.run("unity.inspect(crate)").failure.evalue
