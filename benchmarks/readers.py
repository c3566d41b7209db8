"""Helper process: one contestant of the project benchmarks, which reads Unity files in its best documented way.

Reads lines of JSON, ``[function, arguments…]``; answers each with what the function returns. Times are seconds of
``perf_counter``, sizes are bytes. A file that a contestant cannot read is left out of its time and of its bytes.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

TREES = (".unity", ".prefab")


def timed(paths: Iterable[str], read: Callable[[str], object]) -> tuple[float, int]:
    """Seconds and bytes of all files that can be read."""
    seconds, size = 0.0, 0
    for path in paths:
        began = time.perf_counter()
        try:
            read(path)
        except Exception:  # every library has its own; that it refused is all that counts
            continue
        seconds += time.perf_counter() - began
        size += os.path.getsize(path)
    return seconds, size


def has(*modules: str) -> bool:
    """Whether a contestant is installed."""
    return all(find_spec(module) is not None for module in modules)


# --- ours -----------------------------------------------------------------------------------------------------------


def split(paths: list[str]) -> tuple[float, int]:
    """Reads files and splits them into documents, with all checks."""
    from unity_kernel.headless.project import Style, UnityFile

    style = Style("2022.3.62f3")
    return timed(paths, lambda path: UnityFile.load(Path(path), path, style))


def open_projects(roots: dict[str, list[str]]) -> tuple[float, int]:
    """Opens projects, each with the index of its assets; opens all their files, and expands the scenes and prefabs."""
    from unity_kernel.headless.project import Expansion, Project

    seconds, size = 0.0, 0
    for root, paths in roots.items():
        began = time.perf_counter()
        project = Project.open(root)

        def read(path: str, project: Project = project, root: str = root) -> None:
            file = project.load(path[len(root) + 1 :].replace(os.sep, "/"))
            if path.endswith(TREES):
                assert Expansion(file, project.prefabs).children is not None

        seconds += time.perf_counter() - began
        spent, read_bytes = timed(paths, read)
        seconds, size = seconds + spent, size + read_bytes
    return seconds, size


RUNNING: list[Any] = []


def open_scene(root: str) -> tuple[float, int, int]:
    """Opens a project with its scene, as the editor does at its start; returns seconds, and memory before and after."""
    from unity_kernel.headless.api.runtime import Runtime
    from unity_kernel.headless.project import Project

    while RUNNING:
        RUNNING.pop().uninstall()
    process = psutil.Process()
    before = process.memory_info().rss
    began = time.perf_counter()
    runtime = Runtime(Project.open(root), log=_unexpected)
    runtime.install()
    runtime.load()
    seconds = time.perf_counter() - began
    RUNNING.append(runtime)
    return seconds, before, process.memory_info().rss


def _unexpected(severity: str, message: str, stack: str) -> None:
    raise RuntimeError(f"{severity}: {message}")


def query(code: str, times: int) -> float:
    """Seconds of a piece of code in the open scene, of several runs the fastest."""
    namespace: dict[str, Any] = dict(RUNNING[0].modules)
    compiled = compile(code, "<query>", "exec")
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        exec(compiled, namespace)
        best = min(best, time.perf_counter() - began)
    return best


def rename_all(root: str) -> tuple[float, int]:
    """Opens a scene, renames each of its GameObjects and saves: seconds without the opening, and how many."""
    open_scene(root)
    modules = RUNNING[0].modules
    engine, scenes = modules["UnityEngine"], modules["UnityEditor.SceneManagement"].EditorSceneManager
    began = time.perf_counter()
    objects = engine.Object.FindObjectsByType(engine.GameObject, engine.FindObjectsSortMode(0))
    for thing in objects:
        thing.name = f"{thing.name} renamed"
    scenes.SaveOpenScenes()
    return time.perf_counter() - began, len(objects)


def peak() -> int:
    """The most memory that this process has ever had in use."""
    peak_wset = getattr(psutil.Process().memory_info(), "peak_wset", 0)
    if peak_wset:  # Windows
        return int(peak_wset)
    status = Path("/proc/self/status")
    if status.exists():  # Linux, where getrusage begins with what the parent had
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS


# --- the others -----------------------------------------------------------------------------------------------------


def rapidyaml_parse(paths: list[str]) -> tuple[float, int]:
    """Parses in place: its fastest way (to use one tree again is slower, once that has grown)."""
    import ryml

    def read(path: str) -> None:
        # "stripped" behind an anchor is not YAML.
        ryml.parse_in_place(bytearray(Path(path).read_bytes().replace(b" stripped", b"")))

    with open(os.devnull, "w") as nowhere:  # it writes to the error stream itself what it refuses
        kept = os.dup(2)
        os.dup2(nowhere.fileno(), 2)
        try:
            return timed(paths, read)
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def unityflow_load(paths: list[str]) -> tuple[float, int]:
    """Loads with the method that it chooses by size."""
    from unityflow.parser import UnityYAMLDocument

    return timed(paths, UnityYAMLDocument.load_auto)


def unityflow_scene(root: str, path: str) -> tuple[float, int, int]:
    """Opens a scene with its prefabs' objects; returns seconds, and memory before and after."""
    from unityflow.asset_tracker import build_guid_index
    from unityflow.hierarchy import build_hierarchy
    from unityflow.parser import UnityYAMLDocument

    process = psutil.Process()
    before = process.memory_info().rss
    began = time.perf_counter()
    index = build_guid_index(Path(root))
    document = UnityYAMLDocument.load_auto(path)
    found = build_hierarchy(document, guid_index=index, project_root=root, load_nested_prefabs=True)
    seconds = time.perf_counter() - began
    RUNNING[:] = [document, found]
    return seconds, before, process.memory_info().rss


def unityflow_rename(path: str) -> tuple[float, int]:
    """Loads a scene, renames each of its GameObjects and saves: seconds without the loading, and how many."""
    from unityflow.parser import UnityYAMLDocument

    document = UnityYAMLDocument.load_auto(path)
    began = time.perf_counter()
    objects = document.get_game_objects()
    for thing in objects:
        content = thing.get_content()
        content["m_Name"] = f"{content['m_Name']} renamed"
    document.save(path, verify=False)
    return time.perf_counter() - began, len(objects)


def unityparser_load(paths: list[str]) -> tuple[float, int]:
    """Loads all values as texts, which is its faster way and its default."""
    from unityparser import UnityDocument

    return timed(paths, UnityDocument.load_yaml)


def main() -> None:
    """Serves until its input ends."""
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(globals()[name](*arguments)), flush=True)


if __name__ == "__main__":
    main()
