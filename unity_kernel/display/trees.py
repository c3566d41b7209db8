"""Scenes and hierarchies as trees, within a number of objects."""

from __future__ import annotations

from collections import deque
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import Describer, card, inline, is_destroyed
from unity_kernel.display.description import Branch, Card, Chip, Grid, Node, Note, Text, Tree
from unity_kernel.display.icons import icon_for
from unity_kernel.display.names import engine, lineage, type_name
from unity_kernel.display.reader import Failure

__all__ = ["OBJECTS", "hierarchy", "scene_card", "selection_card", "tree_of"]

OBJECTS = 600
"""Objects that a tree shows; of larger ones, the upper levels first."""
ICONS = 6
"""Components of an object that its row shows."""


@inline("UnityEngine.SceneManagement.Scene")
def scene_inline(look: Describer, scene: Any) -> Node:
    """The scene's path."""
    name = look.reader.text(scene, "path") or look.reader.text(scene, "name") or "untitled scene"
    return Text(clean(name, NAME_LIMIT), "name")


@card("UnityEngine.SceneManagement.Scene")
def scene_card(look: Describer, scene: Any) -> Node:
    """The scene's objects."""
    name = look.reader.text(scene, "name") or "untitled"
    chips = []
    if look.get(scene, "isDirty") is True:
        chips.append(Chip("unsaved changes", "warning"))
    if look.get(scene, "isLoaded") is False:
        chips.append(Chip("not loaded", "dim"))
        roots: Any = []
    else:
        roots = look.reader.call(lambda: list(scene.GetRootGameObjects()))
    shown = Card(clean(name, NAME_LIMIT), "Scene", [], "scene", chips)
    shown.subtitle = clean(look.reader.text(scene, "path"), NAME_LIMIT)
    if isinstance(roots, Failure):
        shown.body = [Note(roots.text, "error")]
        return shown
    if roots:
        tree = hierarchy(look, roots, OBJECTS)
        shown.body = [tree]
        chips.insert(0, Chip(_total(look, roots, tree), "dim"))
    else:
        shown.body = [Text("no objects", "dim")]
    return shown


def tree_of(look: Describer, obj: Any, most: int) -> Node:
    """A GameObject (or a component's) with everything below it; a scene with all of its objects."""
    if "UnityEngine.SceneManagement.Scene" in lineage(type(obj)):
        roots = look.reader.call(lambda: list(obj.GetRootGameObjects()))
    else:
        root = look.get(obj, "gameObject") if "UnityEngine.Component" in lineage(type(obj)) else obj
        roots = root if isinstance(root, Failure) else [root]
    return Note(roots.text, "error") if isinstance(roots, Failure) else hierarchy(look, roots, most)


def hierarchy(look: Describer, roots: list[Any], most: int) -> Tree:
    """A tree of GameObjects with at most `most` of them, level by level; what is left out is counted."""
    hint = "unity.tree(obj) shows what is below an object; unity.tree(scene, most=5000) shows more at once."
    tree = Tree([], hint=hint)
    waiting: deque[tuple[Any, Branch | None]] = deque((root, None) for root in roots)
    left = most
    while waiting:
        obj, parent = waiting.popleft()
        if left <= 0 or look.reader.is_late:
            if parent is None:
                tree.more += 1
            else:
                parent.more += 1
            continue
        left -= 1
        transform = look.get(obj, "transform")
        branch = _branch(look, obj)
        (tree.roots if parent is None else parent.children).append(branch)
        count = look.get(transform, "childCount") if not isinstance(transform, Failure) else 0
        count = count if isinstance(count, int) else 0
        # A row costs some ten reads; children that will not be shown are not even asked for.
        fetched = min(count, max(0, left - len(waiting)))
        branch.more = count - fetched
        for index in range(fetched):
            child = look.reader.call(transform.GetChild, index)
            below = child if isinstance(child, Failure) else look.get(child, "gameObject")
            if isinstance(below, Failure):
                branch.more += 1
            else:
                waiting.append((below, branch))
    return tree


def _branch(look: Describer, obj: Any) -> Branch:
    if is_destroyed(obj):
        return Branch("destroyed", note="destroyed")
    name = look.get(obj, "name")
    if isinstance(name, Failure):
        return Branch("?", note=name.text)
    icons = []
    kind = engine("UnityEngine.Component")
    parts = look.reader.call(lambda: list(obj.GetComponents(kind))) if kind is not None else []
    for part in [] if isinstance(parts, Failure) else parts:
        if part is None or is_destroyed(part):
            icons.append(("missing", "missing script"))
            continue
        icon = icon_for(lineage(type(part)))
        if icon != "transform":
            icons.append((icon or "component", type_name(type(part))))
    look.remember(obj, str(name))
    active = look.get(obj, "activeInHierarchy")
    if isinstance(active, Failure):
        active = look.get(obj, "activeSelf")
    return Branch(clean(str(name), NAME_LIMIT), icons[:ICONS], active is not False)


def _total(look: Describer, roots: list[Any], tree: Tree) -> str:
    """How many objects there are, all levels together."""
    counts = [look.get(root, "transform.hierarchyCount") for root in roots]
    if all(isinstance(count, int) for count in counts):
        return f"{sum(counts):,} objects"
    total = tree.more
    waiting = list(tree.roots)
    while waiting:
        branch = waiting.pop()
        total += 1 + branch.more
        waiting += branch.children
    return f"at least {total:,} objects"


def selection_card(look: Describer, selection: Any) -> Node:
    """What is selected in the editor."""
    found = look.reader.call(lambda: list(selection.objects))
    if isinstance(found, Failure):
        return Card("Selection", "UnityEditor", [Note(found.text, "error")], "list")
    if not found:
        return Card("Selection", "UnityEditor", [Text("nothing is selected", "dim")], "list")
    active = look.reader.call(lambda: selection.activeObject)
    rows: list[list[Node]] = []
    for obj in found[:100]:
        is_active = not isinstance(active, Failure) and obj is not None and obj == active
        rows.append([look.inline(obj), Text("active" if is_active else "", "dim")])
    grid = Grid(["Object", ""], rows, len(found) - len(rows))
    return Card("Selection", "UnityEditor", [grid], "list", [Chip(f"{len(found)} selected", "dim")])
