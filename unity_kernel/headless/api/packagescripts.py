"""Scripts of Unity's packages: ``UnityEngine.UI``, ``UnityEngine.EventSystems``, ``TMPro``.

In files they are MonoBehaviours with a known script; their fields are properties here, by the names of the packages'
own API. Enums of theirs are numbered by their order.
"""

from __future__ import annotations

from typing import Any

from . import catalogue
from .fields import (
    boolean,
    color,
    enum,
    integer,
    mask,
    real,
    rect,
    reference,
    text,
    vector2,
    vector4,
)
from .scripts import MonoBehaviour

__all__ = ["CLASSES"]

CLASSES: dict[str, type[MonoBehaviour]] = {}
"""Classes by their full name."""

_ENUMS = {
    "UnityEngine.UI.Image.Type": "Simple Sliced Tiled Filled",
    "UnityEngine.UI.Image.FillMethod": "Horizontal Vertical Radial90 Radial180 Radial360",
    "UnityEngine.UI.Selectable.Transition": "None_ ColorTint SpriteSwap Animation",
    "UnityEngine.UI.Toggle.ToggleTransition": "None_ Fade",
    "UnityEngine.UI.Slider.Direction": "LeftToRight RightToLeft BottomToTop TopToBottom",
    "UnityEngine.UI.Scrollbar.Direction": "LeftToRight RightToLeft BottomToTop TopToBottom",
    "UnityEngine.UI.ScrollRect.MovementType": "Unrestricted Elastic Clamped",
    "UnityEngine.UI.ScrollRect.ScrollbarVisibility": "Permanent AutoHide AutoHideAndExpandViewport",
    "UnityEngine.UI.InputField.ContentType": "Standard Autocorrected IntegerNumber DecimalNumber Alphanumeric Name "
    "EmailAddress Password Pin Custom",
    "UnityEngine.UI.InputField.InputType": "Standard AutoCorrect Password",
    "UnityEngine.UI.InputField.LineType": "SingleLine MultiLineSubmit MultiLineNewline",
    "UnityEngine.UI.CanvasScaler.ScaleMode": "ConstantPixelSize ScaleWithScreenSize ConstantPhysicalSize",
    "UnityEngine.UI.CanvasScaler.ScreenMatchMode": "MatchWidthOrHeight Expand Shrink",
    "UnityEngine.UI.CanvasScaler.Unit": "Centimeters Millimeters Inches Points Picas",
    "UnityEngine.UI.GraphicRaycaster.BlockingObjects": "None_ TwoD ThreeD All",
    "UnityEngine.UI.GridLayoutGroup.Corner": "UpperLeft UpperRight LowerLeft LowerRight",
    "UnityEngine.UI.GridLayoutGroup.Axis": "Horizontal Vertical",
    "UnityEngine.UI.GridLayoutGroup.Constraint": "Flexible FixedColumnCount FixedRowCount",
    "UnityEngine.UI.ContentSizeFitter.FitMode": "Unconstrained MinSize PreferredSize",
    "TMPro.TextOverflowModes": "Overflow Ellipsis Masking Truncate ScrollRect Page Linked",
}
_FLAGS = {
    "TMPro.FontStyles": {
        "Normal": 0, "Bold": 1, "Italic": 2, "Underline": 4, "LowerCase": 8, "UpperCase": 16, "SmallCaps": 32,
        "Strikethrough": 64, "Superscript": 128, "Subscript": 256, "Highlight": 512,
    },
    "TMPro.HorizontalAlignmentOptions": {
        "Left": 1, "Center": 2, "Right": 4, "Justified": 8, "Flush": 16, "Geometry": 32,
    },
    "TMPro.VerticalAlignmentOptions": {
        "Top": 256, "Middle": 512, "Bottom": 1024, "Baseline": 2048, "Geometry": 4096, "Capline": 8192,
    },
}  # fmt: skip

for _full, _names in _ENUMS.items():
    catalogue.add_enum(_full, {name: number for number, name in enumerate(_names.split())})
for _full, _numbers in _FLAGS.items():
    catalogue.add_enum(_full, _numbers, flags=True)


def script(cls: type[Any]) -> type[Any]:
    """Declare a package's class, with the enums nested in it; used as a decorator."""
    full = f"{cls.__module__}.{cls.__qualname__}"
    CLASSES[full] = cls
    for name in _ENUMS:
        if name.rpartition(".")[0] == full:
            short = name.rpartition(".")[2]
            if short not in vars(cls):
                type.__setattr__(cls, short, catalogue.enum_type(name))
    return cls


@script
class UIBehaviour(MonoBehaviour):
    """Base of what user interfaces are made of."""

    _namespace = "UnityEngine.EventSystems"
    __slots__ = ()


