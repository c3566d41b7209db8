"""Objects of a scene, assets, collections and types, on the headless editor."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from tests.unit.display.conftest import Page, Shown
from tests.unit.headless.conftest import Editor
from unity_kernel.display.bundle import is_known, table_of
from unity_kernel.editor.livetree import LiveTree


@pytest.fixture
def engine(editor: Editor) -> Any:
    return importlib.import_module("UnityEngine")


@pytest.fixture
def tools(editor: Editor) -> Any:
    return importlib.import_module("UnityEditor")


class TestGameObjects:
    def test_a_card_is_an_inspector(self, engine: Any) -> None:
        shown = Shown(engine.GameObject.Find("Lantern/Globe"))

        shown.says("Globe", "GameObject", "active", "Workshop: /Lantern/Globe", "Tag", "Layer", "0 Default")
        shown.says(
            "Transform", "(0, 2, 0)", "MeshFilter", "SphereCollider", "Spinner", "Degrees Per Second", "45"
        )
        assert shown.html.count("<details") >= 5
        assert len(shown.html) < 50_000

    def test_who_is_inactive_and_why(self, engine: Any) -> None:
        lantern = engine.GameObject.Find("Lantern")
        globe = lantern.transform.Find("Globe").gameObject
        lantern.SetActive(False)

        Shown(globe).says("inactive: a parent is")
        Shown(lantern).says("inactive")
        assert "inactive: a parent is" not in Shown(lantern).text

    def test_static_tag_and_layer(self, engine: Any) -> None:
        block = engine.GameObject.Find("Blocks/Block 1")
        block.isStatic = True

        Shown(block).says("static", "Block", "6 Blocks")

    def test_children_are_counted(self, engine: Any) -> None:
        Shown(engine.GameObject.Find("Blocks")).says("6 children: unity.tree(obj)")

    def test_a_destroyed_object_says_what_it_was(self, engine: Any) -> None:
        ghost = engine.GameObject("Ghost")
        other = engine.GameObject("Never shown")
        Shown(ghost)
        part = ghost.transform
        engine.Object.DestroyImmediate(ghost)
        engine.Object.DestroyImmediate(other)

        Shown(ghost).says("destroyed", "It was the GameObject 'Ghost'")
        Shown(other).says("It was a GameObject")
        Shown(part).says("destroyed", "Transform")


class TestComponents:
    def test_a_transform(self, engine: Any) -> None:
        shown = Shown(engine.GameObject.Find("Lantern/Globe").transform)
        shown.says("Local", "World", "Hierarchy", "Position", "0.45", "2.5", "/Lantern/Globe", "Lantern")

    def test_a_camera(self, engine: Any) -> None:
        Shown(engine.Camera.main).says(
            "Main Camera", "perspective", "Field of view", "50", "Culling mask", "Everything"
        )

    def test_a_light(self, engine: Any) -> None:
        shown = Shown(engine.GameObject.Find("Directional Light").GetComponent(engine.Light))
        shown.says("enabled", "Directional", "#FFF4D6", "Intensity", "All properties")

    def test_a_script_of_the_project(self, engine: Any) -> None:
        spinner = engine.GameObject.Find("Lantern/Globe").GetComponent("Spinner")
        spinner.enabled = False

        Shown(spinner).says("Spinner", "disabled", "Degrees Per Second", "45", "Axis")

    def test_any_other(self, engine: Any) -> None:
        Shown(engine.GameObject.Find("Ball").GetComponent(engine.Rigidbody)).says("Rigidbody", "Mass")

    def test_displays_never_ask_for_copies(self, engine: Any) -> None:
        asked: list[object] = []
        members = [(engine.Renderer, "material"), (engine.Renderer, "materials"), (engine.MeshFilter, "mesh")]
        members.append((engine.Collider, "material"))
        before = {(cls, name): vars(cls).get(name) for cls, name in members}
        globe = engine.GameObject.Find("Lantern/Globe")
        try:
            for cls, name in members:
                type.__setattr__(cls, name, property(asked.append))
            for obj in (globe, *globe.GetComponents(engine.Component), globe.GetComponents(engine.Component)):
                Shown(obj)
        finally:
            for (cls, name), member in before.items():
                type.__delattr__(cls, name) if member is None else type.__setattr__(cls, name, member)
        assert not asked


class TestScenes:
    def test_a_scene_is_a_tree(self, engine: Any) -> None:
        scene = importlib.import_module("UnityEngine.SceneManagement").SceneManager.GetActiveScene()
        shown = Shown(scene)

        shown.says("Workshop", "17 objects", "Assets/Scenes/Workshop.unity", "Point Light", "inactive")
        assert shown.text.index("Lantern") < shown.text.index("Globe")
        assert 'title="Camera"' in shown.html
        engine.GameObject("new")
        Shown(scene).says("unsaved changes", "18 objects")

    def test_a_large_one_is_cut_and_counted(self, engine: Any) -> None:
        root = engine.GameObject("Root")
        for number in range(1500):
            engine.GameObject(f"Child {number}").transform.SetParent(root.transform, False)
        scene = importlib.import_module("UnityEngine.SceneManagement").SceneManager.GetActiveScene()
        shown = Shown(scene)

        shown.says("1,518 objects", "more below", "unity.tree(obj)")
        assert len(shown.html) < 300_000
        assert "Child 1499" in repr(LiveTree(root, 2000)._repr_mimebundle_()["text/html"])

    def test_part_of_one(self, engine: Any) -> None:
        drawing = LiveTree(engine.GameObject.Find("Blocks").transform, 600)
        assert repr(drawing).splitlines()[0] == "Blocks"
        assert "Block 6" in drawing._repr_mimebundle_()["text/html"]

    def test_what_is_left_out_can_be_asked_for(self, engine: Any) -> None:
        root = engine.GameObject("Root")
        for number in range(500):
            engine.GameObject(f"<Child> {number}").transform.SetParent(root.transform, False)
        live = LiveTree(root, 100)

        static = live._repr_mimebundle_()["text/html"]
        assert "… 401 more below" in static
        assert "data-ask" not in static
        shown, ask = 99, "1"
        while ask:
            markup = live.answer(ask)
            Page(markup)
            assert f"&lt;Child&gt; {shown}<" in markup
            shown += markup.count("&lt;Child&gt;")
            ask = markup.partition('data-ask="')[2].partition('"')[0]
        assert shown == 500
        assert live.answer("1").count("&lt;Child&gt;") == 200  # asked twice, as by two views of one output
        engine.Object.DestroyImmediate(root)
        assert "destroyed" in live.answer("1")

    def test_roots_of_a_scene_can_be_asked_for(self, engine: Any) -> None:
        scene = importlib.import_module("UnityEngine.SceneManagement").SceneManager.GetActiveScene()
        live = LiveTree(scene, 3)

        assert "5 more objects" in live._repr_mimebundle_()["text/html"]
        assert "Spawn Point" in "".join(live.answer(str(number + 1)) for number in range(len(live._cut)))

    def test_the_selection(self, engine: Any, tools: Any) -> None:
        Shown(tools.Selection).says("nothing is selected")
        tools.Selection.activeObject = engine.Camera.main.gameObject
        Shown(tools.Selection).says("1 selected", "Main Camera", "active")


class TestAssets:
    def test_a_material(self, engine: Any, tools: Any) -> None:
        brass = tools.AssetDatabase.LoadAssetAtPath("Assets/Materials/Brass.mat", engine.Material)
        shown = Shown(brass)

        shown.says("Brass", "Material", "Shader", "Standard", "_Metallic", "_Color")
        assert "Assets/Materials/Brass.mat" in shown.page
        assert tools.AssetDatabase.AssetPathToGUID("Assets/Materials/Brass.mat") in shown.page

    def test_a_texture_is_a_picture(self, engine: Any) -> None:
        texture = engine.Texture2D(4, 2)
        texture.name = "Tiny"

        shown = Shown(texture)
        shown.says("Tiny", "Texture2D", "Width", "4")
        assert "data:image/png;base64,iVBOR" in shown.html
        assert '<img class="px" width="64" height="32"' in shown.html
        assert "<picture: 4 x 2, RGBA32>" in shown.text

    def test_a_mesh(self, engine: Any) -> None:
        Shown(engine.GameObject.Find("Ball").GetComponent(engine.MeshFilter).sharedMesh).says(
            "Mesh", "Vertices", "515", "Triangles", "768"
        )


class TestCollections:
    def test_an_array_of_objects_is_a_table(self, engine: Any) -> None:
        found = engine.Object.FindObjectsByType(engine.GameObject, engine.FindObjectsSortMode.InstanceID)
        Shown(found).says(
            "GameObject[]", "16 elements", "Name", "Active", "Position", "Main Camera", "6 Blocks"
        )

    def test_so_is_a_list_of_pythons(self, engine: Any) -> None:
        camera = engine.Camera.main
        table = table_of([camera, None, camera.transform])
        assert table is not None
        assert "Main Camera" in table
        assert table_of([1, camera]) is None
        assert table_of([]) is None
        assert table_of([None]) is None

    def test_an_array_of_values(self, engine: Any) -> None:
        from unity_kernel.headless.api.interop import Array

        Shown(Array([engine.Vector3(1, 2, 3), engine.Vector3.zero], engine.Vector3)).says(
            "Vector3[]", "2 elements"
        )
        Shown(Array([], int)).says("System.Int32[]", "empty")

    def test_a_long_one_is_cut_and_counted(self) -> None:
        from unity_kernel.headless.api.interop import Array

        shown = Shown(Array(range(1000), int))
        assert "… 940 more" in shown.page
        assert "… 980 more" in shown.text


class TestTypes:
    def test_a_type_links_to_the_manual(self, engine: Any) -> None:
        shown = Shown(engine.Camera)
        shown.says("Camera", "Properties", "fieldOfView", "Inherits", "Behaviour")
        assert "https://docs.unity3d.com/ScriptReference/Camera-fieldOfView.html" in shown.html
        assert "https://docs.unity3d.com/ScriptReference/Camera.html" in shown.text

    def test_an_enum_lists_its_values(self, engine: Any) -> None:
        Shown(engine.LightType).says("LightType", "Spot = 0", "values")


def test_python_values_are_left_alone(engine: Any) -> None:
    for value in (1, "text", [1], {"a": 1}, (), None, object(), int, dict, type):
        assert not is_known(value)
