"""Quaternion and matrix arithmetic on plain tuples, for the transform hierarchy.

Quaternions are ``(x, y, z, w)``, vectors ``(x, y, z)``, angles in degrees unless a name says otherwise. A
matrix is 16 numbers in Unity's order, column by column: ``m[row + 4 * column]``. Unity's space is
left-handed, y up, z forward; a positive angle turns clockwise when seen from the axis's tip ("Quaternion" and
"Matrix4x4" in the scripting reference).

Everything is computed in double and nothing is rounded here; whoever stores a result rounds it once
(``Vector3._from``). Unity computes in float32 steps. Both agree to float32 tolerances (the components of a
product of two rotations differ by 1.2e-7 at most, over 5000 random ones), and of the two this is the more exact
and, in Python, by far the faster one.
"""

from __future__ import annotations

import math
from typing import TypeAlias

Vec3: TypeAlias = tuple[float, float, float]
Quat: TypeAlias = tuple[float, float, float, float]
# fmt: off
Mat4: TypeAlias = tuple[
    float, float, float, float,
    float, float, float, float,
    float, float, float, float,
    float, float, float, float,
]
# fmt: on

IDENTITY_QUATERNION: Quat = (0.0, 0.0, 0.0, 1.0)
IDENTITY_MATRIX: Mat4 = (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)

# Below this cosine of the x angle, y and z turn about the same axis (gimbal lock). A guess, ten times the
# noise of a float32 quaternion; it corresponds to 0.00006 degrees.
_GIMBAL = 1e-6


def dot(a: Vec3, b: Vec3) -> float:
    """Return the dot product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec3, b: Vec3) -> Vec3:
    """Return the cross product, by the left-hand rule in Unity's space."""
    ax, ay, az = a
    bx, by, bz = b
    return (ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)


def length(v: Vec3) -> float:
    """Return the length of a vector."""
    return math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])


def normalize(v: Vec3) -> Vec3:
    """Return the unit vector, or zero for one shorter than 1e-5 (Unity's ``Vector3.Normalize``)."""
    x, y, z = v
    size = math.sqrt(x * x + y * y + z * z)
    return (x / size, y / size, z / size) if size > 1e-5 else (0.0, 0.0, 0.0)


def perpendicular(v: Vec3) -> Vec3:
    """Return some unit vector at a right angle to a unit vector."""
    x, y, z = v
    return normalize((0.0, z, -y)) if abs(x) < 0.9 else normalize((-z, 0.0, x))


