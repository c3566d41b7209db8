"""``UnityEditor.AnimationUtility``: the curves inside animation clips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from unity_kernel.headless.project import Mapping, Node, Scalar, Sequence
from unity_kernel.headless.project.tree import to_integer, to_real

from . import curvefields
from .assettypes import AnimationClip
from .classes import class_named
from .curves import AnimationCurve, Keyframe
from .fields import boolean, read, real, reference
from .interop import ApiType, Array, type_argument
from .objects import Object
from .scripts import script_class_of_guid
from .shapes import Path

__all__ = ["AnimationClipSettings", "AnimationUtility", "EditorCurveBinding", "ObjectReferenceKeyframe"]

_VECTORS = {
    "m_PositionCurves": ("m_LocalPosition", "xyz"), "m_RotationCurves": ("m_LocalRotation", "xyzw"),
    "m_EulerCurves": ("localEulerAnglesRaw", "xyz"), "m_ScaleCurves": ("m_LocalScale", "xyz"),
}  # fmt: skip
"""Lists of curves of vectors, and what the animation window calls them."""
_CLASSES = {
    1: "GameObject", 4: "Transform", 20: "Camera", 23: "MeshRenderer", 25: "Renderer", 54: "Rigidbody",
    65: "BoxCollider", 82: "AudioSource", 95: "Animator", 96: "TrailRenderer", 102: "TextMesh", 108: "Light",
    111: "Animation", 114: "MonoBehaviour", 120: "LineRenderer", 135: "SphereCollider", 137: "SkinnedMeshRenderer",
    198: "ParticleSystem", 199: "ParticleSystemRenderer", 212: "SpriteRenderer", 222: "CanvasRenderer", 223: "Canvas",
    224: "RectTransform", 225: "CanvasGroup",
}  # fmt: skip
_MONO_BEHAVIOUR = 114


class EditorCurveBinding(metaclass=ApiType):
    """What a curve animates: a property of a component, on an object by its path; a struct in C#."""

    _namespace = "UnityEditor"
    __slots__ = ("_pptr", "path", "propertyName", "type")

    def __init__(self, path: str = "", type: Any = None, propertyName: str = "") -> None:
        self.path, self.type, self.propertyName = path, type, propertyName
        self._pptr = False

    @staticmethod
    def FloatCurve(inPath: str, inType: Any, inPropertyName: str) -> EditorCurveBinding:
        """Return what a curve of numbers animates."""
        return EditorCurveBinding(inPath, type_argument(inType), inPropertyName)

    @staticmethod
    def PPtrCurve(inPath: str, inType: Any, inPropertyName: str) -> EditorCurveBinding:
        """Return what a curve of references animates."""
        made = EditorCurveBinding(inPath, type_argument(inType), inPropertyName)
        made._pptr = True
        return made

    @property
    def isPPtrCurve(self) -> bool:
        """Whether the curve's values are references."""
        return self._pptr

    @property
    def isDiscreteCurve(self) -> bool:
        """Whether the curve's values are references or whole numbers."""
        return self._pptr

    def _key(self) -> tuple[Any, ...]:
        return self.path, self.type, self.propertyName, self._pptr

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EditorCurveBinding) and other._key() == self._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        name = self.type.__name__ if isinstance(self.type, type) else self.type
        return f"<UnityEditor.EditorCurveBinding {self.path!r} {name}.{self.propertyName}>"


class ObjectReferenceKeyframe(metaclass=ApiType):
    """A key whose value is an object; a struct in C#."""

    _namespace = "UnityEditor"
    __slots__ = ("time", "value")

    def __init__(self) -> None:
        self.time = 0.0
        self.value: Any = None


