"""Real Unity projects, opened: speed and memory of the headless editor's project layer, beside other readers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.harness import Figure, Goal
from benchmarks.headless import SHARED_PROJECTS
from benchmarks.processes import Child, Workbench
from benchmarks.scenes import LAMPS, SCENE, write_project

__all__ = ["run"]

MB = 1e6
YAML = (".unity", ".prefab", ".asset", ".mat", ".anim", ".controller")
PART = 12
"""Of how many files the slowest peer reads one: it needs seconds for a megabyte."""
LARGE = "UNITY_KERNEL_BENCHMARK_LARGE"
"""Set to 1, this variable of the environment adds the scene of 400 MB, which takes a minute and 2 GB."""
QUERIES = {
    "GameObject.Find": 'UnityEngine.GameObject.Find("Needle").name',
    "FindGameObjectsWithTag": 'assert len(UnityEngine.GameObject.FindGameObjectsWithTag("Player")) == 10',
    "FindObjectsByType": "assert len(UnityEngine.Object.FindObjectsByType[UnityEngine.Light]()) == 10",
    "GetComponent": 'UnityEngine.GameObject.Find("Needle").GetComponent(UnityEngine.Light).intensity',
}


def run(bench: Workbench) -> Iterator[Figure]:
    """Many files, one scene with prefabs, ever larger scenes, a rename of all objects, single questions."""
    yield from files(bench)
    yield from ready(bench)
    yield from growth(bench)
    yield from rename(bench)
    yield from questions(bench)


def reader(bench: Workbench) -> Child:
    """A fresh process that reads."""
    return bench.child("readers.py")


def files(bench: Workbench) -> Iterator[Figure]:
    """All files of a set of projects: ours and each peer's speed, in turn, in processes of their own."""
    roots = sample_set(bench)
    paths = [path for group in roots.values() for path in group]
    name = f"{len(paths):,} files of {len(roots)} projects"
    rounds = bench.count(5, 1)
    ours, yaml = reader(bench), reader(bench)
    flow = reader(bench) if reader(bench).ask(["has", "unityflow"]) else None
    contestants: dict[str, tuple[Child, list[object]]] = {
        "split": (ours, ["split", paths]),
        "hierarchies": (reader(bench), ["open_projects", roots]),
    }
    if yaml.ask(["has", "ryml"]):
        contestants["rapidyaml"] = (yaml, ["rapidyaml_parse", paths])
    if flow is not None:
        contestants["unityflow"] = (flow, ["unityflow_load", paths])
    if yaml.ask(["has", "unityparser"]):
        contestants["unityparser"] = (reader(bench), ["unityparser_load", paths[::PART]])
    speeds: dict[str, list[float]] = {each: [] for each in contestants}
    read: dict[str, int] = {}
    for turn in range(rounds + 1):  # the first one warms up
        for each, (child, request) in contestants.items():
            if each == "unityparser" and turn > 1:
                continue
            seconds, size = child.ask(request)
            read[each] = size
            if turn or rounds == 1:
                speeds[each].append(size / MB / seconds)

    def speed(each: str) -> float | None:
        return median(speeds[each]) if speeds.get(each) else None

    taken = f"{rounds} times each, alternating"
    yield Figure(
        f"document pass, {name}, {read['split'] / MB:.1f} MB, median",
        median(speeds["split"]),
        speed("rapidyaml"),
        "MB/s",
        Goal(50, of="value", at_least=True),
        peer("rapidyaml, parsing in place", speed("rapidyaml")),
        taken,
        f"ours finds and checks all documents, the peer builds all nodes; "
        f"it accepts {read.get('rapidyaml', 0) / MB:.1f} MB",
    )
    for other, goal, note in (
        ("unityflow", Goal(10, at_least=True), "the peer only loads"),
        ("unityparser", None, f"the peer only loads, every {PART}th file, once"),
    ):
        yield Figure(
            f"opening all and building hierarchies, {name}, beside {other}'s loading, median",
            median(speeds["hierarchies"]),
            speed(other),
            "MB/s",
            goal if speed(other) is not None else None,
            peer(other, speed(other)),
            taken,
            f"ours with the index of all assets; {note}",
        )


def peer(name: str, speed: float | None) -> str:
    """Who it is, or that it is absent."""
    return name if speed is not None else f"{name}: left out, it is not installed"


def sample_set(bench: Workbench) -> dict[str, list[str]]:
    """Projects and the paths of their YAML files: real ones where they lie beside the repository, else generated."""
    folders: Sequence[Path] = ()
    if SHARED_PROJECTS.is_dir():
        folders = sorted(path for path in SHARED_PROJECTS.iterdir() if (path / "Assets").is_dir())
    if not folders:
        folders = [write_project(bench.folder / f"set-{n}", 300 * n, 200 * n) for n in range(1, 6)]
    folders = folders[: bench.count(len(folders), 2)]
    return {
        str(root): [str(path) for path in sorted(root.rglob("*")) if path.suffix in YAML and path.is_file()]
        for root in folders
    }


