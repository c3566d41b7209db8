"""``UnityEngine.Transform``: where an object is, and below which other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .component import Component
from .motion import Motion
from .objects import register
from .values import Matrix4x4, Quaternion, Vector3, raw

if TYPE_CHECKING:
    from .values.raw import Mat4, Quat, Vec3

__all__ = ["Transform"]


class _Unknown:
    """Marks a parent that was not looked up yet."""


_UNKNOWN: Any = _Unknown()


@register
class Transform(Motion, Component):
    """Position, rotation and scale relative to a parent.

    Local values are read from the document once; the local-to-world matrix is kept until something above changes.
    A node has a matrix only if its parent has one, so that forgetting stops at the first node without.
    """

    __slots__ = ("_children", "_matrix", "_p", "_parent", "_q", "_s")
    _children: list[Transform] | None
    _matrix: Mat4 | None
    _parent: Transform | None
    _p: Vec3 | None
    _q: Quat | None
    _s: Vec3 | None

    def _prepare(self) -> None:
        self._owner = None
        self._parent = _UNKNOWN
        self._children = self._matrix = self._p = self._q = self._s = None

    def _stale(self) -> None:
        self._p = self._q = self._s = None
        self._forget()

    # Hierarchy

    def _above(self) -> Transform | None:
        parent = self._parent
        if parent is _UNKNOWN:
            document = self._document
            parent = self._scene.parent_of(document.file_id) if self._scene is not None else None
            self._parent = parent
        return parent

    def _kids(self) -> list[Transform]:
        children = self._children
        if children is None:
            document = self._document
            children = self._scene.children_of(document) if self._scene is not None else []
            self._children = children
        return children

    @property
    def transform(self) -> Transform:
        """Itself."""
        _ = self._document.file_id  # raises if destroyed
        return self

    @property
    def parent(self) -> Transform | None:
        """The Transform above, or None for a root; assigning keeps the world position."""
        _ = self._document.file_id
        return self._above()

    @parent.setter
    def parent(self, value: Transform | None) -> None:
        self.SetParent(value, True)

    def SetParent(self, parent: Transform | None, worldPositionStays: bool = True) -> None:
        """Move it below another Transform, or to the roots for None.

        Args:
            parent: The new parent.
            worldPositionStays: Keep its place in the world, instead of its local values.
        """
        if parent is not None and not isinstance(parent, Transform):
            raise TypeError(f"'{type(parent).__name__}' value cannot be converted to UnityEngine.Transform")
        if parent is self._above():
            return
        assert self._scene is not None
        before = self._world()
        if not self._scene.move(self, parent):
            return
        self._forget()
        if worldPositionStays:
            above = parent._world() if parent is not None else raw.IDENTITY_MATRIX
            inverse = raw.matrix_inverse(above) or raw.IDENTITY_MATRIX
            p, q, s = raw.matrix_decompose(raw.matrix_multiply(inverse, before))
            self._put("m_LocalPosition", p)
            self._put_rotation(q)
            self._put("m_LocalScale", s)

    @property
    def root(self) -> Transform:
        """The topmost Transform above it, or itself."""
        node = self.transform
        while (above := node._above()) is not None:
            node = above
        return node

    @property
    def childCount(self) -> int:
        """How many children it has."""
        return len(self._kids())

    @property
    def hierarchyCount(self) -> int:
        """How many Transforms its whole hierarchy has."""
        return sum(1 for _ in self.root._walk())

    def _walk(self) -> Iterator[Transform]:
        """It and everything below, parents before children."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node._kids()))

    def GetChild(self, index: int) -> Transform:
        """Return a child by index.

        Raises:
            IndexError: There is no such child; in .NET, a UnityException.
        """
        children = self._kids()
        if not 0 <= index < len(children):
            raise IndexError("Transform child out of bounds")
        return children[index]

    def GetEnumerator(self) -> Iterator[Transform]:
        """Return an iterator over the children."""
        return iter(list(self._kids()))

    __iter__ = GetEnumerator

    def IsChildOf(self, parent: Transform) -> bool:
        """Whether it is ``parent`` or somewhere below it."""
        node: Transform | None = self
        while node is not None:
            if node is parent:
                return True
            node = node._above()
        return False

    def DetachChildren(self) -> None:
        """Make all its children roots."""
        for child in list(self._kids()):
            child.SetParent(None)

    def Find(self, n: str) -> Transform | None:
        """Return a child by name, or a descendant by path such as ``arm/hand``; inactive ones too."""
        node: Transform = self
        for part in str(n).split("/"):
            if part == "..":
                above = node._above()
                if above is None:
                    return None
                node = above
                continue
            for child in node._kids():
                if child.gameObject.name == part:
                    node = child
                    break
            else:
                return None
        return node

    def GetSiblingIndex(self) -> int:
        """Return its place among its siblings, or among the roots."""
        siblings = self._siblings()
        return next((i for i, node in enumerate(siblings) if node is self), 0)

    def _siblings(self) -> list[Transform]:
        above = self._above()
        assert self._scene is not None
        return above._kids() if above is not None else self._scene.roots

    def SetSiblingIndex(self, index: int) -> None:
        """Move it to a place among its siblings; beyond the ends is clamped."""
        assert self._scene is not None
        self._scene.reorder(self, int(index))

    def SetAsFirstSibling(self) -> None:
        """Move it before all its siblings."""
        self.SetSiblingIndex(0)

    def SetAsLastSibling(self) -> None:
        """Move it behind all its siblings."""
        self.SetSiblingIndex(len(self._siblings()) - 1)

    # Local values

    def _numbers(self, key: str, default: Any) -> Any:
        return self._document.numbers(key, len(default)) or default

    def _position(self) -> Vec3:
        value = self._p
        if value is None:
            self._p = value = self._numbers("m_LocalPosition", (0.0, 0.0, 0.0))
        return value

    def _rotation(self) -> Quat:
        value = self._q
        if value is None:
            self._q = value = self._numbers("m_LocalRotation", raw.IDENTITY_QUATERNION)
        return value

    def _scale(self) -> Vec3:
        value = self._s
        if value is None:
            self._s = value = self._numbers("m_LocalScale", (1.0, 1.0, 1.0))
        return value

    def _put(self, key: str, value: tuple[float, ...]) -> None:
        """Write a vector or quaternion, and forget what was computed from it."""
        if self._document.set_numbers(key, "xyzw"[: len(value)], value):
            self._changed()
        self._stale()

    def _put_rotation(self, value: Quat) -> None:
        """Write a rotation, and the Euler angles that the inspector shows for it."""
        self._put("m_LocalRotation", value)
        if self._document.field("m_LocalEulerAnglesHint") is not None:
            self._put("m_LocalEulerAnglesHint", raw.quaternion_to_euler(self._rotation()))

    @property
    def localPosition(self) -> Vector3:
        """Position relative to the parent, a copy."""
        return Vector3._from(self._position())

    @localPosition.setter
    def localPosition(self, value: Vector3) -> None:
        self._put("m_LocalPosition", Vector3._take(value))

    @property
    def localRotation(self) -> Quaternion:
        """Rotation relative to the parent, a copy."""
        return Quaternion._from(self._rotation())

    @localRotation.setter
    def localRotation(self, value: Quaternion) -> None:
        self._put_rotation(raw.quaternion_normalize(Quaternion._take(value)))

    @property
    def localScale(self) -> Vector3:
        """Scale relative to the parent, a copy."""
        return Vector3._from(self._scale())

    @localScale.setter
    def localScale(self, value: Vector3) -> None:
        self._put("m_LocalScale", Vector3._take(value))

    @property
    def localEulerAngles(self) -> Vector3:
        """Rotation relative to the parent in degrees: by z, then x, then y."""
        return Vector3._from(raw.quaternion_to_euler(self._rotation()))

    @localEulerAngles.setter
    def localEulerAngles(self, value: Vector3) -> None:
        angles = Vector3._take(value)
        self._put("m_LocalRotation", raw.quaternion_from_euler(*angles))
        if self._document.field("m_LocalEulerAnglesHint") is not None:
            self._put("m_LocalEulerAnglesHint", angles)

    # World values

    def _world(self) -> Mat4:
        """Return the local-to-world matrix."""
        matrix = self._matrix
        if matrix is not None:
            return matrix
        pending: list[Transform] = []
        node: Transform | None = self
        while (
            node is not None and node._matrix is None
        ):  # a loop: Python's stack is not as deep as some hierarchies
            pending.append(node)
            node = node._above()
        matrix = node._matrix if node is not None else None
        for node in reversed(pending):
            own = raw.trs(node._position(), node._rotation(), node._scale())
            node._matrix = matrix = raw.matrix_multiply(matrix, own) if matrix is not None else own
        assert matrix is not None
        return matrix

    def _inverse(self) -> Mat4:
        """Return the world-to-local matrix; of a flattened Transform, zero, as in Unity."""
        return raw.matrix_inverse(self._world()) or (0.0,) * 15 + (1.0,)

    def _forget(self) -> None:
        """Drop the matrices of it and everything below."""
        pending = [self]
        while pending:
            node = pending.pop()
            if node._matrix is not None:
                node._matrix = None
                if node._children is not None:
                    pending.extend(node._children)
                elif node._scene is not None:
                    pending.extend(node._scene.known_children(node._document))

    def _world_rotation(self) -> Quat:
        rotation = self._rotation()
        node = self._above()
        while node is not None:
            rotation = raw.quaternion_multiply(node._rotation(), rotation)
            node = node._above()
        return rotation

    @property
    def position(self) -> Vector3:
        """Position in the world, a copy."""
        above = self._above()
        if above is None:
            return Vector3._from(self._position())
        return Vector3._from(raw.matrix_point(above._world(), self._position()))

    @position.setter
    def position(self, value: Vector3) -> None:
        target = Vector3._take(value)
        above = self._above()
        self._put("m_LocalPosition", target if above is None else raw.matrix_point(above._inverse(), target))

    @property
    def rotation(self) -> Quaternion:
        """Rotation in the world, a copy."""
        return Quaternion._from(self._world_rotation())

    @rotation.setter
    def rotation(self, value: Quaternion) -> None:
        self._turn_to(Quaternion._take(value))

    def _turn_to(self, rotation: Quat) -> None:
        rotation = raw.quaternion_normalize(rotation)
        above = self._above()
        if above is not None:
            rotation = raw.quaternion_multiply(raw.quaternion_conjugate(above._world_rotation()), rotation)
        self._put_rotation(rotation)

    @property
    def eulerAngles(self) -> Vector3:
        """Rotation in the world in degrees: by z, then x, then y."""
        return Vector3._from(raw.quaternion_to_euler(self._world_rotation()))

    @eulerAngles.setter
    def eulerAngles(self, value: Vector3) -> None:
        self._turn_to(raw.quaternion_from_euler(*Vector3._take(value)))

    @property
    def lossyScale(self) -> Vector3:
        """Scale in the world, as far as it can be told under rotated and skewed parents."""
        matrix = self._world()
        unrotate = raw.trs((0.0, 0.0, 0.0), raw.quaternion_conjugate(self._world_rotation()), (1.0, 1.0, 1.0))
        product = raw.matrix_multiply(unrotate, matrix)
        return Vector3._from((product[0], product[5], product[10]))

    @property
    def localToWorldMatrix(self) -> Matrix4x4:
        """Matrix from its own space to the world's."""
        return Matrix4x4._from(self._world())

    @property
    def worldToLocalMatrix(self) -> Matrix4x4:
        """Matrix from the world's space to its own."""
        return Matrix4x4._from(self._inverse())

    @property
    def right(self) -> Vector3:
        """Its x axis in the world; assigning turns it there."""
        return self._axis((1.0, 0.0, 0.0))

    @right.setter
    def right(self, value: Vector3) -> None:
        self._turn_to(raw.quaternion_from_to((1.0, 0.0, 0.0), Vector3._take(value)))

    @property
    def up(self) -> Vector3:
        """Its y axis in the world; assigning turns it there."""
        return self._axis((0.0, 1.0, 0.0))

    @up.setter
    def up(self, value: Vector3) -> None:
        self._turn_to(raw.quaternion_from_to((0.0, 1.0, 0.0), Vector3._take(value)))

    @property
    def forward(self) -> Vector3:
        """Its z axis in the world; assigning turns it there."""
        return self._axis((0.0, 0.0, 1.0))

    @forward.setter
    def forward(self, value: Vector3) -> None:
        self._turn_to(raw.quaternion_look(Vector3._take(value)))

    def _axis(self, axis: Vec3) -> Vector3:
        return Vector3._from(raw.quaternion_rotate(self._world_rotation(), axis))
