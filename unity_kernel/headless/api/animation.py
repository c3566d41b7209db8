"""``UnityEngine.Animator``, ``Animation`` and controllers: what plays clips; nothing plays here."""

from __future__ import annotations

from typing import Any

from unity_kernel.headless.project import Sequence

from . import catalogue, references
from .assetfiles import asset_file
from .component import Behaviour
from .fields import boolean, enum, read, reference
from .interop import ApiType, Array
from .objects import Object, register
from .values.single import single

__all__ = ["Animation", "Animator", "AnimatorController", "RuntimeAnimatorController"]


@register
class Animator(Behaviour):
    """Plays an animator controller."""

    __slots__ = ()
    avatar = reference("m_Avatar")
    runtimeAnimatorController = reference("m_Controller", doc="What it plays.")
    cullingMode = enum("UnityEngine.AnimatorCullingMode", "m_CullingMode")
    updateMode = enum("UnityEngine.AnimatorUpdateMode", "m_UpdateMode")
    applyRootMotion = boolean("m_ApplyRootMotion", doc="Whether clips move its GameObject.")
    hasTransformHierarchy = boolean("m_HasTransformHierarchy", default=True)
    keepAnimatorStateOnDisable = boolean(
        "m_KeepAnimatorStateOnDisable", older="m_KeepAnimatorControllerStateOnDisable"
    )

    @property
    def parameters(self) -> Array[AnimatorControllerParameter]:
        """The parameters of its controller."""
        controller = self.runtimeAnimatorController
        return controller.parameters if isinstance(controller, AnimatorController) else Array([], object)

    @property
    def parameterCount(self) -> int:
        """How many parameters its controller has."""
        return len(self.parameters)

    @staticmethod
    def StringToHash(name: str) -> int:
        """Return the number of a name: its CRC-32, signed."""
        import zlib

        value = zlib.crc32(str(name).encode())
        return value - (1 << 32) if value >= 1 << 31 else value


class AnimatorControllerParameter(metaclass=ApiType):
    """What scripts steer a controller with."""

    _namespace = "UnityEngine"
    __slots__ = ("defaultBool", "defaultFloat", "defaultInt", "name", "type")

    def __init__(self) -> None:
        kind: Any = catalogue.enum_type("UnityEngine.AnimatorControllerParameterType")
        self.name, self.type = "", kind(1)
        self.defaultFloat, self.defaultInt, self.defaultBool = 0.0, 0, False

    @property
    def nameHash(self) -> int:
        """The number of its name."""
        return Animator.StringToHash(self.name)


@register
class RuntimeAnimatorController(Object):
    """Clips, and when they play."""

    __slots__ = ()

    @property
    def animationClips(self) -> Array[Any]:
        """The clips of all its states, each once, in the order of the file."""
        from .assettypes import AnimationClip

        key = references.key_of(self)
        found: list[Any] = []
        native = asset_file(_path(key.guid)).native if key is not None else None
        for document in native.documents if native is not None else ():
            where = ("m_Motion",)
            if document.type_name == "BlendTree":
                children = document.field("m_Childs")
                count = len(children) if isinstance(children, Sequence) else 0
                places: list[tuple[str | int, ...]] = [("m_Childs", i, "m_Motion") for i in range(count)]
            else:
                places = [where] if document.type_name == "AnimatorState" else []
            for place in places:
                node = document.node(place)
                clip = read(self, place, node) if node is not None else None
                if isinstance(clip, AnimationClip) and clip not in found:
                    found.append(clip)
        return Array(found, AnimationClip)


def _path(guid: str) -> str:
    from . import world

    return world.current().project.assets.path(guid)


class AnimatorController(RuntimeAnimatorController):
    """A controller as the editor knows it."""

    _namespace = "UnityEditor.Animations"
    __slots__ = ()

    @property
    def parameters(self) -> Array[AnimatorControllerParameter]:
        """Copies of its parameters."""
        node = self._document.field("m_AnimatorParameters")
        found = []
        for index in range(len(node) if isinstance(node, Sequence) else 0):
            at = ("m_AnimatorParameters", index)
            made = AnimatorControllerParameter()
            made.name = self._document.text(*at, "m_Name") or ""
            made.type = type(made.type)(self._document.integer(*at, "m_Type") or 1)
            made.defaultFloat = single(self._document.real(*at, "m_DefaultFloat"))
            made.defaultInt = self._document.integer(*at, "m_DefaultInt") or 0
            made.defaultBool = self._document.text(*at, "m_DefaultBool") == "1"
            found.append(made)
        return Array(found, AnimatorControllerParameter)


register(AnimatorController)


@register
class Animation(Behaviour):
    """Plays clips of the older kind."""

    __slots__ = ()
    clip = reference("m_Animation", doc="The clip that it plays by default.")
    wrapMode = enum("UnityEngine.WrapMode", "m_WrapMode")
    playAutomatically = boolean("m_PlayAutomatically", default=True)
    animatePhysics = boolean("m_AnimatePhysics")
    cullingType = enum("UnityEngine.AnimationCullingType", "m_CullingType")

    @property
    def isPlaying(self) -> bool:
        """False: nothing plays here."""
        return False

    def _clips(self) -> list[Any]:
        node = self._document.field("m_Animations")
        return (
            [clip for clip in read(self, ("m_Animations",), node) if clip is not None]
            if node is not None
            else []
        )

    def GetClipCount(self) -> int:
        """Return how many clips it has."""
        return len(self._clips())

    def GetClip(self, name: str) -> Any:
        """Return a clip by name, or None."""
        return next((clip for clip in self._clips() if clip.name == name), None)