def ready(bench: Workbench) -> Iterator[Figure]:
    """A scene with prefabs: from the project's opening to the first answer, each time in a fresh process."""
    objects, instances = bench.count(1_100, 30), bench.count(1_000, 10)
    root = write_project(bench.folder / "prefabs", objects, instances)
    scene = root / SCENE
    size = scene.stat().st_size
    rounds = bench.count(7, 1)
    times: dict[str, list[float]] = {"ours": [], "peer": []}
    memory: dict[str, list[float]] = {"ours": [], "peer": []}
    for _ in range(rounds):
        child = reader(bench)
        # The modules of the editor are loaded once per process, whatever it opens.
        child.ask(["open_scene", str(bench.project(3))])
        seconds, before, after = child.ask(["open_scene", str(root)])
        seconds += child.ask(["query", QUERIES["GameObject.Find"], 1])
        child.close()
        times["ours"].append(seconds * 1e3)
        memory["ours"].append((after - before) / size)
        child = reader(bench)
        if child.ask(["has", "unityflow"]):
            child.ask(["unityflow_scene", str(root), str(root / "Assets/Prefabs/Post.prefab")])
            seconds, before, after = child.ask(["unityflow_scene", str(root), str(scene)])
            times["peer"].append(seconds * 1e3)
            memory["peer"].append((after - before) / size)
        child.close()
    theirs = peer("unityflow with the nested prefabs", times["peer"][0] if times["peer"] else None)
    taken = f"{rounds} times each, alternating, in fresh processes"
    what = f"scene of {size / MB:.1f} MB, {objects + instances * LAMPS:,} GameObjects, most from {instances:,} prefabs"
    yield Figure(
        f"{what}: opened and asked for an object, median",
        median(times["ours"]),
        median(times["peer"]) if times["peer"] else None,
        "ms",
        Goal(300, of="value"),
        theirs,
        taken,
        "with the project's index; the first question makes the index of names",
    )
    yield Figure(
        f"{what}: memory before an object is touched, median",
        median(memory["ours"]),
        median(memory["peer"]) if memory["peer"] else None,
        "x the file",
        Goal(4, of="value"),
        theirs,
        taken,
        "growth of resident memory",
    )


def growth(bench: Workbench) -> Iterator[Figure]:
    """Scenes of 4, 40 and, if asked for, 400 MB: time and peak memory for each megabyte beside the smallest's."""
    sizes = [4, 40, 400] if os.environ.get(LARGE) else [4, 40]
    measured = {}
    for size in sizes if not bench.quick else [1, 2]:
        # Half of the bytes are objects' own (1.4 kB each), half are instances' (2.4 kB each).
        root = write_project(bench.folder / "growing", size * 355, size * 210)
        exact = (root / SCENE).stat().st_size / MB
        seconds, memory = [], []
        for _ in range(bench.count(3 if size < 100 else 1, 1)):
            child = reader(bench)
            child.ask(["open_scene", str(bench.project(3))])
            before = child.ask(["peak"])
            seconds.append(child.ask(["open_scene", str(root)])[0])
            memory.append((child.ask(["peak"]) - before) / MB)
            child.close()
        shutil.rmtree(root)
        measured[size] = (exact, median(seconds) * 1e3 / exact, median(memory) / exact)
    first, *others = measured.values()
    for exact, milliseconds, megabytes in others:
        for what, ours, base, unit in (
            ("opened, for each MB", milliseconds, first[1], "ms"),
            ("peak growth of memory, for each MB", megabytes, first[2], "MB"),
        ):
            yield Figure(
                f"scene of {exact:.0f} MB: {what}, median",
                ours,
                base,
                unit,
                Goal(1.25),
                f"the same for a scene of {first[0]:.1f} MB",
                "3 fresh processes each" if exact < 100 else "once",
            )


def rename(bench: Workbench) -> Iterator[Figure]:
    """Each object of a scene gets another name, and the scene is saved."""
    objects = bench.count(10_000, 100)
    times: dict[str, list[float]] = {"ours": [], "peer": []}
    for _ in range(bench.count(3, 1)):
        for side, request in (("ours", "rename_all"), ("peer", "unityflow_rename")):
            child = reader(bench)
            root = bench.project(objects)
            if side == "ours" or child.ask(["has", "unityflow"]):
                seconds, count = child.ask([request, str(root if side == "ours" else root / SCENE)])
                if count != objects:
                    raise RuntimeError(f"{count:,} of {objects:,} objects were renamed")
                times[side].append(seconds)
            child.close()
            shutil.rmtree(root)
    theirs = median(times["peer"]) if times["peer"] else None
    yield Figure(
        f"renaming each of {objects:,} GameObjects and saving the scene, median",
        median(times["ours"]),
        theirs,
        "s",
        Goal(1.0, of="value"),
        peer("unityflow", theirs),
        "3 fresh processes each, alternating",
        "the opening is not counted",
    )


def questions(bench: Workbench) -> Iterator[Figure]:
    """Single questions with ten hits, in a small scene and in one twenty times as large."""
    small, large = bench.count(1_000, 30), bench.count(20_000, 60)
    times = {}
    children = {size: reader(bench) for size in (small, large)}
    for size, child in children.items():
        child.ask(["open_scene", str(bench.project(size))])
    for name, code in QUERIES.items():
        times[name] = {size: child.ask(["query", code, 500]) * 1e6 for size, child in children.items()}
    for name, found in times.items():
        yield Figure(
            f"{name} with at most ten hits in {large:,} objects, fastest",
            found[large],
            found[small],
            "µs",
            Goal(1.5),
            f"the same in {small:,} objects",
            "500 times each",
            "after the first, which makes the index",
        )