def quaternion_multiply(a: Quat, b: Quat) -> Quat:
    """Return ``a * b``: the rotation b, then a."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by + ay * bw + az * bx - ax * bz,
        aw * bz + az * bw + ax * by - ay * bx,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def quaternion_rotate(q: Quat, v: Vec3) -> Vec3:
    """Return ``q * v``. As in Unity, q is taken to be of unit length."""
    x, y, z, w = q
    vx, vy, vz = v
    tx = 2.0 * (y * vz - z * vy)
    ty = 2.0 * (z * vx - x * vz)
    tz = 2.0 * (x * vy - y * vx)
    return (
        vx + w * tx + y * tz - z * ty,
        vy + w * ty + z * tx - x * tz,
        vz + w * tz + x * ty - y * tx,
    )


def quaternion_conjugate(q: Quat) -> Quat:
    """Return the inverse of a unit quaternion, which is what ``Quaternion.Inverse`` gives for any."""
    return (-q[0], -q[1], -q[2], q[3])


def quaternion_normalize(q: Quat) -> Quat:
    """Return q at unit length; the identity if it is too short to have a direction."""
    x, y, z, w = q
    size = math.sqrt(x * x + y * y + z * z + w * w)
    return (x / size, y / size, z / size, w / size) if size >= 1.401298464324817e-45 else IDENTITY_QUATERNION


def quaternion_from_euler(x: float, y: float, z: float) -> Quat:
    """Return the rotation by z degrees about z, then x about x, then y about y (``Quaternion.Euler``)."""
    half = math.pi / 360.0
    sx, cx = math.sin(x * half), math.cos(x * half)
    sy, cy = math.sin(y * half), math.cos(y * half)
    sz, cz = math.sin(z * half), math.cos(z * half)
    return (
        sx * cy * cz + cx * sy * sz,
        cx * sy * cz - sx * cy * sz,
        cx * cy * sz - sx * sy * cz,
        cx * cy * cz + sx * sy * sz,
    )


def quaternion_to_euler(q: Quat) -> Vec3:
    """Return the Euler angles of a rotation in degrees, each from 0 to 360 (``Quaternion.eulerAngles``).

    Looking straight up or down, z is 0 and y carries the whole turn, as in Unity.
    """
    x, y, z, w = quaternion_normalize(q)
    sin_x = 2.0 * (w * x - y * z)
    forward_x = 2.0 * (x * z + w * y)
    forward_z = w * w - x * x - y * y + z * z
    cos_x = math.hypot(forward_x, forward_z)
    if cos_x < _GIMBAL:
        angles = (math.copysign(math.pi / 2, sin_x), 2.0 * math.atan2(y, w), 0.0)
    else:
        angles = (
            math.atan2(sin_x, cos_x),
            math.atan2(forward_x, forward_z),
            math.atan2(2.0 * (x * y + w * z), w * w - x * x + y * y - z * z),
        )
    return (_positive(angles[0]), _positive(angles[1]), _positive(angles[2]))


def _positive(radians: float) -> float:
    """Convert to degrees from 0 to 360; as in Unity, noise down to -0.0001 radians stays as it is."""
    degrees = math.degrees(radians)
    flip = math.degrees(-0.0001)
    if degrees < flip:
        return degrees + 360.0
    return degrees - 360.0 if degrees > 360.0 + flip else degrees


def quaternion_from_axes(right: Vec3, up: Vec3, forward: Vec3) -> Quat:
    """Return the rotation that turns x, y, z to three orthogonal unit vectors."""
    m00, m10, m20 = right
    m01, m11, m21 = up
    m02, m12, m22 = forward
    trace = m00 + m11 + m22
    if trace > 0.0:
        s = math.sqrt(trace + 1.0)
        k = 0.5 / s
        return ((m21 - m12) * k, (m02 - m20) * k, (m10 - m01) * k, 0.5 * s)
    if m00 >= m11 and m00 >= m22:
        s = math.sqrt(1.0 + m00 - m11 - m22)
        k = 0.5 / s
        return (0.5 * s, (m10 + m01) * k, (m20 + m02) * k, (m21 - m12) * k)
    if m11 > m22:
        s = math.sqrt(1.0 + m11 - m00 - m22)
        k = 0.5 / s
        return ((m01 + m10) * k, 0.5 * s, (m12 + m21) * k, (m02 - m20) * k)
    s = math.sqrt(1.0 + m22 - m00 - m11)
    k = 0.5 / s
    return ((m02 + m20) * k, (m12 + m21) * k, 0.5 * s, (m10 - m01) * k)


def quaternion_look(forward: Vec3, up: Vec3 = (0.0, 1.0, 0.0)) -> Quat:
    """Return the rotation that looks along ``forward`` with ``up`` as nearly up as can be (``LookRotation``).

    A zero ``forward`` gives the identity; an ``up`` along ``forward`` gives the shortest turn from z to
    ``forward``.
    """
    z = normalize(forward)
    if z == (0.0, 0.0, 0.0):
        return IDENTITY_QUATERNION
    x = normalize(cross(normalize(up), z))
    if x == (0.0, 0.0, 0.0):
        return quaternion_from_to((0.0, 0.0, 1.0), z)
    return quaternion_from_axes(x, cross(z, x), z)


def quaternion_from_to(start: Vec3, end: Vec3) -> Quat:
    """Return the shortest rotation from one direction to another (``FromToRotation``)."""
    a, b = normalize(start), normalize(end)
    if (0.0, 0.0, 0.0) in (a, b):
        return IDENTITY_QUATERNION
    cosine = dot(a, b)
    if cosine < -0.999999:  # opposite: any axis at a right angle serves
        return (*perpendicular(a), 0.0)
    return quaternion_normalize((*cross(a, b), 1.0 + cosine))


def quaternion_angle_axis(angle: float, axis: Vec3) -> Quat:
    """Return the rotation by ``angle`` degrees about an axis of any length; identity about a zero axis."""
    size = length(axis)
    if size <= 1e-6:
        return IDENTITY_QUATERNION
    half = math.radians(angle) * 0.5
    k = math.sin(half) / size
    return (axis[0] * k, axis[1] * k, axis[2] * k, math.cos(half))


def quaternion_slerp(a: Quat, b: Quat, t: float) -> Quat:
    """Return the rotation a fraction t of the short way from a to b; t is not clamped."""
    cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]
    sign = 1.0
    if cosine < 0.0:
        cosine, sign = -cosine, -1.0
    if cosine > 0.9999995:  # so near that the arc is its chord
        wa, wb = 1.0 - t, t * sign
    else:
        angle = math.acos(cosine)
        k = 1.0 / math.sin(angle)
        wa, wb = math.sin((1.0 - t) * angle) * k, math.sin(t * angle) * k * sign
    return quaternion_normalize(
        (wa * a[0] + wb * b[0], wa * a[1] + wb * b[1], wa * a[2] + wb * b[2], wa * a[3] + wb * b[3])
    )


def trs(position: Vec3, rotation: Quat, scale: Vec3) -> Mat4:
    """Return the matrix that scales, then rotates, then moves (``Matrix4x4.TRS``)."""
    x, y, z, w = rotation
    sx, sy, sz = scale
    x2, y2, z2 = x + x, y + y, z + z
    xx, yy, zz = x * x2, y * y2, z * z2
    xy, xz, yz = x * y2, x * z2, y * z2
    wx, wy, wz = w * x2, w * y2, w * z2
    return (
        (1.0 - (yy + zz)) * sx,
        (xy + wz) * sx,
        (xz - wy) * sx,
        0.0,
        (xy - wz) * sy,
        (1.0 - (xx + zz)) * sy,
        (yz + wx) * sy,
        0.0,
        (xz + wy) * sz,
        (yz - wx) * sz,
        (1.0 - (xx + yy)) * sz,
        0.0,
        *position,
        1.0,
    )


def matrix_multiply(a: Mat4, b: Mat4) -> Mat4:
    """Return ``a * b``: b is applied first."""
    a00, a10, a20, a30, a01, a11, a21, a31, a02, a12, a22, a32, a03, a13, a23, a33 = a
    result: list[float] = []
    for i in (0, 4, 8, 12):
        x, y, z, w = b[i : i + 4]
        result += (
            a00 * x + a01 * y + a02 * z + a03 * w,
            a10 * x + a11 * y + a12 * z + a13 * w,
            a20 * x + a21 * y + a22 * z + a23 * w,
            a30 * x + a31 * y + a32 * z + a33 * w,
        )
    return tuple(result)  # type: ignore[return-value]


def matrix_transpose(m: Mat4) -> Mat4:
    """Return the matrix with rows and columns exchanged."""
    return m[0::4] + m[1::4] + m[2::4] + m[3::4]


def matrix_point(m: Mat4, p: Vec3) -> Vec3:
    """Transform a point by an affine matrix (``MultiplyPoint3x4``)."""
    x, y, z = p
    return (
        m[0] * x + m[4] * y + m[8] * z + m[12],
        m[1] * x + m[5] * y + m[9] * z + m[13],
        m[2] * x + m[6] * y + m[10] * z + m[14],
    )


def matrix_vector(m: Mat4, v: Vec3) -> Vec3:
    """Transform a direction: the matrix's position is left out (``MultiplyVector``)."""
    x, y, z = v
    return (
        m[0] * x + m[4] * y + m[8] * z,
        m[1] * x + m[5] * y + m[9] * z,
        m[2] * x + m[6] * y + m[10] * z,
    )


