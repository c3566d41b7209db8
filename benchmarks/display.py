"""Displays: what an object, a scene, a table and a storm of console messages cost."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.harness import Figure, Goal, Missing, alternate
from benchmarks.processes import Cell, Workbench
from tests.support.projects import make_project
from tests.support.session import Editor, Home
from tests.support.session import Kernel as HostKernel
from tests.unity_package import mono

__all__ = ["run"]

SETUP = """\
import pandas, statistics, time
from UnityEngine.SceneManagement import SceneManager
format = get_ipython().display_formatter.format
def measure(rounds, *values):
    times, sizes = [[] for _ in values], []
    for _ in range(rounds + 1):
        for value, kept in zip(values, times):
            began = time.perf_counter()
            bundle = format(value)[0]
            kept.append((time.perf_counter() - began) * 1e3)
            sizes.append(len(bundle["text/html"].encode()))
    print(*(statistics.median(kept[1:]) for kept in times), *sizes[:len(values)])
"""
CARD = """\
card = UnityEngine.Object.FindObjectsByType(UnityEngine.GameObject, UnityEngine.FindObjectsSortMode.InstanceID)[0]
frame = pandas.DataFrame({{"property": [f"m_Property{{i}}" for i in range(60)], "value": range(60)}})
measure({rounds}, card, frame)
"""
SCENE = """\
scene = SceneManager.GetActiveScene()
frame = pandas.DataFrame({{"name": [f"Object {{i}}" for i in range(600)], "parts": "MeshFilter, MeshRenderer"}})
with pandas.option_context("display.max_rows", 600):
    measure({rounds}, scene, frame)
