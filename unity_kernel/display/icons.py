"""Small icons of our own: shapes on a grid of 16, drawn in the colour of the text around them."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["ICONS", "icon_for"]

ICONS = {
    "object": "M8 1l6 3.4v7.2L8 15l-6-3.4V4.4zM3.4 5.2L8 7.8l4.6-2.6M8 7.8V15",
    "prefab": "M8 1l6 3.4v7.2L8 15l-6-3.4V4.4zM3.4 5.2L8 7.8l4.6-2.6M8 7.8V15",
    "transform": "M8 9V2M8 9l6 4M8 9l-6 4M6 4l2-2 2 2",
    "camera": "M2 5h8v7H2zM10 8l4-2.5v6L10 9.5",
    "light": "M8 2a4 4 0 012 7.5V12H6V9.5A4 4 0 018 2zM6.5 14h3",
    "renderer": "M2 3h12v10H2zM2 10l4-4 3 3 2-2 3 3",
    "mesh": "M2 2h12v12H2zM2 6h12M2 10h12M6 2v12M10 2v12",
    "collider": "M3 3h2M7 3h2M11 3h2v2M13 7v2M13 11v2h-2M9 13H7M5 13H3v-2M3 9V7M3 5V3",
    "body": "M8 2v8M5 7l3 3 3-3M3 14h10",
    "sound": "M3 6h2l4-3v10l-4-3H3zM11 6a3 3 0 010 4",
    "script": "M6 2L5 14M11 2l-1 12M2.5 6h11M2.5 10h11",
    "particles": "M8 3v2M8 11v2M3 8h2M11 8h2M4.5 4.5l1.4 1.4M10 10l1.5 1.5M11.5 4.5L10 6M6 10l-1.5 1.5",
    "ui": "M2 3h12v10H2zM4.5 6h7M4.5 9h4",
    "animator": "M3 3l9 5-9 5z",
    "scene": "M2 4h12v9H2zM2 4l1.5-2h9L14 4M5 8h6M5 10.5h4",
    "material": "M8 2a6 6 0 100 12A6 6 0 008 2zM5.5 5.5a3 3 0 012-1",
    "texture": "M2 2h12v12H2zM2 8h12M8 2v12",
    "asset": "M4 1.5h5l3.5 3.5v9.5H4zM9 1.5V5h3.5",
    "curve": "M2 14C6 14 7 3 14 3",
    "list": "M3 4h10M3 8h10M3 12h10",
    "type": "M3 3h10M8 3v11",
    "missing": "M8 2l6.5 12h-13zM8 6.5v4M8 12v.6",
    "component": "M4 4h8v8H4zM6.5 4V2M9.5 4V2M6.5 14v-2M9.5 14v-2",
}
"""Outlines as SVG paths."""

_BY_NAME = {
    "UnityEngine.RectTransform": "ui",
    "UnityEngine.Transform": "transform",
    "UnityEngine.Camera": "camera",
    "UnityEngine.Light": "light",
    "UnityEngine.ReflectionProbe": "light",
    "UnityEngine.ParticleSystem": "particles",
    "UnityEngine.ParticleSystemRenderer": "particles",
    "UnityEngine.Renderer": "renderer",
    "UnityEngine.MeshFilter": "mesh",
    "UnityEngine.Mesh": "mesh",
    "UnityEngine.Collider": "collider",
    "UnityEngine.Collider2D": "collider",
    "UnityEngine.Rigidbody": "body",
    "UnityEngine.Rigidbody2D": "body",
    "UnityEngine.Joint": "body",
    "UnityEngine.AudioBehaviour": "sound",
    "UnityEngine.AudioClip": "sound",
    "UnityEngine.Animator": "animator",
    "UnityEngine.Animation": "animator",
    "UnityEngine.Motion": "animator",
    "UnityEngine.Canvas": "ui",
    "UnityEngine.CanvasRenderer": "ui",
    "UnityEngine.CanvasGroup": "ui",
    "UnityEngine.EventSystems.UIBehaviour": "ui",
    "UnityEngine.MonoBehaviour": "script",
    "UnityEngine.ScriptableObject": "script",
    "UnityEngine.Component": "component",
    "UnityEngine.GameObject": "object",
    "UnityEngine.Material": "material",
    "UnityEngine.Texture": "texture",
    "UnityEngine.Sprite": "texture",
    "UnityEngine.SceneManagement.Scene": "scene",
    "UnityEngine.Object": "asset",
}


def icon_for(names: Sequence[str]) -> str:
    """The icon of a type by its lineage; empty when it has none."""
    return next((_BY_NAME[name] for name in names if name in _BY_NAME), "")
