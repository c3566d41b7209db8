"""Scenes and hierarchies as trees, within a number of objects."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import Describer, card, inline, is_destroyed
from unity_kernel.display.description import Branch, Card, Chip, Grid, Node, Note, Text, Tree
from unity_kernel.display.icons import icon_for
from unity_kernel.display.names import engine, lineage, type_name
from unity_kernel.display.reader import Failure

__all__ = ["OBJECTS", "Keep", "hierarchy", "rest_of", "roots_of", "scene_card", "selection_card", "tree_of"]

OBJECTS = 600
"""Objects that a tree shows; of larger ones, the upper levels first."""
PAGE = 200
"""Objects that are added when a front end asks for more."""
Keep = Callable[[Any, int], str]
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


def tree_of(look: Describer, obj: Any, most: int, keep: Keep | None = None) -> Node:
    """A GameObject (or a component's) with everything below it; a scene with all of its objects."""
    roots = roots_of(look, obj)
    return Note(roots.text, "error") if isinstance(roots, Failure) else hierarchy(look, roots, most, keep)


def roots_of(look: Describer, obj: Any) -> list[Any] | Failure:
    """The upper level of a tree."""
    if "UnityEngine.SceneManagement.Scene" in lineage(type(obj)):
        found: list[Any] | Failure = look.reader.call(lambda: list(obj.GetRootGameObjects()))
        return found
    root = look.get(obj, "gameObject") if "UnityEngine.Component" in lineage(type(obj)) else obj
    return root if isinstance(root, Failure) else [root]


def hierarchy(look: Describer, roots: Sequence[Any], most: int, keep: Keep | None = None) -> Tree:
    """A tree of GameObjects with at most `most` of them, level by level; what is left out is counted.

    Args:
        look: Reads, within its time.
        roots: The upper level.
        most: Objects.
        keep: Takes an object and how many of its children the tree has, where it does not have all; returns by which
            to ask for the others.
    """
    hint = "unity.tree(obj) shows what is below an object; unity.tree(scene, most=5000) shows more at once."
    tree = Tree([], hint=hint)
    waiting: deque[tuple[Any, Branch | None]] = deque((root, None) for root in roots)
    left = most
    branches: list[tuple[Branch, Any]] = []
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
        branches.append((branch, obj))
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
    if keep is not None:
        for branch, obj in branches:
            branch.ask = keep(obj, len(branch.children)) if branch.more else ""
        tree.ask = keep(roots, len(tree.roots)) if tree.more else ""
    return tree


def rest_of(look: Describer, owner: Any, shown: int, keep: Keep) -> Tree:
    """What a tree has left out of a level: the next `PAGE` objects, with a few of what is below them.

    Args:
        look: Reads, within its time.
        owner: A GameObject, or the list of the upper level's.
        shown: How many of its children the tree has.
        keep: See `hierarchy`.
    """
    if isinstance(owner, list):
        count, found = len(owner), owner[shown : shown + PAGE]
    elif is_destroyed(owner):
        return Tree([Branch("destroyed", note="It has been destroyed since.")])
    else:
        transform = look.get(owner, "transform")
        count = look.get(transform, "childCount") if not isinstance(transform, Failure) else 0
        count = count if isinstance(count, int) else 0
        children = [look.reader.call(transform.GetChild, i) for i in range(shown, min(count, shown + PAGE))]
        found = [look.get(child, "gameObject") for child in children if not isinstance(child, Failure)]
    tree = hierarchy(look, [each for each in found if not isinstance(each, Failure)], PAGE, keep)
    reached = shown + len(tree.roots)
    tree.more = max(0, count - reached)
    tree.ask = keep(owner, reached) if tree.more and tree.roots else ""
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
