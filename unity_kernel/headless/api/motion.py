"""What a Transform does in space: move, turn, look, convert points; over its position and rotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .values import Quaternion, Vector3, raw

if TYPE_CHECKING:
    from .values.raw import Mat4, Quat, Vec3

__all__ = ["Motion"]


class Motion:
    """Mixed into Transform, which has the values that these methods work on."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def position(self) -> Vector3: ...
        @position.setter
        def position(self, value: Vector3) -> None: ...
        @property
        def rotation(self) -> Quaternion: ...
        @rotation.setter
        def rotation(self, value: Quaternion) -> None: ...
        @property
        def localPosition(self) -> Vector3: ...
        @localPosition.setter
        def localPosition(self, value: Vector3) -> None: ...
        @property
        def localRotation(self) -> Quaternion: ...
        @localRotation.setter
        def localRotation(self, value: Quaternion) -> None: ...
        def _world(self) -> Mat4: ...
        def _inverse(self) -> Mat4: ...
        def _position(self) -> Vec3: ...
        def _rotation(self) -> Quat: ...
        def _world_rotation(self) -> Quat: ...
        def _turn_to(self, rotation: Quat) -> None: ...
        def _put_rotation(self, value: Quat) -> None: ...

    def SetPositionAndRotation(self, position: Vector3, rotation: Quaternion) -> None:
        """Set both in the world."""
        self.position = position
        self.rotation = rotation

    def SetLocalPositionAndRotation(self, localPosition: Vector3, localRotation: Quaternion) -> None:
        """Set both relative to the parent."""
        self.localPosition = localPosition
        self.localRotation = localRotation

    def GetPositionAndRotation(
        self, position: object = None, rotation: object = None
    ) -> tuple[Vector3, Quaternion]:
        """Return both in the world, as pythonnet returns out parameters."""
        return self.position, self.rotation

    def GetLocalPositionAndRotation(
        self, localPosition: object = None, localRotation: object = None
    ) -> tuple[Vector3, Quaternion]:
        """Return both relative to the parent, as pythonnet returns out parameters."""
        return self.localPosition, self.localRotation

    def Translate(self, *arguments: Any) -> None:
        """Move by a vector.

        Accepts Unity's overloads: ``(translation[, relativeTo])`` and ``(x, y, z[, relativeTo])``, with a ``Space``
        (by default its own) or another Transform to measure in.
        """
        offset, rest = _vector(arguments)
        relative = rest[0] if rest else None
        if isinstance(relative, Motion):
            offset = raw.quaternion_rotate(relative._world_rotation(), offset)
        elif str(relative) != "World":
            offset = raw.quaternion_rotate(self._world_rotation(), offset)
        here = self.position._v
        self.position = Vector3._from((here[0] + offset[0], here[1] + offset[1], here[2] + offset[2]))

    def Rotate(self, *arguments: Any) -> None:
        """Turn by angles in degrees.

        Accepts Unity's overloads: ``(eulers[, relativeTo])``, ``(x, y, z[, relativeTo])``,
        ``(axis, angle[, relativeTo])``, with a ``Space``, by default its own.
        """
        if (
            len(arguments) >= 2
            and isinstance(arguments[0], Vector3)
            and isinstance(arguments[1], (int, float))
        ):
            turn = raw.quaternion_angle_axis(float(arguments[1]), Vector3._take(arguments[0]))
            rest = arguments[2:]
        else:
            angles, rest = _vector(arguments)
            turn = raw.quaternion_from_euler(*angles)
        if rest and str(rest[0]) == "World":
            self._turn_to(raw.quaternion_multiply(turn, self._world_rotation()))
        else:
            self._put_rotation(raw.quaternion_normalize(raw.quaternion_multiply(self._rotation(), turn)))

    def RotateAround(self, point: Vector3, axis: Vector3, angle: float) -> None:
        """Turn about an axis through a point of the world, by degrees."""
        turn = raw.quaternion_angle_axis(float(angle), Vector3._take(axis))
        center, here = Vector3._take(point), self.position._v
        arm = raw.quaternion_rotate(turn, (here[0] - center[0], here[1] - center[1], here[2] - center[2]))
        self.position = Vector3._from((center[0] + arm[0], center[1] + arm[1], center[2] + arm[2]))
        self._turn_to(raw.quaternion_multiply(turn, self._world_rotation()))

    def LookAt(self, target: Any, worldUp: Vector3 | None = None) -> None:
        """Turn its z axis towards a Transform or a point of the world."""
        goal = target.position._v if isinstance(target, Motion) else Vector3._take(target)
        here = self.position._v
        up = (0.0, 1.0, 0.0) if worldUp is None else Vector3._take(worldUp)
        direction = (goal[0] - here[0], goal[1] - here[1], goal[2] - here[2])
        if any(direction):
            self._turn_to(raw.quaternion_look(direction, up))

    def TransformPoint(self, *point: Any) -> Vector3:
        """Convert a point from its own space to the world's."""
        return Vector3._from(raw.matrix_point(self._world(), _vector(point)[0]))

    def InverseTransformPoint(self, *point: Any) -> Vector3:
        """Convert a point from the world's space to its own."""
        return Vector3._from(raw.matrix_point(self._inverse(), _vector(point)[0]))

    def TransformVector(self, *vector: Any) -> Vector3:
        """Convert a vector to the world's space; scale counts."""
        return Vector3._from(raw.matrix_vector(self._world(), _vector(vector)[0]))

    def InverseTransformVector(self, *vector: Any) -> Vector3:
        """Convert a vector from the world's space; scale counts."""
        return Vector3._from(raw.matrix_vector(self._inverse(), _vector(vector)[0]))

    def TransformDirection(self, *direction: Any) -> Vector3:
        """Convert a direction to the world's space; its length stays."""
        return Vector3._from(raw.quaternion_rotate(self._world_rotation(), _vector(direction)[0]))

    def InverseTransformDirection(self, *direction: Any) -> Vector3:
        """Convert a direction from the world's space; its length stays."""
        turn = raw.quaternion_conjugate(self._world_rotation())
        return Vector3._from(raw.quaternion_rotate(turn, _vector(direction)[0]))


def _vector(arguments: tuple[Any, ...]) -> tuple[Vec3, tuple[Any, ...]]:
    """Take a vector, or three numbers, from the front of the arguments."""
    if arguments and isinstance(arguments[0], (int, float)):
        if len(arguments) < 3:
            raise TypeError(f"expected a Vector3 or three numbers, got {len(arguments)} number(s)")
        return Vector3(*arguments[:3])._v, arguments[3:]
    if not arguments:
        raise TypeError("expected a Vector3 or three numbers, got nothing")
    return Vector3._take(arguments[0]), arguments[1:]
