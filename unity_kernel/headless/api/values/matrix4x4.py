"""``UnityEngine.Matrix4x4``."""

from __future__ import annotations

import math
import operator
from operator import mul
from typing import Any, ClassVar, overload

from . import raw
from .base import Constant, FloatStruct, IndexedStruct, component
from .errors import UNSET
from .formatting import format_number
from .plane import Plane
from .quaternion import Quaternion
from .single import divide, single
from .vector3 import Vector3
from .vector4 import Vector4

__all__ = ["Matrix4x4"]


class Matrix4x4(IndexedStruct, FloatStruct, size=16):
    """A 4 by 4 matrix that transforms column vectors; stored column by column.

    ``m[row, column]`` and ``mRC`` name an element; ``m[i]`` counts down the columns.
    """

    _print_format: ClassVar[str] = "F5"

    m00: float = component(0)
    m10: float = component(1)
    m20: float = component(2)
    m30: float = component(3)
    m01: float = component(4)
    m11: float = component(5)
    m21: float = component(6)
    m31: float = component(7)
    m02: float = component(8)
    m12: float = component(9)
    m22: float = component(10)
    m32: float = component(11)
    m03: float = component(12)
    m13: float = component(13)
    m23: float = component(14)
    m33: float = component(15)

    identity = Constant(*raw.IDENTITY_MATRIX)
    zero = Constant(*(0.0,) * 16)

    def __init__(
        self,
        column0: Vector4 = UNSET,
        column1: Vector4 = UNSET,
        column2: Vector4 = UNSET,
        column3: Vector4 = UNSET,
    ) -> None:
        if column0 is UNSET and column3 is UNSET:
            self._v = self._zeros
        else:
            take = Vector4._take
            self._v = take(column0) + take(column1) + take(column2) + take(column3)

    # Elements.

    def _position(self, index: Any) -> int:
        if isinstance(index, tuple) and len(index) == 2:
            row, column = map(operator.index, index)
            if 0 <= row < 4 and 0 <= column < 4:
                return row + 4 * column
        elif 0 <= operator.index(index) < 16:
            return operator.index(index)
        raise IndexError("Invalid matrix index!")

    def GetColumn(self, index: int) -> Vector4:
        """Return column ``index``, 0 to 3."""
        if not 0 <= index < 4:
            raise IndexError("Invalid column index!")
        return Vector4._of(*self._v[4 * index : 4 * index + 4])

    def GetRow(self, index: int) -> Vector4:
        """Return row ``index``, 0 to 3."""
        if not 0 <= index < 4:
            raise IndexError("Invalid row index!")
        return Vector4._of(*self._v[index::4])

    def SetColumn(self, index: int, column: Vector4) -> None:
        """Set column ``index``, 0 to 3."""
        if not 0 <= index < 4:
            raise IndexError("Invalid column index!")
        v = self._v
        self._v = v[: 4 * index] + Vector4._take(column) + v[4 * index + 4 :]

    def SetRow(self, index: int, row: Vector4) -> None:
        """Set row ``index``, 0 to 3."""
        if not 0 <= index < 4:
            raise IndexError("Invalid row index!")
        elements = list(self._v)
        elements[index::4] = Vector4._take(row)
        self._v = tuple(elements)

    def GetPosition(self) -> Vector3:
        """Return the position: the last column."""
        return Vector3._of(*self._v[12:15])

    # Arithmetic.

    @overload
    def __mul__(self, other: Matrix4x4) -> Matrix4x4: ...
    @overload
    def __mul__(self, other: Vector4) -> Vector4: ...
    def __mul__(self, other: Matrix4x4 | Vector4) -> Matrix4x4 | Vector4:
        if other.__class__ is Matrix4x4:
            return self._from(raw.matrix_multiply(self._v, other._v))
        if other.__class__ is Vector4:
            v = other._v
            return Vector4._from(
                [sum(m * x for m, x in zip(self._v[i::4], v, strict=True)) for i in range(4)]
            )
        return NotImplemented

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not Matrix4x4:
            return False
        return all(self.GetColumn(i) == other.GetColumn(i) for i in range(4))

    __hash__ = FloatStruct.__hash__

    def MultiplyPoint(self, point: Vector3) -> Vector3:
        """Transform a point by any matrix, dividing by w: also by a projection."""
        p = Vector3._take(point)
        m = self._v
        w = m[3] * p[0] + m[7] * p[1] + m[11] * p[2] + m[15]
        return Vector3._from([divide(x, w) for x in raw.matrix_point(m, p)])

    def MultiplyPoint3x4(self, point: Vector3) -> Vector3:
        """Transform a point by an affine matrix; faster than ``MultiplyPoint``, and ignores the last row."""
        return Vector3._from(raw.matrix_point(self._v, Vector3._take(point)))

    def MultiplyVector(self, vector: Vector3) -> Vector3:
        """Transform a direction: without the position."""
        return Vector3._from(raw.matrix_vector(self._v, Vector3._take(vector)))

    def TransformPlane(self, plane: Plane) -> Plane:
        """Return a plane as this matrix transforms it; its normal is normalized."""
        components = Plane._take(plane)
        inverse = raw.matrix_inverse(self._v) or self._v
        a, b, c, d = (sum(map(mul, inverse[4 * i : 4 * i + 4], components)) for i in range(4))
        size = raw.length((a, b, c)) or 1.0
        return Plane._from((a / size, b / size, c / size, d / size))

    @property
    def determinant(self) -> float:
        """The determinant."""
        return single(raw.matrix_determinant(self._v))

    @property
    def inverse(self) -> Matrix4x4:
        """The inverse; the zero matrix for one that has none."""
        return self._from(raw.matrix_inverse(self._v) or self._zeros)

    @property
    def transpose(self) -> Matrix4x4:
        """The matrix with rows and columns exchanged."""
        return self._of(*raw.matrix_transpose(self._v))

    @property
    def isIdentity(self) -> bool:
        """True for exactly the identity."""
        return bool(self._v == raw.IDENTITY_MATRIX)

    @property
    def rotation(self) -> Quaternion:
        """The rotation, as far as the matrix has one."""
        return Quaternion._from(raw.matrix_decompose(self._v)[1])

    @property
    def lossyScale(self) -> Vector3:
        """The scale, as far as the matrix has one; x is negative if the matrix mirrors."""
        return Vector3._from(raw.matrix_decompose(self._v)[2])

    def ValidTRS(self) -> bool:
        """True if the matrix is a translation, rotation and scale.

        Its axes are at right angles and its last row is (0, 0, 0, 1); how near, is a guess (1e-4).
        """
        m = self._v
        if m[3::4] != (0.0, 0.0, 0.0, 1.0):
            return False
        x, y, z = map(raw.normalize, raw.matrix_axes(m))
        return all(abs(raw.dot(a, b)) < 1e-4 for a, b in ((x, y), (y, z), (z, x)))

    def SetTRS(self, pos: Vector3, q: Quaternion, s: Vector3) -> None:
        """Become the matrix that scales, then rotates, then moves."""
        self._v = self._round(*raw.trs(Vector3._take(pos), Quaternion._take(q), Vector3._take(s)))

    # Static functions.

    @classmethod
    def TRS(cls, pos: Vector3, q: Quaternion, s: Vector3) -> Matrix4x4:
        """Return the matrix that scales, then rotates, then moves."""
        return cls._from(raw.trs(Vector3._take(pos), Quaternion._take(q), Vector3._take(s)))

    @classmethod
    def Translate(cls, vector: Vector3) -> Matrix4x4:
        """Return the matrix that moves by a vector."""
        return cls._of(*raw.IDENTITY_MATRIX[:12], *Vector3._take(vector), 1.0)

    @classmethod
    def Rotate(cls, q: Quaternion) -> Matrix4x4:
        """Return the matrix that rotates."""
        return cls._from(raw.trs((0.0, 0.0, 0.0), Quaternion._take(q), (1.0, 1.0, 1.0)))

    @classmethod
    def Scale(cls, vector: Vector3) -> Matrix4x4:
        """Return the matrix that scales each axis."""
        x, y, z = Vector3._take(vector)
        return cls._of(x, 0.0, 0.0, 0.0, 0.0, y, 0.0, 0.0, 0.0, 0.0, z, 0.0, 0.0, 0.0, 0.0, 1.0)

    @classmethod
    def Determinant(cls, m: Matrix4x4) -> float:
        """Return the determinant."""
        return single(raw.matrix_determinant(cls._take(m)))

    @classmethod
    def Inverse(cls, m: Matrix4x4) -> Matrix4x4:
        """Return the inverse; the zero matrix for one that has none."""
        return cls._from(raw.matrix_inverse(cls._take(m)) or cls._zeros)

    @classmethod
    def Inverse3DAffine(cls, input: Matrix4x4, result: Any = UNSET) -> tuple[bool, Matrix4x4]:
        """Invert a matrix whose last row is (0, 0, 0, 1).

        Args:
            input: The matrix.
            result: Returned if there is no inverse (``ref`` argument).

        Returns:
            Whether there is an inverse, and the inverse: pythonnet returns ``ref`` arguments after the
            result.
        """
        inverse = raw.matrix_inverse((*cls._take(input)[:15], 1.0))
        if inverse is None:
            return False, cls.zero if result is UNSET else result
        return True, cls._from(inverse)

    @classmethod
    def Transpose(cls, m: Matrix4x4) -> Matrix4x4:
        """Return the matrix with rows and columns exchanged."""
        return cls._of(*raw.matrix_transpose(cls._take(m)))

    @classmethod
    def LookAt(cls, from_: Vector3, to: Vector3, up: Vector3) -> Matrix4x4:
        """Return the matrix that moves to a point and turns z towards another; not a camera's view matrix."""
        a, b = Vector3._take(from_), Vector3._take(to)
        look = raw.quaternion_look((b[0] - a[0], b[1] - a[1], b[2] - a[2]), Vector3._take(up))
        return cls._from(raw.trs(a, look, (1.0, 1.0, 1.0)))

    @classmethod
    def Ortho(
        cls, left: float, right: float, bottom: float, top: float, zNear: float, zFar: float
    ) -> Matrix4x4:
        """Return an orthographic projection by OpenGL's convention (z from -1 to 1), as Unity's are."""
        l, r, b, t, n, f = map(single, (left, right, bottom, top, zNear, zFar))  # noqa: E741
        columns = (
            divide(2.0, r - l),
            0.0,
            0.0,
            0.0,
            0.0,
            divide(2.0, t - b),
            0.0,
            0.0,
            0.0,
            0.0,
            divide(-2.0, f - n),
        )
        return cls._from(
            (*columns, 0.0, -divide(r + l, r - l), -divide(t + b, t - b), -divide(f + n, f - n), 1.0)
        )

    @classmethod
    def Perspective(cls, fov: float, aspect: float, zNear: float, zFar: float) -> Matrix4x4:
        """Return a perspective projection by OpenGL's convention.

        Args:
            fov: Vertical field of view in degrees.
            aspect: Width divided by height.
            zNear: Distance of the near plane.
            zFar: Distance of the far plane.
        """
        near, far = single(zNear), single(zFar)
        cotangent = divide(1.0, math.tan(math.radians(single(fov)) / 2.0))
        depth = near - far
        columns = (divide(cotangent, single(aspect)), 0.0, 0.0, 0.0, 0.0, cotangent, 0.0, 0.0, 0.0, 0.0)
        return cls._from(
            (*columns, divide(far + near, depth), -1.0, 0.0, 0.0, divide(2.0 * near * far, depth), 0.0)
        )

    @classmethod
    def Frustum(
        cls, left: float, right: float, bottom: float, top: float, zNear: float, zFar: float
    ) -> Matrix4x4:
        """Return a perspective projection from the near plane's edges, by OpenGL's convention."""
        l, r, b, t, n, f = map(single, (left, right, bottom, top, zNear, zFar))  # noqa: E741
        x, y = divide(2.0 * n, r - l), divide(2.0 * n, t - b)
        third = (divide(r + l, r - l), divide(t + b, t - b), -divide(f + n, f - n), -1.0)
        return cls._from(
            (x, 0.0, 0.0, 0.0, 0.0, y, 0.0, 0.0, *third, 0.0, 0.0, -divide(2.0 * f * n, f - n), 0.0)
        )

    def ToString(self, format: str | None = None, formatProvider: object = None) -> str:
        """Return four lines of four columns separated by tabs, five decimals unless a format is given."""
        spec = format or self._print_format
        rows = ("\t".join(format_number(x, spec) for x in self._v[i::4]) for i in range(4))
        return "\n".join(rows) + "\n"
