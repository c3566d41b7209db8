"""The Unity package's files, without running anything."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.unity_package.mono import PACKAGE
from unity_kernel import __version__


def imported() -> list[Path]:
    """What Unity imports: folders whose names end in ~ are invisible to it."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix != ".meta" and not any(part.endswith("~") for part in path.relative_to(PACKAGE).parts)
    ]


def test_every_imported_file_has_a_meta_with_a_guid_of_its_own() -> None:
    guids = []
    for path in imported():
        meta = path.with_name(path.name + ".meta")
        assert meta.is_file(), f"{path.relative_to(PACKAGE)} has no .meta: Unity would ignore it in a package"
        guids += re.findall(r"^guid: ([0-9a-f]{32})$", meta.read_text(), re.MULTILINE)
    assert len(guids) == len(set(guids)) == len(imported())


def test_no_meta_without_its_file() -> None:
    assert [path for path in PACKAGE.rglob("*.meta") if not path.with_suffix("").exists()] == []


def test_manifest_has_the_version_of_the_distribution() -> None:
    manifest = json.loads((PACKAGE / "package.json").read_text())
    assert manifest["version"] == re.match(r"\d+\.\d+\.\d+", __version__)[0]  # type: ignore[index]
    assert not manifest["name"].startswith("com.unity.")
    assert (PACKAGE / "CHANGELOG.md").is_file()
    assert (PACKAGE / "LICENSE.md").is_file()


SOURCES = [path for path in sorted(PACKAGE.rglob("*.cs")) if path.name != "AssemblyInfo.cs"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_one_documented_type_to_a_file(path: Path) -> None:
    text = path.read_text()
    types = re.findall(r"^    (?:[a-z]+ )*(?:class|struct|enum|interface) (\w+)", text, re.MULTILINE)
    assert types == [path.stem]
    assert "/// <summary>" in text.split(types[0])[0]
