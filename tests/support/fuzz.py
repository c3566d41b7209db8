"""Feeds damaged files to the headless editor: it may refuse them in words, and may neither break nor hang.

    python -m tests.support.fuzz --minutes 20 [--seed 1] [--keep FOLDER]

The inputs are the sample project and, where they lie beside the checkout, real projects. Each case follows from its
number alone, so ``--case N`` repeats one. The folder keeps the case that runs (``current``) and each that failed.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import shutil
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.mutations import damage
from tests.support.projects import make_project
from tests.support.shared import SHARED
from unity_kernel.errors import UnityKernelError
from unity_kernel.headless.api.runtime import Runtime
from unity_kernel.headless.project import Document, Mapping, Node, Project, Sequence, Style, UnityFile

__all__ = ["Cases", "all_objects", "check_file", "check_project"]

SAMPLE = Path(__file__).parents[2] / "unity_kernel" / "headless" / "sample"
SCENES = (".unity", ".prefab")
SUFFIXES = (*SCENES, ".asset", ".mat", ".anim", ".controller", ".meta")
LARGEST = 60_000
"""Bytes of a file that gets damaged: larger ones only cost time."""
PATIENCE = 60.0
"""Seconds after which a case counts as hanging; the slowest take about one."""


class Cases:
    """Damaged files and projects, each following from its number.

    Args:
        folder: Where damaged projects may be written.
        seed: Makes other cases of the same numbers.
    """

    def __init__(self, folder: Path, seed: int = 0) -> None:
        self.seed = seed
        self.root = folder / "project"
        self.projects = [SAMPLE, make_project(folder / "small")]
        self.loose: list[Path] = []
        if SHARED is not None:
            data = SHARED / "unity-projects"
            self.projects += sorted(p for p in data.iterdir() if (p / "Assets").is_dir() and _size(p) < 400)
            self.loose = [p for p in sorted(data.rglob("*")) if _fits(p)]
        self.loose += [p for root in self.projects[:2] for p in sorted(root.rglob("*")) if _fits(p)]

    def file(self, number: int) -> tuple[bytes, str]:
        """A damaged file, and what it is made from."""
        rng = random.Random(f"{self.seed} file {number}")
        source, other = rng.choice(self.loose), rng.choice(self.loose)
        return damage(source.read_bytes(), rng, other.read_bytes()), str(source)

    def project(self, number: int) -> tuple[Path, str, list[str], str]:
        """A project with one to three damaged files, its scene to open, those files, and what it is made from."""
        rng = random.Random(f"{self.seed} project {number}")
        source = rng.choice(self.projects)
        if self.root.exists():
            shutil.rmtree(self.root)
        shutil.copytree(source, self.root, copy_function=shutil.copyfile)
        files = [path for path in sorted(self.root.rglob("*")) if path.is_file()]
        for folder in (self.root, *(path for path in self.root.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
        scenes = [path for path in files if path.suffix == ".unity" and path.stat().st_size <= LARGEST]
        scene = rng.choice(scenes or [path for path in files if path.suffix == ".unity"])
        victims = [scene] if rng.random() < 0.7 else []
        small = [path for path in files if path.stat().st_size <= LARGEST]
        victims += rng.choices(small, k=rng.randrange(1, 3))
        for path in victims:
            path.write_bytes(damage(path.read_bytes(), rng, rng.choice(self.loose).read_bytes()))
        damaged = [path.relative_to(self.root).as_posix().removesuffix(".meta") for path in victims]
        return self.root, scene.relative_to(self.root).as_posix(), damaged, str(source)


def _size(project: Path) -> int:
    return sum(1 for _ in project.rglob("*"))


def _fits(path: Path) -> bool:
    return path.suffix in SUFFIXES and path.is_file() and 0 < path.stat().st_size <= LARGEST


# --- one file -----------------------------------------------------------------------------------------------------


def check_file(data: bytes) -> bool:
    """Reads all of a damaged file in every way that the editor does; returns whether it was accepted.

    Raises:
        AssertionError: Bytes were lost, or an edit went wrong.
        Exception: Anything but the documented errors.
    """
    try:
        file = UnityFile(data, "damaged.unity", Style("2022.3.1f1"))
    except UnityKernelError:
        return False
    file.touched = True
    assert file.render() == data, "a save without edits changed bytes"
    file.touched = False
    sound = True
    for document in file.documents:
        with refusals() as refused:
            read(document)
        with refusals() as refused_too:
            for key in {key for key, _ in document.entries}:
                node = document.field(key)
                assert node is not None
                walk(document, (key,), node)
        if not refused and not refused_too:
            edit(file, document)
        else:
            sound = False
    return sound


@contextmanager
def refusals() -> Iterator[list[UnityKernelError]]:
    """Collects a documented error; any other goes on."""
    found: list[UnityKernelError] = []
    try:
        yield found
    except UnityKernelError as error:
        found.append(error)
    assert all(str(error).strip() for error in found), "an error without words"


def read(document: Document) -> None:
    _ = document.type_name, document.render(), document.is_untouched
    for key in ("m_Father", "m_GameObject", "m_PrefabInstance", "m_Name"):
        _ = document.reference(key), document.references(key), document.text(key), document.integer(key)
    for key in ("m_Component", "m_Children", "m_Roots"):
        _ = document.references(key, "component")
    for key, count in (("m_LocalPosition", 3), ("m_LocalRotation", 4), ("m_AnchorMin", 2)):
        _ = document.numbers(key, count)
    _ = document.text("m_Script", "guid"), document.text("m_Modification", "m_Modifications", 0, "value")


def walk(document: Document, path: tuple[str | int, ...], node: Node) -> None:
    """Looks at all below a node, by the path that the editor would use."""
    found = document.node(path)
    assert found is not None
    if isinstance(node, Mapping):
        for key in {key for key, _ in node}:
            child = node.get(key)
            assert child is not None
            walk(document, (*path, key), child)
    elif isinstance(node, Sequence):
        for index, child in enumerate(node.items):
            walk(document, (*path, index), child)
    else:
        _ = node.text


def edit(file: UnityFile, document: Document) -> None:
    """Writes a name and takes it back: all else stays, and the bytes are the former ones."""
    before = document.render()
    name = document.text("m_Name")
    if name is None or document.entries.count(("m_Name", document.entries[0][1])) > 1:
        return
    with refusals() as refused:
        document.set_text(("m_Name",), "another: 'name'")
    if refused:
        return
    assert document.text("m_Name") == "another: 'name'"
    again = UnityFile(b"%YAML 1.1\n" + document.render(), "again", file.style).documents
    assert again[0].text("m_Name") == "another: 'name'"
    document.replace(before)
    assert document.render() == before


# --- a whole project ----------------------------------------------------------------------------------------------


def check_project(root: Path, scene: str, assets: Iterable[str]) -> int:
    """Opens a damaged project, reads and edits its scene, looks at assets; returns how many objects the scene has.

    Raises:
        Exception: Anything but the documented errors, or one that the editor only logged.
    """
    log: list[tuple[str, str]] = []
    try:
        project = Project.open(root)
    except UnityKernelError:
        return 0
    runtime = Runtime(project, scene=scene, log=lambda *line: log.append((line[0], "\n".join(line[1:]))))
    runtime.install()
    try:
        runtime.load()
        count = use_scene(runtime)
        for path in assets:
            with refusals():
                database = runtime.modules["UnityEditor"].AssetDatabase
                for asset in database.LoadAllAssetsAtPath(path):
                    look_at(asset)
    finally:
        runtime.uninstall()
    broken = [message for severity, message in log if severity == "exception"]
    assert not broken, f"logged: {broken[0]}"
    return count


def all_objects(engine: Any) -> Any:
    """All GameObjects of the open scenes, inactive ones too."""
    inactive, order = engine.FindObjectsInactive.Include, engine.FindObjectsSortMode.InstanceID
    return engine.Object.FindObjectsByType(engine.GameObject, inactive, order)


def use_scene(runtime: Runtime) -> int:
    """Asks everything of a scene, then changes it, takes that back, and saves."""
    engine: Any = runtime.modules["UnityEngine"]
    editor: Any = runtime.modules["UnityEditor"]
    objects = []
    with refusals():
        objects = list(all_objects(engine))
    for go in objects:
        with refusals():
            look(go)
    before = _rendered(runtime)
    undo = editor.Undo
    for go in objects[:20]:
        with refusals():
            undo.RecordObject(go, "rename")
            go.name = "renamed"
            if go.transform is not None:  # the damage may have cost it its Transform
                undo.RecordObject(go.transform, "move")
                go.transform.localPosition = engine.Vector3(1, 2, 3)
            undo.IncrementCurrentGroup()
    for go in objects[20:22]:
        with refusals():
            undo.DestroyObjectImmediate(go)
    with refusals():
        undo.RevertAllDownToGroup(0)
    after = _rendered(runtime)
    if before is not None and after is not None and len(objects) < 20:
        assert after == before, "taking everything back did not give the bytes back"
    with refusals():
        for go in objects[:3]:
            go.name = "for good"
        runtime.modules["UnityEditor.SceneManagement"].EditorSceneManager.SaveOpenScenes()
    return len(objects)


def _rendered(runtime: Runtime) -> bytes | None:
    found: list[bytes] = []
    with refusals():
        scene = runtime._world.active
        assert scene is not None
        scene.flush()
        found.append(scene.file.render())
    return found[0] if found else None


def look(go: Any) -> None:
    """Reads what a GameObject and its components tell."""
    _ = str(go), go.activeInHierarchy, go.tag, go.layer, go.isStatic, go.hideFlags
    for part in go._components():
        look_at(part)


def look_at(thing: Any) -> None:
    """Reads all properties of an object."""
    with refusals(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is obsolete is read as well
        _ = str(thing)
        for name in dir(type(thing)):
            if not name.startswith("_") and isinstance(getattr(type(thing), name, None), property):
                with refusals():
                    getattr(thing, name)


# --- the long run -------------------------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.support.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0, help="how long to go on")
    parser.add_argument("--seed", type=int, default=0, help="other cases of the same numbers")
    parser.add_argument("--case", type=int, help="only this case")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"), help="folder for what failed")
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    findings: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        cases = Cases(Path(folder), options.seed)
        deadline = time.monotonic() + options.minutes * 60
        number = options.case if options.case is not None else 0
        slowest = (0.0, 0)
        while True:
            began = time.monotonic()
            place = run_case(cases, number, options.keep)
            slowest = max(slowest, (time.monotonic() - began, number))
            if place:
                findings[place] += 1
            number += 1
            if number % 2000 == 0:
                print(f"{number} cases, {sum(findings.values())} findings, slowest {slowest}", flush=True)
            if options.case is not None or time.monotonic() > deadline:
                break
    print(f"{number} cases; slowest: case {slowest[1]}, {slowest[0]:.1f} s")
    for place, count in findings.most_common():
        print(f"{count} x {place}")
    return 1 if findings else 0


def run_case(cases: Cases, number: int, keep: Path) -> str:
    """Runs one case: of four, three are files and one is a project; returns where it failed, or an empty string."""
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    source = ""
    try:
        if number % 4:
            data, source = cases.file(number)
            (keep / "current").write_bytes(data)
            check_file(data)
        else:
            root, scene, damaged, source = cases.project(number)
            check_project(root, scene, damaged)
        return ""
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}: {str(error)[:150]}"
        kept = keep / f"case-{cases.seed}-{number}.txt"
        if len(list(keep.glob("case-*"))) < 200:
            kept.write_text(f"{source}\n{traceback.format_exc()}", "utf-8", "replace")
        return place
    finally:
        faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    sys.exit(main())
