"""`unity_connection` in plain scripts, and in cells."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import hosts
from tests.support.projects import OBJECTS
from tests.support.session import Editor, Home, Kernel
from unity_kernel.wire.endpoint import Transport

ENSURE_NAMING = """\
import unity_connection
UnityEngine = unity_connection.get_module('UnityEngine')

all_objects = UnityEngine.Object.FindObjectsOfType(UnityEngine.GameObject)
for go in all_objects:
    if go.name[-1] != '_':
        go.name = go.name + '_'
"""
"""The historical manual's example, as it stood there."""


@pytest.fixture
def own(home: Home, project: Path, transport: Transport, start_editor: hosts.StartOwn) -> Iterator[Editor]:
    """An editor of the test's own, over both transports."""
    with start_editor(project, transport=transport) as editor:
        yield editor


def names(home: Home, editor: Editor) -> list[str]:
    """The objects of the scene, as a notebook sees them."""
    with Kernel.start(home, editor=editor) as kernel:
        found = kernel.value(
            "sorted(go.name for go in UnityEngine.Object.FindObjectsOfType(UnityEngine.GameObject))"
        )
    return list(found)


def test_the_historical_script_runs_unchanged(home: Home, own: Editor) -> None:
    script = home.path / "ensure_naming.py"
    script.write_text(ENSURE_NAMING)
    for _ in range(2):  # the second run finds nothing to do
        done = home.python(str(script))
        assert done.returncode == 0, done.stderr
        assert done.stdout == done.stderr == ""
        assert names(home, own) == sorted(f"{name}_" for name in OBJECTS)


def test_execute_and_the_rest_of_the_module(home: Home, own: Editor) -> None:
    done = home.python(
        "-c",
        "import unity_connection as c\n"
        "c.execute('import os\\ntext = \"quotes and\\\\nlines\" + \\'!\\'')\n"
        "c.execute('made = UnityEngine.GameObject(text.split()[0])')\n"
        "print(c.get_module('os').getpid())\n"
        "first = c.get_unity_connection()\n"
        "print(c.get_unity_connection() is first, first.closed)\n"
        "c.reset_unity_connection()\n"
        "print(first.closed, c.get_unity_connection() is first)\n"
        "print(c.get_module('UnityEngine').GameObject.Find('quotes').name)\n",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(own.pid), "True", "False", "True", "False", "quotes"]


def test_callbacks_and_iteration_over_the_connection(home: Home, own: Editor) -> None:
    done = home.python(
        "-c",
        "import unity_connection\n"
        "E = unity_connection.get_module('UnityEngine')\n"
        "objects = E.Object.FindObjectsOfType(E.GameObject)\n"
        "builtins = unity_connection.get_module('builtins')\n"
        "ordered = builtins.sorted(objects, key=lambda go: go.name.lower())\n"  # calls back for each
        "print([str(go.name) for go in ordered])\n"
        "player = E.GameObject.Find('Player')\n"
        "player.transform.position = E.Vector3(2, 1, 0)\n"
        "position = player.transform.position\n"
        "print(position.x, position.ToString())\n",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(sorted(OBJECTS, key=str.lower)), "2.0 (2.00, 1.00, 0.00)"]


def test_an_error_of_the_editor_reaches_the_script(home: Home, own: Editor) -> None:
    done = home.python(
        "-c",
        "import unity_connection as c\n"
        "try:\n    c.execute('def fail():\\n    return 1 / 0\\nfail()')\n"
        "except ZeroDivisionError as error:\n    print('caught', str(error).splitlines()[0])\n"
        "c.execute('still = 1')\n"
        "try:\n    c.get_module('no_such_module')\n"
        "except ImportError as error:\n    print('caught', type(error).__name__)\n",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "caught division by zero"
    assert done.stdout.splitlines()[-1] == "caught ModuleNotFoundError"


def test_a_script_finds_the_editor_again_after_its_restart(
    home: Home, project: Path, start_editor: hosts.StartOwn
) -> None:
    script = (
        "import sys, unity_connection as c\n"
        "print(c.get_module('os').getpid(), flush=True)\n"
        "sys.stdin.readline()\n"
        "print(c.get_module('os').getpid(), flush=True)\n"
    )
    with start_editor(project) as first:
        process = subprocess.Popen(
            [sys.executable, "-c", script],
            env=home.environment(),
            cwd=project,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == f"{first.pid}\n"
    with process, start_editor(project) as second:
        output, _ = process.communicate("\n", timeout=30)
        assert output == f"{second.pid}\n"
    assert process.returncode == 0


def test_without_an_editor_the_script_hears_what_to_do(home: Home) -> None:
    done = home.python("-c", "import unity_connection; unity_connection.get_module('UnityEngine')")
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert "NoEditorError" in last
    assert "unity-kernel headless" in last


def test_a_script_may_ask_for_an_embedded_editor(home: Home, project: Path) -> None:
    done = home.python(
        "-c",
        "import unity_connection\nprint(unity_connection.get_module('UnityEngine').GameObject.Find('Player').name)",
        UNITY_KERNEL_EDITOR=str(project),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Player\n"
    assert home.editors() == []


def test_in_a_cell_the_modules_are_the_editors_own(home: Home, own: Editor) -> None:
    with Kernel.start(home, editor=own) as kernel:
        kernel.must("import unity_connection")
        assert kernel.value("unity_connection.get_module('UnityEngine') is UnityEngine") is True
        assert kernel.run("unity_connection.get_unity_connection()").result is None
        kernel.must("unity_connection.reset_unity_connection()")
        kernel.must("from UnityEngine import GameObject\nimport UnityEditor, clr")
        marks = "for n in ('one', 'two'): UnityEngine.GameObject('naming ' + n)\n"
        kernel.must(marks + ENSURE_NAMING)
        assert kernel.value("UnityEngine.GameObject.Find('naming one_').name") == "naming one_"


def test_a_script_waits_while_a_cell_runs_and_then_goes_on(home: Home, own: Editor) -> None:
    with Kernel.start(home, editor=own) as kernel:
        cell = kernel.begin("print('go')\nimport time\ntime.sleep(0.5)\nended = time.time()")
        cell.until_output("go\n")
        done = home.python("-c", "import unity_connection as c; print(c.get_module('time').time())")
        assert done.returncode == 0, done.stderr
        cell.finish()
        assert kernel.value("ended") <= float(done.stdout)


def test_a_script_that_dies_in_a_call_harms_nobody(home: Home, own: Editor) -> None:
    done = home.python(
        "-c",
        "import os, unity_connection as c\n"
        "builtins = c.get_module('builtins')\n"
        "list(builtins.map(lambda n: os._exit(7), [1, 2]))\n",
    )
    assert done.returncode == 7
    assert names(home, own) == sorted(OBJECTS)