"""
CAMERA = """\
from UnityEditor.SceneManagement import EditorSceneManager, NewSceneMode, NewSceneSetup
EditorSceneManager.NewScene(NewSceneSetup.DefaultGameObjects, NewSceneMode.Single)
for i in range(50):
    made = UnityEngine.GameObject.CreatePrimitive(UnityEngine.PrimitiveType.Cube)
    made.transform.position = UnityEngine.Vector3(i % 10 - 5, 0, i // 10)
card = UnityEngine.Camera.main
frame = pandas.DataFrame({{"property": [f"m_Property{{i}}" for i in range(60)], "value": range(60)}})
measure({rounds}, card, frame)
assert "data:image/png" in format(card)[0]["text/html"]
"""
OBJECTS = """\
import statistics, time
from unity_kernel import display
for i in range({count}):
    made = UnityEngine.GameObject(f"Object {{i}}")
    made.transform.localPosition = UnityEngine.Vector3(i, 1, 2)
objects = UnityEngine.Object.FindObjectsByType(UnityEngine.GameObject, UnityEngine.FindObjectsSortMode.InstanceID)
COLUMNS = ("name", "activeSelf", "transform.position", "transform.childCount")
def measure(read):
    began = time.perf_counter()
    table = read()
    assert table.shape[1] == 6 and table["transform.position.x"].iloc[-1] == {count} - 1, table.tail()
    return (time.perf_counter() - began) * 1e3
def fast():
    return unity.table(objects, *COLUMNS)
def slow():
    return display.read_table(objects, COLUMNS)
"""
INSPECTOR = """\
light = UnityEngine.GameObject("lamp").AddComponent(UnityEngine.Light)
unity.inspect(light.gameObject)
"""
WIDGET = """\
import ipywidgets
plain = ipywidgets.FloatText(description="Intensity")
plain.observe(lambda change: setattr(light, "intensity", change["new"]), "value")
"""
STORM = "for i in range({count}): {call}"


def run(bench: Workbench) -> Iterator[Figure]:
    """Objects and scenes on the headless editor, console messages against a peer, tables on the Mono host."""
    count, rounds = bench.count(10_000, 200), bench.count(20, 2)
    ours, peer = bench.unity(bench.editor(bench.project(count))), bench.ipykernel()
    ours.run(SETUP)
    for what, code, limit, size in (
        ("GameObject card", CARD, 5, 50),
        (f"scene of {count:,} objects", SCENE, 150, 300),
        ("Camera card with a picture of 50 objects", CAMERA, 100, 60),
    ):
        mine, others, bytes_, bytes_others = map(float, ours.run(code.format(rounds=rounds)).text.split())
        how = f"{rounds} times each, alternating, in the editor's process"
        versus = "pandas, a table of about as many rows, same process"
        yield Figure(
            f"{what}, described and drawn, median", mine, others, "ms", Goal(limit, of="value"), versus, how
        )
        kilobytes, others_kb = bytes_ / 1e3, bytes_others / 1e3
        yield Figure(f"{what}, HTML", kilobytes, others_kb, "kB", Goal(size, of="value"), versus)

    lines, rounds = bench.count(100_000, 2_000), bench.count(5, 2)
    log, text = (
        STORM.format(count=lines, call="UnityEngine.Debug.Log(i)"),
        STORM.format(count=lines, call="print(i)"),
    )
    samples = alternate({"ours": timed(lambda: ours.run(log)), "peer": timed(lambda: peer.run(text))}, rounds)
    yield Figure.timed(
        f"{lines:,} console messages in a cell, execute to idle, median",
        samples,
        "median",
        "ms",
        Goal(2000, of="value"),
        "ipykernel, as many printed lines",
        f"{rounds} times each, alternating",
    )
    yield edits(bench)
    yield from tables(bench)


def timed(cell: Callable[[], Cell]) -> Callable[[], float]:
    """A contestant that runs a cell."""
    return lambda: cell().seconds


def edits(bench: Workbench) -> Figure:
    """A change in `unity.inspect` on the headless editor, from the front end's message to the idle status."""
    rounds = bench.count(100, 5)
    with (
        Home() as home,
        Editor.start(home, make_project(home.path / "Game")) as editor,
        HostKernel.start(home, editor=editor) as kernel,
    ):
        widgets = {}
        for name, code in {"ours": INSPECTOR, "peer": WIDGET}.items():
            opened = kernel.must(code).of("comm_open")
            states = {each["comm_id"]: each["data"]["state"] for each in opened}
            widgets[name] = next(
                id for id, state in states.items() if state.get("description") == "Intensity"
            )
        values = iter(range(10**9))

        def edit(name: str) -> float:
            value = float(next(values))
            data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
            began = time.perf_counter()
            kernel.comm("comm_msg", {"comm_id": widgets[name], "data": data})
            taken = time.perf_counter() - began
            seen = kernel.value("light.intensity")
            if seen != value:
                raise RuntimeError(f"the light's intensity is {seen}, not {value}")
            return taken

        samples = alternate({name: partial(edit, name) for name in widgets}, rounds)
    return Figure(
        "edit in unity.inspect, message to idle, median",
        samples["ours"].median * 1e3,
        samples["peer"].median * 1e3,
        "ms",
        Goal(30, of="value"),
        "a widget of ipywidgets whose call-back sets the property",
        f"{rounds} times each, alternating; a step of Undo each",
    )


def tables(bench: Workbench) -> Iterator[Figure]:
    """`unity.table` on the Mono host.

    Raises:
        Missing: There is no Mono.
    """
    if why := mono.why_absent():
        raise Missing(why)
    count, rounds = bench.count(10_000, 200), bench.count(15, 2)
    with (
        Home() as home,
        mono.start(home, make_project(home.path / "Game")) as editor,
        HostKernel.start(home, editor=editor) as kernel,
    ):
        kernel.must(OBJECTS.format(count=count), timeout=120)
        fast = kernel.value(f"[measure(fast) for _ in range({rounds + 1})][1:]")
        slow = kernel.value("[measure(slow) for _ in range(3)]")
    yield Figure(
        f"unity.table of {count:,} objects and 6 columns, Mono host, median",
        statistics.median(fast),
        statistics.median(slow),
        "ms",
        Goal(20, of="value"),
        "the same table read by Python, object by object",
        f"{rounds} times; the peer 3 times",
    )
