"""The stand-in tells no lies about Unity's API, and the package compiles against all versions of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.unity_package import mono, unity_api
from tests.unity_package.unity_api import NAMESPACES, Item, versions

pytestmark = pytest.mark.skipif(bool(unity_api.why_absent()), reason=unity_api.why_absent())

STANDIN = ("UnityEngine.dll", "UnityEditor.dll")
LIBRARIES = ("UnityEngine", "UnityEditor", "Python.Runtime", "UnityKernel.Editor")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unity_api.build_reader(tmp_path_factory.mktemp("reader"))


@pytest.fixture(scope="module")
def declared(reader: Path) -> list[Item]:
    """What the stand-in assemblies declare in public, in all their shapes."""
    libraries = [mono.build(shape) / name for shape in mono.SHAPES for name in STANDIN]
    return unity_api.read_assemblies(reader, "declared", *libraries)


@pytest.fixture(scope="module")
def used(reader: Path, declared: list[Item]) -> list[Item]:
    """What the package, its tests and its samples use of Unity."""
    owners = {item.owner for item in declared}
    found = []
    for library in mono.build().glob("UnityKernel.*.dll"):
        found += unity_api.read_assemblies(reader, "used", library)
    samples = sorted((mono.PACKAGE / "Samples~").rglob("*.cs"))
    if samples:
        output = reader.parent / "Samples.dll"
        for library in mono.build().glob("*.dll"):
            shutil.copy(library, reader.parent)
        mono.compile(output, samples, *LIBRARIES, more=[f"-r:{mono.netstandard()}"])
        found += unity_api.read_assemblies(reader, "used", output)
    return [item for item in found if item.owner in owners]


def report(problems: Iterable[tuple[Item, str, str]]) -> str:
    return "\n".join(f"{item} [{version}]: {problem}" for item, version, problem in problems)


def test_reference_has_six_versions_and_says_what_changed_between_them() -> None:
    instance_id = Item("UnityEngine.Object", "method", "GetInstanceID", "int ()", static=False)
    entity_id = Item("UnityEngine.Object", "method", "GetEntityId", "EntityId ()", static=False)
    assert [not api.problem(instance_id) for api in versions()] == [True, True, True, True, False, False]
    assert [not api.problem(entity_id) for api in versions()] == [False, False, False, True, True, True]


def test_everything_that_the_standin_declares_is_unitys(declared: list[Item]) -> None:
    assert {item.owner for item in declared if not item.owner.startswith(NAMESPACES)} == set()
    assert len(declared) > 100
    problems = []
    for item in declared:
        found = {api.version: api.problem(item) for api in versions()}
        if all(found.values()):
            problems.append((item, "every version", found[versions()[-1].version]))
    assert not problems, report(problems)


def test_constants_of_the_standin_are_those_of_every_version(declared: list[Item]) -> None:
    """The compiler copies them into the package, so that `used` cannot see them."""
    constants = [item for item in declared if item.kind == "const"]
    assert constants
    problems = [
        (item, api.version, problem)
        for item in constants
        for api in versions()
        if (problem := api.problem(item))
    ]
    assert not problems, report(problems)


def test_everything_that_the_package_uses_is_in_every_version(used: list[Item]) -> None:
    assert len(used) > 40
    problems = [
        (item, api.version, problem)
        for item in used
        for api in versions()
        if (problem := api.problem(item, optional=True))
    ]
    assert not problems, report(problems)


ENTITY_IDS = (
    Item("UnityEngine.Object", "method", "GetEntityId", "EntityId ()", static=False),
    Item("UnityEditor.EditorUtility", "method", "EntityIdToObject", "Object (EntityId)", static=True),
    Item("UnityEngine.EntityId", "method", "ToULong", "ulong (EntityId)", static=True),
    Item("UnityEngine.EntityId", "method", "FromULong", "EntityId (ulong)", static=True),
)
INSTANCE_IDS = (
    Item("UnityEngine.Object", "method", "GetInstanceID", "int ()", static=False),
    Item("UnityEditor.EditorUtility", "method", "InstanceIDToObject", "Object (int)", static=True),
)


def test_one_of_the_two_identities_that_are_looked_up_is_whole_in_every_version() -> None:
    """`ObjectIdentity` finds these by reflection: entity ids where all of them are there, else instance ids."""
    ways = [
        "entity ids"
        if not any(map(api.problem, ENTITY_IDS))
        else "instance ids"
        if not any(map(api.problem, INSTANCE_IDS))
        else "none"
        for api in versions()
    ]
    assert ways == ["instance ids"] * 4 + ["entity ids"] * 2