@script
class Graphic(UIBehaviour):
    """Something to see."""

    _namespace = "UnityEngine.UI"
    __slots__ = ()
    color = color("m_Color", default=(1.0, 1.0, 1.0, 1.0))
    raycastTarget = boolean("m_RaycastTarget", default=True, doc="Whether pointers can hit it.")
    raycastPadding = vector4("m_RaycastPadding")
    material = reference("m_Material")

    @property
    def rectTransform(self) -> Any:
        """The RectTransform beside it."""
        return self.transform

    @property
    def canvas(self) -> Any:
        """The canvas that it is on."""
        from .canvas import Canvas

        return self.GetComponentInParent(Canvas, True)


@script
class MaskableGraphic(Graphic):
    """Something to see that masks can cut."""

    __slots__ = ()
    maskable = boolean("m_Maskable", default=True)


@script
class Image(MaskableGraphic):
    """A sprite on a canvas."""

    __slots__ = ()
    sprite = reference("m_Sprite")
    type = enum("UnityEngine.UI.Image.Type", "m_Type")
    preserveAspect = boolean("m_PreserveAspect")
    fillCenter = boolean("m_FillCenter", default=True)
    fillMethod = enum("UnityEngine.UI.Image.FillMethod", "m_FillMethod", default=4)
    fillAmount = real("m_FillAmount", default=1.0, least=0.0, most=1.0)
    fillClockwise = boolean("m_FillClockwise", default=True)
    fillOrigin = integer("m_FillOrigin")
    useSpriteMesh = boolean("m_UseSpriteMesh")
    pixelsPerUnitMultiplier = real("m_PixelsPerUnitMultiplier", default=1.0, least=0.01)


@script
class RawImage(MaskableGraphic):
    """A texture on a canvas."""

    __slots__ = ()
    texture = reference("m_Texture")
    uvRect = rect("m_UVRect", default=(0.0, 0.0, 1.0, 1.0))


@script
class Text(MaskableGraphic):
    """Text on a canvas."""

    __slots__ = ()
    text = text("m_Text")
    font = reference("m_FontData", "m_Font")
    fontSize = integer("m_FontData", "m_FontSize", default=14)
    fontStyle = enum("UnityEngine.FontStyle", "m_FontData", "m_FontStyle")
    resizeTextForBestFit = boolean("m_FontData", "m_BestFit")
    resizeTextMinSize = integer("m_FontData", "m_MinSize", default=10)
    resizeTextMaxSize = integer("m_FontData", "m_MaxSize", default=40)
    alignment = enum("UnityEngine.TextAnchor", "m_FontData", "m_Alignment")
    alignByGeometry = boolean("m_FontData", "m_AlignByGeometry")
    supportRichText = boolean("m_FontData", "m_RichText", default=True)
    horizontalOverflow = enum("UnityEngine.HorizontalWrapMode", "m_FontData", "m_HorizontalOverflow")
    verticalOverflow = enum("UnityEngine.VerticalWrapMode", "m_FontData", "m_VerticalOverflow")
    lineSpacing = real("m_FontData", "m_LineSpacing", default=1.0)


@script
class Selectable(UIBehaviour):
    """Something to choose or press."""

    _namespace = "UnityEngine.UI"
    __slots__ = ()
    interactable = boolean("m_Interactable", default=True)
    transition = enum("UnityEngine.UI.Selectable.Transition", "m_Transition", default=1)
    targetGraphic = reference("m_TargetGraphic")


@script
class Button(Selectable):
    """Something to press."""

    __slots__ = ()


@script
class Toggle(Selectable):
    """Something to switch on and off."""

    __slots__ = ()
    isOn = boolean("m_IsOn")
    graphic = reference("graphic")
    group = reference("m_Group")
    toggleTransition = enum("UnityEngine.UI.Toggle.ToggleTransition", "toggleTransition", default=1)


@script
class Slider(Selectable):
    """A number to drag."""

    __slots__ = ()
    fillRect = reference("m_FillRect")
    handleRect = reference("m_HandleRect")
    direction = enum("UnityEngine.UI.Slider.Direction", "m_Direction")
    minValue = real("m_MinValue")
    maxValue = real("m_MaxValue", default=1.0)
    wholeNumbers = boolean("m_WholeNumbers")
    value = real("m_Value")


@script
class Scrollbar(Selectable):
    """A bar that scrolls."""

    __slots__ = ()
    handleRect = reference("m_HandleRect")
    direction = enum("UnityEngine.UI.Scrollbar.Direction", "m_Direction")
    value = real("m_Value", least=0.0, most=1.0)
    size = real("m_Size", default=0.2, least=0.0, most=1.0)
    numberOfSteps = integer("m_NumberOfSteps")


