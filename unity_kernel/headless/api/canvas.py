"""``UnityEngine.Canvas``, ``CanvasGroup``, ``CanvasRenderer``: what user interfaces stand on."""

from __future__ import annotations

from typing import Any

from .component import Behaviour, Component
from .fields import boolean, enum, integer, real, reference
from .objects import register
from .renderers import sorting_layer_name

__all__ = ["Canvas", "CanvasGroup", "CanvasRenderer"]

_OVERLAY = 0  # RenderMode


@register
class Canvas(Behaviour):
    """The root of a user interface, or of a part of one."""

    __slots__ = ()
    renderMode = enum(
        "UnityEngine.RenderMode", "m_RenderMode", doc="On the screen, before a camera, or in the world."
    )
    worldCamera = reference("m_Camera", doc="The camera that draws it.")
    planeDistance = real("m_PlaneDistance", default=100.0)
    pixelPerfect = boolean("m_PixelPerfect")
    overridePixelPerfect = boolean("m_OverridePixelPerfect")
    overrideSorting = boolean("m_OverrideSorting")
    sortingOrder = integer("m_SortingOrder")
    sortingLayerID = integer("m_SortingLayerID")
    sortingLayerName = sorting_layer_name()
    targetDisplay = integer("m_TargetDisplay")
    normalizedSortingGridSize = real("m_SortingBucketNormalizedSize")
    additionalShaderChannels = enum(
        "UnityEngine.AdditionalCanvasShaderChannels", "m_AdditionalShaderChannelsFlag"
    )
    vertexColorAlwaysGammaSpace = boolean("m_VertexColorAlwaysGammaSpace")
    updateRectTransformForStandalone = enum(
        "UnityEngine.StandaloneRenderResize", "m_UpdateRectTransformForStandalone"
    )

    def _above(self) -> Canvas | None:
        parent = self.transform.parent
        found: Canvas | None = parent.GetComponentInParent(Canvas, True) if parent is not None else None
        return found

    @property
    def isRootCanvas(self) -> bool:
        """Whether no other canvas is above it."""
        return self._above() is None

    @property
    def rootCanvas(self) -> Canvas:
        """The highest canvas above it; itself if there is none."""
        found: Canvas = self
        while (above := found._above()) is not None:
            found = above
        return found

    @staticmethod
    def ForceUpdateCanvases() -> None:
        """Do nothing: rectangles follow their parents at once here."""


@register
class CanvasGroup(Behaviour):
    """Fades and blocks a part of a user interface."""

    __slots__ = ()
    alpha = real("m_Alpha", default=1.0, doc="Opacity, from 0 to 1.")
    interactable = boolean("m_Interactable", default=True)
    blocksRaycasts = boolean("m_BlocksRaycasts", default=True)
    ignoreParentGroups = boolean("m_IgnoreParentGroups")

    def IsRaycastLocationValid(self, sp: Any, eventCamera: Any) -> bool:
        """Return whether it lets pointers hit what it holds."""
        return bool(self.blocksRaycasts)


@register
class CanvasRenderer(Component):
    """Draws a part of a user interface."""

    __slots__ = ()
    cullTransparentMesh = boolean("m_CullTransparentMesh")