class AnimationClipSettings(metaclass=ApiType):
    """How a clip is cut and looped, as the clip's file says it; assigning writes to the clip."""

    _namespace = "UnityEditor"
    __slots__ = ("_changed", "_document", "_id", "_scene")
    _changed: Any
    _document: Any
    _id: int
    _scene: Any

    startTime = real("m_AnimationClipSettings", "m_StartTime")
    stopTime = real("m_AnimationClipSettings", "m_StopTime")
    orientationOffsetY = real("m_AnimationClipSettings", "m_OrientationOffsetY")
    level = real("m_AnimationClipSettings", "m_Level")
    cycleOffset = real("m_AnimationClipSettings", "m_CycleOffset")
    loopTime = boolean("m_AnimationClipSettings", "m_LoopTime")
    loopBlend = boolean("m_AnimationClipSettings", "m_LoopBlend")
    loopBlendOrientation = boolean("m_AnimationClipSettings", "m_LoopBlendOrientation")
    loopBlendPositionY = boolean("m_AnimationClipSettings", "m_LoopBlendPositionY")
    loopBlendPositionXZ = boolean("m_AnimationClipSettings", "m_LoopBlendPositionXZ")
    keepOriginalOrientation = boolean("m_AnimationClipSettings", "m_KeepOriginalOrientation")
    keepOriginalPositionY = boolean("m_AnimationClipSettings", "m_KeepOriginalPositionY")
    keepOriginalPositionXZ = boolean("m_AnimationClipSettings", "m_KeepOriginalPositionXZ")
    heightFromFeet = boolean("m_AnimationClipSettings", "m_HeightFromFeet")
    mirror = boolean("m_AnimationClipSettings", "m_Mirror")
    hasAdditiveReferencePose = boolean("m_AnimationClipSettings", "m_HasAdditiveReferencePose")
    additiveReferencePoseTime = real("m_AnimationClipSettings", "m_AdditiveReferencePoseTime")
    additiveReferencePoseClip = reference("m_AnimationClipSettings", "m_AdditiveReferencePoseClip")


_SETTINGS = [name for name, value in vars(AnimationClipSettings).items() if isinstance(value, property)]


def _values(document: Any) -> AnimationClipSettings:
    made = object.__new__(AnimationClipSettings)
    made._document, made._changed, made._scene, made._id = document, lambda: None, None, 0
    return made


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _float_curves(clip: AnimationClip) -> Iterator[tuple[EditorCurveBinding, Path, str]]:
    """What is animated, where its curve stands, and which axis of it counts; empty for all."""
    document = clip._document
    for name, (shown, axes) in _VECTORS.items():
        node = document.field(name)
        for index, item in enumerate(node if isinstance(node, Sequence) else ()):
            if isinstance(item, Mapping):
                for axis in axes:
                    made = EditorCurveBinding(
                        _text(item.get("path")), class_named("Transform"), f"{shown}.{axis}"
                    )
                    yield made, (name, index, "curve", "m_Curve"), axis
    node = document.field("m_FloatCurves")
    for index, item in enumerate(node if isinstance(node, Sequence) else ()):
        if isinstance(item, Mapping):
            made = EditorCurveBinding(_text(item.get("path")), _type(item), _text(item.get("attribute")))
            yield made, ("m_FloatCurves", index, "curve", "m_Curve"), ""


def _type(item: Mapping) -> Any:
    number = to_integer(_text(item.get("classID"))) or 0
    script = item.get("script")
    guid = _text(script.get("guid")) if isinstance(script, Mapping) else ""
    if number == _MONO_BEHAVIOUR and guid:
        return script_class_of_guid(guid)
    return class_named(_CLASSES.get(number, "Component"))


def _axis_keys(clip: AnimationClip, path: Path, axis: str) -> list[Keyframe]:
    """The keys of one axis of a curve of vectors."""
    node = clip._document.node(path)
    found = []
    for item in node if isinstance(node, Sequence) else ():
        if not isinstance(item, Mapping):
            continue

        def part(key: str, item: Mapping = item) -> float:
            inner = item.get(key)
            return to_real(_text(inner.get(axis))) if isinstance(inner, Mapping) else 0.0

        made = Keyframe(to_real(_text(item.get("time"))), part("value"), part("inSlope"), part("outSlope"))
        made.inWeight, made.outWeight = part("inWeight"), part("outWeight")
        found.append(made)
    return found


