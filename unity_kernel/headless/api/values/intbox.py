"""Boxes of whole cells in two and three dimensions: what RectInt and BoundsInt share."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from .integers import IntStruct, IntVector, integer
from .single import Components
from .vector import FloatVector

__all__ = ["IntBox", "largest", "smallest"]


def smallest(axis: int, doc: str) -> Any:
    """Return a property over the box's lower edge on an axis; setting it resizes."""

    def get(self: IntBox) -> int:
        return self._edges()[axis][0]

    def assign_component(self: IntBox, value: Any) -> None:
        low, high = integer(value), self._edges()[axis][1]
        self._set_axis(axis, low, high - low)

    return property(get, assign_component, doc=doc)


def largest(axis: int, doc: str) -> Any:
    """Return a property over the box's upper edge on an axis; setting it resizes."""

    def get(self: IntBox) -> int:
        return self._edges()[axis][1]

    def assign_component(self: IntBox, value: Any) -> None:
        position = self._v[axis]
        self._set_axis(axis, position, integer(value) - position)

    return property(get, assign_component, doc=doc)


class IntBox(IntStruct):
    """A position, then a size, in one tuple. A size may be negative."""

    _corner_type: ClassVar[type[IntVector]]
    _center_type: ClassVar[type[FloatVector]]

    def _halves(self) -> tuple[Components, Components]:
        half = len(self._v) // 2
        return self._v[:half], self._v[half:]

    def _edges(self) -> list[tuple[int, int]]:
        """The lower and upper edge on each axis."""
        position, size = self._halves()
        return [(int(min(p, p + s)), int(max(p, p + s))) for p, s in zip(position, size, strict=True)]

    def _set_axis(self, axis: int, position: int, size: int) -> None:
        values = list(self._v)
        values[axis], values[axis + len(values) // 2] = position, size
        self._v = self._round(*values)

    @property
    def position(self) -> Any:
        """The corner that the size is measured from; setting it moves the box."""
        return self._corner_type._of(*self._halves()[0])

    @position.setter
    def position(self, value: Any) -> None:
        self._v = self._corner_type._take(value) + self._halves()[1]

    @property
    def size(self) -> Any:
        """The lengths of the edges."""
        return self._corner_type._of(*self._halves()[1])

    @size.setter
    def size(self, value: Any) -> None:
        self._v = self._halves()[0] + self._corner_type._take(value)

    @property
    def min(self) -> Any:
        """The corner with the smallest coordinates; setting it resizes."""
        return self._corner_type._of(*(low for low, _ in self._edges()))

    @min.setter
    def min(self, value: Any) -> None:
        for axis, low in enumerate(self._corner_type._take(value)):
            self._set_axis(axis, low, self._edges()[axis][1] - low)

    @property
    def max(self) -> Any:
        """The corner with the largest coordinates, just outside the last cell; setting it resizes."""
        return self._corner_type._of(*(high for _, high in self._edges()))

    @max.setter
    def max(self, value: Any) -> None:
        for axis, high in enumerate(self._corner_type._take(value)):
            self._set_axis(axis, self._v[axis], high - self._v[axis])

    @property
    def center(self) -> Any:
        """The middle."""
        position, size = self._halves()
        return self._center_type._from(p + s / 2.0 for p, s in zip(position, size, strict=True))

    @property
    def allPositionsWithin(self) -> Iterator[Any]:
        """The positions of all cells, x first."""
        ranges = [range(low, high) for low, high in reversed(self._edges())]
        return (self._corner_type._of(*reversed(cell)) for cell in itertools.product(*ranges))

    def SetMinMax(self, minPosition: Any, maxPosition: Any) -> None:
        """Set the box by two opposite corners."""
        self.min = minPosition
        self.max = maxPosition

    def ClampToBounds(self, bounds: Self) -> None:
        """Move the corner into another box, and limit the size to what is left of it."""
        limits = self._of(*self._take(bounds))._edges()
        position, size = self._halves()
        corner = tuple(max(min(high, p), low) for p, (low, high) in zip(position, limits, strict=True))
        self._v = corner + tuple(min(h - p, s) for p, s, (_, h) in zip(corner, size, limits, strict=True))

    def Contains(self, position: Any) -> bool:
        """True if a cell is inside: the lower edges included, the upper ones not."""
        cell = self._corner_type._take(position)
        return all(low <= p < high for p, (low, high) in zip(cell, self._edges(), strict=True))
