"""GameObjects and components as inspector cards; any other object of Unity's; what is left of destroyed ones."""

from __future__ import annotations

from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean, number
from unity_kernel.display.describer import Describer, card, inline, is_destroyed
from unity_kernel.display.description import Card, Chip, Fields, Fold, Node, Note, Text
from unity_kernel.display.icons import icon_for
from unity_kernel.display.names import UNITY_OBJECT, engine, lineage, type_name
from unity_kernel.display.previews import preview
from unity_kernel.display.reader import Failure
from unity_kernel.display.serialized import properties
from unity_kernel.display.values import mask_words, quaternion_inline

__all__ = ["asset_fields", "destroyed", "object_card", "path_of", "titled"]

COMPONENTS = 60
"""Components that a card shows."""
PATH_STEPS = 100


@inline(UNITY_OBJECT)
def object_inline(look: Describer, obj: Any) -> Node:
    """Name and type."""
    return look.reference(obj)


@card(UNITY_OBJECT)
def object_card(look: Describer, obj: Any) -> Node:
    """Any object of Unity's: its properties, and the file that it lies in."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    return titled(look, obj, [properties(look, obj)], asset=True)


def titled(
    look: Describer, obj: Any, body: list[Node], *, asset: bool = False, chips: list[Chip] | None = None
) -> Card:
    """A card with an object's name and type at its head and, for an asset, its file at the end."""
    names = lineage(type(obj))
    name = look.get(obj, "name")
    title = name.text if isinstance(name, Failure) else clean(str(name), NAME_LIMIT)
    look.remember(obj, title)
    if asset:
        fields = asset_fields(look, obj)
        if fields is not None:
            body = [*body, Fold("Asset", [fields], "asset")]
    return Card(title, type_name(type(obj)), body, icon_for(names), chips or [])


def destroyed(look: Describer, obj: Any) -> Node:
    """What is left: the type, and the name if it was ever shown."""
    was = look.recall(obj)
    name = type_name(type(obj))
    text = f"It was the {name} '{was}'." if was else f"It was a {name}."
    return Card(
        was or name,
        "destroyed",
        [Note(f"Destroyed. {text} Compare with None before use.", "error")],
        "missing",
    )


def path_of(look: Describer, obj: Any) -> str:
    """An object's path in the hierarchy, from the root."""
    steps: list[str] = []
    node = look.get(obj, "transform")
    while not isinstance(node, Failure) and node is not None and len(steps) < PATH_STEPS:
        steps.append(clean(look.reader.text(node, "name", "?"), NAME_LIMIT))
        node = look.get(node, "parent")
    return "/".join(reversed(steps))


def asset_fields(look: Describer, obj: Any) -> Fields | None:
    """Path, GUID and importer of an asset; None for what lies in no file."""
    database = engine("UnityEditor.AssetDatabase")
    if database is None:
        return None
    path = look.reader.call(lambda: database.GetAssetPath(obj))
    if isinstance(path, Failure) or not path:
        return None
    rows: list[tuple[str, Node]] = [("Path", Text(clean(str(path), NAME_LIMIT), "name"))]
    guid = look.reader.call(lambda: database.AssetPathToGUID(path))
    if guid and not isinstance(guid, Failure):
        rows.append(("GUID", Text(str(guid), "string")))
    importers = engine("UnityEditor.AssetImporter")
    importer = look.reader.call(lambda: importers.GetAtPath(path)) if importers is not None else None
    if importer is not None and not isinstance(importer, Failure):
        rows.append(("Importer", Text(type_name(type(importer)))))
    return Fields(rows)


# --- GameObject --------------------------------------------------------------------------------------------------


