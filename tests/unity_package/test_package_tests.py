"""The package's own NUnit tests, which its users run in Unity's Test Runner, on the Mono host."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.support.projects import make_project
from tests.support.session import Home, Kernel
from tests.unity_package import mono

RUN = """
import clr, System
folder = System.AppDomain.CurrentDomain.BaseDirectory
clr.AddReference(System.IO.Path.Combine(folder, "PackageTests.dll"))
from MonoHost import PackageTests
print(PackageTests.Run(System.IO.Path.Combine(folder, "UnityKernel.Editor.Tests.dll")))
"""


def number_of_tests() -> int:
    sources = (mono.PACKAGE / "Tests").rglob("*.cs")
    return sum(len(re.findall(r"\[(?:Test\]|TestCase\()", path.read_text())) for path in sources)


@pytest.mark.parametrize("shape", mono.SHAPES)
def test_every_test_of_the_package_passes_in_every_shape_of_unitys_api(home: Home, shape: str) -> None:
    if mono.nunit_libraries() is None:
        pytest.skip("the package's own tests need NUnit (Debian: apt-get install libnunit-cil-dev)")
    project = make_project(home.path / "Game")
    with mono.start(home, project, shape=shape) as editor, Kernel.start(home, editor=editor) as kernel:
        shown = kernel.must(RUN).stdout
    outcomes = Counter(line.split()[0] for line in shown.splitlines())
    assert outcomes == {"Success": number_of_tests()}, shown
