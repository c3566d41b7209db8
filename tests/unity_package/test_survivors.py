"""What is in the user's namespace after a domain reload: everything as before, or a tombstone that says what it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.session import Kernel
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
