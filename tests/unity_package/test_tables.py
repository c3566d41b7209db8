"""`unity.table` through C#: the same values as Python reads one by one, and what C# declines."""

from __future__ import annotations

from tests.support.session import Kernel

SAME = """\
from unity_kernel import display
from unity_kernel.unity.tables import open_table
import UnityEngine as U
made = [U.GameObject(f'Table {i}') for i in range(50)]
for i, each in enumerate(made): each.transform.localPosition = U.Vector3(i, 0.5, -i)
made[3].SetActive(False)
"""


def test_both_ways_read_the_same(kernel: Kernel) -> None:
    kernel.must(SAME)
    kernel.must(
        "columns = ('name', 'activeSelf', 'transform.position', 'transform.childCount', 'class')\n"
        "fast, slow = unity.table(made, *columns), display.read_table(made, columns)\n"
        "reader = open_table(made)"
    )

    assert kernel.value("[name for name in columns if reader.column(name) is None]") == []
    assert kernel.value("[bool((fast[name] == slow[name]).all()) for name in fast.columns]") == [True] * 7
    assert kernel.value("list(fast.index) == list(slow.index)") is True
    assert kernel.value("float(fast['transform.position.z'].iloc[-1])") == -49.0
    assert kernel.value("int(fast['activeSelf'].sum())") == 49


def test_what_c_sharp_declines_python_reads(kernel: Kernel) -> None:
    kernel.must(SAME + "made[0].name = 'with \\x1f in it'\nmade[1].transform.SetParent(made[2].transform)")

    assert kernel.value("open_table(made).column('name') is None") is True
    assert kernel.value("open_table(made).column('transform.parent.name') is None") is True
    assert kernel.value("open_table(made).column('nonsense') is None") is True
    assert kernel.value("unity.table(made, 'name')['name'].iloc[0]") == "with \x1f in it"
    parents = kernel.value("unity.table(made, 'transform.parent.name').iloc[:3, 0].isna().tolist()")
    assert parents == [True, False, True]


def test_destroyed_objects_are_left_out(kernel: Kernel) -> None:
    kernel.must(SAME + "U.Object.DestroyImmediate(made[5])")

    assert kernel.value("open_table(made) is None") is True
    assert kernel.value("len(unity.table(made, 'name'))") == 49
    assert "nonsense" in str(kernel.run("unity.table(made, 'nonsense')").failure)
