"""``UnityEngine.RectTransform``: a Transform of the user interface, placed by anchors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import fields
from .objects import register
from .transform import Transform
from .values import Rect, Vector2, Vector3

if TYPE_CHECKING:
    from .values.raw import Vec3

__all__ = ["RectTransform"]

Pair = tuple[float, float]


@register
class RectTransform(Transform):
    """A rectangle whose place and size follow its parent's rectangle.

    Files hold anchors and offsets; the local position is computed from them, as Unity does when it lays out. A root
    canvas takes its size from the screen in Unity; here, from its file.
    """

    __slots__ = ()
    anchorMin = fields.vector2("m_AnchorMin", doc="Lower left anchor, in parts of the parent's rectangle.")
    anchorMax = fields.vector2("m_AnchorMax", doc="Upper right anchor, in parts of the parent's rectangle.")
    anchoredPosition = fields.vector2(
        "m_AnchoredPosition", doc="The pivot, from the anchors' reference point."
    )
    sizeDelta = fields.vector2("m_SizeDelta", doc="Size, beyond the distance of the anchors.")
    pivot = fields.vector2("m_Pivot", doc="The point about which it turns, in parts of its own rectangle.")

    def _changed(self) -> None:
        super()._changed()
        for node in self._walk():  # rectangles below follow this one
            node._stale()

    def _pair(self, key: str) -> Pair:
        found = self._document.numbers(key, 2)
        return (found[0], found[1]) if found else (0.0, 0.0)

    def _size(self) -> Pair:
        (x0, y0), (x1, y1) = self._pair("m_AnchorMin"), self._pair("m_AnchorMax")
        delta = self._pair("m_SizeDelta")
        above = self._above()
        width, height = above._size() if isinstance(above, RectTransform) else (0.0, 0.0)
        return delta[0] + (x1 - x0) * width, delta[1] + (y1 - y0) * height

    def _reference(self) -> Pair:
        """Where in the parent's space the anchored position counts from."""
        above = self._above()
        if not isinstance(above, RectTransform):
            return 0.0, 0.0
        size, base = above._size(), above._pair("m_Pivot")
        low, high, pivot = self._pair("m_AnchorMin"), self._pair("m_AnchorMax"), self._pair("m_Pivot")
        return tuple(  # type: ignore[return-value]
            size[i] * (low[i] + (high[i] - low[i]) * pivot[i] - base[i]) for i in (0, 1)
        )

    def _position(self) -> Vec3:
        value = self._p
        if value is None:
            reference, anchored = self._reference(), self._pair("m_AnchoredPosition")
            stored = self._document.numbers("m_LocalPosition", 3) or (0.0, 0.0, 0.0)
            value = (reference[0] + anchored[0], reference[1] + anchored[1], stored[2])
            self._p = value
        return value

    def _put(self, key: str, value: tuple[float, ...]) -> None:
        if key == "m_LocalPosition":
            reference = self._reference()
            super()._put("m_AnchoredPosition", (value[0] - reference[0], value[1] - reference[1]))
            if self._document.set_number((key, "z"), float(value[2])):
                self._changed()
            self._stale()
            return
        super()._put(key, value)

    @property
    def rect(self) -> Rect:
        """Its rectangle in its own space."""
        size, pivot = self._size(), self._pair("m_Pivot")
        return Rect(-pivot[0] * size[0], -pivot[1] * size[1], size[0], size[1])

    @property
    def anchoredPosition3D(self) -> Vector3:
        """The anchored position with the local z."""
        return Vector3._from((*self._pair("m_AnchoredPosition"), self._position()[2]))

    @anchoredPosition3D.setter
    def anchoredPosition3D(self, value: Vector3) -> None:
        x, y, z = Vector3._take(value)
        self.anchoredPosition = Vector2(x, y)
        if self._document.set_number(("m_LocalPosition", "z"), float(z)):
            self._changed()

    def _offsets(self) -> tuple[Pair, Pair]:
        """The corners' distances from the anchors."""
        at, size, pivot = self._pair("m_AnchoredPosition"), self._pair("m_SizeDelta"), self._pair("m_Pivot")
        low = (at[0] - size[0] * pivot[0], at[1] - size[1] * pivot[1])
        return low, (low[0] + size[0], low[1] + size[1])

    def _set_offsets(self, low: Pair, high: Pair) -> None:
        pivot = self._pair("m_Pivot")
        size = (high[0] - low[0], high[1] - low[1])
        self.sizeDelta = Vector2._from(size)
        self.anchoredPosition = Vector2._from((low[0] + size[0] * pivot[0], low[1] + size[1] * pivot[1]))

    @property
    def offsetMin(self) -> Vector2:
        """Its lower left corner, from the lower left anchor."""
        return Vector2._from(self._offsets()[0])

    @offsetMin.setter
    def offsetMin(self, value: Vector2) -> None:
        x, y = Vector2._take(value)
        self._set_offsets((x, y), self._offsets()[1])

    @property
    def offsetMax(self) -> Vector2:
        """Its upper right corner, from the upper right anchor."""
        return Vector2._from(self._offsets()[1])

    @offsetMax.setter
    def offsetMax(self, value: Vector2) -> None:
        x, y = Vector2._take(value)
        self._set_offsets(self._offsets()[0], (x, y))

    def SetSizeWithCurrentAnchors(self, axis: Any, size: float) -> None:
        """Give it a size along one axis (``RectTransform.Axis``), wherever its anchors are."""
        index = int(axis)
        above = self._above()
        around = above._size()[index] if isinstance(above, RectTransform) else 0.0
        low, high = self._pair("m_AnchorMin"), self._pair("m_AnchorMax")
        delta = list(self._pair("m_SizeDelta"))
        delta[index] = float(size) - around * (high[index] - low[index])
        self.sizeDelta = Vector2._from((delta[0], delta[1]))

    def SetInsetAndSizeFromParentEdge(self, edge: Any, inset: float, size: float) -> None:
        """Put it at a distance from an edge of its parent (``RectTransform.Edge``), with a size across that edge."""
        number = int(edge)  # left, right, top, bottom
        index, far = (1 if number > 1 else 0), number in (1, 2)
        low, high = list(self._pair("m_AnchorMin")), list(self._pair("m_AnchorMax"))
        low[index] = high[index] = 1.0 if far else 0.0
        self.anchorMin, self.anchorMax = Vector2._from((low[0], low[1])), Vector2._from((high[0], high[1]))
        delta, at = list(self._pair("m_SizeDelta")), list(self._pair("m_AnchoredPosition"))
        pivot = self._pair("m_Pivot")[index]
        delta[index] = float(size)
        at[index] = -inset - size * (1 - pivot) if far else inset + size * pivot
        self.sizeDelta = Vector2._from((delta[0], delta[1]))
        self.anchoredPosition = Vector2._from((at[0], at[1]))

    def _corners(self) -> list[Vector3]:
        rect = self.rect
        xs, ys = (rect.xMin, rect.xMax), (rect.yMin, rect.yMax)
        return [Vector3(xs[i], ys[j], 0) for i, j in ((0, 0), (0, 1), (1, 1), (1, 0))]

    def GetLocalCorners(self, fourCornersArray: Any) -> None:
        """Write its corners, clockwise from the lower left, into an array (or list) of four, in its own space."""
        for index, corner in enumerate(self._corners()):
            fourCornersArray[index] = corner

    def GetWorldCorners(self, fourCornersArray: Any) -> None:
        """Write its corners, clockwise from the lower left, into an array (or list) of four, in world space."""
        for index, corner in enumerate(self._corners()):
            fourCornersArray[index] = self.TransformPoint(corner)

    def ForceUpdateRectTransforms(self) -> None:
        """Do nothing: rectangles are computed when they are asked for."""
