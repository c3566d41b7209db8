"""What holds for all edits and all documents, tried on many that Hypothesis thinks up.

The normal run takes a few seconds and always tries the same ones; `pytest --hypothesis-profile=long` tries others,
and many more.
"""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from benchmarks.scenes import write_project
from tests.support.fuzz import all_objects
from tests.support.shared import SHARED, why_absent
from unity_kernel.errors import UnityKernelError
from unity_kernel.headless.api.runtime import Runtime
from unity_kernel.headless.project import Mapping, Node, Project, Scalar, Style, UnityFile

from .conftest import SAMPLE, copy_writable

# --- edits, and what Undo makes of them ------------------------------------------------------------------------------

SCENES = [("sample", "")]
if SHARED is not None:
    SCENES += [
        ("webgl-2018.4", ""),
        ("webgl-2022.3", ""),
        ("webgl-6000.3", ""),
        ("daydream-playground-5.4-crlf", ""),
        ("mirror-2021.3", "MirrorTanks"),
        ("mirror-2021.3", "MirrorRoomOffline"),
    ]
TEXTS = st.one_of(
    st.sampled_from(
        ["", "a: b", "'x", "- y", "é" * 50, "two\nlines", "trailing ", "long " * 30, "#1", "{z", "@"]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
)
NUMBERS = st.floats(-1e6, 1e6, width=32)
PLACES = st.integers(0, 10_000)


@cache
def project_folder(name: str) -> Path:
    """A copy of a project for all examples of this process; each puts its scene file back."""
    folder = Path(tempfile.mkdtemp(prefix="uk-properties-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if name == "small":
        return write_project(folder / name, 12, 3)  # which lists its roots, so that their order survives
    if name == "sample":
        return copy_writable(SAMPLE, folder / name)
    assert SHARED is not None
    return copy_writable(SHARED / "unity-projects" / name, folder / name)


class Edits(RuleBasedStateMachine):
    """A session of edits on a real scene, each a step of Undo."""

    @initialize(scene=st.sampled_from(SCENES))
    def open(self, scene: tuple[str, str]) -> None:
        # Fresh file ids are random, and with them the order of objects: an example must run the same each time.
        self.chance = patch("os.urandom", random.Random(0).randbytes)
        self.chance.start()
        project = Project.open(project_folder(scene[0]))
        path = project.choose_scene(scene[1] or None)
        assert path is not None
        self.path = project.root / path
        self.original = self.path.read_bytes()
        self.log: list[str] = []
        self.guessed = False
        self.runtime = Runtime(project, scene=path, log=lambda *line: self.log.append(" ".join(line)))
        self.runtime.install()
        self.runtime.load()
        self.engine: Any = self.runtime.modules["UnityEngine"]
        self.undo: Any = self.runtime.modules["UnityEditor"].Undo
        self.scenes: Any = self.runtime.modules["UnityEditor.SceneManagement"].EditorSceneManager
        self.begin()

    def begin(self) -> None:
        """From here on, everything can be taken back."""
        self.undo.ClearAll()
        self.states = [self.rendered()]
        self.at = 0

    def teardown(self) -> None:
        if not hasattr(self, "runtime"):
            return
        try:
            while self.depth():
                self.take_back()
            assert self.rendered() == self.states[0]
            assert not [line for line in self.log if line.startswith("exception")]
        finally:
            self.path.write_bytes(self.original)
            self.runtime.uninstall()
            self.chance.stop()

    def rendered(self) -> bytes:
        scene = self.runtime._world.active
        assert scene is not None
        scene.flush()
        return scene.file.render()

    def depth(self) -> int:
        """How many steps can be taken back."""
        history = self.runtime._world.history
        return len(history._done) if history is not None else 0

    def pick(self, place: int) -> Any:
        objects = list(all_objects(self.engine))
        assume(objects)
        found = objects[place % len(objects)]
        # What its edits say of a prefab that is missing changes what is guessed of that when the scene is next read.
        self.guessed |= getattr(found._document, "is_placeholder", False)
        return found

    def step(self, edit: Any) -> None:
        """Makes an edit, which may be refused, and ends the step."""
        try:
            edit()
        except (UnityKernelError, RuntimeError) as refused:  # the latter is an InvalidOperationException
            note(f"refused: {refused}")
        self.undo.IncrementCurrentGroup()
        before, now = self.at, self.rendered()
        self.at = self.depth()
        assert self.at in (before, before + 1)
        if self.at > before:
            self.states[self.at :] = [now]
        else:
            assert now == self.states[self.at], "bytes changed, and no step of Undo knows of it"

    def take_back(self) -> None:
        self.undo.PerformUndo()
        self.at -= 1
        assert self.depth() == self.at
        assert self.rendered() == self.states[self.at]

    # Edits

    @rule(place=PLACES, text=TEXTS)
    def rename(self, place: int, text: str) -> None:
        target = self.pick(place)

        def edit() -> None:
            self.undo.RecordObject(target, "Rename")
            target.name = text
            assert target.name == text

        self.step(edit)

    @rule(place=PLACES, x=NUMBERS, y=NUMBERS)
    def move(self, place: int, x: float, y: float) -> None:
        transform = self.pick(place).transform

        def edit() -> None:
            self.undo.RecordObject(transform, "Move")
            transform.localPosition = self.engine.Vector3(x, y, 0)
            found = (transform.localPosition.x, transform.localPosition.y)
            if isinstance(
                transform, self.engine.RectTransform
            ):  # keeps its distance from the anchors, as float32
                assert found == pytest.approx((x, y), rel=1e-6, abs=0.01)
            else:
                assert found == (x, y)

        self.step(edit)

    @rule(place=PLACES, active=st.booleans(), layer=st.integers(0, 31))
    def set_fields(self, place: int, active: bool, layer: int) -> None:
        target = self.pick(place)

        def edit() -> None:
            self.undo.RecordObject(target, "Fields")
            target.SetActive(active)
            target.layer = layer

        self.step(edit)

    @rule(place=PLACES, other=PLACES, stays=st.booleans())
    def reparent(self, place: int, other: int, stays: bool) -> None:
        child, parent = self.pick(place).transform, self.pick(other).transform
        self.step(lambda: self.undo.SetTransformParent(child, parent, stays, "Reparent"))

    @rule(place=PLACES)
    def make_root(self, place: int) -> None:
        child = self.pick(place).transform
        self.step(lambda: self.undo.SetTransformParent(child, None, "Reparent"))

    @rule(place=PLACES, index=st.integers(0, 5))
    def reorder(self, place: int, index: int) -> None:
        child = self.pick(place).transform
        self.step(lambda: self.undo.SetSiblingIndex(child, index, "Order"))

    @rule(name=TEXTS, kind=st.sampled_from(["empty", "Cube", "Sphere"]))
    def create(self, name: str, kind: str) -> None:
        def edit() -> None:
            if kind == "empty":
                made = self.engine.GameObject(name)
            else:
                made = self.engine.GameObject.CreatePrimitive(getattr(self.engine.PrimitiveType, kind))
            self.undo.RegisterCreatedObjectUndo(made, "Create")

        self.step(edit)

    @rule(place=PLACES)
    def copy(self, place: int) -> None:
        target = self.pick(place)
        self.step(lambda: self.undo.RegisterCreatedObjectUndo(self.engine.Object.Instantiate(target), "Copy"))

    @rule(place=PLACES)
    def destroy(self, place: int) -> None:
        target = self.pick(place)
        self.step(lambda: self.undo.DestroyObjectImmediate(target))

    @rule(place=PLACES, kind=st.sampled_from(["Light", "Rigidbody", "BoxCollider", "AudioSource"]))
    def add_component(self, place: int, kind: str) -> None:
        target = self.pick(place)
        self.step(lambda: self.undo.AddComponent(target, getattr(self.engine, kind)))

    @rule(place=PLACES, which=PLACES)
    def destroy_component(self, place: int, which: int) -> None:
        parts = self.pick(place)._components()[1:]
        assume(parts)
        self.step(lambda: self.undo.DestroyObjectImmediate(parts[which % len(parts)]))

    # Back and forth, and to disk

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo_one(self) -> None:
        self.take_back()

    @precondition(lambda self: self.at + 1 < len(self.states))
    @rule()
    def redo_one(self) -> None:
        self.undo.PerformRedo()
        self.at += 1
        assert self.depth() == self.at
        assert self.rendered() == self.states[self.at]

    @rule()
    def save(self) -> None:
        self.scenes.SaveOpenScenes()
        assert self.path.read_bytes() == self.states[self.at]

    @rule()
    def save_and_reload(self) -> None:
        self.scenes.SaveOpenScenes()
        before = self.tree()
        self.scenes.OpenScene(str(self.path))
        assert self.rendered() == self.states[self.at]
        if not self.guessed:
            assert self.tree() == before
        self.begin()

    def tree(self) -> list[Any]:
        """The hierarchy as users see it."""
        roots = self.scenes.GetActiveScene().GetRootGameObjects()
        return [_branch(root.transform) for root in roots]

    @invariant()
    def ids_are_unique(self) -> None:
        if hasattr(self, "runtime"):
            scene = self.runtime._world.active
            assert scene is not None
            ids = [document.file_id for document in scene.file.documents]
            assert len(ids) == len(set(ids))


def _branch(node: Any) -> Any:
    own = node.gameObject
    kinds = [type(part).__name__ for part in own._components()]
    return own.name, own.activeSelf, kinds, [_branch(child) for child in node]


TestEdits = pytest.mark.timeout(3600)(Edits.TestCase)  # the long form takes as long as it takes
TestEdits.settings = settings(max_examples=max(100, settings().max_examples))  # most are quick


@pytest.fixture
def edits(monkeypatch: pytest.MonkeyPatch) -> Iterator[Edits]:
    """A session on a scene that has prefab instances and numbers its roots."""
    if SHARED is None:
        pytest.skip(why_absent())
    monkeypatch.setattr(f"{__name__}.note", print)
    session = Edits()
    session.open(("daydream-playground-5.4-crlf", ""))
    yield session
    session.teardown()


def named(edits: Edits, name: str) -> list[Any]:
    found = [go for go in all_objects(edits.engine) if go.name == name]
    assert found
    return found


def test_a_refused_component_takes_no_earlier_edit_back(edits: Edits) -> None:
    islands = named(edits, "ENV_Floating_Island_01")
    for child in islands:
        edits.step(partial(edits.undo.SetSiblingIndex, child.transform, 4, "Order"))
    for target in islands:
        edits.step(partial(edits.undo.AddComponent, target, edits.engine.AudioSource))


def test_the_order_of_instances_comes_back(edits: Edits) -> None:
    for child in list(all_objects(edits.engine))[::20]:
        edits.step(partial(edits.undo.SetSiblingIndex, child.transform, 3, "Order"))
    assert edits.at > 5
    while edits.at:
        edits.take_back()


# --- documents ------------------------------------------------------------------------------------------------------

KEYS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_ ]{0,12}[A-Za-z0-9]", fullmatch=True)
SCALARS = st.one_of(
    TEXTS,
    st.text(max_size=100).filter(lambda text: "\r" not in text and text.isprintable()),
    st.integers(-(2**63), 2**63).map(str),
)
FLOW_VALUES = st.from_regex(r"[A-Za-z0-9.\-]{1,40}", fullmatch=True).filter(lambda text: text.strip("-."))
Tree = str | list[Any] | dict[str, Any] | tuple[tuple[str, str], ...]
FLOW = st.lists(st.tuples(KEYS, FLOW_VALUES), min_size=1, max_size=4, unique_by=lambda pair: pair[0]).map(
    tuple
)
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.one_of(SCALARS, FLOW),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)
STYLES = st.sampled_from(["5.3.4f1", "2018.4.1f1", "2019.4.1f1", "2021.3.45f1", "2022.3.62f3", "6000.3.1f1"])


def written(tree: Tree, style: Style, column: int, indent: int) -> str:
    """A value as Unity lays it out behind its key; ``indent`` is the column of that key or dash."""
    if isinstance(tree, str):
        return " " + style.string(tree, column=column + 1, indent=indent + 2)
    if isinstance(tree, tuple):
        return " " + style.flow_map(list(tree), column=column + 1, indent=indent + 2)
    if not tree:
        return " []"
    lines = []
    if isinstance(tree, list):
        lines += ["\n" + " " * indent + "-" + behind_dash(item, style, indent) for item in tree]
    else:
        for key, value in tree.items():
            head = " " * (indent + 2) + key + ":"
            lines.append("\n" + head + written(value, style, len(head), indent + 2))
    return "".join(lines)


def behind_dash(item: Tree, style: Style, indent: int) -> str:
    """A list's item: a map's first key and a list's first dash stand on the same line."""
    if isinstance(item, dict) and item:
        return " " + written(item, style, indent, indent).lstrip("\n ")
    if isinstance(item, list) and item:
        return " " + written(item, style, indent + 2, indent + 2).lstrip("\n ")
    return written(item, style, indent + 1, indent)


def shape(node: Node) -> Tree:
    """A node as the tree that it was written from."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        pairs = [(key, shape(child)) for key, child in node]
        return tuple(pairs) if node.flow else dict(pairs)  # type: ignore[arg-type]
    return [shape(item) for item in node.items]


def file_of(fields: dict[str, Any], style: Style, eol: str) -> UnityFile:
    body = written(fields, style, 0, 0).lstrip("\n")
    text = f"%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n--- !u!114 &1\nMonoBehaviour:\n{body}\n"
    return UnityFile(text.replace("\n", eol).encode("utf-8", "surrogateescape"), "made.asset", style)


FIELDS = st.dictionaries(KEYS, TREES, min_size=1, max_size=5)


@given(fields=FIELDS, version=STYLES, eol=st.sampled_from(["\n", "\r\n"]))
def test_a_document_loads_saves_and_loads_to_the_same_tree(
    fields: dict[str, Any], version: str, eol: str
) -> None:
    file = file_of(fields, Style(version), eol)
    note(file.data.decode("utf-8", "replace"))
    assert {key: shape(node) for key, node in file.documents[0].entries} == fields
    file.touched = True
    assert file.render() == file.data
    again = UnityFile(file.render(), "again", Style(version)).documents[0]
    assert {key: shape(node) for key, node in again.entries} == fields


@given(
    fields=FIELDS, version=STYLES, eol=st.sampled_from(["\n", "\r\n"]), texts=st.lists(SCALARS, min_size=1)
)
def test_edited_texts_change_nothing_else(
    fields: dict[str, Any], version: str, eol: str, texts: list[str]
) -> None:
    file = file_of(fields, Style(version), eol)
    document = file.documents[0]
    paths = list(scalar_paths(fields, ()))
    assume(paths)
    for number, text in enumerate(texts):
        path = paths[number % len(paths)]
        document.set_text(path, text)
        put(fields, path, text)
        again = UnityFile(file.render(), "again", Style(version)).documents[0]
        note(again.render().decode("utf-8", "replace"))
        assert {key: shape(node) for key, node in again.entries} == fields


def scalar_paths(tree: Tree, path: tuple[str | int, ...]) -> Any:
    """The paths of the texts in a tree, those of inline maps left out."""
    if isinstance(tree, str):
        yield path
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from scalar_paths(item, (*path, index))
    elif isinstance(tree, dict):
        for key, item in tree.items():
            yield from scalar_paths(item, (*path, key))


def put(tree: Any, path: tuple[str | int, ...], text: str) -> None:
    for step in path[:-1]:
        tree = tree[step]
    tree[path[-1]] = text
