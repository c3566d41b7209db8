"""The conformance report, and that nothing exists which Unity lacks."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.support.build_catalogue import DECLARED
from unity_kernel.headless.conformance import main, report

DUMPS = Path(__file__).parents[4] / "shared" / "unity-api"
OF_DOTNET = {"Equals", "GetHashCode", "GetType", "ToString", "CompareTo"}


def test_nothing_is_invented() -> None:
    assert [(row.type, row.invented) for row in report() if row.invented] == []
    assert sum(len(row.have) for row in report()) > 1000


@pytest.mark.skipif(not DUMPS.is_dir(), reason="the dumps of Unity's API are not here")
def test_what_exists_is_in_the_dumps() -> None:
    known: dict[str, set[str]] = {}
    for path in DUMPS.glob("*.json.gz"):
        for name, entry in json.loads(gzip.decompress(path.read_bytes()))["types"].items():
            known.setdefault(name, set()).update(entry["m"])
    for row in report():
        assert row.type in known
        assert set(row.have) - OF_DOTNET <= known[row.type], row.type


@pytest.mark.skipif(not DUMPS.is_dir(), reason="the dumps of Unity's API are not here")
@pytest.mark.parametrize("name", DECLARED)
def test_enums_numbered_by_hand_are_those_of_the_dumps(name: str) -> None:
    """The dumps keep numbers that Unity's source spells out: those agree; all others are members it does not number."""
    order = DECLARED[name].split()
    seen = 0
    for path in DUMPS.glob("*.json.gz"):
        entry = json.loads(gzip.decompress(path.read_bytes()))["types"].get(name)
        if entry is None:
            continue
        seen += 1
        given = {member: forms[0]["s"] for member, forms in entry["m"].items()}
        assert set(order) <= set(given), "no member is made up"
        assert {member for member, number in given.items() if not number} <= set(order), "none is forgotten"
        for place, member in enumerate(order):
            assert given[member] in ("", str(place)) or given[member].endswith(f".{member}")
    assert seen


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert " 0 that Unity has not" in capsys.readouterr().out
    assert main(["--type", "Undo", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["type"] == "UnityEditor.Undo"
    assert "PerformUndo" in row["have"]
    assert "postprocessModifications" in row["lack"]
    assert main(["--type", "Nonsense"]) == 2