@script
class ScrollRect(UIBehaviour):
    """A window onto something larger."""

    _namespace = "UnityEngine.UI"
    __slots__ = ()
    content = reference("m_Content")
    viewport = reference("m_Viewport")
    horizontal = boolean("m_Horizontal", default=True)
    vertical = boolean("m_Vertical", default=True)
    movementType = enum("UnityEngine.UI.ScrollRect.MovementType", "m_MovementType", default=1)
    elasticity = real("m_Elasticity", default=0.1)
    inertia = boolean("m_Inertia", default=True)
    decelerationRate = real("m_DecelerationRate", default=0.135)
    scrollSensitivity = real("m_ScrollSensitivity", default=1.0)
    horizontalScrollbar = reference("m_HorizontalScrollbar")
    verticalScrollbar = reference("m_VerticalScrollbar")
    horizontalScrollbarVisibility = enum(
        "UnityEngine.UI.ScrollRect.ScrollbarVisibility", "m_HorizontalScrollbarVisibility"
    )
    verticalScrollbarVisibility = enum(
        "UnityEngine.UI.ScrollRect.ScrollbarVisibility", "m_VerticalScrollbarVisibility"
    )
    horizontalScrollbarSpacing = real("m_HorizontalScrollbarSpacing")
    verticalScrollbarSpacing = real("m_VerticalScrollbarSpacing")


@script
class InputField(Selectable):
    """Text to type."""

    __slots__ = ()
    text = text("m_Text")
    textComponent = reference("m_TextComponent")
    placeholder = reference("m_Placeholder")
    contentType = enum("UnityEngine.UI.InputField.ContentType", "m_ContentType")
    inputType = enum("UnityEngine.UI.InputField.InputType", "m_InputType")
    lineType = enum("UnityEngine.UI.InputField.LineType", "m_LineType")
    characterLimit = integer("m_CharacterLimit", least=0)
    readOnly = boolean("m_ReadOnly")


@script
class Mask(UIBehaviour):
    """Cuts what is below it to its own shape."""

    _namespace = "UnityEngine.UI"
    __slots__ = ()
    showMaskGraphic = boolean("m_ShowMaskGraphic", default=True)


@script
class CanvasScaler(UIBehaviour):
    """Fits a canvas to the screen."""

    _namespace = "UnityEngine.UI"
    __slots__ = ()
    uiScaleMode = enum("UnityEngine.UI.CanvasScaler.ScaleMode", "m_UiScaleMode")
    referencePixelsPerUnit = real("m_ReferencePixelsPerUnit", default=100.0)
    scaleFactor = real("m_ScaleFactor", default=1.0, least=0.01)
    referenceResolution = vector2("m_ReferenceResolution", default=(800.0, 600.0))
    screenMatchMode = enum("UnityEngine.UI.CanvasScaler.ScreenMatchMode", "m_ScreenMatchMode")
    matchWidthOrHeight = real("m_MatchWidthOrHeight")
    physicalUnit = enum("UnityEngine.UI.CanvasScaler.Unit", "m_PhysicalUnit", default=3)
    fallbackScreenDPI = real("m_FallbackScreenDPI", default=96.0)
    defaultSpriteDPI = real("m_DefaultSpriteDPI", default=96.0, least=1.0)
    dynamicPixelsPerUnit = real("m_DynamicPixelsPerUnit", default=1.0)


@script
class GraphicRaycaster(UIBehaviour):
    """Lets pointers hit what a canvas shows."""

    _namespace = "UnityEngine.UI"
    __slots__ = ()
    ignoreReversedGraphics = boolean("m_IgnoreReversedGraphics", default=True)
    blockingObjects = enum("UnityEngine.UI.GraphicRaycaster.BlockingObjects", "m_BlockingObjects")
    blockingMask = mask("m_BlockingMask", default=-1)


@script
class LayoutGroup(UIBehaviour):
    """Places its children."""

    _namespace = "UnityEngine.UI"
    __slots__ = ()
    childAlignment = enum("UnityEngine.TextAnchor", "m_ChildAlignment")


@script
class HorizontalOrVerticalLayoutGroup(LayoutGroup):
    """Places its children in a row."""

    __slots__ = ()
    spacing = real("m_Spacing")
    childForceExpandWidth = boolean("m_ChildForceExpandWidth", default=True)
    childForceExpandHeight = boolean("m_ChildForceExpandHeight", default=True)
    childControlWidth = boolean("m_ChildControlWidth", default=True)
    childControlHeight = boolean("m_ChildControlHeight", default=True)
    childScaleWidth = boolean("m_ChildScaleWidth")
    childScaleHeight = boolean("m_ChildScaleHeight")
    reverseArrangement = boolean("m_ReverseArrangement")


