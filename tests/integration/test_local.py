"""`%%local` cells run in the kernel; %pull and %push carry values by value between kernel and editor."""

from __future__ import annotations

from tests.support.session import Editor, Kernel


def test_a_local_cell_runs_in_the_kernels_process(kernel: Kernel, editor: Editor) -> None:
    assert kernel.value("%%local\nimport os\nos.getpid()") == kernel.pid != editor.pid
    assert kernel.value("import os\nos.getpid()") == editor.pid


def test_the_two_namespaces_are_apart(kernel: Kernel) -> None:
    kernel.must("%%local\nside = 'kernel'")
    kernel.must("side = 'editor'")
    assert kernel.value("%%local\nside") == "kernel"
    assert kernel.value("side") == "editor"
    assert kernel.run("%%local\nUnityEngine").failure.ename == "NameError"


def test_a_local_cell_shows_all_that_a_notebook_can(kernel: Kernel) -> None:
    cell = kernel.run(
        "%%local\nimport sys\nfrom IPython.display import HTML, display\n"
        "print('out')\nprint('err', file=sys.stderr)\ndisplay(HTML('<b>x</b>'))\n6 * 7"
    )
    assert cell.error is None
    assert (cell.stdout, cell.stderr, cell.result) == ("out\n", "err\n", "42")
    assert cell.displays[0].data["text/html"] == "<b>x</b>"


def test_tracebacks_name_the_notebooks_lines(kernel: Kernel) -> None:
    cell = kernel.run("%%local\nx = 1\n1 / 0")
    assert f"Cell In[{cell.count}], line 3" in cell.failure.traceback
    cell = kernel.run("%unity status\n%unity list\n\n1 / 0")
    assert f"Cell In[{cell.count}], line 4" in cell.failure.traceback


def test_other_magics_may_follow(kernel: Kernel) -> None:
    assert "Wall time" in kernel.must("%%local\n%%time\npass").stdout
    assert "Wall time" in kernel.must("%unity list\n%%time\npass").stdout
    assert "first line" in kernel.run("1\n%%local\n2").text + kernel.run("%%time\n%%local\n2").text


def test_local_magics_input_and_await(kernel: Kernel) -> None:
    assert "ns" in kernel.must("%%local\n%timeit -n 1 -r 1 pass").stdout
    assert kernel.run("%%local\ninput('name? ')", answers=["Ada"]).value == "Ada"
    assert kernel.value("%%local\nimport asyncio\nawait asyncio.sleep(0, 'slept')") == "slept"
    cell = kernel.begin("%%local\nprint('go')\nawait asyncio.sleep(60)")
    cell.until_output("go\n")
    kernel.interrupt()
    assert cell.finish(15).failure.ename in ("KeyboardInterrupt", "CancelledError")
    assert kernel.value("%%local\n1 + 1") == 2


def test_local_matplotlib(kernel: Kernel) -> None:
    cell = kernel.run(
        "%%local\n%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);", timeout=90
    )
    assert cell.error is None, str(cell.error)
    assert any("image/png" in item.data for item in cell.displays)


def test_counts_run_through_both_kinds_of_cell(kernel: Kernel) -> None:
    first = kernel.run("1")
    second = kernel.run("%%local\n2")
    third = kernel.run("3")
    assert (second.count, third.count) == (first.count + 1, first.count + 2)
    assert second.of("execute_result")[0]["execution_count"] == second.count


def test_a_local_cell_runs_while_the_editor_is_busy_elsewhere(kernel: Kernel) -> None:
    kernel.must(
        "import threading, time\nstop = threading.Event()\nthreading.Thread(target=stop.wait, args=(20,)).start()"
    )
    assert kernel.value("%%local\n1 + 1") == 2
    kernel.must("stop.set()")


# --- pull and push ---------------------------------------------------------------------------------------


