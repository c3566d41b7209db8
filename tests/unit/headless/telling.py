"""What the product says of the open scene, in the terms of the independent expansion, and whether both agree."""

from __future__ import annotations

from typing import Any

from unity_kernel.headless.api import world
from unity_kernel.headless.project import InstancedDocument, Mapping, Node, Scalar, float32

from . import expansion

__all__ = ["compare", "count", "outline", "told"]


def outline(dumps: list[expansion.Dump], depth: int = 0) -> list[str]:
    """Names, flags, places and component types of a whole hierarchy, a line each."""
    lines = []
    for each in dumps:
        kinds = " ".join(kind for kind, _ in each["components"])
        flag = "+" if each["active"] else "-"
        lines.append(f"{'  ' * depth}{flag} {each['name']!r} {each['position']} {kinds}")
        lines += outline(each["children"], depth + 1)
    return lines


def compare(found: list[expansion.Dump], wanted: list[expansion.Dump], where: str) -> None:
    for ours, theirs in zip(found, wanted, strict=True):
        place = f"{where}/{theirs['name']}"
        for key in ("owner", "transform"):
            assert_same(ours, ours[key], theirs[key], f"{place}: {key}")
        for (kind, fields), (_, expected) in zip(ours["components"], theirs["components"], strict=True):
            assert_same(ours, fields, expected, f"{place}: {kind}")
        compare(ours["children"], theirs["children"], place)


def assert_same(dump: expansion.Dump, found: dict[str, Any], wanted: dict[str, Any], where: str) -> None:
    """All fields are the same; a placeholder may have further ones, which nobody can know."""
    if dump["placeholder"]:
        found = {key: value for key, value in found.items() if key in wanted}
    assert found == wanted, f"{where}: {differing(found, wanted)}"


def differing(found: Any, wanted: Any) -> str:
    """Say where two values part."""
    if isinstance(found, dict) and isinstance(wanted, dict) and found.keys() == wanted.keys():
        return "".join(
            f".{key}{differing(found[key], wanted[key])}" for key in found if found[key] != wanted[key]
        )
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        pairs = enumerate(zip(found, wanted, strict=True))
        return "".join(f"[{index}]{differing(a, b)}" for index, (a, b) in pairs if a != b)
    return f" is {found!r}, not {wanted!r} "


def count(dumps: list[expansion.Dump]) -> int:
    return sum(1 + count(each["children"]) for each in dumps)


def told() -> list[expansion.Dump]:
    """The same facts from the product, through its API."""
    from UnityEngine.SceneManagement import SceneManager  # type: ignore[import-not-found]

    roots = SceneManager.GetActiveScene().GetRootGameObjects()
    return [tell(root) for root in roots]


def tell(game_object: Any) -> expansion.Dump:
    node = game_object.transform
    parts = [part for part in game_object._components() if part is not node]
    position = node._document.numbers(
        "m_LocalPosition", 3
    )  # a RectTransform's is worked out from its anchors
    return {
        "name": game_object.name,
        "placeholder": isinstance(node._document, InstancedDocument) and node._document.is_placeholder,
        "active": game_object.activeSelf,
        "position": tuple(float32(axis) for axis in position),
        "owner": facts(game_object._document),
        "transform": facts(node._document),
        "components": [(part._document.type_name, facts(part._document)) for part in parts],
        "children": [tell(child.gameObject) for child in node],
    }


def facts(document: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, node in document.entries:
        if key not in expansion.SKIPPED and key not in ("m_GameObject", "m_RootOrder"):
            found.setdefault(key, plain(node))
    return found


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        pairs: dict[str, Any] = {}
        for key, child in node:
            pairs.setdefault(key, plain(child))
        if "fileID" in pairs and "guid" not in pairs:
            scene = world.current().active
            assert scene is not None
            target = scene.expansion.document(int(pairs["fileID"]))
            return {"to": target.type_name if target is not None else None}
        return pairs
    return [plain(item) for item in node]