@script
class HorizontalLayoutGroup(HorizontalOrVerticalLayoutGroup):
    """Places its children beside each other."""

    __slots__ = ()


@script
class VerticalLayoutGroup(HorizontalOrVerticalLayoutGroup):
    """Places its children below each other."""

    __slots__ = ()


@script
class GridLayoutGroup(LayoutGroup):
    """Places its children in a grid."""

    __slots__ = ()
    cellSize = vector2("m_CellSize", default=(100.0, 100.0))
    spacing = vector2("m_Spacing")
    startCorner = enum("UnityEngine.UI.GridLayoutGroup.Corner", "m_StartCorner")
    startAxis = enum("UnityEngine.UI.GridLayoutGroup.Axis", "m_StartAxis")
    constraint = enum("UnityEngine.UI.GridLayoutGroup.Constraint", "m_Constraint")
    constraintCount = integer("m_ConstraintCount", default=2, least=1)


@script
class ContentSizeFitter(UIBehaviour):
    """Fits a rectangle to what it holds."""

    _namespace = "UnityEngine.UI"
    __slots__ = ()
    horizontalFit = enum("UnityEngine.UI.ContentSizeFitter.FitMode", "m_HorizontalFit")
    verticalFit = enum("UnityEngine.UI.ContentSizeFitter.FitMode", "m_VerticalFit")


@script
class LayoutElement(UIBehaviour):
    """Says what size it wants; -1 for none."""

    _namespace = "UnityEngine.UI"
    __slots__ = ()
    ignoreLayout = boolean("m_IgnoreLayout")
    minWidth = real("m_MinWidth", default=-1.0)
    minHeight = real("m_MinHeight", default=-1.0)
    preferredWidth = real("m_PreferredWidth", default=-1.0)
    preferredHeight = real("m_PreferredHeight", default=-1.0)
    flexibleWidth = real("m_FlexibleWidth", default=-1.0)
    flexibleHeight = real("m_FlexibleHeight", default=-1.0)
    layoutPriority = integer("m_LayoutPriority", default=1)


@script
class Shadow(UIBehaviour):
    """Draws a graphic's shadow."""

    _namespace = "UnityEngine.UI"
    __slots__ = ()
    effectColor = color("m_EffectColor", default=(0.0, 0.0, 0.0, 0.5))
    effectDistance = vector2("m_EffectDistance", default=(1.0, -1.0))
    useGraphicAlpha = boolean("m_UseGraphicAlpha", default=True)


@script
class Outline(Shadow):
    """Draws a graphic's outline."""

    __slots__ = ()


@script
class TMP_Text(MaskableGraphic):  # noqa: N801 - its name
    """Text of TextMesh Pro."""

    _namespace = "TMPro"
    __slots__ = ()
    text = text("m_text")
    isRightToLeftText = boolean("m_isRightToLeft")
    font = reference("m_fontAsset")
    fontSharedMaterial = reference("m_sharedMaterial")
    color = color("m_fontColor", default=(1.0, 1.0, 1.0, 1.0))
    fontSize = real("m_fontSize", default=36.0)
    enableAutoSizing = boolean("m_enableAutoSizing")
    fontSizeMin = real("m_fontSizeMin")
    fontSizeMax = real("m_fontSizeMax")
    fontStyle = enum("TMPro.FontStyles", "m_fontStyle")
    horizontalAlignment = enum("TMPro.HorizontalAlignmentOptions", "m_HorizontalAlignment", default=1)
    verticalAlignment = enum("TMPro.VerticalAlignmentOptions", "m_VerticalAlignment", default=256)
    characterSpacing = real("m_characterSpacing")
    wordSpacing = real("m_wordSpacing")
    lineSpacing = real("m_lineSpacing")
    paragraphSpacing = real("m_paragraphSpacing")
    enableWordWrapping = boolean("m_enableWordWrapping")
    overflowMode = enum("TMPro.TextOverflowModes", "m_overflowMode")
    enableKerning = boolean("m_enableKerning", default=True)
    extraPadding = boolean("m_enableExtraPadding")
    richText = boolean("m_isRichText", default=True)
    margin = vector4("m_margin")


@script
class TextMeshPro(TMP_Text):
    """Text of TextMesh Pro in the world."""

    __slots__ = ()


@script
class TextMeshProUGUI(TMP_Text):
    """Text of TextMesh Pro on a canvas."""

    __slots__ = ()
