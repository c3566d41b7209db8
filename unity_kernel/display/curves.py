"""Curves and gradients, drawn."""

from __future__ import annotations

import math
from typing import Any

from unity_kernel.display.characters import NAME_LIMIT, clean, number
from unity_kernel.display.describer import Describer, card, inline
from unity_kernel.display.description import Card, Chip, Curve, Fields, Fold, Grid, Node, Note, Ramp, Text
from unity_kernel.display.objects import titled
from unity_kernel.display.reader import Failure
from unity_kernel.display.values import css_color

__all__: list[str] = []

POINTS = 96
"""Points at which a curve is evaluated: one for two or three pixels."""
KEYS = 100
"""Keys of a curve that are read."""
CURVES = 40
"""Curves of a clip that are shown."""


def _keys(look: Describer, curve: Any) -> list[Any] | Failure:
    keys = look.get(curve, "keys")
    return keys if isinstance(keys, Failure) else list(keys)


def _curve(look: Describer, curve: Any, points: int = POINTS) -> Node:
    keys = _keys(look, curve)
    if isinstance(keys, Failure):
        return Text(keys.text, "error")
    if not keys:
        return Text("no keys", "dim")
    marks = [(float(key.time), float(key.value)) for key in keys[:KEYS]]
    start, end = marks[0][0], float(keys[-1].time)
    if end <= start:
        start, end = start - 0.5, start + 0.5
    samples = []
    for index in range(points + 1):
        time = start + (end - start) * index / points
        value = look.reader.call(curve.Evaluate, time)
        if isinstance(value, int | float) and math.isfinite(value):
            samples.append((time, float(value)))
    text = f"{len(keys)} {'key' if len(keys) == 1 else 'keys'}"
    if samples:
        low, high = min(y for _, y in samples), max(y for _, y in samples)
        text += f", time {number(marks[0][0])} to {number(float(keys[-1].time))}"
        text += f", value {number(round(low, 4))} to {number(round(high, 4))}"
    sound = [mark for mark in marks if all(map(math.isfinite, mark))]
    return Curve(samples, sound, text)


@inline("UnityEngine.AnimationCurve")
def curve_inline(look: Describer, value: Any) -> Node:
    """The curve, small."""
    return _curve(look, value, 32)


@card("UnityEngine.AnimationCurve")
def curve_card(look: Describer, value: Any) -> Node:
    """The curve with its keys."""
    keys = _keys(look, value)
    body: list[Node] = [_curve(look, value)]
    if not isinstance(keys, Failure) and keys:
        names = ("time", "value", "inTangent", "outTangent")
        rows = [[look.member(key, name) for name in names] for key in keys[:KEYS]]
        grid = Grid(["Time", "Value", "In tangent", "Out tangent"], rows, len(keys) - len(rows))
        body.append(Fold(f"Keys ({len(keys)})", [grid], "list"))
    chips = []
    for label, name in (("before", "preWrapMode"), ("after", "postWrapMode")):
        mode = look.get(value, name)
        if not isinstance(mode, Failure):
            chips.append(Chip(f"{label}: {clean(str(mode), NAME_LIMIT)}", "dim"))
    return Card("", "AnimationCurve", body, "curve", chips)


@inline("UnityEngine.Gradient")
def gradient_inline(look: Describer, value: Any) -> Node:
    """The colours."""
    colors, alphas = look.get(value, "colorKeys"), look.get(value, "alphaKeys")
    if isinstance(colors, Failure) or isinstance(alphas, Failure):
        return Text((colors if isinstance(colors, Failure) else alphas).text, "error")
    times = {0.0, 1.0, *(float(key.time) for key in [*colors, *alphas] if math.isfinite(key.time))}
    stepped = "Fixed" in look.reader.text(value, "mode")
    if stepped:
        times |= {min(1.0, time + 1e-4) for time in times}
    stops = []
    for time in sorted(times):
        color = look.reader.call(value.Evaluate, time)
        if isinstance(color, Failure):
            return Text(color.text, "error")
        alpha = min(1.0, max(0.0, float(color.a)))
        stops.append((time, f"{css_color(color.r, color.g, color.b)}{round(alpha * 255):02x}"))
    return Ramp(
        stops, f"{len(list(colors))} colours, {len(list(alphas))} alphas" + (", fixed" if stepped else "")
    )


@card("UnityEngine.Gradient")
def gradient_card(look: Describer, value: Any) -> Node:
    """The colours with their keys."""
    body: list[Node] = [gradient_inline(look, value)]
    rows: list[list[Node]] = []
    for name, path in (("colorKeys", "color"), ("alphaKeys", "alpha")):
        keys = look.get(value, name)
        if not isinstance(keys, Failure):
            rows += [[look.member(key, "time"), look.member(key, path)] for key in list(keys)[:8]]
    if rows:
        body.append(Fold(f"Keys ({len(rows)})", [Grid(["Time", "Colour or alpha"], rows)], "list"))
    mode = look.reader.text(value, "mode")
    return Card("", "Gradient", body, "curve", [Chip(mode, "dim")] if mode else [])


@card("UnityEngine.AnimationClip")
def clip_card(look: Describer, obj: Any) -> Node:
    """Length and rate, and its curves where the editor tells them."""
    from unity_kernel.display.names import engine

    body: list[Node] = [look.fields(obj, ("length", "frameRate", "isLooping", "wrapMode", "legacy"))]
    utility = engine("UnityEditor.AnimationUtility")
    if utility is not None:
        bindings = look.reader.call(lambda: list(utility.GetCurveBindings(obj)))
        if isinstance(bindings, list) and bindings:
            rows: list[tuple[str, Node]] = []
            for binding in bindings[:CURVES]:
                label = f"{look.reader.text(binding, 'path')}: {look.reader.text(binding, 'propertyName')}"
                found = look.reader.call(utility.GetEditorCurve, obj, binding)
                rows.append((clean(label, NAME_LIMIT), look.inline(found)))
            body.append(
                Fold(
                    f"Curves ({len(bindings)})", [Fields(rows, len(bindings) - len(rows))], "curve", open=True
                )
            )
        elif isinstance(bindings, Failure) and not bindings.absent:
            body.append(Note(f"Its curves cannot be read: {bindings.text}", "warning"))
    return titled(look, obj, body, asset=True)
