"""What is in the user's namespace after a domain reload: everything as before, or a tombstone that says what it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.session import Editor, Home, Kernel, wait_until
from tests.unity_package import mono

SCRIPT = """
using System.Collections.Generic;
using UnityEngine;
namespace Survivors
{{
    public class Holder
    {{
        public string text = "held";
        {member}
    }}
    {more}
}}
"""

DESTROYER = """
using UnityEngine;
[UnityEditor.InitializeOnLoad]
static class Destroyer
{
    static Destroyer()
    {
        GameObject gone = GameObject.Find("gone");
        if (gone != null) Object.DestroyImmediate(gone);
    }
}
"""


@pytest.fixture(autouse=True)
def _fresh(kernel: Kernel) -> None:
    kernel.must("import System\nfrom System.Collections.Generic import List, Dictionary")


def reload(kernel: Kernel) -> None:
    kernel.must("await unity.reload()")


def write(assets: Path, member: str = "", more: str = "") -> None:
    (assets / "Holder.cs").write_text(SCRIPT.format(member=member, more=more))


def check(kernel: Kernel, *expressions: str) -> None:
    """Each of these is true."""
    for expression in expressions:
        assert kernel.value(expression) is True, expression


def refuses(kernel: Kernel, code: str, *parts: str, ename: str = "LostObjectError") -> None:
    """A use of a tombstone: the error names what it was and which reload took it."""
    failure = kernel.run(code).failure
    assert failure.ename == ename, (code, failure.evalue)
    for part in ("was lost in domain reload", *parts):
        assert part in failure.evalue, (code, failure.evalue)


class TestTable:
    """The rows of "in the user's namespace, after a reload"."""

    def test_of_python_unchanged(self, kernel: Kernel) -> None:
        kernel.must(
            "import numpy, json\n"
            "number, numbers, array = 3, [1, [2]], numpy.arange(5)\n"
            "def double(x): return 2 * x\n"
            "class Mine: kind = 'mine'\n"
            "mine = Mine()\n"
            "generator = (n for n in range(5)); next(generator)\n"
            "before = [id(each) for each in (numbers, array, double, Mine, mine, generator, json)]"
        )
        reload(kernel)
        check(
            kernel,
            "before == [id(each) for each in (numbers, array, double, Mine, mine, generator, json)]",
            "(number, numbers, double(4), mine.kind, next(generator)) == (3, [1, [2]], 8, 'mine', 1)",
            "bool((array == numpy.arange(5)).all()) and json.loads('[1]') == [1]",
        )

    def test_types_and_namespaces_are_refreshed(self, kernel: Kernel, assets: Path) -> None:
        write(assets, "public int old = 1;", "public class Doomed { public int x; }")
        mono.reload(kernel)
        kernel.must(
            "from UnityEngine import GameObject\n"
            "import UnityEngine as alias\n"
            "from clr import AddReference\n"
            "from Survivors import Holder, Doomed\n"
            "types = {'holder': Holder, 'list': List[System.Int32], 'doomed': Doomed, 'enum': System.DayOfWeek}\n"
            "before = {name: id(each) for name, each in types.items()}\n"
            "holder, doomed, kind = Holder(), Doomed(), System.Type.GetType('System.Int32')"
        )
        write(assets, "public int young = 2;")
        mono.reload(kernel)
        check(
            kernel,
            "before == {name: id(each) for name, each in types.items()}",
            "types['holder']().young == 2 and not hasattr(types['holder'](), 'old')",
            "len(types['list']()) == 0 and str(types['enum'].Friday) == 'Friday'",
            "GameObject('made').name == 'made' and alias.GameObject is GameObject",
            "kind.FullName == 'System.Int32'",
        )
        failure = kernel.run("types['doomed']()").failure
        assert failure.ename == "TypeError"
        assert "Doomed" in failure.evalue
        refuses(kernel, "doomed.x", "Doomed")
        refuses(kernel, "holder.text", "Holder")

    def test_objects_structs_and_arrays_are_bound_again(self, kernel: Kernel) -> None:
        kernel.must(
            "cube = UnityEngine.GameObject('cube'); part = cube.transform\n"
            "part.position = UnityEngine.Vector3(1, 2, 3)\n"
            "both = [UnityEngine.GameObject.Find('cube'), cube]\n"
            "held = {'item': cube, part: 'as a key', cube: 'too', 'nested': [{'deep': (cube,)}]}\n"
            "closed_over = lambda: part.position.y\n"
            "bound, found = cube.GetComponent, cube.transform.GetInstanceID\n"
            "point, same = UnityEngine.Vector3(1, 2, 3), UnityEngine.Vector3(1, 2, 3)\n"
            "objects = UnityEngine.Object.FindObjectsOfType[UnityEngine.GameObject]()\n"
            "count = len(objects)\n"
            "numbers = System.Array[System.Single]([1.5, 2.5]); alias = numbers\n"
            "points = System.Array[UnityEngine.Vector3]([point, same])\n"
            "texts = System.Array[System.String](['a', None, 'c'])\n"
            "day, when = System.DayOfWeek.Friday, System.DateTime(2026, 5, 4)\n"
            "everything = (cube, part, bound, point, same, objects, numbers, points, texts, day, when)\n"
            "before = [id(each) for each in everything]\n"
            "number = part.GetInstanceID()"
        )
        for _ in range(2):
            reload(kernel)
            check(
                kernel,
                "before == [id(each) for each in everything]",
                "held['item'].name == 'cube' and held[part] == 'as a key' and held[cube] == 'too'",
                "held['nested'][0]['deep'][0] is cube and both[0] == both[1] and closed_over() == 2.0",
                "bound[UnityEngine.Transform]() == part and found() == number",
                "(point.x, point.y, point.z) == (1, 2, 3) and point == same",
                "len(objects) == count and cube in list(objects)",
                "list(numbers) == [1.5, 2.5] and [p.y for p in points] == [2, 2]",
                "list(texts) == ['a', None, 'c']",
                "str(day) == 'Friday' and when.Year == 2026",
            )
        # Two structs that were equal are still two; two names of one array are one.
        kernel.must("point.x = 9; numbers[0] = 7")
        check(kernel, "same.x == 1 and alias[0] == 7")

    def test_what_cannot_come_back_says_what_it_was(self, kernel: Kernel) -> None:
        kernel.must(
            "numbers = List[System.Int32](); numbers.Add(4)\n"
            "table = Dictionary[System.String, System.Int32]()\n"
            "action = System.Action(lambda: None)\n"
            "class Plain(System.Object): pass\n"
            "plain, walk, append = Plain(), iter(numbers), numbers.Add\n"
            "objects = [numbers, table, action, plain, walk, append]\n"
            "before = [id(each) for each in objects]\n"
            "held = {numbers: 'as a key'}\n"
            "try: System.Int32.Parse('x')\n"
            "except System.Exception as caught: error = caught"
        )
        reload(kernel)
        check(kernel, "before == [id(each) for each in objects]", "held[numbers] == 'as a key'")
        check(kernel, "numbers == numbers", "numbers != None", "numbers not in [table, action]")
        refuses(kernel, "numbers.Count", "List[Int32]", "of 1 item")
        for use in (
            "len(numbers)",
            "numbers[0]",
            "numbers[0] = 1",
            "list(numbers)",
            "numbers.Count = 3",
            "numbers + [1]",
            "4 in numbers",
            "bool(numbers)",
            "numbers()",
            "numbers < numbers",
            "next(walk)",
            "append(3)",
        ):
            refuses(kernel, use)
        refuses(kernel, "table['a']", "Dictionary[String,Int32] of 0 items")
        refuses(kernel, "action()", "System.Action")
        refuses(kernel, "plain.ToString()", "__main__.Plain")
        refuses(kernel, "error.Message", "FormatException")
        assert "lost in domain reload" in kernel.value("repr(numbers)")
        assert "System.Collections.Generic.List[Int32] of 1 item" in str(kernel.must("numbers").result)
        check(kernel, "isinstance(error, Exception) and 'FormatException' in str(error)")
        kernel.must("objects.clear(); held.clear(); del numbers, table, action, plain, walk, append, error")
        kernel.must("import gc; gc.collect()")
        reload(kernel)
        check(kernel, "1 + 1 == 2")

    def test_classes_that_derive_from_unitys_work_again(self, kernel: Kernel) -> None:
        kernel.must("class Thing(System.Object):\n    def double(self, x): return 2 * x\nthing = Thing()")
        reload(kernel)
        refuses(kernel, "thing.double(2)")
        check(kernel, "Thing().double(4) == 8")


class TestDuring:
    """What happens to objects while the domain reloads."""

    def test_functions_that_are_called_at_its_beginning_use_objects(self, kernel: Kernel) -> None:
        kernel.must(
            "told, cube = [], UnityEngine.GameObject('here')\n"
            "UnityEditor.AssemblyReloadEvents.beforeAssemblyReload += lambda: told.append(cube.name)\n"
            "await unity.reload()"
        )
        check(kernel, "told == ['here'] and cube.name == 'here'")

    def test_destroyed_meanwhile(self, kernel: Kernel, assets: Path) -> None:
        (assets / "Destroyer.cs").write_text(DESTROYER)
        kernel.must(
            "gone, stays = UnityEngine.GameObject('gone'), UnityEngine.GameObject('stays')\n"
            "part, ask = gone.transform, gone.GetInstanceID\n"
            "pair = System.Array[UnityEngine.GameObject]([gone, stays])\n"
            "held = {gone: 'still found'}"
        )
        mono.reload(kernel)
        (assets / "Destroyer.cs").unlink()
        unitys = "MissingReferenceException"
        refuses(
            kernel, "gone.name", "'GameObject'", 'UnityEngine.GameObject "gone"', "obj == None", ename=unitys
        )
        refuses(kernel, "part.position", "UnityEngine.Transform", ename=unitys)
        refuses(kernel, "ask()", "bound")
        check(
            kernel,
            "gone == None and part == None and gone == part and stays != None",
            "gone is not None and bool(gone) and held[gone] == 'still found'",
            "pair[0] is None and pair[1] == stays",
        )
        mono.reload(kernel)
        refuses(kernel, "gone.name", "gone", ename=unitys)

    def test_component_whose_script_is_renamed(self, kernel: Kernel, assets: Path) -> None:
        write(assets, more="public class Enemy : MonoBehaviour { public int health = 3; }")
        mono.reload(kernel)
        kernel.must(
            "from Survivors import Enemy\n"
            "body = UnityEngine.GameObject('enemy'); enemy = body.AddComponent[Enemy](); enemy.health = 7\n"
            "enemies = UnityEngine.Object.FindObjectsOfType[Enemy]()"
        )
        mono.reload(kernel)
        check(kernel, "enemy.health == 7 and enemies[0] == enemy and body.GetComponent[Enemy]() == enemy")
        write(assets, more="public class Foe : MonoBehaviour { public int health = 3; }")
        mono.reload(kernel)
        refuses(kernel, "enemy.health", "Survivors.Enemy", ename="MissingReferenceException")
        refuses(kernel, "len(enemies)", "Enemy[]", "of 1 item")
        check(kernel, "body.name == 'enemy'")

    def test_struct_whose_definition_changes(self, kernel: Kernel, assets: Path) -> None:
        write(
            assets,
            more="public struct Pair { public int left; public bool right; public System.DayOfWeek day; }",
        )
        mono.reload(kernel)
        kernel.must(
            "from Survivors import Pair\n"
            "pair = Pair(); pair.left = 5; pair.right = True; pair.day = System.DayOfWeek.Friday"
        )
        mono.reload(kernel)
        check(kernel, "pair.left == 5 and pair.right is True and pair.day == System.DayOfWeek.Friday")
        write(assets, more="public struct Pair { public float left; public long right; }")
        mono.reload(kernel)
        refuses(kernel, "pair.left", "Survivors.Pair")

    def test_objects_in_frames_that_wait(self, kernel: Kernel) -> None:
        """A generator, a coroutine and a task hold objects in their own variables."""
        cell = kernel.must(
            "import asyncio\n"
            "def steps(cube):\n"
            "    while True: yield cube.name\n"
            "async def later(cube):\n"
            "    await asyncio.sleep(0.3)\n"
            "    return cube.name\n"
            "walk = steps(UnityEngine.GameObject('walked')); next(walk)\n"
            "task = asyncio.create_task(later(UnityEngine.GameObject('awaited')))\n"
            "for inner in [UnityEngine.GameObject('looped')]:\n"
            "    await unity.reload()\n"
            "    print(inner.name, next(walk), await task)"
        )
        assert cell.stdout.endswith("looped walked awaited\n")

    def test_last_error_of_a_cell(self, kernel: Kernel) -> None:
        """Python and IPython keep it, with frames that hold objects."""
        kernel.run("inner = List[System.Int32]()\nSystem.Int32.Parse('no number')")
        reload(kernel)
        assert kernel.run("raise __import__('sys').last_value").failure.ename == "LostException"
        kernel.run("%tb")
        check(kernel, "1 == 1")

    def test_copies_and_pickles_of_the_lost(self, kernel: Kernel) -> None:
        kernel.must(
            "import copy, pickle\nlost = List[System.Int32](); looped = [lost]; looped.append(looped)"
        )
        reload(kernel)
        refuses(kernel, "copy.copy(lost)")
        refuses(kernel, "copy.deepcopy(looped)")
        refuses(kernel, "pickle.dumps(looped)")
        assert "was lost in domain reload" in kernel.run("%pull looped").text

    def test_attributes_of_types_can_be_set(self, kernel: Kernel) -> None:
        """Pickling an object does that, too."""
        mono.reload(kernel)
        kernel.must("import pickle\nUnityEngine.GameObject.mark = 7\nfresh = UnityEngine.GameObject('fresh')")
        assert kernel.value("fresh.mark") == 7
        assert kernel.run("pickle.dumps(fresh)").failure.ename in ("TypeError", "PicklingError")
        mono.reload(kernel)
        kernel.must("UnityEngine.GameObject.mark = 8")
        assert kernel.value("fresh.mark") == 8

    def test_weak_references_to_the_lost(self, kernel: Kernel) -> None:
        kernel.must(
            "import gc, weakref\n"
            "lost, seen = List[System.Int32](), []\n"
            "watched = weakref.ref(lost, seen.append)"
        )
        reload(kernel)
        check(kernel, "watched() is lost")
        kernel.must("del lost\ngc.collect()")
        check(kernel, "len(seen) == 1 and watched() is None")


class TestUnknownInsides:
    """A pythonnet or a CPython that is not as expected: nothing crashes, and the console says so once."""

    def test_books_that_cannot_be_read(self, editor: Editor, kernel: Kernel) -> None:
        kernel.must(
            "from unity_kernel.unity import reload as half\n"
            "hold, half.hold = half.hold, lambda block: hold(0)\n"
            "plain, cube, point = [1], UnityEngine.GameObject('cube'), UnityEngine.Vector3(1, 2, 3)"
        )
        for _ in range(2):
            reload(kernel)
        log = Path(editor.file.log).read_text(errors="replace")
        assert log.count("this version of pythonnet is not known") == 1
        kernel.must("half.hold = hold")
        check(kernel, "plain == [1] and UnityEngine.GameObject.Find('cube').name == 'cube'")
        refuses(kernel, "cube.name", "UnityEngine.GameObject")
        refuses(kernel, "point.x", "UnityEngine.Vector3")

    def test_memory_that_is_not_as_expected(self, home: Home, project: Path) -> None:
        with mono.start(home, project) as editor, Kernel.start(home, editor=editor) as kernel:
            kernel.must(
                "from unity_kernel.unity import slots\nslots.strange_types = lambda: ['Odd']\nleft = 1\nunity.reload()"
            )
            wait_until(lambda: "left" not in kernel.value("dir()"), "the reload")
            log = Path(editor.file.log).read_text(errors="replace")
            assert log.count("Notebooks lose their variables at each domain reload") == 1
            assert "Odd" in log