@card("UnityEngine.GameObject")
def game_object_card(look: Describer, obj: Any) -> Node:
    """The inspector's head, then each component."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    chips = _state(look, obj)
    rows: list[tuple[str, Node]] = []
    tag = look.get(obj, "tag")
    if not isinstance(tag, Failure):
        rows.append(("Tag", Text(clean(str(tag), NAME_LIMIT), "name")))
    layer = look.get(obj, "layer")
    if not isinstance(layer, Failure):
        rows.append(("Layer", Text(look.layer(layer), "name")))
    source = _prefab(look, obj)
    if source:
        rows.append(("Prefab", Text(source, "name")))
    body: list[Node] = [Fields(rows)] if rows else []
    body += [part for _, part in components(look, obj)]
    below = look.get(obj, "transform.childCount")
    if isinstance(below, int) and below:
        body.append(Note(f"{below:,} {'child' if below == 1 else 'children'}: unity.tree(obj) shows them."))
    shown = titled(look, obj, body, chips=chips)
    shown.icon = "prefab" if source else "object"
    path = path_of(look, obj)
    scene = look.reader.text(obj, "scene.name")
    shown.subtitle = f"{clean(scene, NAME_LIMIT)}: /{path}" if scene else f"/{path}"
    return shown


def _state(look: Describer, obj: Any) -> list[Chip]:
    chips = []
    own = look.get(obj, "activeSelf")
    if own is True and look.get(obj, "activeInHierarchy") is False:
        chips.append(Chip("inactive: a parent is", "warning"))
    elif not isinstance(own, Failure):
        chips.append(Chip("active", "on") if own else Chip("inactive", "warning"))
    if look.get(obj, "isStatic") is True:
        chips.append(Chip("static"))
    flags = look.get(obj, "hideFlags")
    if not isinstance(flags, Failure) and str(flags) not in ("None", "0"):
        chips.append(Chip(clean(str(flags), NAME_LIMIT), "dim"))
    return chips


def _prefab(look: Describer, obj: Any) -> str:
    """The file of the prefab that an object is an instance of."""
    utility = engine("UnityEditor.PrefabUtility")
    if utility is None or look.reader.call(lambda: utility.IsPartOfPrefabInstance(obj)) is not True:
        return ""
    path = look.reader.call(lambda: utility.GetPrefabAssetPathOfNearestInstanceRoot(obj))
    return (
        "an instance of a missing prefab"
        if isinstance(path, Failure) or not path
        else clean(str(path), NAME_LIMIT)
    )


def components(look: Describer, obj: Any) -> list[tuple[Any, Fold]]:
    """An object's components with their folds; a missing script is None."""
    kind = engine("UnityEngine.Component")
    found = (
        look.reader.call(lambda: list(obj.GetComponents(kind)))
        if kind is not None
        else Failure("no components")
    )
    if isinstance(found, Failure):
        if found.absent:
            return []
        return [(None, Fold("Components", [Text(found.text, "error")], "missing", tone="error"))]
    folds: list[tuple[Any, Fold]] = []
    for part in found[:COMPONENTS]:
        if part is None or is_destroyed(part):
            text = "The script of this component cannot be loaded: its file is gone, or it does not compile."
            folds.append((None, Fold("Missing script", [Note(text, "warning")], "missing", tone="warning")))
            continue
        folds.append((part, component_fold(look, part)))
    if len(found) > COMPONENTS:
        folds.append((None, Fold(f"{len(found) - COMPONENTS} more components", [], "component")))
    return folds


def component_fold(look: Describer, part: Any) -> Fold:
    """A component as a part of its object's card."""
    names = lineage(type(part))
    enabled = look.get(part, "enabled") if "UnityEngine.Behaviour" in names or _has_switch(part) else None
    switch = enabled if isinstance(enabled, bool) else None
    body = component_body(look, part)
    return Fold(type_name(type(part)), body, icon_for(names), enabled=switch, note=summary(look, part, names))


def _has_switch(part: Any) -> bool:
    return any(name in ("UnityEngine.Renderer", "UnityEngine.Collider") for name in lineage(type(part)))


def summary(look: Describer, part: Any, names: tuple[str, ...]) -> str:
    """What a folded component says of itself in a word or two."""
    if "UnityEngine.Transform" in names:
        position = look.get(part, "localPosition")
        if not isinstance(position, Failure):
            return f"({', '.join(number(getattr(position, axis)) for axis in 'xyz')})"
    return ""


# --- components --------------------------------------------------------------------------------------------------


