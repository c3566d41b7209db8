"""Unity's value types: vectors, rotations, colors, matrices, as ``UnityEngine`` has them through pythonnet.

Users meet them as ``UnityEngine.Vector3`` and so on. The rest of the headless editor also uses their inner
interface:

* ``Vector3._of(x, y, z)`` makes one from components known to be float32 already, without checks;
* ``Vector3._from(components)`` makes one from any numbers, rounding once;
* ``Vector3._take(argument)`` checks an argument, converts it implicitly as C# would, and returns its
  components;
* ``v._v`` (or ``v._components()``) is the immutable tuple of components;
* ``values.raw`` computes on such tuples without objects.
"""

from __future__ import annotations

from . import raw
from .base import implicit
from .bounds import Bounds
from .boundsint import BoundsInt
from .color import Color
from .color32 import Color32, color32_from_color, color_from_color32
from .enums import NetEnum, NetFlags
from .errors import set_missing_member_hook
from .layermask import LayerMask, set_layer_names_source
from .mathf import Mathf
from .matrix4x4 import Matrix4x4
from .plane import Plane
from .quaternion import Quaternion
from .random import Random
from .ray import Ray, Ray2D
from .rect import Rect
from .rectint import RectInt
from .single import single
from .smoothing import set_delta_time_source
from .vector2 import Vector2
from .vector2int import Vector2Int
from .vector3 import Vector3
from .vector3int import Vector3Int
from .vector4 import Vector4

__all__ = [
    "Bounds",
    "BoundsInt",
    "Color",
    "Color32",
    "LayerMask",
    "Mathf",
    "Matrix4x4",
    "NetEnum",
    "NetFlags",
    "Plane",
    "Quaternion",
    "Random",
    "Ray",
    "Ray2D",
    "Rect",
    "RectInt",
    "Vector2",
    "Vector2Int",
    "Vector3",
    "Vector3Int",
    "Vector4",
    "raw",
    "set_delta_time_source",
    "set_layer_names_source",
    "set_missing_member_hook",
]

# Implicit conversions of C# ("Vector3.operator Vector3" and the like in the scripting reference).
implicit(Vector2, Vector3, lambda v: (*v, 0.0))
implicit(Vector3, Vector2, lambda v: v[:2])
implicit(Vector3, Vector4, lambda v: (*v, 0.0))
implicit(Vector4, Vector3, lambda v: v[:3])
implicit(Vector2, Vector4, lambda v: (*v, 0.0, 0.0))
implicit(Vector4, Vector2, lambda v: v[:2])
implicit(Color, Vector4, lambda v: v)
implicit(Vector4, Color, lambda v: v)
implicit(Color, Color32, color32_from_color)
implicit(Color32, Color, color_from_color32)
implicit(Vector2Int, Vector2, lambda v: tuple(map(single, v)))
implicit(Vector3Int, Vector3, lambda v: tuple(map(single, v)))
