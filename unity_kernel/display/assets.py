"""Assets: materials, textures, sprites, meshes, texts."""

from __future__ import annotations

from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import Describer, card, is_destroyed
from unity_kernel.display.description import Chip, Fields, Fold, Line, Node, Note, Text
from unity_kernel.display.names import engine
from unity_kernel.display.objects import destroyed, titled
from unity_kernel.display.previews import preview
from unity_kernel.display.reader import Failure
from unity_kernel.display.serialized import properties
from unity_kernel.display.values import swatch

__all__ = ["picture_of"]

SHOWN = 256
"""Longest side of a shown picture, in pixels of the page."""


# --- pictures ----------------------------------------------------------------------------------------------------


def picture_of(look: Describer, texture: Any, longest: int = SHOWN) -> Node:
    """A texture's pixels, scaled down; a sentence that says why there are none."""
    size = [look.get(texture, name) for name in ("width", "height")]
    unread = [side.text for side in size if isinstance(side, Failure)]
    if unread:
        return Note(f"No picture: {unread[0].removeprefix('HeadlessLimitation: ')}")
    if min(size) <= 0:
        return Note(f"No picture: it has {size[0]} x {size[1]} pixels.")
    return preview(look, texture, longest, is_texture=True) or Note("No picture: this editor draws none.")


@card("UnityEngine.Texture")
def texture_card(look: Describer, obj: Any) -> Node:
    """What it is made of."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    return titled(look, obj, [_texture_fields(look, obj)], asset=True)


def _texture_fields(look: Describer, obj: Any) -> Fields:
    names = (
        "width",
        "height",
        "format",
        "graphicsFormat",
        "mipmapCount",
        "filterMode",
        "wrapMode",
        "isReadable",
    )
    return look.fields(obj, names)


@card("UnityEngine.Texture2D")
def texture2d_card(look: Describer, obj: Any) -> Node:
    """The picture, and what it is made of."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    return titled(look, obj, [picture_of(look, obj), _texture_fields(look, obj)], asset=True)


@card("UnityEngine.Sprite")
def sprite_card(look: Describer, obj: Any) -> Node:
    """The picture, and which part of its texture it is."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    picture = preview(look, obj, SHOWN, is_texture=True)
    body: list[Node] = [picture if picture is not None else Note("No picture: this editor draws none.")]
    body.append(look.fields(obj, ("texture", "rect", "pivot", "border", "pixelsPerUnit", "packed", "bounds")))
    return titled(look, obj, body, asset=True)


# --- Material ----------------------------------------------------------------------------------------------------

_KINDS = (("Float", "GetFloat"), ("Int", "GetInteger"), ("Vector", "GetColor"), ("Texture", "GetTexture"))


@card("UnityEngine.Material")
def material_card(look: Describer, obj: Any) -> Node:
    """Shader, colours, numbers and textures, with the main texture's picture."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    rows = look.fields(obj, (("Shader", "shader.name"), "renderQueue", ("Instancing", "enableInstancing")))
    keywords = look.get(obj, "shaderKeywords")
    if not isinstance(keywords, Failure) and keywords is not None:
        words = [Chip(clean(str(word), NAME_LIMIT)) for word in list(keywords)[:30]]
        if words:
            rows.rows.append(("Keywords", Line(list(words))))
    body: list[Node] = [node for node in (preview(look, obj, 128), rows) if node is not None]
    main = look.get(obj, "mainTexture")
    if main is not None and not isinstance(main, Failure):
        rows.rows.append(("Main texture", picture_of(look, main, 64)))
    found = _shader_properties(look, obj) or _saved_properties(look, obj)
    body.append(Fold("Properties", [found or properties(look, obj)], "list", open=True))
    return titled(look, obj, body, asset=True)


def _shader_properties(look: Describer, obj: Any) -> Fields | None:
    """The properties that the shader declares, in its order and with its words."""
    shader = look.get(obj, "shader")
    count = look.reader.call(lambda: shader.GetPropertyCount()) if shader is not None else 0
    if not isinstance(count, int) or not count:
        return None
    getters = {"Color": "GetColor", "Vector": "GetVector", "Float": "GetFloat", "Range": "GetFloat"}
    getters |= {"Texture": "GetTexture", "Int": "GetInteger"}
    found = Fields([])
    for index in range(count):
        if len(found.rows) >= 100:
            found.more = count - index
            break
        name = look.reader.call(shader.GetPropertyName, index)
        label = look.reader.call(shader.GetPropertyDescription, index)
        kind = str(look.reader.call(shader.GetPropertyType, index))
        if isinstance(name, Failure) or kind not in getters:
            continue
        shown = clean(str(label), NAME_LIMIT) if label and not isinstance(label, Failure) else str(name)
        found.rows.append((shown, look.inline(look.reader.call(getattr(obj, getters[kind]), name))))
    return found


def _saved_properties(look: Describer, obj: Any) -> Fields | None:
    """The properties that the material's file holds, by the shader's own names for them."""
    kinds = engine("UnityEngine.MaterialPropertyType")
    if kinds is None:
        return None
    found = Fields([])
    for kind, getter in _KINDS:
        names = look.reader.call(lambda kind=kind: list(obj.GetPropertyNames(getattr(kinds, kind, kind))))
        if isinstance(names, Failure):
            continue
        for name in names[: 100 - len(found.rows)]:
            value = look.reader.call(getattr(obj, getter), name)
            if value is None:
                continue
            is_color = kind == "Vector" and not isinstance(value, Failure)
            node = swatch([look.get(value, part) for part in "rgba"]) if is_color else look.inline(value)
            found.rows.append((clean(str(name), NAME_LIMIT), node))
    return found if found.rows else None


# --- Mesh --------------------------------------------------------------------------------------------------------


@card("UnityEngine.Mesh")
def mesh_card(look: Describer, obj: Any) -> Node:
    """The picture, counts and bounds."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    fields = look.fields(
        obj, (("Vertices", "vertexCount"), ("Submeshes", "subMeshCount"), "bounds", "isReadable")
    )
    count = look.get(obj, "subMeshCount")
    if isinstance(count, int):
        total = 0
        for index in range(min(count, 1000)):
            indices = look.reader.call(obj.GetIndexCount, index)
            if not isinstance(indices, int):
                break
            total += indices
        else:
            fields.rows.insert(1, ("Triangles", look.inline(total // 3)))
    shapes = look.get(obj, "blendShapeCount")
    if isinstance(shapes, int) and shapes:
        fields.rows.append(("Blend shapes", look.inline(shapes)))
    picture = preview(look, obj, 160)
    return titled(look, obj, [fields] if picture is None else [picture, fields], asset=True)


# --- TextAsset ---------------------------------------------------------------------------------------------------


@card("UnityEngine.TextAsset")
def text_card(look: Describer, obj: Any) -> Node:
    """The text."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    text = look.get(obj, "text")
    shown: Node = Text(text.text, "error") if isinstance(text, Failure) else Text(clean(str(text)), "string")
    return titled(look, obj, [shown], asset=True)