def component_body(look: Describer, part: Any) -> list[Node]:
    """A component's properties."""
    if "UnityEngine.Transform" in lineage(type(part)):
        return [transform_fields(look, part)]
    return [properties(look, part)]


def transform_fields(look: Describer, part: Any) -> Fields:
    """Place, rotation and size as the inspector shows them: against the parent."""
    rotation = look.get(part, "localRotation")
    rows: list[tuple[str, Node]] = [("Position", look.member(part, "localPosition"))]
    if not isinstance(rotation, Failure):
        rows.append(("Rotation", quaternion_inline(look, rotation)))
    rows.append(("Scale", look.member(part, "localScale")))
    if "UnityEngine.RectTransform" in lineage(type(part)):
        rows += look.fields(part, ("anchoredPosition", "sizeDelta", "anchorMin", "anchorMax", "pivot")).rows
    return Fields(rows)


@card("UnityEngine.Component")
def component_card(look: Describer, obj: Any) -> Node:
    """A component of its own."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    chips = []
    enabled = (
        look.get(obj, "enabled")
        if "UnityEngine.Behaviour" in lineage(type(obj)) or _has_switch(obj)
        else None
    )
    if isinstance(enabled, bool):
        chips.append(Chip("enabled", "on") if enabled else Chip("disabled", "warning"))
    shown = titled(look, obj, component_body(look, obj), chips=chips)
    shown.subtitle = f"/{path_of(look, obj)}"
    return shown


@card("UnityEngine.Transform")
def transform_card(look: Describer, obj: Any) -> Node:
    """Against the parent, in the world, and its place in the hierarchy."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    world = look.fields(obj, ("position", "rotation", ("Scale", "lossyScale"), "forward"))
    place = look.fields(obj, ("parent", ("Children", "childCount")))
    body: list[Node] = [
        Fold("Local", [transform_fields(look, obj)], "transform", open=True),
        Fold("World", [world], "scene", open=True),
        Fold("Hierarchy", [place], "list"),
    ]
    shown = titled(look, obj, body)
    shown.subtitle = f"/{path_of(look, obj)}"
    return shown


@card("UnityEngine.Camera")
def camera_card(look: Describer, obj: Any) -> Node:
    """What it sees, what decides on that, then all of its properties."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    chips = [Chip("enabled", "on") if look.reader.flag(obj, "enabled") else Chip("disabled", "warning")]
    orthographic = look.get(obj, "orthographic")
    if not isinstance(orthographic, Failure):
        chips.append(Chip("orthographic" if orthographic else "perspective"))
    wanted = ["orthographicSize"] if orthographic is True else ["fieldOfView"]
    names = [
        *wanted,
        "nearClipPlane",
        "farClipPlane",
        "clearFlags",
        "backgroundColor",
        "depth",
        "targetTexture",
    ]
    fields = look.fields(obj, names)
    mask = look.get(obj, "cullingMask")
    if isinstance(mask, int):
        fields.rows.append(("Culling mask", Text(mask_words(look, mask), "enum")))
    seen = preview(look, obj, 320)
    body: list[Node] = [fields, Fold("All properties", [properties(look, obj)], "list")]
    shown = titled(look, obj, body if seen is None else [seen, *body], chips=chips)
    shown.subtitle = f"/{path_of(look, obj)}"
    return shown


@card("UnityEngine.Light")
def light_card(look: Describer, obj: Any) -> Node:
    """Kind, colour and strength, then all of its properties."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    chips = [Chip("enabled", "on") if look.reader.flag(obj, "enabled") else Chip("disabled", "warning")]
    kind = look.reader.text(obj, "type")
    if kind:
        chips.append(Chip(clean(kind, NAME_LIMIT)))
    names = ["color", "intensity", "bounceIntensity", "shadows"]
    names += ["range"] if kind != "Directional" else []
    names += ["spotAngle", "innerSpotAngle"] if kind == "Spot" else []
    body: list[Node] = [look.fields(obj, names), Fold("All properties", [properties(look, obj)], "list")]
    shown = titled(look, obj, body, chips=chips)
    shown.subtitle = f"/{path_of(look, obj)}"
    return shown
