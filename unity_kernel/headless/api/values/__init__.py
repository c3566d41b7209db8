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
from .color import Color
from .enums import NetEnum, NetFlags
from .errors import set_missing_member_hook
from .matrix4x4 import Matrix4x4
from .quaternion import Quaternion
from .vector2 import Vector2
from .vector3 import Vector3
from .vector4 import Vector4

__all__ = [
    "Color",
    "Matrix4x4",
    "NetEnum",
    "NetFlags",
    "Quaternion",
    "Vector2",
    "Vector3",
    "Vector4",
    "raw",
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
