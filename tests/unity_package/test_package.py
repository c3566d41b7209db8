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


def test_project_without_the_test_framework_compiles() -> None:
    """Unity leaves an assembly out when one of its constraints is no defined symbol; without NUnit it must."""
    tests = json.loads((PACKAGE / "Tests" / "Editor" / "UnityKernel.Editor.Tests.asmdef").read_text())
    [define] = tests["versionDefines"]
    assert define["name"] == "com.unity.test-framework"
    assert define["define"] in tests["defineConstraints"]


def test_built_in_modules_that_the_sources_use_are_dependencies() -> None:
    """A project may have switched them off; a dependency switches them on again."""
    used = "".join(path.read_text() for path in (PACKAGE / "Editor").glob("*.cs"))
    modules = {"GUILayout.": "com.unity.modules.imgui", "JsonUtility.": "com.unity.modules.jsonserialize"}
    needed = {module for name, module in modules.items() if name in used}
    assert len(needed) == len(modules)
    assert set(json.loads((PACKAGE / "package.json").read_text())["dependencies"]) == needed


def test_unity_does_not_refuse_the_library_for_the_versions_it_names() -> None:
    """Python.Runtime.dll names assemblies of .NET by versions that Unity's are not."""
    assert "  validateReferences: 0\n" in (PACKAGE.parent / "Python.Runtime.dll.meta").read_text()


SOURCES = [path for path in sorted(PACKAGE.rglob("*.cs")) if path.name != "AssemblyInfo.cs"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_one_documented_type_to_a_file(path: Path) -> None:
    text = path.read_text()
    types = re.findall(r"^    (?:[a-z]+ )*(?:class|struct|enum|interface) (\w+)", text, re.MULTILINE)
    assert types == [path.stem]
    assert "/// <summary>" in text.split(types[0])[0]


# --- documentation ----------------------------------------------------------------------------------------------------

PAGES = sorted((PACKAGE / "Documentation~").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_of_the_documentation_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text())
    assert [link for link in links if not (page.parent / link).is_file()] == []


def test_every_page_can_be_reached() -> None:
    index = (PACKAGE / "Documentation~" / "index.md").read_text()
    assert [page.name for page in PAGES if page.name != "index.md" and f"({page.name})" not in index] == []


def test_every_call_of_python_runner_is_explained() -> None:
    source = (PACKAGE / "Editor" / "PythonRunner.cs").read_text()
    page = (PACKAGE / "Documentation~" / "pythonrunner.md").read_text()
    calls = set(re.findall(r"^        public static \S+ (\w+)", source, re.MULTILINE)) - {"EnsureInitialized"}
    assert len(calls) > 10
    assert {call for call in calls if call not in page} == set()


def test_every_sample_is_on_its_page() -> None:
    samples = json.loads((PACKAGE / "package.json").read_text()).get("samples", [])
    page = (PACKAGE / "Documentation~" / "samples.md").read_text()
    assert [each["displayName"] for each in samples if f"| {each['displayName']} |" not in page] == []
    assert all((PACKAGE / each["path"]).is_dir() for each in samples)


def test_messages_that_troubleshooting_quotes_are_the_products_own() -> None:
    page = (PACKAGE / "Documentation~" / "troubleshooting.md").read_text()
    product = PACKAGE.parents[1]
    sources = "".join(path.read_text() for path in (*PACKAGE.rglob("*.cs"), *product.rglob("*.py")))
    quoted = re.findall(r'^\| "(.+?)" \|', page, re.MULTILINE)
    assert len(quoted) > 4
    parts = [part.strip() for text in quoted for part in text.split("…") if part.strip()]
    assert [part for part in parts if part not in sources] == []
