"""Real projects of many Unity versions: read whole, written back byte for byte, edited line by line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.shared import SHARED, why_absent
from unity_kernel.errors import ProjectError, SceneFileError
from unity_kernel.headless.project import Mapping, Node, Project, Scalar, Style, UnityFile

from .conftest import Opener, copy_writable

pytestmark = pytest.mark.skipif(SHARED is None, reason=why_absent())

PROJECTS = SHARED / "unity-projects" if SHARED else Path()
TO_REJECT = {
    "merge-conflict.unity": 268,
    "merge-conflict-diff3.unity": 268,
    "truncated-midline.unity": 639,
    "empty.unity": None,
    "lfs-pointer.unity": 1,
    "nul-inside.unity": 180,
    "unterminated-quote.unity": 135,
}


def yaml_files() -> Iterator[tuple[Path, Style]]:
    """Every Unity YAML file that is not meant to be rejected, with its project's style."""
    styles: dict[str, Style] = {}
    with (PROJECTS / "manifest.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    for row in rows:
        flags = row["flags"].split(",")
        if "yaml" not in flags and not row["local_path"].endswith("bom.unity"):
            continue
        if any("reject" in flag for flag in flags):
            continue
        path = PROJECTS / row["local_path"]
        project = row["local_path"].split("/")[0]
        if project not in styles:
            try:
                styles[project] = Project.open(PROJECTS / project).style
            except ProjectError:
                styles[project] = Style(row["unity_version"])
        yield path, styles[project]


def test_a_no_op_save_gives_every_byte_back() -> None:
    count = 0
    for path, style in yaml_files():
        file = UnityFile.load(path, path.name, style)
        file.touched = True  # makes it really join its documents
        assert file.render() == path.read_bytes(), path
        count += 1
    assert count > 1000


def test_every_scalar_is_written_as_unity_wrote_it() -> None:
    """Decode and encode all; exceptions are files that an older editor or a hand last wrote."""
    unlike: dict[str, int] = {}
    seen = 0
    for path, style in yaml_files():
        if path.is_relative_to(PROJECTS / "odd") or "mrtk3" in str(path):
            continue  # loose files, of which nobody knows the project's settings
        file = UnityFile.load(path, path.name, style)
        for document in file.documents:
            for _, node in document.entries:
                for scalar, flow in scalars(node, False):
                    text = scalar.text
                    line = scalar.data.rfind(b"\n", 0, scalar.start) + 1
                    written = style.string(
                        text, column=scalar.start - line, indent=scalar.column + 2, flow=flow
                    )
                    seen += 1
                    if file.encode(written) != scalar.raw and text:
                        unlike[path.name] = unlike.get(path.name, 0) + 1
    assert seen > 400_000
    assert sum(unlike.values()) <= 10, unlike


def scalars(node: Node, flow: bool) -> Iterator[tuple[Scalar, bool]]:
    if isinstance(node, Scalar):
        yield node, flow
    elif isinstance(node, Mapping):
        for _, child in node:
            yield from scalars(child, flow or node.flow)
    else:
        for child in node:
            yield from scalars(child, flow or node.flow)


@pytest.mark.parametrize("name", sorted(TO_REJECT))
def test_damaged_files_are_rejected(name: str) -> None:
    path = PROJECTS / "odd" / "synthetic" / name
    with pytest.raises(SceneFileError) as caught:
        UnityFile.load(path, name, Style())
    assert caught.value.line == TO_REJECT[name]


def test_binary_files_are_rejected() -> None:
    paths = sorted((PROJECTS / "odd" / "binary-serialised").iterdir())
    assert paths
    for path in paths:
        with pytest.raises(SceneFileError, match="binary-serialised"):
            UnityFile.load(path, path.name, Style())


@pytest.mark.parametrize(
    ("project", "scene"),
    [
        ("webgl-2018.4", None),
        ("webgl-2022.3", None),
        ("webgl-6000.3", None),
        ("mirror-2021.3", "MirrorBasic"),
        ("cardboard-designlab-5.2", "MovementScene"),
        ("daydream-playground-5.4-crlf", None),
        ("cesium-samples-2022.3", "08_CesiumArchitecturalDesign"),
    ],
)
def test_ensure_naming_changes_exactly_the_renamed_lines(
    project: str, scene: str | None, tmp_path: Path, open_editor: Opener
) -> None:
    editor = open_editor(copy_writable(PROJECTS / project, tmp_path / "p"), scene)
    path = editor.root / str(editor.runtime.describe_scene()["path"])
    before = path.read_bytes()
    names = ensure_naming()
    after, added = without_new_overrides(path.read_bytes(), before)
    assert names
    pairs = zip(before.split(b"\n"), after.split(b"\n"), strict=True)
    changed = [(old, new) for old, new in pairs if old != new]
    unsaved = [line[1] for line in editor.log if "cannot be saved" in line[1]]
    lost = sum(int(line.split(": ")[1].split()[0]) for line in unsaved)
    assert len(changed) + added + lost == len(names)
    assert not lost or "daydream" in project
    for old, new in changed:
        assert old.startswith((b"  m_Name: ", b"      value: "))
        end = b"_\r" if old.endswith(b"\r") else b"_"
        assert new == old.rstrip(b"\r") + end
    assert not [error for error in editor.log if error[0] in ("error", "exception")]


def without_new_overrides(after: bytes, before: bytes) -> tuple[bytes, int]:
    """Take out the overrides of names that were not there before; returns the rest, and how many they were."""
    entry = re.compile(
        rb"    - target: (\{[^}]*\})\r?\n      propertyPath: m_Name\r?\n      value: [^\n]*\r?\n"
        rb"      objectReference: \{fileID: 0\}\r?\n"
    )
    former = re.split(rb"(?m)^(?=--- )", before)
    latter = re.split(rb"(?m)^(?=--- )", after)
    pieces = []
    count = 0
    for old, new in zip(former, latter, strict=True):
        known = set(entry.findall(old))
        fresh = [match for match in entry.finditer(new) if match[1] not in known]
        count += len(fresh)
        for match in reversed(fresh):
            new = new[: match.start()] + new[match.end() :]
        pieces.append(new)
    return b"".join(pieces), count


def ensure_naming() -> list[str]:
    """The out-of-process API's example script, on the headless editor."""
    import UnityEngine  # type: ignore[import-not-found]
    from UnityEditor.SceneManagement import EditorSceneManager  # type: ignore[import-not-found]

    renamed = []
    all_objects = UnityEngine.Object.FindObjectsByType(
        UnityEngine.GameObject, UnityEngine.FindObjectsSortMode.InstanceID
    )
    for go in all_objects:
        if go.name[-1] != "_":
            go.name = go.name + "_"
            renamed.append(go.name)
    EditorSceneManager.SaveOpenScenes()
    return renamed


def test_every_scene_opens_reads_and_stays_clean(open_editor: Opener) -> None:
    """All objects and components of all scenes, world values included; nothing becomes dirty."""
    objects = 0
    for folder in sorted(PROJECTS.iterdir()):
        if not (folder / "Assets").is_dir():
            continue
        editor = open_editor(folder)
        import UnityEngine
        from UnityEditor.SceneManagement import EditorSceneManager

        include = UnityEngine.FindObjectsInactive.Include
        unsorted = getattr(UnityEngine.FindObjectsSortMode, "None")
        for path in Project.open(folder).scene_paths():
            scene = EditorSceneManager.OpenScene(path)
            for go in UnityEngine.Object.FindObjectsByType[UnityEngine.GameObject](include, unsorted):
                _ = (
                    go.transform.position,
                    go.transform.rotation,
                    go.transform.lossyScale,
                    go.activeInHierarchy,
                )
                assert all(part.gameObject is go for part in go.GetComponents(UnityEngine.Component))
                objects += 1
            assert not scene.isDirty
            assert EditorSceneManager.SaveScene(scene)
        editor.close()
    assert objects > 2000


def test_odd_scenes_open(tmp_path: Path, open_editor: Opener) -> None:
    from tests.support.projects import SCENE, make_project

    root = make_project(tmp_path / "p")
    with (PROJECTS / "manifest.tsv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["local_path"].startswith("odd/")]
    sources = [
        PROJECTS / row["local_path"]
        for row in rows
        if row["local_path"].endswith((".unity", ".prefab"))
        and "reject" not in row["flags"]
        and not row["local_path"].endswith("empty.unity")
    ]
    assert len(sources) > 20
    for source in sources:
        data = source.read_bytes()
        (root / SCENE).write_bytes(data)
        editor = open_editor(root)
        import UnityEngine
        from UnityEditor.SceneManagement import EditorSceneManager

        for go in UnityEngine.Object.FindObjectsByType(
            UnityEngine.GameObject,
            UnityEngine.FindObjectsInactive.Include,
            UnityEngine.FindObjectsSortMode.InstanceID,
        ):
            _ = go.transform and (go.transform.position, go.transform.root, go.activeInHierarchy)
        EditorSceneManager.SaveOpenScenes()
        assert (root / SCENE).read_bytes() == data, source
        assert not [line for line in editor.log if line[0] == "error"], (source, editor.log)
        if "dangling" in source.name:
            assert any("objects that do not exist" in line[1] for line in editor.log)
        if "cyclic" in source.name:
            assert any("its own ancestor" in line[1] for line in editor.log)
        editor.close()