def test_pull_copies_into_the_kernel(kernel: Kernel) -> None:
    kernel.must("data = {'a': [1, 2, {'b': None}], 'text': 'ünï'}\nn = 5\n%pull data n")
    assert kernel.value("%%local\ndata, n") == ({"a": [1, 2, {"b": None}], "text": "ünï"}, 5)
    kernel.must("data['a'].append(3)")
    assert kernel.value("%%local\nlen(data['a'])") == 3  # a copy, not a reference


def test_push_copies_into_the_editor(kernel: Kernel) -> None:
    kernel.must("%%local\nplan = [('Cube', 1.5), ('Ball', None)]")
    assert kernel.value("%push plan\nplan") == [("Cube", 1.5), ("Ball", None)]


def test_arrays_survive_with_type_shape_and_every_value(kernel: Kernel) -> None:
    kernel.must(
        "import numpy as np\n"
        "big = np.arange(2_000_000, dtype=np.float32).reshape(1000, 2000)\n"
        "odd = np.asfortranarray(np.ones((3, 4), dtype=np.complex128))[::2, 1:]\n"
        "names = np.array(['a', 'bcd'])\n"
        "%pull big, odd, names"
    )
    found = kernel.value(
        "%%local\n(str(big.dtype), big.shape, float(big.sum(dtype='f8')), big.flags.writeable, str(odd.dtype), "
        "odd.shape, names.tolist())"
    )
    assert found == ("float32", (1000, 2000), 1999999000000.0, True, "complex128", (2, 3), ["a", "bcd"])
    kernel.must("%%local\nbig *= 2")
    assert kernel.value("%push big\nfloat(big[-1, -1])") == 3999998.0


def test_a_hundred_megabytes_pass_whole(kernel: Kernel) -> None:
    kernel.must("import numpy as np\nhuge = np.arange(12_500_000)\n%pull huge", timeout=60)
    assert kernel.value("%%local\nhuge.nbytes, int(huge[-1])") == (100_000_000, 12_499_999)
    kernel.must("%%local\ndel huge")
    kernel.must("del huge")


def test_pull_of_an_object_of_unity_says_what_to_do(kernel: Kernel) -> None:
    kernel.must("thing = UnityEngine.GameObject('stays')")
    cell = kernel.run("%pull thing")
    assert cell.status == "error"
    shown = cell.text + str(cell.error or "")
    assert "thing cannot be copied" in shown
    assert "pull numbers, text, arrays" in shown


def test_names_that_do_not_exist(kernel: Kernel) -> None:
    for code, expected in (
        ("%pull not_there", "no 'not_there' in the editor"),
        ("%push not_here", "no 'not_here' in the kernel"),
        ("%pull", "takes names"),
        ("%push a+b", "takes names"),
    ):
        cell = kernel.run(code)
        assert cell.status == "error", code
        assert expected in cell.text + str(cell.error or ""), code


def test_values_that_cannot_be_pickled(kernel: Kernel) -> None:
    kernel.must("handle = open(__import__('os').devnull)\ngenerator = (i for i in 'ab')")
    for name in ("handle", "generator"):
        cell = kernel.run(f"%pull {name}")
        assert f"{name} cannot be copied" in cell.text + str(cell.error or "")
    kernel.must("%%local\nhere = (i for i in 'ab')")
    cell = kernel.run("%push here")
    assert "here cannot be copied" in cell.text + str(cell.error or "")


def test_a_class_that_the_other_side_does_not_have(kernel: Kernel) -> None:
    kernel.must("%%local\nclass Tank:\n    pass\ntank = Tank()")
    cell = kernel.run("%push tank")
    assert "cannot be rebuilt in the editor" in cell.text + str(cell.error or "")
    kernel.must("class Plane:\n    pass\nplane = Plane()")
    cell = kernel.run("%pull plane")
    shown = cell.text + str(cell.error or "")
    assert cell.status == "error"
    assert "Plane" in shown


def test_a_failed_transfer_leaves_the_old_value(kernel: Kernel) -> None:
    kernel.must("kept = 1\n%pull kept")
    kernel.must("kept = (i for i in 'ab')")
    kernel.run("%pull kept")
    assert kernel.value("%%local\nkept") == 1
