"""No invented names: every public member of the value types exists in Unity's scripting API."""

from __future__ import annotations

import gzip
import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

from unity_kernel.headless.api import values

API = Path(__file__).resolve().parents[4] / "shared" / "unity-api"
INHERITED = {"Equals", "GetHashCode", "ToString"}  # from System.Object
TYPES: list[Any] = [
    getattr(values, name)
    for name in values.__all__
    if isinstance(getattr(values, name), type) and not name.startswith("Net")
]


@pytest.fixture(scope="module")
def unity() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Members of all known versions together: full type name → member → forms."""
    files = sorted(API.glob("*.json.gz"))
    if not files:
        pytest.skip(f"the API facts are not beside this checkout ({API})")
    merged: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for file in files:
        for name, described in json.loads(gzip.decompress(file.read_bytes()))["types"].items():
            members = merged.setdefault(name, {})
            for member, forms in described["m"].items():
                members.setdefault(member, []).extend(forms)
    return merged


def public_members(cls: type) -> dict[str, Any]:
    return {
        name: inspect.getattr_static(cls, name)
        for base in cls.__mro__[:-1]
        for name in vars(base)
        if not name.startswith("_")
    }


@pytest.mark.parametrize("cls", TYPES, ids=lambda cls: str(cls.__name__))
def test_members_exist_in_unity(
    cls: type, unity: dict[str, dict[str, list[dict[str, Any]]]], record_property: Any
) -> None:
    known = unity[f"UnityEngine.{cls.__name__}"]
    nested = {name.rpartition(".")[2] for name in unity if name.startswith(f"UnityEngine.{cls.__name__}.")}
    ours = set(public_members(cls))
    assert ours - set(known) - INHERITED - nested == set()

    current = {name for name in known if name not in (".ctor", "op", "[]") and "operator" not in name}
    record_property("coverage", f"{len(ours & current)}/{len(current)}")
    record_property("missing", sorted(current - ours))


@pytest.mark.parametrize("cls", TYPES, ids=lambda cls: str(cls.__name__))
def test_parameter_names_exist_in_unity(cls: type, unity: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    """Pythonnet takes keyword arguments, so parameters have Unity's names; ``from_`` stands for ``from``."""
    known = unity[f"UnityEngine.{cls.__name__}"]
    for name, member in public_members(cls).items():
        function = getattr(member, "__func__", member)
        if not inspect.isfunction(function) or name in INHERITED:
            continue
        text = " ".join(form["s"] for form in known[name])
        for parameter in inspect.signature(function).parameters.values():
            if parameter.name not in ("self", "cls"):
                assert re.search(rf"\b{parameter.name.rstrip('_')}\b", text), (
                    f"{cls.__name__}.{name}: {parameter}"
                )
