"""Assets: materials, textures, sprites, meshes, sounds."""

from __future__ import annotations

import struct
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean
from unity_kernel.display.describer import Describer, card, is_destroyed
from unity_kernel.display.description import Chip, Fields, Fold, Image, Line, Node, Note, Sound, Text, Wave
from unity_kernel.display.names import engine
from unity_kernel.display.objects import destroyed, titled
from unity_kernel.display.reader import Failure
from unity_kernel.display.serialized import properties
from unity_kernel.display.values import swatch

__all__ = ["picture_of"]

LARGEST = 2048
"""Width and height in pixels above which a texture is not encoded for a display: 16 MB, some 0.2 s."""
BYTES = 1_500_000
"""Size above which an encoded picture or a sound is not put into the notebook."""
SHOWN = 256
"""Longest side of a shown picture, in pixels of the page."""
SLICES = 200
"""Slices of a drawn sound."""
SAMPLES = 2_000_000
"""Samples of a sound that are read: 23 s of CD quality, 8 MB."""


# --- pictures ----------------------------------------------------------------------------------------------------


def picture_of(look: Describer, texture: Any, longest: int = SHOWN) -> Node:
    """A texture's pixels; a sentence that says why there are none."""
    width, height = look.get(texture, "width"), look.get(texture, "height")
    if isinstance(width, Failure) or isinstance(height, Failure):
        return Note(
            f"No picture: its size cannot be read ({(width if isinstance(width, Failure) else height).text})."
        )
    if width <= 0 or height <= 0:
        return Note(f"No picture: it has {width} × {height} pixels.")
    if width > LARGEST or height > LARGEST:
        return Note(
            f"No picture: {width:,} × {height:,} pixels are more than the {LARGEST:,} × {LARGEST:,} of a display."
        )
    if look.get(texture, "isReadable") is False:
        return Note(
            "No picture: the texture is not readable. Switch on Read/Write in its import settings to see it here."
        )
    conversion = engine("UnityEngine.ImageConversion")
    if conversion is None:
        return Note("No picture: this editor cannot encode one.")
    data = look.reader.call(lambda: bytes(conversion.EncodeToPNG(texture)))
    if isinstance(data, Failure):
        kind = look.reader.text(texture, "format", "this format")
        return Note(f"No picture of {clean(kind, NAME_LIMIT)}: {data.text}")
    if not data:
        return Note("No picture: Unity could not encode it, as happens with compressed formats.")
    if len(data) > BYTES:
        return Note(
            f"No picture: as PNG it has {len(data) / 1e6:.1f} MB, more than a display should put into a notebook."
        )
    scale = longest / max(width, height)
    pixelated = scale > 1
    if pixelated:
        scale = max(1.0, float(int(min(scale, 16))))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return Image(data, *size, f"{width} × {height}", pixelated)


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
    """The picture of its texture, and its part of it."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    texture = look.get(obj, "texture")
    body: list[Node] = []
    if texture is not None and not isinstance(texture, Failure):
        body.append(picture_of(look, texture))
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
    body: list[Node] = [rows]
    main = look.get(obj, "mainTexture")
    if main is not None and not isinstance(main, Failure):
        body.append(picture_of(look, main, 128))
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
    """Counts and bounds."""
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
    return titled(look, obj, [fields], asset=True)


# --- AudioClip ---------------------------------------------------------------------------------------------------


@card("UnityEngine.AudioClip")
def audio_card(look: Describer, obj: Any) -> Node:
    """Length and rate, the sound drawn, and a player."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    fields = look.fields(obj, ("length", "channels", "frequency", "samples", "loadType", "loadState"))
    return titled(look, obj, [*_sound(look, obj), fields], asset=True)


def _sound(look: Describer, obj: Any) -> list[Node]:
    samples, channels, rate = (look.get(obj, name) for name in ("samples", "channels", "frequency"))
    if not (isinstance(samples, int) and isinstance(channels, int) and isinstance(rate, int)):
        return []
    count = samples * channels
    if count <= 0:
        return [Note("It has no samples.")]
    if count > SAMPLES:
        return [Note(f"Not drawn: {count:,} samples are more than a display reads ({SAMPLES:,}).")]
    array, single = engine("System.Array"), engine("System.Single")
    if array is None or single is None:
        return []
    buffer = look.reader.call(lambda: array.CreateInstance(single, count))
    done = buffer if isinstance(buffer, Failure) else look.reader.call(obj.GetData, buffer, 0)
    if isinstance(done, Failure) or not done:
        return [
            Note("Not drawn: its data are not in memory. Load type 'Decompress on load' makes them readable.")
        ]
    values = [float(value) for value in buffer]
    step = max(1, count // SLICES)
    peaks = [
        (min(part), max(part)) for start in range(0, count, step) if (part := values[start : start + step])
    ]
    shown: list[Node] = [Wave(peaks, f"{samples:,} samples at {rate:,} Hz, {channels} channels")]
    if count * 2 <= BYTES:
        shown.append(Sound(_wav(values, channels, rate), "play"))
    return shown


def _wav(values: list[float], channels: int, rate: int) -> bytes:
    """Samples of -1 to 1 as a WAV file of 16 bits."""
    data = struct.pack(f"<{len(values)}h", *(round(32767 * min(1.0, max(-1.0, value))) for value in values))
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, channels, rate,
                       rate * channels * 2, channels * 2, 16, b"data", len(data))  # fmt: skip
    return head + data


@card("UnityEngine.TextAsset")
def text_card(look: Describer, obj: Any) -> Node:
    """The text."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    text = look.get(obj, "text")
    shown: Node = Text(text.text, "error") if isinstance(text, Failure) else Text(clean(str(text)), "string")
    return titled(look, obj, [shown], asset=True)
