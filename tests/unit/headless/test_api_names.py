"""Nothing is offered that Unity does not have, and the table of names is sound."""

from __future__ import annotations

import pytest

from unity_kernel.headless.api import catalogue, namespaces, values
from unity_kernel.headless.api.classes import derives
from unity_kernel.headless.api.interop import full_name
from unity_kernel.headless.api.objects import Object

BUILT = namespaces.build()
OURS = sorted(
    {
        cls
        for name in (
            "UnityEngine",
            "UnityEngine.SceneManagement",
            "UnityEditor",
            "UnityEditor.SceneManagement",
        )
        for cls in vars(BUILT[name]).values()
        if isinstance(cls, type) and cls.__module__ == name and cls.__name__ not in values.__all__
    },
    key=full_name,
)
OF_DOTNET = {"Equals", "GetHashCode", "GetType", "ToString", "Message", "value__"}


@pytest.mark.parametrize("cls", OURS, ids=full_name)
def test_every_name_is_unitys(cls: type) -> None:
    if issubclass(cls, Exception):
        return
    assert catalogue.kind_of(full_name(cls)), "Unity has no such type"
    made_up = [
        name
        for name in vars(cls)
        if not name.startswith("_")
        and name not in OF_DOTNET
        and not catalogue.has_member(full_name(cls), name.removesuffix("_"))
        and not catalogue.kind_of(f"{full_name(cls)}.{name}")
    ]
    assert not made_up
    if issubclass(cls, Object) and cls is not Object:
        assert derives(full_name(cls), "UnityEngine.Object")
        base = cls.__base__
        assert base is not None
        assert full_name(base) == catalogue.base_of(full_name(cls))


def test_the_catalogue() -> None:
    assert catalogue.kind_of("UnityEngine.Transform") == "class"
    assert catalogue.kind_of("UnityEngine.Nonsense") == ""
    assert catalogue.base_of("UnityEngine.RectTransform") == "UnityEngine.Transform"
    assert catalogue.has_member("UnityEngine.RectTransform", "position"), "inherited"
    assert catalogue.has_member("UnityEngine.Object", "FindObjectsOfType")
    assert not catalogue.has_member("UnityEngine.Transform", "nonsense")
    assert "Transform" in catalogue.type_names("UnityEngine")
    assert len(catalogue.type_names("UnityEngine")) > 500


def test_every_enum_can_be_made() -> None:
    made = 0
    for namespace in ("UnityEngine", "UnityEditor", "UnityEngine.Rendering"):
        for name in catalogue.type_names(namespace):
            full = f"{namespace}.{name}"
            if catalogue.kind_of(full) == "enum":
                assert catalogue.enum_type(full).__name__ == name
                made += 1
    assert made > 300


def test_namespaces_are_unitys() -> None:
    for name in BUILT:
        if name.startswith(("UnityEngine.", "UnityEditor.")) and name not in namespaces._PACKAGES:
            assert not catalogue.kind_of(name), "a type, not a namespace"
            assert catalogue.type_names(name), name