class AnimationUtility(metaclass=ApiType):
    """Reads what clips animate."""

    _namespace = "UnityEditor"

    @staticmethod
    def GetCurveBindings(clip: AnimationClip) -> Array[EditorCurveBinding]:
        """Return what the curves of numbers of a clip animate."""
        return Array([binding for binding, _, _ in _float_curves(clip)], EditorCurveBinding)

    @staticmethod
    def GetEditorCurve(clip: AnimationClip, *binding: Any) -> AnimationCurve | None:
        """Return a copy of a curve, by its binding or by ``(path, type, property)``; None if there is none."""
        wanted = binding[0] if len(binding) == 1 else EditorCurveBinding.FloatCurve(*binding)
        for found, path, axis in _float_curves(clip):
            if found == wanted:
                if not axis:
                    return curvefields.read_curve(clip._document.node(path[:-1]))
                made = curvefields.read_curve(None)
                made.keys = _axis_keys(clip, path, axis)
                return made
        return None

    @staticmethod
    def GetObjectReferenceCurveBindings(clip: AnimationClip) -> Array[EditorCurveBinding]:
        """Return what the curves of references of a clip animate."""
        node = clip._document.field("m_PPtrCurves")
        items = [item for item in node if isinstance(item, Mapping)] if isinstance(node, Sequence) else []
        found = [
            EditorCurveBinding.PPtrCurve(_text(item.get("path")), _type(item), _text(item.get("attribute")))
            for item in items
        ]
        return Array(found, EditorCurveBinding)

    @staticmethod
    def GetObjectReferenceCurve(clip: AnimationClip, binding: EditorCurveBinding) -> Array[Any] | None:
        """Return the keys of a curve of references; None if there is none."""
        for index, found in enumerate(AnimationUtility.GetObjectReferenceCurveBindings(clip)):
            if found == binding:
                keys = clip._document.node(("m_PPtrCurves", index, "curve"))
                made = []
                for place, item in enumerate(keys if isinstance(keys, Sequence) else ()):
                    key, value = (
                        ObjectReferenceKeyframe(),
                        item.get("value") if isinstance(item, Mapping) else None,
                    )
                    key.time = clip._document.real("m_PPtrCurves", index, "curve", place, "time")
                    key.value = read(clip, (), value) if value is not None else None
                    made.append(key)
                return Array(made, ObjectReferenceKeyframe)
        return None

    @staticmethod
    def GetAnimationClipSettings(clip: AnimationClip) -> AnimationClipSettings:
        """Return a copy of how a clip is cut and looped."""
        from unity_kernel.headless.project import UnityFile

        source = clip._document
        file = UnityFile(b"%YAML 1.1\n", "clip settings", source.file.style)
        body = source.render().decode("utf-8", "surrogateescape").replace("\r\n", "\n").split("\n", 1)[1]
        made = _values(file.add(74, 1, body))
        made._id = clip._id
        return made

    @staticmethod
    def SetAnimationClipSettings(clip: AnimationClip, srcClipInfo: AnimationClipSettings) -> None:
        """Set how a clip is cut and looped."""
        target = _values(clip._document)
        target._id = clip._id
        for name in _SETTINGS:
            if getattr(target, name) != getattr(srcClipInfo, name):
                setattr(target, name, getattr(srcClipInfo, name))
        clip._changed()

    @staticmethod
    def GetAnimationClips(gameObject: Any) -> Array[Any]:
        """Return the clips that a GameObject's Animation or Animator plays."""
        found: list[Object] = []
        for part in gameObject.GetComponents(class_named("Behaviour")):
            if type(part).__name__ == "Animation":
                found += [clip for clip in part._clips() if clip not in found]
            elif type(part).__name__ == "Animator" and part.runtimeAnimatorController is not None:
                found += [clip for clip in part.runtimeAnimatorController.animationClips if clip not in found]
        return Array(found, AnimationClip)

    @staticmethod
    def CalculateTransformPath(targetTransform: Any, root: Any) -> str:
        """Return the names from below ``root`` to a Transform, joined by slashes."""
        names: list[str] = []
        node = targetTransform
        while node is not None and node is not root:
            names.insert(0, node.name)
            node = node.parent
        return "/".join(names)