def matrix_determinant(m: Mat4) -> float:
    """Return the determinant."""
    s, c = _pair_minors(m)
    return s[0] * c[5] - s[1] * c[4] + s[2] * c[3] + s[3] * c[2] - s[4] * c[1] + s[5] * c[0]


def _pair_minors(m: Mat4) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The 2 by 2 minors of the upper and of the lower two rows, for Laplace's expansion."""
    a0, b0, c0, d0, a1, b1, c1, d1, a2, b2, c2, d2, a3, b3, c3, d3 = m
    return (
        (
            a0 * b1 - b0 * a1,
            a0 * b2 - b0 * a2,
            a0 * b3 - b0 * a3,
            a1 * b2 - b1 * a2,
            a1 * b3 - b1 * a3,
            a2 * b3 - b2 * a3,
        ),
        (
            c0 * d1 - d0 * c1,
            c0 * d2 - d0 * c2,
            c0 * d3 - d0 * c3,
            c1 * d2 - d1 * c2,
            c1 * d3 - d1 * c3,
            c2 * d3 - d2 * c3,
        ),
    )


def matrix_inverse(m: Mat4) -> Mat4 | None:
    """Return the inverse, or None for a singular matrix."""
    s, c = _pair_minors(m)
    det = s[0] * c[5] - s[1] * c[4] + s[2] * c[3] + s[3] * c[2] - s[4] * c[1] + s[5] * c[0]
    if det == 0.0 or det != det:
        return None
    a0, b0, c0, d0, a1, b1, c1, d1, a2, b2, c2, d2, a3, b3, c3, d3 = m
    k = 1.0 / det
    return (
        (b1 * c[5] - b2 * c[4] + b3 * c[3]) * k,
        (-b0 * c[5] + b2 * c[2] - b3 * c[1]) * k,
        (b0 * c[4] - b1 * c[2] + b3 * c[0]) * k,
        (-b0 * c[3] + b1 * c[1] - b2 * c[0]) * k,
        (-a1 * c[5] + a2 * c[4] - a3 * c[3]) * k,
        (a0 * c[5] - a2 * c[2] + a3 * c[1]) * k,
        (-a0 * c[4] + a1 * c[2] - a3 * c[0]) * k,
        (a0 * c[3] - a1 * c[1] + a2 * c[0]) * k,
        (d1 * s[5] - d2 * s[4] + d3 * s[3]) * k,
        (-d0 * s[5] + d2 * s[2] - d3 * s[1]) * k,
        (d0 * s[4] - d1 * s[2] + d3 * s[0]) * k,
        (-d0 * s[3] + d1 * s[1] - d2 * s[0]) * k,
        (-c1 * s[5] + c2 * s[4] - c3 * s[3]) * k,
        (c0 * s[5] - c2 * s[2] + c3 * s[1]) * k,
        (-c0 * s[4] + c1 * s[2] - c3 * s[0]) * k,
        (c0 * s[3] - c1 * s[1] + c2 * s[0]) * k,
    )


def matrix_axes(m: Mat4) -> tuple[Vec3, Vec3, Vec3]:
    """Return the matrix's first three columns: where it sends x, y and z."""
    return (m[0], m[1], m[2]), (m[4], m[5], m[6]), (m[8], m[9], m[10])


def matrix_decompose(m: Mat4) -> tuple[Vec3, Quat, Vec3]:
    """Return position, rotation and scale of an affine matrix, as far as it has them.

    These are ``GetPosition()``, ``rotation`` and ``lossyScale``.

    Shear is dropped by making the axes orthogonal, z first. That a mirroring matrix gets its negative
    scale on x is a guess.
    """
    x, y, z = matrix_axes(m)
    scale = [length(x), length(y), length(z)]
    if dot(x, cross(y, z)) < 0.0:
        scale[0] = -scale[0]
        x = (-x[0], -x[1], -x[2])
    rotation = quaternion_look(z, y) if scale[2] > 0.0 and scale[1] > 0.0 else IDENTITY_QUATERNION
    return (m[12], m[13], m[14]), rotation, (scale[0], scale[1], scale[2])
